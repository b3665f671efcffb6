"""Pages that are no article, told by what they say: consent walls, paywalls, checks for robots, errors, indexes.

A phrase alone is never enough, since articles are written about cookies and
paywalls too: it has to stand in a page that shows little else, or beside the page's
own word that it is not free.
"""

from __future__ import annotations

import re

CONSENT = re.compile(
    r"\bwe (?:and our|use|value) (?:\d+ )?(?:partners|cookies|your privacy|(?:third|selected)[\w -]{0,20}partners)"
    r"|\b(?:store and/?(?:or)? access|use) (?:of )?(?:cookies|information on (?:a|your) device)"
    r"|\baccept (?:all|cookies|and continue)\b|\bmanage (?:your )?(?:choices|preferences|cookies|options)\b"
    r"|\bbefore you continue to\b|\bcookie (?:policy|settings|preferences|notice)\b|\bconsent to (?:the use|our)\b",
    re.IGNORECASE,
)
PAYWALL = re.compile(
    r"\b(?:subscribe|sign up|register|log in|sign in|join|create (?:a free |an )?account"
    r"|become a (?:member|subscriber))"
    r"(?: (?:now|today|here|for free|or \w+(?: \w+)?))?"
    r" (?:to|and) (?:continue|keep|read|unlock|access|see|get (?:full|unlimited))"
    r"|\b(?:this|the rest of this|the full) (?:article|story|content|page) is (?:\w+ )?(?:available )?"
    r"(?:exclusive(?:ly)?|only|reserved|available|for) (?:to|for)?\s?(?:our )?(?:paying |paid |registered )?"
    r"(?:subscribers|members|readers)"
    r"|\b(?:subscriber|member|premium)s?[- ](?:only|exclusive)\b"
    r"|\balready (?:a |an )?(?:subscrib\w+|member|registered)\b"
    r"|\bto (?:continue|keep) reading\b|\bunlock (?:this|the full|unlimited)\b"
    r"|\byou(?:'|’| ha)ve (?:reached|read|used)[\w ]{0,40}(?:limit|free articles?)\b"
    r"|\bread the full (?:article|story) (?:with|by)\b",
    re.IGNORECASE,
)
ROBOT = re.compile(
    r"\b(?:verify|confirm|prove)(?: that)? you(?:'re| are) (?:a )?(?:not a robot|human)|\bare you a robot\b|\bcaptcha\b"
    r"|\benable javascript\b|\bjavascript (?:is|must be) (?:disabled|enabled|required)|\bchecking your browser\b"
    r"|\bjust a moment\b|\bunusual (?:traffic|activity)\b|\brequest (?:was )?blocked\b",
    re.IGNORECASE,
)
ERROR = re.compile(
    r"\b(?:404|403|410|500|502|503)\b.{0,20}\b(?:error|not found|forbidden|gone|unavailable|bad gateway)"
    r"|\bpage (?:you \w+(?: \w+)? )?(?:was |is |could |can )?(?:not|n['’]t|no longer) (?:be )?"
    r"(?:found|available|exists?)"
    r"|\bpage not found\b|\baccess denied\b|\bservice unavailable\b|\bnot available in your (?:country|region)\b",
    re.IGNORECASE,
)
INDEXES = frozenset(
    {"CollectionPage", "SearchResultsPage", "ItemList", "ProfilePage", "AboutPage", "ContactPage", "FAQPage"}
)
QUOTED = re.compile(r"[“\"][^“”\"]{1,300}[”\"]")
LEAST = 12
"""Words below which there is no article: the shortest flashes have some twenty."""
TEASER = 150
"""Words that paywalled pages show at most, for free; one that shows more can be read."""
FREE_TEASER = 250
"""The same where the page itself says that it is not free."""
BOX = 90
"""Words that a page shows in all where it is nothing but a wall."""
MOST = 0.5
"""The share from which a page is mostly consent, or mostly links."""


def wall_of(
    text: str, page: str, *, title: str | None = None, types: frozenset[str] = frozenset(), told: bool = False,
    free: bool | None = None, links: float = 0.0,
) -> str | None:  # fmt: skip
    """Why a page is no article, as the end of a sentence; None where it is one.

    Args:
        text: what was extracted as the article's text.
        page: all that the page shows.
        types: the types that its JSON-LD gives.
        told: whether the page calls itself an article.
        free: whether it says that it can be read without paying.
        links: the share of the text's letters that stand in paragraphs that are links.

    >>> wall_of("We use cookies. Accept all.", "We use cookies. Accept all.")
    'found a consent wall: “We use cookies”'
    """
    words, shown = len(text.split()), len(page.split())
    found = ERROR.search(title or "") or (ERROR.search(page) if shown <= BOX else None)
    if found and words <= BOX:
        return f"found an error page: “{_quote(found)}”"
    if (found := ROBOT.search(f"{title or ''}\n{page}")) and words <= BOX and shown <= TEASER:
        return f"found a check for robots or JavaScript: “{_quote(found)}”"
    return _asked(text, page, words, free=free) or _thin(words, types, links, told=told, free=free)


def _asked(text: str, page: str, words: int, *, free: bool | None) -> str | None:
    limit = FREE_TEASER if free is False else TEASER
    page = _unquoted(page)
    if words <= limit and (found := PAYWALL.search(page)) and (free is False or _ends_with(text, page, found)):
        return f"found a paywall after {words} words: “{_quote(found)}”"
    asked = list(CONSENT.finditer(page if words < LEAST else text))
    if len(asked) > (words < LEAST) and (words < LEAST or _share(text, CONSENT) > MOST):
        return f"found a consent wall: “{_quote(CONSENT.search(page) or asked[0])}”"
    return None


def _thin(words: int, types: frozenset[str], links: float, *, told: bool, free: bool | None) -> str | None:
    if words < LEAST and free is False:
        return f"found a paywall after {words} words: the page says that it is not free"
    if not told and links > MOST:
        return f"found an index: {links:.0%} of its text are links"
    if not told and (kinds := INDEXES & types):
        return f"found an index: the page calls itself {min(kinds)}"
    if words < LEAST:
        return f"found an empty body: {words} words of text, expected at least {LEAST}"
    return None


def is_wall_text(paragraph: str) -> bool:
    """Whether a paragraph asks for consent, payment or JavaScript rather than telling anything.

    What it quotes does not count: articles quote such words too.
    """
    own = _unquoted(paragraph)
    asks = PAYWALL.search(own) or len(CONSENT.findall(own)) > 1
    return len(paragraph.split()) <= BOX // 2 and bool(asks)


def _unquoted(text: str) -> str:
    """*text* with what stands in quotation marks blanked out, all else at its place."""
    return QUOTED.sub(lambda found: " " * len(found.group()), text)


def _share(text: str, pattern: re.Pattern[str]) -> float:
    """The share of a text's words that stand in paragraphs that *pattern* knows."""
    parts = text.split("\n\n")
    return sum(len(part.split()) for part in parts if pattern.search(part)) / max(1, len(text.split()))


def _ends_with(text: str, page: str, found: re.Match[str]) -> bool:
    """Whether what *found* says stands after the last words of the text, or in it."""
    last = " ".join(text.split()[-6:])
    return not last or page.find(last) <= found.start() or found.group() in text


def _quote(found: re.Match[str]) -> str:
    return " ".join(found.group().split())
