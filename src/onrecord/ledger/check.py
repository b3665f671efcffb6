"""`fsck`: whether every line of the log is the one that was filed, in its place, and all else follows from it."""

from __future__ import annotations

import zlib
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy import exc

from onrecord.errors import LedgerError
from onrecord.ledger import schema
from onrecord.ledger.connect import told, writing
from onrecord.ledger.entries import Entry
from onrecord.ledger.keys import fold
from onrecord.ledger.log import Frontier
from onrecord.ledger.upkeep import article_entries, load_aliases
from onrecord.ledger.view import INDEXED, replay

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from onrecord.ledger.store import Ledger
    from onrecord.ledger.view import Row

CHUNK = 1000
"""Rows held at once."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was filed: its table, its row, and what is wrong."""

    table: str
    row: str
    what: str

    def __str__(self) -> str:
        return f"{self.table} {self.row}: {self.what}"


def check(ledger: Ledger) -> Iterator[Fault]:
    """All that is wrong with *ledger*; nothing where it is as it was filed.

    Reads everything once, as it stands at one moment; memory holds one article at a
    time, and a key for each.
    """
    with ledger.read() as connection:
        if connection.dialect.name == "sqlite":
            yield from _quick_check(connection)
            _tolerate_damage(connection)
        yield from _check_entries(connection)
        yield from _check_views(connection)
        yield from _check_raws(connection)
        yield from _check_speakers(connection)
    if ledger.engine.dialect.name == "sqlite":
        yield from _check_search(ledger)


def _check_entries(connection: sa.Connection) -> Iterator[Fault]:
    """Each line's payload, digest, leaf, time and place; and the head after each transaction."""
    heads = {row.size: row.root for row in connection.execute(sa.select(schema.heads))}
    redacted = set(connection.scalars(sa.select(schema.entries.c.article).where(schema.entries.c.kind == "redaction")))
    frontier, last_at = Frontier(), ""
    sound, doubtful, named = 0, None, False  # heads: the last that was right, the first wrong one after it
    query = sa.select(schema.entries).order_by(schema.entries.c.seq).execution_options(yield_per=CHUNK)
    for row in connection.execute(query).mappings():
        entry = Entry.from_json(row)
        while frontier.size < entry.seq:
            yield Fault("entries", str(frontier.size), "is missing")
            frontier.add(b"\0" * 32)
            named = True
        for fault in _faults(entry, row["leaf"], last_at, redacted):
            yield fault
            named = True
        last_at = entry.at
        frontier.add(entry.leaf)
        if heads.get(frontier.size) == frontier.root.hex():
            if doubtful is not None and not named:
                yield Fault("heads", str(doubtful), "is not the head of the entries before it")
            sound, doubtful = frontier.size, None
        elif frontier.size in heads and doubtful is None:
            doubtful = frontier.size
    tail = connection.execute(sa.select(schema.tail)).first()
    if doubtful is not None and not named:
        if tail is not None and tail.frontier == frontier.to_text():
            yield Fault("heads", str(doubtful), "is not the head of the entries before it")
        else:
            yield Fault(
                "entries", f"{sound} to {doubtful - 1}", "one of them was filed anew with its hashes: the head differs"
            )
    yield from _check_heads(connection, frontier, heads)


def _faults(entry: Entry, leaf: str, last_at: str, redacted: set[str | None]) -> Iterator[Fault]:
    name = f"{entry.seq} ({entry.kind} {entry.subject})"
    if not entry.whole:
        yield Fault("entries", name, "its payload is not the one of its digest")
    if entry.payload is None and entry.article not in redacted:
        yield Fault("entries", name, "its payload is gone, and no redaction says so")
    if entry.leaf.hex() != leaf:
        yield Fault("entries", name, "its leaf in the tree is not the one of its fields")
    if entry.at < last_at:
        yield Fault("entries", name, f"its time {entry.at} lies before that of the entry before it")


def _check_heads(connection: sa.Connection, frontier: Frontier, heads: Mapping[int, str]) -> Iterator[Fault]:
    rows = connection.execute(sa.select(schema.tail)).all()
    if len(rows) != 1:
        yield Fault("tail", "", f"found {len(rows)} rows, expected one")
        return
    tail = rows[0]
    last = connection.scalar(sa.select(schema.entries.c.at).order_by(schema.entries.c.seq.desc()).limit(1)) or ""
    for size in range(frontier.size, tail.size if tail.size - frontier.size <= CHUNK else frontier.size):
        yield Fault("entries", str(size), "is missing: the log was cut off")
    if tail.size != frontier.size:
        yield Fault("tail", str(tail.size), f"found {frontier.size} entries, expected {tail.size}")
    elif tail.frontier != frontier.to_text():
        yield Fault("tail", str(tail.size), "its subtrees are not those of the entries")
    if tail.at != last:
        yield Fault("tail", str(tail.size), f"its time is {tail.at!r}, the last entry's is {last!r}")
    for size in heads:
        if size > frontier.size or size < 1:
            yield Fault("heads", str(size), f"there are {frontier.size} entries")
    if frontier.size and frontier.size not in heads:
        yield Fault("heads", str(frontier.size), "is missing")


