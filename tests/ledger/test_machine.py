"""Whatever is done to a ledger in whatever order, it stays whole and says what a plain model of it says."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from making import make_reading

from onrecord.ledger import queries
from onrecord.ledger.check import check
from onrecord.ledger.exchange import export_lines, import_lines
from onrecord.ledger.keys import speaker_key
from onrecord.ledger.log import consistent
from onrecord.ledger.queries import Filter
from onrecord.ledger.store import Ledger

NUMBERS = st.integers(1, 4)
STANCES = st.sampled_from(["asserts", "denies", "wants"])


class LedgerMachine(RuleBasedStateMachine):
    """A model beside the ledger: for each article its status, version, and the stance and rejection of `s1`."""

    make_location = None

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.ledger = Ledger.open(self.make_location(self.folder), create=True)
        self.articles = {}  # url → {status, version, filed versions}
        self.judged = {}  # key of s1 → changes
        self.split_off = {}  # key of s1 → its own speaker
        self.merged = False  # whether Ben is Ada
        self.heads = [(0, None)]

    statements = Bundle("statements")

    def teardown(self):
        self.ledger.close()
        shutil.rmtree(self.folder)

    def url(self, number):
        return f"https://post.example/{number}"

    def key(self, number):
        return make_reading(number, url=self.url(number)).document.key

    @rule(target=statements, number=NUMBERS, version=st.integers(1, 2), model=st.sampled_from(["one", "two"]))
    def add(self, number, version, model):
        reading = make_reading(f"{number}{version}", url=self.url(number), model=model)
        known = self.articles.get(number)
        filed = self.ledger.append(reading)
        if known is None:
            assert filed.outcome == "added"
            known = self.articles[number] = {"status": "current", "version": version, "versions": {version}}
        elif known["status"] == "redacted":
            assert (filed.outcome, filed.entries) == ("redacted", 0)
            return multiple()
        elif version in known["versions"]:
            assert (filed.outcome, filed.entries) == ("known", 0)
        else:
            assert filed.outcome == "new version"
            known["versions"].add(version)
            known["version"] = version
        with self.ledger.read() as connection:
            rows = queries.article_statements(connection, filed.article)
        return rows[0]["key"], number

    @rule(statement=statements, stance=STANCES)
    def correct(self, statement, stance):
        key, number = statement
        if self.articles[number]["status"] != "redacted":
            filed = self.ledger.correct(key, {"stance": stance}, by="Eve", why="so it is")
            before = self.judged.setdefault(key, {})
            assert filed is not None or before
            before["stance"] = stance

    @rule(statement=statements, rejected=st.booleans())
    def reject(self, statement, rejected):
        key, number = statement
        if self.articles[number]["status"] != "redacted":
            self.ledger.correct(key, {"rejected": rejected}, by="Eve", why="so it is")
            self.judged.setdefault(key, {})["rejected"] = rejected

    @rule(statement=statements)
    def split(self, statement):
        key, number = statement
        if self.articles[number]["status"] != "redacted":
            filed = self.ledger.split("Ada Lorn", [key], by="Eve", why="another Ada")
            assert len(filed) == (key not in self.split_off)
            self.split_off.setdefault(key, filed[0].data["own"] if filed else None)

    @precondition(lambda self: any(known["status"] != "redacted" for known in self.articles.values()))
    @rule(merged=st.booleans())
    def merge(self, merged):
        # Both must be on record: whoever was only in redacted articles is not
        self.ledger.merge("Ben Ode", "Ada Lorn" if merged else None, by="Eve", why="so it is")
        self.merged = merged

    @rule(number=NUMBERS, stance=STANCES)
    def reread(self, number, stance):
        known = self.articles.get(number)
        if known and known["status"] != "redacted":
            reading = make_reading(f"{number}{known['version']}", url=self.url(number), model="new", stance=stance)
            self.ledger.reread(reading)
            known["read"] = {**known.get("read", {}), known["version"]: stance}

    @rule(number=NUMBERS)
    def withdraw(self, number):
        if number in self.articles and self.articles[number]["status"] != "redacted":
            self.ledger.withdraw(self.key(number), by="Eve", why="taken back")
            self.articles[number]["status"] = "withdrawn"

    @rule(number=st.integers(3, 4))
    def redact(self, number):
        if number in self.articles:
            self.ledger.redact(self.key(number), by="Eve", why="a court says so")
            self.articles[number]["status"] = "redacted"

    @precondition(lambda self: self.articles)
    @rule()
    def export_and_import(self):
        with self.ledger.read() as connection:
            lines = list(export_lines(connection))
        with Ledger.open(str(self.folder / "copy.db"), create=True) as copy:
            assert all(isinstance(done, int) for done in import_lines(copy, lines, "lines"))
            with copy.read() as connection:
                assert list(export_lines(connection)) == lines

    @invariant()
    def it_says_what_the_model_says(self):
        with self.ledger.read() as connection:
            rows = {
                row["key"]: row for row in queries.find_statements(connection, Filter(everything=True), limit=99).rows
            }
            facts = {row["key"]: row["status"] for row in queries.find_articles(connection).rows}
        assert facts == {self.key(number): known["status"] for number, known in self.articles.items()}
        assert len(rows) == 2 * sum(known["status"] != "redacted" for known in self.articles.values())
        for number, known in self.articles.items():
            first = [row for row in rows.values() if row["article"] == self.key(number) and row["id"] == "s1"]
            if known["status"] == "redacted":
                assert first == []
                continue
            row = first[0]
            judged = self.judged.get(row["key"], {})
            read = known.get("read", {}).get(known["version"], "asserts")
            assert row["stance"] == judged.get("stance", read)
            assert (row["status"] == "rejected") == judged.get("rejected", False)
        with self.ledger.read() as connection:
            found = self.found_by(connection, speaker_key("Ada Lorn", None))
            for key, own in self.split_off.items():
                shown = {key} if key in rows and rows[key]["status"] != "rejected" else set()
                assert self.found_by(connection, own) == shown
        heard = {row["key"] for row in rows.values() if row["id"] == "s1" or self.merged}
        rejected = {key for key, row in rows.items() if row["status"] == "rejected"}
        assert found == heard - rejected - set(self.split_off)

    def found_by(self, connection, speaker):
        wanted = Filter(speaker=speaker, everything=True)
        return {row["key"] for row in queries.find_statements(connection, wanted, limit=99).rows}

    @invariant()
    def it_is_whole_and_only_grew(self):
        assert list(check(self.ledger)) == []
        with self.ledger.read() as connection:
            top = queries.head(connection)
            old, root = self.heads[len(self.heads) // 2]
            if old:
                path = [bytes.fromhex(step) for step in queries.prove_consistency(connection, old)["path"]]
                assert consistent(old, bytes.fromhex(root), top["size"], bytes.fromhex(top["root"]), path)
        assert top["size"] >= self.heads[-1][0]
        self.heads.append((top["size"], top["root"]))


@pytest.mark.parametrize("back_end", ["sqlite", "postgresql"])
def test_a_ledger_stays_whole_whatever_is_done_to_it(back_end, request):
    new_database = request.getfixturevalue("new_database") if back_end == "postgresql" else None

    class Machine(LedgerMachine):
        @staticmethod
        def make_location(folder):
            return new_database() if new_database else str(folder / "onrecord.db")

    examples = 12 if back_end == "sqlite" else 6
    run_state_machine_as_test(Machine, settings=settings(max_examples=examples, stateful_step_count=14, deadline=None))
