"""How long search takes among a million names and phones in an encrypted file, and what the index costs to build."""

from __future__ import annotations

import gc
import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks.options import Options
from benchmarks.report import Measurement, at_most, compared, percentile
from benchmarks.sample_names import Names
from crm_desktop.models.pinyin import spell
from crm_desktop.store.engine import WRITER_PRAGMAS, connect
from crm_desktop.store.search.connection import Connection
from crm_desktop.store.search.index import index_rows
from crm_desktop.store.search.query import search
from crm_desktop.store.search.schema import create_search_tables, optimise
from crm_desktop.store.search.tokens import SearchRow

NAME = "search"
_RECORDS = 1_000_000
_FIRST_SYNC = 100_000
_COMMIT = 5_000
_QUERIES = 60
_LIMIT_MS = 30.0
_LONGEST = 4

Record = tuple[str, SearchRow]


def run(options: Options) -> list[Measurement]:
    """Build the index of a first synchronisation beside a bare insert; then build a large one and ask it."""
    key = os.urandom(32)
    first = list(Names(1).records(max(int(_FIRST_SYNC * options.scale), 1_000)))
    measured = [_first_sync(options.folder, key, first)]
    count = max(int(_RECORDS * options.scale), 1_000)
    path = options.folder / "search.db"
    writer = connect(path, key, WRITER_PRAGMAS)
    create_search_tables(writer)
    seconds = _timed(lambda: _build(writer, Names(2).records(count)))
    merged = _timed(lambda: optimise(writer))
    writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    writer.close()
    reader = connect(path, key, WRITER_PRAGMAS)
    asked = _Questions(list(Names(2).records(min(count, 20_000))))
    measured += [
        _ask(reader, f"{sort}, {length}", [make(length) for _ in range(_QUERIES)], _LIMIT_MS)
        for sort, make in asked.sorts().items()
        for length in range(1, _LONGEST + 1)
    ]
    measured.append(_ask(reader, "two words", [asked.two_words() for _ in range(_QUERIES)], None))
    measured.append(_ask(reader, "mistyped", [asked.mistyped() for _ in range(_QUERIES)], None))
    reader.close()
    return [
        *measured,
        Measurement(f"build {count:,}", seconds, "s"),
        Measurement("merge into one part", merged, "s"),
        Measurement("size", path.stat().st_size / 1e6, "MB"),
    ]


def _first_sync(folder: Path, key: bytes, records: list[Record]) -> Measurement:
    """Index the records beside a bare insert of the same texts into an encrypted table with an index."""
    bare = connect(folder / "bare.db", key, WRITER_PRAGMAS)
    bare.execute("CREATE TABLE records (id TEXT PRIMARY KEY, name TEXT, texts TEXT, phones TEXT, emails TEXT)")
    bare.execute("CREATE INDEX records_by_name ON records (name)")
    indexed = connect(folder / "indexed.db", key, WRITER_PRAGMAS)
    create_search_tables(indexed)
    # What the caller holds in memory is not to be looked at by the collector again and again.
    gc.collect()
    gc.freeze()
    bare_seconds = _timed(lambda: _insert(bare, records))
    seconds = _timed(lambda: _build(indexed, iter(records)))
    gc.unfreeze()
    bare.close()
    indexed.close()
    name = f"index {len(records):,} of a first sync"
    return compared(name, seconds, "s", reference=("bare insert of the texts", bare_seconds))


def _insert(connection: Connection, records: list[Record]) -> None:
    for some in _portions(iter(records)):
        connection.execute("BEGIN IMMEDIATE")
        connection.executemany("INSERT INTO records VALUES (?, ?, ?, ?, ?)", [row for _, row in some])
        connection.execute("COMMIT")


def _build(connection: Connection, records: Iterator[Record]) -> None:
    for some in _portions(records):
        connection.execute("BEGIN IMMEDIATE")
        for kind in sorted({kind for kind, _ in some}):
            index_rows(connection, kind, [row for each, row in some if each == kind])
        connection.execute("COMMIT")


def _portions(records: Iterator[Record]) -> Iterator[list[Record]]:
    while portion := [record for record, _ in zip(records, range(_COMMIT), strict=False)]:
        yield portion


class _Questions:
    """Makes what somebody would type to find one of the records."""

    def __init__(self, records: list[Record]) -> None:
        self._random = random.Random(3)
        rows = [row for _, row in records]
        self._chinese = [row[1] for row in rows if not any(map(str.isascii, row[1]))]
        self._names = [row[1] for row in rows]
        self._phones = [row[3].removeprefix("+86") for row in rows if row[3]]

    def sorts(self) -> dict[str, Callable[[int], str]]:
        """Return what makes a question of a length, by the name of the sort."""
        return {
            "Chinese": lambda length: self._part(self._chinese, length),
            "pinyin": self._spelled,
            "initials": self._initials,
            "digits": lambda length: self._part(self._phones, length),
        }

    def two_words(self) -> str:
        """Return two parts of one name, one of them spelled."""
        name = self._pick(self._chinese, 6)
        return f"{name[:2]} {''.join(spell(name[2:4]).split())}"

    def mistyped(self) -> str:
        """Return a spelling with two letters swapped."""
        letters = "".join(spell(self._pick(self._names, 3)).split())[:9]
        place = self._random.randrange(1, len(letters) - 1)
        return letters[: place - 1] + letters[place] + letters[place - 1] + letters[place + 1 :]

    def _pick(self, texts: list[str], least: int) -> str:
        while len(text := self._random.choice(texts)) < least:
            pass
        return text

    def _part(self, texts: list[str], length: int) -> str:
        text = self._pick(texts, length)
        start = self._random.randrange(len(text) - length + 1)
        return text[start : start + length]

    def _spelled(self, length: int) -> str:
        """Return the spelling of a name from its start, or as often from some character on."""
        syllables = spell(self._random.choice(self._names)).split()
        start = self._random.randrange(len(syllables)) if self._random.random() < 0.5 else 0
        return "".join(syllables[start:])[:length]

    def _initials(self, length: int) -> str:
        return "".join([each[0] for each in spell(self._pick(self._chinese, length)).split()])[:length]


def _ask(connection: Connection, name: str, questions: list[str], limit: float | None) -> Measurement:
    samples = [_timed(partial(search, connection, question)) * 1000 for question in questions]
    value = percentile(samples, 95)
    if limit is None:
        return Measurement(f"p95 {name}", value, "ms", samples=tuple(samples))
    return at_most(f"p95 {name}", value, "ms", limit, samples)


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
