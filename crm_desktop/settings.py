"""The profile folder, and what the program remembers between two runs: preferences, this device's id.

Nothing secret and nothing of a customer lives here: secrets are in the keyring or the vault, records in the replica.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from crm_desktop.models.errors import Broken

PRODUCT_FOLDER = "fieldline-crm"
VERSION = "0.1.0"
_log = logging.getLogger(__name__)
_writing = threading.RLock()
"""The program's threads write one after the other; another program is kept away by the profile's lock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What a person chose, and where they left off. `user_*` is who signed in last on this device."""

    language: str = "system"
    theme: str = "system"
    density: str = "comfortable"
    text_scale: float = 1.0
    reduced_motion: bool = False
    geometry: str = ""
    """The window's place as Qt writes it, in base 64."""
    rail_collapsed: bool = False
    records_only: bool = False
    """Sync no files: for weak and metered networks."""
    file_budget_mb: int = 500
    """How much of the files that the server has too may lie on this device."""
    section: str = ""
    """The section that was shown last."""
    windows: list[str] = field(default_factory=list)
    """The places that the windows showed last, as links; the first window's first."""
    server: str = ""
    sign_in_name: str = ""
    user_id: str = ""
    user_name: str = ""
    organisation_name: str = ""
    toured: list[str] = field(default_factory=list)
    """Ids of the people who were shown around on this device."""
    hidden_layers: list[str] = field(default_factory=list)
    """What people on this device do not want to see on the steps of maps: "id of the person/layer"."""
    lock_minutes: int = 0
    """The person's own time until an idle program locks, 0 for the organisation's."""


@dataclass(frozen=True, slots=True)
class Profile:
    """One person's folder on this device; everything the program writes is in it."""

    folder: Path

    @property
    def replica(self) -> Path:
        """The encrypted database."""
        return self.folder / "replica.db"

    @property
    def vault(self) -> Path:
        """The secrets under a passphrase, where the system keeps none; its format is sync's business."""
        return self.folder / "vault.json"

    @property
    def lock(self) -> Path:
        """The file whose holder is the one running program of this profile."""
        return self.folder / "running.lock"

    @property
    def log(self) -> Path:
        """The program's log: codes and places, never what a customer wrote."""
        return self.folder / "fieldline.log"

    @property
    def preferences(self) -> Path:
        """The preferences file."""
        return self.folder / "preferences.json"

    def prepare(self) -> None:
        """Make the folder, for its owner only. Raises Broken("profile.read_only")."""
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            probe = self.folder / ".writable"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as problem:
            raise Broken(_write_code(problem)) from problem

    def device_id(self) -> str:
        """Return this device's id, made once for each profile. Raises Broken where it cannot be kept."""
        from crm_desktop.models.ids import new_id

        path = self.folder / "device-id"
        with _writing:
            kept = _read_id(path)
            if not kept:
                # Without its id a device only has to sign in again.
                kept = new_id()
                write_whole(path, kept.encode("ascii"))
            return kept


class PreferencesFile:
    """The preferences of one profile, kept at once at each change. For the UI thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.present = _read(path)

    def change(self, **changes: Any) -> None:
        """Keep other values; a disk that does not take them is no reason to stop working."""
        changed = replace(self.present, **changes)
        if changed == self.present:
            return
        self.present = changed
        try:
            write_whole(self._path, json.dumps(asdict(changed), indent=1).encode())
        except Broken as problem:
            _log.info("preferences could not be kept: %s", problem.code)


def default_profile(environment: Mapping[str, str] = os.environ, system: str = sys.platform) -> Profile:
    """Return the profile in the place this system keeps a program's data."""
    home = Path.home()
    if system == "win32":
        base = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif system == "darwin":
        base = home / "Library" / "Application Support"
    else:
        base = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return Profile(base / PRODUCT_FOLDER)


def device_name() -> str:
    """Return what the person calls this device, for the list of devices at the server."""
    import platform

    return (platform.node() or "device")[:200]


def platform_name() -> str:
    """Return system and release, for the list of devices at the server."""
    import platform
    import re

    return re.sub(r"[^\w. -]", "", f"{platform.system()} {platform.release()}")[:60]


def write_whole(path: Path, content: bytes) -> None:
    """Replace a file whole: after a crash there is the old one or the new one. Raises Broken."""
    draft = path.with_name(f"{path.name}.draft")
    try:
        with _writing:
            with draft.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            draft.replace(path)
    except OSError as problem:
        raise Broken(_write_code(problem)) from problem


def _read_id(path: Path) -> str:
    from crm_desktop.models.ids import is_id

    try:
        kept = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return kept if is_id(kept) else ""


def _write_code(problem: OSError) -> str:
    import errno

    return "profile.disk_full" if problem.errno == errno.ENOSPC else "profile.read_only"


def _read(path: Path) -> Preferences:
    """Return what the file says; what is missing or of another kind takes its default."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    usual = Preferences()
    known = {field.name: type(getattr(usual, field.name)) for field in fields(Preferences)}
    items = raw.items() if isinstance(raw, dict) else ()
    return Preferences(**{name: value for name, value in items if name in known and type(value) is known[name]})
