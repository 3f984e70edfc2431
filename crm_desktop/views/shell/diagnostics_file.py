"""The file for support: versions, settings, figures, codes. No customer's data, no names, no addresses of servers."""

from __future__ import annotations

import platform
from dataclasses import fields
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget

from crm_desktop.interchange.csv_export import write_bytes
from crm_desktop.settings import VERSION, PreferencesFile, Profile
from crm_desktop.store.queries.diagnosis import Diagnosis, diagnose
from crm_desktop.views.desk import Desk
from crm_desktop.views.language.texts import text, tr

if TYPE_CHECKING:
    from crm_desktop.store.opening import Store

_SAID = (
    "language",
    "theme",
    "density",
    "text_scale",
    "reduced_motion",
    "records_only",
    "file_budget_mb",
    "lock_minutes",
)
"""Preferences that say nothing of who works here."""
_PACKAGES = ("PySide6-Essentials", "sqlcipher3", "SQLAlchemy", "msgspec", "cryptography", "requests")
_TAIL = 400
"""Lines of the log, which holds codes and places only."""
_FILES = ("fieldline.log", "crash.txt", "crash-native.txt")


def save_diagnostics(desk: Desk, parent: QWidget) -> None:
    """Ask where to, and write the file."""
    name = f"fieldline-diagnostics-{datetime.now(UTC):%Y%m%d}.txt"
    chosen, _ = QFileDialog.getSaveFileName(parent, tr("shell", "Save diagnostics"), name, "Text (*.txt)")
    if chosen:
        write_to(Path(chosen), desk)


def write_to(path: Path, desk: Desk) -> None:
    """Write the file off the UI thread, and say so."""
    screens = [
        f"{screen.size().width()}x{screen.size().height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
    ]
    work = partial(_write, path, desk.store, screens)
    said = text("shell", "The diagnostics are saved. They hold no customer's data")
    desk.background.read(work, lambda _none: desk.notices.inform(said), desk.notices.fail)


def report(store: Store, screens: list[str]) -> str:
    """Return the file's text."""
    folder = store.path.parent
    parts = [
        _section("program", _program(screens)),
        _section("settings", _settings(folder)),
        _section("replica", _replica(store.read(diagnose), store.path)),
        *(_section(name, _tail(folder / name)) for name in _FILES),
    ]
    return "\n".join(parts)


def _write(path: Path, store: Store, screens: list[str]) -> None:
    write_bytes(path, report(store, screens).encode("utf-8"))


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"== {title}", *lines, ""])


def _program(screens: list[str]) -> list[str]:
    return [
        f"written {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"fieldline-crm {VERSION}, Python {platform.python_version()}",
        f"{platform.system()} {platform.release()} {platform.machine()}, {QGuiApplication.platformName()}",
        *(f"screen {each}" for each in screens),
        *(f"{name} {_version(name)}" for name in _PACKAGES),
    ]


def _settings(folder: Path) -> list[str]:
    present = PreferencesFile(Profile(folder).preferences).present
    known = {each.name for each in fields(present)}
    return [f"{name} {getattr(present, name)}" for name in _SAID if name in known]


def _replica(found: Diagnosis, path: Path) -> list[str]:
    runs = [f"sync {started} took {took} ms {code or 'complete'}" for started, took, code in found.runs]
    return [
        f"step {found.step}, {path.stat().st_size} bytes, {found.pages} pages, {found.free_pages} free",
        *(f"records {name} {count}" for name, count in found.records.items()),
        *(f"acts {state} {count}" for state, count in found.acts.items()),
        *runs,
    ]


def _tail(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8", errors="replace").splitlines()[-_TAIL:]
    except OSError:
        return ["none"]


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "unknown"
