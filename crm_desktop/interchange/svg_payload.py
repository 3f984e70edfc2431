"""The map inside of a picture in SVG, by which the picture can be opened again."""

import base64
import binascii
import re

from crm_desktop.models.errors import Incompatible

_CARRIER = re.compile(rb'<metadata id="fieldline-process">([A-Za-z0-9+/=\s]*)</metadata>')


def carrier(payload: bytes) -> str:
    """Return the element of a picture that carries a file; "" for none."""
    return f'<metadata id="fieldline-process">{base64.b64encode(payload).decode()}</metadata>' if payload else ""


def read_svg_payload(svg: bytes) -> bytes | None:
    """Return the file that a picture carries, None where it carries none."""
    found = _CARRIER.search(svg)
    try:
        return None if found is None else base64.b64decode(found.group(1), validate=False)
    except binascii.Error:
        raise Incompatible("process_file.damaged") from None
