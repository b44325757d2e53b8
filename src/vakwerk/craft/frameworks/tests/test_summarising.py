"""Does the summary of a difference say all that a page shows? Without a database."""

from dataclasses import replace

from vakwerk.craft.frameworks.comparing import compare
from vakwerk.craft.frameworks.contents import Profile
from vakwerk.craft.frameworks.starter import starter
from vakwerk.craft.frameworks.summarising import MOST_SHOWN, summary


def test_changed_targets_of_a_role_profile_are_named_by_their_competency_with_both_levels() -> None:
    before = replace(starter(), profiles=[Profile("own", {"nl": "Eigen", "en": ""}, {"connecting": 1})])
    after = replace(
        before, profiles=[Profile("own", {"nl": "Eigen", "en": ""}, {"connecting": 2, "lawful": 1})]
    )
    (part,) = summary(before, after, compare(before, after))["others"]
    (field,) = part["rows"][0]["fields"]
    assert (part["title"], field["field"], field["is_text"]) == ("profiles", "targets", False)
    assert [level for _name, level in field["before"]] == ["1"]
    assert [(name["en"], level) for name, level in field["after"]] == [
        ("Connecting", "2"),
        (starter().by_key["lawful"].name["en"], "1"),
    ]


def test_a_long_difference_counts_all_and_lists_the_first() -> None:
    one = starter().competencies[0]
    many = [replace(one, key=f"new-{nth}") for nth in range(MOST_SHOWN + 5)]
    after = replace(starter(), competencies=[*starter().competencies, *many])
    found = summary(starter(), after, compare(starter(), after))
    assert (found["added"], len(found["competencies"]), found["more"]) == (MOST_SHOWN + 5, MOST_SHOWN, 5)
