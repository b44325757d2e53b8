"""Who may do what with a source and in a conversation, and who is meant by a name? Truth tables."""

import pytest

from vakwerk.knowledge.conversation import rules as talk
from vakwerk.knowledge.conversation.rules import Standing, TalkRefusal
from vakwerk.knowledge.search import rules as search
from vakwerk.knowledge.search.rules import Group, Wanted, Word
from vakwerk.knowledge.sources import rules
from vakwerk.knowledge.sources.rules import SourceRefusal

COORDINATOR = {"coordinator"}
COLLEAGUE = {"participant"}
GUEST = {"guest"}


@pytest.mark.parametrize(
    ("roles", "guest"),
    [
        (GUEST, True),
        (set(), True),
        (COLLEAGUE, False),
        ({"guest", "participant"}, False),
        (COORDINATOR, False),
    ],
)
def test_a_guest_is_who_is_nothing_more(roles: set[str], guest: bool) -> None:
    assert rules.is_guest(roles) is guest


LIVE = {"is_ours": True, "is_live": True, "is_person": False, "owns": False, "is_asked": False}


@pytest.mark.parametrize(
    ("roles", "change", "sees"),
    [
        (COLLEAGUE, {}, True),
        (COLLEAGUE, {"is_ours": False}, True),
        (COLLEAGUE, {"is_live": False}, False),
        (COLLEAGUE, {"is_live": False, "owns": True}, True),
        (COLLEAGUE, {"is_live": False, "is_person": True, "is_asked": True}, True),
        (COORDINATOR, {"is_live": False}, True),
        (COORDINATOR, {"is_live": False, "is_ours": False}, False),
        (GUEST, {}, True),
        (GUEST, {"is_person": True}, False),
        (GUEST, {"is_live": False, "owns": True}, False),
    ],
)
def test_who_sees_a_source(roles: set[str], change: dict[str, bool], sees: bool) -> None:
    assert rules.may_see(roles=roles, **{**LIVE, **change}) is sees


@pytest.mark.parametrize(
    ("roles", "ours", "owns", "reason"),
    [
        (COORDINATOR, True, False, None),
        (COLLEAGUE, True, True, None),
        (COLLEAGUE, True, False, SourceRefusal.NOT_YOURS_TO_KEEP),
        (GUEST, True, True, SourceRefusal.NOT_YOURS_TO_KEEP),
        (COORDINATOR, False, False, SourceRefusal.OF_ANOTHER_ACADEMY),
    ],
)
def test_who_keeps_a_source(roles: set[str], ours: bool, owns: bool, reason: SourceRefusal | None) -> None:
    assert rules.reason_not_to_keep(roles=roles, is_ours=ours, owns=owns) == reason


@pytest.mark.parametrize(
    ("roles", "ours", "state", "reason"),
    [
        (COORDINATOR, True, "proposed", None),
        (COORDINATOR, True, "published", SourceRefusal.NO_LONGER_PROPOSED),
        (COORDINATOR, True, "declined", SourceRefusal.NO_LONGER_PROPOSED),
        (COLLEAGUE, True, "proposed", SourceRefusal.ONLY_COORDINATORS),
        (COORDINATOR, False, "proposed", SourceRefusal.OF_ANOTHER_ACADEMY),
    ],
)
def test_who_decides_on_a_proposal(
    roles: set[str], ours: bool, state: str, reason: SourceRefusal | None
) -> None:
    assert rules.reason_not_to_decide(roles=roles, is_ours=ours, state=state) == reason


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"is_ours": False}, SourceRefusal.OF_ANOTHER_ACADEMY),
        ({"roles": COLLEAGUE}, SourceRefusal.ONLY_COORDINATORS),
        ({"kind": "person"}, SourceRefusal.PERSONS_STAY_HOME),
        ({"state": "proposed"}, SourceRefusal.NOT_PUBLISHED),
        ({"is_retired": True}, SourceRefusal.RETIRED),
        ({"has_region": False}, SourceRefusal.NO_REGION),
    ],
)
def test_what_can_be_shared(change: dict[str, object], reason: SourceRefusal | None) -> None:
    given: dict[str, object] = {
        "roles": COORDINATOR,
        "is_ours": True,
        "kind": "case",
        "state": "published",
        "is_retired": False,
        "has_region": True,
    }
    assert rules.reason_not_to_share(**{**given, **change}) == reason  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("kind", "person", "says", "shared", "reason"),
    [
        ("case", False, True, False, None),
        ("case", False, False, False, SourceRefusal.NOTHING_TO_LEARN_FROM),
        ("person", True, False, False, None),
        ("person", False, True, False, SourceRefusal.NOBODY_TO_ASK),
        ("person", True, True, True, SourceRefusal.PERSONS_STAY_HOME),
    ],
)
def test_how_a_source_can_be_described(
    kind: str, person: bool, says: bool, shared: bool, reason: SourceRefusal | None
) -> None:
    assert (
        rules.reason_not_to_describe_so(kind=kind, has_person=person, says_something=says, is_shared=shared)
        == reason
    )


def test_the_person_to_ask_may_always_stop() -> None:
    assert rules.reason_not_to_retire(roles=COLLEAGUE, is_ours=True, owns=False, is_asked=True) is None
    assert (
        rules.reason_not_to_retire(roles=COLLEAGUE, is_ours=True, owns=False, is_asked=False)
        == SourceRefusal.NOT_YOURS_TO_KEEP
    )


