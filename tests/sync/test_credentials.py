"""Secrets in a real Secret Service, and under a passphrase where there is none."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from crm_desktop.models.errors import Broken, Refused
from crm_desktop.sync.credentials import Secrets, SystemKeyring
from crm_desktop.sync.keys import KEY_BYTES, KeptToken, database_key, forget_database_key
from crm_desktop.sync.vault import FILE_NAME, Vault, create_vault, open_vault, vault_exists

PASSPHRASE = "correct horse 电池"


@pytest.fixture(params=["keyring", "passphrase"])
def secrets(request: pytest.FixtureRequest, tmp_path: Path) -> Secrets:
    if request.param == "passphrase":
        return create_vault(tmp_path, PASSPHRASE)
    request.getfixturevalue("secret_service")
    return SystemKeyring(profile=f"test-{tmp_path.name}")


def test_a_secret_is_kept_replaced_and_forgotten(secrets: Secrets) -> None:
    assert secrets.read("token") is None
    secrets.write("token", "первый 一")
    assert secrets.read("token") == "первый 一"
    secrets.write("token", "second")
    assert secrets.read("token") == "second"
    secrets.forget("token")
    secrets.forget("token")
    assert secrets.read("token") is None


def test_the_database_key_is_made_once(secrets: Secrets) -> None:
    key = database_key(secrets, replica_exists=False)
    assert len(key) == KEY_BYTES
    assert database_key(secrets, replica_exists=True) == key
    forget_database_key(secrets)
    with pytest.raises(Broken, match=r"keys\.lost"):
        database_key(secrets, replica_exists=True)
    assert database_key(secrets, replica_exists=False) != key


def test_a_damaged_key_is_named(secrets: Secrets) -> None:
    for damaged in ("short", "ab" * 31):
        secrets.write("database-key", damaged)
        with pytest.raises(Broken, match=r"keys\.damaged"):
            database_key(secrets, replica_exists=True)


def test_the_refresh_token_is_replaced_and_forgotten(secrets: Secrets) -> None:
    kept = KeptToken(secrets)
    assert kept.refresh_token() == ""
    kept.keep_refresh_token("one")
    kept.keep_refresh_token("two")
    assert kept.refresh_token() == "two"
    kept.keep_refresh_token("")
    assert kept.refresh_token() == ""


def test_profiles_do_not_see_each_other(secret_service: dict[str, str], tmp_path: Path) -> None:
    SystemKeyring(f"a-{tmp_path.name}").write("token", "mine")
    assert SystemKeyring(f"b-{tmp_path.name}").read("token") is None


def run_without_keyring(code: str, environment: dict[str, str]) -> str:
    """Run code in a process of its own: keyring chooses its backend once for each process."""
    known = {name: value for name, value in os.environ.items() if name != "DBUS_SESSION_BUS_ADDRESS"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=known | environment, capture_output=True, text=True, check=False, timeout=60
    )
    return done.stdout + done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="other systems always have their keyring")
def test_a_system_without_a_keyring_is_named(tmp_path: Path) -> None:
    code = """if True:
        from crm_desktop.sync.credentials import Broken, SystemKeyring
        try:
            SystemKeyring("p").read("x")
        except Broken as error:
            print(error.code)
    """
    bus = {"DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nothing", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert run_without_keyring(code, bus).strip() == "keyring.missing"


LOCKED = """
import contextlib, os, secretstorage
from crm_desktop.sync.credentials import Broken, SystemKeyring
SystemKeyring("p").write("token", "kept")
with contextlib.closing(secretstorage.dbus_init()) as bus:
    secretstorage.get_default_collection(bus).lock()  # as a session does when the screen is locked
try:
    SystemKeyring("p", lambda waits: print("waits", waits), patience_seconds=1.5).read("token")
except Broken as error:
    print(error.code, flush=True)
os._exit(0)  # nobody will ever answer the prompt that the keyring waits for
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a locked Secret Service is staged with its own daemon")
def test_a_keyring_that_stays_locked_is_awaited_and_then_named(secret_service: dict[str, str], tmp_path: Path) -> None:
    # In a session of its own: other tests need theirs unlocked.
    command = [sys.executable, "-m", "tools.secret_session", sys.executable, "-c", LOCKED]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split("\n")[:-1] in (["keyring.locked"], ["waits True", "waits False", "keyring.waiting"])


