"""A page that is no article is called what it is; an article about such pages is still an article."""
# ruff: noqa: E501, pages have lines as long as they like

from __future__ import annotations

import pytest
from page import FOOTER, NAVIGATION, RELATED, paragraphs, tagged

from onrecord.documents.html import read_page
from onrecord.errors import NotAnArticleError

STORY = paragraphs("""
    The mayor of Tolm said on Monday that the bridge would stay shut until the spring, and that she was sorry.

    Engineers had warned of cracks in its northern pier two years ago, according to a report that the council did not
    publish. The council says that it was never asked to.

    “We drive twelve miles to buy bread,” said Ellen Moss, who keeps the post office on the other bank.

    A spokesman for the county declined to say who would pay. The contractor, Beck & Daughters, denied that it had used
    the wrong cement.

    The opposition asked for an inquiry. “The report did not fall off the shelf by itself,” said its leader, Jon Hale,
    who was himself on the council when it was written.

    The mayor said that she would answer questions on Thursday, when the engineers had spoken to the families who live
    beneath the pier and to the owners of the boats that lie there.
""")
PROMPT = "<div class='offer'><h2>Subscribe to continue reading</h2><p>Already a subscriber? Log in.</p><a href='/s'>See offers</a></div>"
CONSENT = """<div class="cmp"><h2>We value your privacy</h2><p>We and our 842 partners store and access information on your
device, such as cookies, for personalised advertising. You can manage your choices at any time in our cookie settings.</p>
<button>Accept all</button><button>Manage choices</button></div>"""
NOT_FREE = '<script type="application/ld+json">{"@type":"NewsArticle","isAccessibleForFree":%s}</script>'


def page(body, head="<title>Bridge stays shut</title>"):
    return f"<!doctype html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()


