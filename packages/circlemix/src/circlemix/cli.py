"""The command ``circlemix``: divide a matrix, an array of features or a file of people into mixed groups.

Exit codes: 0 done; 2 what was given cannot be used; 130 stopped by the user (the best so far is written).
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from circlemix.errors import InputError
from circlemix.loading import load_kernels
from circlemix.watching import Watch

I32 = npt.NDArray[np.int32]

DONE, BAD_INPUT, STOPPED = 0, 2, 130

WRITING = 4e-7
"""Seconds to write an element down, for which the search ends earlier; at most a tenth of the seconds."""

STARTED = 0.045
"""The most of the seconds that goes off for the time it took to start, of which whoever waits sees no difference."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["people"]:
        from circlemix import command  # noqa: PLC0415  not needed for numbers alone

        return command.main(words[1:])
    try:
        if words[:1] == ["features"]:
            report, stopped = divide_features(features_parser().parse_args(words[1:]))
        else:
            report, stopped = divide_matrix(matrix_parser().parse_args(words))
    except InputError as error:
        print(f"circlemix: {error}", file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        # Before there was anything to keep.
        return STOPPED
    print(json.dumps(report))
    return STOPPED if stopped else DONE


def matrix_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="circlemix",
        description="Divide elements into groups as diverse as can be, from an MDGPLIB file. "
        "'circlemix features FILE.npy' does so from an array of numbers, 'circlemix people FILE' from people.",
    )
    parser.add_argument("file", metavar="FILE", help="MDGPLIB file, plain or .gz; with --groups a matrix")
    parser.add_argument(
        "--groups",
        type=whole,
        metavar="N",
        help="FILE has a matrix, as text or .npy: make this many groups of it",
    )
    parser.add_argument(
        "--objective",
        choices=["diversity", "dispersion"],
        default="diversity",
        help="sum, or smallest, within groups",
    )
    parser.add_argument(
        "--steps", type=whole, metavar="N", help="steps instead of seconds: the same on any machine"
    )
    return with_common_options(parser)


def features_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="circlemix features",
        description="Divide the rows of an n x d array into groups with means as equal as can be (squared Euclidean).",
    )
    parser.add_argument("file", metavar="FILE.npy", help="array as numpy saves it")
    parser.add_argument(
        "--size", type=whole, default=8, metavar="N", help="of a group (8), one more or less if need be"
    )
    parser.add_argument(
        "--passes", type=whole, metavar="N", help="passes instead of seconds: the same on any machine"
    )
    parser.add_argument(
        "--spreads", action="store_true", help="make spreads alike too, of columns scaled alike"
    )
    return with_common_options(parser)


def with_common_options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--seconds", type=duration, metavar="S", help="to use, reading the file included (10)"
    )
    parser.add_argument(
        "--seed", type=whole_or_zero, default=1, metavar="K", help="of the random numbers (1)"
    )
    parser.add_argument("--processes", type=whole, default=1, metavar="N", help="how many to use (1)")
    parser.add_argument("-o", "--output", metavar="OUT.csv", help="write columns element,group, both from 0")
    return parser


def whole(text: str) -> int:
    number = whole_or_zero(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"must be 1 or more, not {text}")
    return number


def whole_or_zero(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a whole number, not {text!r}") from None
    if not 0 <= number < 2**31:
        raise argparse.ArgumentTypeError(f"must be from 0 to {2**31 - 1}, not {text}")
    return number


def duration(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"must be a number of seconds, not {text!r}") from None
    if not 0 < seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"must be more than 0, not {text}")
    return seconds


def budget(options: argparse.Namespace, amount: int | None, begun: float, elements: int) -> float | None:
    """Return the seconds left for the search; ``None`` when steps or passes were given instead."""
    if options.seconds is None and amount is not None:
        return None
    seconds = wanted(options)
    writing = 0.0 if options.output is None else min(WRITING * elements, seconds / 10)
    return max(0.001, seconds - writing - (time.perf_counter() - begun))


def wanted(options: argparse.Namespace) -> float:
    """Return the seconds to use."""
    return 10.0 if options.seconds is None else float(options.seconds)


