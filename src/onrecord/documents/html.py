"""A page of HTML into a document: raw bytes → text with its paragraphs, and what the page says about it.

trafilatura finds the article's part of the page, once what is hidden and what is
nothing but links is gone. Its tree is taken and not its text, since the text is
unescaped twice (`&amp;lt;` comes out as `<`) and has no paragraphs. Where it finds
next to nothing, resiliparse's own extraction stands in.
"""

from __future__ import annotations

import logging
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from lxml import etree, html
from resiliparse.extract.html2text import extract_plain_text

from onrecord.documents.credit import find_credit
from onrecord.documents.filler import without_filler
from onrecord.documents.hidden import strip_hidden
from onrecord.documents.markup import decode_page, parse_page
from onrecord.documents.metadata import SHORT, read_metadata, words_of
from onrecord.documents.text import check_date, make_document
from onrecord.documents.walls import wall_of
from onrecord.errors import NotAnArticleError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from onrecord.records import Document

BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "cell", "table", "list", "div", "fw", "ab"})
FURNITURE = etree.XPath(
    "//figcaption | //figure[not(.//p)] | //*[contains(@class, 'caption') or contains(@class, 'Caption')]"
    " | //aside | //nav | //dl[ancestor::aside] | //button | //form"
)
PARTS = frozenset({"p", "div", "table", "ul", "ol", "h1", "h2", "h3", "h4", "blockquote", "section", "article"})
"""Elements that cannot stand in a paragraph."""
SENTENCE_ENDS = frozenset(".!?…”\"'’")
MENU_LINKS, MENU_SHARE = 5, 0.8
"""Links that a block has at least, and the share of its letters that they are, where it is a menu."""
LONGEST_VALUE = 500
"""Characters of an attribute that can say anything about its element."""
LEAST_WORDS = 25
"""Words below which what trafilatura finds is held against resiliparse."""


def read_page(
    raw: bytes,
    *,
    name: str,
    url: str | None = None,
    content_type: str | None = None,
    fetched: str | None = None,
    outlet: str | None = None,
    published: str | None = None,
    published_from: str = "given",
) -> Document:
    """The article on a page.

    Args:
        raw: the page's bytes as they were fetched; `sha256` is theirs.
        name: a label, and what an error calls the page.
        url: where it was fetched from, after redirects.
        content_type: what the server called it, charset included.
        fetched: when, in ISO 8601; a later publication date is none.
        outlet: stands in where the page does not name its publisher.
        published: an ISO date, stands in where the page does not give its own; *published_from* says whose it is.

    Raises:
        NotAnArticleError: a consent wall, a paywall, an error page, an index, an empty body, or no HTML.
        UsageError: *published* is no ISO date.
    """
    if published is not None:
        check_date(published)
    source = decode_page(raw, name=name, content_type=content_type)
    tree = parse_page(source, name=name)
    known = read_metadata(
        tree, url=url, fetched=fetched, outlet=outlet, published=published, published_from=published_from
    )
    strip_hidden(tree)
    menus = _drop_menus(tree)
    shown = words_of(tree)
    spaced = " ".join(" ".join(tree.itertext()).split())
    linked = {words_of(link) for link in tree.iter("a")}
    parts = _article(tree)
    credit = find_credit("\n\n".join(parts), known.authors, known.holder)
    parts = without_filler(parts, known, linked)
    parts += [notice for notice in known.corrections if notice in shown and not any(notice in part for part in parts)]
    text = "\n\n".join(parts)
    links = sum(len(part) for part in parts if part in linked) / len(text) if text else menus
    if reason := wall_of(
        text, spaced, title=known.title, told=known.told, types=known.types, free=known.free, links=links
    ):
        raise NotAnArticleError(name, reason)
    return make_document(
        text,
        id=name,
        raw=raw,
        url=known.url,
        outlet=known.outlet,
        title=known.title,
        authors=known.authors,
        published=known.published,
        published_from=known.published_from or published_from,
        modified=known.modified,
        section=known.section,
        credit=credit,
        corrections=known.corrections,
    )


def _article(tree: HtmlElement) -> list[str]:
    """The paragraphs of the article on the page *tree*, which is changed on the way."""
    import trafilatura

    plain = deepcopy(tree)
    whole = len(words_of(tree))
    for element in FURNITURE(tree):
        # Some sites wrap the whole page in a form.
        if element.getparent() is not None and 3 * len(words_of(element)) < whole:
            element.drop_tree()
    # What stands about a headline inside the article, its standfirst above all, is the article's.
    for header in tree.xpath("//header[ancestor::article or ancestor::main][.//h1 or .//h2]"):
        header.tag = "div"
        header.attrib.clear()
    _open_tables(tree)
    _open_plain(tree)
    _split_breaks(tree)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds nothing in is told by an error here
    found: Any = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    parts = _paragraphs(found.body) if found is not None else []
    if sum(len(part.split()) for part in parts) < LEAST_WORDS:
        other = extract_plain_text(
            _written(plain), main_content=True, alt_texts=False, list_bullets=False, comments=False
        )
        lines = [" ".join(part.split()) for part in re.split(r"\n\s*\n", other)]
        if sum(map(len, lines)) > sum(map(len, parts)):
            parts = [line for line in lines if line]
    return parts


