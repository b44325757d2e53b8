"""Do the shared pieces keep their promises, whatever they are given?"""

import gzip
import re
from pathlib import Path
from typing import Any

import brotli  # type: ignore[import-untyped]
import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from vakwerk.foundation.showcase import ICONS, examples
from vakwerk.foundation.templatetags import vakwerk as tags

PACKAGE = Path(tags.__file__).resolve().parents[2]
STYLESHEET = PACKAGE / "foundation/static/vakwerk/vakwerk.css"


def _shown(name: str, **given: Any) -> str:
    with translation.override("nl"):
        return render_to_string(f"components/{name}.html", given)


def test_a_refused_button_says_why_and_gives_a_way_out() -> None:
    shown = _shown(
        "button", label="Publiceer", reason="Dit kan nog niet.", way_label="Los dit op", way_url="/x/"
    )
    assert 'aria-disabled="true"' in shown
    assert 'aria-describedby="publiceer-reason"' in shown
    assert 'id="publiceer-reason"' in shown
    assert 'type="button"' in shown
    assert '<a href="/x/">Los dit op</a>' in shown


def test_a_link_says_aloud_what_it_concerns() -> None:
    shown = _shown("link", label="verplaats", about="Nadia Bouzid", url="#")
    assert re.search(r'verplaats<span\s+class="vw-hidden"\s*>\s+Nadia Bouzid</span></a>', shown)


def _filter(name: str, chosen: str = "") -> dict[str, Any]:
    options = [{"value": value, "label": value or "alle", "selected": value == chosen} for value in ("", "a")]
    return {"name": name, "label": name, "options": options}


@pytest.mark.parametrize(
    ("chosen", "is_open", "words"),
    [
        (("", ""), False, "Filters"),
        (("a", ""), True, "1 filter gekozen"),
        (("a", "a"), True, "2 filters gekozen"),
    ],
)
def test_several_filters_fold_and_say_how_many_are_chosen(
    chosen: tuple[str, str],
    is_open: bool,
    words: str,
) -> None:
    shown = _shown("filters", filters=[_filter("soort", chosen[0]), _filter("rol", chosen[1])])
    assert ('vw-filters" open>' in shown) is is_open
    summary = shown.partition("<summary>")[2].partition("<svg")[0]
    assert " ".join(summary.split()) == words
    assert shown.count("<select") == 2


def test_one_filter_stays_in_sight() -> None:
    shown = _shown("filters", filters=[_filter("soort")])
    assert "<details" not in shown
    assert shown.count("<select") == 1


@pytest.mark.parametrize("name", ICONS)
def test_every_icon_stands_in_the_sprite(name: str) -> None:
    assert f'id="vw-i-{name}"' in _shown("icons")


def test_people_alike_stand_joined_and_apart_from_the_others() -> None:
    row = tags.dots([{"label": "wonen", "count": 2}, {"label": "jeugd", "kinds": ["resident"]}])
    assert [dot.kind for dot in row.dots] == ["colleague", "colleague", "resident"]
    assert [dot.joined_to is None for dot in row.dots] == [True, False, True]
    near, far = row.dots[1].x - row.dots[0].x, row.dots[2].x - row.dots[1].x
    assert far > near
    assert row.width == row.dots[-1].x + 6


def test_nobody_is_one_open_dot_with_the_word() -> None:
    shown = _shown("count_dots", title="Sturing", groups=[{"label": "bedrijfsmatig", "count": 0}])
    assert "vw-shape--none" in shown
    assert "niemand" in shown


@pytest.mark.parametrize("value", [0, 0.5, 79, 100])
def test_a_bar_is_drawn_with_attributes_in_any_language(value: float) -> None:
    shown = _shown("ramp_bar", value=value, tick=71.5)
    assert f'width="{value * 2:g}"' in shown
    assert 'd="M143 0V16"' in shown


def test_a_bar_without_an_earlier_value_has_no_tick() -> None:
    assert "vw-bar__tick" not in _shown("ramp_bar", value=10)


def test_progress_that_is_not_known_has_no_value() -> None:
    assert not re.search(r"<progress[^>]* value=", _shown("progress", label="Lezen"))
    assert 'value="0"' in _shown("progress", label="Lezen", value=0)


@pytest.mark.parametrize(
    ("current", "asked", "said"),
    [("name", "-name", "ascending"), ("-name", "name", "descending"), ("work", "name", "")],
)
def test_a_column_head_turns_the_order(current: str, asked: str, said: str) -> None:
    assert tags.turned(current, "name") == asked
    assert tags.direction(current, "name") == said


