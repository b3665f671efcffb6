"""The shipped model on inputs that are hard on a reader. Each of these loads it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.documents.text import make_document
from onrecord.records import Reading

pytestmark = pytest.mark.model

EXAMPLE = (Path(__file__).parent.parent / "examples" / "harbour.txt").read_text(encoding="utf-8")


def read(reader, text, **facts):
    return reader.read_document(make_document(text, id="a", **facts))


def test_the_example_is_read_with_sources_cues_and_contents(reader):
    """Plain statements that any reader of English would mark."""
    reading = read(reader, EXAMPLE)
    found = {(reading.quote(one.source), reading.quote(one.cue)) for one in reading.statements}

    assert ("she", "said") in found
    assert ("The environment ministry", "said") in found
    assert len(reading.statements) >= 12


def test_every_span_quotes_the_article_and_every_parent_holds_its_child(reader):
    reading = read(reader, EXAMPLE)
    by_id = {one.id: one for one in reading.statements}

    assert any(one.within for one in reading.statements)
    for one in reading.statements:
        assert one.confidence == pytest.approx(one.confidence, abs=1)
        assert 0 < one.confidence <= 1
        for span in (one.source, one.cue, one.content):
            assert span is None or reading.quote(span).strip() == reading.quote(span) != ""
        if one.within:
            outer = by_id[one.within].content
            assert outer.start <= one.cue.start < one.cue.end <= outer.end


def test_a_reading_with_statements_comes_back_from_its_json(reader):
    reading = read(reader, EXAMPLE, title="Ministry says inquiry will follow")

    assert Reading.from_json(json.loads(json.dumps(reading.to_json()))) == reading


def test_a_headline_given_apart_is_read_and_counts_in_the_title(reader):
    """And moves no offset of the text."""
    title, text = EXAMPLE.split("\n\n", 1)
    reading = read(reader, text, title=title)
    headlines = [one for one in reading.statements if one.part == "title"]

    assert [one.cue.quote(title) for one in headlines if not one.within] == ["disputes"]
    assert ("she", "said") in {(reading.quote(one.source), reading.quote(one.cue)) for one in reading.statements}


def test_a_headline_that_the_text_begins_with_is_read_once(reader):
    title = "Mayor denies bridge report"

    assert all(one.part == "text" for one in read(reader, f"{title}\n\nIt rained.", title=title).statements)


@pytest.mark.parametrize(
    "text",
    [
        "", " \n\n ", "said", '"', "”" * 500, "\ud800 said \udfff", "🎺" * 3000, "a" * 100_000,
        "The mayor said no. " * 5300, "He said she said " * 600, "\n" * 5000,
        EXAMPLE.upper(), EXAMPLE.replace('"', ""), "Министр сказал, что не подтверждает сообщения. " * 20,
    ],
    ids=[
        "empty", "blank", "cue", "mark", "marks", "surrogates", "symbols", "no space", "long line", "deep", "breaks",
        "capitals", "no quotes", "russian",
    ],
)  # fmt: skip
def test_hard_texts_are_answered(reader, text):
    reading = read(reader, text)

    assert reading.document.text == text
    json.dumps(reading.to_json())


def test_capitals_and_missing_quotation_marks_still_give_statements(reader):
    assert len(read(reader, EXAMPLE.upper()).statements) >= 8
    assert len(read(reader, EXAMPLE.replace('"', "")).statements) >= 8


def test_a_long_line_is_read_to_its_end(reader):
    text = "The mayor said the bridge was safe. " * 300
    reading = read(reader, text)

    assert reading.statements[-1].cue.end > len(text) * 0.95


def test_what_else_is_read_changes_nothing(reader, tmp_path):
    """Alone, after another article, and in a process with eight threads."""
    alone = read(reader, EXAMPLE).to_json()["statements"]
    read(reader, "The council denied that it had known. " * 30)
    (tmp_path / "a.txt").write_text(EXAMPLE, encoding="utf-8")
    (tmp_path / "b.txt").write_text("He said no.", encoding="utf-8")
    command = [sys.executable, "-m", "onrecord", "read", str(tmp_path / "b.txt"), str(tmp_path / "a.txt")]
    threads = {**os.environ, "OMP_NUM_THREADS": "8", "RAYON_NUM_THREADS": "8"}
    lines = subprocess.run(command, capture_output=True, text=True, check=True, env=threads).stdout.splitlines()

    assert read(reader, EXAMPLE).to_json()["statements"] == alone
    assert json.loads(lines[1])["statements"] == alone
