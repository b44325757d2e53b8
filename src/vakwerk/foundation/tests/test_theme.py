"""Which hues and chromas give an academy readable pages?"""

import math

import pytest

from vakwerk.foundation import rules, theme


def test_apeldoorn_gets_the_ramp_that_the_stylesheet_starts_with() -> None:
    assert theme.ramp(theme.DEFAULT_HUE, theme.DEFAULT_CHROMA) == {
        50: "#f3f9fb",
        100: "#e2f2f7",
        200: "#c5e4ef",
        300: "#95cce0",
        400: "#68b0c9",
        500: "#3d92ad",
        600: "#16748e",
        700: "#005c74",
        800: "#00455a",
        900: "#002f3f",
    }


@pytest.mark.parametrize("chroma", [0.0, 0.05, 0.09, 0.11])
@pytest.mark.parametrize("hue", range(0, 360, 5))
def test_every_hue_is_readable_up_to_a_moderate_chroma(hue: int, chroma: float) -> None:
    assert rules.contrast_shortfall(hue, chroma) is None


@pytest.mark.parametrize(
    ("hue", "chroma", "falls_short"),
    [
        (195, 0.20, "links and buttons"),
        (140, 0.30, "links and buttons"),
        (222, 0.09, None),
        (30, 0.09, None),
    ],
)
def test_a_colour_too_bright_to_read_is_refused_with_the_contrast(
    hue: float, chroma: float, falls_short: str | None
) -> None:
    found = rules.contrast_shortfall(hue, chroma)
    assert (found and found.name) == falls_short


@pytest.mark.parametrize("step", [50, 100, 200, 300, 400, 500, 600, 700, 800])
@pytest.mark.parametrize("hue", [0, 90, 222, 300])
def test_each_step_is_darker_than_the_one_before(hue: int, step: int) -> None:
    colours = theme.ramp(hue, 0.09)
    following = step + 50 if step == 50 else step + 100
    assert theme.contrast(colours[following], theme.WHITE) > theme.contrast(colours[step], theme.WHITE)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_that_of_wcag(one: str, other: str, ratio: float) -> None:
    assert theme.contrast(one, other) == pytest.approx(ratio, abs=0.01)
    assert theme.contrast(one, other) == theme.contrast(other, one)


def test_a_whole_turn_of_the_circle_is_the_same_hue() -> None:
    assert theme.ramp(222, 0.09) == theme.ramp(222 + 360, 0.09) == theme.ramp(222 - 360, 0.09)


def test_without_chroma_the_ramp_is_grey() -> None:
    for colour in theme.ramp(222, 0).values():
        assert colour[1:3] == colour[3:5] == colour[5:7]


@pytest.mark.parametrize(
    ("hue", "chroma"), [(math.nan, 0.09), (math.inf, 0.09), (222, -0.01), (222, 0.31), (222, math.nan)]
)
def test_what_is_no_colour_is_refused(hue: float, chroma: float) -> None:
    with pytest.raises(ValueError, match="must"):
        theme.ramp(hue, chroma)


def test_the_stylesheet_sets_the_ten_steps_and_nothing_else() -> None:
    sheet = theme.stylesheet(222, 0.09)
    assert sheet.startswith(":root{--vw-50:#f3f9fb;")
    assert sheet.count("--vw-") == 10
    assert sheet.count("{") == sheet.count("}") == 1
