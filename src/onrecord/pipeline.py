"""The one way through: sources → documents → attributions → statements. Alone knows the order of the stages."""

from __future__ import annotations

from dataclasses import replace
from importlib import metadata
from typing import TYPE_CHECKING

from onrecord.documents.copies import CopyIndex
from onrecord.documents.inputs import Options
from onrecord.documents.sources import find_files, read_inputs
from onrecord.extraction import artifact
from onrecord.extraction.extractor import Extractor
from onrecord.extraction.tagger import Tagger
from onrecord.records import Reading, Receipt
from onrecord.resolution.resolver import resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from pathlib import Path

    from onrecord.documents.fetch import Fetcher
    from onrecord.documents.inputs import Input
    from onrecord.documents.sources import Kind, Meter
    from onrecord.records import Document, Place, Status


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
        self,
        sources: Iterable[str | Path],
        *,
        outlet: str | None = None,
        published: str | None = None,
        fields: Mapping[str, str] | None = None,
        kind: Kind | None = None,
        before: Container[tuple[object, ...]] = (),
        copies: CopyIndex | None = None,
        meter: Meter | None = None,
        fetcher: Callable[[], Fetcher] | None = None,
    ) -> Iterator[Reading | Receipt]:
        """Read all that *sources* name: a reading with its receipt, or the receipt alone of what gave none.

        Args:
            outlet: stands in where an article does not name its own.
            published: the same for its date.
            fields: which field of JSON Lines or CSV is which word of ours, as in {"text": "body"}.
            kind: what the sources are, whatever their names say.
            before: identities of places that were read in an earlier run, to be passed over.
            copies: what each article is compared with, and put into.
            meter: is told how far the run is.
            fetcher: opens the way to the network, where an address asks for it.
        """
        copies = copies or CopyIndex()
        inputs = read_inputs(
            find_files(sources),
            Options(outlet, published, fields or {}),
            kind=kind,
            skip=lambda place: place.identity in before,
            meter=meter,
            fetcher=fetcher,
        )
        for item in inputs:
            if item.document is None:
                yield Receipt(item.place, item.status, item.reason)
                continue
            document = item.document
            try:
                document = replace(document, copies=copies.add(document))
                reading = self.read_document(document)
            except Exception as error:  # noqa: BLE001, one article of thousands must not end the run
                fault = f"reading it went wrong ({type(error).__name__}: {error})"
                yield receipt_of(item.place, document, "failed", fault)
                continue
            status, reason = outcome_of(item, document)
            yield replace(reading, receipt=receipt_of(item.place, document, status, reason, len(reading.statements)))

    def read_document(self, document: Document) -> Reading:
        """Read one document."""
        attributions = self._extractor.extract(document)
        statements, speakers = resolve(document, attributions)
        return Reading(document, tuple(statements), tuple(speakers), dict(self._provenance))


def outcome_of(item: Input, document: Document) -> tuple[Status, str | None]:
    """What is said of an input that gave *document*: that it is a copy only where it was read in full."""
    same = next((copy for copy in document.copies if copy.kind == "copy"), None)
    if item.status == "read" and same:
        return "copy", f"a copy of {same.id}"
    return item.status, item.reason


def receipt_of(
    place: Place, document: Document, status: Status, reason: str | None, statements: int | None = None
) -> Receipt:
    """The receipt of an input that gave *document*."""
    return Receipt(
        place, status, reason, document.id, document.key, document.sha256, document.url, statements, document.copies
    )
