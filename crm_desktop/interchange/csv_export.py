"""Writing tables as CSV files that a spreadsheet opens without running anything, and Excel reads in Chinese."""

import csv
import errno
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from crm_desktop.models.errors import Broken
from crm_desktop.models.importing.error_file import harmless_cell

_LONGEST_NAME = 60
"""Characters of a file's name that its unfinished form carries: names may be as long as systems allow."""


def write_csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> int:
    """Write the file whole or not at all and return how many rows it has; cells that look like formulas are disarmed.

    Raises Broken (`export.disk_full`, `export.not_writable`).
    """
    count = 0
    with whole(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([harmless_cell(heading) for heading in headings])
        for row in rows:
            writer.writerow([harmless_cell(cell) for cell in row])
            count += 1
    return count


def csv_bytes(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Return a small table as the bytes of such a file."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([harmless_cell(heading) for heading in headings])
    writer.writerows([harmless_cell(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file whole or not at all; raises Broken (`export.disk_full`, `export.not_writable`)."""
    with whole(path) as unfinished:
        unfinished.write_bytes(content)


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """Offer a place beside the file, which becomes the file when all went well."""
    unfinished = path.with_name(f".{path.name[:_LONGEST_NAME]}.part")
    try:
        yield unfinished
        unfinished.replace(path)
    except OSError as problem:
        full = problem.errno in (errno.ENOSPC, errno.EDQUOT)
        raise Broken("export.disk_full" if full else "export.not_writable") from problem
    finally:
        # A place that could not be written to cannot be tidied either, and that is said already.
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
