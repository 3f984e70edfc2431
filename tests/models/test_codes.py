"""Every code that merging and the rules give has its sentences in both languages."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
_CODE = re.compile(r"(?:field|stage|assign|sync)\.[a-z_]+")


def codes() -> Iterator[str]:
    for room in ("merge", "rules"):
        for path in (ROOT / "crm_desktop" / "models" / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and _CODE.fullmatch(node.value):
                    yield node.value


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_code_has_title_explanation_and_remedy(language: str) -> None:
    path = ROOT / "resources" / "translations" / f"labels.{language}.json"
    labels = json.loads(path.read_text(encoding="utf-8"))["errors"]
    wanted = {f"{code}.{part}" for code in codes() for part in ("title", "explanation", "remedy")}
    assert len(wanted) > 60
    assert sorted(key for key in wanted if not labels.get(key)) == []
