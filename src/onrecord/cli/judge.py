"""A person's word against the record: corrections, withdrawals, redactions, and who is the same as whom."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from onrecord.cli.ledgers import Place, looking
from onrecord.cli.look import Stance

if TYPE_CHECKING:
    from onrecord.ledger.entries import Entry
    from onrecord.records import Json, Span

RANGES = re.compile(r"\d+-\d+(;\d+-\d+)*")


def correct(
    statement: str,
    *,
    by: str,
    why: str,
    stance: Stance | None = None,
    speaker: str | None = None,
    source: str | None = None,
    content: str | None = None,
    reject: Annotated[bool, Parameter(negative="--restore")] | None = None,
    ledger: Place = "onrecord.db",
) -> None:
    """File that a statement is otherwise than the model read it. What was read stays in the history.

    Parameters
    ----------
    statement
        Its key, or the beginning of it.
    by
        Who says so.
    why
        The reason, one sentence.
    stance
        What the source does with the content.
    speaker
        Who it is, by name.
    source, content
        The words of the article, or their range, as 10-24 or 10-24;30-36.
    reject
        That it is no statement; --restore takes that back.
    """
    from onrecord.ledger.queries import find_statement
    from onrecord.ledger.store import Ledger

    told = {"stance": stance, "speaker": speaker, "source": _span(source), "content": _span(content)}
    changes: Json = {name: value for name, value in told.items() if value is not None}
    if reject is not None:
        changes["rejected"] = reject
    with looking(ledger) as connection:
        key = find_statement(connection, statement)
    with Ledger.open(ledger) as opened:
        _report(opened.correct(key, changes, by=by, why=why))


def withdraw(article: str, *, by: str, why: str, ledger: Place = "onrecord.db") -> None:
    """File that an outlet has withdrawn an article. Its statements stay, marked so, and are listed only with --all.

    Parameters
    ----------
    article
        Its key or the beginning of it, its label, or its URL.
    by
        Who says so.
    why
        The reason, one sentence.
    """
    from onrecord.ledger.queries import find_article
    from onrecord.ledger.store import Ledger

    with looking(ledger) as connection:
        key = find_article(connection, article)
    with Ledger.open(ledger) as opened:
        _report(opened.withdraw(key, by=by, why=why))


def redact(article: str, *, by: str, why: str, ledger: Place = "onrecord.db") -> None:
    """Remove what an article says, where law demands it; the hashes stay. This cannot be undone.

    Parameters
    ----------
    article
        Its key or the beginning of it, its label, or its URL.
    by
        Who says so.
    why
        The reason, one sentence; it stays on record.
    """
    from onrecord.ledger.queries import find_article
    from onrecord.ledger.store import Ledger

    with looking(ledger) as connection:
        key = find_article(connection, article)
    with Ledger.open(ledger) as opened:
        _report(opened.redact(key, by=by, why=why))


def merge(speaker: str, into: str | None = None, *, by: str, why: str, ledger: Place = "onrecord.db") -> None:
    """File that two names are one speaker; with one name only, that it stands for itself again.

    Parameters
    ----------
    speaker
        The name to be merged.
    into
        The name under which both are found from then on.
    by
        Who says so.
    why
        The reason, one sentence.
    """
    from onrecord.ledger.store import Ledger

    with Ledger.open(ledger) as opened:
        _report(opened.merge(speaker, into, by=by, why=why))


def split(
    speaker: str,
    *,
    statement: Annotated[list[str] | None, Parameter(consume_multiple=True, negative="")] = None,
    by: str,
    why: str,
    ledger: Place = "onrecord.db",
) -> None:
    """File that some statements are of another speaker of that name; with no statement, that a merged name is its own.

    Parameters
    ----------
    speaker
        The name under which they are found now, or its key.
    statement
        The keys of the statements, or the beginnings of them. They get one speaker of their own, of the same name.
    by
        Who says so.
    why
        The reason, one sentence.
    """
    from onrecord.ledger.queries import find_statement
    from onrecord.ledger.store import Ledger

    if not statement:
        merge(speaker, by=by, why=why, ledger=ledger)
        return
    with looking(ledger) as connection:
        keys = [find_statement(connection, each) for each in statement]
    with Ledger.open(ledger) as opened:
        filed = opened.split(speaker, keys, by=by, why=why)
    for entry in filed:
        _report(entry)
    if not filed:
        _report(None)


def _span(given: str | None) -> Span | str | None:
    from onrecord.records import Span

    if given is None or not RANGES.fullmatch(given):
        return given
    pairs = [fragment.split("-") for fragment in given.split(";")]
    return Span(tuple((int(start), int(end)) for start, end in pairs))


def _report(entry: Entry | None) -> None:
    told = "nothing new: it stands so already" if entry is None else f"filed as entry {entry.seq}"
    print(told, file=sys.stderr)
