"""Opens the dialog for a new interview wherever somebody asks for one; Ctrl Shift I asks from anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.fields import Value
from crm_desktop.views.actions import Action
from crm_desktop.views.carrier import Carrier
from crm_desktop.views.desk import Desk
from crm_desktop.views.interview.starting.new_interview import NewInterview
from crm_desktop.views.navigation import Place

_NAMED = {"contact": "contact_id", "process": "process_id", "study": "study_id"}


class StartingInterviews(Carrier):
    """A companion of the window: listens to the navigator as long as the window lives."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._window = desk, window
        self.dialog: NewInterview | None = None
        """The dialog that is open; only one at a time."""
        desk.navigator.create_requested.connect(self.open)
        start = Action(key="interview.start", run=self.open_here, icon="mic", menu="file", shortcut="Ctrl+Shift+I")
        desk.actions.contribute(self, [start], everywhere=True)

    def open_here(self) -> None:
        """Open the dialog with the study and the person that the record in front of one belongs to."""
        self.open("interview", _known_at(self._desk.navigator.place))

    def open(self, kind: str, values: Mapping[str, Value]) -> None:
        """Open the dialog with what is known already."""
        if kind != "interview":
            return
        if self.dialog is not None:
            self.dialog.activateWindow()
            return
        account = values.get("account_id")
        near = ("account", str(account)) if account else _near(self._desk.navigator.place)
        self.dialog = NewInterview(values, self._desk, self._window, near)
        self.dialog.finished.connect(self._closed)
        self.dialog.created.connect(lambda each: self._desk.navigator.go(Place("interviews", each)))
        self.dialog.open()

    def _closed(self, _result: int) -> None:
        self.dialog = None


def _near(place: Place | None) -> tuple[str, str] | None:
    """Return kind and id of the record whose page a place is; None where it is no record's."""
    if place is None or not place.record_id:
        return None
    kind = next((each.name for each in KINDS.values() if each.plural == place.section), "")
    return (kind, place.record_id) if kind else None


def _known_at(place: Place | None) -> Mapping[str, Value]:
    """Return what a place says of a new interview by itself: the person, or the map."""
    near = _near(place)
    return {_NAMED[near[0]]: near[1]} if near is not None and near[0] in _NAMED else {}
