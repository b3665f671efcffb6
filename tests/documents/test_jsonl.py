"""A line of JSON Lines is an article; a bad line costs that line and says its number."""

from __future__ import annotations

import pytest

from onrecord.documents.fields import parse_fields
from onrecord.documents.inputs import Options
from onrecord.documents.jsonl import parse_lines
from onrecord.errors import UsageError


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (b"{", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[1]", "a JSON list"),
        (b"{}", "no field `text`"),
        (b'{"body": "a", "day": "b"}', "no field `text` among body, day"),
        (b'{"text": 3}', "`text` of type int"),
        (b'{"text": "a", "url": 3}', "`url` of type int"),
        (b'{"text": "a", "published": "soon"}', "'soon' as publication date"),
        (b'{"text": "a\xff"}', "a byte that is no UTF-8 at 11"),
        (None, "a line of more than 32 MB"),
    ],
    ids=["cut", "deep", "list", "no text", "other names", "number", "url", "date", "bytes", "long"],
)
def test_a_bad_line_costs_that_line_and_names_its_number(line, found):
    first, second = parse_lines([line, b'{"text": "good"}'], "a.jsonl", Options())

    assert (first.status, first.place.line) == ("failed", 1)
    assert first.reason.startswith(f"found {found}, expected")
    assert second.document.text == "good"
    assert second.document.id == "a.jsonl:2"


def test_other_names_are_mapped_into_objects_too():
    fields = parse_fields("text=body, published=meta.date,outlet=site.name,title=head.line")
    line = b'{"body": "A.", "meta": {"date": "Tue, 04 Mar 2025 09:12:00 GMT"}, "site": 3, "head.line": "T"}'
    (item,) = parse_lines([line], "a", Options("The Post", fields=fields))
    document = item.document

    assert (document.text, document.title, document.outlet) == ("A.", "T", "The Post")
    assert document.published == "2025-03-04T09:12:00Z"


@pytest.mark.parametrize("text", ["text", "=a", "text=", "words=a", ""])
def test_a_map_that_cannot_be_meant_is_refused(text):
    with pytest.raises(UsageError, match="expected WORD=FIELD"):
        parse_fields(text)
