"""Handing over: a device that is shut out sends what waits, has kept what is parked, and says that it is done.

Each part may be broken off and done again: the server answers a transaction once, and keeps an act once.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NoReturn, TypeVar

import msgspec

from crm_desktop.models.errors import Denied, ProgrammingError, Refused
from crm_desktop.models.exchange import Push, PushAnswer
from crm_desktop.models.rescue import Keep, ParkedWork, RescueRequest, RescueRight
from crm_desktop.sync.course import Course
from crm_desktop.sync.line import Line, Message
from crm_desktop.sync.phases import MOST_SENT, MOST_SENT_BYTES, push
from crm_desktop.sync.ports import Traffic
from crm_desktop.sync.session import ENDED

T = TypeVar("T")


class RescueLine:
    """The server as a device that is shut out reaches it. Implements ports.Server, of which it can only push."""

    def __init__(self, address: str, request: RescueRequest) -> None:
        self._line = Line(address)
        self._request = request
        self._right: RescueRight | None = None

    def push(self, message: Push) -> PushAnswer:
        """Send transactions; what the server refuses it keeps."""
        return self._send(Message("POST", "/v1/rescue/push", message), PushAnswer)

    def keep(self, message: Keep) -> None:
        """Let the server keep what is parked."""
        self._send(Message("POST", "/v1/rescue/keep", message), type(None))

    def end(self) -> None:
        """Say that nothing is left here."""
        self._send(Message("POST", "/v1/rescue/end"), type(None))

    def traffic(self) -> Traffic:
        """Return what the line has carried."""
        return self._line.traffic

    def close(self) -> None:
        """Close the line."""
        self._line.hang_up()

    def pull(self, _message: object) -> NoReturn:
        """Say that a device which is shut out gets nothing."""
        raise ProgrammingError("a device that is shut out only sends")

    def snapshot(self, _message: object) -> NoReturn:
        """Say that a device which is shut out gets nothing."""
        raise ProgrammingError("a device that is shut out only sends")

    def poke(self, _after: int, _wait_seconds: float) -> NoReturn:
        """Say that a device which is shut out gets nothing."""
        raise ProgrammingError("a device that is shut out only sends")

    def _send(self, message: Message, answer_type: type[T]) -> T:
        right = self._right or self._ask()
        try:
            return self._line.send(replace(message, token=right.token), answer_type)
        except Denied as refusal:
            if refusal.code != ENDED:
                raise
        return self._line.send(replace(message, token=self._ask().token), answer_type)

    def _ask(self) -> RescueRight:
        self._right = self._line.send(Message("POST", "/v1/rescue", self._request), RescueRight)
        return self._right


def hand_over(course: Course, line: RescueLine, parked: Callable[[], Sequence[ParkedWork]]) -> int:
    """Send what waits and have kept what is parked, then close; return how many acts the server did not even keep.

    `parked` is asked after sending, which may park more. Raises Unreachable, Denied, Incompatible, Broken.
    """
    push(course)
    lost = 0
    for works in _portions(parked()):
        try:
            line.keep(Keep(works=works, clock=course.clock.now()))
        except Refused:
            lost += _keep_one_by_one(course, line, works)
    line.end()
    return lost


def _keep_one_by_one(course: Course, line: RescueLine, works: list[ParkedWork]) -> int:
    """Find the one act that makes the request unreadable; return how many are."""
    lost = 0
    for work in works:
        try:
            line.keep(Keep(works=[work], clock=course.clock.now()))
        except Refused:
            lost += 1
    return lost


def _portions(works: Sequence[ParkedWork]) -> Iterator[list[ParkedWork]]:
    """Yield the works in requests of a size that passes a slow line."""
    some: list[ParkedWork] = []
    size = 0
    for work in works:
        bytes_of_it = len(msgspec.json.encode(work))
        if some and (len(some) == MOST_SENT or size + bytes_of_it > MOST_SENT_BYTES):
            yield some
            some, size = [], 0
        some.append(work)
        size += bytes_of_it
    if some:
        yield some
