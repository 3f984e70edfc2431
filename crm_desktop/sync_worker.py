"""The helping process of a large first sync: joins the store and the sync, as app.py does for the program itself.

Started as `python -m crm_desktop.sync_worker` or, packaged, by an option of the program. Its order, with its secrets,
comes through standard input; it ends when that ends. It opens no window and imports nothing of Qt.
"""

import os
import sys
from pathlib import Path
from typing import NoReturn

from crm_desktop.models.clock import SystemClock
from crm_desktop.store.opening import open_store
from crm_desktop.sync.errand import Order
from crm_desktop.sync.ports import Outbox, Replica
from crm_desktop.sync.worker import Helper


def main() -> NoReturn:
    """Carry out the one order that comes in."""
    status = Helper(sys.stdin.buffer, sys.stdout.buffer).serve(_opened)
    # Not an ordinary end: it would wait for, and trip over, the thread that reads orders. Every page is committed.
    os._exit(status)


def _opened(order: Order) -> tuple[Replica, Outbox]:
    store = open_store(Path(order.replica), bytes.fromhex(order.key), SystemClock())
    return store.replica, store.outbox


if __name__ == "__main__":
    main()