def beginning(options: argparse.Namespace) -> float:
    """Return when the seconds began to count: a little while ago, because starting took time too.

    That little is less than what the seconds may be off, so that they are right with starting and without.
    """
    return time.perf_counter() - min(time.process_time(), STARTED * wanted(options))


def divide_matrix(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    check_output(options.output)
    from circlemix.matrix import Problem, divide, read_matrix, read_mdgplib  # noqa: PLC0415  not for features

    load_kernels("circlemix.matrix.kernels")
    pool = workers(options.processes)
    begun = beginning(options)
    if options.groups is None:
        problem = read_mdgplib(options.file)
    else:
        problem = Problem.of_equal_groups(read_matrix(options.file), options.groups)
    seconds = budget(options, options.steps, begun, problem.elements)
    with Watch(seconds) as watch:
        division = divide(
            problem,
            seconds=seconds,
            steps=options.steps,
            seed=options.seed,
            objective=options.objective,
            starts=options.processes,
            executor=pool,
            on_progress=watch.hear,
            asked=watch.asked,
        )
        if pool is not None:
            pool.shutdown()
        report = {"objective": division.objective}
        return finished(report, division.groups, options.output, begun), watch.interrupted


def divide_features(options: argparse.Namespace) -> tuple[dict[str, Any], bool]:
    check_output(options.output)
    from circlemix.features import divide, with_spreads  # noqa: PLC0415  not needed for matrices

    load_kernels("circlemix.features.kernels")
    pool = workers(options.processes)
    begun = beginning(options)
    array = array_in(options.file)
    if options.spreads:
        array = with_spreads(array)
    seconds = budget(options, options.passes, begun, array.shape[0])
    with Watch(seconds) as watch:
        division = divide(
            array,
            size=options.size,
            seconds=seconds,
            passes=options.passes,
            seed=options.seed,
            executor=pool,
            workers=options.processes,
            asked=watch.asked,
        )
        report = {"objective": division.objective, "between_share": division.between_share}
        if pool is not None:
            pool.shutdown()
        return finished(report, division.groups, options.output, begun), watch.interrupted


def workers(count: int) -> Executor | None:
    """Return processes for blocks or starts, when more than one is wanted. They leave an interrupt to this one."""
    if count == 1:
        return None
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  not needed with one process

    return ProcessPoolExecutor(count, initializer=signal.signal, initargs=(signal.SIGINT, signal.SIG_IGN))


def array_in(file: str) -> npt.NDArray[Any]:
    try:
        array = np.load(file, allow_pickle=False, mmap_mode="r")
    except OSError as error:
        raise InputError(file, error.strerror or str(error)) from error
    except (ValueError, EOFError) as error:
        raise InputError(file, f"not an array as numpy saves it ({error})") from error
    if not isinstance(array, np.ndarray):
        raise InputError(file, "holds several arrays; expected one, in a file that ends in .npy")
    if array.ndim != 2 or array.dtype.kind not in "biuf":
        raise InputError(
            file, f"expected an n x d array of numbers, not {array.ndim} dimensions of {array.dtype}"
        )
    return array


def check_output(output: str | None) -> None:
    """Find out before the search, not after, that there is no place to write to."""
    if output is not None and not Path(output).parent.is_dir():
        raise InputError(output, "there is no such folder")


def finished(report: dict[str, Any], groups: I32, output: str | None, begun: float) -> dict[str, Any]:
    """Write the groups, and add the time and how many and how large they are to the report."""
    sizes = np.bincount(groups)
    if output is not None:
        rows = "".join(f"{element},{group}\n" for element, group in enumerate(groups.tolist()))
        try:
            Path(output).write_text(f"element,group\n{rows}", encoding="utf-8")
        except OSError as error:
            raise InputError(output, error.strerror or str(error)) from error
    report |= {"seconds": time.perf_counter() - begun}
    return report | {"groups": len(sizes), "smallest": int(sizes.min()), "largest": int(sizes.max())}


if __name__ == "__main__":
    sys.exit(main())
