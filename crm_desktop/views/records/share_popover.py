"""With whom a record is shared: type a name, Enter; a cross ends it. Each is one act with its Undo."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.edits import Edit
from crm_desktop.models.record import Record
from crm_desktop.models.rules.sharing import end_sharing, share
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.labelled_editor import LabelledEditor
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.popover import Popover


class SharePopover(QObject):
    """`SharePopover(record, shares, changing, owner).open_at(button)`."""

    def __init__(self, record: Record, shares: list[Record], changing: Changing, owner: QObject) -> None:
        super().__init__(owner)
        self._record, self._changing = record, changing
        self._shares = {str(each.get("owner_id")): each for each in shares}
        self._names = lookups_of(changing.desk)
        kind = KINDS["share"]
        self.right = editor_for(kind.field("right"), kind, changing.desk)
        self.right.set_values({"right": "read"})
        self.person = editor_for(kind.field("owner_id"), kind, changing.desk)
        self.person.set_values({"owner_id": None})
        self.person.committed.connect(self._chosen)
        content = QWidget()
        content.setMinimumWidth(300)
        column = QVBoxLayout(content)
        column.setSpacing(8)
        self.ends = [self._line(each, column) for each in shares]
        column.addWidget(LabelledEditor(self.right))
        column.addWidget(LabelledEditor(self.person))
        column.addWidget(Paragraph(self._explained(), "caption"))
        self.popover = Popover(content, padding=12)
        self.popover.closed.connect(self.popover.deleteLater)
        self.popover.closed.connect(self.deleteLater)

    def open_at(self, anchor: QWidget) -> None:
        """Open beside a widget."""
        self.popover.open_at(anchor, right=True)
        self.person.setFocus()
        self.person.begin()

    def _explained(self) -> Wording:
        if self._record.kind == "account":
            return text("records", "Whoever you share it with has it with all that belongs to it, offline too.")
        return text("records", "Whoever you share it with has it on their devices, offline too.")

    def _line(self, given: Record, column: QVBoxLayout) -> IconButton:
        name = self._names.user_name(given.get("owner_id"))
        right = label("options", f"share.right.{given.get('right') or 'read'}")
        line = QHBoxLayout()
        line.addWidget(Paragraph(text("records", "{name}: {right}", name=name, right=right)), 1)
        end = IconButton(text("records", "End sharing with {name}", name=name), "x", partial(self._end, given))
        line.addWidget(end)
        column.addLayout(line)
        return end

    def _chosen(self) -> None:
        person, right = self.person.value(), self.right.value()
        self.popover.close_popover()
        if not isinstance(person, str) or person == self._names.me:
            return
        before = self._shares.get(person)
        if before is not None and (before.get("right") or "read") == right:
            return
        edits: list[Edit] = [end_sharing(before)] if before is not None else []
        edits.append(share(self._record, person, "write" if right == "write" else "read"))
        name = self._names.user_name(person)
        said = text("records", "{title} shared with {name}", title=self._record.title, name=name)
        self._changing.act("record.share", edits, said)

    def _end(self, given: Record) -> None:
        self.popover.close_popover()
        name = self._names.user_name(given.get("owner_id"))
        said = text("records", "{title} is no longer shared with {name}", title=self._record.title, name=name)
        self._changing.act("record.unshare", [end_sharing(given)], said)
