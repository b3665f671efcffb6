"""Nine layouts written before the reader was."""
# ruff: noqa: E501, pages have lines as long as they like

from __future__ import annotations

import json

from page import CSS, FOOTER, NAVIGATION, RELATED, TRACKER, Page, paragraphs, tagged


def _jsonld(value: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(value)}</script>'


def classic() -> Page:
    """Navigation, advertisements between paragraphs, related links beside and below, one JSON-LD object."""
    body = paragraphs("""
        The port of Tolmouth will stay closed until Friday after a crane collapsed onto two berths, the harbour
        authority said on Tuesday.

        Nobody was hurt when the crane came down shortly after dawn, said Ilse Varga, the harbour master, but a
        barge loaded with fertiliser was holed below the waterline.

        “We asked the operator for its inspection papers three weeks ago,” Ms Varga told reporters at the quay. “We
        are still waiting.”

        Northline Cranes, which runs the terminal, denied that any inspection was overdue. “Every certificate is
        in date,” a spokesman, Peter Aldous, said in a statement.

        The dockers' union said that its members had complained about the noise of the crane's slewing ring since
        January, and that a foreman had called the bearing “finished”.

        Two ferries were sent to the neighbouring port of Sandhaven instead. Passengers said that they had been
        told of the change an hour before sailing.

        The transport ministry declined to comment while its inspectors were on site.
    """)
    head = _jsonld({
        "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Tolmouth port shut after crane collapse",
        "datePublished": "2025-03-04T09:12:00+01:00", "dateModified": "2025-03-04T15:40:00+01:00",
        "author": [{"@type": "Person", "name": "Mara Lindqvist"}, {"@type": "Person", "name": "Tom Okoro"}],
        "publisher": {"@type": "NewsMediaOrganization", "name": "The Tolmouth Courier"},
        "articleSection": "Local news", "inLanguage": "en-GB",
        "mainEntityOfPage": {"@type": "WebPage", "@id": "https://courier.example/news/port-shut"},
    })  # fmt: skip
    ad = '<div class="ad advert" id="mpu1"><span>Advertisement</span><a href="//ads">Win a cruise for two today</a></div>'
    raw = f"""<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8"><title>Tolmouth port shut after crane
collapse | The Tolmouth Courier</title>{CSS}{TRACKER}{head}<link rel="canonical"
href="https://courier.example/news/port-shut"></head><body><header><a href="/">The Tolmouth Courier</a>{NAVIGATION}
</header><main><article><h1>Tolmouth port shut after crane collapse</h1><p class="byline">By Mara Lindqvist and Tom
Okoro</p><p class="dateline">Published 4 March 2025, 09:12</p>{tagged(body[:2])}{ad}{tagged(body[2:5])}{ad}
<div class="related"><h3>Read more</h3>{RELATED}</div>{tagged(body[5:])}</article><aside class="sidebar"><h2>Most
read</h2>{RELATED}</aside></main><section class="more"><h2>More from Local news</h2>{RELATED}</section>{FOOTER}
</body></html>"""
    return Page(
        "classic", raw.encode(), "\n\n".join(body), "Tolmouth port shut after crane collapse",
        url="https://courier.example/news/port-shut?utm_source=mail",
        published="2025-03-04T09:12:00+01:00", published_from="json-ld", modified="2025-03-04T15:40:00+01:00",
        facts={
            "url": "https://courier.example/news/port-shut", "authors": ("Mara Lindqvist", "Tom Okoro"),
            "outlet": "The Tolmouth Courier", "section": "Local news", "language": "en",
        },
    )  # fmt: skip


