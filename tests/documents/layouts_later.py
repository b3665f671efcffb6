"""Eleven layouts written after the reader was, to find what it gets wrong."""
# ruff: noqa: E501, pages have lines as long as they like

from __future__ import annotations

import json
from html import escape

from page import CSS, FOOTER, NAVIGATION, RELATED, TRACKER, Page, paragraphs, tagged


def application() -> Page:
    """A single-page application: hashed class names, a `div` for each paragraph, the date only in the URL."""
    body = paragraphs("""
        Four members of the orchestra have resigned in protest at the return of its conductor, who was suspended
        last year over claims of bullying.

        The players, all of them in the strings, said in a joint letter that the board had “listened to everyone
        but us”.

        Maestro Viktor Hale, 58, has always denied the claims. An inquiry that the board commissioned found them
        “not proven”, according to its chairwoman, Adele Brandt.

        Ms Brandt said that she regretted the resignations. She would not publish the inquiry, citing the privacy of
        witnesses.

        One of the four, the cellist Noor Haddad, told this website that she had not been interviewed. “They never
        rang me,” she said.

        The musicians' union called on the city, which pays half of the orchestra's costs, to step in. A city
        spokesman said that it was for the board to decide.
    """)
    rows = "".join(
        f'<div data-component="text-block" class="css-83cqas-RichText e5tfeyi{n}"><div class="css-1q0x1qg-P eq5iqo0{n}">{escape(part, quote=False)}</div></div>'
        for n, part in enumerate(body)
    )
    state = json.dumps({"props": {"article": {"body": body, "related": ["Opera house roof leaks again"]}}})
    cards = "".join(
        f'<div class="css-f94h-Card"><a class="css-9x-Link" href="/2025/05/0{n}/x"><span class="css-77-Head">{title}</span></a><span class="css-1d">May {n}, 2025</span></div>'
        for n, title in enumerate(
            ("Opera house roof leaks again", "The tenor who would not sing", "Brass band wins"), 3
        )
    )
    raw = f"""<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><title>Four quit orchestra over conductor's return | Stage Left</title>
<meta name="description" content="Players say that nobody asked them."/></head><body><div id="__next"><div class="css-1a"><div class="css-nav"><a href="/">Stage Left</a></div>
<div class="css-hero"><h1 class="css-h1">Four quit orchestra over conductor’s return</h1></div><div class="css-main">{rows}</div>
<div class="css-grid"><div class="css-gridhead">More stories</div>{cards}</div></div></div>
<script id="__NEXT_DATA__" type="application/json">{state}</script></body></html>"""
    return Page(
        "application", raw.encode(), "\n\n".join(body), "Four quit orchestra over conductor’s return",
        url="https://stageleft.example/2025/05/19/four-quit-orchestra", published="2025-05-19", published_from="url",
    )  # fmt: skip


