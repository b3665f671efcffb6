"""Spans, documents and readings keep what they are given."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.text import make_document
from onrecord.errors import OffsetError, SpanError
from onrecord.records import GAP, Copy, Document, Place, Reading, Receipt, Span, Statement


@given(st.text(min_size=1), st.data())
def test_a_span_quotes_exactly_the_text_it_points_at(text, data):
    """Offsets count code points, also beyond U+FFFF."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    assert Span(((start, end),)).quote(text) == text[start:end]


@pytest.mark.parametrize(
    "fragments",
    [(), ((3, 3),), ((5, 2),), ((-1, 2),), ((0, 4), (2, 6)), ((0, 2), (2, 4)), ((4, 6), (0, 2))],
    ids=["none", "empty", "backwards", "negative", "overlapping", "touching", "unordered"],
)
def test_a_span_refuses_fragments_that_are_not_ascending_and_apart(fragments):
    with pytest.raises(SpanError):
        Span(fragments)


def test_a_span_beyond_its_text_says_so_in_one_sentence():
    with pytest.raises(OffsetError, match="ends at 9, but the text has 4 code points"):
        Span(((0, 9),)).quote("four")


def test_the_words_of_a_split_span_are_joined_with_an_ellipsis():
    assert Span(((0, 2), (4, 6))).quote("ab, cd") == f"ab{GAP}cd"


def statement(number, spans, within):
    source, cue, content = spans
    return Statement(
        id=f"s{number}",
        cue=cue,
        source=source,
        content=content,
        stance="denies",
        kind="mixed",
        confidence=0.5,
        within=within,
    )


spans = (
    st.lists(st.integers(0, 60), min_size=2, max_size=6, unique=True)
    .map(sorted)
    .map(lambda bounds: Span(tuple(zip(bounds[: len(bounds) // 2 * 2 : 2], bounds[1::2], strict=True))))
)


@given(
    st.text(min_size=60, max_size=80),
    st.lists(st.tuples(st.none() | spans, spans, st.none() | spans), max_size=4),
    st.none() | st.text(max_size=9),
)
def test_a_reading_comes_back_from_its_json_unchanged(text, rows, title):
    """Through real JSON text, half surrogates and all."""
    document = make_document(text, id="a", title=title, outlet="The Post", published="2024-09-10")
    reading = Reading(
        document,
        tuple(statement(n, row, "s0" if n else None) for n, row in enumerate(rows)),
        provenance={"onrecord": "1"},
    )

    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_what_is_not_expressed_is_null_and_the_format_keeps_its_names():
    document = make_document("Reportedly so.", id="a.txt")
    reading = Reading(document, (statement(1, (None, Span(((0, 10),)), None), None),))
    value = reading.to_json()

    assert value["statements"][0]["source"] is None
    assert value["statements"][0]["content"] is None
    assert value["statements"][0]["cue"] == {"spans": [[0, 10]], "text": "Reportedly"}
    assert list(value["document"]) == [
        "id", "url", "outlet", "title", "authors", "published", "published_from", "modified", "section", "credit",
        "corrections", "language", "text", "key", "sha256", "copies",
    ]  # fmt: skip


def test_the_key_follows_the_url_where_there_is_one_and_else_the_words():
    one, same = (
        make_document("a", id="1", url="https://x.example/a"),
        make_document("b", id="2", url="https://x.example/a"),
    )
    words, other = make_document("a", id="1"), make_document("b", id="1")

    assert one.key == same.key
    assert words.key != other.key
    assert words.key == make_document("a", id="elsewhere").key


def test_a_receipt_and_a_document_with_copies_come_back_from_their_json():
    copy = Copy("partial copy", "k", "wire.txt", "h", 0.5, 1.0, ((0, 9, 3, 12), (20, 30, 40, 50)))
    receipt = Receipt(
        Place("a.warc.gz", offset=5, end=9, unpacked=3), "copy", "a copy of wire.txt", "a", "k", "h", None, 4, (copy,)
    )
    document = Document("a", "He said no.", "h", copies=(copy,))

    assert Receipt.from_json(json.loads(json.dumps(receipt.to_json()))) == receipt
    assert Document.from_json(json.loads(json.dumps(document.to_json()))) == document
