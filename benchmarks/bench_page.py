"""Opening the page of a large account: 2,000 activities, 200 contacts, 50 opportunities; from the act to painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from benchmarks.sample_records import DAY, NOW, sample
from benchmarks.screen_desk import MeasuredDesk, measured_desk, timed, write_rows
from crm_desktop.models.ids import new_id

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store
    from crm_desktop.views.accounts.account_page import AccountPage

NAME = "page"
_ACTIVITIES, _CONTACTS, _OPPORTUNITIES, _OTHERS = 2_000, 200, 50, 3_000
_ROUNDS = 15
_LIMIT = 120.0


def run(options: Options) -> list[Measurement]:
    """Open the page again and again, each time coming from another account's."""
    ids: list[str] = []

    def fill(store: Store, me: str) -> None:
        ids.extend(_fill(store, me, options.scale))

    with measured_desk(options.folder, fill) as desk:
        return _opened(desk, ids[0], ids[1])


def _opened(desk: MeasuredDesk, large: str, small: str) -> list[Measurement]:
    from crm_desktop.views.accounts.account_page import AccountPage

    page = AccountPage(desk.desk)
    first, _ = timed(lambda: _open(desk, page, large, show=True))
    samples, own = [], []
    for _ in range(_ROUNDS):
        _open(desk, page, small)
        taken, worked = timed(lambda: _open(desk, page, large))
        samples.append(taken)
        own.append(worked)
    return [
        at_most("a large account, median", percentile(samples, 50), "ms", _LIMIT, samples),
        at_most("a large account, p95", percentile(samples, 95), "ms", _LIMIT, samples),
        Measurement("… the window's own work, median", percentile(own, 50), "ms"),
        Measurement("the first page of the day, its widgets made too", first, "ms"),
    ]


def _open(desk: MeasuredDesk, page: AccountPage, record_id: str, *, show: bool = False) -> None:
    """Visit a record and wait until head, cards and timeline are painted."""
    from crm_desktop.views.navigation import Place
    from crm_desktop.views.records.timeline_card import TimelineCard

    page.visit(Place("accounts", record_id), None)
    if show:
        desk.show(page)

    def here() -> bool:
        if page.content is None or page.content.view.record.id != record_id:
            return False
        card = page.findChild(TimelineCard)
        model = card.timeline.model if card is not None else None
        entries = model.entries if model is not None else []
        return bool(entries) and entries[0].record.get("account_id") == record_id

    desk.wait(here)
    # What is to be painted waits as an event.
    desk.settle()


def _fill(store: Store, me: str, scale: float) -> list[str]:
    """Write the accounts and what belongs to them; return the ids of the large and of a small one."""
    rows = stage_rows(me)
    stages = [str(each["id"]) for each in rows]
    system = {"created_at": NOW, "created_by": me, "updated_at": NOW, "updated_by": me}
    write_rows(store, "user", [{"id": me, "name": "林悦", "active": True, **system}])
    write_rows(store, "stage", rows)
    accounts = sample("account", max(int(_OTHERS * scale), 50), me, [], stages)
    write_rows(store, "account", accounts)
    large, small = str(accounts[0]["id"]), str(accounts[1]["id"])
    others = [str(each["id"]) for each in accounts[1:]]
    for home, part in (([large], 1.0), (others, 2.0)):
        counts = (("contact", _CONTACTS), ("opportunity", _OPPORTUNITIES), ("task", _OPPORTUNITIES))
        for kind, count in counts:
            write_rows(store, kind, sample(kind, int(count * part), me, home, stages))
        count = int(_ACTIVITIES * part * max(scale, 0.05))
        write_rows(store, "activity", [_activity(number, home, me) | system for number in range(count)])
    write_rows(store, "activity", [_activity(1, [small], me) | system])
    return [large, small]


def stage_rows(me: str) -> list[dict[str, Any]]:
    """Return the rows of four open stages, won and lost."""
    outcomes = ("open", "open", "open", "open", "won", "lost")
    chances = (10, 20, 40, 60, 100, 0)
    system = {"created_at": NOW, "created_by": me, "updated_at": NOW, "updated_by": me, "active": True}
    return [
        {"id": new_id(), "name": f"Stage {at}", "position": at, "outcome": outcome, "probability": chance, **system}
        for at, (outcome, chance) in enumerate(zip(outcomes, chances, strict=True))
    ]


def _activity(number: int, homes: list[str], me: str) -> dict[str, Any]:
    form = ("call", "visit", "email", "note")[number % 4]
    said = ("电话沟通交期，客户同意下周复核报价", "Walked through the line with the plant manager")[number % 2]
    return {
        "id": new_id(),
        "form": form,
        "subject": f"{said} {number}",
        "happened_at": NOW - number * DAY // 6,
        "account_id": homes[number % len(homes)],
        "owner_id": me,
        "body": said * 3 if number % 3 == 0 else None,
    }
