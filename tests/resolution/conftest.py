"""An article as a string with its statements marked up, so that tests need no model."""

from __future__ import annotations

import re

import pytest

from onrecord.documents.text import make_document
from onrecord.records import Attribution, Span
from onrecord.resolution.resolver import resolve

MARK = re.compile(r"\{(\d+)([SCX]):|\}")


def unmark(marked):
    """`{1S:Mara Lind} {1C:said} {1X:so}` as its text, and the spans by number and role."""
    text, spans, opened = "", {}, []
    place = 0
    for match in MARK.finditer(marked):
        text += marked[place : match.start()]
        place = match.end()
        if match.group() == "}":
            key, start = opened.pop()
            spans.setdefault(key, []).append((start, len(text)))
        else:
            opened.append(((int(match.group(1)), match.group(2)), len(text)))
    return text + marked[place:], {key: sorted(found) for key, found in spans.items()}


@pytest.fixture
def read():
    """Statements and speakers of a marked-up article; a statement inside another's X stands within it."""

    def read(marked, *, published=None, outlet=None, stances=None):
        text, spans = unmark(marked)
        attributions = []
        for number in sorted({number for number, _ in spans}):

            def span(role, number=number):
                found = spans.get((number, role))
                return Span(tuple(found)) if found else None

            cue, content = span("C"), span("X")
            at = (cue or content).start
            around = [
                outer
                for (outer, role), ranges in spans.items()
                if role == "X" and outer != number and any(start <= at < end for start, end in ranges)
            ]
            within = f"s{max(around)}" if around else None
            stance = (stances or {}).get(number, "asserts")
            attributions.append(Attribution(f"s{number}", cue, span("S"), content, stance, "indirect", 0.9, within))
        document = make_document(text, id="a", published=published, outlet=outlet)
        statements, speakers = resolve(document, attributions)
        return document, statements, {speaker.name: speaker for speaker in speakers}

    return read
