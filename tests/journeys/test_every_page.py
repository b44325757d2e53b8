"""Does every page that somebody can reach fit a small phone, in its language, and say to a screen reader what it "
"shows?"""

import io
import re
from collections.abc import Iterator
from typing import Literal

import pytest
from django.urls import Resolver404, resolve
from PIL import Image, ImageChops, ImageStat
from playwright.sync_api import Browser, Page, expect
from tests.journeys.languages import said_in
from tests.journeys.running import Vakwerk
from tests.journeys.visitor import Visitor

from vakwerk.demo.personas import BY_KEY, PERSONAS, Persona

pytestmark = pytest.mark.journey

PUBLIC = ["/", "/hulp/", "/privacy/", "/toegankelijkheid/", "/componenten/", "/account/login/", "/demo/"]
MOST_PAGES = 160  # of one person; a page of one thing counts once, whichever thing it is
_ONE_THING = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}")
_NO_PAGE = re.compile(r"\.(?:csv|xlsx|ics|json|jsonld|pdf|png|svg|txt)$|/account/logout/|/demo/$")

# What is amiss on a page, each as a line; nothing when all is well.
LOOK = """() => {
  const amiss = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) amiss.push(`scrolls ${root.scrollWidth - root.clientWidth} px sideways`);
  const heads = [...document.querySelectorAll('h1')].filter(one => one.checkVisibility());
  if (heads.length !== 1) amiss.push(`has ${heads.length} headings of the first rank`);
  for (const one of document.querySelectorAll('[aria-describedby]'))
    for (const id of one.getAttribute('aria-describedby').trim().split(/\\s+/)) {
      const words = document.getElementById(id);
      if (!words || !words.textContent.trim()) amiss.push(`${one.id || one.tagName} is described by an empty ${id}`);
    }
  for (const row of document.querySelectorAll('table:not([role=presentation]) tr')) {
    const part = [row.closest('table'), row.parentElement, row, ...row.cells].filter(one => one);
    const silent = part.filter(one => {
      const drawn = getComputedStyle(one).display;
      return drawn !== 'none' && drawn.startsWith('table') === one.hasAttribute('role');
    });
    if (silent.length) amiss.push(`${silent[0].outerHTML.slice(0, 60)} is a block without role, or a table with one`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
  for (const id of new Set(ids.filter((one, at) => ids.indexOf(one) !== at))) amiss.push(`two things are called ${id}`);
  return amiss;
}"""
ROLES = ", ".join(
    f"[role={one}]" for one in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell")
)
# Letters are in the language of whoever gets them, and the examples of the components were made up in Dutch.
IN_ITS_OWN_LANGUAGE = re.compile(r"/beheer/post/|^/componenten/$")
LINKS = """() => [...document.querySelectorAll('a[href]:not([download])')]
  .map(link => link.origin === location.origin ? link.pathname : '')"""


def amiss_on(page: Page, path: str) -> list[str]:
    """Return what is amiss on the page that is open, and with its words in Dutch and in English."""
    amiss = [f"{path}: {line}" for line in page.evaluate(LOOK)]
    if IN_ITS_OWN_LANGUAGE.search(path):
        return amiss
    amiss += [f"{path} says in English: {text}" for text in said_in("en", page.content())]
    # Its English is read without being drawn, which takes a tenth of the time.
    english = page.context.request.get(path, headers={"Accept-Language": "en"}).text()
    assert '<html lang="en">' in english, path
    return amiss + [f"{path} says in Dutch: {text}" for text in said_in("nl", english)]


def kind_of(path: str) -> str:
    """Return what a page is, whichever person, circle or source it is about."""
    return _ONE_THING.sub("·", path)


def reached(page: Page, start: str) -> Iterator[str]:
    """Open every kind of page that links lead to from ``start``, and yield each address."""
    ahead, seen = [start], {kind_of(start)}
    while ahead:
        path = ahead.pop(0)
        answer = page.goto(path, wait_until="domcontentloaded")
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        for link in page.evaluate(LINKS):
            if link and kind_of(link) not in seen and not _NO_PAGE.search(link) and len(seen) < MOST_PAGES:
                seen.add(kind_of(link))
                ahead.append(link)


