"""Open whatever file a person chose as a table, by its ending."""

from pathlib import Path

from crm_desktop.interchange.csv_files import open_csv
from crm_desktop.interchange.vcard.table import ENDINGS, open_vcards
from crm_desktop.interchange.xlsx_files import open_sheet, sheet_names
from crm_desktop.models.errors import Incompatible
from crm_desktop.models.importing.table import Table

TEXT_ENDINGS = frozenset({".csv", ".tsv", ".txt"})
WORKBOOK_ENDINGS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})


def open_table(path: Path, sheet: str = "", encoding: str = "", separator: str = "", language: str = "en") -> Table:
    """Return the file, or one sheet of it, as a table; raises Incompatible("import.format_unknown").

    Encoding and separator of a text file are guessed where empty; the first sheet is taken where none is named. A file
    of vCards has columns that are named in `language`.
    """
    ending = path.suffix.lower()
    if ending in TEXT_ENDINGS:
        return open_csv(path, encoding, separator)
    if ending in WORKBOOK_ENDINGS:
        return open_sheet(path, sheet)
    if ending in ENDINGS:
        return open_vcards(path, encoding, language)
    raise Incompatible("import.format_unknown", file=path.name)


def sheets_of(path: Path) -> list[str]:
    """Return the sheets to choose from; none for text files."""
    return sheet_names(path) if path.suffix.lower() in WORKBOOK_ENDINGS else []
