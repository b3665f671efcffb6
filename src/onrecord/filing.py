"""Articles into the ledger: what sources name is read, on one process or several, and filed by one."""

from __future__ import annotations

import json
import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol

from onrecord.documents.again import facts_apart, read_again
from onrecord.documents.claimreview import PROVENANCE, parse_reviews, read_review
from onrecord.documents.copies import CopyIndex
from onrecord.documents.sources import find_files, read_inputs
from onrecord.errors import DocumentError, OnRecordError
from onrecord.ledger import queries
from onrecord.ledger.compare import differences
from onrecord.ledger.store import Filed
from onrecord.pipeline import Reader, outcome_of, receipt_of
from onrecord.records import Receipt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from onrecord.documents.fetch import Fetcher
    from onrecord.documents.inputs import Input, Options
    from onrecord.documents.sources import Kind, Meter
    from onrecord.ledger.store import Ledger
    from onrecord.records import Document, Json, Place, Reading


class DocumentReader(Protocol):
    """Whatever reads a document: the model, or a recording in its place."""

    def read_document(self, document: Document) -> Reading:
        """Read one document."""


@dataclass(frozen=True, slots=True)
class Added:
    """An article that went into the ledger or was there, and what became of it."""

    document: Document
    filed: Filed
    receipt: Receipt


@dataclass(frozen=True, slots=True)
class Waiting:
    """An input on its way: `finish` waits for its reading, where it is being read."""

    item: Input
    document: Document | None = None
    finish: Callable[[], Reading] | None = None


def add(
    ledger: Ledger,
    sources: Iterable[str | Path],
    options: Options | None = None,
    *,
    kind: Kind | None = None,
    meter: Meter | None = None,
    fetcher: Callable[[], Fetcher] | None = None,
    workers: int = 1,
    load: Callable[[], DocumentReader] = Reader,
) -> Iterator[Added | Receipt]:
    """Put all that *sources* name into *ledger*, one transaction an article, in their order.

    What is on file is not read again, so a run that was stopped goes on where it
    left off, and the model is loaded only where there is something new.

    Args:
        options: what the caller says of all inputs.
        kind: what the sources are, whatever their names say.
        meter: is told how far the run is.
        fetcher: opens the way to the network, where an address asks for it.
        workers: processes that read; one writes. At most two articles for each wait to be read or filed.
        load: makes a reader, once it is needed; with several workers, in each of them.
    """
    inputs = read_inputs(find_files(sources), options, kind=kind, meter=meter, fetcher=fetcher)
    copies = CopyIndex()
    with _readers(workers, load) as read:
        waiting: deque[Waiting] = deque()
        for item in inputs:
            if item.document is None:
                waiting.append(Waiting(item))
            else:
                document = replace(item.document, copies=copies.add(item.document))
                waiting.append(Waiting(item, document, None if ledger.holds(document) else read(document)))
            if len(waiting) > 2 * workers or workers == 1:
                yield _file(ledger, waiting.popleft())
        while waiting:
            yield _file(ledger, waiting.popleft())


def _file(ledger: Ledger, waiting: Waiting) -> Added | Receipt:
    """What becomes of an input: filed, there already, or not to be read."""
    item, document = waiting.item, waiting.document
    if document is None:
        receipt = Receipt(item.place, item.status, item.reason)
        ledger.file_receipt(receipt.to_json())
        return receipt
    status, reason = outcome_of(item, document)
    if waiting.finish is None:
        receipt = receipt_of(item.place, document, status, reason)
        return Added(document, Filed(ledger.holds(document) or "known", document.key), receipt)
    try:
        reading = waiting.finish()
    except BrokenProcessPool:
        raise OnRecordError(
            "a process that reads articles was stopped from outside, perhaps for want of memory; "
            "the same command goes on where this one ended"
        ) from None
    except Exception as error:  # noqa: BLE001, one article of thousands must not end the run
        fault = f"reading it went wrong ({type(error).__name__}: {error})"
        receipt = receipt_of(item.place, document, "failed", fault)
        ledger.file_receipt(receipt.to_json())
        return receipt
    receipt = receipt_of(item.place, document, status, reason, len(reading.statements))
    return Added(document, ledger.append(reading, receipt=receipt.to_json()), receipt)


