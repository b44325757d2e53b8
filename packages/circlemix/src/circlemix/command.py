"""The command ``circlemix people``: compose circles from a file of people.

Exit codes: 0 done; 2 the file or an option cannot be used; 3 no division keeps all hard rules (the best attempt is
written, the rules that clash are named); 130 stopped by the user (the best so far is written).
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from circlemix.compose import compose
from circlemix.errors import InputError
from circlemix.explain import clash_lines
from circlemix.loading import load_kernels
from circlemix.reading import Sheet, column_of, read_people
from circlemix.result import Progress, Result
from circlemix.stop import Asked, FirstOf, Seconds, Stalled
from circlemix.wishes import Count, Distinct, Size, Weight, Wishes
from circlemix.words import meant, parts
from circlemix.writing import check_output, write_division

__all__ = ["main"]

DONE, BAD_INPUT, NO_SOLUTION, STOPPED = 0, 2, 3, 130
MOST = 1_000_000
"""The most that any number in an option may be; no call for circles is larger."""
MOST_SECONDS = 86_400
WEIGHTS = {"none": Weight.NONE, "some": Weight.SOME, "much": Weight.MUCH, "geen": Weight.NONE, "wat": Weight.SOME,
           "veel": Weight.MUCH}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of the command to a parser."""
    parser.add_argument("file", type=Path, help="CSV or XLSX with a row per person; Dutch or English headers")
    parser.add_argument("-o", "--output", type=Path, required=True, help="CSV, or XLSX with an explanation")
    parser.add_argument("--size", default="6-8", help="people per circle, such as 6-8 (default) or 7")
    parser.add_argument(
        "--circles", type=whole(1), metavar="N", help="number of circles; follows from the size when left out"
    )
    parser.add_argument(
        "--waiting", type=whole(0), default=0, metavar="N", help="how many people may be left waiting"
    )
    parser.add_argument(
        "--per-slot", type=whole(1), metavar="N", help="how many circles can meet at the same time"
    )
    parser.add_argument(
        "--never-one",
        action="append",
        default=[],
        metavar="COLUMN=VALUE",
        help="no lone resident: kind=resident",
    )
    parser.add_argument("--at-least", action="append", default=[], metavar="COLUMN=VALUE[,VALUE]:N")
    parser.add_argument("--at-most", action="append", default=[], metavar="COLUMN=VALUE[,VALUE]:N")
    parser.add_argument(
        "--distinct", action="append", default=[], metavar="COLUMN:N", help="different values per circle"
    )
    parser.add_argument("--mix", action="append", default=[], metavar="COLUMN[=none|some|much]")
    parser.add_argument("--balance", action="append", default=[], metavar="COLUMN[=none|some|much]")
    parser.add_argument("--seconds", type=duration, default=10.0, help="longest time to search (default 10)")
    parser.add_argument(
        "--seed", type=whole(0, 2**31 - 1), default=0, help="another number gives another division"
    )
    parser.add_argument("--language", choices=("nl", "en"), default="nl", help="language of the explanation")


def whole(least: int, most: int = MOST) -> Callable[[str], int]:
    """Return what reads a whole number between two others."""

    def read(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = -1
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text[:20]!r} is no whole number from {least} to {most}")
        return number

    return read


def duration(text: str) -> float:
    """Read a number of seconds, of which there are some, and an end to."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= MOST_SECONDS:  # which no NaN is
        raise argparse.ArgumentTypeError(
            f"{text[:20]!r} is no number of seconds above 0, up to {MOST_SECONDS}"
        )
    return seconds


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the whole of what could have been said."""

    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{message}\n")


def main(argv: Sequence[str] | None = None, *, prog: str = "circlemix people") -> int:
    """Run the command; return its exit code. ``prog``: what it is called in its own words."""
    parser = _Parser(prog=prog, description="Compose circles from a file of people.")
    add_arguments(parser)
    return run(parser.parse_args(argv))


def run(options: argparse.Namespace) -> int:
    """Do what the options of :func:`add_arguments` ask; returns the exit code."""
    try:
        check_output(options.output)
        sheet = read_people(options.file)
        wishes = wishes_of(options, sheet)
        wishes.check(sheet.people)
        load_kernels("circlemix.kernels")
        result, stopped = _compose(options, sheet, wishes)
        write_division(options.output, result.evaluation, options.language)
    except (InputError, OSError) as problem:
        print(problem, file=sys.stderr)
        return BAD_INPUT
    if result.clash:
        for line in clash_lines(result.clash, sheet.people.labels, options.language):
            print(line, file=sys.stderr)
    if stopped:
        return STOPPED
    return NO_SOLUTION if result.clash else DONE


