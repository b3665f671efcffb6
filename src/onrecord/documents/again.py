"""Stored bytes read a second time, by the reader that read them first: whether they still give the filed article."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord.documents.credit import find_credit
from onrecord.documents.dates import parse_date
from onrecord.documents.fields import OURS
from onrecord.documents.inputs import Options
from onrecord.documents.jsonl import parse_lines
from onrecord.documents.sources import BLANK, PACKED, PAGE_SIGNS, SUFFIXES
from onrecord.documents.text import decode, language_of
from onrecord.errors import DocumentError, NotAnArticleError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.records import Document, Json, Place

HEAD = 2048
TOLD = ("outlet", "title", "authors", "published", "modified", "section", "credit", "corrections", "language", "url")
"""What bytes say beside the text. Label and hashes follow from elsewhere."""
ROW = "it is a row of a table, whose header is not among the bytes, so they were not read again"
NONE = "no reader makes an article of the bytes any more"


def read_again(document: Document, place: Place | None) -> tuple[Document | None, str | None]:
    """The article that the raw bytes of *document* give today, or None and why there is none.

    Bytes do not say all of how they were read: what the caller said then (outlet,
    day, the names of fields) is taken from *document*, and of the readers that may
    have been meant the one counts that gives its text.

    Args:
        document: as it is filed, with its raw bytes.
        place: where it stood when it was filed, where that is known.
    """
    assert document.raw is not None  # noqa: S101, the caller has them
    name = place.input if place else document.id
    kind = SUFFIXES.get(Path(name.lower().removesuffix(PACKED)).suffix)
    start = document.raw.lstrip(BLANK)[:HEAD].lower()
    readers: list[Callable[[Document], Document]]
    if place and place.line is not None:
        if kind == "csv" or not start.startswith(b"{"):
            return None, ROW
        readers = [_as_line]
    elif kind != "text" and (kind == "html" or start.startswith((b"<!--", b"<?xml", *PAGE_SIGNS))):
        readers = [_as_page, _as_text]
    else:
        readers = [_as_text, _as_page] if start.startswith(b"<") else [_as_text]
    if place is None and document.raw == document.text.encode("utf-8", "surrogatepass"):
        readers = [_as_given]
    return _first_that_fits(readers, document)


def facts_apart(filed: Document, again: Document) -> Json:
    """What *again* has otherwise than *filed*: for each field, what was filed and what is read now.

    Of two texts, the stretch in which they differ; `at` is where it begins in the filed one.

    >>> from onrecord.documents.text import make_document
    >>> facts_apart(make_document("Ada left.", id="1"), make_document("Ada left us.", id="1"))
    {'text': {'at': 8, 'filed': '', 'now': ' us'}}
    """
    apart: Json = {
        name: {"filed": getattr(filed, name), "now": getattr(again, name)}
        for name in TOLD
        if getattr(filed, name) != getattr(again, name)
    }
    old, new = filed.text, again.text
    if old != new:
        short = min(len(old), len(new))
        start = next((place for place in range(short) if old[place] != new[place]), short)
        end = next((back for back in range(short - start) if old[-1 - back] != new[-1 - back]), short - start)
        apart["text"] = {"at": start, "filed": old[start : len(old) - end], "now": new[start : len(new) - end]}
    return apart


def _first_that_fits(
    readers: list[Callable[[Document], Document]], document: Document
) -> tuple[Document | None, str | None]:
    """What the first of *readers* gives, or another of them where that alone gives the filed text."""
    found: list[Document | None] = []
    reasons: list[str] = []
    for reader in readers:
        try:
            again = reader(document)
        except DocumentError as error:
            found.append(None)
            reasons.append(error.reason if isinstance(error, NotAnArticleError) else str(error))
            continue
        if again.text == document.text:
            return again, None
        found.append(again)
    return found[0], None if found[0] else f"{NONE} ({reasons[0]})"


def _as_given(document: Document) -> Document:
    """A text that was handed in, with what its giver said of it."""
    return replace(document, text=decode(document.raw or b"", document.id))


def _as_text(document: Document) -> Document:
    text = decode(document.raw or b"", document.id)
    titled = f"{document.title}\n{text}" if document.title else text
    return replace(document, text=text, language=language_of(titled), credit=find_credit(text))


def _as_page(document: Document) -> Document:
    from onrecord.documents.html import read_page

    return read_page(
        document.raw or b"",
        name=document.id,
        url=document.url,
        outlet=document.outlet,
        published=document.published,
        published_from=document.published_from or "given",
    )


def _as_line(document: Document) -> Document:
    raw = document.raw or b""
    try:
        row = json.loads(raw.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        row = {}
    fields = _fields_of(row, document) if isinstance(row, dict) else {}
    options = Options(document.outlet, document.published, fields)
    (item,) = parse_lines([raw], document.id, options)
    if item.document is None:
        raise NotAnArticleError(document.id, item.reason or item.status)
    return item.document


def _fields_of(row: dict[str, Any], document: Document) -> dict[str, str]:
    """The map of fields that gives *document*: our own word where it does, else a field that has the same."""
    fields = {}
    there = dict(_leaves(row))
    for word in OURS:
        fits = [path for path, value in there.items() if _same(word, value, document)]
        if fits:
            fields[word] = word if word in fits else fits[0]
    return fields


def _leaves(row: dict[str, Any], before: str = "", depth: int = 0) -> Iterator[tuple[str, Any]]:
    for name, value in row.items():
        yield before + name, value
        if isinstance(value, dict) and depth < 8:  # noqa: PLR2004, deeper no map of fields is written
            yield from _leaves(value, f"{before}{name}.", depth + 1)


def _same(word: str, value: object, document: Document) -> bool:
    if word == "authors":
        names = (value,) if isinstance(value, str) else tuple(map(str, value)) if isinstance(value, list) else ()
        return bool(names) and names == document.authors
    if word == "id":
        return str(value) == document.id
    if word == "published" and isinstance(value, str):
        return (parse_date(value) or value) == document.published
    return isinstance(value, str) and value == getattr(document, word)
