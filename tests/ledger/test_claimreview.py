"""Fact checks become statements of those who made the claims; no rating ever becomes a stance."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord import filing
from onrecord.documents.claimreview import parse_reviews, read_review
from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.queries import Filter
from onrecord.records import Reading, Receipt

CLAIM = "The bridge of Tolm has cost nine million."
REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://check.example/bridge#top",
    "datePublished": "2025-03-08T10:00:00Z",
    "claimReviewed": CLAIM,
    "headline": "What did the bridge cost?",
    "author": {"@type": "Organization", "name": "The Check"},
    "reviewBody": "The council paid five million, its books say.",
    "reviewRating": {"@type": "Rating", "ratingValue": 1, "bestRating": 5, "alternateName": "Mostly false"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": " Ada Lorn ", "jobTitle": "mayor"},
        "datePublished": "2025-03-01",
    },
}
GOOGLE = {
    "claims": [
        {
            "text": CLAIM,
            "claimant": "Ada Lorn",
            "claimDate": "2025-03-01T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "The Check", "site": "check.example"},
                    "url": "https://check.example/bridge",
                    "title": "What did the bridge cost?",
                    "reviewDate": "2025-03-08T10:00:00Z",
                    "textualRating": "Mostly false",
                    "languageCode": "en",
                },
                {"publisher": {"site": "other.example"}, "url": "https://other.example/1", "textualRating": "Wrong"},
            ],
        },
        {"text": "Nobody reviewed this.", "claimReview": []},
    ],
    "nextPageToken": "x",
}


def without(*path, **other):
    """`REVIEW` without the field at *path*, and with *other* fields."""
    item = json.loads(json.dumps(REVIEW))
    inside = item
    for step in path[:-1]:
        inside = inside[step]
    if path:
        del inside[path[-1]]
    return {**item, **other}


def told(statement, document):
    row = statement.to_json(document)
    return row["content"]["text"], row["speaker"], row["stance"], row["when"]


def parsed(value):
    return [found for _, found in parse_reviews(json.dumps(value).encode(), "r.json")]


def rows_of(ledger, **wanted):
    with ledger.read() as connection:
        return list(queries.find_statements(connection, Filter(**wanted)).rows)


def test_a_review_is_a_document_of_the_outlet_with_the_claim_as_its_makers_statement():
    reading = read_review(REVIEW, "r.json, item 1")
    document, (claim, rating) = reading.document, reading.statements

    assert (document.outlet, document.title, document.published) == (
        "The Check", "What did the bridge cost?", "2025-03-08T10:00:00Z",
    )  # fmt: skip
    assert document.url.startswith("https://check.example/bridge#claimreview-")
    assert document.text == f"{CLAIM}\n\n{REVIEW['reviewBody']}\n\nMostly false"
    assert told(claim, document) == (CLAIM, "Ada Lorn", "asserts", "2025-03-01")
    assert told(rating, document) == ("Mostly false", "The Check", "asserts", None)
    assert (claim.source_type, claim.named, rating.source_type) == ("person", True, "outlet")
    assert [(each.name, each.role) for each in reading.speakers] == [("Ada Lorn", "mayor"), ("The Check", None)]


def test_a_claim_that_the_body_has_word_for_word_is_quoted_there():
    reading = read_review(without(reviewBody=f"“{CLAIM}” So it was said."), "r")

    assert reading.document.text.startswith("“The bridge")
    assert reading.statements[0].content.fragments == ((1, 1 + len(CLAIM)),)


@pytest.mark.parametrize(
    ("item", "speaker", "kind", "when"),
    [
        (without("itemReviewed", "author"), None, None, "2025-03-01"),
        (without("itemReviewed"), None, None, None),
        (without(itemReviewed={"author": "Ada Lorn", "datePublished": "03/04/2025"}), "Ada Lorn", None, None),
        (without(itemReviewed={"author": {"@type": "Corporation", "name": "Lorn"}}), "Lorn", "organisation", None),
        (without(itemReviewed=[{"author": [{"@type": "Person", "name": "A"}, {"@type": "Person", "name": "B"}]}]),
         "A; B", "person", None),
    ],
    ids=["no author", "no item", "author untyped, day ambiguous", "a body", "two"],
)  # fmt: skip
def test_who_made_the_claim_and_when_is_null_where_it_is_not_told(item, speaker, kind, when):
    claim = read_review(item, "r").statements[0]

    assert (claim.speaker, claim.source_type, claim.when, claim.named) == (speaker, kind, when, speaker is not None)


@given(st.text(min_size=1), st.text(), st.text())
def test_spans_quote_the_items_words_exactly_and_no_rating_is_a_stance(claim, body, rating):
    item = without(claimReviewed=claim, reviewBody=body, reviewRating={"alternateName": rating})
    (found,) = parsed(item)
    if not claim.strip():
        assert "no `claimReviewed`" in found
        return
    quoted = [told(each, found.document)[0] for each in found.statements]

    assert quoted == [claim, rating] if rating.strip() else [claim]
    assert {each.stance for each in found.statements} == {"asserts"}


@pytest.mark.parametrize(
    "value",
    [
        REVIEW,
        [REVIEW],
        {"@context": "https://schema.org", "@graph": [{"@type": "WebPage"}, REVIEW]},
        {"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW]}, {"item": None}]},
        {**REVIEW, "@type": ["http://schema.org/ClaimReview"]},
    ],
    ids=["alone", "list", "graph", "feed", "type as address"],
)
def test_a_review_is_found_wherever_it_stands(value):
    (found,) = parsed(value)

    assert found.statements == read_review(REVIEW, "r").statements


def test_an_answer_of_the_fact_check_tools_gives_a_reading_for_each_review():
    one, two, three = parsed(GOOGLE)

    assert [told(each, one.document) for each in one.statements] == [
        (CLAIM, "Ada Lorn", "asserts", "2025-03-01"),
        ("Mostly false", "The Check", "asserts", None),
    ]
    assert (two.document.outlet, two.document.published) == ("other.example", None)
    assert three == "found no review of the claim, expected `claimReview` with one"


def test_a_bad_item_costs_itself_with_one_sentence(ledger):
    bad = [without("claimReviewed"), without(claimReviewed=7), without(url=["x"])]
    done = list(filing.add_reviews(ledger, json.dumps([*bad, REVIEW]).encode(), "r.json"))

    assert [each.message for each in done[:3]] == [
        "r.json, item 1: found no `claimReviewed`, expected the claim that is reviewed",
        "r.json, item 2: found `claimReviewed` of type int, expected a string",
        "r.json, item 3: found `url` of type list, expected a string",
    ]
    assert done[3].filed.outcome == "added"
    assert list(check(ledger)) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff", "found a byte that is no UTF-8 at 0"),
        (b"no", "found no JSON"),
        (b"{}", "found no review in it"),
        (b'"ClaimReview"', "found no review in it"),
        (b"[" * 100_000, "found no JSON"),
        (b'{"claims": [7]}', "found a JSON int"),
        (b'{"claims": [{"text": "x", "claimReview": [7]}]}', "found no review of the claim"),
    ],
    ids=["bytes", "words", "empty", "string", "deep", "claim", "review"],
)
def test_a_file_that_holds_no_review_is_one_sentence(ledger, content, said):
    (receipt,) = filing.add_reviews(ledger, content, "r.json")

    assert isinstance(receipt, Receipt)
    assert said in receipt.message


def test_json_lines_are_read_by_the_line():
    lines = "\n".join([json.dumps(REVIEW), "", '{"no', "{}", json.dumps(without(claimReviewed="Else."))])
    found = [(place.line, item) for place, item in parse_reviews(lines.encode(), "r.jsonl")]

    assert [isinstance(item, Reading) for _, item in found] == [True, False, False, True]
    assert [line for line, item in found if isinstance(item, str)] == [3, 4]


class NoModel:
    """No review is for a model to read."""

    def read_document(self, document):
        raise AssertionError(document.id)


def test_reviews_are_filed_once_found_by_speaker_and_left_alone_by_rebuild(ledger):
    """Two claims on one page are two documents, and neither is the page itself."""
    content = json.dumps([REVIEW, without(claimReviewed="The bridge is blue.")]).encode()
    outcomes = [each.filed.outcome for _ in "12" for each in filing.add_reviews(ledger, content, "r.json")]
    rows = rows_of(ledger, speaker="Ada Lorn")

    assert outcomes == ["added", "added", "known", "known"]
    assert [(row["content"]["text"], row["said"], row["outlet"]) for row in rows] == [
        (CLAIM, "2025-03-01", "The Check"),
        ("The bridge is blue.", "2025-03-01", "The Check"),
    ]
    assert len(rows_of(ledger, speaker="The Check")) == 2
    assert [each.differences for each in filing.rebuild(ledger, load=NoModel)] == [(), ()]
    assert rows_of(ledger, speaker="Ada Lorn") == rows
    assert list(check(ledger)) == []
