"""How a content is reported: direct, mixed or indirect; and what the outlet says in its own voice on a claim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Kind, Span

VERBATIM = re.compile(r":\s*$")
FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|we|We|my|My|our|Our|us|me)\b")
OPEN, CLOSE = "“", "”"


def kind_of_content(text: str, cue: Span, content: Span | None, found: Kind) -> Kind:
    """`direct` also where words stand verbatim without quotation marks: a colon, then someone's first person."""
    if found != "indirect" or content is None:
        return found
    before = text[max(0, content.start - 3) : content.start]
    words = content.quote(text)
    spoken = content.start >= cue.end and VERBATIM.search(before.rstrip() + (text[content.start : content.start + 1] if text[content.start] == ":" else ""))
    if spoken and FIRST_PERSON.search(words):
        return "direct"
    return found
