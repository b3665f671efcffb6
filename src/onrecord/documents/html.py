"""A page of HTML into a document: raw bytes → text with its paragraphs, and what the page says about it.

trafilatura finds the article's part of the page. Two things that it or the parser
below it (libxml2) do are mended here: it unescapes twice, so that `&amp;lt;` comes
out as `<`, which is why its tree is taken and not its text; and libxml2 drops
without a word what is nested over 256 deep, which is why the parse is compared with
that of lexbor (resiliparse), and where words are missing the page is written anew
from there, flat. Where trafilatura finds nothing, resiliparse's own extraction
stands in.
"""

from __future__ import annotations

import codecs
import logging
import re
from typing import TYPE_CHECKING, Any

from lxml import etree, html
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.html import HTMLTree, NodeType, traverse_dom

from onrecord.documents.credit import find_credit
from onrecord.documents.dates import find_day
from onrecord.documents.hidden import strip_hidden
from onrecord.documents.metadata import CORRECTION, LABELS, SHORT, Metadata, read_metadata, words_of
from onrecord.documents.text import MARKS, decode, make_document
from onrecord.documents.walls import is_wall_text, wall_of
from onrecord.errors import NotAnArticleError, NotTextError

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from resiliparse.parse.html import DOMContext

    from onrecord.records import Document

LARGEST = 10_000_000
"""Bytes of the largest page that is read; the largest articles have a tenth of it."""
MOST_ELEMENTS = 60_000
"""Elements of the largest page that is read; they, not its bytes, are what extraction takes its time for."""
FORMATS = (
    (b"%PDF", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive"), (b"\x1f\x8b", "gzip-compressed bytes"), (b"RIFF", "a RIFF file"),
)  # fmt: skip
IS_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|title|article|main|div|p|table|h1|br|amp-)\b", re.IGNORECASE)
DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]+)|<\?xml[^>]{0,100}encoding=["']([\w.:-]+)""", re.IGNORECASE
)
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
REFERENCE = re.compile(r"&#(x[0-9a-f]{1,4}|\d{1,5})(?![0-9a-f]);?", re.IGNORECASE)
HTML_TYPES = ("text/html", "application/xhtml+xml")
PRESCAN = 4096
DEEPEST = 80
"""Levels that a page keeps when it is written anew; a real page has some thirty."""
KEPT = frozenset({
    "html", "head", "title", "meta", "link", "script", "style", "noscript", "template", "body", "header", "footer", "p",
    "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote", "a", "br", "time", "table", "tr", "td", "th",
    "article", "main", "aside", "nav", "figure", "figcaption", "section", "form",
})  # fmt: skip
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
RAW_TEXT = frozenset({"script", "style"})
BLOCKS = frozenset({"p", "head", "item", "quote", "code", "row", "cell", "table", "list", "div", "fw", "ab"})
FURNITURE = etree.XPath(
    "//figcaption | //figure[not(.//p)] | //*[contains(concat(' ', normalize-space(@class), ' '), ' caption ')]"
    " | //aside | //nav | //dl[ancestor::aside] | //button | //form"
)
MENU_LINKS, MENU_SHARE = 5, 0.8
"""Links that a block has at least, and the share of its letters that they are, where it is a menu."""
RIGHTS = re.compile(
    r"^\W*(?:copyright\b|©|\(c\) ?\d{4})|\ball rights reserved\b|^page (?:generated|last (?:built|updated))\b",
    re.IGNORECASE,
)
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
    """
    source = decode_page(raw, name=name, content_type=content_type)
    tree = _parse(source)
    if tree is None:
        raise NotAnArticleError(name, "found no elements in it, expected HTML")
    known = read_metadata(
        tree, url=url, fetched=fetched, outlet=outlet, published=published, published_from=published_from
    )
    strip_hidden(tree)
    menus = _drop_menus(tree)
    shown = words_of(tree)
    spaced = " ".join(" ".join(tree.itertext()).split())
    linked = {words_of(link) for link in tree.iter("a")}
    parts = [part for part in _article(tree) if not is_wall_text(part)]
    credit = find_credit("\n\n".join(parts), known.authors, known.holder)
    parts = _without_footers(_without_headers(parts, known))
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


def decode_page(raw: bytes, *, name: str, content_type: str | None = None) -> str:
    """The characters of a page: by its mark, else UTF-8 where it is that, else as the server or the page says.

    Many pages say one thing and are another. Text in another encoding that happens
    to be UTF-8 beyond ASCII does not occur, so bytes that are UTF-8 are taken as such.

    Raises:
        NotAnArticleError: the bytes are no HTML.
    """
    kind = (content_type or "").partition(";")[0].strip().lower()
    if kind and kind not in HTML_TYPES and not kind.startswith("application/octet"):
        raise NotAnArticleError(name, f"found {kind}, expected HTML")
    if len(raw) > LARGEST:
        raise NotAnArticleError(name, f"found a page of {len(raw):,} bytes, expected at most {LARGEST:,}")
    for mark, format_name in FORMATS:
        if raw.startswith(mark):
            raise NotAnArticleError(name, f"found {format_name}, expected HTML")
    source = _decode(raw, name, content_type)
    if not IS_HTML.search(source):
        found = (
            "JSON" if source.lstrip()[:1] in {"{", "["} else "no HTML element" if source.strip() else "an empty body"
        )
        raise NotAnArticleError(name, f"found {found}, expected HTML")
    elements = _elements(source)
    if elements > MOST_ELEMENTS:
        raise NotAnArticleError(name, f"found a page of {elements:,} elements, expected at most {MOST_ELEMENTS:,}")
    return source


def _elements(source: str) -> int:
    """Some upper bound of a page's elements, scripts left out where it matters."""
    if (count := source.count("<") - source.count("</")) > MOST_ELEMENTS:
        source = re.sub(r"<script\b.*?</script", "", source, flags=re.DOTALL | re.IGNORECASE)
        count = source.count("<") - source.count("</")
    return count


