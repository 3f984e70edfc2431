"""`dev.py lock`: renew `requirements.lock` from `pyproject.toml`, for every platform, with hashes."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tools.environment import LOCK_FILE, ROOT, WINDOWS

OPTIONS = (
    "--all-extras",
    "--universal",
    "--generate-hashes",
    "--python-version=3.11",
    "--no-emit-index-url",  # the lock must say nothing about where one developer's packages come from
    "--no-annotate",
    "--no-header",
    "--quiet",
)


def main(arguments: list[str]) -> int:
    """Resolve again; `--upgrade` and other uv options are passed on."""
    with tempfile.TemporaryDirectory() as folder:
        uv = shutil.which("uv") or _fetch_uv(Path(folder))
        command = [uv, "pip", "compile", "pyproject.toml", *OPTIONS, *arguments, "--output-file", LOCK_FILE.name]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


def _fetch_uv(folder: Path) -> str:
    """Install uv apart from `.venv`: it is no dependency of the project."""
    venv.create(folder, with_pip=True)
    binaries = folder / ("Scripts" if WINDOWS else "bin")
    subprocess.run([str(binaries / "python"), "-m", "pip", "install", "--quiet", "uv"], check=True)
    return str(binaries / "uv")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
