"""Addresses into documents: a page is an article, a feed or sitemap is as many as it names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from onrecord.documents.feeds import page_of, read_feed
from onrecord.documents.html import read_page
from onrecord.documents.inputs import Input, Options, attempt, failed, skip_none
from onrecord.errors import DocumentError, FeedError, FetchError, NotAnArticleError
from onrecord.records import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from onrecord.documents.feeds import Entry, Feed
    from onrecord.documents.fetch import Fetched, Fetcher
    from onrecord.records import Document

DEEPEST = 3
"""Sitemaps that may name sitemaps in turn; the protocol has one level, some sites two."""


def page_at(fetched: Fetched, name: str, options: Options) -> Document:
    """The article that was fetched.

    Raises:
        NotAnArticleError: it is none.
    """
    return read_page(
        fetched.content,
        name=name,
        url=fetched.url,
        content_type=fetched.content_type,
        fetched=fetched.fetched,
        outlet=options.outlet,
        published=options.published,
    )


def read_entries(
    raw: bytes,
    source: str,
    fetcher: Callable[[], Fetcher],
    options: Options,
    *,
    url: str | None = None,
    skip: Callable[[Place], bool] = skip_none,
) -> Iterator[Input]:
    """The articles that the feed or sitemap in *raw* names, each fetched; sitemaps that it names are followed.

    Where a page cannot be had and the feed carries the article's text, that is read.

    Args:
        source: what receipts call the feed.
        url: where it was fetched from, for relative addresses in it.
        skip: which places are not to be read.

    Raises:
        FeedError: it is none.
    """
    seen: set[str | None] = set()
    waiting = [(Place(source), read_feed(raw, name=source, url=url), DEEPEST)]
    while waiting:
        place, feed, depth = waiting.pop(0)
        for number, entry in enumerate(feed.entries, 1):
            here = Place(source, entry=entry.url or f"{place.entry or 'entry'} {number}")
            if here.entry not in seen and not skip(here):
                yield _entry(here, entry, fetcher, options)
            seen.add(here.entry)
        for address in feed.sitemaps:
            here = Place(source, entry=address)
            if address in seen:
                continue
            seen.add(address)
            try:
                waiting.append((here, _sitemap(address, fetcher, depth), depth - 1))
            except (FetchError, FeedError) as error:
                if not skip(here):
                    yield failed(here, error)
        if not skip(place):
            yield from _lacks(place, feed)


def _sitemap(address: str, fetcher: Callable[[], Fetcher], depth: int) -> Feed:
    if not depth:
        raise FeedError(address, f"a sitemap within more than {DEEPEST} others")
    fetched = fetcher().get(address)
    return read_feed(fetched.content, name=address, url=fetched.url)


def _lacks(place: Place, feed: Feed) -> Iterator[Input]:
    """What a feed did not give, where anything."""
    missing = [f"{feed.left_out:,} entries beyond the limit were left out"] if feed.left_out else []
    missing += [f"found {feed.damage}"] if feed.damage else []
    if missing:
        yield Input(place, None, "failed", "; ".join(missing))
    elif not feed.entries and not feed.sitemaps:
        yield Input(place, None, "not an article", "found a feed without entries")


def _entry(place: Place, entry: Entry, fetcher: Callable[[], Fetcher], options: Options) -> Input:
    """The article of one entry: its page, else what the feed itself has of it."""
    dated = (
        {"published": entry.published, "published_from": "feed"}
        if entry.published
        else {"published": options.published}
    )
    name = entry.url or place.entry or place.input
    reason = "the entry has no address"
    if entry.url:
        try:
            fetched = fetcher().get(entry.url)
            page = read_page(
                fetched.content, name=name, url=fetched.url, content_type=fetched.content_type,
                fetched=fetched.fetched, outlet=options.outlet, **dated,
            )  # fmt: skip
        except (FetchError, NotAnArticleError) as error:
            if not entry.html:
                return attempt(place, lambda error=error: _raise(error))  # type: ignore[misc]
            reason = error.reason
        except Exception as error:  # noqa: BLE001, a fault in reading one page must not end the run
            return Input(place, None, "failed", f"reading it went wrong ({type(error).__name__}: {error})")
        else:
            return Input(place, page)
    if not entry.html:
        return Input(place, None, "not an article", f"{reason}, and the feed does not carry its text")
    item = attempt(place, lambda: read_page(page_of(entry), name=name, url=entry.url, outlet=options.outlet, **dated))
    return Input(place, item.document, item.status, item.reason or f"read from the feed: {reason}")


def _raise(error: DocumentError) -> Document:
    raise error
