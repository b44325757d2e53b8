"""Does every template compile, and does none hold what it may not: style, script, roles of tables, long lines?"""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "vakwerk"
# The policy of the pages refuses these, so they would not even work.
_INLINE = re.compile(
    r"<style\b|\sstyle\s*=|<script\b(?![^>]*(\bsrc=|application/json))|\son[a-z]+\s*=\s*[\"']|[\"']javascript:",
    re.IGNORECASE,
)
# A message has no policy, and its readers understand nothing but style attributes.
_MESSAGES = {"mail", "email"}
_STYLE_ATTRIBUTE = re.compile(r"\sstyle=\"")
# Tables are what they are; vakwerk.js says so where a stacked one is drawn as blocks.
_TABLE_ROLE = re.compile(r"\srole=[\"']?(?:table|row|rowgroup|cell|columnheader|rowheader)\b")
# Django writes short names of months and days with a capital, which Dutch does not; each language has its clock.
_SHORT_NAME = re.compile(r"\|date:\"(?![A-Z_]+\")[^\"]*[DMNHi][^\"]*\"|\|time:\"(?!TIME_FORMAT\")[^\"]*\"")
LONGEST = 160
"""What djangofmt cannot break, a person can: with a text named before, or fewer parameters."""
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.DOTALL)


def templates() -> list[Path]:
    """Return every template in the package."""
    return sorted(
        path
        for folder in PACKAGE.rglob("templates")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".txt"}
    )


def faults() -> Iterator[str]:
    """Say what is wrong with which template."""
    engine = engines["django"].engine  # type: ignore[attr-defined]
    for path in templates():
        source = path.read_text(encoding="utf-8")
        try:
            engine.from_string(source)
        except TemplateSyntaxError as error:
            yield f"{path.relative_to(PACKAGE)}: {error}"
        for number, line in enumerate(source.splitlines(), 1):
            if len(line) > LONGEST:
                yield f"{path.relative_to(PACKAGE)}:{number}: is {len(line)} characters long; {LONGEST} at most"
        if path.suffix != ".html":
            continue
        source = _COMMENT.sub("", source)
        if _MESSAGES & set(path.parent.parts):
            source = _STYLE_ATTRIBUTE.sub("", source)
        if found := _INLINE.search(source):
            yield f"{path.relative_to(PACKAGE)}: holds {found.group().strip()!r}; use a class or a file"
        if found := _SHORT_NAME.search(source):
            yield f"{path.relative_to(PACKAGE)}: holds {found.group()!r}; use the filters of foundation/times.py"
        if found := _TABLE_ROLE.search(source):
            yield f"{path.relative_to(PACKAGE)}: holds {found.group().strip()!r}; vakwerk.js says it where needed"


def main() -> int:
    """Print the faults; 1 if there are any."""
    found = list(faults())
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vakwerk.settings")
    os.environ.setdefault("VAKWERK_SECRET_KEY", "only-to-read-templates-and-long-enough-to-be-accepted")
    if not settings.configured:
        django.setup()
    raise SystemExit(main())
