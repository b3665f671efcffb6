"""The view kept in step with the log: after each transaction, the rows of the articles that it touched."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.ledger import schema
from onrecord.ledger.entries import Entry
from onrecord.ledger.keys import fold
from onrecord.ledger.view import INDEXED, replay

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from onrecord.ledger.view import Row, View


def select_entries(connection: sa.Connection, *where: sa.ColumnElement[bool] | sa.TextClause) -> list[Entry]:
    """The entries that *where* names, in the order of the log."""
    query = sa.select(schema.entries).where(*where).order_by(schema.entries.c.seq)
    return [Entry.from_json(row) for row in connection.execute(query).mappings()]


def article_entries(connection: sa.Connection, article: str) -> list[Entry]:
    """All entries of *article*, in the order of the log."""
    return select_entries(connection, schema.entries.c.article == article)


def articles_of(connection: sa.Connection, speaker: str) -> list[str]:
    """The articles in which *speaker* appears, under its own key or that of the one it is merged into."""
    column = schema.appearances.c
    keys = {speaker, load_aliases(connection).get(speaker, (speaker,))[0]}
    return list(connection.scalars(sa.select(column.article).where(column.speaker.in_(keys)).distinct()))


def load_aliases(connection: sa.Connection) -> dict[str, tuple[str, str]]:
    """For each speaker that is merged into another: the other's key and comparable name."""
    return resolve_aliases(select_entries(connection, schema.MERGES))


def resolve_aliases(entries: Iterable[Entry]) -> dict[str, tuple[str, str]]:
    """The same from the entries that say so; a merge of a merged speaker leads to the last."""
    direct: dict[str, tuple[str, str]] = {}
    for entry in entries:
        data = entry.data
        if data["into"] is None:
            direct.pop(data["speaker"], None)
        else:
            direct[data["speaker"]] = (data["into"], fold(data["into_name"])[:INDEXED])
    resolved = {}
    for speaker, target in direct.items():
        seen = {speaker}
        while target[0] in direct and target[0] not in seen:
            seen.add(target[0])
            target = direct[target[0]]  # noqa: PLW2901
        resolved[speaker] = target
    return resolved


def refresh(
    connection: sa.Connection, article: str, aliases: Mapping[str, tuple[str, str]], new: Sequence[Entry] | None = None
) -> None:
    """Write the view of *article* anew from its entries, and the counts of its speakers with it.

    Args:
        new: all its entries, where it had none before this transaction.
    """
    view = replay(article_entries(connection, article) if new is None else new, aliases)
    before = {} if new is not None else _clear(connection, article)
    for table in schema.VIEWS:
        rows = view.rows(table.name)
        if rows:
            connection.execute(sa.insert(table), rows)
    after = _tally((row["speaker"] for row in view.voices), (row["speaker"] for row in view.appearances))
    _count(connection, before, after, view)


def _clear(connection: sa.Connection, article: str) -> dict[str, tuple[int, int]]:
    """Take away the view of *article*; what its speakers had in it."""
    before = _tally(
        connection.scalars(sa.select(schema.voices.c.speaker).where(schema.voices.c.article == article)),
        connection.scalars(sa.select(schema.appearances.c.speaker).where(schema.appearances.c.article == article)),
    )
    for table in schema.VIEWS:
        column = table.c.key if table is schema.articles else table.c.article
        connection.execute(sa.delete(table).where(column == article))
    return before


def _tally(voices: Iterable[str], appearances: Iterable[str]) -> dict[str, tuple[int, int]]:
    statements, articles = Counter(voices), Counter(appearances)
    return {speaker: (statements[speaker], articles[speaker]) for speaker in {**statements, **articles}}


def _count(
    connection: sa.Connection,
    before: Mapping[str, tuple[int, int]],
    after: Mapping[str, tuple[int, int]],
    view: View,
) -> None:
    changes = {}
    for speaker in sorted({*before, *after}):
        old, new = before.get(speaker, (0, 0)), after.get(speaker, (0, 0))
        if old != new:
            changes[speaker] = new[0] - old[0], new[1] - old[1]
    if not changes:
        return
    table = schema.speakers
    there = {row.key: row for row in connection.execute(sa.select(table).where(table.c.key.in_(list(changes))))}
    fresh: list[Row] = []
    changed: list[Row] = []
    gone: list[str] = []
    for speaker, (statements, articles) in changes.items():
        if speaker not in there:
            counts = {"statements": statements, "articles": articles}
            fresh.append({"key": speaker, "folded": view.folded[speaker], **counts})
        elif there[speaker].articles + articles > 0:
            row = there[speaker]
            changed.append({"one": speaker, "said": row.statements + statements, "in": row.articles + articles})
        else:
            gone.append(speaker)
    if fresh:
        connection.execute(sa.insert(table), fresh)
    if changed:
        update = sa.update(table).where(table.c.key == sa.bindparam("one"))
        connection.execute(update.values(statements=sa.bindparam("said"), articles=sa.bindparam("in")), changed)
    if gone:
        connection.execute(sa.delete(table).where(table.c.key.in_(gone)))