def explainer() -> Page:
    """Subheadings, lists and a numbered list; Parse.ly's meta element has the date."""
    lead = paragraphs("""
        The water in three valleys has been declared unsafe to drink. Here is what is known.
    """)
    what = paragraphs("""
        The health authority found lead in samples taken on 2 June, it said on Monday. It did not give the values.

        A laboratory at the university, asked by this newspaper, measured up to four times the limit.
    """)
    who = [
        "Everyone in Ashgill, Fellbeck and Upper Nent, the authority says.",
        "Farms that draw on the old mine adit, according to the farmers' union.",
        "Perhaps the school in Nenthall: the county could not say.",
    ]
    do = [
        "Do not boil the water; boiling does not remove lead, the authority says.",
        "Fetch water from the tankers at the three village halls.",
        "Have children's blood tested, doctors advise.",
    ]
    close = paragraphs("""
        The water company denies that its pipes are the cause. “Our network contains no lead,” it said.

        A former engineer of the company, Colin Reay, said that this was “true of the maps, not of the ground”.
    """)
    html = f"""{tagged(lead)}<h2>What happened?</h2>{tagged(what)}<h2>Who is affected?</h2>{"<ul>" + tagged(who, "<li>", "</li>") + "</ul>"}
<h2>What should people do?</h2>{"<ol>" + tagged(do, "<li>", "</li>") + "</ol>"}<h2>Who is to blame?</h2>{tagged(close)}"""
    text = [
        *lead,
        "What happened?",
        *what,
        "Who is affected?",
        *who,
        "What should people do?",
        *do,
        "Who is to blame?",
        *close,
    ]
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Lead in the water: what we know</title>{CSS}<meta
name="parsely-title" content="Lead in the water: what we know"><meta name="parsely-pub-date" content="2025-06-09T05:00:00Z"><meta
name="parsely-author" content="Beth Armstrong"><meta name="parsely-section" content="Health"></head><body>{NAVIGATION}<main id="main">
<article><h1>Lead in the water: what we know</h1><div class="byline-wrap"><a href="/beth">Beth Armstrong</a>, health correspondent</div>
<div class="c-content">{html}</div></article><div class="c-related"><h3>Related</h3>{RELATED}</div></main>{FOOTER}</body></html>"""
    return Page(
        "explainer", raw.encode(), "\n\n".join(text), "Lead in the water: what we know",
        published="2025-06-09T05:00:00Z", published_from="meta",
        facts={"authors": ("Beth Armstrong",), "section": "Health"},
    )  # fmt: skip


def hidden() -> Page:
    """Text that no reader sees, in every way that pages hide it; the date in a marked `<time>`."""
    body = paragraphs("""
        A fishing boat that vanished in March was in collision with a submarine, the inquiry into its loss heard on
        Thursday.

        Commander Iain Rudge, giving evidence behind a screen, said that his vessel had felt “a contact” at 04:31. He
        said that he had taken it for a whale.

        Counsel for the families, Una McColl, asked why the contact had not been logged. “It was logged as a whale,”
        he said.

        The navy does not comment on the movements of submarines. It did not comment on Thursday.

        The boat, the Morning Star, sank in less than two minutes, an expert told the inquiry. All five of its crew
        were lost.

        The hearing goes on.
    """)
    false = "The navy admitted full responsibility, a spokesman said on Thursday, and apologised to the families."
    tricks = [
        f'<p style="display:none">{false}</p>', f'<p style="color:red; DISPLAY : none !important">{false}</p>',
        f"<p hidden>{false}</p>", f'<div aria-hidden="true"><p>{false}</p></div>', f'<p class="gone">{false}</p>',
        f'<p id="buried">{false}</p>', f'<p style="visibility:hidden">{false}</p>', f'<p style="font-size:0">{false}</p>',
        f'<p style="position:absolute;left:-9999px">{false}</p>', f"<template><p>{false}</p></template>",
        f"<noscript><p>{false}</p></noscript>", f'<p class="visually-hidden">{false}</p>', f"<!-- <p>{false}</p> -->",
        f'<p style="opacity:0">{false}</p>', f"<dialog><p>{false}</p></dialog>",
    ]  # fmt: skip
    mixed = "".join(
        f"<p>{escape(part, quote=False)}</p>{''.join(tricks[n * 3 : n * 3 + 3])}" for n, part in enumerate(body)
    )
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Submarine took boat for a whale, inquiry hears</title>
<style>.gone, #buried {{ display: none }} @media print {{ .story {{ display: none }} }}</style></head><body>{NAVIGATION}
<article class="story"><h1>Submarine took boat for a whale, inquiry hears</h1><p class="info"><time itemprop="datePublished"
datetime="2025-09-18T16:45:00+01:00">18 September 2025</time></p><div class="story__text">{mixed}</div></article>{FOOTER}</body></html>"""
    return Page(
        "hidden text", raw.encode(), "\n\n".join(body), "Submarine took boat for a whale, inquiry hears",
        published="2025-09-18T16:45:00+01:00", published_from="time",
    )  # fmt: skip


