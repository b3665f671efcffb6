"""A source's words, taken apart: a pronoun, a name, a role, or a description of someone not named."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from onrecord.resolution.lexicon import (
    COUNTRIES,
    DAYS,
    DOCUMENTS,
    GROUPS,
    ORGANISATIONS,
    OUTLET_HEADS,
    OUTLETS,
    PRESS_PEOPLE,
    PRONOUNS,
    RELATIVE,
    ROLES,
    STOP,
    TITLES,
    words,
)
from onrecord.resolution.prose import POSSESSIVE, Name, looks_personal, words_of

if TYPE_CHECKING:
    from onrecord.records import SourceType
    from onrecord.resolution.prose import Prose, Word

PREPOSITIONS = words(
    """
    of for from in on to at with by about among within inside against near under over after before across behind
    between during around along familiar close
    """
)
OPENERS = frozenset(["who", "whom", "whose", "which", "that", "where", "when", "including", "along", "as"])
BREAK = re.compile(r"\s*(?:,|;|–|—|\(|\)| - )\s*")
AMOUNTS = words(
    """
    number majority handful couple pair dozens scores hundreds thousands lot range crowd host
    """
)
DESKS = frozenset(["board", "unit", "team", "desk", "staff", "bureau", "newsroom"])
DETERMINERS = words(
    """
    the a an this that these those his her its their our my some several many other both
    """
)
JOINT = re.compile(r"\s*(?:,|,? and(?: the)?|,? or(?: the)?|, along with(?: [\w ]{0,40})?|;)\s*")
CONJUNCTION = re.compile(r",? and |, ")
SELF_STANDING = frozenset(["the", "a", "an", "some", "other", "several", "many", "most", "republicans", "democrats"])
PERCENT = re.compile(r"\d[\d.,]*\s*(?:%|percent|per cent|in \d)")


@dataclass(frozen=True, slots=True)
class Mention:
    """One party of a source.

    `form`: `pronoun`, `name` (with `name`), `role` (one person without a name, told
    by what he or she is), `description` (all else). `head` is the word in lower case
    that says what it is. `start`, `end`: where its words stand.
    """

    form: Literal["pronoun", "name", "role", "description"]
    start: int
    end: int
    text: str
    head: str
    name: Name | None = None
    definite: bool = False
    kind: SourceType | None = None
    owner: Name | None = field(default=None)


def parse(prose: Prose, spans: tuple[tuple[int, int], ...]) -> list[Mention]:
    """The parties of the source at *spans*: one, or several where all of them are named."""
    start, end = spans[0]
    end = _trimmed(prose.text, start, end)
    if len(spans) > 1 and end - start < 3:  # noqa: PLR2004, a stray mark before the words proper
        start, end = spans[1]
        end = _trimmed(prose.text, start, end)
    while start < end and not (prose.text[start].isalnum() or prose.text[start] in "$%"):
        start += 1
    start = _past_adverb(prose, start, end)
    names = [name for name in prose.names if start <= name.start and name.end <= end]
    first = BREAK.search(prose.text, start, end)
    stops = [end]
    if first and len(names) > 1:
        # `Lind and Orr, two neighbours`: what follows the names tells about them.
        stops += [match.start() for match in BREAK.finditer(prose.text, start, end) if match.start() > start]
    for stop in stops:
        parts = _coordinated(prose, start, stop, [name for name in names if name.end <= stop])
        if parts:
            return [_name_mention(prose, part) for part in parts]
    return [
        _single(prose, low, high, [name for name in names if low <= name.start and name.end <= high])
        for low, high in _parties(prose, start, end)
    ]


def _past_adverb(prose: Prose, start: int, end: int) -> int:
    """Past a word that only leads into the sentence: `Previously, Mara Lind`."""
    words = words_of(prose.text, start, end)
    if len(words) > 1 and (words[0].lower in STOP - PRONOUNS or words[0].lower.endswith("ly")):
        comma = re.compile(r"\s*,\s*").match(prose.text, words[0].end)
        if comma and comma.end() < end:
            return comma.end()
    return start


def _trimmed(text: str, start: int, end: int) -> int:
    while end > start and not text[end - 1].isalnum() and text[end - 1] not in ")%’'":
        end -= 1
    return end


def _coordinated(prose: Prose, start: int, end: int, names: list[Name]) -> list[Name]:
    """The names that *start* to *end* joins with commas and `and`, if it is nothing but names."""
    if len(names) < 2:  # noqa: PLR2004, one name joins nothing
        return []
    joints = [prose.text[one.end : two.start] for one, two in pairwise(names)]
    before = prose.text[start : names[0].start].strip().lower()
    after = prose.text[names[-1].end : end].strip()
    joined = all(JOINT.fullmatch(joint) for joint in joints)
    ands = any("and" in joint or "along with" in joint for joint in joints)
    return names if joined and ands and before in {"", "the", "both", "both the"} and not after else []


def _parties(prose: Prose, start: int, end: int) -> list[tuple[int, int]]:
    """The parts that commas and `and` join, where each can stand by itself: `the campaign and some experts`."""
    text = prose.text
    cuts = [match for match in CONJUNCTION.finditer(text, start, end) if match.start() > start]
    if not cuts or not any("and" in cut.group() for cut in cuts):
        return [(start, end)]
    parts = []
    low = start
    for cut in cuts:
        parts.append((low, cut.start()))
        low = cut.end()
    parts.append((low, end))
    for number, (low, high) in enumerate(parts):
        words = words_of(text, low, high)
        if not words or not (words[0].capital or words[0].lower in SELF_STANDING):
            return [(start, end)]
        if number < len(parts) - 1 and any(word.lower in PREPOSITIONS | OPENERS | {"who"} for word in words):
            return [(start, end)]
        if len(words) == 1 and words[0].lower in PRONOUNS:
            return [(start, end)]
    return parts


def _single(prose: Prose, start: int, end: int, names: list[Name]) -> Mention:
    text = prose.text
    words = words_of(text, start, end)
    if not words:
        return Mention("description", start, end, text[start:end], "")
    if words[0].lower in RELATIVE - {"that"}:
        return Mention("pronoun", words[0].start, words[0].end, words[0].text, words[0].lower)
    if words[0].lower in PRONOUNS and (
        len(words) == 1 or words[1].lower in {"himself", "herself", "themselves", "themself", "both", "all", "who"}
    ):
        return Mention("pronoun", words[0].start, words[0].end, words[0].text, words[0].lower)
    breaks = [match for match in BREAK.finditer(text, start, end) if match.start() > start]
    first_end = breaks[0].start() if breaks else end
    head_words = [word for word in words if word.end <= first_end]
    if not head_words:
        head_words, first_end = words, end
    named = _ending_in_name(head_words, names, first_end) or _in_parenthesis(breaks, names, end)
    if named is not None:
        return _name_mention(prose, named, start)
    head_words = _core(head_words)
    head = head_words[-1].lower
    last = head_words[-1]
    if len(head_words) == 1 and head in {"who", "which", "that"}:
        return Mention("pronoun", last.start, last.end, last.text, head)
    apposed = _apposed(head, breaks, names, end)
    if apposed is not None:
        return _name_mention(prose, apposed, start)
    core_end = last.end
    whole = [name for name in names if name.start <= _past_determiner(head_words).start and name.end >= core_end]
    if whole and looks_personal(whole[0]) is not False and not _typed(head):
        return _name_mention(prose, whole[0], start)
    joined = _joined(prose, words, start, end)
    if joined is not None:
        return joined
    cut = _cut(prose, words, first_end)
    return _described(prose, head_words, head, start, cut, names)


def _joined(prose: Prose, words: list[Word], start: int, end: int) -> Mention | None:
    """`Iran and its senior officials`: several who are not told one by one stay together, of the first one's kind."""
    cuts = [match for match in CONJUNCTION.finditer(prose.text, start, end) if match.start() > start]
    if not cuts or not any("and" in cut.group() for cut in cuts):
        return None
    before = [word for word in words if word.end <= cuts[0].start()]
    if not before or any(word.lower in PREPOSITIONS | OPENERS for word in words if word.end <= cuts[-1].start()):
        return None
    if not any(word.lower in {"their", "its", "his", "her", "other"} for word in words):
        return None
    kind = kind_of(before, before[-1].lower) or "group"
    text = prose.text[start:end]
    return Mention("description", start, end, text, words[-1].lower, None, before[0].capital, kind)


