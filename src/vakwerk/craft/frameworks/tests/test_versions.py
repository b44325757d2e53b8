"""Does history stay on the version it was made under, and does the difference from the origin stay visible?"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from vakwerk.craft.frameworks import operations, queries
from vakwerk.craft.frameworks.comparing import Kind, compare
from vakwerk.craft.frameworks.contents import Step
from vakwerk.craft.frameworks.operations.versions import Head
from vakwerk.craft.frameworks.rules import AssessmentRefusal, FrameworkRefusal, Gap, Missing
from vakwerk.craft.frameworks.starter import starter
from vakwerk.craft.frameworks.storing import contents_of
from vakwerk.craft.models import Framework
from vakwerk.craft.profiles import operations as profiles
from vakwerk.craft.profiles import queries as profile_queries
from vakwerk.craft.tests.framework_factories import (
    NOW,
    TODAY,
    adopted,
    competency,
    facts,
    incomplete,
    own_draft,
    profile,
)
from vakwerk.foundation.bilingual import Bilingual
from vakwerk.foundation.models import Academy, AuditEntry
from vakwerk.foundation.refusals import Refused
from vakwerk.people.models import Person


def test_the_starter_comes_once_and_says_all_that_is_in_the_file(academy: Academy) -> None:
    first = operations.add_starter(by=None, now=NOW)
    assert operations.add_starter(by=None, now=NOW) == first
    found = contents_of(first)
    assert compare(starter(), found).is_empty
    assert len(found.competencies) == 10
    assert sum(len(one.indicators) for one in found.competencies) == 101
    assert len(found.profiles) == 6
    assert all(
        not each.missing for one in first.competencies.all() for each in (one.name, one.definition, one.why)
    )


def test_a_copy_differs_from_its_origin_where_somebody_changed_it(jeroen: Person) -> None:
    draft = own_draft(jeroen)
    connecting = competency(draft)
    operations.change_indicator(
        indicator=connecting.indicators.get(key="C07.2.a"),
        level=3,
        text=Bilingual(nl="Anders", en=""),
        by=jeroen,
        now=NOW,
    )
    operations.add_indicator(
        competency=connecting, level=1, text=Bilingual(nl="Nieuw", en="New"), by=jeroen, now=NOW
    )
    operations.delete_indicator(indicator=connecting.indicators.get(key="C07.1.a"), by=jeroen, now=NOW)
    operations.delete_competency(competency=competency(draft, "lawful"), by=jeroen)
    incomplete(draft)
    assert draft.origin
    found = compare(contents_of(draft.origin), contents_of(draft))
    changes = {one.key: one for one in found.competencies}
    assert [one.field for one in found.head] == ["name"]
    assert changes["lawful"].kind is Kind.REMOVED
    assert changes["innovatief"].kind is Kind.ADDED
    kinds = {(each.after or each.before).key: each.kind for each in changes["connecting"].changed_indicators}  # type: ignore[union-attr]  # one of the two is there
    assert kinds == {"C07.2.a": Kind.CHANGED, "C07.1.a": Kind.REMOVED, "C07.1.c": Kind.ADDED}
    # What had the vanished competency as a counterweight changed with it.
    assert {
        key for key, one in changes.items() if "counterweights" in {each.field for each in one.fields}
    } == {key for key, one in starter().by_key.items() if "lawful" in one.counterweights}


def test_what_was_adopted_never_changes(jeroen: Person) -> None:
    holds = adopted(by=jeroen)
    one = competency(holds)
    indicator = one.indicators.get(key="C07.1.a")
    text = Bilingual(nl="Anders", en="")
    acts: list[Callable[[], object]] = [
        lambda: operations.change_competency(competency=one, facts=facts(), by=jeroen, now=NOW),
        lambda: operations.delete_competency(competency=one, by=jeroen),
        lambda: operations.add_competency(framework=holds, facts=facts(), by=jeroen, now=NOW),
        lambda: operations.move_competency(competency=one, up=True, by=jeroen),
        lambda: operations.change_indicator(indicator=indicator, level=1, text=text, by=jeroen, now=NOW),
        lambda: operations.add_indicator(competency=one, level=1, text=text, by=jeroen, now=NOW),
        lambda: operations.delete_indicator(indicator=indicator, by=jeroen, now=NOW),
        lambda: operations.move_indicator(indicator=indicator, up=True, by=jeroen),
        lambda: operations.add_cluster(framework=holds, name=text, description=Bilingual(), by=jeroen),
        lambda: operations.set_levels(framework=holds, steps=[], by=jeroen),
        lambda: operations.change_head(framework=holds, head=Head(text, text), by=jeroen),
        lambda: operations.delete_draft(framework=holds, by=jeroen),
    ]
    before = contents_of(holds)
    for act in acts:
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.reason is FrameworkRefusal.NOT_A_DRAFT
    assert compare(before, contents_of(holds)).is_empty


def test_a_new_version_leaves_the_old_one_as_it_was(jeroen: Person) -> None:
    holds = adopted(by=jeroen)
    was = contents_of(holds)
    draft = operations.new_version(framework=holds, by=jeroen, now=NOW)
    assert (draft.key, draft.version, draft.state) == (holds.key, 2, Framework.State.DRAFT)
    assert {one.case_identifier for one in draft.competencies.all()} == {
        one.case_identifier for one in holds.competencies.all()
    }
    operations.delete_competency(competency=competency(draft, "lawful"), by=jeroen)
    adopted(draft, by=jeroen)
    holds.refresh_from_db()
    assert holds.state == Framework.State.RETIRED
    assert compare(was, contents_of(holds)).is_empty
    assert queries.adopted_framework() == draft


def test_a_second_draft_of_the_same_framework_is_refused(jeroen: Person) -> None:
    holds = adopted(by=jeroen)
    operations.new_version(framework=holds, by=jeroen, now=NOW)
    with pytest.raises(Refused) as refused:
        operations.new_version(framework=holds, by=jeroen, now=NOW)
    assert refused.value.reason is FrameworkRefusal.DRAFT_EXISTS


def test_one_framework_holds_at_a_time_whatever_it_is_called(jeroen: Person) -> None:
    first = adopted(by=jeroen)
    second = adopted(own_draft(jeroen, name="Een ander"), by=jeroen)
    first.refresh_from_db()
    assert first.state == Framework.State.RETIRED
    assert queries.adopted_framework() == second


def test_an_incomplete_competency_comes_along_and_stays_closed_to_assessment(
    jeroen: Person, esra: Person
) -> None:
    draft = own_draft(jeroen)
    innovative = incomplete(draft)
    holds = adopted(draft, by=jeroen)
    innovative = competency(holds, innovative.key)
    assert queries.describable(innovative) == [Gap(Missing.INDICATORS, (1, 2, 3, 4))]
    later = TODAY + timedelta(days=400)
    found = queries.reason_not_to_assess(innovative, esra, today=later)
    assert found is AssessmentRefusal.NOT_DESCRIBED
    assert queries.reason_not_to_assess(competency(holds), esra, today=later) is None


def test_what_a_new_version_left_alone_could_be_read_all_along(jeroen: Person, esra: Person) -> None:
    holds = adopted(by=jeroen)
    later = NOW + timedelta(days=100)
    draft = operations.new_version(framework=holds, by=jeroen, now=later)
    changed = competency(draft, "performing")
    operations.change_indicator(
        indicator=changed.indicators.get(key="C03.1.a"),
        level=1,
        text=Bilingual(nl="Anders", en=""),
        by=jeroen,
        now=later,
    )
    draft = adopted(draft, by=jeroen, on=later.date(), now=later)
    esra.joined_at = NOW - timedelta(days=100)
    same, other = competency(draft), competency(draft, "performing")
    assert same.readable_since == TODAY
    assert other.readable_since == later.date()
    assert queries.reason_not_to_assess(same, esra, today=later.date()) is None
    refusal = queries.reason_not_to_assess(other, esra, today=later.date())
    assert refusal is AssessmentRefusal.READABLE_TOO_SHORT
    assert queries.assessable_from(other, esra) == later.date() + timedelta(days=14)


def test_a_draft_laid_open_is_read_before_it_is_adopted_but_not_what_changes_after(jeroen: Person) -> None:
    draft = operations.lay_open(framework=own_draft(jeroen), by=jeroen, now=NOW)
    later = NOW + timedelta(days=10)
    operations.add_indicator(
        competency=competency(draft), level=1, text=Bilingual(nl="Erbij", en=""), by=jeroen, now=later
    )
    holds = adopted(draft, by=jeroen, on=later.date(), now=later + timedelta(days=5))
    assert competency(holds, "lawful").readable_since == TODAY
    assert competency(holds).readable_since == later.date()
    with pytest.raises(Refused) as refused:
        operations.lay_open(framework=holds, by=jeroen, now=later)
    assert refused.value.reason is FrameworkRefusal.NOT_A_DRAFT


def test_role_profiles_and_their_people_come_along_with_a_new_version(jeroen: Person, esra: Person) -> None:
    holds = adopted(by=jeroen)
    own = profile(holds)
    profiles.give_profile(profile=own, people=[esra], by=jeroen, today=TODAY)
    draft = operations.new_version(framework=holds, by=jeroen, now=NOW)
    assert not draft.role_profiles.exists()
    operations.delete_competency(competency=draft.competencies.order_by("position")[0], by=jeroen)
    draft = adopted(draft, by=jeroen)
    [found] = profile_queries.profiles_of(esra)
    assert (found.framework, found.key) == (draft, own.key)
    assert found.targets.count() == 3
    assert set(profile_queries.targets_of(esra).values()) == {2}


def test_levels_that_are_in_use_stay(jeroen: Person) -> None:
    draft = own_draft(jeroen)
    steps = [
        Step(one.number, one.key, one.guild_name, one.neutral_name, one.autonomy, one.complexity, one.scope)
        for one in draft.levels.all()
    ]
    with pytest.raises(Refused) as refused:
        operations.set_levels(framework=draft, steps=steps[:3], by=jeroen)
    assert refused.value.reason is FrameworkRefusal.LEVEL_HAS_INDICATORS
    fifth = Step(5, "legend", {"nl": "Legende", "en": ""}, {"nl": "Vijf", "en": ""})
    operations.set_levels(framework=draft, steps=[*steps, fifth], by=jeroen)
    assert queries.level_names(draft)[5] == Bilingual(nl="Legende", en="")
    assert queries.describable(competency(draft))[0] == Gap(Missing.INDICATORS, (5,))
    operations.set_levels(framework=draft, steps=steps, by=jeroen)
    assert draft.levels.count() == 4


def test_an_academy_chooses_what_it_calls_its_levels_also_after_adoption(jeroen: Person) -> None:
    holds = adopted(by=jeroen)
    assert str(queries.level_names(holds)[2]) == "Gezel"
    holds = operations.name_levels(framework=holds, naming="neutral", by=jeroen)
    assert str(queries.level_names(holds)[2]) == "Zelfstandig"


def test_order_is_by_cluster_and_place(jeroen: Person) -> None:
    draft = own_draft(jeroen)
    keys = [one.key for one in queries.competencies_of(draft)]
    operations.move_competency(competency=competency(draft, keys[1]), up=True, by=jeroen)
    assert [one.key for one in queries.competencies_of(draft)] == [keys[1], keys[0], *keys[2:]]
    operations.move_competency(competency=competency(draft, keys[1]), up=True, by=jeroen)
    assert [one.key for one in queries.competencies_of(draft)] == [keys[1], keys[0], *keys[2:]]
    keel = draft.clusters.get(key="keel")
    operations.move_cluster(cluster=keel, up=True, by=jeroen)
    assert next(iter(queries.competencies_of(draft))).cluster == keel
    one = competency(draft)
    operations.move_indicator(indicator=one.indicators.get(key="C07.2.a"), up=False, by=jeroen)
    assert [each.key for each in one.indicators.filter(level=2)] == ["C07.2.b", "C07.2.a", "C07.2.c"]


def test_every_change_stands_in_the_trail(jeroen: Person) -> None:
    draft = own_draft(jeroen)
    incomplete(draft)
    adopted(draft, by=jeroen)
    actions = list(
        AuditEntry.objects.filter(action__startswith="craft.").order_by("pk").values_list("action", flat=True)
    )
    assert actions == [
        "craft.starter_added",
        "craft.framework_adapted",
        "craft.competency_added",
        "craft.framework_adopted",
    ]
