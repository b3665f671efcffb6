"""What a page says about its article: headline, authors, outlet, dates, canonical URL, section, corrections.

The publication date is taken from the first of these that gives one, and
`published_from` says which:

1. `json-ld`: written for machines about this very article, typed, with
   publication and modification apart. Only a node of an article's type counts, so
   that a page's or a site's own date does not.
2. `opengraph`: `article:published_time`, one to a page, but often a template's.
3. `meta`: the other names (`pubdate`, Dublin Core, Parse.ly, microdata); each CMS
   means something of its own by them.
4. `time`: a `<time>` that is marked as the publication, or stands between headline
   and text; one beside a related link is not about this article.
5. `feed` or `given`: what came with the page from outside. A feed's date may be
   that of an update, a user's that of a whole folder, so the page comes first.
6. `url`: a day in the path: when the address was made, mostly the same day.
7. `text`: a date in words in the line between headline and text.

Evidence further down that names the same day and is finer (a time, a zone) is
taken instead. Dates in the future, the epoch, and dates that can be read two ways
are no evidence. Where nothing is found there is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from tld import get_fld

from onrecord.documents import dates
from onrecord.documents.jsonld import ARTICLES, article_of, find_nodes, name_of, truth_of, types_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.html import HtmlElement

PUBLISHED = (
    "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "date.published", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date",
    "dcterms.date", "citation_publication_date", "article.published", "originalpublicationdate", "date",
)  # fmt: skip
"""Names of meta elements that give the day of publication, the least ambiguous first."""
MODIFIED = ("lastmod", "last-modified", "dcterms.modified", "dc.date.modified", "datemodified", "article.updated")
AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "citation_author", "byl")
SECTIONS = ("article:section", "parsely-section", "section", "article.section", "cxenseparse:section")
LABELS = re.compile(r"\b(published|posted|first published|publication date)\b", re.IGNORECASE)
CHANGED = re.compile(r"\b(updated|modified|changed|amended|revised)\b", re.IGNORECASE)
CORRECTION = re.compile(
    r"(?:(?:correction|corrections|clarification|clarifications|editor['’]s? note)s?\b(?:\s+and clarifications?)?\s*"
    r"(?:\([^)]{1,40}\)\s*|,?\s*\w+ \d{1,2}(?:, \d{4})?\s*)?[:–—-]\s*\S"
    r"|(?:this|the) (?:article|story|report|headline|post|page)(?: \w+){0,6}? (?:was|has been|were) "
    r"(?:\w+ )?(?:amended|corrected|clarified)\b"
    r"|an? (?:earlier|previous) version of this (?:article|story|report|headline|post)\b"
    r"|due to an editing error\b)",
    re.IGNORECASE,
)
HINTS = ("correct", "clarif", "amended", "editor", "earlier version", "previous version", "editing error")
"""What any notice of correction has in it."""
BYLINE = re.compile(r"\s*(?:(?:words|written|reporting|story|text) )?by\b[\s|:]*", re.IGNORECASE)
NAME = re.compile(
    r"(?:[A-Z][\w.’'-]+|d[aeiu]s?|del?l?a?|v[ao]n|den|der|la|le|al|bin|y)(?: (?:[A-Z][\w.’'-]*|d[aeiu]s?|"
    r"del?l?a?|v[ao]n|den|der|la|le|al|bin|y)){1,4}"
)
"""What a name looks like where nothing but its place says that it is one."""
NOTICE = 1500
"""Characters that a notice of correction has at most."""
MOST_LINKS = 20
"""Links that an element about one article has at most."""
NO_TEXT = frozenset({"script", "style", "head"})
MOST_NOTICES = 20
"""Notices of one article that are kept."""
LONG = 100
"""Characters from which a block is a paragraph of text, not a line about the article."""
SHORT = 90
"""Characters up to which a line about the article may go."""
BEFORE = 25
"""Elements before the headline that may still be about it."""
LEAVES = frozenset(
    {"p", "div", "span", "li", "td", "i", "em", "b", "small", "font", "address", "section", "aside", "h6"}
)
ASIDE = frozenset({"nav", "aside", "footer", "form", "button", "select"})
HEADLINE_WORDS = 5
"""Words from which a link is another article's headline, not an author's name or a section's."""


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about its article.

    *types* are those of its JSON-LD; *told* is whether these or OpenGraph call it an
    article, *free* whether it says that it can be read without paying. *holder* is
    whom it names as its rights holder or provider.
    """

    title: str | None
    authors: tuple[str, ...]
    outlet: str | None
    url: str | None
    section: str | None
    published: str | None
    published_from: str | None
    modified: str | None
    corrections: tuple[str, ...]
    holder: str | None
    types: frozenset[str]
    told: bool
    free: bool | None


@dataclass(frozen=True, slots=True)
class _Page:
    """The evidence: the tree, its meta elements, its article's JSON-LD, and the elements about its headline."""

    tree: HtmlElement
    meta: dict[str, list[str]]
    node: dict[str, Any]
    area: list[HtmlElement]
    url: str | None
    fetched: str | None


