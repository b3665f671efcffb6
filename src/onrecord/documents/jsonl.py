"""JSON Lines into documents: one article a line, a bad line costs that line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.documents.text import make_document
from onrecord.errors import OnRecordError, RecordError, UsageError

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
    try:
        value: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise RecordError(name, number, f"a byte that is no UTF-8 at {error.start}", EXPECTED) from None
    except (ValueError, RecursionError):
        raise RecordError(name, number, "no JSON", EXPECTED) from None
    if not isinstance(value, dict):
        raise RecordError(name, number, f"a JSON {type(value).__name__}", EXPECTED)
    text = value.get("text")
    if not isinstance(text, str):
        found = "no field `text`" if text is None else f"`text` of type {type(text).__name__}"
        raise RecordError(name, number, found, EXPECTED)
    for word in WORDS:
        if not isinstance(value.get(word), str | None):
            raise RecordError(name, number, f"`{word}` of type {type(value[word]).__name__}", "a string or null")
    label = value.get("id")
    authors = value.get("authors") or []
    if isinstance(authors, str):
        authors = [authors]
    if not isinstance(authors, list):
        raise RecordError(name, number, f"`authors` of type {type(authors).__name__}", "a list of names")
    try:
        return make_document(
            text,
            id=f"{name}:{number}" if label is None else str(label),
            raw=line.rstrip(b"\r\n"),
            url=value.get("url") or None,
            outlet=value.get("outlet") or outlet,
            title=value.get("title") or None,
            authors=tuple(str(author) for author in authors),
            published=value.get("published") or published,
        )
    except UsageError as error:
        raise RecordError(name, number, str(error).removeprefix("found ").split(", expected ")[0], "an ISO date") from None
    except OnRecordError as error:
        raise RecordError(name, number, str(error), EXPECTED) from None
