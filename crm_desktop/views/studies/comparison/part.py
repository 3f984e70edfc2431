"""Comparison: the client's map beside its industry's usual process, and its figures among other clients, unnamed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.diagrams.templates import as_map, templates
from crm_desktop.models.money import SCALE, from_units
from crm_desktop.models.processes.elements import Node
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.models.studies.industry import (
    LEAST_CLIENTS,
    Automated,
    Beside,
    Distribution,
    Usual,
    automated_elsewhere,
    beside,
    distributions,
    nearest,
)
from crm_desktop.views.actions import Action
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.language import CODES, current_language
from crm_desktop.views.language.texts import Text, Wording, text, tr
from crm_desktop.views.navigation import Place
from crm_desktop.views.studies.comparison.box_line import BoxLine
from crm_desktop.views.studies.part import StudyPart
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.combo import Combo
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph

if TYPE_CHECKING:
    from crm_desktop.store.queries.industry import IndustryReading
    from crm_desktop.store.queries.studies import StudyView


class ComparisonPart(StudyPart):
    """Missing, extra and manual steps beside an industry process; figures among the clients of the industry."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.study: StudyView | None = None
        self.reading: IndustryReading | None = None
        self._usual: list[Usual] = []
        self.map = Combo()
        self.map.activated.connect(lambda _index: self._map_chosen())
        self.template = Combo()
        self.template.activated.connect(lambda _index: self._show())
        self.summary = Paragraph("", "body", "text.primary")
        self.missing = _Steps(desk, text("comparison", "Missing here"), text("comparison", "Nothing is missing."))
        self.extra = _Steps(desk, text("comparison", "Only here"), text("comparison", "No step is only here."))
        self.manual = _Steps(
            desk,
            text("comparison", "By hand here, automated elsewhere"),
            text("comparison", "Nothing that others automated."),
        )
        self.figures = Card(text("comparison", "Among clients of the industry"))
        self._rows = QWidget()
        self.figures.body.addWidget(self._rows)
        self.lines: list[str] = []
        self._lay_out()
        desk.actions.contribute(
            self,
            [
                Action(key="comparison.template", run=self._choose_template, icon="git-compare-arrows",
                       shortcut="Ctrl+Shift+J", menu="view", enabled=lambda: self.reading is not None),
            ],
        )  # fmt: skip
        self.settle()

    def show_study(self, study: StudyView) -> None:
        """Show a study beside its industry as both are now."""
        from crm_desktop.store.queries.industry import industry_reading

        self.study = study
        self.desk.read(self, self._read, industry_reading, study.id)

    def retranslate(self) -> None:
        """Name what has no words of its own, and take the industries in the language that is spoken."""
        self.map.setAccessibleName(tr("comparison", "The client's map"))
        self.template.setAccessibleName(tr("comparison", "Industry process"))
        if self.reading is not None:
            self._read(self.reading)

    def _read(self, reading: IndustryReading | None) -> None:
        if reading is None:
            return
        self.reading = reading
        before = self.map.currentData()
        self.map.clear()
        for map_ in reading.maps:
            self.map.addItem(map_.name, map_.id)
        self.map.setCurrentIndex(max(self.map.findData(before), 0) if reading.maps else -1)
        self._map_chosen(keep=before is not None)

    def _map_chosen(self, *, keep: bool = False) -> None:
        """Offer the industries' processes in the map's language, the nearest one chosen."""
        mine, before = self._mine(), self.template.currentData()
        self._usual = _in_language_of(mine)
        best = nearest(mine, self._usual) if mine is not None else None
        self.template.clear()
        for each in self._usual:
            words = tr(
                "comparison", "{industry} · {name}", industry=each.map.values.get("industry"), name=each.map.name
            )
            self.template.addItem(words, each.key)
        wanted = before if keep and before else best.key if best is not None else None
        self.template.setCurrentIndex(max(self.template.findData(wanted), 0))
        self._show()

    def _mine(self) -> ProcessMap | None:
        maps = self.reading.maps if self.reading is not None else ()
        return next((each for each in maps if each.id == self.map.currentData()), None)

    def _show(self) -> None:
        mine, reading = self._mine(), self.reading
        usual = next((each for each in self._usual if each.key == self.template.currentData()), None)
        if reading is None:
            return
        for part in (self.missing, self.extra, self.manual):
            part.setVisible(mine is not None and usual is not None)
        if mine is None or usual is None:
            self.summary.set_wording(text("comparison", "Draw the client's as-is map first: then it can be compared."))
        else:
            found = beside(mine, usual.map)
            self._say(found)
            self.missing.show_lines([(each.name, _lane(usual.map, each), None) for each in found.missing])
            self.extra.show_lines([(each.name, _lane(mine, each), self._opening(mine, each)) for each in found.extra])
            self.manual.show_lines(
                [(each.node.name, _why(each), self._opening(mine, each.node))
                 for each in automated_elsewhere(mine, usual, reading.clients)]
            )  # fmt: skip
        self._show_figures(reading)

    def _say(self, found: Beside) -> None:
        formats = current_formats(self.desk.clock.now())
        whole = len(found.both) + len(found.missing)
        self.summary.set_wording(
            text("comparison", "{count} of {whole} steps of the industry's process are here ({part}).",
                 count=len(found.both), whole=whole, part=formats.percent(round(found.shared * 100)))
        )  # fmt: skip

    def _show_figures(self, reading: IndustryReading) -> None:
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        self.lines = []
        metrics = self.study.metrics if self.study is not None else ()
        said = self._too_few(reading, len(metrics))
        if said:
            grid.addWidget(Paragraph(said, "caption", "text.secondary"), 0, 0, 1, 3)
            self.lines.append(str(said))
        else:
            for number, found in enumerate(distributions(metrics, reading.clients)):
                self._add_figure(grid, number, found)
        self.figures.body.replaceWidget(self._rows, holder)
        self._rows.hide()
        self._rows.deleteLater()
        self._rows = holder

    def _too_few(self, reading: IndustryReading, metrics: int) -> Wording:
        if not reading.industry:
            return text("comparison", "Say the client's industry first: then others of it can be looked at.")
        if len(reading.clients) < LEAST_CLIENTS:
            return text("comparison", "Fewer than {least} other clients of this industry are known on this device. "
                        "Nothing is shown: one could guess who they are.", least=LEAST_CLIENTS)  # fmt: skip
        return "" if metrics else text("comparison", "This study has no figures yet.")

    def _add_figure(self, grid: QGridLayout, number: int, found: Distribution) -> None:
        grid.addWidget(Label(found.metric.title), number, 0, Qt.AlignmentFlag.AlignVCenter)
        if not found.enough:
            words = text("comparison", "Fewer than {least} other clients have this figure", least=LEAST_CLIENTS)
            grid.addWidget(Label(words, "caption", "text.secondary", elide=True), number, 1, 1, 2)
            self.lines.append(f"{found.metric.title}: {words}")
            return
        sentence = self._sentence(found)
        line = BoxLine()
        line.show_distribution(found, sentence)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(line)
        column.addWidget(Label(sentence, "caption", "text.secondary", elide=True))
        grid.addLayout(column, number, 1)
        beaten = text("comparison", "better than {count} of {clients}", count=found.better_than, clients=found.clients)
        shown = beaten if found.present is not None else text("comparison", "no figure of this client")
        grid.addWidget(Label(shown, "caption", "text.secondary"), number, 2, Qt.AlignmentFlag.AlignVCenter)
        self.lines.append(f"{found.metric.title}: {sentence}")

    def _sentence(self, found: Distribution) -> str:
        quarter, median, three = (self._figure(found, each) for each in
                                  (found.quarter, found.median, found.three_quarters))  # fmt: skip
        mine = self._figure(found, found.present) if found.present is not None else "–"
        return tr("comparison",
                  "here {mine}; half of {count} clients lie between {quarter} and {three}, median {median}",
                  mine=mine, count=found.clients, quarter=quarter, three=three, median=median)  # fmt: skip

    def _figure(self, found: Distribution, value: object) -> str:
        formats, metric = current_formats(self.desk.clock.now()), found.metric
        units = round(value)  # type: ignore[call-overload]
        if metric.get("unit") == "money":
            return formats.money(round(units / SCALE) * SCALE, str(metric.get("currency") or "CNY"))
        written = formats.number(from_units(units), 0 if units % SCALE == 0 else 1)
        return f"{written}%" if metric.get("unit") == "percent" else written

    def _opening(self, map_: ProcessMap, node: Node) -> Place:
        return Place("processes", map_.id, tab=node.id)

    def _choose_template(self) -> None:
        self.template.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.template.showPopup()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Label(text("comparison", "The client's map"), "caption", "text.secondary"))
        row.addWidget(self.map, 1)
        row.addWidget(Label(text("comparison", "beside"), "caption", "text.secondary"))
        row.addWidget(self.template, 1)
        cards = QHBoxLayout()
        cards.setSpacing(16)
        for part in (self.missing, self.extra, self.manual):
            cards.addWidget(part, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 16)
        column.setSpacing(12)
        column.addLayout(row)
        column.addWidget(self.summary)
        column.addLayout(cards)
        column.addWidget(self.figures)
        column.addStretch()