def test_pages_keep_the_other_values_of_the_query() -> None:
    request = RequestFactory().get("/?q=timmer&page=3&order=-name")
    page = Paginator(range(100), 10).get_page(3)
    template = Template('{% include "components/pagination.html" with page=page only %}')
    shown = template.render(RequestContext(request, {"page": page}))
    assert "q=timmer&amp;page=4&amp;order=-name" in shown
    assert shown.count('aria-current="page"') == 1


def test_one_page_needs_no_page_numbers() -> None:
    page = Paginator(range(3), 10).get_page(1)
    assert _shown("pagination", page=page).strip() == ""


def test_a_wrapper_appears_only_around_something() -> None:
    template = Template(
        "{% load vakwerk %}{% ifcontent %} {{ text }} {% wrap %}<p>{{ wrapped }}</p>{% endifcontent %}"
    )
    assert template.render(Context({"text": ""})) == ""
    assert template.render(Context({"text": "<b>"})) == "<p> &lt;b&gt; </p>"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("missing", ["name", "-name", "<script>"])
def test_the_page_of_components_has_one_id_for_one_thing_and_no_inline_code(
    language: str, missing: str
) -> None:
    request = RequestFactory().get("/componenten/")
    with translation.override(language):
        shown = get_template("foundation/components.html").render(
            {
                **examples({"order": missing, "page": "no number"}),
                "messages": [],
                "person": None,
                "academy": None,
            },
            request,
        )
    ids = re.findall(r'\bid="([^"]+)"', shown)
    assert sorted(ids) == sorted(set(ids))
    assert "style=" not in shown
    assert not re.search(r"<script(?![^>]*\bsrc=)", shown)
    assert not re.search(r"\son[a-z]+=", shown)


@pytest.mark.parametrize("page", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_error_page_needs_nothing_and_offers_a_way_on(page: str, language: str) -> None:
    with translation.override(language):
        shown = get_template(page).render({})
    assert f'<html lang="{language}">' in shown
    assert shown.count("<h1>") == 1
    assert 'href="/"' in shown


def _classes(text: str) -> set[str]:
    named = " ".join(re.findall(r'\bclass="((?:[^"{]|{{.*?}}|{%.*?%})*)"', text))
    return set(re.findall(r"(?<![\w-])(?:vw|utrecht)-[\w-]*\w(?![\w-])", re.sub(r"{{.*?}}", "\0", named)))


def test_every_class_of_ours_stands_in_the_built_stylesheet() -> None:
    styled = set(re.findall(r"\.((?:vw|utrecht)-[\w-]+)", STYLESHEET.read_text()))
    unstyled = {
        f"{template.relative_to(PACKAGE)}: {name}"
        for template in PACKAGE.rglob("*.html")
        for name in _classes(template.read_text()) - styled
    }
    assert not unstyled, (
        "Use a class of docs/reference/components.md, or add it in frontend/ and build again."
    )


def test_the_built_stylesheet_names_its_sources_and_reaches_outside_for_nothing() -> None:
    sheet = STYLESHEET.read_text()
    assert "@utrecht/component-library-css" in sheet[:500]
    for address in re.findall(r"url\(([^)]+)\)", sheet):
        plain = address.strip("\"'")
        assert plain.startswith("data:") or (STYLESHEET.parent / plain).is_file()


@pytest.mark.parametrize("name", ["vakwerk.css", "vakwerk.js", "htmx.min.js", "icon.svg"])
def test_what_goes_over_the_wire_compressed_is_the_file_itself(name: str) -> None:
    file = STYLESHEET.parent / name
    plain = file.read_bytes()
    again = "Run `make setup`."
    assert gzip.decompress((file.parent / f"{name}.gz").read_bytes()) == plain, again
    assert brotli.decompress((file.parent / f"{name}.br").read_bytes()) == plain, again


def test_a_first_visit_takes_less_than_150_kilobytes() -> None:
    folder = STYLESHEET.parent
    sent = [folder / f"{name}.gz" for name in ("vakwerk.css", "vakwerk.js", "htmx.min.js", "icon.svg")]
    fonts = folder.glob("fonts/*.woff2")
    # Leaves 25 kB for the page, also where a name needs the further letters in all three weights.
    assert sum(file.stat().st_size for file in [*sent, *fonts]) < 125_000
