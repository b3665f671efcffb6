"""Every read that a view needs. Order is stable, pages go by cursor, no query text is ever an error."""

from __future__ import annotations

import base64
import binascii
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from onrecord.errors import AbsentError, UsageError
from onrecord.ledger import schema
from onrecord.ledger.entries import Entry
from onrecord.ledger.keys import TOKEN, fold, speaker_key, storable
from onrecord.ledger.log import EMPTY, consistency_path, inclusion_path
from onrecord.ledger.upkeep import article_entries, load_aliases, select_entries
from onrecord.ledger.view import INDEXED, current_version, stand
from onrecord.records import Document, Place, Reading, Speaker, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.records import Json

PAGE = 50
"""Rows of a page where nothing else is asked for."""
MOST_SPEAKERS = 50
"""Speakers that one name may stand for in a filter; a query is run for each."""
LEAST_KEY = 4
"""Digits by which a key may be named, where they name one."""
SEARCH = sa.table("search", sa.column("rowid"))
"""The full-text index on SQLite."""
FEW = 2000
"""Statements that a search may have for its index alone to lead to them; ours."""
PHRASE = re.compile(r'"([^"]*)"|(\S+)')


@dataclass(frozen=True, slots=True)
class Filter:
    """Which statements; None is any.

    `speaker` is a name or words of it, `since` and `until` are days of the saying,
    both included, `text` what `onrecord search` takes. `everything` also gives
    what was rejected or withdrawn.
    """

    speaker: str | None = None
    stance: str | None = None
    source_type: str | None = None
    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor that gives the next ones; None at the end."""

    rows: tuple[Json, ...]
    cursor: str | None


def find_statements(
    connection: sa.Connection,
    wanted: Filter | None = None,
    *,
    cursor: str | None = None,
    limit: int = PAGE,
    newest: bool = False,
) -> Page:
    """The statements that *wanted* names, by the day on which they were said, then in the order of filing.

    Searched text alone goes by filing, the latest first where *newest*.

    Raises:
        UsageError: the cursor is none of ours.
    """
    wanted = wanted or Filter()
    keys: list[str | None] = [None]
    if wanted.speaker is not None:
        keys = [*speaker_keys(connection, wanted.speaker)]
    # One query a speaker, merged here: each runs along its index and stops at the end of the page
    found = {row["seq"]: row for key in keys for row in _run(connection, wanted, key, cursor, limit, newest=newest)}
    by_filing = wanted.text is not None

    def order(row: Any) -> tuple[Any, ...]:  # noqa: ANN401, a row of the query
        return (row["seq"],) if by_filing else (row["said"], row["seq"])

    rows = sorted(found.values(), key=order, reverse=newest)
    more = _cursor(order(rows[limit - 1])) if len(rows) > limit else None
    return Page(_statements(connection, rows[:limit]), more)


def find_speakers(
    connection: sa.Connection, *, name: str | None = None, cursor: str | None = None, limit: int = PAGE
) -> Page:
    """The speakers on record, those with the most statements first; with *name*, those whose name has its words."""
    table = schema.speakers.c
    query = sa.select(schema.speakers)
    for word in fold(name or "").split():
        query = query.where(sa.literal(" ").op("||")(table.folded).op("||")(" ").contains(f" {word} "))
    if cursor is not None:
        statements, key = _read_cursor(cursor, int, str)
        query = query.where(
            sa.or_(table.statements < statements, sa.and_(table.statements == statements, table.key > key))
        )
    found = connection.execute(query.order_by(table.statements.desc(), table.key).limit(limit + 1)).all()
    rows = found[:limit]
    last = rows[-1] if len(found) > limit else None
    return Page(
        tuple(_speaker(connection, row) for row in rows), _cursor([last.statements, last.key]) if last else None
    )


def speaker_record(
    connection: sa.Connection, name: str, *, cursor: str | None = None, limit: int = PAGE
) -> tuple[Json, Page]:
    """One speaker, and its statements through time, the oldest first.

    Raises:
        AbsentError: there is none of that name, or there are several.
    """
    keys = speaker_keys(connection, name)
    found = [
        _speaker(connection, row)
        for row in connection.execute(sa.select(schema.speakers).where(schema.speakers.c.key.in_(keys)))
    ]
    if len(found) != 1:
        raise AbsentError("speaker", name, tuple(sorted(f"{each['name']} [{each['key'][:8]}]" for each in found)))
    wanted = Filter(speaker=found[0]["key"])
    return found[0], find_statements(connection, wanted, cursor=cursor, limit=limit)


def speaker_keys(connection: sa.Connection, name: str) -> list[str]:
    """Whom *name* may mean: the speaker of that key or name and who was split off it, else all that have its words.

    Raises:
        UsageError: there are too many.
    """
    table = schema.speakers.c
    aliases = load_aliases(connection)
    whole = speaker_key(name, None)
    whole = aliases[whole][0] if whole in aliases else whole
    exact = list(connection.scalars(sa.select(table.key).where(table.key == whole)))
    appearance = schema.appearances.c
    namesakes = sa.select(table.key).where(
        table.folded == fold(name)[:INDEXED],
        sa.exists().where(appearance.speaker == table.key, appearance.named == 1),
    )
    exact += [key for key in connection.scalars(namesakes) if key not in exact]
    if not exact:
        exact = list(connection.scalars(sa.select(table.key).where(table.folded == fold(name)[:INDEXED])))
    if not exact:
        exact = _by_prefix(connection, table.key, name)
    if exact:
        return exact
    if not fold(name):
        return []
    page = find_speakers(connection, name=name, limit=MOST_SPEAKERS)
    if page.cursor:
        raise UsageError(f"found more than {MOST_SPEAKERS} speakers of the name {name!r}, expected more of the name")
    return [row["key"] for row in page.rows]


def find_articles(
    connection: sa.Connection, *, outlet: str | None = None, cursor: str | None = None, limit: int = PAGE
) -> Page:
    """The articles on file, in the order of filing."""
    table = schema.articles.c
    query = sa.select(schema.articles)
    if outlet is not None:
        query = query.where(table.outlet == outlet)
    if cursor is not None:
        query = query.where(table.entry > _read_cursor(cursor, int)[0])
    found = connection.execute(query.order_by(table.entry).limit(limit + 1)).mappings().all()
    rows = found[:limit]
    return Page(tuple(map(dict, rows)), _cursor([rows[-1]["entry"]]) if len(found) > limit else None)


def find_article(connection: sa.Connection, name: str) -> str:
    """The key of the article that *name* means: its key or the beginning of it, its label, or its URL.

    Raises:
        AbsentError: there is none, or there are several.
    """
    table = schema.articles.c
    name = storable(name) or ""
    found = list(
        connection.scalars(sa.select(table.key).where(sa.or_(table.id == name, table.url == name, table.key == name)))
    ) or _by_prefix(connection, table.key, name)
    if len(found) != 1:
        raise AbsentError("article", name, tuple(found))
    return str(found[0])


def find_statement(connection: sa.Connection, name: str) -> str:
    """The key of the statement that *name* means: its key or the beginning of it.

    Raises:
        AbsentError: there is none, or there are several.
    """
    column = schema.entries.c
    found = _by_prefix(connection, column.subject, name, column.kind == "statement")
    if len(found) != 1:
        raise AbsentError("statement", name, tuple(found))
    return str(found[0])


def article_facts(connection: sa.Connection, article: str) -> Json:
    """What the ledger knows of an article: its row."""
    row = connection.execute(sa.select(schema.articles).where(schema.articles.c.key == article)).mappings().one()
    return dict(row)


def article_statements(connection: sa.Connection, article: str) -> tuple[Json, ...]:
    """All statements of an article as they stand, in the order of the text, rejected ones too."""
    table = schema.statements.c
    query = sa.select(schema.statements).where(table.article == article).order_by(table.position)
    return _statements(connection, connection.execute(query).mappings().all())


def article_reading(connection: sa.Connection, article: str) -> Reading:
    """An article as it stands, as `onrecord read` would give it: rejected statements left out.

    Raises:
        AbsentError: its words were redacted.
    """
    entries = article_entries(connection, article)
    current = current_version(entries)
    if current.payload is None:
        raise AbsentError("words of the redacted article", article)
    standing = [each for each in stand(entries, current) if each.status != "rejected"]
    ids = {each.entry.subject: f"s{number}" for number, each in enumerate(standing, 1)}
    readings = [entry for entry in entries if entry.kind == "reading" and entry.data["version"] == current.subject]
    speakers: dict[str, Speaker] = {}
    local: dict[str, str] = {}
    for entry in reversed(readings):
        for value in entry.data["speakers"]:
            if value["key"] not in local:
                local[value["key"]] = f"p{len(local) + 1}"
                speakers[value["key"]] = Speaker.from_json({**value, "id": local[value["key"]]})
    statements = []
    for each in standing:
        value = each.value
        for key in each.speakers:
            if key not in local:
                local[key] = f"p{len(local) + 1}"
                speakers[key] = Speaker(
                    local[key], each.name_of(key), value.get("source_type") or "person", bool(value.get("named"))
                )
        statements.append(
            Statement.from_json(
                {
                    **value,
                    "id": ids[each.entry.subject],
                    "within": ids.get(each.entry.data["within"] or ""),
                    "speaker_ids": [local[key] for key in each.speakers],
                }
            )
        )
    provenance = readings[-1].data["provenance"] if readings else {}
    return Reading(
        Document.from_json(current.data["document"]), tuple(statements), tuple(speakers.values()), provenance
    )


def statement_numbers(connection: sa.Connection, article: str) -> dict[str, int]:
    """For each statement of `article_reading`, by its id there, the number of its entry in the log."""
    entries = article_entries(connection, article)
    standing = [each for each in stand(entries, current_version(entries)) if each.status != "rejected"]
    return {f"s{position}": each.entry.seq for position, each in enumerate(standing, 1)}


def statement_at(connection: sa.Connection, seq: int, article: str) -> str:
    """The key of the statement that entry *seq* filed in *article*.

    Raises:
        AbsentError: it filed none.
    """
    found = select_entries(connection, schema.entries.c.seq == seq, schema.entries.c.article == article)
    if not found or found[0].kind != "statement":
        raise AbsentError("statement of entry", str(seq))
    return found[0].subject


def stored_document(connection: sa.Connection, article: str) -> Document | None:
    """The current version of an article as it was read, with its raw bytes where they were kept; None if redacted."""
    current = current_version(article_entries(connection, article))
    if current.payload is None:
        return None
    document = Document.from_json(current.data["document"])
    if current.data["raw"] == "text":
        return replace(document, raw=document.text.encode("utf-8", "surrogatepass"))
    column = schema.raws.c
    packed = connection.scalar(
        sa.select(column.content).where(column.article == article, column.sha256 == document.sha256)
    )
    return replace(document, raw=zlib.decompress(packed)) if packed else document


def first_place(connection: sa.Connection, article: str, sha256: str) -> Place | None:
    """In what input, entry and line the bytes of *article* stood when first filed; None where no receipt says so."""
    column = schema.entries.c
    for entry in select_entries(connection, column.article == article, column.kind == "receipt"):
        if entry.data.get("sha256") == sha256 and entry.data.get("input"):
            return Place(str(entry.data["input"]), entry.data.get("entry"), entry.data.get("line"))
    return None


def article_keys(connection: sa.Connection) -> list[str]:
    """The keys of all articles, in the order of filing."""
    return list(connection.scalars(sa.select(schema.articles.c.key).order_by(schema.articles.c.entry)))


def history(connection: sa.Connection, subject: str) -> Iterator[Json]:
    """All that was ever filed about a statement or an article, the oldest first."""
    column = schema.entries.c
    for entry in select_entries(connection, sa.or_(column.subject == subject, column.article == subject)):
        yield {**entry.to_json(), "payload": entry.data or None}


def changes(connection: sa.Connection, since: str, *, cursor: str | None = None, limit: int = PAGE) -> Page:
    """What was filed since a moment (an ISO day, or time in UTC), in the order of filing."""
    column = schema.entries.c
    query = sa.select(schema.entries).where(column.at >= since)
    if cursor is not None:
        query = query.where(column.seq > _read_cursor(cursor, int)[0])
    found = connection.execute(query.order_by(column.seq).limit(limit + 1)).mappings().all()
    rows = [Entry.from_json(row) for row in found[:limit]]
    return Page(
        tuple({**entry.to_json(), "payload": entry.data or None} for entry in rows),
        _cursor([rows[-1].seq]) if len(found) > limit else None,
    )


def head(connection: sa.Connection) -> Json:
    """The tree head: how many entries, their hash, and the time of the last."""
    tail = connection.execute(sa.select(schema.tail)).one()
    root = connection.scalar(sa.select(schema.heads.c.root).where(schema.heads.c.size == tail.size))
    return {"size": tail.size, "root": root or EMPTY.hex(), "at": tail.at}


def prove(connection: sa.Connection, statement: str) -> Json:
    """That the latest filing of *statement* stands in the log: the entry, and the path from it to the head."""
    column = schema.entries.c
    entry = select_entries(connection, column.subject == statement, column.kind == "statement")[-1]
    top = head(connection)
    path = inclusion_path(_leaves(connection, top["size"]), entry.seq)
    return {"entry": entry.to_json(), "head": top, "path": [step.hex() for step in path]}


def prove_consistency(connection: sa.Connection, old: int) -> Json:
    """That the log of today only added to the log of its first *old* entries.

    Raises:
        UsageError: there are not so many entries.
    """
    top = head(connection)
    if not 0 <= old <= top["size"]:
        raise UsageError(f"found {old} as the size of an older log, expected 0 to {top['size']}")
    path = consistency_path(_leaves(connection, top["size"]), old)
    return {"old": old, "head": top, "path": [step.hex() for step in path]}


def _leaves(connection: sa.Connection, size: int) -> Sequence[bytes]:
    column = schema.entries.c
    return [
        bytes.fromhex(leaf)
        for leaf in connection.scalars(sa.select(column.leaf).where(column.seq < size).order_by(column.seq))
    ]


def _run(
    connection: sa.Connection, wanted: Filter, speaker: str | None, cursor: str | None, limit: int, *, newest: bool
) -> Sequence[sa.RowMapping]:
    """A page and one row more of what *wanted* names, of one *speaker* where that is told."""
    table, voices = schema.statements.c, schema.voices.c
    query = sa.select(schema.statements).where(*_conditions(wanted))
    order: list[sa.ColumnElement[Any]] = [table.said, table.seq]
    same: sa.ColumnElement[Any] = voices.seq
    phrases = _phrases(wanted.text or "")
    if wanted.text is not None:
        if not phrases:
            return ()
        order = [table.seq]
        if connection.dialect.name == "sqlite":
            # By the sum SQLite looks who speaks before it fetches the statement
            order, same = [SEARCH.c.rowid], voices.seq + 0
            query = query.select_from(SEARCH).where(
                sa.literal_column("search").op("MATCH", is_comparison=True)(_fts5(phrases))
            )
            query = query.where(SEARCH.c.rowid == (table.seq if speaker is None else voices.seq))
        else:
            query = query.where(_matches(connection, _tsquery(phrases)))
    if speaker is not None:
        query = query.where(table.seq == same, voices.speaker == speaker)
        order = order if phrases else [voices.said, voices.seq]
    if cursor is not None:
        here = sa.tuple_(*order)
        there = sa.tuple_(*map(sa.literal, _read_cursor(cursor, *((str, int)[-len(order) :]))))
        query = query.where(here < there if newest else here > there)
    query = query.order_by(*(column.desc() if newest else column for column in order)).limit(limit + 1)
    return connection.execute(query).mappings().all()


def _matches(connection: sa.Connection, terms: str) -> sa.ColumnElement[bool]:
    """The condition on PostgreSQL that a statement has *terms*.

    Where few have them, those few by number: the planner takes a word that it has
    not counted for a common one, and would look through all statements in order.
    """
    seq = schema.statements.c.seq
    matches = sa.literal_column("statements.found").op("@@", is_comparison=True)(sa.cast(terms, TSQUERY))
    for scan in ("seqscan", "indexscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{scan} = off")
    few = connection.scalars(sa.select(seq).where(matches).limit(FEW + 1)).all()
    for scan in ("seqscan", "indexscan"):
        connection.exec_driver_sql(f"SET LOCAL enable_{scan} = on")
    return seq.in_(few) if len(few) <= FEW else matches


def _conditions(wanted: Filter) -> Iterator[sa.ColumnElement[bool]]:
    table = schema.statements.c
    for name in ("stance", "source_type", "outlet"):
        value = storable(getattr(wanted, name))
        if value is not None:
            yield table[name] == value[:INDEXED]
    if wanted.since is not None:
        yield table.said >= storable(wanted.since)
    if wanted.until is not None:
        yield table.said <= storable(wanted.until)
        yield table.said > ""
    if not wanted.everything:
        yield table.status.in_(("current", "corrected"))


def _statements(connection: sa.Connection, rows: Sequence[sa.RowMapping]) -> tuple[Json, ...]:
    """Statements as the ledger format has them, with where they stand in the ledger.

    Their words are fetched last, so that what a query passes over costs none of them.
    """
    column = schema.entries.c
    filed = [row["seq"] for row in rows if row["data"] is None]
    query = sa.select(column.seq, column.payload).where(column.seq.in_(filed))
    payloads = {row.seq: row.payload for row in connection.execute(query)}
    return tuple(
        {
            **(json.loads(row["data"]) if row["data"] else json.loads(payloads[row["seq"]])["statement"]),
            "key": row["key"],
            "article": row["article"],
            "within_key": row["within"],
            "outlet": row["outlet"],
            "said": row["said"] or None,
            "status": row["status"],
        }
        for row in rows
    )


def _speaker(connection: sa.Connection, row: Any) -> Json:  # noqa: ANN401
    """A speaker as the article last published has it, with counts over all."""
    column = schema.appearances.c
    facts = connection.execute(
        sa.select(column.name, column.named, column.source_type, column.role, column.affiliation)
        .where(column.speaker == row.key)
        .order_by(column.published.desc(), column.article.desc())
        .limit(1)
    ).mappings()
    told = dict(facts.one())
    told["named"] = bool(told["named"])
    return {"key": row.key, **told, "statements": row.statements, "articles": row.articles}


def _phrases(text: str) -> list[tuple[list[str], bool]]:
    """The words of *text*, those in quotes together, and whether the last is only the beginning of a word."""
    phrases = []
    for quoted, word in PHRASE.findall(text):
        words = [each[:TOKEN] for each in fold(quoted or word).split()]
        if words:
            phrases.append((words, not quoted and word.endswith("*")))
    return phrases


def _fts5(phrases: list[tuple[list[str], bool]]) -> str:
    return " ".join(f'"{" ".join(words)}"{"*" if begins else ""}' for words, begins in phrases)


def _tsquery(phrases: list[tuple[list[str], bool]]) -> str:
    return " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in words) + (":*" if begins else "") + ")" for words, begins in phrases
    )


def _by_prefix(
    connection: sa.Connection, column: sa.ColumnElement[Any], prefix: str, *where: sa.ColumnElement[bool]
) -> list[str]:
    """The keys in *column* that begin with *prefix*, ten at most."""
    if len(prefix) < LEAST_KEY or not re.fullmatch("[0-9a-f]+", prefix):
        return []
    query = sa.select(column).where(column >= prefix, column < prefix + "g", *where)
    return list(connection.scalars(query.distinct().limit(10)))


def _cursor(values: Sequence[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, *kinds: type) -> list[Any]:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, binascii.Error):
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(kinds):
        raise UsageError(f"found {cursor!r} as cursor, expected one that an earlier page of the same query gave")
    return values
