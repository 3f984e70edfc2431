"""Says while someone types that a colleague may have this customer already: whose, and not more.

The server is asked, since such records are on no device but theirs; without it the notice says that only this computer
was searched.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.models.fields import FieldType, RecordKind, Values
from crm_desktop.models.look_alikes import LookAlikeQuestion, MaskedHit
from crm_desktop.models.rules.duplicates import name_key
from crm_desktop.views.forms.duplicate_notice import REASONS
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.views.desk import Desk

_PAUSE_MS = 700
_FEWEST_DIGITS, _MOST_PHONES, _LONGEST = 7, 4, 100


class ColleaguesNotice(QWidget):
    """`notice.look(values)` after each change; hidden while there is nothing to say."""

    def __init__(self, kind: RecordKind, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind, self._desk = kind, desk
        self._question = LookAlikeQuestion(kind=kind.name)
        self._phones = [field.name for field in kind.fields if field.type is FieldType.PHONE]
        self._badge = Badge(text("forms", "With a colleague?"), "warning", icon="users")
        self._words = Label("", "caption", "text.secondary", elide=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._badge)
        row.addWidget(self._words, 1)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._timer.timeout.connect(self._ask)
        self.hide()

    def look(self, values: Values) -> None:
        """Ask after a pause in typing, if there is enough to ask for."""
        name = str(values.get(self._kind.title) or "")
        phones = [str(values[each])[:_LONGEST] for each in self._phones if values.get(each)]
        question = LookAlikeQuestion(
            kind=self._kind.name,
            name=name[:200] if len(name_key(name)) > 1 else "",
            phones=[each for each in phones if sum(map(str.isdigit, each)) >= _FEWEST_DIGITS][:_MOST_PHONES],
        )
        if question != self._question:
            self._question = question
            if question.name or question.phones:
                self._timer.start()
            else:
                self._timer.stop()
                self.hide()

    def stop(self) -> None:
        """Ask no more."""
        self._timer.stop()

    def _ask(self) -> None:
        around = self._desk.around
        status, server, question = around.sync.status, around.server, self._question
        if server is None or status is None or status.connection.value != "online":
            self._say_only_here()
            return
        self._desk.background.read(
            partial(server.look_alikes, question),
            self._take,
            lambda _error: self._say_only_here(),
            owner=self,
            token="look_alikes",  # noqa: S106 - names the reading, opens nothing
        )

    def _take(self, hits: list[MaskedHit]) -> None:
        self.setVisible(bool(hits))
        self._badge.show()
        if hits:
            self._words.set_wording(_sentence(hits))

    def _say_only_here(self) -> None:
        self._badge.hide()
        self._words.set_wording(text("forms", "Without a connection, only this computer was searched for duplicates."))
        self.show()


def _sentence(hits: list[MaskedHit]) -> Text:
    first, others = hits[0], len(hits) - 1
    reasons = ", ".join(str(REASONS[each]) for each in first.reasons if each in REASONS)
    name, owner = first.name, first.owner or str(text("forms", "a colleague"))
    if others:
        return text(
            "forms", "{name} of {owner} ({reasons}) and %n more", n=others, name=name, owner=owner, reasons=reasons
        )
    return text("forms", "{name} of {owner} ({reasons})", name=name, owner=owner, reasons=reasons)
