"""Build what follows from other files and so is not kept in git: compiled Dutch, and the compressed files of the pages.

    python tools/built_files.py            build what is older than what it is made of
    python tools/built_files.py --again    build everything

``make setup`` runs this, and so do the tests before the first of them and hatch_build.py for a wheel. It needs Babel,
whitenoise and brotli, and nothing of Vakwerk.
"""

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from whitenoise.compress import Compressor

import translations

WAYS = {".gz": Compressor.compress_gzip, ".br": Compressor.compress_brotli}


def static_files() -> Iterator[Path]:
    """Yield the files of the pages that become smaller when compressed, which fonts and pictures do not."""
    worth = Compressor(quiet=True).should_compress
    for path in sorted(translations.PACKAGE.glob("*/static/**/*")):
        if path.is_file() and worth(str(path)):
            yield path


def compress(path: Path, *, again: bool = False) -> None:
    """Lay the compressed forms of a file beside it, for a web server that hands them out by itself."""
    for suffix, compressed in WAYS.items():
        target = path.with_name(path.name + suffix)
        if again or translations.is_older(target, path):
            translations.write(target, compressed(path.read_bytes()))


def main(arguments: Sequence[str] | None = None) -> int:
    """Build."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--again", action="store_true", help="also what is newer than what it is made of")
    again = parser.parse_args(arguments).again
    for room in translations.rooms():
        translations.compile_room(room, again=again)
    for path in static_files():
        compress(path, again=again)
    return 0


if __name__ == "__main__":
    sys.exit(main())
