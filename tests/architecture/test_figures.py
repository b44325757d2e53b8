"""Do the figures of the code count what they say? Measured on a house of a few lines."""

import json
from pathlib import Path

import pytest
from tools import figures

HOUSE = {
    "vakwerk/people/models.py": "class Person:\n    objects = None\n",
    "vakwerk/people/queries.py": "from vakwerk.people.models import Person\nhere = Person.objects\n",
    "vakwerk/people/rules.py": (
        "from vakwerk.foundation.refusals import Refusal\n"
        'class PersonRefusal(Refusal):\n    GONE = "gone"\n    ERASED = "erased"\n'
    ),
    "vakwerk/circles/queries.py": (
        "from vakwerk.people import models\nfrom vakwerk.people.queries import Person as Someone\n"
        "one = Someone.objects\ntwo = models.Person.objects\n"
    ),
    "vakwerk/circles/wording.py": "def why_not(refused):\n    return ''\n",
    "vakwerk/circles/views/pages.py": (
        "from vakwerk.foundation.refusals import Refused\n"
        "def page(request):\n    try:\n        return request.method\n    except (KeyError, Refused):\n        pass\n"
    ),
    "vakwerk/circles/one.py": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import vakwerk.circles.two\n",
    "vakwerk/circles/two.py": "def late():\n    from vakwerk.circles import one\n    return one\n",
    "vakwerk/circles/migrations/0001.py": "import this\n",
    "vakwerk/circles/tests/test_one.py": "def test_one():\n    pass\n",
    "vakwerk/circles/templates/long.html": "x" * 161 + "\n" + "x" * 201 + "\n" + "x" * 160 + "\n",
}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name, source in HOUSE.items():
        path = tmp_path / "src" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    return tmp_path


def test_lines_are_counted_by_room_and_layer_without_tests_and_migrations(house: Path) -> None:
    found, _ = figures.measure(house)
    assert found["rooms"]["people"] == {"models": 2, "queries": 2, "rules": 4}
    assert found["rooms"]["circles"] == {"queries": 4, "wording": 2, "views": 6, "other": 6}
    assert (found["modules"], found["lines"], found["test_lines"]) == (8, 26, 2)


def test_a_knot_is_found_in_functions_and_for_types_too(house: Path) -> None:
    found, places = figures.measure(house)
    assert found["cycles"] == 1
    assert places["cycles"] == ["vakwerk.circles.one <-> vakwerk.circles.two"]


def test_a_manager_is_foreign_by_the_room_of_its_model_however_it_is_imported(house: Path) -> None:
    found, places = figures.measure(house)
    assert places["foreign_managers"] == [
        "src/vakwerk/circles/queries.py:3 Someone.objects",
        "src/vakwerk/circles/queries.py:4 models.Person.objects",
    ]
    assert found["foreign_managers_of"] == {"people": 2}
    assert found["foreign_managers_in"] == {"circles": 2}


def test_refusals_methods_and_long_lines_are_counted(house: Path) -> None:
    found, _ = figures.measure(house)
    assert (found["refusal_enums"], found["refusals"], found["sayers"]) == (1, 2, 1)
    assert (found["caught_refusals"], found["asked_methods"]) == (1, 1)
    assert (found["template_lines_over_160"], found["template_lines_over_200"]) == (2, 1)


def test_a_copied_stretch_is_found_whatever_its_margin_and_comments(house: Path) -> None:
    lines = [f"step_{number}()" for number in range(8)]
    (house / "src/vakwerk/people/ends.py").write_text("\n".join(["before()", *lines]))
    (house / "src/vakwerk/circles/ends.py").write_text("\n".join(f"    # why\n    {line}" for line in lines))
    found, places = figures.measure_copies(figures.Code(house))
    assert (found, places) == (
        16,
        [
            "src/vakwerk/circles/ends.py:2-16 as in src/vakwerk/people/ends.py",
            "src/vakwerk/people/ends.py:2-9 as in src/vakwerk/circles/ends.py",
        ],
    )


def test_a_function_written_again_in_other_words_is_found(house: Path) -> None:
    template = "def {0}({1}):\n" + "".join(f"    {{1}}.step_{n}('{{0}}')\n" for n in range(7))
    (house / "src/vakwerk/people/ends.py").write_text(template.format("close", "person"))
    (house / "src/vakwerk/circles/ends.py").write_text(template.format("finish", "circle"))
    _, places = figures.measure(house)
    assert places["alike_functions"] == [
        "src/vakwerk/circles/ends.py:1 finish, src/vakwerk/people/ends.py:1 close"
    ]


def test_the_figures_are_drawn_for_readers_and_written_for_programs(
    house: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert figures.main(["--at", str(house)]) == 0
    assert "       2  uses of a manager of another room's model\n" in capsys.readouterr().out
    assert figures.main(["--at", str(house), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == figures.measure(house)[0]


@pytest.mark.parametrize(("rooms", "told"), [([], 2), (["circles"], 2), (["people"], 0)])
def test_foreign_managers_are_told_for_each_room(
    house: Path, rooms: list[str], told: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert figures.main(["--at", str(house), "--foreign", *rooms]) == 0
    assert capsys.readouterr().out.count(".objects\n") == told
