"""The test's side of the nursery: starting a life, hearing it, killing it, stopping it, seeing it end."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.support.mortal.messages import Birth, Born, Died, News, Said

PATIENCE = 100.0
_ROOT = Path(__file__).parents[3]


class Life:
    """One process. Its lines are collected; signals go to it and to nobody else."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.pid = 0
        self.status: int | None = None
        self.lines: list[str] = []
        self.news = threading.Condition()

    def wait_for(self, pattern: str) -> re.Match[str]:
        """Return the first match in what it says; raise AssertionError where it ends, or goes on, without it."""
        with self.news:
            self.news.wait_for(lambda: self._found(pattern) or self.status is not None, PATIENCE)
            found = self._found(pattern)
        assert found is not None, f"it did not say {pattern!r} but:\n" + "\n".join(self.lines)
        return found

    def said(self, pattern: str) -> list[re.Match[str]]:
        """Return all matches so far."""
        with self.news:
            return [match for line in self.lines if (match := re.search(pattern, line))]

    def wait(self) -> int:
        """Wait for its end and return its status; negative for the signal that ended it."""
        with self.news:
            self.news.wait_for(lambda: self.status is not None, PATIENCE)
        assert self.status is not None, "it lives on:\n" + "\n".join(self.lines)
        return self.status

    def signal(self, which: signal.Signals) -> None:
        """Send it a signal."""
        if self.status is None:
            os.kill(self.pid, which)

    def kill(self) -> None:
        """End it without warning."""
        self.signal(signal.SIGKILL)
        self.wait()

    def pause(self) -> None:
        """Freeze it: its sockets stay open and say nothing."""
        self.signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Thaw it."""
        self.signal(signal.SIGCONT)

    def hear(self, news: News) -> None:
        """Take in what the nursery tells."""
        with self.news:
            match news:
                case Born(_, pid):
                    self.pid = pid
                case Said(_, line):
                    self.lines.append(line)
                case Died(_, status):
                    self.status = status
            self.news.notify_all()

    def _found(self, pattern: str) -> re.Match[str] | None:
        return next((match for line in self.lines if (match := re.search(pattern, line))), None)


class Lives:
    """All processes of the tests of one worker."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.mortal.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        self._lives: dict[int, Life] = {}
        self._listener = threading.Thread(target=self._listen, name="nursery", daemon=True)
        self._listener.start()

    def start(self, program: str, /, **options: Any) -> Life:
        """Begin a life that runs `module:function` with the options; return once it is born."""
        assert self._process.stdin is not None
        life = self._lives[len(self._lives)] = Life(len(self._lives))
        self._process.stdin.write(msgspec.json.encode(Birth(life.number, program, options)) + b"\n")
        self._process.stdin.flush()
        with life.news:
            assert life.news.wait_for(lambda: life.pid, PATIENCE), "the nursery does not answer"
        return life

    def end_since(self, number: int) -> None:
        """Kill whoever still lives of those born after so many others."""
        for life in list(self._lives.values())[number:]:
            if life.status is None:
                life.kill()

    def born(self) -> int:
        """Return how many lives there have been."""
        return len(self._lives)

    def close(self) -> None:
        """End the nursery."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._listener.join(PATIENCE)
        self._process.stdout.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            news = msgspec.json.decode(line, type=News)
            self._lives[news.number].hear(news)


@pytest.fixture(scope="session")
def nursery() -> Iterator[Lives]:
    """One nursery for a worker's tests."""
    lives = Lives()
    yield lives
    lives.end_since(0)
    lives.close()


@pytest.fixture
def lives(nursery: Lives) -> Iterator[Lives]:
    """Processes that end with the test; those that others share live on."""
    before = nursery.born()
    yield nursery
    nursery.end_since(before)
