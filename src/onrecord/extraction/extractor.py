"""From a document to its attributions: window by window, then inward from content to content."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np

from onrecord.extraction.confidence import features, probability
from onrecord.extraction.decode import Cue, TokenRanges, find_cues, label_regions
from onrecord.extraction.windows import QUOTE_INSIDE, QUOTE_OUTSIDE, pack, region, tokenize
from onrecord.records import STANCES, Attribution, Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from onrecord.extraction.tagger import Tagger, WindowScores
    from onrecord.extraction.windows import Tokens
    from onrecord.records import Document, Kind, Part


HEADLINE_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one cue may carry, in tokens of its window."""

    cue: tuple[int, int]
    source: TokenRanges
    content: TokenRanges
    stance: int
    features: NDArray[np.float64]
    confidence: float


@dataclass(frozen=True, slots=True)
class Found:
    """A chosen candidate and the chosen ones inside its content."""

    candidate: Candidate
    nested: tuple[Found, ...] = ()


class Extractor:
    """Finds attributions with one loaded model; documents have no influence on one another."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        settings = tagger.settings
        self._window = int(settings["window"])
        self._transitions = np.array(settings["transitions"], dtype=np.float64)
        self._least = {level: float(settings["least"][level]) for level in ("top", "nested")}
        self._threshold = {level: float(settings["threshold"][level]) for level in ("top", "nested")}
        self._stance_bias = np.array(settings.get("stance_bias", [0.0] * len(STANCES)), dtype=np.float64)
        self._calibration = {
            level: np.array(settings["calibration"][level], dtype=np.float64) for level in ("top", "nested")
        }

    def extract(self, document: Document) -> list[Attribution]:
        """Every attribution of *document*, headline first, in the order of the text, outer before inner.

        A title that the text begins with is read there and not twice.
        """
        headline = document.title or ""
        if document.text.lstrip().startswith(headline.strip()):
            headline = ""
        # A headline is read above its text, where the model learnt to read headlines.
        lead = f"{headline}{HEADLINE_BREAK}" if headline else ""
        text = lead + document.text
        attributions: list[Attribution] = []
        tokens = tokenize(text, self._tagger.tokenizer)
        for window in pack(tokens, text, self._window):
            inside = tokens.part(window)
            found = self.read_window(inside, self._tagger.encode(inside))
            for item in sorted(found, key=lambda item: _first(item.candidate)):
                titled = int(inside.starts[item.candidate.cue[0]]) < len(headline)
                place = _Place(inside, text, 0 if titled else len(lead), "title" if titled else "text")
                attributions += _attributions(item, place, len(attributions), None)
        return attributions

    def read_window(self, tokens: Tokens, scores: WindowScores) -> list[Found]:
        """Choose among a window's candidates at the top, then go inward."""
        chosen = select(self.top_candidates(tokens, scores), self._threshold["top"])
        return [Found(one, self._inward(one, scores, (one.cue,))) for one in chosen]

    def top_candidates(self, tokens: Tokens, scores: WindowScores) -> list[Candidate]:
        """Every cue of a window that may be one, with its arguments, at the top level."""
        cues = find_cues(scores.cues[:, 0], self._least["top"])
        bounds = [region(tokens.paragraphs, cue.start) for cue in cues]
        return self._candidates(scores, cues, bounds, "top")

    def nested_candidates(self, parent: Candidate, scores: WindowScores) -> list[Candidate]:
        """Every cue inside *parent*'s content that may be one, with its arguments."""
        if not parent.content:
            return []
        low, high = parent.content[0][0], parent.content[-1][1]
        cues = [
            Cue(low + cue.start, low + cue.end, cue.log_odds)
            for cue in find_cues(scores.cues[low:high, 1], self._least["nested"])
        ]
        return self._candidates(scores, cues, [(low, high)] * len(cues), "nested")

    def _inward(self, parent: Candidate, scores: WindowScores, outer: tuple[tuple[int, int], ...]) -> tuple[Found, ...]:
        # Inside a statement that may be none, a nested one is right only if its parent is.
        options = [
            replace(one, confidence=one.confidence * parent.confidence)
            for one in self.nested_candidates(parent, scores)
            if not any(_touch((one.cue,), (cue,)) for cue in outer)
        ]
        chosen = select_nested(options, self._threshold["nested"])
        return tuple(Found(one, self._inward(one, scores, (*outer, one.cue))) for one in chosen)

    def _candidates(
        self, scores: WindowScores, cues: list[Cue], bounds: list[tuple[int, int]], level: str
    ) -> list[Candidate]:
        bounds = [(low, max(high, cue.end)) for cue, (low, high) in zip(cues, bounds, strict=True)]
        scored = []
        for limits, same in groupby(zip(bounds, cues, strict=True), key=itemgetter(0)):
            places = [(cue.start, cue.end) for _, cue in same]
            scored += self._tagger.arguments(scores, places, limits, nested=level == "nested")
        labellings = label_regions([one.labels for one in scored], self._transitions)
        candidates = []
        for cue, (low, _), one, labelling in zip(cues, bounds, scored, labellings, strict=True):
            values = features(cue, one, labelling)
            candidates.append(
                Candidate(
                    (cue.start, cue.end),
                    tuple((low + start, low + end) for start, end in labelling.source),
                    tuple((low + start, low + end) for start, end in labelling.content),
                    int((one.stances + self._stance_bias).argmax()),
                    values,
                    probability(values, self._calibration[level]),
                )
            )
        return candidates


