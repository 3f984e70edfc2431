"""A problem at the foot of the window: what happened, what is safe, what to do next. It stays until it is closed."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.errors import Explained
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.theme.shadows import shadow_margins
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.floating import GoesWithEscape, float_box, paint_ground
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_WIDTH = 560


class ErrorCard(GoesWithEscape, Component, QWidget):
    """`card.explain(explained)`; a child of the window that never takes the focus by itself."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._details = ""
        self._icon = QLabel()
        self._title = Label("", weight=600)
        self._words = Paragraph()
        self._copy = Button(text("shell", "Copy details"), self._copy_details, kind="quiet", icon="copy", small=True)
        self._act = Button("", small=True)
        self._run: Callable[[], object] | None = None
        self._act.clicked.connect(self._run_act)
        self._close = IconButton(text("widgets", "Close"), "x", self.dismiss, small=True)
        self._lay_out()
        window.installEventFilter(self)
        self.hide()
        self.settle()

    def explain(self, explained: Explained, act: tuple[Wording, Callable[[], object]] | None = None) -> None:
        """Show an error, with one thing that can be done about it where there is one."""
        self._details = explained.details
        self._title.set_wording(explained.title)
        self._words.set_wording(f"{explained.explanation} {explained.remedy}".strip())
        self.setAccessibleName(str(explained.title))
        self.setAccessibleDescription(f"{explained.explanation} {explained.remedy}")
        self._run = act[1] if act else None
        self._act.setVisible(act is not None)
        if act is not None:
            self._act.set_wording(act[0])
        self._place()
        self.show()
        self.raise_()

    def dismiss(self) -> None:
        """Go."""
        focused = QApplication.focusWidget()
        had_focus = focused is not None and self.isAncestorOf(focused)
        self.hide()
        if had_focus and (window := self.parentWidget()) is not None:
            window.setFocus()

    def restyle(self) -> None:
        """Take icon and margins from the theme."""
        room = shadow_margins(2)
        self._icon.setPixmap(pixmap("octagon-alert", current_theme().icon_size("lg"), "danger.text"))
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(room.left() + 16, room.top() + 12, room.right() + 8, room.bottom() + 12)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the foot of the window."""
        if watched is self.parentWidget() and event.type() == QEvent.Type.Resize:
            self._place()
        return False

    def event(self, event: QEvent) -> bool:
        """Be as tall as the words, also when they or their font change."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return handled

    def escape(self) -> None:
        """Go with Escape."""
        self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint shadow and ground."""
        paint_ground(QPainter(self), float_box(self), edge="danger.line")

    def _copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._details)

    def _run_act(self) -> None:
        run = self._run
        self.dismiss()
        if run is not None:
            run()

    def _place(self) -> None:
        window = self.parentWidget()
        if window is None:
            return
        room = shadow_margins(2)
        width = min(current_theme().scaled(_WIDTH), window.width() - 48) + room.left() + room.right()
        self.setFixedWidth(width)
        layout = self.layout()
        height = layout.heightForWidth(width) if layout is not None else 0
        self.resize(width, max(height, self.minimumSizeHint().height()))
        self.move((window.width() - width) // 2, window.height() - self.height() + room.bottom() - 24)

    def _lay_out(self) -> None:
        verbs = QHBoxLayout()
        verbs.setSpacing(8)
        verbs.addWidget(self._act)
        verbs.addWidget(self._copy)
        verbs.addStretch()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._words)
        words.addSpacing(2)
        words.addLayout(verbs)
        row = QHBoxLayout(self)
        row.setSpacing(10)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
