"""A page gives the article's text, paragraph by paragraph, and its facts; nothing hidden, nothing doubled, nothing invented."""
# ruff: noqa: E501, examples have lines as long as they like

from __future__ import annotations

import time
from contextlib import suppress
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts_first import FIRST, classic, deep
from layouts_later import LATER
from layouts_sites import SITES
from page import f1_of_4grams, paragraphs, tagged

from onrecord.documents.html import read_page
from onrecord.documents.markup import decode_page
from onrecord.errors import NotAnArticleError, UsageError

PAGES = (*FIRST, *LATER, *SITES)
LEAST_F1 = 0.95
STORY = paragraphs("""
    The keeper of the lighthouse said on Friday that she had seen two ships without lights, and that she had logged both.

    The coastguard said that it had no record of her call. It would not say whether its recorder was working that night.
""")


def page(body, head="<title>Ships without lights</title>"):
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


def story(head="", **facts):
    return read_page(page(f"<article><h1>Ships without lights</h1>{tagged(STORY)}</article>", head), name="a", **facts)


@pytest.fixture(scope="module")
def documents():
    return {
        example.name: read_page(example.raw, name=example.name, url=example.url, content_type=example.content_type)
        for example in PAGES
    }


@pytest.mark.parametrize("example", PAGES, ids=lambda example: example.name)
def test_a_layout_gives_the_words_of_its_article_and_its_facts(documents, example):
    """Text by F1 of word 4-grams; title, dates and the other facts exactly."""
    document = documents[example.name]
    dates = (document.published, document.published_from, document.modified)

    assert f1_of_4grams(example.text, document.text) >= LEAST_F1
    assert document.title == example.title
    assert dates == (example.published, example.published_from, example.modified)
    assert {name: getattr(document, name) for name in example.facts} == example.facts


def test_all_layouts_together_are_nearly_right(documents):
    scores = [f1_of_4grams(example.text, documents[example.name].text) for example in PAGES]

    assert len(PAGES) >= 16
    assert sum(scores) / len(scores) >= 0.99


@pytest.mark.parametrize("example", PAGES, ids=lambda example: example.name)
def test_paragraphs_are_parted_by_one_blank_line_and_the_headline_is_not_doubled(documents, example):
    parts = documents[example.name].text.split("\n\n")

    assert all(part.strip() == part != "" for part in parts)
    assert example.title not in parts
    assert sum(part in parts for part in example.text.split("\n\n")) >= len(example.text.split("\n\n")) - 1


def test_the_hash_is_of_the_bytes_as_they_were_fetched():
    example = classic()

    assert read_page(example.raw, name="a").sha256 == sha256(example.raw).hexdigest()


def test_text_that_libxml2_drops_for_its_depth_is_read_all_the_same():
    """The parser below trafilatura keeps 256 levels; the article lies 10,000 deep."""
    assert read_page(deep().raw, name="a").text == deep().text


@pytest.mark.parametrize("tag", ["div", "section", "blockquote", "span", "b", "ul><li"])
@pytest.mark.parametrize("depth", [200, 255, 300, 3000])
def test_not_a_word_is_lost_at_any_depth(tag, depth):
    """Also where only the last paragraph lies deep, which is little of the page."""
    opening, closing = f"<{tag}>" * depth, "".join(f"</{name}>" for name in reversed(tag.split("><"))) * depth
    last = "Nobody lost them, she added, and the keeper agreed."
    raw = page(f"<h1>Ships without lights</h1><main>{tagged(STORY)}{opening}<p>{last}</p>{closing}</main>")

    assert read_page(raw, name="a").text == "\n\n".join([*STORY, last])


def test_a_page_that_is_written_anew_keeps_its_empty_elements_scripts_and_attributes_apart():
    """What lies deep makes the page be written anew; pictures, rules and scripts around it must not run into the text."""
    rest = (
        "<p class='sr-only'>Not shown.</p><img src='a' alt='x'><hr><i></i><script>var x = '<p>no news</p>';</script>"
        * 99
    )
    raw = page(
        f"<h1>Ships without lights</h1>{rest}{'<div>' * 500}{tagged(STORY)}{'</div>' * 500}{rest}",
        META.format("2025-03-04"),
    )
    document = read_page(raw, name="a")

    assert document.text == "\n\n".join(STORY)
    assert document.published == "2025-03-04"


@pytest.mark.parametrize("tag", ["xmp", "iframe", "noframes", "script", "style", "textarea", "title"])
def test_raw_text_in_a_deep_page_is_not_taken_for_elements(tag):
    """Brackets and quotation marks that close nothing, by the thousand, cost no time either."""
    brackets = '<a " ' * 20_000
    raw = page(f"<h1>Ships without lights</h1><{tag}>{brackets}</{tag}>{'<div>' * 300}{tagged(STORY)}")

    assert read_page(raw, name="a").text.endswith("\n\n".join(STORY))


