"""The component gallery: every component in its states on one page, to hold beside mock-up k."""

from collections.abc import Iterable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from crm_desktop.views.language.texts import Wording
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.shadows import paint_shadow
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.chip import AddChip, FilterChip
from crm_desktop.views.widgets.component import line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.key_cap import KeyCap
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.menu import Menu
from crm_desktop.views.widgets.paint import rounded_box
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.progress import Progress
from crm_desktop.views.widgets.segmented import Segmented
from crm_desktop.views.widgets.switch import Switch
from crm_desktop.views.widgets.sync_pill import SyncPill, SyncState
from crm_desktop.views.widgets.text_input import TextInput
from crm_desktop.views.widgets.undo_bar import UndoBar
from tools.gallery_words import words


class GalleryPage(QWidget):
    """The page; it paints the shadows of what would float, with the elevation of each."""

    def __init__(self) -> None:
        super().__init__()
        self.floating: list[tuple[QWidget, int, str]] = []
        set_surface(self, "app")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - the name is Qt's
        """Paint the shadows."""
        theme, painter = current_theme(), QPainter(self)
        painter.fillRect(self.rect(), theme.color("bg.app"))
        for widget, level, radius in self.floating:
            box = QRectF(widget.geometry())
            paint_shadow(painter, box, theme.radius(radius), level)
            rounded_box(painter, box, theme.radius(radius), theme.color("bg.overlay"), theme.color("border.default"))


def build_gallery() -> QWidget:
    """Return the page of mock-up k."""
    page = GalleryPage()
    column = QVBoxLayout(page)
    column.setContentsMargins(24, 16, 24, 16)
    column.setSpacing(10)
    column.addWidget(_buttons())
    column.addWidget(_fields())
    column.addLayout(_row((_chips(), 295), (_pills(), 364)))
    dialog, menu = _dialog(), _menu()
    page.floating = [(dialog, 3, "xl"), (menu, 2, "lg")]
    column.addLayout(_row((dialog, 390), (menu, 270)))
    column.addLayout(_row((_empty(), 330), (_progress(), 330)))
    column.addStretch(1)
    bar = UndoBar(page)
    bar.offer(words("assigned"), lambda: None)
    bar.timer.stop()
    return page


def _row(*parts: tuple[QWidget, int]) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget, stretch in parts:
        row.addWidget(widget, stretch)
    return row


def _card(title: Wording) -> Card:
    card = Card(padding=14)
    card.body.setContentsMargins(14, 8, 14, 10)
    card.body.setSpacing(6)
    card.body.addWidget(Label(title, "caption", "text.secondary"))
    return card


def _flow(parts: Iterable[QWidget], gap: int = 8) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(gap, parent=holder)
    for part in parts:
        flow.addWidget(part)
    return holder


def _buttons() -> Card:
    card = _card(words("buttons"))
    disabled = Button(words("disabled"))
    disabled.setEnabled(False)
    parts = [
        Button(words("save"), kind="primary"),
        Button(words("rest")),
        Button(words("quiet"), kind="quiet", icon="list"),
        Button(words("link"), kind="link"),
        disabled,
        Button(words("delete"), kind="danger"),
        Button(words("small"), icon="panel-right", small=True),
    ]
    card.body.addWidget(_flow(parts))
    return card