def read_metadata(
    tree: HtmlElement,
    *,
    url: str | None = None,
    fetched: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    published_from: str = "given",
) -> Metadata:
    """What *tree* says about its article; *outlet* and *published* stand in where it does not."""
    nodes = list(find_nodes(tree))
    meta = _meta(tree)
    canonical = _canonical(tree, meta, nodes, url)
    node = article_of(nodes, canonical or url)
    title, headline = _title(tree, meta, node)
    area = _area(tree, headline)
    told_outlet = name_of(node.get("publisher")) or _first(meta, ("og:site_name", "application-name", "dc.publisher"))
    page = _Page(tree, meta, node, area, url or canonical, fetched)
    day, source, modified = _dates(page, published, published_from)
    return Metadata(
        title=title,
        authors=_authors(page, told_outlet or outlet),
        outlet=told_outlet or outlet,
        url=canonical or url,
        section=name_of(node.get("articleSection")) or _first(meta, SECTIONS),
        published=day,
        published_from=source,
        modified=modified,
        corrections=_corrections(tree, node),
        holder=next(
            (name for key in ("creditText", "sourceOrganization", "provider", "copyrightHolder", "copyrightNotice")
             if (name := name_of(node.get(key)))), None
        ) or _first(meta, ("syndication-source", "source", "dc.source")),
        types=frozenset(kind for each in nodes for kind in types_of(each)),
        told=bool(node) or _first(meta, ("og:type",)) == "article",
        free=truth_of(node.get("isAccessibleForFree")),
    )  # fmt: skip


def words_of(element: HtmlElement) -> str:
    """The words under *element*, white space made single."""
    return " ".join("".join(element.itertext()).split())


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        for key in ("property", "name", "itemprop"):
            if content and (name := element.get(key)):
                found.setdefault(name.lower(), []).append(content)
    return found


def _first(meta: dict[str, list[str]], names: Iterable[str]) -> str | None:
    return next((meta[name][0] for name in names if name in meta), None)


def _canonical(
    tree: HtmlElement, meta: dict[str, list[str]], nodes: list[dict[str, Any]], url: str | None
) -> str | None:
    """The address that the page calls its own, if it may: on the same site, and not the site's front page.

    A page that could name any address as its own could take another article's place.
    """
    links = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    pages = [page.get("@id") if isinstance(page := node.get("mainEntityOfPage"), dict) else page
             for node in nodes if ARTICLES & set(types_of(node))]  # fmt: skip
    for value in (*links, *meta.get("og:url", ()), *pages):
        if not isinstance(value, str) or not value.strip():
            continue
        try:
            found = urljoin(url or "", value.strip())
            parts, own = urlsplit(found), urlsplit(url or found)
        except ValueError:
            continue
        if parts.scheme not in {"http", "https"} or not parts.hostname or not own.hostname:
            continue
        same = _site(parts.hostname) == _site(own.hostname) or own.hostname.endswith("ampproject.org")
        if same and (parts.path.strip("/") or not own.path.strip("/")):
            return found.partition("#")[0]
    return None


def _site(host: str) -> str:
    """The part of a host's name that somebody has registered, by the public suffix list."""
    return get_fld(host, fail_silently=True, fix_protocol=True) or ".".join(host.split(".")[-2:])


def _title(
    tree: HtmlElement, meta: dict[str, list[str]], node: dict[str, Any]
) -> tuple[str | None, HtmlElement | None]:
    """The headline as readers see it, and its element where there is one.

    A heading that machine-readable titles know is the headline; else what they
    say; else a heading that the page's own title holds; else that title without
    the site's name.
    """
    page = next((words_of(element) for element in tree.iter("title") if element.getparent().tag != "svg"), "")
    told = [title for title in (_first(meta, ("og:title", "twitter:title")), name_of(node.get("headline"))) if title]
    headings = [(words_of(element), element) for element in tree.iter("h1", "h2", "h3")][:40]
    for level in ("h1", "h2", "h3"):
        for words, element in headings:
            if element.tag == level and words and any(_alike(words, title) for title in (*told, page)):
                return words, element
    only = [(words, element) for words, element in headings if element.tag == "h1" and len(words.split()) > 2]  # noqa: PLR2004
    if len(only) == 1:
        return only[0]
    if told:
        return _without_site(told[0]), None
    return _without_site(page) or None, None


