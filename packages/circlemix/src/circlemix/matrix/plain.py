"""Read and write dissimilarities as a plain matrix: rows of numbers in a text file, or an array as numpy saves it."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import numpy.typing as npt

from circlemix.errors import InputError
from circlemix.matrix.problem import F64


def read_matrix(path: str | Path) -> F64:
    """Read a matrix; numbers in text are separated by commas, semicolons, tabs or spaces.

    :raises InputError: with the line and the reason when there is no square of numbers in it.
    """
    file, where = Path(path), str(path)
    if file.suffix == ".npy":
        return _saved(file, where)
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(where, error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise InputError(where, "not plain text") from error
    while lines and not lines[-1].strip():
        lines.pop()
    rows = np.zeros((len(lines), len(lines)))
    for number, line in enumerate(lines):
        words = re.split(r"\s*[,;\t]\s*|\s+", line.strip())
        if len(words) != len(lines):
            raise InputError(
                f"{where}, line {number + 1}", f"{len(words)} numbers in a matrix of {len(lines)} lines"
            )
        for column, word in enumerate(words):
            try:
                rows[number, column] = float(word)
            except ValueError as error:
                raise InputError(f"{where}, line {number + 1}", f"{word!r} is not a number") from error
    return rows


def _saved(file: Path, where: str) -> F64:
    try:
        array = np.load(file, allow_pickle=False)
    except OSError as error:
        raise InputError(where, error.strerror or str(error)) from error
    except (ValueError, EOFError) as error:
        raise InputError(where, f"not an array as numpy saves it ({error})") from error
    if array.dtype.kind not in "biuf":
        raise InputError(where, f"expected numbers, not {array.dtype}")
    return np.asarray(array, np.float64)


def write_matrix(path: str | Path, dissimilarity: npt.ArrayLike) -> None:
    """Write a matrix that ``read_matrix`` reads back."""
    d = np.asarray(dissimilarity, np.float64)
    if Path(path).suffix == ".npy":
        np.save(path, d)
        return
    lines = (",".join(map(repr, row)) for row in d.tolist())
    Path(path).write_text("\n".join(lines) + "\n", encoding="utf-8")
