"""A device's process dying at a named point: what lies on the disk in that moment is all that is left.

The files are copied as they are, in the middle of a database transaction where the point says `within`, and the next
start opens the copy.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec

from crm_desktop.models.crash_points import IN_A_SYNC
from crm_desktop.store.attachments.folder import files_folder

_METHODS = ("begin_snapshot", "apply_snapshot_page", "finish_snapshot", "apply_pull_page", "record")
_TORN = {"apply_snapshot_page": "batch", "apply_pull_page": "batches", "record": ""}
POINTS: tuple[str, ...] = tuple(point.value for point in IN_A_SYNC)
"""Where a device can die: after a person's act is committed, around each commit of a sync, and within one."""


class Crash(BaseException):
    """The process dies here. Not an Exception: nothing may catch it."""


class Torn(list[Any]):
    """A list whose reader dies on the way through it."""

    def __init__(self, items: Any, die: Callable[[], None]) -> None:
        super().__init__(items)
        self._die = die

    def __iter__(self) -> Iterator[Any]:
        for item in super().__iter__():
            yield item
            self._die()


class Fragile:
    """The store's replica or outbox; every commit of a sync is a point at which the device may die."""

    def __init__(self, part: Any, die: Callable[[str], None]) -> None:
        self._part, self._die = part, die

    def __getattr__(self, name: str) -> Any:
        known = getattr(self._part, name)
        return partial(self._call, name, known) if name in _METHODS else known

    def _call(self, name: str, known: Callable[..., Any], *arguments: Any) -> Any:
        self._die(f"before {name}")
        if name in _TORN:
            arguments = (self._torn(name, arguments[0]),)
        result = known(*arguments)
        self._die(f"after {name}")
        return result

    def _torn(self, name: str, message: Any) -> Any:
        die = partial(self._die, f"within {name}")
        match name:
            case "record":
                return Torn(message, die)
            case "apply_pull_page":
                return msgspec.structs.replace(message, batches=Torn(message.batches, die))
            case _:
                rows = Torn(message.batch.rows, die)
                return msgspec.structs.replace(message, batch=msgspec.structs.replace(message.batch, rows=rows))


def freeze(path: Path, target: Path) -> None:
    """Copy a replica's files as they lie on the disk now; the shared memory file is what a restart would not find."""
    for ending in ("", "-wal", ".key-mark"):
        part = path.with_name(path.name + ending)
        if part.exists():
            shutil.copyfile(part, target.with_name(target.name + ending))
    if files_folder(path).is_dir():
        shutil.copytree(files_folder(path), files_folder(target))
