"""Which documents repeat one another: copies, partial copies and versions, with the passages that they share.

Every run of eight words is hashed, and of any 24 neighbouring hashes the least is
kept (winnowing: Schleimer, Wilkerson & Aiken 2003), so that any 31 words in a row
that two articles share are met in an inverted index. The few documents met there
are then compared word by word. What decides is containment, which finds a wire
story inside a longer article, where resemblance (MinHash) does not. Words in
quotation marks do not count: two reporters at one hearing write down the same
quotation, and neither copies the other.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter, OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from onrecord.records import Copy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from onrecord.records import Document, Relation

SHINGLE = 8
"""Words of the shortest passage that is held to be shared; ours. Shorter ones are everyone's."""
WINDOW = 24
NEAR = 0.8
"""Share of own words that each must have in the other to be copies; ours, see benchmarks/scale."""
PART = 0.25
"""The share that one of them must have in the other to be a partial copy; ours, as above."""
LEAST = 40
"""Own words in common below which there is no partial copy; ours: a paragraph."""
COMPARED = 6
"""Documents that one is compared with word by word: those with the most hashes in common, the earliest first."""
PLACES = 8
"""Places in the other text where a passage is looked for, where its words are there several times."""
POSTINGS = 40
"""Documents that the index keeps for one hash, the earliest: a footer that all articles have leads to no more."""
STANDING = 3
"""Documents in which a passage must have been seen to be taken for standing text; ours."""
REMEMBERED = 20_000
"""Documents that a new one is compared with, the latest; some 120 MB."""
WORD = re.compile(r"\w+(?:['’]\w+)*")
QUOTED = re.compile(r"“[^”\n]{2,}”?|\"[^\"\n]{2,}\"?|«[^»\n]{2,}»|„[^“”\n]{2,}[“”]|(?<!\w)[‘'][^\n]{20,}?[’'](?!\w)")
FACTORS = np.array([0x9E3779B97F4A7C15 * (2 * place + 1) % 2**64 for place in range(SHINGLE)], np.uint64)
DAY = len("2024-09-10")


class CopyIndex:
    """Documents so far, to find what a new one repeats of them.

    Args:
        remembered: how many of the latest documents are kept.

    >>> from onrecord.documents.text import make_document
    >>> text = " ".join(f"The mayor of Tolm met {n} engineers at pier {n + 1}." for n in range(9))
    >>> index = CopyIndex()
    >>> index.add(make_document(text, id="wire"))
    ()
    >>> [(copy.kind, copy.id) for copy in index.add(make_document(f"TOLM. {text}", id="daily"))]
    [('copy', 'wire')]
    """

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._kept: OrderedDict[int, _Kept] = OrderedDict()
        self._postings: dict[int, list[int]] = {}
        self._by_url: dict[str, int] = {}
        self._next = 0

    def add(self, document: Document) -> tuple[Copy, ...]:
        """What *document* repeats of those before it, the nearest first; from now on it is one of them."""
        profile = _profile(document.text)
        sample = winnow(profile.shingles)
        met = Counter(number for one in sample for number in self._postings.get(one, ()))
        standing = self._standing(sample, met)
        met.subtract(number for one in standing for number in self._postings[one])
        nearest = sorted(met.items(), key=lambda pair: (-pair[1], pair[0]))
        near = [number for number, hashes in nearest if hashes > 0]
        if document.url:
            near = [number for number in near if self._kept[number].url != document.url]
        if document.url in self._by_url:
            near.insert(0, self._by_url[document.url])
        found = [self._compare(document, profile, sample, standing, number) for number in near[:COMPARED]]
        self._keep(document, sample)
        relations = [relation for relation in found if relation]
        return tuple(sorted(relations, key=lambda copy: (copy.kind == "partial copy", -copy.containment)))

    def _standing(self, sample: list[int], met: Counter[int]) -> list[int]:
        """Hashes of standing text, such as a footer: in several documents, and most have little else of *sample*."""
        much = PART * len(sample)
        return [
            one
            for one in sample
            if len(numbers := self._postings.get(one, ())) >= STANDING
            and sum(met[number] >= much for number in numbers) < len(numbers) / 2
        ]

    def _compare(
        self, document: Document, profile: _Profile, sample: list[int], standing: list[int], number: int
    ) -> Copy | None:
        other = self._kept[number]
        theirs = _profile(zlib.decompress(other.text).decode("utf-8", "surrogatepass"))
        shared = compare(profile, theirs)
        # Shared by all of an outlet's articles, so that it makes none of them a copy.
        counted = [one for one in shared if not profile.is_mostly(standing, sample, one[0], one[2])]
        own = profile.own((here, length) for here, _, length in counted)
        contained = theirs.own((there, length) for _, there, length in counted)
        containment, contained_there = own / profile.size, contained / theirs.size
        kind: Relation
        if min(containment, contained_there) >= NEAR and not (document.url and document.url == other.url):
            kind = "copy"
        elif document.url and document.url == other.url:
            same = np.array_equal(profile.words, theirs.words)
            kind = "copy" if same else "older version" if _before(_moment(document), other.moment) else "newer version"
        elif max(containment, contained_there) >= PART and own >= LEAST:
            kind = "partial copy"
        else:
            return None
        passages = tuple(
            (profile.start(a), profile.end(a + length - 1), theirs.start(b), theirs.end(b + length - 1))
            for a, b, length in shared
        )
        return Copy(kind, other.key, other.id, other.sha256, containment, contained_there, passages)

    def _keep(self, document: Document, sample: list[int]) -> None:
        number, self._next = self._next, self._next + 1
        text = zlib.compress(document.text.encode("utf-8", "surrogatepass"), 1)
        kept = _Kept(document.key, document.id, document.sha256, document.url, _moment(document), text, sample)
        self._kept[number] = kept
        for one in sample:
            postings = self._postings.setdefault(one, [])
            if len(postings) < POSTINGS:
                postings.append(number)
        if document.url:
            self._by_url[document.url] = number
        if len(self._kept) > self._remembered:
            self._forget()

    def _forget(self) -> None:
        number, kept = self._kept.popitem(last=False)
        for one in kept.sample:
            postings = [other for other in self._postings.get(one, ()) if other != number]
            if postings:
                self._postings[one] = postings
            else:
                self._postings.pop(one, None)
        if kept.url and self._by_url.get(kept.url) == number:
            del self._by_url[kept.url]


