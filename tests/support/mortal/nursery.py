"""The process that others are forked from: `python -m tests.support.mortal.nursery`. It runs no thread of its own.

It loads client and server once, then forks for each order and passes on what the children say and how they end. When
its input ends it ends, and its children with it.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import sys
import tempfile
import traceback
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import NoReturn

import msgspec

from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate
from tests.support.blank_replica import lay_blank
from tests.support.compiled_statements import share_compiled_statements
from tests.support.light_passwords import use_light_hashes
from tests.support.mortal.messages import Birth, Born, Died, News, Said
from tests.support.office import open_office

_LOADED = (
    "crm_server.cli.commands",
    "crm_server.cli.serving",
    "tests.support.mortal.device",
    "tests.support.mortal.server",
)
_ENCODER = msgspec.json.Encoder()


@dataclass
class Child:
    """A living child and what it has begun to say."""

    number: int
    pid: int
    rest: bytes = b""


@dataclass
class Nursery:
    """Children by the descriptor of their output."""

    selector: selectors.DefaultSelector = field(default_factory=selectors.DefaultSelector)
    children: dict[int, Child] = field(default_factory=dict)

    def tend(self) -> None:
        """Work until the input ends."""
        self.selector.register(0, selectors.EVENT_READ)
        orders = b""
        while True:
            for key, _ in self.selector.select():
                read = os.read(key.fd, 65536)
                if key.fd != 0:
                    self._hear(key.fd, read)
                    continue
                if not read:
                    return self.end()
                *lines, orders = (orders + read).split(b"\n")
                for line in lines:
                    self._fork(msgspec.json.decode(line, type=Birth))

    def end(self) -> None:
        """Leave no orphan."""
        for child in self.children.values():
            os.kill(child.pid, signal.SIGKILL)

    def _fork(self, birth: Birth) -> None:
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _live(birth, writing)
        os.close(writing)
        self.children[reading] = Child(birth.number, pid)
        self.selector.register(reading, selectors.EVENT_READ)
        _tell(Born(birth.number, pid))

    def _hear(self, descriptor: int, read: bytes) -> None:
        child = self.children[descriptor]
        *lines, child.rest = (child.rest + read).split(b"\n")
        for line in lines:
            _tell(Said(child.number, line.decode("utf-8", "replace")))
        if not read:
            # Its end of the pipe closes when it dies: nothing else in there holds it.
            self.selector.unregister(descriptor)
            os.close(descriptor)
            del self.children[descriptor]
            _, status = os.waitpid(child.pid, 0)
            _tell(Died(child.number, os.waitstatus_to_exitcode(status)))


def _live(birth: Birth, output: int) -> NoReturn:
    """Be the child."""
    status = 1
    try:
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.close(output)
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        module, _, name = birth.program.partition(":")
        status = getattr(import_module(module), name)(**birth.options) or 0
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001  (the process's boundary: the test is told)
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        os._exit(status)


def _tell(news: News) -> None:
    os.write(_SINK, _ENCODER.encode(news) + b"\n")


def warm_up() -> None:
    """Compile for all servers what the first minutes of one ask of its database, and migrate for all devices."""
    with tempfile.TemporaryDirectory(prefix="fieldline-nursery-") as folder:
        database = open_database(f"sqlite:///{folder}/server.db")
        migrate(database)
        office = open_office(database)
        for name in ("ada", "ann"):
            replica = office.snapshot(name)
            office.change(name, "account", office.add(name, "account", name="a"), name=("a", "b"))
            office.pull(name, replica)
        database.close()
        lay_blank(Path(folder, "replica.db"))


_SINK = 1

if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    for each in _LOADED:
        import_module(each)
    use_light_hashes()
    share_compiled_statements()
    warm_up()
    gc.freeze()
    Nursery().tend()
