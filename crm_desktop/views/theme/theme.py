"""The active theme: which colours, fonts and sizes hold now, and the signal that they changed.

What a colour is for stands in the design system; how Qt's own widgets get them in `palette.py` and `stylesheet.py`.
"""

from PySide6.QtCore import QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication
from PySide6.QtWidgets import QApplication

from crm_desktop.views.theme.palette import build_palette
from crm_desktop.views.theme.stylesheet import build_stylesheet, write_glyphs
from crm_desktop.views.theme.tokens import Hue, Shadow, Tokens, tokens

_GROWING = frozenset({"row", "control", "controlSmall", "navItem", "tab", "chip", "topBar", "toolbar"})
_WEIGHTS = {400: QFont.Weight.Normal, 500: QFont.Weight.Medium, 600: QFont.Weight.DemiBold}
CHOICES = ("system", "light", "dark")
DENSITIES = ("comfortable", "touch")
STYLE = "Fusion"


class Theme(QObject):
    """Colours by role, fonts by style, sizes by name; emits `changed` after any of them changed."""

    changed = Signal()

    def __init__(self, source: Tokens | None = None) -> None:
        super().__init__()
        self.tokens = source or tokens()
        self.choice = "system"
        self.density = "comfortable"
        self.text_scale = 1.0
        self.reduced_motion = False
        self.high_contrast = False
        self.mode = "light"
        self._for_paper = False
        self._glyphs = QTemporaryDir()
        self._fonts: dict[tuple[str, int | None], QFont] = {}
        self._colours: dict[str, QColor] = {}
        self._hues: dict[str, Hue] = {}
        self._read_mode()

    # What is in force

    @property
    def dark(self) -> bool:
        """Whether dark colours are in force."""
        return self.mode == "dark"

    def color(self, role: str) -> QColor:
        """Return the colour of a role such as `text.secondary` or `accent.solid`; do not change the object."""
        return self._colours[role]

    def hue(self, name: str) -> Hue:
        """Return the five colours of hue `sky`, `teal`, …"""
        return self._hues[name]

    def font(self, style: str = "body", *, weight: int | None = None) -> QFont:
        """Return the font of a type style; `weight` 400, 500 or 600 overrides that of the style."""
        key = (style, weight)
        if key not in self._fonts:
            self._fonts[key] = self._build_font(style, weight)
        return QFont(self._fonts[key])

    def mono_font(self, style: str = "caption") -> QFont:
        """Return the fixed-width font in the size of a type style."""
        font = self.font(style)
        font.setFamilies(self.tokens.mono_families())
        return font

    def line(self, style: str = "body") -> int:
        """Return the line height of a type style in px, text scale included."""
        return self.scaled(self.tokens.types[style].line)

    def metric(self, name: str) -> int:
        """Return a size that depends on density: `row`, `control`, `navItem`, … Heights grow with the text."""
        base = self.tokens.density(self.density)[name]
        if name == "checkbox":
            return self.scaled(base)
        return base + round(20 * (self.text_scale - 1)) if name in _GROWING else base

    def layout(self, name: str) -> int:
        """Return a size of the page layout: `navRail`, `detailPanel`, `pagePad`, …"""
        return int(self.tokens.layout[name])

    def radius(self, name: str) -> int:
        """Return a corner radius: `sm` badge, `md` control, `lg` card, `xl` dialog."""
        return self.tokens.radii[name]

    def icon_size(self, name: str = "md") -> int:
        """Return an icon size in px: `xs` badge, `sm` chip, `md` row and button, `lg` tool bar."""
        return self.scaled(self.tokens.icon_sizes[name])

    def shadow(self, level: int) -> Shadow:
        """Return the shadow of elevation 1, 2 or 3; stronger in the dark."""
        shadow = self.tokens.shadows[level]
        return Shadow(shadow.blur, shadow.dy, min(190, shadow.alpha * 3)) if self.dark else shadow

    def duration(self, name: str) -> int:
        """Return how long a motion lasts in ms; 0 when less motion is wanted. The toast's time is not a motion."""
        return 0 if self.reduced_motion and name != "toast" else self.tokens.motion[name]

    def scaled(self, px: int) -> int:
        """Return a text-bound length after the text scale."""
        return round(px * self.text_scale)

    # What people choose

    def choose(self, choice: str) -> None:
        """Follow `system`, or stay `light` or `dark`."""
        if choice not in CHOICES:
            raise ValueError(choice)
        self.choice = choice
        self._read_mode()
        self._announce()

    def set_density(self, density: str) -> None:
        """Take the sizes for a mouse (`comfortable`) or for fingers (`touch`)."""
        if density not in DENSITIES:
            raise ValueError(density)
        self.density = density
        self._announce()

    def set_text_scale(self, scale: float) -> None:
        """Show text between 100 and 200 % of its size."""
        self.text_scale = min(2.0, max(1.0, scale))
        self._fonts.clear()
        self._announce()

    def set_reduced_motion(self, reduced: bool) -> None:
        """Show changes at once instead of moving things."""
        self.reduced_motion = reduced
        self._announce()

    # Putting it into force

    def install(self, application: QApplication) -> None:
        """Dress the application, and follow the system from now on. Call once, before the first window.

        An application that was started in our style says so by the property `styled`: asking Qt for a style object
        loads all that Python knows of styles, which the first paint does not need.
        """
        if not application.property("styled"):
            application.setStyle(STYLE)
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(self._follow_system)
        self._read_mode()
        self._announce()

    def _follow_system(self) -> None:
        if self.choice == "system":
            self._read_mode()
            self._announce()

    def _read_mode(self) -> None:
        if self.choice == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            self.mode = "dark" if dark else "light"
        else:
            self.mode = self.choice
        self.high_contrast = _high_contrast_wanted()
        self._colours = self.tokens.colours(self.mode)
        if self.high_contrast:
            self._colours["border.subtle"] = self._colours["border.control"]
        names = self.tokens.lane_order
        parts = ("lane", "tint", "line", "solid", "ink")
        self._hues = {name: Hue(*(self._colours[f"hue.{name}.{part}"] for part in parts)) for name in names}

    def _announce(self) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            write_glyphs(self._glyphs.path(), self._colours)
            application.setFont(self.font("body"))
            application.setPalette(build_palette(self._colours))
            application.setStyleSheet(build_stylesheet(self, self._glyphs.path()))
        self.changed.emit()

    def _build_font(self, style: str, weight: int | None) -> QFont:
        entry = self.tokens.types[style]
        font = QFont()
        font.setFamilies(self.tokens.families())
        font.setPixelSize(self.scaled(entry.size))
        font.setWeight(_WEIGHTS[weight or entry.weight])
        font.setFeature(QFont.Tag("tnum"), int(not self._for_paper))
        if self._for_paper:
            font.setFeature(QFont.Tag("calt"), 0)
        font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
        return font


def paper_theme() -> Theme:
    """Return a theme for pictures and print: light whatever the screen shows; it never reaches the application."""
    made = Theme()
    made.choice = "light"
    # Glyphs that stand for digits of one width, or for signs beside them, cannot be copied out of a PDF or searched.
    made._for_paper = True
    made._read_mode()
    return made


def _high_contrast_wanted() -> bool:
    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    if accessibility is None:
        return False
    return bool(accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast)
