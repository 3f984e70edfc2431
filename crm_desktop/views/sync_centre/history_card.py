"""Past syncs: when, how they ended, what went up and down, how long they took."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.models.sync_run import SyncRun
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import has_label, label, text, tr
from crm_desktop.views.tables.painting import draw_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card

_Index = QModelIndex | QPersistentModelIndex
FEW, _ROW = 4, 33
_SPOKEN = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))


class HistoryCard(Card):
    """`card.show_runs(runs, formats)`; shows a few until somebody wants all."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(text("sync_centre", "History"), icon="history", padding=0, parent=parent)
        self.runs = _RunModel(self)
        self._view = QListView()
        self._view.setModel(self.runs)
        self._view.setItemDelegate(_RunDelegate(self._view))
        self._view.setUniformItemSizes(True)
        self._view.setFrameShape(QListView.Shape.NoFrame)
        self._view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._view.setAccessibleName(str(text("sync_centre", "History")))
        self._all = False
        self._few = FEW
        self.more = Button(text("sync_centre", "Show all"), self._toggle, kind="link", small=True)
        self.header.end.addWidget(self.more)
        self.body.addWidget(self._view)

    def show_runs(self, runs: tuple[SyncRun, ...], formats: Formats) -> None:
        """Show other runs, newest first."""
        self.runs.show(list(runs), formats)
        self._fit()

    def set_few(self, few: int) -> None:
        """Show so many while nobody wants all; none where there is no room."""
        if few != self._few:
            self._few = few
            self._fit()

    def _toggle(self) -> None:
        self._all = not self._all
        self.more.set_wording(text("sync_centre", "Show few") if self._all else text("sync_centre", "Show all"))
        self._fit()

    def _fit(self) -> None:
        rows = min(self.runs.rowCount(), self._few * 3 if self._all else self._few)
        self.more.setVisible(self.runs.rowCount() > self._few)
        self.setVisible(rows > 0)
        self._view.setFixedHeight(max(1, rows) * current_theme().scaled(_ROW) + 2)
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if self._all else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self._view.setVerticalScrollBarPolicy(bar)


class _RunModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.said: list[tuple[str, str, str, str, str, str]] = []

    def show(self, runs: list[SyncRun], formats: Formats) -> None:
        said = [_said(run, formats) for run in runs]
        if said != self.said:
            self.beginResetModel()
            self.said = said
            self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.said)

    def data(self, index: _Index, role: int = _SPOKEN[0]) -> str | None:
        if role not in _SPOKEN or not 0 <= index.row() < len(self.said):
            return None
        return ", ".join(self.said[index.row()][2:])


class _RunDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, current_theme().scaled(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        assert isinstance(model, _RunModel)
        theme, box, side = current_theme(), QRectF(option.rect), current_theme().icon_size()
        icon, tone, when, outcome, moved, took = model.said[index.row()]
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.subtle"))
        spot = QRectF(box.x() + 16, box.center().y() - side / 2, side, side)
        paint_icon(painter, icon, spot, theme.color(f"{tone}.text"))
        x, quiet = box.x() + 16 + side + 12, theme.color("text.secondary")
        first, last = theme.scaled(130), theme.scaled(60)
        draw_words(painter, QRectF(x, box.y(), first, box.height()), when, theme.color("text.primary"))
        figures = theme.scaled(130)
        rest = QRectF(x + first, box.y(), box.right() - 16 - x - first - figures - last, box.height())
        draw_words(painter, rest, outcome, theme.color("text.primary"))
        draw_words(painter, QRectF(rest.right(), box.y(), figures, box.height()), moved, quiet)
        draw_words(painter, box.adjusted(0, 0, -16, 0), took, quiet, right=True)


def _said(run: SyncRun, formats: Formats) -> tuple[str, str, str, str, str, str]:
    """Return icon, tone, moment, outcome, figures and length of a run."""
    seconds = max(0, run.finished_at - run.started_at) / 1000
    decimals = 0 if seconds >= 10 else 1
    took = tr("sync_centre", "{seconds} s", seconds=formats.number(seconds, decimals))
    moved = f"↑ {formats.number(run.sent)}  ↓ {formats.number(run.received)}"
    when = formats.moment(run.finished_at)
    if run.code:
        key = f"{run.code}.title"
        reason = label("errors", key) if has_label("errors", key) else tr("sync_centre", "an unknown problem")
        stopped = tr("sync_centre", "Stopped: {reason}", reason=reason)
        return "cloud-alert", "danger", when, stopped, moved, took
    if run.refused:
        return (
            "circle-alert",
            "danger",
            when,
            tr("sync_centre", "Complete, %n not accepted", n=run.refused),
            moved,
            took,
        )
    if run.conflicts:
        words = tr("sync_centre", "Complete, %n to decide", n=run.conflicts)
        return "git-compare-arrows", "warning", when, words, moved, took
    if run.merged:
        words = tr("sync_centre", "Complete, %n merged for you", n=run.merged)
        return "merge", "success", when, words, moved, took
    return "circle-check", "success", when, tr("sync_centre", "Complete"), moved, took
