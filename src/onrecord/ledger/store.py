"""The ledger for those who write: add, correct, withdraw, redact. Only redaction ever changes what is filed."""

from __future__ import annotations

import os
import re
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

import sqlalchemy as sa

from onrecord.errors import AbsentError, LedgerError, UsageError
from onrecord.ledger import schema
from onrecord.ledger.connect import open_engine, reading, told, writing
from onrecord.ledger.entries import Entry, payload_digest
from onrecord.ledger.judgement import check_changes, check_signed
from onrecord.ledger.keys import canonical, key, speaker_key, statement_key, version_key
from onrecord.ledger.log import Frontier
from onrecord.ledger.upkeep import article_entries, articles_of, load_aliases, refresh, select_entries
from onrecord.ledger.view import standing_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Self

    from onrecord.ledger.entries import EntryKind
    from onrecord.records import Document, Json, Reading

Outcome = Literal["added", "new version", "read again", "known", "redacted", "failed"]
KEY_FORM = re.compile("[0-9a-f]{32}")
ROWS = 500
"""Entries that are sent to the database at once."""


@dataclass(frozen=True, slots=True)
class Filed:
    """What became of an article: `article` is its key, `entries` the number of new lines in the log."""

    outcome: Outcome
    article: str | None
    entries: int = 0
    statements: int = 0


@dataclass(slots=True)
class Batch:
    """The entries of one transaction."""

    connection: sa.Connection
    frontier: Frontier
    at: str
    entries: list[Entry] = field(default_factory=list)
    touched: dict[str, None] = field(default_factory=dict)
    new: str | None = None
    "The article that is filed for the first time, all of it in this transaction."

    def add(self, kind: EntryKind, subject: str, article: str | None, payload: Json) -> Entry:
        """Put one entry at the end of the log."""
        text = canonical(payload)
        entry = Entry(self.frontier.size, self.at, kind, subject, article, payload_digest(kind, text), text)
        self.put(entry)
        return entry

    def put(self, entry: Entry) -> None:
        """Put *entry* at the end of the log, where it must belong."""
        self.frontier.add(entry.leaf)
        self.entries.append(entry)
        if entry.article:
            self.touched[entry.article] = None
        if entry.kind == "merge":
            self.touched.update(dict.fromkeys(articles_of(self.connection, entry.subject)))
        if entry.kind == "redaction" and entry.article:
            _remove_words(self.connection, entry.article)

    def filed(self, subject: str, kind: EntryKind) -> list[Entry]:
        """The entries of *kind* about *subject*, the oldest first."""
        found = select_entries(self.connection, schema.entries.c.subject == subject)
        return [entry for entry in [*found, *self.entries] if entry.subject == subject and entry.kind == kind]


