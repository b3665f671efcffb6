"""JSON Lines into documents: one article a line, a bad line costs that line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.documents.text import make_document
from onrecord.errors import RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from onrecord.records import Document

WORDS = ("url", "outlet", "title", "published")
EXPECTED = 'an object such as {"id": "a1", "text": "…"}'


def parse_lines(
    lines: Iterable[bytes], name: str, *, outlet: str | None = None, published: str | None = None
) -> Iterator[Document | RecordError]:
    """Each line of *lines* as a document, or the error that it costs; blank lines are passed over.

    *outlet* and *published* stand in where a line does not give its own.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        try:
            yield _parse(line, name, number, outlet, published)
        except RecordError as error:
            yield error


def _parse(line: bytes, name: str, number: int, outlet: str | None, published: str | None) -> Document:
    def refuse(found: str, expected: str = EXPECTED) -> RecordError:
        return RecordError(name, number, found, expected)

    try:
        value: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refuse(f"a byte that is no UTF-8 at {error.start}") from None
    except (ValueError, RecursionError):
        raise refuse("no JSON") from None
    if not isinstance(value, dict):
        raise refuse(f"a JSON {type(value).__name__}")
    text = value.get("text")
    if not isinstance(text, str):
        raise refuse("no field `text`" if text is None else f"`text` of type {type(text).__name__}")
    for word in WORDS:
        if not isinstance(value.get(word), str | None):
            raise refuse(f"`{word}` of type {type(value[word]).__name__}", "a string or null")
    authors = value.get("authors") or []
    if not isinstance(authors, list | str):
        raise refuse(f"`authors` of type {type(authors).__name__}", "a list of names")
    try:
        return make_document(
            text,
            id=f"{name}:{number}" if value.get("id") is None else str(value["id"]),
            raw=line.rstrip(b"\r\n"),
            url=value.get("url") or None,
            outlet=value.get("outlet") or outlet,
            title=value.get("title") or None,
            authors=(authors,) if isinstance(authors, str) else tuple(map(str, authors)),
            published=value.get("published") or published,
        )
    except UsageError:
        found = value.get("published") or published
        raise refuse(f"{found!r} as publication date", "an ISO day such as 2024-09-10") from None
