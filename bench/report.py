"""Where do figures go? Each script writes its own part of docs/reference/performance.md, between two marks."""

import re
import sys
from pathlib import Path

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "performance.md"


def write_section(name: str, text: str) -> None:
    """Replace the part called ``name``, or add it at the end, and print it."""
    part = f"<!-- {name} -->\n{text.strip()}\n<!-- /{name} -->"
    page = PAGE.read_text(encoding="utf-8")
    pattern = re.compile(rf"<!-- {name} -->.*?<!-- /{name} -->", re.DOTALL)
    page = pattern.sub(lambda _: part, page) if pattern.search(page) else f"{page.rstrip()}\n\n{part}\n"
    PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"{text.strip()}\n")
