"""Forms that others read: every span is found again in the text, whatever its characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.text import make_document
from onrecord.export.brat import to_standoff
from onrecord.export.prov import to_provenance
from onrecord.export.schemaorg import to_jsonld
from onrecord.export.webannotation import anchor, to_annotations
from onrecord.records import Reading, Span, Speaker, Statement

TEXTS = {
    "plain": "Ada Lorn said the bridge was safe.",
    "astral": "𝔸da 😀 said 👩‍👩‍👧 was safe 𐍈.",
    "combining": "A\u0301da\u0308 said e\u0301e\u0301\u0302 was o\u0308.",
    "right-to-left": "\u202bאדה אמרה שלום\u202c said مرحبا بكم.",
    "lines": "Ada said\nthe bridge\r\n  was safe.",
}


def make_readings(text):
    """A reading with a statement for each way to place three spans in *text*."""
    length = len(text)
    document = make_document(text, id="a", title="Ada said no", url="https://post.example/a", published="2025-03-04")
    person = Speaker("p1", "Ada Lorn", "person", named=True)
    statements = [
        Statement(
            f"s{number}", Span(((start, start + 1),)), Span(((0, max(start, 1)),)), _split(start, length),
            "asserts", "direct" if number % 2 else "indirect", 0.5, speaker="Ada Lorn", speaker_ids=("p1",),
            source_type="person", named=True, when="2025-03-01/2025-03-02",
        )
        for number, start in enumerate(range(1, length - 1), 1)
    ]  # fmt: skip
    title = Statement("s0", None, None, Span(((4, 11),)), "denies", "narration", 0.5, part="title")
    return Reading(document, (*statements, title), (person,), {"onrecord": "0", "model": "sha256:0"})


def _split(start, length):
    middle = (start + 1 + length) // 2
    return Span(((start + 1, middle), (middle + 1, length))) if start + 1 < middle < length - 1 else None


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_annotation_is_anchored_where_its_words_stand(text):
    reading = make_readings(text)
    items = to_annotations(reading)["items"]
    for statement, item in zip(reading.statements, items, strict=True):
        spans = [span for span in (statement.source, statement.cue, statement.content) if span]
        wanted = [fragment for span in spans for fragment in span.fragments]
        part = reading.document.part(statement.part)

        assert [anchor(target["selector"], part) for target in item["target"]] == wanted
        assert [target["selector"][1]["exact"] for target in item["target"]] == [part[a:b] for a, b in wanted]


@given(st.text(min_size=4), st.text(max_size=10))
def test_the_quotation_finds_its_place_where_the_text_has_moved(text, before):
    """Position selectors are then wrong; prefix, words and suffix still stand together."""
    reading = make_readings(text)
    for item in to_annotations(reading)["items"][:-1]:
        for target in item["target"]:
            position, quotation = target["selector"]
            start, end = anchor(target["selector"], before + text)

            assert (before + text)[start:end] == quotation["exact"] == text[position["start"] : position["end"]]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_brat_points_at_the_words_of_the_text(text):
    reading = make_readings(text)
    lines = to_standoff(reading).splitlines()
    bounds = [re.fullmatch(r"T\d+\t\w+ ([\d ;]+)\t(.*)", line) for line in lines if line.startswith("T")]
    events = [line for line in lines if line.startswith("E")]

    assert all(bounds)
    assert len(events) == len(reading.statements) - 1
    for ranges, words in (found.groups() for found in bounds):
        pieces = [text[int(start) : int(end)] for start, end in (pair.split(" ") for pair in ranges.split(";"))]
        assert " ".join(pieces) == words or not " ".join(pieces).strip()


def test_jsonld_has_the_article_quotations_and_claims_and_leaves_out_what_is_unknown():
    article, first, second, *_ = to_jsonld(make_readings(TEXTS["plain"]))["@graph"]

    assert article["@type"] == "NewsArticle"
    assert (article["url"], article["headline"]) == ("https://post.example/a", "Ada said no")
    assert "publisher" not in article
    assert [first["@type"], second["@type"]] == ["Quotation", "Claim"]
    assert first["creator"] == {"@type": "Person", "name": "Ada Lorn"}
    assert first["dateCreated"] == "2025-03-01"
    assert first["isPartOf"] == second["appearance"] == {"@id": article["@id"]}


def test_provenance_leads_from_each_statement_to_the_bytes():
    reading = make_readings(TEXTS["plain"])
    graph = {each["@id"]: each for each in to_provenance(reading)["@graph"]}
    for statement in reading.statements:
        each = graph[f"urn:onrecord:{reading.document.key}:{statement.id}"]
        article = graph[each["prov:wasQuotedFrom"]["@id"]]
        run = graph[each["prov:wasGeneratedBy"]["@id"]]

        assert article["prov:wasDerivedFrom"]["@id"] == f"urn:sha256:{reading.document.sha256}"
        assert run["prov:used"]["@id"] == article["@id"]
        assert run["prov:wasAssociatedWith"]["onrecord:model"] == "sha256:0"
