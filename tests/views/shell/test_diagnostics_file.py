"""The file for support names nobody: not one word of the sample, no server, no person."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from crm_desktop.models.catalog import KINDS
from crm_desktop.settings import PreferencesFile, Profile
from crm_desktop.store.queries.records import where
from crm_desktop.views.desk import Desk
from crm_desktop.views.shell.diagnostics_file import report
from crm_desktop.views.shell.whats_new import news
from tests.support.desk import clear_desk, make_desk


def words_of(desk: Desk) -> set[str]:
    """Return every text that a record holds, but for keys and words that the program itself uses."""
    found: set[str] = set()
    for kind in KINDS.values():
        own = {field.name for field in kind.fields if field.type.value in ("text", "note", "phone", "email", "web")}
        for record in desk.store.read(where, kind.name, "1"):
            found |= {str(value) for name, value in record.values.items() if name in own and value}
    return {word for word in found if len(word) > 4 and not re.fullmatch(r"[a-z_.]+", word)}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nothing_of_a_customer_is_in_it(tmp_path: Path, language: str) -> None:
    desk = make_desk(tmp_path, language)
    try:
        PreferencesFile(Profile(tmp_path).preferences).change(
            server="https://crm.hengchuan.example", user_name="Lin Yue", organisation_name="Hengchuan Group"
        )
        (tmp_path / "fieldline.log").write_text("2026 INFO crm_desktop: sync.complete\n", "utf-8")
        said = report(desk.store, ["1440x900 at 1"])
        words = words_of(desk)
    finally:
        clear_desk(desk)
    assert len(words) > 40
    assert [word for word in words if word in said] == []
    for name in ("hengchuan", "Lin Yue", "Group", str(tmp_path)):
        assert name not in said
    for known in ("fieldline-crm ", "records account 12", "step ", "sync.complete", "language "):
        assert known in said


def test_both_languages_tell_the_same_news() -> None:
    english, chinese = news("en"), news("zh")
    assert [len(sentences) for _, sentences in english] == [len(sentences) for _, sentences in chinese]
    assert english[0][1]
