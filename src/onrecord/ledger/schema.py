"""The tables. `entries` is the record; all others but `raws` follow from it, and `fsck` works them out again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, Table, Text, text
from sqlalchemy.dialects import postgresql

REVISION = "0001"
"""The schema that this program reads and writes."""

metadata = MetaData()
Number = BigInteger().with_variant(Integer, "sqlite")
Word = Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
"""Text that is sorted by its bytes on both stores, whatever the locale."""

MERGES = text("kind = 'merge'")
"""The few entries that every write looks through; said in the words of the index, so that it is used."""

entries = Table(
    "entries",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("at", Word, nullable=False),
    Column("kind", Word, nullable=False),
    Column("subject", Word, nullable=False),
    Column("article", Word),
    Column("digest", Word, nullable=False),
    Column("leaf", Word, nullable=False),
    Column("payload", Word),
    Index("entries_article", "article", "seq"),
    Index("entries_subject", "subject", "seq"),
    Index("entries_at", "at", "seq"),
    Index("entries_merge", "seq", sqlite_where=MERGES, postgresql_where=MERGES),
)

heads = Table(
    "heads",
    metadata,
    Column("size", Number, primary_key=True, autoincrement=False),
    Column("root", Word, nullable=False),
    comment="the head of the tree after each transaction",
)

tail = Table(
    "tail",
    metadata,
    Column("size", Number, primary_key=True, autoincrement=False),
    Column("frontier", Word, nullable=False),
    Column("at", Word, nullable=False),
    comment="one row: what is needed to add to the tree",
)

raws = Table(
    "raws",
    metadata,
    Column("article", Word, primary_key=True),
    Column("sha256", Word, primary_key=True),
    Column("crc32", Number, nullable=False),
    Column("content", LargeBinary, nullable=False),
    comment="bytes as they were read, deflated, where the text's UTF-8 is not the same; crc32 is of the deflated",
)

articles = Table(
    "articles",
    metadata,
    Column("key", Word, primary_key=True),
    Column("entry", Number, nullable=False),
    Column("version", Word),
    Column("id", Word),
    Column("url", Word),
    Column("outlet", Word),
    Column("title", Word),
    Column("published", Word),
    Column("language", Word),
    Column("status", Word, nullable=False),
    Column("versions", Integer, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("filed", Word, nullable=False),
    Column("changed", Word, nullable=False),
    Index("articles_id", "id"),
    Index("articles_url", "url"),
)

statements = Table(
    "statements",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("key", Word, nullable=False, unique=True),
    Column("article", Word, nullable=False),
    Column("position", Integer, nullable=False),
    Column("within", Word),
    Column("stance", Word, nullable=False),
    Column("kind", Word, nullable=False),
    Column("source_type", Word),
    Column("outlet", Word),
    Column("said", Word, nullable=False),
    Column("status", Word, nullable=False),
    Column("data", Word),
    Column("words", Word, nullable=False),
    Index("statements_article", "article", "position"),
    Index("statements_said", "said", "seq"),
    Index("statements_stance", "stance", "said", "seq"),
    Index("statements_source_type", "source_type", "said", "seq"),
    Index("statements_outlet", "outlet", "said", "seq"),
    comment="each as it now stands; data is null where the entry says it all",
)

voices = Table(
    "voices",
    metadata,
    Column("seq", Number, primary_key=True, autoincrement=False),
    Column("speaker", Word, primary_key=True),
    Column("said", Word, nullable=False),
    Column("article", Word, nullable=False),
    Index("voices_speaker", "speaker", "said", "seq"),
    Index("voices_article", "article"),
    comment="who speaks in which statement",
)

appearances = Table(
    "appearances",
    metadata,
    Column("article", Word, primary_key=True),
    Column("speaker", Word, primary_key=True),
    Column("name", Word, nullable=False),
    Column("named", Integer, nullable=False),
    Column("source_type", Word),
    Column("role", Word),
    Column("affiliation", Word),
    Column("published", Word, nullable=False),
    Index("appearances_speaker", "speaker", "published", "article"),
    comment="who is a speaker of which article",
)

speakers = Table(
    "speakers",
    metadata,
    Column("key", Word, primary_key=True),
    Column("folded", Word, nullable=False),
    Column("statements", Integer, nullable=False),
    Column("articles", Integer, nullable=False),
    Index("speakers_folded", "folded", "key"),
    Index("speakers_statements", "statements", "key"),
)

VIEWS = (articles, statements, voices, appearances)
"""What follows from the entries of one article alone."""
