"""A new key for the replica: where one was wished for, it is put in force before the replica is opened."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from crm_desktop.models.errors import Broken

if TYPE_CHECKING:
    from crm_desktop.sync.credentials import Secrets

_log = logging.getLogger(__name__)


def key_in_force(replica: Path, secrets: Secrets, key: bytes) -> bytes:
    """Return the replica's key, after encrypting the replica under a new one where that was wished for.

    Cut anywhere it goes on at the next start: the replica is under the old key or under the new one, and both are kept.
    """
    from crm_desktop.sync.keys import next_database_key, put_next_key_in_force

    new = next_database_key(secrets)
    if new is None:
        return key
    if replica.exists():
        from crm_desktop.store.rekeying import change_key

        try:
            change_key(replica, key, new)
        except Broken as problem:
            # It works under the old key all the same; the wish stays for a better day.
            _log.warning("the replica's key was not changed: %s", problem.code)
            return key
    put_next_key_in_force(secrets)
    return new
