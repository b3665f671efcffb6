"""Paragraphs that stand about an article and are not its text: its headline again, byline, date, rights, prompts."""

from __future__ import annotations

import re

from onrecord.documents.dates import find_day
from onrecord.documents.metadata import CORRECTION, LABELS, SHORT, Metadata
from onrecord.documents.walls import is_wall_text

FILLER = re.compile(
    r"\W*(?:advertisement|sponsored(?: content)?|(?:story|article) continues (?:below|after)\b.{0,40}|continue reading"
    r"|(?:scroll|skip) (?:down )?to \w+|loading|share (?:this|on)\b.{0,40}|follow (?:us|him|her|them|@\w+)\b.{0,60}"
    r"|(?:sign up|subscribe)\b.{0,80}\bnewsletters?\b.{0,40}|(?:photo(?:graph)?|image|picture|illustration|video)s?"
    r"(?: (?:by|credit|source|caption))?\s*[:,/|].{0,100})\W*$",
    re.IGNORECASE,
)
"""Whole lines that pages put between the paragraphs of their articles."""
POINTER = re.compile(
    r"(?:read (?:more|also|next|the full story)|related(?: stor(?:y|ies)| articles?)?|see also|also read|more on this"
    r"|more|watch|listen|don['’]t miss|in pictures)\s*[:|>–—-]\s*",
    re.IGNORECASE,
)
"""What stands before the headline of another article."""
RIGHTS = re.compile(
    r"^\W*(?:copyright\b|©|\(c\) ?\d{4})|\ball rights reserved\b|^page (?:generated|last (?:built|updated))\b",
    re.IGNORECASE,
)


def without_filler(parts: list[str], known: Metadata, linked: set[str]) -> list[str]:
    """The paragraphs of *parts* that are the article's; *linked* are the words of the page's links."""
    parts = [part for part in parts if not is_wall_text(part) and not _is_filler(part, linked)]
    return _without_footers(_without_headers(parts, known))


def _is_filler(part: str, linked: set[str]) -> bool:
    """Whether a short line asks for clicks, or says who took a picture."""
    if len(part) > 2 * SHORT:
        return False
    pointer = POINTER.match(part)
    return bool(FILLER.match(part) or (pointer and part[pointer.end() :].strip() in {"", *linked}))


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