def test_a_wrong_passphrase_is_a_clear_error(tmp_path: Path) -> None:
    create_vault(tmp_path, PASSPHRASE).write("token", "secret")
    with pytest.raises(Refused, match=r"passphrase\.wrong"):
        open_vault(tmp_path, PASSPHRASE + " ")
    assert open_vault(tmp_path, PASSPHRASE).read("token") == "secret"


def test_the_passphrase_can_be_changed_and_the_old_one_is_worth_nothing_then(tmp_path: Path) -> None:
    vault = create_vault(tmp_path, PASSPHRASE)
    vault.write("token", "secret")
    with pytest.raises(Refused, match=r"passphrase\.wrong"):
        vault.change_passphrase("not the old one", "another passphrase")
    with pytest.raises(Refused, match=r"passphrase\.too_short"):
        vault.change_passphrase(PASSPHRASE, "short")
    vault.change_passphrase(PASSPHRASE, "another passphrase")
    with pytest.raises(Refused, match=r"passphrase\.wrong"):
        open_vault(tmp_path, PASSPHRASE)
    assert open_vault(tmp_path, "another passphrase").read("token") == "secret"


def test_a_vault_is_never_overwritten_by_a_new_one(tmp_path: Path) -> None:
    create_vault(tmp_path, PASSPHRASE).write("token", "secret")
    assert vault_exists(tmp_path)
    with pytest.raises(Broken, match=r"passphrase\.exists"):
        create_vault(tmp_path, PASSPHRASE)
    assert open_vault(tmp_path, PASSPHRASE).read("token") == "secret"


def test_the_file_shows_no_secret_and_only_its_owner_may_read_it(tmp_path: Path) -> None:
    vault = create_vault(tmp_path, PASSPHRASE)
    vault.write("token", "plain to see")
    text = (tmp_path / FILE_NAME).read_bytes()
    assert b"plain to see" not in text
    if sys.platform != "win32":
        assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


@pytest.mark.parametrize("part", ["wrapped", "items", "derivation"])
def test_a_changed_file_opens_nothing(tmp_path: Path, part: str) -> None:
    create_vault(tmp_path, PASSPHRASE).write("token", "secret")
    path = tmp_path / FILE_NAME
    document = json.loads(path.read_bytes())
    if part == "derivation":
        document["derivation"]["passes"] += 1
    elif part == "wrapped":
        document["wrapped"] = "AAAA" + document["wrapped"][4:]
    else:
        document["items"]["token"] = "AAAA" + document["items"]["token"][4:]
    path.write_text(json.dumps(document), encoding="utf-8")

    def read() -> str | None:
        opened: Vault = open_vault(tmp_path, PASSPHRASE)
        return opened.read("token")

    with pytest.raises((Refused, Broken), match=r"passphrase\.(wrong|damaged)"):
        read()


def test_half_a_file_is_damaged(tmp_path: Path) -> None:
    create_vault(tmp_path, PASSPHRASE)
    path = tmp_path / FILE_NAME
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(Broken, match=r"passphrase\.damaged"):
        open_vault(tmp_path, PASSPHRASE)


def test_secrets_of_one_name_do_not_pass_for_another(tmp_path: Path) -> None:
    vault = create_vault(tmp_path, PASSPHRASE)
    vault.write("token", "secret")
    path = tmp_path / FILE_NAME
    document = json.loads(path.read_bytes())
    document["items"]["database-key"] = document["items"]["token"]
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(Broken, match=r"passphrase\.damaged"):
        open_vault(tmp_path, PASSPHRASE).read("database-key")


def test_several_threads_may_use_the_keyring_at_once(secret_service: dict[str, str], tmp_path: Path) -> None:
    keyring = SystemKeyring(f"threads-{tmp_path.name}")
    found: list[str | None] = []

    def use(number: int) -> None:
        keyring.write(f"name-{number}", str(number))
        found.append(keyring.read(f"name-{number}"))

    threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, found)) == ["0", "1", "2", "3"]
