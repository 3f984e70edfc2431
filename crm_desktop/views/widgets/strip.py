"""Calm bars across a page: the offline strip, and notices that a page gives about itself."""

from collections.abc import Callable

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from crm_desktop.views.language.texts import Wording, text
from crm_desktop.views.theme.current import current_theme
from crm_desktop.views.theme.icons import pixmap
from crm_desktop.views.widgets.button import Button
from crm_desktop.views.widgets.component import Component, set_surface
from crm_desktop.views.widgets.icon_button import IconButton
from crm_desktop.views.widgets.label import Label


class Strip(Component, QFrame):
    """`Strip("lock", text("contracts", "Approved"), text("contracts", "Only a manager can change it now."))`."""

    def __init__(
        self,
        icon: str,
        lead: Wording,
        rest: Wording = "",
        *,
        act: tuple[Wording, str, Callable[[], object]] | None = None,
        closable: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._icon = QLabel()
        self._lead = Label(lead, weight=600)
        self._rest = Label(rest, role="text.secondary", elide=True)
        set_surface(self, "sunken")
        self.setProperty("edge", "bottom")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self._icon)
        row.addWidget(self._lead)
        row.addWidget(self._rest, 1)
        if act is not None:
            row.addWidget(Button(act[0], act[2], kind="quiet", icon=act[1], small=True))
        if closable:
            row.addWidget(IconButton(text("widgets", "Close"), "x", self.hide, small=True))
        self.settle()

    def set_words(self, lead: Wording, rest: Wording = "") -> None:
        """Say something else."""
        self._lead.set_wording(lead)
        self._rest.set_wording(rest)

    def restyle(self) -> None:
        """Take icon and height from the theme."""
        side = current_theme().icon_size("md")
        self._icon.setPixmap(pixmap(self._icon_name, side))
        self._icon.setFixedSize(QSize(side, side))
        self.setFixedHeight(current_theme().metric("row"))


class OfflineStrip(Strip):
    """Says once per loss of connection that work goes on: `strip.connection_lost(7, "昨天 18:42")`."""

    def __init__(self, show_changes: Callable[[], object], parent: QWidget | None = None) -> None:
        act = (text("widgets", "View changes"), "list", show_changes)
        super().__init__("cloud-off", text("widgets", "Working offline."), act=act, parent=parent)
        self._lost = False
        self.hide()

    @property
    def shown_for_a_loss(self) -> bool:
        """Whether a loss was told of and no return yet, be it that the strip was closed meanwhile."""
        return self._lost

    def connection_lost(self, waiting: int, last_sync: str, files: int = 0) -> None:
        """Appear when the connection goes; later calls only renew the words, so a closed strip stays closed.

        `waiting` changes and `files` that are here and not at the server.
        """
        if files:
            changes = text("widgets", "%n change(s)", n=waiting)
            kept = text(
                "widgets",
                "{changes} and %n file(s) saved on this device, sent when you are back online.",
                n=files,
                changes=changes,
            )
            last = text("widgets", "{kept} Last sync: {moment}", kept=kept, moment=last_sync)
            rest = last if last_sync else kept
        elif not waiting:
            last = text("widgets", "Everything is synced up to {moment}.", moment=last_sync)
            rest = last if last_sync else text("widgets", "You can keep working.")
        elif last_sync:
            rest = text(
                "widgets",
                "%n change(s) saved on this device, synced when you are back online. Last sync: {moment}",
                n=waiting,
                moment=last_sync,
            )
        else:
            rest = text("widgets", "%n change(s) saved on this device, synced when you are back online.", n=waiting)
        self.set_words(text("widgets", "Working offline."), rest)
        if not self._lost:
            self._lost = True
            self.show()

    def connection_back(self) -> None:
        """Go, and be ready for the next loss."""
        self._lost = False
        self.hide()