def winnow(shingles: NDArray[np.uint64]) -> list[int]:
    """Of any WINDOW neighbouring hashes the least, each once."""
    if not len(shingles):
        return []
    if len(shingles) <= WINDOW:
        return [int(shingles.min())]
    least = np.lib.stride_tricks.sliding_window_view(shingles, WINDOW).min(axis=1)
    return [int(one) for one in np.unique(least)]


def compare(one: _Profile, other: _Profile) -> list[tuple[int, int, int]]:
    """The passages of at least SHINGLE words that both have, from left to right, each as long as it can be.

    Returns:
        (word here, word in the other, length) of each.
    """
    passages = []
    done = 0
    for here in np.flatnonzero(np.isin(one.shingles, other.shingles)).tolist():
        if here < done:
            continue
        places = np.flatnonzero(other.shingles == one.shingles[here])[:PLACES].tolist()
        length, there = max((_common(one.words[here:], other.words[place:]), -place) for place in places)
        if length >= SHINGLE:
            passages.append((here, -there, length))
            done = here + length
    return passages


def _common(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> int:
    """How many words both begin with alike."""
    length = min(len(one), len(other))
    different = one[:length] != other[:length]
    first = int(different.argmax())
    return first if different[first] else length


@dataclass(frozen=True, slots=True)
class _Kept:
    key: str
    id: str
    sha256: str
    url: str | None
    moment: str
    text: bytes
    sample: list[int]


@dataclass(frozen=True, slots=True)
class _Profile:
    """A text as its words: a number for each, where it stands, whether it is unquoted; and a hash for each run."""

    words: NDArray[np.uint64]
    places: list[tuple[int, int]]
    unquoted: NDArray[np.bool_]
    shingles: NDArray[np.uint64]

    @property
    def size(self) -> int:
        """How many of its words are the writer's own, one at least."""
        return max(int(self.unquoted.sum()), 1)

    def own(self, passages: Iterable[tuple[int, int]]) -> int:
        """How many words of *passages* (first word, length) are the writer's own."""
        covered = np.zeros(len(self.words), bool)
        for start, length in passages:
            covered[start : start + length] = True
        return int((covered & self.unquoted).sum())

    def is_mostly(self, hashes: list[int], sample: list[int], start: int, length: int) -> bool:
        """Whether of the hashes of *sample* that the passage has, more than half are among *hashes*."""
        if not hashes:
            return False
        inside = self.shingles[start : start + length - SHINGLE + 1]
        some, all_ = (int(np.isin(inside, np.array(one, np.uint64)).sum()) for one in (hashes, sample))
        return some > all_ / 2

    def start(self, word: int) -> int:
        """Where *word* begins, in code points of the text."""
        return self.places[word][0]

    def end(self, word: int) -> int:
        """Where it ends."""
        return self.places[word][1]


@lru_cache(maxsize=256)
def _profile(text: str) -> _Profile:
    places = [found.span() for found in WORD.finditer(text)]
    lowered = text.lower()
    # A few letters are longer in lower case, and would shift what stands behind them.
    source = lowered if len(lowered) == len(text) else text
    numbers = [zlib.crc32(source[start:end].encode("utf-8", "surrogatepass")) for start, end in places]
    quoted = np.zeros(len(text) + 1, bool)
    for found in QUOTED.finditer(text):
        quoted[found.start() : found.end()] = True
    starts = np.fromiter((start for start, _ in places), np.int64, len(places))
    unquoted = ~quoted[starts]
    words = np.array(numbers, np.uint64)
    # Where all of it is a quotation, such as a statement in full, its words are all there is to go by.
    return _Profile(words, places, unquoted if unquoted.any() else ~unquoted, _shingles(words))


def _shingles(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """A hash for each run of SHINGLE words, in their order."""
    count = max(len(words) - SHINGLE + 1, 0)
    total = np.zeros(count, np.uint64)
    for place in range(SHINGLE if count else 0):
        total += words[place : place + count] * FACTORS[place]
    # Sums of products of nearby numbers are near one another; this spreads them (splitmix64).
    total = (total ^ (total >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    total = (total ^ (total >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return total ^ (total >> np.uint64(31))


def _moment(document: Document) -> str:
    """When it appeared last, so that the moments of two versions compare as text; empty where it is not told."""
    told = document.modified or document.published or ""
    try:
        moment = datetime.fromisoformat(told)
    except ValueError:
        return told[:DAY]
    return moment.astimezone(UTC).isoformat() if moment.tzinfo else told


def _before(one: str, other: str) -> bool:
    """Whether *one* is earlier, as far as both tell; a day without an hour is no earlier than any hour of it."""
    known = min(len(one), len(other))
    return one[:known] < other[:known]
