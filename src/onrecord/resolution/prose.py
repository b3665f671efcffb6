"""An article as words, sentences and names, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import nupunkt

from onrecord.resolution.lexicon import (
    COUNTRIES,
    DAYS,
    MONTHS,
    OFFICES,
    ORGANISATIONS,
    OUTLET_HEADS,
    ROLES,
    STOP,
    TITLES,
    first_names,
    words,
)

WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_]+(?:[-’'&.](?=[^\W_])[^\W_]+)*")
POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$")
INITIAL = re.compile(r"[A-ZÀ-Þ]\.?$")
LINKS = frozenset({"of", "for", "and", "the", "on", "in", "&"})
"""Lower-case words that may stand inside a body's name."""
PARTICLES = words("de van von der den al el bin ibn la le da di du dos ter af y")
HEADLINE_SHARE = 0.6
NAMES_BACK = 400
"""Names that are looked back through, at most: an article seldom has as many."""
HEADLINE_WORDS = 3


class Word(NamedTuple):
    """One word of the text, its possessive ending left off."""

    start: int
    end: int
    text: str

    @property
    def lower(self) -> str:
        """The word in lower case."""
        return self.text.lower().replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words. `words` holds them without titles, `title` what stood before."""

    start: int
    end: int
    words: tuple[str, ...]
    title: str | None = None

    @property
    def text(self) -> str:
        """The name as a reader would write it, its words joined by blanks."""
        return " ".join(self.words)


def words_of(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of *text* between *start* and *end*; a possessive 's is no part of its word."""
    found = []
    for match in WORD.finditer(text, start, len(text) if end is None else end):
        word = match.group()
        if word[-1] in "s'’":
            word = POSSESSIVE.sub("", word)
        found.append(Word(match.start(), match.start() + len(word), word))
    return found


