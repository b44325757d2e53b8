"""Does a framework go out and come in as a table, and does a faulty row say where and why?"""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from vakwerk.craft.exchange import queries, table_reading, table_terms, table_writing
from vakwerk.craft.exchange.merging import merged, with_named_levels
from vakwerk.craft.exchange.rules import Reading, UnreadableError, Wrong
from vakwerk.craft.frameworks.comparing import Kind, compare
from vakwerk.craft.frameworks.contents import Behaviour, Contents, Described, Group, Step
from vakwerk.craft.frameworks.starter import starter
from vakwerk.foundation import table_files
from vakwerk.foundation.sheets.reading import Sheet

EMPTY = Contents(key="", name={"nl": "", "en": ""})


def as_file(contents: Contents, kind: str, language: str = "nl") -> bytes:
    heads = table_terms.heads(language)
    rows = table_writing.rows(contents, guarded=kind == "csv")
    with translation.override(language):
        if kind == "csv":
            return table_files.csv_of(heads, rows)
        return table_files.xlsx_of(heads, rows, sheet="Raamwerk")


def read_rows(*rows: dict[str, Any]) -> Reading:
    fields = list(dict.fromkeys(field for row in rows for field in row))
    heads = [table_terms.COLUMNS[field][0] for field in fields]
    cells = [(nth, [row.get(field) for field in fields]) for nth, row in enumerate(rows, start=2)]
    return table_reading.read(Sheet(heads, cells), name={"nl": "Ons raamwerk", "en": ""}, is_guarded=False)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_starter_survives_a_table(kind: str, language: str) -> None:
    found = queries.read(as_file(starter(), kind, language), name=f"ons raamwerk.{kind}")
    assert not found.problems
    assert found.contents.name["nl"] == "ons raamwerk"
    # Taken into what it came from, nothing is different: what a table has no column for stays.
    after = merged(starter(), found.contents, is_whole=False, take_away=True)
    assert compare(starter(), after).is_empty
    assert [one.affinity for one in after.competencies] == [one.affinity for one in starter().competencies]


text = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=14).map(
    lambda one: " ".join(one.split())
)
bilingual = st.fixed_dictionaries({"nl": text, "en": text})
named = bilingual.filter(lambda one: any(one.values()))
keys = st.from_regex(r"[a-z][a-z0-9_-]{0,8}", fullmatch=True)


@st.composite
def frameworks(draw: st.DrawFn) -> Contents:
    names = draw(st.lists(keys, unique=True, min_size=1, max_size=5))
    competencies = []
    used: set[int] = set()
    for nth, key in enumerate(names):
        others = [one for one in names if one != key]
        marks = draw(st.lists(keys, unique=True, max_size=3))
        indicators = [Behaviour(mark, draw(st.integers(1, 4)), draw(named)) for mark in marks]
        used |= {one.level for one in indicators}
        competencies.append(
            Described(
                key=key,
                code=draw(keys),
                name=draw(named),
                definition=draw(bilingual),
                why=draw(bilingual),
                pitfall=draw(bilingual),
                parent=draw(st.sampled_from(["", *names[:nth]])),
                counterweights=tuple(draw(st.lists(st.sampled_from(others), unique=True, max_size=2)))
                if others
                else (),
                indicators=indicators,
            )
        )
    levels = [Step(number, f"level-{number}", draw(named), draw(bilingual)) for number in sorted(used)]
    return Contents(key="k", name={"nl": "Naam", "en": ""}, levels=levels, competencies=competencies)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@settings(max_examples=40)
@given(contents=frameworks(), language=st.sampled_from(["nl", "en"]))
def test_any_framework_survives_a_table(kind: str, contents: Contents, language: str) -> None:
    found = queries.read(as_file(contents, kind, language), name="Naam.csv")
    assert not found.problems
    difference = compare(contents, found.contents)
    assert difference.competencies == []
    assert difference.levels == []


