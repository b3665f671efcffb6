"""What a user names comes out as inputs; what cannot be read costs only itself, and says why."""

from __future__ import annotations

import gzip
import io
import json
import sys

import pytest
from archives import pack, page, pages, paragraphs

from onrecord.documents import unpack
from onrecord.documents.inputs import Options
from onrecord.documents.sources import Meter, find_files, read_inputs


def read(sources, options=None, **kwargs):
    return list(read_inputs(find_files(sources), options, **kwargs))


def ids(items):
    return [item.document.id for item in items if item.document]


def test_a_folder_gives_its_articles_in_the_order_of_their_paths_and_names_the_rest(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.txt", "picture.png", ".hidden/d.txt", ".DS_Store"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    items = read([tmp_path])

    assert ids(items) == ["a.md", "b.txt", "c.txt"]
    assert [(item.place.input, item.status) for item in items if not item.document] == [
        (f"{tmp_path}/picture.png", "not an article")
    ]


def test_a_pattern_gives_what_fits_it_and_says_where_nothing_does(tmp_path):
    for name in ("a.txt", "b.txt", "sub/c.txt", "[x].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    assert ids(read([f"{tmp_path}/?.txt"])) == ["a.txt", "b.txt"]
    assert ids(read([f"{tmp_path}/**/c*"])) == ["c.txt"]
    assert ids(read([f"{tmp_path}/[x].txt"])) == ["[x].txt"]
    assert [item.reason for item in read([f"{tmp_path}/*.gone"])] == ["no file fits it"]


def test_a_missing_file_and_an_empty_folder_are_failures_among_the_rest(tmp_path):
    (tmp_path / "a.txt").write_text("A said b.")
    (tmp_path / "empty").mkdir()
    items = read([tmp_path / "none.txt", tmp_path / "empty", tmp_path / "a.txt"])

    assert [item.status for item in items] == ["failed", "failed", "read"]
    assert items[0].reason == "no such file or folder"
    assert "found no article in it, expected .txt" in items[1].reason


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.txt", b"He said no.", ["a.txt"]),
        ("a.html", page(1), ["a.html"]),
        ("unnamed", page(1), ["unnamed"]),
        ("a.jsonl", b'{"text": "He said no."}\n', ["a.jsonl:1"]),
        ("unnamed", b' {"text": "He said no."}\n', ["unnamed:1"]),
        ("a.csv", b"text\nHe said no.\n", ["a.csv:2"]),
        ("a.warc", b"".join(pages(1)), ["https://news.example/0"]),
        ("unnamed", b"".join(pages(1)), ["https://news.example/0"]),
        ("a.warc", pack(pages(1)), ["https://news.example/0"]),
    ],
    ids=["text", "page", "page unnamed", "lines", "lines unnamed", "table", "warc", "warc unnamed", "warc packed"],
)
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
def test_each_kind_is_read_packed_or_not(tmp_path, name, content, found, packed):
    path = tmp_path / (f"{name}.gz" if packed else name)
    path.write_bytes(gzip.compress(content) if packed else content)
    label = f"{name}.gz" if packed else name

    assert ids(read([path])) == [one.replace(name, label) for one in found]


def test_a_kind_that_is_given_overrides_the_name(tmp_path):
    (tmp_path / "a.txt").write_text('{"text": "He said no."}\n')

    assert ids(read([tmp_path / "a.txt"], kind="jsonl")) == ["a.txt:1"]
    assert read([tmp_path / "a.txt"])[0].document.text == '{"text": "He said no."}\n'


@pytest.mark.parametrize(
    "content", [b"He said no.", b'{"text": "He said no."}', pack(pages(2)), gzip.compress(page(1))]
)
def test_standard_input_is_told_by_its_content(monkeypatch, content):
    class Pipe(io.BytesIO):
        def seekable(self):
            return False

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Pipe(content))))
    items = read(["-"])

    assert {item.status for item in items} == {"read"}
    assert {item.place.input for item in items} == {"stdin"}


