"""What the window says in passing: the undo bar, the error card, and the bell with what was said so far."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.shell.error_card import ErrorCard
from crm_desktop.views.shell.tools import Tools
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.popover import Popover
from crm_desktop.views.widgets.undo_bar import UndoBar

MOST_KEPT = 30


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that was said: icon, words, when."""

    icon: str
    role: str
    words: Wording
    moment: int


class Announcements(QObject):
    """Listens to `notices` and to errors nobody asked for, and shows them in the window."""

    def __init__(self, window: QWidget, tools: Tools, bell: IconButton, undo: Callable[[], object]) -> None:
        super().__init__(window)
        self._clock = tools.clock
        self._bell = bell
        self._undo = undo
        self.bar = UndoBar(window)
        self.card = ErrorCard(window)
        self.kept: list[Notice] = []
        self.unread = 0
        tools.notices.done.connect(self._say_done)
        tools.notices.informed.connect(self._inform)
        tools.notices.failed.connect(self._fail)
        tools.background.failed.connect(self._fail)

    def open_list(self) -> Popover:
        """Show what was said so far below the bell; it counts as read."""
        self.unread = 0
        self._bell.set_count(0)
        popover = Popover(self._list(), padding=12)
        popover.closed.connect(popover.deleteLater)
        popover.open_at(self._bell, right=True)
        return popover

    def _say_done(self, wording: Wording) -> None:
        self.bar.offer(wording, self._undo)

    def _inform(self, wording: Wording) -> None:
        self.bar.tell(wording, "info")
        self._keep(Notice("info", "info.text", wording, self._clock.now()))

    def _fail(self, error: Exception) -> None:
        explained = explain(error)
        self.card.explain(explained)
        self._keep(Notice("octagon-alert", "danger.text", explained.title, self._clock.now()))

    def _keep(self, notice: Notice) -> None:
        self.kept = [notice, *self.kept][:MOST_KEPT]
        self.unread += 1
        self._bell.set_count(self.unread)

    def _list(self) -> QWidget:
        content = QWidget()
        content.setFixedWidth(current_theme().scaled(340))
        column = QVBoxLayout(content)
        column.setContentsMargins(4, 0, 4, 4)
        column.setSpacing(10)
        column.addWidget(Label(text("shell", "Notices"), "heading"))
        if not self.kept:
            column.addWidget(Paragraph(text("shell", "Nothing new. Problems and messages are listed here.")))
        for notice in self.kept[:8]:
            column.addLayout(self._row(notice))
        return content

    def _row(self, notice: Notice) -> QHBoxLayout:
        icon = QLabel()
        icon.setPixmap(pixmap(notice.icon, current_theme().icon_size(), notice.role))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Paragraph(notice.words, role="text.primary"))
        when = current_formats(self._clock.now()).moment(notice.moment)
        words.addWidget(Label(when, "caption", "text.secondary"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        return row
