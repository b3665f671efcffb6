"""Reads: every filter, every page, and no text that is an error."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import make_reading

from onrecord.errors import AbsentError, UsageError
from onrecord.ledger import queries
from onrecord.ledger.queries import Filter

FACTS = [("The Post", "2025-03-04"), ("Daily North", "2025-03-05"), ("The Post", "2025-03-06"), ("Wire", None)]


@pytest.fixture
def filled(ledger):
    for number, (outlet, published) in enumerate(FACTS, 1):
        ledger.append(make_reading(number, outlet=outlet, published=published, stance="alleges"))
    return ledger


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter(), 8),
        (Filter(speaker="Ada Lorn"), 4),
        (Filter(speaker="ada"), 4),
        (Filter(speaker="ÁDA  LORN"), 4),
        (Filter(speaker="nobody"), 0),
        (Filter(speaker="?"), 0),
        (Filter(stance="denies"), 4),
        (Filter(stance="alleges", outlet="The Post"), 2),
        (Filter(outlet="The Post"), 4),
        (Filter(source_type="person"), 8),
        (Filter(source_type="group"), 0),
        (Filter(since="2025-03-05"), 2),
        (Filter(until="2025-03-01"), 4),
        (Filter(since="2025-03-04", until="2025-03-04"), 1),
        (Filter(text="report 3"), 2),
        (Filter(text="REPORT", speaker="Ben Ode", since="2025-01-01"), 4),
        (Filter(text='"ben ode denied"'), 4),
        (Filter(text='"ode ben"'), 0),
        (Filter(text="deni* rep*"), 8),
        (Filter(text="deni"), 0),
        (Filter(text=""), 0),
        (Filter(text='"'), 0),
    ],
    ids=str,
)
def test_a_filter_gives_what_it_names(filled, wanted, count):
    with filled.read() as connection:
        assert len(queries.find_statements(connection, wanted).rows) == count


@pytest.mark.parametrize("newest", [False, True])
@pytest.mark.parametrize("wanted", [Filter(), Filter(speaker="Ada Lorn"), Filter(text="report")], ids=str)
def test_pages_give_every_statement_once_in_one_order(filled, wanted, newest):
    with filled.read() as connection:
        whole = queries.find_statements(connection, wanted, limit=100, newest=newest)
        paged, cursor = [], None
        while True:
            page = queries.find_statements(connection, wanted, limit=3, newest=newest, cursor=cursor)
            paged += page.rows
            cursor = page.cursor
            if cursor is None:
                break

    assert whole.cursor is None
    assert paged == list(whole.rows)
    if wanted.text is None:
        days = [row["said"] or "" for row in paged]
        assert days == sorted(days, reverse=newest)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("ab\"'*()-:&|!<>\\\0 %_^~{}é\ud83d𝔸ßNEAR") | st.characters(), max_size=12))
def test_no_text_is_an_error(filled, text):
    with filled.read() as connection:
        queries.find_statements(connection, Filter(text=text))
        queries.find_statements(connection, Filter(text=f'report "{text}"*'))
        queries.find_statements(connection, Filter(speaker=text, outlet=text, since=text, until=text))
        queries.find_speakers(connection, name=text)
        for find in (queries.find_article, queries.find_statement, queries.speaker_record):
            with pytest.raises(AbsentError):
                find(connection, text + "?")


@pytest.mark.parametrize("cursor", ["", "x", "W10", "WyJhIiwgImIiXQ", "é"])
def test_a_cursor_that_is_none_of_ours_is_refused_in_a_sentence(filled, cursor):
    with filled.read() as connection, pytest.raises(UsageError, match="as cursor"):
        queries.find_statements(connection, cursor=cursor)


def test_a_speakers_record_goes_through_time(filled):
    with filled.read() as connection:
        who, page = queries.speaker_record(connection, "lorn")
        everyone = queries.find_speakers(connection)
        with pytest.raises(AbsentError, match="found none"):
            queries.speaker_record(connection, "Ada Ode")

    assert (who["name"], who["role"], who["statements"], who["articles"]) == ("Ada Lorn", "mayor", 4, 4)
    assert [row["said"] for row in page.rows] == [None, "2025-03-04", "2025-03-05", "2025-03-06"]
    assert {row["name"] for row in everyone.rows} == {"Ada Lorn", "Ben Ode"}


def test_an_article_is_found_by_key_label_and_url(ledger):
    url = "https://post.example/1"
    article = ledger.append(make_reading(1, url=url)).article
    ledger.append(make_reading(2))
    with ledger.read() as connection:
        for name in (article, article[:8], "1.txt", url):
            assert queries.find_article(connection, name) == article
        assert [row["id"] for row in queries.article_statements(connection, article)] == ["s1", "s2"]
        first = queries.find_articles(connection, limit=1)
        second = queries.find_articles(connection, limit=1, cursor=first.cursor)
    assert [row["id"] for row in first.rows + second.rows] == ["1.txt", "2.txt"]


def test_what_changed_since_a_moment_is_told(ledger, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    ledger.append(make_reading(1))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1100000000")
    ledger.append(make_reading(2))
    with ledger.read() as connection:
        late = queries.changes(connection, "2004-01-01").rows
        first = queries.changes(connection, "2001-09-09", limit=3)
        rest = queries.changes(connection, "2001-09-09", cursor=first.cursor)

    assert [entry["kind"] for entry in late] == ["document", "statement", "statement", "reading"]
    assert [entry["seq"] for entry in first.rows + rest.rows] == list(range(8))
