"""What is on record: statements, speakers, articles, and what was ever filed about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from onrecord.cli.ledgers import ARTICLE, ENTRY, SPEAKER, STATEMENT, Paged, Shown, looking, show
from onrecord.records import SourceType

if TYPE_CHECKING:
    from onrecord.ledger.queries import Filter

Flattened = Annotated[Paged, Parameter(name="*")]
Stance = Literal[
    "asserts", "denies", "confirms", "does-not-confirm", "no-answer", "alleges",
    "asks", "wants", "believes", "judges", "retracts",
]  # fmt: skip
Flag = Parameter(negative="")


def statements(  # noqa: PLR0913, a flag for each fact
    *,
    speaker: str | None = None,
    stance: Stance | None = None,
    source_type: SourceType | None = None,
    outlet: str | None = None,
    since: str | None = None,
    until: str | None = None,
    text: str | None = None,
    newest: Annotated[bool, Flag] = False,
    all: Annotated[bool, Flag] = False,  # noqa: A002, the flag's name
    how: Flattened = Paged(),
) -> None:
    """Print the statements on record, by the day on which they were said.

    Parameters
    ----------
    speaker
        Whose: a name, or words of it.
    stance
        What the source does with the content.
    source_type
        What kind of source.
    outlet
        Who published them.
    since, until
        The first and the last day, as 2024-09-10.
    text
        Words that they have, as `onrecord search` takes them.
    newest
        The latest first.
    all
        Also what people have rejected, and what articles say that were withdrawn.
    """
    from onrecord.ledger.queries import Filter

    _statements(Filter(speaker, stance, source_type, outlet, since, until, text, all), how, newest=newest)


def search(text: str, *, how: Flattened = Paged()) -> None:
    """Print the statements that have these words, the last filed first.

    Parameters
    ----------
    text
        Words, all of which must be there; "words in quotes" stand side by side; a word with * at its end stands for
        all that begin so. Case and accents do not count.
    """
    from onrecord.ledger.queries import Filter

    _statements(Filter(text=text), how, newest=True)


def speakers(name: str | None = None, *, how: Flattened = Paged()) -> None:
    """Print who is on record, those with the most statements first.

    Parameters
    ----------
    name
        Words of the name.
    """
    from onrecord.ledger.queries import find_speakers

    with looking(how.ledger) as connection:
        page = find_speakers(connection, name=name, cursor=how.after, limit=how.limit)
    show(page.rows, SPEAKER, how, page.cursor)


def speaker(name: str, *, how: Flattened = Paged()) -> None:
    """Print what one speaker is on record for through time, the oldest first.

    Parameters
    ----------
    name
        The name, words that only this one has, or the beginning of its key.
    """
    import sys

    from onrecord.ledger.queries import speaker_record

    with looking(how.ledger) as connection:
        who, page = speaker_record(connection, name, cursor=how.after, limit=how.limit)
    facts = ", ".join(filter(None, [who["source_type"], who["role"], who["affiliation"]]))
    print(f"{who['name']} ({facts}): {who['statements']} statements in {who['articles']} articles", file=sys.stderr)
    show(page.rows, STATEMENT, how, page.cursor)


def articles(*, outlet: str | None = None, how: Flattened = Paged()) -> None:
    """Print the articles on record, in the order of filing.

    Parameters
    ----------
    outlet
        Who published them.
    """
    from onrecord.ledger.queries import find_articles

    with looking(how.ledger) as connection:
        page = find_articles(connection, outlet=outlet, cursor=how.after, limit=how.limit)
    show(page.rows, ARTICLE, how, page.cursor)


def article(name: str, *, how: Annotated[Shown, Parameter(name="*")] = Shown()) -> None:
    """Print one article's statements in the order of its text; in JSON with the article itself.

    Parameters
    ----------
    name
        Its key or the beginning of it, its label (the file's name), or its URL.
    """
    import json
    import sys

    from onrecord.ledger import queries

    with looking(how.ledger) as connection:
        key = queries.find_article(connection, name)
        facts = queries.article_facts(connection, key)
        rows = queries.article_statements(connection, key)
        whole = facts["status"] != "redacted"
        document = queries.article_reading(connection, key).document.to_json() if whole else None
    if how.format in {"json", "jsonl"} or (how.format is None and not sys.stdout.isatty()):
        value = {"article": facts, "document": document, "statements": rows}
        print(json.dumps(value, ensure_ascii=False, indent=2 if how.format == "json" else None))
        return
    told = [facts["title"] or facts["id"], facts["outlet"], facts["published"], facts["status"]]
    print(" · ".join(filter(None, told)), file=sys.stderr)
    show(rows, STATEMENT, how)


def history(name: str, *, how: Annotated[Shown, Parameter(name="*")] = Shown()) -> None:
    """Print all that was ever filed about an article or a statement, the oldest first.

    Parameters
    ----------
    name
        The key of either or the beginning of it, or an article's label or URL.
    """
    from onrecord.errors import AbsentError
    from onrecord.ledger import queries

    with looking(how.ledger) as connection:
        try:
            key = queries.find_statement(connection, name)
        except AbsentError:
            key = queries.find_article(connection, name)
        rows = list(queries.history(connection, key))
    show(rows, ENTRY, how)


def changes(since: str, *, how: Flattened = Paged()) -> None:
    """Print what was filed since a moment, in the order of filing.

    Parameters
    ----------
    since
        A day, as 2024-09-10, or a time in UTC, as 2024-09-10T08:30.
    """
    from onrecord.documents.text import check_date
    from onrecord.ledger import queries

    check_date(since)
    with looking(how.ledger) as connection:
        page = queries.changes(connection, since.replace(" ", "T"), cursor=how.after, limit=how.limit)
    show(page.rows, ENTRY, how, page.cursor)


def _statements(wanted: Filter, how: Paged, *, newest: bool) -> None:
    from onrecord.ledger.queries import find_statements

    with looking(how.ledger) as connection:
        page = find_statements(connection, wanted, cursor=how.after, limit=how.limit, newest=newest)
    show(page.rows, STATEMENT, how, page.cursor)
