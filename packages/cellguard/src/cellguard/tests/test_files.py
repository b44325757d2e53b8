"""What comes in and goes out: each fault is named with its place, and the same input gives the same bytes."""

import json
from pathlib import Path
from typing import Any

import pytest

from cellguard import InputError, as_json, protect, published_from, tables_from
from cellguard.cli import main
from cellguard.tests.cases import BY_TOWN, person, tables, towns


def _with(path: str, value: object) -> dict[str, Any]:
    """Return sound tables in which one place holds ``value``."""
    data: Any = tables(towns(A=9, B=9), BY_TOWN)
    *way, last = path.replace("[", ".[").split(".")
    place = data
    for step in way:
        place = place[int(step[1:-1])] if step.startswith("[") else place[step]
    place[int(last[1:-1]) if last.startswith("[") else last] = value
    return data  # type: ignore[no-any-return]  # read as JSON


@pytest.mark.parametrize(
    ("path", "value", "fault"),
    [
        ("format", "else", "format: must be"),
        ("version", 2, "version: must be 1"),
        ("least", 1, "least: must be a whole number of at least 2"),
        ("people[3].id", "p2", "people[3].id: 'p2' is already people[2]"),
        (
            "people[1].waves.w1.in.city",
            "A",
            "people[1].waves.w1.in.city: the label 'city' is in no breakdown",
        ),
        ("people[1].waves.w1.answers.room", 8, "people[1].waves.w1.answers.room: is 8, outside 1 to 7"),
        ("people[1].waves.w1.answers.room", True, "people[1].waves.w1.answers.room: must be a number"),
        ("people[1].waves.w1.answers.view", 3, "people[1].waves.w1.answers.view: 'view' is no question"),
        ("wanted[0].measure", "view", "wanted[0].measure: 'view' is not known"),
        ("wanted[0].wave", "w9", "wanted[0].wave: 'w9' is not known"),
        ("wanted[0].by", ["city"], "wanted[0].by: 'city' is not known"),
        ("wanted[0].where", {"city": "A"}, "wanted[0].where.city: the label 'city' is in no breakdown"),
        ("measures.room.max", 1, "measures.room.max: must be above 'min'"),
        ("breakdowns", [["region"], ["region"]], "breakdowns[1]: the label 'region' stands twice"),
    ],
)
def test_a_fault_is_named_with_its_place(path: str, value: object, fault: str) -> None:
    with pytest.raises(InputError) as raised:
        tables_from(_with(path, value))
    assert str(raised.value).startswith(fault)


def test_an_earlier_figure_about_other_people_is_refused() -> None:
    figure = {"wave": "w1", "measure": "room", "of": [{"region": "IJV"}], "n": 17, "mean": 4.0, "step": 0.01}
    with pytest.raises(InputError, match=r"published\[0\]: was about 17 people and is now about 18"):
        tables_from(_with("published", [figure]))


def test_people_come_from_a_table_as_well(tmp_path: Path) -> None:
    rows = "\n".join(f"p{i},w1,IJV,A,{1 + i % 7}" for i in range(9))
    (tmp_path / "people.csv").write_text(f"id,wave,region,organisation,room\n{rows}\n")
    known = tables_from(tables([], BY_TOWN) | {"people": "people.csv"}, folder=tmp_path)
    assert [figure.n for figure in protect(known).figures] == [9, 9]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("id,wave,city\n", "people.csv:1: the column 'city'"),
        ("id,wave,room\np1,w1,9\n", "people.csv:2.room: is 9"),
        ("id,wave,room\np1,w1,x\n", "people.csv:2.room: 'x' is not a number"),
        ("id,wave,room\np1,w1,3\np1,w1,4\n", "people.csv:3.id: 'p1' has a row"),
        ("id,wave,room\np1,w1\n", "people.csv:2: has 2 cells"),
    ],
)
def test_a_fault_in_a_table_is_named_with_its_row(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "people.csv").write_text(text)
    with pytest.raises(InputError) as raised:
        tables_from(tables([], BY_TOWN) | {"people": "people.csv"}, folder=tmp_path)
    assert fault in str(raised.value)


def test_what_is_written_reads_back_the_same() -> None:
    known = tables_from(tables(towns(Hattem=7, Apeldoorn=14, Amsterdam=24), BY_TOWN))
    published = protect(known)
    assert published_from(json.loads(as_json(published)), known) == published
    assert as_json(protect(known)) == as_json(published)


def test_the_command_publishes_checks_and_tells_what_leaks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there, shown = tmp_path / "tables.json", tmp_path / "published.json"
    there.write_text(json.dumps(tables(towns(Hattem=7, Apeldoorn=14, Amsterdam=24), BY_TOWN)))
    assert main([str(there), "-o", str(shown)]) == 0
    assert main(["--check", str(there), str(shown)]) == 0
    assert "Nothing leaks." in capsys.readouterr().out
    data = json.loads(shown.read_text())
    people = json.loads(there.read_text())["people"]
    mean = sum(one["waves"]["w1"]["answers"]["room"] for one in people) / 45
    data["figures"].append(
        {
            "wave": "w1",
            "measure": "room",
            "of": [{"region": "IJV"}],
            "n": 45,
            "mean": round(mean, 2),
            "step": 0.01,
        }
    )
    shown.write_text(json.dumps(data))
    assert main(["--check", str(there), str(shown)]) == 1
    assert "exact: 7 people" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text",
    [
        "{",
        '{"format": NaN}',
        '{"a": 1, "a": 2}',
        "[]",
        f'{{"a": {"9" * 5000}}}',
        f'{{"format": "cellguard/tables", "version": 1, "width": 1{"0" * 400}}}',
    ],
)
def test_the_command_refuses_what_it_cannot_read(
    tmp_path: Path, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tables.json").write_text(text)
    assert main([str(tmp_path / "tables.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_person_without_answers_counts_nowhere() -> None:
    people = [*towns(A=9), person(99, {"room": None}, region="IJV", organisation="A")]
    published = protect(tables_from(tables(people, BY_TOWN)))
    assert {figure.n for figure in published.figures} == {9}