def comments() -> Page:
    """Readers' comments, longer than the article, each with a time of its own; the article has none: no date."""
    body = paragraphs("""
        The council has voted to fell the lime trees in Station Road, 14 to 13, after a debate of five hours.

        Councillor Mavis Dunne said that the roots were breaking the drains. “I love a tree,” she said. “I also love a
        drain.”

        Opponents said that the council's own survey found only two of the 31 trees to be unsound.

        A spokesman for the council confirmed that figure but said that the survey was “not the whole picture”.

        Campaigners said they would chain themselves to the trees on Monday.
    """)
    remarks = [
        "I have lived in Station Road for forty years and the drains were broken before the trees were planted, whatever Councillor Dunne tells you about it.",
        "Typical. They said the same about the chestnuts in Mill Lane and now look at it, a car park with three spaces and a machine that does not work.",
        "Has anybody asked who gets the timber? My brother in law says that it has been sold already, though he would not say who told him that.",
        "The drains ARE broken. I have been pumping out my cellar since October and nobody from the council has ever come to see it. Fell the lot.",
        "Two of thirty-one unsound. Read that again. Two. I counted them myself and I make it one, the other is only leaning a bit to the left.",
    ]
    thread = "".join(
        f'<li class="comment"><div class="comment-author">user{n}</div><time datetime="2025-10-0{n}T10:00:00Z">{n} October</time><p>{text}</p><a href="#">Reply</a></li>'
        for n, text in enumerate(remarks, 1)
    )
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Council votes to fell lime trees</title></head><body>{NAVIGATION}
<div class="layout"><article><h1>Council votes to fell lime trees</h1>{tagged(body)}</article><section id="comments" class="comments-area">
<h2>5 comments</h2><ol class="comment-list">{thread}</ol><div id="respond"><h3>Leave a reply</h3><p>You must be logged in to post a
comment.</p></div></section></div>{FOOTER}</body></html>"""
    return Page("comments", raw.encode(), "\n\n".join(body), "Council votes to fell lime trees")


def wire() -> Page:
    """An agency's story with its dateline, a correction at its end, the day in Dublin Core and no time."""
    body = paragraphs("""
        SANDHAVEN (AP) — Fishermen blocked the harbour of Sandhaven on Wednesday to protest at quotas that they say
        will put half of the fleet out of work.

        “We are not criminals,” said Piet Vos, who speaks for 40 boats. He said that the blockade would last until the
        minister came.

        The ministry said that the minister had no plans to come.

        Police said that the blockade was unlawful but that they would not clear it by force.

        Scientists advising the ministry said last month that stocks of cod had fallen by a third since 2020, a figure
        that the fishermen dispute.

        Correction: An earlier version of this story said that Mr Vos speaks for 400 boats. He speaks for 40.
    """)
    raw = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Fishermen block harbour over quotas - Coast Daily</title>
<meta name="DC.date.issued" content="2025-01-22"><meta property="og:site_name" content="Coast Daily"><meta property="og:title"
content="Fishermen block harbour over quotas"></head><body>{NAVIGATION}<div class="content-main"><h1>Fishermen block harbour over
quotas</h1><p class="source">By ANNA KUIPER, Associated Press</p><div class="body-copy">{tagged(body[:-1])}<p class="correction"><em>{body[-1]}</em></p>
<p class="copyright">Copyright 2025 The Associated Press. All rights reserved.</p></div></div><div class="outbrain"><h4>You may
like</h4>{RELATED}</div>{FOOTER}</body></html>"""
    return Page(
        "wire", raw.encode(), "\n\n".join(body), "Fishermen block harbour over quotas", published="2025-01-22",
        published_from="meta",
        facts={"credit": "Associated Press", "corrections": (body[-1],), "outlet": "Coast Daily"},
    )  # fmt: skip


def entities() -> Page:
    """Escaped twice where the text is about escaping; soft hyphens, no-break spaces, microdata."""
    body = paragraphs("""
        A bug in the ministry's forms printed the characters &lt; and &amp; on 40,000 tax bills, officials admitted.

        “Citizens were addressed as Dear &lt;name&gt;,” said Tilda Orme of the revenue service. She said that the
        bills were valid all the same.

        The contractor, A&B Systems, said that it had warned of the fault. It showed this newspaper an e-mail headed
        “&nbsp; is not a name”.

        The ministry said it had no record of the e-mail. R&D at A&B had been cut, two former employees said, from 30
        people to 5.

        A refund of €2.50 < the cost of a stamp was ruled out by Ms Orme.
    """)
    raw = f"""<!DOCTYPE html><html lang="en" itemscope itemtype="https://schema.org/NewsArticle"><head><meta charset="utf-8"><title>Tax