def _check_views(connection: sa.Connection) -> Iterator[Fault]:
    """The view of each article against what its entries give."""
    aliases = load_aliases(connection)
    known = connection.scalars(
        sa.select(schema.entries.c.article).where(schema.entries.c.article.is_not(None)).distinct()
    ).all()
    for article in known:
        try:
            view = replay(article_entries(connection, str(article)), aliases)
        except (KeyError, TypeError, ValueError) as error:
            yield Fault("entries", f"of article {article}", f"they give no view ({type(error).__name__}: {error})")
            continue
        for table in schema.VIEWS:
            yield from _compare(connection, table, str(article), view.rows(table.name))
    there = set(known)
    for table in schema.VIEWS:
        column = table.c.key if table is schema.articles else table.c.article
        for article in connection.scalars(sa.select(column).distinct()):
            if article not in there:
                yield Fault(table.name, f"of article {article}", "no entry gives it")


def _compare(connection: sa.Connection, table: sa.Table, article: str, expected: list[Row]) -> Iterator[Fault]:
    column = table.c.key if table is schema.articles else table.c.article
    names = [each.name for each in table.primary_key.columns]

    def identity(row: Row) -> str:
        return " ".join(str(row[name]) for name in names)

    wanted = {identity(row): row for row in expected}
    found = {
        identity(row): row
        for row in map(dict, connection.execute(sa.select(table).where(column == article)).mappings())
    }
    for name, row in found.items():
        if name not in wanted:
            yield Fault(table.name, name, "no entry gives it")
        elif row != wanted[name]:
            differing = ", ".join(field for field in row if row[field] != wanted[name][field])
            yield Fault(table.name, name, f"its {differing} is not what the entries give")
    for name in wanted:
        if name not in found:
            yield Fault(table.name, name, "is missing")


def _check_raws(connection: sa.Connection) -> Iterator[Fault]:
    column = schema.entries.c
    wanted = set()
    query = sa.select(schema.entries).where(column.kind == "document", column.payload.is_not(None))
    for row in connection.execute(query.execution_options(yield_per=CHUNK)).mappings():
        try:
            data = Entry.from_json(row).data
            if data["raw"] == "stored":
                wanted.add((row["article"], data["document"]["sha256"]))
        except (KeyError, TypeError, ValueError):
            continue  # `_check_entries` has named it
    for row in connection.execute(sa.select(schema.raws).execution_options(yield_per=CHUNK)).mappings():
        name = f"{row['article']} {row['sha256']}"
        if (row["article"], row["sha256"]) not in wanted:
            yield Fault("raws", name, "no entry names it")
        wanted.discard((row["article"], row["sha256"]))
        try:
            content = zlib.decompress(row["content"])
        except zlib.error:
            content = None
        if row["crc32"] != zlib.crc32(row["content"]):
            yield Fault("raws", name, "its deflated bytes are not those of its checksum")
        elif content is None or sha256(content).hexdigest() != row["sha256"]:
            yield Fault("raws", name, "its bytes are not those of its SHA-256")
    for article, sha in sorted(wanted):
        yield Fault("raws", f"{article} {sha}", "is missing")


def _check_speakers(connection: sa.Connection) -> Iterator[Fault]:
    """The speakers' names, and the counts of their statements and articles."""
    voices = _counts(connection, schema.voices)
    appearances = _counts(connection, schema.appearances)
    targets = dict(load_aliases(connection).values())
    column = schema.appearances.c
    seen = set()
    for row in connection.execute(sa.select(schema.speakers)).all():
        seen.add(row.key)
        if (row.statements, row.articles) != (voices[row.key], appearances[row.key]):
            yield Fault("speakers", row.key, "its counts are not those of its statements and articles")
        name = connection.scalar(sa.select(column.name).where(column.speaker == row.key).limit(1))
        expected = targets.get(row.key, fold(name or "")[:INDEXED])
        if row.folded != expected:
            yield Fault("speakers", row.key, f"its name is {row.folded!r}, expected {expected!r}")
    for speaker in sorted(set(appearances) - seen):
        yield Fault("speakers", speaker, "is missing")


def _counts(connection: sa.Connection, table: sa.Table) -> Counter[str]:
    query = sa.select(table.c.speaker, sa.func.count()).group_by(table.c.speaker)
    return Counter({row[0]: row[1] for row in connection.execute(query)})


def _quick_check(connection: sa.Connection) -> Iterator[Fault]:
    for (found,) in connection.exec_driver_sql("PRAGMA quick_check"):
        if found != "ok":
            yield Fault("database", "file", str(found))


def _tolerate_damage(connection: sa.Connection) -> None:
    """Let text that is no UTF-8 any more be read, so that its row can be named."""
    driver = connection.connection.driver_connection
    assert driver is not None  # noqa: S101, the connection is open
    driver.text_factory = lambda content: content.decode("utf-8", "replace")
    connection.detach()  # not to be used by others afterwards


def _check_search(ledger: Ledger) -> Iterator[Fault]:
    try:
        with told(ledger.location), writing(ledger.engine) as connection:
            connection.exec_driver_sql("INSERT INTO search(search, rank) VALUES ('integrity-check', 1)")
    except LedgerError as error:
        if isinstance(error.__cause__, exc.OperationalError):
            raise  # locked or unreadable: nothing is known of the index
        yield Fault("search", "index", f"it is not that of the statements ({error})")