def test_a_text_about_escaping_is_unescaped_once():
    document = read_page(
        page(f"<h1>Ships without lights</h1>{tagged(STORY)}<p>The tag &amp;lt;b&amp;gt; was printed, he said.</p>"),
        name="a",
    )

    assert document.text.endswith("The tag &lt;b&gt; was printed, he said.")


def test_a_single_line_break_is_a_line_and_two_are_a_paragraph():
    body = f"<h1>Ships without lights</h1><div>{'<br>'.join(STORY)}<br><br>The end of it came on Sunday, she said.<br/>\n<br/>It rained.</div>"

    assert read_page(page(body), name="a").text.split("\n\n") == [
        "\n".join(STORY), "The end of it came on Sunday, she said.", "It rained.",
    ]  # fmt: skip


def test_text_as_it_was_typed_has_its_paragraphs_at_blank_lines():
    typed = "\n\n".join(part.replace(", ", ",\n", 1) for part in STORY)

    assert read_page(page(f"<h1>Ships without lights</h1><pre>{typed}</pre>"), name="a").text == "\n\n".join(STORY)


def test_long_lines_that_are_sentences_are_paragraphs_and_short_ones_are_lines():
    long = [*STORY, "Nobody has seen the ships since, though a boy says that he heard an engine, and he was not asked."]
    verse = ["The keeper wrote:", "A light I keep,", "the ships go by,", "and do not sleep.", STORY[1]]
    found = [
        read_page(page(f"<h1>Ships without lights</h1><div>{'<br>'.join(lines)}</div>"), name="a").text
        for lines in (long, verse)
    ]

    assert found == ["\n\n".join(long), "\n".join(verse)]


@pytest.mark.parametrize(
    ("raw", "content_type"),
    [
        ("é “x” –".encode(), "text/html; charset=iso-8859-1"),
        ("é “x” –".encode("cp1252"), "text/html; charset=utf-8"),
        ("é “x” –".encode("cp1252"), "text/html; charset=latin-1"),
        ("é “x” –".encode("cp1252"), None),
        ("é “x” –".encode("utf-16"), "text/html; charset=utf-8"),
        ("é “x” –".encode("utf-8-sig"), None),
        ("é “x” –".encode("utf-16-le"), None),
    ],
    ids=["utf-8 called latin", "1252 called utf-8", "1252 called latin", "1252", "utf-16", "marked", "utf-16 unmarked"],
)
def test_what_the_bytes_are_goes_before_what_they_are_called(raw, content_type):
    start = "<!doctype html><p>".encode("utf-16-le" if b"\0" in raw else "ascii")
    mark = 2 if raw.startswith(b"\xff\xfe") else 3 if raw.startswith(b"\xef\xbb\xbf") else 0
    whole = raw[:mark] + start + raw[mark:]

    assert decode_page(whole, name="a", content_type=content_type) == "<!doctype html><p>é “x” –"


def test_a_declared_encoding_of_another_script_is_believed():
    raw = "<!doctype html><meta charset=windows-1251><p>Министр сказал".encode("cp1251")

    assert decode_page(raw, name="a").endswith("Министр сказал")


def ld(value):
    return f'<script type="application/ld+json">{value}</script>'


META = '<meta property="article:published_time" content="{}">'


@pytest.mark.parametrize(
    ("head", "url", "published", "told_by"),
    [
        (ld('{"@type":"NewsArticle","datePublished":"2025-03-04T09:00:00+01:00"}') + META.format("2025-03-09"), None,
         "2025-03-04T09:00:00+01:00", "json-ld"),
        (ld('{"@type":"WebPage","datePublished":"2020-01-01"}') + META.format("2025-03-04"), None, "2025-03-04", "opengraph"),
        (ld('{"@type":"NewsArticle","datePublished":"2025-03-04"}') + META.format("2025-03-04T08:00:00Z"), None,
         "2025-03-04T08:00:00Z", "opengraph"),
        (META.format("Tue, 04 Mar 2025 09:12:00 +0100"), None, "2025-03-04T09:12:00+01:00", "opengraph"),
        ('<meta name="dcterms.created" content="2025-03-04">', None, "2025-03-04", "meta"),
        ('<meta name="pubdate" content="20250304">', "https://a.example/2024/12/31/x", "2025-03-04", "meta"),
        ("", "https://a.example/news/2025/mar/04/ships", "2025-03-04", "url"),
        ("", "https://a.example/ships-2025-03-04.html", "2025-03-04", "url"),
        ("", "https://a.example/2025/13/44/ships", None, None),
        ("", "https://a.example/ships?from=/2025/03/04/", None, None),
        ("", "http://[no-address/2025/03/04/", "2025-03-04", "url"),
        (ld('{"@type":"NewsArticle","url":"http://[no-address","datePublished":"2025-03-04"}'), "https://a.example/x",
         "2025-03-04", "json-ld"),
        ("", "https://a.example/item/20250304", None, None),
        (META.format("1970-01-01T00:00:00Z"), None, None, None),
        (META.format("04/03/2025"), None, None, None),
        (META.format("2999-01-01"), None, None, None),
        (META.format("soon"), None, None, None),
        ("<!-- " + META.format("2025-03-04") + " -->", None, None, None),
    ],
)  # fmt: skip
def test_the_date_comes_from_the_best_witness_and_is_not_invented(head, url, published, told_by):
    document = story(head, url=url)

    assert (document.published, document.published_from) == (published, told_by)


