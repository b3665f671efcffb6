"""What a person may say of a statement, checked before it is filed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.errors import UsageError
from onrecord.ledger.keys import fold
from onrecord.records import STANCES, Span

if TYPE_CHECKING:
    from onrecord.records import Json


def check_changes(changes: Json, statement: Json, document: Json) -> Json:
    """*changes* as they are filed.

    Raises:
        UsageError: there are none, or they cannot be meant.
    """
    checked: Json = {}
    for name, value in changes.items():
        if name == "stance":
            if value not in STANCES:
                raise UsageError(f"found {value!r} as stance, expected one of {', '.join(STANCES)}")
            checked[name] = value
        elif name in {"source", "content"}:
            text = document["text"] if statement["part"] == "text" else document["title"] or ""
            span = value if isinstance(value, Span) else find_words(value, text, statement)
            checked[name] = span.to_json(text)
        elif name == "speaker":
            if not fold(value):
                raise UsageError(f"found {value!r} as speaker, expected a name")
            checked[name] = value
        elif name == "rejected":
            checked[name] = bool(value)
        else:
            raise UsageError(f"found {name!r}, expected stance, source, content, speaker or rejected")
    if not checked:
        raise UsageError("found nothing to correct, expected a stance, source, content or speaker, or a rejection")
    return checked


def find_words(words: str, text: str, statement: Json) -> Span:
    """Where *words* stand in *text*, the nearest to *statement*.

    Raises:
        UsageError: they do not stand there.
    """
    near = (statement["cue"] or statement["content"])["spans"][0][0]
    places = []
    start = text.find(words) if words else -1
    while start >= 0:
        places.append(start)
        start = text.find(words, start + 1)
    if not places:
        raise UsageError(f"found no {words!r} in the article, expected its own words or a range such as 10-24")
    start = min(places, key=lambda place: abs(place - near))
    return Span(((start, start + len(words)),))


def check_signed(by: str, why: str) -> None:
    """Raise `UsageError` unless a judgement has a name and a reason."""
    if not by.strip() or not why.strip():
        raise UsageError("found no name or no reason, expected --by NAME and --why REASON")
