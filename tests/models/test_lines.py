"""Several short texts in one field keep their order."""

from crm_desktop.models.lines import join_lines, split_lines


def test_texts_are_read_in_the_order_in_which_they_were_written() -> None:
    written = join_lines(["Who decides?", " How\noften? ", "", "Who decides?", "A rule?"])
    assert written == "Who decides?\nHow often?\nA rule?"
    assert split_lines(written) == ("Who decides?", "How often?", "A rule?")


def test_what_holds_no_text_holds_no_lines() -> None:
    assert join_lines(["", "  "]) is None
    assert split_lines(None) == split_lines(" \n ") == split_lines(["a"]) == ()
