"""What tests of the device's files do again and again: attach, let the server answer, look."""

from __future__ import annotations

import hashlib
from pathlib import Path

from crm_desktop.models.contents import CHUNK_BYTES
from crm_desktop.models.edits import Create
from crm_desktop.models.exchange import Outcome, Rows
from crm_desktop.store.attachments.attaching import NewFile, Target
from crm_desktop.store.attachments.folder import files_folder
from crm_desktop.store.opening import Store
from crm_desktop.store.queries.attachments import FileView, file_views
from tests.store.attachments.samples import bytes_of
from tests.store.server_side import pulled as pulled_page

PICTURE = bytes_of(2 * CHUNK_BYTES + 5)


def account(store: Store, name: str = "恒川精密") -> str:
    made = Create("account", {"name": name})
    store.door.commit("account.create", [made])
    return made.id


def attached(store: Store, plain: bytes = PICTURE, to: str = "", name: str = "screen.png") -> str:
    file = NewFile(store.attachments.put(plain), name)
    store.attachments.attach([file], Target("account", to) if to else Target())
    return file.id


def acknowledge(store: Store, sequence: int = 50) -> None:
    waiting = store.outbox.waiting(100)
    store.outbox.record([Outcome(each.id, "applied", sequence) for each in waiting])


def pulled(store: Store, *batches: Rows, sequence: int = 1, exits: tuple[tuple[str, str], ...] = ()) -> None:
    store.replica.apply_pull_page(pulled_page(sequence, *batches, exits=exits))


def view(store: Store, attachment_id: str) -> FileView:
    return store.read(file_views, [attachment_id])[0]


def sha256(plain: bytes) -> str:
    return hashlib.sha256(plain).hexdigest()


def files(store: Store) -> list[Path]:
    folder = files_folder(store.path)
    return sorted(folder.rglob("*")) if folder.exists() else []
