"""The bytes of a page into characters and a tree, with nothing lost on the way.

libxml2 drops without a word what is nested over 256 deep, so its parse is compared
with that of lexbor (resiliparse), and where words are missing the page is written
anew from there, flat.
"""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree, html
from resiliparse.parse.html import HTMLTree

from onrecord.documents.text import MARKS, decode
from onrecord.errors import NotAnArticleError, NotTextError

if TYPE_CHECKING:
    from lxml.html import HtmlElement

LARGEST = 6_000_000
"""Bytes of the largest page that is read; the largest articles have a tenth of it."""
MOST_ELEMENTS = 50_000
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
    "title", "meta", "link", "script", "style", "noscript", "template", "p", "h1", "h2", "h3", "h4", "h5", "h6", "a",
    "br", "time", "figcaption",
})  # fmt: skip
"""Elements that are kept at any depth: they do not nest, and what they are counts."""
BREAKS = frozenset({"li", "td", "th", "dt", "dd", "div", "section", "article", "blockquote", "ul", "ol", "table", "tr"})
"""Elements that, where they are too deep to be kept, still begin a paragraph."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"])
TOKEN = re.compile(
    r"<!--.*?-->|<!doctype[^>]*>|(?P<raw><(?P<name>script|style|xmp|iframe|noembed|noframes|plaintext)\b(?:[^>\"]|\"[^\"]*\")*>.*?</(?P=name)>)"
    r"|<(?:(?P<close>/)[a-z][^>]*|(?P<tag>[a-z][^\s>/]*)(?:[^>\"]|\"[^\"]*\")*)>",
    re.DOTALL | re.IGNORECASE,
)
"""What stands in a page as lexbor writes it, between its texts."""
SLACK = 10
"""Letters by which the two parsers may differ, as they do in how they mend what is broken."""
NAME = re.compile(r"[a-zA-Z_:][\w:.-]*")


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
    if (count := _tags(source)) > MOST_ELEMENTS:
        count = _tags(re.sub(r"<script\b.*?(?:</script|\Z)", "", source, flags=re.DOTALL | re.IGNORECASE))
    return count


def _tags(source: str) -> int:
    """How many elements the brackets of *source* can open; `</p>` and `</br>` without a beginning open one too."""
    source = source.lower()
    strays = max(0, source.count("</p") - source.count("<p")) + source.count("</br")
    return source.count("<") - source.count("</") + strays


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


def parse_page(source: str, *, name: str) -> HtmlElement:
    """The tree of a page, with all of its words in it, however deep they lie.

    Raises:
        NotAnArticleError: there is no element in it.
    """
    tree = _tree(source)
    other = HTMLTree.parse(source)
    seen = len("".join((other.body.text or "").split())) if other.body else 0
    if tree is None or seen > _letters(tree) + SLACK:
        tree = _tree(_flat(other.document.html if other.document else source))
    if tree is None:
        raise NotAnArticleError(name, "found no elements in it, expected HTML")
    return tree


def _tree(source: str) -> HtmlElement | None:
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
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


def _flat(source: str) -> str:
    """The page without the elements that do nothing but nest, none deeper than `DEEPEST`.

    *source* is as a parser wrote it: every element closed, every value quoted.
    """
    written: list[str] = []
    opened: list[str | None] = []
    depth = done = 0
    for token in TOKEN.finditer(source):
        if done < token.start():
            written.append(source[done : token.start()])
        done = token.end()
        closing, tag, whole = token["close"], token["tag"], token["raw"]
        if closing:
            if opened and (name := opened.pop()):
                written.append(f"</{name}>")
                depth -= 1
            continue
        if not tag:
            written.append(whole or "")
            continue
        kept = depth < DEEPEST or (tag in KEPT and depth < 2 * DEEPEST)
        if kept:
            written.append(token.group())
        elif tag in BREAKS and written[-1:] != ["<p>"]:
            written.append("<p>")
        if tag not in VOID:
            opened.append(tag if kept else None)
            depth += kept
    return "".join([*written, source[done:]])
