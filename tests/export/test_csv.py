"""Rows that a spreadsheet opens as they are."""

from __future__ import annotations

import csv
import io

from onrecord.documents.text import make_document
from onrecord.export.csv import COLUMNS, header, to_rows
from onrecord.records import Reading, Span, Statement


def test_a_statement_is_a_row_with_its_words_and_offsets():
    text = '"It is, he said, over."'
    cue, source, content = Span(((11, 15),)), Span(((8, 10),)), Span(((0, 7), (17, 23)))
    statement = Statement("s1", cue, source, content, "asserts", "direct", 0.9)
    reading = Reading(make_document(text, id="a.txt", outlet="=1+1"), (statement,))
    (row,) = csv.DictReader(io.StringIO(header() + to_rows(reading)))

    assert tuple(row) == COLUMNS
    assert (row["source"], row["cue"], row["content"]) == ("he", "said", '"It is, … over."')
    assert (row["source_spans"], row["content_spans"]) == ("8-10", "0-7;17-23")
    assert row["outlet"] == "'=1+1"
