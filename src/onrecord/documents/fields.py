"""Rows of other people's making, from JSON Lines or CSV, into documents: which field is what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from onrecord.documents.credit import find_credit
from onrecord.documents.dates import parse_date
from onrecord.documents.text import make_document
from onrecord.errors import RecordError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from onrecord.documents.inputs import Options
    from onrecord.records import Document

OURS = ("id", "text", "url", "outlet", "title", "published", "authors")
WORDS = ("url", "outlet", "title", "published")
EXPECTED = 'an object such as {"id": "a1", "text": "…"}'
NAMED = 8
"""Fields that a message names, where the one that it misses is not there."""


def parse_fields(text: str) -> dict[str, str]:
    """`text=body,published=date` as {"text": "body", "published": "date"}.

    Raises:
        UsageError: it is not of that form, or names a word that is none of ours.
    """
    fields: dict[str, str] = {}
    for pair in text.split(","):
        ours, equals, theirs = (part.strip() for part in pair.partition("="))
        if not equals or not theirs or ours not in OURS:
            raise UsageError(
                f"found {pair!r} in the map of fields, expected WORD=FIELD with one of {', '.join(OURS)} as WORD"
            )
        fields[ours] = theirs
    return fields


def to_document(row: Mapping[str, Any], name: str, line: int, raw: bytes, options: Options) -> Document:
    """The article that *row* holds, *raw* being its bytes.

    Raises:
        RecordError: it has no text, or a field is not of its kind.
    """

    def refuse(found: str, expected: str) -> RecordError:
        return RecordError(name, line, found, expected)

    value = {ours: _look_up(row, options.fields.get(ours, ours)) for ours in OURS}
    theirs = {ours: options.fields.get(ours, ours) for ours in OURS}
    text = value["text"]
    if not isinstance(text, str):
        if text is not None:
            raise refuse(f"`{theirs['text']}` of type {type(text).__name__}", "the article's text")
        there = ", ".join(list(map(str, row))[:NAMED])
        raise refuse(
            f"no field `{theirs['text']}`" + (f" among {there}" if there else ""),
            EXPECTED + ("; --map text=FIELD says which field is the text" if there else ""),
        )
    for word in WORDS:
        if not isinstance(value[word], str | None):
            raise refuse(f"`{theirs[word]}` of type {type(value[word]).__name__}", "a string or null")
    authors = value["authors"] or []
    if not isinstance(authors, list | str):
        raise refuse(f"`{theirs['authors']}` of type {type(authors).__name__}", "a list of names")
    published = value["published"] or options.published
    try:
        return make_document(
            text,
            id=f"{name}:{line}" if value["id"] in {None, ""} else str(value["id"]),
            raw=raw,
            url=value["url"] or None,
            outlet=value["outlet"] or options.outlet,
            title=value["title"] or None,
            authors=(authors,) if isinstance(authors, str) else tuple(map(str, authors)),
            published=parse_date(published) or published,
            credit=find_credit(text, (authors,) if isinstance(authors, str) else tuple(map(str, authors))),
        )
    except UsageError:
        raise refuse(f"{published!r} as publication date", "an ISO day such as 2024-09-10") from None


def _look_up(row: Mapping[str, Any], name: str) -> Any:  # noqa: ANN401, JSON is of any type
    """The field *name*, or where there is none of that name, what `a.b` leads to through the objects in it."""
    if name in row or "." not in name:
        return row.get(name)
    found: Any = row
    for step in name.split("."):
        if not isinstance(found, dict):
            return None
        found = found.get(step)
    return found
