"""One field of 10,000 accounts changed from a list by one act: how long, its undo, and how the window breathes."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most
from benchmarks.sample_records import sample
from benchmarks.screen_desk import MeasuredDesk, measured_desk, write_rows
from crm_desktop.models.edits import Delete, Edit, Update

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm_desktop.store.opening import Store
    from crm_desktop.store.write_door import Committed

NAME = "bulk"
_RECORDS = 10_000
_SECONDS, _GAP_MS = 2.0, 50.0


def run(options: Options) -> list[Measurement]:
    """Change, take back, delete and take back in the window's own way."""
    ids: list[str] = []

    def fill(store: Store, me: str) -> None:
        rows = sample("account", max(int(_RECORDS * options.scale), 200), me, [], [])
        write_rows(store, "account", rows)
        ids.extend(str(row["id"]) for row in rows)

    with measured_desk(options.folder, fill) as desk:
        return _measured(desk, ids)


def _measured(desk: MeasuredDesk, ids: list[str]) -> list[Measurement]:
    from crm_desktop.views.accounts.page import AccountsPage
    from crm_desktop.views.navigation import Place

    page = AccountsPage(desk.desk)
    page.visit(Place("accounts"), None)
    desk.show(page)
    desk.wait(lambda: page.model.complete and page.model.totals.count == len(ids))
    # The first act loads and compiles what all later ones use.
    _act(desk, "account.edit", [Update("account", ids[0], {"next_step": "x"})])
    changed = _act(desk, "account.edit", [Update("account", each, {"region": "华东"}) for each in ids])
    back = _take_back(desk)
    deleted = _act(desk, "account.delete", [Delete("account", each) for each in ids])
    restored = _take_back(desk)
    count = f"{len(ids):,} records"
    return [
        at_most(f"one field of {count}, undo information included", changed[0], "s", _SECONDS),
        at_most("… longest pause of the window meanwhile", changed[1], "ms", _GAP_MS),
        at_most(f"the one undo of {count}", back[0], "s", _SECONDS),
        at_most("… longest pause of the window meanwhile", back[1], "ms", _GAP_MS),
        Measurement(f"{count} into the bin", deleted[0], "s"),
        at_most("… longest pause of the window meanwhile", deleted[1], "ms", _GAP_MS),
        Measurement(f"the undo of that, {count}", restored[0], "s"),
        at_most("… longest pause of the window meanwhile", restored[1], "ms", _GAP_MS),
    ]


def _act(desk: MeasuredDesk, act: str, edits: list[Edit]) -> tuple[float, float]:
    """Carry out an act as screens do; return seconds until it is written, and the longest pause."""
    return _watched(desk, lambda done: desk.desk.act(act, edits, on_done=done))


def _take_back(desk: MeasuredDesk) -> tuple[float, float]:
    def undo(done: Callable[[Committed], None]) -> None:
        def undone(committed: Committed) -> None:
            desk.desk.announce(committed)
            done(committed)

        desk.desk.background.write(desk.desk.store.door.undo, undone, desk.desk.notices.fail)

    return _watched(desk, undo)


def _watched(desk: MeasuredDesk, begin: Callable[[Callable[[Committed], None]], None]) -> tuple[float, float]:
    finished: list[float] = []
    started = time.perf_counter()
    begin(lambda _committed: finished.append(time.perf_counter() - started))
    desk.wait(lambda: bool(finished))
    longest = desk.longest
    until = time.perf_counter() + 1.0
    desk.wait(lambda: time.perf_counter() > until)
    return finished[0], max(longest, desk.longest)
