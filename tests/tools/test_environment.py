"""The environment is repeated when it is stale or broken, and left alone otherwise."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import environment


@pytest.fixture
def venv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for `.venv` that is ready for the mark "lock 1"."""
    monkeypatch.setattr(environment, "PYTHON", tmp_path / "python")
    monkeypatch.setattr(environment, "_STAMP", tmp_path / "stamp")
    (tmp_path / "python").symlink_to(sys.executable)
    (tmp_path / "stamp").write_text("lock 1", encoding="ascii")
    return tmp_path


@pytest.mark.usefixtures("venv")
def test_a_stamped_environment_is_ready_for_its_own_lock_only() -> None:
    assert environment._is_ready("lock 1")
    assert not environment._is_ready("lock 2")


def test_an_interrupted_setup_is_not_ready(venv: Path) -> None:
    (venv / "stamp").unlink()
    assert not environment._is_ready("lock 1")


def test_an_environment_without_its_interpreter_is_not_ready(venv: Path) -> None:
    (venv / "python").unlink()
    (venv / "python").symlink_to(venv / "removed")
    assert not environment._is_ready("lock 1")
    assert not environment._python_works()


def test_the_mark_does_not_depend_on_the_calling_python(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a call from another Python would empty an environment that somebody is using."""
    mark = environment._fingerprint()
    monkeypatch.setattr(sys, "version_info", (3, 13, 0, "final", 0))
    assert environment._fingerprint() == mark
