"""Reading a whole file, with the system's complaints made into sentences: the import's one touch of the disk."""

from pathlib import Path

from crm_desktop.models.errors import Broken, Incompatible


def read_bytes(path: Path, most: int) -> bytes:
    """Return a file's content.

    Raises Broken("import.file_missing"), Broken("import.file_unreadable"), Incompatible("import.file_too_large").
    """
    try:
        if path.stat().st_size > most:
            raise Incompatible("import.file_too_large", file=path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise Broken("import.file_missing", file=path.name) from None
    except OSError:
        raise Broken("import.file_unreadable", file=path.name) from None
