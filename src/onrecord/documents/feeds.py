"""Feeds and sitemaps into lists of articles to fetch: RSS, Atom, JSON Feed, sitemaps, news sitemaps, indexes, gzip.

feedparser reads RSS and Atom, its parser only: it is given bytes and fetches
nothing. It takes neither entities nor external files from a document, and mends
what is malformed. Sitemaps, which may be long and are simple, are read by lxml as a
stream with entities off. Both are bounded before they are parsed.
"""

from __future__ import annotations

import io
import json
import re
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import etree

from onrecord.documents import dates
from onrecord.documents.inflate import GZIP, gunzip
from onrecord.errors import FeedError

LARGEST = 50_000_000
"""Bytes of the largest feed or sitemap, unpacked; it is the limit that sitemaps.org sets."""
MOST_ENTRIES = 5_000
"""Entries of a feed that are read; the others are counted in `left_out`."""
MOST_BYTES, MOST_MARKUP = 10_000_000, 100_000
"""Bytes, and tags and entities, of a feed that are given to feedparser; more would cost it seconds."""
MOST_ADDRESSES = 50_000
"""Addresses of a sitemap that are read; it is the limit that sitemaps.org sets."""
FULL_TEXT = 100
"""Words from which a description is taken for the article and not for its summary."""
PEEK = 4096
FEED_ROOT = re.compile(r"<(?:\w+:)?(rss|feed|RDF|urlset|sitemapindex)[\s>]")
SITEMAP_ROOT = re.compile(r"<(?:\w+:)?(?:urlset|sitemapindex)[\s>]")
JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org')
FEED_TYPES = re.compile(r"application/(?:rss|atom|rdf|feed)\+(?:xml|json)")
MARKUP = re.compile(rb"[<&]")
ELEMENT = re.compile(r"<[A-Za-z]")
DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)""")
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
ENTRY_END = re.compile(rb"</(?:\w+:)?(?:item|entry)\s*>")
ROOT_END = {"rss": b"</channel></rss>", "feed": b"</feed>", "RDF": b"</rdf:RDF>"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as a feed or sitemap tells of it; *html* is its whole text where the feed carries that."""

    url: str | None
    title: str | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[str, ...] = ()
    html: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed or sitemap: its articles in the order that they stand in, and, in an index, the sitemaps that it names.

    *left_out* counts the entries beyond the limit; *damage* says what was found where the bytes end early.
    """

    title: str | None
    entries: tuple[Entry, ...]
    sitemaps: tuple[str, ...] = ()
    left_out: int = 0
    damage: str | None = None


def looks_like_feed(raw: bytes, content_type: str | None = None) -> bool:
    """Whether *raw* is a feed or a sitemap, by its first element; a server's word for it is not needed."""
    start = _start(raw)
    if re.match(r"\s*<(?:!doctype\s+)?html", start, re.IGNORECASE):
        return False
    if FEED_ROOT.search(start) or (start.lstrip()[:1] == "{" and JSON_FEED.search(start)):
        return True
    return bool(FEED_TYPES.match((content_type or "").lower()))


def read_feed(raw: bytes, *, name: str, url: str | None = None) -> Feed:
    """The articles that a feed or sitemap names; relative addresses are taken from *url*.

    Raises:
        FeedError: *raw* is no feed, or larger than any is allowed to be.
    """
    damage = None
    if raw.startswith(GZIP):
        raw, whole = gunzip(raw, LARGEST + 1)
        damage = None if whole else "a gzip stream that is cut off or damaged"
    if len(raw) > LARGEST:
        raise FeedError(name, f"more than {LARGEST:,} bytes")
    start = _start(raw)
    if start.lstrip()[:1] == "{":
        return _json_feed(raw, name, url)
    if SITEMAP_ROOT.search(start):
        return _sitemap(raw, name, url, damage)
    return _xml_feed(raw, name, url, damage)


def page_of(entry: Entry) -> bytes:
    """An entry's whole text as a page, for `read_page` where the article itself cannot be had."""
    title = (entry.title or "").replace("&", "&amp;").replace("<", "&lt;")
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><article><h1>{title}</h1><div>{entry.html or ''}</div></article></body></html>"
    ).encode("utf-8", "replace")


def _start(raw: bytes) -> str:
    start = gunzip(raw[:PEEK], PEEK)[0] if raw.startswith(GZIP) else raw[:PEEK]
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start[: len(start) & ~1].decode("utf-16", "replace")
    return start.decode("utf-8-sig", "replace").replace("\0", "")