def test_on_what_others_share_only_coordinators_note() -> None:
    assert rules.reason_not_to_note(roles=COORDINATOR, is_ours=False, owns=False) is None
    assert (
        rules.reason_not_to_note(roles=COLLEAGUE, is_ours=False, owns=True) == SourceRefusal.ONLY_COORDINATORS
    )
    assert rules.reason_not_to_note(roles=COLLEAGUE, is_ours=True, owns=True) is None


def standing(**change: object) -> Standing:
    given: dict[str, object] = {
        "roles": COLLEAGUE,
        "is_author": False,
        "is_deleted": False,
        "is_hidden": False,
    }
    return Standing(**{**given, **change})  # type: ignore[arg-type]  # a table of cases


@pytest.mark.parametrize(
    ("who", "change", "report", "hide"),
    [
        (standing(), TalkRefusal.NOT_YOURS, None, TalkRefusal.ONLY_COORDINATORS),
        (standing(is_author=True), None, TalkRefusal.YOUR_OWN, TalkRefusal.ONLY_COORDINATORS),
        (standing(roles=COORDINATOR), TalkRefusal.NOT_YOURS, None, None),
        (
            standing(roles=COORDINATOR, is_hidden=True),
            TalkRefusal.NOT_YOURS,
            TalkRefusal.HIDDEN,
            TalkRefusal.HIDDEN,
        ),
        (
            standing(is_author=True, is_deleted=True),
            TalkRefusal.GONE,
            TalkRefusal.YOUR_OWN,
            TalkRefusal.ONLY_COORDINATORS,
        ),
    ],
)
def test_what_can_be_done_with_a_contribution(
    who: Standing, change: TalkRefusal | None, report: TalkRefusal | None, hide: TalkRefusal | None
) -> None:
    assert talk.reason_not_to_change(who) == change
    assert talk.reason_not_to_report(who, reported_already=False) == report
    assert talk.reason_not_to_hide(who, reason="kwetsend") == hide


def test_hiding_needs_a_reason_and_reporting_twice_is_refused() -> None:
    assert talk.reason_not_to_hide(standing(roles=COORDINATOR), reason="  ") == TalkRefusal.NO_REASON
    assert talk.reason_not_to_report(standing(), reported_already=True) == TalkRefusal.REPORTED_ALREADY


@pytest.mark.parametrize(
    ("text", "reason"), [("", TalkRefusal.NOTHING_SAID), ("x" * 4001, TalkRefusal.TOO_LONG), ("ja", None)]
)
def test_what_can_be_said(text: str, reason: TalkRefusal | None) -> None:
    assert talk.reason_not_to_say(text=text) == reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Dag @Bert Wolters, wat deed jij?", [["Bert", "Wolters"]]),
        ("@Esra Kaya en @Tom", [["Esra", "Kaya", "en"], ["Tom"]]),
        ("mail naar a@b.example", []),
        ("@ niemand", []),
        ("@Henk. Bedankt", [["Henk"]]),
        ("(@Samira El Idrissi)", [["Samira", "El", "Idrissi"]]),
        ("@Bert\nWolters", [["Bert"]]),
    ],
)
def test_names_are_read_after_an_at(text: str, words: list[list[str]]) -> None:
    assert talk.called(text) == words


PEOPLE = {1: "esra kaya", 2: "bert wolters", 3: "bert de jong", 4: "samira el idrissi"}


@pytest.mark.parametrize(
    ("words", "near", "found"),
    [
        (["esra", "kaya", "en"], [], {1}),
        (["esra"], [], {1}),
        (["bert"], [], {2, 3}),
        (["bert"], [3], {3}),
        (["bert", "wolters"], [3], {2}),
        (["samira", "el", "idrissi", "dank"], [], {4}),
        (["niemand"], [], set()),
    ],
)
def test_the_longest_name_wins_and_a_first_name_means_who_is_near(
    words: list[str], near: list[int], found: set[int]
) -> None:
    assert talk.who_is_meant(words, PEOPLE, near=near)[0] == found


def test_a_search_drops_what_says_nothing_and_lets_the_last_word_be_a_beginning() -> None:
    words = [
        Word("de", (), ("de",)),
        Word("casussen", ("casuss",), ("casussen",)),
        Word("sam", ("sam",), ("sam",)),
    ]
    assert search.words_of(words, ends_open=True) == [
        Group(("casuss", "casussen")),
        Group(("sam",), beginning="sam"),
    ]
    assert search.words_of(words, ends_open=False)[-1] == Group(("sam",))


def test_what_names_no_size_fits_all_sizes() -> None:
    found = search.traits_of(Wanted(size="small", kind="case"), guest=False)
    assert Group((":size:small", ":size:"), is_trait=True) in found
    assert Group((":kind:case",), is_trait=True) in found


def test_a_guest_does_not_look_for_persons() -> None:
    assert search.traits_of(Wanted(), guest=True) == [Group((":guests",), is_trait=True)]


def test_an_address_is_read_without_what_a_page_cannot_hold() -> None:
    wanted = search.wanted_from({"q": "  a\x00b \ue000 \ud800c ", "kind": "case", "page": "2"})
    assert wanted.text == "a b c"
    assert wanted.kind == "case"
    assert wanted.is_narrowed
