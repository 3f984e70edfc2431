"""How the sync stands, across the top of the sync centre: what moves, the connection, what waits, and two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.errors import UserError
from crm_desktop.store.queries.sync_state import SyncCounts
from crm_desktop.views.files.traffic_words import traffic
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import Formats, current_formats
from crm_desktop.views.language.texts import Text, Wording, text
from crm_desktop.views.surroundings import Surroundings
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import paint_icon
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import line
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.progress import Bar

if TYPE_CHECKING:
    from crm_desktop.models.clock import Clock
    from crm_desktop.models.sync_run import CheckResult
    from crm_desktop.sync.status import SyncStatus

_DISC = 44
_ICONS = {
    "up_to_date": ("cloud-check", "success"),
    "syncing": ("refresh-cw", "accent"),
    "offline": ("cloud-off", "neutral"),
    "to_decide": ("git-compare-arrows", "warning"),
    "failed": ("cloud-alert", "danger"),
}
_CONNECTIONS = {
    "online": (text("sync_centre", "Online"), "success.text"),
    "offline": (text("sync_centre", "Offline"), "text.secondary"),
    "paused": (text("sync_centre", "Paused"), "text.secondary"),
    "signed_out": (text("sync_centre", "Signed out"), "warning.text"),
}


class StatusCard(Card):
    """Follows the feed of `around` by itself; `show_counts` brings what the replica says."""

    def __init__(self, around: Surroundings, clock: Clock, sync_now: Button, parent: QWidget | None = None) -> None:
        super().__init__(padding=0, parent=parent)
        self._around, self._clock = around, clock
        self._counts = SyncCounts()
        self._failed_files = 0
        self._disc = _Disc()
        self._title = Label(text("sync_centre", "Not synced yet"), "heading", weight=600, elide=True)
        self._percent = Label("", "caption", "text.secondary")
        self._bar = Bar()
        self._remark = Label("", "caption", "text.secondary", elide=True)
        self._spare: QWidget
        names = ("connection", "waiting", "conflicts", "last")
        self._facts = {name: Label("", "bodyStrong", elide=True) for name in names}
        for fact in self._facts.values():
            # As wide as the words, and narrower where large text leaves no room.
            fact.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.pause = Button(text("sync_centre", "Pause"), self._toggle, icon="pause")
        self.files = IconButton(text("sync_centre", "Files that were not sent or fetched"), "paperclip")
        self.files.hide()
        self.check = IconButton(text("sync_centre", "Check this computer's data"), "shield-check")
        self._checked: CheckResult | None = None
        self._lay_out(sync_now)
        # "Just now" grows older while nobody does anything.
        self._tick = QTimer(self, interval=60_000)
        self._tick.timeout.connect(self.follow)
        self._tick.start()
        around.sync.changed.connect(self.follow)
        self.follow()

    def show_counts(self, counts: SyncCounts) -> None:
        """Take what waits and what is to be decided, as the replica counts it."""
        self._counts = counts
        self.follow()

    def show_trouble(self, failed: int) -> None:
        """Tell how many files could not be sent or fetched."""
        self.files.setVisible(failed > 0)
        self.files.set_count(failed)
        self._failed_files = failed
        self.follow()

    def show_check(self, result: CheckResult | None) -> None:
        """Take what the last comparison with the server found."""
        self._checked = result
        self.follow()

    def set_narrow(self, narrow: bool) -> None:
        """Leave out the connection, which the pill shows too, in a narrow window."""
        self._spare.setVisible(not narrow)

    def follow(self) -> None:
        """Show the feed's present status."""
        status = self._around.sync.status
        icon, tone = _ICONS[status.state.value] if status is not None else ("cloud-off", "neutral")
        self._disc.show_state(icon, tone)
        waiting, deciding = self._counts.waiting, self._counts.to_decide + self._failed_files
        self._say(status)
        connection, role = _CONNECTIONS[status.connection.value if status is not None else "offline"]
        self._set("connection", connection, role)
        self._set("waiting", _waiting_words(waiting, status), "text.primary")
        decide = text("sync_centre", "%n to decide", n=deciding) if deciding else text("sync_centre", "None")
        self._set("conflicts", decide, "warning.text" if deciding else "text.primary")
        last = status.last_complete_at if status is not None else 0
        formats = current_formats(self._clock.now())
        self._set("last", formats.moment(last) if last else text("sync_centre", "Never"), "text.primary")
        paused = status is not None and status.connection.value == "paused"
        self.pause.set_wording(text("sync_centre", "Resume") if paused else text("sync_centre", "Pause"))
        self.pause.set_icon("play" if paused else "pause")
        self.pause.setEnabled(status is not None)

    def _say(self, status: SyncStatus | None) -> None:
        moving = status is not None and status.phase is not None
        # Of what nobody knows the length there is no share.
        measured = moving and status is not None and status.total > 0
        self._bar.setVisible(measured)
        self._percent.set_wording(f"{status.percent}%" if measured and status is not None else "")
        self._bar.set_share(status.percent / 100 if status is not None else 0)
        self._title.set_wording(_title(status))
        checked = check_words(self._checked, current_formats(self._clock.now()))
        calm = status is not None and status.phase is None and status.failure is None
        # While records move too, files are told of only where one moves; a failure of the records comes first.
        tells = status is not None and (calm or (moving and status.files.moving is not None))
        files = traffic(status.files, current_formats(self._clock.now())) if status is not None and tells else None
        self._remark.set_wording(files or (checked if calm and checked is not None else _remark(status)))
        self.check.setEnabled(status is not None and not _comparing(status))

    def _set(self, name: str, wording: Wording, role: str) -> None:
        self._facts[name].set_wording(wording)
        self._facts[name].set_role(role)

    def _toggle(self) -> None:
        status = self._around.sync.status
        if status is not None and status.connection.value == "paused":
            self._around.resume_wanted.emit()
        else:
            self._around.pause_wanted.emit()

    def _lay_out(self, sync_now: Button) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(20, 14, 16, 14)
        row.setSpacing(20)
        row.addWidget(self._disc)
        told = QVBoxLayout()
        told.setSpacing(4)
        top = QHBoxLayout()
        top.addWidget(self._title, 1)
        top.addWidget(self._percent)
        told.addLayout(top)
        told.addWidget(self._bar)
        told.addWidget(self._remark)
        row.addLayout(told, 1)
        names = {
            "connection": text("sync_centre", "Connection"),
            "waiting": text("sync_centre", "Waiting"),
            "conflicts": text("sync_centre", "To decide"),
            "last": text("sync_centre", "Last complete sync"),
        }
        for name, wording in names.items():
            box = QWidget()
            if name == "connection":
                self._spare = box
            beside = QHBoxLayout(box)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.setSpacing(16)
            beside.addWidget(line("v"))
            fact = QVBoxLayout()
            fact.setSpacing(2)
            fact.addStretch()
            fact.addWidget(Label(wording, "caption", "text.secondary"))
            fact.addWidget(self._facts[name])
            fact.addStretch()
            beside.addLayout(fact)
            row.addWidget(box)
        row.addSpacing(8)
        row.addWidget(self.files, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.check, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(sync_now, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.pause, 0, Qt.AlignmentFlag.AlignVCenter)
        row.setSpacing(16)
        self.body.addLayout(row)


class _Disc(QWidget):
    """The state as an icon on a disc."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(_DISC, _DISC)
        self._icon, self._tone = "cloud-off", "neutral"

    def show_state(self, icon: str, tone: str) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = current_theme(), QPainter(self)
        neutral = self._tone == "neutral"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("bg.sunken" if neutral else f"{self._tone}.tint"))
        painter.drawEllipse(QRectF(self.rect()))
        ink = theme.color("text.secondary" if neutral else f"{self._tone}.text")
        paint_icon(painter, self._icon, QRectF(self.rect()).adjusted(13, 13, -13, -13), ink)


def check_words(result: CheckResult | None, formats: Formats) -> Text | None:
    """Return what the last comparison with the server found, as a plain sentence; None before the first."""
    if result is None:
        return None
    if not result.complete:
        return text("sync_centre", "Much was changing: checking this computer's data goes on by itself later.")
    when = formats.moment(result.at)
    if not result.repaired:
        return text("sync_centre", "All data on this computer matches the server. Checked: {moment}", moment=when)
    return text(
        "sync_centre",
        "%n record(s) did not match the server and were put right. Your changes are kept. Checked: {moment}",
        n=result.repaired,
        moment=when,
    )


def _waiting_words(changes: int, status: SyncStatus | None) -> Text:
    said = text("sync_centre", "%n change(s)", n=changes)
    files = status.files.waiting.to_go if status is not None else 0
    return text("sync_centre", "{changes}, %n file(s)", n=files, changes=said) if files else said


def _comparing(status: SyncStatus) -> bool:
    return status.phase is not None and status.phase.value == "check"


def _title(status: SyncStatus | None) -> Wording:
    if status is None:
        return text("sync_centre", "Not synced yet")
    if status.phase is not None:
        if _comparing(status):
            return text("sync_centre", "Checking this computer's data")
        if status.phase.value == "push":
            return text("sync_centre", "Sending {done} of {total} changes", done=status.done, total=status.total)
        if status.total:
            return text("sync_centre", "Receiving {done} of {total}", done=status.done, total=status.total)
        return text("sync_centre", "Syncing")
    if status.files.moving is not None and status.state.value == "syncing":
        return text("sync_centre", "Changes are up to date, files are on their way")
    if status.connection.value == "paused":
        return text("sync_centre", "Sync is paused")
    if status.failure is not None:
        return explain(UserError(status.failure.code, **dict(status.failure.facts))).title
    up_to_date = text("sync_centre", "Everything is up to date")
    if status.files.waiting.to_go:
        up_to_date = text("sync_centre", "Changes are up to date, files wait")
    titles: dict[str, Wording] = {
        "up_to_date": up_to_date,
        "to_decide": text("sync_centre", "%n to decide", n=status.deciding),
    }
    return titles.get(status.state.value, text("sync_centre", "Not synced yet"))


def _remark(status: SyncStatus | None) -> Wording:
    if status is None or status.failure is None or status.phase is not None:
        return text("sync_centre", "You can keep working. Changes are kept on this device first.")
    said = explain(UserError(status.failure.code, **dict(status.failure.facts)))
    return text("sync_centre", "{explanation} {remedy}", explanation=said.explanation, remedy=said.remedy)
