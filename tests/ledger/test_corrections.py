"""People's judgements: new lines that stand over what the model read, whatever a newer model reads."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from making import make_reading

from onrecord.errors import AbsentError, UsageError
from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.keys import speaker_key
from onrecord.ledger.queries import Filter
from onrecord.records import Span

EVE = {"by": "Eve", "why": "read by eye"}


@pytest.fixture
def article(ledger):
    return ledger.append(make_reading()).article


def rows_of(ledger, **wanted):
    with ledger.read() as connection:
        return list(queries.find_statements(connection, Filter(**wanted)).rows)


def key_of(ledger, label="s1"):
    return next(row["key"] for row in rows_of(ledger, everything=True) if row["id"] == label)


@pytest.mark.parametrize(
    ("changes", "field", "stands"),
    [
        ({"stance": "denies"}, "stance", "denies"),
        ({"speaker": "Ida Lorn"}, "speaker", "Ida Lorn"),
        ({"content": "denied report"}, "content", {"spans": [[22, 35]], "text": "denied report"}),
        ({"source": Span(((0, 3),))}, "source", {"spans": [[0, 3]], "text": "Ada"}),
    ],
    ids=["stance", "speaker", "content", "source"],
)
@pytest.mark.usefixtures("article")
def test_the_view_has_the_latest_and_the_history_all(ledger, changes, field, stands):
    key = key_of(ledger)
    assert ledger.correct(key, {"stance": "asks"}, **EVE)
    assert ledger.correct(key, changes, **EVE)
    assert ledger.correct(key, changes, **EVE) is None
    row = next(row for row in rows_of(ledger) if row["key"] == key)
    with ledger.read() as connection:
        past = [entry["kind"] for entry in queries.history(connection, key)]

    assert row[field] == stands
    assert row["status"] == "corrected"
    assert past == ["statement", "correction", "correction"]
    assert list(check(ledger)) == []


@pytest.mark.usefixtures("article")
def test_a_corrected_speaker_is_found_under_the_new_name_and_counted(ledger):
    ledger.correct(key_of(ledger), {"speaker": "Ida Lorn"}, **EVE)
    with ledger.read() as connection:
        speakers = {row["name"]: row["statements"] for row in queries.find_speakers(connection).rows}

    assert [row["id"] for row in rows_of(ledger, speaker="Ida Lorn")] == ["s1"]
    assert rows_of(ledger, speaker="Ada Lorn") == []
    assert speakers == {"Ida Lorn": 1, "Ben Ode": 1, "Ada Lorn": 0}


def test_a_rejected_statement_is_listed_only_on_demand_and_can_come_back(ledger, article):
    key = key_of(ledger)
    ledger.correct(key, {"rejected": True}, **EVE)
    assert [row["id"] for row in rows_of(ledger)] == ["s2"]
    assert [row["status"] for row in rows_of(ledger, everything=True)] == ["current", "rejected"]
    with ledger.read() as connection:
        reading = queries.article_reading(connection, article)
    assert [(each.id, each.within) for each in reading.statements] == [("s1", None)]

    ledger.correct(key, {"rejected": False}, **EVE)
    assert len(rows_of(ledger)) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "found nothing to correct"),
        ({"stance": "shouts"}, "found 'shouts' as stance"),
        ({"content": "not there"}, "found no 'not there' in the article"),
        ({"speaker": "?"}, "expected a name"),
        ({"kind": "direct"}, "found 'kind'"),
    ],
    ids=str,
)
@pytest.mark.usefixtures("article")
def test_a_correction_that_cannot_be_meant_is_refused(ledger, changes, said):
    with pytest.raises(UsageError, match=said):
        ledger.correct(key_of(ledger), changes, **EVE)
    with pytest.raises(UsageError, match="expected --by"):
        ledger.correct(key_of(ledger), {"stance": "denies"}, by=" ", why="x")
    with pytest.raises(AbsentError, match="found none"):
        ledger.correct("0" * 32, {"stance": "denies"}, **EVE)


def test_corrections_survive_a_newer_model(ledger, article):
    """One statement is read the same, the other is not read any more: both stand as people have them."""
    ledger.correct(key_of(ledger, "s1"), {"stance": "denies"}, **EVE)
    ledger.correct(key_of(ledger, "s2"), {"speaker": "Bea Ode"}, **EVE)
    newer = make_reading(model="two", stance="wants")
    said, denied = newer.statements
    moved = replace(denied, content=None, stance="alleges")
    filed = ledger.reread(replace(newer, statements=(said, moved)))
    rows = rows_of(ledger)

    assert filed.outcome == "read again"
    assert {(row["id"], row["stance"], row["speaker"]) for row in rows} == {
        ("s1", "denies", "Ada Lorn"),
        ("s2", "denies", "Bea Ode"),
    }
    assert ledger.reread(replace(newer, statements=(said, moved))).entries == 0
    assert ledger.reread(make_reading()).outcome == "read again"
    assert {row["stance"] for row in rows_of(ledger)} == {"denies"}
    assert list(check(ledger)) == []
    with ledger.read() as connection:
        assert len(queries.article_statements(connection, article)) == 2


def test_a_withdrawn_article_stays_and_is_marked(ledger, article):
    assert ledger.withdraw(article, **EVE)
    assert ledger.withdraw(article, **EVE) is None

    assert rows_of(ledger) == []
    assert {row["status"] for row in rows_of(ledger, everything=True)} == {"withdrawn"}
    with ledger.read() as connection:
        assert queries.article_facts(connection, article)["status"] == "withdrawn"
    assert list(check(ledger)) == []


def test_redaction_removes_the_words_and_keeps_the_hashes(ledger, article):
    ledger.correct(key_of(ledger), {"speaker": "Ida Secret"}, **EVE)
    ledger.append(make_reading(2))
    with ledger.read() as connection:
        before = queries.head(connection)
    entry = ledger.redact(article, by="Eve", why="a court says so")
    with ledger.read() as connection:
        past = list(queries.history(connection, article))
        proof = queries.prove_consistency(connection, before["size"])
        with pytest.raises(AbsentError, match="redacted"):
            queries.article_reading(connection, article)

    assert entry.data["sha256"] == [make_reading().document.sha256]
    assert [each["payload"] for each in past[:-1]] == [None] * (len(past) - 1)
    assert proof["head"]["size"] == before["size"] + 1
    assert rows_of(ledger, text="report 1", everything=True) == []
    assert ledger.append(make_reading()).outcome == "redacted"
    assert ledger.redact(article, by="Eve", why="a court says so") is None
    assert list(check(ledger)) == []
    if ledger.engine.dialect.name == "sqlite":
        content = b"".join(path.read_bytes() for path in Path(ledger.location).parent.iterdir())
        assert b"report 2" in content
        assert b"report 1" not in content
        assert b"secret" not in content.lower()


def test_two_names_become_one_speaker_and_two_again(ledger):
    ledger.append(make_reading(1))
    assert ledger.merge("Ben Ode", "Ada Lorn", **EVE)
    assert ledger.merge("Ben Ode", "Ada Lorn", **EVE) is None
    ledger.append(make_reading(2))
    assert len(rows_of(ledger, speaker="Ben Ode")) == len(rows_of(ledger, speaker="Ada Lorn")) == 4
    assert list(check(ledger)) == []
    with pytest.raises(UsageError, match="expected two speakers"):
        ledger.merge("Ada Lorn", "Ben Ode", **EVE)
    with pytest.raises(AbsentError):
        ledger.merge("Cy", "Ben Ode", **EVE)

    ledger.merge("Ben Ode", None, **EVE)
    assert len(rows_of(ledger, speaker="Ben Ode")) == len(rows_of(ledger, speaker="Ada Lorn")) == 2
    assert list(check(ledger)) == []


def keys_by(ledger, label):
    return [row["key"] for row in rows_of(ledger, everything=True) if row["id"] == label]


def speakers_of(ledger, name):
    with ledger.read() as connection:
        return {row["key"]: row["statements"] for row in queries.find_speakers(connection, name=name).rows}


def test_statements_of_a_namesake_get_one_speaker_of_their_own(ledger):
    for number in (1, 2, 3):
        ledger.append(make_reading(number))
    first, second, third = keys_by(ledger, "s1")
    filed = ledger.split("Ada Lorn", [first, second], **EVE)
    (own,) = {entry.data["own"] for entry in filed}

    assert len(rows_of(ledger, speaker="Ada Lorn")) == 3
    assert [row["key"] for row in rows_of(ledger, speaker=own)] == [first, second]
    assert {row["speaker"] for row in rows_of(ledger, speaker=own)} == {"Ada Lorn"}
    assert speakers_of(ledger, "Ada Lorn") == {own: 2, speaker_key("Ada Lorn", None): 1}
    assert [row["key"] for row in rows_of(ledger, speaker=speaker_key("Ada Lorn", None))] == [third]
    assert ledger.split("Ada Lorn", [second, first], **EVE) == []
    assert ledger.split(speaker_key("Ada Lorn", None), [second, first], **EVE) == []
    with ledger.read() as connection:
        assert [entry["kind"] for entry in queries.history(connection, first)] == ["statement", "split"]
        with pytest.raises(AbsentError, match="Ada Lorn"):
            queries.speaker_record(connection, "Ada Lorn")
        assert queries.speaker_record(connection, own)[0]["statements"] == 2
        reading = queries.article_reading(connection, filed[0].article)
    assert [speaker.name for speaker in reading.speakers if speaker.id in reading.statements[0].speaker_ids] == [
        "Ada Lorn"
    ]
    assert list(check(ledger)) == []


@pytest.mark.usefixtures("article")
def test_a_split_survives_a_newer_model_and_the_latest_word_on_the_speaker_counts(ledger):
    key = key_of(ledger)
    own = ledger.split("Ada Lorn", [key], **EVE)[0].data["own"]
    newer = make_reading(model="two")
    said, denied = newer.statements
    ledger.reread(replace(newer, statements=(replace(said, speaker="Ida", speaker_ids=()), denied)))
    assert [row["key"] for row in rows_of(ledger, speaker=own)] == [key]
    ledger.reread(replace(newer, statements=(denied,)))
    assert [row["key"] for row in rows_of(ledger, speaker=own)] == [key]

    ida = {"speaker": "Ida Lorn"}
    assert ledger.correct(key, ida, **EVE)
    assert rows_of(ledger, speaker=own) == []
    assert ledger.split("Ida Lorn", [key], **EVE)
    assert rows_of(ledger, speaker=speaker_key("Ida Lorn", None)) == []
    assert ledger.correct(key, ida, **EVE)
    assert [row["key"] for row in rows_of(ledger, speaker=speaker_key("Ida Lorn", None))] == [key]
    assert list(check(ledger)) == []


@pytest.mark.usefixtures("article")
def test_a_speaker_that_was_split_off_is_split_again_by_its_key(ledger):
    ledger.append(make_reading(2))
    first, second = keys_by(ledger, "s1")
    own = ledger.split("Ada Lorn", [first, second], **EVE)[0].data["own"]
    (entry,) = ledger.split(own, [second], **EVE)

    assert [row["key"] for row in rows_of(ledger, speaker=own)] == [first]
    assert [row["key"] for row in rows_of(ledger, speaker=entry.data["own"])] == [second]
    assert {entry.data["names"][entry.data["own"]]} == {"Ada Lorn"}
    assert list(check(ledger)) == []


def test_a_merged_speaker_is_split_off_by_the_name_it_is_found_under(ledger):
    ledger.append(make_reading(1))
    ledger.append(make_reading(2))
    ledger.merge("Ben Ode", "Ada Lorn", **EVE)
    key = key_of(ledger, "s2")
    own = ledger.split("Ada Lorn", [key], **EVE)[0].data["own"]

    assert [row["key"] for row in rows_of(ledger, speaker=own)] == [key]
    assert len(rows_of(ledger, speaker=speaker_key("Ada Lorn", None))) == 3
    ledger.merge("Ben Ode", None, **EVE)
    assert [row["key"] for row in rows_of(ledger, speaker=own)] == [key]
    assert list(check(ledger)) == []


def test_a_split_that_cannot_be_meant_files_nothing(ledger):
    ledger.append(make_reading(1))
    with pytest.raises(UsageError, match=r"found 'Ben Ode' as speaker of statement .*, expected 'Ada Lorn'"):
        ledger.split("Ada Lorn", [key_of(ledger), key_of(ledger, "s2")], **EVE)
    with pytest.raises(AbsentError):
        ledger.split("Ada Lorn", ["0" * 32], **EVE)
    with pytest.raises(UsageError, match="found no statement"):
        ledger.split("Ada Lorn", [], **EVE)
    assert speakers_of(ledger, "Ada Lorn") == {speaker_key("Ada Lorn", None): 1}
