"""Adding: once is on record, twice adds nothing, and everything that stands follows from the log."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa
from making import make_reading

from onrecord.errors import LedgerError, NewerLedgerError, NoLedgerError
from onrecord.ledger import queries, schema
from onrecord.ledger.check import check
from onrecord.ledger.connect import writing
from onrecord.ledger.store import Ledger


def rows_of(ledger):
    with ledger.read() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in schema.metadata.sorted_tables
        }


def test_an_article_is_on_record_with_its_statements(ledger):
    reading = make_reading()
    filed = ledger.append(reading)
    with ledger.read() as connection:
        page = queries.find_statements(connection)
        again = queries.article_reading(connection, filed.article)

    assert (filed.outcome, filed.statements) == ("added", 2)
    assert [row["speaker"] for row in page.rows] == ["Ben Ode", "Ada Lorn"]
    assert [row["said"] for row in page.rows] == ["2025-03-01", "2025-03-04"]
    assert page.rows[0]["within_key"] == page.rows[1]["key"]
    assert again == reading
    assert list(check(ledger)) == []


def test_the_same_input_twice_adds_no_row(ledger):
    ledger.append(make_reading())
    ledger.file_receipt({"input": "b.txt", "status": "failed", "reason": "found a NUL byte"})
    before = rows_of(ledger)

    assert ledger.append(make_reading()).outcome == "known"
    assert ledger.append(make_reading(model="two")).outcome == "known"
    assert ledger.file_receipt({"input": "b.txt", "status": "failed", "reason": "found a NUL byte"}).entries == 0
    assert ledger.holds(make_reading().document) == "known"
    assert ledger.holds(make_reading(2).document) is None
    assert rows_of(ledger) == before


def test_another_order_gives_the_same_keys(tmp_path):
    def keys(name, numbers):
        with Ledger.open(str(tmp_path / name), create=True) as ledger:
            for number in numbers:
                ledger.append(make_reading(number))
            with ledger.read() as connection:
                rows = queries.find_statements(connection, limit=100).rows
                speakers = queries.find_speakers(connection).rows
        return {row["key"] for row in rows}, speakers

    assert keys("one.db", range(5)) == keys("two.db", reversed(range(5)))


def test_the_raw_bytes_are_kept_where_the_text_does_not_give_them(ledger):
    latin, plain = make_reading(1), make_reading(2)
    raw = latin.document.text.encode("utf-16")
    from hashlib import sha256

    document = replace(latin.document, raw=raw, sha256=sha256(raw).hexdigest())
    ledger.append(replace(latin, document=document))
    ledger.append(plain)
    with ledger.read() as connection:
        kept = [queries.stored_document(connection, each.document.key).raw for each in (latin, plain)]

    assert kept == [raw, plain.document.text.encode()]
    assert rows_of(ledger)["raws"] == 1
    with pytest.raises(LedgerError, match="its raw bytes are not those"):
        ledger.append(replace(make_reading(3), document=replace(make_reading(3).document, raw=b"else")))


def test_a_new_version_stands_and_the_old_one_stays_in_the_history(ledger):
    url = "https://post.example/1"
    ledger.append(make_reading(1, url=url))
    filed = ledger.append(make_reading(2, url=url))
    with ledger.read() as connection:
        facts = queries.article_facts(connection, filed.article)
        texts = [row["content"]["text"] for row in queries.find_statements(connection).rows]
        past = [entry["kind"] for entry in queries.history(connection, filed.article)]

    assert filed.outcome == "new version"
    assert facts["versions"] == 2
    assert texts == ["report 2", "Ben Ode denied report 2"]
    assert past.count("document") == 2
    assert list(check(ledger)) == []


def test_an_older_version_that_comes_later_does_not_replace_the_newer(ledger):
    url = "https://post.example/1"
    ledger.append(make_reading(2, url=url, published="2025-03-05"))
    filed = ledger.append(make_reading(1, url=url, published="2025-03-04"))
    with ledger.read() as connection:
        assert queries.article_facts(connection, filed.article)["published"] == "2025-03-05"


def test_odd_characters_are_filed_and_given_back(ledger):
    text = "Ada Lorn said Ben Ode denied \ud83d \0 𝔸\u0301 report 9. \u202eשלום\n"
    reading = make_reading(9, text=text, title="\ud83d\0")
    filed = ledger.append(reading)
    with ledger.read() as connection:
        assert queries.article_reading(connection, filed.article) == reading
    assert list(check(ledger)) == []


def test_where_no_ledger_is_one_sentence_says_so(tmp_path):
    with pytest.raises(NoLedgerError, match="found no ledger"):
        Ledger.open(str(tmp_path / "none.db"))
    (tmp_path / "text.db").write_text("no database, whatever it is called\n" * 50)
    with pytest.raises(LedgerError, match="the ledger cannot be used"):
        Ledger.open(str(tmp_path / "text.db"))
    with pytest.raises(LedgerError, match="expected a file"):
        Ledger.open("mysql://somewhere/else")


def test_an_older_program_refuses_a_newer_ledger(location):
    with Ledger.open(location, create=True) as ledger, writing(ledger.engine) as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0099'"))
    for create in (False, True):
        with pytest.raises(NewerLedgerError, match="a newer onrecord wrote it"):
            Ledger.open(location, create=create)


def test_the_migrated_schema_is_the_one_that_the_program_means(ledger):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with ledger.engine.connect() as connection:
        options = {"include_name": lambda name, kind, _: kind != "table" or name in schema.metadata.tables}
        differences = compare_metadata(MigrationContext.configure(connection, opts=options), schema.metadata)

    assert [each for each in differences if "found" not in str(each)] == []


def test_a_full_disk_is_one_sentence_and_the_ledger_stays_whole(tmp_path):
    with Ledger.open(str(tmp_path / "onrecord.db"), create=True) as ledger:
        ledger.append(make_reading(1))

        @sa.event.listens_for(ledger.engine, "begin")
        def fill(connection):
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        def append_many():
            for number in range(2, 100):
                ledger.append(make_reading(number))

        with pytest.raises(LedgerError, match="database or disk is full"):
            append_many()
        before = rows_of(ledger)
    with Ledger.open(str(tmp_path / "onrecord.db")) as ledger:
        assert rows_of(ledger) == before
        assert list(check(ledger)) == []
        assert ledger.append(make_reading(200)).outcome == "added"