def captions() -> Page:
    """Figures with captions and credits, a share bar, a newsletter box in the middle; dates in OpenGraph."""
    body = paragraphs("""
        A dam above the village of Upper Ashby is leaking and could fail if the rain goes on, engineers warned the
        county on Wednesday.

        Water has been seeping through the dam's eastern shoulder since Sunday, according to a report seen by the
        Daily North. Its authors recommend that the reservoir be lowered by four metres.

        “There is no immediate danger to life,” said Ruth Mbeki, the county's head of emergency planning. She said
        that 300 households had nevertheless been asked to pack a bag.

        The water company said it did not recognise the figures in the report. It did not say which figures it
        meant.

        Residents were sceptical. “They told us in 2019 that it was mended,” said Harold Finch, 71, who lives below
        the spillway.

        The report's lead author, Dr Anil Perera, confirmed its contents by telephone but would not say who had
        commissioned it.

        Rain is forecast until Saturday, the weather service said.
    """)
    figure = """<figure><img src="/dam.jpg" alt="A photograph of a wall of earth with wet patches"><figcaption>The
eastern shoulder of the dam, photographed on Tuesday from the road. Photograph: Jo Bell/Daily North</figcaption></figure>"""
    share = """<div class="share-bar"><a href="#">Share on Facebook</a><a href="#">Share by email</a><button>Copy
link</button></div>"""
    letter = """<div class="newsletter-signup"><h4>Get the morning briefing</h4><p>Sign up to our free newsletter and
never miss a story. You can unsubscribe at any time.</p><form><input type="email"><button>Sign up</button></form></div>"""
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Leaking dam could fail, engineers
warn - Daily North</title><meta property="og:title" content="Leaking dam could fail, engineers warn">
<meta property="og:type" content="article"><meta property="og:site_name" content="Daily North">
<meta property="og:url" content="https://north.example/2025/03/dam"><meta property="article:published_time"
content="2025-03-05T18:03:22Z"><meta property="article:modified_time" content="2025-03-06T07:00:00Z">
<meta property="article:section" content="Region"><meta property="article:author" content="Jo Bell">{CSS}</head><body>
{NAVIGATION}<div class="page"><article class="story"><h1>Leaking dam could fail, engineers warn</h1><div
class="meta"><span class="author">Jo Bell</span> <span>Wed 5 Mar 2025 18.03 GMT</span></div>{share}{figure}
<div class="story-body">{tagged(body[:3])}{letter}{tagged(body[3:5])}{figure.replace("dam.jpg", "dam2.jpg")}
{tagged(body[5:])}</div>{share}<div class="tags">Topics: <a href="/t/dam">Dams</a> <a href="/t/rain">Rain</a></div>
</article></div>{FOOTER}</body></html>"""
    return Page(
        "captions", raw.encode(), "\n\n".join(body), "Leaking dam could fail, engineers warn",
        url="https://north.example/2025/03/dam", published="2025-03-05T18:03:22Z", published_from="opengraph",
        modified="2025-03-06T07:00:00Z",
        facts={"outlet": "Daily North", "authors": ("Jo Bell",), "section": "Region"},
    )  # fmt: skip


def live_blog() -> Page:
    """A live blog, newest post first, each with its own time; JSON-LD has it as LiveBlogPosting."""
    posts = [
        ("16:40", "Minister says she will not resign", paragraphs("""
            The interior minister, Carla Weiss, has told parliament that she will not resign over the leaked
            memorandum. “I did not write it and I did not read it,” she said to shouts from the opposition benches.

            Ms Weiss added that an inquiry would report before the summer.
        """)),
        ("15:55", "Opposition calls for a vote", paragraphs("""
            The leader of the opposition, Jan Tamm, says that he has the signatures he needs for a vote of no
            confidence. He would not say whether any of them came from the governing party.

            Two members of the coalition have told our correspondent that they signed. Neither wished to be named.
        """)),
        ("14:10", "What the memorandum says", paragraphs("""
            The memorandum, dated 2 February, orders police chiefs to “discourage attendance” at last month's
            march. The ministry has not disputed that it is genuine.

            A former police chief, Oskar Lund, told the public broadcaster that he had received it and thrown it
            away.
        """)),
    ]  # fmt: skip
    html = "".join(
        f'<section class="live-post" id="p{n}"><time datetime="2025-03-06T{time}:00+02:00">{time}</time><h2>{title}</h2>'
        f'{tagged(parts)}<div class="post-share"><a href="#">Share this post</a></div></section>'
        for n, (time, title, parts) in enumerate(posts)
    )
    data = _jsonld({
        "@context": "http://schema.org", "@type": "LiveBlogPosting", "headline": "Memorandum row: as it happened",
        "coverageStartTime": "2025-03-06T14:00:00+02:00", "datePublished": "2025-03-06T14:02:00+02:00",
        "dateModified": "2025-03-06T16:41:00+02:00", "author": {"@type": "Organization", "name": "Capital Post"},
        "publisher": {"@type": "Organization", "name": "Capital Post"},
        "liveBlogUpdate": [
            {"@type": "BlogPosting", "headline": title, "datePublished": f"2025-03-06T{time}:00+02:00",
             "articleBody": " ".join(parts)} for time, title, parts in posts
        ],
    })  # fmt: skip
    text = "\n\n".join(part for _, title, parts in posts for part in (title, *parts))
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Memorandum row: as it happened</title>
{data}{TRACKER}</head><body>{NAVIGATION}<main><article><h1>Memorandum row: as it happened</h1><p class="live-badge">LIVE</p>
<ul class="key-events"><li><a href="#p0">Minister says she will not resign</a></li><li><a href="#p1">Opposition calls
for a vote</a></li><li><a href="#p2">What the memorandum says</a></li></ul>{html}</article></main>{FOOTER}</body></html>"""
    return Page(
        "live blog", raw.encode(), text, "Memorandum row: as it happened", url="https://capital.example/live/memo",
        published="2025-03-06T14:02:00+02:00", published_from="json-ld", modified="2025-03-06T16:41:00+02:00",
        facts={"outlet": "Capital Post"},
    )  # fmt: skip


