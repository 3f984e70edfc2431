"""Loading the modules of screens without holding the window up: found in another thread, loaded in turns in this one.

Qt's classes must come into being on the UI thread alone. PySide6 makes each when it is first named, from tables that it
walks without a lock: two threads that do so at the same time crash the program.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

if TYPE_CHECKING:
    from types import CodeType

_TURN_SECONDS = 0.008
"""Half a frame: what a turn loads beyond it is one module at most."""
_OURS = "crm_desktop."
_SCREENS = ("crm_desktop.views.", "crm_desktop.composition.")
"""Where Qt's classes are made."""


def load_what_has_no_screen(name: str) -> list[str]:
    """Load what a module of the screens needs beside screens; return the screens, what others need first.

    For another thread. The module itself comes last.
    """
    found: dict[str, None] = {}
    _walk(name, found, set())
    return list(found)


def load_in_turns(names: list[str], then: Callable[[], object], owner: QObject) -> None:
    """Load modules between the events of the window, then go on; on the UI thread."""

    def turn() -> None:
        end = time.monotonic() + _TURN_SECONDS
        while names and time.monotonic() < end:
            import_module(names.pop(0))
        if names:
            QTimer.singleShot(0, owner, turn)
        else:
            then()

    turn()


def _walk(name: str, found: dict[str, None], seen: set[str]) -> None:
    if name in seen or name in sys.modules:
        return
    seen.add(name)
    if not name.startswith(_SCREENS):
        import_module(name)
        return
    from importlib.abc import InspectLoader
    from importlib.util import find_spec

    spec = find_spec(name)
    code = spec.loader.get_code(name) if spec and isinstance(spec.loader, InspectLoader) else None
    for needed in _imports(code) if code is not None else ():
        if needed.startswith(_OURS):
            _walk(needed, found, seen)
    found[name] = None


def _imports(code: CodeType) -> Iterator[str]:
    """Yield what a module imports when it is loaded; what stands under TYPE_CHECKING is not."""
    import dis

    asked, behind = False, -1
    for each in dis.get_instructions(code):
        if each.offset < behind:
            continue
        if each.opname == "IMPORT_NAME":
            yield str(each.argval)
        if asked and "JUMP" in each.opname:
            behind = int(each.argval)
        asked = each.opname == "LOAD_NAME" and each.argval == "TYPE_CHECKING"
