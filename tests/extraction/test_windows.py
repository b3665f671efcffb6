"""Tokens point at the text, and windows hold each of them once."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from onrecord.extraction.windows import (
    CASE_UNKNOWN,
    QUOTE_INSIDE,
    QUOTE_MARK,
    QUOTE_OUTSIDE,
    pack,
    paragraph_starts,
    region,
    tokenize,
)  # fmt: skip

words = st.sampled_from(
    ["The", "mayor", "said", "“no”", '"yes"', ".", "\n", "\n\n", "é́", "🎺", "\ud800", "한국", "  ", "x" * 200]
)


@settings(deadline=None)
@given(st.lists(words, max_size=200).map(" ".join), st.integers(8, 60))
@example("", 8)
def test_windows_hold_every_token_once_and_never_more_than_their_size(tokenizer, text, size):
    tokens = tokenize(text, tokenizer)
    windows = pack(tokens, text, size)

    assert [index for window in windows for index in range(window.start, window.end)] == list(range(len(tokens)))
    assert all(0 < window.end - window.start <= size for window in windows)


@settings(deadline=None)
@given(st.lists(words, max_size=60).map(" ".join))
def test_offsets_are_code_points_of_the_text_as_read(tokenizer, text):
    """Each word of plain ASCII is found just where the text has it."""
    tokens = tokenize(text, tokenizer)
    bounds = list(zip(tokens.starts.tolist(), tokens.ends.tolist(), strict=True))

    assert all(0 <= start < end <= len(text) for start, end in bounds)
    assert [text[start:end] for start, end in bounds].count("mayor") == text.split().count("mayor")


def test_a_paragraph_stays_whole_where_it_fits(tokenizer):
    text = "\n".join(["one two three four five six ."] * 5)
    tokens = tokenize(text, tokenizer)

    assert [window.end - window.start for window in pack(tokens, text, 15)] == [14, 14, 7]


def test_a_paragraph_too_long_is_cut_after_a_sentence(tokenizer):
    text = "The mayor said no. " * 8
    tokens = tokenize(text, tokenizer)

    assert all(text[tokens.ends[window.end - 1] - 1] == "." for window in pack(tokens, text, 12))


def test_a_cue_is_searched_for_in_its_own_paragraph(tokenizer):
    tokens = tokenize("He left .\nShe said so .\nThey stayed .", tokenizer)

    assert region(tokens.paragraphs, 4) == (3, 7)


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", [0]),
        ("a\nb", [0, 2]),
        ("A headline without a stop\n\nA line.\n", [0, 26, 27, 35]),
    ],
)
def test_a_line_is_a_paragraph(text, starts):
    assert paragraph_starts(text) == starts


def test_a_text_wrapped_to_a_column_breaks_only_at_blank_lines():
    block = "The mayor said on Monday that the council would not comment on the\n" * 3 + "report.\n"
    text = f"{block}\n{block}"

    assert paragraph_starts(text) == [0, len(block) + 1]


def test_quotation_marks_are_followed_and_forgotten_at_the_paragraphs_end(tokenizer):
    tokens = tokenize('He “said so” , "yes\nno .', tokenizer)
    states = tokens.features[:, 1].tolist()

    assert states == [
        QUOTE_OUTSIDE, QUOTE_MARK, QUOTE_INSIDE, QUOTE_INSIDE, QUOTE_MARK, QUOTE_OUTSIDE, QUOTE_MARK, QUOTE_INSIDE,
        QUOTE_OUTSIDE, QUOTE_OUTSIDE,
    ]  # fmt: skip


def test_capitals_say_nothing_where_everything_is_capitals(tokenizer):
    assert set(tokenize("THE MAYOR SAID NO.", tokenizer).features[:, 0].tolist()) == {CASE_UNKNOWN}
