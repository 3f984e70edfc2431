"""What a person can do on a record's page: its actions with their keys, and the buttons and menu that show them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from crm_desktop.models.fields import Value
from crm_desktop.models.record import Record, SyncState
from crm_desktop.views.actions import Action
from crm_desktop.views.files.file_acts import file_acts_of
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.page import Page
from crm_desktop.views.records.assign_popover import AssignPopover
from crm_desktop.views.records.changing import Changing
from crm_desktop.views.records.page_rights import LOGGED, VISITED, PageRights
from crm_desktop.views.records.record_dialog import FinishVisit, RecordDialog
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.menu import Menu

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_view import RecordView


class PageActs(QObject):
    """The acts of one page on the record that it shows."""

    def __init__(self, page: Page, choose_tab: Callable[[str], None]) -> None:
        super().__init__(page)
        self._page, self._desk, self._choose_tab = page, page.desk, choose_tab
        self.rights = PageRights(page.desk)
        self._changing = Changing(page.desk, self, page.desk.notices.fail)
        self._log = Button(label("acts", "activity.log"), self.log_activity, icon="notebook-pen", kind="primary")
        self._talk = Button(label("acts", "interview.start"), self.start_interview, icon="mic", kind="primary")
        self._plan = Button(label("acts", "visit.plan"), self.plan_visit, icon="calendar-plus")
        self._finish = Button("", self.finish, icon="check", kind="primary")
        self._restore = Button(label("acts", "record.restore"), self.restore, icon="archive-restore", kind="primary")
        self._more = IconButton(text("records", "More"), "ellipsis", self.open_menu)
        self.buttons: list[QWidget] = [self._plan, self._log, self._talk, self._finish, self._restore, self._more]
        for each in self.buttons:
            each.hide()

    @property
    def record(self) -> Record | None:
        """The record of the page."""
        return self.rights.record

    def offer(self) -> None:
        """Offer the actions of this page instead of those of the page before."""
        log, *others = self._actions()
        # Logging must never ask for a click into the page first.
        self._desk.actions.contribute(self._page, [log], everywhere=True)
        self._desk.actions.contribute(self._page, others)

    def show_view(self, view: RecordView) -> None:
        """Show the buttons that fit the record."""
        self.rights.view = view
        record = view.record
        alive = not record.deleted
        self._log.setVisible(alive and record.kind in LOGGED)
        self._plan.setVisible(alive and record.kind in VISITED)
        self._talk.setVisible(alive and record.kind == "account")
        self._log.set_kind("default" if record.kind == "account" else "primary")
        self._restore.setVisible(record.deleted and self.rights.may_edit())
        done = bool(record.get("done")) or record.get("state") == "done"
        self._finish.setVisible(alive and record.kind in ("task", "visit") and not done and self.rights.may_edit())
        self._finish.set_wording(label("acts", "task.complete" if record.kind == "task" else "visit.done"))
        self._more.show()

    def log_activity(self) -> None:
        """Open the form for something that happened."""
        self._desk.navigator.create("activity", dict(self._links()))

    def plan_visit(self) -> None:
        """Open the form for a visit."""
        self._desk.navigator.create("visit", dict(self._links()))

    def start_interview(self) -> None:
        """Open the form for an interview at this account."""
        self._desk.navigator.create("interview", dict(self._links()))

    def create(self, kind: str) -> None:
        """Open the form for a record that belongs to this one."""
        self._desk.navigator.create(kind, dict(self._links()))

    def add_note(self) -> None:
        """Open the form for a note pinned to this record."""
        record = self.record
        if record is not None:
            pinned: dict[str, object] = {"record_kind": record.kind, "record_id": record.id}
            self._desk.navigator.create("note", {**self._links(), **pinned})

    def finish(self, record: Record | None = None) -> None:
        """Complete a task, or say that a visit took place and how it went."""
        wanted = record or self.record
        if wanted is None:
            return
        if wanted.kind == "task":
            self._changing.finish_task(wanted, done=not wanted.get("done"))
        else:
            FinishVisit(wanted, self._desk, self._page.window()).open()

    def open_entry(self, record: Record) -> None:
        """Show a record that has no page of its own; a file opens."""
        if record.kind == "attachment":
            file_acts_of(self._desk).open_record(record.id, self._page)
            return
        RecordDialog(record.kind, record.id, self._desk, self._page.window()).open()

    def assign(self) -> None:
        """Let the person choose a new owner."""
        if self.record is not None:
            AssignPopover(self.record, self._desk, self._changing, self).open_at(self._more)

    def share(self) -> None:
        """Let a colleague see the record, or take that back."""
        from crm_desktop.store.queries.shares import shares_of

        record = self.record
        if record is not None:
            self._desk.background.read(
                lambda: self._desk.store.read(shares_of, record.kind, record.id),
                partial(self._open_shares, record),
                owner=self,
            )

    def _open_shares(self, record: Record, shares: list[Record]) -> None:
        from crm_desktop.views.records.share_popover import SharePopover

        SharePopover(record, shares, self._changing, self).open_at(self._more)

    def merge(self) -> None:
        """Make another record part of this one."""
        from crm_desktop.views.records.merge_dialog import MergeDialog

        record = self.record
        if record is not None:
            MergeDialog(record.declaration, record.id, "", self._desk, self._page.window()).open()

    def delete(self) -> None:
        """Move the record to the bin."""
        if self.record is not None:
            self._changing.delete(self.record)

    def restore(self) -> None:
        """Take the record out of the bin."""
        if self.record is not None:
            self._changing.restore(self.record)

    def edit(self) -> None:
        """Go to the fields."""
        self._choose_tab("details")

    def show_history(self) -> None:
        """Go to the history."""
        self._choose_tab("history")

    def decide(self) -> None:
        """Show in the sync centre what the record waits for, or what is to be decided about it."""
        if self.record is not None:
            self._desk.navigator.go(Place("sync", self.record.id))

    def open_menu(self) -> None:
        """Offer the rest."""
        menu = Menu(self._page)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for action in self._actions():
            if action.key in ("record.edit", "record.assign", "record.share", "record.merge", "record.history"):
                menu.add(action)
        menu.add_line()
        gone = self.record is not None and self.record.deleted
        menu.add(next(each for each in self._actions() if each.key == ("record.restore" if gone else "record.delete")))
        menu.open_below(self._more, right=True)

    def _actions(self) -> list[Action]:
        may = self.rights
        return [
            Action(key="activity.log", run=self.log_activity, icon="notebook-pen", shortcut="Ctrl+L",
                   enabled=may.can_log),
            Action(key="visit.plan", run=self.plan_visit, icon="calendar-plus", enabled=may.can_plan),
            Action(key="contact.create", run=partial(self.create, "contact"), icon="user-plus", shortcut="Ctrl+Shift+C",
                   enabled=may.is_account),
            Action(key="opportunity.create", run=partial(self.create, "opportunity"), icon="square-kanban",
                   enabled=may.is_account),
            Action(key="study.create", run=partial(self.create, "study"), icon="microscope", enabled=may.is_account),
            Action(key="task.create", run=partial(self.create, "task"), icon="list-checks", enabled=may.can_log),
            Action(key="record.edit", run=self.edit, icon="pencil", shortcut="F2", menu="edit", enabled=may.may_edit),
            Action(key="record.assign", run=self.assign, icon="user-plus", enabled=may.may_assign),
            Action(key="record.share", run=self.share, icon="share-2", enabled=may.may_share),
            Action(key="record.merge", run=self.merge, icon="merge", enabled=may.may_merge),
            Action(key="record.history", run=self.show_history, icon="history", menu="view",
                   enabled=lambda: self.record is not None),
            Action(key="record.decide", run=self.decide, icon="git-compare-arrows", shortcut="Ctrl+D", menu="sync",
                   enabled=lambda: self.record is not None and self.record.state is not SyncState.SYNCED),
            Action(key="record.delete", run=self.delete, icon="trash-2", dangerous=True, enabled=may.may_delete),
            Action(key="record.restore", run=self.restore, icon="archive-restore", enabled=may.may_restore),
        ]  # fmt: skip

    def _links(self) -> dict[str, Value]:
        """Return what a record made from here links to."""
        record = self.record
        if record is None:
            return {}
        links: dict[str, Value] = {f"{record.kind}_id": record.id} if record.kind in LOGGED else {}
        account = record.get("account_id")
        return {**links, "account_id": account} if account else links
