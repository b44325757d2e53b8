"""Do style, scripts and fonts come compressed, once, and never out of date?"""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from vakwerk.foundation.assets import mark_of

pytestmark = pytest.mark.django_db


def _stylesheet() -> str:
    page = Client().get("/account/login/").content.decode()
    found = re.search(r'href="(/static/[^"]*/vakwerk/vakwerk\.css)"', page)
    assert found
    return found[1]


def test_a_page_names_files_by_what_is_in_them_and_browsers_keep_them_for_ever() -> None:
    address = _stylesheet()
    assert re.fullmatch(r"/static/[0-9a-f]{12}/vakwerk/vakwerk\.css", address)
    for path in (address, address.replace("vakwerk.css", "fonts/source-sans-3-latin-400.woff2")):
        answer = Client().get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"


@pytest.mark.parametrize("file", ["vakwerk.css", "vakwerk.js", "htmx.min.js", "icon.svg"])
@pytest.mark.parametrize(("accepts", "gets"), [("br, gzip", "br"), ("gzip", "gzip")])
def test_what_is_text_comes_compressed(file: str, accepts: str, gets: str) -> None:
    address = _stylesheet().replace("vakwerk.css", file)
    answer = Client(headers={"accept-encoding": accepts}).get(address)
    assert answer.headers["Content-Encoding"] == gets
    assert "Accept-Encoding" in answer.headers["Vary"]
    plain = Client().get(address)
    assert len(b"".join(answer.streaming_content)) < len(b"".join(plain.streaming_content))  # type: ignore[attr-defined]


def test_a_page_from_before_an_upgrade_gets_the_file_of_today_for_a_minute() -> None:
    answer = Client().get("/static/0123456789ab/vakwerk/vakwerk.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "max-age=60, public"
    assert Client().get("/static/0123456789ab/vakwerk/none.css").status_code == 404
    assert Client().get("/static/0123456789ab/../settings.py").status_code == 404


def test_the_address_changes_with_a_file_and_with_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "room" / "static" / "room"
    folder.mkdir(parents=True)
    seen = {mark_of(tmp_path)}
    (folder / "style.css").write_text("a { color: red }")
    seen.add(mark_of(tmp_path))
    (folder / "style.css").write_text("a { color: blue }")
    seen.add(mark_of(tmp_path))
    (folder / "style.css").rename(folder / "other.css")
    seen.add(mark_of(tmp_path))
    assert len(seen) == 4
    assert f"/static/{mark_of(settings.PACKAGE)}/" == settings.STATIC_URL
