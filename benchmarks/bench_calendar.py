"""A month of the calendar with 3,000 entries, repeating ones among them: from the wish to painted; and a day of it."""

from __future__ import annotations

import random
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from benchmarks.sample_records import sample
from benchmarks.screen_desk import MeasuredDesk, measured_desk, timed, write_rows
from crm_desktop.models.clock import DAY_MS, SystemClock
from crm_desktop.models.ids import new_id

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store
    from crm_desktop.views.agenda.page import AgendaPage

NAME = "calendar"
_ENTRIES, _SERIES, _ACCOUNTS, _ROUNDS = 3_000, 30, 400, 15
_MONTH, _DAY = 80.0, 80.0
_HOUR = 3_600_000


def run(options: Options) -> list[Measurement]:
    """Fill this month, then go there from an empty one."""
    wanted = max(int(_ENTRIES * options.scale), 100)
    with measured_desk(options.folder, lambda store, me: _fill(store, me, wanted)) as desk:
        from crm_desktop.views.agenda.page import AgendaPage
        from crm_desktop.views.agenda.span import Span

        page = AgendaPage(desk.desk)
        desk.show(page)
        page.span = Span.MONTH
        month = _timed(desk, page, wanted)
        page.span = Span.DAY
        day = _timed(desk, page, 10)
        return [
            at_most("month with 3,000 entries, wish to painted, median", percentile(month, 50), "ms", _MONTH, month),
            at_most("… of the worst of them", max(month), "ms", 2 * _MONTH),
            at_most("one of its days, wish to painted, median", percentile(day, 50), "ms", _DAY, day),
        ]


def _timed(desk: MeasuredDesk, page: AgendaPage, least: int) -> list[float]:
    taken = []
    empty, full = date(2001, 1, 15), date.today()  # noqa: DTZ011 - the page shows the day of this machine's clock
    for _ in range(_ROUNDS):
        _go(desk, page, empty, 0)
        taken.append(timed(lambda: _go(desk, page, full, least))[0])
    return taken


def _go(desk: MeasuredDesk, page: AgendaPage, day: date, least: int) -> None:
    page.go(day)

    def here() -> bool:
        view = page._view
        near = view is not None and abs((view.first - day).days) < 42 and abs(view.days) > 0
        count = len(view.entries) + sum(view.more.values()) if view is not None else 0
        return near and (count >= least if least else not count)

    desk.wait(here)
    page.repaint()


def _fill(store: Store, me: str, wanted: int) -> None:
    chance = random.Random(4)
    accounts = sample("account", _ACCOUNTS, me, [], [])
    write_rows(store, "account", accounts)
    ids = [str(each["id"]) for each in accounts]
    begin = SystemClock().now() // DAY_MS * DAY_MS
    first = date.today().replace(day=1)  # noqa: DTZ011 - as above
    begin -= (date.today() - first) // timedelta(days=1) * DAY_MS  # noqa: DTZ011
    common: dict[str, Any] = {"owner_id": me, "created_at": begin, "updated_at": begin}

    def moment() -> int:
        return begin + chance.randrange(28) * DAY_MS + chance.randrange(96) * _HOUR // 4

    visits = [_visit(common, moment(), chance.choice(ids), number) for number in range(wanted * 2 // 3)]
    weekly = {"recurrence": "FREQ=WEEKLY;BYDAY=MO,WE", "zone": "Asia/Shanghai"}
    visits += [_visit(common | weekly, moment() - 90 * DAY_MS, chance.choice(ids), number) for number in range(_SERIES)]
    write_rows(store, "visit", visits)
    tasks = [
        {
            "id": new_id(),
            "subject": f"发送报价 {number}",
            "due_at": moment(),
            "account_id": chance.choice(ids),
            **common,
        }
        for number in range(wanted // 3)
    ]
    write_rows(store, "task", tasks)


def _visit(common: dict[str, Any], begins: int, account: str, number: int) -> dict[str, Any]:
    times = {"starts_at": begins, "ends_at": begins + _HOUR, "state": "planned"}
    return {"id": new_id(), "subject": f"拜访 {number}", "account_id": account, **times, **common}
