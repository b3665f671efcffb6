"""Readings made by hand: no model, every place in the text exact."""

from __future__ import annotations

from onrecord.documents.text import make_document
from onrecord.records import Reading, Span, Speaker, Statement


def make_reading(number=1, *, text=None, url=None, model="one", stance="asserts", **facts):
    """An article of two statements, the second inside the first: Ada says that Ben denies it."""
    number = str(number)
    text = text or f"Ada Lorn said Ben Ode denied report {number}. More was not told.\n"
    given = {"outlet": "The Post", "published": "2025-03-04", "title": f"On report {number}", **facts}
    document = make_document(text, id=f"{number}.txt", url=url, **given)
    return read_by_hand(document, number, model=model, stance=stance)


class Fixed:
    """Reads the articles of this module, in place of the model."""

    def read_document(self, document):
        return read_by_hand(document, document.text[document.text.index("report ") + len("report ") : -1])


def read_by_hand(document, number, *, model="one", stance="asserts"):
    """The reading of *document*, an article of this module on the report of that *number*."""
    text = document.text

    def span(words):
        start = text.index(words)
        return Span(((start, start + len(words)),))

    content = text[text.index("Ben") : text.index(".")]
    ada = Speaker("p1", "Ada Lorn", "person", named=True, role="mayor", mentions=((0, 8),))
    ben = Speaker("p2", "Ben Ode", "person", named=True)
    said = Statement(
        "s1", span("said"), span("Ada Lorn"), span(content), stance, "indirect", 0.9,
        speaker="Ada Lorn", speaker_ids=("p1",), source_type="person", named=True,
    )  # fmt: skip
    denied = Statement(
        "s2", span("denied"), span("Ben Ode"), span(f"report {number}"), "denies", "indirect", 0.75, within="s1",
        speaker="Ben Ode", speaker_ids=("p2",), source_type="person", named=True, when="2025-03-01",
    )  # fmt: skip
    return Reading(document, (said, denied), (ada, ben), {"model": model})