def test_a_date_from_outside_stands_in_only_where_the_page_has_none():
    outside = {"published": "2025-02-01", "outlet": "The Wire"}
    told = story(META.format("2025-03-04") + '<meta property="og:site_name" content="Post">', **outside)
    untold = story("", url="https://a.example/2025/01/30/x", published_from="feed", **outside)

    assert (told.published, told.published_from, told.outlet) == ("2025-03-04", "opengraph", "Post")
    assert (untold.published, untold.published_from, untold.outlet) == ("2025-02-01", "feed", "The Wire")


def test_a_given_date_that_is_none_is_refused():
    with pytest.raises(UsageError, match="found '10/09/2024' as publication date"):
        story(published="10/09/2024")


def test_a_date_after_the_page_was_fetched_is_none():
    assert story(META.format("2025-03-04"), fetched="2025-03-01T00:00:00Z").published is None


@pytest.mark.parametrize(
    ("line", "published", "modified"),
    [
        ("<p>Published 4 March 2025</p>", "2025-03-04", None),
        ("<p>4th March, 2025 by the keeper</p>", "2025-03-04", None),
        ("<p>March 4, 2025 | Updated March 6, 2025</p>", "2025-03-04", "2025-03-06"),
        ("<p>Updated 6 March 2025</p>", None, "2025-03-06"),
        ("<p>4 March 2025</p><p>9 March 2025</p>", None, None),
        ("<aside>4 March 2025</aside>", None, None),
        ("<ul><li><time datetime='2025-03-04T09:12Z'>4 March</time></li></ul>", "2025-03-04T09:12Z", None),
        ("<ul><li><a href='/x'>Ferry timetable changes once again</a> 4 March 2025</li></ul>", None, None),
        ("<p><a href='/x'>Ferry timetable changes once again</a> 4 March 2025</p>", None, None),
        ("<p>03.04.2025</p>", None, None),
    ],
)
def test_a_line_of_words_about_the_headline_gives_a_date_only_where_it_can_mean_but_one(line, published, modified):
    body = f"<article><h1>Ships without lights</h1>{line}{tagged(STORY)}</article>"
    document = read_page(page(body), name="a")

    assert (document.published, document.modified) == (published, modified)


@pytest.mark.parametrize(
    ("url", "canonical", "kept"),
    [
        ("https://a.example/x?utm=1", "https://a.example/x", "https://a.example/x"),
        ("https://m.a.example/x", "https://www.a.example/x", "https://www.a.example/x"),
        ("https://a.example/x", "/y#top", "https://a.example/y"),
        ("https://a.example/x", "https://a.example/", "https://a.example/x"),
        ("https://a.example/x", "https://other.example/x", "https://a.example/x"),
        ("https://a.co.uk/x", "https://b.co.uk/x", "https://a.co.uk/x"),
        ("https://a.example/x", "javascript:alert(1)", "https://a.example/x"),
        ("https://a.example/x", "http://[bad", "https://a.example/x"),
        (None, "https://a.example/x", "https://a.example/x"),
        (None, "/x", None),
    ],
)
def test_a_page_may_name_its_own_address_but_not_another_sites(url, canonical, kept):
    assert story(f'<link rel="canonical" href="{canonical}">', url=url).url == kept


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        (ld('{"@type":"Article","author":"Ann Lee"}'), ("Ann Lee",)),
        (ld('[[{"@type":"Article","author":[{"name":"Ann Lee"},"Bo Day"]}]]'), ("Ann Lee", "Bo Day")),
        (ld('<!-- {"@type":"Article","author":{"name":"Ann Lee"}}; -->'), ("Ann Lee",)),
        (ld('{"@type":"http://schema.org/Article","author":{"name":"Ann\nLee"}}'), ("Ann Lee",)),
        ('<meta name="author" content="By Ann Lee and Bo Day, Jr."><meta name="x" content="y">', ("Ann Lee", "Bo Day, Jr")),
        ('<meta property="article:author" content="https://face.example/ann">', ()),
        (ld('{"@type":"Article","author":') + '<meta name="author" content="Ann Lee">', ("Ann Lee",)),
        (ld("[" * 5000), ()),
    ],
)  # fmt: skip
def test_authors_are_read_from_whatever_a_page_has_however_broken(head, authors):
    assert story(head).authors == authors