class Ledger:
    """A ledger that is open; use it in a `with`, or close it.

    Safe for several processes at once: writers take turns.
    """

    def __init__(self, engine: sa.Engine, location: str) -> None:
        self.engine, self.location = engine, location

    @classmethod
    def open(cls, location: str, *, create: bool = False) -> Self:
        """Open the ledger at *location*, a file or a URL that begins with `postgresql://`.

        Args:
            create: make one where there is none.

        Raises:
            LedgerError: it is not there, is of a newer schema, or cannot be used.
        """
        return cls(open_engine(location, create=create), location)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    @contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A connection that sees the ledger as it stands at one moment."""
        with told(self.location), reading(self.engine) as connection:
            yield connection

    def holds(self, document: Document) -> Outcome | None:
        """`known` where this version of the article is on file, `redacted` where the article may not be, else None."""
        with self.read() as connection:
            return _known(connection, document.key, version_key(document.to_json()))

    def append(self, reading: Reading, *, receipt: Json | None = None) -> Filed:
        """File an article with its statements in one transaction; one that is on file already adds nothing.

        Args:
            receipt: what to file beside it of where it stood.
        """
        document = reading.document.to_json()
        article, version = reading.document.key, version_key(document)
        with self._write() as batch:
            known = _known(batch.connection, article, version)
            if known == "redacted":
                return Filed(known, article)
            if known is None:
                before = batch.connection.scalar(
                    sa.select(schema.articles.c.key).where(schema.articles.c.key == article)
                )
                batch.new = None if before or article_entries(batch.connection, article) else article
                self._file_document(batch, reading.document, version)
                self._file_reading(batch, reading, version)
                known = "new version" if before else "added"
            if receipt is not None:
                _file_receipt(batch, receipt, article)
            return Filed(known, article, len(batch.entries), sum(entry.kind == "statement" for entry in batch.entries))

    def reread(self, reading: Reading) -> Filed:
        """File what a newer model reads in an article that is on file; corrections stand."""
        document = reading.document.to_json()
        article, version = reading.document.key, version_key(document)
        with self._write() as batch:
            known = _known(batch.connection, article, version)
            if known != "known":
                raise AbsentError("article", reading.document.id)
            self._file_reading(batch, reading, version)
            return Filed(
                "read again" if batch.entries else "known",
                article,
                len(batch.entries),
                sum(entry.kind == "statement" for entry in batch.entries),
            )

    def file_receipt(self, receipt: Json, article: str | None = None) -> Filed:
        """File what became of an input; the same of the same place adds nothing."""
        with self._write() as batch:
            _file_receipt(batch, receipt, article)
            return Filed("failed", article, len(batch.entries))

    def correct(self, statement: str, changes: Json, *, by: str, why: str) -> Entry | None:
        """File a person's judgement on a statement; None where it is the one that stands already.

        Args:
            statement: its key.
            changes: the fields that are to be otherwise: `stance`, `source` and `content` (a `Span` or the words),
                `speaker` (a name), `rejected` (true or false).

        Raises:
            AbsentError: there is no such statement.
            UsageError: the changes cannot be meant.
        """
        check_signed(by, why)
        with self._write() as batch:
            filed = batch.filed(statement, "statement")
            if not filed or filed[-1].payload is None:
                raise AbsentError("statement", statement)
            entries = article_entries(batch.connection, str(filed[-1].article))
            document = next(
                entry for entry in entries if entry.kind == "document" and entry.subject == filed[-1].data["version"]
            ).data["document"]
            value = filed[-1].data["statement"]
            checked = check_changes(changes, value, document)
            before = batch.filed(statement, "correction")
            told = {"statement": statement, "changes": checked, "by": by, "why": why}
            splits = batch.filed(statement, "split")
            stands = before and not (splits and splits[-1].seq > before[-1].seq)
            if stands and {name: before[-1].data[name] for name in told} == told:
                return None
            return batch.add(
                "correction",
                statement,
                filed[-1].article,
                {**told, "replaces": before[-1].digest if before else None},
            )

    def withdraw(self, article: str, *, by: str, why: str) -> Entry | None:
        """File that an article was withdrawn; its statements stay, marked so."""
        check_signed(by, why)
        with self._write() as batch:
            if not batch.connection.scalar(sa.select(schema.articles.c.key).where(schema.articles.c.key == article)):
                raise AbsentError("article", article)
            told = {"article": article, "by": by, "why": why}
            if any(entry.payload == canonical(told) for entry in batch.filed(article, "withdrawal")):
                return None
            return batch.add("withdrawal", article, article, told)

    def redact(self, article: str, *, by: str, why: str) -> Entry | None:
        """Remove what an article says, text, bytes, statements and all, and keep the hashes; it cannot be undone.

        The article is not filed again from then on.
        """
        check_signed(by, why)
        with self._write() as batch:
            entries = article_entries(batch.connection, article)
            documents = [entry for entry in entries if entry.kind == "document"]
            if not documents:
                raise AbsentError("article", article)
            if any(entry.kind == "redaction" for entry in entries):
                return None
            hashes = [entry.data["document"]["sha256"] for entry in documents]
            entry = batch.add(
                "redaction", article, article, {"article": article, "by": by, "why": why, "sha256": hashes}
            )
        self._forget()
        return entry

    def merge(self, speaker: str, into: str | None, *, by: str, why: str) -> Entry | None:
        """File that *speaker* is the same as *into*; with None, that it is not and stands for itself again.

        Args:
            speaker: a name.
            into: another name, under which the statements of both are found.
        """
        check_signed(by, why)
        one, other = speaker_key(speaker, None), speaker_key(into, None) if into is not None else None
        with self._write() as batch:
            aliases = load_aliases(batch.connection)
            if one == other or (other and aliases.get(other, ("",))[0] == one):
                raise UsageError(f"found {speaker!r} twice, expected two speakers")
            for name, each in ((speaker, one), (into, other)):
                if (
                    each
                    and each not in aliases
                    and not batch.connection.scalar(
                        sa.select(schema.speakers.c.key).where(schema.speakers.c.key == each)
                    )
                ):
                    raise AbsentError("speaker", str(name))
            if aliases.get(one, (None,))[0] == (aliases.get(other, (other,))[0] if other else None):
                return None
            before = batch.filed(one, "merge")
            payload = {
                "speaker": one, "name": speaker, "into": other, "into_name": into, "by": by, "why": why,
                "replaces": before[-1].digest if before else None,
            }  # fmt: skip
            return batch.add("merge", one, None, payload)

    def split(self, speaker: str, statements: Sequence[str], *, by: str, why: str) -> list[Entry]:
        """File that in *statements* it is not *speaker* who speaks, but another of the same name: one, in all of them.

        Gives an entry for each statement; none for those that stand so already.

        Args:
            speaker: a name, or a key.
            statements: their keys.

        Raises:
            AbsentError: there is no such statement.
            UsageError: another speaks in one of them, or none is named; then none is filed.
        """
        check_signed(by, why)
        if not statements:
            raise UsageError("found no statement, expected those in which another speaks")
        with self._write() as batch:
            aliases = load_aliases(batch.connection)
            named = speaker if KEY_FORM.fullmatch(speaker) else speaker_key(speaker, None)
            target, _ = aliases.get(named, (named, ""))
            own = key("speaker", "split", target, sorted(set(statements)))
            name = None
            filed = []
            for statement in dict.fromkeys(statements):
                found = batch.filed(statement, "statement")
                if not found or found[-1].payload is None:
                    raise AbsentError("statement", statement)
                article = str(found[-1].article)
                entries = article_entries(batch.connection, article)
                standing, known = standing_of(entries, found[-1])
                if own in standing.speakers:
                    continue
                wanted = {target, named, speaker_key(speaker, article)}
                those = [each for each in standing.speakers if each in wanted or aliases.get(each, ("",))[0] in wanted]
                if not those:
                    told = standing.value.get("speaker") or "nobody"
                    raise UsageError(f"found {told!r} as speaker of statement {statement}, expected {speaker!r}")
                name = name or (known[those[0]]["name"] if those[0] in known else standing.name_of(those[0]))
                speakers = [own if each in those else each for each in standing.speakers]
                before = batch.filed(statement, "split")
                payload = {
                    "statement": statement, "from": those, "own": own, "speakers": list(dict.fromkeys(speakers)),
                    "names": {**standing.own, own: name}, "speaker": standing.value.get("speaker"),
                    "named": bool(standing.value.get("named")), "by": by, "why": why,
                    "replaces": before[-1].digest if before else None,
                }  # fmt: skip
                filed.append(batch.add("split", statement, article, payload))
            return filed

    def mirror(self, entries: Iterable[Entry], raws: Iterable[Json], head: Json) -> int:
        """Put on record what another ledger's export has of one transaction; how many entries were new.

        Args:
            entries: as they stand there, in order.
            raws: the rows of raw bytes that came with them.
            head: the head of the log after them.

        Raises:
            LedgerError: this ledger has something else in the same places, or a line is damaged.
        """
        with self._write() as batch:
            fresh = 0
            for entry in entries:
                if entry.seq < batch.frontier.size:
                    here = batch.connection.scalar(
                        sa.select(schema.entries.c.leaf).where(schema.entries.c.seq == entry.seq)
                    )
                    if here != entry.leaf.hex():
                        raise LedgerError(f"entry {entry.seq} is another in this ledger, expected the same or none")
                    continue
                if entry.seq > batch.frontier.size or not entry.whole:
                    found = "is damaged" if not entry.whole else f"does not follow entry {batch.frontier.size - 1}"
                    raise LedgerError(f"entry {entry.seq} {found}")
                batch.put(entry)
                batch.at = entry.at
                fresh += 1
            if fresh:
                for row in raws:
                    _file_raw(batch.connection, row)
                if (batch.frontier.size, batch.frontier.root.hex()) != (head["size"], head["root"]):
                    raise LedgerError(f"the first {batch.frontier.size} entries do not give the head {head['root']}")
            elif head["size"] > batch.frontier.size:
                raise LedgerError(f"the entries before {head['size']} are missing")
            return fresh

    @contextmanager
    def _write(self) -> Iterator[Batch]:
        """One transaction: what is put into the batch, the views that follow from it, and the new head."""
        with told(self.location), writing(self.engine) as connection:
            last = connection.execute(sa.select(schema.tail)).one()
            batch = Batch(connection, Frontier.from_text(last.size, last.frontier), max(_now(), last.at))
            yield batch
            if not batch.entries:
                return
            rows = [entry.to_row() for entry in batch.entries]
            for first in range(0, len(rows), ROWS):
                connection.execute(sa.insert(schema.entries), rows[first : first + ROWS])
            connection.execute(
                sa.update(schema.tail).values(size=batch.frontier.size, frontier=batch.frontier.to_text(), at=batch.at)
            )
            connection.execute(
                sa.insert(schema.heads), {"size": batch.frontier.size, "root": batch.frontier.root.hex()}
            )
            aliases = load_aliases(connection)
            for article in batch.touched:
                new = [entry for entry in batch.entries if entry.article == article] if article == batch.new else None
                refresh(connection, article, aliases, new)

    def _file_document(self, batch: Batch, document: Document, version: str) -> None:
        text = document.text.encode("utf-8", "surrogatepass")
        held = None
        if document.raw is not None and document.raw != text:
            if sha256(document.raw).hexdigest() != document.sha256:
                raise LedgerError(f"{document.id}: its raw bytes are not those of its SHA-256 {document.sha256}")
            held = "stored"
            packed = zlib.compress(document.raw, 6)
            row = {"article": document.key, "sha256": document.sha256, "crc32": zlib.crc32(packed)}
            _file_raw(batch.connection, {**row, "content": packed})
        elif sha256(text).hexdigest() == document.sha256:
            held = "text"
        value = {name: fact for name, fact in document.to_json().items() if name != "copies"}
        batch.add("document", version, document.key, {"document": value, "raw": held})

    def _file_reading(self, batch: Batch, reading: Reading, version: str) -> None:
        document, article = reading.document, reading.document.key
        names = {each.id: speaker_key(each.name, None if each.named else article) for each in reading.speakers}
        keys: dict[str, str] = {}
        values: dict[str, Json] = {}
        for statement in reading.statements:
            value = statement.to_json(document)
            found, repetition = statement_key(version, value), 0
            while found in keys.values():
                repetition += 1
                found = statement_key(version, value, repetition)
            keys[statement.id], values[statement.id] = found, value
        filed = article_entries(batch.connection, article) if batch.new != article else []
        there = {entry.digest for entry in filed if entry.kind == "statement"}
        digests = []
        for statement in reading.statements:
            speakers = [names[each] for each in statement.speaker_ids if each in names]
            if not speakers and statement.speaker and statement.named:
                speakers = [speaker_key(statement.speaker, None)]
            payload = {
                "version": version,
                "statement": values[statement.id],
                "within": keys.get(statement.within or ""),
                "speakers": speakers,
            }
            wanted = payload_digest("statement", canonical(payload))
            digests.append(wanted)
            if wanted not in there:
                batch.add("statement", keys[statement.id], article, payload)
        before = batch.filed(version, "reading")
        told = {
            "version": version,
            "provenance": dict(reading.provenance),
            "statements": digests,
            "speakers": [{**speaker.to_json(), "key": names[speaker.id]} for speaker in reading.speakers],
        }
        if before and {name: before[-1].data[name] for name in told} == told:
            return
        batch.add("reading", version, article, {**told, "replaces": before[-1].digest if before else None})

    def _forget(self) -> None:
        """See to it that what was redacted is not left in the database's free space, as far as it lets us."""
        with told(self.location):
            if self.engine.dialect.name == "sqlite":
                with self.engine.connect().execution_options(writes=True) as connection, connection.begin():
                    connection.exec_driver_sql("INSERT INTO search(search) VALUES ('rebuild')")
                driver = self.engine.raw_connection()
                try:
                    driver.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
                finally:
                    driver.close()
            else:
                with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                    connection.exec_driver_sql("VACUUM entries, raws, articles, statements, appearances")


