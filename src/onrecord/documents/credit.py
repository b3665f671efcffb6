"""Which news agency a story is credited to, by its dateline, its byline, its last lines or its rights holder.

An agency that a story merely cites is no credit.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LINE = 200
"""Characters up to which a closing line may be about who contributed."""
AGENCIES = {
    "AP": "Associated Press", "The Associated Press": "Associated Press", "Associated Press": "Associated Press",
    "Reuters": "Reuters", "Thomson Reuters": "Reuters", "AFP": "Agence France-Presse",
    "Agence France-Presse": "Agence France-Presse", "Agence France Presse": "Agence France-Presse",
    "dpa": "dpa", "DPA": "dpa", "Deutsche Presse-Agentur": "dpa", "PA": "PA Media", "PA Media": "PA Media",
    "Press Association": "PA Media", "UPI": "UPI", "United Press International": "UPI", "Xinhua": "Xinhua",
    "TASS": "TASS", "Interfax": "Interfax", "RIA Novosti": "RIA Novosti", "IRNA": "IRNA", "Kyodo": "Kyodo News",
    "Kyodo News": "Kyodo News", "Yonhap": "Yonhap", "EFE": "EFE", "ANSA": "ANSA",
    "PTI": "Press Trust of India", "Press Trust of India": "Press Trust of India", "ANI": "ANI",
    "AAP": "Australian Associated Press",
    "Australian Associated Press": "Australian Associated Press", "The Canadian Press": "The Canadian Press",
    "Canadian Press": "The Canadian Press", "Anadolu": "Anadolu", "Anadolu Agency": "Anadolu", "Belga": "Belga",
    "Ritzau": "Ritzau", "Bernama": "Bernama", "Antara": "Antara", "Bloomberg": "Bloomberg",
    "Bloomberg News": "Bloomberg",
    "States Newsroom": "States Newsroom", "Tribune News Service": "Tribune News Service",
    "Kaiser Health News": "KFF Health News", "KFF Health News": "KFF Health News",
    "The Conversation": "The Conversation",
}  # fmt: skip
"""The news agencies as they are written, and the one name that each is given."""

_NAMES = "|".join(sorted(map(re.escape, AGENCIES), key=len, reverse=True))
ROLES = re.compile(r"^(the )?(by )?|\s+(staff|news agency|correspondents?)$", re.IGNORECASE)
DATELINE = re.compile(rf"^[^()\n]{{2,80}}\((?:[^()]{{0,20}}[/|,] ?)?({_NAMES})\)\s*[-–—:]+\s")
DATELINE_PLAIN = re.compile(
    rf"^[A-Z][^\n()]{{1,60}}?, (?:[A-Z][a-z]+\.? \d{{1,2}}|\d{{1,2}} [A-Z][a-z]+) ?[,(]? ?({_NAMES})\)?\s*[-–—:]+\s"
)
CONTRIBUTED = re.compile(
    rf"\b({_NAMES})(?:\s+(?:news agency|journalists?|reporters?|writers?|(?:[A-Z][\w.’'-]+\s?){{1,4}}))?"
    r"\s+contributed\b"
    rf"|\breporting (?:by|from) (?:the )?({_NAMES})\b"
    r"|[(\[](?:reporting by|with|via|source|from|additional reporting by):?\s+"
    rf"(?:the )?({_NAMES})[^()\]]{{0,60}}[)\]]"
    rf"|^\W*(?:source|via|with files from|with reporting by|agencies?)\W{{1,3}}(?:the )?({_NAMES})\b"
    rf"|(?:©|\(c\)|copyright)\s*(?:\d{{4}}\s*)?(?:the )?({_NAMES})\b"
    rf"|^\W*(?:the )?({_NAMES})\W*$",
    re.IGNORECASE,
)


def find_credit(text: str, authors: Iterable[str] = (), holder: str | None = None) -> str | None:
    """The news agency that a story is credited to: in its dateline, its byline, its last lines, or by *holder*.

    An agency that the story merely cites (`the minister told Reuters`) is no credit.

    >>> find_credit("TOLM (AP) — The bridge is shut, the mayor said."), find_credit("The mayor told Reuters.")
    ('Associated Press', None)
    """
    parts = [part for part in text.split("\n\n") if part.strip()]
    if parts and (found := DATELINE.match(parts[0]) or DATELINE_PLAIN.match(parts[0])):
        return AGENCIES[found.group(1)]
    for author in (*authors, holder or ""):
        for piece in re.split(r"[,/|·]| for | via |\bwith\b", author):
            name = ROLES.sub("", piece.strip())
            if name in AGENCIES:
                return AGENCIES[name]
    for part in parts[-3:] if len(parts) > 1 else []:
        if len(part) <= LINE and (found := CONTRIBUTED.search(part)):
            return _agency(next(filter(None, found.groups())))
    return None


def _agency(found: str) -> str:
    lowered = {name.lower(): value for name, value in AGENCIES.items()}
    return AGENCIES.get(found) or lowered[found.lower()]
