"""A reading as schema.org JSON-LD: the article, and each statement as a `Quotation` or a `Claim`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.records import Json, Reading, Statement

TYPES = {"person": "Person", "organisation": "Organization", "group": "Organization", "outlet": "Organization"}
"""What a source is in schema.org; a document is a `CreativeWork`."""


def to_jsonld(reading: Reading) -> Json:
    """A graph of one `NewsArticle` and its statements; what is not known is left out."""
    document = reading.document
    article = f"urn:onrecord:{document.key}"
    return {
        "@context": "https://schema.org",
        "@graph": [
            _known(
                {
                    "@type": "NewsArticle",
                    "@id": article,
                    "url": document.url,
                    "headline": document.title,
                    "datePublished": document.published,
                    "inLanguage": document.language,
                    "publisher": {"@type": "Organization", "name": document.outlet} if document.outlet else None,
                    "author": [{"@type": "Person", "name": name} for name in document.authors] or None,
                    "sha256": document.sha256,
                }
            ),
            *(_statement(reading, statement, article) for statement in reading.statements),
        ],
    }


def _statement(reading: Reading, statement: Statement, article: str) -> Json:
    """Direct speech is a `Quotation`; what is told in other words is a `Claim` that appears in the article."""
    direct = statement.kind == "direct"
    source: Any = None
    if statement.speaker and statement.source_type:
        source = {"@type": TYPES.get(statement.source_type, "CreativeWork"), "name": statement.speaker}
    return _known(
        {
            "@type": "Quotation" if direct else "Claim",
            "@id": f"{article}:{statement.id}",
            "text": reading.quote(statement.content, statement.part) or reading.quote(statement.cue, statement.part),
            "creator": source,
            ("isPartOf" if direct else "appearance"): {"@id": article},
            "dateCreated": (statement.when or "").partition("/")[0] or None,
            "keywords": statement.stance,
        }
    )


def _known(facts: Json) -> Json:
    return {name: value for name, value in facts.items() if value is not None}
