"""Collect, check and compile what people read: `python -m tools.translations update|check|compile [--prune]`.

`update` adds the sentences found in the code to `resources/translations/zh/CONTEXT.json` with an empty Chinese text
(`--prune` also drops those no longer in the code); `check` says what is missing or wrong; `compile` writes the Qt files
`fieldline_LANGUAGE.ts` and `.qm`. Labels are written by hand into `labels.en.json` and `labels.zh.json`.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from tools.translation_sources import FOLDER, ROOT, Sentence, collect_sentences, read_labels, read_sentences
from tools.translation_ts import build_ts

LANGUAGES = ("zh", "en")
_PLACE = re.compile(r"\{\w+\}|%n")
_HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?](?:\s|$|[\u4e00-\u9fff])")


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    match arguments:
        case ["update", *rest]:
            update(prune="--prune" in rest)
        case ["check"]:
            faults = find_faults()
            print("\n".join(faults) or "translations: complete")
            return 1 if faults else 0
        case ["compile"]:
            compile_files()
        case _:
            print(__doc__)
            return 2
    return 0


def update(*, prune: bool = False) -> None:
    """Write every sentence of the code into the Chinese files, keeping what is translated."""
    wanted: dict[str, set[str]] = {}
    for sentence in collect_sentences():
        wanted.setdefault(sentence.context, set()).add(sentence.source)
    for context, sources in wanted.items():
        path = FOLDER / "zh" / f"{context}.json"
        old: dict[str, str] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        kept = {source: words for source, words in old.items() if source in sources or not prune}
        new = {**kept, **{source: "" for source in sorted(sources) if source not in kept}}
        if new != old:
            path.write_text(json.dumps(new, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
            print(f"{path.relative_to(ROOT)}: {len(new) - len(old):+}, {sum(not words for words in new.values())} open")


def find_faults() -> list[str]:
    """Return what is missing or wrong, one sentence each."""
    chinese = read_sentences()
    faults = [fault for sentence in collect_sentences() for fault in _sentence_faults(sentence, chinese)]
    labels = {language: read_labels(language) for language in LANGUAGES}
    for context in sorted(set(labels["en"]) | set(labels["zh"])):
        faults += _label_faults(context, labels["en"].get(context, {}), labels["zh"].get(context, {}))
    return sorted(set(faults))


def compile_files(folder: Path = FOLDER) -> None:
    """Write the .ts and .qm files of both languages into `folder`."""
    sources = {(sentence.context, sentence.source) for sentence in collect_sentences()}
    for language in LANGUAGES:
        ts = folder / f"fieldline_{language}.ts"
        ts.write_text(build_ts(language, sources, read_sentences(), read_labels(language)), encoding="utf-8")
        # Qt maps the file into memory: a running program must never see it half written.
        fresh = ts.with_suffix(".qm.new")
        subprocess.run([_release_tool(), "-silent", str(ts), "-qm", str(fresh)], check=True)
        fresh.replace(ts.with_suffix(".qm"))


def _sentence_faults(sentence: Sentence, chinese: dict[str, dict[str, str]]) -> list[str]:
    if sentence.fault:
        return [f"{sentence.place}: {sentence.fault}"]
    words = chinese.get(sentence.context, {}).get(sentence.source, "")
    if not words:
        return [f"{sentence.place}: no Chinese for {sentence.context}: {sentence.source!r}"]
    return _wording_faults(f"{sentence.context}: {sentence.source!r}", sentence.source, words)


def _label_faults(context: str, english: dict[str, str], chinese: dict[str, str]) -> list[str]:
    faults = [f"labels: {context} {key!r} has no English" for key in chinese if not english.get(key)]
    faults += [f"labels: {context} {key!r} has no Chinese" for key in english if not chinese.get(key)]
    for key in set(english) & set(chinese):
        faults += _wording_faults(f"labels: {context} {key!r}", english[key], chinese[key])
    return faults


def _wording_faults(place: str, english: str, chinese: str) -> list[str]:
    faults = []
    if set(_PLACE.findall(english)) != set(_PLACE.findall(chinese)):
        faults.append(f"{place}: the languages name different facts")
    if _HALF_WIDTH.search(chinese):
        faults.append(f"{place}: half-width punctuation in Chinese")
    return faults


def _release_tool() -> str:
    from PySide6 import __file__ as pyside

    return str(Path(pyside).with_name("lrelease.exe" if sys.platform == "win32" else "lrelease"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
