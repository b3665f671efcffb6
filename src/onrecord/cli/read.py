"""`onrecord read`: articles in, their ledgers out, and a receipt for each input."""

from __future__ import annotations

import shlex
import sys
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from onrecord.documents.fetch import Fetcher
    from onrecord.documents.sources import Meter
    from onrecord.export.receipts import ReceiptLog
    from onrecord.records import Reading, Receipt

Format = Literal["marked", "jsonl", "json", "csv"]
Kind = Literal["text", "html", "jsonl", "csv", "warc", "feed"]
NAMED = 10
"""Inputs without an article that are named on stderr; the further ones are counted."""


@dataclass(frozen=True, slots=True)
class Journal:
    """Where a run is written down."""

    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None
    "Write the articles here instead of to standard output."
    receipts: Path | None = None
    "Write here, as JSON Lines, what became of each input: read, partly read, copy, not an article, failed."
    resume: Annotated[bool, Parameter(negative="")] = False
    "Go on where a run that was stopped has left --receipts and --output."


@dataclass(frozen=True, slots=True)
class Web:
    """How to fetch."""

    cache: Path | None = None
    "Keep what is fetched in this folder, and ask again only for what has changed."
    allow_private: Annotated[bool, Parameter(negative="")] = False
    "Also fetch from addresses that are not public, such as 127.0.0.1."

    def open(self) -> Fetcher:
        """The way to the network."""
        from onrecord.documents.fetch import Fetcher

        return Fetcher(allow_private=self.allow_private, cache=self.cache)


def read(
    *sources: Annotated[str, Parameter(allow_leading_hyphen=True)],
    format: Annotated[Format | None, Parameter(name=["--format", "-f"])] = None,  # noqa: A002, the flag's name
    outlet: str | None = None,
    published: str | None = None,
    kind: Annotated[Kind | None, Parameter(name="--as")] = None,
    map: Annotated[str | None, Parameter(name="--map")] = None,  # noqa: A002, the flag's name
    journal: Annotated[Journal, Parameter(name="*")] = Journal(),
    web: Annotated[Web, Parameter(name="*")] = Web(),
) -> int:
    """Print who said what in articles, with the exact place of every word.

    Parameters
    ----------
    sources
        Text (.txt, .text, .md or any other file), pages (.html), JSON Lines (.jsonl, .ndjson; text and, where known,
        id, outlet, published, url, title, authors on each line), CSV with a header (.csv, .tsv), web archives (.warc,
        .wacz), feeds and sitemaps (.xml, .rss, .atom), each also with .gz; folders and patterns of these; addresses of
        pages, feeds and sitemaps; or - for standard input.
    format
        marked: the article in colour with a table of its statements (the default on a terminal). jsonl: an article a
        line (the default elsewhere). json: the same, indented. csv: a row a statement.
    outlet
        Who published the articles that do not say so themselves.
    published
        The day on which they were published, as 2024-09-10.
    kind
        What the sources are, whatever their names say.
    map
        Which field of JSON Lines or CSV is which word, as in text=body,published=date; a.b reaches into objects.
    """
    from onrecord.documents.fields import parse_fields
    from onrecord.documents.text import check_date

    check_sources(sources, "read")
    if published is not None:
        check_date(published)
    fields = parse_fields(map) if map is not None else {}
    on_terminal = sys.stdout.isatty() and not journal.output
    return _run(
        sources,
        format or ("marked" if on_terminal else "jsonl"),
        journal,
        {"outlet": outlet, "published": published, "fields": fields, "kind": kind, "fetcher": web.open},
    )


def check_sources(sources: tuple[str, ...], verb: str) -> None:
    """Raise `UsageError` where there is nothing to *verb*, or an option that is none."""
    from onrecord.errors import UsageError

    if not sources:
        raise UsageError(f"found no article to {verb}, expected files, folders, addresses or - for standard input")
    for source in sources:
        # A lone hyphen is standard input, so the parser lets hyphens through to here.
        if source.startswith("-") and source != "-":
            raise UsageError(f"found {source!r}, expected one of this command's options or an article")


def _run(sources: tuple[str, ...], shown: Format, journal: Journal, facts: dict[str, Any]) -> int:
    """Read, write and count; the exit code."""
    from onrecord.cli.progress import Interruption
    from onrecord.documents.copies import CopyIndex
    from onrecord.documents.sources import Meter
    from onrecord.export.receipts import ReceiptLog, read_documents
    from onrecord.pipeline import Reader

    log = ReceiptLog(journal.receipts, journal.output, resume=journal.resume)
    copies, meter = CopyIndex(), Meter()
    if journal.output and journal.resume and shown == "jsonl":
        for document in read_documents(journal.output):
            copies.add(document)
    tally = _Tally(log.earlier.counts)
    to_file = journal.output is not None
    write = _writer(shown, log, to_file=to_file)
    quiet = sys.stdout.isatty() and not to_file
    with Interruption() as interruption, _progress(sources, meter, quiet=quiet) as advance:
        for result in Reader().read(sources, before=log.earlier.identities, copies=copies, meter=meter, **facts):
            write(result)
            tally.add(result)
            advance()
            if interruption.asked:
                break
    log.close()
    if tally.total > 1 or journal.receipts:
        print(tally, file=sys.stderr)
    if interruption.asked:
        return _interrupted(journal)
    return int(tally.failed > 0)