def pull_quotes() -> Page:
    """Windows-1252, told only by a meta element; pull quotes that say again what the body says."""
    body = paragraphs("""
        The café at the centre of the poisoning inquiry reopened on Monday, and its owner said that she had
        “nothing to hide”.

        Geneviève Ross, who has run the Café Soleil for 20 years, said inspectors had found “not one thing” wrong
        in her kitchen – a claim that the food agency did not confirm.

        Eleven people fell ill after a wedding lunch there in February. One of them, a guest of 80, died.

        “We have not reached any conclusion,” a spokeswoman for the agency said. “Samples are still being tested.”

        The bridegroom's father, Émile Duval, accused the agency of dragging its feet. “They ask us to be patient,”
        he said. “My cousin was patient.”

        A lawyer for the families said a claim for £250,000 would be filed this week.

        Mrs Ross said that she would contest it. “I will meet them in court with my refrigerator logs,” she said.
    """)
    pull = '<aside class="pullquote"><blockquote>“{}”</blockquote><cite>{}</cite></aside>'
    raw = f"""<html><head><meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><title>Café in
poisoning inquiry reopens</title><meta name="author" content="Denise Achterberg"><meta name="pubdate"
content="2025-02-24"></head><body><div id="top">{NAVIGATION}</div><div id="content"><h1>Café in poisoning inquiry
reopens</h1><div class="byline">Denise Achterberg</div>{tagged(body[:2])}{pull.format("nothing to hide", "Geneviève Ross")}
{tagged(body[2:5])}{pull.format("They ask us to be patient. My cousin was patient.", "Émile Duval")}{tagged(body[5:])}
</div><div id="bottom">{FOOTER}</div></body></html>"""
    return Page(
        "pull quotes", raw.encode("cp1252"), "\n\n".join(body), "Café in poisoning inquiry reopens",
        published="2025-02-24", published_from="meta", facts={"authors": ("Denise Achterberg",)},
    )  # fmt: skip


