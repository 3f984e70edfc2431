"""The tasks beside the day: what is overdue, today's, tomorrow's, later ones, those without a day, and what is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crm_desktop.models.record import Record
from crm_desktop.store.queries.agenda import ToDoView
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.tables.painting import draw_words, word_width
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.badge import badge_size, paint_badge
from crm_desktop.views.widgets.component import Component

_Index = QModelIndex | QPersistentModelIndex
_ROW, _HEAD, _CIRCLE = 52, 32, 16
_TONES = {"urgent": "danger", "high": "warning"}
_SPOKEN = (int(Qt.ItemDataRole.DisplayRole), int(Qt.ItemDataRole.AccessibleTextRole))
_MIDNIGHT = "00:00"


@dataclass(frozen=True, slots=True)
class Row:
    """A heading (`task` is None) or a task in words."""

    words: str
    task: Record | None = None
    due: str = ""
    late: bool = False
    account: str = ""
    priority: str = ""
    tone: str = ""
    state: tuple[str, str, str] = ("", "", "")
    """Icon, tone and words of what the record says about sync."""
    icon: tuple[str, str] = ("", "")
    """Icon and colour role in the circle's place, where there is nothing to tick."""
    key: str = ""
    """What tells it from others of the same record."""

    @property
    def sentence(self) -> str:
        """The row for screen readers."""
        if self.task is None:
            return self.words
        done = tr("calendar", "done") if self.task.get("done") else ""
        parts = (self.words, self.due, self.account, self.priority, done, self.state[2])
        return ", ".join(part for part in parts if part)


def rows_of(view: ToDoView, formats: Formats) -> list[Row]:
    """Return headings and tasks in order; sections without tasks are left out."""
    today, tomorrow = formats.today, formats.today + timedelta(days=1)
    sections: dict[str, list[Record]] = {
        tr("calendar", "Overdue"): [], tr("agenda", "Today"): [], tr("agenda", "Tomorrow"): [],
        tr("calendar", "Later"): [], tr("agenda", "No date"): [],
    }  # fmt: skip
    names = list(sections)
    for task in view.to_do:
        due = task.get("due_at")
        if not isinstance(due, int):
            sections[names[4]].append(task)
            continue
        day = formats.day_of(due)
        place = 0 if day < today else 1 if day == today else 2 if day == tomorrow else 3
        sections[names[place]].append(task)
    sections[tr("calendar", "Done today")] = list(view.finished)
    rows: list[Row] = []
    for name, tasks in sections.items():
        if tasks:
            rows += [Row(f"{name}  {len(tasks)}"), *(_row(task, view, formats) for task in tasks)]
    return rows


def _row(task: Record, view: ToDoView, formats: Formats) -> Row:
    due, priority = task.get("due_at"), str(task.get("priority") or "")
    words, late = "", False
    if isinstance(due, int):
        whole = formats.time(due) == _MIDNIGHT
        words = formats.day(formats.day_of(due)) if whole else formats.moment(due)
        late = (formats.day_of(due) < formats.today if whole else due < formats.now) and not task.get("done")
    icon, tone, state = STATES.get(task.state, ("", "", ""))
    return Row(
        task.title,
        task,
        words,
        late,
        view.linked.get(str(task.get("account_id")), ""),
        str(label("options", f"task.priority.{priority}")) if priority in _TONES else "",
        _TONES.get(priority, ""),
        (current_theme().tokens.icon_for("sync", icon) if icon else "", tone, str(state)),
    )


class _Rows(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = _SPOKEN[0]) -> str | None:
        if role not in _SPOKEN or not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        return row.words if role == _SPOKEN[0] else row.sentence

    def flags(self, index: _Index) -> Qt.ItemFlag:
        row = self.rows[index.row()] if 0 <= index.row() < len(self.rows) else None
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable if row and row.task else Qt.ItemFlag.NoItemFlags


