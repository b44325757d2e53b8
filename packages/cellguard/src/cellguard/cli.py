"""The command ``cellguard``: publish numbers about groups so that nobody can work out a person, or check that.

Exit codes: 0 done, or nothing leaks; 1 something leaks; 2 what was given cannot be used.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from cellguard.checking import leaks
from cellguard.errors import InputError
from cellguard.protecting import protect
from cellguard.reading import agrees, published_from, read_json, tables_from
from cellguard.writing import as_json

__all__ = ["main"]

DONE, LEAKS, BAD_INPUT = 0, 1, 2


def main(argv: Sequence[str] | None = None, *, prog: str = "cellguard") -> int:
    """Run the command; return its exit code. ``prog``: what it is called in its own words."""
    options = parser(prog).parse_args(argv)
    try:
        return (
            check(options.tables, options.published)
            if options.check
            else publish(options.tables, options.output)
        )
    except InputError as error:
        print(f"{prog}: {error}", file=sys.stderr)
        return BAD_INPUT


def parser(prog: str) -> argparse.ArgumentParser:
    """Return the options of the command."""
    made = argparse.ArgumentParser(
        prog=prog,
        description="Publish numbers about groups in which no person can be found, or check a publication.",
    )
    made.add_argument(
        "--check", action="store_true", help="tell what leaks from PUBLISHED, and exit with 1 if anything"
    )
    made.add_argument(
        "tables", type=Path, metavar="TABLES", help="people, answers and what is wanted, as cellguard/tables"
    )
    made.add_argument(
        "published", type=Path, nargs="?", metavar="PUBLISHED", help="with --check: what was published"
    )
    made.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to write; else to the screen")
    return made


def publish(tables: Path, output: Path | None) -> int:
    """Protect the figures of a file and write down what may be shown."""
    text = as_json(protect(tables_from(read_json(tables), folder=tables.parent)))
    if output is None:
        sys.stdout.write(text)
        return DONE
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InputError(str(output), f"cannot be written: {error.strerror}") from error
    return DONE


def check(tables: Path, published: Path | None) -> int:
    """Say what can be worked out of a publication."""
    if published is None:
        raise InputError("PUBLISHED", "name the file to check after the tables")
    known = tables_from(read_json(tables), folder=tables.parent)
    shown = published_from(read_json(published), known)
    for number, figure in enumerate(shown.figures):
        agrees(known, figure, f"figures[{number}]")
    found = leaks(known, shown)
    for leak in found:
        print(f"{leak.kind}: {leak.about}")
    print(f"{len(found)} leaks" if found else "Nothing leaks.")
    return LEAKS if found else DONE
