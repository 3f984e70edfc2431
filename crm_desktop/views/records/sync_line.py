"""What a record has to say about sync, in one quiet line: what waits on this device, what a person must decide."""

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from crm_desktop.models.record import SyncState
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import Text, text
from crm_desktop.views.navigation import Place
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component
from crm_desktop.views.widgets.paragraph import Paragraph


class SyncLine(Component, QWidget):
    """`sync_line.show_state(record.state, waiting)`, at the foot of a panel."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = SyncState.SYNCED
        self._icon = QLabel()
        self._words = Paragraph("", "caption", "text.secondary")
        self._record_id = ""
        self._decide = Button(
            text("records", "Decide"),
            lambda: desk.navigator.go(Place("sync", self._record_id)),
            kind="link",
            small=True,
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self._decide)
        self.settle()

    def show_state(self, state: SyncState, waiting: int, record_id: str) -> None:
        """Say where the record stands and how many changes wait; a click leads to its decision."""
        self._state, self._record_id = state, record_id
        self._words.set_wording(sync_words(state, waiting))
        self._decide.setVisible(state in (SyncState.CONFLICT, SyncState.PARKED))
        self.restyle()

    def restyle(self) -> None:
        """Take the icon in the theme's colour."""
        icons, side = current_theme().tokens, current_theme().icon_size("sm")
        names = {SyncState.CONFLICT: "conflict", SyncState.PARKED: "failed", SyncState.WAITING: "local"}
        role = "text.secondary" if self._state in (SyncState.WAITING, SyncState.SYNCED) else "danger.text"
        self._words.set_role(role)
        self._icon.setPixmap(pixmap(icons.icon_for("sync", names.get(self._state, "synced")), side, role))
        self._icon.setFixedSize(QSize(side, side))


def sync_words(state: SyncState, waiting: int) -> Text:
    """Return the sentence for a record's state."""
    match state:
        case SyncState.PARKED:
            return text("records", "A change was not accepted. It is kept here.")
        case SyncState.CONFLICT:
            return text("records", "Two people changed this. You decide.")
        case SyncState.WAITING:
            return text("records", "%n change(s) kept on this device, not synced yet", n=max(1, waiting))
        case SyncState.SYNCED:
            return text("records", "Up to date")