def select(candidates: list[Candidate], threshold: float) -> list[Candidate]:
    """The surest candidates that can stand side by side: no cue in another's content, no token in two contents.

    Tokens that two of them claim as content go to the nearer cue; but to the one that would be left with nothing.
    """
    chosen: list[Candidate] = []
    for one in _ranked(candidates, threshold):
        chosen = _beside(chosen, one)
    return chosen


def select_nested(candidates: list[Candidate], threshold: float) -> list[Candidate]:
    """The surest candidates of one content, less those that stand inside another chosen one's content.

    These are found again when that content is searched.
    """
    chosen: list[Candidate] = []
    for one in _ranked(candidates, threshold):
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    outermost = []
    for rank, one in enumerate(chosen):
        # Where two hold each other's cue, the surer is the outer one.
        above = [
            other
            for place, other in enumerate(chosen)
            if place != rank
            and _touch((one.cue,), other.content)
            and (place < rank or not _touch((other.cue,), one.content))
        ]
        if not above:
            outermost.append(one)
    return outermost


def _ranked(candidates: list[Candidate], threshold: float) -> list[Candidate]:
    """The candidates at *threshold* or more, the surest first."""
    sure = [one for one in candidates if one.confidence >= threshold]
    return sorted(sure, key=lambda one: (-one.confidence, one.cue))


def _beside(chosen: list[Candidate], one: Candidate) -> list[Candidate]:
    """*chosen* with *one* added, contents divided; *chosen* alone where the two cannot stand side by side."""
    beside = list(chosen)
    for place, other in enumerate(chosen):
        if _touch((one.cue,), (other.cue, *other.content)) or _touch((other.cue,), one.content):
            return chosen
        divided = _divide(one, other)
        if divided is None:
            return chosen
        one, beside[place] = divided
    return [*beside, one]


def _divide(one: Candidate, other: Candidate) -> tuple[Candidate, Candidate] | None:
    """Both, each token of content with one of them; None where that would leave one with nothing."""
    shared = tuple((max(a, c), min(b, d)) for a, b in one.content for c, d in other.content if a < d and c < b)
    if not shared:
        return one, other
    rest, others = _less(one.content, shared), _less(other.content, shared)
    if not rest and not others:
        return None
    mine = tuple(part for part in shared if not rest or (others and _gap(part, one.cue) < _gap(part, other.cue)))
    theirs = tuple(part for part in shared if part not in mine)
    return replace(one, content=_less(one.content, theirs)), replace(other, content=_less(other.content, mine))


def _less(ranges: TokenRanges, cut: TokenRanges) -> TokenRanges:
    """*ranges* without the tokens of *cut*."""
    for start, end in cut:
        pieces = [piece for low, high in ranges for piece in ((low, min(high, start)), (max(low, end), high))]
        ranges = tuple((low, high) for low, high in pieces if low < high)
    return ranges


def _gap(part: tuple[int, int], cue: tuple[int, int]) -> int:
    """How many tokens stand between *part* and *cue*, which do not touch."""
    return max(part[0] - cue[1], cue[0] - part[1])


def _same(one: Candidate, other: Candidate) -> bool:
    """Whether two candidates are readings of one statement: one cue, or one content and no chain between them."""
    if _touch((one.cue,), (other.cue,)):
        return True
    mine, theirs = _tokens(one.content), _tokens(other.content)
    if 2 * len(mine & theirs) < len(mine | theirs) or not mine:
        return False
    chained = _touch((one.cue,), other.content) or _touch((other.cue,), one.content)
    return not chained or one.source == other.source


def _tokens(ranges: TokenRanges) -> set[int]:
    return {index for low, high in ranges for index in range(low, high)}


def _touch(one: TokenRanges, other: TokenRanges) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _first(one: Candidate) -> int:
    return min(start for start, _ in (one.cue, *one.source, *one.content))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where token ranges lie: the window's tokens, the text they were cut from, and where the part begins in it."""

    tokens: Tokens
    text: str
    offset: int
    part: Part

    def span(self, ranges: TokenRanges) -> Span | None:
        """The characters under token *ranges*; fragments with nothing but white space between them are one."""
        fragments: list[tuple[int, int]] = []
        for low, high in ranges:
            start, end = int(self.tokens.starts[low]), int(self.tokens.ends[high - 1])
            if fragments and not self.text[fragments[-1][1] : start].strip():
                fragments[-1] = (fragments[-1][0], max(end, fragments[-1][1]))
            else:
                fragments.append((start, end))
        return Span(tuple((start - self.offset, end - self.offset) for start, end in fragments)) if fragments else None


def _attributions(found: Found, place: _Place, count: int, within: str | None) -> Iterator[Attribution]:
    """*found* and what is inside it as records, numbered from *count* + 1."""
    one = found.candidate
    name = f"s{count + 1}"
    cue = place.span((one.cue,))
    assert cue is not None  # noqa: S101, a cue has at least one token
    yield Attribution(
        id=name,
        cue=cue,
        source=place.span(one.source),
        content=place.span(one.content),
        stance=STANCES[one.stance],
        kind=_kind(one.content, place.tokens),
        confidence=round(one.confidence, 3),
        within=within,
        part=place.part,
    )
    count += 1
    for inner in sorted(found.nested, key=lambda item: _first(item.candidate)):
        for attribution in _attributions(inner, place, count, name):
            count += 1
            yield attribution


def _kind(content: TokenRanges, tokens: Tokens) -> Kind:
    """Whether quotation marks hold all of *content*, part of it or none."""
    states = [state for low, high in content for state in tokens.features[low:high, 1].tolist()]
    if QUOTE_INSIDE not in states:
        return "indirect"
    return "mixed" if QUOTE_OUTSIDE in states else "direct"
