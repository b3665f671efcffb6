"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH = {
    "sqlite": (
        """CREATE VIRTUAL TABLE search USING fts5(
            words, content='statements', content_rowid='seq', tokenize='unicode61 remove_diacritics 0')""",
        """CREATE TRIGGER search_insert AFTER INSERT ON statements BEGIN
            INSERT INTO search(rowid, words) VALUES (new.seq, new.words); END""",
        """CREATE TRIGGER search_delete AFTER DELETE ON statements BEGIN
            INSERT INTO search(search, rowid, words) VALUES ('delete', old.seq, old.words); END""",
    ),
    "postgresql": (
        "ALTER TABLE statements ADD COLUMN found tsvector GENERATED ALWAYS AS (to_tsvector('simple', words)) STORED",
        "CREATE INDEX statements_found ON statements USING gin (found)",
    ),
}


def upgrade() -> None:
    """Make the tables."""
    word = sa.Text().with_variant(sa.TEXT(collation="C"), "postgresql")
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "appearances",
        sa.Column("article", word, nullable=False),
        sa.Column("speaker", word, nullable=False),
        sa.Column("name", word, nullable=False),
        sa.Column("named", sa.Integer(), nullable=False),
        sa.Column("source_type", word, nullable=True),
        sa.Column("role", word, nullable=True),
        sa.Column("affiliation", word, nullable=True),
        sa.Column("published", word, nullable=False),
        sa.PrimaryKeyConstraint("article", "speaker"),
        comment="who is a speaker of which article",
    )
    op.create_index("appearances_speaker", "appearances", ["speaker", "published", "article"], unique=False)
    op.create_table(
        "articles",
        sa.Column("key", word, nullable=False),
        sa.Column("entry", number, nullable=False),
        sa.Column("version", word, nullable=True),
        sa.Column("id", word, nullable=True),
        sa.Column("url", word, nullable=True),
        sa.Column("outlet", word, nullable=True),
        sa.Column("title", word, nullable=True),
        sa.Column("published", word, nullable=True),
        sa.Column("language", word, nullable=True),
        sa.Column("status", word, nullable=False),
        sa.Column("versions", sa.Integer(), nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("filed", word, nullable=False),
        sa.Column("changed", word, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("articles_id", "articles", ["id"], unique=False)
    op.create_index("articles_url", "articles", ["url"], unique=False)
    op.create_table(
        "entries",
        sa.Column("seq", number, autoincrement=False, nullable=False),
        sa.Column("at", word, nullable=False),
        sa.Column("kind", word, nullable=False),
        sa.Column("subject", word, nullable=False),
        sa.Column("article", word, nullable=True),
        sa.Column("digest", word, nullable=False),
        sa.Column("leaf", word, nullable=False),
        sa.Column("payload", word, nullable=True),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index("entries_article", "entries", ["article", "seq"], unique=False)
    op.create_index("entries_at", "entries", ["at", "seq"], unique=False)
    merges = sa.text("kind = 'merge'")
    op.create_index("entries_merge", "entries", ["seq"], sqlite_where=merges, postgresql_where=merges)
    op.create_index("entries_subject", "entries", ["subject", "seq"], unique=False)
    op.create_table(
        "heads",
        sa.Column("size", number, autoincrement=False, nullable=False),
        sa.Column("root", word, nullable=False),
        sa.PrimaryKeyConstraint("size"),
        comment="the head of the tree after each transaction",
    )
    op.create_table(
        "raws",
        sa.Column("article", word, nullable=False),
        sa.Column("sha256", word, nullable=False),
        sa.Column("crc32", number, nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article", "sha256"),
        comment="bytes as they were read, deflated, where the text's UTF-8 is not the same; crc32 is of the deflated",
    )
    op.create_table(
        "speakers",
        sa.Column("key", word, nullable=False),
        sa.Column("folded", word, nullable=False),
        sa.Column("statements", sa.Integer(), nullable=False),
        sa.Column("articles", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index("speakers_folded", "speakers", ["folded", "key"], unique=False)
    op.create_index("speakers_statements", "speakers", ["statements", "key"], unique=False)
    op.create_table(
        "statements",
        sa.Column("seq", number, autoincrement=False, nullable=False),
        sa.Column("key", word, nullable=False),
        sa.Column("article", word, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("within", word, nullable=True),
        sa.Column("stance", word, nullable=False),
        sa.Column("kind", word, nullable=False),
        sa.Column("source_type", word, nullable=True),
        sa.Column("outlet", word, nullable=True),
        sa.Column("said", word, nullable=False),
        sa.Column("status", word, nullable=False),
        sa.Column("data", word, nullable=True),
        sa.Column("words", word, nullable=False),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("key"),
        comment="each as it now stands; data is null where the entry says it all",
    )
    op.create_index("statements_article", "statements", ["article", "position"], unique=False)
    op.create_index("statements_outlet", "statements", ["outlet", "said", "seq"], unique=False)
    op.create_index("statements_said", "statements", ["said", "seq"], unique=False)
    op.create_index("statements_source_type", "statements", ["source_type", "said", "seq"], unique=False)
    op.create_index("statements_stance", "statements", ["stance", "said", "seq"], unique=False)
    op.create_table(
        "tail",
        sa.Column("size", number, autoincrement=False, nullable=False),
        sa.Column("frontier", word, nullable=False),
        sa.Column("at", word, nullable=False),
        sa.PrimaryKeyConstraint("size"),
        comment="one row: what is needed to add to the tree",
    )
    op.create_table(
        "voices",
        sa.Column("seq", number, autoincrement=False, nullable=False),
        sa.Column("speaker", word, nullable=False),
        sa.Column("said", word, nullable=False),
        sa.Column("article", word, nullable=False),
        sa.PrimaryKeyConstraint("seq", "speaker"),
        comment="who speaks in which statement",
    )
    op.create_index("voices_article", "voices", ["article"], unique=False)
    op.create_index("voices_speaker", "voices", ["speaker", "said", "seq"], unique=False)
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)
