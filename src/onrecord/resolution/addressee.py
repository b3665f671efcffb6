"""To whom a statement was made, and through what it reached the article, as the words near its cue say."""

from __future__ import annotations

import re
from dataclasses import dataclass

from onrecord.resolution.lexicon import OUTLET_HEADS, OUTLETS
from onrecord.resolution.prose import words_of

ADDRESSING = re.compile(
    r"\b(?:t(?:old|ell(?:s|ing)?)|ask(?:s|ed|ing)?|urg(?:es?|ed|ing)|remind(?:s|ed|ing)?|inform(?:s|ed|ing)?|"
    r"assur(?:es?|ed|ing)|warn(?:s|ed|ing)?|advis(?:es?|ed|ing)|notif(?:y|ies|ied|ying)|instruct(?:s|ed|ing)?|"
    r"order(?:s|ed|ing)?|press(?:es|ed|ing)?|implor(?:es?|ed|ing)|beg(?:s|ged|ging)?|invit(?:es?|ed|ing)|"
    r"persuad(?:es?|ed|ing)|convinc(?:es?|ed|ing)|lobb(?:y|ies|ied|ying)|thank(?:s|ed|ing)?|"
    r"encourag(?:es?|ed|ing)|challeng(?:es?|ed|ing)|alert(?:s|ed|ing)?|task(?:s|ed|ing)?|call(?:s|ed|ing)? on|"
    r"quizz(?:es|ed|ing)|grill(?:s|ed|ing)?)$",
    re.IGNORECASE,
)
"""Cues whose object is the one addressed."""
TOWARDS = re.compile(
    r"\b(?:s(?:aid|ay(?:s|ing)?|poke|peak(?:s|ing)?)|wr(?:ote|it(?:es?|ing|ten))|repl(?:y|ies|ied|ying)|respond(?:s|ed|ing)?|explain(?:s|ed|ing)?|"
    r"confess(?:es|ed|ing)?|complain(?:s|ed|ing)?|admit(?:s|ted|ting)?|describ(?:es?|ed|ing)|confid(?:es?|ed|ing)|"
    r"insist(?:s|ed|ing)?|comments?|remarks?|statements?|letters?|memo|e-?mails?|testif(?:y|ied|ies|ying)|"
    r"statement|message|request|plea|appeal|submitted|submit|sent|send|apologi[sz](?:e|es|ed|ing)|suggested|joked|bragged|confirmed|announced|revealed)\b"
    r"[\w\s,’'-]{0,25}?\s(?P<at>to)\s",
    re.IGNORECASE,
)
STOPS = re.compile(
    r"\s(?:that|whether|if|how|why|what|when|where|who|which|about|on|in|at|during|after|before|as|for|from|of his|of her|to|not|with|because|by|via|last|this|early|late|earlier|while|over|are|is|was|were|had|has|have|will|would|and (?:said|that|had|was|were))\b"  # noqa: E501
    r"|[,.;:?!“”\"()\n]|\s[–—-]\s|''"
    r"|\s(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|\s(?:today|yesterday|recently|afterward)\b",
    re.IGNORECASE,
)
EVENT = (
    r"(?:a|an|the|his|her|its|their|one|another|(?:\w+\s+)?\w+['’]s|this|last|recent)\s+(?:[\w’'-]+,?\s+){0,4}?"
    r"(?:interviews?|statements?|letters?|emails?|e-mails?|tweets?|posts?|memos?|messages?|press\s+releases?|news\s+releases?|releases?|op-ed|opinion\s+piece|"
    r"column|essay|editorial|blog\s+post|book|memoir|report|speech|address|filing|court\s+filing|lawsuit|complaint|affidavit|testimony|"
    r"news\s+conference|press\s+conference|briefing|conference\s+call|press\s+call|call|phone\s+call|video|audio|podcast|town\s+hall|"
    r"(?:candidate\s+)?debates?|roundtable(?:\s+discussion)?|auction\s+description|financial\s+disclosures?|talk\s+shows?|opinion\s+article|hearing|forum|meeting|article|appearance|note|survey|questionnaire|series\s+of\s+tweets|brief|ad|post|Q&A|response|plea|appearance|cable|dispatch|notice|segment|telephone\s+interview)"
)
MEDIUM = re.compile(
    rf"\b(?:[Ii]n|[Dd]uring|[Vv]ia|[Tt]hrough|by|[Aa]t|[Oo]n|with)\s+(?P<medium>{EVENT}"
    r"(?:\s+(?:with|to|on|from|for|published\s+(?:in|by)|appearing\s+in|aired\s+by|broadcast\s+by)\s+(?:[A-Z][\w’'&-]*|the|a|an|his|her|its|their|reporters|journalists|editors|supporters|lawmakers|voters|host|reporter|journalist|hosts)(?:\s+(?:[A-Z][\w’'&-]*|of|and|the|editorial|board|community|leaders|hosts?|reporters?))*)?)",
)
ISSUED = re.compile(
    rf"\b(?:wrote|writ(?:es|ing)|publish(?:es|ed|ing)|sen[dt](?:s|ing)?(?:\s+out)?|issu(?:es|ed|ing)|releas(?:es|ed|ing)|fil(?:es|ed|ing)|post(?:s|ed|ing)|penned|circulated)\s+(?P<medium>{EVENT})",
)
BARE = re.compile(
    r"\b(?:in|via|through|by|on|over)\s+(?P<medium>(?:(?:identical|separate|several|two|three|emailed|written|court|prepared|joint|text)\s+)*(?:statements|letters|emails|e-mail|email|tweets|court\s+papers|court\s+filings|court\s+documents|interviews|remarks|testimony|court|social\s+media|television|TV|radio|state\s+television|state\s+radio|a\s+series\s+of\s+tweets))\b",
    re.IGNORECASE,
)
PLATFORM = re.compile(
    r"\b(?:on|via|in|through|by|to|from|over)\s+(?P<medium>(?:his\s+|her\s+|its\s+|their\s+)?(?:official\s+|personal\s+)?(?:Twitter|Facebook|Instagram|Telegram|X|Truth\s+Social|YouTube|WhatsApp|Weibo|TikTok|Reddit|LinkedIn|Mastodon|Bluesky|Snapchat|Medium|Tumblr)(?:\s+(?:account|page|post|feed|channel))?)\b"
)
OUTLET_NAME = re.compile(
    r"\b(?:on|in|to|by|with|for|from|told|telling|tells|according\s+to)\s+(?P<medium>(?:the\s+|The\s+)?[A-Z][\w.&’'-]*(?:\s+(?:of|and|the|\d{1,3}|[A-Z][\w.&’'-]*|''[^'\n]{2,40}''|[“\"][^”\"\n]{2,40}[”\"]))*)"
)


