"""Text into tokens, and tokens into the windows that the tagger reads.

A window holds whole paragraphs, as many as fit; only a paragraph longer than a
window is cut, after a sentence where one ends. No token stands in two windows.
Training and reading both come through here, so that the model is served just
what it learnt from.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

SURROGATE = re.compile("[\ud800-\udfff]")
OPENING, CLOSING, STRAIGHT = frozenset("“„«"), frozenset("”»"), '"'
WRAPPED, WRAPPED_LEAST = range(45, 101), 3
"""How long wrapped lines are, in characters, and how many show that a text is wrapped."""
CASE_UNKNOWN, CASE_LOWER, CASE_TITLE, CASE_UPPER, CASE_OTHER = range(5)
QUOTE_OUTSIDE, QUOTE_INSIDE, QUOTE_MARK = range(3)
LINE_INNER, LINE_PARAGRAPH, LINE_DOCUMENT = range(3)
FEATURE_SIZES = (5, 3, 3)
"""How many values each feature takes: case, quotation, position in the line."""
DISTANCE_BUCKETS, EXACT, FARTHEST = 65, 16, 256
"""Exact to 16 tokens before and after the cue, then logarithmic up to 256; the middle one is the cue itself."""


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens `start` to `end` of a document, end not included."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's word pieces.

    `ids` (n,), `starts` and `ends` (n,) in code points of the text, `paragraphs`
    (n,) index of the paragraph that each stands in, never falling, and
    `features` (n, 3) as `FEATURE_SIZES` lists them.
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    features: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.ids)

    def part(self, window: Window) -> Tokens:
        """The tokens of *window*; their offsets still count in the whole text."""
        cut = slice(window.start, window.end)
        return Tokens(self.ids[cut], self.starts[cut], self.ends[cut], self.paragraphs[cut], self.features[cut])


def tokenize(text: str, tokenizer: Tokenizer) -> Tokens:
    """Cut *text* into word pieces with their offsets and features.

    The encoder is uncased and sees neither line breaks nor which quotation mark
    closes what, so these come in as features beside the word pieces. In a text
    that is all capitals, capitals say nothing: the case is then unknown.
    """
    # JSON can carry half a surrogate pair, which is a code point but no character.
    encoding = tokenizer.encode(SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    bounds = np.array(encoding.offsets, dtype=np.int64).reshape(-1, 2)
    starts, ends = bounds[:, 0], bounds[:, 1]
    breaks = paragraph_starts(text)
    paragraphs = np.searchsorted(np.array(breaks), starts, side="right").astype(np.int64) - 1
    first = np.ones(len(starts), dtype=bool)
    first[1:] = paragraphs[1:] != paragraphs[:-1]
    line = np.where(first, LINE_PARAGRAPH, LINE_INNER)
    line[:1] = LINE_DOCUMENT
    features = np.stack(
        [
            _case_features(text, encoding.offsets),
            _quote_features(text, encoding.offsets, first.tolist()),
            line.astype(np.int64),
        ],
        axis=1,
    )
    return Tokens(np.array(encoding.ids, dtype=np.int64), starts, ends, paragraphs, features)


def paragraph_starts(text: str) -> list[int]:
    r"""Where each paragraph of *text* begins; the first is 0.

    A line is a paragraph, unless the text is wrapped to a column: then only a
    blank line ends one. Lines count as wrapped when most of those that have
    another right below them stop between words, at 45 to 100 characters.

    >>> paragraph_starts("One line.\nAnother.")
    [0, 10]
    """
    lines = text.split("\n")
    followed = [line.rstrip() for line, after in pairwise(lines) if line.strip() and after.strip()]
    cut = sum(len(line) in WRAPPED and line[-1] not in '.!?:"”' for line in followed)
    if len(followed) >= WRAPPED_LEAST and cut > len(followed) / 2:
        return [0, *(match.end() for match in re.finditer(r"\n[^\S\n]*\n", text))]
    return [0, *(match.end() for match in re.finditer("\n", text))]


def pack(tokens: Tokens, text: str, size: int) -> list[Window]:
    """Lay *tokens* into windows of up to *size* (`[CLS]` and `[SEP]` apart), whole paragraphs where they fit."""
    windows: list[Window] = []
    start = end = 0
    for high in _paragraph_ends(tokens.paragraphs):
        if high - start > size and end > start:
            windows.append(Window(start, end))
            start = end
        while high - start > size:
            cut = _sentence_cut(tokens, text, start, start + size)
            windows.append(Window(start, cut))
            start = cut
        end = high
    if end > start:
        windows.append(Window(start, end))
    return windows


def region(paragraphs: NDArray[np.int64], cue_start: int) -> tuple[int, int]:
    """The stretch of a window in which a cue's source and content are sought: the cue's paragraph.

    *paragraphs* (n,) as in `Tokens`, of one window's tokens.
    """
    low, high = np.searchsorted(paragraphs, (paragraphs[cue_start], paragraphs[cue_start] + 1))
    return int(low), int(high)


def distance_buckets(low: int, high: int, cue: tuple[int, int]) -> NDArray[np.int64]:
    """How far each token of `[low, high)` stands from *cue*, as one of `DISTANCE_BUCKETS` steps.

    >>> distance_buckets(0, 5, (2, 3)).tolist()
    [30, 31, 32, 33, 34]
    """
    at = np.arange(low, high)
    distance = np.minimum(at - cue[0], 0) + np.maximum(at - cue[1] + 1, 0)
    buckets: NDArray[np.int64] = _bucket_table()[np.clip(distance, -FARTHEST, FARTHEST) + FARTHEST]
    return buckets


@cache
def _bucket_table() -> NDArray[np.int64]:
    """The bucket of each distance from -`FARTHEST` to `FARTHEST`."""
    distance = np.arange(-FARTHEST, FARTHEST + 1)
    far = np.abs(distance)
    steps = np.where(far <= EXACT, far, EXACT + 4 * np.log2(np.maximum(far, EXACT) / EXACT))
    middle = DISTANCE_BUCKETS // 2
    table: NDArray[np.int64] = middle + (np.sign(distance) * np.minimum(steps, middle)).astype(np.int64)
    return table


def _paragraph_ends(paragraphs: NDArray[np.int64]) -> list[int]:
    return [*(np.flatnonzero(np.diff(paragraphs)) + 1).tolist(), len(paragraphs)]


def _sentence_cut(tokens: Tokens, text: str, start: int, limit: int) -> int:
    """The last place in the second half of `[start, limit)` where a sentence ends, else *limit*."""
    for cut in range(limit, (start + limit) // 2, -1):
        before, gap = int(tokens.ends[cut - 1]), int(tokens.starts[cut])
        if gap > before and text[max(before - 2, 0) : before].rstrip("\"”')")[-1:] in {".", "!", "?"}:
            return cut
    return limit


def _case_features(text: str, offsets: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
    letters = sum(character.isalpha() for character in text[:20000])
    capitals = sum(character.isupper() for character in text[:20000])
    if letters and capitals > letters * 0.6:
        return np.full(len(offsets), CASE_UNKNOWN, dtype=np.int64)
    cases = np.empty(len(offsets), dtype=np.int64)
    for index, (start, end) in enumerate(offsets):
        piece = text[start:end]
        if piece.islower():
            cases[index] = CASE_LOWER
        elif len(piece) > 1 and piece.isupper():
            cases[index] = CASE_UPPER
        elif piece[:1].isupper():
            cases[index] = CASE_TITLE
        else:
            cases[index] = CASE_OTHER
    return cases


def _quote_features(text: str, offsets: Sequence[tuple[int, int]], first: Sequence[bool]) -> NDArray[np.int64]:
    states = np.empty(len(offsets), dtype=np.int64)
    inside = False
    for index, ((start, end), opens_paragraph) in enumerate(zip(offsets, first, strict=True)):
        if opens_paragraph:
            inside = False
        piece = text[start:end]
        if piece in OPENING:
            inside, states[index] = True, QUOTE_MARK
        elif piece in CLOSING:
            inside, states[index] = False, QUOTE_MARK
        elif piece == STRAIGHT:
            inside, states[index] = not inside, QUOTE_MARK
        else:
            states[index] = QUOTE_INSIDE if inside else QUOTE_OUTSIDE
    return states
