"""The pipeline as a board: stages with their first cards, counts and sums, all filtered like the list.

Cards stand in the order that people gave them by hand, see `models/rules/ranks`; a list's sorting is not asked for.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.ranks import LAST
from crm_desktop.models.rules.views import Definition
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import matching
from crm_desktop.store.queries.picklists import stages, team_of
from crm_desktop.store.queries.records import records, titles
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS

CARDS = 50


@dataclass(frozen=True, slots=True)
class BoardColumn:
    """One stage: its first cards, and the total of all."""

    stage: Record
    cards: tuple[Record, ...]
    total: Total


@dataclass(frozen=True, slots=True)
class BoardAsked:
    """Which board is wanted, and who looks at it from when and where; `limits` by stage where it is not CARDS."""

    definition: Definition
    me: str
    today: date
    zone: str
    limits: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BoardView:
    """The columns, and the names of the accounts on their cards by id."""

    columns: tuple[BoardColumn, ...]
    accounts: Mapping[str, str]


def board_view(reader: Reader, asked: BoardAsked) -> BoardView:
    """Return everything that the board shows."""
    seen_from = Standpoint(asked.me, asked.today, team_of(reader, asked.me), asked.zone)
    columns = tuple(board(reader, asked.definition, seen_from, asked.limits))
    accounts = {str(each.get("account_id") or "") for column in columns for each in column.cards}
    return BoardView(columns, titles(reader, "account", accounts))


def board(
    reader: Reader, definition: Definition, seen_from: Standpoint, limits: Mapping[str, int] | None = None
) -> list[BoardColumn]:
    """Return the columns of the opportunity board, first stage first; retired stages only while they hold cards."""
    totals = summed(reader.core(totals_statement(reader, definition, seen_from)))
    wanted = limits or {}
    return [
        BoardColumn(
            stage,
            _cards(reader, definition, seen_from, stage.id, wanted.get(stage.id, CARDS)) if stage.id in totals else (),
            totals.get(stage.id, Total()),
        )
        for stage in stages(reader)
        if stage.get("active") is not False or stage.id in totals
    ]


def _cards(
    reader: Reader, definition: Definition, seen_from: Standpoint, stage_id: str, limit: int
) -> tuple[Record, ...]:
    deals = RECORDS["opportunity"]
    place = func.coalesce(deals.c.rank, deals.c.close_on, LAST)
    statement = (
        select(deals.c.id)
        .where(deals.c.stage_id == stage_id, matching(reader, KINDS["opportunity"], definition, seen_from))
        .order_by(place, deals.c.id)
        .limit(limit)
    )
    ids = [row[0] for row in reader.core(statement)]
    found = records(reader, "opportunity", ids)
    return tuple(found[each] for each in ids)


def totals_statement(reader: Reader, definition: Definition, seen_from: Standpoint) -> Select[str, str, int, int, int]:
    """Return the statement whose rows `summed` makes into totals."""
    deals, stage = RECORDS["opportunity"], RECORDS["stage"]
    chance: ColumnElement[int] = func.coalesce(deals.c.probability, stage.c.probability, 0)
    amount: ColumnElement[int] = func.coalesce(deals.c.amount, 0)
    return (
        select(
            deals.c.stage_id,
            func.coalesce(deals.c.currency, "CNY"),
            func.count(),
            func.sum(amount),
            func.sum(amount * chance),
        )
        .select_from(deals.outerjoin(stage, stage.c.id == deals.c.stage_id))
        .where(matching(reader, KINDS["opportunity"], definition, seen_from))
        .group_by(deals.c.stage_id, func.coalesce(deals.c.currency, "CNY"))
    )


def summed(rows: Iterable[Sequence[Any]]) -> dict[str, Total]:
    """Return totals by stage id out of rows of stage, currency, count, sum and weighted sum."""
    found: dict[str, Total] = {}
    for stage_id, currency, count, units, weighted in rows:
        total = found.setdefault(stage_id, Total())
        total.count += count
        total.units[currency], total.weighted[currency] = units, weighted
    return found
