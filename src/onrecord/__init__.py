"""onrecord: who said what, as an article has it, every word traceable to its place.

>>> import onrecord
>>> reading = onrecord.read_text("The mayor denied the report.")  # doctest: +SKIP
>>> reading.statements[0].stance  # doctest: +SKIP
'denies'
"""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError
from onrecord.records import Copy, Document, Place, Reading, Receipt, Span, Speaker, Statement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from onrecord.pipeline import Reader

__all__ = [
    "Copy", "Document", "OnRecordError", "Place", "Reading", "Receipt", "Span", "Speaker", "Statement",
    "read", "read_many", "read_text",
]  # fmt: skip


def read(path: str | Path, *, outlet: str | None = None, published: str | None = None) -> Reading:
    """Read one article from a file: text or a page of HTML.

    Args:
        outlet: who published it.
        published: when, as an ISO day.

    Raises:
        OnRecordError: the file is missing or holds no article; its text says which.
    """
    results = list(islice(read_many([path], outlet=outlet, published=published), 2))
    if len(results) != 1:
        raise OnRecordError(
            f"{path}: found {'several articles' if results else 'no article'}, expected one; read_many takes any number"
        )
    if isinstance(results[0], Receipt):
        raise OnRecordError(results[0].message)
    return results[0]


def read_many(
    sources: Iterable[str | Path],
    *,
    outlet: str | None = None,
    published: str | None = None,
    fields: Mapping[str, str] | None = None,
) -> Iterator[Reading | Receipt]:
    """Read files of any kind, archives, folders and patterns, one article after the other.

    Each reading has its `receipt`. What gave no article comes out as a `Receipt` in
    its place, with the reason; the rest goes on.

    Args:
        fields: which field of JSON Lines or CSV is which of ours, as in {"text": "body"}.
    """
    return _reader().read(sources, outlet=outlet, published=published, fields=fields)


def read_text(
    text: str,
    *,
    id: str = "text",  # noqa: A002, the ledger format's own word
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
) -> Reading:
    """Read one article that is already in hand.

    Args:
        id: a label for it.
        title: its headline, where *text* does not begin with it.
        published: when, as an ISO day.

    Raises:
        OnRecordError: *published* is no day.
    """
    from onrecord.documents.text import make_document

    document = make_document(text, id=id, title=title, published=published, outlet=outlet, url=url)
    return _reader().read_document(document)


@cache
def _reader() -> Reader:
    from onrecord.pipeline import Reader

    return Reader()
