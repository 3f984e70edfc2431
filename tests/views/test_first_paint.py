"""What the window's first paint waits for: nothing of the store, the network or the declarations of records."""

import subprocess
import sys

from crm_desktop.models.fields import CUSTOM
from crm_desktop.views.language.own_names import SIGN

LATER = (
    "msgspec",
    "sqlalchemy",
    "sqlcipher3",
    "requests",
    "crm_desktop.store",
    "crm_desktop.sync",
    "crm_desktop.models.fields",
)
"""Loaded behind the painted window; each would take from a few to hundreds of milliseconds before it."""


def test_nothing_is_loaded_before_the_first_paint_that_can_wait() -> None:
    code = f"import sys, crm_desktop.app; print(*[name for name in {LATER!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_an_own_field_is_known_by_the_same_sign_everywhere() -> None:
    assert f".{CUSTOM}" == SIGN
