"""Two people at two whole programs with a proxy before each: what the windows say is true after every step."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.two_people.hour import Hour


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("secret_service")
def test_two_people_are_told_the_truth_while_their_lines_fail(tmp_path: Path) -> None:
    with Hour(tmp_path, seed=7) as hour:
        hour.begin(3)
        hour.live(steps=6)
    assert hour.lies == []
    assert hour.counts["agreed"] >= 2
