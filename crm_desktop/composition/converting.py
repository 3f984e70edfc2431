"""`crm-desktop convert IN OUT`: process files from one format into another, without a screen and without an account.

Exit status: 0 done; 1 could not; 2 wrong use; 3 done, but with `--strict` something was repaired or is not shown.
"""

import argparse
import locale
import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from crm_desktop.composition.printing import PRINTABLE, print_map
from crm_desktop.interchange.csv_export import write_bytes
from crm_desktop.interchange.process_files import (
    READABLE,
    WRITABLE,
    OpenedFile,
    open_process_file,
    unknown_format,
    write_process_file,
)
from crm_desktop.interchange.report import Finding, Findings
from crm_desktop.models.errors import Broken, Incompatible, UserError
from crm_desktop.models.importing.label_files import load_words
from crm_desktop.models.importing.words import Words
from crm_desktop.models.processes.process_map import ProcessMap

_CHINESE = re.compile("[\u4e00-\u9fff]")
_CARRIES_ALL = frozenset({".bpmn", ".bpmn2", ".bpmn20", ".xml", ".svg", ".png"})
DONE, FAILED, DONE_WITH_FINDINGS = 0, 1, 3


def convert(arguments: Sequence[str]) -> int:
    """Convert a file as the command line says and return the exit status."""
    options = _parse(arguments)
    language = options.language or _language()
    words = load_words(language)
    try:
        return _convert(options, language, words)
    except UserError as error:
        _say(_sentence(words, error))
        return FAILED


def sentence_of(words: Words, finding: Finding) -> str:
    """Return a finding as a sentence in the language that `words` speak first."""
    return words.text("findings", finding.sentence, **finding.facts)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="crm-desktop convert",
        description="Convert a process file; formats go by the endings of the names.",
        epilog=f"reads {' '.join(READABLE)}; writes {' '.join((*WRITABLE, *PRINTABLE))}. "
        "A file with several maps becomes several files: NAME-2, NAME-3, …",
    )
    parser.add_argument("source", type=Path, metavar="IN", help="the file to read")
    parser.add_argument("target", type=Path, metavar="OUT", help="the file to write")
    parser.add_argument("--language", choices=["zh", "en"], help="language of messages and step lists")
    parser.add_argument("--turn", choices=["vertical", "horizontal"], help="let lanes be columns, or rows")
    parser.add_argument("--strict", action="store_true", help="exit with 3 if anything was repaired or is not shown")
    return parser.parse_args(arguments)


def _convert(options: argparse.Namespace, language: str, words: Words) -> int:
    source, target = options.source, _real(options.target)
    if target.suffix.lower() not in (*WRITABLE, *PRINTABLE):
        raise unknown_format(target)
    opened = open_process_file(source, language)
    targets = [_numbered(target, number) for number in range(1, len(opened.read.maps) + 1)]
    _check_targets(source, targets)
    for map_, place in zip(opened.read.maps, targets, strict=True):
        if options.turn:
            map_ = _turned(map_, options.turn)  # noqa: PLW2901
        write_bytes(place, _written(map_, place.suffix.lower(), language, opened))
    for finding in (*opened.read.findings, *_lost(opened, target)):
        _say(sentence_of(words, finding))
    return DONE_WITH_FINDINGS if options.strict and opened.read.findings else DONE


def _turned(map_: ProcessMap, orientation: str) -> ProcessMap:
    """Return a map turned as the editor turns it; as it is where it lies so already."""
    if map_.vertical == (orientation == "vertical"):
        return map_
    from crm_desktop.diagrams.turned import turned

    return turned(map_)


def _lost(opened: OpenedFile, target: Path) -> Sequence[Finding]:
    """Return that a format holds only what is shown, where the file that was read holds more."""
    findings = Findings()
    if target.suffix.lower() not in _CARRIES_ALL and not all(finding.repaired for finding in opened.read.findings):
        findings.add("only_shown", target.name)
    return findings.all()


def _real(target: Path) -> Path:
    """Return the file that a link means: it is written, and the link stays one."""
    try:
        return target.resolve() if target.is_symlink() else target
    except OSError:
        return target


def _numbered(target: Path, number: int) -> Path:
    return target if number == 1 else target.with_name(f"{target.stem}-{number}{target.suffix}")


def _check_targets(source: Path, targets: Sequence[Path]) -> None:
    """Refuse to write over what is read, or over what is no file; nothing is written then."""
    for target in targets:
        try:
            if target.exists() and target.samefile(source):
                raise Incompatible("process_file.same_file", file=target.name)
            if target.exists() and not target.is_file():
                raise Broken("export.not_writable")
        except OSError as problem:
            raise Broken("export.not_writable") from problem


def _written(map_: ProcessMap, ending: str, language: str, opened: OpenedFile) -> bytes:
    if ending in PRINTABLE:
        return print_map(map_, ending, language=language, opened=opened)
    return write_process_file(map_, ending, language=language, opened=opened)


def _sentence(words: Words, error: UserError) -> str:
    keys = (f"{error.code}.{part}" for part in ("title", "explanation", "remedy"))
    told = [found for key in keys if (found := words.sentence(key, **error.facts)) != key]
    return " ".join(_ended(each) for each in told) or error.code


def _ended(sentence: str) -> str:
    """Return a sentence with its full stop, which titles do not have."""
    if sentence.endswith((".", "!", "?", "。", "！", "？")):
        return sentence
    return sentence + ("." if sentence.isascii() or not _CHINESE.search(sentence) else "。")


def _language() -> str:
    named = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if (named or locale.getlocale()[0] or "").lower().startswith(("zh", "chinese")) else "en"


def _say(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")
