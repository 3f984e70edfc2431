"""CSV files of this device as tables. What is in the bytes is `models.importing.csv_text`'s business."""

from pathlib import Path

from crm_desktop.models.importing.csv_text import MOST_BYTES, CsvTable, read_csv
from crm_desktop.models.importing.disk import read_bytes


def open_csv(path: Path, encoding: str = "", separator: str = "") -> CsvTable:
    """Return the file as a table; encoding and separator are guessed where empty.

    Raises Broken (`import.file_missing`, `import.file_unreadable`) and what `read_csv` raises.
    """
    return read_csv(path.name, read_bytes(path, MOST_BYTES), encoding, separator)
