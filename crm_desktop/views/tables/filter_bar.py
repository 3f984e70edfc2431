"""The line of filters above a list: chips, add, clear; what is not saved yet; group, sort and columns at the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.rules.views import Condition, Definition, Group, Sort
from crm_desktop.store.queries.records import titles
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.tables.fields import can_group_by, can_sort_by, field_label, field_of, fields_shown, list_fields
from crm_desktop.views.tables.filter_editor import FieldPicker, FilterEditor
from crm_desktop.views.tables.filter_words import chip_icon, chip_words, linked_in
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.chip import AddChip, FilterChip
from crm_desktop.views.widgets.component import Component, line
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.popover import Popover


class FilterBar(Component, QWidget):
    """`bar.show_definition(definition)`; `wanted` says the definition a person asks for instead."""

    wanted = Signal(object)
    """A `Definition`."""
    save_wanted = Signal()

    def __init__(self, desk: Desk, kind: RecordKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._kind = desk, kind
        self._definition = Definition()
        self._linked: dict[str, str] = {}
        self._chips: list[FilterChip] = []
        self._flow = FlowLayout(8)
        self._add = AddChip(text("tables", "Filter"), self.add_filter)
        self._any = Button(text("tables", "Any of"), self.build, kind="link", small=True)
        self._clear = Button(text("tables", "Clear"), self.clear, kind="link", small=True)
        self._unsaved = IconWord("circle-dot", "warning.text", text("tables", "Filter changed"), ink="warning.text")
        self._save = Button(text("tables", "Save to view"), self.save_wanted.emit, small=True)
        self._group = Button(text("tables", "Group"), self._choose_group, icon="rows-3", small=True)
        self._sort = Button(text("tables", "Sort"), self._choose_sort, icon="arrow-down-wide-narrow", small=True)
        self._columns = Button(text("tables", "Columns"), self.choose_columns, icon="columns-3", small=True)
        self.of_tables = (self._group, self._columns)
        """What only a table has."""
        self._popover: Popover | None = None
        lookups_of(desk).changed.connect(self._fill)
        self._lay_out()
        self.settle()

    def show_definition(self, definition: Definition, *, changed: bool, own: bool) -> None:
        """Show what a list is filtered, grouped and sorted by; `changed` against its view, `own` if it can be saved."""
        self._unsaved.setVisible(changed)
        self._save.setVisible(changed)
        self._save.set_wording(text("tables", "Save to view") if own else text("tables", "Save as view"))
        self._rule.setVisible(changed)
        if definition != self._definition:
            self._definition = definition
            self._fill()
            self._read_names()

    # What a person does

    def add_filter(self) -> None:
        """Offer the fields for one more filter."""
        picker = FieldPicker(self._kind, lambda name: self._edit(self._add, len(self._chips), name))
        picker.add_verb(Button(label("acts", "list.filter_builder"), self.build, kind="link", small=True))
        self._open(picker, self._add)

    def build(self) -> None:
        """Open the builder for filters with groups."""
        from crm_desktop.views.tables.filter_builder import FilterBuilder

        self._close()
        now = self._definition.filter
        FilterBuilder(
            self._desk,
            self._kind,
            now,
            partial(_words, self._desk, self._linked),
            lambda group: self._ask(filter=group),
            self.window(),
        ).open()

    def clear(self) -> None:
        """Ask for the list without any filter or search."""
        self._ask(filter=Group(), search="")

    def choose_columns(self) -> None:
        """Offer all fields as columns."""
        menu = Menu(self)
        shown = [each.name for each in fields_shown(self._kind, self._definition)]
        for field in list_fields(self._kind):
            if field.name != self._kind.title:
                run = partial(self.toggle_column, field.name)
                menu.add_entry(field_label(self._kind, field.name), run, checked=field.name in shown)
        menu.add_line()
        menu.add_entry(text("tables", "Usual columns"), lambda: self._ask(columns=()))
        menu.open_below(self._columns, right=True)

    def toggle_column(self, name: str) -> None:
        """Show a field as a column, or no longer."""
        shown = [each.name for each in fields_shown(self._kind, self._definition)][1:]
        self._ask(columns=tuple(each for each in shown if each != name) if name in shown else (*shown, name))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Remove the last filter with Backspace."""
        if event.key() == Qt.Key.Key_Backspace and self._chips:
            self._remove(len(self._chips) - 1)
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        """Read the words again."""
        self._fill()

    def restyle(self) -> None:
        """Take the height from the theme."""
        pad = 11 if current_theme().density == "comfortable" else 6
        layout = self.layout()
        assert layout is not None
        layout.setContentsMargins(24, pad, 16, pad)

    # Inside

    def _lay_out(self) -> None:
        self._rule = line("v")
        self._rule.setFixedHeight(18)
        chips = QWidget()
        chips.setLayout(self._flow)
        row = QHBoxLayout(self)
        row.setSpacing(8)
        row.addWidget(chips, 1)
        for part in (self._unsaved, self._save, self._rule, self._group, self._sort, self._columns):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        for tail in (self._any, self._add, self._clear):
            self._flow.addWidget(tail)

    def _fill(self) -> None:
        focused = next((place for place, chip in enumerate(self._chips) if chip.hasFocus()), -1)
        words = _words(self._desk, self._linked)
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        for part in (self._any, self._add, self._clear):
            self._flow.removeWidget(part)
        self._chips = []
        self._any.setVisible(self._definition.filter.join == "or" and len(self._definition.filter.parts) > 1)
        self._flow.addWidget(self._any)
        for place, each in enumerate(self._definition.filter.parts):
            name, value = chip_words(self._kind, each, words)
            chip = FilterChip(name, value, icon=chip_icon(self._kind, each))
            chip.clicked.connect(partial(self._edit_chip, place))
            chip.removed.connect(partial(self._remove, place))
            self._chips.append(chip)
            self._flow.addWidget(chip)
        for tail in (self._add, self._clear):
            self._flow.addWidget(tail)
        self._clear.setVisible(bool(self._chips) or bool(self._definition.search))
        if focused >= 0:
            (self._chips[min(focused, len(self._chips) - 1)] if self._chips else self._add).setFocus()
        self._name_buttons()

    def _read_names(self) -> None:
        """Read what the records in the filter are called, but for those that are at hand."""
        for target, ids in linked_in(self._kind, self._definition.filter).items():
            missing = ids - self._linked.keys()
            if missing:
                self._desk.read(self, self._named, titles, target, missing)

    def _named(self, found: dict[str, str]) -> None:
        self._linked.update(found)
        self._fill()

    def _name_buttons(self) -> None:
        group, sorts = self._definition.group_by, self._definition.sorts
        grouped: Wording = text("tables", "Group")
        if group and field_of(self._kind, group) is not None:
            grouped = text("tables", "Group: {field}", field=field_label(self._kind, group))
        self._group.set_wording(grouped)
        by = sorts[0].field if sorts else self._kind.title
        self._sort.set_wording(field_label(self._kind, by))
        self._sort.set_icon("arrow-down-wide-narrow" if sorts and sorts[0].descending else "arrow-up-narrow-wide")
        self._sort.set_hint(text("tables", "Sort"))

    def _edit_chip(self, place: int, _checked: bool = False) -> None:
        part = self._definition.filter.parts[place]
        if isinstance(part, Group):
            self.build()
        elif field_of(self._kind, part.field) is not None:
            self._edit(self._chips[place], place, part.field, part)

    def _edit(self, anchor: QWidget, place: int, name: str, condition: Condition | None = None) -> None:
        field = field_of(self._kind, name)
        if field is not None:
            take = partial(self._take, place)
            self._open(FilterEditor(self._desk, self._kind, field, condition, take, self._linked), anchor)

    def _open(self, content: QWidget, anchor: QWidget) -> None:
        self._close()
        self._popover = Popover(content, padding=12)
        self._popover.open_at(anchor)
        content.setFocus()

    def _close(self) -> None:
        if self._popover is not None:
            self._popover.close_popover()
            self._popover.deleteLater()
            self._popover = None

    def _take(self, place: int, condition: Condition) -> None:
        self._close()
        parts = list(self._definition.filter.parts)
        parts[place : place + 1] = [condition]
        self._ask(filter=msgspec.structs.replace(self._definition.filter, parts=tuple(parts)))

    def _remove(self, place: int) -> None:
        parts = [part for at, part in enumerate(self._definition.filter.parts) if at != place]
        self._ask(filter=msgspec.structs.replace(self._definition.filter, parts=tuple(parts)))

    def _choose_group(self) -> None:
        menu, now = Menu(self), self._definition.group_by
        menu.add_entry(text("tables", "No groups"), lambda: self._ask(group_by=""), checked=not now)
        menu.add_line()
        self._offer(menu, can_group_by, lambda name: self._ask(group_by=name), now)
        menu.open_below(self._group, right=True)

    def _choose_sort(self) -> None:
        menu = Menu(self)
        sorts = self._definition.sorts
        now = sorts[0] if sorts else Sort(self._kind.title)
        self._offer(menu, can_sort_by, lambda name: self._ask(sorts=(Sort(name, now.descending),)), now.field)
        menu.add_line()
        for words, down in ((text("tables", "Ascending"), False), (text("tables", "Descending"), True)):
            run = partial(self._ask, sorts=(Sort(now.field, down),))
            menu.add_entry(words, run, checked=now.descending is down)
        menu.open_below(self._sort, right=True)

    def _offer(self, menu: Menu, fits: Callable[..., bool], run: Callable[[str], object], now: str) -> None:
        for field in list_fields(self._kind):
            if fits(field):
                menu.add_entry(field_label(self._kind, field.name), partial(run, field.name), checked=field.name == now)

    def _ask(self, **changes: object) -> None:
        self.wanted.emit(msgspec.structs.replace(self._definition, **changes))


def _words(desk: Desk, linked: Mapping[str, str]) -> Wordings:
    return Wordings(lookups_of(desk), current_formats(desk.clock.now()), linked)