bills sent to &#8220;Dear &amp;lt;name&amp;gt;&#8221;</title><meta itemprop="datePublished" content="2025-03-20T10:00:00+0000"></head><body>
<div role="banner">{NAVIGATION}</div><div role="main"><h1 itemprop="headline">Tax bills sent to &#8220;Dear &amp;lt;name&amp;gt;&#8221;</h1><div
itemprop="articleBody">{tagged(body).replace("“", "&#8220;").replace("”", "&rdquo;").replace("ministry's", "ministry&#39;s")}</div></div>{FOOTER}</body></html>"""
    return Page(
        "entities", raw.encode(), "\n\n".join(body), "Tax bills sent to “Dear &lt;name&gt;”",
        published="2025-03-20T10:00:00+00:00", published_from="meta",
    )  # fmt: skip


def undated() -> Page:
    """No date anywhere about the article, many about other things: related links, a copyright, an event, a crime."""
    body = paragraphs("""
        The murder of the jeweller Anton Grau, who was found dead on 3 February 1987, is to be looked into again,
        prosecutors said.

        A hair found on his coat has yielded a profile, said the chief prosecutor, Marit Sand. She did not say whose.

        Mr Grau's nephew was acquitted in 1989. His lawyer said that her client “has nothing to fear from a hair”.

        The police withheld the coat from the defence at the time, according to a former detective, Karl Bohm, who
        says that he was told to.

        The force said that it could not comment on matters before its present leadership took office.
    """)
    cards = "".join(
        f'<article class="teaser"><a href="/a{n}"><h3>{title}</h3></a><time datetime="2025-0{n}-11T09:00:00Z">11.0{n}.2025</time></article>'
        for n, title in enumerate(("Jewel thieves jailed", "The coat that came back", "A city's cold cases"), 2)
    )
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Prosecutors reopen jeweller's murder</title>
<script type="application/ld+json">{json.dumps({"@type": "WebSite", "name": "Evening Bell", "dateModified": "2025-11-01"})}</script>
<script type="application/ld+json">{{"@type": "NewsArticle", broken</script><meta property="article:published_time" content=""><meta
name="date" content="1970-01-01T00:00:00Z"></head><body>{NAVIGATION}<div class="teasers-top">{cards}</div><main><h1>Prosecutors reopen
jeweller's murder</h1>{tagged(body)}</main><section class="teasers"><h2>More</h2>{cards}</section><p class="event">Reader evening: 12
May 2026 in the town hall</p>{FOOTER}</body></html>"""
    return Page("undated", raw.encode(), "\n\n".join(body), "Prosecutors reopen jeweller's murder")


def scroll() -> Page:
    """Endless scrolling: the next article, whole and with JSON-LD of its own, stands below the first."""
    body = paragraphs("""
        The regional airline Skerry has grounded its fleet of eleven aircraft after cracks were found in two of them.

        The cracks were found during a routine inspection on Friday, said Skerry's chief executive, Paola Rinaldi.
        “We did not wait to be told,” she said.

        The aviation authority said that it was told on Monday. It has asked for an explanation of the delay.

        Pilots had reported “a noise like a zip” since December, according to two of them, who asked not to be named
        because they still work for the company.

        Ms Rinaldi said she had never seen such a report. Passengers will be rebooked.
    """)
    following = paragraphs("""
        A second ferry company has entered the race for the island route, the port authority said on Saturday.

        Blue Line promised a crossing of 40 minutes. The present operator, Seaway, said that this was impossible with
        any boat now afloat.

        Islanders welcomed the news. “Anything would be quicker than Seaway,” said Morag Laing, who keeps the shop.

        Seaway's contract ends in the autumn. It said that it would bid again, and that its record spoke for itself.
    """)

    def data(title: str, day: str, path: str) -> str:
        node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": title, "datePublished": day,
                "url": f"https://isles.example/{path}", "author": {"@type": "Person", "name": "Finn Muir"}}  # fmt: skip
        return f'<script type="application/ld+json">{json.dumps(node)}</script>'

    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Skerry grounds all aircraft</title><link rel="canonical"
href="https://isles.example/skerry">{data("New ferry for the isles", "2025-08-09T08:00:00Z", "ferry")}{data("Skerry grounds all aircraft", "2025-08-12T19:30:00Z", "skerry")}
</head><body>{NAVIGATION}<main><article id="a1"><h1>Skerry grounds all aircraft</h1><div class="article__body">{tagged(body)}</div></article>
<div class="next-article"><article id="a2"><h1>New ferry for the isles</h1><div class="article__body">{tagged(following)}</div></article></div></main>
{FOOTER}</body></html>"""
    return Page(
        "endless scroll", raw.encode(), "\n\n".join(body), "Skerry grounds all aircraft", url="https://isles.example/skerry",
        published="2025-08-12T19:30:00Z", published_from="json-ld", facts={"authors": ("Finn Muir",)},
    )  # fmt: skip


def brief() -> Page:
    """A flash of three sentences on a page full of other things; Windows-1252 that nobody declares."""
    body = paragraphs("""
        The finance minister, Renée Dufour, has resigned, her office said – “for reasons of health”. She denied on
        Sunday that she was about to go. The prime minister's office said that a successor would be named “within
        hours”.
    """)
    raw = f"""<!doctype html><html><head><title>Finance minister Dufour resigns</title><meta property="article:published_time"