def _decode(raw: bytes, name: str, content_type: str | None) -> str:
    if not any(raw.startswith(mark) for mark, _ in MARKS):
        declared = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", content_type or "", re.IGNORECASE)
        meta = DECLARED.search(raw[:PRESCAN])
        names = [declared.group(1)] if declared else []
        names += [found.decode("ascii") for found in meta.groups() if found] if meta else []
        if b"\0" not in raw[:PRESCAN]:
            names = ["utf-8", *names]
        for encoding in names:
            try:
                codec = codecs.lookup(encoding).name
                # A declared Latin-1 or ASCII is Windows-1252, as every browser has it (WHATWG Encoding).
                codec = "cp1252" if codec in {"iso8859-1", "ascii", "iso8859-15"} else codec
                return raw.decode(codec)
            except (LookupError, UnicodeDecodeError):
                continue
    try:
        return decode(raw, name)
    except NotTextError as error:
        raise NotAnArticleError(name, f"found {error.found} at byte {error.offset}, expected HTML") from None


def _parse(source: str) -> HtmlElement | None:
    tree = _tree(source)
    other = HTMLTree.parse(source)
    seen = len("".join((other.body.text or "").split())) if other.body else 0
    if tree is None or seen > 1.02 * _letters(tree) + 20:
        tree = _tree(_flat(other))
    return tree


def _tree(source: str) -> HtmlElement | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    # lxml.html looks each element's class up in Python, which costs as much as the parse.
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    try:
        return html.document_fromstring(
            _without_controls(source).encode("utf-8", "replace"), parser=parser, ensure_head_body=True
        )
    except (etree.ParserError, etree.XMLSyntaxError):
        return None


def _without_controls(source: str) -> str:
    """*source* with the characters that no tree can hold, themselves or as references, replaced as browsers do."""

    def replaced(found: re.Match[str]) -> str:
        digits = found.group(1)
        number = int(digits[1:], 16) if digits[0] in "xX" else int(digits)
        return found.group() if number in {9, 10, 13} or 32 <= number < 0xD800 or number > 0xDFFF else "\ufffd"  # noqa: PLR2004

    return REFERENCE.sub(replaced, CONTROLS.sub("\ufffd", source))


def _letters(tree: HtmlElement) -> int:
    body = tree.find("body")
    return len("".join("".join((tree if body is None else body).itertext()).split()))


def _flat(tree: HTMLTree) -> str:
    """The page without the elements that do nothing but nest, none deeper than `DEEPEST`."""
    written: list[str] = []
    opened: list[str | None] = []
    depth = 0

    def begin(context: DOMContext) -> None:
        nonlocal depth
        node: Any = context.node
        if node.type == NodeType.TEXT:
            text = node.value or ""
            written.append(text if opened and opened[-1] in RAW_TEXT else _escape(text))
        if node.type != NodeType.ELEMENT:
            return
        kept = depth < DEEPEST or (node.tag in KEPT and depth < 2 * DEEPEST)
        opened.append(node.tag if kept and node.tag not in VOID else None)
        depth += opened[-1] is not None
        if kept:
            facts = "".join(
                f' {key}="{_escape(node.getattr(key) or "")}"' for key in node.attrs if _NAME.fullmatch(key)
            )
            written.append(f"<{node.tag}{facts}>")

    def end(context: DOMContext) -> None:
        nonlocal depth
        node: Any = context.node
        if node.type == NodeType.ELEMENT and (tag := opened.pop()):
            written.append(f"</{tag}>")
            depth -= 1

    document: Any = tree.document
    traverse_dom(document, begin, end)
    return "".join(written)