@dataclass(frozen=True, slots=True)
class Channel:
    """Where the words stand that name the addressee and the medium; None where none does."""

    to: tuple[int, int] | None = None
    via: tuple[int, int] | None = None


def find_channel(text: str, sentence: tuple[int, int], cue: tuple[int, int], taken: list[tuple[int, int]]) -> Channel:
    """Addressee and medium of the statement with *cue* in *sentence*; *taken* are its source and content."""
    low, high = sentence
    to = _object(text, cue, high, taken) or _towards(text, cue, high, taken) or _answered(text, sentence, cue, taken)
    via = _medium(text, low, high, cue, taken)
    if to is not None and _is_outlet(text[slice(*to)]) and via is None:
        via = to
    if via is not None and to is None:
        to = _within_medium(text, via)
    return Channel(to, via)


def _object(text: str, cue: tuple[int, int], high: int, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """`told reporters`, `asked the minister`: what follows the verb, or stands in the cue after it."""
    words = words_of(text, *cue)
    for index, word in enumerate(words):
        if not ADDRESSING.search(text[cue[0] : word.end]):
            continue
        if index + 1 < len(words) and words[index + 1].lower in {
            "to",
            "about",
            "for",
            "whether",
            "if",
            "that",
            "on",
            "of",
        }:
            return None
        start = word.end + len(text[word.end : high]) - len(text[word.end : high].lstrip())
        # `asked {Russia to find them}`: the corpus counts the one asked to the content.
        asked = (
            [(a, b) for a, b in taken if a != start]
            if re.match(r"[^.,;:“\"]{2,60}?\sto\s", text[start:high])
            else taken
        )
        return _phrase(text, start, high, asked)
    return None


def _towards(text: str, cue: tuple[int, int], high: int, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    found = TOWARDS.search(text, cue[0], min(high, cue[1] + 45))
    if found is None or any(a < found.end("at") and found.start("at") < b for a, b in taken):
        return None
    return _phrase(text, found.end("at"), high, taken)


def _answered(
    text: str, sentence: tuple[int, int], cue: tuple[int, int], taken: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """`in response to questions from lawmakers`, `did not return a message from the AP`."""
    found = ANSWERED.search(text, sentence[0], sentence[1])
    if found is None or any(a <= found.start() < b for a, b in taken) or abs(found.start() - cue[1]) > REACH:
        return None
    return _phrase(text, found.end(), sentence[1], taken)


ANSWERED = re.compile(
    r"\b(?:questions?|messages?|calls?|emails?|inquir(?:y|ies)|requests?(?:\s+for\s+(?:comment|information))?)\s+from\s+"
)


def _phrase(text: str, start: int, high: int, taken: list[tuple[int, int]]) -> tuple[int, int] | None:
    """The noun phrase that begins at *start*, up to where another part of the sentence begins."""
    while start < high and text[start].isspace():
        start += 1
    limit = min([high, start + 90, *(a for a, _ in taken if a >= start)])
    if any(a <= start < b for a, b in taken):
        return None
    stop = STOPS.search(text, start, limit)
    end = stop.start() if stop else limit
    while end > start and not (text[end - 1].isalnum() or text[end - 1] in "’'"):
        end -= 1
    words = words_of(text, start, end)
    if not words or len(words) > LONGEST or words[0].lower in NOT_PEOPLE or text[start] in "“\"'‘":
        return None
    if any(word.lower in NOT_ADDRESSED for word in words):
        return None
    return start, end


LONGEST = 9
"""Words of an addressee, at most."""
NOT_ADDRESSED = frozenset(
    [
        "question",
        "questions",
        "request",
        "requests",
        "criticism",
        "criticisms",
        "attack",
        "attacks",
        "reports",
        "allegation",
        "allegations",
        "claims",
        "claim",
        "call",
        "calls",
        "comment",
        "comments",
        "concerns",
        "inquiries",
        "inquiry",
        "track",
        "charges",
        "accusation",
        "accusations",
        "calling",
        "news",
        "case",
        "plan",
        "plans",
        "point",
        "points",
        "truth",
        "story",
        "stories",
        "lie",
        "lies",
    ]
)
NOT_PEOPLE = frozenset(
    [
        "that",
        "whether",
        "if",
        "how",
        "why",
        "what",
        "when",
        "where",
        "it",
        "this",
        "to",
        "about",
        "for",
        "not",
        "be",
        "have",
        "been",
        "being",
        "on",
        "in",
        "at",
        "as",
        "his",
        "her",
        "their",
        "its",
        "then",
        "again",
        "by",
        "questions",
        "question",
    ]
) - {"his", "her", "their", "its"}


def _medium(
    text: str, low: int, high: int, cue: tuple[int, int], taken: list[tuple[int, int]]
) -> tuple[int, int] | None:
    options = []
    for pattern in (MEDIUM, ISSUED, BARE, PLATFORM, OUTLET_NAME):
        for found in pattern.finditer(text, low, high):
            start, end = found.span("medium")
            if any(a < end and start < b for a, b in taken):
                continue
            if pattern is OUTLET_NAME and not _is_outlet(text[start:end]):
                continue
            end = start + len(LATE_DAY.sub("", text[start:end]))
            while end > start and text[end - 1] in ".'\"”’,":
                end -= 1
            gap = max(0, start - cue[1]) if start >= cue[1] else max(0, cue[0] - end)
            if cue[0] <= start < cue[1]:
                gap = 0
            options.append((gap + (15 if pattern is OUTLET_NAME else 0), start, end))
    near = [option for option in options if option[0] <= REACH]
    return min(near)[1:] if near else None


LATE_DAY = re.compile(
    r"(?:\s+(?:on|with|to|from|for|the|a|an|his|her|its|their|of|and))+$|\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$"
)
REACH = 110
"""Characters between a cue and its medium, at most; ours."""


def _is_outlet(phrase: str) -> bool:
    if phrase.removeprefix("the ").startswith("USA T"):
        return True
    words = [word.lower().removesuffix("'s").removesuffix("’s") for word in re.findall(r"[\w.&’'-]+", phrase)]
    return bool(set(words) & OUTLETS) or (
        len(words) > 1 and bool(set(words) & NAMED_OUTLETS) and any(word[0].isupper() for word in phrase.split())
    )


NAMED_OUTLETS = OUTLET_HEADS - frozenset(
    [
        "reporters",
        "reporter",
        "paper",
        "papers",
        "station",
        "site",
        "post",
        "media",
        "press",
        "review",
        "show",
        "standard",
        "star",
        "register",
        "mirror",
        "wire",
    ]
) | {"post", "press", "review", "star"}


def _within_medium(text: str, via: tuple[int, int]) -> tuple[int, int] | None:
    """`an interview with CNN`, `a letter to the board`: the addressee in the medium's own words."""
    found = re.search(
        r"\b(?:interview|letter|note|email|e-mail|memo|message|meeting|response|call|statement|testimony|appearance)\s+(?:with|to|before)\s+(?P<to>\S.*)$",
        text[slice(*via)],
    )
    return (via[0] + found.start("to"), via[1]) if found else None


ASKED = re.compile(
    r"\b(?:asked|pressed|quizzed|questioned|grilled|told|reminded|urged|confronted|challenged)\b", re.IGNORECASE
)
AUXILIARY = re.compile(
    r"\b(?P<who>[\w.’'-]+(?:\s+[\w.’'-]+){0,3}?)\s+(?:was|were|has\s+been|have\s+been|is|are|had\s+been|being|would\s+be|has\s+now\s+been)\s+(?:also\s+|then\s+|repeatedly\s+)?$"
)
ANSWERER = re.compile(r",\s+(?P<who>(?:[A-Z][\w.’'-]+\s?){1,4}|he|she|they)\s+[a-z]")


BY = re.compile(
    r"\b(?:asked|pressed|questioned|interviewed|quizzed|challenged)\b[^,.;]{0,40}?\bby\s+"
    r"(?P<who>(?:the\s+|a\s+)?[\w.’'& -]{2,60}?)\s*(?:,|\s(?:about|whether|if|on|at|why|how)\b)",
    re.IGNORECASE,
)


def find_asker(text: str, sentence: tuple[int, int], cue: tuple[int, int]) -> tuple[int, int] | None:
    """Who had asked, in the answerer's sentence: `Pressed by Orr, Lind said`."""
    found = BY.search(text, sentence[0], cue[0])
    if found is None:
        return None
    start, end = found.span("who")
    return start, end


def find_asked(text: str, sentence: tuple[int, int], cue: tuple[int, int], *, silent: bool) -> tuple[int, int] | None:
    """Who was asked, in the passive: `Lind was asked`, `Asked about it, Lind said`."""
    asked = ASKED.search(text, *cue)
    if asked is None:
        return None
    before = AUXILIARY.search(text, sentence[0], asked.start())
    if before is not None:
        start, end = before.span("who")
        words = words_of(text, start, end)
        kept = [word for word in words if word.capital or word.lower in {"he", "she", "they", "the"}]
        if kept and kept[-1] is words[-1]:
            return kept[0].start, kept[-1].end
        return None
    lead = text[sentence[0] : asked.start()].strip().lower()
    if silent and lead in {"", "when", "“", "while"}:
        after = ANSWERER.search(text, cue[1], sentence[1])
        if after is not None:
            start, end = after.span("who")
            return start, start + len(text[start:end].rstrip())
    return None


SHARED = re.compile(r"\b(?:debate|hearing|roundtable|forum|town hall|panel)\b", re.IGNORECASE)


def heard_by_all(words: str) -> bool:
    """Whether a medium is an occasion at which several speak: a debate, a hearing."""
    return bool(SHARED.search(words))
