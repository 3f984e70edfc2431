"""Processes whose time of day is another one, and may jump while they run: by libfaketime, where it is installed."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.support.processes import RunningProgram

_LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1")
_LIFE = "import json, sys; from tests.support.mortal.device import live; live(**json.loads(sys.argv[1]))"


class OtherTime:
    """A time of day for processes started with `env`; `jump` moves it for those that run. Monotonic time goes on."""

    def __init__(self, file: Path, offset: str = "+0") -> None:
        self._file = file
        self.jump(offset)

    def jump(self, offset: str) -> None:
        """Set how far it is from the true one: `+1d`, `-90s`."""
        draft = self._file.with_suffix(".draft")
        draft.write_text(f"{offset}\n", "ascii")
        draft.replace(self._file)

    @property
    def env(self) -> dict[str, str]:
        """What a process has to be started with."""
        return {
            "LD_PRELOAD": library(),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_RESET": "1",
        }

    def device(self, folder: Path, url: str, *deeds: str, name: str = "ann", **more: Any) -> RunningProgram:
        """Let a device live through the deeds at this time; a life as of mortal.device, as a process of its own."""
        options = {"folder": str(folder), "address": url, "name": name, "deeds": deeds, **more}
        return RunningProgram([sys.executable, "-c", _LIFE, json.dumps(options)], self.env)


def library() -> str:
    """Return where libfaketime is; skips the test where it is not, fails in CI."""
    found = [path for pattern in _LIBRARIES for path in sorted(Path("/").glob(pattern.lstrip("/")))]
    if found:
        return str(found[0])
    if os.environ.get("CI"):
        pytest.fail("libfaketime is not installed")
    pytest.skip("libfaketime is not installed")
