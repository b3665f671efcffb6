"""The article on a terminal: every span marked at its place, with colour or without."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from onrecord.cli.marked import mark, print_marked
from onrecord.documents.text import make_document
from onrecord.records import Reading, Span, Statement

TEXT = "He said she denied it."


@pytest.fixture
def reading():
    outer = Statement("s1", Span(((3, 7),)), Span(((0, 2),)), Span(((8, 21),)), "asserts", "indirect", 0.9)
    inner = Statement("s2", Span(((12, 18),)), Span(((8, 11),)), Span(((19, 21),)), "denies", "indirect", 0.8, "s1")
    return Reading(make_document(TEXT, id="a.txt"), (outer, inner))


def test_without_colour_brackets_show_the_nesting(reading):
    assert mark(reading, "text", brackets=True).plain == "{He} <said>¹ [{she} <denied>² [it]]."


def test_with_colour_each_style_lies_on_its_words(reading):
    marked = mark(reading, "text", brackets=False)
    styled = {marked.plain[span.start : span.end].strip("¹²"): span.style for span in marked.spans}

    assert marked.plain == "He said¹ she denied² it."
    assert styled["said"] == "bold yellow"
    assert styled["she"] == "bold cyan underline"


@given(st.lists(st.integers(0, len(TEXT)), min_size=6, max_size=6, unique=True).map(sorted))
def test_marking_takes_no_character_of_the_article_away(bounds):
    source, cue, content = (Span((pair,)) for pair in zip(bounds[::2], bounds[1::2], strict=True))
    statement = Statement("s1", cue, source, content, "asserts", "indirect", 0.9)
    marked = mark(Reading(make_document(TEXT, id="a"), (statement,)), "text", brackets=True).plain

    assert "".join(character for character in marked if character not in "{}<>[]¹") == TEXT


def test_a_reading_without_statements_says_so():
    screen = io.StringIO()
    print_marked(Reading(make_document("Nothing.", id="a.txt"), ()), Console(file=screen, width=80))

    assert "No statement found." in screen.getvalue()


def test_no_word_of_the_table_is_cut_off():
    """A long cue folds in its narrow column."""
    text = "He incontrovertibly-acknowledged it."
    statement = Statement("s1", Span(((3, 32),)), Span(((0, 2),)), Span(((33, 35),)), "confirms", "indirect", 0.9)
    screen = io.StringIO()
    print_marked(Reading(make_document(text, id="a.txt"), (statement,)), Console(file=screen, width=70))

    assert "…" not in screen.getvalue()