content="2025-12-01T21:14:00+01:00"><meta property="article:modified_time" content="2025-12-01T21:20:00+01:00"></head><body>{NAVIGATION}
<div class="col-left"><h1>Finance minister Dufour resigns</h1><div class="flash">{tagged(body)}</div><p class="more-to-come">More to
come.</p></div><div class="col-right"><h2>Most read</h2>{RELATED}<h2>Latest</h2>{RELATED}</div>{FOOTER}</body></html>"""
    return Page(
        "brief", raw.replace("©", "(c)").encode("cp1252"), "\n\n".join(body), "Finance minister Dufour resigns",
        content_type=None, published="2025-12-01T21:14:00+01:00", published_from="opengraph",
        modified="2025-12-01T21:20:00+01:00",
    )  # fmt: skip


def interview() -> Page:
    """Questions in bold and answers, a standfirst, an author's box below, an editor's note; labelled dates in words."""
    standfirst = "Ragna Eide led the search for the Morning Star. She tells us why she stopped believing the navy."
    pairs = [
        ("When did you first doubt the official account?", "On the second day. They told us that no vessel had been within twenty miles. The radar said otherwise, and I had seen the radar."),
        ("What did the navy say to that?", "They said that the radar was wrong. Then they said that it was secret. It cannot be both."),
        ("Were you put under pressure?", "I was telephoned by a man who gave no name. He said that I had a good career. I said that I knew."),
        ("The navy denies that any call was made.", "Yes. It would."),
    ]  # fmt: skip
    note = "Editor's note: The navy was shown this interview before publication and declined to comment."
    html = "".join(f"<p><strong>{question}</strong></p><p>{answer}</p>" for question, answer in pairs)
    text = [standfirst, *(line for pair in pairs for line in pair), note]
    raw = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>“I had seen the radar”</title>{TRACKER}</head><body>
{NAVIGATION}<article><header><h1>“I had seen the radar”</h1><p class="standfirst">{standfirst}</p><p class="by">By Lise Holm</p>
<p class="stamp">Published: 21 September 2025 | Updated: 23 September 2025</p></header><div class="prose">{html}<p><i>{note}</i></p></div>
<footer class="author-box"><p>Lise Holm is our chief reporter. She has covered the sea for twenty years and lives on a boat.</p></footer></article>
<aside><h2>More interviews</h2>{RELATED}</aside>{FOOTER}</body></html>"""
    return Page(
        "interview", raw.encode(), "\n\n".join(text), "“I had seen the radar”", published="2025-09-21", published_from="text", modified="2025-09-23",
        facts={"authors": ("Lise Holm",), "corrections": (note,)},
    )  # fmt: skip


def late_words() -> Page:
    """Windows-1252 declared by the server, a `form` about the whole page, dates that disagree and can be read two ways."""
    body = paragraphs("""
        The bank Société Nordique has lost £40m of its customers' money in “a technical error”, it said – and then
        said that it had not.

        A first statement, sent at noon, spoke of a loss. A second, an hour later, spoke of “a delay in display”.

        Customers said that their balances were still at zero on Tuesday evening. “I can't buy milk,” said Zoë Maître,
        a nurse.

        The regulator said that it had asked the bank which of its statements was true. The bank has not replied,
        according to the regulator.

        Its chairman, Åke Lind, resigned in the evening. He denied that his going had anything to do with it.
    """)
    raw = f"""<html><head><title>Bank loses £40m, or does not</title></head><body><form id="aspnetForm" action="x.aspx"><input type="hidden"
name="__VIEWSTATE" value="dDw3NDg"/>{NAVIGATION}<div id="ctl00"><h1>Bank loses £40m, or does not</h1><span id="lblDate">03/04/2025</span>
<div id="ctl00_body">{tagged(body)}</div></div><div class="links">{RELATED}</div><p>Page generated 5 April 2025</p></form></body></html>"""
    return Page(
        "one form", raw.encode("cp1252"), "\n\n".join(body), "Bank loses £40m, or does not",
        content_type="text/html; charset=ISO-8859-1",
    )  # fmt: skip


LATER = (
    application(), explainer(), hidden(), comments(), wire(), entities(), undated(), scroll(), brief(), interview(),
    late_words(),
)  # fmt: skip
