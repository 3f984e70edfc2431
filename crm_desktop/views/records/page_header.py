"""The head of a record's page: tile, name, badges, a line of facts, what waits, and the verbs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.models.record import SyncState
from crm_desktop.models.values import members
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.records.sync_line import sync_words
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.value_words import Wordings
from crm_desktop.views.widgets.avatar import Avatar
from crm_desktop.views.widgets.badge import Badge
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.flow_layout import FlowLayout
from crm_desktop.views.widgets.icon_word import IconWord
from crm_desktop.views.widgets.label import Label

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_view import RecordView

_LEAST_NAME = 320
"""The room in pixels that name and facts need beside the verbs, at 100 per cent of text."""
_BADGES = {
    "account": ("level", "life_stage"),
    "contact": ("buying_role", "attitude"),
    "task": ("priority",),
    "study": ("state", "client_stage"),
}
_FACTS = {
    "account": (("map-pin", "city"), ("factory", "industry"), ("users", "employees")),
    "contact": (("briefcase", "job_title"), ("building-2", "account_id"), ("phone", "mobile"), ("mail", "email")),
    "opportunity": (("building-2", "account_id"), ("package", "product_id")),
    "task": (("alarm-clock", "due_at"), ("building-2", "account_id")),
    "study": (("building-2", "account_id"), ("factory", "industry"), ("compass", "purpose")),
    "visit": (("calendar", "starts_at"), ("map-pin", "place"), ("building-2", "account_id")),
}


class PageHeader(QWidget):
    """`header.show_view(view, words)`; put buttons into `verbs`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._disc, self._tile = Avatar("", "", 44), Avatar("", "", 44, tile=True)
        self.name = Label("", "title", elide=True)
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._badges = QHBoxLayout()
        self._badges.setSpacing(6)
        self._badge_pool: list[Badge] = []
        self._facts = FlowLayout(14, 2)
        self._fact_pool: list[IconWord] = []
        self._desk, self._record_id = desk, ""
        self.sync = Button("", self._settle, kind="link", icon="cloud-upload", small=True)
        # The page does not move when the first change waits.
        stays = self.sync.sizePolicy()
        stays.setRetainSizeWhenHidden(True)
        self.sync.setSizePolicy(stays)
        self._verb_place = QWidget()
        self.verbs = QHBoxLayout(self._verb_place)
        self.verbs.setContentsMargins(0, 0, 0, 0)
        self.verbs.setSpacing(8)
        self._verb_row = -1
        self._grid = QGridLayout(self)
        self._lay_out()

    def show_view(self, view: RecordView, words: Wordings) -> None:
        """Show another record, or the same as it is now."""
        record = view.record
        person = record.kind == "contact"
        for face, shown in ((self._disc, person), (self._tile, not person)):
            face.set_record(record.title, record.id)
            face.setVisible(shown)
        self.name.set_wording(record.title)
        self._show_badges(view, words)
        self._show_facts(view, words)
        self._show_state(view)

    def _show_badges(self, view: RecordView, words: Wordings) -> None:
        record, kind = view.record, view.record.declaration
        wanted: list[tuple[Wording, str]] = []
        if record.deleted:
            wanted.append((text("records", "In the bin"), "danger"))
        for name in _BADGES.get(kind.name, ()):
            said = words.of(kind, name, record.values)
            if said:
                wanted.append((said, "neutral"))
        for each in members(record.get("tag_ids")):
            tag = words.lookups.tag(each)
            if tag is not None and tag.title not in {str(said) for said, _ in wanted}:
                wanted.append((tag.title, str(tag.get("hue") or "slate")))
        while len(self._badge_pool) < len(wanted):
            self._badge_pool.append(Badge(""))
            self._badges.insertWidget(len(self._badge_pool) - 1, self._badge_pool[-1])
        for number, badge in enumerate(self._badge_pool):
            badge.setVisible(number < len(wanted))
            if number < len(wanted):
                badge.set_state(*wanted[number])

    def _show_facts(self, view: RecordView, words: Wordings) -> None:
        record, kind = view.record, view.record.declaration
        facts = [(icon, self._said(name, view, words)) for icon, name in _FACTS.get(kind.name, ())]
        said = [(icon, fact) for icon, fact in facts if fact]
        while len(self._fact_pool) <= len(said):
            self._fact_pool.append(IconWord())
            self._facts.addWidget(self._fact_pool[-1])
            # What waits for sync stays last.
            self._facts.removeWidget(self.sync)
            self._facts.addWidget(self.sync)
        owner = record.get("owner_id")
        for number, place in enumerate(self._fact_pool):
            place.setVisible(number < len(said) or (number == len(said) and bool(owner)))
            if number < len(said):
                place.show_icon(said[number][0], said[number][1])
            elif number == len(said) and owner:
                place.show_face(words.named("user", str(owner)), str(owner))

    @staticmethod
    def _said(name: str, view: RecordView, words: Wordings) -> Wording:
        count = view.record.get(name)
        if name == "employees" and isinstance(count, int):
            return text("records", "%n employee(s)", n=count)
        return words.of(view.record.declaration, name, view.record.values)

    def _settle(self) -> None:
        self._desk.navigator.go(Place("sync", self._record_id))

    def _show_state(self, view: RecordView) -> None:
        state = view.record.state
        self._record_id = view.record.id
        self.sync.setVisible(state is not SyncState.SYNCED)
        if state is SyncState.WAITING:
            self.sync.set_wording(text("records", "%n change(s) waiting to sync", n=max(1, view.waiting)))
        else:
            self.sync.set_wording(sync_words(state, view.waiting))
        self.sync.set_icon("cloud-upload" if state is SyncState.WAITING else "git-compare-arrows")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.name)
        top.addLayout(self._badges)
        top.addStretch()
        self._facts.addWidget(self.sync)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addLayout(top)
        names.addLayout(self._facts)
        faces = QHBoxLayout()
        faces.addWidget(self._disc)
        faces.addWidget(self._tile)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.addLayout(faces, 0, 0)
        self._grid.addLayout(names, 0, 1)
        self._grid.setColumnStretch(1, 1)
        self._place_verbs()

    def event(self, event: QEvent) -> bool:
        """Look again where the verbs stand, when the room or they themselves have changed."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            self._place_verbs()
        return super().event(event)

    def _place_verbs(self) -> None:
        """Let the verbs stand beside the name, or below it where large text leaves no room beside."""
        least = current_theme().scaled(_LEAST_NAME) + 44 + 24
        row, column, columns = (0, 2, 1) if self._verbs_width() + least <= self.width() else (1, 1, 2)
        if row == self._verb_row:
            return
        self._verb_row = row
        self._grid.removeWidget(self._verb_place)
        self._grid.addWidget(self._verb_place, row, column, 1, columns, Qt.AlignmentFlag.AlignLeft)

    def _verbs_width(self) -> int:
        return self.verbs.sizeHint().width()