class Prose:
    """One article's text, looked at once: words, sentences, headline-like lines, names.

    Everything is found on first use, in time linear in the text.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def words(self) -> list[Word]:
        """Every word, in order."""
        return words_of(self.text)

    @cached_property
    def sentence_starts(self) -> list[int]:
        """Where sentences begin, line breaks counted as ends."""
        starts = [0]
        for line in re.finditer(r"[^\n]+", self.text):
            for low, _ in nupunkt.sent_spans(line.group()):
                starts.append(line.start() + low)
        return sorted(set(starts))

    @cached_property
    def paragraph_starts(self) -> list[int]:
        """Where lines with something in them begin."""
        return [match.start() for match in re.finditer(r"[^\n]*\S[^\n]*", self.text)] or [0]

    def sentence(self, place: int) -> tuple[int, int]:
        """The sentence around *place*."""
        return _around(self.sentence_starts, place, len(self.text))

    def sentence_number(self, place: int) -> int:
        """Which sentence *place* is in."""
        return bisect_right(self.sentence_starts, place) - 1

    def paragraph(self, place: int) -> tuple[int, int]:
        """The paragraph (line) around *place*."""
        return _around(self.paragraph_starts, place, len(self.text))

    def paragraph_number(self, place: int) -> int:
        """Which paragraph *place* is in."""
        return bisect_right(self.paragraph_starts, place) - 1

    @cached_property
    def lower_words(self) -> frozenset[str]:
        """What the text writes in lower case somewhere: no names."""
        return frozenset(word.text for word in self.words if not word.capital)

    @cached_property
    def headlines(self) -> list[tuple[int, int]]:
        """Lines in title case or capitals, where a capital says nothing."""
        found = []
        for start in self.paragraph_starts:
            low, high = self.paragraph(start)
            if high - low > 200:  # noqa: PLR2004, no headline is as long
                continue
            inside = [word for word in words_of(self.text, low, high) if word.text[0].isalpha()]
            content = [word for word in inside if len(word.text) > 3]  # noqa: PLR2004, short words stay small
            capitals = sum(word.capital for word in content)
            ended = self.text[low:high].rstrip().endswith((".", "!", "?", "”", '"'))
            if (
                len(content) >= HEADLINE_WORDS
                and capitals > HEADLINE_SHARE * len(content)
                and (not ended or start == self.paragraph_starts[0])
            ):
                found.append((low, high))
        return found

    @cached_property
    def names(self) -> list[Name]:
        """Every run of capitalised words that may be a name."""
        found: list[Name] = []
        headlines = self.headlines
        starts = set(self.sentence_starts)
        run: list[Word] = []
        for word in self.words:
            if run and self._joins(run, word):
                run.append(word)
                continue
            found += self._close(run, starts, headlines)
            run = [word] if word.capital else []
        return found + self._close(run, starts, headlines)

    @cached_property
    def name_starts(self) -> list[int]:
        """Where names begin, in order, for bisection."""
        return [name.start for name in self.names]

    def names_between(self, low: int, high: int) -> list[Name]:
        """The names that begin in *low* to *high*."""
        return self.names[bisect_left(self.name_starts, low) : bisect_left(self.name_starts, high)]

    def names_before(self, place: int) -> list[Name]:
        """The last names that begin before *place*, the nearest first, `NAMES_BACK` at the most."""
        high = bisect_left(self.name_starts, place)
        return self.names[max(0, high - NAMES_BACK) : high][::-1]

    @cached_property
    def names_by_first(self) -> dict[str, list[Name]]:
        """Names of several words by the first."""
        return self._indexed(0)

    @cached_property
    def names_by_last(self) -> dict[str, list[Name]]:
        """Names of several words by the last."""
        return self._indexed(-1)

    def _indexed(self, place: int) -> dict[str, list[Name]]:
        table: dict[str, list[Name]] = {}
        for name in self.names:
            if len(name.words) > 1:
                table.setdefault(name.words[place], []).append(name)
        return table

    @cached_property
    def given_before(self) -> dict[str, tuple[Name, str]]:
        """For a word after a first name inside a longer name, that name and the first name."""
        known = first_names()
        table: dict[str, tuple[Name, str]] = {}
        for name in self.names:
            for first, second in pairwise(name.words):
                if first.lower() in known:
                    table.setdefault(second, (name, first))
        return table

    def follows_the(self, place: int) -> bool:
        """Whether `the` stands just before *place*."""
        return self.text[max(0, place - 4) : place].lower() == "the "

    def _joins(self, run: list[Word], word: Word) -> bool:
        gap = self.text[run[-1].end : word.start]
        last = run[-1]
        abbreviated = gap.startswith(".") and (
            last.lower + "." in TITLES
            or last.lower in TITLES
            or INITIAL.fullmatch(last.text)
            or last.lower in {"jr", "st"}
        )
        if gap not in {" ", "\u00a0", "-"} and not (abbreviated and gap in {". ", ".\u00a0"}):
            return False
        if word.capital:
            return True
        if word.lower in PARTICLES:
            return True
        if word.lower in LINKS:
            heads = any(
                one.lower in ORGANISATIONS or one.lower in {"bank", "secretary", "department"}
                for one in run
                if one.capital
            )
            if word.lower == "the" and run[-1].capital:
                return False
            if word.lower == "the" and run[-1].lower == "and":
                return False
            return heads and word.lower != "in" and (word.lower != "on" or run[-1].lower in {"committee", "council"})
        return False

    def _close(self, run: list[Word], starts: set[int], headlines: list[tuple[int, int]]) -> list[Name]:
        while run and not run[-1].capital:
            run = run[:-1]
        if not run:
            return []
        if _within(headlines, run[0].start):
            return self._from_headline(run)
        # A word with a possessive ends a name: "Trump's Secretary Smith" are two.
        pieces: list[list[Word]] = [[]]
        for word in run:
            pieces[-1].append(word)
            if POSSESSIVE.match(self.text[word.end : word.end + 2]):
                pieces.append([])
        found = []
        for piece in pieces:
            kept = piece
            while kept and (
                kept[0].lower in STOP
                or not kept[0].capital
                or (kept[0].start in starts and len(kept) == 1 and kept[0].lower in self.lower_words)
            ):
                if kept[0].lower in {"the", "new"} and len(kept) > 1 and kept[0].lower == "new":
                    break
                kept = kept[1:]
            while kept and not kept[-1].capital:
                kept = kept[:-1]
            if kept:
                found.append(_name(kept))
        return [name for name in found if name.words]

    def _from_headline(self, run: list[Word]) -> list[Name]:
        """First name and surname where they stand together: in title case no more can be told."""
        known = first_names()
        found: list[Name] = []
        for first, second in pairwise(run):
            if (
                first.lower in known
                and not {first.lower, second.lower} & (STOP | self.lower_words)
                and not POSSESSIVE.match(self.text[first.end : first.end + 2])
                and not (found and found[-1].end > first.start)
            ):
                found.append(_name([first, second]))
        return found


def _name(run: list[Word]) -> Name:
    """A name from a run of words; offices at its front are its title: `Council Speaker Mara Lind`."""
    words = list(run)
    cut = 0
    for index, word in enumerate(words[:-1]):
        lower = word.lower.rstrip(".")
        following = words[index + 1]
        if (lower in BARE_TITLES and index == cut and not (lower == "general" and following.lower in GENERAL)) or (
            lower in BARE_TITLES | ROLES
            and (
                _personal_rest(words[index + 1 :])
                or (lower in OFFICES and index and _may_be_personal(words[index + 1 :]))
            )
        ):
            cut = index + 1
        elif lower in {"secretary", "minister", "director", "chairman", "head"} and following.lower in {"of", "for"}:
            rest = next((at for at in range(index + 2, len(words) - 1) if _personal_rest(words[at:])), None)
            cut = rest if rest is not None else cut
    title = " ".join(word.text for word in words[:cut]) or None
    return Name(words[0].start, words[-1].end, tuple(word.text for word in words[cut:]), title)


def _personal_rest(words: list[Word]) -> bool:
    return (
        len(words) > 1
        and words[0].lower in first_names()
        and words[0].lower not in ROLES
        and all(word.capital or word.lower in PARTICLES for word in words)
    )


def _may_be_personal(words: list[Word]) -> bool:
    """Two or three capitalised words of which none is a body's."""
    return len(words) in {2, 3} and all(
        word.capital and word.lower not in ORGANISATIONS | OUTLET_HEADS | ROLES | STOP for word in words
    )


BARE_TITLES = frozenset(title.rstrip(".") for title in TITLES)
GENERAL = frozenset(["motors", "electric", "mills", "dynamics", "assembly", "election", "counsel", "hospital"])


def _within(ranges: list[tuple[int, int]], place: int) -> bool:
    """Whether *place* is in one of *ranges*, which are in order and apart."""
    number = bisect_right(ranges, (place, 1 << 62)) - 1
    return number >= 0 and ranges[number][0] <= place < ranges[number][1]


def _around(starts: list[int], place: int, length: int) -> tuple[int, int]:
    number = max(bisect_right(starts, place) - 1, 0)
    return starts[number], starts[number + 1] if number + 1 < len(starts) else length


def looks_personal(name: Name) -> bool | None:
    """Whether *name* is a person's: yes, no, or None where its words do not tell."""
    lower = [word.lower() for word in name.words]
    if name.title:
        return True
    if set(lower) & (ORGANISATIONS | OUTLET_HEADS | DAYS | MONTHS) or name.text.lower() in COUNTRIES or "&" in lower:
        return False
    if len(lower) == 1:
        return None
    known = first_names()
    if lower[0] in known or INITIAL.fullmatch(name.words[0]):
        return True
    return None
