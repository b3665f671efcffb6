"""Everybody an article names: persons with their variants, roles and bodies; bodies and outlets; those not named."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field, replace
from operator import itemgetter
from typing import TYPE_CHECKING

from onrecord.resolution.lexicon import (
    COUNTRIES,
    FEMININE,
    GENDERED,
    MASCULINE,
    ORGANISATIONS,
    OUTLETS,
    ROLES,
    TITLES,
    first_names,
    same_given_name,
)
from onrecord.resolution.prose import BARE_TITLES, Name, looks_personal, words_of
from onrecord.resolution.roles import SIGHT, of_the_press, role_after, role_before, split_role, words_before

if TYPE_CHECKING:
    from onrecord.records import SourceType
    from onrecord.resolution.prose import Prose

GENERATIONS = frozenset({"jr", "sr", "ii", "iii"})
HOMONYMS = 200
"""Mentions by which two people of one surname are weighed, at most."""


@dataclass(slots=True, eq=False)
class Entity:
    """One who speaks, or may: in one article.

    `mentions` are its places in the text, in the order found; `known` whether the
    reader is told who it is.
    """

    name: str
    kind: SourceType
    known: bool
    gender: str = "?"
    role: str | None = None
    affiliation: str | None = None
    words: frozenset[str] = frozenset()
    mentions: list[tuple[int, int]] = field(default_factory=list)
    indefinite: bool = False
    press: bool = False
    spoke_at: int = -1
    """Where it last was the source of a statement at the top."""
    seen: set[tuple[int, int]] = field(default_factory=set)

    def see(self, start: int, end: int) -> None:
        """Note one more mention."""
        if (start, end) not in self.seen:
            self.seen.add((start, end))
            self.mentions.append((start, end))


class Cast:
    """The persons of one article, found by their names; others are added as sources turn up."""

    def __init__(self, prose: Prose) -> None:
        self.prose = prose
        self.persons: list[Entity] = []
        self.others: list[Entity] = []
        self.sightings: list[tuple[int, Entity]] = []
        """Where persons are named, in order."""
        self._by_last: dict[str, list[Entity]] = {}
        self._by_first: dict[str, list[Entity]] = {}
        self._by_key: dict[str, Entity] = {}
        self._called: dict[tuple[str, str, str], Entity] = {}
        self._starts = frozenset(prose.sentence_starts)
        self._introduce()

    def person(self, name: Name) -> Entity | None:
        """The person that *name* means where it stands, if it is one of the article's."""
        plain = [word for word in name.words if word.lower().rstrip(".") not in GENERATIONS] or list(name.words)
        name = replace(name, words=tuple(plain))
        last = plain[-1].lower()
        options = self._by_last.get(last, [])
        if len(name.words) > 1:
            first = name.words[0].lower()
            options = (
                [one for one in options if _agree(one.name.split(), list(name.words))]
                or [one for one in options if one.name.split()[-len(name.words) :] == list(name.words)]
                or [one for one in options if one.name.lower() == last or self._loose(first, name.start)]
            )
        elif not options:
            options = self._by_first.get(last, [])
            if len(options) > 1:
                return None
            if not options:
                return self._inside(name)
        gender = title_gender(name.title)
        fitting = [one for one in options if gender == "?" or one.gender in {gender, "?"}] or options
        if len(fitting) <= 1:
            return fitting[0] if fitting else None
        return self._nearest(fitting, name.start)

    def _nearest(self, options: list[Entity], place: int) -> Entity:
        """Of people who share a surname, the one named in full most often up to *place*, the first of equals."""
        text = self.prose.text

        def told(one: Entity) -> tuple[int, int]:
            full = [start for start, end in one.mentions[:HOMONYMS] if start <= place and " " in text[start:end]]
            return len(full), -min(full, default=len(text))

        return max(options, key=told)

    def _loose(self, first: str, start: int) -> bool:
        """Whether a name's first word is only a sentence's capital: `Absent Sanders, the race …`."""
        return start in self._starts and first not in first_names()

    def _inside(self, name: Name) -> Entity | None:
        """A surname told in full only inside a longer name: `Maddow` of `The Rachel Maddow Show`."""
        last = name.words[-1]
        told = self.prose.given_before.get(last)
        if told is None or last.lower().rstrip(".") in GENERATIONS:
            return None
        other, first = told
        self._add(Name(other.start, other.end, (first, last)))
        found = self._by_last[last.lower()][-1]
        found.press = "Show" in other.words
        return found

    def body(self, name: str, kind: SourceType, *, known: bool = True) -> Entity:
        """The body, outlet, document or group called *name*, made at its first use."""
        key = _key(name)
        if key not in self._by_key:
            same = self._variant(name, kind)
            if same is None:
                same = Entity(name, kind, known, words=frozenset(key.split()))
                self.others.append(same)
                self._called.setdefault((kind, "name", _plain(name)), same)
                self._called.setdefault((kind, "acronym", _acronym(name)), same)
            self._by_key[key] = same
        return self._by_key[key]

    def rename(self, described: Entity, named: Entity) -> Entity:
        """Give *described* the name, and make the two one; what was said of it keeps its place."""
        told = self._described_role(described) if described.kind == "person" and named.role is None else None
        described.role = told[0] if told else named.role
        body = told[1] if told else named.affiliation
        described.name, described.known, described.gender = named.name, True, named.gender
        described.affiliation = body
        described.words |= named.words
        for mention in named.mentions:
            described.see(*mention)
        self._called = {key: described if one is named else one for key, one in self._called.items()}
        self._by_key = {key: described if one is named else one for key, one in self._by_key.items()}
        for table in (self._by_last, self._by_first):
            for key, people in table.items():
                table[key] = [described if one is named else one for one in people]
        self.persons = [described if one is named else one for one in self.persons]
        self.others = [one for one in self.others if one is not named]
        self.sightings = [(start, described if one is named else one) for start, one in self.sightings]
        return described

    def _described_role(self, described: Entity) -> tuple[str | None, str | None]:
        """Role and body in the words of one who was told by them alone: `Iran's ambassador to the UN`."""
        words = words_of(self.prose.text, *described.mentions[0]) if described.mentions else []
        if words and words[0].lower in {"the", "a", "an"}:
            words = words[1:]
        head = next((at for at, word in enumerate(words) if word.lower in ROLES), None)
        return (
            split_role(self.prose, words[: head + 1], words[head + 1 :]) if head is not None else (described.name, None)
        )

    def _variant(self, name: str, kind: SourceType) -> Entity | None:
        """`AP` for `Associated Press`, and the other way round."""
        if kind not in {"organisation", "outlet"}:
            return None
        plain, acronym = _plain(name), _acronym(name)
        same = self._called.get((kind, "acronym", plain)) or self._called.get((kind, "name", acronym))
        if same is not None and len(name) > len(same.name):
            same.name = name
        return same

    def _introduce(self) -> None:
        names = self.prose.names
        singles = Counter(name.words[0] for name in names if len(name.words) == 1)
        for name in sorted(names, key=lambda name: (-len(name.words), name.start)):
            if len(name.words) == 1 and not (name.title and name.title.split()[0].lower() in TITLES):
                continue
            personal = looks_personal(name)
            if personal is None:
                before = words_before(self.prose, name)
                personal = (bool(before) and before[-1].lower in ROLES and not before[-1].capital) or (
                    # A person goes by the last word, a firm by the first: `Lind`, but `Exxon`.
                    singles[name.words[-1]] > singles[name.words[0]]
                    and name.words[-1].lower() not in COUNTRIES | ORGANISATIONS | OUTLETS
                    and not self.prose.follows_the(name.start)
                )
            if not personal or (self.prose.follows_the(name.start) and name.title is None):
                continue
            self._add(name)
        for one in self.persons:
            self._by_first.setdefault(one.name.split()[0].lower(), []).append(one)
        # Names in full first: a surname alone goes to whoever of that name is told in full most often.
        for name in sorted(names, key=lambda name: len(name.words) == 1):
            found = self.person(name)
            if found is None:
                continue
            found.see(name.start, name.end)
            self.sightings.append((name.start, found))
            self._learn(found, name)
        self.sightings.sort(key=lambda row: row[0])
        for one in self.persons:
            one.mentions.sort()
            if one.gender == "?":
                one.gender = self._gender_around(one)

    def _add(self, name: Name) -> None:
        words = [word for word in name.words if word.lower().rstrip(".") not in GENERATIONS] or [*name.words]
        last = words[-1].lower()
        for one in self._by_last.get(last, []):
            if _agree(one.name.split(), words):
                if len(words[0]) > len(one.name.split()[0]) and len(words) == len(one.name.split()):
                    one.name = " ".join(words)
                return
            if len(words) == 1 and title_gender(name.title) in {one.gender, "?"}:
                return
        gender = title_gender(name.title)
        if gender == "?":
            gender = first_names().get(words[0].lower(), "?") if len(words) > 1 else "?"
        person = Entity(" ".join(words), "person", known=True, gender=gender)
        self.persons.append(person)
        self._by_last.setdefault(last, []).append(person)

    def _learn(self, person: Entity, name: Name) -> None:
        """Role and affiliation, from the words just before or after the name."""
        role, body = role_before(self.prose, name)
        if role is None:
            role, body = role_after(self.prose, name)
        if name.title and name.title.lower().rstrip(".") not in {"mr", "mrs", "ms", "miss", "dr", "sir", "former"}:
            words = words_of(self.prose.text, name.start, name.end)[: len(name.title.split())]
            heads = [at for at, word in enumerate(words) if word.lower.rstrip(".") in BARE_TITLES | ROLES]
            if heads:
                plain, where = split_role(self.prose, words[: heads[-1] + 1], [])
                role = TITLE_ROLES.get((plain or "").lower().rstrip("."), plain)
                role, body = (role.lower() if role else None), where
        if role and (person.role is None or (person.affiliation is None and body)):
            person.role, person.affiliation = role, body
        if of_the_press(self.prose.text, name, role, body):
            person.kind = "outlet"
        if person.gender == "?" and role:
            person.gender = next((GENDERED[word] for word in role.lower().split() if word in GENDERED), "?")

    def _gender_around(self, person: Entity) -> str:
        """By the pronoun that follows most of its mentions in the same sentence, no other person between."""
        count = {"m": 0, "f": 0}
        for start, end in person.mentions[:HOMONYMS]:
            _, stop = self.prose.sentence(start)
            after = bisect_right(self.sightings, end, key=itemgetter(0))
            other = self.sightings[after][0] if after < len(self.sightings) else len(self.prose.text)
            for word in words_of(self.prose.text, end, min(stop, other, end + SIGHT)):
                if word.lower in MASCULINE:
                    count["m"] += 1
                elif word.lower in FEMININE:
                    count["f"] += 1
        if count["m"] == count["f"]:
            return "?"
        return max(count, key=lambda gender: count[gender])


