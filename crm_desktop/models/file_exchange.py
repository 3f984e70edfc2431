"""The messages about the contents of attachments, for both ends; what they mean stands in docs/protocol.md.

Everything hangs on an attachment's id: who may see the record may read its content, who made it may bring it.
"""

import base64
import hashlib
from typing import Annotated

import msgspec

CHECKSUM_HEADER = "Content-Digest"
"""RFC 9530: `sha-256=:BASE64:` over the piece as it travels."""


class UploadOffer(msgspec.Struct, frozen=True, kw_only=True):
    """POST /v1/attachments/ID/content: begin an upload, or ask how far it has come.

    `proof` is `contents.proof_of_possession` in hexadecimal digits; with it, what the server holds already need not be
    sent again. "" where the content is to travel anyway.
    """

    proof: Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$")] = ""


class UploadState(msgspec.Struct, frozen=True, kw_only=True):
    """How far an upload has come: bytes received from the beginning, and whether the content is whole and checked."""

    received: int
    complete: bool = False


def checksum_of(piece: bytes) -> str:
    """Return the checksum of a piece as it stands in CHECKSUM_HEADER."""
    return f"sha-256=:{base64.b64encode(hashlib.sha256(piece).digest()).decode()}:"


def content_path(attachment_id: str) -> str:
    """Return the address of an attachment's content."""
    return f"/v1/attachments/{attachment_id}/content"


def piece_path(attachment_id: str, offset: int) -> str:
    """Return the address to which the piece that begins at `offset` is PUT."""
    return f"{content_path(attachment_id)}?offset={offset}"
