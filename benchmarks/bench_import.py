"""Importing a workbook of 100,000 accounts: the preview and the import itself, and how long the window waits meanwhile.

The import reads, looks for each row's record by outside id and name, checks every value, and writes history and outbox
as for any act; it is what a person waits for after pressing Import.
"""

from __future__ import annotations

import datetime
import os
import random
from pathlib import Path

from benchmarks.options import Options
from benchmarks.report import Measurement, at_least, at_most, percentile

NAME = "import"
_ROWS = 100_000
_LEAST_RATE = 5_000
_MOST_GAP_MS, _USUAL_GAP_MS = 50.0, 16.0
_HEADERS = ("客户名称", "行业", "人数", "年合同额", "续约日期", "电话", "城市", "客户编号")


def run(options: Options) -> list[Measurement]:
    """Import a workbook through the session of the dialog, with the window's event loop running."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from benchmarks.import_window import import_in_window

    rows = max(int(_ROWS * options.scale), 5_000)
    path = write_workbook(options.folder / "accounts.xlsx", rows)
    found = import_in_window(options.folder, path)
    worst, usual = max(found.gaps_ms), percentile(found.gaps_ms, 99)
    return [
        at_least("rows imported a second, duplicates looked for", found.written / found.seconds, "rows/s", _LEAST_RATE),
        at_least("rows checked a second in the preview", rows / found.preview_seconds, "rows/s", _LEAST_RATE),
        at_most("longest wait of the window meanwhile", worst, "ms", _MOST_GAP_MS, found.gaps_ms),
        at_most("wait of the window, p99", usual, "ms", _USUAL_GAP_MS),
        at_most("undo of the whole import", found.undo_seconds, "s", 60 * options.scale),
    ]


def write_workbook(path: Path, rows: int) -> Path:
    """Write accounts as a spreadsheet program would, dates and numbers as such."""
    import openpyxl

    chance, first = random.Random(4), datetime.date(2026, 1, 1)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("客户")
    sheet.append(_HEADERS)
    for number in range(rows):
        sheet.append(
            (
                f"上海恒川精密制造{number:06d}有限公司",
                chance.choice(("machinery", "steel", "food")),
                chance.randrange(10, 5_000),
                chance.randrange(10_000, 9_000_000),
                first + datetime.timedelta(days=chance.randrange(700)),
                f"021-{50_000_000 + number}",
                chance.choice(("上海", "苏州", "宁波", "深圳")),
                f"K-{number:06d}",
            )
        )
    book.save(path)
    return path
