"""Which colours an academy has: from one hue and one chroma to a ramp that stays readable.

Pure: no Django. Lightness is fixed per step in OKLCH, so the contrast between two steps hardly depends on
the hue; what falls outside sRGB is clipped per channel. Source: Björn Ottosson, "A perceptual color space for
image processing" (2020); WCAG 2.2, relative luminance.
"""

import math
from dataclasses import dataclass
from typing import Final

# Step → (lightness, share of the chroma).
STEPS: Final[dict[int, tuple[float, float]]] = {
    50: (0.978, 0.08),
    100: (0.95, 0.20),
    200: (0.90, 0.40),
    300: (0.815, 0.70),
    400: (0.72, 0.90),
    500: (0.62, 1.00),
    600: (0.52, 1.00),
    700: (0.44, 0.95),
    800: (0.36, 0.85),
    900: (0.28, 0.70),
}

HIGHEST_CHROMA: Final = 0.3
DEFAULT_HUE: Final = 222.0
DEFAULT_CHROMA: Final = 0.09

WHITE: Final = "#ffffff"
INK: Final = "#18222b"


@dataclass(frozen=True)
class Contrast:
    """How well one colour reads on another, and how well it must."""

    name: str
    text: str
    ground: str
    least: float

    @property
    def ratio(self) -> float:
        return contrast(self.text, self.ground)

    @property
    def enough(self) -> bool:
        return self.ratio >= self.least


def ramp(hue: float, chroma: float) -> dict[int, str]:
    """Give the colours of an academy, step 50 (lightest) to 900, as ``#rrggbb``.

    ``hue`` in degrees, any turn of the circle; ``chroma`` in [0, 0.3], where 0 is grey.

    :raises ValueError: when a number is not finite or the chroma lies outside its interval.
    """
    if not math.isfinite(hue):
        raise ValueError("The hue must be a finite number of degrees.")
    if not 0 <= chroma <= HIGHEST_CHROMA:
        raise ValueError(f"The chroma must lie between 0 and {HIGHEST_CHROMA}.")
    return {step: _hex(light, chroma * share, hue) for step, (light, share) in STEPS.items()}


def contrast(one: str, other: str) -> float:
    """Give the WCAG contrast between two ``#rrggbb`` colours, in [1, 21]; the order does not matter."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def contrasts(hue: float, chroma: float) -> list[Contrast]:
    """Give the contrasts that the pages lean on, for the ramp of this hue and chroma.

    :raises ValueError: as :func:`ramp`.
    """
    colours = ramp(hue, chroma)
    return [
        Contrast("links and buttons", colours[700], WHITE, 7.0),
        Contrast("white on an edge", WHITE, colours[600], 5.0),
        Contrast("text on a track", INK, colours[300], 8.0),
    ]


def stylesheet(hue: float, chroma: float) -> str:
    """Give the stylesheet of an academy: the ramp as custom properties on the root.

    :raises ValueError: as :func:`ramp`.
    """
    declarations = ";".join(f"--vw-{step}:{colour}" for step, colour in ramp(hue, chroma).items())
    return f":root{{{declarations}}}\n"


def _hex(lightness: float, chroma: float, hue: float) -> str:
    angle = math.radians(hue)
    a, b = chroma * math.cos(angle), chroma * math.sin(angle)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    channels = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return "#" + "".join(f"{round(_encoded(min(1.0, max(0.0, part))) * 255):02x}" for part in channels)


def _encoded(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(encoded: float) -> float:
    return encoded / 12.92 if encoded <= 0.04045 else ((encoded + 0.055) / 1.055) ** 2.4
