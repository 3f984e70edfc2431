"""Key figures that several pages share: only what the record can say, never a nought that means "nobody knows"."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.views.language.texts import label, text, tr
from crm_desktop.views.records.entry_words import entry_words
from crm_desktop.views.records.key_figures import Figure
from crm_desktop.views.tables.cells import score_cell, score_words
from crm_desktop.views.value_words import Wordings, currency_of

if TYPE_CHECKING:
    from crm_desktop.store.queries.record_page import PageContent

_QUIET_DAYS = 14
_SOON_DAYS = 45


def score_figure(record: Record, name: str, words: Wordings) -> list[Figure]:
    """Return a score of 0 to 100 as a ring with its state."""
    score = record.get(name)
    if not isinstance(score, int):
        return []
    cell = score_cell(score)
    tone = cell.tone.partition(".")[0]
    state = score_words(score)
    badge = (state[:1].upper() + state[1:], tone, cell.icon)
    return [Figure(_name(record, name), words.formats.number(score), share=score, ring_tone=tone, badge=badge)]


def amount_figure(record: Record, name: str, words: Wordings, remark: str = "") -> list[Figure]:
    """Return an amount of money in full."""
    amount = record.get(name)
    if not isinstance(amount, int):
        return []
    return [Figure(_name(record, name), words.of(record.declaration, name, record.values), remark)]


def day_figure(record: Record, name: str, words: Wordings, over: str = "") -> list[Figure]:
    """Return a day that is to come, with the days left; `over` names the field that says it matters no more."""
    day = record.get(name)
    if not isinstance(day, str):
        return []
    if over and record.get(over):
        return [Figure(_name(record, name), words.formats.day_full(day))]
    left = words.formats.days_until(day)
    days = (date.fromisoformat(day) - words.formats.today).days
    tone = "danger.text" if days < 0 else "warning.text" if days <= _SOON_DAYS else "text.secondary"
    return [Figure(_name(record, name), words.formats.day_full(day), left, tone)]


def pipeline_figure(deals: list[Record], words: Wordings) -> list[Figure]:
    """Return the sum of the open opportunities, currency by currency."""
    if not deals:
        return []
    sums: dict[str, int] = {}
    for deal in deals:
        amount = deal.get("amount")
        if isinstance(amount, int):
            unit = currency_of(KINDS["opportunity"], "amount", deal.values)
            sums[unit] = sums.get(unit, 0) + amount
    said = " + ".join(words.formats.money(units, unit) for unit, units in sorted(sums.items()))
    count = tr("records", "%n opportunit(y|ies)", n=len(deals))
    return [Figure(str(text("records", "Open pipeline")), said or count, count if said else "")]


def contact_figure(content: PageContent, name: str, words: Wordings) -> list[Figure]:
    """Return when the customer was last met or talked to, and what that was."""
    record = content.view.record
    moment = record.get(name) if record.declaration.has(name) else None
    last = content.last_contact
    if not isinstance(moment, int):
        moment = last.moment if last is not None else None
    if moment is None:
        return []
    quiet = words.formats.now - moment > _QUIET_DAYS * 86_400_000
    what = entry_words(last, words).title if last is not None else ""
    said = words.formats.age(moment)
    return [
        Figure(
            str(label("fields", "account.last_contact_at")), said, what, "warning.text" if quiet else "text.secondary"
        )
    ]


def _name(record: Record, field: str) -> str:
    return str(label("fields", record.declaration.label_key(field)))
