"""The theme: contrast of the tokens, colours with alpha, fonts, sizes, glyphs."""

import itertools
import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication

from crm_desktop.views.resources import resource
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import coloured_pixmap, icon, logo
from crm_desktop.views.theme.shadows import paint_shadow
from crm_desktop.views.theme.theme import Theme
from crm_desktop.views.theme.tokens import parse_colour, tokens

SURFACES = [f"bg.{name}" for name in ("app", "surface", "subtle", "sunken", "hover", "pressed", "selected",
                                      "selectedHover", "overlay")]  # fmt: skip
INKS = ["text.primary", "text.secondary", "text.tertiary"]
STATES = ["success", "warning", "danger", "info"]
HUES = tokens().lane_order
TEXT_PAIRS = [
    *itertools.product(INKS, SURFACES),
    *((f"{state}.text", ground) for state in STATES for ground in (f"{state}.tint", "bg.surface", "bg.app")),
    *((f"hue.{hue}.ink", f"hue.{hue}.{ground}") for hue in HUES for ground in ("tint", "lane")),
    *(("text.onAccent", f"accent.{state}") for state in ("solid", "hover", "pressed")),
    *(("accent.text", ground) for ground in ("bg.surface", "bg.app", "accent.tint", "bg.selected")),
    ("text.onDanger", "danger.solid"),
    ("text.onTooltip", "bg.tooltip"),
    ("canvas.noteText", "canvas.note"),
    ("text.primary", "canvas.node"),
]
SHAPE_PAIRS = [
    ("border.control", "bg.surface"),
    ("accent.focus", "bg.surface"),
    ("accent.focus", "bg.app"),
    ("accent.solid", "bg.surface"),
    ("canvas.flow", "canvas.bg"),
    *((f"{state}.solid", "bg.surface") for state in STATES),
    *((f"hue.{hue}.solid", "bg.surface") for hue in HUES),
]


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Return the installed theme and leave it as it was found."""
    active = current_theme()
    active.install(qapp)
    active.choose("light")
    yield active
    active.set_text_scale(1.0)
    active.set_density("comfortable")
    active.set_reduced_motion(False)
    active.choose("light")


def contrast(first: QColor, second: QColor) -> float:
    """Return the WCAG 2 contrast ratio of two opaque colours."""
    brighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_reaches_four_and_a_half(mode: str, ink: str, ground: str) -> None:
    colours = tokens().colours(mode)
    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_controls_and_focus_reach_three(mode: str, shape: str, ground: str) -> None:
    colours = tokens().colours(mode)
    assert contrast(colours[shape], colours[ground]) >= 3.0


def test_alpha_stands_last_in_tokens_and_first_in_qt() -> None:
    assert parse_colour("#1B1C1E66").alpha() == 0x66
    assert parse_colour("#1B1C1E66").red() == 0x1B
    assert parse_colour("#1B1C1E").alpha() == 0xFF
    with pytest.raises(ValueError, match="not a colour"):
        parse_colour("blue-ish")


def test_dark_and_light_dress_the_application(theme: Theme, qapp: QApplication) -> None:
    heard: list[str] = []
    theme.changed.connect(lambda: heard.append(theme.mode))
    theme.choose("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.color("bg.surface")
    assert qapp.palette().color(QPalette.ColorRole.Accent) == theme.color("accent.solid")
    assert "@(" not in qapp.styleSheet()
    assert theme.hue("sky").ink == parse_colour("#A0D6FA")
    assert heard == ["dark"]


def test_text_scale_grows_fonts_and_heights(theme: Theme) -> None:
    assert (theme.font("body").pixelSize(), theme.metric("control")) == (13, 32)
    theme.set_text_scale(2.0)
    assert (theme.font("body").pixelSize(), theme.metric("control"), theme.line("body")) == (26, 52, 40)
    theme.set_text_scale(9)
    assert theme.text_scale == 2.0


def test_touch_density_is_larger(theme: Theme) -> None:
    theme.set_density("touch")
    assert (theme.metric("control"), theme.metric("row"), theme.metric("hitMin")) == (44, 48, 44)


def test_less_motion_stops_everything_but_the_toast(theme: Theme) -> None:
    theme.set_reduced_motion(True)
    assert (theme.duration("base"), theme.duration("toast")) == (0, 6000)


def test_every_icon_of_the_tokens_ships() -> None:
    raw = json.loads(resource("themes", "tokens.json").read_text(encoding="utf-8"))
    names = {name for group in raw["icon"]["names"].values() for name in group.values()}
    assert sorted(name for name in names if not resource("icons", f"{name}.svg").exists()) == []


def test_icons_take_their_colour_and_are_kept(theme: Theme) -> None:
    red = coloured_pixmap("square", 16, QColor("#ff0000"), 2.0)
    image = red.toImage()
    colours = {
        image.pixelColor(x, y).rgb() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
    }
    assert colours == {QColor("#ff0000").rgb()}
    assert (red.width(), red.devicePixelRatio()) == (32, 2.0)
    assert coloured_pixmap("square", 16, QColor("#ff0000"), 2.0).cacheKey() == red.cacheKey()
    assert not icon("plus").isNull()
    assert logo(24, 1.0).width() == 24


def test_a_shadow_is_darker_near_its_thing(theme: Theme) -> None:
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(0)
    painter = QPainter(image)
    paint_shadow(painter, QRectF(60, 60, 80, 80), 12, 2)
    painter.end()
    below = [image.pixelColor(100, y).alpha() for y in (142, 150, 160, 175)]
    assert below == sorted(below, reverse=True)
    assert below[0] > 10
    assert below[-1] == 0
