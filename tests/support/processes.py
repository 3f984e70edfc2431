"""Real programs started by tests: their output, their readiness, their certain end."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

START_SECONDS = 100.0
STOP_SECONDS = 30.0
"""Far above what it takes: machines may be slow and busy."""


class RunningProgram:
    """A child process whose output, both streams together, is collected line by line. Use as a context manager."""

    def __init__(self, command: list[str], env: Mapping[str, str] | None = None, cwd: Path | None = None) -> None:
        self.command = command
        self.lines: list[str] = []
        self._news = threading.Condition()
        self._ended = False
        self.process = subprocess.Popen(
            command,
            cwd=cwd,
            env=os.environ | dict(env or {}) | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )
        self._reader = threading.Thread(target=self._collect, name=f"output of {Path(command[0]).name}", daemon=True)
        self._reader.start()

    def wait_for(self, pattern: str, timeout: float = START_SECONDS) -> re.Match[str]:
        """Return the first match of `pattern` in a line of output; raise AssertionError when it does not come."""
        compiled = re.compile(pattern)

        def found() -> re.Match[str] | None:
            return next((match for line in self.lines if (match := compiled.search(line))), None)

        with self._news:
            self._news.wait_for(lambda: found() or self._ended, timeout)
            match = found()
        if match is None:
            raise AssertionError(f"{self.command} did not print {pattern!r}; it printed:\n{self.output}")
        return match

    @property
    def output(self) -> str:
        """What it has printed so far."""
        return "\n".join(self.lines)

    def wait(self, timeout: float = START_SECONDS) -> int:
        """Wait for its own end and return its exit status."""
        return self.process.wait(timeout)

    def terminate(self) -> int:
        """Ask it to end, insist after a while, and return its exit status."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            return self.kill()

    def kill(self) -> int:
        """End it without warning, as a crash would."""
        self.process.kill()
        return self.process.wait(STOP_SECONDS)

    def __enter__(self) -> RunningProgram:
        return self

    def __exit__(self, *_: object) -> None:
        self.terminate()
        self._reader.join(STOP_SECONDS)
        if self.process.stdout:
            self.process.stdout.close()

    def _collect(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            with self._news:
                self.lines.append(line.rstrip("\n"))
                self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()


StartProgram = Callable[..., RunningProgram]


@pytest.fixture
def start_program() -> Iterator[StartProgram]:
    """Start `start_program(["-m", "crm_server", …], env=…)` with this Python; everything ends with the test."""
    with ExitStack() as stack:

        def start(
            arguments: list[str], env: Mapping[str, str] | None = None, cwd: Path | None = None
        ) -> RunningProgram:
            return stack.enter_context(RunningProgram([sys.executable, *arguments], env, cwd))

        yield start


@pytest.fixture
def free_port() -> int:
    """A loopback port nobody uses now; programs that can should bind port 0 and print what they got."""
    return find_free_port()


def find_free_port() -> int:
    """Return a loopback port that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
