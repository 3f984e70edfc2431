"""Searching for the record that a link means: asks the device while the person types, and offers to make a new one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit

from crm_desktop.models.access import Permission
from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Create
from crm_desktop.models.fields import Value, Values
from crm_desktop.models.ids import new_id
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.suggestions import Suggestion, Suggestions
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.lookups import Lookups, lookups_of, stage_words

if TYPE_CHECKING:
    from crm_desktop.store.queries.suggest import Suggested

_FACES = {"user": "disc", "contact": "disc", "account": "tile"}
_MADE_BY_NAME = ("account", "contact", "opportunity", "tag")
_NEW = "new:"


class RecordSearch(QObject):
    """Lists under a line which records of a kind may be meant; `found` tells id and title of the one that was taken."""

    found = Signal(str, str)

    def __init__(self, target: str, desk: Desk, line: QLineEdit) -> None:
        super().__init__(line)
        self.target, self.desk, self.line = target, desk, line
        self.lookups: Lookups = lookups_of(desk)
        self.list = Suggestions()
        self.surroundings: Callable[[], Values] = dict
        """What else is known of the record in whose form this stands."""
        self.exclude: Callable[[], set[str]] = set
        self.makes_new = True
        """Whether a name that nothing has is offered as a new record."""
        self.list.chosen.connect(self._taken)
        # The list hangs on the window, not on the line.
        self.destroyed.connect(self.list.deleteLater)

    def search(self, words: str) -> None:
        """List what the words may mean."""
        local = self._local(words)
        if local is not None:
            self._show(words, local)
            return
        from crm_desktop.store.queries.suggest import suggest

        account = self.surroundings().get("account_id")
        near = account if isinstance(account, str) and self.target != "account" else ""
        self.desk.read(self, lambda hits: self._arrived(words, hits), suggest, self.target, words, near)

    def close(self) -> None:
        """Take the list away."""
        self.list.hide()

    def exact(self, words: str) -> tuple[str, str] | None:
        """Return id and title of the one listed entry that is called just so."""
        wanted = words.strip().casefold()
        hits = [
            entry for entry in self.list.entries if entry.name.casefold() == wanted and not entry.key.startswith(_NEW)
        ]
        return (hits[0].key, hits[0].name) if len(hits) == 1 else None

    def _arrived(self, words: str, hits: list[Suggested]) -> None:
        if self.line.hasFocus() and (self.line.text() == words or not words):
            face, icon = _FACES.get(self.target, ""), KINDS[self.target].icon
            entries = [Suggestion(hit.id, hit.title, hit.remark, "" if face else icon, face) for hit in hits]
            self._show(words, entries)

    def _local(self, words: str) -> list[Suggestion] | None:
        """Return what is at hand without asking the store; None for kinds that are not."""
        offers = self.lookups.now
        wanted = words.strip().casefold()
        if offers is None or self.target not in ("user", "stage", "tag", "unit"):
            return None
        if self.target == "user":
            people = [user for user in offers.users.values() if user.get("active") is not False]
            entries = [
                Suggestion(each.id, each.title, str(each.get("job_title") or ""), face="disc") for each in people
            ]
        elif self.target == "stage":
            entries = [Suggestion(each.id, stage_words(each), icon="milestone") for each in self.lookups.stages()]
        else:
            known = offers.tags if self.target == "tag" else offers.units
            entries = [Suggestion(each.id, each.title, icon=each.declaration.icon) for each in known.values()]
        matching = [entry for entry in entries if wanted in entry.name.casefold()]
        if self.target == "user" and wanted and not matching:
            return None
        return matching

    def _show(self, words: str, entries: list[Suggestion]) -> None:
        shut_out = self.exclude()
        listed = [entry for entry in entries if entry.key not in shut_out]
        name = words.strip()
        exact = any(entry.name.casefold() == name.casefold() for entry in listed)
        if name and not exact and self._may_make():
            kind = str(label("kinds", self.target))
            words_for_new = tr("forms", "Create “{name}”", name=name)
            listed.append(Suggestion(_NEW + name, words_for_new, kind, icon="plus"))
        self.list.show_under(self.line, listed)

    def _may_make(self) -> bool:
        declared = KINDS[self.target]
        if not self.makes_new or self.target not in _MADE_BY_NAME or not declared.client_creates:
            return False
        writes = self.target in self.lookups.rights.writes or self.lookups.may(Permission.ADMINISTER)
        return writes if declared.public else True

    def _taken(self, key: str) -> None:
        if not key.startswith(_NEW):
            title = next(entry.name for entry in self.list.entries if entry.key == key)
            self.found.emit(key, title)
            return
        name, made = key.removeprefix(_NEW), new_id()
        values = {KINDS[self.target].title: name, **self._inherited()}
        self.desk.act(
            f"{self.target}.create",
            [Create(self.target, values, made)],
            said=label("acts", f"{self.target}.create"),
            on_done=lambda _committed: self.found.emit(made, name),
        )

    def _inherited(self) -> dict[str, Value]:
        """Return what a record made by its name alone takes over: its owner, and the account it is made for."""
        declared, account = KINDS[self.target], self.surroundings().get("account_id")
        inherited: dict[str, Value] = {"owner_id": self.desk.me} if declared.owner_field else {}
        if declared.account_field == "account_id" and account:
            inherited["account_id"] = account
        if self.target == "opportunity" and self.lookups.stages():
            inherited["stage_id"] = self.lookups.stages()[0].id
        return inherited
