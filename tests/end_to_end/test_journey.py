"""A rep's day, from signing in to the proof that nothing on the disk can be read, through the real windows."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("language", ["zh"])
def test_a_reps_day_holds_in_chinese(tmp_path: Path, language: str) -> None:
    # The English day is what `dev.py demo --headless` plays.
    album = tmp_path / "album"
    command = [sys.executable, "-m", "tools.demo", "--headless", str(album), "--language", language]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, env=os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(list(album.glob("*.png"))) > 10
