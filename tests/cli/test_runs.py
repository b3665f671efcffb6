"""Long runs: a receipt for each input, and after a stop, even a kill, the run goes on with nothing lost or twice."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import info, pack, record

SCRIPT = Path(__file__).parent / "without_model.py"
PAGES, FEW = 2000, 100


def start(*arguments, wait_s=0.0, **kwargs):
    environment = {**os.environ, "WAIT_S": str(wait_s)}
    command = [sys.executable, str(SCRIPT), "read", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, **kwargs
    )


def run(*arguments, given=None, **kwargs):
    process = start(*arguments, stdin=subprocess.PIPE, **kwargs)
    output, talk = process.communicate(given, timeout=120)
    return process.returncode, output, talk


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def wait_for(path, size):
    for _ in range(2000):
        if path.exists() and path.stat().st_size > size:
            return
        time.sleep(0.01)
    raise AssertionError(f"{path} did not grow beyond {size} bytes")


def write_archive(path, count):
    """Pages whose text is taken from them by the crawler, as in WET files, so that HTML costs no time here."""
    texts = (
        record(
            f"Page {number} said so.".encode(), url=f"https://news.example/{number}", kind="conversion", number=number
        )
        for number in range(count)
    )
    path.write_bytes(pack([info(), *texts], level=1))
    return path


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return write_archive(tmp_path_factory.mktemp("archive") / "news.warc.gz", PAGES)


@pytest.fixture(scope="module")
def short(tmp_path_factory):
    return write_archive(tmp_path_factory.mktemp("archive") / "short.warc.gz", FEW)


def test_an_archive_is_read_from_start_to_end_with_a_receipt_for_each_page(archive, tmp_path):
    code, output, talk = run(archive, "--receipts", tmp_path / "receipts.jsonl", "--output", tmp_path / "out.jsonl")
    receipts = lines(tmp_path / "receipts.jsonl")

    assert (code, output, talk) == (0, "", "2,000 inputs: 2,000 read\n")
    assert [one["document"]["id"] for one in lines(tmp_path / "out.jsonl")] == [one["id"] for one in receipts]
    assert [one["url"] for one in receipts] == [f"https://news.example/{number}" for number in range(PAGES)]


def test_a_killed_run_goes_on_with_nothing_twice_and_nothing_lost(archive, tmp_path):
    """Killed three times, wherever it happens to be; the output is the same as that of a run in one piece."""
    receipts, output = tmp_path / "receipts.jsonl", tmp_path / "out.jsonl"
    arguments = (archive, "--receipts", receipts, "--output", output, "--resume")
    for size in (50_000, 150_000, 250_000):
        process = start(*arguments, wait_s=0.0005)
        wait_for(output, size)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
    code, _, talk = run(*arguments)
    one_piece = tmp_path / "one.jsonl"
    run(archive, "--output", one_piece)

    assert code == 0
    assert "2,000 inputs (" in talk
    assert [one["url"] for one in lines(receipts)] == [f"https://news.example/{number}" for number in range(PAGES)]
    assert output.read_bytes() == one_piece.read_bytes()


@pytest.mark.parametrize("cut", [1, 300, 1500], ids=["half a line", "a line", "several"])
def test_what_stands_behind_the_last_receipt_is_cut_off_and_read_again(short, tmp_path, cut):
    """A kill falls between the output and its receipt, or in the middle of either."""
    receipts, output = tmp_path / "receipts.jsonl", tmp_path / "out.jsonl"
    arguments = (short, "--receipts", receipts, "--output", output)
    run(*arguments)
    whole = output.read_bytes()
    kept = receipts.read_bytes()
    receipts.write_bytes(kept[: len(kept) // 2 - cut])
    output.write_bytes(whole[: len(whole) // 2 + 300] + b'{"document": {"te')
    run(*arguments, "--resume")

    assert output.read_bytes() == whole
    assert len(lines(receipts)) == FEW


def test_output_that_never_reached_the_disk_is_read_again(short, tmp_path):
    receipts, output = tmp_path / "receipts.jsonl", tmp_path / "out.jsonl"
    arguments = (short, "--receipts", receipts, "--output", output)
    run(*arguments)
    whole = output.read_bytes()
    output.write_bytes(whole[:999])
    run(*arguments, "--resume")

    assert output.read_bytes() == whole
    assert len(lines(receipts)) == FEW


def test_an_interruption_finishes_the_article_and_says_how_to_go_on(archive, tmp_path):
    receipts, output = tmp_path / "receipts.jsonl", tmp_path / "out.jsonl"
    arguments = (archive, "--receipts", receipts, "--output", output)
    process = start(*arguments, wait_s=0.002)
    wait_for(output, 20_000)
    process.send_signal(signal.SIGINT)
    _, talk = process.communicate(timeout=60)

    assert process.returncode == 130
    assert "Traceback" not in talk
    assert "hint: to go on: onrecord read" in talk
    assert talk.rstrip().endswith("--resume")
    assert 0 < len(lines(output)) == len(lines(receipts)) < PAGES
    assert run(*arguments, "--resume")[0] == 0
    assert len({one["document"]["id"] for one in lines(output)}) == len(lines(output)) == PAGES


def test_copies_are_told_across_a_stop(tmp_path):
    """What the first run wrote is known to the second."""
    text = " ".join(f"The council of Tolm met {number} engineers about pier {number + 7}." for number in range(12))
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(f"TOLM (AP) — {text}", encoding="utf-8")
    receipts, output = tmp_path / "receipts.jsonl", tmp_path / "out.jsonl"
    run(tmp_path / "a.txt", "--receipts", receipts, "--output", output)
    run(tmp_path / "a.txt", tmp_path / "b.txt", "--receipts", receipts, "--output", output, "--resume")
    first, second = lines(output)

    assert [one["status"] for one in lines(receipts)] == ["read", "copy"]
    assert [(copy["kind"], copy["id"]) for copy in second["document"]["copies"]] == [("copy", "a.txt")]
    assert first["document"]["copies"] == []
    assert second["statements"]


def test_on_a_terminal_the_bar_goes_to_it_and_the_articles_to_the_file(short, tmp_path):
    """As in `onrecord read archive > file`, typed at a prompt."""
    ours, theirs = pty.openpty()
    with (tmp_path / "out.jsonl").open("wb") as out:
        environment = {**os.environ, "TERM": "xterm", "WAIT_S": "0.005"}
        command = [sys.executable, str(SCRIPT), "read", str(short), "none.txt"]
        process = subprocess.Popen(command, stdout=out, stderr=theirs, env=environment)
        os.close(theirs)
        talk = b""
        # Linux ends a terminal that nobody holds any more with an error.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                talk += piece
        process.wait(timeout=60)
    os.close(ours)

    assert len(lines(tmp_path / "out.jsonl")) == FEW
    assert b"statements" not in talk
    assert b" articles" in talk
    assert b"error: none.txt: no such file or folder" in talk


def test_every_kind_of_outcome_has_its_receipt_and_its_place_in_the_summary(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"body": "He said no."}\n{"body": 3}\n', encoding="utf-8")
    (tmp_path / "wall.html").write_text("<html><body></body></html>", encoding="utf-8")
    code, output, talk = run(
        tmp_path / "a.jsonl", tmp_path / "wall.html", tmp_path / "none.txt",
        "--map", "text=body", "--receipts", tmp_path / "r.jsonl",
    )  # fmt: skip
    statuses = [(Path(one["input"]).name, one["line"], one["status"]) for one in lines(tmp_path / "r.jsonl")]

    assert code == 1
    assert len(output.splitlines()) == 1
    assert statuses == [
        ("a.jsonl", 1, "read"), ("a.jsonl", 2, "failed"), ("wall.html", None, "not an article"),
        ("none.txt", None, "failed"),
    ]  # fmt: skip
    assert talk.splitlines()[-1] == "4 inputs: 1 read, 1 not an article, 2 failed"


def test_a_page_that_is_no_article_is_no_failure(tmp_path):
    (tmp_path / "wall.html").write_text("<html><body></body></html>", encoding="utf-8")
    code, output, talk = run(tmp_path / "wall.html")

    assert (code, output) == (0, "")
    assert talk.startswith(f"note: {tmp_path}/wall.html: not an article, ")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.txt", "--resume"], "expected --receipts and --output with it"),
        (["a.txt", "--receipts", "old.jsonl"], "--resume goes on from there"),
        (["a.txt", "--receipts", "bad.jsonl", "--output", "o", "--resume"], "found no receipt in line 1 of bad.jsonl"),
        (["a.txt", "--output", "."], ". cannot be written (Is a directory)"),
        (["a.txt", "--output", "none/a"], "none/a cannot be written (No such file or directory)"),
        (["a.txt", "--map", "body"], "expected WORD=FIELD"),
        (["a.txt", "--map", "headline=title"], "expected WORD=FIELD"),
        (["a.txt", "--as", "pdf"], "pdf"),
    ],
    ids=["resume alone", "receipts there", "no receipts", "a folder", "no folder", "map", "word", "kind"],
)
def test_wrong_usage_ends_with_2_and_touches_nothing(tmp_path, arguments, said):
    for name in ("old.jsonl", "bad.jsonl", "a.txt"):
        (tmp_path / name).write_text("{}\n", encoding="utf-8")
    code, output, talk = run(*arguments, cwd=tmp_path)

    assert (code, output) == (2, "")
    assert said in talk
    assert (tmp_path / "old.jsonl").read_text(encoding="utf-8") == "{}\n"


def test_standard_input_is_told_apart_by_its_content(short):
    """A packed archive through a pipe is kept on disk while it is read."""
    command = f"cat {short} | {sys.executable} {SCRIPT} read - | wc -l"

    assert subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=True).stdout.strip() == b"100"
    assert run("-", "--as", "csv", given="text,id\nHe said no.,x\n")[1].count('"id": "x"') == 1


def test_csv_output_goes_on_without_a_second_header(short, tmp_path):
    receipts, output = tmp_path / "r.jsonl", tmp_path / "out.csv"
    arguments = (short, "--format", "csv", "--receipts", receipts, "--output", output)
    run(*arguments)
    whole = output.read_bytes()
    output.write_bytes(whole[: len(whole) // 2])
    run(*arguments, "--resume")

    assert output.read_bytes() == whole
