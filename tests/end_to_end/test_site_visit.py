"""A visit to a client's site, offline through the real windows, until a colleague goes on with it elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_a_visit_holds_from_preparing_to_a_colleague_who_goes_on(tmp_path: Path) -> None:
    album = tmp_path / "album"
    command = [sys.executable, "-m", "tools.demo", "--headless", str(album), "--story", "visit", "--language", "zh"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "questions 24" in done.stdout
    assert "keystrokes beyond the text of a step 1.0" in done.stdout
    assert len(list(album.glob("*.png"))) > 15
