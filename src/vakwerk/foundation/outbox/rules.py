"""What of a mail may an administrator read? Pure: no Django, no clock, no database."""

import re

# The address of a one-time link: whoever reads it can sign in, or answer, as the person it was sent to.
_LINK = re.compile(r"(/(?:account/link|reactie)/)[\w-]{20,}")


def without_secrets(text: str) -> str:
    """Return ``text`` with the secret of every link that lets somebody in replaced by dots."""
    return _LINK.sub(r"\1…", text)


# What the demo opened at when a letter was written; it may be at another port by now.
_THIS_MACHINE = re.compile(r"http://(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?(?=/)")


def led_to(text: str, base_url: str) -> str:
    """Return ``text`` with every link to this machine leading to where Vakwerk is open now."""
    return _THIS_MACHINE.sub(lambda _found: base_url, text)
