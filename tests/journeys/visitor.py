"""Somebody in front of a browser: visits pages, and notices what is wrong with each of them."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, ConsoleMessage, Page, expect

AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    },
    # Whoever speaks to the browser says the words that are seen. Axe calls the rule experimental still.
    "rules": {"label-content-name-mismatch": {"enabled": True}},
    # What is right need not be written out, which takes half of the time.
    "resultTypes": ["violations"],
}


class Visitor:
    """One browser context with one page. ``trouble``: what the console complained about."""

    def __init__(self, context: BrowserContext, *, javascript: bool = True) -> None:
        self.page: Page = context.new_page()
        self.trouble: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        # Chromium runs nothing at all in such a page, the measuring below included.
        self.has_javascript = javascript

    def _listen(self, message: ConsoleMessage) -> None:
        # Chromium reports a refused style or script here; an answer of 4xx it reports too, which may be meant.
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.trouble.append(message.text)

    def sign_in_as(self, name: str) -> None:
        """Sign in through the demo's door."""
        self.page.goto("/demo/")
        self.page.get_by_role("button", name=name).click()

    def go(self, address: str) -> None:
        """Open an address and look the page over."""
        self.page.goto(address)
        self.look_over()

    def press(self, name: str, *, exact: bool = False) -> None:
        """Press a button by its words, and look over what comes."""
        self.page.get_by_role("button", name=name, exact=exact).first.click()
        self.look_over()

    def follow(self, name: str, *, exact: bool = False) -> None:
        """Follow a link by its words, and look over what comes."""
        self.page.get_by_role("link", name=name, exact=exact).first.click()
        self.look_over()

    def sees(self, text: str) -> None:
        """Expect these words on the page."""
        expect(self.page.locator("body")).to_contain_text(text)

    def words(self) -> str:
        """Return what the page says."""
        return self.page.locator("main").inner_text(timeout=2_000)

    def look_over(self) -> None:
        """Expect a page that works for everybody: no violations, no sideways scrolling, no complaints."""
        self.page.wait_for_load_state()
        assert self.trouble == [], f"{self.page.url}: {self.trouble}"
        if not self.has_javascript:
            return
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} scrolls {wide} px sideways"
        violations = Axe().run(self.page, options=AXE_OPTIONS).response["violations"]
        assert not violations, f"{self.page.url}\n{_in_words(violations)}"


def _in_words(violations: list[dict[str, Any]]) -> str:
    lines = []
    for violation in violations:
        lines.append(f"{violation['id']}: {violation['help']}")
        lines.extend(f"    {node['html'][:200]}" for node in violation["nodes"][:4])
    return "\n".join(lines)