def infobox() -> Page:
    """An infobox and a table of figures in the text's column; JSON-LD as a graph whose nodes refer to one another."""
    body = paragraphs("""
        Shares in Brightwater Foods fell by a fifth on Thursday after the company said that its accounts for last
        year could not be relied upon.

        The auditor, Kestrel & Moore, had found invoices for deliveries “that do not appear to have taken place”,
        Brightwater said in a notice to the exchange.

        Its chief executive, Lionel Park, who left last month, said through his lawyer that he knew of no false
        invoices.

        The financial regulator said that it was “in contact with the company”. It declined to say whether it had
        opened an investigation.

        Analysts were blunt. “Nobody buys a tin of beans that was never delivered,” wrote Hana Yoon of Ferris Bank,
        who cut her forecast to 90 cents.

        The company's largest shareholder, the Aldgate pension fund, said it was considering its position.

        Brightwater said that it would publish corrected accounts by the end of May, later than the regulator's
        deadline.
    """)
    graph = _jsonld({
        "@context": "https://schema.org",
        "@graph": [
            {"@type": "Organization", "@id": "https://ledgerly.example/#org", "name": "Ledgerly"},
            {"@type": "WebSite", "@id": "https://ledgerly.example/#site", "name": "Ledgerly – money news", "url": "/"},
            {"@type": "WebPage", "@id": "https://ledgerly.example/brightwater#page",
             "datePublished": "2024-01-01T00:00:00Z", "name": "Page"},
            {"@type": ["Article", "NewsArticle"], "isPartOf": {"@id": "https://ledgerly.example/brightwater#page"},
             "headline": "Brightwater falls as auditor finds phantom deliveries",
             "datePublished": "2025-04-10T11:05:09+00:00", "dateModified": "2025-04-10T11:05:09+00:00",
             "author": {"@id": "https://ledgerly.example/#person"},
             "publisher": {"@id": "https://ledgerly.example/#org"}, "articleSection": ["Companies"]},
            {"@type": "Person", "@id": "https://ledgerly.example/#person", "name": "Pia Novak"},
        ],
    })  # fmt: skip
    box = """<aside class="infobox"><h3>Brightwater at a glance</h3><dl><dt>Founded</dt><dd>1961</dd><dt>Staff</dt><dd>
4,100</dd><dt>Head office</dt><dd>Lowmarket</dd></dl></aside>"""
    table = """<div class="data-table"><table><tr><th>Year</th><th>Revenue</th></tr><tr><td>2023</td><td>812m</td></tr>
<tr><td>2024</td><td>870m</td></tr></table></div>"""
    raw = f"""<!DOCTYPE html><html lang="en-US"><head><meta charset="utf-8"><title>Brightwater falls as auditor finds
phantom deliveries - Ledgerly</title>{graph}</head><body class="single">{NAVIGATION}<div class="wrap"><article
class="post"><header class="entry-header"><h1 class="entry-title">Brightwater falls as auditor finds phantom
deliveries</h1><span class="posted-on"><time datetime="2025-04-10T11:05:09+00:00">April 10, 2025</time></span></header>
<div class="entry-content">{tagged(body[:2])}{box}{tagged(body[2:5])}{table}{tagged(body[5:])}</div></article></div>
{FOOTER}</body></html>"""
    return Page(
        "infobox", raw.encode(), "\n\n".join(body), "Brightwater falls as auditor finds phantom deliveries",
        url="https://ledgerly.example/brightwater", published="2025-04-10T11:05:09+00:00", published_from="json-ld",
        modified="2025-04-10T11:05:09+00:00",
        facts={"authors": ("Pia Novak",), "outlet": "Ledgerly", "section": "Companies"},
    )  # fmt: skip


