"""Read and write instances of the maximally diverse grouping problem as the benchmark library MDGPLIB writes them.

The first line has the number of elements and of groups, ``ss`` (equal sizes) or ``ds`` (different sizes), and a
lower and an upper size per group. Then follows a line per pair: i, j (from 0), dissimilarity.
"""

from __future__ import annotations

import gzip
import io
import zlib
from pathlib import Path

import numpy as np

from circlemix.errors import InputError
from circlemix.matrix.problem import F64, I32, Problem


def read_mdgplib(path: str | Path) -> Problem:
    """Read a file, plain or compressed with gzip.

    :raises InputError: with the line and the reason when the file is not as it should be.
    """
    where = str(path)
    first, rest = text_of(Path(path), where)
    count, lower, upper = header(first, where)
    rows = pairs(rest, where)
    d = np.zeros((count, count))
    i, j = indices(rows, count, where)
    pair = np.minimum(i, j) * count + np.maximum(i, j)
    _, firsts = np.unique(pair, return_index=True)
    if len(firsts) < len(pair):
        again = np.setdiff1d(np.arange(len(pair)), firsts)[0]
        raise InputError(f"{where}, line {again + 2}", f"the pair {i[again]} {j[again]} was given before")
    if len(pair) < count * (count - 1) // 2:
        missing = np.argwhere(np.triu(~seen(i, j, count), 1))[0]
        raise InputError(f"{where}, line {len(pair) + 2}", f"the pair {missing[0]} {missing[1]} is missing")
    d[i, j] = rows[:, 2]
    d[j, i] = rows[:, 2]
    try:
        return Problem(d, lower, upper)
    except InputError as error:
        raise InputError(f"{where}, line 1", str(error)) from error


def text_of(path: Path, where: str) -> tuple[str, str]:
    """Return the first line and the rest."""
    try:
        content = path.read_bytes()
        if content[:2] == b"\x1f\x8b":
            content = gzip.decompress(content)
        text = content.decode("ascii")
    except OSError as error:
        # Not only missing files: gzip reports damage this way too.
        raise InputError(where, error.strerror or str(error)) from error
    except (EOFError, zlib.error) as error:
        raise InputError(where, f"the compressed file is damaged ({error})") from error
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise InputError(f"{where}, line {line}", "not plain text") from error
    first, _, rest = text.partition("\n")
    return first, rest


def header(line: str, where: str) -> tuple[int, I32, I32]:
    here = f"{where}, line 1"
    words = line.split()
    try:
        count, groups = int(words[0]), int(words[1])
        sizes = np.array([int(word) for word in words[3:]], np.int32)
    except (IndexError, ValueError, OverflowError) as error:
        raise InputError(here, "expected elements, groups, ss or ds, and two sizes per group") from error
    if words[2] not in {"ss", "ds"}:
        raise InputError(here, f"expected ss or ds, not {words[2]!r}")
    if count < 1 or groups < 1:
        raise InputError(here, "there must be an element and a group at least")
    if len(sizes) != 2 * groups:
        raise InputError(here, f"expected {2 * groups} sizes for {groups} groups, found {len(sizes)}")
    return count, sizes[::2], sizes[1::2]


def pairs(text: str, where: str) -> F64:
    """Return the lines as rows of three numbers."""
    if not text.strip():
        return np.empty((0, 3))
    try:
        rows: F64 = np.loadtxt(io.StringIO(text), ndmin=2, comments=None)
        plain = rows.shape[1] == 3 and np.isfinite(rows).all() and len(rows) == text.rstrip().count("\n") + 1
    except ValueError:
        plain = False
    if plain:
        return rows
    for number, line in enumerate(text.rstrip().split("\n"), start=2):
        words = line.split()
        if len(words) != 3:
            raise InputError(
                f"{where}, line {number}", f"expected two elements and a number, found {line.strip()!r}"
            )
        for word in words:
            try:
                finite = np.isfinite(float(word))
            except ValueError:
                finite = False
            if not finite:
                raise InputError(f"{where}, line {number}", f"{word!r} is not a finite number")
    raise InputError(where, "cannot be read as lines of three numbers")


def indices(rows: F64, count: int, where: str) -> tuple[I32, I32]:
    ends = rows[:, :2]
    wrong = (ends != np.floor(ends)) | (ends < 0) | (ends >= count)
    if wrong.any():
        row, column = np.argwhere(wrong)[0]
        raise InputError(
            f"{where}, line {row + 2}",
            f"there is no element {ends[row, column]:g}: they go from 0 to {count - 1}",
        )
    i, j = ends.astype(np.int32).T
    if (i == j).any():
        row = np.flatnonzero(i == j)[0]
        raise InputError(f"{where}, line {row + 2}", f"element {i[row]} is paired with itself")
    return i, j


def seen(i: I32, j: I32, count: int) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    there = np.zeros((count, count), np.bool_)
    there[np.minimum(i, j), np.maximum(i, j)] = True
    return there


def write_mdgplib(path: str | Path, problem: Problem) -> None:
    """Write a file that ``read_mdgplib`` reads back; compressed when the name ends in ``.gz``."""
    kind = "ss" if np.ptp(problem.lower) == 0 == np.ptp(problem.upper - problem.lower[0]) else "ds"
    sizes = " ".join(f"{a} {b}" for a, b in zip(problem.lower, problem.upper, strict=True))
    lines = [f"{problem.elements} {problem.groups} {kind} {sizes}"]
    d = problem.dissimilarity.tolist()
    lines += [f"{i} {j} {d[i][j]!r}" for i in range(problem.elements) for j in range(i + 1, problem.elements)]
    content = ("\n".join(lines) + "\n").encode()
    Path(path).write_bytes(gzip.compress(content, mtime=0) if str(path).endswith(".gz") else content)