def _described(prose: Prose, head_words: list[Word], head: str, start: int, cut: int, names: list[Name]) -> Mention:
    text = prose.text
    lead = head_words[0].lower
    definite = lead in {"the", "his", "her", "its", "their", "this", "that"} or bool(
        POSSESSIVE.match(text[head_words[0].end : head_words[0].end + 2])
    )
    if head_words[0].capital and head_words[0].text.isupper() and len(head_words) > 1:
        definite = True  # `FBI director` in a headline's short style
    owner = next((name for name in names if POSSESSIVE.match(text[name.end : name.end + 2])), None)
    kind = kind_of(head_words, head)
    if head in AMOUNTS:
        counted = [
            word for word in words_of(text, head_words[-1].end, cut) if word.lower not in PREPOSITIONS | DETERMINERS
        ]
        kind = (kind_of(_core(counted), _core(counted)[-1].lower) if counted else None) or "group"
        kind = "group" if kind == "person" else kind
    if (
        kind == "organisation"
        and head in DESKS
        and any(
            word.lower in OUTLETS | OUTLET_HEADS - {"site", "station", "paper"}
            for word in words_of(text, start, cut)
            if word.capital
        )
    ):
        kind = "outlet"
    inside = [name for name in names if name.end <= head_words[-1].end]
    named = inside[-1] if inside and inside[-1].end == head_words[-1].end else None
    plain = named is not None and all(word.lower in DETERMINERS for word in head_words if word.end <= named.start)
    if named is not None and plain and kind not in {"person", "group", "document"}:
        return _name_mention(prose, named)
    if kind == "person":
        return Mention("role", start, cut, text[start:cut], head, None, definite, kind, owner)
    if kind in {"organisation", "outlet"} and named is not None and (owner is None or owner.end > named.start):
        return Mention(
            "name", named.start, named.end, text[named.start : named.end], head, named, definite, kind, owner
        )
    return Mention("description", start, cut, text[start:cut], head, None, definite, kind, owner)


