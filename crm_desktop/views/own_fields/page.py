"""The organisation's own fields: a tab for each kind of record, a list, and the definition that is chosen.

Everybody may read them, administrators define them. A definition is switched off and never deleted.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from crm_desktop.models.access import Permission
from crm_desktop.models.custom_edits import option_edits
from crm_desktop.models.custom_fields import type_of
from crm_desktop.models.edits import Create, Edit, Update
from crm_desktop.models.fields import Values
from crm_desktop.models.record import Record
from crm_desktop.models.records.custom_field import CUSTOM_KINDS
from crm_desktop.models.studies.method_edits import move
from crm_desktop.store.queries.custom_definitions import CustomDefinitions, custom_definitions
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.entry_list import Entry, EntryList
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.own_fields.definition import Definition
from crm_desktop.views.page import Page
from crm_desktop.views.refresh import Changed
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.strip import Strip
from crm_desktop.views.widgets.view_tabs import ViewTabs

if TYPE_CHECKING:
    from crm_desktop.views.own_fields.adding import NewField

_LIST, _FORM = 320, 720
_KINDS_SHOWN = frozenset({"custom_field", "picklist_option"})


class OwnFieldsPage(Page):
    """`Place("custom_fields", tab="account")`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._lookups = lookups_of(desk)
        self.may = False
        """Whether the person may define fields."""
        self.found = CustomDefinitions()
        self._select = ""
        self.tabs = ViewTabs()
        for kind in CUSTOM_KINDS:
            self.tabs.add_view(kind, label("options", f"custom_field.record_kind.{kind}"))
        self.tabs.choose(CUSTOM_KINDS[0])
        said = text("own_fields", "Administrators define these fields; you can read the definitions here.")
        self.read_only = Strip("lock", text("own_fields", "Read only"), said)
        self.list = EntryList(label("kinds", "custom_field.plural"), plain=True)
        self.add_button = IconButton(label("acts", "custom_field.add"), "plus", self.add, shortcut="Ins", small=True)
        self.definition = Definition(desk, self.describe, self.write_options, self.switch)
        explained = text("own_fields", "What is added here appears in forms, lists, filters, imports and exports.")
        self.empty = EmptyState("text-cursor-input", text("own_fields", "No fields of your own here yet"), explained)
        self.first_button = Button(label("acts", "custom_field.add"), self.add, kind="primary", icon="plus")
        self._lay_out()
        self.tabs.chosen.connect(lambda _key: self._show())
        self.list.chosen.connect(self._show_current)
        self.list.add_wanted.connect(self.add)
        self.list.remove_wanted.connect(self.switch)
        self.list.move_wanted.connect(self.reorder)
        desk.refresh.changed.connect(self._written)
        self._lookups.changed.connect(self._read)
        current_language().changed.connect(self._show)
        self._contribute()

    def heading(self) -> Wording:
        """Return the page's name."""
        return label("kinds", "custom_field.plural")

    def trail(self) -> tuple[tuple[Wording, Place], ...]:
        """Return the settings, which it belongs to."""
        return ((text("own_fields", "Settings"), Place("settings")),)

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show the fields of one kind as they are now."""
        if place.tab in CUSTOM_KINDS:
            self.tabs.choose(place.tab)
        self.setFocusProxy(self.list)
        self._read()

    @property
    def kind(self) -> str:
        """The kind whose fields are shown."""
        return self.tabs.current

    @property
    def current(self) -> Record | None:
        """The definition that is chosen."""
        entry = self.list.current()
        return entry.record if entry is not None else None

    # What a person does

    def add(self) -> None:
        """Ask what the new field is called and what it holds."""
        if self.may:
            from crm_desktop.views.own_fields.adding import AddField

            AddField(self.kind, self._make, self.window()).open()

    def switch(self) -> None:
        """Switch the chosen field off, or on again; what was filled in is kept."""
        record = self.current
        if record is None or not self.may:
            return
        on = record.get("active") is False
        name = self._title(record)
        said = text("own_fields", "{name} is in use again", name=name) if on else text(
            "own_fields", "{name} is switched off. What was filled in is kept.", name=name)  # fmt: skip
        self.desk.act("custom_field.switch", [Update("custom_field", record.id, {"active": on})], said)

    def reorder(self, by: int) -> None:
        """Put the chosen field before or after its neighbour."""
        record = self.current
        if record is not None and self.may:
            self._write("custom_field.move", move(self._records(), record.id, by))

    def describe(self, values: Values) -> None:
        """Give the chosen definition new values."""
        record = self.current
        if record is not None and self.may:
            self._write("custom_field.change", [Update("custom_field", record.id, values)])

    def write_options(self, edits: list[Edit]) -> None:
        """Change what can be chosen in the chosen field."""
        if self.may:
            self._write("custom_field.change", edits)

    # Inside

    def _make(self, new: NewField) -> None:
        beside = self._records()
        places = [each.get("position") for each in beside]
        last = max((place for place in places if isinstance(place, int)), default=-1)
        made = Create("custom_field", {**new.values, "record_kind": self.kind, "position": last + 1})
        made = Create("custom_field", {**made.values, "name": new.name(made.id)}, made.id)
        self._select = made.id
        name = str(made.values["label"])
        edits = [made, *option_edits(str(made.values["name"]), new.options)]
        self.desk.act("custom_field.add", edits, text("own_fields", "{name} is added", name=name))

    def _write(self, act: str, edits: list[Edit]) -> None:
        if edits:
            self.desk.act(act, edits)

    def _read(self) -> None:
        self.desk.read(self, self._take, custom_definitions)

    def _take(self, found: CustomDefinitions) -> None:
        self.found = found
        self.may = self._lookups.may(Permission.ADMINISTER)
        self.read_only.setVisible(not self.may and self._lookups.now is not None)
        for button in (self.add_button, self.first_button):
            button.setVisible(self.may)
        self._show()
        self.desk.actions.review()

    def _records(self) -> list[Record]:
        return [each for each in self.found.fields if each.get("record_kind") == self.kind]

    def _show(self) -> None:
        self.tabs.set_counts({kind: self.found.count(kind) or None for kind in CUSTOM_KINDS})
        entries = [self._entry(each) for each in self._records()]
        if self.list.show_entries(entries, self._select):
            self._select = ""
        self._nothing.setVisible(not entries)
        self._area.setVisible(bool(entries))

    def _show_current(self) -> None:
        record = self.current
        if record is not None:
            self.definition.show_record(record, self._title(record), self.found, writable=self.may)
        self.desk.actions.review()

    def _entry(self, record: Record) -> Entry:
        said = label("options", f"custom_field.type.{type_of(str(record.get('name')))}")
        return Entry(record.id, f"{self._title(record)} · {said}", record.values, record)

    def _title(self, record: Record) -> str:
        chinese = record.get("label_zh") if current_language().code == "zh" else None
        return str(chinese or record.title)

    def _written(self, change: Changed) -> None:
        if self.isVisible() and not _KINDS_SHOWN.isdisjoint(change.kinds):
            self._read()

    def _contribute(self) -> None:
        def own() -> bool:
            return self.may and self.current is not None

        self.desk.actions.contribute(
            self,
            [
                Action(key="custom_field.add", run=self.add, icon="plus", shortcut="Ins", taken=True, menu="edit",
                       enabled=lambda: self.may),
                Action(key="custom_field.switch", run=self.switch, icon="ban", shortcut="Del", taken=True,
                       menu="edit", enabled=own),
                Action(key="custom_field.up", run=partial(self.reorder, -1), icon="arrow-up", shortcut="Alt+Up",
                       taken=True, menu="edit", enabled=own),
                Action(key="custom_field.down", run=partial(self.reorder, 1), icon="arrow-down", shortcut="Alt+Down",
                       taken=True, menu="edit", enabled=own),
            ],
        )  # fmt: skip

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 8, 8)
        head.addWidget(Label(label("kinds", "custom_field.plural"), "bodyStrong", elide=True), 1)
        head.addWidget(self.add_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(line())
        column.addWidget(self.list, 1)
        left.setFixedWidth(current_theme().scaled(_LIST))
        self.definition.setMaximumWidth(current_theme().scaled(_FORM))
        self.definition.setProperty("scrollContent", True)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self.definition)
        self._nothing = QWidget()
        middle = QVBoxLayout(self._nothing)
        middle.addStretch()
        middle.addWidget(self.empty)
        middle.addWidget(self.first_button, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch()
        row = QHBoxLayout()
        row.setSpacing(0)
        for part, stretch in ((left, 0), (line("v"), 0), (self._area, 1), (self._nothing, 1)):
            row.addWidget(part, stretch)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for bar in (self.tabs, line(), self.read_only):
            whole.addWidget(bar)
        whole.addLayout(row, 1)
        set_surface(self, "surface")
        self._nothing.hide()
