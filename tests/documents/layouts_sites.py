"""Seventeen layouts in the manner of the mark-up of well-known sites and systems, written to test the finished reader."""
# ruff: noqa: E501, pages have lines as long as they like

from __future__ import annotations

from textwrap import wrap

from page import FOOTER, NAVIGATION, RELATED, Page, paragraphs, tagged

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
P = [
    *STORY,
    *paragraphs("""
The harbour board said on Tuesday that it would pay for a ferry until the bridge is mended, a promise that it made last year as well.

“I will believe it when I am on it,” said Ellen Moss.

The regional assembly meets next week. Its speaker, Hanne Voll, said that she had not been asked for money, and that there was none.
"""),
]
H = "Bridge stays shut until spring"
POINTS = ["Key points", "The bridge is shut until spring.", "Nobody says who will pay."]
TEXTS = {
    "broadsheet": ["A promise was made last year as well.", *P],
    "bullets": [*POINTS, *P, "This is a developing story and will be updated."],
}
"""What the text is where it is not the story alone: a standfirst, points and a note are the article's."""
DATES = {
    "broadcaster": ("2025-03-04T09:12:00Z", "time", None),
    "wordpress": ("2025-03-04T09:12:00+01:00", "time", "2025-03-05T10:00:00+01:00"),
    "broadsheet": ("2025-03-04T05:00:11-05:00", "time", None),
    "islands": ("2025-03-04T09:12:00Z", "opengraph", "2025-03-05T10:00:00Z"),
}


def doc(body: str, head: str = "") -> bytes:
    """A page about the bridge."""
    return f"<!doctype html><html lang=en><head><meta charset=utf-8><title>{H} | Tolm Post</title>{head}</head><body>{body}</body></html>".encode()