_NAME = re.compile(r"[a-zA-Z_:][\w:.-]*")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def _article(tree: HtmlElement) -> list[str]:
    """The paragraphs of the article on the page *tree*, which is changed on the way."""
    import trafilatura

    plain = etree.tostring(tree, encoding="unicode", method="html")
    whole = len(words_of(tree))
    for element in FURNITURE(tree):
        # Some sites wrap the whole page in a form.
        if element.getparent() is not None and 3 * len(words_of(element)) < whole:
            element.drop_tree()
    # What stands about a headline inside the article, its standfirst above all, is the article's.
    for header in tree.xpath("//article//header[.//h1 or .//h2] | //main//header[.//h1]"):
        header.tag = "div"
        header.attrib.clear()
    _open_tables(tree)
    _split_breaks(tree)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # what it finds nothing in is told by an error here
    found: Any = trafilatura.bare_extraction(tree, favor_precision=True, include_comments=False, with_metadata=False)
    parts = _paragraphs(found.body) if found is not None else []
    if sum(len(part.split()) for part in parts) < LEAST_WORDS:
        other = extract_plain_text(plain, main_content=True, alt_texts=False, list_bullets=False, comments=False)
        lines = [" ".join(part.split()) for part in re.split(r"\n\s*\n", other)]
        if sum(map(len, lines)) > sum(map(len, parts)):
            parts = [line for line in lines if line]
    return parts


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


def _split_breaks(tree: HtmlElement) -> None:
    """Where two `<br>` part paragraphs, the paragraphs become elements of their own."""
    for parent in {element.getparent() for element in tree.iter("br")}:
        if not any(_doubled(element) for element in parent.iterchildren("br")):
            continue
        children = list(parent)
        rows: list[HtmlElement] = [html.Element("p")]
        rows[0].text, parent.text = parent.text, None
        for child in children:
            tail, child.tail = child.tail, None
            parent.remove(child)
            if child.tag == "br" and (_row_ended(rows[-1]) or not (tail or "").strip()):
                rows.append(html.Element("p"))
                rows[-1].text = tail
            elif child.tag in {
                "p",
                "div",
                "table",
                "ul",
                "ol",
                "h1",
                "h2",
                "h3",
                "h4",
                "blockquote",
                "section",
                "article",
            }:
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


def _without_headers(parts: list[str], known: Metadata) -> list[str]:
    """The paragraphs without what stands above a text: the headline again, the byline, the line with the date."""
    title = _bare(known.title or "")
    kept = []
    for index, part in enumerate(parts):
        early = index < 5  # noqa: PLR2004, lines above a text
        short = len(part) <= SHORT
        if early and title and _bare(part) == title:
            continue
        if early and short and not CORRECTION.match(part) and (_is_byline(part, known.authors) or _is_dateline(part)):
            continue
        kept.append(part)
    return kept


def _without_footers(parts: list[str]) -> list[str]:
    """The paragraphs without the lines about rights and machinery that close a page."""
    while parts and len(parts[-1]) <= 2 * SHORT and RIGHTS.search(parts[-1]):
        parts = parts[:-1]
    return parts


def _is_byline(part: str, authors: tuple[str, ...]) -> bool:
    rest = _bare(part)
    for author in authors:
        rest = rest.replace(_bare(author), "")
    return (rest != _bare(part) and len(rest.split()) <= 4) or bool(  # noqa: PLR2004, `by`, `and`, a role
        re.fullmatch(r"by\s+(?:[A-Z][\w.’'-]+[\s,]*(?:and\s+)?){1,8}", part, re.IGNORECASE) and not part.endswith(".")
    )


def _is_dateline(part: str) -> bool:
    """A line of nothing but when, as in `Published 4 March 2025, 09:12`."""
    if not find_day(part):
        return False
    return bool(LABELS.search(part)) or len(re.findall(r"[^\W\d]+", part)) <= 5  # noqa: PLR2004, `Tue`, `March`, `GMT`


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
