"""Who speaks: the people of the talk and the client's other contacts, and a line for somebody new."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.models.interviews.said_figures import read_person
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.text_input import TextInput


class PeoplePanel(QWidget):
    """Content of a popover: `PeoplePanel(talk, choose, add)`; typing narrows, Enter takes, or adds who is unknown."""

    def __init__(self, talk: Talk, choose: Callable[[str, str], object], add: Callable[[str, str], object]) -> None:
        super().__init__()
        self._talk, self._choose, self._add = talk, choose, add
        self.line = TextInput(placeholder=text("interview", "Name, or name (post) for somebody new"))
        self.list = QListWidget()
        self.list.setProperty("choices", True)
        self.list.setAccessibleName(str(text("interview", "People")))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.setSpacing(8)
        column.addWidget(Label(text("interview", "Who speaks now"), "bodyStrong"))
        column.addWidget(self.line)
        column.addWidget(self.list)
        theme = current_theme()
        self.setFixedSize(theme.scaled(340), theme.scaled(320))
        self.setFocusProxy(self.line)
        self.line.textChanged.connect(self._narrow)
        self.line.returnPressed.connect(self._take)
        self.list.itemActivated.connect(self._take_item)
        self.list.itemClicked.connect(self._take_item)
        self._narrow("")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the arrows move in the list while one types."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())
        else:
            super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        present = {each.id for each in self._talk.view.people}
        wanted = typed.strip().casefold()
        self.list.clear()
        ordered = sorted(self._talk.view.contacts, key=lambda each: each.id not in present)
        for each in ordered:
            post = str(each.get("job_title") or "")
            if wanted in each.title.casefold() or wanted in post.casefold():
                words = text("interview", "{name} ({post})", name=each.title, post=post) if post else each.title
                item = QListWidgetItem(str(words))
                item.setData(Qt.ItemDataRole.UserRole, each.id)
                item.setData(Qt.ItemDataRole.UserRole + 1, each.title)
                self.list.addItem(item)
        if self.list.count():
            self.list.setCurrentRow(0)

    def _take(self) -> None:
        typed = self.line.text().strip()
        if self.list.count():
            self._take_item(self.list.currentItem())
        elif typed:
            name, post = read_person(typed) or (typed, "")
            self._add(name, post)

    def _take_item(self, item: QListWidgetItem) -> None:
        self._choose(str(item.data(Qt.ItemDataRole.UserRole)), str(item.data(Qt.ItemDataRole.UserRole + 1)))
