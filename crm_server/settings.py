"""What the person who runs a server can set: by FIELDLINE_* variables, and over them by flags of `crm-server`."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

HIGHEST_PORT = 65_535
MINUTE_MS = 60_000
DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """One server's settings; durations in milliseconds."""

    data_folder: Path
    database_url: str
    host: str = "127.0.0.1"
    port: int = 8470
    behind_proxy: bool = False
    tls_certificate: Path | None = None
    tls_key: Path | None = None
    workers: int = 1
    """Processes that answer on one port."""
    pool_size: int = 8
    body_limit: int = 16 * 1024 * 1024
    """Most bytes of a request's body, after decompression too."""
    access_lifetime: int = 15 * MINUTE_MS
    refresh_lifetime: int = 60 * DAY_MS
    log_horizon: int = 180 * DAY_MS
    poke_limit: float = 55.0
    """Longest wait of a long poll, in seconds: below the idle time-outs of common proxies."""

    @property
    def files_folder(self) -> Path:
        """Where the contents of attachments lie: beside a SQLite database, else in the data folder."""
        kind, _, path = self.database_url.partition(":///")
        beside = kind.partition("+")[0] == "sqlite" and path not in ("", ":memory:")
        return (Path(path).parent if beside else self.data_folder) / "files"


def from_environment(variables: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Return the settings out of FIELDLINE_* variables, overridden by `given` values that are not None.

    Raises ValueError with a sentence for a person when a variable makes no sense.
    """
    found = os.environ if variables is None else variables
    folder = Path(given.get("data_folder") or found.get("FIELDLINE_DATA") or default_folder())
    url = given.get("database_url") or found.get("FIELDLINE_DATABASE") or f"sqlite:///{folder / 'server.db'}"
    chosen = Settings(
        data_folder=folder,
        database_url=url,
        host=found.get("FIELDLINE_HOST", "127.0.0.1"),
        port=_number(found, "FIELDLINE_PORT", 8470, most=HIGHEST_PORT),
        behind_proxy=found.get("FIELDLINE_BEHIND_PROXY", "") in ("1", "true", "yes"),
        workers=max(1, _number(found, "FIELDLINE_WORKERS", 1)),
        pool_size=max(1, _number(found, "FIELDLINE_POOL_SIZE", 8)),
        access_lifetime=_number(found, "FIELDLINE_ACCESS_SECONDS", 900) * 1000,
        refresh_lifetime=_number(found, "FIELDLINE_REFRESH_DAYS", 60) * DAY_MS,
        log_horizon=_number(found, "FIELDLINE_LOG_DAYS", 180) * DAY_MS,
    )
    named = {name: value for name, value in given.items() if value is not None and name != "data_folder"}
    return replace(chosen, **named)


def default_folder() -> Path:
    """Return where a server keeps its database when nothing else is said."""
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "fieldline-server"


def _number(variables: Mapping[str, str], name: str, default: int, most: int = 1_000_000) -> int:
    text = variables.get(name)
    if text is None:
        return default
    if not text.strip().isdecimal() or int(text) > most:
        raise ValueError(f"{name} must be a whole number up to {most}, not {text!r}")
    return int(text)
