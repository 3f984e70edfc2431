"""What the transfer of files needs from the rest of the program, as protocols."""

from typing import Protocol

from crm_desktop.models.contents import Content
from crm_desktop.models.errors import UserError
from crm_desktop.models.file_exchange import UploadState
from crm_desktop.models.file_queue import FileLevels, Transfer


class Writer(Protocol):
    """A content on its way here."""

    @property
    def received(self) -> int:
        """How many bytes of it are here."""
        ...

    def take(self, piece: bytes) -> None:
        """Keep the next piece, so that it survives a kill."""
        ...

    def finish(self) -> bool:
        """Check what has arrived and keep it; False where it is thrown away."""
        ...

    def close(self) -> None:
        """Leave it as it is; what is here is kept."""
        ...


class FileQueue(Protocol):
    """What is to be sent and fetched, and the contents themselves. Raises Broken where this device cannot."""

    def levels(self) -> FileLevels:
        """Return how much may go now."""
        ...

    def next_upload(self) -> Transfer | None:
        """Return what is to be sent next."""
        ...

    def next_fetch(self, wanted: bool = False) -> Transfer | None:
        """Return what is to be fetched next; with `wanted` only what somebody waits for."""
        ...

    def prove(self, content: Content) -> str:
        """Return the proof that this user holds the content."""
        ...

    def piece(self, content: Content, offset: int, length: int) -> bytes:
        """Return a part of a content that lies here."""
        ...

    def sent(self, attachment_id: str) -> None:
        """Note that the server has the attachment's content."""
        ...

    def upload_failed(self, attachment_id: str, problem: UserError) -> None:
        """Note why a content cannot be sent."""
        ...

    def begin_fetch(self, content: Content) -> Writer:
        """Begin to fetch a content, or go on."""
        ...

    def fetch_failed(self, content: Content, problem: UserError) -> None:
        """Note why a content cannot be fetched."""
        ...

    def tidy(self) -> None:
        """After a sync of the records: queue what is missing there, remove what is too much here."""
        ...


class FileServer(Protocol):
    """The server's side of transfers, as the signed-in user.

    Raises Unreachable, Denied, Incompatible; Refused where the server found fault with this very file.
    """

    def offer(self, attachment_id: str, proof: str) -> UploadState:
        """Begin an upload, or ask how far it is."""
        ...

    def send(self, attachment_id: str, offset: int, piece: bytes) -> UploadState:
        """Send the piece that begins at `offset`."""
        ...

    def fetch(self, attachment_id: str, start: int, end: int) -> bytes:
        """Fetch the bytes from `start` up to `end`, not included, checked on the way."""
        ...

    def quiet_ms(self) -> int:
        """Return for how long the request under way has made no headway; 0 where there is none."""
        ...

    def hang_up(self) -> None:
        """Break the request that is under way, from any thread."""
        ...
