"""What a person is called beside the name: a role, and the body in which it is held."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from onrecord.resolution.lexicon import OUTLET_HEADS, OUTLETS, PRESS_PEOPLE, ROLES, words
from onrecord.resolution.prose import POSSESSIVE, words_of

if TYPE_CHECKING:
    from onrecord.resolution.prose import Name, Prose, Word

APPOSITION_WORDS = 16
LEADS = re.compile(r"\W*(?:In|During|At|On|With|After|Before|Like|Unlike|For|By|Speaking|Asked)\b")
SIGHT = 400
"""Characters around a name in which a role or a pronoun may tell about it."""


def words_before(prose: Prose, name: Name) -> list[Word]:
    """The words of the sentence before *name*, up to the last comma or other break."""
    low, _ = prose.sentence(name.start)
    low = max(low, name.start - SIGHT)
    stretch = prose.text[low : name.start]
    cut = max(stretch.rfind(mark) for mark in ',;:–—“”"(')
    if stretch.rstrip().endswith(")"):
        # `the head of the Agency (CIA) William Burns`: look past the parenthesis.
        opening = stretch.rfind("(")
        inner = stretch[:opening]
        cut = max(inner.rfind(mark) for mark in ',;:–—“”"(')
        return words_of(prose.text, low + cut + 1, low + opening)
    return words_of(prose.text, low + cut + 1, name.start)


def _before_comma(prose: Prose, name: Name) -> list[Word]:
    """The words of `his chief of staff, NAME,`: the stretch before a comma, where another closes after the name."""
    text = prose.text
    if not text.endswith(", ", 0, name.start) or not re.match(r"[,.;)]| who", text[name.end : name.end + 4]):
        return []
    low, _ = prose.sentence(name.start)
    comma = name.start - 2
    stretch = text[max(low, comma - SIGHT) : comma]
    cut = max(stretch.rfind(mark) for mark in ',;:–—“”"(')
    return words_of(text, max(low, comma - SIGHT) + cut + 1, comma)


def of_the_press(text: str, name: Name, role: str | None, body: str | None) -> bool:
    """Whether a person speaks as an outlet's reporter: `CNN's Mara Lind`, `a moderator of ABC`."""
    owner = re.search(r"([\w.&-]+)['’]s?\s(?:\w+\s)?$", text[max(0, name.start - 40) : name.start])
    if owner and owner.group(1).lower() in OUTLETS:
        return True
    if body is None or not set(body.lower().split()) & (OUTLETS | OUTLET_HEADS):
        return False
    return bool(role) and role.lower().split()[-1] in PRESS_PEOPLE | {"host", "anchor", "correspondent"}  # type: ignore[union-attr]


def role_before(prose: Prose, name: Name) -> tuple[str | None, str | None]:
    """`State Department spokesman NAME`, `the head of the Agency NAME`."""
    before = words_before(prose, name)
    if not before:
        before = _before_comma(prose, name)
    if not before:
        return None, None
    heads = [index for index, word in enumerate(before) if word.lower in ROLES]
    if not heads:
        return None, None
    head = heads[-1]
    tail = before[head + 1 :]
    if tail and not (
        tail[0].lower in {"of", "for", "to", "at"}
        and all(word.capital or word.lower in {"the", "of", "for", "and"} for word in tail[1:])
    ):
        return None, None
    low = head
    while low > 0 and _modifies(before[low - 1], prose, before[low]):
        low -= 1
    phrase = before[low : head + 1]
    return split_role(prose, phrase, tail)


def _modifies(word: Word, prose: Prose, following: Word) -> bool:
    """Whether *word* belongs to the noun phrase of the role after it."""
    gap = prose.text[word.end : following.start].strip()
    if gap not in {"", "'s", "’s", "’", "'", "-"}:
        return False
    lower = word.lower
    if lower in FUNCTION or lower.endswith("ly"):
        return False
    return (
        word.capital
        or lower in ROLES
        or lower in MODIFIERS
        or lower.endswith(("al", "ic", "ive", "ary", "ent", "ant", "ior", "ist", "ed", "-based", "ish", "ian", "ese"))
    )


FUNCTION = words(
    """
    the a an and or but of for to at in on by from with as that which who said says told is was were are be been
    has have had he she it they his her its their when while after before because if then so not also than into
    about
    """
)
MODIFIERS = words(
    """
    deputy senior chief former vice prime press state assistant acting top lead house campaign security policy
    communications executive foreign defence defense finance health labour labor trade interior managing general
    national federal city county district government opposition party company union police army navy air law tax
    energy longtime then incoming outgoing retired veteran founding co associate junior first second youth crime
    real estate media news sports business technology television radio white supreme high appeals budget
    """
)


def role_after(prose: Prose, name: Name) -> tuple[str | None, str | None]:
    """`NAME, the spokesman of the Bureau`, `NAME (a neighbour)`."""
    text = prose.text
    opening = re.match(r"(?:,|\s[–—-])\s+", text[name.end : name.end + 5])
    if not opening:
        return None, None
    start = name.end + opening.end()
    _, stop = prose.sentence(name.start)
    end = re.compile(r",(?!\s*[A-Z][\w.]*\.?,)|[;:–—()“”\"]|\.\s|\n| who | which ").search(
        text, start, min(stop, start + SIGHT)
    )
    limit = end.start() if end else min(stop, start + SIGHT)
    low, _ = prose.sentence(name.start)
    if (not end or end.group()[0] != ",") and LEADS.match(text, low) and not text[low : name.start].count(","):
        return None, None  # `In an interview with Lind, the candidate said`: another's role
    words = words_of(text, start, limit)[:APPOSITION_WORDS]
    if not words:
        return None, None
    if words[0].lower in {"the", "a", "an", "his", "her", "their", "its"}:
        words = words[1:]
    head = next((index for index, word in enumerate(words[:8]) if word.lower in ROLES), None)
    while head is not None and head + 1 < len(words) and words[head + 1].lower in ROLES:
        head += 1  # `deputy spokesperson`
    if head is None or any(
        word.lower in {"said", "told", "says", "was", "is", "has", "had", "and"} for word in words[:head]
    ):
        return None, None
    tail = words[head + 1 :]
    return split_role(prose, words[: head + 1], tail)


def split_role(prose: Prose, phrase: list[Word], tail: list[Word]) -> tuple[str | None, str | None]:
    """Role and body in a noun phrase whose head is the last of *phrase*, and what follows it."""
    text = prose.text
    # A capitalised run, or a possessive, before the role is the body: `Iran's ambassador`, `Bureau spokesman`.
    lead = 0
    while lead < len(phrase) - 1 and phrase[lead].capital and phrase[lead].lower not in ROLES:
        lead += 1
        if POSSESSIVE.match(text[phrase[lead - 1].end : phrase[lead - 1].end + 2]):
            break
    if lead and phrase[lead - 1].lower in {"vice", "prime", "deputy", "chief", "first"}:
        lead -= 1
    body = text[phrase[0].start : phrase[lead - 1].end] if lead else None
    if body is not None and body.lower() in PLAIN_ADJECTIVES:
        body = None
    role = text[phrase[lead].start : phrase[-1].end]
    reach = _reach(tail)
    if reach:
        end = reach[-1].end
        last = [index for index, word in enumerate(reach) if word.lower in {"of", "for", "at", "with"}]
        named = [
            index
            for index in last
            if index + 1 < len(reach)
            and (
                reach[index + 1].capital
                or (index + 2 < len(reach) and reach[index + 1].lower == "the" and reach[index + 2].capital)
            )
        ]
        if body is None and named:
            at = named[-1]
            first = at + 2 if reach[at + 1].lower == "the" else at + 1
            body = text[reach[first].start : end]
            if at:
                role = text[phrase[lead].start : reach[at - 1].end]
        else:
            role = text[phrase[lead].start : end]
            if body is None and last and phrase[-1].lower.startswith("spoke") and last[0] == 0:
                first = 2 if len(reach) > 1 and reach[1].lower == "the" else 1  # `a spokeswoman for the port authority`
                role, body = text[phrase[lead].start : phrase[-1].end], text[reach[first].start : end]
    return role, body


PLAIN_ADJECTIVES = frozenset(
    ["republican", "democratic", "conservative", "liberal", "american", "british", "french", "german", "former"]
)


def _reach(tail: list[Word]) -> list[Word]:
    """The words after a role that still belong to it: `and coordinator of … of the White House`."""
    kept: list[Word] = []
    for index, word in enumerate(tail):
        following = tail[index + 1] if index + 1 < len(tail) else None
        if word.lower in {"on", "told", "said", "says"} or (
            word.lower in {"and", "to"}
            and following is not None
            and not (following.lower in ROLES or word.lower == "to")
        ):
            break
        if not kept and word.lower not in {"of", "for", "to", "at", "and", "with", "in"}:
            break
        if word.lower.endswith("ed") and not word.capital:
            break
        kept.append(word)
    while kept and kept[-1].lower in FUNCTION:
        kept.pop()
    return kept
