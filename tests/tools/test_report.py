"""Benchmarks' figures say truthfully whether they reached their limits."""

from __future__ import annotations

from benchmarks import report


def test_a_ratio_is_held_against_its_limit_from_either_side() -> None:
    assert report.compared("edit", 3, "ms", reference=("bare commit", 2), at_most=2).reached
    assert not report.compared("edit", 5, "ms", reference=("bare commit", 2), at_most=2).reached
    assert not report.compared("sync", 4, "records/s", reference=("bare insert", 10), at_least=0.45).reached


def test_a_percentile_is_a_sample_that_occurred() -> None:
    samples = [5.0, 1.0, 4.0, 2.0, 3.0]
    assert report.percentile(samples, 50) == 3.0
    assert report.percentile(samples, 95) == 5.0
    assert report.percentile([7.0], 0) == 7.0


def test_the_table_names_a_missed_limit() -> None:
    table = report.as_table("list", [report.at_most("jump", 55, "ms", 40), report.at_most("open", 10, "ms", 60)])
    assert "MISSED" in table.splitlines()[2]
    assert "reached" in table.splitlines()[3]
