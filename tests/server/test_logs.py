"""Log lines of one turn of the event loop are written in one piece; what is urgent is written at once."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import Iterator

import msgspec
import pytest

from crm_server.logs import JsonLines, LinesOfATurn


class Written(io.StringIO):
    """A stream that keeps the pieces as they were written."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[list[str]] = []

    def write(self, text: str) -> int:
        self.pieces.append([msgspec.json.decode(line)["event"] for line in text.splitlines()])
        return super().write(text)


@pytest.fixture
def written() -> Written:
    """Where the logger writes to."""
    return Written()


@pytest.fixture
def logger(written: Written) -> Iterator[logging.Logger]:
    """A logger of its own with the server's handler."""
    handler, made = LinesOfATurn(written), logging.getLogger("fieldline.test")
    handler.setFormatter(JsonLines())
    made.addHandler(handler)
    made.setLevel(logging.INFO)
    made.propagate = False
    yield made
    made.removeHandler(handler)
    handler.close()


def test_lines_of_one_turn_are_written_together_and_in_order(logger: logging.Logger, written: Written) -> None:
    async def turns() -> None:
        for name in ("one", "two"):
            logger.info(name)
        await asyncio.sleep(0)
        logger.info("three")
        await asyncio.sleep(0)

    asyncio.run(turns())
    assert written.pieces == [["one", "two"], ["three"]]


def test_a_warning_is_written_at_once_behind_what_waits(logger: logging.Logger, written: Written) -> None:
    async def turn() -> list[list[str]]:
        logger.info("one")
        logger.warning("two")
        return list(written.pieces)

    assert asyncio.run(turn()) == [["one", "two"]]


def test_other_threads_write_at_once(logger: logging.Logger, written: Written) -> None:
    async def turn() -> list[list[str]]:
        logger.info("one")
        await asyncio.to_thread(logger.info, "two")
        return list(written.pieces)

    assert [event for piece in asyncio.run(turn()) for event in piece] == ["one", "two"]
    logger.info("three")
    assert written.pieces[-1] == ["three"]


def test_what_waits_when_an_event_loop_ends_is_written_by_the_next_one(
    logger: logging.Logger, written: Written
) -> None:
    first, second = asyncio.new_event_loop(), asyncio.new_event_loop()
    first.call_soon(logger.info, "one")
    first.call_soon(first.stop)
    first.run_forever()
    first.close()
    second.call_soon(logger.info, "two")
    second.run_until_complete(asyncio.sleep(0))
    second.close()
    assert [event for piece in written.pieces for event in piece] == ["one", "two"]