def _fields() -> Card:
    card = _card(words("fields"))
    grid = QGridLayout()
    grid.setHorizontalSpacing(14)
    grid.setVerticalSpacing(8)
    amount = Field(words("amount"), TextInput("92o,000", prefix="¥"))
    amount.set_error(words("digits_only"))
    close = Field(words("close_date"), TextInput(str(words("date")), trailing="calendar"), hint=words("this_quarter"))
    locked = Field(words("contract_no"), TextInput("HT-2025-0143"))
    locked.set_locked()
    fields = [
        Field(words("account_name"), TextInput(str(words("hengchuan"))), required=True),
        amount,
        close,
        Field(words("phone"), TextInput("138 0000 1234", icon="phone")),
        locked,
        _choices(),
    ]
    for number, field in enumerate(fields):
        grid.addWidget(field, number // 3, number % 3)
    for index in range(3):
        grid.setColumnStretch(index, 1)
    card.body.addLayout(grid)
    return card


def _choices() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(Label(words("selection"), "caption", "text.secondary"))
    boxes = [QCheckBox(), QCheckBox(), QCheckBox()]
    boxes[1].setChecked(True)
    boxes[2].setTristate(True)
    boxes[2].setCheckState(Qt.CheckState.PartiallyChecked)
    radios = [QRadioButton(), QRadioButton()]
    radios[1].setChecked(True)
    row = QHBoxLayout()
    row.setSpacing(4)
    for part in (*boxes, *radios, Switch(words("selection"), on=True)):
        row.addWidget(part)
    row.addStretch()
    column.addLayout(row)
    column.addStretch()
    return holder


def _chips() -> Card:
    card = _card(words("chips"))
    card.body.addWidget(
        _flow([FilterChip(words("owner"), words("east"), icon="users"), AddChip(words("filter"), lambda: None)])
    )
    badges = [
        Badge(words("paid"), "success", icon="check"),
        Badge(words("due_soon"), "warning", icon="clock"),
        Badge(words("overdue"), "danger", icon="triangle-alert"),
        Badge(words("waiting"), "info", icon="cloud-upload"),
        Badge(words("strategic"), "violet"),
        Badge(words("medium"), icon="equal"),
    ]
    card.body.addWidget(_flow(badges, 6))
    card.body.addStretch()
    return card


def _pills() -> Card:
    card = _card(words("pills"))
    states = [
        (SyncState.UP_TO_DATE, 0, 0),
        (SyncState.SYNCING, 4, 12),
        (SyncState.OFFLINE, 7, 0),
        (SyncState.TO_DECIDE, 2, 0),
        (SyncState.FAILED, 0, 0),
    ]
    pills = []
    for state, count, total in states:
        pill = SyncPill()
        pill.show_state(state, count, total)
        pills.append(pill)
    card.body.addWidget(_flow(pills))
    card.body.addStretch()
    return card


def _dialog() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(18, 14, 18, 14)
    column.setSpacing(4)
    column.addWidget(Label(words("question"), "heading"))
    column.addWidget(Paragraph(words("explanation")))
    column.addSpacing(10)
    verbs = QHBoxLayout()
    verbs.setSpacing(8)
    verbs.addStretch()
    verbs.addWidget(Button(words("keep")))
    verbs.addWidget(Button(words("delete_map"), kind="destructive"))
    column.addLayout(verbs)
    return holder


def _menu() -> Menu:
    menu = Menu()
    menu.setWindowFlags(Qt.WindowType.Widget)
    menu.add_entry(words("beside"), lambda: None, icon="columns-2", shortcut="Ctrl+Return")
    menu.add_entry(words("copy_link"), lambda: None, icon="link")
    menu.add_entry(words("merge"), lambda: None, icon="merge")
    menu.add_line()
    menu.add_entry(words("delete"), lambda: None, icon="trash-2", shortcut="Del", danger=True)
    menu.setActiveAction(menu.actions()[0])
    return menu


def _empty() -> Card:
    card = _card(words("empty"))
    act = (words("plan_visit"), "calendar-plus", lambda: None)
    state = EmptyState("calendar-off", words("no_visits"), words("no_visits_why"), act=act)
    card.body.addWidget(state)
    return card


def _progress() -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    card = _card(words("progress"))
    progress = Progress(words("uploading"))
    progress.set_progress(0.4, "40%")
    card.body.addWidget(progress)
    column.addWidget(card)
    more = _card(words("more"))
    choice = Segmented(
        [("list", words("list"), "list"), ("board", words("board"), "square-kanban"), ("map", words("map"), "map")],
        lambda _key: None,
    )
    days = Segmented([("day", words("day"), ""), ("week", words("week"), "")], lambda _key: None)
    more.body.addWidget(_flow([choice, days, KeyCap("Ctrl+K"), KeyCap("F9")]))
    more.body.addWidget(line())
    column.addWidget(more)
    column.addStretch()
    return holder
