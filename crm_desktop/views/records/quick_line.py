"""The line that logs what is typed with Enter; behind an @ it offers the people who can be told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent

from crm_desktop.models.mentions import begun_mention
from crm_desktop.views.forms.suggestions import Suggestion, Suggestions
from crm_desktop.views.language.texts import text
from crm_desktop.views.lookups import Lookups
from crm_desktop.views.widgets.text_input import TextInput


class QuickLine(TextInput):
    """`line.returnPressed` logs; Escape closes the list of people, then clears the line."""

    def __init__(self, lookups: Lookups) -> None:
        super().__init__(placeholder=text("records", "Log a call, visit or note…"), icon="notebook-pen")
        self.setAccessibleName(str(text("records", "Log a call, visit or note…")))
        self._lookups = lookups
        self.people = Suggestions()
        self.people.chosen.connect(self._name)
        self.textEdited.connect(self._look)
        # The list hangs on the window, not on the line.
        self.destroyed.connect(self.people.deleteLater)

    def mention(self) -> None:
        """Begin to name somebody."""
        self.setFocus()
        self.insert("@")
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the list its keys; clear with Escape."""
        if self.people.take_key(event):
            return
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the list away."""
        super().focusOutEvent(event)
        self.people.hide()

    def _look(self) -> None:
        begun = begun_mention(self.text(), self.cursorPosition())
        if begun is None:
            self.people.hide()
            return
        typed = begun[1].casefold()
        listed = [
            Suggestion(each, name, face="disc")
            for each, name in people_of(self._lookups).items()
            if typed in name.casefold() and typed != name.casefold()
        ]
        self.people.show_under(self, listed)

    def _name(self, user_id: str) -> None:
        begun = begun_mention(self.text(), self.cursorPosition())
        if begun is not None:
            at, typed = begun
            words, name = self.text(), people_of(self._lookups)[user_id]
            self.setText(f"{words[:at]}@{name} {words[at + 1 + len(typed) :].lstrip()}")
            self.setCursorPosition(at + len(name) + 2)


def people_of(lookups: Lookups) -> dict[str, str]:
    """Return the colleagues who work here, by id; oneself is told nothing."""
    users = lookups.now.users.values() if lookups.now is not None else ()
    return {each.id: each.title for each in users if each.get("active") is not False and each.id != lookups.me}
