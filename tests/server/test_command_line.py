"""The command crm-server as an operator uses it: real processes, real files, sentences and exit statuses."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import requests

from crm_server import embedded
from crm_server.cli.certificates import check_certificate
from crm_server.settings import from_environment
from crm_server.store.engine import open_database
from crm_server.store.migrate import migrate_down
from tests.support.certificates import write_certificate
from tests.support.mortal.lives import Lives
from tests.support.office import PASSWORD
from tests.support.processes import StartProgram

COMMAND = [sys.executable, "-m", "crm_server"]
INIT = ["init", "--organisation-name", "Hengtai", "--sign-in-name", "ada", "--name", "Ada", "--password-stdin"]


@dataclass(frozen=True)
class Operator:
    """Gives commands, each in a process of its own that was forked from one that has loaded the program."""

    lives: Lives
    streams: Path

    def __call__(self, folder: Path, *words: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
        """Run a command on the database in a folder."""
        command = ["--data", str(folder), *words]
        life = self.lives.start(
            "tests.support.mortal.operator:operate", words=command, told=f"{password}\n", folder=str(self.streams)
        )
        status = life.wait()
        said = ((self.streams / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return subprocess.CompletedProcess(command, status, *said)


@pytest.fixture
def run(lives: Lives, tmp_path_factory: pytest.TempPathFactory) -> Operator:
    """Somebody who gives commands."""
    return Operator(lives, tmp_path_factory.mktemp("streams"))


@pytest.fixture(scope="module")
def initialised(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `init` was run, to copy."""
    folder = tmp_path_factory.mktemp("initialised")
    command = [*COMMAND, "--data", str(folder), *INIT]
    made = subprocess.run(command, input=f"{PASSWORD}\n", capture_output=True, text=True, check=False, timeout=100)
    assert made.returncode == 0, made.stderr
    return folder


@pytest.fixture
def folder(initialised: Path, tmp_path: Path) -> Path:
    """A folder with an initialised database."""
    return shutil.copytree(initialised, tmp_path, dirs_exist_ok=True)


def test_a_password_is_kept_as_argon2id_of_64_mebibytes(folder: Path) -> None:
    # Other tests make lighter hashes: tests/support/light_passwords.py.
    connection = sqlite3.connect(folder / "server.db")
    ((kept,),) = connection.execute("SELECT password_hash FROM credentials").fetchall()
    connection.close()
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_people_are_added_disabled_and_given_passwords(folder: Path, run: Operator) -> None:
    person = ["user", "add", "--sign-in-name", "ann", "--name", "Ann", "--role", "Manager", "--password-stdin"]
    assert run(folder, *person).returncode == 0
    again = run(folder, *person)
    assert again.returncode == 1
    assert "already" in again.stderr
    assert run(folder, "user", "password", "ann", "--password-stdin", password="a new long password").returncode == 0
    assert run(folder, "user", "disable", "ann").stdout == "disabled\n", "she never had a device"
    listed = run(folder, "user", "list").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["ada", "ann"]
    assert listed[1].split()[1:] == ["Manager", "never", "seen", "Ann", "disabled"]
    assert run(folder, "user", "enable", "ann").stdout == "enabled\n"
    assert "disabled" not in run(folder, "user", "list").stdout
    assert run(folder, "device", "list", "ann").stdout == "no devices\n"
    assert run(folder, "device", "revoke", "ann", "0" * 32).returncode == 1


@pytest.mark.parametrize(
    ("words", "password", "status", "sentence"),
    [
        (["user", "password", "nobody", "--password-stdin"], PASSWORD, 1, "Nobody signs in by this name"),
        (["user", "password", "ada", "--password-stdin"], "short", 1, "at least 10 characters"),
        (["user", "disable", "nobody"], "", 1, "Nobody signs in by this name"),
        (["serve", "--host", "0.0.0.0"], "", 1, "plain HTTP"),
        (["--database", "nonsense", "check"], "", 1, "cannot be used"),
        (["fly"], "", 2, "invalid choice"),
    ],
)
def test_what_goes_wrong_is_said_in_a_sentence(
    folder: Path, run: Operator, words: list[str], password: str, status: int, sentence: str
) -> None:
    done = run(folder, *words, password=password)
    assert done.returncode == status
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_nothing_works_before_init(tmp_path: Path, run: Operator) -> None:
    done = run(tmp_path, "check")
    assert (done.returncode, "crm-server init" in done.stderr) == (1, True)


def test_no_command_takes_a_password_as_an_argument(tmp_path: Path, run: Operator) -> None:
    for words in (["init"], ["user", "add"], ["user", "password"]):
        shown = run(tmp_path, *words, "--help").stdout
        assert "--password-stdin" in shown
        assert "--password " not in shown


def test_a_backup_is_a_sound_database_that_devices_notice(folder: Path, tmp_path: Path, run: Operator) -> None:
    copy = tmp_path / "copy" / "server.db"
    copy.parent.mkdir()
    assert run(folder, "backup", str(copy)).returncode == 0
    assert run(folder, "backup", str(copy)).returncode == 1, "an existing file is never overwritten"
    assert run(copy.parent, "check").returncode == 0
    assert _epoch(folder) != _epoch(copy.parent)
    before = _epoch(folder)
    assert run(folder, "restored").returncode == 0
    assert _epoch(folder) != before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_reads_a_database_or_a_backup(tmp_path: Path, run: Operator) -> None:
    folder = tmp_path / "data"
    assert run(folder, *INIT).returncode == 0
    assert run(folder, "backup", str(tmp_path / "copy")).returncode == 0
    assert run(folder, "restore", str(tmp_path / "copy")).returncode == 0
    found = [folder, tmp_path / "copy", *folder.iterdir()]
    assert [path.name for path in found if path.stat().st_mode & 0o077] == []


