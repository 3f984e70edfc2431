"""The log and the crash file: codes, types and places of code, never a message, which may quote a customer's words."""

import faulthandler
import logging
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from crm_desktop.settings import VERSION, Profile

_MOST_BYTES = 500_000
_log = logging.getLogger("crm_desktop")

Tell = Callable[[Exception], object]


class Diagnostics:
    """The open log of one program run; `close` at the end."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        _begin_anew_when_long(profile.log)
        self._handler = logging.FileHandler(profile.log, encoding="utf-8", delay=True)
        self._handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        self._handler.addFilter(_without_traceback)
        self._fatal = (profile.folder / "crash-native.txt").open("a", encoding="utf-8")
        self._tell: Tell | None = None
        self._before = (sys.excepthook, threading.excepthook)

    def open(self) -> None:
        """Begin to listen: to our log, to errors nobody caught, to crashes of libraries."""
        _log.addHandler(self._handler)
        _log.setLevel(logging.INFO)
        faulthandler.enable(self._fatal)
        sys.excepthook = self._uncaught
        threading.excepthook = lambda happened: self._uncaught(
            happened.exc_type, happened.exc_value or happened.exc_type(), happened.exc_traceback
        )

    def tell(self, how: Tell) -> None:
        """Say also to the person that something unexpected happened."""
        self._tell = how

    def close(self) -> None:
        """Listen no longer."""
        sys.excepthook, threading.excepthook = self._before
        self._tell = None
        _log.removeHandler(self._handler)
        self._handler.close()
        if faulthandler.is_enabled():
            faulthandler.disable()
        self._fatal.close()

    def _uncaught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        report = describe_crash(kind, trace)
        _log.error("uncaught %s", report.splitlines()[0])
        try:
            (self._profile.folder / "crash.txt").write_text(report, encoding="utf-8")
        except OSError:
            _log.error("the crash file could not be written")
        if self._tell is not None and isinstance(error, Exception):
            self._tell(error)


def describe_crash(kind: type[BaseException], trace: TracebackType | None) -> str:
    """Return what support needs: the error's type, where in our code, which versions; no message and no values."""
    import platform
    import traceback
    from datetime import UTC, datetime

    places = [f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}" for frame in traceback.extract_tb(trace)]
    facts = [
        f"{kind.__module__}.{kind.__qualname__}",
        f"at {datetime.now(UTC).isoformat(timespec='seconds')}",
        f"fieldline-crm {VERSION}, Python {platform.python_version()}, {platform.system()} {platform.release()}",
    ]
    return "\n".join([*facts, *places]) + "\n"


def _begin_anew_when_long(log: Path) -> None:
    """Keep one older log; rotation while running would need an import that delays the first paint."""
    try:
        if log.stat().st_size > _MOST_BYTES:
            log.replace(log.with_suffix(".old.log"))
    except OSError:
        return  # there is none yet


def _short(filename: str) -> str:
    """Return the path from the package on: what is before it is the person's folder."""
    parts = Path(filename).parts
    for root in ("crm_desktop", "site-packages"):
        if root in parts:
            return "/".join(parts[parts.index(root) :])
    return parts[-1] if parts else filename


def _without_traceback(record: logging.LogRecord) -> bool:
    record.exc_info = None  # a traceback ends with the message
    record.exc_text = None
    record.stack_info = None
    return True
