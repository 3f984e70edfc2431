"""When opportunities are expected to close: the open ones by their day, and the forecast of each month."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, func, or_, select

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.store.queries.board import BoardAsked
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.lists import matching
from crm_desktop.store.queries.picklists import stages, team_of
from crm_desktop.store.queries.records import records, titles
from crm_desktop.store.reader import Reader
from crm_desktop.store.schema import RECORDS

MOST = 500
"""Opportunities that the timeline lists; the months count all."""


@dataclass(frozen=True, slots=True)
class MonthForecast:
    """What a month (`YYYY-MM`) brings: what was won in it, and what is open and expected in it."""

    won: Total
    open: Total


@dataclass(frozen=True, slots=True)
class ClosingView:
    """The open opportunities with a day, earliest first, their stages and accounts by id, months, and how many more."""

    deals: tuple[Record, ...]
    stages: Mapping[str, Record]
    accounts: Mapping[str, str]
    months: Mapping[str, MonthForecast]
    more: int = 0
    without_day: int = 0
    """Open opportunities that say no day."""


def closing_view(reader: Reader, asked: BoardAsked) -> ClosingView:
    """Return the timeline of a list of opportunities."""
    seen_from = Standpoint(asked.me, asked.today, team_of(reader, asked.me), asked.zone)
    every = {stage.id: stage for stage in stages(reader)}
    table = RECORDS["opportunity"]
    opened = [each for each, stage in every.items() if (stage.get("outcome") or "open") == "open"]
    won = [each for each, stage in every.items() if stage.get("outcome") == "won"]
    listed = matching(reader, KINDS["opportunity"], asked.definition, seen_from)
    is_open = and_(listed, table.c.stage_id.in_(opened))
    statement = select(table.c.id).where(is_open, table.c.close_on.is_not(None))
    ids = [row[0] for row in reader.core(statement.order_by(table.c.close_on, table.c.id).limit(MOST))]
    found = records(reader, "opportunity", ids)
    deals = tuple(found[each] for each in ids)
    dated = int(
        reader.core(select(func.count()).select_from(table).where(is_open, table.c.close_on.is_not(None)))[0][0]
    )
    undated = int(reader.core(select(func.count()).select_from(table).where(is_open, table.c.close_on.is_(None)))[0][0])
    accounts = {str(each.get("account_id") or "") for each in deals}
    months = _months(reader, listed, (opened, won))
    return ClosingView(deals, every, titles(reader, "account", accounts), months, dated - len(deals), undated)


def _months(
    reader: Reader, listed: ColumnElement[bool], outcomes: tuple[list[str], list[str]]
) -> dict[str, MonthForecast]:
    deals, stage = RECORDS["opportunity"], RECORDS["stage"]
    opened, won = outcomes
    is_won = deals.c.stage_id.in_(won)
    month = func.substr(
        case((is_won, func.coalesce(deals.c.closed_on, deals.c.close_on)), else_=deals.c.close_on), 1, 7
    )
    chance: ColumnElement[int] = func.coalesce(deals.c.probability, stage.c.probability, 0)
    amount: ColumnElement[int] = func.coalesce(deals.c.amount, 0)
    currency = func.coalesce(deals.c.currency, "CNY")
    statement = (
        select(month, is_won, currency, func.count(), func.sum(amount), func.sum(amount * chance))
        .select_from(deals.outerjoin(stage, stage.c.id == deals.c.stage_id))
        .where(listed, or_(is_won, deals.c.stage_id.in_(opened)), month.is_not(None))
        .group_by(month, is_won, currency)
    )
    found: dict[str, MonthForecast] = {}
    for name, was_won, unit, count, units, weighted in reader.core(statement):
        forecast = found.setdefault(name, MonthForecast(Total(), Total()))
        total = forecast.won if was_won else forecast.open
        total.count += count
        total.units[unit], total.weighted[unit] = units, weighted
    return found
