"""One side of the method: a list at the left, at the right the fields of what is current, and whose it is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Values
from crm_desktop.models.studies.method_edits import move, remove
from crm_desktop.store.queries.method import OwnMethod
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.entry_list import Entry, EntryList
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.method.form import MethodForm
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

_LIST = 300
_FORM = 720


class MethodSide(Component, QWidget):
    """Subclasses say which entries there are, how one is copied and made; `show_method` fills all of it."""

    own_order = True
    """Own entries can be put in order."""

    def __init__(self, desk: Desk, name: Wording, about: Wording) -> None:
        super().__init__()
        self.desk = desk
        self.method = OwnMethod()
        self.may = False
        """Whether the person may write."""
        self._select = ""
        self.list = EntryList(name)
        self.title = Label("", "heading", elide=True)
        self.whose = Paragraph("", "caption", "text.secondary")
        self.copy_button = Button(text("method", "Copy to change"), self.copy, kind="primary", icon="copy", small=True)
        self.remove_button = Button(text("method", "Delete"), self.remove, kind="danger", icon="trash-2", small=True)
        self.add_button = IconButton(text("method", "Add"), "plus", self.add, shortcut="Ins", small=True)
        self.forms = QVBoxLayout()
        self.about = Paragraph(about, "caption", "text.secondary")
        self._name = name
        self._lay_out()
        self.list.chosen.connect(self.show_current)
        self.list.add_wanted.connect(self.add)
        self.list.remove_wanted.connect(self.remove)
        self.list.move_wanted.connect(self.reorder)

    # What subclasses say

    def entries(self) -> Sequence[Entry]:
        """Return what is listed."""
        raise NotImplementedError

    def show_entry(self, entry: Entry) -> None:
        """Show the fields of an entry."""
        raise NotImplementedError

    def copies(self, entry: Entry) -> list[Edit]:
        """Return what makes a shipped entry the organisation's own."""
        raise NotImplementedError

    def additions(self) -> list[Edit]:
        """Return what makes a new entry; nothing where there is none to be made."""
        return []

    def retranslate(self) -> None:
        """Name the entries again."""
        self.show_method(self.method, may=self.may)

    # What the page and the keys do

    def show_method(self, method: OwnMethod, *, may: bool) -> None:
        """Show what the organisation has written, and what ships where it has not."""
        self.method, self.may = method, may
        # What was just made may not be in a reading that was under way before.
        if self.list.show_entries(self.entries(), self._select):
            self._select = ""

    def show_current(self) -> None:
        """Show what is current."""
        entry = self.list.current()
        self.title.set_wording(entry.title if entry is not None else "")
        own = entry is not None and entry.record is not None
        self.whose.set_wording(self._words(entry))
        self.copy_button.setVisible(self.may and entry is not None and not own)
        self.remove_button.setVisible(self.may and own)
        self.add_button.setVisible(self.may and bool(self.additions()))
        if entry is not None:
            self.show_entry(entry)

    def copy(self) -> None:
        """Make the current shipped entry the organisation's own."""
        entry = self.list.current()
        if entry is not None and entry.record is None and self.may:
            self._write("method.copy", self.copies(entry), text("method", "Copied. It can be changed now."))

    def add(self) -> None:
        """Make a new entry."""
        if self.may:
            self._write("method.add", self.additions())

    def remove(self) -> None:
        """Take the current own entry away."""
        entry = self.list.current()
        if entry is not None and entry.record is not None and self.may:
            edits = remove(entry.record, self.method.questions)
            self._write("method.remove", edits, text("method", "Deleted: {name}", name=entry.title))

    def reorder(self, by: int) -> None:
        """Put the current own entry before or after its neighbour."""
        entry = self.list.current()
        own = [each.record for each in self.list.entries if each.record is not None]
        if self.own_order and self.may and entry is not None and entry.record is not None:
            self._write("method.move", move(own, entry.record.id, by))

    def describe(self, values: Values) -> None:
        """Give the current own entry new values."""
        entry = self.list.current()
        if entry is not None and entry.record is not None and self.may:
            self._write("method.change", [Update(entry.record.kind, entry.record.id, values)])

    def add_form(self, form: MethodForm) -> None:
        """Put a form under the words about whose the entry is."""
        self.forms.addWidget(form)

    def _write(self, act: str, edits: list[Edit], said: Wording = "") -> None:
        made = [each.id for each in edits if isinstance(each, Create)]
        if made and act != "method.change":
            self._select = self.key_after(edits, made)
        if edits:
            self.desk.act(act, edits, said)

    def key_after(self, _edits: Sequence[Edit], made: Sequence[str]) -> str:
        """Return which entry is current after records were made."""
        return made[0]

    def _words(self, entry: Entry | None) -> Wording:
        if entry is None:
            return text("method", "Nothing here yet.")
        if entry.record is not None:
            return text("method", "Your organisation's own.") if entry.active else text(
                "method", "Your organisation's own, switched off.")  # fmt: skip
        if self.may:
            return text("method", "This ships with the program. Copy it to change it.")
        return text("method", "This ships with the program.")

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.addWidget(Label(self._name, "bodyStrong", elide=True), 1)
        head.addWidget(self.add_button)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(line())
        left.addWidget(self.list, 1)
        self.left = QWidget()
        self.left.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        self.left.setFixedWidth(current_theme().scaled(_LIST))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.left)
        row.addWidget(line("v"))
        self.middle = QHBoxLayout()
        self.middle.setSpacing(0)
        row.addLayout(self.middle)
        row.addWidget(self._right(), 1)
        set_surface(self, "surface")

    def _right(self) -> QScrollArea:
        inside = QWidget()
        inside.setProperty("scrollContent", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.remove_button)
        column.addLayout(head)
        column.addWidget(self.whose)
        column.addWidget(line())
        column.addLayout(self.forms)
        column.addStretch()
        column.addWidget(self.about)
        inside.setMaximumWidth(current_theme().scaled(_FORM))
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        return area