class _Tally:
    """How many inputs became what; those that gave no article are named on stderr as they come."""

    def __init__(self, earlier: dict[str, int]) -> None:
        self._counts = dict(earlier)
        self._earlier = sum(earlier.values())
        self._named = 0

    def add(self, result: Reading | Receipt) -> None:
        from onrecord.records import Receipt

        receipt = result if isinstance(result, Receipt) else result.receipt
        if receipt is None:
            return
        self._counts[receipt.status] = self._counts.get(receipt.status, 0) + 1
        if not isinstance(result, Receipt):
            _remark(result)
        elif receipt.status == "failed":
            print(f"error: {receipt.message}", file=sys.stderr)
        else:
            self._named += 1
            if self._named <= NAMED:
                print(f"note: {receipt.place}: {receipt.status}, {receipt.reason}", file=sys.stderr)
            elif self._named == NAMED + 1:
                print("note: further ones are counted below; --receipts FILE names each", file=sys.stderr)

    @property
    def total(self) -> int:
        return sum(self._counts.values())

    @property
    def failed(self) -> int:
        return self._counts.get("failed", 0)

    def __str__(self) -> str:
        from onrecord.records import STATUSES

        counts = ", ".join(f"{self._counts[status]:,} {status}" for status in STATUSES if self._counts.get(status))
        earlier = f" ({self._earlier:,} in earlier runs)" if self._earlier else ""
        return f"{self.total:,} input{'' if self.total == 1 else 's'}{earlier}: {counts or 'none read'}"


def _interrupted(journal: Journal) -> int:
    from onrecord.cli import INTERRUPTED

    print("interrupted; what is written is whole", file=sys.stderr)
    if journal.receipts and journal.output:
        command = shlex.join(["onrecord", *sys.argv[1:]]) + ("" if journal.resume else " --resume")
        print(f"hint: to go on: {command}", file=sys.stderr)
    else:
        print("hint: a run with --receipts FILE and --output FILE can be gone on with by --resume", file=sys.stderr)
    return INTERRUPTED


def _writer(shown: Format, log: ReceiptLog, *, to_file: bool) -> Callable[[Reading | Receipt], None]:
    """What writes a result as *shown*: to the log's file or to standard output, then its receipt."""
    from onrecord.records import Receipt

    if shown == "csv":
        from onrecord.export.csv import header

        if not log.earlier.written:
            _print(header()) if not to_file else log.write(header())
    render = _renderer(shown, to_file=to_file)

    def write(result: Reading | Receipt) -> None:
        if isinstance(result, Receipt):
            log.write("", result)
            return
        text = render(result)
        if not to_file:
            _print(text)
        log.write(text if to_file else "", result.receipt)

    return write


def _renderer(shown: Format, *, to_file: bool) -> Callable[[Reading], str]:
    """What gives a reading as text; on a terminal, the marked article is printed at once."""
    if shown == "csv":
        from onrecord.export.csv import to_rows

        return to_rows
    if shown == "marked":
        return _marked if to_file else _print_marked
    from onrecord.export.jsonl import to_indented, to_line

    to_text = to_line if shown == "jsonl" else to_indented
    return lambda reading: to_text(reading) + "\n"


def _marked(reading: Reading) -> str:
    from io import StringIO

    from rich.console import Console

    from onrecord.cli.marked import print_marked

    text = StringIO()
    print_marked(reading, Console(file=text, highlight=False, width=100))
    return text.getvalue()


def _print_marked(reading: Reading) -> str:
    from onrecord.cli.marked import print_marked

    print_marked(reading)
    return ""


def _print(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _remark(reading: Reading) -> None:
    """Say on stderr what a user should know of an article that was read all the same."""
    document = reading.document
    if not document.text.strip() and not document.title:
        print(f"note: {document.id}: found no words in it, so there are no statements", file=sys.stderr)
    elif document.language not in {"en", None}:
        print(
            f"note: {document.id}: its language is {document.language!r}, the model reads English; "
            "expect gaps and errors",
            file=sys.stderr,
        )


def _progress(sources: tuple[str, ...], meter: Meter, *, quiet: bool) -> AbstractContextManager[Callable[[], None]]:
    """A progress bar on stderr, where that is a terminal and there is more than one article to come.

    Not where the articles themselves go to the terminal (*quiet*): they are progress enough.
    """
    single = len(sources) == 1 and Path(sources[0]).suffix.lower() in {".txt", ".text", ".md", ".html", ".htm"}
    if quiet or single or not sys.stderr.isatty():
        return nullcontext(lambda: None)
    from onrecord.cli.progress import progress

    return progress(meter)
