"""The one way through: sources → documents → attributions → statements. Alone knows the order of the stages."""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from onrecord.documents.sources import find_files, read_documents
from onrecord.extraction import artifact
from onrecord.extraction.extractor import Extractor
from onrecord.extraction.tagger import Tagger
from onrecord.records import Failure, Reading
from onrecord.resolution.resolver import resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from onrecord.records import Document


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