def kind_of(head_words: list[Word], head: str) -> SourceType | None:
    """What the head of a description makes its bearer."""
    lower = [word.lower for word in head_words]
    phrase = " ".join(lower)
    bare = phrase.removeprefix("the ")
    if PERCENT.search(phrase) or (any(char.isdigit() for char in lower[0]) and head not in DOCUMENTS):
        return "group"
    if head in OUTLETS or bare in OUTLETS:
        return "outlet"
    if bare in COUNTRIES or head in {"government", "governments"}:
        return "organisation"
    for kind, heads in _HEADS:
        if head in heads:
            if kind == "outlet" and head in DOCUMENTS and not head_words[-1].capital:
                return "document"
            return kind
    if head in PRESS_PEOPLE:
        return "group" if head.endswith("s") else "person"
    if lower[0] in {"many", "some", "most", "several", "few", "all", "other", "these", "those", "two", "three"}:
        return "group"
    if head.endswith("s") and not head_words[-1].capital and head.rstrip("s") in ROLES | {"voter", "ally"}:
        return "group"
    return None


_HEADS: tuple[tuple[SourceType, frozenset[str]], ...] = (
    ("person", ROLES),
    ("outlet", OUTLET_HEADS),
    ("document", DOCUMENTS),
    ("organisation", ORGANISATIONS),
    ("group", GROUPS),
)


def _typed(head: str) -> bool:
    return any(head in heads for _, heads in _HEADS)


