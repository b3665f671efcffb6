"""How long the first page of each query takes at a million statements, on each store.

    python benchmarks/durability/scale.py --statements 1000000

Some articles are filed through the ledger; the rows that queries read are then
multiplied in SQL under new keys, which gives the size and the distribution but no log
that `fsck` would pass. Each query is run seven times; the median and the worst are printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from kill import stores
from recorded import Recorded, write_articles

from onrecord.documents.sources import find_files, read_inputs
from onrecord.ledger import queries, schema
from onrecord.ledger.connect import writing
from onrecord.ledger.keys import KEY
from onrecord.ledger.queries import Filter
from onrecord.ledger.store import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable

EACH = 25
"""Statements of an article."""
LIMIT_MS = 100

FILTERS = {
    "statements": Filter(),
    "speaker": Filter(speaker="Ada Lorn"),
    "speaker by a word": Filter(speaker="Lorn"),
    "stance": Filter(stance="denies"),
    "source type": Filter(source_type="person"),
    "outlet": Filter(outlet="Outlet 7"),
    "since": Filter(since="2020-06-01"),
    "since and until": Filter(since="2020-06-01", until="2020-06-02"),
    "speaker and stance": Filter(speaker="Ada Lorn", stance="denies"),
    "outlet, stance, since": Filter(outlet="Outlet 7", stance="denies", since="2020-06-01"),
    "source type that nobody has": Filter(source_type="document"),
    "stance that nobody has": Filter(stance="retracts", outlet="Outlet 7"),
    "search: a common word": Filter(text="the"),
    "search: two words": Filter(text="harbour sold"),
    "search: a phrase": Filter(text='"the ferry was delayed"'),
    "search: the beginning of a word": Filter(text="harb*"),
    "search: a word that nobody has": Filter(text="zebra"),
    "search: a phrase that nobody has": Filter(text='"delayed ferry"'),
    "search and speaker": Filter(text="strike", speaker="Jon Wynn"),
    "search and stance": Filter(text="vote", stance="asks"),
    "search and outlet": Filter(text="ferry", outlet="Outlet 7"),
}


def fill(ledger: Ledger, folder: Path, statements: int, filed: int) -> None:
    """File so many articles one by one, and multiply them until there are so many *statements*."""
    source = folder / "scale.jsonl"
    write_articles(source, filed, EACH)
    reader = Recorded()
    start, busy = time.perf_counter(), time.process_time()
    for item in read_inputs(find_files([source])):
        assert item.document is not None  # noqa: S101, we wrote them
        ledger.append(reader.read_document(item.document))
    wall, busy = time.perf_counter() - start, time.process_time() - busy
    print(f"  filed: {wall / filed * 1000:.1f} ms an article, of these {busy / filed * 1000:.1f} ms of this process")
    with writing(ledger.engine) as connection:
        size = connection.scalar(sa.select(schema.tail.c.size))
        for copy in range(1, statements // (filed * EACH)):
            for table in (schema.entries, schema.statements, schema.voices, schema.articles, schema.appearances):
                columns = [_copied(column, copy, size) for column in table.columns]
                rows = sa.select(*columns).select_from(table)
                mark = "seq" if "seq" in table.c else "entry" if "entry" in table.c else None
                first = table.c[mark] < size if mark else sa.func.length(table.c.article) == KEY
                rows = rows.where(first)
                connection.execute(sa.insert(table).from_select([column.name for column in table.columns], rows))
        connection.execute(
            sa.update(schema.speakers).values(statements=schema.speakers.c.statements * (statements // filed // EACH))
        )
    if ledger.engine.dialect.name == "postgresql":
        with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


def _copied(column: sa.Column, copy: int, size: int) -> sa.ColumnElement:
    if column.name in {"seq", "entry"}:
        return column + copy * size
    if column.name in {"article", "key", "subject", "within"}:
        return column + f".{copy}"
    return column


def time_ms(ask: Callable[[], object]) -> list[float]:
    """Milliseconds of seven runs."""
    taken = []
    for _ in range(7):
        start = time.perf_counter()
        ask()
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def measure(ledger: Ledger) -> int:
    """Print each query's time; how many were over the limit."""
    over = 0
    with ledger.read() as connection:
        print(f"  {connection.scalar(sa.select(sa.func.count()).select_from(schema.statements))} statements")
        article = connection.scalar(sa.select(schema.articles.c.key).limit(1))
        asked: dict[str, Callable[[], object]] = {
            **{name: lambda f=wanted: queries.find_statements(connection, f) for name, wanted in FILTERS.items()},
            **{
                f"{name}, the latest first": lambda f=wanted: queries.find_statements(connection, f, newest=True)
                for name, wanted in FILTERS.items()
            },
            "speakers": lambda: queries.find_speakers(connection),
            "speakers by a word": lambda: queries.find_speakers(connection, name="ode"),
            "a speaker's record": lambda: queries.speaker_record(connection, "Ada Lorn"),
            "articles": lambda: queries.find_articles(connection),
            "articles of an outlet": lambda: queries.find_articles(connection, outlet="Outlet 7"),
            "an article's statements": lambda: queries.article_statements(connection, article),
            "changes": lambda: queries.changes(connection, "2020-01-01"),
        }
        for name, ask in asked.items():
            taken = time_ms(ask)
            middle = statistics.median(taken)
            over += middle > LIMIT_MS
            print(f"  {name}: {middle:.1f} ms, at worst {max(taken):.1f}{'  OVER' if middle > LIMIT_MS else ''}")
    return over


def main() -> int:
    """Fill and measure each store."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--filed", type=int, default=4000, help="articles that are filed one by one")
    parser.add_argument("--stores", nargs="+", default=["sqlite", "postgresql"])
    given = parser.parse_args()
    over = 0
    with tempfile.TemporaryDirectory() as name, stores(Path(name), given.stores) as places:
        for store in given.stores:
            print(store)
            with Ledger.open(places[store][0], create=True) as ledger:
                fill(ledger, Path(name), given.statements, given.filed)
                over += measure(ledger)
    print(f"{over} queries over {LIMIT_MS} ms")
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
