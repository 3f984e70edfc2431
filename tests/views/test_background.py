"""Work off the UI thread: order, staleness, errors, the end."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.views.background import Background


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    """Return a background that is drained afterwards."""
    made = Background()
    yield made
    assert made.drain()


def test_a_read_runs_elsewhere_and_answers_on_the_ui_thread(background: Background, qtbot: QtBot) -> None:
    seen: list[tuple[int, bool]] = []

    def received(worker: int) -> None:
        seen.append((worker, QThread.currentThread().isMainThread()))

    background.read(threading.get_ident, received)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen[0][0] != threading.get_ident()
    assert seen[0][1]


def test_writes_keep_their_order(background: Background, qtbot: QtBot) -> None:
    done: list[int] = []
    for number in range(50):
        background.write(lambda number=number: number, done.append)  # type: ignore[misc]
    qtbot.waitUntil(lambda: len(done) == 50)
    assert done == list(range(50))


def test_an_older_answer_is_dropped_when_a_newer_one_was_asked_for(background: Background, qtbot: QtBot) -> None:
    owner, gate, shown = QObject(), threading.Event(), list[str]()
    background.read(lambda: str(gate.wait(60)), shown.append, owner=owner, token="list")
    background.read(lambda: "new", shown.append, owner=owner, token="list")
    qtbot.waitUntil(lambda: shown == ["new"])
    gate.set()
    background.read(lambda: "other", shown.append, owner=owner, token="panel")
    qtbot.waitUntil(lambda: "other" in shown)
    assert shown == ["new", "other"]


def test_an_answer_for_a_destroyed_owner_is_dropped(background: Background, qtbot: QtBot) -> None:
    import shiboken6

    owner, gate, shown = QObject(), threading.Event(), list[str]()
    background.read(lambda: str(gate.wait(60)), shown.append, owner=owner)
    shiboken6.delete(owner)
    gate.set()
    background.write(lambda: "later", shown.append)
    qtbot.waitUntil(lambda: "later" in shown)
    assert shown == ["later"]


def test_errors_reach_whoever_asked_or_the_shell(background: Background, qtbot: QtBot) -> None:
    heard: list[Exception] = []

    def fail() -> None:
        raise ValueError("wrong")

    background.read(fail, lambda _: None, heard.append)
    qtbot.waitUntil(lambda: len(heard) == 1)
    background.failed.connect(heard.append)
    background.write(fail)
    qtbot.waitUntil(lambda: len(heard) == 2)
    assert [str(error) for error in heard] == ["wrong", "wrong"]


def test_draining_finishes_writes_and_takes_nothing_new(qapp: QApplication) -> None:
    background, written = Background(), list[int]()
    for number in range(10):
        background.write(lambda number=number: written.append(number))  # type: ignore[misc]
    assert background.drain()
    assert written == list(range(10))
    with pytest.raises(RuntimeError):
        background.read(lambda: 1, written.append)


def test_a_server_that_says_nothing_keeps_nobody_from_reading_and_writing(background: Background, qtbot: QtBot) -> None:
    silent = threading.Event()
    done: list[object] = []
    for number in range(6):
        background.ask(lambda number=number: (silent.wait(60), number)[1], done.append)  # type: ignore[misc]
    background.read(lambda: "read", done.append)
    background.write(lambda: "written", done.append)
    qtbot.waitUntil(lambda: {"read", "written"} <= set(done))
    assert len(done) == 2
    silent.set()
    qtbot.waitUntil(lambda: len(done) == 8)
    assert [each for each in done if isinstance(each, int)] == list(range(6))
