"""A ledger out, into the other store, and out again: the same bytes and the same head."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from hashlib import sha256

import pytest
from making import make_reading

from onrecord.errors import LedgerError
from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.exchange import backup, export_lines, import_lines
from onrecord.ledger.queries import Filter
from onrecord.ledger.store import Ledger
from onrecord.records import Receipt

EVE = {"by": "Eve", "why": "so it is"}


def fill(ledger):
    raw = make_reading(1).document.text.encode("utf-16")
    document = replace(make_reading(1).document, raw=raw, sha256=sha256(raw).hexdigest())
    article = ledger.append(replace(make_reading(1), document=document)).article
    ledger.append(make_reading(2, text="Ada Lorn said Ben Ode denied 𝔸 \ud83d\0 report 2. \u202e\n"))
    gone = ledger.append(make_reading(3)).article
    ledger.file_receipt({"input": "4.txt", "status": "failed", "reason": "found a NUL byte"})
    with ledger.read() as connection:
        key = queries.article_statements(connection, article)[0]["key"]
    ledger.correct(key, {"stance": "denies"}, **EVE)
    ledger.merge("Ben Ode", "Ada Lorn", **EVE)
    ledger.redact(gone, **EVE)


def lines_of(ledger):
    with ledger.read() as connection:
        return list(export_lines(connection))


def test_export_import_export_gives_identical_bytes_in_the_other_store(ledger, tmp_path, new_database):
    fill(ledger)
    lines = lines_of(ledger)
    other = new_database() if ledger.engine.dialect.name == "sqlite" else str(tmp_path / "other.db")
    with Ledger.open(other, create=True) as copy:
        assert not [done for done in import_lines(copy, lines, "lines") if isinstance(done, Receipt)]
        again = lines_of(copy)
        with copy.read() as there, ledger.read() as here:
            assert queries.head(there) == queries.head(here)
            everything = Filter(everything=True)
            assert queries.find_statements(there, everything) == queries.find_statements(here, everything)
            assert queries.find_speakers(there) == queries.find_speakers(here)
        assert list(check(copy)) == []
        assert sum(import_lines(copy, lines, "lines")) == 0

    assert again == lines


def test_a_mirror_takes_what_is_new_and_drops_what_was_redacted_since(ledger, tmp_path):
    article = ledger.append(make_reading(1)).article
    with Ledger.open(str(tmp_path / "mirror.db"), create=True) as mirror:
        list(import_lines(mirror, lines_of(ledger), "lines"))
        ledger.append(make_reading(2))
        ledger.reread(make_reading(1, model="two"))
        ledger.redact(article, **EVE)
        list(import_lines(mirror, lines_of(ledger), "lines"))

        assert lines_of(mirror) == lines_of(ledger)
        assert list(check(mirror)) == []


def test_a_ledger_with_something_else_in_it_refuses_an_export(ledger, tmp_path):
    ledger.append(make_reading(1))
    with Ledger.open(str(tmp_path / "mirror.db"), create=True) as mirror:
        mirror.append(make_reading(2))
        with pytest.raises(LedgerError, match="entry 0 is another in this ledger"):
            list(import_lines(mirror, lines_of(ledger), "lines"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"at":"2', '"at":"3'),
        ("Ada", "Ida"),
        ('"root":"', '"root":"0'),
        ('{"entry"', '{"entry'),
        ('{"entry"', '{"else"'),
    ],
    ids=["time", "payload", "head", "no JSON", "lines missing"],
)
def test_a_changed_export_is_refused(ledger, tmp_path, old, new):
    ledger.append(make_reading(1))
    lines = [line.replace(old, new) for line in lines_of(ledger)]
    with Ledger.open(str(tmp_path / "mirror.db"), create=True) as mirror:
        with pytest.raises(LedgerError):
            list(import_lines(mirror, lines, "lines"))
        assert lines_of(mirror) == []


def test_articles_as_read_prints_them_are_filed_and_bad_lines_told(ledger):
    good = json.dumps(make_reading(1).to_json())
    past_the_end = json.dumps(make_reading(2).to_json()).replace("[[9, 13]]", "[[9, 1300]]")
    done = list(import_lines(ledger, [good, "", "no", "[]", "{}", past_the_end, good], "a.jsonl"))

    assert [type(each) is Receipt for each in done] == [False, True, True, True, True, False]
    assert [each.message.split(":")[0] for each in done[1:5]] == [f"a.jsonl, line {number}" for number in (3, 4, 5, 6)]
    assert done[5].outcome == "known"


def test_a_backup_under_load_is_a_whole_ledger(ledger, tmp_path):
    ledger.append(make_reading(0))
    stop = threading.Event()

    def write():
        number = 1
        while not stop.is_set():
            ledger.append(make_reading(number))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backup(ledger, tmp_path / "copy.db")
    finally:
        stop.set()
        writer.join()
    with Ledger.open(str(tmp_path / "copy.db")) as copy:
        assert list(check(copy)) == []
        lines = lines_of(copy)
    assert lines
    assert lines == lines_of(ledger)[: len(lines)]
    with pytest.raises(LedgerError, match="found a file there"):
        backup(ledger, tmp_path / "copy.db")


def test_two_writers_at_once_lose_nothing(location):
    Ledger.open(location, create=True).close()

    def write(numbers):
        with Ledger.open(location) as ledger:
            for number in numbers:
                ledger.append(make_reading(number))

    writers = [threading.Thread(target=write, args=(range(start, start + 15),)) for start in (0, 5, 10)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Ledger.open(location) as ledger:
        with ledger.read() as connection:
            assert len(queries.article_keys(connection)) == 25
        assert list(check(ledger)) == []
