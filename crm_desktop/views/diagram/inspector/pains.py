"""The pains at a step or of the process as a whole: written down in one line, weighed, solved, accepted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.annotate import AddPain
from crm_desktop.diagrams.commands.describe import Describe
from crm_desktop.diagrams.commands.remove import Remove
from crm_desktop.models.fields import Values
from crm_desktop.models.processes.elements import Pain
from crm_desktop.models.records.process import PAIN
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.bars.name_edit import NameEdit
from crm_desktop.views.diagram.inspector.fields import Fields, typed
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import SectionHeader
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.paint import rounded_box
from crm_desktop.views.widgets.text_input import TextInput

Run = Callable[[Command], bool]
_DETAILS = ("severity", "state", "times_per_month", "cost_per_month", "said_by", "solution", "opportunity_id")
_TONES = {"minor": "neutral", "medium": "warning", "severe": "danger"}


class Pains(QWidget):
    """`Pains(desk, run)`; `show_pains(node_id, pains)`, with all their fields where `details`."""

    def __init__(self, desk: Desk, run: Run) -> None:
        super().__init__()
        self._desk, self._run = desk, run
        self._node_id: str | None = None
        self._details = False
        self.cards: list[PainCard] = []
        self.header = SectionHeader(label("kinds", "pain.plural"), style="bodyStrong")
        self.add = TextInput(placeholder=text("diagram", "What hurts here?"), icon="flame")
        self.add.setAccessibleName(str(label("acts", "diagram.add_pain")))
        self.add.returnPressed.connect(self._add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.header)
        self._column.addWidget(self.add)

    def show_pains(self, node_id: str | None, pains: Sequence[Pain], *, details: bool = False) -> None:
        """Show them, the worst first."""
        self._node_id = node_id
        rank = {"severe": 0, "medium": 1, "minor": 2}
        ordered = sorted(pains, key=lambda pain: (pain.state != "open", rank.get(pain.severity, 3), pain.id))
        self.header.remark.set_wording(str(len(ordered)) if ordered else "")
        if details != self._details:
            self._details = details
            self._drop(0)
        while len(self.cards) < len(ordered):
            card = PainCard(self._desk, self._run, details=details)
            self.cards.append(card)
            self._column.insertWidget(self._column.count() - 1, card)
        self._drop(len(ordered))
        for card, pain in zip(self.cards, ordered, strict=True):
            card.show_pain(pain)

    def _drop(self, keep: int) -> None:
        for card in self.cards[keep:]:
            card.hide()
            card.deleteLater()
        del self.cards[keep:]

    def _add(self) -> None:
        if self._run(AddPain(self._node_id, self.add.text())):
            self.add.clear()


class PainCard(Component, QFrame):
    """One pain."""

    def __init__(self, desk: Desk, run: Run, *, details: bool) -> None:
        super().__init__()
        self._run = run
        self._pain = Pain(id="")
        self._icon = QLabel()
        self.name = NameEdit(self._rename, "body", name=label("fields", "pain.name"), wide=True)
        self.severity = Button("", self._open_menu, kind="quiet", small=True)
        self._below = Label("", "caption", "text.secondary", elide=True)
        self.fields = Fields(PAIN, _DETAILS, desk, self._describe) if details else None
        head = QHBoxLayout()
        head.setSpacing(6)
        head.addWidget(self._icon)
        head.addWidget(self.name, 1)
        head.addWidget(self.severity)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 4, 4, 6)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self._below)
        if self.fields is not None:
            column.addWidget(self.fields)
        self.settle()

    def show_pain(self, pain: Pain) -> None:
        """Show it as it is now."""
        self._pain = pain
        self.name.show_name(pain.name)
        self.severity.set_wording(label("options", f"pain.severity.{pain.severity}"))
        often = text("diagram", "%n time(s) a month", n=pain.times_per_month) if pain.times_per_month else ""
        state = label("options", f"pain.state.{pain.state}") if pain.state != "open" else ""
        said = [str(part) for part in (state, often, pain.said_by) if part]
        self._below.set_wording(" · ".join(said))
        self._below.setVisible(bool(said))
        if self.fields is not None:
            self.fields.show_values(pain.id, pain.values())
        self.update()

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        self._icon.setPixmap(pixmap("flame", current_theme().icon_size("sm"), "danger.text"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground by how bad it is."""
        theme, painter = current_theme(), QPainter(self)
        tone = _TONES.get(self._pain.severity, "neutral") if self._pain.state == "open" else "neutral"
        quiet = tone == "neutral"
        fill = theme.color("bg.subtle" if quiet else f"{tone}.tint")
        edge = theme.color("border.default" if quiet else f"{tone}.line")
        rounded_box(painter, QRectF(self.rect()), theme.radius("md"), fill, edge)

    def _rename(self, name: str) -> None:
        self._run(Describe((self._pain.id,), {"name": name}) if name else Remove((self._pain.id,)))

    def _describe(self, values: Values) -> None:
        self._run(Describe((self._pain.id,), typed(self._pain, values)))

    def _choose(self, name: str, option: str) -> None:
        self._run(Describe((self._pain.id,), {name: option}))

    def _open_menu(self) -> None:
        menu = Menu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for name in ("severity", "state"):
            for option in PAIN.field(name).options:
                menu.add_entry(
                    label("options", f"pain.{name}.{option}"),
                    partial(self._choose, name, option),
                    checked=getattr(self._pain, name) == option,
                )
            menu.add_line()
        menu.add_entry(text("diagram", "Remove pain"), lambda: self._run(Remove((self._pain.id,))), icon="trash-2",
                       danger=True)  # fmt: skip
        menu.open_below(self.severity, right=True)
