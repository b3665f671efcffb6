"""The one way through: sources → documents → attributions → statements → ledger. Alone knows the order."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import metadata
from typing import TYPE_CHECKING

from onrecord.documents.sources import find_files, read_documents
from onrecord.extraction import artifact
from onrecord.extraction.extractor import Extractor
from onrecord.extraction.tagger import Tagger
from onrecord.ledger import queries
from onrecord.ledger.compare import differences
from onrecord.ledger.store import Filed
from onrecord.records import Failure, Reading
from onrecord.resolution.resolver import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from onrecord.ledger.store import Ledger
    from onrecord.records import Document, Json


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
    load: Callable[[], Reader] = Reader,
) -> Iterator[Added | Failure]:
    """Put all that *sources* name into *ledger*, one transaction an article.

    What is on file is not read again, so a run that was stopped goes on where it
    left off, and the model is loaded only where there is something new.

    Args:
        load: makes the reader, once it is needed.
    """
    reader: Reader | None = None
    for item in read_documents(find_files(sources), outlet=outlet, published=published):
        if isinstance(item, Failure):
            ledger.file_failure(item)
            yield item
            continue
        known = ledger.holds(item)
        if known:
            yield Added(item, Filed(known, item.key))
            continue
        reader = reader or load()
        yield Added(item, ledger.append(reader.read_document(item), receipt=_receipt(item)))


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """An article that was read again, and what stands otherwise since: see `ledger.compare.differences`."""

    document: Document
    differences: tuple[Json, ...]


def rebuild(ledger: Ledger, *, load: Callable[[], Reader] = Reader) -> Iterator[Rebuilt]:
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
