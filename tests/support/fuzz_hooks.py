"""What schemathesis has to know about the server: how one signs in, and which good-looking values are none.

Loaded by the schemathesis process that `fuzzing.py` starts; it finds its tokens in the environment.
"""

from __future__ import annotations

import os
from typing import Any

import schemathesis
from schemathesis import GenerationMode

TOKEN = "FIELDLINE_FUZZ_TOKEN"
_LONGEST_WAIT = 0.05
"""Seconds of a long poll: the server would wait as long as it is told."""
_NOBODYS_DEVICE = "f" * 32


@schemathesis.auth()
class Session:
    """A person's access token."""

    def get(self, case: Any, context: Any) -> str:
        """Return the token."""
        return os.environ[TOKEN]

    def set(self, case: Any, token: str, context: Any) -> None:
        """Send it along."""
        case.headers["Authorization"] = f"Bearer {token}"


@schemathesis.hook
def before_call(context: Any, case: Any, options: Any) -> None:
    """Keep long polls short, the device that the token belongs to alive, and what is meant to be good really good."""
    if case.path.endswith("/poke") and isinstance(case.query, dict):
        case.query["wait"] = _shorter(case.query.get("wait", _LONGEST_WAIT))
    if "device_id" in (case.path_parameters or {}) and len(str(case.path_parameters["device_id"])) == 32:
        case.path_parameters["device_id"] = _NOBODYS_DEVICE
    if case.meta is not None and case.meta.generation.mode is GenerationMode.POSITIVE:
        case.body = _good(case.body)


def _shorter(wait: Any) -> Any:
    try:
        return _LONGEST_WAIT if float(wait) > _LONGEST_WAIT else wait
    except (TypeError, ValueError):
        return wait


def _good(value: Any) -> Any:
    """Return the body as nobody but us could know it: a cursor is the server's own word, and 7.0 no whole number."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_good(each) for each in value]
    if isinstance(value, dict):
        return {name: "" if name == "cursor" else _good(each) for name, each in value.items()}
    return value
