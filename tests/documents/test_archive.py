"""A web archive gives each of its pages as an article, and an account of everything else in it."""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib

import brotli
import pytest
from archives import info, pack, page, pages, paragraphs, record, response, sha1
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.documents import unpack
from onrecord.documents.archive import read_archive
from onrecord.documents.inputs import Options

URL = "https://news.example/bridge"
WORDS = [f"Words number {number} of the council were said once. {'so ' * number * 3}" for number in range(6)]
TEXTS = [
    record(words.encode(), url=f"http://a.example/{number}", kind="resource", number=number)
    for number, words in enumerate(WORDS)
]
BARE = [
    record(words.encode(), url=f"http://a.example/{number}", kind="resource", number=number, digest=False)
    for number, words in enumerate(WORDS)
]


def read(content, **kwargs):
    return list(read_archive(io.BytesIO(content), "a.warc", Options(), **kwargs))


def one(*records):
    (item,) = read(b"".join(records))
    return item


@pytest.mark.parametrize("pack", [b"".join, pack], ids=["plain", "packed"])
def test_each_page_is_an_article_and_its_place_is_where_it_lies(pack):
    records = [info(), *pages(3)]
    content = pack(records)
    items = read(content)

    assert [item.document.url for item in items] == [f"https://news.example/{number}" for number in range(3)]
    for number, item in enumerate(items):
        assert paragraphs(number)[0] in item.document.text
        assert read(content[item.place.offset : item.place.end])[0].document == item.document


@pytest.mark.parametrize(
    ("block", "status", "reason"),
    [
        (response(b"gone", status="404 Not Found"), "not an article", "the server answered 404"),
        (response(b"", status="301 Moved", extra=["Location: /b"]), "not an article", "the server answered 301"),
        (response(b"\x89PNG", kind="image/png"), "not an article", "found image/png, expected a page of HTML"),
        (response(b"\x1f\x8b\x08\0" + page(1), extra=["Content-Encoding: gzip"]), "failed", "packed and damaged"),
        (response(page(1), extra=["Content-Encoding: zstd"]), "failed", "'zstd', which is not known here"),
        (b"GET / HTTP/1.1\r\n\r\n", "failed", "found no HTTP response in the record"),
    ],
    ids=["missing", "moved", "image", "damaged", "unknown packing", "no response"],
)  # fmt: skip
def test_what_is_no_article_says_why(block, status, reason):
    item = one(record(block, url=URL))

    assert item.document is None
    assert item.status == status
    assert reason in item.reason


@pytest.mark.parametrize(
    ("name", "packing"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("br", brotli.compress),
        ("gzip", lambda body: body),
        ("identity", lambda body: body),
    ],
    ids=["gzip", "deflate", "brotli", "gzip, unpacked by the crawler", "identity"],
)
def test_a_body_is_unpacked_as_the_server_packed_it(name, packing):
    body = packing(page(1))

    assert paragraphs(1)[0] in one(record(response(body, extra=[f"Content-Encoding: {name}"]), url=URL)).document.text


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "undone by the crawler"])
def test_a_chunked_body_is_put_together_whether_or_not_the_archive_kept_the_chunks(kept):
    body = page(1)
    chunks = b"".join(f"{len(piece):x}\r\n".encode() + piece + b"\r\n" for piece in (body[:700], body[700:]))
    block = response(chunks + b"0\r\n\r\n" if kept else body, extra=["Transfer-Encoding: chunked"])

    assert one(record(block, url=URL)).document == one(record(response(body), url=URL)).document


def test_a_revisit_is_a_copy_and_says_of_what():
    extra = [f"WARC-Refers-To-Target-URI: <{URL}>", "WARC-Refers-To-Date: 2025-03-01T08:00:00Z"]
    item = one(record(b"HTTP/1.1 200 OK\r\n\r\n", url=URL, kind="revisit", extra=extra))

    assert (item.status, item.document) == ("copy", None)
    assert item.reason == f"fetched again and unchanged since {URL} 2025-03-01T08:00:00Z"


def test_a_page_that_the_crawler_cut_is_partly_read():
    item = one(record(response(page(1)[:-400]), url=URL, extra=["WARC-Truncated: length"]))

    assert (item.status, item.reason) == ("partly read", "the crawler kept only a part of it (length)")
    assert paragraphs(1)[0] in item.document.text


@pytest.mark.parametrize("told", ["block", "payload"])
def test_a_wrong_digest_is_reported_and_the_page_not_filed(told):
    body = page(1)
    field = {
        "block": f"WARC-Block-Digest: {sha1(b'other')}",
        "payload": f"WARC-Payload-Digest: {sha1(b'other')}",
    }[told]
    bad = record(response(body), url=URL, digest=False, extra=[field])
    items = read(bad + record(response(body), url=URL, digest=False, extra=[f"WARC-Payload-Digest: {sha1(body)}"]))

    assert [item.status for item in items] == ["failed", "read"]
    assert "digest than its header says" in items[0].reason
    assert (items[0].place.offset, items[0].place.end) == (0, len(bad))


@pytest.mark.parametrize("length", [3, 10**4, 10**17], ids=["short", "long", "huge"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "packed"])
def test_a_wrong_length_costs_its_record_only(length, packed):
    """However large it is, no memory is taken for it."""
    records = [next(pages(1)), record(response(page(5)), url=URL, length=length), *pages(1, start=2)]
    items = read(pack(records) if packed else b"".join(records))

    assert [item.status for item in items if item.document] == ["read", "read"]
    assert [item.document.url[-1] for item in items if item.document] == ["0", "2"]
    assert "its length is" in next(item.reason for item in items if not item.document)


