"""How other records look as short rows beside a record: people with their attitude, opportunities with their stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.stages import is_open
from crm_desktop.views.language.texts import tr
from crm_desktop.views.lookups import stage_words
from crm_desktop.views.records.entry_words import entry_words
from crm_desktop.views.records.mini_rows import RowLook
from crm_desktop.views.records.value_look import ATTITUDES
from crm_desktop.views.sync_marks import STATES
from crm_desktop.views.value_words import Wordings, currency_of

if TYPE_CHECKING:
    from crm_desktop.store.queries.timeline import TimelineEntry


def person_look(contact: Record, words: Wordings) -> RowLook:
    """Return a contact's row: name, job, attitude."""
    kind = contact.declaration
    said = [words.of(kind, name, contact.values) for name in ("job_title", "buying_role", "attitude")]
    mark = ATTITUDES.get(str(contact.get("attitude")), ("", ""))
    return RowLook(
        contact.title, " · ".join(filter(None, said)), face=(contact.title, contact.id), mark=mark, tail=_tail(contact)
    )


def deal_look(deal: Record, words: Wordings, *, steps: bool = False) -> RowLook:
    """Return an opportunity's row: name, stage and expected day, amount; `steps` adds how far it has come."""
    stage = words.lookups.stage(deal.get("stage_id"))
    close, amount, chance = deal.get("close_on"), deal.get("amount"), deal.get("probability")
    expected = tr("records", "close {day}", day=words.formats.day(str(close))) if close else ""
    if chance is None and stage is not None:
        chance = stage.get("probability")
    likely = tr("records", "{share} likely", share=words.formats.percent(chance)) if isinstance(chance, int) else ""
    figure = words.of(KINDS["opportunity"], "amount", deal.values) if isinstance(amount, int) else ""
    return RowLook(
        deal.title,
        " · ".join(filter(None, (stage_words(stage) if stage is not None else "", expected))),
        figure,
        likely if steps else "",
        tail=_tail(deal),
        steps=stage_steps(stage, words) if steps else None,
    )


def entry_look(entry: TimelineEntry, words: Wordings) -> RowLook:
    """Return a row for something that happened."""
    said = entry_words(entry, words, with_day=True)
    return RowLook(said.title, said.meta, icon=said.icon, tail=said.state_words)


def task_look(task: Record, words: Wordings) -> RowLook:
    """Return a row for something to do: what, when, how pressing."""
    due = task.get("due_at") if task.kind == "task" else task.get("starts_at")
    late = isinstance(due, int) and due < words.formats.now
    when = words.formats.moment(due) if isinstance(due, int) else tr("records", "No date")
    priority = words.of(task.declaration, "priority", task.values) if task.kind == "task" else ""
    mark = ("alarm-clock", "danger.text") if late else ("", "")
    icon = "list-checks" if task.kind == "task" else "map-pin"
    return RowLook(task.title, " · ".join(filter(None, (when, priority))), icon=icon, mark=mark, tail=_tail(task))


def process_look(process: Record, words: Wordings) -> RowLook:
    """Return a process's row: name, as-is or to-be, how settled it is."""
    said = [words.of(process.declaration, name, process.values) for name in ("form", "state", "version")]
    return RowLook(process.title, " · ".join(filter(None, said)), icon="workflow", tail=_tail(process))


def stage_steps(stage: Record | None, words: Wordings) -> tuple[int, int]:
    """Return how many of the open stages an opportunity has reached, and how many there are."""
    line = [each for each in words.lookups.stages() if is_open(each.values)]
    if stage is None:
        return 0, len(line)
    if not is_open(stage.values):
        return (len(line) if stage.get("outcome") == "won" else 0), len(line)
    return next((number for number, each in enumerate(line, 1) if each.id == stage.id), 0), len(line)


def weighted(deals: list[Record], words: Wordings) -> dict[str, int]:
    """Return the amounts times their probability by currency, in ten-thousandths."""
    found: dict[str, int] = {}
    for deal in deals:
        stage = words.lookups.stage(deal.get("stage_id"))
        chance, amount = deal.get("probability"), deal.get("amount")
        if chance is None and stage is not None:
            chance = stage.get("probability")
        if isinstance(amount, int) and isinstance(chance, int):
            unit = currency_of(KINDS["opportunity"], "amount", deal.values)
            found[unit] = found.get(unit, 0) + amount * chance // 100
    return found


def _tail(record: Record) -> tuple[str, str, str]:
    icon, tone, said = STATES.get(record.state, ("", "", ""))
    return icon, tone, str(said)
