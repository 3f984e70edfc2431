"""Structured logs: one JSON object a line on standard error, built from an event's name and plain facts.

Messages of other libraries are cut down to their event: what they say may quote a statement and so a customer.
"""

import asyncio
import logging
import sys
import time
from functools import lru_cache
from typing import TextIO

import msgspec


class JsonLines(logging.Formatter):
    """One line for each record: time, level, logger, event, facts, and for errors the class and place of them."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        line: dict[str, object] = {
            "at": f"{_second(int(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "from": record.name,
            # The template without its arguments: the arguments may be anything.
            "event": record.msg if isinstance(record.msg, str) else type(record.msg).__name__,
        }
        facts = getattr(record, "facts", None)
        if isinstance(facts, dict):
            line |= facts
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _places(record)
        return msgspec.json.encode(line).decode()


class LinesOfATurn(logging.StreamHandler[TextIO]):
    """Writes in one piece what one turn of an event loop logs: each writing lets other threads take the interpreter.

    Warnings, and what is logged outside of an event loop, are written at once, behind everything that waits.
    """

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self._waiting: list[str] = []
        self._turn: asyncio.AbstractEventLoop | None = None
        """The event loop that is going to write what waits."""

    def emit(self, record: logging.LogRecord) -> None:
        """Take a line; the handler's lock is held."""
        try:
            self._waiting.append(self.format(record) + self.terminator)
            loop = _running_loop() if record.levelno < logging.WARNING else None
            if loop is None:
                self.flush()
            elif self._turn is not loop:
                self._turn = loop
                loop.call_soon(self.flush)
        except Exception:  # noqa: BLE001 - a log that cannot be written must not stop what is logged
            self.handleError(record)

    def flush(self) -> None:
        """Write what waits."""
        self.acquire()
        try:
            lines, self._waiting, self._turn = self._waiting, [], None
            if lines:
                self.stream.write("".join(lines))
                self.stream.flush()
        finally:
            self.release()


def start_logging(level: int = logging.INFO) -> None:
    """Send all logging of this process to standard error as JSON lines."""
    # Nobody reads these of a record, nor where it was made, and looking them up costs as much as writing the line.
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging._srcfile = None
    handler = LinesOfATurn(sys.stderr)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "litestar", "alembic"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [], True
        logger.setLevel(logging.WARNING)


@lru_cache(maxsize=2)
def _second(moment: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(moment))


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


def _places(record: logging.LogRecord) -> list[str]:
    places, trace = [], record.exc_info[2] if record.exc_info else None
    while trace is not None:
        code = trace.tb_frame.f_code
        places.append(f"{code.co_filename.rpartition('/')[2]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return places[-12:]
