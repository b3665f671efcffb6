"""What a page holds but no reader sees is taken out: it is no news.

Scripts, templates, `noscript`, comments, and elements hidden by an attribute, by
their own style, by a rule of the page's style sheet for one class or id, or by the
names that screen-reader texts go by. An element that holds most of the page's
words stays whatever is said of it: pages hide their body until a script shows it,
and mark the article `aria-hidden` while a consent box lies over it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lxml import etree

from onrecord.documents.metadata import words_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from lxml.html import HtmlElement

NEVER_SHOWN = (
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas", "select", "textarea",
    "datalist", "amp-consent", "amp-sidebar", "amp-ad", "amp-analytics", "amp-state",
)  # fmt: skip
GONE = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?:px|em|rem|%|pt)?\s*(?:;|!|$)"
    r"|(?<![\w-])(?:left|top|right|text-indent)\s*:\s*-\d{3,}(?:px|em|rem|%)|clip\s*:\s*rect\(\s*(?:0|1px)"
    r"|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?<![\w-])(?:max-)?height\s*:\s*0(?:px)?\s*;[^;]*overflow\s*:\s*hidden",
    re.IGNORECASE,
)
FADED = re.compile(
    r"visibility\s*:\s*(?:hidden|collapse)|(?<![\w-])opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)", re.IGNORECASE
)
"""What also hides a text that a script will show, paragraph by paragraph; where it hides most of a page, it does."""
NAMED = re.compile(r"[.#][\w-]+")
READERS_ONLY = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "screenreader",
    "u-hidden", "is-hidden", "offscreen", "off-screen", "hidden-text", "a11y-hidden",
})  # fmt: skip
MARKED = etree.XPath(
    "//body//*[@class or @id or @style or @hidden or @layout or @aria-hidden or @aria-modal or self::dialog]"
)
SIGN_WORDS = 3
"""Words that a sign or an ornament has at most."""
STYLE_SHEET = 200_000
"""Characters of style sheets that are looked through."""


def strip_hidden(tree: HtmlElement) -> None:
    """Take everything out of *tree* that is not shown; the text after an element stays."""
    rules = _sheet_rules(tree)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *NEVER_SHOWN, with_tail=False)
    body = tree.find("body")
    whole = _letters(tree if body is None else body)
    by_class = cache(lambda classes: _by_class(classes, rules))  # a page repeats its classes by the hundred
    hidden = [(element, kind) for element in MARKED(tree) if (kind := _hidden(element, rules, by_class))]
    # Elements within others are dropped with them, or counted again here: too much counted keeps more of a page.
    faded = sum(_letters(element) for element, kind in hidden if kind == "faded")
    for element, kind in hidden:
        kept = 2 * (faded if kind == "faded" else _letters(element)) >= whole
        if not kept and element.getparent() is not None and element is not body:
            element.drop_tree()
    # What is decided here is not to be decided otherwise by extraction.
    for element in tree.xpath("//*[@aria-hidden or @hidden or @style]"):
        for name in ("aria-hidden", "hidden", "style"):
            element.attrib.pop(name, None)


def _hidden(element: HtmlElement, rules: dict[str, str], by_class: Callable[[str], str | None]) -> str | None:
    """How an element is hidden: `gone`, `faded`, or not at all."""
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("layout") == "nodisplay":
        return "gone"
    if element.tag == "dialog" or attributes.get("aria-modal") == "true":
        return "gone"
    # Hidden from screen readers only: a big first letter or a sign is shown, a template or a copy is not text.
    if attributes.get("aria-hidden") == "true" and len(words_of(element).split()) > SIGN_WORDS:
        return "gone"
    if (style := attributes.get("style")) and (kind := _style(style)) and not _undone(element, style):
        return kind
    return rules.get(f"#{attributes.get('id')}") or by_class(attributes.get("class") or "")


def _by_class(classes: str, rules: dict[str, str]) -> str | None:
    own = classes.split()
    if any(name.lower() in READERS_ONLY for name in own):
        return "gone"
    return next((rules[f".{name}"] for name in own if f".{name}" in rules), None)


def _style(declarations: str) -> str | None:
    return "gone" if GONE.search(declarations) else "faded" if FADED.search(declarations) else None


def _undone(element: HtmlElement, style: str) -> bool:
    """Whether a size of nothing is only there to close the gaps between elements that have their own."""
    return "font-size" in style and "none" not in style and bool(element.xpath(".//*[contains(@style, 'font-size')]"))


def _sheet_rules(tree: HtmlElement) -> dict[str, str]:
    """The classes and ids that the page's own style sheets hide by name alone, and how.

    Rules for some screens only do not count, nor do those that depend on what stands around.
    """
    rules: dict[str, str] = {}
    for element in tree.iter("style"):
        for selectors, declarations in _blocks((element.text or "")[:STYLE_SHEET]):
            if kind := _style(declarations):
                rules.update(
                    (name, kind) for selector in selectors.split(",") if NAMED.fullmatch(name := selector.strip())
                )
    return rules


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The rules of a style sheet that hold everywhere: what they are for, and what they say."""
    first, *others = sheet.split("/*")
    sheet = "".join([first, *(other.partition("*/")[2] for other in others)])
    depth = begun = said = 0
    for brace in re.finditer(r"[{}]", sheet):
        depth = depth + 1 if brace.group() == "{" else max(0, depth - 1)
        if depth == 1 and brace.group() == "{":
            said = brace.start()
        elif depth == 0:
            selectors = sheet[begun:said].strip()
            if not selectors.startswith("@"):
                yield selectors, sheet[said : brace.start()]
            begun = said = brace.end()


def _letters(element: HtmlElement) -> int:
    """Characters of text that are in no link: what an article mostly is, and a menu is not."""
    linked = sum(len(text) for link in element.iter("a") for text in link.itertext())
    return sum(len(text) for text in element.itertext()) - linked
