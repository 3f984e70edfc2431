"""A dialog: its title is the question, its buttons are verbs, Escape is the safe one.

Ask only before something that cannot be undone; everything else happens at once with an undo bar.
"""

import sys
from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.compositing import is_composited
from crm_desktop.views.widgets.floating import float_box, paint_ground
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paint import rounded_box
from crm_desktop.views.widgets.paragraph import Paragraph

_PAD = 20
_MUCH = 80
"""So many pixels more make a dialog stand in the middle anew."""


class Dialog(Component, QDialog):
    """`dialog = Dialog(question, explanation, width=560, parent=self)`; content goes to `body`, verbs by `add_verb`."""

    def __init__(
        self, question: Wording, explanation: Wording = "", *, width: int = 400, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._question = question
        self._width = width
        self._stood = 0
        self._own_frame = sys.platform != "darwin"
        self._shadowed = self._own_frame and is_composited()
        if self._own_frame:
            self.setWindowFlags(Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
            self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, is_composited())
        self.setModal(True)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        self.verbs = QHBoxLayout()
        self.verbs.setSpacing(8)
        self.verbs.addStretch()
        self._explanation = Paragraph(explanation)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(8)
        self._column.addWidget(Label(question, "heading"))
        self._column.addWidget(self._explanation)
        self._column.addLayout(self.body)
        self._column.addSpacing(8)
        self._column.addLayout(self.verbs)
        self._explanation.setVisible(bool(str(explanation)))
        self.settle()

    def add_safe_verb(self, wording: Wording | None = None) -> Button:
        """Add the button that changes nothing; Escape does the same."""
        button = Button(wording or text("widgets", "Cancel"), self.reject)
        self.verbs.addWidget(button)
        return button

    def add_verb(
        self, wording: Wording, run: Callable[[], object] | None = None, *, destructive: bool = False
    ) -> Button:
        """Add the button that does it; Enter presses it unless it is destructive. Without `run` it accepts."""
        button = Button(wording, run or self.accept, kind="destructive" if destructive else "primary")
        self.verbs.addWidget(button)
        if not destructive:
            button.setDefault(True)
        return button

    def retranslate(self) -> None:
        """Read the question again."""
        self.setWindowTitle(str(self._question))
        self.setAccessibleName(str(self._question))

    def restyle(self) -> None:
        """Take width and margins from the theme."""
        margins = shadow_margins(3)
        room = margins if self._shadowed else margins * 0
        wanted, parent = current_theme().scaled(self._width), self.parentWidget()
        if parent is not None and parent.window() is not self:
            # Large text makes dialogs wider, but not wider than what they stand on.
            wanted = max(self._width, min(wanted, parent.window().width() - 2 * _PAD))
        width = wanted + room.left() + room.right()
        self._column.setContentsMargins(
            room.left() + _PAD, room.top() + _PAD - 4, room.right() + _PAD, room.bottom() + _PAD - 4
        )
        self.setFixedWidth(width)

    def showEvent(self, event: QShowEvent) -> None:
        """Stand in the middle of the window."""
        self._fit_height()
        self.focus_default()
        super().showEvent(event)
        self._stand()
        self._stood = self.height()

    def focus_default(self) -> None:
        """Give the keys to the button that Enter means, where the dialog would begin at another button."""
        default = next((each for each in self.findChildren(Button) if each.isDefault()), None)
        first = cast("QWidget | None", self.focusWidget()) or self._first_control()
        if default is not None and default.isEnabled() and isinstance(first, Button):
            default.setFocus(Qt.FocusReason.OtherFocusReason)

    def _first_control(self) -> QWidget | None:
        """Return the first control that Tab reaches."""
        each = self.nextInFocusChain()
        while each is not None and each is not self:
            reached = each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isEnabled() and each.isVisibleTo(self)
            if reached and self.isAncestorOf(each):
                return each
            each = each.nextInFocusChain()
        return None

    def event(self, event: QEvent) -> bool:
        """Be as high as the content, also when that changes."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._fit_height()
        if event.type() == QEvent.Type.Resize and self.isVisible() and abs(self.height() - self._stood) > _MUCH:
            # Its content has arrived; a line more or less leaves it where it is.
            self._stand()
            self._stood = self.height()
        return handled

    def _stand(self) -> None:
        parent = self.parentWidget()
        if parent is not None and self._own_frame:
            self.move(parent.window().geometry().center() - self.rect().center())

    def _fit_height(self) -> None:
        """Leave no air between the lines: what Qt takes for a new window is often more than it needs."""
        self._column.activate()
        if self._column.expandingDirections() & Qt.Orientation.Vertical:
            return
        wanted = self._column.totalSizeHint().height()
        if self._column.hasHeightForWidth():
            wanted = self._column.totalHeightForWidth(self.width())
        self.resize(self.width(), wanted)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        if not self._own_frame:
            super().paintEvent(event)
            return
        if self._shadowed:
            paint_ground(QPainter(self), float_box(self, 3), level=3)
            return
        theme = current_theme()
        rounded_box(QPainter(self), QRectF(self.rect()), 0, theme.color("bg.overlay"), theme.color("border.strong"))


def ask(
    parent: QWidget,
    question: Wording,
    explanation: Wording,
    verb: Wording,
    then: Callable[[], object],
    *,
    destructive: bool = False,
    safe: Wording | None = None,
) -> Dialog:
    """Ask before something that cannot be undone; runs `then` after a yes. Returns at once."""
    dialog = Dialog(question, explanation, parent=parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    keep = dialog.add_safe_verb(safe)
    dialog.add_verb(verb, destructive=destructive)
    if destructive:
        keep.setDefault(True)
        keep.setFocus()
    dialog.accepted.connect(then)
    dialog.open()
    return dialog
