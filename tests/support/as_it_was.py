"""What a whole process shares, language and theme, is after each test as it was before: no test lives on another's.

A test that wants others says so itself; it need not take them back.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    """Take back what a test has changed; without Qt nothing is loaded for it."""
    yield
    if "crm_desktop.views.language.language" in sys.modules:
        _speak_english()
    if "crm_desktop.views.theme.current" in sys.modules:
        _undress()


def _speak_english() -> None:
    from crm_desktop.views.language.language import current_language

    if current_language().code != "en":
        current_language().use("en")


def _undress() -> None:
    from crm_desktop.views.theme import current

    if not current._active:
        return
    theme = current.current_theme()
    if theme.choice == "dark":
        theme.choose("light")
    if theme.density != "comfortable":
        theme.set_density("comfortable")
    if theme.text_scale != 1.0:
        theme.set_text_scale(1.0)
    if theme.reduced_motion:
        theme.set_reduced_motion(False)
