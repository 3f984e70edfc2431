"""The workbench in one go: to-dos, notices and what was read of them, key figures with their rows, the device."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from crm_desktop.models.record import Record
from crm_desktop.models.rules.forecast import Total
from crm_desktop.models.rules.notices import may_publish
from crm_desktop.models.rules.to_dos import ToDo
from crm_desktop.store.facts import position
from crm_desktop.store.queries.conditions import Standpoint
from crm_desktop.store.queries.records import titles, where
from crm_desktop.store.queries.rights import rights
from crm_desktop.store.queries.to_dos import to_dos
from crm_desktop.store.reader import Reader

MOST_NOTICES, MOST_ROWS = 50, 200
GOOD_FROM, WATCH_FROM = 60, 40
"""From which health on a customer is well, or to be watched."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice, who published it, and the reader's own receipt."""

    record: Record
    publisher: str
    receipt: Record | None = None
    files: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """One's own key figures, each with the records it is made of."""

    won: Total = field(default_factory=Total)
    won_before: Total = field(default_factory=Total)
    """In the quarter before, up to the same day of it."""
    open: Total = field(default_factory=Total)
    by_stage: tuple[int, ...] = ()
    """Open opportunities for each stage, in its order."""
    health: tuple[int, int, int] = (0, 0, 0)
    """Accounts that are well, to be watched, in danger."""
    visits: tuple[int, int] = (0, 0)
    """Of this week: done, and all."""
    rows: Mapping[str, tuple[Record, ...]] = field(default_factory=dict)
    """`won`, `open`, `health`, `visits`."""


@dataclass(frozen=True, slots=True)
class Offline:
    """What is on this device of what one may see."""

    complete: bool
    accounts: int = 0
    contacts: int = 0
    processes: int = 0
    files: int = 0
    files_here: int = 0


@dataclass(frozen=True, slots=True)
class Workbench:
    """Everything but the calendar."""

    name: str
    to_dos: tuple[ToDo, ...]
    notices: tuple[Notice, ...]
    figures: Figures
    offline: Offline
    linked: Mapping[str, str]
    may_publish: bool


def workbench(reader: Reader, now: int, seen_from: Standpoint) -> Workbench:
    """Return one's own workbench."""
    found = to_dos(reader, now, seen_from)
    notices = _notices(reader, seen_from)
    wanted = {str(each.record.get("account_id")) for each in found}
    return Workbench(
        str(reader.value("SELECT name FROM users WHERE id = ?", seen_from.me) or ""),
        tuple(found),
        tuple(notices),
        figures(reader, seen_from),
        _offline(reader),
        titles(reader, "account", wanted),
        may_publish(rights(reader, seen_from.me)),
    )


@dataclass(frozen=True, slots=True)
class Readership:
    """Who has read a notice, by name and receipt, the first first; who of the chosen people has not."""

    read: tuple[tuple[str, Record], ...] = ()
    unread: tuple[str, ...] = ()
    reaches: int = 0
    """How many people it is for; 0 where that cannot be known here."""
    files: Mapping[str, str] = field(default_factory=dict)
    """Names of its files, by id."""


def readership(reader: Reader, notice: Record) -> Readership:
    """Return how far a notice has got; the same person on two devices counts once."""
    condition = "notice_id = ? AND deleted_at IS NULL ORDER BY read_at DESC, id DESC"
    first = {str(each.get("owner_id")): each for each in where(reader, "notice_receipt", condition, notice.id)}
    reached = _reached(reader, notice)
    names = titles(reader, "user", {*first, *reached})
    read = sorted(first.items(), key=lambda one: (str(one[1].get("read_at")), one[1].id))
    unread = sorted(names.get(each, "") for each in reached - first.keys()) if _is_chosen(notice) else []
    sql = "SELECT id, file_name FROM attachments WHERE deleted_at IS NULL AND record_kind = 'notice' AND record_id = ?"
    files = {str(row[0]): str(row[1] or "") for row in reader.all(sql, notice.id)}
    return Readership(tuple((names.get(owner, ""), each) for owner, each in read), tuple(unread), len(reached), files)


def _is_chosen(notice: Record) -> bool:
    return notice.get("audience") == "people"


def _reached(reader: Reader, notice: Record) -> frozenset[str]:
    """Return the people whom a notice is for, its publisher not counted; nobody where only the server knows."""
    if _is_chosen(notice):
        sql = "SELECT owner_id FROM shares WHERE deleted_at IS NULL AND record_kind = 'notice' AND record_id = ?"
        found = reader.all(sql, notice.id)
    elif notice.get("audience") == "everyone":
        found = reader.all("SELECT id FROM users WHERE deleted_at IS NULL AND coalesce(active, 1)")
    else:
        found = []
    return frozenset(str(row[0]) for row in found) - {str(notice.get("owner_id"))}


