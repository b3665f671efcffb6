"""What a user names comes out as documents; what cannot be read costs only itself."""

from __future__ import annotations

import json

import pytest

from onrecord.documents.jsonl import parse_lines
from onrecord.documents.sources import find_files, read_documents
from onrecord.records import Document, Failure


def read(sources, **facts):
    return list(read_documents(find_files(sources), **facts))


def test_a_folder_gives_its_articles_in_the_order_of_their_paths(tmp_path):
    for name in ("b.txt", "a.md", "sub/c.txt", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)

    assert [item.id for item in read([tmp_path])] == ["a.md", "b.txt", "c.txt"]


def test_a_missing_file_and_an_empty_folder_are_failures_among_the_rest(tmp_path):
    (tmp_path / "a.txt").write_text("A said b.")
    (tmp_path / "empty").mkdir()
    items = read([tmp_path / "none.txt", tmp_path / "empty", tmp_path / "a.txt"])

    assert [type(item) for item in items] == [Failure, Failure, Document]
    assert items[0].message == f"{tmp_path}/none.txt: no such file or folder"
    assert "found no article in it, expected .txt" in items[1].message


def test_a_line_of_jsonl_overrides_what_is_given_for_all(tmp_path):
    rows = [
        {"id": "x", "text": "A.", "outlet": "The Post", "published": "2025-01-02T08:00Z"},
        {"text": "B.", "title": "T"},
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n\n")
    one, two = read([tmp_path / "a.jsonl"], outlet="The Wire", published="2025-01-01")

    assert (one.id, one.outlet, one.published) == ("x", "The Post", "2025-01-02T08:00Z")
    assert (two.id, two.outlet, two.published, two.title) == ("a.jsonl:2", "The Wire", "2025-01-01", "T")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "a JSON list"),
        (b"{}", "no field `text`"),
        (b'{"text": 3}', "`text` of type int"),
        (b'{"text": "a", "url": 3}', "`url` of type int"),
        (b'{"text": "a", "published": "soon"}', "'soon' as publication date"),
        (b'{"text": "a\xff"}', "a byte that is no UTF-8 at 11"),
    ],
    ids=["cut", "deep", "list", "no text", "number", "url", "date", "bytes"],
)
def test_a_bad_line_costs_that_line_and_names_its_number(line, found):
    first, second = parse_lines([line, b'{"text": "good"}'], "a.jsonl")

    assert str(first).startswith(f"a.jsonl, line 1: found {found}, expected")
    assert second.text == "good"


def test_files_of_one_name_keep_keys_of_their_own(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(f"Said in {folder}.")
    one, two = read([tmp_path])

    assert one.id == two.id == "x.txt"
    assert one.key != two.key
    assert one.sha256 != two.sha256
