"""What a simulation is told beside the map: how many come, who works when, how times vary, how long and how often."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from crm_desktop.models.money import from_units, parse_amount
from crm_desktop.models.processes.process_map import ProcessMap, lanes_in_order
from crm_desktop.models.processes.simulation.from_map import STEPS, lane_keys, needs_nobody, node_key
from crm_desktop.models.processes.simulation.inputs import HOUR, Assumptions, Calendar, Settings
from crm_desktop.models.processes.simulation.typed_times import (
    monday_of,
    read_days,
    read_hours,
    read_weekdays,
    say_days,
    say_hours,
    say_weekdays,
)
from crm_desktop.models.typed import read_day
from crm_desktop.store.queries.simulations import NO_WAGE, Wage
from crm_desktop.views.diagram.simulation.numbers_table import NumbersTable
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.number_input import NumberInput
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput

_MOST_SHOWN = 400
_DAYS_OF_WEEK = tuple(range(7))
_DATES = 272
_UNREAD = -1
"""Stands for a wage or a holiday that cannot be read: the simulation says so and does not run."""


class InputsPanel(Component, QWidget):
    """`InputsPanel(today)`, `show_map(map)`; then `assumptions()` and `settings()`. Empty and 0 leave it to the map."""

    def __init__(self, today: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today, self._wage = today, NO_WAGE
        self.per_day = NumberInput(0, 100_000, 0)
        self.regular = _choice(("chance", text("simulation", "By chance")), ("regular", text("simulation", "Evenly")))
        self.begin, self.end = NumberInput(0, 23, 9, suffix=":00"), NumberInput(1, 24, 17, suffix=":00")
        self.days_a_week = NumberInput(1, 7, 5)
        self.begins = TextInput(monday_of(today).isoformat())
        example = f"{today.year}-10-01 – {today.year}-10-07"
        self.holidays = TextInput(placeholder=text("simulation", "None; like {days}", days=example))
        self.holidays.setMinimumWidth(_DATES)
        self.form = _choice(
            ("fixed", text("simulation", "Not at all")),
            ("triangular", text("simulation", "Half as much")),
            ("lognormal", text("simulation", "Skewed")),
            ("exponential", text("simulation", "Strongly")),
        )
        self.form.choose("triangular")
        self.days, self.warm_up = NumberInput(1, 3_660, 28), NumberInput(0, 3_660, 7)
        self.replications, self.seed = NumberInput(1, 200, 10), NumberInput(0, 2_000_000_000, 1)
        self.people, self.steps = NumbersTable(56, 92, 64, 72), NumbersTable(84, 84)
        self._keys: list[str] = []
        self._step_keys: list[str] = []
        self._lay_out()
        self.settle()

    def retranslate(self) -> None:
        """Name the tables again; what stands for the map's own word is named where the number would stand."""
        self.per_day.setSpecialValueText(str(text("simulation", "As the map says")))
        heads = (text("simulation", "Lane"), text("simulation", "People"), text("simulation", "Hours"),
                 text("simulation", "Days"), text("simulation", "An hour"))  # fmt: skip
        self.people.setHorizontalHeaderLabels([str(each) for each in heads])
        work = (text("simulation", "Step"), text("simulation", "Minutes"), text("simulation", "Together"))
        self.steps.setHorizontalHeaderLabels([str(each) for each in work])
        self.people.setAccessibleName(str(text("simulation", "People in each lane")))
        self.steps.setAccessibleName(str(text("simulation", "Work of each step")))

    def show_map(self, map_: ProcessMap, wage: Wage = NO_WAGE) -> None:
        """Offer the lanes and steps of a map, with what it says of them; what it does not say stays empty."""
        self._wage = wage
        keys = lane_keys(map_)
        lanes = lanes_in_order(map_)
        self._keys = [keys[each.id] for each in lanes]
        an_hour = f"{from_units(wage.units).normalize():f}" if wage.units else ""
        self.people.fill(
            [(each.name, "" if each.staff is None else str(each.staff), "", "", an_hour) for each in lanes]
        )
        steps = [each for each in map_.nodes if each.form in STEPS and not each.parent_id and not needs_nobody(each)]
        steps = sorted(steps, key=lambda each: (each.along, each.across, each.id))[:_MOST_SHOWN]
        self._step_keys = [node_key(each) for each in steps]
        self.steps.fill([(each.name, _minutes(each.working_seconds), "1") for each in steps])

    def show_given(self, given: Assumptions, settings: Settings) -> None:
        """Put in what was said at another time, as far as the map still has its lanes and steps."""
        self.per_day.setValue(round(given.per_day or 0))
        self.regular.choose("regular" if given.regular else "chance")
        self.form.choose(given.form)
        self.begin.setValue(given.calendar.begin // HOUR)
        self.end.setValue(given.calendar.end // HOUR)
        self.days_a_week.setValue(len(given.calendar.days))
        self.begins.setText(settings.begins)
        monday = self._monday() or monday_of(self._today)
        self.holidays.setText(say_days(monday + timedelta(days=day) for day in given.holidays))
        self.days.setValue(settings.days)
        self.warm_up.setValue(settings.warm_up_days)
        self.replications.setValue(settings.replications)
        self.seed.setValue(settings.seed)
        for row, key in enumerate(self._keys):
            self._show_lane(row, key, given)
        for row, key in enumerate(self._step_keys):
            if key in given.work:
                self.steps.type_in(row, 1, ", ".join(f"{each / 60:g}" for each in given.work[key]))
            self.steps.type_in(row, 2, str(given.batch.get(key, 1)))

    def _show_lane(self, row: int, key: str, given: Assumptions) -> None:
        if key in given.staff:
            self.people.type_in(row, 1, str(given.staff[key]))
        own = given.calendars.get(key)
        common = given.calendar
        hours = own is not None and (own.begin, own.end) != (common.begin, common.end)
        self.people.type_in(row, 2, say_hours(own.begin, own.end) if own and hours else "")
        self.people.type_in(row, 3, say_weekdays(own.days) if own and own.days != common.days else "")
        wage = given.wages.get(key, given.wage)
        self.people.type_in(row, 4, f"{from_units(wage).normalize():f}" if wage > 0 else "")

    def assumptions(self) -> Assumptions:
        """Return what a person said; what is as the map has it is not said again."""
        common = Calendar(_DAYS_OF_WEEK[: self.days_a_week.value()], self.begin.value() * HOUR, self.end.value() * HOUR)
        staff = {key: int(said[0]) for key, said in zip(self._keys, self.people.changed(1), strict=True) if said}
        work = zip(self._step_keys, self.steps.changed(1), strict=True)
        batch = zip(self._step_keys, self.steps.changed(2), strict=True)
        return Assumptions(
            per_day=float(self.per_day.value()) or None,
            regular=self.regular.choice == "regular",
            form=self.form.choice,
            calendar=common,
            holidays=self._holidays(),
            staff=staff,
            calendars=self._calendars(common),
            wage=self._wage.units,
            wages=dict(zip(self._keys, map(_amount, self.people.texts(4)), strict=True)),
            work={key: tuple(each * 60 for each in said) for key, said in work if said},
            batch={key: max(1, int(said[0])) for key, said in batch if said},
        )

    def settings(self, moves: int) -> Settings:
        """Return how long and how often, and from when; what is no day is handed on, to be said."""
        begins = self._monday()
        return Settings(
            days=self.days.value(),
            warm_up_days=self.warm_up.value(),
            replications=self.replications.value(),
            seed=self.seed.value(),
            moves=moves,
            begins=begins.isoformat() if begins else self.begins.text(),
            currency=self._wage.currency,
        )

    def _monday(self) -> date | None:
        """Return the Monday on which it begins, this week's where none was typed; None where that is no day."""
        typed = self.begins.text().strip()
        try:
            return monday_of(read_day(typed, self._today) if typed else self._today)
        except ValueError:
            return None

    def _holidays(self) -> tuple[int, ...]:
        begins = self._monday()
        if begins is None:
            return ()
        try:
            days = [(day - begins).days for day in read_days(self.holidays.text(), begins)]
        except ValueError:
            return (_UNREAD,)
        return tuple(day for day in days if day >= 0)

    def _calendars(self, common: Calendar) -> dict[str, Calendar]:
        """Return the calendars that differ from the common one; of what cannot be read, one without hours."""
        found = {}
        for key, hours, days in zip(self._keys, self.people.texts(2), self.people.texts(3), strict=True):
            try:
                begin, end = read_hours(hours) if hours else (common.begin, common.end)
                weekdays = read_weekdays(days) if days else common.days
            except ValueError:
                begin, end, weekdays = 0, 0, ()
            if hours or days:
                found[key] = msgspec.structs.replace(common, days=weekdays, begin=begin, end=end)
        return found

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
            (text("simulation", "Begins in the week of"), self.begins),
            (text("simulation", "Holidays"), self.holidays),
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
        column.addWidget(
            Paragraph(
                text(
                    "simulation",
                    "Hours like 8:30–17, days like 1–5 (1 is Monday); empty ones are as above. "
                    "An hour is what one person costs.",
                ),
                "caption",
                "text.secondary",
            )
        )
        column.addWidget(self.people)
        column.addWidget(Label(text("simulation", "Work of each step"), "bodyStrong"))
        column.addWidget(Label(text("simulation", "One number is a mean; several, like 5, 8, 12, are observations"),
                               "caption", "text.secondary", elide=True))  # fmt: skip
        column.addWidget(self.steps)
        column.addStretch()


def _choice(*choices: tuple[str, Wording]) -> Segmented:
    return Segmented([(key, name, "") for key, name in choices], lambda _key: None)


def _amount(typed: str) -> int:
    try:
        return parse_amount(typed) if typed else 0
    except ValueError:
        return _UNREAD


def _minutes(seconds: int | None) -> str:
    return "" if seconds is None else f"{seconds / 60:g}"