def _written(tree: HtmlElement) -> str:
    """The tree as HTML, without values of inordinate length, over which libxml2 broods for the square of it."""
    for element in tree.iter():
        for name in [name for name, value in element.attrib.items() if len(value) > LONGEST_VALUE]:
            del element.attrib[name]
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _drop_menus(tree: HtmlElement) -> float:
    """Take out blocks that are nothing but links: menus, lists of stories, cards; the share of the letters they had.

    Extraction would find as much, but only after weighing each of their elements.
    """
    body = tree.find("body")
    if body is None:
        return 0.0
    counts: dict[HtmlElement, tuple[int, int, int]] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        letters = len((element.text or "").strip())
        links = linked = 0
        for child in element:
            inner = counts[child]
            letters += inner[0] + len((child.tail or "").strip())
            links, linked = links + inner[1], linked + inner[2]
        counts[element] = (letters, 1, letters) if element.tag == "a" else (letters, links, linked)
    dropped = 0
    pending = [body]
    while pending:
        for element in list(pending.pop()):
            letters, links, linked = counts[element]
            if links >= MENU_LINKS and linked >= MENU_SHARE * letters:
                dropped += letters
                element.drop_tree()
            elif links:
                pending.append(element)
    return dropped / max(1, counts[body][0])


def _open_tables(tree: HtmlElement) -> None:
    """Tables that lay out a page become plain blocks; those that hold figures go."""
    for table in reversed(list(tree.iter("table"))):
        cells = [cell for cell in table.iter("td", "th") if next(cell.iterancestors("table")) is table]
        if any(len(words_of(cell)) > 2 * SHORT for cell in cells):
            for element in table.iter("table", "tbody", "thead", "tr", "td", "th", "caption"):
                element.tag = "div"
                element.attrib.clear()
        elif table.getparent() is not None:
            table.drop_tree()


def _open_plain(tree: HtmlElement) -> None:
    """Text that is set as it was typed has its paragraphs at its blank lines."""
    for element in list(tree.iter("pre")):
        text = "".join(element.itertext())
        if len(text) < 2 * SHORT:
            continue
        for child in list(element):
            element.remove(child)
        element.tag, element.text = "div", None
        for part in re.split(r"\n\s*\n", text):
            etree.SubElement(element, "p").text = part


def _split_breaks(tree: HtmlElement) -> None:
    """Where `<br>` part paragraphs, two in a row or each after a long sentence, these become elements of their own."""
    for parent in dict.fromkeys(element.getparent() for element in tree.iter("br")):
        doubled = any(_doubled(element) for element in parent.iterchildren("br"))
        if not doubled and not _lines_are_paragraphs(parent):
            continue
        children = list(parent)
        rows: list[HtmlElement] = [html.Element("p")]
        rows[0].text, parent.text = parent.text, None
        for child in children:
            tail, child.tail = child.tail, None
            parent.remove(child)
            if child.tag == "br" and (not doubled or _row_ended(rows[-1]) or not (tail or "").strip()):
                rows.append(html.Element("p"))
                rows[-1].text = tail
            elif child.tag in PARTS:
                rows += [child, html.Element("p")]
                rows[-1].text = tail
            else:
                child.tail = tail
                rows[-1].append(child)
        if parent.tag == "p":
            parent.tag = "div"
        for row in rows:
            if len(row) or (row.text or "").strip():
                parent.append(row)


def _lines_are_paragraphs(parent: HtmlElement) -> bool:
    """Whether most of the lines that `<br>` part in an element are long and end as sentences do."""
    lines = [""]
    lines[0] = parent.text or ""
    for child in parent:
        lines += [""] if child.tag == "br" else []
        lines[-1] += ("" if child.tag == "br" else words_of(child)) + (child.tail or "")
    lines = [line.strip() for line in lines if line.strip()]
    long = sum(len(line) > SHORT and line[-1] in SENTENCE_ENDS for line in lines)
    return len(lines) > 2 and 2 * long > len(lines)  # noqa: PLR2004, two lines are no column


def _doubled(element: HtmlElement) -> bool:
    following = element.getnext()
    return following is not None and following.tag == "br" and not (element.tail or "").strip()


def _row_ended(row: HtmlElement) -> bool:
    return not len(row) and not (row.text or "").strip()


def _paragraphs(body: HtmlElement) -> list[str]:
    """The blocks of trafilatura's tree, each as one paragraph; a single line break stays one."""
    parts: list[list[str]] = [[]]

    def walk(element: HtmlElement) -> None:
        block = element.tag in BLOCKS
        if block:
            parts.append([])
        if element.tag == "lb":
            parts[-1].append("\n")
        parts[-1].append(element.text or "")
        for child in element:
            walk(child)
            parts[-1].append(child.tail or "")
        if block:
            parts.append([])

    walk(body)
    lines = (
        "\n".join(filter(None, (" ".join(line.split()) for line in "".join(part).split("\n"))))
        for part in map(_one_line, parts)
    )
    return [line for line in lines if line]


def _one_line(pieces: list[str]) -> list[str]:
    """Line feeds of the source are white space; only a `<br>`, which stands alone, is a break."""
    return [piece if piece == "\n" else piece.replace("\n", " ") for piece in pieces]
