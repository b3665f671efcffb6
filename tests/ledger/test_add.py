"""Many articles: on several processes, in any order, with a fault in one of them."""

from __future__ import annotations

import json
import os

import pytest
from making import Fixed

from onrecord import filing
from onrecord.errors import OnRecordError
from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.store import Ledger
from onrecord.records import Receipt


@pytest.fixture
def source(tmp_path):
    def write(numbers, *more):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.jsonl"
        texts = [f"Ada Lorn said Ben Ode denied report {number}." for number in numbers]
        path.write_text("".join(json.dumps({"id": text, "text": text}) + "\n" for text in [*texts, *more]))
        return path

    return write


def keys_of(ledger):
    with ledger.read() as connection:
        return {row["key"] for row in queries.find_statements(connection, limit=1000).rows}


def test_another_order_on_two_workers_gives_the_same_statements(location, source, tmp_path):
    with Ledger.open(location, create=True) as one, Ledger.open(str(tmp_path / "two.db"), create=True) as two:
        done = list(filing.add(one, [source(range(12))], load=Fixed))
        shuffled = list(filing.add(two, [source(reversed(range(12)))], load=Fixed, workers=2))
        again = list(filing.add(two, [source(range(12))], load=Fixed, workers=2))

        assert [each.filed.outcome for each in done + shuffled] == ["added"] * 24
        assert [each.document.id for each in shuffled] == [each.document.id for each in reversed(done)]
        assert {(each.filed.outcome, each.filed.entries) for each in again} == {("known", 0)}
        assert keys_of(one) == keys_of(two)
        assert len(keys_of(one)) == 24


def test_the_bytes_of_a_file_are_kept_as_they_were_read(location, tmp_path):
    texts = ["Ada Lorn said Ben Ode denied report é.", "Ada Lorn said Ben Ode denied report à."]
    contents = [text.encode(encoding) for text, encoding in zip(texts, ("cp1252", "utf-8"), strict=True)]
    for number, content in enumerate(contents):
        (tmp_path / f"{number}.txt").write_bytes(content)
    with Ledger.open(location, create=True) as ledger:
        list(filing.add(ledger, [tmp_path / "0.txt", tmp_path / "1.txt"], load=Fixed))
        with ledger.read() as connection:
            kept = [queries.stored_document(connection, key) for key in queries.article_keys(connection)]

        assert [each.raw for each in kept] == contents
        assert [each.text for each in kept] == texts
        assert list(check(ledger)) == []


@pytest.mark.parametrize("workers", [1, 2])
def test_one_article_that_cannot_be_read_costs_only_itself(tmp_path, source, workers):
    path = source(range(3), "Nobody spoke.")
    with Ledger.open(str(tmp_path / "one.db"), create=True) as ledger:
        done = list(filing.add(ledger, [path], load=Fixed, workers=workers))

        assert [type(each) is Receipt for each in done] == [False, False, False, True]
        assert "reading it went wrong (ValueError" in done[3].message
        assert len(keys_of(ledger)) == 6


class Dying:
    """A reader that is killed from outside."""

    def read_document(self, _document):
        os._exit(9)


def test_a_worker_that_dies_is_one_sentence_and_the_next_run_goes_on(tmp_path, source):
    path = source(range(3))
    with Ledger.open(str(tmp_path / "one.db"), create=True) as ledger:
        with pytest.raises(OnRecordError, match="the same command goes on"):
            list(filing.add(ledger, [path], load=Dying, workers=2))
        list(filing.add(ledger, [path], load=Fixed))

        assert len(keys_of(ledger)) == 6
