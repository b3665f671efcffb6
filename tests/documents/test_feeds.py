"""A feed or sitemap gives its articles with their dates as they stand; hostile ones end soon and in one sentence."""
# ruff: noqa: E501, examples have lines as long as they like

from __future__ import annotations

import gzip
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.documents.feeds import MOST_ENTRIES, Entry, looks_like_feed, page_of, read_feed
from onrecord.documents.html import read_page
from onrecord.errors import FeedError

BASE = "https://post.example/feed"
FULL = "".join(
    f"<p>Paragraph {n}: the mayor said that the bridge would stay shut until the spring.</p>" for n in range(9)
)
RSS = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"
xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>The Post &amp; Mail</title><item><title>Bridge &lt;b&gt;shut&lt;/b&gt;</title>
<link>/bridge</link><pubDate>Tue, 04 Mar 2025 09:12:00 +0100</pubDate><dc:creator>Ann Lee</dc:creator><description>Short.</description></item>
<item><title>Whole</title><guid isPermaLink="true">https://post.example/whole</guid><content:encoded><![CDATA[{FULL}]]></content:encoded>
<dc:date>2025-03-05T10:00:00-05:00</dc:date></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><entry><title type="html">A &amp;amp; B</title>
<link rel="alternate" href="https://post.example/a"/><published>2025-03-04T09:12:00Z</published>
<updated>2025-03-06T00:00:00+02:00</updated><author><name>Bo Day</name></author></entry><entry><title>Only updated</title>
<link href="b"/><updated>2025-03-06</updated></entry></feed>"""
JSON = json.dumps({
    "version": "https://jsonfeed.org/version/1.1", "title": "JSON",
    "items": [
        {"id": "1", "url": "https://post.example/j", "title": "J", "content_text": "One & two.\n\nThree.",
         "date_published": "2025-03-04T09:12:00+01:00", "date_modified": "2025-03-05", "authors": [{"name": "Cy"}]},
        "no item", {"id": "not-an-address"},
    ],
})  # fmt: skip
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc> https://post.example/n </loc><lastmod>2025-03-05</lastmod><news:news>
<news:publication><news:name>The Post</news:name></news:publication><news:publication_date>2025-03-04T09:12+01:00</news:publication_date>
<news:title>N &amp; M</news:title></news:news></url><url><loc>https://post.example/o</loc></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://post.example/1.xml.gz</loc></sitemap>
<sitemap><loc>https://post.example/2.xml</loc></sitemap></sitemapindex>"""


def test_rss_gives_addresses_titles_dates_with_their_zone_and_whole_texts():
    feed = read_feed(RSS.encode(), name="rss", url=BASE)

    assert feed.title == "The Post & Mail"
    assert feed.entries[0] == Entry(
        "https://post.example/bridge", "Bridge shut", "2025-03-04T09:12:00+01:00", authors=("Ann Lee",)
    )
    assert feed.entries[1].url == "https://post.example/whole"
    assert feed.entries[1].html == FULL
    assert (feed.left_out, feed.damage) == (0, None)


def test_atom_keeps_publication_and_update_apart():
    one, two = read_feed(ATOM.encode(), name="atom", url="https://post.example/dir/feed").entries

    assert one == Entry(
        "https://post.example/a", "A & B", "2025-03-04T09:12:00Z", "2025-03-06T00:00:00+02:00", ("Bo Day",)
    )
    assert (two.url, two.published, two.updated) == ("https://post.example/dir/b", None, "2025-03-06")


def test_json_feed_gives_its_text_as_html_and_no_address_where_there_is_none():
    one, two = read_feed(JSON.encode(), name="json").entries

    assert one == Entry(
        "https://post.example/j", "J", "2025-03-04T09:12:00+01:00", "2025-03-05", ("Cy",),
        "<p>One &amp; two.</p><p>Three.</p>",
    )  # fmt: skip
    assert two.url is None


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_a_news_sitemap_gives_titles_and_dates_and_an_index_its_sitemaps(pack):
    news = read_feed(pack(NEWS.encode()), name="news")
    index = read_feed(pack(INDEX.encode()), name="index")

    assert news.title == "The Post"
    assert news.entries == (
        Entry("https://post.example/n", "N & M", "2025-03-04T09:12+01:00", "2025-03-05"),
        Entry("https://post.example/o"),
    )
    assert index.sitemaps == ("https://post.example/1.xml.gz", "https://post.example/2.xml")


def test_a_whole_text_in_a_feed_is_read_as_a_page_where_the_page_cannot_be_had():
    entry = read_feed(RSS.encode(), name="rss", url=BASE).entries[1]
    document = read_page(page_of(entry), name="a", url=entry.url, published=entry.published, published_from="feed")

    assert document.text.count("\n\n") == 8
    assert document.title == "Whole"
    assert (document.published, document.published_from) == ("2025-03-05T10:00:00-05:00", "feed")


@pytest.mark.parametrize(
    ("raw", "content_type", "expected"),
    [
        (RSS.encode(), None, True), (ATOM.encode(), None, True), (JSON.encode(), "application/json", True),
        (NEWS.encode(), None, True), (gzip.compress(INDEX.encode()), None, True), (RSS.encode("utf-16"), None, True),
        (b"<!doctype html><html><a href='/feed'>feed</a>", "application/rss+xml", False),
        (b"<html><body>&lt;rss></body>", None, False), (b'{"text": "an article"}', "application/json", False),
        (b"", None, False), (b"<?xml version='1.0'?><note>no feed</note>", "text/xml", False),
    ],
)  # fmt: skip
def test_a_feed_is_known_by_its_first_element_whatever_the_server_calls_it(raw, content_type, expected):
    assert looks_like_feed(raw, content_type) is expected


