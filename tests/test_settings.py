"""The profile folder and what is remembered in it."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from crm_desktop.models.errors import Broken
from crm_desktop.models.ids import is_id
from crm_desktop.settings import Preferences, PreferencesFile, Profile, default_profile, device_name, platform_name
from crm_desktop.sync.vault import FILE_NAME


@pytest.mark.parametrize(
    ("system", "environment", "end"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/fieldline-crm"),
        ("linux", {}, ".local/share/fieldline-crm"),
        ("darwin", {}, "Library/Application Support/fieldline-crm"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/fieldline-crm"),
        ("win32", {}, "AppData/Local/fieldline-crm"),
    ],
)
def test_each_system_keeps_the_profile_in_its_own_place(system: str, environment: dict[str, str], end: str) -> None:
    assert default_profile(environment, system).folder.as_posix().endswith(end)


def test_the_folder_is_its_owner_s_alone(tmp_path: Path) -> None:
    profile = Profile(tmp_path / "a" / "b")
    profile.prepare()
    assert stat.S_IMODE(profile.folder.stat().st_mode) == 0o700
    assert list(profile.folder.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Broken) as problem:
        Profile(tmp_path / "file" / "profile").prepare()
    assert problem.value.code == "profile.read_only"


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everywhere")
def test_a_read_only_folder_is_a_sentence(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(Broken, match=r"profile\.read_only"):
            Profile(tmp_path).prepare()
    finally:
        tmp_path.chmod(0o700)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_a_sentence_and_keeps_what_stood_there(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    file = PreferencesFile(path)
    file.change(server="crm.example.com")
    (tmp_path / "preferences.json.draft").symlink_to("/dev/full")
    file.change(server="elsewhere.example.com")
    assert file.present.server == "elsewhere.example.com"
    assert PreferencesFile(path).present.server == "crm.example.com"


def test_the_device_keeps_its_id(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    first = profile.device_id()
    assert is_id(first)
    assert Profile(tmp_path).device_id() == first


def test_a_damaged_device_id_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "device-id").write_bytes(b"\xff\xfe nonsense")
    assert is_id(Profile(tmp_path).device_id())


def test_preferences_come_back_as_they_were_kept(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    PreferencesFile(path).change(theme="dark", text_scale=1.25, rail_collapsed=True, user_name="林悦")
    assert PreferencesFile(path).present == Preferences(
        theme="dark", text_scale=1.25, rail_collapsed=True, user_name="林悦"
    )


@pytest.mark.parametrize("content", ["", "{", "[]", "null", '{"theme": 3, "newer": true}', "\udcff"])
def test_damaged_preferences_are_the_usual_ones(tmp_path: Path, content: str) -> None:
    path = tmp_path / "preferences.json"
    path.write_bytes(content.encode("utf-8", "surrogateescape"))
    assert PreferencesFile(path).present == Preferences()


def test_what_a_newer_version_remembers_does_not_disturb(tmp_path: Path) -> None:
    path = tmp_path / "preferences.json"
    path.write_text(json.dumps({"theme": "dark", "holograms": True}))
    assert PreferencesFile(path).present == Preferences(theme="dark")


def test_the_vault_is_where_sync_keeps_it(tmp_path: Path) -> None:
    assert Profile(tmp_path).vault == tmp_path / FILE_NAME


def test_the_server_is_told_a_name_for_this_device() -> None:
    assert 0 < len(device_name()) <= 200
    assert 0 < len(platform_name()) <= 60
