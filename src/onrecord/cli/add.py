"""`onrecord add` and `onrecord rebuild`: articles into the ledger, and read again by a newer model."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from onrecord.cli.ledgers import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager


def add(
    *sources: Annotated[str, Parameter(allow_leading_hyphen=True)],
    ledger: Place = "onrecord.db",
    outlet: str | None = None,
    published: str | None = None,
    workers: int = 1,
) -> int:
    """Put articles on record: who said what in them, filed once and for all.

    What is on file already is passed over, so the same command goes on where it was stopped.

    Parameters
    ----------
    sources
        Text files, JSON Lines, folders of these, or - for standard input, as `onrecord read` takes them.
    ledger
        A file, made where there is none, or a URL that begins with postgresql://.
    outlet
        Who published the articles that do not say so themselves.
    published
        The day on which they were published, as 2024-09-10.
    workers
        Processes that read at the same time; each loads the model.
    """
    from onrecord.documents.text import check_date
    from onrecord.errors import UsageError
    from onrecord.ledger.store import Ledger
    from onrecord.records import Failure

    if not sources:
        raise UsageError("found no article to add, expected files, folders or - for standard input")
    for source in sources:
        # A lone hyphen is standard input, so the parser lets hyphens through to here.
        if source.startswith("-") and source != "-":
            raise UsageError(f"found {source!r}, expected one of this command's options or an article")
    if workers < 1:
        raise UsageError(f"found {workers} workers, expected one or more")
    if published is not None:
        check_date(published)

    from onrecord import pipeline

    outcomes: Counter[str] = Counter()
    statements = 0
    with Ledger.open(ledger, create=True) as opened, _progress() as advance:
        for result in pipeline.add(opened, sources, outlet=outlet, published=published, workers=workers):
            if isinstance(result, Failure):
                outcomes["failed"] += 1
                print(f"error: {result.message}", file=sys.stderr)
            else:
                outcomes[result.filed.outcome] += 1
                statements += result.filed.statements
            advance()
    told = ", ".join(f"{count} {outcome}" for outcome, count in sorted(outcomes.items()))
    print(f"{told or 'nothing'}; {statements} new statements", file=sys.stderr)
    return int(outcomes["failed"] > 0)


def rebuild(*, ledger: Place = "onrecord.db") -> None:
    """Read every article on file again with the model of today, and print as JSON Lines what stands otherwise.

    Corrections stand whatever the model reads. What was read before stays in the history.
    """
    import json

    from onrecord import pipeline
    from onrecord.ledger.store import Ledger

    counts: Counter[str] = Counter()
    with Ledger.open(ledger) as opened, _progress() as advance:
        for rebuilt in pipeline.rebuild(opened):
            counts["articles read again"] += 1
            for difference in rebuilt.differences:
                counts[difference["change"]] += 1
                print(json.dumps({"article": rebuilt.document.key, **difference}, ensure_ascii=False))
            advance()
    print(", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing on file", file=sys.stderr)


def _progress() -> AbstractContextManager[Callable[[], None]]:
    if not sys.stderr.isatty():
        return nullcontext(lambda: None)
    from onrecord.cli.progress import progress

    return progress()
