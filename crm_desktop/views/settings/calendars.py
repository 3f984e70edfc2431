"""The calendar and other programs: secret addresses to subscribe to, a calendar by CalDAV that is kept alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.models.calendar_feeds import Feed
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.settings.group import Group
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.dialog import Dialog, ask
from crm_desktop.views.widgets.field import Field
from crm_desktop.views.widgets.label import Label
from crm_desktop.views.widgets.paragraph import Paragraph
from crm_desktop.views.widgets.text_input import TextInput


class CalendarGroup(Group):
    """`calendar.read()` each time somebody looks."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(text("settings", "Calendar"), "calendar-days", parent)
        self._desk = desk
        self.connect_it = Button(text("settings", "Connect…"), self._ask_calendar, small=True)
        self.now = Button(text("settings", "Compare now"), desk.around.calendar_round_wanted.emit, small=True)
        self.leave = Button(text("settings", "Disconnect"), self._ask_to_leave, kind="danger", small=True)
        verbs = QWidget()
        row = QHBoxLayout(verbs)
        row.setContentsMargins(0, 0, 0, 0)
        for verb in (self.now, self.leave, self.connect_it):
            row.addWidget(verb)
        self.state = self.add(text("settings", "CalDAV calendar"), verbs, " ")
        self.state.show()
        self.make = Button(text("settings", "New address…"), self._ask_name, icon="plus", small=True)
        self.told = self.add(
            text("settings", "Subscription"),
            self.make,
            text(
                "settings", "Other programs can read your visits and tasks under a secret address, and change nothing."
            ),
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.rows: list[QWidget] = []
        desk.around.calendar_changed.connect(self._show_state)
        self._show_state()

    def read(self) -> None:
        """Show how the calendar stands, and ask the server for the addresses."""
        self._show_state()
        server = self._desk.around.server
        self.make.setEnabled(server is not None)
        if server is not None:
            self._desk.background.ask(server.feeds, self._take, lambda _error: None, owner=self, token="feeds")  # noqa: S106

    # A calendar elsewhere

    def _show_state(self) -> None:
        state = self._desk.around.calendar
        connected = bool(state.address)
        self.connect_it.setVisible(not connected)
        self.leave.setVisible(connected)
        self.now.setVisible(connected)
        self.now.set_busy(state.running)
        formats = current_formats(self._desk.clock.now())
        said: Wording
        if state.problem is not None:
            explained = explain(state.problem)
            said = f"{explained.title}. {explained.remedy}"
        elif not connected:
            said = text("settings", "Visits and tasks are kept alike with one calendar and its task list, both ways.")
        elif state.kept_both:
            said = text(
                "settings", "%n entr(y|ies) were changed on both sides; both versions are kept.", n=state.kept_both
            )
        elif state.at:
            said = text("settings", "{user} · alike {when}", user=state.user, when=formats.age(state.at))
        else:
            said = text("settings", "{user} · not compared yet", user=state.user)
        self.state.set_wording(said)

    def _ask_calendar(self) -> None:
        dialog = Dialog(
            text("settings", "Which calendar?"),
            text(
                "settings",
                "Everything in it becomes visits and tasks that your colleagues may see. "
                "Choose one of its own for work. The password goes into this computer's keyring.",
            ),
            width=460,
            parent=self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        address, user, password = TextInput(placeholder="https://…"), TextInput(), TextInput()
        tasks = TextInput(placeholder="https://…")
        password.setEchoMode(QLineEdit.EchoMode.Password)
        fields = [
            Field(text("settings", "Address"), address, required=True),
            Field(text("settings", "Name"), user, required=True),
            Field(text("settings", "Password"), password, required=True),
            Field(
                text("settings", "Address of the task list"),
                tasks,
                hint=text("settings", "Only where tasks lie apart from the calendar."),
            ),
        ]
        for field in fields:
            dialog.body.addWidget(field)
        dialog.add_safe_verb()
        dialog.add_verb(text("settings", "Connect"), partial(self._connect, dialog, fields))
        dialog.open()
        address.setFocus()

    def _connect(self, dialog: Dialog, fields: list[Field]) -> None:
        typed = [field.value().strip() for field in fields]
        needed = typed[:3]
        for field, value in zip(fields, needed, strict=False):
            if not value:
                field.set_error(text("settings", "Please fill this in"))
        if all(needed):
            dialog.accept()
            self._desk.around.calendar_chosen.emit(*typed)

    def _ask_to_leave(self) -> None:
        ask(
            self,
            text("settings", "Disconnect the calendar?"),
            text("settings", "What is here stays here and what is there stays there; they are no longer kept alike."),
            text("settings", "Disconnect"),
            lambda: self._desk.around.calendar_chosen.emit("", "", "", ""),
            destructive=True,
        )

    # Addresses to subscribe to

    def _take(self, feeds: Sequence[Feed]) -> None:
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [self._row(feed) for feed in feeds]
        for row in self.rows:
            self._list.addWidget(row)

    def _row(self, feed: Feed) -> QWidget:
        formats = current_formats(self._desk.clock.now())
        used = text("settings", "read {when}", when=formats.age(feed.used_at)) if feed.used_at else ""
        made = text("settings", "made {when}", when=formats.age(feed.created_at))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(20, 6, 16, 6)
        line.addWidget(Label(feed.name))
        line.addWidget(Label(" · ".join(filter(None, (str(made), str(used)))), "caption", "text.secondary"))
        line.addStretch()
        revoke = Button(text("settings", "Revoke"), partial(self._revoke, feed.id), kind="danger", small=True)
        revoke.setAccessibleDescription(feed.name)
        line.addWidget(revoke)
        return row

    def _ask_name(self) -> None:
        dialog = Dialog(text("settings", "Where will you subscribe?"), parent=self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        name = Field(text("settings", "Name"), TextInput(placeholder=text("settings", "My phone")), required=True)
        dialog.body.addWidget(name)
        dialog.add_safe_verb()
        dialog.add_verb(text("settings", "Make address"), partial(self._make, dialog, name))
        dialog.open()
        name.setFocus()

    def _make(self, dialog: Dialog, name: Field) -> None:
        server, typed = self._desk.around.server, name.value().strip()
        if not typed:
            name.set_error(text("settings", "Please fill this in"))
            return
        dialog.accept()
        if server is not None:
            zone = current_formats(self._desk.clock.now()).zone
            work = partial(server.make_feed, typed[:100], zone)
            self._desk.background.ask(work, self._show_address, self._desk.notices.fail, owner=self)

    def _show_address(self, address: str) -> None:
        dialog = Dialog(
            text("settings", "Your secret address"),
            text(
                "settings", "It is shown this once. Whoever has it can read your calendar; revoke it here at any time."
            ),
            width=560,
            parent=self,
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.body.addWidget(Paragraph(address))
        dialog.add_safe_verb(text("settings", "Close"))
        dialog.add_verb(text("settings", "Copy"), lambda: QGuiApplication.clipboard().setText(address))
        dialog.open()
        self.read()

    def _revoke(self, feed_id: str) -> None:
        server = self._desk.around.server
        if server is not None:
            work = partial(server.revoke_feed, feed_id)
            self._desk.background.ask(work, lambda _none: self.read(), self._desk.notices.fail, owner=self)
