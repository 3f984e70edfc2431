"""What one can do in an interview, with the keys of the design system."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from crm_desktop.models.interviews.answers import Making
from crm_desktop.views.actions import Action

if TYPE_CHECKING:
    from crm_desktop.views.interview.body import TalkBody
    from crm_desktop.views.interview.talk import Talk


class Conducting(Protocol):
    """The page as its actions see it: the talk and its body while one is open, and what it does itself."""

    talk: Talk | None
    body: TalkBody | None

    def go_on(self) -> None:
        """Go on with a talk that rests."""

    def end(self) -> None:
        """End the talk, or take it up again."""

    def choose_person(self) -> None:
        """Choose who speaks now."""

    def add_question(self) -> None:
        """Ask for a question of one's own."""

    def add_follow_up(self) -> None:
        """Ask for a short follow-up of one's own."""

    def open_map(self) -> None:
        """Show the map in the editor."""


def page_actions(page: Conducting) -> list[Action]:
    """Return the page's actions."""

    def with_talk(do: Callable[[Talk], object]) -> Callable[[], None]:
        def run() -> None:
            if page.talk is not None:
                do(page.talk)

        return run

    def with_body(do: Callable[[TalkBody], object]) -> Callable[[], None]:
        def run() -> None:
            if page.body is not None:
                do(page.body)

        return run

    def open_talk() -> bool:
        return page.talk is not None

    def resting() -> bool:
        # While a talk is under way F7 is the recording's own key.
        return page.talk is not None and not page.talk.clock.under_way

    def going_on() -> bool:
        return page.talk is not None and page.talk.state in ("running", "paused")

    return [
        Action(key="interview.previous_question", run=with_talk(lambda talk: talk.step_question(-1)), menu="go",
               icon="arrow-up", shortcut="Alt+Up", enabled=open_talk),
        Action(key="interview.next_question", run=with_talk(lambda talk: talk.step_question(1)), menu="go",
               icon="arrow-down", shortcut="Alt+Down", enabled=open_talk),
        Action(key="interview.answered", run=with_body(lambda body: body.answered()), icon="circle-check",
               shortcut="Ctrl+Return", enabled=going_on),
        Action(key="interview.pause", run=page.go_on, icon="pause",
               shortcut="F7", enabled=resting),
        Action(key="interview.as_pain", run=with_talk(lambda talk: talk.choose(Making.PAIN)), icon="flame",
               enabled=going_on),
        Action(key="interview.as_metric", run=with_talk(lambda talk: talk.choose(Making.METRIC)), icon="gauge",
               enabled=going_on),
        Action(key="interview.as_quote", run=with_talk(lambda talk: talk.choose(Making.QUOTE)), icon="quote",
               enabled=going_on),
        Action(key="interview.skip", run=with_talk(lambda talk: talk.set_question_state(talk.question_id, "skipped")),
               icon="circle-minus", enabled=open_talk),
        Action(key="interview.question", run=page.add_question, icon="circle-help", enabled=open_talk),
        Action(key="interview.follow_up", run=page.add_follow_up, icon="plus", enabled=open_talk),
        Action(key="interview.person", run=page.choose_person, icon="users", enabled=open_talk),
        Action(key="interview.map", run=page.open_map, icon="workflow", menu="view", enabled=open_talk),
        Action(key="interview.end", run=page.end, icon="check", enabled=open_talk),
    ]  # fmt: skip
