"""Filters with "all of" and "any of" inside each other, built in a dialog; simple ones are chips without it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.fields import RecordKind
from crm_desktop.models.rules.filter_tree import Way, part_at, tidied, with_join, with_part
from crm_desktop.models.rules.views import Condition, Group
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.tables.fields import field_of
from crm_desktop.views.tables.filter_editor import FieldPicker, FilterEditor
from crm_desktop.views.tables.filter_words import chip_icon, chip_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.icon_button import IconButton

_INDENT, _DEEPEST = 20, 4


class FilterBuilder(Dialog):
    """`FilterBuilder(desk, kind, group, words, take, window).open()`; `take` is handed the finished `Group`."""

    def __init__(
        self,
        desk: Desk,
        kind: RecordKind,
        group: Group,
        words: Callable[[], Wordings],
        take: Callable[[Group], object],
        parent: QWidget,
    ) -> None:
        explanation = text("tables", "Conditions stand in groups: all of a group hold, or any of them.")
        super().__init__(label("acts", "list.filter_builder"), explanation, width=560, parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._kind, self._words, self._take = desk, kind, words, take
        self.group = group
        """The filter as it stands in the dialog."""
        self._linked: Mapping[str, str] = words().linked
        self._pages = QStackedWidget()
        self._tree = QScrollArea()
        self._tree.setWidgetResizable(True)
        self._tree.setFrameShape(QFrame.Shape.NoFrame)
        self._tree.setMinimumHeight(current_theme().scaled(360))
        self._pages.addWidget(self._tree)
        self.body.addWidget(self._pages)
        self.add_safe_verb()
        self.add_verb(text("tables", "Apply"), self._apply).setDefault(False)
        self._fill()

    def add_condition(self, way: Way) -> None:
        """Offer the fields for one more condition at a place."""
        self._turn_to(FieldPicker(self._kind, lambda name: self.edit(way, name)))

    def edit(self, way: Way, name: str, condition: Condition | None = None) -> None:
        """Ask for comparison and value of a condition."""
        field = field_of(self._kind, name)
        if field is not None:
            keep = partial(self._keep, way)
            self._turn_to(FilterEditor(self._desk, self._kind, field, condition, keep, self._linked))

    def add_group(self, way: Way) -> None:
        """Put a group with the other join into a group, and ask for its first condition."""
        outer = part_at(self.group, way[:-1])
        assert isinstance(outer, Group)
        self.group = with_part(self.group, way, Group(join="or" if outer.join == "and" else "and"))
        self.add_condition([*way, 0])

    def _keep(self, way: Way, condition: Condition) -> None:
        self._change(with_part(self.group, way, condition))

    def _change(self, group: Group) -> None:
        self.group = group
        self._fill()

    def _apply(self) -> None:
        self._take(tidied(self.group))
        self.accept()

    def _turn_to(self, page: QWidget) -> None:
        self._forget_page()
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Button(text("tables", "Back"), self._fill, kind="link", icon="arrow-left", small=True))
        column.addWidget(page)
        column.addStretch()
        self._pages.addWidget(holder)
        self._pages.setCurrentWidget(holder)
        page.setFocus()

    def _forget_page(self) -> None:
        page = self._pages.widget(1)
        if page is not None:
            self._pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    def _fill(self) -> None:
        self._forget_page()
        holder = QWidget()
        holder.setProperty("scrollContent", True)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 8, 0)
        column.addWidget(self._group_box(self.group, []))
        column.addStretch()
        self._tree.setWidget(holder)
        self._pages.setCurrentWidget(self._tree)

    def _group_box(self, group: Group, way: list[int]) -> QWidget:
        box = QFrame()
        column = QVBoxLayout(box)
        column.setContentsMargins(_INDENT if way else 0, 0, 0, 4)
        column.setSpacing(6)
        column.addLayout(self._group_head(group, way))
        words = self._words()
        for place, part in enumerate(group.parts):
            inner = [*way, place]
            if isinstance(part, Group):
                column.addWidget(self._group_box(part, inner))
            else:
                column.addLayout(self._condition_row(part, inner, words))
        foot = QHBoxLayout()
        end = [*way, len(group.parts)]
        add = text("tables", "Condition")
        foot.addWidget(Button(add, partial(self.add_condition, end), kind="link", icon="plus", small=True))
        if len(way) < _DEEPEST:
            inside = text("tables", "Group inside")
            foot.addWidget(Button(inside, partial(self.add_group, end), kind="link", icon="list-plus", small=True))
        foot.addStretch()
        column.addLayout(foot)
        return box

    def _group_head(self, group: Group, way: list[int]) -> QHBoxLayout:
        join = Combo()
        join.addItem(tr("tables", "All of these hold"), "and")
        join.addItem(tr("tables", "Any of these holds"), "or")
        join.setCurrentIndex(1 if group.join == "or" else 0)
        join.setAccessibleName(tr("tables", "How the conditions of this group belong together"))
        join.activated.connect(lambda _at: self._change(with_join(self.group, way, str(join.currentData()))))
        head = QHBoxLayout()
        head.addWidget(join)
        head.addStretch()
        if way:
            gone = partial(self._remove, way)
            head.addWidget(IconButton(text("tables", "Remove this group"), "x", gone, small=True))
        return head

    def _condition_row(self, condition: Condition, way: list[int], words: Wordings) -> QHBoxLayout:
        name, value = chip_words(self._kind, condition, words)
        row = QHBoxLayout()
        row.setContentsMargins(_INDENT, 0, 0, 0)
        edit = partial(self.edit, way, condition.field, condition)
        said = text("tables", "{field}: {value}", field=name, value=value)
        row.addWidget(Button(said, edit, icon=chip_icon(self._kind, condition), small=True))
        row.addStretch()
        row.addWidget(IconButton(text("tables", "Remove this condition"), "x", partial(self._remove, way), small=True))
        return row

    def _remove(self, way: Way) -> None:
        self._change(with_part(self.group, way, None))