def _file_raw(connection: sa.Connection, row: Json) -> None:
    column = schema.raws.c
    there = sa.select(column.sha256).where(column.article == row["article"], column.sha256 == row["sha256"])
    if connection.scalar(there) is None:
        connection.execute(sa.insert(schema.raws), row)


def _remove_words(connection: sa.Connection, article: str) -> None:
    table = schema.entries
    connection.execute(sa.update(table).where(table.c.article == article).values(payload=None))
    connection.execute(sa.delete(schema.raws).where(schema.raws.c.article == article))


def _known(connection: sa.Connection, article: str, version: str) -> Outcome | None:
    status = connection.scalar(sa.select(schema.articles.c.status).where(schema.articles.c.key == article))
    if status == "redacted":
        return "redacted"
    if status is None:
        return None
    column = schema.entries.c
    found = sa.select(column.seq).where(column.subject == version, column.kind == "document").limit(1)
    return None if connection.scalar(found) is None else "known"


def _file_receipt(batch: Batch, receipt: Json, article: str | None) -> None:
    """File *receipt* unless one of the same place and the same bytes, or the same fault, is on file."""
    place = ("input", "entry", "line", "offset", "unpacked")
    what = receipt.get("sha256") or [receipt.get("status"), receipt.get("reason")]
    subject = key("receipt", [receipt.get(name) for name in place], what)
    if not batch.filed(subject, "receipt"):
        batch.add("receipt", subject, article, receipt)


def _now() -> str:
    """The moment in UTC; where SOURCE_DATE_EPOCH is set, that moment, so that a run can be repeated to the byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH")
    moment = datetime.fromtimestamp(int(fixed), UTC) if fixed else datetime.now(UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
