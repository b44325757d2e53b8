"""What the command ``circlemix`` shows, reports and does when it is stopped, and how long it takes."""

from __future__ import annotations

import json
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from circlemix import features, matrix
from circlemix.cli import main
from circlemix.tests.terminal import lines_in, run_at_terminal

COMMAND = "import sys; from circlemix.cli import main; sys.exit(main())"


@pytest.fixture
def instance(tmp_path: Path) -> Path:
    file = tmp_path / "in.txt"
    matrix.write_mdgplib(file, matrix.generate("RanInt", 60, equal=True, seed=1))
    return file


@pytest.fixture
def array(tmp_path: Path) -> Path:
    file = tmp_path / "in.npy"
    np.save(file, np.random.default_rng(1).normal(size=(400, 3)))
    return file


def test_the_last_line_reports_a_division_of_a_matrix(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(instance), "--steps", "5000", "--seed", "3"]) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(report) == {"objective", "seconds", "groups", "smallest", "largest"}
    assert (report["groups"], report["smallest"], report["largest"]) == (6, 10, 10)


def test_a_file_of_people_is_composed_by_the_same_command(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("name,work\nann,law\nbo,law\ncas,care\ndee,care\n")
    words = ["people", str(tmp_path / "in.csv"), "-o", str(tmp_path / "out.csv"), "--seconds", "0.2"]
    assert main([*words, "--size", "2", "--distinct", "work:2"]) == 0
    assert lines_in(tmp_path / "out.csv") == 5
    assert main([*words, "--size", "two"]) == 2


def test_the_last_line_reports_a_division_of_features(
    array: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["features", str(array), "--size", "8", "--passes", "3"]) == 0
    report = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert set(report) == {"objective", "between_share", "seconds", "groups", "smallest", "largest"}
    x = np.load(array)
    total = ((x - x.mean(axis=0)) ** 2).sum()
    assert report["objective"] == pytest.approx(total * (1 - report["between_share"]))


def test_a_plain_matrix_is_divided_into_groups(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "d.csv").write_text("0,1,5,1\n1,0,1,5\n5,1,0,1\n1,5,1,0\n")
    assert main([str(tmp_path / "d.csv"), "--groups", "2", "--steps", "100"]) == 0
    assert json.loads(capsys.readouterr().out)["objective"] == 10


def test_spreads_become_alike_when_asked(array: Path, tmp_path: Path) -> None:
    x = np.load(array)
    uneven = []
    for words in ([], ["--spreads"]):
        out = tmp_path / "out.csv"
        main(["features", str(array), "--passes", "8", "-o", str(out), *words])
        groups = np.loadtxt(out, delimiter=",", skiprows=1, dtype=int)[:, 1]
        uneven.append(np.std([x[groups == g].std(axis=0) for g in range(50)], axis=0).mean())
    assert uneven[1] < uneven[0] / 2


def test_the_same_seed_gives_the_same_file(instance: Path, tmp_path: Path) -> None:
    for name, seed in (("a", "1"), ("b", "1"), ("c", "2")):
        main([str(instance), "--steps", "4000", "--seed", seed, "-o", str(tmp_path / name)])
    one, same, other = ((tmp_path / name).read_text() for name in "abc")
    assert one == same != other


@pytest.mark.parametrize("words", [["in.txt"], ["features", "in.npy"]])
def test_an_interrupt_keeps_the_best_so_far(
    words: list[str], instance: Path, array: Path, tmp_path: Path
) -> None:
    *kind, name = words
    out = tmp_path / "out.csv"
    session = run_at_terminal(
        COMMAND, *kind, str(tmp_path / name), "--seconds", "60", "-o", str(out), interrupt_at=b"[#"
        if kind
        else b"[."
    )  # fmt: skip
    assert session.code == 130
    report = json.loads(session.output.splitlines()[-1])
    assert report["seconds"] < 30
    assert lines_in(out) == 1 + (400 if kind else 60)


def test_a_bar_is_shown_at_a_terminal_and_nowhere_else(
    instance: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    session = run_at_terminal(COMMAND, str(instance), "--seconds", "1.5")
    assert session.code == 0
    assert "[" in session.shown
    assert "###" in session.shown
    main([str(instance), "--seconds", "0.5"])
    assert not capsys.readouterr().err


@pytest.mark.parametrize("seconds", [0.3, 1.0])
def test_seconds_are_kept_within_five_percent_or_fifty_milliseconds(
    seconds: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Processor time, because on a busy machine the clock runs on while others have the core.
    clock = SimpleNamespace(perf_counter=time.process_time)
    for module in ("matrix.search", "matrix.spending", "features.search", "features.matching"):
        __import__(f"circlemix.{module}")
        monkeypatch.setattr(f"circlemix.{module}.time", clock)
    problem = matrix.generate("RanReal", 480, equal=True, seed=1)
    x = np.random.default_rng(1).normal(size=(20_000, 8))
    matrix.divide(problem, steps=100)
    features.divide(x, passes=1)
    for divide in (partial(matrix.divide, problem), partial(features.divide, x)):
        begun = time.process_time()
        divide(seconds=seconds)
        assert time.process_time() - begun == pytest.approx(seconds, abs=max(0.05, 0.05 * seconds))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["nowhere.txt"], "nowhere.txt: No such file"),
        (["features", "nowhere.npy"], "nowhere.npy: No such file"),
        (["features", "in.txt"], "not an array as numpy saves it"),
        (
            ["features", "one.npy", "--spreads"],
            "one.npy: expected an n x d array of numbers, not 0 dimensions",
        ),
        (["features", "words.npy"], "not 1 dimensions of <U1"),
        (["in.txt", "-o", "nowhere/out.csv"], "there is no such folder"),
        (["in.npy"], "not plain text"),
    ],
)
def test_what_cannot_be_used_gets_a_reason(  # noqa: PLR0917  fixtures
    words: list[str],
    reason: str,
    instance: Path,
    array: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(instance.parent)
    np.save("one.npy", 1.0)
    np.save("words.npy", np.array(["a"]))
    assert main(words) == 2
    shown = capsys.readouterr()
    assert reason in shown.err
    assert not shown.out


@pytest.mark.parametrize(
    "words", [["--seconds", "0"], ["--seconds", "x"], ["--seed", "-1"], ["--steps", "0"]]
)
def test_a_wrong_option_is_refused(words: list[str], instance: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        main([str(instance), *words])
    assert caught.value.code == 2