@pytest.mark.parametrize(
    ("line", "authors"),
    [
        ("<p>By <a href='/a'>Ann Lee</a> and <a href='/b'>Bo van den Day</a></p>", ("Ann Lee", "Bo van den Day")),
        ("<div><span>By Ann Lee</span><span>Reporting from Tolm</span><span>March 4</span></div>", ("Ann Lee",)),
        ("<p>By the time she saw them, they were gone.</p>", ()),
        ("<p>Written by Ann Lee, Bo Day</p>", ("Ann Lee", "Bo Day")),
    ],
)
def test_a_byline_gives_its_names_and_nothing_else(line, authors):
    body = f"<article><h1>Ships without lights</h1>{line}{tagged(STORY)}</article>"

    assert read_page(page(body), name="a").authors == authors


@pytest.mark.parametrize(
    ("notice", "known"),
    [
        ("Correction: The keeper is 61, not 16.", True),
        ("Clarification (5 March): The ships were two.", True),
        ("This article was amended on 5 March to remove a name.", True),
        ("An earlier version of this story gave the wrong island.", True),
        ("The correction of the chart took a year, she said.", False),
        ("This story was told to her by the keeper before her.", False),
    ],
)
def test_a_notice_of_correction_is_kept_word_for_word_and_is_text_wherever_it_stands(notice, known):
    raw = page(
        f"<article><h1>Ships without lights</h1>{tagged(STORY)}</article><aside class='note'><p>{notice}</p></aside>"
    )
    document = read_page(raw, name="a")

    assert document.corrections == ((notice,) if known else ())
    assert (notice in document.text.split("\n\n")) == known


def test_a_notice_above_a_short_article_is_the_notice_alone():
    notice = "Correction: The keeper is 61, not 16."
    body = f"<div><div><p><i>{notice}</i></p>{tagged(STORY)}</div></div>"

    assert read_page(page(f"<h1>Ships without lights</h1>{body}"), name="a").corrections == (notice,)


def test_a_document_from_a_page_comes_back_from_its_json_unchanged(documents):
    document = documents["wire"]

    assert type(document).from_json(document.to_json()) == document
    assert document.corrections
    assert document.credit


@pytest.mark.parametrize("sign", ["\x00", "\x01", "\x0b", "&#1;", "&#x1F", "&#xD800;", "&#55296;", "&#x0;", "\ufffe"])
def test_characters_that_no_tree_can_hold_are_replaced_and_the_rest_is_read(sign):
    menu = "".join(f"<a href='/{n}'>Section {n}</a>" for n in range(9))
    document = read_page(
        page(
            f"<div>{sign}{menu}</div><h1>Ships without lights</h1>{tagged(STORY)}<p>{sign}She went home, she said.</p>"
        ),
        name="a",
    )

    assert document.text.split("\n\n") == [*STORY, "\ufffdShe went home, she said."]


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_damaged_page_gives_a_document_or_says_that_it_is_none(data):
    """Bytes cut, changed and put in anywhere: never another error, and never an empty document."""
    raw = bytearray(data.draw(st.sampled_from(PAGES[:8] + PAGES[9:])).raw)
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(raw)))
        raw[place : place + data.draw(st.integers(0, 400))] = data.draw(st.binary(max_size=30))
    with suppress(NotAnArticleError):
        assert read_page(bytes(raw), name="a").text.strip()


@pytest.mark.parametrize(
    "body",
    [
        "<style>" + "<a " * 60_000 + "</style>",
        "<style>" + "/*" * 90_000 + "</style>",
        "<style>" + "@{" * 90_000 + "</style>",
        "<script type='application/ld+json'>" + ";" * 900_000 + "x</script>",
        "<script type='application/ld+json'>" + "[" * 900_000 + "</script>",
        "<p class='" + "<!--" * 90_000 + "' style='" + "display:" * 90_000 + "'>",
        "<p>" + "“" * 900_000 + "</p>",
        "<br> " * 40_000,
        "<a href='/x'>a</a>" * 40_000,
        "<meta name='date' content='" + "1 march " * 90_000 + "'>",
    ],
    ids=["sheet", "comments", "rules", "semicolons", "brackets", "values", "quotes", "breaks", "links", "dates"],
)
def test_a_page_built_to_take_for_ever_does_not(body):
    began = time.process_time()
    with suppress(NotAnArticleError):
        read_page(page(f"<h1>Ships without lights</h1>{body}{tagged(STORY)}"), name="a")

    assert time.process_time() - began < 5