def _alike(heading: str, title: str) -> bool:
    """Whether most words of the one stand in the other; a site's name alone (one or two words) does not do."""
    if heading.lower() in {title.lower(), _without_site(title).lower()}:
        return True
    one, other = (set(re.findall(r"\w+", text.lower())) for text in (heading, title))
    return len(one) > 2 and len(one & other) >= 0.6 * min(len(one), len(other)) and len(one & other) > 2  # noqa: PLR2004


def _without_site(title: str) -> str:
    found = re.match(r"(.{6,}\S)\s+[|–—·»-]\s+(\S+(?: \S+){0,4})$", title)
    return found.group(1) if found else title


def _area(tree: HtmlElement, headline: HtmlElement | None) -> list[HtmlElement]:
    """The elements that stand about the headline: a few before it, and all up to the first paragraph of text."""
    body = tree.find("body")
    elements = [element for element in (tree if body is None else body).iter() if isinstance(element.tag, str)]
    try:
        start = elements.index(headline) if headline is not None else 0
    except ValueError:
        start = 0
    end = next(
        (index for index in range(start + 1, len(elements))
         if elements[index].tag in {"p", "div", "td", "section"} and _own_length(elements[index]) > LONG),
        min(len(elements), start + 60),
    )  # fmt: skip
    found = elements[max(0, start - BEFORE) : end]
    # An old page has headline, date and text in one cell: its lines stand before the first long run of text.
    if end < len(elements) and elements[end].tag == "td":
        found += list(elements[end].iterchildren("i", "em", "b", "small", "font", "span"))[:3]
    return [element for element in found if not _elsewhere(element, headline)]


def _elsewhere(element: HtmlElement, headline: HtmlElement | None) -> bool:
    """Whether an element stands aside, or beside a link to, or in a card about, another article than the headline's."""
    if _names_article(element):
        return True
    for parent in (element, *element.iterancestors()):
        if parent.tag in ASIDE or (parent.tag == "li" and _names_article(parent)):
            return True
        if parent.tag == "article" and headline is not None and parent not in headline.iterancestors():
            return True
    return False


def _names_article(element: HtmlElement) -> bool:
    """Whether a link in an element is another article's headline, or there are more links than lines about one have."""
    links = list(islice(element.iter("a"), MOST_LINKS + 1))
    return len(links) > MOST_LINKS or any(len(words_of(link).split()) >= HEADLINE_WORDS for link in links)


def _own_length(element: HtmlElement) -> int:
    """The characters of text that stand in an element itself and in what is inline in it."""
    inline = ("a", "b", "i", "em", "strong", "span", "font", "br", "sup", "cite", "q", "mark", "u", "abbr", "code")
    own = len((element.text or "").strip())
    for child in element:
        own += len((child.tail or "").strip())
        if child.tag in inline and element.tag == "p":
            own += len("".join(child.itertext()).strip())
    return own


def _dates(page: _Page, given: str | None, given_from: str) -> tuple[str | None, str | None, str | None]:
    meta, node, fetched = page.meta, page.node, page.fetched
    marked, changed = _times(page.tree, page.area)
    said, said_changed = _lines(page.area)
    evidence = (
        ("json-ld", [node.get("datePublished"), node.get("dateCreated")]),
        ("opengraph", _values(meta, ("article:published_time", "og:article:published_time", "og:published_time"))),
        ("meta", _values(meta, PUBLISHED)),
        ("time", marked),
        (given_from, [given]),
        ("url", [dates.day_in_path(page.url) if page.url else None]),
        ("text", said),
    )
    day = source = None
    for name, values in evidence:
        for value in values:
            found = dates.parse_date(value)
            if (
                found
                and (name == "given" or dates.plausible(found, fetched))
                and (day is None or dates.finer(day, found))
            ):
                day, source = found, name
    modified = next(
        (found for value in (
            node.get("dateModified"), *_values(meta, ("article:modified_time", "og:updated_time", *MODIFIED)),
            *changed, *said_changed,
        ) if (found := dates.parse_date(value)) and dates.plausible(found, fetched)), None,
    )  # fmt: skip
    return day, source, modified


