"""The opportunity board with 2,000 cards: from the wish to painted, and each frame while a card is dragged over it."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from benchmarks.bench_page import stage_rows
from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, percentile
from benchmarks.sample_records import sample
from benchmarks.screen_desk import MeasuredDesk, measured_desk, timed, write_rows
from crm_desktop.models.rules.views import Condition, Definition, Group, Operator

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store
    from crm_desktop.views.opportunities.board import Board

NAME = "board"
_CARDS, _ACCOUNTS, _ROUNDS, _FRAMES = 2_000, 400, 12, 120
_OPENED, _FRAME = 150.0, 12.0


def run(options: Options) -> list[Measurement]:
    """Fill a board with all its cards, then drag one across it."""

    def fill(store: Store, me: str) -> None:
        stages = stage_rows(me)
        write_rows(store, "stage", stages)
        write_rows(store, "user", [{**stages[0], "id": me, "name": "林悦", "active": True}])
        accounts = sample("account", _ACCOUNTS, me, [], [])
        write_rows(store, "account", accounts)
        ids = [str(each["id"]) for each in accounts]
        deals = sample("opportunity", max(int(_CARDS * options.scale), 50), me, ids, [each["id"] for each in stages])
        write_rows(store, "opportunity", deals)

    with measured_desk(options.folder, fill) as desk:
        from crm_desktop.views.opportunities.board import Board

        board = Board(desk.desk)
        desk.show(board)
        return [*_opened(desk, board, options), *_dragged(desk, board)]


def _opened(desk: MeasuredDesk, board: Board, options: Options) -> list[Measurement]:
    """Measure with every card on the board, not only those a column shows at first."""
    some = Definition(filter=Group((Condition("name", Operator.CONTAINS, "no such name"),)))
    total = max(int(_CARDS * options.scale), 50)
    _show(desk, board, Definition(), 1)
    everything = {each.stage.id: total for each in board.row.columns if each.stage is not None}
    first, every, own = [], [], []
    for _ in range(_ROUNDS):
        _show(desk, board, some, 0)
        first.append(timed(lambda: _show(desk, board, Definition(), 1))[0])
        _show(desk, board, some, 0)
        taken, worked = timed(lambda: _show(desk, board, Definition(), total, everything))
        every.append(taken)
        own.append(worked)
    return [
        at_most("2,000 opportunities, first cards of each stage, median", percentile(first, 50), "ms", _OPENED, first),
        at_most("2,000 cards at once, median", percentile(every, 50), "ms", _OPENED, every),
        Measurement("… the window's own work, median", percentile(own, 50), "ms"),
    ]


def _show(
    desk: MeasuredDesk, board: Board, definition: Definition, least: int, limits: dict[str, int] | None = None
) -> None:
    """Show a definition and wait until at least so many cards (none: exactly none) stand there painted."""
    board.show(definition, limits)

    def here() -> bool:
        cards = sum(len(each.list.cards.cards) for each in board.row.columns)
        return cards >= least if least else not cards

    desk.wait(here)
    board.repaint()


def _dragged(desk: MeasuredDesk, board: Board) -> list[Measurement]:
    """Carry the first card over all columns, painting each step."""
    from PySide6.QtCore import QPoint

    column = board.row.columns[0]
    column.list.go_to(0)
    column.list.lifted.emit(QPoint(40, 30))
    frames, own = [], []
    wander = random.Random(7)
    for step in range(_FRAMES):
        spot = QPoint(20 + step * (board.width() - 60) // _FRAMES, 140 + wander.randrange(500))

        def frame(at: QPoint = spot) -> None:
            column.list.carried.emit(board.mapToGlobal(at))
            desk.application.processEvents()

        begin, busy = time.perf_counter(), time.thread_time()
        frame()
        frames.append((time.perf_counter() - begin) * 1000)
        own.append((time.thread_time() - busy) * 1000)
    column.list.drag_cancelled.emit()
    return [
        at_most("one frame of a drag, p95", percentile(frames, 95), "ms", _FRAME, frames),
        Measurement("one frame of a drag, median", percentile(frames, 50), "ms"),
        Measurement("… the window's own work, p95", percentile(own, 95), "ms"),
        Measurement("… the window's own work, median", percentile(own, 50), "ms"),
    ]
