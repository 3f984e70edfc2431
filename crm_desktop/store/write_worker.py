"""The writing process of a large import: commits what comes in, says what became of it, ends with its parent.

Started as `python -m crm_desktop.store.write_worker` or, packaged, by an option of the program. See `elsewhere.py`.
"""

import gc
import sys
from pathlib import Path
from typing import NoReturn

import msgspec

from crm_desktop.models.clock import SystemClock
from crm_desktop.models.errors import Broken, Refused
from crm_desktop.store.opening import Store, open_store
from crm_desktop.store.write_orders import Opening, carry_out, read_message, refusal, write_message


def main() -> NoReturn:
    """Serve until the input ends."""
    # Nothing here makes cycles worth a search, and every search would look at a thousand records.
    gc.disable()
    orders, answers = sys.stdin.buffer, sys.stdout.buffer
    opening = msgspec.msgpack.decode(read_message(orders), type=Opening)
    store: Store | None = None
    while content := read_message(orders):
        try:
            store = store or open_store(Path(opening.path), opening.key, SystemClock())
        except (Refused, Broken) as error:
            write_message(answers, msgspec.msgpack.encode(refusal(error)))
        else:
            write_message(answers, carry_out(store.door, content))
    if store is not None:
        store.close()
    sys.exit(0)


if __name__ == "__main__":
    main()