def _core(words: list[Word]) -> list[Word]:
    """The words of a noun phrase up to its head: nothing after a preposition or a relative."""
    kept: list[Word] = []
    for word, following in zip(words, [*words[1:], None], strict=True):
        if (
            kept
            and (word.lower in PREPOSITIONS or word.lower in OPENERS)
            and not (len(kept) == 1 and kept[0].lower in DETERMINERS)
        ):
            break
        onward = following is None or following.lower in PREPOSITIONS | DETERMINERS or following.lower in DAYS
        if kept and onward and not word.capital and word.lower.endswith(("ed", "ing")) and _typed(kept[-1].lower):
            break  # `reports published by`
        kept.append(word)
    return kept


def _past_determiner(words: list[Word]) -> Word:
    return words[1] if len(words) > 1 and words[0].lower in DETERMINERS else words[0]


def _ending_in_name(words: list[Word], names: list[Name], first_end: int) -> Name | None:
    """The person at the end of the head segment, after what he or she is: `reporter Ben Terris`."""
    last = words[-1]
    for name in names:
        if name.start <= last.start < name.end <= first_end + 2:
            before = [word for word in words if word.end <= name.start]
            personal = looks_personal(name)
            if personal is False or (
                len(name.words) == 1 and not name.title and last.lower in GROUPS | DOCUMENTS | ROLES
            ):
                return None
            if not before:
                return name
            previous = before[-1].lower
            if previous in PREPOSITIONS | {"the"} or _in_relative(before):
                return None
            if personal or previous in ROLES or previous.rstrip(".") in TITLES:
                return name
    return None


def _in_relative(before: list[Word]) -> bool:
    return any(word.lower in {"who", "that", "which"} for word in before[1:])


def _in_parenthesis(breaks: list[re.Match[str]], names: list[Name], end: int) -> Name | None:
    """`the head of the Agency (CIA) William Burns`: the name follows a parenthesis."""
    for mark in breaks:
        if mark.group().strip() == ")" and names and names[-1].start == mark.end() and names[-1].end >= end - 1:
            return names[-1] if looks_personal(names[-1]) else None
    return None


def _apposed(head: str, breaks: list[re.Match[str]], names: list[Name], end: int) -> Name | None:
    """`the nominee, Mara Lind`: a role, then nothing but a name between commas."""
    if head not in ROLES or not breaks:
        return None
    stop = breaks[1].start() if len(breaks) > 1 else end
    for name in names:
        if name.start == breaks[0].end() and name.end >= stop - 2 and looks_personal(name) is not False:
            return name
    return None


def _cut(prose: Prose, words: list[Word], first_end: int) -> int:
    """Where a description ends: before a relative clause or a comma."""
    person = kind_of(_core(words), _core(words)[-1].lower) == "person"
    for word in words[1:]:
        if word.start >= first_end:
            break
        if person and word.lower in {"in", "on", "during", "after", "before", "speaking", "while"}:
            return _trimmed(prose.text, words[0].start, word.start)
        if word.lower in {
            "who",
            "which",
            "whose",
            "whom",
            "released",
            "published",
            "conducted",
            "reported",
            "obtained",
        } or (word.lower in {"that", "including"} and word.start > words[0].start):
            return _trimmed(prose.text, words[0].start, word.start)
    return _trimmed(prose.text, words[0].start, first_end)


def _name_mention(prose: Prose, name: Name, start: int | None = None) -> Mention:
    lower = [word.lower() for word in name.words]
    bare = name.text.lower()
    kind: SourceType | None = None
    if looks_personal(name):
        kind = "person"
    elif bare in OUTLETS or lower[0] in OUTLETS or set(lower) & OUTLET_HEADS:
        kind = "outlet"
    elif bare in COUNTRIES or set(lower) & ORGANISATIONS:
        kind = "organisation"
    at = name.start if start is None else start
    return Mention("name", at, name.end, prose.text[at : name.end], lower[-1], name, definite=True, kind=kind)
