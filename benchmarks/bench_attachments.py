"""A large file from one device to another: real server, real port, sealed on both; beside a bare transfer by requests.

The bare one does the least that a durable transfer can: body to a file, fsync, and out again, whole and unchecked. Ours
reads and writes sealed files, proves possession, checks each piece and the whole on both sides, and can go on anywhere.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psutil
import requests

from benchmarks.central import PASSWORD, furnish, place, serving
from benchmarks.options import Options
from benchmarks.replicas import MeasuredReplica, replica
from benchmarks.report import Measurement, at_most, compared, percentile
from crm_desktop.models.contents import MEGABYTE
from crm_desktop.models.file_queue import Keeping
from crm_desktop.store.attachments.attaching import NewFile
from crm_desktop.sync.events import Phase
from crm_desktop.sync.files.transfers import Transfers
from crm_desktop.sync.files.transport import HttpFileServer

NAME = "attachments"
SIZE_MB = 100
_ROUNDS = 5
_MOST_GROWTH_MB = 40


def run(options: Options) -> list[Measurement]:
    """Move a file of 100 MB up and down, five times in turns with the bare transfer; then the same file again."""
    size = max(2, int(SIZE_MB * options.scale)) * MEGABYTE - 1
    options.folder.mkdir(exist_ok=True)
    with place("sqlite", options.folder) as address:
        furnish(address, 1, 1)
        return _measured(options, address, size)


def _measured(options: Options, address: str, size: int) -> list[Measurement]:
    with (
        serving(address, options.folder) as server,
        replica(options.folder / "sender", server.url, "bench0", PASSWORD) as sender,
        replica(options.folder / "reader", server.url, "bench0", PASSWORD) as reader,
        _bare_server(options.folder) as bare,
    ):
        watch = _Memory(server.process.pid)
        reader.store.attachments.keeping = Keeping(budget=0)
        figures: dict[str, list[float]] = {"up": [], "down": [], "again": [], "bare up": [], "bare down": []}
        for number in range(_ROUNDS):
            source = options.folder / f"{number}.png"
            _write_picture(source, size)
            figures["bare up"].append(_seconds(partial(_put, bare, source)))
            figures["bare down"].append(_seconds(lambda: _get(bare)))
            if number == 1:
                watch.begin()
            figures["up"].append(_upload(sender, source))
            figures["down"].append(_download(reader, source))
            figures["again"].append(_upload(sender, source))
            source.unlink()
        growth = watch.end()
    return _told(size, figures, growth)


def _told(size: int, figures: dict[str, list[float]], growth: dict[str, float]) -> list[Measurement]:
    middle = {name: percentile(samples, 50) for name, samples in figures.items()}
    both = [up + down for up, down in zip(figures["up"], figures["down"], strict=True)]
    reference = ("bare requests, up and down", middle["bare up"] + middle["bare down"])
    return [
        compared(
            f"{size // MEGABYTE + 1} MB up and down",
            percentile(both, 50),
            "s",
            reference=reference,
            samples=both,
        ),
        compared("up", middle["up"], "s", reference=("bare", middle["bare up"])),
        compared("down", middle["down"], "s", reference=("bare", middle["bare down"])),
        Measurement("the same content attached again", middle["again"], "s"),
        *(at_most(f"memory growth, {name}", value, "MB", _MOST_GROWTH_MB) for name, value in growth.items()),
    ]


class _Memory:
    """How much two processes grow from a moment on, looked at every 20 ms."""

    def __init__(self, server: int) -> None:
        self._processes = {"device": psutil.Process(), "server": psutil.Process(server)}
        self._most: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory")

    def begin(self) -> None:
        """Take the present for the beginning: everything is loaded and was used once."""
        self._begun = self._most = {name: each.memory_info().rss for name, each in self._processes.items()}
        self._thread.start()

    def end(self) -> dict[str, float]:
        """Return the growth in MB."""
        self._over.set()
        self._thread.join()
        return {name: (most - self._begun[name]) / 1e6 for name, most in self._most.items()}

    def _watch(self) -> None:
        while not self._over.wait(0.02):
            now = {name: each.memory_info().rss for name, each in self._processes.items()}
            self._most = {name: max(self._most[name], size) for name, size in now.items()}


def _write_picture(path: Path, size: int) -> None:
    """Write random bytes that begin as a picture does, never all of them in memory."""
    with path.open("wb") as stream:
        stream.write(b"\x89PNG\r\n\x1a\n")
        while (left := size - stream.tell()) > 0:
            stream.write(os.urandom(min(MEGABYTE, left)))


def _upload(device: MeasuredReplica, source: Path) -> float:
    """Attach a file and send its record; return how long its content takes."""
    files = device.store.attachments
    files.attach([NewFile(files.put(source), source.name)])
    device.run(Phase.PUSH, Phase.PULL)
    return _seconds(lambda: _move(device))


def _download(device: MeasuredReplica, source: Path) -> float:
    """Ask for the file that has just come up; return how long it takes."""
    device.run(Phase.PULL)
    with source.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    device.store.attachments.want(sha256)
    seconds = _seconds(lambda: _move(device))
    device.store.attachments.stream(sha256).close()  # it is here
    return seconds


def _move(device: MeasuredReplica) -> None:
    device.run(Phase.PULL)
    queue, server = device.store.attachments.queue, HttpFileServer(device.access.address, device.access)
    Transfers(queue, server, threading.Event(), lambda _: None, lambda _: None).run()
    server.hang_up()


@contextmanager
def _bare_server(folder: Path) -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.bare_files_child", str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{process.stdout.readline().strip()}/"
        process.kill()


def _put(address: str, path: Path) -> None:
    with path.open("rb") as stream:
        requests.put(address, data=stream, timeout=60).raise_for_status()


def _get(address: str) -> None:
    with requests.get(address, stream=True, timeout=60) as answer:
        for _ in answer.iter_content(MEGABYTE):
            pass


def _seconds(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
