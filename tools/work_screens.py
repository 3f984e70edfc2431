"""Builders of the pictures of board, agenda, sync centre and settings: real pages on a real replica with the sample."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.rules.views import Definition
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from tests.support.desk import clear_desk, make_desk
from tests.support.sync_sample import fill_sync


def desk_for_picture() -> Desk:
    """Return a desk in the language of the picture; cleared when the program ends."""
    folder = TemporaryDirectory(prefix="fieldline-picture-")
    desk = make_desk(Path(folder.name), current_language().code)
    atexit.register(folder.cleanup)
    atexit.register(clear_desk, desk)
    return desk


def build_board() -> QWidget:
    """Return the board of all opportunities."""
    from crm_desktop.views.opportunities.board import Board

    board = Board(desk_for_picture())
    board.show(Definition())
    return board


def build_sync_centre() -> QWidget:
    """Return the sync centre with a conflict to decide, while a sync is running."""
    from crm_desktop.sync.events import Phase
    from crm_desktop.sync.status import Connection, PillState, SyncStatus
    from crm_desktop.views.sync_centre.page import SyncCentrePage
    from tests.support.sample import HOUR, NOW

    desk = desk_for_picture()
    assert isinstance(desk.clock, ManualClock)
    fill_sync(desk.store, desk.clock, current_language().code)
    status = SyncStatus(
        state=PillState.SYNCING, connection=Connection.ONLINE, phase=Phase.PUSH, done=4, total=12, percent=33,
        last_complete_at=NOW - 15 * HOUR, waiting=8,
    )  # fmt: skip
    desk.around.sync.publish(status)
    return SyncCentrePage(desk)
