"""The pipeline as a board: stages with their first cards, counts and sums, all filtered like the list."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator, Sort
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import matching, open_list, page
from crm_desktop.store.queries.picklists import stages
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS

CARDS = 50


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage: its first cards, and the total of all."""

    stage: Record
    cards: tuple[Record, ...]
    total: Total


def board(reader: Reader, definition: Definition, seen_from: Standpoint, cards: int = CARDS) -> list[BoardColumn]:
    """Return the columns of the opportunity board, first stage first."""
    totals = _totals(reader, definition, seen_from)
    return [
        BoardColumn(stage, _cards(reader, definition, seen_from, stage.id, cards), totals.get(stage.id, Total()))
        for stage in stages(reader)
        if stage.get("active") is not False or stage.id in totals
    ]


def _cards(
    reader: Reader, definition: Definition, seen_from: Standpoint, stage_id: str, limit: int
) -> tuple[Record, ...]:
    inside = Group((definition.filter, Condition("stage_id", Operator.IS, stage_id)))
    order = definition.sorts or (Sort("rank"), Sort("close_on"))
    wanted = Definition(filter=inside, sorts=order, search=definition.search)
    found = open_list(reader, "opportunity", wanted, seen_from, limit)
    return tuple(page(reader, "opportunity", found.rowids))


def _totals(reader: Reader, definition: Definition, seen_from: Standpoint) -> dict[str, Total]:
    deals, stage = RECORDS["opportunity"], RECORDS["stage"]
    chance: ColumnElement[int] = func.coalesce(deals.c.probability, stage.c.probability, 0)
    amount: ColumnElement[int] = func.coalesce(deals.c.amount, 0)
    statement = (
        select(deals.c.stage_id, func.coalesce(deals.c.currency, "CNY"), func.count(), func.sum(amount))
        .add_columns(func.sum(amount * chance))
        .select_from(deals.outerjoin(stage, stage.c.id == deals.c.stage_id))
        .where(matching(reader, KINDS["opportunity"], definition, seen_from))
        .group_by(deals.c.stage_id, func.coalesce(deals.c.currency, "CNY"))
    )
    found: dict[str, Total] = {}
    for stage_id, currency, count, units, weighted in reader.core(statement):
        total = found.setdefault(stage_id, Total())
        total.count += count
        total.units[currency], total.weighted[currency] = units, weighted
    return found