class ToDoList(Component, QListView):
    """`list.show_rows(rows)`; signals bring the task's `Record`."""

    finish_wanted = Signal(object)
    """A task is to be completed, or opened again where it is done."""
    opened = Signal(object)
    delete_wanted = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = _Rows(self)
        self.setModel(self.items)
        self.setItemDelegate(_ToDoDelegate(self))
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.settle()

    @property
    def task(self) -> Record | None:
        """The current task."""
        row = self.currentIndex().row()
        return self.items.rows[row].task if 0 <= row < len(self.items.rows) else None

    def show_rows(self, rows: list[Row]) -> None:
        """Show other rows; the current task stays current, or where it was just completed the next one does."""
        at, task = self.currentIndex().row(), self.task
        scrolled = self.verticalScrollBar().value()
        self.items.show(rows)
        ids = [row.task.id if row.task is not None else "" for row in rows]
        if task is not None and task.id in ids:
            now = rows[ids.index(task.id)].task
            completed = now is not None and bool(now.get("done")) and not task.get("done")
            at = at if completed else ids.index(task.id)
        tasks = [place for place, each in enumerate(ids) if each]
        if at >= 0 and tasks:
            self.setCurrentIndex(self.items.index(min(tasks, key=lambda place: abs(place - at)), 0))
        self.verticalScrollBar().setValue(scrolled)

    def choose(self, record_id: str) -> None:
        """Make a task the current one."""
        for place, row in enumerate(self.items.rows):
            if row.task is not None and row.task.id == record_id:
                self.setCurrentIndex(self.items.index(place, 0))
                self.scrollTo(self.items.index(place, 0))

    def retranslate(self) -> None:
        """Read the name again."""
        self.setAccessibleName(tr("calendar", "To do"))

    def restyle(self) -> None:
        """Lay out for the theme's sizes."""
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Complete, open and delete by key."""
        task, key = self.task, event.key()
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if task is not None and (
            key == Qt.Key.Key_Space or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        ):
            self.finish_wanted.emit(task)
        elif task is not None and enter:
            self.opened.emit(task)
        elif task is not None and key == Qt.Key.Key_Delete:
            self.delete_wanted.emit(task)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Complete a task at its circle."""
        super().mousePressEvent(event)
        index, task = self.indexAt(event.position().toPoint()), self.task
        on_circle = event.position().x() < 16 + current_theme().scaled(_CIRCLE) + 8
        if event.button() is Qt.MouseButton.LeftButton and index.isValid() and on_circle and task is not None:
            self.finish_wanted.emit(task)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open a task."""
        if self.task is not None and event.position().x() > 16 + current_theme().scaled(_CIRCLE) + 8:
            self.opened.emit(self.task)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the task's menu."""
        if self.task is not None:
            keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
            spot = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).center())
            self.menu_wanted.emit(self.task, spot if keyboard else event.globalPos())


class _ToDoDelegate(QStyledItemDelegate):
    def __init__(self, view: ToDoList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        row = self._view.items.rows[index.row()]
        return QSize(100, current_theme().scaled(_ROW if row.task is not None else _HEAD))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        theme, box, row = current_theme(), QRectF(option.rect), self._view.items.rows[index.row()]
        if row.task is None:
            inside = box.adjusted(16, 0, -16, 0)
            painter.fillRect(box, theme.color("bg.subtle"))
            draw_words(painter, inside, row.words, theme.color("text.secondary"), ("caption", 600))
        else:
            current = index.row() == self._view.currentIndex().row()
            if current and self._view.hasFocus():
                painter.fillRect(box, theme.color("bg.selected"))
                painter.setPen(theme.color("accent.focus"))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box.adjusted(0.5, 0.5, -1.5, -1.5))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(box, theme.color("bg.hover"))
            _paint_task(painter, box, row, done=bool(row.task.get("done")))
        painter.fillRect(QRectF(box.x(), box.bottom() - 1, box.width(), 1), theme.color("border.subtle"))


def _paint_task(painter: QPainter, box: QRectF, row: Row, *, done: bool) -> None:
    theme, side = current_theme(), current_theme().scaled(_CIRCLE)
    top = QRectF(box.x() + 16, box.y() + theme.scaled(6), box.width() - 32, theme.scaled(20))
    disc = QRectF(top.x(), top.center().y() - side / 2, side, side)
    if row.icon[0]:
        paint_icon(painter, row.icon[0], disc, theme.color(row.icon[1]))
    else:
        _paint_circle(painter, disc, done=done)
    words = top.adjusted(side + 10, 0, 0, 0)
    if row.priority and not done:
        icon = theme.tokens.icon_for("priority", "urgent" if row.tone == "danger" else "high")
        size = badge_size(row.priority, icon)
        spot = QRectF(words.right() - size.width(), words.y(), size.width(), size.height())
        paint_badge(painter, spot, row.priority, row.tone, icon)
        words.setRight(spot.x() - 8)
    ink = theme.color("text.tertiary" if done else "text.primary")
    width = draw_words(painter, words, row.words, ink)
    if done:
        painter.fillRect(QRectF(words.x(), words.center().y(), width, 1), ink)
    below = QRectF(top.x() + side + 10, top.bottom(), top.width() - side - 10, theme.scaled(18))
    x, small = below.x(), theme.icon_size("xs")
    for icon, tone, said in (
        (("calendar-x" if row.late else "clock") if row.due else "", "danger" if row.late else "", row.due),
        ("", "", row.account),
        row.state,
    ):
        if said and x < below.right() - 40:
            ink = theme.color(f"{tone}.text" if tone else "text.secondary")
            if icon:
                paint_icon(painter, icon, QRectF(x, below.center().y() - small / 2, small, small), ink)
                x += small + 4
            draw_words(painter, QRectF(x, below.y(), below.right() - x, below.height()), said, ink, ("caption", None))
            x += min(word_width(said, "caption"), below.right() - x) + 12


def _paint_circle(painter: QPainter, disc: QRectF, *, done: bool) -> None:
    theme = current_theme()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("accent.solid" if done else "border.control"), 1.5))
    painter.setBrush(theme.color("accent.solid") if done else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(disc.adjusted(0.75, 0.75, -0.75, -0.75))
    if done:
        paint_icon(painter, "check", disc.adjusted(3, 3, -3, -3), theme.color("text.onAccent"))