tests: dict[str, bytes] = {}
blocks = "".join(
    f'<div data-component="text-block" class="rcss-1-RichTextComponentWrapper"><div class="rcss-7-RichTextContainer e5"><p class="rcss-1-Paragraph">{p}</p></div></div>'
    for p in P
)
img = '<div data-component="image-block"><figure class="rcss-1-StyledFigure"><div class="x"><span class="rcss-1-Placeholder"><picture><img src=a alt="The bridge"></picture></span><span role="text" class="rcss-1-ImageCopyright"><span class="visually-hidden">Image source, </span>Getty Images</span></div><div class="rcss-1-CaptionWrapper"><span class="visually-hidden">Image caption, </span><figcaption><p>The bridge in better days</p></figcaption></div></figure></div>'
tests["broadcaster"] = doc(
    f'<header>{NAVIGATION}</header><main id="main-content"><article class="rcss-1-ArticleWrapper"><header data-component="headline-block"><h1 id="main-heading">{H}</h1></header><div data-component="metadata-block"><ul><li><time data-testid="timestamp" datetime="2025-03-04T09:12:00.000Z">4 March 2025</time></li></ul></div><div data-component="byline-block"><div><span>By Ann Lee</span><span>Tolm Radio</span></div></div>{img}{blocks}<div data-component="links-block"><h2>Related internet links</h2>{RELATED}</div><section data-component="topic-list"><h2>Related Topics</h2><ul><li><a href=/t>Bridges</a></li><li><a href=/t>Tolm</a></li></ul></section></article></main><div data-component="see-alsos"><h2>More on this story</h2>{RELATED}</div>{FOOTER}'
)
tests["wordpress"] = doc(
    f'<div id="page" class="site"><header id="masthead" class="site-header">{NAVIGATION}</header><div id="content"><main id="main"><article id="post-12" class="post-12 post type-post status-publish hentry category-news"><header class="entry-header"><h1 class="entry-title">{H}</h1><div class="entry-meta"><span class="posted-on">Posted on <a href="/x"><time class="entry-date published" datetime="2025-03-04T09:12:00+01:00">March 4, 2025</time><time class="updated" datetime="2025-03-05T10:00:00+01:00">March 5, 2025</time></a></span><span class="byline"> by <span class="author vcard"><a class="url fn n" href="/author/ann">Ann Lee</a></span></span></div></header><div class="entry-content"><div id="attachment_1" class="wp-caption alignright"><img src=a><p class="wp-caption-text">The bridge. Photo: Bo Day</p></div>{tagged(P)}<div class="sharedaddy sd-sharing-enabled"><h3 class="sd-title">Share this:</h3><ul><li><a>Twitter</a></li><li><a>Facebook</a></li></ul></div><div id="jp-relatedposts" class="jp-relatedposts"><h3>Related</h3></div></div><footer class="entry-footer">Posted in <a href=/c>News</a>. Tagged <a>bridges</a></footer></article><nav class="navigation post-navigation"><a>Previous post</a></nav><div id="comments" class="comments-area"><h2 class="comments-title">2 thoughts on “{H}”</h2><ol class="comment-list"><li id="comment-1" class="comment"><div class="comment-body"><p>I drove over that bridge for thirty years and never saw a crack in it, and neither did my wife who looks at such things.</p></div></li></ol><div id="respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p></form></div></div></main><aside id="secondary" class="widget-area"><section class="widget">{RELATED}</section></aside></div>{FOOTER}</div>'
)
nyt = "".join(
    f'<div class="css-s99gbd StoryBodyCompanionColumn"><div class="css-53u6y8"><p class="css-at9mc1 evys1bk0">{a}</p><p class="css-at9mc1 evys1bk0">{b}</p></div><aside class="css-ew4tgv" aria-label="companion column"></aside></div><div class="css-ad"><div id="story-ad-1-wrapper" class="css-1r07izm"><div class="css-l"><p>Advertisement</p><a href="#after">SKIP ADVERTISEMENT</a></div></div></div>'
    for a, b in zip(P[::2], [*P[1::2], ""], strict=False)
)
tests["broadsheet"] = doc(
    f'<div id="app"><div><header>{NAVIGATION}</header><main id="site-content"><article id="story"><div id="top-wrapper"><div class="ad"><p>Advertisement</p><a href="#x">SKIP ADVERTISEMENT</a></div></div><header class="css-1"><div><h1 data-testid="headline">{H}</h1></div><p id="article-summary" class="css-sum">A promise was made last year as well.</p><div class="css-byline"><p>By <a href="/by/ann">Ann Lee</a></p><div>Reporting from Tolm</div><time datetime="2025-03-04T05:00:11-05:00">March 4, 2025</time></div></header><section name="articleBody" class="meteredContent css-1r7ky0e">{nyt}</section><div class="bottom-of-article"><div><p>A version of this article appears in print on March 5, 2025, Section A, Page 4 of the late edition with the headline: Shut. <a>Order Reprints</a> | <a>Today’s Paper</a></p></div></div></article></main></div></div>{FOOTER}'
)
gu = "".join(
    f'<p class="dc-1">{p}</p>'
    + (
        '<figure id="x" class="dc-nl"><x-island name="EmailSignUp" deferuntil="visible"><aside data-print-layout="hide" aria-label="newsletter promotion"><h2>Sign up to First Light</h2><p>Our morning email breaks down the key stories of the day</p></aside></x-island></figure>'
        if i == 2
        else ""
    )
    for i, p in enumerate(P)
)
tests["islands"] = doc(
    f'<x-island name="Nav">{NAVIGATION}</x-island><section><main data-layout="StandardLayout"><div class="dc-grid"><div data-x-name="headline"><div><h1 class="dc-h">{H}</h1></div></div><div data-x-name="standfirst"><div class="dc-sf"><p>A promise was made last year as well, residents say, and nothing came of it</p></div></div><div data-x-name="meta"><address aria-label="Contributor info"><div><a rel="author" href="/profile/ann">Ann Lee</a></div></address><details class="dc-d"><summary><span class="dc-t">Tue 4 Mar 2025 10.12 CET</span></summary>Last modified on Wed 5 Mar 2025 11.00 CET</details></div><div data-x-name="body"><div id="maincontent" class="article-body-commercial-selector article-body-viewer-selector">{gu}</div></div><div class="submeta"><span>Explore more on these topics</span><ul><li><a>Bridges</a></li></ul></div></div></main></section>{FOOTER}',
    '<meta property="article:published_time" content="2025-03-04T09:12:00.000Z"><meta property="article:modified_time" content="2025-03-05T10:00:00.000Z"><meta property="og:type" content="article">',
)
tests["custom elements"] = doc(
    f"<x-app><x-header>{NAVIGATION}</x-header><x-article><h1>{H}</h1><x-body>{tagged(P)}</x-body></x-article><x-footer>{FOOTER}</x-footer></x-app>"
)
tests["pre"] = doc(f"<h1>{H}</h1><pre>" + "\n\n".join("\n".join(wrap(p, 60)) for p in P) + "</pre>")
tests["bare text br"] = doc(
    f"<div id=wrap><div id=nav>{NAVIGATION}</div><h1>{H}</h1>{'<br>'.join(P)}<br><div id=foot>{FOOTER}</div></div>"
)
tests["spans"] = doc(
    f'{NAVIGATION}<div class="article"><h1>{H}</h1>'
    + "".join(f"<div><span>{p}</span></div>" for p in P)
    + f"</div>{FOOTER}"
)
tests["slices"] = doc(
    f"{NAVIGATION}<h1>{H}</h1>"
    + "".join(
        f'<div class="article-slice">{tagged(P[i : i + 2])}</div><div class="ad-slot">Advertisement</div>'
        for i in range(0, len(P), 2)
    )
    + FOOTER
)
tests["inline links"] = doc(
    f"{NAVIGATION}<article><h1>{H}</h1>"
    + "".join(
        "<p>"
        + p.replace("said", '<a href="/x">said</a>').replace("bridge", '<strong><a href="/b">bridge</a></strong>')
        + "</p>"
        for p in P
    )
    + f"<p><strong>READ MORE:</strong> <a href=/z>Ferry timetable changes from April</a></p></article>{FOOTER}"
)
tests["drupal"] = doc(
    f'<div class="region region-header">{NAVIGATION}</div><div class="region region-content"><div id="block-system-main"><article class="node node--type-article node--view-mode-full"><div class="node__content"><div class="field field--name-field-date"><div class="field__item">Tue, 03/04/2025 - 09:12</div></div><h1 class="page-title">{H}</h1><div class="field field--name-body field--type-text-with-summary field--label-hidden"><div class="field-items"><div class="field-item even" property="content:encoded">{tagged(P)}</div></div></div><div class="field field--name-field-tags"><div class="field__label">Tags</div><ul><li><a>bridge</a></li></ul></div></div></article></div></div>{FOOTER}'
)
tests["bullets"] = doc(
    f'{NAVIGATION}<article><h1>{H}</h1><div class="key-points"><h2>Key points</h2><ul><li>The bridge is shut until spring.</li><li>Nobody says who will pay.</li></ul></div>{tagged(P)}<p><em>This is a developing story and will be updated.</em></p></article>{FOOTER}'
)
tests["drop cap"] = doc(
    f'{NAVIGATION}<article><h1>{H}</h1><p class="has-dropcap"><span class="dropcap">T</span>{P[0][1:]}</p>{tagged(P[1:])}<p class="tagline">Ann Lee is a staff writer. Contact her at ann@post.example.</p></article>{FOOTER}'
)
tests["nested quotes"] = doc(
    f"{NAVIGATION}<article><h1>{H}</h1>{tagged(P[:2])}<blockquote><p>{P[2]}</p></blockquote>{tagged(P[3:])}</article>{FOOTER}"
)
tests["hidden by js class"] = doc(
    f'<style>.js .article{{opacity:0}} .article{{visibility:hidden}}</style>{NAVIGATION}<div class="article"><h1>{H}</h1>{tagged(P)}</div>{FOOTER}'
)
tests["xhtml"] = b'<?xml version="1.0" encoding="utf-8"?>\n' + doc(f"{NAVIGATION}<div><h1>{H}</h1>{tagged(P)}</div>")
tests["gallery"] = doc(
    f"{NAVIGATION}<article><h1>{H}</h1>"
    + "".join(
        f"<p>{p}</p><figure><img src=x><figcaption>Picture {i} of 9: The bridge from the north. Credit: Bo Day/Agency</figcaption></figure>"
        for i, p in enumerate(P)
    )
    + f"</article>{FOOTER}"
)

SITES = tuple(
    Page(
        name, raw, "\n\n".join(TEXTS.get(name, P)), H, url="https://post.example/x",
        published=DATES.get(name, (None,))[0], published_from=DATES.get(name, (None, None))[1],
        modified=DATES.get(name, (None, None, None))[2],
    )
    for name, raw in tests.items()
)  # fmt: skip
