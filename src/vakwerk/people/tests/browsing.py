"""Reads a page as a browser does: what its form holds before anybody types, to be sent with what is typed."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client


class _Fields(HTMLParser):
    """Collects what a browser would send of the form that is sent to the page itself."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, list[str]] = {}
        self._inside = False
        self._textarea = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = has.get("method") == "post" and "action" not in has
        if not self._inside:
            return
        if tag == "input" and has.get("type") not in {"checkbox", "radio", "file", "submit"}:
            self._add(has.get("name", ""), has.get("value", ""))
        elif tag == "input" and "checked" in has:
            self._add(has["name"], has.get("value", "on"))
        elif tag == "textarea":
            self._textarea = has["name"]
            self.found[self._textarea] = [""]
        elif tag == "select":
            self._select = has["name"]
        elif tag == "option" and "selected" in has:
            self._add(self._select, has.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        if tag == "textarea":
            self._textarea = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            # A browser drops the line break right after the tag.
            self.found[self._textarea][0] += data.removeprefix("\n")

    def _add(self, name: str, value: str) -> None:
        if name:
            self.found.setdefault(name, []).append(value)


def fields_of(response: HttpResponse | Any) -> dict[str, list[str]]:
    """Return what the form of a page holds."""
    reader = _Fields()
    reader.feed(response.content.decode())
    return reader.found


def open_form(client: Client, address: str) -> dict[str, list[str]]:
    """Open a page and return what its form holds."""
    return fields_of(client.get(address))
