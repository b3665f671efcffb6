"""The ledger from the command line, with recorded extraction: no model is loaded."""

from __future__ import annotations

import csv
import io
import json
import sys
from dataclasses import replace

import pytest

from onrecord import cli, pipeline
from onrecord.ledger.store import Ledger
from onrecord.records import Reading, Span, Speaker, Statement

ARTICLE = "Ada Lorn said the bridge is safe. =SUM(A1) was not told.\n"


def read_document(_reader, document):
    """The first three words: source and cue; the rest of the sentence is the content."""
    text = document.text
    ada = Speaker("p1", "Ada Lorn", "person", named=True)
    content = Span(((text.index("said ") + 5, text.index(".")),))
    statement = Statement(
        "s1", Span(((9, 13),)), Span(((0, 8),)), content, "asserts", "indirect", 0.9,
        speaker="Ada Lorn", speaker_ids=("p1",), source_type="person", named=True,
    )  # fmt: skip
    return Reading(document, (statement,), (ada,), {"model": "none"})


@pytest.fixture
def run(monkeypatch, tmp_path, capsys):
    """Run one command in an empty folder: its exit code, what it printed, what it said."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(pipeline.Reader, "__init__", lambda _self, _model=None: None)
    monkeypatch.setattr(pipeline.Reader, "read_document", read_document)
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "b.txt").write_bytes(b"no text\0")

    def call(*arguments):
        code = cli._run(list(arguments))  # noqa: SLF001, as `main` does
        told = capsys.readouterr()
        return code, told.out, told.err

    return call


@pytest.fixture
def key(run):
    run("add", "a.txt", "--outlet", "=The Post", "--published", "2025-03-04")
    return json.loads(run("statements")[1])["key"]


def test_add_files_what_is_new_and_says_what_failed(run):
    first, second = run("add", "a.txt", "b.txt"), run("add", "a.txt", "b.txt")

    assert first[0] == second[0] == 1
    assert "error: b.txt: found a NUL byte" in first[2]
    assert "1 added, 1 failed; 1 new statements" in first[2]
    assert "1 failed, 1 known; 0 new statements" in second[2]
    assert run("fsck")[0] == 0
    assert json.loads(run("log", "head")[1])["size"] == 5


@pytest.mark.parametrize("command", [["statements"], ["search", '"bridge is"'], ["speaker", "ada lorn"]], ids=str)
@pytest.mark.usefixtures("key")
def test_statements_are_printed_in_each_format(run, command):
    line, indented, rows, table = (run(*command, "--format", form)[1] for form in ("jsonl", "json", "csv", "table"))

    assert [json.loads(line)] == json.loads(indented)
    assert json.loads(line)["content"]["text"] == "the bridge is safe"
    assert next(csv.DictReader(io.StringIO(rows)))["content"] == "the bridge is safe"
    assert "2025-03-04" in table
    assert "Ada" in table


@pytest.mark.usefixtures("key")
def test_cells_that_a_spreadsheet_would_run_are_defused_unless_raw(run):
    defused, raw = (
        list(csv.DictReader(io.StringIO(run("statements", "-f", "csv", *how)[1]))) for how in ([], ["--raw"])
    )

    assert defused[0]["outlet"] == "'=The Post"
    assert raw[0]["outlet"] == "=The Post"


def test_speakers_articles_and_one_article(run, key):
    assert json.loads(run("speakers")[1])["name"] == "Ada Lorn"
    article = json.loads(run("articles")[1])
    whole = json.loads(run("article", "a.txt")[1])

    assert whole["article"] == article
    assert whole["document"]["text"] == ARTICLE
    assert [row["key"] for row in whole["statements"]] == [key]
    assert [json.loads(line)["kind"] for line in run("history", "a.txt")[1].splitlines()] == [
        "document", "statement", "reading", "receipt",
    ]  # fmt: skip
    assert len(run("changes", "2001-01-01")[1].splitlines()) == 4


def test_a_proof_is_checked_without_the_ledger_and_a_changed_one_fails(run, key, tmp_path):
    (tmp_path / "head.json").write_text(run("log", "head")[1])
    (tmp_path / "proof.json").write_text(run("log", "prove", key[:8])[1])
    forged = (tmp_path / "proof.json").read_text().replace("the bridge is safe", "the bridge is gone")
    (tmp_path / "forged.json").write_text(forged)
    (tmp_path / "onrecord.db").rename(tmp_path / "kept.db")

    assert run("log", "verify", "proof.json", "--head", "head.json")[0] == 0
    code, printed, _ = run("log", "verify", "forged.json")
    assert (code, printed) == (1, "not proven: its payload is not the one of its digest\n")
    assert run("log", "verify", "head.json")[0] == 1
    (tmp_path / "kept.db").rename(tmp_path / "onrecord.db")
    run("correct", key, "--stance", "denies", "--by", "Eve", "--why", "misread")
    assert run("log", "consistency", "head.json")[0] == 0
    (tmp_path / "head.json").write_text(json.dumps({"size": 2, "root": "00" * 32}))
    assert run("log", "consistency", "head.json")[0] == 1


def test_corrections_withdrawal_and_redaction(run, key):
    signed = ("--by", "Eve", "--why", "read by eye")
    assert run("correct", key[:6], "--stance", "denies", "--content", "bridge is safe", *signed)[0] == 0
    row = json.loads(run("statements")[1])
    assert (row["stance"], row["content"]["spans"], row["status"]) == ("denies", [[18, 32]], "corrected")
    assert (
        "it stands so already" in run("correct", key, "--stance", "denies", "--content", "bridge is safe", *signed)[2]
    )
    run("correct", key, "--source", "0-3;4-8", *signed)
    assert json.loads(run("statements")[1])["source"]["text"] == "Ada … Lorn"
    run("correct", key, "--reject", *signed)
    assert run("statements")[1] == ""
    run("correct", key, "--restore", *signed)
    run("withdraw", "a.txt", *signed)
    assert run("statements")[1] == ""
    assert json.loads(run("statements", "--all")[1])["status"] == "withdrawn"
    run("redact", "a.txt", *signed)
    assert run("statements", "--all")[1] == ""
    assert run("fsck")[0] == 0
    assert "1 redacted" in run("add", "a.txt", "--published", "2025-03-04")[2]


def test_rebuild_lists_every_difference_and_keeps_corrections(run, key, monkeypatch):
    run("correct", key, "--speaker", "Ida Lorn", "--by", "Eve", "--why", "misread")
    assert run("rebuild")[1] == ""

    def newer(reader, document):
        reading = read_document(reader, document)
        first = replace(reading.statements[0], stance="judges")
        second = replace(first, id="s2", cue=Span(((17, 19),)), source=None)
        return replace(reading, statements=(first, second), provenance={"model": "newer"})

    monkeypatch.setattr(pipeline.Reader, "read_document", newer)
    lines = [json.loads(line) for line in run("rebuild")[1].splitlines()]
    rows = [json.loads(line) for line in run("statements")[1].splitlines()]

    assert [(line["change"], line["fields"]) for line in lines] == [
        ("changed", {"stance": ["asserts", "judges"]}),
        ("new", {}),
    ]
    assert [(row["speaker"], row["stance"]) for row in rows] == [("Ida Lorn", "judges"), ("Ada Lorn", "judges")]
    assert run("fsck")[0] == 0


def test_split_gives_statements_a_speaker_of_their_own(run, key):
    signed = ("--by", "Eve", "--why", "another Ada")
    assert "filed as entry" in run("split", "Ada Lorn", "--statement", key[:8], *signed)[2]
    assert "it stands so already" in run("split", "Ada Lorn", "--statement", key, *signed)[2]
    speakers = [json.loads(line) for line in run("speakers", "Ada")[1].splitlines()]
    assert {each["statements"] for each in speakers} == {0, 1}
    code, _, told = run("split", "Bo Lorn", "--statement", key, *signed)
    assert code
    assert "expected 'Bo Lorn'" in told
    assert '"split"' in run("history", key, "--format", "jsonl")[1]
    run("correct", key, "--speaker", "Bo Lorn", *signed)
    run("merge", "Bo Lorn", "Ada Lorn", *signed)
    assert "filed as entry" in run("split", "Bo Lorn", *signed)[2]
    assert run("fsck")[0] == 0


def test_fact_checks_are_imported_as_statements(run, tmp_path):
    review = {"@type": "ClaimReview", "claimReviewed": "It is safe.", "itemReviewed": {"author": {"name": "Ada Lorn"}}}
    (tmp_path / "r.json").write_text(json.dumps([review, {"@type": "ClaimReview"}]))
    code, _, told = run("import", "--as", "claimreview", "r.json")

    assert code == 1
    assert "error: r.json, item 2: found no `claimReviewed`" in told
    assert "1 new reviews, 0 not new, 1 failed" in told
    row = json.loads(run("statements")[1])
    assert (row["speaker"], row["content"]["text"], row["stance"]) == ("Ada Lorn", "It is safe.", "asserts")
    assert run("import", "--as", "claimreview", "gone.json")[0]
    for form in ("articles", "webannotation", "schemaorg", "prov", "csv"):
        assert run("export", "--as", form)[0] == 0
    run("export", "--as", "brat", "-o", "brat")
    assert "0 new corrections" in run("import", "brat", "--by", "Eve", "--why", "looked")[2]


@pytest.mark.parametrize("form", ["articles", "csv", "webannotation", "schemaorg", "prov"])
@pytest.mark.usefixtures("key")
def test_each_form_is_exported(run, form):
    code, printed, _ = run("export", "--as", form)

    assert code == 0
    assert "the bridge is safe" in printed


@pytest.mark.usefixtures("key")
def test_parquet_has_a_row_a_statement_and_says_what_is_missing(run, tmp_path, monkeypatch):
    from pyarrow import parquet

    assert run("export", "--as", "parquet", "--output", "s.parquet") == (0, "", "1 statements\n")
    (row,) = parquet.read_table(tmp_path / "s.parquet").to_pylist()
    (expected,) = [json.loads(line) for line in run("statements")[1].splitlines()]
    assert {name: expected[name] for name in row} == row

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "pip install 'onrecord[parquet]'" in run("export", "--as", "parquet", "--output", "t.parquet")[2]


@pytest.mark.usefixtures("key")
def test_export_import_backup_and_brat(run, tmp_path):
    lines = run("export")[1]
    (tmp_path / "lines.jsonl").write_text(lines)
    assert run("import", "lines.jsonl", "--ledger", "other.db")[0] == 0
    assert run("export", "--ledger", "other.db")[1] == lines
    assert run("backup", "copy.db")[0] == 0
    assert run("export", "--ledger", "copy.db")[1] == lines
    assert run("export", "--as", "brat", "--output", "brat")[0] == 0
    assert sorted(path.suffix for path in (tmp_path / "brat").iterdir()) == [".ann", ".conf", ".txt"]


@pytest.mark.usefixtures("key")
def test_what_people_change_in_brat_comes_back_as_corrections(run, tmp_path):
    """The content is moved to other words, the stance changed, the speaker's name mended, a statement added."""
    signed = ("--by", "Eve", "--why", "read in brat")
    run("export", "--as", "brat", "--output", "brat")
    (file,) = (tmp_path / "brat").glob("*.ann")
    assert "0 new corrections" in run("import", "brat", *signed)[2]

    changed = file.read_text().replace("Content 14 32\tthe bridge is safe", "Content 18 32\tbridge is safe")
    changed = changed.replace("asserts", "judges").replace("\tAda Lorn\n#", "#").replace("E1\tAda Lorn", "E1\tIda Lorn")
    file.write_text(changed + "T9\tStatement 38 45\tSUM(A1)\nE9\tStatement:T9\n")
    code, _, told = run("import", "brat", *signed)
    row = json.loads(run("statements")[1])

    assert code == 0
    assert "1 new corrections" in told
    assert "E9: a new statement" in told
    assert (row["stance"], row["speaker"], row["content"]["text"]) == ("judges", "Ida Lorn", "bridge is safe")
    assert "0 new corrections" in run("import", "brat", *signed)[2]

    file.write_text("T1\tStatement x\n")
    assert "expected a line of brat standoff" in run("import", "brat", *signed)[2]
    file.write_text("")
    run("import", "brat", *signed)
    assert run("statements")[1] == ""
    assert json.loads(run("statements", "--all")[1])["status"] == "rejected"
    assert run("import", "brat")[0] == 2


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["add"], 2, "found no article to add"),
        (["add", "--colour"], 2, "found '--colour'"),
        (["statements"], 1, "found no ledger"),
        (["statements", "--stance", "shouts"], 2, "hint: onrecord statements --help"),
        (["log", "verify", "none.json"], 1, "cannot be read as JSON"),
        (["import", "none.jsonl"], 1, "cannot be read"),
        (["export", "x", "--as", "jsonl"], 2, "expected none"),
        (["export", "--as", "brat"], 2, "written to --output"),
        (["export", "--output", "x"], 2, "written to --output"),
        (["statements", "--ledger", "postgresql://nobody:secret@127.0.0.1:1/none"], 1, "nobody:***@127.0.0.1:1/none"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_cannot_be_done_is_said_in_one_sentence(run, arguments, code, said):
    found, printed, told = run(*arguments)

    assert found == code
    assert said in told
    assert "secret" not in told.replace(said, "")
    assert printed == ""


def test_the_ledger_may_be_named_by_the_environment(run, monkeypatch, tmp_path):
    monkeypatch.setenv("ONRECORD_LEDGER", str(tmp_path / "named.db"))
    run("add", "a.txt")

    with Ledger.open(str(tmp_path / "named.db")) as ledger:
        assert ledger.location.endswith("named.db")
    assert run("statements")[0] == 0
