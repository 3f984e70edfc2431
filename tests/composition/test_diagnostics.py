"""The log and the crash file say where, never what."""

from __future__ import annotations

import logging
import sys
import threading
from pathlib import Path

import pytest

from crm_desktop.composition.diagnostics import Diagnostics, describe_crash
from crm_desktop.settings import Profile

SECRET = "恒川精密 13800000000 correct horse"


def crash() -> None:
    """Fail with a customer's words in the message."""
    raise ValueError(SECRET)


def everything_in(folder: Path) -> str:
    """Return all text the program left in the folder."""
    return "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())


@pytest.mark.expects_log
def test_an_uncaught_error_leaves_its_place_and_not_its_message(tmp_path: Path) -> None:
    told: list[Exception] = []
    diagnostics = Diagnostics(Profile(tmp_path))
    diagnostics.open()
    diagnostics.tell(told.append)
    try:
        crash()
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        diagnostics.close()
    left = everything_in(tmp_path)
    assert "ValueError" in left
    assert "in crash" in left
    assert "恒川" not in left
    assert "1380" not in left
    assert [type(each) for each in told] == [ValueError]


@pytest.mark.expects_log
def test_a_thread_s_uncaught_error_is_noted_too(tmp_path: Path) -> None:
    diagnostics = Diagnostics(Profile(tmp_path))
    diagnostics.open()
    try:
        thread = threading.Thread(target=crash)
        thread.start()
        thread.join()
    finally:
        diagnostics.close()
    assert "ValueError" in (tmp_path / "crash.txt").read_text()


@pytest.mark.expects_log
def test_a_logged_traceback_does_not_reach_the_file(tmp_path: Path) -> None:
    diagnostics = Diagnostics(Profile(tmp_path))
    diagnostics.open()
    try:
        crash()
    except ValueError:
        logging.getLogger("crm_desktop.sync").exception("a run failed")
    finally:
        diagnostics.close()
    left = everything_in(tmp_path)
    assert "a run failed" in left
    assert "恒川" not in left


def test_hooks_are_given_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook)
    diagnostics = Diagnostics(Profile(tmp_path))
    diagnostics.open()
    diagnostics.close()
    assert (sys.excepthook, threading.excepthook) == before


def test_a_long_log_begins_anew(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    profile.log.write_bytes(b"x" * 600_000)
    diagnostics = Diagnostics(profile)
    diagnostics.open()
    logging.getLogger("crm_desktop").info("hello")
    diagnostics.close()
    assert profile.log.stat().st_size < 1000
    assert (tmp_path / "fieldline.old.log").stat().st_size == 600_000


def test_a_crash_report_names_no_folder_of_a_person() -> None:
    with pytest.raises(ValueError, match=SECRET) as caught:
        crash()
    report = describe_crash(caught.type, caught.tb)
    assert "test_diagnostics.py" in report
    assert str(Path(__file__).parent) not in report
