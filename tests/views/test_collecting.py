"""Cycles of widgets are taken down on the UI thread, whichever thread allocates."""

import gc
import threading

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from crm_desktop.views.background import Background


class _Witness:
    def __init__(self, seen: list[threading.Thread]) -> None:
        self._seen = seen
        self.me = self

    def __del__(self) -> None:
        self._seen.append(threading.current_thread())


def test_a_cycle_is_collected_on_the_ui_thread(qtbot: QtBot) -> None:
    background, seen = Background(), list[threading.Thread]()
    owner = QObject()

    def allocate() -> int:
        return len([[number] for number in range(50_000)])

    for _ in range(20):
        _Witness(seen)
    background.read(allocate, lambda _: None, owner=owner)
    qtbot.waitUntil(lambda: len(seen) == 20, timeout=5000)
    assert set(seen) == {threading.main_thread()}
    background.drain()


def test_python_collects_by_itself_again_afterwards(qtbot: QtBot) -> None:
    first, second = Background(), Background()
    assert gc.isenabled(), "nothing works beside the windows yet"
    for each in (first, second):
        each.read(int, lambda _: None)
    first.drain()
    assert not gc.isenabled()
    second.drain()
    assert gc.isenabled()


def test_nothing_is_collected_while_a_write_is_under_way(qtbot: QtBot) -> None:
    background, seen = Background(), list[threading.Thread]()
    writing, go_on = threading.Event(), threading.Event()

    def write() -> None:
        _Witness(seen)
        _garbage = [[number] for number in range(50_000)]
        writing.set()
        go_on.wait()

    background.write(write)
    qtbot.waitUntil(writing.is_set)
    qtbot.wait(700)
    assert seen == []
    go_on.set()
    background.read(lambda: [[number] for number in range(50_000)], lambda _: None)
    qtbot.waitUntil(lambda: seen == [threading.main_thread()])
    background.drain()