@pytest.mark.parametrize(
    ("rows", "problems", "left"),
    [
        ([{"key": "a", "name_nl": ""}], [("2:name_nl", Wrong.NO_NAME)], 0),
        ([{"name_nl": "A", "text_nl": "Doet iets"}], [("2:level", Wrong.NO_LEVEL)], 1),
        ([{"name_nl": "A", "text_nl": "Doet iets", "level": "hoog"}], [("2:level", Wrong.BAD_LEVEL)], 1),
        ([{"name_nl": "A", "text_nl": "Doet iets", "level": 10}], [("2:level", Wrong.BAD_LEVEL)], 1),
        (
            [
                {"name_nl": "A", "definition_nl": "Een", "text_nl": "x", "level": 1},
                {"name_nl": "A", "definition_nl": "Twee", "text_nl": "y", "level": 1},
            ],
            [("3:definition_nl", Wrong.DIFFERS)],
            1,
        ),
        (
            [{"name_nl": "A", "counterweights": "b, a"}],
            [
                ("2:counterweights", Wrong.UNKNOWN_COUNTERWEIGHT),
                ("2:counterweights", Wrong.UNKNOWN_COUNTERWEIGHT),
            ],
            1,
        ),
        ([{"name_nl": "A", "parent": "weg"}], [("2:parent", Wrong.UNKNOWN_PARENT)], 1),
        (
            [{"key": "a", "name_nl": "A", "parent": "b"}, {"key": "b", "name_nl": "B", "parent": "a"}],
            [("2:parent", Wrong.IN_A_RING)],
            2,
        ),
        ([{"name_nl": "A" * 301}], [("2:name_nl", Wrong.TOO_LONG)], 0),
        (
            [
                {"name_nl": "A", "indicator_key": "k", "text_nl": "x", "level": 1},
                {"name_nl": "A", "indicator_key": "k", "text_nl": "y", "level": 2},
            ],
            [("3:indicator_key", Wrong.TWICE)],
            1,
        ),
    ],
)
def test_a_faulty_row_is_named_by_row_and_column(
    rows: list[dict[str, Any]], problems: list[tuple[str, Wrong]], left: int
) -> None:
    found = read_rows(*rows)
    assert [(one.where, one.wrong) for one in found.problems] == problems
    assert len(found.contents.competencies) == left


def test_rows_of_one_competency_are_gathered_and_levels_without_a_name_get_one() -> None:
    found = read_rows(
        {
            "name_nl": "Luisteren",
            "definition_nl": "Luistert.",
            "cluster_nl": "Nieuw",
            "level": 1.0,
            "text_nl": "Vraagt door",
        },
        {"name_nl": "Luisteren", "level": "2", "text_nl": "Vat samen"},
    ).contents
    [one] = found.competencies
    assert one.definition["nl"] == "Luistert."
    assert [(each.key, each.level) for each in one.indicators] == [("luisteren.1.a", 1), ("luisteren.2.a", 2)]
    named_levels = with_named_levels(found).levels
    assert [level.guild_name["nl"] for level in named_levels] == ["Niveau 1", "Niveau 2"]
    assert [group.key for group in found.clusters] == ["nieuw"]


def test_a_table_without_a_name_column_is_refused() -> None:
    with pytest.raises(UnreadableError):
        table_reading.read(Sheet(["niveau"], [(2, ["1"])]), name={"nl": "x"}, is_guarded=False)


def test_a_file_changes_what_it_says_and_leaves_the_rest_unless_asked() -> None:
    there = starter()
    file = Contents(
        key="x",
        name={"nl": "Bestand", "en": ""},
        clusters=[Group("kiel", {"nl": "Kiel", "en": ""})],
        competencies=[
            Described("lawful", {"nl": "Rechtmatig", "en": "Lawful"}, cluster="kiel"),
            Described("new", {"nl": "Nieuw", "en": ""}),
        ],
    )
    kept = compare(there, merged(there, file, is_whole=False, take_away=False))
    assert {one.key: one.kind for one in kept.competencies} == {"lawful": Kind.CHANGED, "new": Kind.ADDED}
    assert kept.same == 9
    # A cluster is recognised by its name, and keeps the key and the English that it had.
    assert kept.clusters == []
    only = compare(there, merged(there, file, is_whole=False, take_away=True))
    assert only.count(Kind.REMOVED) == 9
    assert [one.kind for one in only.clusters] == [Kind.REMOVED]


def test_a_table_of_a_few_columns_leaves_what_it_does_not_say() -> None:
    there = starter()
    was = there.by_key["lawful"]
    file = read_rows(
        {"key": "lawful", "name_nl": "Rechtsstatelijk handelen", "level": 3, "text_nl": "Zegt nee."},
        {
            "key": "lawful",
            "name_nl": "Rechtsstatelijk handelen",
            "level": 1,
            "text_nl": was.indicators[0].text["nl"],
        },
    )
    after = merged(there, file.contents, is_whole=False, take_away=False)
    now = after.by_key["lawful"]
    assert now.name == {"nl": "Rechtsstatelijk handelen", "en": was.name["en"]}
    assert (now.why, now.pitfall, now.cluster, now.counterweights) == (
        was.why,
        was.pitfall,
        was.cluster,
        was.counterweights,
    )
    assert compare(there, after).levels == []
    # The same behaviour without its key is the same behaviour; the new one stands at the end.
    assert [one.key for one in now.indicators] == [*(one.key for one in was.indicators), "lawful.3.a"]
    only = merged(there, file.contents, is_whole=False, take_away=True).by_key["lawful"]
    assert [one.key for one in only.indicators] == ["lawful.3.a", was.indicators[0].key]


def test_nothing_is_different_when_a_file_says_what_is_there() -> None:
    assert compare(EMPTY, EMPTY).is_empty
    assert compare(starter(), merged(starter(), starter(), is_whole=True, take_away=False)).is_empty
