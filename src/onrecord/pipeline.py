"""The one way through: sources → documents → attributions → statements → ledger. Alone knows the order."""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from multiprocessing import get_context
from typing import TYPE_CHECKING, Protocol

from onrecord.documents.sources import find_files, read_documents
from onrecord.errors import OnRecordError
from onrecord.extraction import artifact
from onrecord.extraction.extractor import Extractor
from onrecord.extraction.tagger import Tagger
from onrecord.ledger import queries
from onrecord.ledger.compare import differences
from onrecord.ledger.store import Filed
from onrecord.records import Document, Failure, Reading
from onrecord.resolution.resolver import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from onrecord.ledger.store import Ledger
    from onrecord.records import Json


class DocumentReader(Protocol):
    """Whatever reads a document: the model, or a recording in its place."""

    def read_document(self, document: Document) -> Reading:
        """Read one document."""


class Reader:
    """Reads articles with one loaded model.

    Args:
        model: a folder with another model than the one that ships in the package.

    Raises:
        ArtifactError: the model's files are missing or changed.
    """

    def __init__(self, model: Path | None = None) -> None:
        tagger = Tagger(artifact.load(model or artifact.packaged()))
        self._extractor = Extractor(tagger)
        self._provenance = {"onrecord": metadata.version("onrecord"), "model": f"sha256:{tagger.sha256}"}

    def read(
        self, sources: Iterable[str | Path], *, outlet: str | None = None, published: str | None = None
    ) -> Iterator[Reading | Failure]:
        """Read all that *sources* name; what cannot be read comes out as a `Failure` in its place."""
        for item in read_documents(find_files(sources), outlet=outlet, published=published):
            yield item if isinstance(item, Failure) else self.read_document(item)

    def read_document(self, document: Document) -> Reading:
        """Read one document."""
        attributions = self._extractor.extract(document)
        statements, speakers = resolve(document, attributions)
        return Reading(document, tuple(statements), tuple(speakers), dict(self._provenance))


@dataclass(frozen=True, slots=True)
class Added:
    """An article that went into the ledger or was there, and what became of it."""

    document: Document
    filed: Filed


def add(
    ledger: Ledger,
    sources: Iterable[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    workers: int = 1,
    load: Callable[[], DocumentReader] = Reader,
) -> Iterator[Added | Failure]:
    """Put all that *sources* name into *ledger*, one transaction an article, in their order.

    What is on file is not read again, so a run that was stopped goes on where it
    left off, and the model is loaded only where there is something new.

    Args:
        workers: processes that read; one writes. At most two articles for each wait to be read or filed.
        load: makes a reader, once it is needed; with several workers, in each of them.
    """
    documents = read_documents(find_files(sources), outlet=outlet, published=published)
    with _readers(workers, load) as read:
        waiting: deque[Document | Failure | tuple[Document, Callable[[], Reading]]] = deque()
        for item in documents:
            waiting.append((item, read(item)) if isinstance(item, Document) and not ledger.holds(item) else item)
            if len(waiting) > 2 * workers or workers == 1:
                yield _file(ledger, waiting.popleft())
        while waiting:
            yield _file(ledger, waiting.popleft())


def _file(ledger: Ledger, item: Document | Failure | tuple[Document, Callable[[], Reading]]) -> Added | Failure:
    """What becomes of an input: filed, there already, or not to be read."""
    if isinstance(item, Document):
        return Added(item, Filed(ledger.holds(item) or "known", item.key))
    if isinstance(item, tuple):
        document, finish = item
        try:
            reading = finish()
        except BrokenProcessPool:
            raise OnRecordError(
                "a process that reads articles was stopped from outside, perhaps for want of memory; "
                "the same command goes on where this one ended"
            ) from None
        except Exception as error:  # noqa: BLE001, one article of thousands must not end the run
            fault = f"{document.id}: reading it went wrong ({type(error).__name__}: {error})"
            item = Failure(document.id, fault)
        else:
            return Added(document, ledger.append(reading, receipt=_receipt(document)))
    ledger.file_failure(item)
    return item


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
    """An article that was read again, and what stands otherwise since: see `ledger.compare.differences`."""

    document: Document
    differences: tuple[Json, ...]


def rebuild(ledger: Ledger, *, load: Callable[[], DocumentReader] = Reader) -> Iterator[Rebuilt]:
    """Read every article on file again with the model of today, each in one transaction.

    The texts are the ledger's own; corrections stand whatever the model reads.
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
        if document is None or status != "current":
            continue
        ledger.reread(reader.read_document(document))
        with ledger.read() as connection:
            yield Rebuilt(document, tuple(differences(before, queries.article_statements(connection, key))))


def _receipt(document: Document) -> Json:
    return {
        "input": document.id,
        "status": "read",
        "id": document.id,
        "key": document.key,
        "sha256": document.sha256,
        "url": document.url,
    }
