"""Builders of the pictures of board, agenda, sync centre and settings: real pages on a real replica with the sample."""

from __future__ import annotations

import atexit
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtWidgets import QWidget

from crm_desktop.models.rules.views import Definition
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.language import current_language
from tests.support.desk import clear_desk, make_desk


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