def test_an_archive_without_a_page_says_so():
    assert one(info()).reason == "found 1 records in it, expected a page among them"
    assert one(b"nothing of the sort").reason == "found no WARC record in it"


def test_a_page_that_unpacks_beyond_measure_is_stopped_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr("onrecord.documents.http.MOST", 100_000)
    bomb = response(gzip.compress(b"\0" * 10_000_000), extra=["Content-Encoding: gzip"])
    first, second = read(pack([record(bomb, url=URL), *pages(1)]))

    assert (first.status, second.status) == ("failed", "read")
    assert "found more than" in first.reason


def test_a_member_that_unpacks_beyond_measure_is_stopped_and_the_next_is_read(monkeypatch):
    monkeypatch.setattr(unpack, "UNSUSPECTED", 100_000)
    first, second = read(pack([record(b"\0" * 9_000_000, url=URL, digest=False), *pages(1)]))

    assert (first.status, second.status) == ("failed", "read")
    assert first.reason == "it unpacks to more than 200 times its size"


@pytest.fixture
def wacz():
    """A WACZ as browsers' archivers write it, its archive stored, and one of its archives packed once more."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as inside:
        inside.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0"}\n')
        inside.writestr("archive/data.warc.gz", pack([info(), *pages(3)]))
        inside.writestr("archive/more.warc", b"".join(pages(1, start=3)), zipfile.ZIP_DEFLATED)
    return content.getvalue()


def test_a_wacz_gives_the_pages_of_its_archives_with_their_bytes_in_it(wacz):
    items = read(wacz)

    assert [item.document.url[-1] for item in items] == ["0", "1", "2", "3"]
    assert {item.place.entry for item in items} == {"archive/data.warc.gz", "archive/more.warc"}
    assert read(wacz[items[0].place.offset : items[0].place.end])[0].document == items[0].document


def test_a_wacz_whose_end_is_missing_still_gives_its_pages(wacz):
    """Its table of contents stands at the end; what its archives hold is found without."""
    items = read(wacz[: wacz.rindex(b"archive/more.warc") - 200])

    assert [item.document.url[-1] for item in items if item.document] == ["0", "1", "2"]
    assert [item.status for item in items[:1]] == ["failed"]


def test_a_packed_archive_in_a_wacz_that_is_damaged_has_one_receipt(wacz):
    """And those of the pages before the damage."""
    content = bytearray(wacz)
    content[wacz.index(b"archive/more.warc") + 40] ^= 0xFF
    items = [item for item in read(bytes(content)) if item.place.entry == "archive/more.warc"]

    assert [(item.status, item.document) for item in items] == [("failed", None)]
    assert "it cannot be unpacked to its end" in items[0].reason


JUNK = st.one_of(st.binary(min_size=1, max_size=40), st.sampled_from([b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"\r\n\r\n"]))
FORMS = {
    "plain": TEXTS,
    "plain, without digests": BARE,
    "packed": [gzip.compress(one, mtime=0) for one in TEXTS],
    "packed, without digests": [gzip.compress(one, mtime=0) for one in BARE],
    "packed as one": [gzip.compress(b"".join(TEXTS), mtime=0)],
}


@st.composite
def damaged(draw):
    """An archive with bytes changed, cut and put in at random, and the numbers of the records that were not hit."""
    form = draw(st.sampled_from(list(FORMS)))
    parts = FORMS[form]
    content = bytearray(b"".join(parts))
    places = list(range(len(content)))  # which byte of the whole archive stands here, -1 for a foreign one
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(content) - 1))
        match draw(st.sampled_from(["flip", "cut", "insert"])):
            case "flip":
                content[at] ^= draw(st.integers(1, 255))
                places[at] = -1
            case "cut" if len(content) > 1:
                length = min(draw(st.integers(1, 400)), len(content) - 1)
                del content[at : at + length], places[at : at + length]
            case _:
                junk = draw(JUNK)
                content[at:at] = junk
                places[at:at] = [-1] * len(junk)
    untouched, start = [], 0
    for number, part in enumerate(parts):
        begin = places.index(start) if start in places else len(places)
        if places[begin : begin + len(part)] == list(range(start, start + len(part))):
            untouched.append(number)
        start += len(part)
    return form, bytes(content), untouched


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(damaged())
def test_nothing_is_lost_in_a_damaged_archive_without_a_receipt(case):
    """Every record that was not hit is read as it was; every byte that gave no article lies under a reason."""
    form, content, untouched = case
    items = read(content)
    texts = [item.document.text for item in items if item.document]
    covered = bytearray(len(content))
    for item in items:
        assert bool(item.document) != bool(item.reason)
        if item.place.offset is not None:
            assert 0 <= item.place.offset < item.place.end <= len(content)
            covered[item.place.offset : item.place.end] = b"\1" * (item.place.end - item.place.offset)

    if form != "packed as one":
        assert {WORDS[number] for number in untouched} <= set(texts)
    assert not [place for place, seen in enumerate(covered) if not seen and content[place] not in b"\r\n"]
    if form in {"packed", "packed, without digests"}:
        # Elsewhere nothing vouches for the words of a record whose header was hit too, in the line of its digest.
        assert set(texts) <= set(WORDS)
    identities = [item.place.identity for item in items]
    assert len(identities) == len(set(identities))
