"""The profile folder is asked by several threads at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from crm_desktop.settings import Profile


def test_threads_that_ask_first_are_told_the_same_device_id(tmp_path: Path) -> None:
    profile = Profile(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        told = set(pool.map(lambda _: profile.device_id(), range(64)))
    assert told == {Profile(tmp_path).device_id()}
