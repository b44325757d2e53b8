"""What stands in a mail, and what of it may an administrator read? Pure: no Django, no clock, no database."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# The address of a one-time link: whoever reads it can sign in, or answer, as the person it was sent to.
_LINK = re.compile(r"(/(?:account/link|reactie)/)[\w-]{20,}")
_FOOT = re.compile(r"\n-- ?\n")
_BULLET = "- "
_CONTINUED = re.compile(r"(?<=[%}]\})\n {2,}(?=\{[%{])")
_TRIMMED = re.compile(
    r"(\{% blocktranslate\b[^%]*\btrimmed\b[^%]*%\})(.*?)(?=\{% endblocktranslate %\})", re.DOTALL
)


def joined(source: str) -> str:
    """Return the template of a letter without the line breaks that are there for its author alone.

    A line that begins with two spaces and a tag goes on where the line above ended with one, and a text to translate
    may be written over several lines. All other line breaks are those of the letter.
    """
    on_one = _TRIMMED.sub(lambda text: text[1] + re.sub(r"\s*\n\s*", " ", text[2]).strip(), source)
    return _CONTINUED.sub("", on_one)


def without_secrets(text: str) -> str:
    """Return ``text`` with the secret of every link that lets its reader in replaced by dots."""
    return _LINK.sub(r"\1…", text)


# What the demo opened at when a letter was written; it may be at another port by now.
_THIS_MACHINE = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?=/)")


def led_to(text: str, base_url: str) -> str:
    """Return ``text`` with every link to this machine leading to where Vakwerk is open now."""
    return _THIS_MACHINE.sub(lambda _found: base_url, text)


def on_one_line(text: str) -> str:
    """Return ``text`` as a header can hold it: white space, line breaks included, becomes one space."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


@dataclass
class Block:
    """A paragraph of a letter, or a list in it."""

    is_list: bool
    lines: list[str] = field(default_factory=list)


def blocks_of(text: str) -> Iterator[Block]:
    """Return the paragraphs and lists of a letter: a blank line ends either, and ``- `` begins a line of a list."""
    block = Block(is_list=False)
    for line in text.splitlines():
        is_item = line.startswith(_BULLET)
        if not line.strip() or (block.lines and is_item != block.is_list):
            if block.lines:
                yield block
            block = Block(is_list=is_item)
        if line.strip():
            block.is_list = is_item
            block.lines.append(line.removeprefix(_BULLET).strip())
    if block.lines:
        yield block


def foot_of(text: str) -> tuple[str, list[str]]:
    """Return a letter without its foot, and the lines of the foot."""
    body, *foot = _FOOT.split(text, maxsplit=1)
    return body, [line for part in foot for line in part.splitlines() if line.strip()]
