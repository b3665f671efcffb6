"""Every source mention of an article to one speaker, or as it stands where that cannot be told."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace
from itertools import islice, takewhile
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from onrecord.resolution.cast import Cast, Entity
from onrecord.resolution.lexicon import (
    ADJECTIVES,
    CANDIDATES,
    COUNTRIES,
    DOCUMENTS,
    FEMININE,
    FIRST,
    GENDERED,
    GENERIC,
    MASCULINE,
    NEUTER,
    OFFICES,
    OUTLET_HEADS,
    OUTLETS,
    OWNED,
    PLURAL,
    PRESS_PEOPLE,
    PRONOUNS,
    REFLEXIVE,
    RELATIVE,
    ROLES,
    SECOND,
    STOP,
    STOPPERS,
    SYNONYMS,
    surnames,
    words,
)
from onrecord.resolution.mentions import Mention, kind_of, parse
from onrecord.resolution.prose import POSSESSIVE, looks_personal, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from onrecord.records import Attribution, SourceType
    from onrecord.resolution.prose import Name, Prose

NEXT = 2
"""Sentences from a description to the name that it takes."""
MEMORY = 500
"""Statements, and speakers, that are looked back through, at most."""
PARAGRAPH = 4000
"""Characters of a paragraph in which quotation marks are counted, at most."""
LONGEST_NAME = 3
"""Words of a person's name, at most."""
LOOK_BACK = 3
"""Paragraphs in which the person that a pronoun means must have been named or have spoken."""