def wishes_of(options: argparse.Namespace, sheet: Sheet) -> Wishes:
    """Turn options and file into wishes; without ``--mix`` every known column is mixed.

    :raises InputError: naming the option that cannot be used.
    """
    if options.circles and options.circles > len(sheet.people):
        raise InputError(
            "--circles", f"{options.circles} is more than there are people ({len(sheet.people)})"
        )
    columns = [name for name in sheet.people.categories if name != "kind"]
    mix = dict(_weight("--mix", each) for each in options.mix) or dict.fromkeys(columns, int(Weight.SOME))
    counts = [_count("--never-one", each, sheet) for each in options.never_one]
    counts += [_count("--at-least", each, sheet) for each in options.at_least]
    counts += [_count("--at-most", each, sheet) for each in options.at_most]
    distinct = [_split("--distinct", each) for each in options.distinct]
    return Wishes(
        size=_size(options.size),
        groups=options.circles,
        waiting=options.waiting,
        slot_capacity=options.per_slot,
        apart=sheet.apart,
        counts=tuple(counts),
        distinct=tuple(Distinct(column_of(name), number) for name, number in distinct),
        locked=sheet.locked,
        mix=mix,
        balance=dict(_weight("--balance", each) for each in options.balance),
    )


def _compose(options: argparse.Namespace, sheet: Sheet, wishes: Wishes) -> tuple[Result, bool]:
    """Compose with a bar on standard error; the first interrupt stops the search and keeps the best so far."""
    asked: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: asked.append(number))
    stalled = Stalled(iterations=max(2_000_000, 4_000 * len(sheet.people)))
    try:
        result = compose(
            sheet.people,
            wishes,
            stop=FirstOf(Asked(lambda: bool(asked)), Seconds(options.seconds), stalled),
            seed=options.seed,
            on_progress=lambda progress: _show(progress, options.seconds),
        )
    finally:
        signal.signal(signal.SIGINT, before)
        if sys.stderr.isatty():
            print(file=sys.stderr)
    return result, bool(asked)


def _show(progress: Progress, seconds: float) -> None:
    if sys.stderr.isatty():
        filled = round(30 * min(1.0, progress.seconds / max(seconds, 0.001)))
        state = "" if progress.feasible else " !"
        bar = "#" * filled + "." * (30 - filled)
        print(f"\r[{bar}] {progress.objective:.1%}{state}", end="", file=sys.stderr, flush=True)


def _size(text: str) -> Size:
    low, _, high = text.partition("-")
    try:
        smallest, largest = int(low), int(high or low)
        if largest > MOST:
            raise InputError("--size", f"{text[:20]!r} is more than {MOST}")
        return Size(smallest, largest)
    except ValueError as problem:
        reason = problem.reason if isinstance(problem, InputError) else f"{text!r} is no size such as 6-8"
        raise InputError("--size", reason) from problem


def _weight(option: str, text: str) -> tuple[str, int]:
    name, _, word = text.partition("=")
    name = column_of(name)
    if word and word not in WEIGHTS:
        raise InputError(option, f"{word!r} is none of none, some, much")
    return name, int(WEIGHTS[word] if word else Weight.SOME)


def _split(option: str, text: str) -> tuple[str, int]:
    name, _, number = text.rpartition(":")
    if not name or not number.isdecimal() or len(number) > len(str(MOST)):
        raise InputError(option, f"{text!r} does not end in a colon and a number up to {MOST}")
    return name, int(number)


def _count(option: str, text: str, sheet: Sheet) -> Count:
    rule, number = (text, 0) if option == "--never-one" else _split(option, text)
    column, _, words = rule.partition("=")
    column = column_of(column)
    category = sheet.people.categories.get(column)
    if category is None or not words:
        raise InputError(option, f"{text!r} names no column of the file")
    values: list[str] = []
    for word in parts(words):
        if not (found := meant(word, category.values)):
            known = ", ".join(category.values[:8])
            raise InputError(option, f"nobody has {word!r} in {column!r}; there is {known}")
        values += found
    if not values:
        raise InputError(option, f"{text!r} names no value")
    if option == "--never-one":
        return Count(column, tuple(values), never_one=True, name=text)
    if option == "--at-least":
        return Count(column, tuple(values), at_least=number, name=text)
    return Count(column, tuple(values), at_most=number, name=text)
