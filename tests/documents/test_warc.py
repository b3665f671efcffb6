"""A WARC file gives every record that is whole, and tells the place of everything that is none."""

from __future__ import annotations

import gzip
import io
import random
import zlib

import pytest
from archives import info, pack, page, record, response
from fastwarc.warc import ArchiveIterator

from onrecord.documents import unpack, warc
from onrecord.documents.warc import Damage, Record, read_records

SHORT = [
    record(f"Words number {number}. {'x' * number}".encode(), url=f"http://a.example/{number}", kind="resource")
    for number in range(6)
]


def read(content, **kwargs):
    return list(read_records(io.BytesIO(content), **kwargs))


def urls(items):
    return [item.url[-1] for item in items if isinstance(item, Record)]


def damages(items):
    return [(item.offset, item.end, item.reason) for item in items if isinstance(item, Damage)]


PACKINGS = {
    "plain": b"".join,
    "by record": pack,
    "as one": lambda records: gzip.compress(b"".join(records)),
    "in blocks": lambda records: b"".join(
        gzip.compress(b"".join(records)[at : at + 100]) for at in range(0, len(b"".join(records)), 100)
    ),
}


@pytest.mark.parametrize("packing", PACKINGS)
def test_a_sound_archive_gives_what_fastwarc_gives(packing):
    """On sound archives the two must agree, record by record, whichever way they are packed."""
    records = [info(), *SHORT, record(response(page(1)), url="http://a.example/page", number=9)]
    content = PACKINGS[packing](records)
    theirs = [
        (one.headers["WARC-Type"], one.headers.get("WARC-Target-URI"), one.reader.read())
        for one in ArchiveIterator(io.BytesIO(content), parse_http=False)
    ]

    assert [(item.type, item.url, item.block) for item in read(content)] == theirs
    assert len(theirs) == len(records)


def test_junk_between_records_is_told_by_its_bytes():
    content = SHORT[0] + b"junk\0junk" + SHORT[1]

    assert urls(read(content)) == ["0", "1"]
    assert damages(read(content)) == [(len(SHORT[0]), len(SHORT[0]) + 9, "found bytes of no record")]


def test_junk_between_members_is_told_by_its_bytes():
    first, second = (gzip.compress(one) for one in SHORT[:2])
    items = read(first + b"junk\0junk" + second)

    assert urls(items) == ["0", "1"]
    assert damages(items) == [(len(first), len(first) + 9, "found bytes of no record")]


@pytest.mark.parametrize("packing", ["plain", "by record", "as one"])
def test_a_file_that_ends_early_gives_all_before_its_end(packing):
    content = PACKINGS[packing](SHORT)[:-10]
    items = read(content)

    assert urls(items)[:5] == ["0", "1", "2", "3", "4"]
    ((_, end, reason),) = damages(items)
    assert end == len(content)
    assert "ends" in reason


def test_a_member_with_a_wrong_checksum_gives_nothing_that_no_digest_proves():
    first, second = (
        bytearray(gzip.compress(record(b"Said.", url="http://a.example/1", digest=digest))) for digest in (True, False)
    )
    for member in (first, second):
        member[-6] ^= 1

    assert urls(read(bytes(first))) == ["1"]
    assert [reason for *_, reason in damages(read(bytes(first)))] == ["its checksum is wrong"]
    assert urls(read(bytes(second))) == []
    assert [reason for *_, reason in damages(read(bytes(second)))] == ["its checksum is wrong"]


def test_a_record_that_stands_in_the_text_of_another_is_none_of_its_own():
    """A page about archives must not speak for another site."""
    inner = record(b"False words.", url="http://a.example/false", kind="resource")
    outer = record(b"See: " + inner + b" and so on.", url="http://a.example/1", kind="resource")

    assert urls(read(outer + SHORT[2])) == ["1", "2"]


def test_a_block_larger_than_an_article_is_passed_over_by_its_length():
    """Also where a record stands in its text."""
    inner = record(b"False words.", url="http://a.example/false", kind="resource")
    for form in (b"".join, pack):
        items = read(form([record(inner * 9, url="http://a.example/1", kind="resource"), SHORT[2]]), most=1000)

        assert urls(items) == ["2"]
        assert [reason.partition(",")[0] for *_, reason in damages(items)] == [f"its length is {len(inner) * 9} bytes"]


def test_a_bomb_with_a_forged_record_in_it_speaks_for_nobody(monkeypatch):
    """What is served is packed as it comes; if it was searched for the next record, it could name any site."""
    monkeypatch.setattr(unpack, "UNSUSPECTED", 100_000)
    forged = gzip.compress(record(b"False words.", url="http://a.example/false", kind="resource"))
    draw = random.Random(1)
    before, noise = draw.randbytes(4000), draw.randbytes(4000)
    zeros = b"\0" * 9_000_000
    header, _ = record(before + forged + noise + zeros, url="http://a.example/1", digest=False).split(before)
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(
        packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)
        for piece in (header, before + forged + noise, zeros + b"\r\n\r\n")
    )
    bomb += packer.flush()
    assert forged in bomb
    items = read(bomb + gzip.compress(SHORT[2]))

    assert urls(items) == ["2"]
    assert damages(items) == [(0, len(bomb), "it unpacks to more than 200 times its size")]


def test_a_bomb_too_large_to_look_for_its_end_is_told_with_what_follows(monkeypatch):
    monkeypatch.setattr(unpack, "UNSUSPECTED", 100_000)
    monkeypatch.setattr(warc, "DRAINED", 1_000_000)
    content = gzip.compress(record(b"\0" * 9_000_000, url="http://a.example/1")) + gzip.compress(SHORT[2])

    assert damages(read(content)) == [
        (
            0,
            len(content),
            "it unpacks to more than 200 times its size; its end was not looked for, and what follows not read",
        )
    ]


@pytest.mark.parametrize(
    "junk", [b"WARC/1.0\r\nA:", b"WARC/1.0\r\nWARC-Type: a\r\n\r\n"], ids=["headers", "short headers"]
)
def test_what_only_looks_like_headers_is_given_up_in_a_sentence(monkeypatch, junk):
    """To look into each of them would take minutes a megabyte."""
    monkeypatch.setattr(warc, "FALSE_MOST", 20)
    first, second = read(SHORT[0] + junk * 100 + SHORT[1])

    assert first.url.endswith("0")
    assert (second.offset, second.end) == (len(SHORT[0]), len(SHORT[0]) + len(junk) * 100 + len(SHORT[1]))
    assert second.reason.endswith("what follows only looks like records, and was not searched to its end")


def test_what_only_looks_like_members_is_given_up_in_a_sentence(monkeypatch):
    monkeypatch.setattr(warc, "FALSE_MOST", 20)
    head, junk, tail = gzip.compress(SHORT[0]), b"\x1f\x8b\x08" * 100, gzip.compress(SHORT[1])
    first, second = read(head + junk + tail)

    assert first.url.endswith("0")
    assert (second.offset, second.end) == (len(head), len(head + junk + tail))
    assert second.reason.endswith("what follows only looks like records, and was not searched to its end")


def test_a_member_cut_short_never_takes_the_next_with_it():
    first, second = (gzip.compress(one) for one in SHORT[:2])

    for cut in range(1, len(first)):
        assert urls(read(first[:-cut] + second))[-1] == "1"
