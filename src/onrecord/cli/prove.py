"""`onrecord fsck` and `onrecord log`: whether the record is whole, and how others can check it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.cli.ledgers import Place, looking

if TYPE_CHECKING:
    from onrecord.records import Json


def fsck(*, ledger: Place = "onrecord.db") -> int:
    """Check every line of the log, and that all else follows from it; name whatever is not as it was filed."""
    from onrecord.ledger.check import check
    from onrecord.ledger.queries import head as find_head
    from onrecord.ledger.store import Ledger

    found = 0
    with Ledger.open(ledger) as opened:
        for fault in check(opened):
            found += 1
            print(fault)
        with opened.read() as connection:
            top = find_head(connection)
    told = f"{found} faults" if found else "as it was filed"
    print(f"{top['size']} entries, head {top['root']}: {told}", file=sys.stderr)
    return int(found > 0)


def head(*, ledger: Place = "onrecord.db") -> None:
    """Print the head of the log as JSON: how many entries, their hash, the time of the last. Keep it elsewhere."""
    from onrecord.ledger import queries

    with looking(ledger) as connection:
        print(json.dumps(queries.head(connection)))


def prove(statement: str, *, ledger: Place = "onrecord.db") -> None:
    """Print a proof that a statement is in the log, which `onrecord log verify` checks without the ledger.

    Parameters
    ----------
    statement
        Its key, or the beginning of it.
    """
    from onrecord.ledger import queries

    with looking(ledger) as connection:
        print(json.dumps(queries.prove(connection, queries.find_statement(connection, statement)), ensure_ascii=False))


def consistency(old: Path, *, ledger: Place = "onrecord.db") -> int:
    """Check that the log only grew since an older head.

    Parameters
    ----------
    old
        The file that `onrecord log head` wrote then; - is standard input.
    """
    from onrecord.ledger import queries
    from onrecord.ledger.log import consistent

    before = _read(old)
    with looking(ledger) as connection:
        proof = queries.prove_consistency(connection, int(_field(before, "size", old)))
    top = proof["head"]
    path = [bytes.fromhex(step) for step in proof["path"]]
    roots = bytes.fromhex(str(_field(before, "root", old))), bytes.fromhex(top["root"])
    good = consistent(proof["old"], roots[0], top["size"], roots[1], path)
    print(json.dumps({"old": before, **{name: proof[name] for name in ("head", "path")}, "consistent": good}))
    return int(not good)


def verify(proof: Path, *, head: Path | None = None) -> int:
    """Check a proof that `onrecord log prove` gave, without the ledger.

    Parameters
    ----------
    proof
        The file with the proof; - is standard input.
    head
        A file with the head that is trusted, from `onrecord log head`; without it the proof's own is taken.
    """
    from onrecord.ledger.entries import Entry
    from onrecord.ledger.log import includes

    value = _read(proof)
    try:
        entry = Entry.from_json(value["entry"])
        top = _read(head) if head else value["head"]
        path = [bytes.fromhex(step) for step in value["path"]]
        good = includes(entry.leaf, entry.seq, top["size"], path, bytes.fromhex(top["root"]))
        whole = entry.whole and entry.payload is not None
    except (KeyError, TypeError, ValueError, AttributeError):
        from onrecord.errors import LedgerError

        raise LedgerError(f"{proof}: found no proof, expected what `onrecord log prove` printed") from None
    if good and whole:
        print(f"entry {entry.seq}, filed {entry.at}, is in the log of {top['size']} entries with head {top['root']}")
        return 0
    reason = "its payload is not the one of its digest" if good else "its path does not lead to the head"
    print(f"not proven: {reason}")
    return 1


def _read(path: Path) -> Json:
    from onrecord.errors import LedgerError

    try:
        value = json.loads(sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise LedgerError(f"{path}: cannot be read as JSON ({error})") from None
    if not isinstance(value, dict):
        raise LedgerError(f"{path}: found a JSON {type(value).__name__}, expected an object")
    return value


def _field(value: Json, name: str, path: Path) -> Any:  # noqa: ANN401
    from onrecord.errors import LedgerError

    found = value.get(name)
    if not isinstance(found, int if name == "size" else str):
        raise LedgerError(f"{path}: found no `{name}`, expected what `onrecord log head` printed")
    return found
