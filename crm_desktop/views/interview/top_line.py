"""The interview's top line: where one is, with whom, how long it goes on, what is saved, and how it ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.record import Record
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.talk import Talk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label

_ROOMY = 1_184
_AIR = 120
"""What signs, margins and gaps take beside the verbs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopDoings:
    """What the page does when something of the top line is chosen."""

    back: Callable[[], object]
    people: Callable[[], object]
    end: Callable[[], object]


class TopLine(Component, QWidget):
    """`TopLine(desk, doings)`; the pills with the time stand in its middle."""

    def __init__(self, desk: Desk, do: TopDoings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_surface(self, "surface")
        self.desk = desk
        self.back = IconButton(text("interview", "Back"), "arrow-left", do.back, shortcut="Alt+Left")
        self.title = Label("", "bodyStrong", elide=True)
        self.below = Label("", "caption", "text.secondary", elide=True)
        self._sign = QLabel()
        self.saved = Label("", "caption", "text.secondary")
        self.offline = Badge(text("interview", "Offline"), "neutral", icon="cloud-off")
        self.people = Button(text("interview", "Change person"), do.people, icon="users")
        self.end = Button(text("interview", "End interview"), do.end, kind="primary", icon="check")
        self._middle = QHBoxLayout()
        self._saves = True
        self._lay_out()
        desk.around.sync.changed.connect(self.show_connection)
        self.settle()
        self.show_connection()

    def set_pills(self, *pills: QWidget) -> None:
        """Show in the middle whichever of them is not hidden."""
        for pill in pills:
            self._middle.addWidget(pill)

    def show_talk(self, talk: Talk) -> None:
        """Show whose process and with whom."""
        view = talk.view
        process = str(talk.session.chart.values.get("name") or "")
        named = text("interview", "{process} · interview on site", process=process or view.interview.title)
        self.title.set_wording(named)
        self.below.set_wording(_with_whom(view.account, view.people, str(view.interview.get("speaker_id") or "")))
        self.show_saved(saved=talk.session.saved)
        words = {
            "prepared": text("interview", "Begin interview"),
            "ended": text("interview", "Take up again"),
        }.get(talk.state, text("interview", "End interview"))
        self.end.set_wording(words)
        self.end.set_icon("play" if talk.state in ("prepared", "ended") else "check")

    def show_saved(self, *, saved: bool) -> None:
        """Say whether everything is durable on this device."""
        if saved is not self._saves:
            self._saves = saved
            self.retranslate()

    def show_connection(self) -> None:
        """Say when there is no network: nothing here needs one."""
        status = self.desk.around.sync.status
        self.offline.setVisible(status is not None and status.connection == "offline")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the sign alone to say that all is saved where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        roomy, theme = self.width() >= current_theme().scaled(_ROOMY), current_theme()
        self.saved.setVisible(roomy)
        self.people.set_icon_only(False)
        right = self.people.sizeHint().width() + self.end.sizeHint().width()
        self.people.set_icon_only(2 * right + self._middle.sizeHint().width() + theme.scaled(_AIR) > self.width())

    def retranslate(self) -> None:
        """Say again whether everything is saved."""
        self._fit()
        saved = text("interview", "Saved on this device") if self._saves else text("interview", "Saving")
        self.saved.set_wording(saved)
        self._sign.setToolTip(str(saved))
        self._sign.setAccessibleName(str(saved))

    def restyle(self) -> None:
        """Take height and icons from the theme."""
        self.setFixedHeight(current_theme().scaled(60))
        self._fit()
        self._sign.setPixmap(pixmap("hard-drive", current_theme().icon_size("md"), "success.text"))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch()
        names.addWidget(self.title)
        names.addWidget(self.below)
        names.addStretch()
        left = QWidget()
        left.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        inside = QHBoxLayout(left)
        inside.setContentsMargins(16, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(self.back)
        inside.addLayout(names, 1)
        right = QWidget()
        row = QHBoxLayout(right)
        row.setContentsMargins(8, 0, 24, 0)
        row.setSpacing(10)
        row.addStretch()
        row.addWidget(self._sign)
        row.addWidget(self.saved)
        row.addWidget(self.offline)
        row.addWidget(self.people)
        row.addWidget(self.end)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(left, 1)
        whole.addLayout(self._middle)
        whole.addWidget(right, 1)
        whole.setAlignment(self._middle, Qt.AlignmentFlag.AlignCenter)


def _with_whom(account: str, people: tuple[Record, ...], speaker_id: str) -> Wording:
    """Return the client and the people of the talk, who speaks now first."""
    ordered = sorted(people, key=lambda each: each.id != speaker_id)
    named = [_person(each) for each in ordered]
    if not named:
        return account
    if not account:
        return text("interview", "{one}", one=named[0])
    listed: Wording = named[0]
    for each in named[1:]:
        listed = text("interview", "{some}, {one}", some=listed, one=each)
    return text("interview", "{account} · {people}", account=account, people=listed)


def _person(contact: Record) -> Wording:
    post = str(contact.get("job_title") or contact.get("department") or "")
    return text("interview", "{name} ({post})", name=contact.title, post=post) if post else contact.title
