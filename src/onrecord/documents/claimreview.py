"""Fact checks as others publish them, into readings: the claim as its maker's statement, never a verdict on it.

Takes schema.org ClaimReview (alone, in a graph, a list, a data feed or JSON Lines) and the answers of
Google's Fact Check Tools API (`claims`).
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urldefrag

from onrecord.documents.dates import parse_date
from onrecord.documents.text import make_document
from onrecord.errors import DocumentError
from onrecord.records import Place, Reading, Span, Speaker, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Json, SourceType

PROVENANCE = {"import": "claimreview"}
"""What stands in the place of a model: nobody read these statements out of a text."""
BODIES = frozenset({"Corporation", "NGO", "PoliticalParty", "GovernmentOrganization", "NewsMediaOrganization"})
PARTED = "\n\n"
DAY = len("2024-09-10")
EXPECTED = "schema.org ClaimReview or an answer of the Fact Check Tools API"


def parse_reviews(content: bytes, name: str) -> Iterator[tuple[Place, Reading | str]]:
    """Each review in *content*: its place, and its reading or the sentence that says why there is none."""
    number = 0
    for line, value in _values(content):
        if isinstance(value, str):
            yield Place(name, line=line), value
            continue
        before = number
        for item in _items(value):
            number += 1
            place = Place(name, f"item {number}")
            try:
                yield place, read_review(item, f"{name}, item {number}")
            except DocumentError as error:
                yield place, str(error)
        if number == before:
            yield Place(name, line=line), f"found no review in it, expected {EXPECTED}"


def read_review(item: object, name: str) -> Reading:
    """The reading of one review: its claim as a statement, and the rating in the reviewer's words as another.

    The text is made of the item's own words, a paragraph each: the claim, unless the
    review's body has it word for word, the body, the rating's words.

    Args:
        item: a ClaimReview, or a claim of the Fact Check Tools API with one review.
        name: a label.

    Raises:
        DocumentError: it has no claim, or a field is not of its kind.
    """
    if not isinstance(item, dict):
        raise DocumentError(f"found a JSON {type(item).__name__}, expected {EXPECTED}")
    told = _google(item) if "claimReview" in item else _schema(item)
    claim, body, rating = told["claim"], told["body"] or "", told["rating"]
    start = body.find(claim)
    parts = [*([claim] if start < 0 else []), *([body] if body else [])]
    start = max(start, 0)
    text = PARTED.join([*parts, *([rating] if rating else [])])
    url = told["url"]
    if url:
        # One page may review several claims, and may be on file as an article itself
        url = f"{urldefrag(url)[0]}#claimreview-{sha256(claim.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"
    document = make_document(
        text, id=name, raw=json.dumps(item).encode(), url=url, outlet=told["outlet"], title=told["title"],
        published=told["published"], published_from=told["from"],
    )  # fmt: skip
    makers: list[Speaker] = told["makers"]
    typed = {maker.source_type for maker in makers}
    statements = [
        Statement(
            "s1", None, None, Span(((start, start + len(claim)),)), "asserts", "indirect", 1.0,
            speaker=told["speaker"], speaker_ids=tuple(maker.id for maker in makers),
            source_type=typed.pop() if len(typed) == 1 else None, named=told["speaker"] is not None, when=told["when"],
        )
    ]  # fmt: skip
    speakers = list(makers)
    if rating:
        outlet = [Speaker("p0", told["outlet"], "outlet", named=True)] if told["outlet"] else []
        statements.append(
            Statement(
                "s2", None, None, Span(((len(text) - len(rating), len(text)),)), "asserts", "direct", 1.0,
                speaker=told["outlet"], speaker_ids=tuple(each.id for each in outlet),
                source_type="outlet", named=bool(outlet),
            )
        )  # fmt: skip
        speakers += outlet
    return Reading(document, tuple(statements), tuple(speakers), dict(PROVENANCE))


def _values(content: bytes) -> Iterator[tuple[int | None, Any]]:
    """What *content* holds, whole or line by line; a sentence where it is no JSON."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        yield None, f"found a byte that is no UTF-8 at {error.start}, expected JSON"
        return
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
        if not any(line.lstrip().startswith("{") and line.rstrip().endswith("}") for _, line in lines):
            yield None, f"found no JSON, expected {EXPECTED}"
            return
    else:
        yield None, value if not isinstance(value, str) else [value]
        return
    for number, line in lines:
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            yield number, "found no JSON, expected one review a line"
        else:
            yield number, value if not isinstance(value, str) else [value]


