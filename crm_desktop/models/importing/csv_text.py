"""CSV and its relatives as a table: encoding, separator and quoting are guessed from the bytes.

Pure on bytes, so that the server's command line and the desktop's dialog read a file alike. Writing stands in
`error_file.py`.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from crm_desktop.models.errors import Incompatible
from crm_desktop.models.importing.encodings import Decoded, decode
from crm_desktop.models.importing.error_file import plain_cell
from crm_desktop.models.importing.table import LOOKED_AT, PROBLEM_COLUMN, Row, clean_headers, fit, header_among

MOST_BYTES = 256_000_000
LONGEST_LINE = 1_000_000
"""Characters. A record of every field at its limit stays far below; what is longer is not a table."""
MOST_COLUMNS = 1_000
SEPARATORS = ",;\t|"
_SAMPLE_LINES = 60
_SEPARATOR_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}


@dataclass(frozen=True, slots=True)
class CsvTable:
    """A CSV file that has been looked through once: it has a header and can be read to its end."""

    name: str
    columns: tuple[str, ...]
    encoding: str
    separator: str
    text: str
    strict: bool
    above: int = 0
    """Filled lines above the header: titles, remarks."""

    @property
    def details(self) -> str:
        """Encoding and separator."""
        return f"{self.encoding}, {_SEPARATOR_NAMES[self.separator]}"

    def rows(self) -> Iterator[Row]:
        """Read the rows after the header; raises Incompatible("import.line_too_long") for a cell without end."""
        returning = PROBLEM_COLUMN in self.columns
        records = _records(self.name, self.text, self.separator, self.strict)
        for line, cells in islice(records, self.above + 1, None):
            fitted = fit(cells, len(self.columns))
            yield Row(line, tuple(plain_cell(cell) for cell in fitted) if returning else fitted)


def read_csv(name: str, content: bytes, encoding: str = "", separator: str = "") -> CsvTable:
    """Return the file as a table; empty `encoding` and `separator` are guessed.

    Raises Incompatible: `import.file_empty`, `import.file_too_large`, `import.encoding_unknown`, `import.not_text`,
    `import.line_too_long`, `import.quote_open`, `import.too_many_columns`.
    """
    if len(content) > MOST_BYTES:
        raise Incompatible("import.file_too_large", file=name)
    decoded = decode(content, name, encoding)
    text, told = _without_separator_line(decoded)
    if not text.strip():
        raise Incompatible("import.file_empty", file=name)
    _check_lines(name, text)
    chosen = separator or told or guess_separator(text)
    strict = _quotes_close(name, text, chosen)
    first = [cells for _, cells in islice(_records(name, text, chosen, strict), LOOKED_AT)]
    if not first:
        raise Incompatible("import.file_empty", file=name)
    above = header_among(first)
    cells = fit(first[above], 1)
    columns = clean_headers([plain_cell(cell) for cell in cells] if PROBLEM_COLUMN in cells else cells)
    if len(columns) > MOST_COLUMNS:
        raise Incompatible("import.too_many_columns", file=name, most=MOST_COLUMNS)
    return CsvTable(name, columns, decoded.encoding, chosen, text, strict, above)


def guess_separator(text: str) -> str:
    """Return the separator that cuts the first lines into the most even rows of more than one cell."""
    sample = [line for _, line in zip(range(_SAMPLE_LINES), io.StringIO(text, newline=""), strict=False)]
    return max(SEPARATORS, key=lambda separator: _evenness(sample, separator))


def _evenness(sample: list[str], separator: str) -> tuple[float, int]:
    widths = [len(cells) for cells in csv.reader(sample, delimiter=separator) if any(cells)]
    if not widths or max(widths) == 1:
        return (0.0, 0)
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    return (widths.count(usual) / len(widths), usual) if usual > 1 else (0.0, 1)


def _without_separator_line(decoded: Decoded) -> tuple[str, str]:
    """Take off the line `sep=;` with which Excel tells its separator."""
    first, _, rest = decoded.text.partition("\n")
    told = first.strip("\r")
    if told[:4].lower() == "sep=" and len(told) == 5 and told[4] in SEPARATORS:
        return rest, told[4]
    return decoded.text, ""


def _check_lines(name: str, text: str) -> None:
    for line in io.StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise Incompatible("import.line_too_long", file=name)


def _quotes_close(name: str, text: str, separator: str) -> bool:
    """Tell whether every quote is placed by the book; refuse a file whose last quote never closes."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for _ in reader:
            pass
    except csv.Error as problem:
        if "unexpected end" in str(problem) or "field larger" in str(problem):
            raise Incompatible("import.quote_open", file=name, line=reader.line_num) from None
        return False
    return True


def _records(name: str, text: str, separator: str, strict: bool) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=strict)
    line = 1
    try:
        for cells in reader:
            if any(cell and not cell.isspace() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error:
        raise Incompatible("import.line_too_long", file=name) from None
