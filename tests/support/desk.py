"""A desk on a real encrypted replica with the sample in it: for tests of screens and for their pictures."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_desktop.models.clock import ManualClock
from crm_desktop.store.opening import Store, open_store
from crm_desktop.views.actions import ActionBoard
from crm_desktop.views.background import Background
from crm_desktop.views.desk import Desk
from crm_desktop.views.navigation import Navigator
from crm_desktop.views.notices import Notices
from crm_desktop.views.refresh import Refresh
from tests.support.sample import ME, NOW, fill

KEY = bytes(range(32))


def make_desk(folder: Path, language: str = "en", *, empty: bool = False) -> Desk:
    """Open a replica in `folder`, with the sample unless `empty`, and lay out a desk on it; end with `clear_desk`."""
    path = folder / "replica.db"
    if not empty:
        shutil.copyfile(_filled(language), path)
    clock = ManualClock(NOW)
    store = open_store(path, KEY, clock)
    if empty:
        store.sign(ME, "this device")
    return lay_out(store, clock)


def lay_out(store: Store, clock: ManualClock) -> Desk:
    """Return a desk on an open store."""
    return Desk(
        store=store,
        background=Background(),
        refresh=Refresh(),
        actions=ActionBoard(),
        navigator=Navigator(),
        notices=Notices(),
        clock=clock,
        me=ME,
    )


def clear_desk(desk: Desk) -> None:
    """Finish what is being written and close the replica."""
    desk.background.drain()
    desk.store.close()


@contextmanager
def desk_in(folder: Path, language: str = "en", *, empty: bool = False) -> Iterator[Desk]:
    """Make a desk for the block."""
    desk = make_desk(folder, language, empty=empty)
    try:
        yield desk
    finally:
        clear_desk(desk)


@cache
def _filled(language: str) -> Path:
    """Return a replica with the sample, made once for each language and process: copying is faster than migrating."""
    folder = TemporaryDirectory(prefix="fieldline-sample-")
    _FOLDERS.append(folder)
    path = Path(folder.name) / "replica.db"
    store = open_store(path, KEY, ManualClock(NOW))
    fill(store, language)
    store.close()
    return path


_FOLDERS: list[TemporaryDirectory[str]] = []
"""Gone when the process ends."""
