"""A new key for the replica: wished for, put in force at the next start; cut anywhere, it goes on from there."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.composition.workspace import Account, Opening, Workspace, open_workspace
from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.sync_run import Touched
from crm_desktop.settings import Profile
from crm_desktop.store.rekeying import change_key, opens
from crm_desktop.sync.keys import database_key, next_database_key, put_next_key_in_force, wish_for_new_key
from crm_desktop.sync.schedule import Audience
from crm_desktop.sync.status import SyncStatus
from crm_desktop.sync.vault import Vault, create_vault


def _silent(_: SyncStatus | Touched) -> None: ...


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    found = Profile(tmp_path)
    found.prepare()
    return found


@pytest.fixture
def vault(profile: Profile) -> Vault:
    return create_vault(profile.folder, "a long enough passphrase")


def opened(profile: Profile, vault: Vault) -> Workspace:
    how = Opening(SystemClock(), lambda: Audience(_silent, _silent))
    return open_workspace(profile, Account("https://crm.example", "0" * 32), vault, how)


def test_a_new_key_is_in_force_after_the_next_start_and_everything_is_there(profile: Profile, vault: Vault) -> None:
    workspace = opened(profile, vault)
    workspace.store.door.commit("edit", [Create("account", {"name": "恒川"})])
    old = database_key(vault, True)
    wish_for_new_key(vault)
    workspace.close()
    assert database_key(vault, True) == old
    workspace = opened(profile, vault)
    assert workspace.store.outbox.count() == 1
    assert workspace.store.check()
    workspace.close()
    new = database_key(vault, True)
    assert new != old
    assert next_database_key(vault) is None
    assert (opens(profile.replica, new), opens(profile.replica, old)) == (True, False)


@pytest.mark.parametrize("steps_done", [1, 2])
def test_a_change_that_was_cut_between_file_and_vault_goes_on(profile: Profile, vault: Vault, steps_done: int) -> None:
    opened(profile, vault).close()
    wish_for_new_key(vault)
    new = next_database_key(vault)
    assert new is not None
    change_key(profile.replica, database_key(vault, True), new)
    if steps_done == 2:
        put_next_key_in_force(vault)
        vault.write("next-database-key", new.hex())
    workspace = opened(profile, vault)
    assert workspace.store.check()
    workspace.close()
    assert database_key(vault, True) == new
    assert next_database_key(vault) is None


@pytest.mark.expects_log
def test_where_the_change_fails_the_old_key_works_and_the_wish_stays(profile: Profile, vault: Vault) -> None:
    workspace = opened(profile, vault)
    old = database_key(vault, True)
    wish_for_new_key(vault)
    second = opened(profile, vault)  # the first still has it open
    second.close()
    workspace.close()
    assert database_key(vault, True) == old
    assert next_database_key(vault) is not None
    opened(profile, vault).close()
    assert database_key(vault, True) != old


def test_a_wish_before_there_is_a_replica_is_the_key(profile: Profile, vault: Vault) -> None:
    database_key(vault, False)
    wish_for_new_key(vault)
    new = next_database_key(vault)
    opened(profile, vault).close()
    assert new is not None
    assert opens(profile.replica, new)
