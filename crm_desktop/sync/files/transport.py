"""Files over HTTP, on a line of their own: nobody waits behind a large file for a record."""

from dataclasses import replace

from crm_desktop.models.errors import Incompatible
from crm_desktop.models.file_exchange import (
    CHECKSUM_HEADER,
    UploadOffer,
    UploadState,
    checksum_of,
    content_path,
    piece_path,
)
from crm_desktop.sync.line import Line, Message
from crm_desktop.sync.ports import Access
from crm_desktop.sync.transport import as_signed_in, send_as


class HttpFileServer:
    """Implements ports.FileServer. For one thread; any may hang up. Everything may be sent again without harm."""

    def __init__(self, address: str, access: Access) -> None:
        self._address, self._access = address, access
        self._line = Line(address)

    def offer(self, attachment_id: str, proof: str) -> UploadState:
        """Begin an upload, or ask how far it is."""
        message = Message("POST", content_path(attachment_id), UploadOffer(proof=proof))
        return send_as(self._access, self._line, message, UploadState)

    def send(self, attachment_id: str, offset: int, piece: bytes) -> UploadState:
        """Send the piece that begins at `offset`."""
        headers = {CHECKSUM_HEADER: checksum_of(piece)}
        # The server itself says where it goes on: a piece that arrived twice is told its place.
        message = Message("PUT", piece_path(attachment_id, offset), piece=piece, headers=headers)
        return send_as(self._access, self._line, message, UploadState)

    def fetch(self, attachment_id: str, start: int, end: int) -> bytes:
        """Fetch the bytes from `start` up to `end`, not included, checked on the way."""
        headers = {"Range": f"bytes={start}-{end - 1}", "Accept-Encoding": "identity"}
        message = Message("GET", content_path(attachment_id), headers=headers)
        piece = as_signed_in(self._access, lambda token: self._line.fetch(replace(message, token=token)))
        if len(piece) != end - start:
            raise Incompatible("sync.garbage")
        return piece

    def quiet_ms(self) -> int:
        """Return for how long the request under way has made no headway; 0 where there is none."""
        return self._line.quiet_ms

    def hang_up(self) -> None:
        """Break the request that is under way, from any thread; the next one opens a new line."""
        line, self._line = self._line, Line(self._address)
        line.hang_up()
