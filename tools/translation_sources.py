"""Where translations come from: the calls of `text` and `tr` in the code, and the JSON files people edit."""

import ast
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "resources" / "translations"
_FUNCTIONS = ("text", "tr")
_MODULE = "crm_desktop.views.language.texts"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in the code; `fault` says why it cannot be collected."""

    place: str
    context: str
    source: str
    fault: str = ""


@cache
def collect_sentences() -> tuple[Sentence, ...]:
    """Return every sentence that a window, or one of the picture tools, can show; the code is read once a process."""
    client = ROOT / "crm_desktop"
    files = [
        *sorted((client / "views").rglob("*.py")),
        *sorted((client / "composition").rglob("*.py")),
        client / "app.py",
    ]
    return tuple(sentence for path in files if path.exists() for sentence in _sentences_in(path))


def read_sentences() -> dict[str, dict[str, str]]:
    """Return the Chinese sentences by context and English source."""
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted((FOLDER / "zh").glob("*.json"))}


def read_labels(language: str) -> dict[str, dict[str, str]]:
    """Return the labels of a language by context and key."""
    labels: dict[str, dict[str, str]] = json.loads((FOLDER / f"labels.{language}.json").read_text(encoding="utf-8"))
    return labels


def english_forms(source: str) -> tuple[str, str] | None:
    """Return singular and plural of `%n account(s)` or `%n compan(y|ies)`, or None for a sentence without a count."""
    if "%n" not in source:
        return None
    one, many, rest = "", "", source
    while "(" in rest:
        before, _, after = rest.partition("(")
        inside, _, rest = after.partition(")")
        single, bar, plural = inside.partition("|")
        if inside == "s":
            single, plural = "", "s"
        elif not bar:
            single = plural = f"({inside})"
        one, many = one + before + single, many + before + plural
    return one + rest, many + rest


def _sentences_in(path: Path) -> Iterator[Sentence]:
    source = path.read_text(encoding="utf-8")
    if _MODULE not in source:
        return
    nodes = list(ast.walk(ast.parse(source)))
    names = _imported(nodes)
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield _sentence(node, f"{path.relative_to(ROOT)}:{node.lineno}")


def _imported(nodes: Iterable[ast.AST]) -> set[str]:
    return {
        alias.asname or alias.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == _MODULE
        for alias in node.names
        if alias.name in _FUNCTIONS
    }


def _sentence(call: ast.Call, place: str) -> Sentence:
    literals = [argument.value for argument in call.args if isinstance(argument, ast.Constant)]
    if len(call.args) == 2 and len(literals) == 2 and all(isinstance(value, str) for value in literals):
        context, source = str(literals[0]), str(literals[1])
        counted = any(keyword.arg == "n" for keyword in call.keywords)
        if counted != ("%n" in source):
            return Sentence(place, context, source, "%n in the sentence and n= in the call belong together")
        return Sentence(place, context, source)
    return Sentence(place, "", "", "context and sentence must be literal strings, facts are named")
