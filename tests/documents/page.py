"""What an example page is: its bytes, and what a careful person would take from it.

The layouts in `layouts_first.py` were written, and committed, before the reader
was; those in `layouts_later.py` after it. All names, places and events are
invented.

What belongs to the text is decided here, once: body paragraphs, standfirst,
subheadings, lists and correction notices do; headline, byline, dateline of
publication, captions, pull quotes that repeat the body, infoboxes, related links,
advertisements, newsletter boxes, comments and whatever is hidden do not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

CSS = """<style>body{font:16px/1.4 serif}.ad{background:#eee}.nav a{padding:4px}.card{display:flex}</style>"""
TRACKER = """<script>window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)}
gtag('js',new Date());var cfg={"page":"article","ab":["x","y"],"html":"<p>This is not news.</p>"};</script>"""
NAVIGATION = """<nav class="nav"><a href="/">Home</a> <a href="/news">News</a> <a href="/sport">Sport</a>
<a href="/business">Business</a> <a href="/opinion">Opinion</a> <a href="/weather">Weather</a></nav>"""
RELATED = """<ul class="list"><li><a href="/1">Ferry timetable changes from April</a></li>
<li><a href="/2">Council leader faces no-confidence vote over swimming pool</a></li>
<li><a href="/3">Five things to know about the new tram line</a></li>
<li><a href="/4">Bakery fire: what we know so far</a></li></ul>"""
FOOTER = """<footer><p>© 2026 Invented Media Group. All rights reserved. No part of this site may be reproduced.</p>
<a href="/terms">Terms of use</a> <a href="/privacy">Privacy</a> <a href="/cookies">Cookie settings</a></footer>"""


@dataclass(frozen=True)
class Page:
    """One example page; *facts* are the fields that it must give besides its dates."""

    name: str
    raw: bytes
    text: str
    title: str
    url: str | None = None
    content_type: str | None = "text/html"
    published: str | None = None
    published_from: str | None = None
    modified: str | None = None
    facts: dict[str, object] = field(default_factory=dict)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of *text*, which blank lines part, each on one line."""
    return [" ".join(part.split()) for part in text.strip().split("\n\n")]


def tagged(parts: list[str], opening: str = "<p>", closing: str = "</p>") -> str:
    """Each of *parts* between two tags."""
    return "\n".join(f"{opening}{escape(part, quote=False)}{closing}" for part in parts)


def f1_of_4grams(expected: str, found: str) -> float:
    """How alike two texts are: F1 over their word 4-grams, each counted as often as it occurs."""
    counts = [_grams(text) for text in (expected, found)]
    common = sum(min(number, counts[1].get(gram, 0)) for gram, number in counts[0].items())
    total = sum(counts[0].values()) + sum(counts[1].values())
    return 2 * common / total if total else 1.0


def _grams(text: str) -> dict[tuple[str, ...], int]:
    words = text.split()
    counts: dict[tuple[str, ...], int] = {}
    for start in range(max(1, len(words) - 3)):
        gram = tuple(words[start : start + 4])
        counts[gram] = counts.get(gram, 0) + 1
    return counts