class Speakers:
    """Resolves the attributions of one article in their order; remembers who spoke."""

    def __init__(self, prose: Prose, outlet: str | None) -> None:
        self.prose = prose
        self.cast = Cast(prose)
        self._outlet = outlet
        self._spoke: list[tuple[int, Entity]] = []
        self._heard: list[tuple[int, Entity]] = []
        self._roles: dict[str, list[Entity]] | None = None

    def resolve(self, attribution: Attribution, parent: list[Entity] | None) -> list[Entity]:
        """Who speaks in *attribution*; *parent* are the speakers of the statement around it. Empty: nobody is told."""
        if attribution.source is None:
            return []
        found: list[Entity] = []
        for mention in parse(self.prose, attribution.source.fragments):
            if mention.text.lower() in {"the", "a", "an", "this", ""}:
                continue  # a piece of a noun phrase tells nobody
            entity = self._one(mention, attribution, parent)
            if entity is not None and entity not in found:
                found.append(entity)
        self._heard += [(attribution.source.start, entity) for entity in found]
        if attribution.within is None and found:
            found = [self._named_later(entity, attribution) for entity in found]
            self._spoke += [(attribution.source.start, entity) for entity in found]
            for entity in found:
                entity.spoke_at = attribution.source.start
        return found

    def _named_later(self, entity: Entity, attribution: Attribution) -> Entity:
        """Whether *entity* is the name of one who has just been spoken of without it.

        `a British daily … The Guardian`, and `the ambassador … Amir-Saeid Iravani also
        said`: the description then takes the name. Only where it stands one or two
        statements before, unnamed, of the same kind, and nothing tells otherwise.
        """
        if not entity.known:
            return entity
        recent: list[Entity] = []
        for _, one in self._lately(self._spoke):
            if one not in recent:
                recent.append(one)
            if len(recent) == NEXT:
                break
        earlier = next((one for one in recent if not one.known and one.kind == entity.kind), None)
        if earlier is None:
            return entity
        first = min(entity.mentions, default=(0, 0))[0]
        if attribution.source is None or first < attribution.source.start:
            return entity
        place = earlier.spoke_at
        between = self.prose.sentence_number(attribution.source.start) - self.prose.sentence_number(place)
        if between > NEXT:
            return entity
        if entity.kind == "outlet":
            fits = earlier.indefinite and self._shares_names(place, attribution.source.start)
        else:
            also = self.prose.text[attribution.at.start : attribution.at.end].lower()
            fits = entity.kind == "person" and entity.role is None and not earlier.indefinite and "also" in also.split()
        if not fits:
            return entity
        self._roles = None
        return self.cast.rename(earlier, entity)

    @staticmethod
    def _lately(rows: list[tuple[int, Entity]]) -> Iterator[tuple[int, Entity]]:
        """The last of *rows*, the latest first, `MEMORY` at the most."""
        return islice(reversed(rows), MEMORY)

    def _sighted(self, place: int, paragraphs: int = 0) -> list[tuple[int, Entity]]:
        """Persons named before *place*, in its own paragraph or as many more before it as *paragraphs*."""
        number = max(0, self.prose.paragraph_number(place) - paragraphs)
        low = self.prose.paragraph_starts[number] if number < len(self.prose.paragraph_starts) else 0
        rows, key = self.cast.sightings, itemgetter(0)
        high = bisect_left(rows, place, key=key)
        return rows[max(high - MEMORY // 4, bisect_left(rows, min(low, place), key=key)) : high]

    def _shares_names(self, one: int, other: int) -> bool:
        """Whether the sentences at both places speak of the same named person or body."""
        words = []
        for place in (one, other):
            low, high = self.prose.sentence(place)
            words.append({name.words[-1] for name in self.prose.names_between(low, high)})
        return bool(words[0] & words[1])

    def _owned(self, mention: Mention, attribution: Attribution, parent: list[Entity] | None) -> Mention:
        """`her campaign` as `Mary Lind's campaign`, where it can be told whose it is."""
        words = words_of(mention.text)
        if mention.form not in {"description", "role"} or len(words) < 2 or words[0].lower not in {"his", "her"}:  # noqa: PLR2004
            return mention
        owner = self._he_or_she(mention.start, "m" if words[0].lower == "his" else "f", attribution, parent)
        if owner is None or not owner.known:
            return mention
        return replace(mention, text=f"{owner.name}'s {mention.text[words[1].start :]}")

    def _one(self, mention: Mention, attribution: Attribution, parent: list[Entity] | None) -> Entity | None:
        mention = self._owned(mention, attribution, parent)
        if mention.form == "pronoun":
            entity = self._pronoun(mention, attribution, parent)
        elif mention.form == "name":
            entity = self._named(mention)
        elif mention.form == "role":
            entity = self._role(mention)
        else:
            entity = self._description(mention)
        if entity is not None and self.prose.text[mention.start : mention.end].strip():
            entity.see(mention.start, mention.end)
        return entity

    def _named(self, mention: Mention) -> Entity:
        name = mention.name
        assert name is not None  # noqa: S101, a mention of this form has one
        person = self.cast.person(name) if mention.kind in {None, "person"} else None
        if person is not None:
            return person
        if mention.kind == "person":
            return self.cast.body(name.text, "person")
        text = self.prose.text
        full = text[name.start : name.end]
        if text.endswith("The ", 0, name.start):
            full = f"The {full}"
        lower = name.text.lower()
        if mention.kind == "organisation":
            full = name.text
        if mention.kind is not None:
            longer = self._ending_so(name, mention.kind) if len(name.words) == 1 else None
            return longer or self.cast.body(full, mention.kind)
        if lower in surnames() and name.start and not self.prose.follows_the(name.start):
            return self.cast.body(full, "person")
        known = self._known_body(lower)
        if known is not None:
            return known
        longer = self._longer(name)
        if longer is not None:
            return longer
        # Most who speak are people: a name that nothing else is known of, without `the`, is taken for one.
        return self.cast.body(full, "organisation" if self._bodily(name) else "person")

    def _bodily(self, name: Name) -> bool:
        """Whether a name of which nothing is known is rather a body's than a person's."""
        text = self.prose.text
        last = name.words[-1]
        return (
            len(name.words) > LONGEST_NAME
            or self.prose.follows_the(name.start)
            or not last.istitle()
            or (len(name.words) == 1 and last.lower() not in surnames())
            # `Tolmgate Fuels`, where the text speaks of fuel.
            or bool({last.lower(), last.lower().removesuffix("s")} & self.prose.lower_words)
            or re.match(r",? which\b", text[name.end : name.end + 8]) is not None
        )

    def _known_body(self, lower: str) -> Entity | None:
        """A body named before whose name ends or begins with these words."""
        for one in islice(reversed(self.cast.others), MEMORY):
            if (
                one.known
                and one.kind in {"organisation", "outlet"}
                and set(lower.split()) < one.words
                and not one.words & OWNED
            ):
                return one
        return None

    def _ending_so(self, name: Name, kind: SourceType) -> Entity | None:
        """`the Post` for `The Washington Post`."""
        if kind not in {"outlet", "organisation"} or name.text.lower() in COUNTRIES or name.text.isupper():
            return None
        told = self.prose.names_by_last.get(name.words[-1], [])
        before = bisect_left(told, name.start, key=attrgetter("start"))
        if not before:
            return None
        other = told[before - 1]
        head = name.words[-1].lower()
        return self._named(Mention("name", other.start, other.end, other.text, head, other, definite=True, kind=kind))

    def _longer(self, name: Name) -> Entity | None:
        """`Exxon` for `Exxon Mobil`: a longer name that begins so, not a person's."""
        for other in self.prose.names_by_first.get(name.words[0], [])[:MEMORY]:
            if (
                len(other.words) > len(name.words)
                and other.words[: len(name.words)] == name.words
                and not other.title
                and not {word.lower() for word in other.words} & OWNED
                and looks_personal(other) is not True
                and self.cast.person(other) is None
            ):
                outlet = {word.lower() for word in other.words} & OUTLET_HEADS
                return self.cast.body(other.text, "outlet" if outlet else "organisation")
        return None

    def _role(self, mention: Mention) -> Entity | None:
        """One person told by what he or she is: of the article's persons the one whose role fits."""
        text = mention.text
        owner = mention.owner.text.lower() if mention.owner else None
        content: set[str] = set()
        for word in words_of(text):
            content.update(SYNONYMS.get(word.lower, (word.lower,)))
        content -= {"the", "a", "an", "of", "to", "for", "his", "her", "its", "their"}
        head = SYNONYMS.get(mention.head, (mention.head,))[-1]
        fitting = []
        if mention.definite:
            for person in self._holding(head):
                told = _told(person)
                if ("vice" in told) != ("vice" in content) or ("former" in content and "former" not in told):
                    continue
                if owner and person.affiliation and not set(owner.split()) & told:
                    continue
                rest = content - told - (set(owner.split()) if owner else set())
                # Where little is known of a person, a nationality or a party more is no contradiction.
                if not rest or (person.affiliation is None and all(word in ADJECTIVES for word in rest)):
                    fitting.append(person)
        before = [one for one in fitting if one.mentions and min(one.mentions)[0] < mention.start]
        if len(before or fitting) == 1:
            return (before or fitting)[0]
        if len(before) > 1:
            recent = max(before, key=lambda one: one.spoke_at)
            if recent.spoke_at >= 0:
                return recent
        again = self._said_before(mention)
        if again is not None:
            return again
        last = self._last_office(mention, content)
        if last is not None:
            return last
        press = head.rstrip("s") in PRESS_PEOPLE and _outlet_within(text, self._outlet)
        own = press and self._outlet is not None and self._outlet.lower() in text.lower()
        return self.cast.body(_small(text), "outlet" if press else "person", known=own)

    def _holding(self, head: str) -> list[Entity]:
        """The persons in whose role or body *head* stands, in their order."""
        if self._roles is None:
            self._roles = {}
            for person in self.cast.persons:
                for word in _told(person):
                    self._roles.setdefault(word, []).append(person)
        return self._roles.get(head, [])

    def _last_office(self, mention: Mention, content: set[str]) -> Entity | None:
        """`the candidate`, `the Vermont senator`: the one spoken of just before, of whom no other office is told.

        Newspapers vary a name with an office rather than repeat it. The one meant is the
        person that the sentence before is about, if this sentence does not name him or her.
        """
        if not mention.definite or mention.owner or mention.head not in OFFICES or mention.text[:3].lower() != "the":
            return None
        if mention.head in {"spokesman", "spokeswoman", "spokesperson", "author", "editor"}:
            return None
        low, high = self.prose.sentence(mention.start)
        here = {id(one) for start, one in self._sighted(high) if start >= low}
        about: dict[int, tuple[int, Entity]] = {}
        for start, one in self._sighted(low, LOOK_BACK):
            if not self._quoted(start):
                about.setdefault(self.prose.sentence_number(start), (start, one))
        for place, one in self._lately(self._spoke):
            if not self._near(place, mention.start):
                break
            if place < low and one.kind == "person" and one.known:
                number = self.prose.sentence_number(place)
                about[number] = max(about.get(number, (-1, one)), (place, one), key=itemgetter(0))
        for number in sorted(about, reverse=True)[:2]:
            one = about[number][1]
            role = _told(one)
            gender = GENDERED.get(mention.head, "?")
            if id(one) in here or (gender != "?" and one.gender not in {gender, "?"}):
                continue
            if not role or role & content or mention.head in CANDIDATES:
                return one
        return None

    def _said_before(self, mention: Mention) -> Entity | None:
        """An unnamed one who has spoken: `the spokesman` after `Cameron's spokesman`."""
        for _, entity in self._lately(self._heard):
            if entity.known or entity.kind != "person":
                continue
            words = {word.lower for word in words_of(entity.name)}
            mine = {word.lower for word in words_of(mention.text)} - {"the"}
            if mine and mine <= words and mention.definite:
                return entity
        return None

    def _description(self, mention: Mention) -> Entity | None:
        kind = mention.kind
        if mention.definite:
            known = self._again(mention)
            if known is not None:
                return known
        lower = mention.text.lower()
        name = _small(mention.text)
        capital = any(word.capital for word in words_of(mention.text)[1:]) or bool(mention.owner)
        if kind is None:
            words = words_of(mention.text)
            plural = bool(words) and mention.head.endswith("s") and not mention.head.endswith("ss")
            inner = [one for one in words if one.capital and one.lower not in {"the", "a", "an"}]
            kind = (
                "group" if plural else "organisation" if inner or lower.removeprefix("the ") in COUNTRIES else "person"
            )
        if kind == "group":
            return self.cast.body(name, kind, known=False)
        if kind == "organisation":
            indefinite = lower.split()[0] in {"a", "an", "one", "another", "some"}
            if mention.owner and mention.kind == "organisation":
                name = mention.text  # `Iran's Permanent Mission to the United Nations`
            return self.cast.body(name, kind, known=not indefinite)
        if kind == "outlet":
            indefinite = lower.split()[0] in {"a", "an", "some", "several", "one"}
            outlet = self.cast.body(name, kind, known=capital and not indefinite)
            outlet.indefinite = outlet.indefinite or indefinite
            return outlet
        if kind == "document":
            known_document = mention.definite or self._says_whose(mention)
            return self.cast.body(name, kind, known=known_document)
        return self.cast.body(name, kind, known=False)

    def _says_whose(self, mention: Mention) -> bool:
        """Whether a document's words tell whose or which it is: a name before its head, or after `by` or `from`."""
        words = words_of(self.prose.text, mention.start, mention.end)
        past = ""
        for word in words:
            if word.lower in {"of", "on", "about", "in", "for", "by", "from"}:
                past = word.lower
            if word.capital and word.start > mention.start and past in {"", "by", "from"}:
                return True
        return len(words) > 1 and words[0].capital and words[0].lower not in STOP | PRONOUNS

    def _again(self, mention: Mention) -> Entity | None:
        """`the campaign`, `the newspaper`, `the mission`: a body told before, by its head or its kind."""
        words = words_of(mention.text)
        bare = [word.lower for word in words if word.lower not in {"the", "this", "that"}]
        if len(bare) != 1:
            return None
        head = bare[0]
        recent = [entity for _, entity in self._lately(self._spoke)] + self.cast.others[: -MEMORY - 1 : -1]
        for entity in recent:
            if entity.known and entity.kind in {"organisation", "outlet"} and head in entity.words:
                return entity
        for name in self.prose.names_before(mention.start):
            lower = [word.lower() for word in name.words]
            if head in lower and len(lower) > 1 and not set(lower) & OWNED - {head}:
                kind: SourceType = "outlet" if head in OUTLET_HEADS else "organisation"
                return self.cast.body(name.text, kind)
        for entity in recent:
            if entity.kind == "document" and head in entity.words and head in DOCUMENTS:
                return entity
        kinds = (
            {"outlet"}
            if head in OUTLET_HEADS - {"media", "press", "papers", "outlets"}
            else {"organisation"}
            if head in GENERIC
            else set()
        )
        for entity in recent:
            if entity.known and entity.kind in kinds:
                return entity
        return None

    def _pronoun(self, mention: Mention, attribution: Attribution, parent: list[Entity] | None) -> Entity | None:
        word = mention.head
        if word in FIRST:
            if parent and (word in {"i", "me", "my", "mine", "myself"} or parent[0].kind != "person"):
                return parent[0]
            if parent:
                return self.cast.body(f"{parent[0].name} and others", "group", known=False)
            return self.cast.body("the article's author", "outlet", known=False) if not parent else None
        if word in REFLEXIVE | SECOND:
            return None
        if word in RELATIVE:
            return self._antecedent(mention)
        if word in MASCULINE | FEMININE:
            return self._he_or_she(mention.start, "m" if word in MASCULINE else "f", attribution, parent)
        plural = word in PLURAL
        if word in NEUTER or plural:
            for place, entity in self._lately(self._spoke):
                if place < mention.start and entity.kind in (
                    {"group", "organisation"} if plural else {"organisation", "document", "outlet"}
                ):
                    if self._near(place, mention.start):
                        return entity
                    break
        return None

    def _he_or_she(
        self, place: int, gender: str, attribution: Attribution, parent: list[Entity] | None
    ) -> Entity | None:
        """The person who has spoken or been named most recently, of that gender.

        A pronoun beside a quotation mostly goes on with the last speaker; elsewhere the
        subject of the sentence, or of the one before, comes first.
        """
        fits = [(start, one) for start, one in self._sighted(place, LOOK_BACK) if one.gender in {gender, "?"}]
        spoke = [
            (start, one)
            for start, one in takewhile(lambda row: self._near(row[0], place), self._lately(self._spoke))
            if start < place and one.kind == "person" and one.gender in {gender, "?"}
        ]
        content = attribution.content
        own = (content.start, content.end) if content else (place, place)
        fits = [(start, one) for start, one in fits if not own[0] <= start < own[1]]
        if not fits and not spoke:
            certain = [
                one
                for one in self.cast.persons[:MEMORY]
                if one.gender == gender and any(start < place for start, _ in one.mentions[:1])
            ]
            return certain[0] if len(certain) == 1 else None
        scores: dict[int, float] = {}
        holders: dict[int, Entity] = {}
        sentence = self.prose.sentence_number(place)
        firsts: dict[int, int] = {}
        for start, _ in self._sighted(place, LOOK_BACK):
            firsts.setdefault(self.prose.sentence_number(start), start)
        for start, one in fits:
            number = self.prose.sentence_number(start)
            value = 3.0 - 0.9 * (sentence - number)
            if firsts.get(number) == start:
                value += 1.0
            if self._quoted(start):
                value -= 1.5
            if POSSESSIVE.match(self.prose.text[_end_of(self.prose, start) : _end_of(self.prose, start) + 2]):
                value -= 0.5
            if one.gender == "?":
                value -= 0.7
            scores[id(one)] = max(scores.get(id(one), -9.0), value)
            holders[id(one)] = one
        if spoke:
            start, one = spoke[0]
            number = self.prose.sentence_number(start)
            value = (4.2 if one.known and (len(one.words) == 0 or one.name.lower() in surnames()) else 2.0) - 0.6 * (
                sentence - number
            )
            scores[id(one)] = max(scores.get(id(one), -9.0), value)
            holders[id(one)] = one
        if parent:
            for one in parent:
                if one.kind == "person" and one.gender == gender:
                    scores[id(one)] = scores.get(id(one), 0.0) + 0.3
                    holders[id(one)] = one
        return holders[max(scores, key=lambda key: scores[key])]

    def _quoted(self, place: int) -> bool:
        """Whether *place* stands inside quotation marks of its paragraph."""
        low, _ = self.prose.paragraph(place)
        before = self.prose.text[max(low, place - PARAGRAPH) : place]
        return before.count("“") > before.count("”") or before.count('"') % 2 == 1

    def _near(self, one: int, other: int) -> bool:
        return abs(self.prose.paragraph_number(one) - self.prose.paragraph_number(other)) <= LOOK_BACK

    def _antecedent(self, mention: Mention) -> Entity | None:
        """`who`: the name just before it, or the words."""
        low, _ = self.prose.sentence(mention.start)
        before = words_of(self.prose.text, low, mention.start)
        for name in self.prose.names_before(mention.start)[:1]:
            if (
                name.end <= mention.start
                and len(self.prose.text[name.end : mention.start].strip()) <= 1
                and name.start >= low
            ):
                return self._named(Mention("name", name.start, name.end, name.text, name.words[-1].lower(), name))
        if not before or mention.head not in {"who", "whom"}:
            return None
        high = len(before)
        first = high - 1
        while first > 0 and (before[first - 1].lower not in STOPPERS) and high - first < 6:  # noqa: PLR2004
            first -= 1
        phrase = before[first:high]
        text = self.prose.text[phrase[0].start : phrase[-1].end]
        kind = kind_of(phrase, phrase[-1].lower) or "group"
        if kind == "person":
            lead = self.prose.text[max(0, phrase[0].start - 8) : phrase[0].start].rstrip()[-3:].lower()
            described = Mention(
                "role", phrase[0].start, phrase[-1].end, text, phrase[-1].lower, definite=lead == "the", kind="person"
            )
            return self._said_before(described) or self.cast.body(_small(text), "person", known=False)
        return self.cast.body(_small(text), "group", known=False)


def interviews(person: Entity) -> bool:
    """Whether a person is known as one who interviews: a host, a moderator, an outlet's reporter."""
    return (
        person.press
        or (person.kind == "outlet" and person.gender != "?")
        or bool(_told(person) & {"host", "moderator", "anchor", "interviewer", "co-host"})
    )


def _told(person: Entity) -> set[str]:
    """The words of a person's role and body."""
    words = set(
        re.findall(
            r"[\w.-]+", f"{person.affiliation or ''} {person.role or ''}".lower().replace("’s", "").replace("'s", "")
        )
    )
    return words - {"of", "the", "to", "for", "and"}


def _small(text: str) -> str:
    """A description without its article, the first letter small unless it belongs to a name."""
    words = POSSESSIVE.sub("", text).split()
    text = " ".join(words)
    bare = " ".join(words[1:]) if len(words) > 1 and words[0].lower() in {"the", "a", "an"} else text
    first = bare.split()[0] if bare.split() else bare
    common = first.lower() in ROLES | COMMON and not first.isupper()
    return bare[0].lower() + bare[1:] if bare and common else bare


COMMON = words(
    """
    some many most several other few all both two three experts critics
    """
)


def _outlet_within(text: str, own: str | None) -> bool:
    """Whether a description of a reporter names the outlet: `the Financial Times reporter`."""
    words = [word.lower for word in words_of(text)[:-1]]
    return bool(set(words) & (OUTLET_HEADS | OUTLETS)) or (own is not None and own.lower() in text.lower())


def _end_of(prose: Prose, start: int) -> int:
    for word in words_of(prose.text, start, start + 60):
        return word.end
    return start