def line_breaks() -> Page:
    """An old site: tables for layout, paragraphs parted by two `<br>`, the date only in words."""
    body = paragraphs("""
        The last bus to Grimsdale will run on Saturday, the operator confirmed yesterday, ending a service that
        began in 1923.

        Dalesway Coaches said the route lost 40,000 pounds a year. "We have carried it as long as we could," said
        its manager, Neville Crabtree.

        The parish council said it had been given no warning. Its clerk, Joan Illingworth, said that a letter
        asking for talks had gone unanswered since November.

        Mr Crabtree denied having received any letter.

        Pupils from the village will be taken to school by taxi, the county said. It would not disclose what the
        taxis will cost.

        A petition against the closure has been signed by 611 people, more than live in the village, according to
        its organiser.
    """)
    raw = f"""<HTML><HEAD><TITLE>Dales Gazette Online: Last bus to Grimsdale</TITLE></HEAD><BODY BGCOLOR=white>
<TABLE WIDTH=760><TR><TD COLSPAN=2><FONT SIZE=5>Dales Gazette Online</FONT></TD></TR><TR><TD VALIGN=top WIDTH=140><A
HREF="index.htm">Front page</A><BR><A HREF="news.htm">News</A><BR><A HREF="farm.htm">Farming</A><BR><A
HREF="sport.htm">Sport</A><BR><A HREF="births.htm">Births and deaths</A></TD><TD VALIGN=top><H2>Last bus to
Grimsdale</H2><I>Posted: Thursday, March 13, 2025</I><BR><BR>{"<BR><BR>".join(body)}<BR><BR></TD></TR><TR><TD
COLSPAN=2><FONT SIZE=1>Copyright 2025 Dales Gazette. Site last built 30 March 2025.</FONT></TD></TR></TABLE></BODY></HTML>"""
    return Page(
        "line breaks", raw.encode("ascii"), "\n\n".join(body), "Last bus to Grimsdale",
        published="2025-03-13", published_from="text",
    )  # fmt: skip


def utf16() -> Page:
    """UTF-16 with a mark; the only date is that of a `<time>` beside the byline."""
    body = paragraphs("""
        Astronomers at the Pellworm observatory say that they have lost contact with the survey telescope Gimlet,
        two months before its mission was to end.

        The last signal arrived at 03:12 on Sunday, according to the mission's director, Søren Ångström. “It was a
        perfectly ordinary status report,” he said.

        The space agency said it was too early to speak of a loss. “We regard the spacecraft as silent, not as
        dead,” the agency wrote – a distinction that Dr Ångström called “generous”.

        Engineers suspect a failed gyroscope. An internal review had warned in 2023 that the part was “near the end
        of its life”, three people with knowledge of the review said.

        The agency would neither confirm nor deny that such a review exists.

        Gimlet has found more than 900 comets. Its successor, ordered from the firm Οὐρανός, is eight years late.
    """)
    raw = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-16"><title>Comet hunter falls silent — The Pellworm Reporter</title>{CSS}
</head><body><div class="masthead">The Pellworm Reporter</div>{NAVIGATION}<main><h1>Comet hunter falls silent</h1>
<div class="article-info">By <a rel="author" href="/a/kim">Kim Dahl</a> · <time datetime="2025-06-02T06:30+02:00"
pubdate>2 June 2025</time></div><div class="article-text">{tagged(body)}</div><div class="see-also"><h2>See also</h2>
{RELATED}</div></main>{FOOTER}</body></html>"""
    return Page(
        "utf-16", raw.encode("utf-16"), "\n\n".join(body), "Comet hunter falls silent", content_type=None,
        published="2025-06-02T06:30+02:00", published_from="time", facts={"authors": ("Kim Dahl",)},
    )  # fmt: skip


def amp() -> Page:
    """An AMP page: its own elements, a consent box, a sidebar; JSON-LD as an array; the canonical page elsewhere."""
    body = paragraphs("""
        A judge has ordered the release of body-camera footage from the night that a teenager drowned in the Mill
        Race, rejecting the police force's plea for more time.

        Judge Imogen Sayer said the force had “offered reasons, but no reason”. It must hand over the recordings by
        noon on Monday.

        Police Chief Dale Horvath said that the force would comply. He denied that officers had chased the boy,
        Kyle Marsh, 15, towards the water.

        Kyle's mother, Dawn Marsh, said that two of his friends saw officers running. “I want to see it and I want
        everybody to see it,” she said outside the court.

        The officers' lawyer did not respond to requests for comment.

        A coroner recorded last month that Kyle had drowned, and said that how he came to be in the water was “not
        established”.
    """)
    data = _jsonld([
        {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": []},
        {"@context": "https://schema.org", "@type": "ReportageNewsArticle",
         "headline": "Judge orders release of body-camera footage", "datePublished": "2025-05-16T13:00:00-05:00",
         "author": ["Rosa Quintero"], "publisher": {"@type": "Organization", "name": "Millrace Tribune"}},
    ])  # fmt: skip
    ad = '<amp-ad width="300" height="250" type="doubleclick"><div placeholder>Advertisement</div></amp-ad>'
    raw = f"""<!doctype html><html ⚡ lang="en"><head><meta charset="utf-8"><script async