def add_reviews(ledger: Ledger, content: bytes, name: str) -> Iterator[Added | Receipt]:
    """Put the fact checks in *content* (ClaimReview) into *ledger*; a bad one costs itself.

    Args:
        name: what receipts call the input.
    """
    for place, reading in parse_reviews(content, name):
        if isinstance(reading, str):
            receipt = Receipt(place, "failed", reading)
            ledger.file_receipt(receipt.to_json())
            yield receipt
            continue
        receipt = receipt_of(place, reading.document, "read", None, len(reading.statements))
        yield Added(reading.document, ledger.append(reading, receipt=receipt.to_json()), receipt)


@contextmanager
def _readers(workers: int, load: Callable[[], DocumentReader]) -> Iterator[Callable[[Document], Callable[[], Reading]]]:
    """A function that begins to read a document, and gives one that waits for the reading."""
    if workers == 1:
        reader = cache(load)
        yield lambda document: lambda: reader().read_document(document)
        return
    # Spawned, not forked: a child must not share the open database
    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (load,)) as pool:
        try:
            yield lambda document: pool.submit(_read, document).result
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(load: Callable[[], DocumentReader]) -> None:
    """In a worker: leave Ctrl-C to the one who writes, and remember how to load the reader."""
    global _load  # noqa: PLW0603, a worker has nothing else to keep it in
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _load = cache(load)


def _read(document: Document) -> Reading:
    return _load().read_document(document)


_load: Callable[[], DocumentReader] = Reader


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """An article that was read again, and all that is otherwise since.

    `differences` has first what its bytes give otherwise (`read otherwise`, `not read`), then
    what stands otherwise: see `ledger.compare.differences`. `document.raw` is None
    where its bytes were not kept.
    """

    document: Document
    differences: tuple[Json, ...]


def rebuild(ledger: Ledger, *, load: Callable[[], DocumentReader] = Reader) -> Iterator[Rebuilt]:
    """Read every article on file again, bytes and all, with the program of today, each in one transaction.

    The model reads the filed text, which stays whatever the bytes give now; what
    they give otherwise is told. Corrections stand whatever the model reads.
    Redacted and withdrawn articles are left as they are.

    Args:
        load: makes the reader.
    """
    reader = load()
    with ledger.read() as connection:
        keys = queries.article_keys(connection)
    for key in keys:
        with ledger.read() as connection:
            document = queries.stored_document(connection, key)
            status = queries.article_facts(connection, key)["status"]
            before = queries.article_statements(connection, key)
            place = queries.first_place(connection, key, document.sha256) if document else None
        if document is None or status != "current":
            continue
        with ledger.read() as connection:
            imported = queries.article_reading(connection, key).provenance == PROVENANCE
        if imported:
            found = [*_read_review(ledger, document)]
        else:
            found = [*_read_bytes(document, place)]
            ledger.reread(reader.read_document(document))
        with ledger.read() as connection:
            found += differences(before, queries.article_statements(connection, key))
        yield Rebuilt(document, tuple(found))


def _read_bytes(document: Document, place: Place | None) -> Iterator[Json]:
    """What the bytes of *document* give otherwise than was filed."""
    if document.raw is None:
        return
    try:
        again, reason = read_again(document, place)
    except Exception as error:  # noqa: BLE001, one article of thousands must not end the run
        again, reason = None, f"reading the bytes went wrong ({type(error).__name__}: {error})"
    yield from _tell(document, again, reason)


def _read_review(ledger: Ledger, document: Document) -> Iterator[Json]:
    """Read an imported review again, which no model ever read."""
    if document.raw is None:
        return
    try:
        reading = read_review(json.loads(document.raw), document.id)
    except (DocumentError, ValueError) as error:
        yield from _tell(document, None, str(error))
        return
    yield from _tell(document, reading.document, None)
    if reading.document.text == document.text:
        ledger.reread(replace(reading, document=document))


def _tell(document: Document, again: Document | None, reason: str | None) -> Iterator[Json]:
    if again is None:
        yield {"change": "not read", "reason": f"{reason}; the filed text stays"}
    elif fields := facts_apart(document, again):
        yield {"change": "read otherwise", "fields": fields, "reason": "the bytes give this now; what was filed stays"}
