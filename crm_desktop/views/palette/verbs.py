"""What can be done with a record that the palette has found, without going there first.

A few acts stand below the records, all of them are listed by the right arrow.
"""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication

from crm_desktop.models.access import Level
from crm_desktop.models.catalog import KINDS
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import label, text
from crm_desktop.views.links import link_to
from crm_desktop.views.lookups import lookups_of
from crm_desktop.views.navigation import Place
from crm_desktop.views.palette.rows import CommandRow, Heading, RecordRow, Row

VERB = "record:"
_BELONGING = ("activity", "task", "visit", "contact", "opportunity", "process")
"""Kinds that are made for an account, in the order in which they are wanted."""
_LIKELY = ("activity", "visit")


def likely_verbs(row: RecordRow, desk: Desk) -> list[Row]:
    """Return a heading and what is mostly done with a client; nothing for other records."""
    if row.kind != "account":
        return []
    talk = CommandRow(f"{VERB}new:interview", str(label("acts", "interview.start")), "mic", subject=row)
    likely = [talk] if _may_make(desk, "interview") else []
    likely += [_making(name, row) for name in _LIKELY if _may_make(desk, name)]
    return [_heading(row), *likely] if likely else []


def verbs_of(row: RecordRow, desk: Desk) -> list[Row]:
    """Return a heading and the acts for a found record; only a heading where there is nothing to do."""
    place = place_of(row)
    rows: list[Row] = [_heading(row)]
    if place is not None:
        rows += [
            CommandRow(f"{VERB}open", str(text("palette", "Open")), "corner-down-left", subject=row),
            CommandRow(f"{VERB}window", str(text("palette", "Open in a new window")), "app-window", subject=row),
            CommandRow(f"{VERB}link", str(text("palette", "Copy link")), "link", subject=row),
        ]
    if row.kind == "account":
        rows += [_making(name, row) for name in _BELONGING if _may_make(desk, name)]
    return rows


def do(verb: str, row: RecordRow, desk: Desk) -> None:
    """Do what was chosen with the record."""
    place, name = place_of(row), verb.removeprefix(VERB)
    if name.startswith("new:"):
        desk.navigator.create(name.removeprefix("new:"), {"account_id": row.id})
    elif place is None:
        return
    elif name == "window":
        desk.navigator.open_window(place)
    elif name == "link":
        QGuiApplication.clipboard().setText(link_to(place))
        desk.notices.inform(text("palette", "The link is copied"))
    else:
        desk.navigator.go(place)


def place_of(row: RecordRow) -> Place | None:
    """Return where a record is shown, None for one without a page of its own."""
    if row.process_id:
        return Place("processes", row.process_id, tab=row.id)
    return Place(KINDS[row.kind].plural, row.id) if KINDS[row.kind].page else None


def _heading(row: RecordRow) -> Heading:
    return Heading(text("palette", "What to do with {name}", name=row.title))


def _may_make(desk: Desk, kind: str) -> bool:
    return lookups_of(desk).rights.level(KINDS[kind], write=True) is not Level.NONE


def _making(kind: str, row: RecordRow) -> CommandRow:
    return CommandRow(f"{VERB}new:{kind}", str(label("acts", f"{kind}.create")), KINDS[kind].icon, subject=row)
