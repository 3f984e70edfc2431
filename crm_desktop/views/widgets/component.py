"""What every component does by itself: it reads its words again with the language, its sizes with the theme."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QFrame, QWidget


class Component:
    """Mixed in before a Qt class: `class Badge(Component, QWidget)`.

    The constructor ends with `self.settle()`. `retranslate` and `restyle` are then called once, and again after each
    change of language or theme (colours, density, text scale).
    """

    _settled = False

    def settle(self) -> None:
        """Take the look and the words for the first time; the last line of a constructor."""
        self._settled = True
        self.restyle()
        self.retranslate()

    def retranslate(self) -> None:
        """Read the words again; override where the component has words."""

    def restyle(self) -> None:
        """Read fonts, sizes and colours again; override where they are kept."""

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the theme."""
        super().changeEvent(event)  # type: ignore[misc]
        if self._settled:
            if event.type() == QEvent.Type.LanguageChange:
                self.retranslate()
            elif event.type() == QEvent.Type.StyleChange:
                self.restyle()


class PressedByEnter:
    """Mixed in before a button: Enter presses it, as Space does.

    Qt leaves Enter to dialogs, which press their default button with it, whatever button has the focus.
    """

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter, once for however long it is held."""
        assert isinstance(self, QAbstractButton)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            if not event.isAutoRepeat():
                self.click()
            return
        super().keyPressEvent(event)  # type: ignore[misc]


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def repolish(widget: QWidget) -> None:
    """Let the style sheet look at the widget's properties again; before its first show it will look by itself."""
    if not widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        return
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def set_surface(widget: QWidget, surface: str) -> None:
    """Fill a plain widget with surface `app`, `surface`, `subtle` or `sunken`."""
    widget.setProperty("surface", surface)
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    repolish(widget)


def line(direction: str = "h") -> QFrame:
    """Return a hairline, `h` or `v`."""
    made = QFrame()
    made.setProperty("line", direction)
    if direction == "h":
        made.setFixedHeight(1)
    else:
        made.setFixedWidth(1)
    return made