FRONT = "".join(
    f"<article><h2><a href='/{n}'>{title}</a></h2><p><a href='/{n}'>Read what {who} said about it on Monday</a></p></article>"
    for n, (title, who) in enumerate(
        zip(("Bridge shut", "Ferry lost", "Trees felled") * 6, ("Ann", "Bo", "Cy") * 6, strict=True)
    )
)
WALLS = {
    "consent": (page(CONSENT), "found a consent wall: “We value your privacy”"),
    "consent under a headline": (page(f"<h1>Bridge stays shut</h1>{CONSENT}"), "found a consent wall"),
    "cookies": (
        page("<p>This site uses cookies. By going on you accept our use of cookies as set out in our cookie policy.</p>"),
        "found a consent wall",
    ),
    "paywall": (page(f"<article><h1>Bridge stays shut</h1>{tagged(STORY[:2])}{PROMPT}</article>"), "found a paywall after"),
    "paywall that fades": (
        page(f"{NAVIGATION}<main><h1>Bridge stays shut</h1>{tagged(STORY[:4])}</main>{PROMPT}", NOT_FREE % "false"),
        "found a paywall after",
    ),
    "paywall with nothing before it": (page(f"<h1>Bridge stays shut</h1>{PROMPT}", NOT_FREE % '"False"'), "found a paywall"),
    "limit reached": (
        page("<h1>Bridge stays shut</h1><p>You've reached your limit of free articles. Register to keep reading.</p>"),
        "found a paywall",
    ),
    "empty": (page(f"{NAVIGATION}<h1>Bridge stays shut</h1><article></article>{FOOTER}"), "found a"),
    "no words": (page("<div id='root'></div>"), "found an empty body: 0 words"),
    "script": (page("<noscript>Please enable JavaScript.</noscript><div id='app'></div>"), "found an empty body"),
    "robot": (
        page("<h1>Just a moment...</h1><p>Checking your browser before you can go on. Verify you are human.</p>",
             "<title>Just a moment...</title>"),
        "found a check for robots or JavaScript: “Just a moment”",
    ),
    "not found": (
        page(f"{NAVIGATION}<h1>Page not found</h1><p>The page you asked for may have moved. Try the search.</p>",
             "<title>404 - Page not found</title>"),
        "found an error page",
    ),
    "front page": (page(f"{NAVIGATION}{FRONT}{FOOTER}", "<title>The Tolm Post</title>"), "found an index"),
    "section": (
        page(f"{NAVIGATION}<h1>Local news</h1>{RELATED * 4}{FOOTER}",
             '<script type="application/ld+json">{"@type":"CollectionPage"}</script>'),
        "found an index",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("raw", "reason"), WALLS.values(), ids=WALLS)
def test_a_page_that_is_no_article_says_what_it_is_instead(raw, reason):
    with pytest.raises(NotAnArticleError) as caught:
        read_page(raw, name="page.html")

    assert str(caught.value).startswith(f"page.html: not an article, {reason}")


@pytest.mark.parametrize(
    ("raw", "content_type", "reason"),
    [
        (b"%PDF-1.7 ...", None, "found a PDF, expected HTML"),
        (b"\x89PNG\r\n\x1a\n", None, "found a PNG image, expected HTML"),
        (b'{"text": "a"}', None, "found JSON, expected HTML"),
        (b"Just words.", None, "found no HTML element, expected HTML"),
        (b"", None, "found an empty body, expected HTML"),
        (b"\0\1\2\3<p>", None, "found a NUL byte at byte 0"),
        (b"<p>x</p>", "application/pdf", "found application/pdf, expected HTML"),
        (b"<p>x</p>" * 2_000_000, None, "found a page of 16,000,000 bytes, expected at most 6,000,000"),
        (b"<p>x" + b"</p>" * 70_000, None, "found a page of 70,000 elements, expected at most 50,000"),
        (b"<p>x</p>" * 100_000, None, "found a page of 100,000 elements, expected at most 50,000"),
    ],
    ids=["pdf", "png", "json", "text", "nothing", "binary", "type", "large", "strays", "elements"],
)
def test_what_is_no_page_is_refused_by_what_it_is(raw, content_type, reason):
    with pytest.raises(NotAnArticleError) as caught:
        read_page(raw, name="a", content_type=content_type)

    assert str(caught.value).startswith(f"a: not an article, {reason}")


def test_a_prompt_to_subscribe_under_a_whole_article_is_no_paywall_and_no_text():
    document = read_page(page(f"<article><h1>Bridge stays shut</h1>{tagged(STORY)}{PROMPT}</article>"), name="a")

    assert document.text == "\n\n".join(STORY)


def test_a_consent_box_over_a_whole_article_is_no_wall_and_no_text():
    document = read_page(page(f"{CONSENT}<article><h1>Bridge stays shut</h1>{tagged(STORY)}</article>"), name="a")

    assert document.text == "\n\n".join(STORY)


def test_an_article_marked_hidden_while_a_box_lies_over_it_is_read():
    raw = page(f"{CONSENT}<main aria-hidden='true'><h1>Bridge stays shut</h1>{tagged(STORY)}</main>")

    assert read_page(raw, name="a").text == "\n\n".join(STORY)


def test_an_article_about_cookies_and_paywalls_is_an_article():
    story = paragraphs("""
        Publishers must offer readers a real choice when they ask for consent to the use of cookies, the data
        regulator said on Tuesday.

        A button that says “Accept all” is not enough, said its head, Lena Dorn, if the way to refuse is hidden behind
        a second page called “Manage your choices”.

        The publishers' federation said that it would appeal. “Nobody has to subscribe to continue reading the news in
        this country,” its director, Max Ohm, said. “But somebody has to pay for it.”

        Ms Dorn denied that she wanted to forbid paywalls. Members of parliament said that they would look into the
        matter after the summer.
    """)

    assert read_page(
        page(f"<article><h1>Cookies</h1>{tagged(story)}</article>", "<title>Cookies</title>"), name="a"
    ).text == "\n\n".join(story)


def test_a_flash_of_one_sentence_is_an_article():
    line = "The finance minister has resigned, her office said, and the prime minister will speak at six this evening."
    document = read_page(page(f"{NAVIGATION}<h1>Finance minister resigns</h1><p>{line}</p>{FOOTER}"), name="a")

    assert document.text == line
