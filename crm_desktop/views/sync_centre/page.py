"""The sync centre: how it stands on top, what waits or is to be decided at the left, one record at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.sync_run import CheckResult
from crm_desktop.store.queries.attachments import file_counts
from crm_desktop.store.queries.sync_centre import SyncCentre, sync_centre
from crm_desktop.store.queries.sync_state import SyncCounts, last_comparison
from crm_desktop.views.actions import Action, key_text
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.trouble import FilesInTrouble
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Wording, text, tr
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Neighbours, Place
from crm_desktop.views.page import Page
from crm_desktop.views.refresh import Changed
from crm_desktop.views.sync_centre.centre_acts import CentreActs
from crm_desktop.views.sync_centre.conflict_card import ConflictCard
from crm_desktop.views.sync_centre.entries import ALL, CONFLICTS, FAILED, LEFT, WAITING, Entry, EntryWords, entries_of
from crm_desktop.views.sync_centre.entry_list import EntryList
from crm_desktop.views.sync_centre.history_card import HistoryCard
from crm_desktop.views.sync_centre.left_card import LeftCard
from crm_desktop.views.sync_centre.left_feed import LeftWorkFeed
from crm_desktop.views.sync_centre.left_words import LeftWords, left_entries
from crm_desktop.views.sync_centre.many_card import MINE, THEIRS, ManyCard
from crm_desktop.views.sync_centre.parked_card import ParkedCard
from crm_desktop.views.sync_centre.status_card import StatusCard, check_words
from crm_desktop.views.sync_centre.ticks import conflict_ids
from crm_desktop.views.sync_centre.waiting_card import WaitingCard
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.card import Card
from crm_desktop.views.widgets.component import Component, line, set_surface
from crm_desktop.views.widgets.empty_state import EmptyState
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.view_tabs import ViewTabs

_LEFT, _LEFT_NARROW = 396, 348
_NARROW = 1240
_LOW, _LOWEST = 700, 540
"""Below this width of the window, or height of the page, at the usual text size, less is shown."""


class SyncCentrePage(Component, Page):
    """Reads everything again whenever something was written, here or by a sync."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._centre = SyncCentre()
        self._lookups = lookups_of(desk)
        self._seen: tuple[object, ...] = ()
        sync_now = Button(text("sync_centre", "Sync now"), lambda: desk.actions.run("sync_now"), icon="refresh-cw")
        sync_now.set_hint(key_text("F9"))
        self.status = StatusCard(desk.around, desk.clock, sync_now)
        self.tabs = ViewTabs()
        self.list = EntryList()
        self.conflict = ConflictCard()
        self.many = ManyCard()
        self.choose_all = QCheckBox()
        self.parked = ParkedCard(desk)
        self.waiting = WaitingCard()
        self.left = LeftCard(desk)
        self.left_work = LeftWorkFeed(desk, self._lookups, self)
        self.history = HistoryCard()
        self.does = CentreActs(desk, self.left_work, self)
        self.details = QStackedWidget()
        # After a reading the list is shown first, the record beside it a turn later: neither then holds the other up.
        self._beside = QTimer(self, singleShot=True, interval=0)
        self._beside.timeout.connect(lambda: self._show(self.list.entry))
        self._left = Card(padding=0)
        self._nothing = EmptyState(
            "cloud-check",
            text("sync_centre", "Nothing waits for you"),
            text("sync_centre", "What you change appears here until it is sent."),
        )
        self._unreachable = EmptyState(
            "cloud-off",
            text("sync_centre", "This list needs a connection"),
            text("sync_centre", "What others left behind is kept at the server, and read from there each time."),
        )
        self._lay_out()
        self._connect()
        self.settle()
        self._read()

    def heading(self) -> Wording:
        """Return the section's name."""
        return text("sync_centre", "Sync centre")

    def visit(self, place: Place, neighbours: Neighbours | None) -> None:
        """Show a tab (`place.tab`) or the record that a person came from (`place.record_id`)."""
        if place.tab or place.record_id:
            self.tabs.choose(place.tab or ALL)
        if place.record_id:
            self._wanted = place.record_id
        self._read()
        self.left_work.read()

    def retranslate(self) -> None:
        """Read all words again."""
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show less in a small window, so that what is to be decided keeps its room."""
        super().resizeEvent(event)
        scaled = current_theme().scaled
        narrow = self.window().width() < scaled(_NARROW)
        self._left.setFixedWidth(_LEFT_NARROW if narrow else _LEFT)
        self.status.set_narrow(narrow)
        self.conflict.header.remark.setVisible(not narrow)
        height = self.height()
        self.history.set_few(0 if height < scaled(_LOWEST) else 2 if height < scaled(_LOW) else 4)

    # Reading

    _wanted = ""
    """The record to show as soon as it is read."""

    def _read(self) -> None:
        self.desk.read(self, self._take, sync_centre)
        self.desk.read(self.status, self._take_check, last_comparison)
        self.desk.read(self.status, lambda counts: self.status.show_trouble(counts.failed), file_counts)

    _asked_at = 0
    """When a person here wished for a comparison with the server that has not been told of yet."""

    def _check(self) -> None:
        self._asked_at = self.desk.clock.now()
        self.desk.around.check_wanted.emit()

    def _take_check(self, result: CheckResult | None) -> None:
        self.status.show_check(result)
        said = check_words(result, current_formats(self.desk.clock.now()))
        if self._asked_at and result is not None and said is not None and result.at >= self._asked_at:
            self._asked_at = 0
            self.desk.notices.inform(said)

    def _take(self, centre: SyncCentre) -> None:
        self._centre = centre
        self.list.entry_changed.disconnect(self._show)
        try:
            self._fill()
        finally:
            self.list.entry_changed.connect(self._show)
        self._beside.start()

    def _fill(self) -> None:
        centre, formats = self._centre, current_formats(self.desk.clock.now())
        acts = {act.id for each in centre.waiting for act in each.acts}
        self.status.show_counts(SyncCounts(len(acts), len(centre.parked), len(centre.conflicts)))
        counts = {tab: len(entries_of(centre, tab)) for tab in (ALL, WAITING, CONFLICTS, FAILED)}
        names = {
            ALL: text("sync_centre", "All"),
            WAITING: text("sync_centre", "Waiting"),
            CONFLICTS: text("sync_centre", "Conflicts"),
            FAILED: text("sync_centre", "Failed"),
        }
        if self.left_work.concerns_me:
            names[LEFT], counts[LEFT] = text("sync_centre", "Left behind"), self.left_work.open_count
        current = self.tabs.current if self.tabs.current in names else ALL
        self.tabs.set_views([(tab, names[tab], counts[tab]) for tab in names], current)
        if current == LEFT:
            entries: list[Entry] = left_entries(self.left_work.works)
            self.list.show_entries(entries, LeftWords(self._lookups, formats))
        else:
            entries = entries_of(centre, current)
            self.list.show_entries(entries, EntryWords(centre, formats))
        self._show_chosen()
        self.history.show_runs(centre.runs, formats)
        if self._wanted:
            found = next((at for at, each in enumerate(entries) if each.concerns(self._wanted)), -1)
            self._wanted = ""
            if found >= 0:
                self.list.setCurrentIndex(self.list.entries.index(found, 0))

    def _show(self, entry: Entry | None) -> None:
        words = self._wordings()
        if self.list.ticks.ids:
            self.many.show_chosen(self.list.entries.entries, self.list.ticks.ids, words, self.desk.me)
            shown: QWidget = self.many
        elif entry is None:
            unreachable = self.tabs.current == LEFT and self.left_work.error is not None
            shown = self._unreachable if unreachable else self._nothing
        elif entry.left is not None:
            linked = {**self._centre.linked, **self.left_work.linked}
            self.left.show_work(entry.title, entry.left, Wordings(self._lookups, words.formats, linked))
            shown = self.left
        elif entry.conflicts:
            self.conflict.show_entry(entry, self._centre, words, self.desk.me)
            shown = self.conflict
        elif entry.parked:
            self.parked.show_entry(entry, self._centre, words)
            shown = self.parked
        else:
            self.waiting.show_entry(entry, words)
            shown = self.waiting
        self.details.setCurrentWidget(shown)
        self.desk.actions.review()

    def _wordings(self) -> Wordings:
        return Wordings(self._lookups, current_formats(self.desk.clock.now()), self._centre.linked)

    def _show_chosen(self) -> None:
        """Say above the list how much of what is to be decided is ticked."""
        whole, ticked = conflict_ids(self.list.entries.entries), self.list.ticks.ids
        states = Qt.CheckState
        state = states.Unchecked if not ticked else states.Checked if ticked == whole else states.PartiallyChecked
        self.choose_all.setVisible(self.list.ticking)
        self.choose_all.setCheckState(state)
        self.choose_all.setText(tr("sync_centre", "Choose all %n conflict(s)", n=len(whole)))

    def _ticked(self) -> None:
        self._show_chosen()
        self._show(self.list.entry)

    def _written(self, change: Changed) -> None:
        # Whatever was written waits now, or does not any more.
        self._read()

    def _followed(self) -> None:
        """Read again when the sync's own figures say that something arrived or left."""
        status = self.desk.around.sync.status
        seen = (status.waiting, status.to_decide, status.phase, status.failure) if status is not None else ()
        if seen != self._seen:
            self._seen = seen
            self._read()

    # What a person does

    def _keep(self, *, mine: bool) -> None:
        """Keep a side: of what is ticked only in the preview, of one record at once."""
        if self.details.currentWidget() is self.many:
            self.many.choose(MINE if mine else THEIRS)
        else:
            self.conflict.keep(mine=mine)

    def _apply(self) -> None:
        (self.many if self.details.currentWidget() is self.many else self.conflict).apply_choices()

    def _open(self, entry: Entry | None) -> None:
        if entry is not None and entry.record is not None and entry.kind in KINDS and KINDS[entry.kind].page:
            self.desk.navigator.go(Place(KINDS[entry.kind].plural, entry.id))

    def _deciding(self) -> bool:
        return self.details.currentWidget() in (self.conflict, self.many)

    # Putting it together

    def _connect(self) -> None:
        self.tabs.chosen.connect(lambda _key: self._fill())
        self.status.check.clicked.connect(self._check)
        self.status.files.clicked.connect(lambda: FilesInTrouble(self.desk, self.window()).open())
        self.list.entry_changed.connect(self._show)
        self.list.opened.connect(self._open)
        self.list.ticks.changed.connect(self._ticked)
        self.many.settled.connect(self.does.settle_many)
        self.many.cleared.connect(self.list.ticks.clear)
        self.choose_all.clicked.connect(lambda: self.list.ticks.toggle(conflict_ids(self.list.entries.entries)))
        self.waiting.open_wanted.connect(lambda: self._open(self.list.entry))
        self.conflict.settled.connect(self.does.settle)
        self.parked.send_again_wanted.connect(self.does.send_again)
        self.parked.send_edited_wanted.connect(self.does.send_edited)
        self.parked.discard_wanted.connect(self.does.discard)
        self.left.apply_wanted.connect(self.left_work.apply)
        self.left.discard_wanted.connect(self.does.discard_left)
        self.left_work.changed.connect(self._fill)
        self.tabs.chosen.connect(lambda key: self.left_work.read() if key == LEFT else None)
        self.desk.refresh.changed.connect(self._written)
        self.desk.around.sync.changed.connect(self._followed)
        self._lookups.changed.connect(self._fill)
        mine, theirs = partial(self._keep, mine=True), partial(self._keep, mine=False)
        every = partial(self.choose_all.click)
        self.desk.actions.contribute(
            self,
            [
                self._action("conflict_apply", self._apply, "check", "Ctrl+Return"),
                self._action("conflict_keep_mine", mine, "user-round"),
                self._action("conflict_keep_theirs", theirs, "users-round"),
                self._action("conflict_decide", self.conflict.focus_first, "git-compare-arrows", "Ctrl+D"),
                Action(
                    key="conflict_all",
                    run=every,
                    menu="sync",
                    icon="list-checks",
                    shortcut="Ctrl+A",
                    taken=True,
                    enabled=lambda: self.list.ticking,
                ),
                Action(key="sync_check", run=self._check, menu="sync", icon="shield-check"),
                Action(key="sync_pause", run=self.status.pause.click, menu="sync", icon="pause"),
            ],
        )

    def _action(self, key: str, run: partial[None] | object, icon: str, shortcut: str = "") -> Action:
        assert callable(run)
        return Action(key=key, run=run, menu="sync", icon=icon, shortcut=shortcut, enabled=self._deciding)

    def _lay_out(self) -> None:
        set_surface(self, "app")
        for card in (self._nothing, self._unreachable, self.conflict, self.many, self.parked, self.waiting, self.left):
            self.details.addWidget(card)
        left = self._left
        left.body.setSpacing(0)
        self.tabs.setContentsMargins(8, 0, 8, 0)
        left.body.addWidget(self.tabs)
        left.body.addWidget(line())
        self.choose_all.hide()
        self.choose_all.setContentsMargins(0, 0, 0, 0)
        self.choose_all.setStyleSheet("QCheckBox { padding: 9px 16px 9px 38px; }")
        left.body.addWidget(self.choose_all)
        left.body.addWidget(self.list, 1)
        left.body.addWidget(line())
        kept = IconWord("lock", words=text("sync_centre", "Changes are kept encrypted on this device until sent"))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 10, 16, 10)
        foot.addWidget(kept)
        left.body.addLayout(foot)
        right = QVBoxLayout()
        right.setSpacing(16)
        right.addWidget(self.details, 1)
        right.addWidget(self.history)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addWidget(left)
        below.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(16)
        column.addWidget(self.status)
        column.addLayout(below, 1)
