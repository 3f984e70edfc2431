"""Logging what happened and planning what is to happen: the form of an activity or visit, cut down to what is asked.

The account's last contact moves along in the same act; what a rule adds stands in `models/rules/follow_up`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.clock import DAY_MS
from crm_desktop.models.edits import Create, Edit
from crm_desktop.models.fields import Field, Value, Values
from crm_desktop.views.desk import Desk
from crm_desktop.views.files.attaching import Filed, act_with_files
from crm_desktop.views.forms.create_dialog import CreateDialog
from crm_desktop.views.language.formats import current_formats
from crm_desktop.views.language.texts import Text, label, text
from crm_desktop.views.records.entry_words import FORM_ICONS
from crm_desktop.views.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.store.attachments.attaching import NewFile

_LOGGED = (
    "subject", "next_step", "happened_at", "contact_id", "outcome",
    "account_id", "opportunity_id", "participant_ids", "body",
)  # fmt: skip
_PLANNED = (
    "subject", "starts_at", "ends_at", "account_id", "contact_id", "place", "participant_ids", "owner_id", "notes",
)  # fmt: skip
_HOUR = 3_600_000


class LogActivity(CreateDialog):
    """What happened: form, one line, when, outcome, next step. Alt+1 to Alt+6 choose the form."""

    SHOWN = 5
    """Fields that are shown at once; the rest comes with "More fields"."""

    def __init__(self, known: Values, desk: Desk, parent: QWidget) -> None:
        self.forms = Segmented(
            [(form, label("options", f"activity.form.{form}"), FORM_ICONS[form]) for form in FORM_ICONS], self._choose
        )
        self._form = str(known.get("form") or "call")
        super().__init__("activity", {"happened_at": desk.clock.now(), **known}, desk, parent)
        self.forms.choose(self._form)
        for number, form in enumerate(FORM_ICONS, start=1):
            QShortcut(QKeySequence(f"Alt+{number}"), self, lambda each=form: self._choose(each))

    @property
    def act_key(self) -> str:
        """What this is in the history."""
        return "activity.log"

    def listed_fields(self) -> list[Field]:
        """Return what is asked, the most important first."""
        return [KINDS["activity"].field(name) for name in _LOGGED]

    def place_head(self) -> QWidget | None:
        """Return the choice of form."""
        return self.forms

    def entered(self) -> dict[str, Value]:
        """Return the form's values with the chosen form."""
        return {**super().entered(), "form": self._form}

    def write(self, create: Create, said: Text) -> None:
        """Write the activity with the dates it moves."""
        write_logged(self, self.act_key, create, self._commit(said), self._refused)

    def _commit(self, said: Text) -> Callable[[list[Edit]], None]:
        return lambda edits: self.commit(edits, said)

    def _choose(self, form: str) -> None:
        self._form = form
        self.forms.choose(form)
        self.draft.touch()


class PlanVisit(CreateDialog):
    """A visit to come: when, where, with whom."""

    SHOWN = 5

    def __init__(self, known: Values, desk: Desk, parent: QWidget) -> None:
        starts = _tomorrow_at_ten(desk)
        start: dict[str, Value] = {"starts_at": starts, "ends_at": starts + _HOUR, "owner_id": desk.me, **known}
        super().__init__("visit", start, desk, parent)

    @property
    def act_key(self) -> str:
        """What this is in the history."""
        return "visit.plan"

    def listed_fields(self) -> list[Field]:
        """Return what is asked, the most important first."""
        return [KINDS["visit"].field(name) for name in _PLANNED]


def write_logged(
    owner: CreateDialog,
    act: str,
    create: Create,
    commit: Callable[[list[Edit]], None],
    refused: Callable[[Exception], None],
) -> None:
    """Look up what an activity takes along, then commit all of it."""
    from crm_desktop.store.queries.acting import logging

    store, now = owner.desk.store, owner.desk.clock.now()
    owner.desk.background.read(lambda: store.read(logging, create, now), commit, refused, owner=owner, token=act)


def log_quickly(
    desk: Desk,
    owner: QWidget,
    values: dict[str, Value],
    files: tuple[NewFile, ...] = (),
    told: tuple[Create, ...] = (),
) -> None:
    """Log an activity that was typed on one line, with the files pasted into it and who is `told` of it, as one act."""
    from crm_desktop.store.queries.acting import logging

    form = label("options", f"activity.form.{values['form']}")
    said = text("records", "{form} logged", form=form)
    create = Create("activity", {"owner_id": desk.me, "zone": current_formats(desk.clock.now()).zone, **values})

    def commit(edits: list[Edit]) -> None:
        act_with_files(desk, "activity.log", [*edits, *told], Filed(files, "activity", create.id), said)

    desk.read(owner, commit, logging, create, desk.clock.now())


def _tomorrow_at_ten(desk: Desk) -> int:
    formats = current_formats(desk.clock.now())
    local = formats.now % DAY_MS
    hours, minutes = (int(part) for part in formats.time(formats.now).split(":"))
    since_midnight = hours * _HOUR + minutes * 60_000 + local % 60_000
    return formats.now - since_midnight + DAY_MS + 10 * _HOUR