def _values(meta: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [value for name in names for value in meta.get(name, ())]


def _times(tree: HtmlElement, area: list[HtmlElement]) -> tuple[list[str], list[str]]:
    """The moments that `<time>` elements give for the publication and for the last change."""
    published: list[str] = []
    changed: list[str] = []
    for element in tree.iter("time"):
        if element.get("pubdate") is None and element.get("itemprop") != "datePublished":
            continue
        published.append(element.get("datetime") or words_of(element))
    for element in area:
        if element.tag != "time":
            continue
        value = element.get("datetime") or words_of(element)
        beside = " ".join(
            (element.get("class") or "", element.get("itemprop") or "", words_of(element), _text_before(element))
        )
        (changed if CHANGED.search(beside) else published).append(value)
    return published, changed


def _text_before(element: HtmlElement) -> str:
    before = element.getprevious()
    text = before.tail if before is not None else element.getparent().text
    return (text or "").strip() or (words_of(before)[-40:] if before is not None else "")


def _lines(area: list[HtmlElement]) -> tuple[list[str], list[str]]:
    """Days in words in short lines about the headline; two that differ and are not labelled are none."""
    published: list[str] = []
    labelled: list[str] = []
    changed: list[str] = []
    for element in area:
        if (
            element.tag not in LEAVES
            or len(words := " ".join("".join(islice(element.itertext(), SHORT)).split())) > SHORT
            or re.search(r"©|copyright", words, re.IGNORECASE)
        ):
            continue
        end = 0
        for start, stop, day in dates.find_days(words):
            before, end = words[end:start], stop
            kind = labelled if LABELS.search(before) else changed if CHANGED.search(before) else published
            kind.append(day)
    if labelled:
        return labelled[:1], changed
    return (published[:1] if len(set(published)) == 1 else []), changed


def _authors(page: _Page, outlet: str | None) -> tuple[str, ...]:
    tree, meta, node, area = page.tree, page.meta, page.node, page.area
    value = node.get("author") or node.get("creator")
    told = [name_of(each) for each in (value if isinstance(value, list) else [value])]
    found = [name for name in told if name]
    if not found:
        found = [name for key in AUTHORS for name in meta.get(key, ()) if not name.startswith("http")]
    if not found:
        marked = tree.xpath('//*[@rel="author" or @itemprop="author"][not(ancestor::aside or ancestor::footer)]')
        found = [words_of(element) for element in marked]
    if not found:
        lines = (_apart(element) for element in area if element.tag in LEAVES)
        line = next((line for line in lines if len(line) < SHORT and BYLINE.match(line)), "")
        found = [name for name in _split_names(line) if NAME.fullmatch(name)]
    names = dict.fromkeys(name for line in found for name in _split_names(line))
    return tuple(name for name in names if name != outlet and len(name) < SHORT and not dates.find_day(name))


def _apart(element: HtmlElement) -> str:
    """The words of an element, a bar between those of each element in it; a byline has few."""
    return " | ".join(filter(None, (" ".join(text.split()) for text in islice(element.itertext(), SHORT))))


def _split_names(line: str) -> list[str]:
    """The names in a byline, `By` and what joins them left out."""
    pieces = re.split(r"\s+(?:and|&)\s+|\s*[;|]\s*|,\s+(?![JS]r\b)", BYLINE.sub("", line))
    names = [re.sub(r"^(?:and|&)\s+|\s+(?:and|&)$", "", piece.strip(" ,.")) for piece in pieces]
    return [name for name in names if name and name not in {"and", "&"} and "@" not in name]


def _corrections(tree: HtmlElement, node: dict[str, Any]) -> tuple[str, ...]:
    pieces = (piece for element in tree.iter() if element.tag not in NO_TEXT for piece in (element.text, element.tail))
    shown = " ".join(filter(None, pieces)).lower()
    if not any(hint in shown for hint in HINTS):
        return ()
    blocks = (
        words_of(element)
        for element in tree.iter("p", "li", "div", "section", "aside", "em", "i")
        if element.find("p") is None and element.find("div") is None
    )
    found = list(islice((words for words in blocks if len(words) < NOTICE and CORRECTION.match(words)), MOST_NOTICES))
    value = node.get("correction")
    for each in value if isinstance(value, list) else [value]:
        text = each if isinstance(each, str) else each.get("text") if isinstance(each, dict) else None
        if isinstance(text, str) and not text.startswith("http"):
            found.append(" ".join(text.split()))
    found = list(dict.fromkeys(found))
    # A notice in italics stands in its paragraph too: the longer that begins with it has all of it.
    return tuple(words for words in found if not any(words in other and words != other for other in found))