def _xml_feed(raw: bytes, name: str, url: str | None, damage: str | None) -> Feed:
    import feedparser

    raw, left_out = _cut(_as_utf8(raw), name)
    try:
        found: Any = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # noqa: BLE001, on damaged feeds feedparser fails in ways of its own
        raise FeedError(name, f"a feed too damaged to be parsed ({type(error).__name__})") from None
    if not found.get("version") and not found.entries:
        raise FeedError(name, "no feed" if raw.strip() else "no bytes")
    if found.bozo and damage is None and not left_out and not _ended(raw):
        damage = "a feed that ends before its last element does"
    rss = not str(found.get("version")).startswith("atom")
    left_out += max(0, len(found.entries) - MOST_ENTRIES)
    entries = tuple(_entry(entry, url, rss=rss) for entry in found.entries[:MOST_ENTRIES])
    return Feed(_words(found.feed.get("title")), entries, left_out=left_out, damage=damage)


def _cut(raw: bytes, name: str) -> tuple[bytes, int]:
    """A feed's first entries, as many as are read, and how many others there are."""
    ends = [found.end() for found in ENTRY_END.finditer(raw)]
    room = len(raw)
    if raw.count(b"<") + raw.count(b"&") > MOST_MARKUP:
        room = next(islice(MARKUP.finditer(raw), MOST_MARKUP - 1, None)).start()
    kept = min(bisect_right(ends, min(room, MOST_BYTES)), MOST_ENTRIES)
    if kept == len(ends) and len(raw) <= MOST_BYTES and room == len(raw):
        return raw, 0
    if not kept:
        raise FeedError(name, f"no whole entry in the first {min(room, MOST_BYTES):,} bytes")
    root = FEED_ROOT.search(_start(raw))
    return raw[: ends[kept - 1]] + ROOT_END.get(root.group(1) if root else "", b""), len(ends) - kept


def _as_utf8(raw: bytes) -> bytes:
    """A feed as plain UTF-8 that declares nothing: a mark, or being UTF-8, goes before what is declared.

    feedparser takes no UTF-16 but where the declaration says so too, and fails on a
    declaration of what is no encoding.
    """
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = raw[: len(raw) & ~1].decode("utf-16", "replace")
    else:
        declared = DECLARED.match(raw)
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            try:
                text = raw.decode(declared.group(1).decode("ascii") if declared else "cp1252", "replace")
            except (LookupError, ValueError):
                text = raw.decode("cp1252", "replace")
    return CONTROLS.sub("\ufffd", text[_prologue(text) :]).encode("utf-8", "replace")


def _prologue(text: str) -> int:
    """Where the first element begins: after declarations, comments and a document type with all its entities.

    feedparser looks through these with rules that cost the square of them.
    """
    at = 0
    while True:
        at += len(text[at : at + PEEK]) - len(text[at : at + PEEK].lstrip())
        if text[at : at + 1].isspace():
            continue
        start = text[at : at + 4]
        ending = "?>" if start.startswith("<?") else "-->" if start == "<!--" else ">" if start.startswith("<!") else ""
        if ending == ">" and text.find("[", at, max(at, text.find(">", at))) >= 0:
            ending = "]>"
        end = text.find(ending, at) if ending else -1
        if end < 0:
            element = ELEMENT.search(text, at)
            return element.start() if element else len(text)
        at = end + len(ending)


