"""A view of a million accounts as CSV and as a workbook: how fast, in how much memory, how the window breathes."""

from __future__ import annotations

import gc
import time
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from benchmarks.bench_list import fill
from benchmarks.options import Options
from benchmarks.report import Measurement, at_least, at_most
from benchmarks.screen_desk import MeasuredDesk, measured_desk

if TYPE_CHECKING:
    from crm_desktop.views.accounts.page import AccountsPage

NAME = "export"
_ACCOUNTS = 1_000_000
_RATES = {"csv": 10_000, "xlsx": 5_000}
_LEAST_RATE = 1_000
"""Rows a second below which the benchmark gives up."""
_MEMORY_MB, _GAP_MS, _STOP_S = 60.0, 50.0, 1.0


def run(options: Options) -> list[Measurement]:
    """Fill a replica, write all of a list in both formats through the window's dialog, and stop a third one."""
    accounts = max(int(_ACCOUNTS * options.scale), 5_000)
    with measured_desk(options.folder, lambda store, _: fill(store, accounts)) as desk:
        page = _shown(desk, accounts)
        found = [each for ending in _RATES for each in _written(desk, page, options.folder / f"all.{ending}", accounts)]
        return [*found, _stopped(desk, page, options.folder / "stopped.xlsx", accounts)]


def _shown(desk: MeasuredDesk, accounts: int) -> AccountsPage:
    from crm_desktop.views.accounts.page import AccountsPage
    from crm_desktop.views.navigation import Place

    page = AccountsPage(desk.desk)
    page.visit(Place("accounts"), None)
    desk.show(page)
    desk.wait(lambda: page.model.complete and page.model.totals.count == accounts)
    return page


def _written(desk: MeasuredDesk, page: AccountsPage, path: Path, accounts: int) -> list[Measurement]:
    from crm_desktop.views.tables.exporting import ExportDialog

    gc.collect()
    process, most = psutil.Process(), 0
    before, started = process.memory_info().rss, time.perf_counter()

    def finished() -> bool:
        nonlocal most
        most = max(most, process.memory_info().rss)
        return path.exists()

    assert page.model.asked is not None
    ExportDialog(desk.desk, page).begin(path, page.model.asked, None, accounts)
    desk.wait(finished, max(60.0, accounts / _LEAST_RATE))
    seconds, ending = time.perf_counter() - started, path.suffix[1:]
    return [
        at_least(f"{accounts:,} rows as {ending}", accounts / seconds, "rows/s", _RATES[ending]),
        at_most("… longest pause of the window meanwhile", desk.longest, "ms", _GAP_MS),
        at_most("… most memory beyond what the window needs", (most - before) / 2**20, "MB", _MEMORY_MB),
    ]


def _stopped(desk: MeasuredDesk, page: AccountsPage, path: Path, accounts: int) -> Measurement:
    from crm_desktop.views.tables.exporting import ExportDialog

    ended: list[float] = []
    assert page.model.asked is not None
    dialog = ExportDialog(desk.desk, page)
    dialog.destroyed.connect(lambda: ended.append(time.perf_counter()))
    dialog.begin(path, page.model.asked, None, accounts)
    desk.wait(dialog.isVisible)
    begin = time.perf_counter()
    dialog.reject()
    desk.wait(lambda: bool(ended))
    assert not list(path.parent.glob("*stopped*"))
    return at_most("stopped, and nothing left of the file", ended[0] - begin, "s", _STOP_S)
