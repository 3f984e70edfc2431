"""The work of a large import as a window asks for it, done by a process of its own. No Qt here.

Three processes share it: this one shows how far it is, the helper reads and judges rows, a third one commits them
(`store/elsewhere.py`). What the helper orders goes through here, because whoever writes in this program waits in the
same queue; it is passed on as it is, without being looked at. The next orders come while one is carried out, so that
the committing process never waits for the way to the helper and back.
"""

from __future__ import annotations

import queue
import subprocess
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

from crm_desktop.models.errors import Broken
from crm_desktop.models.importing.findings import Report
from crm_desktop.models.importing.mapping import Mapping as ImportMapping
from crm_desktop.store.acts import Committed
from crm_desktop.store.elsewhere import end_helper, pipe_of, start_helper
from crm_desktop.store.opening import Store
from crm_desktop.store.write_orders import InTurn, answer_of, write_message
from crm_desktop.views.importing.errand import (
    Advanced,
    Carried,
    Carry,
    Ended,
    Open,
    Rehearse,
    SaveErrors,
    Stop,
    ToHelper,
    Wish,
    Write,
    hear_answer,
    tell,
)
from crm_desktop.views.importing.work import OpenedFile, Outcome, Wanted, setting_of
from crm_desktop.views.watching import Watch

WORKER_OPTION = "--import-worker"
"""How a packaged program, which has no `-m`, is told to be the helper."""
_END_SECONDS = 2.0


class WorkElsewhere:
    """Implements Work. One wish at a time: whoever comes meanwhile waits."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one, self._closing = threading.Lock(), threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    def open(self, wanted: Wanted, language: str, watch: Watch) -> OpenedFile | None:
        """See Work."""
        file: OpenedFile | None = self._fulfilled(Open(wanted, language), watch)
        return None if file is None else replace(file, setting=setting_of(self._store, language))

    def rehearse(self, mapping: ImportMapping, watch: Watch) -> Report:
        """See Work."""
        report: Report = self._fulfilled(Rehearse(mapping), watch)
        return report

    def write(self, mapping: ImportMapping, watch: Watch) -> Outcome:
        """See Work."""
        heard = Outcome()
        with self._store.carrying_elsewhere() as carry:

            def carried(order: bytes) -> bytes:
                content = carry(order)
                if content:
                    answer = answer_of(content)
                    kinds, ids = frozenset(answer.kinds), frozenset(answer.ids)
                    heard.hear(Committed(answer.transaction, kinds, ids))
                return content

            try:
                outcome: Outcome = self._fulfilled(Write(mapping), watch, InTurn(carried))
            except Broken as error:
                # The helper has died: what was committed until then is known here.
                heard.error = error
                return heard
        return outcome

    def save_errors(self, path: Path) -> int:
        """See Work."""
        count: int = self._fulfilled(SaveErrors(path), Watch())
        return count

    def close(self) -> None:
        """See Work; also while a wish is being fulfilled, which then breaks off."""
        with self._closing:
            self._closed = True
            if self._process is not None:
                end_helper(self._process, _END_SECONDS)

    def _started(self) -> subprocess.Popen[bytes]:
        """Return the helper, started when it is first needed; raises OSError where that is not possible."""
        with self._closing:
            if self._closed:
                raise BrokenPipeError
            if self._process is None:
                self._process = start_helper("crm_desktop.views.importing.helper", WORKER_OPTION)
                write_message(pipe_of(self._process.stdin), msgspec.msgpack.encode(self._store.opening()))
            return self._process

    def _fulfilled(self, wish: Wish, watch: Watch, orders: InTurn | None = None) -> Any:
        with self._one:
            try:
                ended = self._followed(wish, watch, orders)
            except (OSError, ValueError):
                ended = None  # the pipe is broken, or was closed
        if ended is None:
            raise Broken("import.helper_ended")
        return ended.result()

    def _followed(self, wish: Wish, watch: Watch, orders: InTurn | None) -> Ended | None:
        process, told = self._started(), False
        to, telling = pipe_of(process.stdin), threading.Lock()

        def say(message: ToHelper) -> None:
            with telling:
                tell(to, message)

        say(wish)
        with _Carrying(orders, say) as carrying:
            while (message := hear_answer(pipe_of(process.stdout))) is not None:
                match message:
                    case Advanced(done):
                        watch.progress("", done)
                        if watch.cancelled() and not told:
                            told = True
                            say(Stop())
                    case Carry():
                        carrying.give(message)
                    case Ended():
                        return message
        return None


class _Carrying:
    """Has orders carried out in a thread of its own, which answers them; the block ends with the one under way."""

    def __init__(self, orders: InTurn | None, say: Callable[[ToHelper], None]) -> None:
        self._orders, self._say = orders, say
        self._waiting: queue.SimpleQueue[Carry | None] = queue.SimpleQueue()
        self._over = False
        self._failure: Exception | None = None
        self._thread = threading.Thread(target=self._serve, name="carry", daemon=True)

    def give(self, order: Carry) -> None:
        """Have an order carried out, after those given before; the helper sends no more than a few at a time."""
        self._waiting.put(order)

    def _serve(self) -> None:
        while (order := self._waiting.get()) is not None and not self._over:
            try:
                self._say(Carried(self._carried(order)))
            except (OSError, ValueError):
                return  # the helper has died, as whoever listens to it sees, too

    def _carried(self, order: Carry) -> bytes:
        assert self._orders is not None
        try:
            return self._orders.carry(order.order, order.turn)
        except Exception as error:  # noqa: BLE001 - the thread's boundary: raised where the block ends
            self._failure = error
            return b""

    def __enter__(self) -> _Carrying:
        if self._orders is not None:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over = True
        self._waiting.put(None)
        if self._orders is not None:
            self._thread.join()
        if self._failure is not None:
            raise self._failure
