"""Candidates are chosen so that no token plays two parts, and nested ones know their parent."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.extraction.extractor import Candidate, select, select_nested


def candidate(cue, content=(), confidence=0.9, source=()):
    return Candidate(cue, source, content, 0, np.zeros(0), confidence)


def tokens(ranges):
    return {index for low, high in ranges for index in range(low, high)}


SURE = candidate((2, 3), ((3, 9),), 0.9)


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (candidate((2, 4), ((10, 12),), 0.5), 1),
        (candidate((5, 6), ((13, 15),), 0.5), 1),
        (candidate((12, 13), ((13, 15),), 0.5), 2),
        (candidate((12, 13), ((13, 15),), 0.3), 1),
    ],
    ids=["cue on cue", "cue in content", "apart", "below the threshold"],
)
def test_the_surer_of_two_that_cannot_stand_side_by_side_is_kept(other, kept):
    chosen = select([other, SURE], 0.4)

    assert chosen[0] is SURE
    assert len(chosen) == kept


@pytest.mark.parametrize(
    ("sure", "unsure", "divided"),
    [
        (((3, 9),), ((8, 12),), (((3, 8),), ((8, 12),))),
        (((3, 9),), ((5, 12),), (((3, 9),), ((9, 12),))),
        (((0, 2), (3, 6)), ((4, 6), (9, 12)), (((0, 2), (3, 6)), ((9, 12),))),
        (((3, 5), (9, 12)), ((9, 12), (14, 16)), (((3, 5),), ((9, 12), (14, 16)))),
        (((3, 5), (6, 9)), ((6, 9),), (((3, 5),), ((6, 9),))),
        (((9, 11),), ((9, 11), (14, 16)), (((9, 11),), ((14, 16),))),
        (((3, 9),), ((3, 9),), (((3, 9),),)),
    ],
    ids=[
        "nearer to the unsure one's cue",
        "nearer to the surer one's cue",
        "a fragment, nearer to the surer one's",
        "a fragment, nearer to the unsure one's",
        "all that the unsure one has",
        "all that the surer one has",
        "all that both have",
    ],
)
def test_what_two_claim_as_content_goes_to_the_nearer_cue_and_leaves_neither_with_nothing(sure, unsure, divided):
    one, other = candidate((2, 3), sure, 0.9), candidate((12, 13), unsure, 0.5)

    assert tuple(kept.content for kept in select([other, one], 0.4)) == divided


@given(
    st.lists(
        st.tuples(
            st.integers(0, 30),
            st.lists(st.integers(0, 30), max_size=6, unique=True),
            st.floats(0.1, 0.9),
        ),
        max_size=6,
        unique_by=lambda drawn: drawn[0],
    )
)
def test_no_token_is_in_two_contents_and_none_is_made_up(drawn):
    candidates = []
    for cue, bounds, confidence in drawn:
        edges = sorted(bounds[: len(bounds) // 2 * 2])
        content = tuple((low, high) for low, high in zip(edges[::2], edges[1::2], strict=True))
        if not any(low <= cue < high for low, high in content):
            candidates.append(candidate((cue, cue + 1), content, confidence))
    before = {one.cue: tokens(one.content) for one in candidates}

    chosen = select(candidates, 0.4)

    counts = Counter(token for one in chosen for token in tokens(one.content) | tokens((one.cue,)))
    assert set(counts.values()) <= {1}
    for one in chosen:
        assert tokens(one.content) <= before[one.cue]
        assert bool(one.content) == bool(before[one.cue])


def test_one_source_may_say_two_things():
    source = ((0, 2),)
    both = [candidate((2, 3), ((3, 6),), source=source), candidate((7, 8), ((8, 12),), source=source)]

    assert select(both, 0.4) == both


def test_what_stands_inside_another_ones_content_is_left_for_the_search_of_that_content():
    outer, middle, inner = candidate((0, 1), ((1, 20),)), candidate((4, 5), ((6, 20),)), candidate((9, 10), ((11, 20),))

    assert select_nested([inner, middle, outer], 0.4) == [outer]


def test_of_two_that_hold_each_other_the_surer_is_the_outer_one():
    one, other = candidate((0, 1), ((4, 9),), 0.8), candidate((5, 6), ((0, 3),), 0.6)

    assert select_nested([other, one], 0.4) == [one]