def test_lines_before_the_damage_in_a_packed_file_are_read(tmp_path):
    lines = "".join(json.dumps({"text": " ".join(paragraphs(seed, 1))}) + "\n" for seed in range(60))
    packed = bytearray(gzip.compress(lines.encode()))
    packed[len(packed) // 2] ^= 0xFF
    (tmp_path / "a.jsonl.gz").write_bytes(packed)
    items = read([tmp_path / "a.jsonl.gz"])
    whole = [item.document.text for item in items if item.document]

    assert len(whole) > 15
    assert lines.startswith("".join(json.dumps({"text": text}) + "\n" for text in whole[:15]))
    assert (items[-1].status, items[-1].place.line) == ("failed", None)
    assert "noticed by byte" in items[-1].reason


def test_a_packed_file_cut_short_gives_all_before_its_end(tmp_path):
    lines = "".join(json.dumps({"text": " ".join(paragraphs(seed, 1))}) + "\n" for seed in range(20))
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(lines.encode())[:-20])
    items = read([tmp_path / "a.jsonl.gz"])

    assert len(ids(items)) >= 18
    assert "the file ends in the middle of its packed data" in items[-1].reason


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz", "a.html.gz"])
def test_a_file_that_unpacks_beyond_measure_is_stopped_and_the_next_is_read(tmp_path, monkeypatch, name):
    monkeypatch.setattr(unpack, "UNSUSPECTED", 100_000)
    (tmp_path / name).write_bytes(gzip.compress(b"\0" * 50_000_000))
    (tmp_path / "b.txt").write_text("He said no.")
    first, second = read([tmp_path / name, tmp_path / "b.txt"])

    assert (first.status, second.status) == ("failed", "read")
    assert "unpacks to more than 200 times its size" in first.reason


def test_a_file_larger_than_an_article_and_a_line_too_long_cost_themselves(tmp_path, monkeypatch):
    monkeypatch.setattr(unpack, "MOST", 1000)
    (tmp_path / "a.txt").write_text("a" * 1001)
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{"a" * 5000}"}}\n{{"text": "b"}}\n')
    items = read([tmp_path / "a.txt", tmp_path / "a.jsonl"])

    assert [item.status for item in items] == ["failed", "failed", "read"]
    assert "expected one article" in items[0].reason
    assert items[1].place.line == 1
    assert ids(items) == ["a.jsonl:2"]


def test_a_file_of_nothing_but_bad_lines_is_given_up(tmp_path):
    """As where the field with the text is called otherwise, or the lines are a bomb's."""
    (tmp_path / "a.jsonl").write_text('{"body": "a"}\n' * 5000)
    items = read([tmp_path / "a.jsonl"])

    assert len(items) == 1001
    assert items[-1].reason == "1,000 lines on end gave no article, up to line 1000; the rest was not read"


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.warc"])
def test_an_empty_file_has_a_receipt_too(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    (item,) = read([tmp_path / name])

    assert (item.status, item.place.input) == ("not an article", f"{tmp_path}/{name}")


def test_files_of_one_name_keep_keys_of_their_own(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"Said in {folder}.")
    one, two = (item.document for item in read([tmp_path]))

    assert one.id == two.id == "x.txt"
    assert one.key != two.key
    assert one.sha256 != two.sha256


def test_a_fault_in_reading_one_page_ends_nothing(tmp_path, monkeypatch):
    def fail(*_args, **_kwargs):
        raise RecursionError("too deep")

    monkeypatch.setattr("onrecord.documents.html.read_page", fail)
    (tmp_path / "a.html").write_bytes(page(1))
    (tmp_path / "b.txt").write_text("He said no.")
    first, second = read([tmp_path / "a.html", tmp_path / "b.txt"])

    assert first.reason == "reading it went wrong (RecursionError: too deep)"
    assert second.status == "read"


def test_what_was_read_before_is_passed_over(tmp_path):
    (tmp_path / "a.jsonl").write_text('{"text": "a"}\n{"text": "b"}\n')
    (tmp_path / "b.txt").write_text("c")
    before = {item.place.identity for item in read([tmp_path])[1:]}

    assert ids(read([tmp_path], skip=lambda place: place.identity in before)) == ["a.jsonl:1"]
    assert read([tmp_path], skip=lambda _place: True) == []


def test_a_credit_to_an_agency_is_told_in_files_of_every_kind(tmp_path):
    text = "TOLM (AP) — The bridge is shut, the mayor said."
    (tmp_path / "a.txt").write_text(text)
    (tmp_path / "a.csv").write_text(f'text\n"{text}"\n')
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}))

    assert {item.document.credit for item in read([tmp_path])} == {"Associated Press"}


def test_outlet_and_date_stand_in_where_an_input_has_none(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"text": "a", "outlet": "The Post", "published": "2025-01-02T08:00Z"}\n{"text": "b"}'
    )
    one, two = (item.document for item in read([tmp_path], Options("The Wire", "2025-01-01")))

    assert (one.outlet, one.published) == ("The Post", "2025-01-02T08:00Z")
    assert (two.outlet, two.published) == ("The Wire", "2025-01-01")


def test_the_meter_ends_where_the_files_end(tmp_path):
    (tmp_path / "a.txt").write_text("a" * 100)
    (tmp_path / "b.txt").write_text("b" * 50)
    meter = Meter()
    seen = [meter.done for _ in read_inputs(find_files([tmp_path]), meter=meter)]

    assert seen == [100, 150]
    assert (meter.done, meter.total) == (150, 150)
