"""Build the desktop program for the system this runs on: `python3 dev.py run python build_installer.py`.

PyInstaller makes a folder; Debian and Ubuntu get a package from it. PyInstaller cannot build for another system, so
Windows and macOS need a run of their own; their scripts in `tools/packaging` are written and have not been run yet.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path

from tools.environment import ROOT
from tools.packaging import debian, licences

NAME = "fieldline-crm"
RECIPES = ROOT / "tools" / "packaging"


def main(arguments: Sequence[str]) -> int:
    """Freeze the program, collect the licences, wrap both for this system."""
    parser = argparse.ArgumentParser(prog="build_installer.py", description=__doc__)
    parser.add_argument("--out", type=Path, default=ROOT / "dist", help="where the results go (default: dist)")
    out = parser.parse_args(arguments).out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    program = _freeze(out)
    without = licences.collect(out / "licences")
    if without:
        print(f"no licence text found for: {', '.join(without)}", file=sys.stderr)
        return 1
    shutil.copytree(out / "licences", program / "licences", dirs_exist_ok=True)
    print(f"program folder: {program} ({_megabytes(program)} MB)")
    installer = _wrap(program, version, out)
    if installer:
        print(f"installer: {installer} ({_megabytes(installer)} MB)")
    return 0


def _freeze(out: Path) -> Path:
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level=WARN"]
    command += ["--distpath", str(out), "--workpath", str(ROOT / "build" / "pyinstaller")]
    subprocess.run([*command, str(RECIPES / f"{NAME}.spec")], cwd=ROOT, check=True)
    return out / NAME


def _wrap(program: Path, version: str, out: Path) -> Path | None:
    if sys.platform == "win32":
        target = out / f"{NAME}-{version}-setup.exe"
        defines = [f"/DVERSION={version}", f"/DPROGRAM={program}", f"/DOUT={target}"]
        return _call("makensis", [*defines, str(RECIPES / f"{NAME}.nsi")], target)
    if sys.platform == "darwin":
        target = out / f"{NAME}-{version}.dmg"
        return _call("sh", [str(RECIPES / "make_dmg.sh"), str(out / "Fieldline CRM.app"), str(target)], target)
    if shutil.which("dpkg-deb"):
        return debian.build(program, out / "licences", version, out)
    print("dpkg-deb is missing: there is the program folder and no package.")
    return None


def _call(program: str, arguments: list[str], target: Path) -> Path | None:
    if shutil.which(program) is None:
        print(f"{program} is missing: there is the program folder and no installer.")
        return None
    subprocess.run([program, *arguments], check=True)
    return target


def _megabytes(path: Path) -> int:
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return sum(each.lstat().st_size for each in files) // 1_000_000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