WALKERS = ("jeroen", "esra", "marit", "henk")
"""A coordinator who administers, a participant, an assessor and a resident: between them they come everywhere."""


@pytest.mark.parametrize("persona", [one for one in PERSONAS if one.key in WALKERS], ids=lambda one: one.key)
def test_every_page_of_a_person_fits_a_small_phone(phone: Visitor, persona: Persona) -> None:
    phone.sign_in_as(f"Word {persona.given_name}")
    phone.page.set_default_timeout(60_000)
    amiss, pages = [], 0
    for path in reached(phone.page, f"/{persona.home}/"):
        pages += 1
        amiss += amiss_on(phone.page, path)
    assert amiss == []
    assert pages > 5


FURTHER = (
    ("jeroen", "/apeldoorn/coordinatie/rondes/", "circles", (
        "round", "round_circles", "manage_circle", "open_seat", "let_go", "merge_circles", "call_off_circle",
        "sign_up_later", "change_session", "cancel_session", "circle_facilitator",
    )),
    ("jeroen", "/apeldoorn/coordinatie/raamwerken/", "craft", (
        "framework", "manage_competency", "framework_parts", "change_framework", "adopt_framework", "change_levels",
        "add_cluster", "change_cluster", "add_competency", "change_competency", "add_indicator", "change_indicator",
    )),
    ("jeroen", "/apeldoorn/coordinatie/mensen/", "people", (
        "person", "person_edit", "person_roles", "person_leave", "person_erase", "place_new", "place", "bond_new",
    )),
    ("jeroen", "/apeldoorn/coordinatie/organisaties/", "people", (
        "organisation", "organisation_edit", "unit", "unit_new",
    )),
    ("ilse", "/amsterdam/coordinatie/badges/", "craft", ("distrust_key", "lift_badge", "renew_key", "revoke_badge")),
    ("ilse", "/amsterdam/coordinatie/kennis/", "knowledge", (
        "source", "edit_source", "retire_source", "review_source", "share_source", "report_post",
    )),
    ("ilse", "/amsterdam/coordinatie/leertrajecten/", "trajectories", ("trajectory", "differences")),
    ("samira", "/amsterdam/mijn-badges/", "craft", ("badge", "give_back_badge")),
    ("lotte", "/apeldoorn/mijn-bewijs/", "craft", ("evidence", "share_evidence", "growth", "share_growth")),
    ("ravi", "/apeldoorn/", "craft", ("respond_signed_in",)),
    ("dirk", "/apeldoorn/gedeeld-met-mij/", "craft", ("shared",)),
)  # fmt: skip
"""Pages that no walker comes to, or only by another thing than the first of its kind: who opens them, from where."""


def view_of(path: str) -> str:
    """Return the name of the page at an address, or nothing."""
    try:
        return resolve(path).view_name
    except Resolver404:
        return ""


@pytest.mark.parametrize(("key", "start", "room", "names"), FURTHER, ids=[one[0] + one[1] for one in FURTHER])
def test_a_page_that_few_come_to_fits_a_small_phone(
    phone: Visitor, key: str, start: str, room: str, names: tuple[str, ...]
) -> None:
    phone.sign_in_as(f"Word {BY_KEY[key].given_name}")
    phone.page.set_default_timeout(60_000)
    wanted, found, ahead, seen = {f"{room}:{name}" for name in names}, {}, [start], {start}
    # Without drawing them, since the way to a page may lead past many of its kind.
    while ahead and wanted - found.keys() and len(seen) < MOST_PAGES:
        said = phone.page.context.request.get(ahead.pop(0)).text()
        for link in re.findall(r'<a\b[^>]*?href="(/[^"#?]*)', said):
            if (name := view_of(link)) in wanted and link not in seen:
                seen.add(link)
                # A kind of page that is new may lead to one that is not found yet.
                ahead.append(link) if name in found else ahead.insert(0, link)
                found.setdefault(name, link)
    assert wanted - found.keys() == set()
    amiss = []
    for path in found.values():
        phone.page.goto(path, wait_until="domcontentloaded")
        amiss += amiss_on(phone.page, path)
    assert amiss == []


