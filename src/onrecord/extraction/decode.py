"""Scores into cues and spans: what the model's numbers say in words of the text."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float32] | NDArray[np.float64]

TokenRanges = tuple[tuple[int, int], ...]

BEGIN, INSIDE = 1, 2
"""The labels of a cue's first and further tokens."""
TINY = 1e-6
SOURCE, CONTENT = 1, 3
"""The label that begins each role; the next one goes on with it."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Tokens that may be a cue, and the log-odds that a cue begins there."""

    start: int
    end: int
    log_odds: float


@dataclass(frozen=True, slots=True)
class Labelling:
    """The best labels of a region: token ranges of each role, and the log-probability of the whole."""

    source: TokenRanges
    content: TokenRanges
    log_probability: float


def find_cues(scores: Floats, least: float) -> list[Cue]:
    """Every place where a cue begins with a probability of *least* or more.

    A cue goes on for as long as the next token is rather in it than not, given that
    it is there: its probability of being inside is over half of the beginning's.
    So an unsure cue of several words keeps them.

    Args:
        scores: (n, 3), outside, begin, inside, unnormalised.
        least: probability, 0 to 1.

    Source: our own rule; no paper behind it.
    """
    exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares = exponents / exponents.sum(axis=1, keepdims=True)  # (n, 3)
    inside = shares[:, INSIDE].tolist()
    cues = []
    for start in np.flatnonzero(shares[:, BEGIN] >= least).tolist():
        begin = float(shares[start, BEGIN])
        end = start + 1
        while end < len(inside) and inside[end] > begin / 2:
            end += 1
        cues.append(Cue(start, end, math.log(begin) - math.log(max(1.0 - begin, TINY))))
    return cues


def label_regions(scores: list[Floats], transitions: Floats) -> list[Labelling]:
    """The likeliest labels of each region under the conditional random field.

    All regions step forward together, each for itself: none has a say in another's.

    Args:
        scores: a (r, 5) for each region, r ≥ 1: outside, source begin and inside,
            content begin and inside.
        transitions: (6, 5) from each label, and from the start (last row), to each.

    Source: Viterbi (1967); Lafferty, McCallum & Pereira (2001).
    """
    if not scores:
        return []
    lengths = [len(region) for region in scores]
    longest, size = max(lengths), scores[0].shape[1]
    padded = np.zeros((longest, len(scores), size))
    for row, region in enumerate(scores):
        padded[: len(region), row] = region
    moves = transitions[:-1].astype(np.float64)  # (5, 5) from, to
    factors, shares = np.exp(moves), np.exp(padded - padded.max(axis=2, keepdims=True))
    # A region that has ended steps on with the others; what comes after its end is not looked at.
    best = np.empty_like(padded)  # the best path's score to each label
    back = np.zeros(padded.shape, dtype=np.int64)
    sums = np.empty(padded.shape[:2])  # what the forward pass is divided by at each step
    best[0] = transitions[-1] + padded[0]
    forward = np.exp(transitions[-1]) * shares[0]
    for step in range(longest):
        if step:
            paths = best[step - 1][:, :, None] + moves  # (m, 5, 5)
            back[step] = paths.argmax(axis=1)
            best[step] = paths.max(axis=1) + padded[step]
            # Not `@`: BLAS rounds by the number of rows, and a region must not depend on its neighbours.
            forward = (forward[:, :, None] * factors).sum(axis=1) * shares[step]
        sums[step] = forward.sum(axis=1)
        forward /= sums[step][:, None]
    logs = np.log(sums) + padded.max(axis=2)  # (longest, m)
    labellings = []
    for row, length in enumerate(lengths):
        labels = [int(best[length - 1, row].argmax())]
        for step in range(length - 1, 0, -1):
            labels.append(int(back[step, row, labels[-1]]))
        labels.reverse()
        sure = float(best[length - 1, row].max() - logs[:length, row].sum())
        labellings.append(Labelling(ranges(labels, SOURCE), ranges(labels, CONTENT), min(sure, 0.0)))
    return labellings


def ranges(labels: list[int], first: int) -> TokenRanges:
    """The stretches of one role: each begins with *first* and goes on with *first* + 1.

    >>> ranges([0, 1, 2, 0, 3, 4, 3], 3)
    ((4, 6), (6, 7))
    """
    found: list[tuple[int, int]] = []
    for index, value in enumerate(labels):
        if value == first:
            found.append((index, index + 1))
        elif value == first + 1 and found and found[-1][1] == index:
            found[-1] = (found[-1][0], index + 1)
    return tuple(found)
