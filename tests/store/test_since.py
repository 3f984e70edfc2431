"""Every kind says truthfully which version brought it: by the step that made its table on the device."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.models.catalog import KINDS
from crm_desktop.store.migrations import versions


def test_kinds_that_the_first_version_did_not_have_say_since_when() -> None:
    first = (Path(versions.__path__[0]) / "0001_first_tables.py").read_text(encoding="utf-8")
    later = {name for name, kind in KINDS.items() if f'"{kind.plural}",' not in first}
    assert {name for name, kind in KINDS.items() if kind.since > 1} == later
    assert {"process", "lane", "node", "flow", "pain", "notice"} <= later