def test_every_page_for_everybody_fits_a_small_phone(phone: Visitor) -> None:
    amiss = []
    for path in PUBLIC:
        phone.page.goto(path)
        amiss += amiss_on(phone.page, path)
    assert amiss == []


@pytest.mark.parametrize("path", ["/componenten/", "/apeldoorn/coordinatie/mensen/"])
def test_a_stacked_table_is_a_table_to_a_screen_reader_and_a_wide_one_needs_no_roles(
    visitor: Visitor, path: str
) -> None:
    visitor.sign_in_as("Jeroen")
    page = visitor.page
    page.goto(path)
    table, written = page.locator("table.vw-table--stack").first, page.locator(ROLES)
    assert written.count() == 0
    wide = table.aria_snapshot()
    page.set_viewport_size({"width": 320, "height": 640})
    expect(table).to_have_attribute("role", "table")
    stacked = table.aria_snapshot()
    for role in ("table", "rowgroup", "row", "columnheader", "rowheader", "cell"):
        count = len(re.findall(rf"- {role}\b", stacked))
        assert count == len(re.findall(rf"- {role}\b", wide)), role
        assert count or role == "rowheader"
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(written).to_have_count(0)


def test_a_table_that_comes_later_is_a_table_to_a_screen_reader_too(phone: Visitor) -> None:
    page = phone.page
    page.goto("/componenten/")
    page.evaluate(
        """() => {
        const later = document.querySelector('.vw-table--stack').cloneNode(true);
        for (const one of [later, ...later.querySelectorAll('[role]')]) one.removeAttribute('role');
        document.querySelector('main').append(later);
    }"""
    )
    expect(page.locator("table.vw-table--stack").last).to_have_attribute("role", "table")


def test_the_rules_of_a_password_belong_to_its_field(visitor: Visitor) -> None:
    visitor.sign_in_as("Esra")
    visitor.go("/account/password/set/")
    field = visitor.page.get_by_label("Wachtwoord", exact=True)
    described = str(field.get_attribute("aria-describedby"))
    assert "Minstens 8 tekens." in visitor.page.locator(f"#{described}").inner_text()


@pytest.mark.parametrize("kind", ["checkbox", "radio"])
def test_a_box_that_is_ticked_is_seen_in_colours_that_somebody_chose(
    chromium: Browser, vakwerk: Vakwerk, kind: str
) -> None:
    context = chromium.new_context(base_url=vakwerk.address, forced_colors="active", color_scheme="dark")
    page = context.new_page()
    page.goto("/componenten/")
    box = page.locator(f"main input[type={kind}]:visible:not(:disabled)").first
    shots = []
    for checked in (False, True):
        box.evaluate("(one, checked) => { one.checked = checked; one.blur() }", checked)
        shots.append(Image.open(io.BytesIO(box.screenshot())).convert("L"))
    context.close()
    different = sum(value > 60 for value in ImageChops.difference(*shots).getdata())
    # A tick or a dot covers a good part of a box.
    assert different > 0.05 * shots[0].width * shots[0].height


@pytest.mark.parametrize("scheme", ["dark", "light"])
def test_how_far_something_is_is_seen_in_colours_that_somebody_chose(
    chromium: Browser, vakwerk: Vakwerk, scheme: Literal["dark", "light"]
) -> None:
    context = chromium.new_context(base_url=vakwerk.address, forced_colors="active", color_scheme=scheme)
    page = context.new_page()
    page.goto("/componenten/")
    shades = {}
    for name, drawn in (
        ("progress", page.locator("progress[value]").first),
        ("minutes", page.locator(".vw-minutes svg", has=page.locator(".vw-minute--done")).last),
        ("ladder", page.locator(".vw-ladder > svg").first),
    ):
        shot = Image.open(io.BytesIO(drawn.screenshot())).convert("L")
        quarter = shot.width // 4
        first = shot.crop((0, 0, quarter, shot.height))
        last = shot.crop((shot.width - quarter, 0, shot.width, shot.height))
        shades[name] = round(abs(ImageStat.Stat(first).mean[0] - ImageStat.Stat(last).mean[0]))
    context.close()
    # What is done is filled, what is to come is not.
    assert min(shades.values()) > 8, shades
