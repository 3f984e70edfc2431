"""A report as one neutral value: headings, paragraphs, figures, tables and pictures. Files are written from it alone.

What the report of a study says stands in `report_parts.py`; how DOCX and PDF look is the writers' business.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from crm_desktop.models.processes.process_map import ProcessMap


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a part."""

    words: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in one of the styles body, lead, quiet."""

    words: str
    style: str = "body"


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; numbered where the order matters."""

    items: tuple[str, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure that is to be remembered: what it is, the figure, a remark."""

    name: str
    value: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """Figures side by side."""

    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `widths` are parts of the page's; numbers stand at the `right`; a `total` is the last row."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = frozenset()
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPicture:
    """A map, drawn by whoever can draw. `marks` say what becomes of steps; `mark_words` name the marks."""

    map: ProcessMap
    caption: str
    marks: Mapping[str, str] = field(default_factory=dict)
    mark_words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SvgPicture:
    """A picture that is drawn already."""

    svg: str
    caption: str


Block: TypeAlias = Heading | Paragraph | Bullets | KeyFigures | Table | MapPicture | SvgPicture


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A whole report in one language. `continues` and `continued` mark the pages of what is too long for one."""

    title: str
    subtitle: str
    lines: tuple[str, ...]
    """What else stands on the first page: for whom, by whom, when."""
    language: str
    blocks: tuple[Block, ...]
    footer: str = ""
    continues: str = ""
    continued: str = ""
    page: str = "{page} / {pages}"


def words_of(report: Report) -> tuple[str, ...]:
    """Return everything the report says, pictures' captions included: for looking through it."""
    found = [report.title, report.subtitle, *report.lines, report.footer]
    for block in report.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.words)
            case Bullets():
                found += block.items
            case KeyFigures():
                found += [words for each in block.figures for words in (each.name, each.value, each.remark)]
            case Table():
                found += [*block.heads, *(cell for row in block.rows for cell in row)]
            case MapPicture() | SvgPicture():
                found.append(block.caption)
    return tuple(words for words in found if words)


def lead_in(blocks: tuple[Block, ...], at: int) -> int:
    """Return where the words begin that lead in the picture at `at`: they stand on its page."""
    while at > 0 and isinstance(blocks[at - 1], Heading | Paragraph):
        at -= 1
        if isinstance(blocks[at], Heading):
            break
    return at
