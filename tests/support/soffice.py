"""LibreOffice as the judge of documents: converts a file as its users would open it."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

_SECONDS = 120


def opened_by_libreoffice(*files: Path) -> list[Path]:
    """Return files of one folder as PDF, converted by LibreOffice; skips the test where it is not, fails in CI."""
    program = shutil.which("soffice")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("soffice is missing: tests in CI open documents with LibreOffice.")
        pytest.skip("LibreOffice (soffice) is not installed")
    folder = files[0].parent
    profile, made = (folder / "soffice").as_uri(), folder / "converted"
    command = [program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", "pdf", "--outdir", str(made)]
    done = subprocess.run([*command, *map(str, files)], capture_output=True, timeout=_SECONDS, check=False)
    found = [made / f"{file.stem}.pdf" for file in files]
    assert all(each.is_file() for each in found), done.stderr.decode(errors="replace")
    return found