TITLE_ROLES = {
    "sen": "senator", "rep": "representative", "gov": "governor", "gen": "general", "lt": "lieutenant",
    "col": "colonel", "capt": "captain", "sgt": "sergeant", "adm": "admiral", "prof": "professor",
    "rev": "reverend", "maj": "major",
}  # fmt: skip


def title_gender(title: str | None) -> str:
    """What a title tells of its bearer's gender: m, f or ?."""
    for word in (title or "").lower().split():
        gender = TITLES.get(word, "?") if word in TITLES else "?"
        told = gender if gender in {"m", "f"} and word.rstrip(".") not in UNGENDERED else "?"
        if told != "?":
            return told
        if word in GENDERED:
            return GENDERED[word]
    return "?"


UNGENDERED = frozenset(word.rstrip(".") for word, gender in TITLES.items() if gender not in {"m", "f"})


def _agree(one: list[str], other: list[str]) -> bool:
    """Whether two full names can be one person's: same ends, nothing against it between."""
    a, b = ([word.lower().rstrip(".") for word in words] for words in (one, other))
    if a[-1] != b[-1]:
        return False
    short, long = sorted((a, b), key=len)
    if len(short) == 1:
        return True
    return same_given_name(short[0], long[0]) or (len(short[0]) == 1 and long[0].startswith(short[0]))


def _key(name: str) -> str:
    return " ".join(word.lower() for word in re.findall(r"[\w'’&.-]+", name) if word.lower() not in {"the", "a", "an"})


def _plain(name: str) -> str:
    return re.sub(r"\W", "", re.sub(r"^(?:the|The) ", "", name)).upper()


def _acronym(name: str) -> str:
    capitals = [word[0] for word in re.findall(r"\w+", name) if word[0].isupper() and word != "The"]
    return "".join(capitals) if len(capitals) > 1 else f" {name}"
