"""Both languages are complete, and they change while the program runs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.errors import Refused
from crm_desktop.views.language.errors import explain
from crm_desktop.views.language.language import current_language
from crm_desktop.views.language.texts import fill, label, say, text
from tools import translations
from tools.translation_sources import FOLDER, collect_sentences, english_forms, read_labels

LABELS = {language: read_labels(language) for language in ("en", "zh")}


@pytest.fixture(autouse=True)
def english(qapp: object) -> Iterator[None]:
    """Start and leave in English."""
    current_language().use("en")
    yield
    current_language().use("en")


def test_every_sentence_and_label_is_written_in_both_languages() -> None:
    assert translations.find_faults() == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: str(kind.name))
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_declared_name_has_a_label(kind: object, language: str) -> None:
    from crm_desktop.models.fields import RecordKind

    assert isinstance(kind, RecordKind)
    wanted = {("kinds", kind.name), ("kinds", f"{kind.name}.plural")}
    wanted |= {("fields", kind.label_key(field.name)) for field in kind.fields}
    wanted |= {("options", kind.option_key(field.name, key)) for field in kind.fields for key in field.options}
    assert sorted((c, key) for c, key in wanted if not LABELS[language].get(c, {}).get(key)) == []


def test_every_error_label_has_its_three_sentences() -> None:
    codes = {key.rpartition(".")[0] for key in LABELS["en"]["errors"]}
    wanted = {f"{code}.{part}" for code in codes for part in ("title", "explanation", "remedy")}
    assert wanted == set(LABELS["en"]["errors"])


def test_compiled_files_are_up_to_date(tmp_path: Path) -> None:
    translations.compile_files(tmp_path)
    stale = [path.name for path in tmp_path.iterdir() if path.read_bytes() != (FOLDER / path.name).read_bytes()]
    assert stale == [], "run python -m tools.translations compile"


def test_sentences_are_collected_from_the_code() -> None:
    assert any(sentence.source == "That did not work" for sentence in collect_sentences())


def test_counts_have_two_english_forms() -> None:
    assert english_forms("%n account(s) of {team}") == ("%n account of {team}", "%n accounts of {team}")
    assert english_forms("%n compan(y|ies) (new)") == ("%n company (new)", "%n companies (new)")
    assert english_forms("Plain (s)") is None


def test_facts_fill_their_places_and_nothing_else() -> None:
    assert fill("{name} has {n} of {other}", {"name": "{n}", "n": 3}) == "{n} has 3 of {other}"


def test_latin_letters_and_digits_keep_a_distance_from_chinese_signs() -> None:
    said = "{who}修改了{kind}，「{title}」"
    assert fill(said, {"who": "Ada", "kind": "客户", "title": "ACME"}) == "Ada 修改了客户，「ACME」"
    assert fill(said, {"who": "李倩", "kind": "CRM", "title": ""}) == "李倩修改了 CRM，「」"
    assert fill("{who} changed it", {"who": "Ada"}) == "Ada changed it"


def test_a_spoken_text_follows_the_language(qtbot: QtBot) -> None:
    shown = QLabel()
    qtbot.addWidget(shown)
    say(shown.setText, text("errors_general", "That did not work"))
    assert shown.text() == "That did not work"
    current_language().use("zh")
    assert shown.text() == "没有成功"


def test_a_spoken_text_goes_with_its_widget(qtbot: QtBot) -> None:
    shown = QLabel()
    say(shown.setText, text("errors_general", "That did not work"))
    shiboken6.delete(shown)
    current_language().use("zh")


def test_unknown_errors_are_explained_without_codes() -> None:
    explained = explain(Refused("no.such_code"))
    assert str(explained.title) == "That did not work"
    assert explained.details == "no.such_code"


def test_a_label_without_words_reads_as_its_key() -> None:
    assert str(label("fields", "nobody.knows")) == "nobody.knows"