src="https://cdn.ampproject.org/v0.js"></script><title>Judge orders release of body-camera footage</title><link
rel="canonical" href="https://tribune.example/courts/footage.html"><style amp-boilerplate>body{{visibility:hidden}}
</style><noscript><style amp-boilerplate>body{{visibility:visible}}</style></noscript>{data}</head><body><amp-sidebar
id="menu" layout="nodisplay"><ul><li>News</li><li>Courts</li><li>Sport</li></ul></amp-sidebar><amp-consent
layout="nodisplay" id="c"><div id="ui"><p>We and our 312 partners use cookies to store and access information on your
device. Accept all or manage your choices.</p><button>Accept all</button></div></amp-consent><article><h1>Judge orders
release of body-camera footage</h1><amp-img src="court.jpg" alt="The court"></amp-img><p class="credit">Rosa
Quintero</p>{tagged(body[:3])}{ad}{tagged(body[3:])}</article><amp-carousel><div><a href="/x">Flood wall to be raised
again</a></div></amp-carousel>{FOOTER}</body></html>"""
    return Page(
        "amp", raw.encode(), "\n\n".join(body), "Judge orders release of body-camera footage",
        url="https://tribune.example/courts/footage.amp.html", published="2025-05-16T13:00:00-05:00",
        published_from="json-ld",
        facts={
            "url": "https://tribune.example/courts/footage.html", "authors": ("Rosa Quintero",),
            "outlet": "Millrace Tribune",
        },
    )  # fmt: skip


def deep() -> Page:
    """The article stands inside 10,000 nested elements; a page builder gone wrong, or somebody's joke."""
    body = paragraphs("""
        The mayor of Little Sodbridge said on Friday that she would not sign the contract for the new town hall,
        calling its price “a ransom”.

        Mayor Edith Calloway told the council that the cost had risen from six to eleven million since the tender.
        “Nobody in this room can tell me why,” she said.

        The builder, Hartwell & Sons, blamed the price of steel. It said that the council had known of the increase
        since August.

        The council's treasurer, Abel Munro, denied that. He said he had learnt of it from this newspaper.

        Hartwell said it would hold the council to its word. A meeting has been called for Tuesday.

        The opposition group asked whether the old town hall might not do. Its leader, Sefton Rees, said that the
        roof “has leaked for longer than I have lived”.
    """)
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Mayor refuses to sign for town
hall</title><meta property="og:title" content="Mayor refuses to sign for town hall"><meta
property="article:published_time" content="2025-07-11T17:20:00+01:00"></head><body>{NAVIGATION}<h1>Mayor refuses to
sign for town hall</h1>{"<div>" * 10_000}<div class="article-body">{tagged(body)}</div>{"</div>" * 10_000}{FOOTER}
</body></html>"""
    return Page(
        "nested 10,000 deep", raw.encode(), "\n\n".join(body), "Mayor refuses to sign for town hall",
        published="2025-07-11T17:20:00+01:00", published_from="opengraph",
    )  # fmt: skip


FIRST = (classic(), captions(), live_blog(), pull_quotes(), infobox(), line_breaks(), utf16(), amp(), deep())
