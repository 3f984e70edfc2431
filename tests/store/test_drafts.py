"""Unfinished forms: kept in the encrypted file, across restarts."""

from __future__ import annotations

from pathlib import Path

from crm_desktop.models.clock import ManualClock
from crm_desktop.store.opening import Store, open_store
from tests.store.conftest import KEY


def test_a_draft_survives_a_restart_and_is_not_readable_in_the_file(
    store: Store, replica_path: Path, clock: ManualClock
) -> None:
    store.drafts.keep("account", {"name": "恒川精密制造", "health": 62, "tag_ids": ["a"], "notes": None}, 5)
    store.close()
    again = open_store(replica_path, KEY, clock)
    draft = again.drafts.find("account")
    assert draft is not None
    assert (draft.values, draft.made_at) == ({"name": "恒川精密制造", "health": 62, "tag_ids": ["a"]}, 5)
    again.close()
    assert not any("恒川".encode() in file.read_bytes() for file in replica_path.parent.glob("replica*"))


def test_what_is_empty_or_forgotten_is_no_draft(store: Store) -> None:
    store.drafts.keep("contact", {"name": "Zhou Min"}, 1)
    store.drafts.keep("contact", {"name": None}, 2)
    assert store.drafts.find("contact") is None
    store.drafts.keep("contact", {"name": "Zhou Min"}, 3)
    store.drafts.forget("contact")
    assert store.drafts.find("contact") is None
