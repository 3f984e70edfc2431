"""A server restored from a backup, or moved to newer tables, while devices hold later and unsent work: nothing is lost.

Real processes, the operator's own commands, real devices; on SQLite and on PostgreSQL.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.edits import Create, Update
from crm_desktop.store.reader import Reader
from crm_server.services.bulk_write import write_as
from crm_server.services.set_up import NewOrganisation, NewUser, set_up
from crm_server.services.upkeep import check, forget_old
from crm_server.settings import DAY_MS, from_environment
from crm_server.store.content_files import ContentFiles
from crm_server.store.engine import open_database
from crm_server.store.migrate import current_revision, migrate_down, newest_revision
from crm_server.store.organisations import read_state
from tests.support.central import ADMINISTRATOR, PASSWORD, Client, MakeClient
from tests.support.forked_server import Running, start_server
from tests.support.mortal.lives import Lives

OLD_TABLES = "0004"
"""A revision of the server's tables that is not the newest."""


class Site:
    """A server's place: database, folder, a port that stays, and the operator's commands."""

    def __init__(self, lives: Lives, folder: Path, address: str, organisation: NewOrganisation) -> None:
        self.lives, self.folder, self.address, self.organisation = lives, folder, address, organisation
        self.running: Running | None = None
        self.url = ""

    def start(self) -> None:
        """Serve, at the same port as before."""
        port = urlsplit(self.url).port or 0
        self.running = start_server(self.lives, self.folder, self.address, port)
        self.url = self.running.url

    def stop(self) -> None:
        """End in order."""
        if self.running is not None:
            assert self.running.stop() == 0
            self.running = None

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Run `crm-server` on the database."""
        command = [sys.executable, "-m", "crm_server", "--data", str(self.folder), "--database", self.address, *words]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def content(self, data: bytes) -> Path:
        """Put a content of an attachment into the server's folder; return where it lies."""
        folder = from_environment({}, data_folder=self.folder, database_url=self.address).files_folder
        path = ContentFiles(folder).path(self.organisation.org_id, hashlib.sha256(data).hexdigest())
        path.parent.mkdir(parents=True)
        path.write_bytes(data)
        return path

    def write(self, *edits: Create | Update) -> None:
        """Write behind the devices' backs."""
        database = open_database(self.address, 1)
        owner = (self.organisation.org_id, self.organisation.administrator_id)
        write_as(database, SystemClock(), owner, "edit", edits)
        database.close()


@pytest.fixture
def site(tmp_path: Path, database_url: str, lives: Lives) -> Iterator[Site]:
    """An organisation on a server that runs."""
    database = open_database(database_url, 2)
    made = set_up(database, SystemClock(), "Hengtai", NewUser(ADMINISTRATOR, "Admin", PASSWORD), "CNY")
    database.close()
    folder = tmp_path / "site"
    folder.mkdir()
    place = Site(lives, folder, database_url, made)
    place.start()
    yield place
    place.stop()


def _device(site: Site, make_client: MakeClient) -> Client:
    client = make_client(site.url)
    client.sign_in()
    assert client.sync().failure is None
    return client


def _names(client: Client) -> list[str]:
    def names(reader: Reader) -> list[str]:
        found = reader.connection.execute("SELECT name FROM accounts WHERE deleted_at IS NULL ORDER BY name")
        return [row[0] for row in found.fetchall()]

    return client.store.read(names)


@contextmanager
def _writing(site: Site) -> Iterator[None]:
    """Let somebody write again and again, for the block: as a busy office does, not as fast as the machine can."""
    over, wrote = threading.Event(), threading.Event()

    def write() -> None:
        number = 0
        while not over.wait(0.03):
            site.write(Create("tag", {"name": f"tag {number}"}))
            number += 1
            wrote.set()

    writer = threading.Thread(target=write)
    writer.start()
    assert wrote.wait(60)
    try:
        yield
    finally:
        over.set()
        writer.join(60)


def test_a_restored_server_gets_back_what_devices_know_and_have_not_sent(
    site: Site, tmp_path: Path, make_client: MakeClient
) -> None:
    one, other = _device(site, make_client), _device(site, make_client)
    one.account(name="before the backup")
    one.sync()
    copy, content = tmp_path / "copy.backup", site.content(b"a photo")
    with _writing(site):
        done = site.command("backup", str(copy))
    assert done.returncode == 0, done.stderr
    one.account(name="accepted after the backup")
    one.sync()
    other.sync()
    one.account(name="never sent")
    other.account(name="never sent by the other")
    refused = site.command("restore", str(copy))
    assert (refused.returncode, "stop the server first" in refused.stderr) == (1, True)
    site.stop()
    content.unlink()
    restored = site.command("restore", str(copy))
    assert restored.returncode == 0, restored.stderr
    assert content.read_bytes() == b"a photo"
    site.start()
    for client in (one, other, one, other):
        assert client.sync().failure is None
    expected = sorted(["before the backup", "accepted after the backup", "never sent", "never sent by the other"])
    assert _names(one) == _names(other) == expected
    assert one.store.outbox.count() == other.store.outbox.count() == 0
    site.stop()
    database = open_database(site.address, 1)
    assert all(finding.good for finding in check(database))
    database.close()


def test_a_device_from_before_the_horizon_starts_anew_and_keeps_its_outbox(site: Site, make_client: MakeClient) -> None:
    away, present = _device(site, make_client), _device(site, make_client)
    account = present.account(name="theirs")
    present.sync()
    away.sync()
    away.commit(Update("account", account, {"phone": "+86 21 6688 1200"}))
    away.account(name="made while away")
    before = away.store.replica.position()
    for number in range(30):
        present.commit(Update("account", account, {"next_step": f"step {number}"}))
    present.sync()
    database = open_database(site.address, 1)
    with _writing(site):
        gone = forget_old(database, SystemClock().now() + 200 * DAY_MS, 180 * DAY_MS)
    with database.read() as connection:
        horizon = read_state(connection, site.organisation.org_id).horizon
    database.close()
    assert gone > 30
    assert before is not None
    assert before.sequence < horizon
    report = away.sync()
    assert report.failure is None
    present.sync()
    assert _names(away) == _names(present) == ["made while away", "theirs"]
    assert away.store.outbox.count() == 0
    assert _phone(present, account) == _phone(away, account) == "+86 21 6688 1200"


def test_tables_are_migrated_while_a_device_is_away_and_its_work_arrives_afterwards(
    site: Site, make_client: MakeClient
) -> None:
    away = _device(site, make_client)
    account = away.account(name="before")
    away.sync()
    site.stop()
    database = open_database(site.address, 1)
    migrate_down(database, OLD_TABLES)
    away.commit(Update("account", account, {"phone": "+86 21 6688 1200"}))
    away.account(name="made while away")
    assert current_revision(database) == OLD_TABLES
    site.start()
    assert current_revision(database) == newest_revision()
    database.close()
    assert away.sync().failure is None
    fresh = _device(site, make_client)
    assert _names(fresh) == _names(away) == ["before", "made while away"]
    assert _phone(fresh, account) == "+86 21 6688 1200"


def _phone(client: Client, account: str) -> str:
    def phone(reader: Reader) -> str:
        found = reader.connection.execute("SELECT phone FROM accounts WHERE id = ?", (account,)).fetchone()
        assert found is not None
        return str(found[0])

    return client.store.read(phone)