def test_damage_is_found(folder: Path, run: Operator) -> None:
    with sqlite3.connect(folder / "server.db") as connection:
        connection.execute("UPDATE organisation_state SET sequence = sequence + 1")
    connection.close()
    done = run(folder, "check")
    assert done.returncode == 1
    assert "BAD  the counter stands where the log ends" in done.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to handle")
def test_a_signal_ends_the_server_in_order_even_while_devices_wait(folder: Path, start_program: StartProgram) -> None:
    program = start_program(["-m", "crm_server", "--data", str(folder), "serve", "--port", "0"])
    url = program.wait_for(r"ready at (http://\S+)")[1]
    device = {"id": "0" * 32, "name": "Laptop", "platform": "linux"}
    signed_in = requests.post(
        f"{url}/v1/sign-in", json={"name": "ada", "password": PASSWORD, "device": device}, timeout=60
    ).json()
    headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
    line = http.client.HTTPConnection(url.removeprefix("http://"), timeout=60)
    line.request("GET", "/v1/sync/poke?after=1000000&wait=50", headers=headers)
    requests.get(f"{url}/health", timeout=60)  # what came before it is being answered by now
    os.kill(program.process.pid, signal.SIGTERM)
    assert program.wait(60) == 0
    assert line.getresponse().status == 200
    line.close()


def test_an_embedded_server_ends_with_its_parent(folder: Path) -> None:
    with embedded.start(folder) as running:
        assert requests.get(f"{running.url}/health", timeout=60).json() == {"status": "ok"}
    assert running.process.returncode == 0


def test_a_server_that_cannot_start_says_so(folder: Path, run: Operator) -> None:
    with embedded.start(folder) as running:
        port = running.url.rpartition(":")[2]
        second = run(folder, "serve", "--port", port)
    assert second.returncode == 1
    assert f"Port {port} is in use by another program on 127.0.0.1" in second.stderr


def test_a_database_of_a_newer_program_is_left_alone(folder: Path, run: Operator) -> None:
    with sqlite3.connect(folder / "server.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    checked = run(folder, "check")
    assert (checked.returncode, "BAD  tables are at revision 9999" in checked.stdout) == (1, True)
    for words in (["serve", "--port", "0"], ["user", "disable", "ada"]):
        done = run(folder, *words)
        assert done.returncode == 1
        assert "brought to revision 9999 by a newer program" in done.stderr


def test_looking_at_a_database_changes_nothing(folder: Path, tmp_path: Path, run: Operator) -> None:
    database = open_database(f"sqlite:///{folder / 'server.db'}", 1)
    migrate_down(database, "0008")
    database.close()
    checked = run(folder, "check")
    assert (checked.returncode, "BAD  tables are at revision 0008" in checked.stdout) == (1, True)
    assert run(folder, "backup", str(tmp_path / "copy.db")).returncode == 0
    assert "0008" in run(folder, "check").stdout
    assert run(tmp_path / "nowhere", "check").returncode == 1
    assert not (tmp_path / "nowhere").exists()


def test_a_certificate_that_no_device_would_accept_is_not_served(folder: Path, run: Operator) -> None:
    for name, days in (("good", 90), ("over", -1)):
        write_certificate(folder / f"{name}.pem", folder / f"{name}.key", days)
    good, over = (str(folder / name) for name in ("good", "over"))
    tried = {
        "belong together": ["--tls-cert", f"{good}.pem"],
        "nowhere.pem cannot be read": ["--tls-cert", "nowhere.pem", "--tls-key", f"{good}.key"],
        "cannot be used": ["--tls-cert", f"{good}.pem", "--tls-key", f"{over}.key"],
        "has ended": ["--tls-cert", f"{over}.pem", "--tls-key", f"{over}.key"],
    }
    for sentence, words in tried.items():
        done = run(folder, "serve", "--port", "0", *words)
        assert (done.returncode, done.stdout) == (1, "")
        assert sentence in done.stderr
    pair = replace(from_environment({}, data_folder=folder), tls_certificate=Path(f"{good}.pem"))
    assert check_certificate(replace(pair, tls_key=Path(f"{good}.key")), time.time()) == 89


@pytest.mark.parametrize(
    ("content", "words", "status", "sentence"),
    [
        (b"PK\x03\x04 not a database at all, but long enough to be one" * 20, ["check"], 1, "is not a SQLite database"),
        (b"", ["--database", "postgresql://x@127.0.0.1:1/x", "check"], 1, "does not answer: connection failed"),
        (b"", ["serve", "--port", "65536"], 2, "a number from 0 to 65535"),
        (b"", ["serve", "--host", "no-such-host.invalid", "--behind-proxy"], 1, "no address no-such-host.invalid"),
    ],
)
def test_what_is_set_wrongly_is_said_in_a_sentence(
    folder: Path, tmp_path: Path, run: Operator, content: bytes, words: list[str], status: int, sentence: str
) -> None:
    if content:
        (folder / "server.db").write_bytes(content)
    done = run(folder, *words)
    assert (done.returncode, "Traceback" in done.stderr) == (status, False)
    assert sentence in done.stderr


def _epoch(folder: Path) -> str:
    connection = sqlite3.connect(folder / "server.db")
    epoch: str = connection.execute("SELECT epoch FROM organisation_state").fetchone()[0]
    connection.close()
    return epoch
