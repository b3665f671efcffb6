"""A reading as W3C Web Annotations: each statement's words anchored by position and by quotation.

The target is the article; positions count code points of its text (Web Annotation
Data Model, 4.2.5), the quotation with what stands before and after it finds the place
again where the text has moved (4.2.4).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Json, Reading, Span, Statement

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Code points of prefix and suffix."""


def to_annotations(reading: Reading) -> Json:
    """An annotation page with one annotation a statement."""
    return {
        "@context": CONTEXT,
        "id": f"urn:onrecord:{reading.document.key}",
        "type": "AnnotationPage",
        "items": [_annotation(reading, statement) for statement in reading.statements],
    }


def anchor(selectors: list[Json], text: str) -> tuple[int, int]:
    """Where in *text* the position and the quotation of *selectors* agree, as a reader of annotations looks for it.

    Raises:
        ValueError: they point nowhere in it.
    """
    position, quotation = selectors
    start, end = position["start"], position["end"]
    if text[start:end] == quotation["exact"]:
        return start, end
    whole = quotation["prefix"] + quotation["exact"] + quotation["suffix"]
    found = text.index(whole) + len(quotation["prefix"])
    return found, found + len(quotation["exact"])


def _annotation(reading: Reading, statement: Statement) -> Json:
    document = reading.document
    text = document.part(statement.part)
    targets = [
        {
            "source": document.url or f"urn:onrecord:{document.key}",
            "scope": statement.part,
            "purpose": role,
            "selector": _selectors(start, end, text),
        }
        for role, span in (("source", statement.source), ("cue", statement.cue), ("content", statement.content))
        for start, end in _fragments(span)
    ]
    body = {
        "type": "TextualBody",
        "purpose": "tagging",
        "value": statement.stance,
        "speaker": statement.speaker,
        "kind": statement.kind,
        "confidence": statement.confidence,
    }
    return {
        "id": f"urn:onrecord:{document.key}:{statement.id}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": [body],
        "target": targets,
    }


def _fragments(span: Span | None) -> tuple[tuple[int, int], ...]:
    return span.fragments if span else ()


def _selectors(start: int, end: int, text: str) -> list[Json]:
    return [
        {"type": "TextPositionSelector", "start": start, "end": end},
        {
            "type": "TextQuoteSelector",
            "exact": text[start:end],
            "prefix": text[max(start - AROUND, 0) : start],
            "suffix": text[end : end + AROUND],
        },
    ]