class _Steps(Card):
    """Steps under a heading with their number, each with a remark, and a way to its place on the map."""

    def __init__(self, desk: Desk, heading: Text, nothing: Text) -> None:
        super().__init__(heading)
        self._desk, self._nothing = desk, nothing
        self._holder = QWidget()
        self.body.addWidget(self._holder)
        self.names: list[str] = []

    def show_lines(self, lines: Sequence[tuple[str, Wording, Place | None]]) -> None:
        """Show these steps."""
        self.names = [name for name, _, _ in lines]
        self.header.remark.set_wording(str(len(lines)))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        if not lines:
            column.addWidget(Paragraph(self._nothing, "caption", "text.secondary"))
        for name, remark, place in lines:
            words = Paragraph(name, "body", "text.primary")
            row = QHBoxLayout()
            row.addWidget(words, 1)
            if place is not None:
                show = Button(text("comparison", "Show"), partial(self._open, place), kind="link", small=True)
                show.setAccessibleName(tr("comparison", "Show on the map: {step}", step=name))
                row.addWidget(show)
            column.addLayout(row)
            column.addWidget(Paragraph(remark, "caption", "text.secondary"))
        self.body.replaceWidget(self._holder, holder)
        self._holder.hide()
        self._holder.deleteLater()
        self._holder = holder

    def _open(self, place: Place) -> None:
        self._desk.navigator.go(place)


