"""Candidates are chosen so that no token plays two parts, and nested ones know their parent."""

from __future__ import annotations

import numpy as np
import pytest

from onrecord.extraction.extractor import Candidate, select, select_nested


def candidate(cue, content=(), confidence=0.9, source=()):
    return Candidate(cue, source, content, 0, np.zeros(0), confidence)


SURE = candidate((2, 3), ((3, 9),), 0.9)


@pytest.mark.parametrize(
    ("other", "kept"),
    [
        (candidate((2, 4), ((10, 12),), 0.5), 1),
        (candidate((12, 13), ((8, 12),), 0.5), 1),
        (candidate((5, 6), ((13, 15),), 0.5), 1),
        (candidate((12, 13), ((13, 15),), 0.5), 2),
        (candidate((12, 13), ((13, 15),), 0.3), 1),
    ],
    ids=["cue on cue", "content on content", "cue in content", "apart", "below the threshold"],
)
def test_the_surer_of_two_that_cannot_stand_side_by_side_is_kept(other, kept):
    chosen = select([other, SURE], 0.4)

    assert chosen[0] is SURE
    assert len(chosen) == kept


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
