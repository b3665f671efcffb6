"""How well and how fast pages are read: text, dates and facts of the example layouts, beside the libraries alone.

    python benchmarks/quality/pages.py [--rounds N] [--text]

The layouts are those of `tests/documents`: invented news, nine of them written
before the reader was. Each is read as it stands and once more padded to the size of
a real page with menus, cards, scripts and pictures. Text counts as F1 over word
4-grams. Only CPU time counts, the best of the rounds. Exits with 1 where a layout's
text is below 0.95, a date is wrong, or an article costs 25 ms or more.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import trafilatura
from resiliparse.extract.html2text import extract_plain_text

from onrecord.documents.html import read_page
from onrecord.documents.markup import decode_page

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "documents"))

from layouts_first import FIRST
from layouts_later import LATER
from layouts_sites import SITES
from page import Page, f1_of_4grams

if TYPE_CHECKING:
    from collections.abc import Callable

    from onrecord.records import Document

LEAST_F1 = 0.95
MOST_MS = 25.0
DATES = ("published", "published_from", "modified")
MENU = "".join(
    f'<li class="menu__item menu__item--{n}"><a class="menu__link" href="/section/{n}">Section {n}</a></li>'
    for n in range(300)
)
CARD = (
    '<div class="card"><a href="/story/{n}"><picture><source srcset="/{n}.webp" type="image/webp">'
    '<img src="/{n}.jpg" alt="" loading="lazy" width="320" height="180"></picture>'
    '<div class="card__body"><span class="card__kicker">Elsewhere</span>'
    '<h3 class="card__title">Something else that happened in place number {n}</h3></div></a></div>'
)
CARDS = f'<section class="cards"><h2>More stories</h2>{"".join(CARD.format(n=n) for n in range(120))}</section>'
SCRIPTS = "<script>window.__STATE__=" + str([{"id": n, "t": "x" * 60} for n in range(2000)]) + "</script>"


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5, metavar="N", help="times that each page is read (default: 5)")
    parser.add_argument("--text", action="store_true", help="print what is missing and what is too much in each text")
    options = parser.parse_args(arguments)
    bad = 0
    tables = {
        "written before the reader": FIRST,
        "written after it": LATER,
        "in the manner of well-known sites": SITES,
        "all, padded": tuple(map(padded, FIRST + LATER + SITES)),
    }
    for title, pages in tables.items():
        bad += measure(title, pages, options.rounds, show=options.text)
    return 1 if bad else 0


def measure(title: str, pages: tuple[Page, ...], rounds: int, *, show: bool) -> int:
    """Print one table; how many pages miss what is asked of them."""
    print(f"\n{title}: {len(pages)} pages, {sum(len(page.raw) for page in pages) // len(pages):,} bytes each")
    print(f"{'layout':20}{'text F1':>9}{'trafilatura':>13}{'resiliparse':>13}{'ms':>8}  dates, facts")
    rows = []
    for page in pages:
        document = read_page(page.raw, name=page.name, url=page.url, content_type=page.content_type)
        score = f1_of_4grams(page.text, document.text)
        source = decode_page(page.raw, name=page.name, content_type=page.content_type)
        alone = [f1_of_4grams(page.text, text) for text in (_trafilatura(source), _resiliparse(source))]
        cost = milliseconds(lambda page=page: read_page(page.raw, name=page.name, url=page.url), rounds)
        wrong = mistakes(page, document)
        rows.append((score, *alone, cost, bool(wrong)))
        print(f"{page.name:20}{score:9.3f}{alone[0]:13.3f}{alone[1]:13.3f}{cost:8.1f}  {'; '.join(wrong) or 'right'}")
        if show:
            _show(page.text, document.text)
    means = [sum(row[column] for row in rows) / len(rows) for column in range(4)]
    right = f"{sum(not row[4] for row in rows)} of {len(rows)} right"
    print(f"{'mean':20}{means[0]:9.3f}{means[1]:13.3f}{means[2]:13.3f}{means[3]:8.1f}  {right}")
    return sum(row[0] < LEAST_F1 or row[4] for row in rows) + (means[3] >= MOST_MS)


def mistakes(page: Page, document: Document) -> list[str]:
    """What *document* says otherwise than *page* has it."""
    expected = {"title": page.title, **{name: getattr(page, name) for name in DATES}, **page.facts}
    return [
        f"{name} {getattr(document, name)!r}, not {value!r}"
        for name, value in expected.items()
        if getattr(document, name) != value
    ]


def milliseconds(read: Callable[[], object], rounds: int) -> float:
    """CPU milliseconds that *read* takes, the best of *rounds*."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        read()
        best = min(best, time.process_time() - began)
    return best * 1000


def padded(page: Page) -> Page:
    """*page* at the size of a real one: menus, cards and pictures, scripts; its article as it was."""
    source = decode_page(page.raw, name=page.name, content_type=page.content_type)
    source = re.sub(r"charset=[\"']?[\w-]+", "charset=utf-8", source, count=1)
    opened = re.search(r"<body[^>]*>", source, re.IGNORECASE)
    closed = source.lower().rindex("</body>")
    if opened is None:
        raise ValueError(page.name)
    menu = f'<div class="menu"><ul>{MENU}</ul></div>'
    source = source[: opened.end()] + menu + source[opened.end() : closed] + CARDS + SCRIPTS + source[closed:]
    return Page(
        page.name, source.encode(), page.text, page.title, page.url, "text/html; charset=utf-8", page.published,
        page.published_from, page.modified, page.facts,
    )  # fmt: skip


def _trafilatura(source: str) -> str:
    return trafilatura.extract(source, favor_precision=True, include_comments=False) or ""


def _resiliparse(source: str) -> str:
    return extract_plain_text(source, main_content=True, alt_texts=False, list_bullets=False, comments=False)


def _show(expected: str, found: str) -> None:
    for mark, one, other in (("-", expected, found), ("+", found, expected)):
        for part in one.split("\n\n"):
            if part not in other.split("\n\n"):
                print(f"    {mark} {part[:100]}")


if __name__ == "__main__":
    sys.exit(main())
