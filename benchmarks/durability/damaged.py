"""Whether one byte changed in each of 1,000 random places of the tables is found, and its table named.

    python benchmarks/durability/damaged.py --changes 1000

The places are drawn over tables first, so that the small ones are tried as often as
the large. Each change is undone before the next.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

from kill import add, stores
from recorded import Recorded, write_articles

from onrecord.documents.text import make_document

sys.path.insert(0, str(Path(__file__).parents[2] / "tests" / "ledger"))
from damage import change_a_byte, places

from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.store import Ledger


def main() -> int:
    """Change, check, undo; print how many were found and named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=20)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--stores", nargs="+", default=["sqlite", "postgresql"])
    given = parser.parse_args()
    missed = 0
    with tempfile.TemporaryDirectory() as name, stores(Path(name), given.stores) as at:
        source = Path(name) / "articles.jsonl"
        write_articles(source, given.articles, 3)
        for store in given.stores:
            add(at[store][0], source)
            with Ledger.open(at[store][0]) as ledger:
                missed += _change(ledger, store, given.changes)
    return int(missed > 0)


def _change(ledger: Ledger, store: str, changes: int) -> int:
    rng, tried, named = random.Random(8), Counter(), Counter()
    _judge(ledger)
    cells: dict[str, list] = {}
    with ledger.read() as connection:
        for cell in places(connection):
            cells.setdefault(cell[0].name, []).append(cell)
    for _ in range(changes):
        restore, table, what = change_a_byte(ledger, rng, cells[rng.choice(sorted(cells))])
        found = {fault.table for fault in check(ledger)}
        restore()
        tried[table] += 1
        named[table] += table in found
        if table not in found:
            print(f"  not named: {what}; found {found or 'nothing'}")
    print(f"{store}: {sum(tried.values())} changed, {sum(named.values())} found and named; {dict(tried)}")
    return sum(tried.values()) - sum(named.values()) + len(list(check(ledger)))


def _judge(ledger: Ledger) -> None:
    """Raw bytes, a correction, a merge, a withdrawal and a redaction, so that they are there to be changed."""
    raw = "Ada Lorn said that the ferry was delayed.".encode("utf-16")
    ledger.append(Recorded().read_document(replace(make_document(raw.decode("utf-16"), id="raw", raw=raw), raw=raw)))
    signed = {"by": "Eve", "why": "so it is"}
    with ledger.read() as connection:
        rows = queries.find_statements(connection).rows
        articles = queries.article_keys(connection)
        speakers = queries.find_speakers(connection).rows
    ledger.correct(rows[0]["key"], {"stance": "retracts"}, **signed)
    ledger.merge(speakers[0]["name"], speakers[1]["name"], **signed)
    ledger.withdraw(articles[1], **signed)
    ledger.redact(articles[2], **signed)


if __name__ == "__main__":
    sys.exit(main())
