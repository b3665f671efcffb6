"""When something was said: the newspaper rule, and nothing invented."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.resolution.time import moments

TUESDAY = date(2024, 9, 10)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("on Monday", "2024-09-09"),
        ("on Tuesday", "2024-09-10"),
        ("Wednesday", "2024-09-04"),
        ("last Tuesday", "2024-09-03"),
        ("on Monday local time", "2024-09-09"),
        ("Saturday night", "2024-09-07"),
        ("yesterday", "2024-09-09"),
        ("earlier today", "2024-09-10"),
        ("last night", "2024-09-09"),
        ("the day before yesterday", "2024-09-08"),
        ("three days ago", "2024-09-07"),
        ("two weeks ago", "2024-08-26/2024-09-01"),
        ("a month ago", "2024-08-01/2024-08-31"),
        ("last week", "2024-09-02/2024-09-08"),
        ("this week", "2024-09-09/2024-09-10"),
        ("last month", "2024-08-01/2024-08-31"),
        ("late last month", "2024-08-21/2024-08-31"),
        ("last year", "2023-01-01/2023-12-31"),
        ("in March", "2024-03-01/2024-03-31"),
        ("in November", "2023-11-01/2023-11-30"),
        ("in March 2021", "2021-03-01/2021-03-31"),
        ("on Sept. 2", "2024-09-02"),
        ("on 2 September", "2024-09-02"),
        ("on Monday, Sept. 2", "2024-09-02"),
        ("on September 2, 2021", "2021-09-02"),
        ("on the 2024-01-05", "2024-01-05"),
        ("in 2019", "2019-01-01/2019-12-31"),
    ],
)
def test_an_expression_is_the_last_such_time_on_or_before_publication(words, expected):
    (moment,) = moments(f"She said {words} that it was open.", TUESDAY)

    assert moment.iso == expected


@pytest.mark.parametrize("words", ["on Monday", "yesterday", "last week", "three days ago", "on Sept. 2", "in March"])
def test_without_a_publication_date_nothing_relative_is_dated(words):
    assert moments(f"She said {words} that it was open.", None) == []


@pytest.mark.parametrize(
    "words", ["next Tuesday", "on October 2", "Mondays", "on Feb. 30, 2024", "in May the force be", "the Sunday Post"]
)
def test_a_day_to_come_or_no_day_at_all_dates_nothing_wrongly(words):
    """What is still to come was not said yet; a name with a weekday in it is at most a past weekday."""
    assert all(moment.last <= TUESDAY for moment in moments(f"She said {words}.", TUESDAY))


@given(st.text(alphabet="MondayTuesLastwek 0123456789,.SeptinJuago-", max_size=60))
def test_every_moment_stands_in_the_text_and_begins_before_it_ends(text):
    for moment in moments(text, TUESDAY):
        assert 0 <= moment.start < moment.end <= len(text)
        assert moment.first <= moment.last
