"""How often something repeats, asked in one dialog: every so many days, weeks, months or years, and until when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.models.calendars.entries import Entry, wall, zone_of
from crm_desktop.models.calendars.recurrence import check_rule
from crm_desktop.models.calendars.repeat import Repeat, to_repeat, to_rule
from crm_desktop.models.errors import Refused
from crm_desktop.models.typed import read_day
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.dialog import Dialog
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.number_input import NumberInput
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.text_input import TextInput


class RepeatDialog(Dialog):
    """`RepeatDialog(entry, formats, parent)`; `told` brings the rule, "" for what does not repeat any more."""

    told = Signal(str)

    def __init__(self, entry: Entry, formats: Formats, parent: QWidget) -> None:
        super().__init__(text("calendar", "How often does it repeat?"), entry.record.title, width=460, parent=parent)
        self._formats, self._entry = formats, entry
        self._zone = zone_of(entry.record, formats.zone)
        self._start = wall(entry.begins, self._zone)
        rule = str(entry.record.get("recurrence") or "")
        self._kept = rule if to_repeat(rule) is None else ""
        chosen = to_repeat(rule) or Repeat()
        self.frequency = Segmented(
            [
                ("", text("calendar", "Never"), ""),
                ("DAILY", text("calendar", "Daily"), ""),
                ("WEEKLY", text("calendar", "Weekly"), ""),
                ("MONTHLY", text("calendar", "Monthly"), ""),
                ("YEARLY", text("calendar", "Yearly"), ""),
            ],
            self._show,
        )
        self.every = NumberInput(1, 99, chosen.every)
        self.weekdays = [QCheckBox(formats.words.weekdays[day]) for day in range(7)]
        self.monthly = Segmented(
            [
                ("day", text("calendar", "Same date"), ""),
                ("weekday", text("calendar", "Same weekday"), ""),
                ("last", text("calendar", "Last day"), ""),
            ],
            lambda _: None,
        )
        self.endless = QRadioButton(str(text("calendar", "Without end")))
        self.counted = QRadioButton(str(text("calendar", "So many times")))
        self.dated = QRadioButton(str(text("calendar", "Until a day")))
        self.count = NumberInput(1, 999, chosen.count or 10)
        self.until = TextInput()
        self._problem = Label("", "caption", "danger.text")
        self._lay_out()
        self._fill(chosen)
        self.add_safe_verb()
        self.add_verb(text("calendar", "Repeat"), self._tell)
        self._show(chosen.frequency)

    def chosen(self) -> Repeat:
        """Return what is chosen now; raises Refused for a day that cannot be read."""
        until = ""
        if self.dated.isChecked():
            until = read_day(self.until.text(), self._formats.today).isoformat()
        return Repeat(
            self.frequency.choice,
            self.every.value(),
            tuple(day for day, box in enumerate(self.weekdays) if box.isChecked()),
            self.monthly.choice,
            self.count.value() if self.counted.isChecked() else 0,
            until,
        )

    def _tell(self) -> None:
        try:
            rule = to_rule(self.chosen(), self._start)
            if rule:
                rule = check_rule(rule, self._entry.begins, self._zone)
        except Refused as problem:
            self._problem.set_wording(explain(problem).title)
            self._problem.show()
            return
        self.told.emit(rule)
        self.accept()

    def _show(self, frequency: str) -> None:
        self._numbers.setVisible(bool(frequency))
        self._days.setVisible(frequency == "WEEKLY")
        self.monthly.setVisible(frequency == "MONTHLY")
        self._ends.setVisible(bool(frequency))
        self.adjustSize()

    def _fill(self, chosen: Repeat) -> None:
        self.frequency.choose(chosen.frequency)
        self.monthly.choose(chosen.by)
        for day in chosen.weekdays or (self._start.weekday(),):
            self.weekdays[day].setChecked(True)
        self.weekdays[self._start.weekday()].setEnabled(False)
        (self.counted if chosen.count else self.dated if chosen.until else self.endless).setChecked(True)
        self.until.setText(chosen.until)
        self.count.valueChanged.connect(lambda _: self.counted.setChecked(True))
        self.until.textEdited.connect(lambda _: self.dated.setChecked(True))
        self._problem.hide()

    def _lay_out(self) -> None:
        self.body.addWidget(self.frequency)
        if self._kept:
            self.body.addWidget(Label(text("calendar", "Now by a rule of its own: {rule}", rule=self._kept), "caption"))
        self._numbers = Field(text("calendar", "Every so many"), self.every)
        self.body.addWidget(self._numbers)
        self._days = QWidget()
        row = QHBoxLayout(self._days)
        row.setContentsMargins(0, 0, 0, 0)
        for box in self.weekdays:
            row.addWidget(box)
        row.addStretch()
        self.body.addWidget(self._days)
        self.body.addWidget(self.monthly)
        self._ends = QWidget()
        column = QVBoxLayout(self._ends)
        column.setContentsMargins(0, 0, 0, 0)
        self.count.setAccessibleName(str(text("calendar", "So many times")))
        self.until.setAccessibleName(str(text("calendar", "Until a day")))
        for choice, beside in ((self.endless, None), (self.counted, self.count), (self.dated, self.until)):
            line = QHBoxLayout()
            line.addWidget(choice, 1)
            if beside is not None:
                line.addWidget(beside, 1)
            column.addLayout(line)
        self.body.addWidget(self._ends)
        self.body.addWidget(self._problem)
