"""The licence texts of every package that goes along with the program."""

from __future__ import annotations

import shutil
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.environment import ROOT

_NAMES = ("LICENSE", "LICENCE", "COPYING", "NOTICE", "AUTHORS")
# Qt's wheels carry no licence text; the LGPL refers to the GPL, so both go along.
_QT = ("pyside6", "pyside6-addons", "pyside6-essentials", "shiboken6")
_QT_TEXTS = Path(__file__).parent / "texts"


def collect(target: Path) -> list[str]:
    """Copy our licence and those of all packages the desktop needs into `target`; return the packages without any."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "LICENSE", target / "LICENSE")
    return [name for name in shipped_packages() if not _copy(name, target / name)]


def shipped_packages() -> list[str]:
    """Return the names of the packages the desktop extra pulls in on this platform, in alphabetical order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["desktop"]]
    found: set[str] = set()
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or not _applies(requirement):
            continue
        found.add(name)
        waiting += [Requirement(line) for line in metadata.requires(requirement.name) or []]
    return sorted(found)


def _applies(requirement: Requirement) -> bool:
    return requirement.marker is None or requirement.marker.evaluate({"extra": ""})


def _copy(name: str, target: Path) -> bool:
    texts = [Path(str(file.locate())) for file in metadata.files(name) or [] if file.name.upper().startswith(_NAMES)]
    if name in _QT:
        texts += sorted(_QT_TEXTS.glob("*.txt"))
    if texts:
        target.mkdir(exist_ok=True)
    for text in texts:
        shutil.copy(text, target / text.name)
    return bool(texts)
