"""A whole ledger as JSON Lines, and back: into another store, to the same tree head and the same bytes.

One line a thing, in the order of the log: `{"entry": …}`, after a document with stored
bytes `{"raw": …}`, after each transaction `{"head": …}`.
"""

from __future__ import annotations

import base64
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.errors import LedgerError, OffsetError, SpanError
from onrecord.ledger import schema
from onrecord.ledger.connect import told
from onrecord.ledger.entries import Entry
from onrecord.ledger.keys import canonical
from onrecord.ledger.store import Ledger
from onrecord.records import Place, Reading, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.ledger.store import Filed
    from onrecord.records import Json

CHUNK = 1000
"""Rows held at once."""


def export_lines(connection: sa.Connection) -> Iterator[str]:
    """The whole ledger, a line at a time, without line breaks."""
    heads = {row.size: row.root for row in connection.execute(sa.select(schema.heads))}
    given: set[tuple[str | None, str]] = set()
    query = sa.select(schema.entries).order_by(schema.entries.c.seq).execution_options(yield_per=CHUNK)
    for row in connection.execute(query).mappings():
        entry = Entry.from_json(row)
        yield canonical({"entry": entry.to_json()})
        if entry.kind == "document" and entry.data.get("raw") == "stored":
            sha256 = entry.data["document"]["sha256"]
            if (entry.article, sha256) not in given:
                given.add((entry.article, sha256))
                yield canonical({"raw": _raw(connection, entry.article, sha256)})
        if entry.seq + 1 in heads:
            yield canonical({"head": {"size": entry.seq + 1, "root": heads[entry.seq + 1]}})


def import_lines(ledger: Ledger, lines: Iterable[str], name: str) -> Iterator[Filed | Receipt | int]:
    """File what *lines* hold: another ledger's export, or articles as `onrecord read` prints them.

    Yields for each transaction of an export how many entries were new; for an
    article what became of it; for a line that is neither a receipt. An export must
    begin where this ledger stands, or anywhere before, and agree with it.

    Raises:
        LedgerError: the export and this ledger differ.
    """
    entries: list[Entry] = []
    raws: list[Json] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            kind, value = _parse(line)
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, SpanError) as error:
            yield _refuse(name, number, f"{type(error).__name__}: {error}")
            continue
        if kind == "entry":
            entries.append(value)
        elif kind == "raw":
            raws.append(value)
        elif kind == "head":
            yield ledger.mirror(entries, raws, value)
            entries, raws = [], []
        else:
            try:
                yield ledger.append(value)
            except OffsetError as error:
                yield _refuse(name, number, str(error))
    if entries:
        raise LedgerError(
            f"{name}: ends inside a transaction, after entry {entries[-1].seq}; those lines were left out"
        )


def _parse(line: str) -> tuple[str, Any]:
    """What a line holds: its kind, and it."""
    value = json.loads(line)
    if "entry" in value:
        return "entry", Entry.from_json(value["entry"])
    if "raw" in value:
        return "raw", {**value["raw"], "content": base64.b64decode(value["raw"]["content"], validate=True)}
    if "head" in value:
        return "head", {"size": int(value["head"]["size"]), "root": str(value["head"]["root"])}
    return "article", Reading.from_json(value)


def _refuse(name: str, number: int, reason: str) -> Receipt:
    told = f"found no line of a ledger or article ({' '.join(reason.split())})"
    return Receipt(Place(name, line=number), "failed", told)


def backup(ledger: Ledger, path: Path) -> None:
    """Copy *ledger*, as it stands at one moment, to a new SQLite file; others may write meanwhile.

    Raises:
        LedgerError: there is a file at *path*, or it cannot be written.
    """
    if path.exists():
        raise LedgerError(f"{path}: found a file there, expected the name of a new one")
    if ledger.engine.dialect.name == "sqlite":
        with told(str(path)):
            try:
                with (
                    closing(
                        sqlite3.connect(Path(ledger.location).absolute().as_uri() + "?mode=ro", uri=True)
                    ) as source,
                    closing(sqlite3.connect(path)) as target,
                ):
                    source.backup(target)
            except sqlite3.Error as error:
                path.unlink(missing_ok=True)
                raise LedgerError(f"{path}: the backup failed ({error})") from error
        return
    with Ledger.open(str(path), create=True) as copy, ledger.read() as connection:
        for done in import_lines(copy, export_lines(connection), str(path)):
            if isinstance(done, Receipt):
                raise LedgerError(done.message)


def _raw(connection: sa.Connection, article: str | None, sha256: str) -> dict[str, Any]:
    column = schema.raws.c
    row = (
        connection.execute(sa.select(schema.raws).where(column.article == article, column.sha256 == sha256))
        .mappings()
        .one_or_none()
    )
    if row is None:
        raise LedgerError(f"the raw bytes {sha256} of article {article} are missing; see onrecord fsck")
    return {**row, "content": base64.b64encode(row["content"]).decode()}
