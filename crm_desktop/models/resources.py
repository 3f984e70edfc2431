"""Where the read-only files that ship with the program are, for both programs; nothing here interprets them."""

import sys
from functools import cache
from pathlib import Path


@cache
def resource_folder() -> Path:
    """Return the folder `resources`: inside the bundle, beside the source, or where an installed wheel puts it."""
    bundle = getattr(sys, "_MEIPASS", None)
    candidates = [
        Path(bundle) / "resources" if bundle else None,
        Path(__file__).resolve().parents[2] / "resources",
        Path(sys.prefix) / "share" / "fieldline-crm" / "resources",
    ]
    for folder in candidates:
        if folder is not None and folder.is_dir():
            return folder
    raise FileNotFoundError("resources")


def resource(*parts: str) -> Path:
    """Return the path of one shipped file or folder."""
    return resource_folder().joinpath(*parts)
