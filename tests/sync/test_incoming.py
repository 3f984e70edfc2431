"""Pulled pages as they come: how long a page on its way is waited for, and for whose sake it is not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from crm_desktop.models.clock import ManualClock
from crm_desktop.models.exchange import Position, PullPage, PullRequest
from crm_desktop.sync import incoming
from crm_desktop.sync.course import Course, Listener
from crm_desktop.sync.incoming import Incoming
from tests.support.simulator import MemoryLine, MemoryReplica, MemoryServer


class LateLine(MemoryLine):
    """Answers with three pages; each further one comes only when it may."""

    def __init__(self, server: MemoryServer) -> None:
        super().__init__(server, "rep")
        self.may = threading.Event()

    def pull(self, message: PullRequest) -> PullPage:
        """Return the page after a position."""
        number = message.position.sequence + 1
        if number > 1:
            self.may.wait()
        return PullPage(position=Position("e", number), batches=[], exits=[], history=[], more=number < 3, head=3)


@pytest.fixture
def line() -> LateLine:
    return LateLine(MemoryServer(ManualClock()))


@pytest.fixture
def pages(line: LateLine) -> Iterator[Incoming]:
    replica = MemoryReplica()
    listener = Listener(lambda _: None, lambda _: None)
    course = Course(replica, replica, line, ManualClock(), listener, threading.Event())
    with ThreadPoolExecutor(1) as ahead:
        yield Incoming(course, ahead, Position("e", 0))
        line.may.set()


def test_a_page_that_comes_in_a_moment_is_waited_for(line: LateLine, pages: Incoming) -> None:
    pages.take()
    looks = iter(range(3))

    def wanted() -> bool:
        if next(looks, None) is None:
            line.may.set()
        return False

    page = pages.ready(wanted)
    assert page is not None
    assert page.position.sequence == 2


def test_one_that_does_not_come_is_not_waited_for_any_longer(line: LateLine, pages: Incoming) -> None:
    pages.take()
    assert pages.ready(lambda: False) is None
    line.may.set()
    assert pages.take().position.sequence == 2


def test_a_person_who_wishes_to_write_ends_the_waiting_at_once(
    pages: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_MOMENT", 600.0)
    pages.take()
    looks = iter((False, False))
    assert pages.ready(lambda: next(looks, True)) is None


def test_after_the_last_page_nothing_is_waited_for(
    line: LateLine, pages: Incoming, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(incoming, "_MOMENT", 600.0)
    line.may.set()
    for _ in range(3):
        pages.take()
    assert pages.is_over()
    assert pages.ready(lambda: False) is None
