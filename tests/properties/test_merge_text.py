"""What holds of merging notes, whatever they say."""

import re
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.models.catalog import KINDS
from crm_desktop.models.merge.text import merge_text
from crm_desktop.models.values import canonical

NOTES = KINDS["account"].field("notes")
LINE = st.text(st.sampled_from("ab c1.恒川议"), max_size=8)
FREE = st.text(max_size=30)


def note(lines: list[str]) -> str | None:
    value = canonical(NOTES, "\n".join(lines))
    return value if isinstance(value, str) else None


NOTE = st.lists(LINE, max_size=6).map(note)
ANY = NOTE | FREE.map(lambda text: note([text]))


def signs(text: str | None) -> Counter[str]:
    return Counter(re.sub(r"\s|‹\d+›", "", text or ""))


@given(ANY, ANY, ANY)
def test_nothing_that_either_side_added_is_missing(base: str | None, first: str | None, second: str | None) -> None:
    merged = signs(merge_text(base, first, second).text)
    for side in (first, second):
        assert not set(signs(side) - signs(base)) - set(merged)


@given(st.lists(LINE, max_size=5), st.lists(LINE, max_size=3), st.lists(LINE, max_size=3), st.data())
def test_lines_inserted_by_both_all_stand_in_the_result(
    base: list[str], mine: list[str], theirs: list[str], data: st.DataObject
) -> None:
    here, there = (data.draw(st.integers(0, len(base))) for _ in range(2))
    first = base[:here] + mine + base[here:]
    second = base[:there] + theirs + base[there:]
    merged = merge_text("\n".join(base), "\n".join(first), "\n".join(second))
    present = {re.sub(r"^‹\d+› ?", "", line).strip() for line in (merged.text or "").split("\n")}
    assert {line.strip() for line in mine + theirs + base if line.strip()} <= present


@given(ANY, ANY)
def test_one_side_alone_is_taken_as_it_is(base: str | None, edited: str | None) -> None:
    assert merge_text(base, edited, base).text == edited
    assert merge_text(base, base, edited).text == edited


@given(ANY, ANY)
def test_the_same_edit_on_both_sides_is_taken_once(base: str | None, edited: str | None) -> None:
    merged = merge_text(base, edited, edited)
    assert (merged.text, merged.overlapping) == (edited, False)


@given(ANY, ANY, ANY)
def test_merging_the_same_edit_again_changes_nothing_that_stands(
    base: str | None, first: str | None, second: str | None
) -> None:
    merged = merge_text(base, first, second).text
    assert merge_text(merged, merged, merged).text == merged
    assert merge_text(second, merged, second).text == merged


@given(ANY, ANY, ANY)
def test_collisions_are_seen_from_both_sides(base: str | None, first: str | None, second: str | None) -> None:
    one, other = merge_text(base, first, second), merge_text(base, second, first)
    assert one.overlapping == other.overlapping
    assert signs(one.text) == signs(other.text)
