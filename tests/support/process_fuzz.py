"""Mutated process files, and reading them as strictly as a stranger's file is read: refused, or opened whole."""

from __future__ import annotations

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from crm_desktop.interchange.bpmn.reading import read_bpmn
from crm_desktop.interchange.bpmn.writing import write_bpmn
from crm_desktop.interchange.drawio_in import read_drawio
from crm_desktop.interchange.drawio_out import write_drawio
from crm_desktop.interchange.mermaid_in import read_mermaid
from crm_desktop.interchange.mermaid_out import write_mermaid
from crm_desktop.interchange.process_files import open_process_file
from crm_desktop.interchange.steps_out import write_steps_xlsx
from crm_desktop.models.errors import UserError
from crm_desktop.models.importing.label_files import load_words
from crm_desktop.models.processes.process_map import ProcessMap
from tests.support.bpmn_files import changed
from tests.support.dialect_files import DIALECTS
from tests.support.dialect_lines import drawn_line
from tests.support.map_samples import order_map
from tests.support.notation_file import notation_file
from tests.support.vendor_files import FILES, camunda, encoded

_TOKENS = (
    b"<", b">", b'"', b"&", b"]]>", b"<!--", b"<![CDATA[", b"</", b"/>", b"NaN", b"-1", b"1e309", b"999999999999999",
    b"&#0;", b"&lt;", b"\x00", b"\xff\xfe", b'id="', b"<b:process>", b"true", b"subgraph", b"end", b"-->", b"{{{{",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Trial:
    """One kind of file: examples, and how a mutated one is read."""

    name: str
    examples: tuple[bytes, ...]
    read: Callable[[bytes, Path], None]


def trials() -> list[Trial]:
    """Return all kinds of files that strangers may send."""
    map_ = order_map()
    bpmn = (
        *(make().encode() for make, _ in FILES.values()),
        *(dialect.text.encode() for dialect in DIALECTS.values()),
        notation_file().encode(),
        drawn_line().encode(),
        *(encoded(camunda(), encoding) for encoding in ("utf-16", "gb18030")),
    )
    return [
        Trial("bpmn", (*bpmn, write_bpmn(map_)), _read_bpmn),
        Trial(
            "drawio", (write_drawio(map_), write_drawio(order_map(vertical=False))), lambda data, _: _read_drawio(data)
        ),
        Trial("mermaid", (write_mermaid(map_).encode(),), lambda data, _: _read_mermaid(data)),
        Trial("xlsx", (write_steps_xlsx(map_, load_words(), chinese=False),), _read_table),
    ]


def mutated(chance: random.Random, example: bytes) -> bytes:
    """Return the file with some of its bytes, words or parts changed, doubled, moved or lost."""
    data = bytearray(example)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        at = chance.randrange(len(data) or 1)
        length = chance.choice((1, 1, 4, 30, 400))
        match chance.randrange(7):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + length]
            case 2:
                data[at:at] = chance.choice(_TOKENS)
            case 3:
                data[at:at] = data[at : at + length] * chance.choice((1, 2, 20))
            case 4:
                other = chance.randrange(len(data) or 1)
                data[at:at] = data[other : other + length]
            case 5:
                del data[at:]
            case _:
                _swap_ids(chance, data)
        if not data:
            break
    return bytes(data)


def run(trial: Trial, count: int, seed: int, folder: Path) -> Iterator[tuple[float, str]]:
    """Read so many mutated files; yield seconds and what came of each. Anything but a UserError is raised."""
    chance = random.Random(f"{trial.name} {seed}")
    for _ in range(count):
        example = chance.choice(trial.examples)
        data = (
            _mutated_archive(chance, example)
            if example[:2] == b"PK" and chance.random() < 0.7
            else mutated(chance, example)
        )
        begin = time.perf_counter()
        try:
            trial.read(data, folder)
            outcome = "opened"
        except UserError as error:
            outcome = error.code
        yield time.perf_counter() - begin, outcome


def _swap_ids(chance: random.Random, data: bytearray) -> None:
    """Let two quoted values change places: references lead elsewhere, elements contain each other."""
    parts = bytes(data).split(b'"')
    if len(parts) > 5:
        one, other = (chance.randrange(len(parts) // 2) * 2 + 1 for _ in range(2))
        one, other = min(one, len(parts) - 1), min(other, len(parts) - 1)
        parts[one] = parts[other]
        data[:] = b'"'.join(parts)


def _mutated_archive(chance: random.Random, example: bytes) -> bytes:
    """Return the workbook with one of its files mutated, so that unpacking alone does not stop it."""
    source, target = zipfile.ZipFile(io.BytesIO(example)), io.BytesIO()
    names = source.namelist()
    chosen = chance.choice(names)
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            content = source.read(name)
            archive.writestr(name, mutated(chance, content) if name == chosen and content else content)
    return target.getvalue()


def _check(maps: object) -> None:
    """A map that opened is whole: every flow has two ends, every node a lane."""
    assert isinstance(maps, list | tuple)
    for map_ in maps:
        assert isinstance(map_, ProcessMap)
        nodes, lanes = {node.id for node in map_.nodes}, {lane.id for lane in map_.lanes}
        assert all(flow.source_id in nodes and flow.target_id in nodes for flow in map_.flows)
        assert all(node.lane_id in lanes for node in map_.nodes)


def _read_bpmn(data: bytes, _folder: Path) -> None:
    maps = read_bpmn(data, "x").maps
    _check(maps)
    for map_ in maps:
        assert write_bpmn(map_, data, "x") == data
    if maps and maps[0].nodes:
        step = maps[0].nodes[0]
        edited = write_bpmn(changed(maps[0], step, name="新", along=step.along + 40), data, "x")
        _check(read_bpmn(edited, "x").maps)


def _read_drawio(data: bytes) -> None:
    _check(read_drawio(data, "x").maps)


def _read_mermaid(data: bytes) -> None:
    _check(read_mermaid(data.decode("utf-8", "replace"), "x").maps)


def _read_table(data: bytes, folder: Path) -> None:
    path = folder / "x.xlsx"
    path.write_bytes(data)
    _check(open_process_file(path).read.maps)
