"""`onrecord add` and `onrecord rebuild`: articles into the ledger, and read again by a newer model."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from onrecord.cli.ledgers import Place
from onrecord.cli.read import Kind, Web, check_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from onrecord import filing
    from onrecord.documents.sources import Meter
    from onrecord.records import Receipt

NAMED = 10
"""Inputs without an article that are named on stderr; the ledger has a receipt of each."""


def add(
    *sources: Annotated[str, Parameter(allow_leading_hyphen=True)],
    ledger: Place = "onrecord.db",
    outlet: str | None = None,
    published: str | None = None,
    kind: Annotated[Kind | None, Parameter(name="--as")] = None,
    map: Annotated[str | None, Parameter(name="--map")] = None,  # noqa: A002, the flag's name
    workers: int = 1,
    web: Annotated[Web, Parameter(name="*")] = Web(),
) -> int:
    """Put articles on record: who said what in them, filed once and for all.

    What is on file already is passed over, so the same command goes on where it was stopped.

    Parameters
    ----------
    sources
        Files, folders, patterns and addresses, or - for standard input, as `onrecord read` takes them.
    ledger
        A file, made where there is none, or a URL that begins with postgresql://.
    outlet
        Who published the articles that do not say so themselves.
    published
        The day on which they were published, as 2024-09-10.
    kind
        What the sources are, whatever their names say.
    map
        Which field of JSON Lines or CSV is which word, as in text=body,published=date; a.b reaches into objects.
    workers
        Processes that read at the same time; each loads the model.
    """
    from onrecord.documents.fields import parse_fields
    from onrecord.documents.inputs import Options
    from onrecord.documents.text import check_date
    from onrecord.errors import UsageError

    check_sources(sources, "add")
    if workers < 1:
        raise UsageError(f"found {workers} workers, expected one or more")
    if published is not None:
        check_date(published)
    options = Options(outlet, published, parse_fields(map) if map is not None else {})

    from onrecord import filing
    from onrecord.cli import INTERRUPTED
    from onrecord.cli.progress import Interruption
    from onrecord.documents.sources import Meter
    from onrecord.ledger.store import Ledger

    tally, meter = _Tally(), Meter()
    with Ledger.open(ledger, create=True) as opened, Interruption() as interruption, _progress(meter) as advance:
        found = filing.add(opened, sources, options, kind=kind, meter=meter, fetcher=web.open, workers=workers)
        for result in found:
            tally.add(result)
            advance()
            if interruption.asked:
                break
    print(tally, file=sys.stderr)
    if interruption.asked:
        print("interrupted; the same command goes on", file=sys.stderr)
        return INTERRUPTED
    return int(tally.counts["failed"] > 0)


def rebuild(*, ledger: Place = "onrecord.db") -> None:
    """Read every article on file again, bytes and all, and print as JSON Lines whatever is otherwise today.

    The filed text stays, and is what the model of today reads. Corrections stand whatever it reads. What was
    read before stays in the history.
    """
    import json

    from onrecord import filing
    from onrecord.ledger.store import Ledger

    counts: Counter[str] = Counter()
    with Ledger.open(ledger) as opened:
        for rebuilt in filing.rebuild(opened):
            counts["articles read again"] += 1
            if rebuilt.document.raw is None:
                counts["without bytes"] += 1
            for difference in rebuilt.differences:
                counts[difference["change"]] += 1
                print(json.dumps({"article": rebuilt.document.key, **difference}, ensure_ascii=False))
    print(", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing on file", file=sys.stderr)


class _Tally:
    """How many inputs became what; those that gave no article are named on stderr as they come."""

    def __init__(self) -> None:
        self.counts: Counter[str] = Counter()
        self._statements = self._named = 0

    def add(self, result: filing.Added | Receipt) -> None:
        from onrecord.records import Receipt

        if not isinstance(result, Receipt):
            self.counts[result.filed.outcome] += 1
            self._statements += result.filed.statements
            return
        self.counts[result.status] += 1
        if result.status == "failed":
            print(f"error: {result.message}", file=sys.stderr)
            return
        self._named += 1
        if self._named <= NAMED:
            print(f"note: {result.place}: {result.status}, {result.reason}", file=sys.stderr)
        elif self._named == NAMED + 1:
            print("note: further ones are counted below", file=sys.stderr)

    def __str__(self) -> str:
        told = ", ".join(f"{count:,} {outcome}" for outcome, count in sorted(self.counts.items()))
        return f"{told or 'nothing'}; {self._statements:,} new statements"


def _progress(meter: Meter) -> AbstractContextManager[Callable[[], None]]:
    if not sys.stderr.isatty():
        return nullcontext(lambda: None)
    from onrecord.cli.progress import progress

    return progress(meter)
