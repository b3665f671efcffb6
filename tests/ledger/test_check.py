"""`fsck` finds and names whatever is not as it was filed, and nothing else."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from hashlib import sha256
from random import Random

import pytest
import sqlalchemy as sa
from damage import change_a_byte, places
from making import make_reading

from onrecord.ledger import schema
from onrecord.ledger.check import check
from onrecord.ledger.connect import writing
from onrecord.ledger.entries import Entry, payload_digest


@pytest.fixture
def filled(ledger):
    """Articles, a version, raw bytes, a correction, a merge, a withdrawal, a redaction and a failure."""
    raw = make_reading(1).document.text.encode("utf-16")
    document = replace(make_reading(1).document, raw=raw, sha256=sha256(raw).hexdigest())
    ledger.append(replace(make_reading(1), document=document), receipt={"input": "1.txt", "status": "read"})
    ledger.append(make_reading(2, url="https://post.example/2"))
    second = ledger.append(make_reading(3, url="https://post.example/2")).article
    gone = ledger.append(make_reading(4)).article
    ledger.file_receipt({"input": "5.txt", "status": "failed", "reason": "found a NUL byte"})
    with ledger.read() as connection:
        statement = connection.scalar(sa.select(schema.statements.c.key).order_by(schema.statements.c.seq).limit(1))
    ledger.correct(statement, {"stance": "retracts", "speaker": "Ana Lorn"}, by="Eve", why="misread")
    ledger.merge("Ana Lorn", "Ada Lorn", by="Eve", why="a slip of the pen")
    ledger.withdraw(second, by="Eve", why="the outlet took it back")
    ledger.redact(gone, by="Eve", why="a court says so")
    return ledger


def test_a_ledger_as_it_was_filed_has_no_fault(filled):
    assert list(check(filled)) == []


def test_one_byte_changed_anywhere_is_found_and_named(filled):
    """The row, or where a key itself was changed, the row that is missing now, is among what is named."""
    rng = Random(8)
    with filled.read() as connection:
        cells = list(places(connection))
    for _ in range(60):
        restore, table, what = change_a_byte(filled, rng, cells)
        faults = list(check(filled))
        restore()

        assert faults, what
        assert table in {fault.table for fault in faults}, (what, faults)
    assert list(check(filled)) == []


def change(ledger, *statements):
    with writing(ledger.engine) as connection:
        for statement in statements:
            connection.execute(statement)
    return [str(fault) for fault in check(ledger)]


def test_a_missing_entry_is_named(filled):
    faults = change(filled, sa.delete(schema.entries).where(schema.entries.c.seq == 2))

    assert "entries 2: is missing" in faults


def test_a_log_that_was_cut_off_is_named(filled):
    with filled.read() as connection:
        size = connection.scalar(sa.select(schema.tail.c.size))
    faults = change(filled, sa.delete(schema.entries).where(schema.entries.c.seq >= size - 2))

    assert f"entries {size - 1}: is missing: the log was cut off" in faults
    assert f"entries {size - 2}: is missing: the log was cut off" in faults


def test_entries_that_changed_places_are_named(filled):
    column = schema.entries.c

    def move(old, new):
        return sa.update(schema.entries).where(column.seq == old).values(seq=new)

    faults = change(filled, move(1, 999), move(2, 1), move(999, 2))

    assert any(fault.startswith("entries 1 (") for fault in faults)
    assert any(fault.startswith("entries 2 (") for fault in faults)


def test_an_entry_that_was_filed_anew_with_all_its_hashes_is_found_by_the_head(filled):
    with filled.read() as connection:
        entry = Entry.from_json(
            connection.execute(sa.select(schema.entries).where(schema.entries.c.kind == "receipt")).mappings().first()
        )
    payload = entry.payload.replace("read", "copy")
    forged = replace(entry, payload=payload, digest=payload_digest(entry.kind, payload))
    faults = change(
        filled, sa.update(schema.entries).where(schema.entries.c.seq == entry.seq).values(**forged.to_row())
    )

    assert faults == [
        f"entries 0 to {entry.seq}: one of them was filed anew with its hashes: the head differs",
        *faults[1:],
    ]
    assert faults[1].startswith("tail ")


def test_text_that_is_no_utf8_any_more_is_named_and_no_crash(tmp_path):
    from onrecord.ledger.store import Ledger

    with Ledger.open(str(tmp_path / "onrecord.db"), create=True) as ledger:
        ledger.append(make_reading(1))
        driver = sqlite3.connect(tmp_path / "onrecord.db")
        driver.execute("UPDATE entries SET payload = CAST(x'7bff7d' AS TEXT) WHERE seq = 1")
        driver.commit()
        driver.close()

        assert any(fault.row.startswith("1 (") for fault in check(ledger))


def test_a_search_index_that_differs_is_named(tmp_path):
    from onrecord.ledger.store import Ledger

    with Ledger.open(str(tmp_path / "onrecord.db"), create=True) as ledger:
        ledger.append(make_reading(1))
        with writing(ledger.engine) as connection:
            connection.exec_driver_sql("DELETE FROM search WHERE rowid = 1")

        assert [fault.table for fault in check(ledger)] == ["search"]
