"""The project's own example paragraphs: kinds, narration and stances, read as a user reads them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

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
