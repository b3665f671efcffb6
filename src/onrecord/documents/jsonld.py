"""JSON-LD: the objects that a page holds for machines, and the one of them that is its article."""

from __future__ import annotations

import json
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

ARTICLES = frozenset({
    "Article", "NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "AskPublicNewsArticle",
    "BackgroundNewsArticle", "OpinionNewsArticle", "ReviewNewsArticle", "LiveBlogPosting", "BlogPosting", "Report",
    "SocialMediaPosting", "TechArticle", "ScholarlyArticle", "AdvertiserContentArticle", "SatiricalArticle",
})  # fmt: skip
"""The types of schema.org that are one article."""
WRAPPINGS = ("<!--", "-->", "<![CDATA[", "//<![CDATA[", "]]>", "//]]>", ";")
"""What pages put about their JSON that is no JSON."""
MOST_WRAPPINGS = 3


def find_nodes(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of a page, those of arrays and graphs each for itself."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        pending = [_json(script.text or "")]
        while pending:
            value = pending.pop(0)
            if isinstance(value, list):
                pending = [*value, *pending]
            elif isinstance(value, dict):
                yield value
                pending += [value[key] for key in ("@graph", "mainEntity") if key in value]


def _json(text: str) -> Any:  # noqa: ANN401, whatever JSON holds
    for _ in range(MOST_WRAPPINGS):
        text = text.strip()
        for wrapping in WRAPPINGS:
            text = text.removeprefix(wrapping).removesuffix(wrapping)
    for candidate in (text, unescape(text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def types_of(node: dict[str, Any]) -> list[str]:
    """The types of an object, without the address of their vocabulary."""
    kinds = node.get("@type")
    return [str(kind).rpartition("/")[2] for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def article_of(nodes: list[dict[str, Any]], url: str | None) -> dict[str, Any]:
    """The node that is the page's article, its references to other nodes resolved; empty where there is none."""
    found = [node for node in nodes if ARTICLES & set(types_of(node))]
    about = [node for node in found if url and _address(node) == _plain(url)]
    if not (found := about or found):
        return {}
    names = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str)}

    def resolve(value: Any) -> Any:  # noqa: ANN401, whatever JSON holds
        if isinstance(value, list):
            return [resolve(each) for each in value]
        known = names.get(value.get("@id")) if isinstance(value, dict) and "name" not in value else None
        return known or value

    return {key: resolve(value) for key, value in found[0].items()}


def _address(node: dict[str, Any]) -> str | None:
    page = node.get("mainEntityOfPage")
    for value in (node.get("url"), page.get("@id") if isinstance(page, dict) else page, node.get("@id")):
        if isinstance(value, str) and value.startswith("http"):
            return _plain(value)
    return None


def _plain(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return url
    return f"{parts.netloc.removeprefix('www.')}{parts.path.rstrip('/')}"


def name_of(value: Any) -> str | None:  # noqa: ANN401, whatever JSON holds
    """The first name in *value*, which may be a text, an object with a name, or a list of either."""
    if isinstance(value, list):
        return next((name for each in value if (name := name_of(each))), None)
    if isinstance(value, dict):
        value = value.get("name")
    return (" ".join(unescape(value).split()) or None) if isinstance(value, str) else None


def truth_of(value: Any) -> bool | None:  # noqa: ANN401, whatever JSON holds
    """The truth value that *value* writes, as JSON, as text or as an address of schema.org."""
    return {"true": True, "false": False}.get(str(value).lower().rpartition("/")[2])
