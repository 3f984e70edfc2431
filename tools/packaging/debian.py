"""A Debian package around the program folder."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from tools.environment import ROOT
from tools.system_packages import QT

NAME = "fieldline-crm"
_FONTS = tuple(package for package in QT if package.startswith("fonts-"))
_LIBRARIES = tuple(package.replace("|", " | ") for package in QT if package not in _FONTS)

_CONTROL = """\
Package: {name}
Version: {version}
Architecture: {architecture}
Maintainer: The Fieldline CRM developers <developers@fieldline.invalid>
Installed-Size: {kilobytes}
Section: office
Priority: optional
Depends: libc6, {depends}
Recommends: {recommends}, gnome-keyring | kwalletmanager | keepassxc
Description: desktop CRM for people in the field
 Complete offline, encrypted on the device, and honest about what is synchronised.
"""


def build(program: Path, licences: Path, version: str, out: Path) -> Path:
    """Pack the folder `program` into a .deb in `out`; return it."""
    tree = out / "debian"
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(program, tree / "usr/lib" / NAME, symlinks=True)
    shutil.copytree(licences, tree / "usr/share/doc" / NAME / "licences")
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin" / NAME).symlink_to(f"../lib/{NAME}/{NAME}")
    launcher = ROOT / "resources" / f"{NAME}.desktop"
    _write(tree / "usr/share/applications" / launcher.name, launcher.read_text(encoding="utf-8"))
    _write(tree / "usr/share/doc" / NAME / "copyright", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    kinds = ROOT / "resources" / f"{NAME}-mime.xml"
    _write(tree / "usr/share/mime/packages" / f"{NAME}.xml", kinds.read_text(encoding="utf-8"))
    icon = ROOT / "resources" / f"{NAME}.svg"
    if icon.exists():
        _write(tree / "usr/share/icons/hicolor/scalable/apps" / icon.name, icon.read_text(encoding="utf-8"))
    architecture = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True)
    _write(tree / "DEBIAN/control", _control(version, architecture.stdout.strip(), tree))
    package = out / f"{NAME}_{version}_{architecture.stdout.strip()}.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)], check=True)
    shutil.rmtree(tree)
    return package


def _control(version: str, architecture: str, tree: Path) -> str:
    size = sum(path.lstat().st_size for path in tree.rglob("*") if path.is_file())
    return _CONTROL.format(
        name=NAME,
        version=version,
        architecture=architecture,
        kilobytes=size // 1024,
        depends=", ".join(_LIBRARIES),
        recommends=", ".join(_FONTS),
    )


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
