"""Every refusal and every finding of the process files has its sentences in both languages."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.interchange.report import REPAIRED, Finding
from crm_desktop.models.importing.label_files import load_words

ROOT = Path(__file__).resolve().parents[2]


def constants(pattern: str) -> Iterator[str]:
    for path in sorted((ROOT / "crm_desktop" / "interchange").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                for argument in node.args[:1]:
                    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                        function = ast.unparse(node.func)
                        if re.search(pattern, function):
                            yield argument.value


def labels(language: str) -> dict[str, dict[str, str]]:
    path = ROOT / "resources" / "translations" / f"labels.{language}.json"
    found: dict[str, dict[str, str]] = json.loads(path.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_refusal_has_title_explanation_and_remedy(language: str) -> None:
    codes = {code for code in constants(r"^Incompatible$") if code.startswith("process_file.")}
    assert len(codes) >= 12
    wanted = {f"{code}.{part}" for code in codes for part in ("title", "explanation", "remedy")}
    assert sorted(key for key in wanted if not labels(language)["errors"].get(key)) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_finding_has_its_sentence(language: str) -> None:
    codes = {*constants(r"findings\.add$"), "not_shown", *REPAIRED}
    assert len(codes) >= 15
    assert sorted(code for code in codes if not labels(language)["findings"].get(code)) == []
    words = load_words(language)
    for code in codes:
        finding = Finding(code, 3, "x")
        assert "{" not in words.text("findings", code, **finding.facts)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_counted_has_a_sentence_for_a_single_case_too(language: str) -> None:
    found = labels(language)["findings"]
    counted = [code for code, words in found.items() if "{count}" in words]
    assert len(counted) >= 15
    assert [code for code in counted if not found.get(Finding(code).sentence) or Finding(code).sentence == code] == []
    assert all(Finding(code, 2).sentence == code for code in counted)
