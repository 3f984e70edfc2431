"""One interview of a study: its name, with whom, how it stands, how far it has come, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import Wording, label, text
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, line
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.progress import Bar

_TONES = {"prepared": "neutral", "running": "danger", "paused": "warning", "ended": "success"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RowDoings:
    """What the part does for a row."""

    open: Callable[[str], object]
    read: Callable[[str], object]


class InterviewRow(Component, QWidget):
    """`InterviewRow(interview, people, when, (answered, total), doings)`."""

    def __init__(self, interview: Record, people: str, when: Wording, asked: tuple[int, int], do: RowDoings) -> None:
        super().__init__()
        self.interview = interview
        state = str(interview.get("state") or "prepared")
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(Label(interview.title, "bodyStrong", elide=True))
        said = text("interview", "{people} · {when}", people=people, when=when) if people and when else people or when
        names.addWidget(Label(said, "caption", "text.secondary", elide=True))
        bar = Bar(6)
        bar.setFixedWidth(96)
        answered, total = asked
        bar.set_share(answered / total if total else 0.0, "success" if total and answered == total else "accent")
        verb = {
            "prepared": text("interview", "Start"),
            "ended": text("interview", "Open"),
        }.get(state, text("interview", "Go on"))
        self.open_button = Button(verb, lambda: do.open(interview.id), small=True)
        self.read_button = Button(text("interview", "Minutes"), lambda: do.read(interview.id), kind="quiet", small=True)
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(12)
        row.addLayout(names, 1)
        row.addWidget(Badge(label("options", f"interview.state.{state}"), _TONES.get(state, "neutral")))
        row.addWidget(bar)
        row.addWidget(Label(f"{answered} / {total}", "caption", "text.secondary"))
        row.addWidget(self.read_button)
        row.addWidget(self.open_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(line())
        self.setAccessibleName(f"{interview.title}, {answered} / {total}")
        self.settle()