def _ended(raw: bytes) -> bool:
    return bool(re.search(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>", raw[-PEEK:].replace(b"\0", b""), re.IGNORECASE))


def _entry(entry: Any, base: str | None, *, rss: bool) -> Entry:  # noqa: ANN401, feedparser has no types
    published, updated = _moment(entry, "published") or _moment(entry, "created"), _moment(entry, "updated")
    # RSS knows no updates: what feedparser takes for one is a `dc:date`, which is the item's own.
    if rss and not published:
        published, updated = updated, None
    texts = [content.get("value") or "" for content in entry.get("content", ())]
    if len((summary := entry.get("summary") or "").split()) >= FULL_TEXT:
        texts.append(summary)
    names = [author.get("name") for author in entry.get("authors", ())] or [entry.get("author")]
    return Entry(
        url=_address(entry.get("link") or _permalink(entry), base),
        title=_words(entry.get("title")),
        published=published,
        updated=updated,
        authors=tuple(dict.fromkeys(words for name in names if (words := _words(name)))),
        html=max(texts, key=len, default=None) or None,
    )


def _permalink(entry: Any) -> str | None:  # noqa: ANN401, feedparser has no types
    return entry.get("id") if str(entry.get("id")).startswith("http") else None


def _moment(entry: Any, key: str) -> str | None:  # noqa: ANN401, feedparser has no types
    """The moment as the feed has it, zone and all; what only feedparser understands comes in UTC."""
    # feedparser's own `get` gives `published` for a missing `updated`, with a warning.
    if found := dates.parse_date(dict.get(entry, key)):
        return found
    parsed = dict.get(entry, f"{key}_parsed")
    if not parsed:
        return None
    year, month, day, hour, minute, second = parsed[:6]
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat().replace("+00:00", "Z")
    except ValueError:
        return None


def _sitemap(raw: bytes, name: str, url: str | None, damage: str | None) -> Feed:
    entries: list[Entry] = []
    sitemaps: list[str] = []
    title: str | None = None
    count = 0
    try:
        for _, element in etree.iterparse(
            io.BytesIO(raw), tag=("{*}url", "{*}sitemap"), resolve_entities=False, no_network=True, load_dtd=False
        ):
            count += 1
            if count <= MOST_ADDRESSES:
                facts = {_local(child.tag): child.text or "" for child in element.iter() if isinstance(child.tag, str)}
                address = _address(facts.get("loc"), url)
                if _local(element.tag) == "sitemap":
                    sitemaps += [address] if address else []
                else:
                    title = title or _words(facts.get("name"))
                    day = dates.parse_date(facts.get("publication_date"))
                    entries.append(
                        Entry(address, _words(facts.get("title")), day, dates.parse_date(facts.get("lastmod")))
                    )
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    except etree.XMLSyntaxError as error:
        if not entries and not sitemaps:
            raise FeedError(name, damage or f"a sitemap that is no XML (line {error.lineno})") from None
        damage = damage or f"a sitemap that is no XML from line {error.lineno} on"
    return Feed(title, tuple(entries), tuple(sitemaps), max(0, count - MOST_ADDRESSES), damage)


def _local(tag: str) -> str:
    """A tag without its namespace, or without its prefix where that is not declared."""
    return tag.rpartition("}")[2].rpartition(":")[2]


def _json_feed(raw: bytes, name: str, url: str | None) -> Feed:
    try:
        value: Any = json.loads(raw.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise FeedError(name, "JSON that is cut off or damaged") from None
    items = value.get("items")
    if not isinstance(items, list):
        raise FeedError(name, "JSON without a list of items")
    entries = tuple(_item(item, url) for item in items[:MOST_ENTRIES] if isinstance(item, dict))
    return Feed(_words(value.get("title")), entries, left_out=max(0, len(items) - MOST_ENTRIES))


def _item(item: dict[str, Any], base: str | None) -> Entry:
    authors = item.get("authors") or [item.get("author")]
    names = [author.get("name") for author in authors if isinstance(author, dict)] if isinstance(authors, list) else []
    html, plain = item.get("content_html"), item.get("content_text")
    if not isinstance(html, str) and isinstance(plain, str) and plain.strip():
        escaped = plain.replace("&", "&amp;").replace("<", "&lt;")
        html = "".join(f"<p>{part}</p>" for part in re.split(r"\n\s*\n", escaped) if part.strip())
    address = next((item[key] for key in ("url", "external_url", "id") if isinstance(item.get(key), str)), None)
    return Entry(
        url=_address(address, base),
        title=_words(item.get("title")),
        published=dates.parse_date(item.get("date_published")),
        updated=dates.parse_date(item.get("date_modified")),
        authors=tuple(words for name in names if (words := _words(name))),
        html=html if isinstance(html, str) and html.strip() else None,
    )


def _address(value: object, base: str | None) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        found = urljoin(base or "", value.strip())
        parts = urlsplit(found)
    except ValueError:
        return None
    return found if parts.scheme in {"http", "https"} and parts.netloc else None


def _words(value: object) -> str | None:
    """*value* without its tags and its white space made single: feeds write titles as HTML."""
    if not isinstance(value, str):
        return None
    return " ".join(unescape(re.sub(r"</?\w[^<>]{0,200}>", "", value)).split()) or None
