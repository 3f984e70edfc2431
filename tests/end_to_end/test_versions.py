"""Old and new versions of client and server together: real programs of both, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create
from crm_desktop.models.ids import new_id
from crm_server.embedded import RunningServer
from crm_server.services.bulk_write import write_as
from crm_server.services.set_up import NewOrganisation, NewUser, set_up
from crm_server.store.engine import open_database
from tests.support.other_version import PRESENT, OtherDevice, Version, far_version, next_version

__all__ = ["far_version", "next_version"]

PASSWORD = "a long enough password"
ACCOUNTS = 30
TIER = "SELECT tier FROM accounts WHERE id = ?"
EXTRA = "SELECT json_extract(extra, '$.tier') FROM accounts WHERE id = ?"


def started(version: Version, folder: Path, server: RunningServer) -> OtherDevice:
    """Start a device of a version."""
    return version.device(folder, server.url)


@pytest.fixture
def organisation(database_url: str) -> NewOrganisation:
    """A present version's database with some accounts."""
    database = open_database(database_url)
    made = set_up(database, SystemClock(), "Hengtai", NewUser("ada", "Ada", PASSWORD), "CNY")
    edits = [Create("account", {"name": f"Account {each}"}) for each in range(ACCOUNTS)]
    write_as(database, SystemClock(), (made.org_id, made.administrator_id), "edit", edits)
    database.close()
    return made


def test_a_client_one_version_behind_works_on_and_keeps_what_it_does_not_know(
    database_url: str, organisation: NewOrganisation, next_version: Version, tmp_path: Path
) -> None:
    with next_version.serve(tmp_path / "server", database_url) as server:
        with (
            PRESENT.device(tmp_path / "old", server.url) as old,
            next_version.device(tmp_path / "new", server.url) as new,
        ):
            assert new("schema") == old("schema") + 1
            for device in (old, new):
                device("sign_in", "ada", PASSWORD)
                assert device("sync")["code"] == ""
            account = old("value", "SELECT id FROM accounts ORDER BY id LIMIT 1")
            assert new("value", TIER, account) == old("value", EXTRA, account) == "bronze"
            # The new one uses what is new; the old one keeps it, and edits around it.
            new("update", "account", account, {"tier": "gold", "form": "household"})
            campaign = new("create", "campaign", {"name": "Spring", "account_id": account})
            assert new("sync")["code"] == ""
            assert old("sync")["code"] == ""
            assert old("value", EXTRA, account) == "gold"
            assert old("value", "SELECT form FROM accounts WHERE id = ?", account) == "household"
            assert old("value", "SELECT count(*) FROM unknown_rows WHERE id = ?", campaign) == 1
            old("update", "account", account, {"name": "Renamed by the old one"})
            made = old("create", "account", {"name": "Made by the old one, without a cost centre"})
            assert old("sync")["code"] == ""
            assert old("waiting") == [0, 0], "what an old version cannot know is not demanded of it"
            new("sync")
            assert new("value", TIER, account) == "gold"
            assert new("value", "SELECT name FROM accounts WHERE id = ?", account) == "Renamed by the old one"
            assert old("check")["repaired"] == new("check")["repaired"] == 0
            # Offline, then upgraded.
            old("update", "account", made, {"next_step": "Made under the old version"})
        with next_version.device(tmp_path / "old", server.url) as upgraded:
            assert upgraded("value", TIER, account) == "gold", "there before anything was fetched"
            assert upgraded("value", "SELECT name FROM campaigns WHERE id = ?", campaign) == "Spring"
            assert upgraded("waiting") == [1, 0]
            upgraded("sign_in", "ada", PASSWORD)
            done = upgraded("sync")
            assert (done["code"], done["snapshot"]) == ("", False)
            assert sorted(done["asked"]) == [["account", "tier", "cost_centre"], ["campaign"]]
            assert upgraded("waiting") == [0, 0]
            assert upgraded("check")["repaired"] == 0
            assert upgraded("sync")["asked"] == [], "asked once"


def test_a_client_one_version_ahead_works_on_and_fetches_a_new_column_alone(
    database_url: str, organisation: NewOrganisation, next_version: Version, tmp_path: Path
) -> None:
    folder = tmp_path / "server"
    with (
        PRESENT.serve(folder, database_url) as server,
        PRESENT.device(tmp_path / "old", server.url) as old,
        next_version.device(tmp_path / "new", server.url) as new,
    ):
        for device in (old, new):
            device("sign_in", "ada", PASSWORD)
            assert device("sync")["code"] == ""
        account = new("value", "SELECT id FROM accounts ORDER BY id LIMIT 1")
        new("update", "account", account, {"tier": "gold"})
        campaign = new("create", "campaign", {"name": "Spring", "account_id": account})
        other = new("create", "account", {"name": "A family", "form": "household", "cost_centre": "7"})
        contact = new("create", "contact", {"name": "Of the family", "account_id": other})
        assert new("sync")["code"] == ""
        assert new("waiting") == [0, 3], "what the old server cannot take is kept, with what rests on it"
        assert new("value", TIER, account) == "gold"
        old("sync")
        old("update", "account", account, {"name": "Renamed by the old one"})
        old("sync")
        new("sync")
        assert new("value", TIER, account) == "gold"
        assert new("check")["repaired"] == old("check")["repaired"] == 0
    with (
        next_version.serve(folder, database_url) as server,
        next_version.device(tmp_path / "new", server.url) as new,
        PRESENT.device(tmp_path / "old", server.url) as old,
    ):
        for device in (old, new):
            device("sign_in", "ada", PASSWORD)
        done = new("sync")
        assert (done["code"], done["snapshot"]) == ("", False)
        assert ["account", "tier", "cost_centre"] in done["asked"]
        assert new("waiting") == [0, 0], "what waited for the new server went by itself"
        sql = "SELECT count(*) FROM accounts WHERE tier = 'bronze'"
        assert new("value", sql) == ACCOUNTS - 1, "the column that the server filled when it was upgraded"
        assert new("value", "SELECT count(*) FROM campaigns WHERE id = ?", campaign) == 1
        assert new("value", "SELECT account_id FROM contacts WHERE id = ?", contact) == other
        assert new("check")["repaired"] == 0
        assert old("sync")["code"] == ""
        assert old("check")["repaired"] == 0


def test_versions_that_cannot_talk_say_so_and_keep_what_waits(
    far_version: Version, database_url: str, organisation: NewOrganisation, tmp_path: Path
) -> None:
    for serving, working, code in (
        (far_version, PRESENT, "sync.protocol_too_old"),
        (PRESENT, far_version, "sync.protocol_too_new"),
    ):
        folder = tmp_path / new_id()
        with working.serve(tmp_path / "server", database_url) as server, started(working, folder, server) as device:
            device("sign_in", "ada", PASSWORD)
            device("create", "account", {"name": "Waits"})
        with serving.serve(tmp_path / "server", database_url) as server, started(working, folder, server) as device:
            assert device("sign_in", "ada", PASSWORD) == code
            assert device("waiting") == [1, 0]
