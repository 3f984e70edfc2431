"""One experiment: its variants with counts, what they decide so far, and the winner."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from crm_desktop.models.record import Record
from crm_desktop.models.records.study import EXPERIMENT
from crm_desktop.models.studies.experiments import Verdict
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import Wording, label, text, tr
from crm_desktop.views.studies.results.rows_table import RowsTable
from crm_desktop.views.studies.results.variant_model import NAME, RATE, SUCCESSES, TRIALS, VariantModel
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.paint import draw_text, rounded_box
from crm_desktop.views.widgets.paragraph import Paragraph

_Index = QModelIndex | QPersistentModelIndex
_TONES = {"planned": "neutral", "running": "info", "finished": "success"}
_BAR = 96.0
_LEAST = 0.001


class ExperimentCard(Card):
    """`card.show_experiment(experiment, verdict, formats)`; `typed` as the model's, `won` says the winner's id."""

    typed = Signal(str, str, str)
    won = Signal(str)

    def __init__(self) -> None:
        super().__init__(label("kinds", "experiment"), icon=EXPERIMENT.icon, padding=0)
        self.experiment: Record | None = None
        self.verdict = Verdict("one_variant")
        self.state = Badge("")
        self.delete = IconButton(label("acts", "experiment.delete"), "trash-2", small=True)
        self.model = VariantModel(self)
        self.table = RowsTable(
            self.model, label("kinds", "experiment_variant.plural"), {TRIALS: 90, SUCCESSES: 100, RATE: 290}
        )
        self.table.setItemDelegate(VariantDelegate(self.table))
        self.words = Paragraph("", "body", "text.secondary")
        self.choose = Button(text("studies", "Take as the winner"), self._win, icon="trophy", small=True)
        self.model.typed.connect(self.typed)
        self.header.end.addWidget(self.state)
        self.header.end.addWidget(self.delete)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 12, 10)
        foot.addWidget(self.words, 1)
        foot.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.setSpacing(0)
        self.body.addWidget(self.table)
        self.body.addLayout(foot)

    def show_experiment(self, experiment: Record, verdict: Verdict, formats: Formats) -> None:
        """Show another experiment, or the same with other counts."""
        self.experiment, self.verdict = experiment, verdict
        self.header.title.set_wording(experiment.title)
        state = str(experiment.get("state") or "planned")
        self.state.set_state(label("options", EXPERIMENT.option_key("state", state)), _TONES.get(state, "neutral"))
        winner = str(experiment.get("winner_id") or "")
        if not self.table.editing:
            self.model.show_verdict(verdict, winner, formats)
        self.words.set_wording(verdict_words(verdict, formats))
        self.choose.setVisible(bool(verdict.leader) and winner != verdict.leader)

    def _win(self) -> None:
        if self.verdict.leader:
            self.won.emit(self.verdict.leader)


class VariantDelegate(QStyledItemDelegate):
    """Paints a rate as its words and its interval on a scale from nothing to all."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Paint one cell."""
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        words, shown.text = str(index.data() or ""), ""
        view = option.widget
        view.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, view)
        theme, box = current_theme(), QRectF(option.rect).adjusted(8, 0, -8, 0)
        model = index.model()
        result = model.result(index.row()) if isinstance(model, VariantModel) else None
        role = "text.primary" if result is not None else "text.secondary"
        if result is not None and not result.possible:
            role = "danger.text"
        right = index.column() in (TRIALS, SUCCESSES)
        align = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        won = result is not None and isinstance(model, VariantModel) and result.id == model.winner
        if index.column() == NAME and won:
            side = float(theme.icon_size())
            sign = QRectF(box.x(), box.center().y() - side / 2, side, side)
            paint_icon(painter, "trophy", sign, theme.color("success.text"))
            box.setLeft(sign.right() + 6)
        if index.column() == RATE and result is not None and result.rate is not None:
            self._paint_interval(painter, QRectF(box.x(), box.center().y() - 3, _BAR, 6), result.low, result.high)
            box.setLeft(box.x() + _BAR + 10)
        draw_text(painter, box, words, theme.font("body"), theme.color(role), align)

    @staticmethod
    def _paint_interval(painter: QPainter, track: QRectF, low: float, high: float) -> None:
        theme = current_theme()
        rounded_box(painter, track, 3, theme.color("border.subtle" if theme.dark else "bg.sunken"))
        span = QRectF(track.x() + low * track.width(), track.y(), max(6.0, (high - low) * track.width()), 6)
        rounded_box(painter, span, 3, theme.color("accent.solid"))


def verdict_words(verdict: Verdict, formats: Formats) -> Wording:
    """Return what the counts decide so far, in a sentence."""
    names = {each.id: each.name for each in verdict.results}
    name = names.get(verdict.leader, "")
    chance = _chance(verdict.p, formats) if verdict.p is not None else ""
    if verdict.state == "decided":
        return text("studies", "“{name}” wins. Chance alone would make such a difference in {chance} of cases.",
                    name=name, chance=chance)  # fmt: skip
    if verdict.state == "undecided" and verdict.more is not None:
        return text(
            "studies",
            "Not decided yet: “{name}” leads, perhaps by chance ({chance}). About {more} more of each would tell.",
            name=name, chance=chance, more=formats.number(verdict.more),
        )  # fmt: skip
    if verdict.state == "undecided":
        return text("studies", "Not decided yet: “{name}” leads, perhaps by chance ({chance}).",
                    name=name, chance=chance)  # fmt: skip
    if verdict.state == "tie":
        return text("studies", "Not decided yet: the best variants succeed equally often.")
    if verdict.state == "impossible":
        return text("studies", "A variant cannot succeed more often than it was tried.")
    if verdict.state == "one_variant":
        return text("studies", "An experiment compares two variants or more.")
    return text("studies", "Enter how often each variant was tried, and how often it succeeded.")


def _chance(p: float, formats: Formats) -> str:
    """Return a probability; a very small one is not told as none."""
    if p < _LEAST:
        return tr("studies", "less than {share}", share=formats.percent(_LEAST * 100, 1))
    return formats.percent(p * 100, 1)
