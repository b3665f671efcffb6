"""An address gives its article, a feed or sitemap all that it names; what cannot be fetched says why."""

from __future__ import annotations

import pytest
from archives import page, pages, paragraphs

from onrecord.documents.fetch import Fetched
from onrecord.documents.sources import find_files, read_inputs
from onrecord.errors import FetchError

SITE = "https://news.example"
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>News</title>
<item><link>{SITE}/1</link><pubDate>Tue, 04 Mar 2025 09:12:00 GMT</pubDate></item>
<item><link>{SITE}/gone</link></item>
<item><link>{SITE}/full</link><content:encoded><![CDATA[<p>{paragraphs(3, 1)[0]}</p><p>{paragraphs(4, 1)[0]}</p>]]>
</content:encoded></item>
<item><link>{SITE}/1</link></item>
</channel></rss>""".encode()
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
INDEX = (
    f'<?xml version="1.0"?><sitemapindex xmlns="{NAMESPACE}"><sitemap><loc>{SITE}/map.xml</loc></sitemap>'
    f"<sitemap><loc>{SITE}/gone.xml</loc></sitemap><sitemap><loc>{SITE}/index.xml</loc></sitemap></sitemapindex>"
).encode()
MAP = f'<?xml version="1.0"?><urlset xmlns="{NAMESPACE}"><url><loc>{SITE}/1</loc></url></urlset>'.encode()
ANSWERS = {
    "/1": (page(1), "text/html"),
    "/feed": (RSS, "application/rss+xml"),
    "/index.xml": (INDEX, "application/xml"),
    "/map.xml": (MAP, "application/xml"),
    "/news.warc": (b"".join(pages(2)), "application/warc"),
    "/picture": (b"\x89PNG", "image/png"),
}


class Fetcher:
    """Answers from memory, and counts what it was asked."""

    def __init__(self):
        self.asked, self.closed = [], False

    def get(self, url):
        """As the real one does."""
        self.asked.append(url)
        path = url.removeprefix(SITE)
        if path not in ANSWERS:
            raise FetchError(url, "the server answered 404")
        content, kind = ANSWERS[path]
        return Fetched(url, 200, {"content-type": kind}, content, "2025-03-05T00:00:00Z", from_cache=False)

    def close(self):
        """As the real one does."""
        self.closed = True


@pytest.fixture
def fetcher():
    return Fetcher()


def read(fetcher, *sources, **kwargs):
    return list(read_inputs(find_files(sources), fetcher=lambda: fetcher, **kwargs))


def test_a_page_is_its_article_and_what_is_none_says_why(fetcher):
    article, picture, gone = read(fetcher, f"{SITE}/1", f"{SITE}/picture", f"{SITE}/gone")

    assert paragraphs(1)[0] in article.document.text
    assert (article.document.id, article.document.url) == (f"{SITE}/1", f"{SITE}/1")
    assert (picture.status, gone.status) == ("not an article", "failed")
    assert gone.reason == "the server answered 404"
    assert fetcher.closed


def test_a_feed_gives_each_of_its_entries_once_with_its_date(fetcher):
    """A page that cannot be had is read from the feed where that has its text."""
    article, gone, full = read(fetcher, f"{SITE}/feed")

    assert article.document.published_from == "feed"
    assert article.document.published.startswith("2025-03-04T09:12")
    assert (gone.status, gone.place.entry) == ("failed", f"{SITE}/gone")
    assert full.status == "read"
    assert full.reason == "read from the feed: the server answered 404"
    assert paragraphs(3, 1)[0] in full.document.text


def test_a_feed_in_a_file_is_followed(fetcher, tmp_path):
    (tmp_path / "feed.rss").write_bytes(RSS)

    assert [item.status for item in read(fetcher, tmp_path / "feed.rss")] == ["read", "failed", "read"]


def test_a_sitemap_index_is_followed_and_one_that_names_itself_ends(fetcher):
    items = read(fetcher, f"{SITE}/index.xml")

    assert sorted((item.status, item.place.entry) for item in items) == [
        ("failed", f"{SITE}/gone.xml"),
        ("read", f"{SITE}/1"),
    ]
    assert fetcher.asked.count(f"{SITE}/1") == 1


def test_an_archive_at_an_address_is_read(fetcher):
    assert [item.document.url for item in read(fetcher, f"{SITE}/news.warc")] == [f"{SITE}/0", f"{SITE}/1"]


def test_what_was_read_before_is_not_fetched_again(fetcher):
    before = {item.place.identity for item in read(fetcher, f"{SITE}/feed")[:2]}
    fetcher.asked.clear()
    items = read(fetcher, f"{SITE}/feed", skip=lambda place: place.identity in before)

    assert [item.place.entry for item in items] == [f"{SITE}/full"]
    assert fetcher.asked == [f"{SITE}/feed", f"{SITE}/full"]


def test_no_way_to_the_network_is_opened_where_none_is_needed(tmp_path):
    (tmp_path / "a.txt").write_text("He said no.")

    def refuse():
        raise AssertionError("opened")

    assert len(list(read_inputs(find_files([tmp_path / "a.txt"]), fetcher=refuse))) == 1
