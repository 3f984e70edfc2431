"""What opens at a filter chip: which field, which comparison, which value. The values come from the forms' editors."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crm_desktop.models.fields import Field, FieldType, RecordKind, Value
from crm_desktop.models.rules.periods import PERIODS
from crm_desktop.models.rules.views import Condition, Operator
from crm_desktop.views.desk import Desk
from crm_desktop.views.forms.editors import editor_for
from crm_desktop.views.forms.field_editor import FieldEditor
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.lookups import lookups_of, option_words, stage_words
from crm_desktop.views.tables.fields import field_label, list_fields
from crm_desktop.views.tables.filter_words import IN_DAYS, WITHOUT_VALUE, operator_words, operators_for, period_words
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.number_input import NumberInput
from crm_desktop.views.widgets.text_input import TextInput

_WIDTH = 280
_USUAL_DAYS = {Operator.NEXT_DAYS: 90, Operator.LAST_DAYS: 30, Operator.NOT_FOR_DAYS: 14}


class FieldPicker(QWidget):
    """All fields that can be filtered by; typing narrows them, Enter takes the first."""

    def __init__(self, kind: RecordKind, take: Callable[[str], object], fields: Sequence[Field] | None = None) -> None:
        super().__init__()
        self._take = take
        self._find = TextInput(placeholder=text("tables", "Find a field"), icon="search")
        self._list = QListWidget()
        self._list.setProperty("choices", True)
        for field in list_fields(kind) if fields is None else fields:
            item = QListWidgetItem(str(field_label(kind, field.name)))
            item.setData(Qt.ItemDataRole.UserRole, field.name)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._list.setFixedHeight(300)
        self._list.setAccessibleName(tr("tables", "Fields"))
        self._find.textChanged.connect(self._narrow)
        self._list.itemClicked.connect(lambda item: take(item.data(Qt.ItemDataRole.UserRole)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._find)
        column.addWidget(self._list)
        self.setFixedWidth(_WIDTH)
        self.setFocusProxy(self._find)

    def add_verb(self, verb: QWidget) -> None:
        """Put something below the list that can be done instead."""
        column = self.layout()
        assert column is not None
        column.addWidget(verb)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move in the list, take with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            item = self._list.currentItem()
            if self._shown():
                self._take(item.data(Qt.ItemDataRole.UserRole))
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if event.key() == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def _narrow(self, typed: str) -> None:
        for item in self._items():
            item.setHidden(typed.strip().casefold() not in item.text().casefold())
        if self._shown():
            self._list.setCurrentItem(self._shown()[0])

    def _move(self, by: int) -> None:
        shown = self._shown()
        current = self._list.currentItem()
        if shown:
            at = shown.index(current) if current in shown else -1
            self._list.setCurrentItem(shown[max(0, min(at + by, len(shown) - 1))])

    def _shown(self) -> list[QListWidgetItem]:
        return [item for item in self._items() if not item.isHidden()]

    def _items(self) -> list[QListWidgetItem]:
        return [self._list.item(row) for row in range(self._list.count())]


class FilterEditor(QWidget):
    """One condition on one field; Enter or Apply hands it to `take`."""

    def __init__(
        self,
        desk: Desk,
        kind: RecordKind,
        field: Field,
        condition: Condition | None,
        take: Callable[[Condition], object],
        linked: Mapping[str, str],
    ) -> None:
        super().__init__()
        self._desk, self._kind, self._take, self._linked = desk, kind, take, linked
        self._field = replace(field, required=False)
        self._condition = condition
        self._operators = Combo()
        self._operators.setAccessibleName(tr("tables", "Comparison"))
        self._values: list[QWidget] = []
        for operator in operators_for(field):
            self._operators.addItem(str(operator_words(field, operator)), operator)
        now = condition.operator if condition is not None else operators_for(field)[0]
        self._operators.setCurrentIndex(max(0, self._operators.findData(now)))
        self._operators.currentIndexChanged.connect(self._offer)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(Label(field_label(kind, field.name), "bodyStrong"))
        self._column.addWidget(self._operators)
        self._place = QVBoxLayout()
        self._place.setSpacing(8)
        self._column.addLayout(self._place)
        foot = QHBoxLayout()
        foot.addStretch()
        foot.addWidget(Button(text("tables", "Apply"), self.apply, kind="primary", small=True))
        self._column.addLayout(foot)
        self.setFixedWidth(_WIDTH)
        self._offer()

    @property
    def operator(self) -> Operator:
        """The comparison that is chosen."""
        return Operator(self._operators.currentData())

    def apply(self) -> None:
        """Hand the condition over, if it says something."""
        operator = self.operator
        found = [_read(each) for each in self._values]
        if operator not in WITHOUT_VALUE and (not found or any(each in (None, []) for each in found)):
            return
        lower, upper = (*found, None, None)[:2]
        self._take(Condition(self._field.name, operator, lower, upper))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Apply with Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.apply()
        else:
            super().keyPressEvent(event)

    def _offer(self) -> None:
        """Offer the values that the comparison takes."""
        while (item := self._place.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        kept = self._condition if self._condition is not None and self._condition.operator is self.operator else None
        self._values = self._editors(kept)
        for each in self._values:
            self._place.addWidget(each)
        self.setFocusProxy(self._values[0] if self._values else self._operators)
        parent = self.parentWidget()
        if parent is not None:
            parent.adjustSize()

    def _editors(self, kept: Condition | None) -> list[QWidget]:
        operator, value = self.operator, kept.value if kept is not None else None
        if operator in WITHOUT_VALUE:
            return []
        if operator in IN_DAYS:
            days = value if isinstance(value, int) else _USUAL_DAYS[operator]
            return [NumberInput(1, 3650, days, suffix=f" {tr('tables', 'days')}")]
        if operator is Operator.IN_PERIOD:
            periods: list[tuple[Value, str]] = [(each, str(period_words(each))) for each in PERIODS]
            return [CheckList(periods, value if value is not None else "this_month", single=True)]
        if operator is Operator.ANY_OF or self._field.type is FieldType.FLAG:
            return [self._choices(value)]
        bounds = [value, kept.upper if kept is not None else None]
        return [self._editor(each) for each in (bounds if operator is Operator.BETWEEN else bounds[:1])]

    def _choices(self, value: Value) -> QWidget:
        offered = self._offered()
        if offered is None:
            several = replace(self._field, type=FieldType.SET, limit=100)
            editor = editor_for(several, self._kind, self._desk, self)
            several_values: Value = value if isinstance(value, list) else [str(value)] if value else None
            editor.set_values({self._field.name: several_values}, self._linked)
            return editor
        return CheckList(offered, value, single=self._field.type is FieldType.FLAG)

    def _editor(self, value: Value) -> FieldEditor:
        field = self._field
        if field.type is FieldType.MOMENT:
            field = replace(field, type=FieldType.DATE)
        if self.operator is Operator.CONTAINS:
            field = replace(field, type=FieldType.TEXT, options=(), picklist="")
        editor = editor_for(field, self._kind, self._desk, self)
        editor.set_read_only(False)
        editor.set_value(value)
        return editor

    def _offered(self) -> list[tuple[Value, str]] | None:
        """Return all answers where there are few enough to list them, else None."""
        lookups, field = lookups_of(self._desk), self._field
        if field.type is FieldType.FLAG:
            return [(True, tr("tables", "Yes")), (False, tr("tables", "No"))]
        if field.picklist and lookups.options(field.picklist):
            return [(option.key, option_words(option)) for option in lookups.options(field.picklist)]
        if field.options:
            name = field.name
            return [(key, str(label("options", self._kind.option_key(name, key)))) for key in field.options]
        if lookups.now is None:
            return None
        if field.target == "stage":
            return [(stage.id, stage_words(stage)) for stage in lookups.stages()]
        known = {"user": lookups.now.users, "tag": lookups.now.tags, "unit": lookups.now.units}.get(field.target)
        return [(each.id, each.title) for each in known.values()] if known is not None else None


class CheckList(QListWidget):
    """Answers to tick; `value()` is the list of those ticked, or with `single` the one."""

    def __init__(self, offered: Sequence[tuple[Value, str]], value: Value, *, single: bool = False) -> None:
        super().__init__()
        self._single = single
        self.setProperty("choices", True)
        chosen = value if isinstance(value, list) else [value]
        for key, words in offered:
            item = QListWidgetItem(words)
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Checked if key in chosen else Qt.CheckState.Unchecked)
            self.addItem(item)
        self.setCurrentRow(0)
        self.setFixedHeight(min(240, 12 + max(28, self.sizeHintForRow(0)) * max(1, len(offered))))
        self.setAccessibleName(tr("tables", "Values"))
        self.itemClicked.connect(self._toggle)

    def value(self) -> Value:
        """Return what is ticked."""
        keys = [item.data(Qt.ItemDataRole.UserRole) for item in self._items() if _is_checked(item)]
        if self._single:
            return keys[0] if keys else None
        return keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tick with Space."""
        item = self.currentItem()
        if event.key() == Qt.Key.Key_Space and self.count():
            self._toggle(item)
        else:
            super().keyPressEvent(event)

    def _toggle(self, item: QListWidgetItem) -> None:
        ticked = not _is_checked(item)
        if self._single:
            for other in self._items():
                other.setCheckState(Qt.CheckState.Unchecked)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]


def _is_checked(item: QListWidgetItem) -> bool:
    return item.checkState() is Qt.CheckState.Checked


def _read(editor: QWidget) -> Value:
    if isinstance(editor, NumberInput):
        return editor.value()
    assert isinstance(editor, CheckList | FieldEditor)
    return editor.value()
