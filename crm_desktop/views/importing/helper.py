"""The process of a large import: reads the file, judges its rows, and orders what is to be written. No Qt here.

Started as `python -m crm_desktop.views.importing.helper` or, packaged, by an option of the program. Its first message
is what opens the replica; it ends when its input ends, at once: what it ordered is committed whole or not at all.
"""

from __future__ import annotations

import gc
import os
import queue
import sys
import threading
from pathlib import Path
from typing import IO, NoReturn

import msgspec

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.errors import UserError
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.write_orders import Opening, OrderLine, read_message
from crm_desktop.views.importing.errand import (
    Advanced,
    Carried,
    Carry,
    Ended,
    FromHelper,
    Open,
    Rehearse,
    SaveErrors,
    Stop,
    Wish,
    Write,
    failed,
    hear_wish,
    tell,
)
from crm_desktop.views.importing.work import WorkHere
from crm_desktop.views.watching import Watch

_BEAT_SECONDS = 0.1


def main() -> NoReturn:
    """Fulfil wishes until the input ends."""
    # What an import makes is values without rings; looking for some would take a tenth of the time.
    gc.disable()
    opening = msgspec.msgpack.decode(read_message(sys.stdin.buffer), type=Opening)
    Helper(opening, sys.stdin.buffer, sys.stdout.buffer).serve()


class Helper:
    """One thread reads what comes in, one says how far it is, one works."""

    def __init__(self, opening: Opening, wishes: IO[bytes], answers: IO[bytes]) -> None:
        self._opening, self._from, self._to = opening, wishes, answers
        self._wishes: queue.SimpleQueue[Wish] = queue.SimpleQueue()
        self._carried: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._saying = threading.Lock()
        self._watch = Watch()

    def serve(self) -> NoReturn:
        """Fulfil wishes, one after the other."""
        threading.Thread(target=self._listen, name="listen", daemon=True).start()
        work = WorkHere(self._open(), OrderLine(self._order, self._carried.get))
        while True:
            wish = self._wishes.get()
            at_work = threading.Event()
            beat = threading.Thread(target=self._beat, args=(at_work, self._watch), daemon=True)
            beat.start()
            try:
                ended = Ended(_fulfil(work, wish, self._watch))
            except UserError as error:
                ended = failed(error)
            finally:
                at_work.set()
                beat.join()
            self._say(ended)

    def _open(self) -> Store:
        """Open the replica; where that cannot be done every wish is answered by saying why."""
        try:
            return open_store(Path(self._opening.path), self._opening.key, SystemClock())
        except UserError as error:
            why = failed(error)
        while True:
            self._wishes.get()
            self._say(why)

    def _listen(self) -> None:
        """Sort what comes in; when nothing comes any more the program is gone or wants us gone."""
        while (message := hear_wish(self._from)) is not None:
            match message:
                case Stop():
                    self._watch.stop()
                case Carried(answer):
                    self._carried.put(answer)
                case _:
                    self._watch = Watch()
                    self._wishes.put(message)
        # Not an ordinary end: it would wait for the thread that works. Nothing of it lies in this process alone.
        os._exit(0)

    def _beat(self, at_work: threading.Event, watch: Watch) -> None:
        while not at_work.wait(_BEAT_SECONDS):
            self._say(Advanced(watch.done))

    def _order(self, order: bytes, turn: int) -> None:
        self._say(Carry(order, turn))

    def _say(self, message: FromHelper) -> None:
        with self._saying:
            tell(self._to, message)


def _fulfil(work: WorkHere, wish: Wish, watch: Watch) -> object:
    match wish:
        case Open(wanted, language):
            file = work.open(wanted, language, watch)
            return None if file is None else file.without_words()
        case Rehearse(mapping):
            return work.rehearse(mapping, watch)
        case Write(mapping):
            return work.write(mapping, watch)
        case SaveErrors(path):
            return work.save_errors(path)


if __name__ == "__main__":
    main()
