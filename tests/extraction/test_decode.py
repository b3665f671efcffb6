"""The decoder finds the best labels there are, for each region by itself."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.decode import find_cues, label_regions, ranges

FORBIDDEN = -1e4


def transitions(seed):
    table = np.random.default_rng(seed).normal(size=(6, 5))
    for inside in (2, 4):
        table[[row for row in range(6) if row not in {inside - 1, inside}], inside] = FORBIDDEN
    return table


def total(scores, labels, table):
    path = [5, *labels]
    return sum(table[a, b] for a, b in pairwise(path)) + sum(scores[i, b] for i, b in enumerate(labels))


@pytest.mark.parametrize("seed", range(6))
def test_the_labels_are_the_best_of_all_there_are(seed):
    """Against every labelling of four tokens, scored one by one."""
    scores = np.random.default_rng(seed + 100).normal(size=(4, 5)) * 2
    table = transitions(seed)
    every = {labels: total(scores, labels, table) for labels in product(range(5), repeat=4)}
    best = max(every, key=every.get)
    (found,) = label_regions([scores], table)

    assert (found.source, found.content) == (ranges(list(best), 1), ranges(list(best), 3))
    assert found.log_probability == pytest.approx(every[best] - np.logaddexp.reduce(list(every.values())))


@given(st.lists(st.integers(1, 9), min_size=1, max_size=5), st.integers(0, 99))
def test_a_region_is_labelled_alike_alone_and_beside_others(lengths, seed):
    regions = [np.random.default_rng(seed + n).normal(size=(length, 5)) for n, length in enumerate(lengths)]
    table = transitions(seed)

    assert label_regions(regions, table) == [label_regions([one], table)[0] for one in regions]


def test_a_cue_goes_on_while_inside_is_likeliest():
    scores = np.array([[5, 0, 0], [0, 5, 0], [0, 0, 5], [5, 0, 0], [0, 1, 0], [5, 0, 1]], dtype=float)

    assert [(cue.start, cue.end) for cue in find_cues(scores, 0.5)] == [(1, 3), (4, 5)]


def test_fewer_cues_are_found_where_more_is_asked_of_them():
    scores = np.array([[0, 1, 0], [0, 4, 0]], dtype=float)

    assert [len(find_cues(scores, least)) for least in (0.1, 0.9, 0.99)] == [2, 1, 0]
