"""Devices with files: what a client of the central server needs to attach, send and fetch contents in tests."""

from __future__ import annotations

import threading
from pathlib import Path

from crm_desktop.models.errors import UserError
from crm_desktop.store.attachments.attaching import NewFile
from crm_desktop.store.queries.attachments import FileView, file_views
from crm_desktop.sync.failures import Failure, judge
from crm_desktop.sync.files.progress import Moving
from crm_desktop.sync.files.transfers import Stopped, Transfers
from crm_desktop.sync.files.transport import HttpFileServer
from tests.support.central import Client


def attach(client: Client, plain: bytes, name: str = "picture.png") -> str:
    """Attach bytes on a device; return the attachment's id."""
    file = NewFile(client.store.attachments.put(plain), name)
    client.store.attachments.attach([file])
    return file.id


class Carrier:
    """Moves a client's files without a loop, one run at a time."""

    def __init__(self, client: Client, address: str = "") -> None:
        self.client = client
        self.server = HttpFileServer(address or client.address, client.signed_in)
        self.moves: list[Moving] = []

    def run(self, stop: threading.Event | None = None) -> Failure | None:
        """Move what there is to move; return why it ended early."""
        queue = self.client.store.attachments.queue
        try:
            Transfers(queue, self.server, stop or threading.Event(), self.moves.append, lambda _: None).run()
        except Stopped:
            return None
        except UserError as error:
            return judge(error)
        return None

    def sync(self) -> Failure | None:
        """Sync the records, then move the files, then hear that they have arrived."""
        for _ in range(2):
            assert self.client.sync().complete
            self.client.store.attachments.queue.tidy()
            failure = self.run()
            if failure is not None:
                return failure
        return None

    def view(self, attachment_id: str) -> FileView:
        """Return the file as a screen would show it."""
        return self.client.store.read(file_views, [attachment_id])[0]

    def read(self, attachment_id: str) -> bytes:
        """Return the content from this device."""
        return self.client.store.attachments.read(self.view(attachment_id).sha256)

    def close(self) -> None:
        """Let go of the line."""
        self.server.hang_up()


def sealed_files(client: Client) -> list[Path]:
    """Return the files of the client's folder of contents."""
    folder = client.path.with_name(f"{client.path.name}.files")
    return [path for path in folder.rglob("*") if path.is_file()] if folder.exists() else []
