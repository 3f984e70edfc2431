"""Text merge: tables of notes that two people changed."""

import pytest

from crm_desktop.models.merge.text import merge_text

CLEAN = {
    "different lines": ("a\nb\nc", "a1\nb\nc", "a\nb\nc2", "a1\nb\nc2"),
    "neighbouring lines": ("a b\nc d", "a x\nc d", "a b\nc y", "a x\nc y"),
    "different words of a line": (
        "Call Li about the price tomorrow",
        "Call Wang about the price tomorrow",
        "Call Li about the price on Friday",
        "Call Wang about the price on Friday",
    ),
    "different signs of a Chinese line": (
        "今天下午三点在上海开会",
        "明天下午三点在上海开会",
        "今天下午三点在苏州开会",
        "明天下午三点在苏州开会",
    ),
    "both append": ("a", "a\nfrom Li", "a\nfrom Wang", "a\nfrom Li\nfrom Wang"),
    "both begin": (None, "from Li", "from Wang", "from Li\nfrom Wang"),
    "both append, partly the same": ("a", "a\nsame\nLi", "a\nsame\nWang", "a\nsame\nLi\nWang"),
    "the same edit": ("a\nb", "a\nc", "a\nc", "a\nc"),
    "one deletes a line, one changes another": ("a\nb\nc", "b\nc", "a\nb\nd", "b\nd"),
    "one does nothing": ("a\nb", "a\nb", "b", "b"),
    "one empties, one does nothing": ("a\nb", None, "a\nb", None),
    "blank lines stay": ("a\n\nb", "a\n\nc", "x\n\nb", "x\n\nc"),
}

OVERLAPPING = {
    "the same word": ("Pay 100", "Pay 120", "Pay 130", "‹1› Pay 120\n‹2› Pay 130"),
    "neighbouring words": ("hot tea", "cold tea", "hot milk", "‹1› cold tea\n‹2› hot milk"),
    "the same sign": ("价格一百", "价格二百", "价格三百", "‹1› 价格二百\n‹2› 价格三百"),
    "only the line that collides is marked": ("a\nb\nc", "a\nx\nc", "a\ny\nc", "a\n‹1› x\n‹2› y\nc"),
    "several lines": ("a\nb", "p\nq", "r\ns", "‹1› p\n‹1› q\n‹2› r\n‹2› s"),
    "one empties, one writes on": ("a", None, "a more", "a more"),
    "a third wording joins two": ("a", "‹1› x\n‹2› y", "z", "‹1› x\n‹2› y\n‹3› z"),
    "my own wording is replaced": ("y", "‹1› x\n‹2› y", "y2", "‹1› x\n‹2› y2"),
    "a wording that is there is not repeated": ("a", "‹1› x\n‹2› y", "y", "‹1› x\n‹2› y"),
    "a decision and a third wording": ("‹1› x\n‹2› y", "‹1› x\n‹2› y\n‹3› z", "x", "‹1› x\n‹2› z"),
}


@pytest.mark.parametrize(("base", "earlier", "later", "merged"), CLEAN.values(), ids=CLEAN)
def test_edits_that_do_not_touch_are_merged(base: str | None, earlier: str | None, later: str, merged: str) -> None:
    result = merge_text(base, earlier, later)
    assert result.text == merged
    assert not result.overlapping


@pytest.mark.parametrize(("base", "earlier", "later", "merged"), OVERLAPPING.values(), ids=OVERLAPPING)
def test_edits_that_touch_keep_both_wordings(base: str, earlier: str | None, later: str, merged: str) -> None:
    result = merge_text(base, earlier, later)
    assert result.text == merged
    assert result.overlapping


def test_numbers_times_and_addresses_are_changed_whole_or_not_at_all() -> None:
    merged = merge_text("at 12:30 sharp", "at 12:45 sharp", "at 13:30 sharp")
    assert merged.text == "‹1› at 12:45 sharp\n‹2› at 13:30 sharp"


def test_a_person_who_decides_leaves_no_marks_behind() -> None:
    marked = merge_text("a", "x", "y").text
    assert merge_text(marked, marked, "x").text == "x"


def test_texts_made_to_be_slow_are_kept_whole_instead_of_compared() -> None:
    earlier, later = "b\n" + "a\n" * 8000 + "c", "a\n" * 8500 + "q\n" + "a\n" * 400 + "d"
    merged = merge_text("a\n" * 9000 + "x", earlier, later)
    assert merged.overlapping
    assert merged.text is not None
    assert all(f"‹{number}› {line}" in merged.text for number, line in ((1, "b"), (1, "c"), (2, "q"), (2, "d")))