def _items(value: object) -> Iterator[object]:
    """The reviews in *value*, however deep, in their order."""
    waiting = [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, list):
            waiting += reversed(here)
        elif isinstance(here, dict):
            if "ClaimReview" in _types(here):
                yield here
            elif isinstance(here.get("claims"), list):
                for claim in here["claims"]:
                    yield from _parted(claim)
            elif "claimReview" in here:
                yield from _parted(here)
            else:
                waiting += reversed(list(here.values()))


def _parted(claim: object) -> Iterator[object]:
    """One item for each review of a claim of the Fact Check Tools API."""
    reviews = claim.get("claimReview") if isinstance(claim, dict) else None
    if not isinstance(claim, dict) or not isinstance(reviews, list) or not reviews:
        yield {**claim, "claimReview": [None]} if isinstance(claim, dict) else claim
        return
    for review in reviews:
        yield {**claim, "claimReview": [review]}


def _google(item: Json) -> Json:
    reviews = item["claimReview"]
    review = reviews[0] if isinstance(reviews, list) and reviews else None
    if not isinstance(review, dict):
        raise DocumentError("found no review of the claim, expected `claimReview` with one")
    publisher = review.get("publisher")
    publisher = publisher if isinstance(publisher, dict) else {}
    return {
        "claim": _claim(item, "text"),
        "body": None,
        "rating": _words(review, "textualRating"),
        "url": _words(review, "url"),
        "outlet": _words(publisher, "name") or _words(publisher, "site"),
        "title": _words(review, "title"),
        "published": parse_date(review.get("reviewDate")),
        "from": "given",
        "speaker": _words(item, "claimant"),
        "makers": [],
        "when": (parse_date(item.get("claimDate")) or "")[:DAY] or None,
    }


def _schema(item: Json) -> Json:
    reviewed = _first(item.get("itemReviewed"))
    rating = _first(item.get("reviewRating"))
    makers = [each for each in _listed(reviewed.get("author")) if _name(each)]
    names = list(dict.fromkeys(_name(each) or "" for each in makers))
    kinds = [_source_type(each) for each in makers]
    speakers = []
    if len(names) == len(makers) and None not in kinds:
        speakers = [
            Speaker(f"p{number}", name, kind, named=True, role=_words(maker, "jobTitle"))
            for number, (name, kind, maker) in enumerate(zip(names, kinds, makers, strict=True), 1)
            if kind
        ]
    outlets = [_name(each) for each in [*_listed(item.get("author")), *_listed(item.get("publisher"))]]
    return {
        "claim": _claim(item, "claimReviewed"),
        "body": _words(item, "reviewBody"),
        "rating": _words(rating, "alternateName"),
        "url": _words(item, "url"),
        "outlet": next(filter(None, outlets), None),
        "title": _words(item, "headline") or _words(item, "name"),
        "published": parse_date(item.get("datePublished")),
        "from": "json-ld",
        "speaker": "; ".join(names) or None,
        "makers": speakers,
        "when": (parse_date(reviewed.get("datePublished")) or "")[:DAY] or None,
    }


def _claim(item: Json, field: str) -> str:
    claim = _words(item, field)
    if claim is None:
        raise DocumentError(f"found no `{field}`, expected the claim that is reviewed")
    return claim


def _words(item: Json, field: str) -> str | None:
    """The words in *field*, None where there are none."""
    value = item.get(field)
    if value is not None and not isinstance(value, str):
        raise DocumentError(f"found `{field}` of type {type(value).__name__}, expected a string")
    return value if value and value.strip() else None


def _name(value: object) -> str | None:
    name = value if isinstance(value, str) else _words(value, "name") if isinstance(value, dict) else None
    return (name or "").strip() or None


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _first(value: object) -> Json:
    return next((each for each in _listed(value) if isinstance(each, dict)), {})


def _types(value: Json) -> set[str]:
    named = [each for each in _listed(value.get("@type")) if isinstance(each, str)]
    return {each.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for each in named}


def _source_type(maker: object) -> SourceType | None:
    types = _types(maker) if isinstance(maker, dict) else set()
    if "Person" in types:
        return "person"
    return "organisation" if "Organization" in types or types & BODIES else None
