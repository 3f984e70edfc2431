"""Cycles of widgets are taken down on the UI thread, whichever thread allocates."""

import gc
import threading

import pytest
from PySide6.QtCore import QObject, QTimerEvent
from pytestqt.qtbot import QtBot

from crm_desktop.views import collecting
from crm_desktop.views.background import Background
from crm_desktop.views.collecting import Collector


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


def test_nothing_is_collected_while_a_write_is_under_way_but_not_for_ever(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner, seen, writing = QObject(), list[threading.Thread](), True
    collector = Collector(owner, lambda: writing)
    tick = QTimerEvent(0)

    def leave_garbage() -> list[list[int]]:
        _Witness(seen)
        return [[number] for number in range(50_000)]

    kept = leave_garbage()
    collector.timerEvent(tick)
    assert seen == []
    writing = False
    collector.timerEvent(tick)
    assert len(seen) == 1
    writing = True
    kept += leave_garbage()
    monkeypatch.setattr(collecting, "_LONGEST_SECONDS", 0.0)
    collector.timerEvent(tick)
    assert len(seen) == 2
    collector.stop()


def test_a_write_is_known_to_be_under_way_until_it_is_done(qtbot: QtBot) -> None:
    background, begun, go_on = Background(), threading.Event(), threading.Event()

    def write() -> None:
        begun.set()
        go_on.wait()

    done: list[None] = []
    background.write(write, done.append)
    qtbot.waitUntil(begun.is_set)
    qtbot.waitUntil(lambda: background.is_writing)
    go_on.set()
    qtbot.waitUntil(lambda: bool(done))
    qtbot.waitUntil(lambda: not background.is_writing)
    background.drain()
