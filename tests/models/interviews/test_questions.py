"""Questions of an interview: their order, their groups, what is done of each."""

from crm_desktop.models.interviews.questions import Question, Tally, arrange, mark_asked, short_follow_ups
from crm_desktop.models.lines import join_lines


def test_sections_stand_in_the_order_of_a_talk_and_departments_in_the_order_of_their_first_question() -> None:
    outline = arrange(
        [
            question("late", "results", rank="1"),
            question("plan", "work", rank="3", department="planning"),
            question("sell", "work", rank="2", department="sales"),
            question("more", "work", rank="4", department="sales"),
            question("aim", "goals", rank="9"),
        ]
    )
    assert [each.key for each in outline.sections] == ["goals", "work", "results"]
    assert [each.id for each in outline.questions] == ["aim", "sell", "more", "plan", "late"]
    assert [group.place for group in outline.sections[1].groups] == ["sales", "planning"]


def test_what_is_answered_or_left_out_counts_as_done() -> None:
    outline = arrange(
        [
            question("a", "work", state="answered", department="sales"),
            question("b", "work", state="skipped", department="sales"),
            question("c", "work", department="planning"),
        ]
    )
    assert outline.tally == Tally(2, 3)
    assert [group.tally for group in outline.sections[0].groups] == [Tally(2, 2), Tally(0, 1)]


def test_the_next_open_question_is_found_behind_the_last_one_from_the_beginning() -> None:
    outline = arrange([question("a", rank="1"), question("b", rank="2", state="answered"), question("c", rank="3")])
    assert outline.next_open("c") == question("a", rank="1")
    assert outline.beside("c", 1) is None
    assert outline.beside("a", 1) == question("b", rank="2", state="answered")
    assert outline.number("c") == 3


def test_a_question_that_follows_comes_right_behind_those_that_follow_already() -> None:
    questions = [question("a", rank="1"), question("b", rank="5"), question("c", rank="9")]
    first = question("f1", rank=arrange(questions).rank_behind("a"), follows="a")
    second = question("f2", rank=arrange([*questions, first]).rank_behind("a"), follows="a")
    assert [each.id for each in arrange([*questions, first, second]).questions] == ["a", "f1", "f2", "b", "c"]


def test_a_short_follow_up_is_asked_and_not_asked_again() -> None:
    asked = mark_asked(Question(id="a", words="?", follow_ups=("How often?", "Who decides?")), "How often?")
    assert list(short_follow_ups(asked)) == [("How often?", True), ("Who decides?", False)]
    assert mark_asked(asked, "How often?").follow_ups == ("How often?", "Who decides?")
    kept = Question.from_values("a", {"follow_ups": join_lines(asked.follow_ups)})
    assert kept.follow_ups == asked.follow_ups, "a row keeps their order"


def question(
    each: str, section: str = "work", *, rank: str = "", department: str = "", state: str = "open", follows: str = ""
) -> Question:
    return Question(
        id=each,
        words=f"{each}?",
        section=section,
        rank=rank or each,
        department_id=department,
        state=state,
        follows_id=follows,
    )
