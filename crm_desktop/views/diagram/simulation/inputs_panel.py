"""What a simulation is told beside the map: how many come, who works when, how times vary, how long and how often."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.processes.simulation.from_map import STEPS, Assumptions, lane_keys, needs_nobody, node_key
from crm_desktop.models.processes.simulation.inputs import Calendar, Settings
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.number_input import NumberInput
from crm_desktop.views.widgets.segmented import Segmented

_NUMBER = re.compile(r"-?\d{1,6}(?:[.,]\d{1,3})?")
_MOST_SHOWN = 400
_DAYS_OF_WEEK = tuple(range(7))


class InputsPanel(Component, QWidget):
    """`InputsPanel()`, `show_map(map)`; then `assumptions()` and `settings()`. Empty and 0 leave it to the map."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.per_day = NumberInput(0, 100_000, 0)
        self.regular = _choice(("chance", text("simulation", "By chance")), ("regular", text("simulation", "Evenly")))
        self.begin, self.end = NumberInput(0, 23, 9, suffix=":00"), NumberInput(1, 24, 17, suffix=":00")
        self.days_a_week = NumberInput(1, 7, 5)
        self.form = _choice(
            ("fixed", text("simulation", "Not at all")),
            ("triangular", text("simulation", "Half as much")),
            ("lognormal", text("simulation", "Skewed")),
            ("exponential", text("simulation", "Strongly")),
        )
        self.form.choose("triangular")
        self.days, self.warm_up = NumberInput(1, 3_660, 28), NumberInput(0, 3_660, 7)
        self.replications, self.seed = NumberInput(1, 200, 10), NumberInput(0, 2_000_000_000, 1)
        self.people, self.steps = _Table(2), _Table(3)
        self._keys: list[str] = []
        self._step_keys: list[str] = []
        self._lay_out()
        self.settle()

    def retranslate(self) -> None:
        """Name the tables again; what stands for the map's own word is named where the number would stand."""
        self.per_day.setSpecialValueText(str(text("simulation", "As the map says")))
        self.people.setHorizontalHeaderLabels([str(text("simulation", "Lane")), str(text("simulation", "People"))])
        heads = (text("simulation", "Step"), text("simulation", "Minutes"), text("simulation", "Together"))
        self.steps.setHorizontalHeaderLabels([str(each) for each in heads])
        self.people.setAccessibleName(str(text("simulation", "People in each lane")))
        self.steps.setAccessibleName(str(text("simulation", "Work of each step")))

    def show_map(self, map_: ProcessMap) -> None:
        """Offer the lanes and steps of a map, with what it says of them; what it does not say stays empty."""
        keys = lane_keys(map_)
        lanes = lanes_in_order(map_)
        self._keys = [keys[each.id] for each in lanes]
        self.people.fill([(each.name, "" if each.staff is None else str(each.staff)) for each in lanes])
        steps = [each for each in map_.nodes if each.form in STEPS and not each.parent_id and not needs_nobody(each)]
        steps = sorted(steps, key=lambda each: (each.along, each.across, each.id))[:_MOST_SHOWN]
        self._step_keys = [node_key(each) for each in steps]
        self.steps.fill([(each.name, _minutes(each.working_seconds), "1") for each in steps])

    def assumptions(self) -> Assumptions:
        """Return what a person said; what is as the map has it is not said again."""
        staff = {key: int(said[0]) for key, said in zip(self._keys, self.people.changed(1), strict=True) if said}
        work = zip(self._step_keys, self.steps.changed(1), strict=True)
        batch = zip(self._step_keys, self.steps.changed(2), strict=True)
        return Assumptions(
            per_day=float(self.per_day.value()) or None,
            regular=self.regular.choice == "regular",
            form=self.form.choice,
            calendar=Calendar(
                _DAYS_OF_WEEK[: self.days_a_week.value()], self.begin.value() * 3_600, self.end.value() * 3_600
            ),
            staff=staff,
            work={key: tuple(each * 60 for each in said) for key, said in work if said},
            batch={key: max(1, int(said[0])) for key, said in batch if said},
        )

    def settings(self, moves: int) -> Settings:
        """Return how long and how often."""
        return Settings(
            days=self.days.value(),
            warm_up_days=self.warm_up.value(),
            replications=self.replications.value(),
            seed=self.seed.value(),
            moves=moves,
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.setVerticalSpacing(8)
        rows: tuple[tuple[Wording, QWidget], ...] = (
            (text("simulation", "New cases a working day"), self.per_day),
            (text("simulation", "They arrive"), self.regular),
            (text("simulation", "Work begins"), self.begin),
            (text("simulation", "Work ends"), self.end),
            (text("simulation", "Days a week"), self.days_a_week),
            (text("simulation", "Times vary"), self.form),
            (text("simulation", "Days that count"), self.days),
            (text("simulation", "Days before, to fill up"), self.warm_up),
            (text("simulation", "Repetitions"), self.replications),
            (text("simulation", "Seed of chance"), self.seed),
        )
        for name, field in rows:
            head = Label(name, "caption", "text.secondary")
            head.setBuddy(field)
            field.setAccessibleName(str(name))
            form.addRow(head, field)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 16)
        column.setSpacing(8)
        column.addLayout(form)
        column.addWidget(Label(text("simulation", "People"), "bodyStrong"))
        column.addWidget(self.people)
        column.addWidget(Label(text("simulation", "Work of each step"), "bodyStrong"))
        column.addWidget(Label(text("simulation", "One number is a mean; several, like 5, 8, 12, are observations"),
                               "caption", "text.secondary", elide=True))  # fmt: skip
        column.addWidget(self.steps)
        column.addStretch()


class _Table(QTableWidget):
    """Names that stand, beside values to be typed; knows what was typed."""

    def __init__(self, columns: int) -> None:
        super().__init__(0, columns)
        self._given: list[tuple[str, ...]] = []
        self.setFrameShape(QTableWidget.Shape.NoFrame)
        self.verticalHeader().hide()
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        heads = self.horizontalHeader()
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, columns):
            heads.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            heads.resizeSection(column, 84)

    def fill(self, rows: list[tuple[str, ...]]) -> None:
        """Show rows anew."""
        self._given = rows
        self.setRowCount(len(rows))
        for at, row in enumerate(rows):
            for column, value in enumerate(row):
                item = QTableWidgetItem(value)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEditable if not column else item.flags())
                self.setItem(at, column, item)
        height = self.horizontalHeader().sizeHint().height() + 4
        self.setFixedHeight(height + sum(self.rowHeight(at) for at in range(len(rows))))

    def changed(self, column: int) -> list[tuple[float, ...]]:
        """Return for each row the numbers that were typed, nothing where the cell is as it was given or has none."""
        found: list[tuple[float, ...]] = []
        for at, row in enumerate(self._given):
            item = self.item(at, column)
            typed = item.text() if item is not None else ""
            same = typed.strip() == row[column]
            found.append(() if same else tuple(float(each.replace(",", ".")) for each in _numbers(typed)))
        return found


def _numbers(typed: str) -> list[str]:
    """Return the numbers of a list; a comma parts them unless a digit follows at once."""
    return _NUMBER.findall(typed.replace("，", ", ").replace("、", ", "))


def _choice(*choices: tuple[str, Wording]) -> Segmented:
    return Segmented([(key, name, "") for key, name in choices], lambda _key: None)


def _minutes(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds / 60:g}"
