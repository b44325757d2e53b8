"""``vakwerk compose``: compose groups from a file of people, without a database.

Exit codes: 0 done; 2 the file or an option cannot be used, with row, column and reason; 3 not all rules can
hold, the best attempt is written with what clashes; 130 stopped by Ctrl-C, the best so far is written.
"""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from circlemix.compose import compose
from circlemix.errors import InputError
from circlemix.people import People
from circlemix.reading import EXTERNAL, RESIDENT, Sheet, read_sheet
from circlemix.result import Progress
from circlemix.stop import Asked, FirstOf, Seconds
from circlemix.wishes import Count, Distinct, Size, Weight, Wishes
from circlemix.writing import clash_lines, write

DONE, BAD_INPUT, NO_SOLUTION, STOPPED = 0, 2, 3, 130
BAR = 24


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add what ``vakwerk compose`` understands."""
    parser.add_argument("file", type=Path, help="people, as .xlsx or .csv with a row of headers")
    parser.add_argument("-o", "--output", type=Path, required=True, help="the groups, as .xlsx or .csv")
    parser.add_argument("--size", type=_size, default=Size(6, 8), metavar="6-8", help="people per group")
    parser.add_argument("--externals", type=int, default=0, help="partners and residents per group, at least")
    parser.add_argument(
        "--disciplines", type=int, default=0, help="different disciplines per group, at least"
    )
    parser.add_argument("--organisations", type=int, default=0, help="organisations per group, at least")
    parser.add_argument("--waiting", type=int, default=0, help="people who may be left without a group")
    parser.add_argument("--seconds", type=float, default=10.0, help="how long to search (default 10)")
    parser.add_argument("--seed", type=int, default=0, help="the same seed looks in the same order")
    parser.add_argument("--quiet", action="store_true", help="show no progress")


def _size(text: str) -> Size:
    low, _, high = text.partition("-")
    try:
        return Size(int(low), int(high or low))
    except (ValueError, InputError) as error:
        message = f"{text!r} is no size; use for example 6-8"
        raise argparse.ArgumentTypeError(message) from error


def main(arguments: Sequence[str] | None = None) -> int:
    """Compose and write; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="vakwerk compose", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add_arguments(parser)
    options = parser.parse_args(arguments)
    if options.output.suffix.lower() not in {".xlsx", ".csv"}:
        parser.error(f"{options.output}: write to a file that ends in .xlsx or .csv")
    try:
        return _run(options)
    except InputError as error:
        sys.stderr.write(f"vakwerk compose: {error}\n")
        return BAD_INPUT


def _run(options: argparse.Namespace) -> int:
    sheet = read_sheet(options.file)
    pressed: list[int] = []

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        pressed.append(number)

    before = signal.signal(signal.SIGINT, ask_to_stop)
    try:
        result = compose(
            sheet.people,
            wishes_for(sheet, options),
            stop=FirstOf(Seconds(options.seconds), Asked(lambda: bool(pressed))),
            seed=options.seed,
            on_progress=None if options.quiet else lambda progress: _show(progress, options.seconds),
        )
    finally:
        signal.signal(signal.SIGINT, before)
    if not options.quiet:
        sys.stderr.write("\n")
    write(result, options.output)
    groups = result.evaluation.groups
    sys.stdout.write(
        f"{len(sheet.people)} people in {groups} groups, wishes {result.objective:.0%}: {options.output}\n"
    )
    if pressed:
        return STOPPED
    if result.clash is None and not result.broken:
        return DONE
    for line in clash_lines(result):
        sys.stderr.write(f"vakwerk compose: {line}\n")
    return NO_SOLUTION


def wishes_for(sheet: Sheet, options: argparse.Namespace) -> Wishes:
    """Return the wishes that the options and the columns of the file come down to."""
    people = sheet.people
    there = set(people.categories)
    counts = []
    if residents := _values(people, RESIDENT):
        counts.append(Count("kind", residents, never_one=True, name="no lone resident"))
    if options.externals:
        externals = _values(people, EXTERNAL)
        if not externals:
            raise InputError(
                str(options.file), "--externals needs a column 'doet mee als' with partner or inwoner"
            )
        counts.append(Count("kind", externals, at_least=options.externals, name="externals"))
    distinct = []
    for name, least in [("discipline", options.disciplines), ("organisation", options.organisations)]:
        if least and name not in there:
            raise InputError(str(options.file), f"a minimum of {name}s needs a column for it")
        if least:
            distinct.append(Distinct(name, least))
    much = {"discipline", "organisation"}
    mixed = there - {"kind"}
    return Wishes(
        size=options.size,
        waiting=options.waiting,
        apart=sheet.apart,
        together=sheet.together,
        counts=tuple(counts),
        distinct=tuple(distinct),
        locked=sheet.locked,
        mix={name: Weight.MUCH if name in much else Weight.SOME for name in sorted(mixed)},
        balance={"kind": Weight.SOME} if "kind" in there else {},
        meetings=Weight.SOME if len(sheet.met) else Weight.NONE,
        met=sheet.met,
    )


def _values(people: People, wanted: frozenset[str]) -> tuple[str, ...]:
    category = people.categories.get("kind")
    return tuple(v for v in category.values if v.lower() in wanted) if category else ()


def _show(progress: Progress, limit: float) -> None:
    filled = min(BAR, int(BAR * progress.seconds / limit)) if limit else BAR
    state = "all rules hold" if progress.feasible else "not all rules hold yet"
    sys.stderr.write(
        f"\r[{'#' * filled}{'.' * (BAR - filled)}] {progress.seconds:5.1f} s  wishes {progress.objective:.0%}  {state} "
    )
    sys.stderr.flush()