def test_what_stands_before_a_feed_is_passed_over_however_long_it_is():
    before = (
        "\n" * 300_000 + "<?xml version='1.0'?>\n<!-- <item> -->\n<!DOCTYPE rss [<!ENTITY a 'b'>\n]>" + "\n" * 300_000
    )
    began = time.process_time()
    feed = read_feed((before + RSS.partition("?>")[2]).encode(), name="rss", url=BASE)

    assert len(feed.entries) == 2
    assert read_feed(("junk" + "\n" * 300_000 + RSS.partition("?>")[2]).encode(), name="rss").entries
    assert time.process_time() - began < 4


def test_a_feed_in_utf16_is_read():
    assert len(read_feed(RSS.replace("UTF-8", "UTF-16").encode("utf-16"), name="rss").entries) == 2


LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
FILE = "<!DOCTYPE x [<!ENTITY a11 SYSTEM 'file:///etc/passwd'>]>"
ENTITY_RSS = (
    "<rss version='2.0'><channel><item><title>T&a11;</title><link>https://a.example/</link></item></channel></rss>"
)
ENTITY_MAP = "<urlset><url><loc>https://a.example/</loc><title>T&a11;</title></url></urlset>"


@pytest.mark.parametrize("body", [ENTITY_RSS, ENTITY_MAP], ids=["rss", "sitemap"])
@pytest.mark.parametrize("declaration", [LAUGHS, FILE], ids=["billion laughs", "external entity"])
def test_entities_are_neither_expanded_nor_fetched(body, declaration):
    began = time.process_time()
    try:
        titles = str([entry.title for entry in read_feed((declaration + body).encode(), name="a").entries])
    except FeedError as error:
        titles = str(error)

    assert "root:" not in titles
    assert len(titles) < 500
    assert time.process_time() - began < 5


def test_a_feed_of_a_hundred_thousand_entries_is_read_in_part_and_says_how_many_are_left():
    item = (
        "<item><title>T</title><link>https://a.example/{}</link><pubDate>Tue, 04 Mar 2025 09:12:00 GMT</pubDate></item>"
    )
    raw = f"<rss version='2.0'><channel>{''.join(item.format(n) for n in range(100_000))}</channel></rss>".encode()
    began = time.process_time()
    feed = read_feed(raw, name="large")

    assert (len(feed.entries), feed.left_out, feed.damage) == (MOST_ENTRIES, 95_000, None)
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    ("raw", "found"),
    [
        (gzip.compress(bytes(60_000_000)), "more than 50,000,000 bytes"),
        (b"<rss>" + b"<" * 2_000_000, "no whole entry in the first "),
        (b"<rss>" + b"<a>" * 1_000_000, "no whole entry in the first "),
        (b"<rss>" + b"&lt;" * 1_000_000, "no whole entry in the first "),
        (b"\n" * 1_000_000, "no"),
        (b"\n<!ENTITY " * 90_000 + b"<rss>", "no"),
        (b"<urlset>" + b"<a>" * 1_000_000, "a sitemap that is no XML"),
        (b'{"version":"https://jsonfeed.org/version/1","items":' + b"[" * 1_000_000, "JSON that is cut off or damaged"),
        (b'{"version":"https://jsonfeed.org/version/1","items":3}', "JSON without a list of items"),
        (b"<!doctype html><p>hello", "no feed"),
        (b"", "no bytes"),
    ],
    ids=[
        "bomb",
        "angles",
        "deep",
        "references",
        "lines",
        "entities",
        "deep sitemap",
        "deep json",
        "json",
        "html",
        "empty",
    ],
)
def test_what_is_no_feed_or_would_take_too_long_is_refused_at_once(raw, found):
    began = time.process_time()
    with pytest.raises(FeedError) as caught:
        read_feed(raw, name="a")

    assert str(caught.value).startswith(f"a: found {found}")
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    ("raw", "damage"),
    [
        (RSS.encode()[:-300], "ends before"),
        (NEWS.encode()[:-20], "no XML from line"),
        (
            gzip.compress(
                NEWS.replace(
                    "<url><loc> ", "<url><loc>https://post.example/m</loc></url>" * 999 + "<url><loc> "
                ).encode()
            )[:-60],
            "cut off",
        ),
    ],
    ids=["rss", "sitemap", "gzip"],
)
def test_a_feed_that_is_cut_off_gives_what_is_whole_and_says_so(raw, damage):
    feed = read_feed(raw, name="a", url=BASE)

    assert feed.entries
    assert damage in feed.damage


def test_a_sitemap_whose_namespace_is_broken_is_read_all_the_same():
    entry = read_feed(
        NEWS.replace('xmlns:news="http://www.google.com', 'xmlns:other="http://www.google.com').encode(), name="a"
    ).entries[0]

    assert (entry.title, entry.published) == ("N & M", "2025-03-04T09:12+01:00")


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_feed_gives_entries_or_says_what_is_wrong(data):
    """Never another error, and every address that it gives is one that can be fetched."""
    raw = bytearray(data.draw(st.sampled_from([RSS, ATOM, JSON, NEWS, INDEX])).encode())
    for _ in range(data.draw(st.integers(1, 5))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 60))] = data.draw(st.binary(max_size=20))
    try:
        feed = read_feed(bytes(raw), name="a")
    except FeedError:
        return
    addresses = [entry.url for entry in feed.entries if entry.url] + list(feed.sitemaps)
    assert all(address.startswith(("http://", "https://")) for address in addresses)