def figures(reader: Reader, seen_from: Standpoint) -> Figures:
    """Return one's own key figures of today."""
    stages = where(reader, "stage", "deleted_at IS NULL ORDER BY position, id")
    outcome = {each.id: str(each.get("outcome") or "open") for each in stages}
    chances = {each.id: each.get("probability") for each in stages}
    quarter, before = _quarter(seen_from.today)
    won, earlier, opened = Total(), Total(), Total()
    rows: dict[str, list[Record]] = {"won": [], "open": [], "health": [], "visits": []}
    by_stage = dict.fromkeys((each.id for each in stages if outcome[each.id] == "open"), 0)
    for deal in where(reader, "opportunity", "owner_id = ? AND deleted_at IS NULL ORDER BY sort_key", seen_from.me):
        stage, closed = str(deal.get("stage_id") or ""), str(deal.get("closed_on") or "")
        amount, currency = deal.get("amount"), str(deal.get("currency") or "CNY")
        units = amount if isinstance(amount, int) else 0
        if outcome.get(stage) == "won" and closed >= quarter.isoformat():
            won.add(units, currency, 100)
            rows["won"].append(deal)
        elif outcome.get(stage) == "won" and before[0].isoformat() <= closed <= before[1].isoformat():
            earlier.add(units, currency, 100)
        elif outcome.get(stage) == "open":
            chance = deal.get("probability")
            chance = chance if isinstance(chance, int) else chances.get(stage)
            opened.add(units, currency, chance if isinstance(chance, int) else 0)
            by_stage[stage] += 1
            rows["open"].append(deal)
    health = _health(reader, seen_from.me, rows["health"])
    visits = _week(reader, seen_from, rows["visits"])
    kept = {name: tuple(each[:MOST_ROWS]) for name, each in rows.items()}
    return Figures(won, earlier, opened, tuple(by_stage.values()), health, visits, kept)


def _health(reader: Reader, me: str, rows: list[Record]) -> tuple[int, int, int]:
    well, watched, danger = 0, 0, 0
    mine = "owner_id = ? AND deleted_at IS NULL AND coalesce(life_stage, '') <> 'lost' ORDER BY health, sort_key"
    for each in where(reader, "account", mine, me):
        health = each.get("health")
        value = health if isinstance(health, int) else GOOD_FROM
        well, watched, danger = (
            well + (value >= GOOD_FROM), watched + (WATCH_FROM <= value < GOOD_FROM), danger + (value < WATCH_FROM)
        )  # fmt: skip
        rows.append(each)
    return well, watched, danger


def _week(reader: Reader, seen_from: Standpoint, rows: list[Record]) -> tuple[int, int]:
    monday = seen_from.today - timedelta(days=seen_from.today.weekday())
    begin, end = (seen_from.day_begins(monday + timedelta(days=day)) for day in (0, 7))
    condition = (
        "owner_id = ? AND deleted_at IS NULL AND state <> 'cancelled' AND recurrence IS NULL"
        " AND starts_at >= ? AND starts_at < ? ORDER BY starts_at"
    )
    rows += where(reader, "visit", condition, seen_from.me, begin, end)
    return sum(each.get("state") == "done" for each in rows), len(rows)


def _notices(reader: Reader, seen_from: Standpoint) -> list[Notice]:
    condition = "deleted_at IS NULL AND coalesce(expires_on, '9') >= ? ORDER BY published_at DESC, id DESC LIMIT ?"
    found = where(reader, "notice", condition, seen_from.today.isoformat(), MOST_NOTICES)
    names = titles(reader, "user", {str(each.get("owner_id")) for each in found})
    own = where(reader, "notice_receipt", "owner_id = ? AND deleted_at IS NULL", seen_from.me) if found else []
    by_notice = {str(each.get("notice_id")): each for each in own}
    sql = (
        "SELECT record_id, count(*) FROM attachments"
        " WHERE deleted_at IS NULL AND record_kind = 'notice' AND record_id IN ({ids}) GROUP BY record_id"
    )
    files = dict(reader.for_each_id(sql, [each.id for each in found]))
    return [
        Notice(each, names.get(str(each.get("owner_id")), ""), by_notice.get(each.id), int(files.get(each.id, 0)))
        for each in found
    ]


def _offline(reader: Reader) -> Offline:
    accounts, contacts, processes = (
        int(reader.value(f"SELECT count(*) FROM {table} WHERE deleted_at IS NULL"))
        for table in ("accounts", "contacts", "processes")
    )
    files = int(reader.value("SELECT count(*) FROM attachments WHERE deleted_at IS NULL AND sha256 IS NOT NULL"))
    here = "SELECT count(*) FROM attachments a JOIN contents c ON c.sha256 = a.sha256 WHERE a.deleted_at IS NULL"
    complete = position(reader.connection) is not None
    return Offline(complete, accounts, contacts, processes, files, int(reader.value(here)))


def _quarter(today: date) -> tuple[date, tuple[date, date]]:
    """Return when the quarter began, and the same stretch of the one before."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    earlier = (first - timedelta(days=1)).replace(day=1)
    earlier = date(earlier.year, (earlier.month - 1) // 3 * 3 + 1, 1)
    return first, (earlier, min(earlier + (today - first), first - timedelta(days=1)))
