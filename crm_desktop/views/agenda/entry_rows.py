"""The calendar as a list: a heading for each day, and its entries as rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from crm_desktop.models.calendars.entries import Entry, wall
from crm_desktop.store.queries.calendar import CalendarView
from crm_desktop.views.calendar.to_do import Row
from crm_desktop.views.language.formats import Formats
from crm_desktop.views.language.texts import label, tr
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.theme.current import current_theme


def entry_rows(view: CalendarView, formats: Formats) -> tuple[list[Row], list[Entry | None]]:
    """Return the rows, and beside them the entry of each, None for headings."""
    rows: list[Row] = []
    entries: list[Entry | None] = []
    heading: date | None = None
    for entry in view.entries:
        day = max(wall(entry.begins, formats.zone).date(), view.first)
        if day != heading:
            heading = day
            near = formats.day(day)
            rows.append(Row(f"{near} · {formats.weekday(day, long=True)}"))
            entries.append(None)
        rows.append(_row(entry, view, formats))
        entries.append(entry)
    return rows, entries


def _row(entry: Entry, view: CalendarView, formats: Formats) -> Row:
    record = entry.record
    done = bool(record.get("done")) or record.get("state") == "done" or record.kind == "activity"
    shown = replace(record, values={**record.values, "done": done})
    times = tr("agenda", "All day") if entry.all_day else formats.time(entry.begins)
    if record.kind == "visit" and not entry.all_day:
        times = f"{times}–{formats.time(entry.ends)}"
    icon, tone, state = STATES.get(record.state, ("", "", ""))
    return Row(
        tr("agenda", "{kind}: {title}", kind=str(label("kinds", record.kind)), title=record.title),
        shown,
        times,
        False,
        view.linked.get(str(record.get("account_id")), ""),
        state=(current_theme().tokens.icon_for("sync", icon) if icon else "", tone, str(state)),
    )
