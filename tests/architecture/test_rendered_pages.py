"""Does the comparison of pages see what a reader would see, and nothing else?"""

from pathlib import Path

import pytest
from tools.rendered_pages import compare, seen_of


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>One two</p>", "<p>\n  One\n  two\n</p>"),
        ("<ul><li><a href='/'>A</a></li></ul>", "<ul>\n<li>\n<a href='/'>A</a>\n</li>\n</ul>"),
        ("<p>A <b>b</b> c</p>", "<p>A <b>b</b>\nc</p>"),
        ("<p>A <b> b</b></p>", "<p>A <b>b</b></p>"),
        ('<a class="x y" href="/">A</a>', '<a\n class="x\n y"\n href="/">A</a>'),
        (
            '<input type="hidden" name="t" value="abcdefghijklmnopqrstuvwxyz0123">',
            '<input type="hidden" name="t" value="zyxwvutsrqponmlkjihgfedcba3210">',
        ),
        ('<img src="/static/0123456789ab/a.svg">', '<img src="/static/ba9876543210/a.svg">'),
    ],
)
def test_what_nobody_sees_does_not_count(before: str, after: str) -> None:
    assert seen_of(before) == seen_of(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>One two</p>", "<p>Onetwo</p>"),
        ("<p>A<b>b</b>.</p>", "<p>A<b>b</b> .</p>"),
        ("<p><a>A</a><a>B</a></p>", "<p><a>A</a> <a>B</a></p>"),
        ("<pre>a  b</pre>", "<pre>a b</pre>"),
        ("<textarea>a</textarea>", "<textarea> a</textarea>"),
        ('<a href="/1/">A</a>', '<a href="/2/">A</a>'),
        ("<p>A</p>", "<div>A</div>"),
    ],
)
def test_what_somebody_sees_counts(before: str, after: str) -> None:
    assert seen_of(before) != seen_of(after)


def test_two_folders_are_compared_page_by_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pages = {"before": {"a": "<p>A</p>", "b": "<p>B</p>"}, "after": {"a": "<p> A</p>", "b": "<p>C</p>"}}
    for side, texts in pages.items():
        for name, text in texts.items():
            (tmp_path / side).mkdir(exist_ok=True)
            (tmp_path / side / f"{name}.html").write_text(text)
    assert compare(tmp_path / "before", tmp_path / "after", 20) == 1
    said = capsys.readouterr().out
    assert "-B\n+C" in said
    assert "1 of 2 pages differ" in said
    assert compare(tmp_path / "before", tmp_path / "before", 20) == 0
