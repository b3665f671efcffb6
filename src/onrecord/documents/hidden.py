"""What a page holds but no reader sees is taken out: it is no news.

Scripts, templates, `noscript`, comments, and elements hidden by an attribute, by
their own style, by a rule of the page's style sheet for one class or id, or by the
names that screen-reader texts go by. An element that holds most of the page's
words stays whatever is said of it: pages hide their body until a script shows it,
and mark the article `aria-hidden` while a consent box lies over it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from lxml.html import HtmlElement

NEVER_SHOWN = (
    "script", "style", "template", "noscript", "svg", "math", "iframe", "object", "canvas", "select", "textarea",
    "datalist", "amp-consent", "amp-sidebar", "amp-ad", "amp-analytics", "amp-state",
)  # fmt: skip
STYLES = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)"
    r"|font-size\s*:\s*0(?:px|em|rem|%|pt)?\s*(?:;|!|$)|(?:left|top|text-indent|right)\s*:\s*-\d{3,}"
    r"|clip\s*:\s*rect\(\s*(?:0|1px)|clip-path\s*:\s*inset\(\s*(?:50|100)%|(?:max-)?height\s*:\s*0(?:px)?\s*;[^;]*overflow\s*:\s*hidden",
    re.IGNORECASE,
)
RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
NAMED = re.compile(r"[.#]([\w-]+)")
READERS_ONLY = frozenset({
    "sr-only", "visually-hidden", "visuallyhidden", "screen-reader-text", "screen-reader-only", "screenreader",
    "u-hidden", "is-hidden", "offscreen", "off-screen", "hidden-text", "a11y-hidden",
})  # fmt: skip
STYLE_SHEET = 200_000
"""Characters of style sheets that are looked through."""


def strip_hidden(tree: HtmlElement) -> None:
    """Take everything out of *tree* that is not shown; the text after an element stays."""
    classes, ids = _sheet_rules(tree)
    etree.strip_elements(tree, etree.Comment, etree.ProcessingInstruction, *NEVER_SHOWN, with_tail=False)
    body = tree.find("body")
    whole = _letters(tree if body is None else body)
    for element in [element for element in tree.iter() if _hidden(element, classes, ids)]:
        if element.getparent() is not None and element is not body and 2 * _letters(element) < whole:
            element.drop_tree()


def _hidden(element: HtmlElement, classes: set[str], ids: set[str]) -> bool:
    attributes = element.attrib
    if not attributes or element.tag in {"html", "body", "head"}:
        return False
    if "hidden" in attributes or attributes.get("aria-hidden") == "true" or attributes.get("layout") == "nodisplay":
        return True
    if attributes.get("aria-modal") == "true" or element.tag == "dialog":
        return True
    if (style := attributes.get("style")) and STYLES.search(style):
        return True
    if (name := attributes.get("id")) and name in ids:
        return True
    own = (attributes.get("class") or "").split()
    return any(name in classes or name.lower() in READERS_ONLY for name in own)


def _sheet_rules(tree: HtmlElement) -> tuple[set[str], set[str]]:
    """The classes and ids that the page's own style sheets hide by name alone; rules for some screens do not count."""
    classes: set[str] = set()
    ids: set[str] = set()
    for element in tree.iter("style"):
        sheet = re.sub(r"/\*.*?\*/", "", (element.text or "")[:STYLE_SHEET], flags=re.DOTALL)
        depth_one = re.sub(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
        for selectors, declarations in RULE.findall(depth_one):
            if not STYLES.search(declarations):
                continue
            for selector in selectors.split(","):
                if found := NAMED.fullmatch(selector.strip()):
                    (classes if selector.strip()[0] == "." else ids).add(found.group(1))
    return classes, ids


def _letters(element: HtmlElement) -> int:
    return sum(len(text) for text in element.itertext())
