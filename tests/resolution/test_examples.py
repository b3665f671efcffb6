"""The project's own example paragraphs: kinds, narration and stances, read as a user reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import onrecord
from onrecord.records import Span
from onrecord.resolution.kind import kind_of_content
from onrecord.resolution.prose import Prose

DATA = Path(__file__).parent / "data"


def rows(file):
    return [json.loads(line) for line in (DATA / file).read_text(encoding="utf-8").splitlines()]


KINDS = rows("kinds.jsonl")


@pytest.mark.parametrize(
    ("kind", "expected", "least"),
    [("direct", "direct", 19), ("mixed", "mixed", 19), ("indirect", "indirect", 20), ("verbatim", "direct", 15)],
)
def test_a_kind_is_told_by_quotation_marks_or_by_verbatim_words(kind, expected, least):
    """Of twenty paragraphs each; verbatim words without marks are the hard ones."""
    examples = [row for row in KINDS if row["kind"] == kind]
    found = [
        kind_of_content(
            Prose(row["text"]), *(Span(tuple(map(tuple, row[role]))) for role in ("cue", "content")), nested=False
        )
        for row in examples
    ]

    assert len(examples) == 20
    assert found.count(expected) >= least


def found_stances():
    """For each example, its stance and the one read at its cue, None where no statement was found there."""
    pairs = []
    for row in rows("stances.jsonl"):
        start, end = row["cue"][0][0], row["cue"][-1][1]
        near = [
            statement
            for statement in onrecord.read_text(row["text"], id="a").statements
            if statement.cue and statement.cue.start < end and start < statement.cue.end
        ]
        pairs.append((row["stance"], near[0].stance if near else None))
    return pairs


@pytest.mark.model
def test_stances_are_read_both_ways_also_where_cue_or_content_is_negated():
    """Twelve paragraphs a stance, many of them pairs such as `did not deny` and `denied`."""
    pairs = found_stances()
    found = [(expected, read) for expected, read in pairs if read]
    right = sum(expected == read for expected, read in found)

    assert len(found) >= 0.8 * len(pairs)
    assert right >= 0.5 * len(found)


@pytest.mark.model
@pytest.mark.parametrize("file", ["kinds.jsonl", "narrations.jsonl"])
def test_narration_is_seldom_found_and_never_where_there_is_none(file):
    """The outlet's own side in small articles: precision before recall."""
    told = wrong = articles = 0
    for row in rows(file):
        if row["kind"] not in {"narration", "no-narration"}:
            continue
        articles += row["kind"] == "narration"
        narrated = [one for one in onrecord.read_text(row["text"], id="a").statements if one.kind == "narration"]
        hits = [
            one.content
            for one in narrated
            if any(one.content.start < b and a < one.content.end for a, b in row["narration"])
        ]
        told += bool(hits)
        wrong += len(narrated) - len(hits)
        assert all(one.speaker is None and one.source is None for one in narrated)

    assert told >= 0.2 * articles
    assert wrong <= 1
