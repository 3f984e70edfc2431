"""Versions of the open map: saving, looking, comparing, restoring. The editor gives it the room to show them in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from crm_desktop.diagrams.chart import Chart
from crm_desktop.diagrams.command import Command
from crm_desktop.diagrams.commands.become import RestoreVersion, SaveVersion
from crm_desktop.diagrams.picture import Picture
from crm_desktop.diagrams.session import Session
from crm_desktop.models.processes.process_map import ProcessMap
from crm_desktop.store.queries.process_versions import Version, map_of, versions_of
from crm_desktop.views.desk import Desk
from crm_desktop.views.diagram.compare.version_list import VersionDoings, VersionList
from crm_desktop.views.diagram.compare.version_pane import VersionPane
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import text
from crm_desktop.views.widgets.popover import Popover


class Room(Protocol):
    """What the editor lets versions do."""

    session: Session

    def run(self, command: Command) -> bool: ...
    def show_pane(self, pane: QWidget | None) -> None: ...
    def compare(self, *, shown: bool, sides: tuple[str, ...] = ()) -> None: ...


class Versions(QObject):
    """`Versions(desk, editor, owner)`: `open(anchor)`, or one of its doings."""

    def __init__(self, desk: Desk, room: Room, owner: QObject) -> None:
        super().__init__(owner)
        self._desk, self._room = desk, room
        self.popover: Popover | None = None
        self.list: VersionList | None = None
        self.pane: VersionPane | None = None

    @property
    def _process_id(self) -> str:
        return self._room.session.chart.process_id

    def open(self, anchor: QWidget) -> None:
        """Show the list, ready to name the map as it is now."""
        self._desk.read(self, partial(self._open, anchor), versions_of, self._process_id)

    def save(self, name: str) -> None:
        """Keep the map as it is now under a name; without one it is said that it needs one."""
        if self._room.run(SaveVersion(name)):
            self._shut()
            self._desk.notices.inform(text("diagram", "Version {name} saved", name=name))

    def look(self, version: Version) -> None:
        """Show a version instead of the map."""
        self._shut()
        self._read(version, lambda read: Picture(Chart.of(read)), partial(self._look, version))

    def compare(self, version: Version) -> None:
        """Show a version beside the map as it is now."""
        self._shut()
        self.close()
        self._room.compare(shown=True, sides=(version.key, self._process_id))

    def restore(self, version: Version) -> None:
        """Make the map again what it was; undo brings back what came since."""
        self._shut()
        self._read(version, lambda read: read, partial(self._restore, version))

    def close(self) -> None:
        """Show the map again."""
        if self.pane is not None:
            self.pane = None
            self._room.show_pane(None)

    def _open(self, anchor: QWidget, versions: tuple[Version, ...]) -> None:
        suggested = f"v{len(versions) + 1}"
        do = VersionDoings(save=self.save, look=self.look, compare=self.compare, restore=self.restore)
        self.list = VersionList(versions, suggested, do, current_formats(self._desk.clock.now()))
        self.popover = Popover(self.list)
        self.popover.closed.connect(self._gone)
        self.popover.open_at(anchor)
        self.list.name.setFocus()

    def _read(self, version: Version, make: Callable[[ProcessMap], object], then: Callable[[object], None]) -> None:
        def read() -> object:
            found = self._desk.store.read(map_of, version)
            return None if found is None else make(found)

        self._desk.background.read(read, then, self._desk.notices.fail, owner=self, token="version")  # noqa: S106

    def _look(self, version: Version, picture: object) -> None:
        if isinstance(picture, Picture):
            formats = current_formats(self._desk.clock.now())
            self.pane = VersionPane(
                version, picture, formats, compare=self.compare, restore=self.restore, close=self.close
            )
            self._room.show_pane(self.pane)

    def _restore(self, version: Version, read: object) -> None:
        if isinstance(read, ProcessMap) and self._room.run(RestoreVersion(read)):
            self.close()
            self._desk.notices.say_done(text("diagram", "The map is as in {name} again", name=version.name))

    def _shut(self) -> None:
        if self.popover is not None:
            self.popover.close_popover()

    def _gone(self) -> None:
        if self.popover is not None:
            self.popover.deleteLater()
            self.popover = self.list = None