def _why(found: Automated) -> Wording:
    """Return who has automated a step that is done by hand here."""
    if found.clients and found.by_template:
        return text("comparison", "usual in the industry; {count} of {whole} clients", count=found.clients,
                    whole=found.of_clients)  # fmt: skip
    if found.clients:
        return text(
            "comparison", "{count} of {whole} clients of the industry", count=found.clients, whole=found.of_clients
        )
    return text("comparison", "usual in the industry")


def _lane(map_: ProcessMap, node: Node) -> str:
    return next((lane.name for lane in map_.lanes if lane.id == node.lane_id), "")


def _in_language_of(mine: ProcessMap | None) -> list[Usual]:
    """Return the industries' processes in the language in which they share most with a map."""
    spoken = current_language().code
    in_both = {code: _usual(code) for code in sorted(CODES, key=lambda code: code != spoken)}
    if mine is None:
        return in_both[spoken]

    def shared(code: str) -> float:
        return max((beside(mine, each.map).shared for each in in_both[code]), default=0.0)

    return in_both[max(in_both, key=shared)]


def _usual(language: str) -> list[Usual]:
    found = []
    for template in templates():
        automated = template.to_be.automate if template.to_be is not None else ()
        names = frozenset(step.name.text(language) for step in template.steps if step.key in automated)
        found.append(Usual(template.key, as_map(template, language), names))
    return found
