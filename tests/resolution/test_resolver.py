"""Statements as a reader files them: what holds from sentence to sentence, and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.text import make_document
from onrecord.records import STANCES, Attribution, Span
from onrecord.resolution.resolver import resolve

PUBLISHED = "2024-09-10"


def quoted(document, statement):
    return {
        name: getattr(statement, name).quote(document.text)
        for name in ("to", "via", "when_span")
        if getattr(statement, name)
    }


CHANNELS = {
    "told": ("{1S:Lind} {1C:told} reporters {1X:that it was so}.", {"to": "reporters"}),
    "told an outlet": ("{1S:Lind} {1C:told} CNN {1X:that it was so}.", {"to": "CNN", "via": "CNN"}),
    "in a statement": ("{1X:It is so}, {1S:Lind} {1C:said} in a statement.", {"via": "a statement"}),
    "first in the sentence": (
        "In an interview with CNN, {1S:Lind} {1C:said} {1X:it was so}.",
        {"via": "an interview with CNN", "to": "CNN"},
    ),
    "on a platform": ("{1S:Lind} {1C:wrote} on Facebook {1X:that it was so}.", {"via": "Facebook"}),
    "sent a letter": (
        "{1S:Lind} {1C:rejected} {1X:the charge} in a letter to the council.",
        {"via": "a letter", "to": "the council"},
    ),
    "asked someone": ("{1S:A reporter} {1C:asked} the minister {1X:whether it was so}.", {"to": "the minister"}),
    "was asked": ("Lind {1C:was asked} {1X:whether it was so}.", {"to": "Lind"}),
    "asked to do": ("{1S:Lind} {1C:asked} the board {1X:to resign}.", {"to": "the board"}),
    "nobody": ("{1S:Lind} {1C:said} {1X:it was so}.", {}),
    "a thing answered is no addressee": ("{1S:Lind} {1C:did not respond to} questions {1X:about it}.", {}),
    "inside the content": ("{1S:Lind} {1C:said} {1X:he had told reporters so in a statement}.", {}),
}


@pytest.mark.parametrize(("marked", "expected"), CHANNELS.values(), ids=CHANNELS)
def test_addressee_and_medium_are_the_words_beside_the_cue(read, marked, expected):
    document, (statement,), _ = read(marked)

    assert quoted(document, statement) == expected


def test_a_day_told_in_the_content_does_not_date_the_statement(read):
    _, (statement,), _ = read("{1S:Lind} {1C:said} {1X:the pumps failed on Monday}.", published=PUBLISHED)

    assert statement.when is None


def test_a_speakers_day_and_medium_hold_until_others_are_told(read):
    document, statements, _ = read(
        "In an interview on Sunday, {1S:Mary Lind} {1C:said} {1X:so}.\n\n{2S:She} {2C:added} {2X:more}.\n\n"
        "{3S:Robert Orr} {3C:disagreed}.\n\n{4S:Lind} {4C:said} on Monday {4X:that it was over}.",
        published=PUBLISHED,
    )

    assert [statement.when for statement in statements] == ["2024-09-08", "2024-09-08", None, "2024-09-09"]
    assert [quoted(document, statement).get("via") for statement in statements[:3]] == ["an interview"] * 2 + [None]


def test_saying_that_one_does_not_confirm_is_one_statement(read):
    """The inner act is the outer statement's stance; it is no link in a chain of others."""
    _, statements, _ = read(
        "{1S:John Kerr} {1C:said} {1X:{2S:he} {2C:does not confirm} {2X:the recent reports about the ship}}.",
        stances={2: "does-not-confirm"},
    )

    assert [(statement.id, statement.stance) for statement in statements] == [("s1", "does-not-confirm")]


@pytest.mark.parametrize(("cue", "count"), [("think", 1), ("want", 1), ("thought", 2), ("believed", 2)])
def test_what_the_speaker_has_in_mind_in_speaking_is_no_statement_within(read, cue, count):
    """What he had in mind at another time is."""
    _, statements, _ = read(
        f"{{1S:Mary Lind}} {{1C:said}}: {{1X:“{{2S:I}} {{2C:{cue}}} {{2X:it will rain}}, and the port is shut”}}.",
        stances={2: "believes"},
    )

    assert len(statements) == count


def test_a_spokesman_tells_what_his_body_does(read):
    _, statements, _ = read(
        "{1S:Ministry spokesman Robert Orr} {1C:said} {1X:{2S:the ministry} {2C:could not confirm} {2X:such claims}}.",
        stances={2: "does-not-confirm"},
    )

    assert [(one.speaker, one.stance) for one in statements] == [("Robert Orr", "does-not-confirm")]


def test_what_another_denied_stays_a_statement_within(read):
    _, statements, _ = read(
        "{1S:The Daily North} {1C:reported} {1X:that {2S:Mara Lind} {2C:had denied} {2X:the recent reports}}.",
        stances={2: "denies"},
    )

    assert [(one.speaker, one.stance, one.within) for one in statements] == [
        ("The Daily North", "asserts", None),
        ("Mara Lind", "denies", "s1"),
    ]


@given(st.data())
def test_every_span_quotes_its_article_whatever_is_attributed(data):
    """Offsets hold for any text and any spans, and the same input gives the same statements."""
    words = ["Mara Lind", "told CNN", "on Monday", "he said", "in a statement", "the 🚢 minister", "\n\n", "“no”", "."]
    text = " ".join(data.draw(st.lists(st.sampled_from(words), min_size=4, max_size=14)))
    attributions = []
    for number in range(data.draw(st.integers(1, 4))):
        bounds = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=6, max_size=6, unique=True)))
        source, cue, content = (Span((pair,)) for pair in zip(bounds[::2], bounds[1::2], strict=True))
        attributions.append(
            Attribution(f"s{number}", cue, source, content, data.draw(st.sampled_from(STANCES)), "indirect", 0.5)
        )
    document = make_document(text, id="a", published=PUBLISHED)
    statements, speakers = resolve(document, attributions)

    for statement in statements:
        for span in (statement.to, statement.via, statement.when_span):
            assert span is None or span.quote(text).strip()
    for speaker in speakers:
        assert all(text[start:end].strip() for start, end in speaker.mentions)
    assert {one for statement in statements for one in statement.speaker_ids} <= {one.id for one in speakers}
    assert resolve(document, attributions) == (statements, speakers)
