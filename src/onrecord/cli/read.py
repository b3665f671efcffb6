"""`onrecord read`: articles in, their ledgers out."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from onrecord.records import Reading

Format = Literal["marked", "jsonl", "json", "csv"]


def read(
    *sources: Annotated[str, Parameter(allow_leading_hyphen=True)],
    format: Annotated[Format | None, Parameter(name=["--format", "-f"])] = None,  # noqa: A002, the flag's name
    outlet: str | None = None,
    published: str | None = None,
) -> int:
    """Print who said what in articles, with the exact place of every word.

    Parameters
    ----------
    sources
        Text files (.txt, .text, .md or any other single file), JSON Lines (.jsonl, .ndjson; id, text, and where known
        outlet, published, url, title on each line), folders of these, or - for standard input.
    format
        marked: the article in colour with a table of its statements (the default on a terminal). jsonl: an article a
        line (the default elsewhere). json: the same, indented. csv: a row a statement.
    outlet
        Who published the articles that do not say so themselves.
    published
        The day on which they were published, as 2024-09-10.
    """
    from onrecord.documents.text import check_date
    from onrecord.errors import UsageError
    from onrecord.records import Failure

    if not sources:
        raise UsageError("found no article to read, expected files, folders or - for standard input")
    for source in sources:
        # A lone hyphen is standard input, so the parser lets hyphens through to here.
        if source.startswith("-") and source != "-":
            raise UsageError(f"found {source!r}, expected one of this command's options or an article")
    if published is not None:
        check_date(published)
    shown = format or ("marked" if sys.stdout.isatty() else "jsonl")
    render = _renderer(shown)

    from onrecord.pipeline import Reader

    failed = 0
    with _progress(sources) as advance:
        for result in Reader().read(sources, outlet=outlet, published=published):
            if isinstance(result, Failure):
                failed += 1
                print(f"error: {result.message}", file=sys.stderr)
            else:
                _remark(result)
                render(result)
            advance()
    return int(failed > 0)


def _renderer(shown: Format) -> Callable[[Reading], None]:
    if shown == "marked":
        from onrecord.cli.marked import print_marked

        return print_marked
    if shown == "csv":
        from onrecord.export.csv import header, to_rows

        sys.stdout.write(header())
        return lambda reading: _write(to_rows(reading))
    from onrecord.export.jsonl import to_indented, to_line

    to_text = to_line if shown == "jsonl" else to_indented
    return lambda reading: _write(to_text(reading) + "\n")


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _remark(reading: Reading) -> None:
    """Say on stderr what a user should know of an article that was read all the same."""
    document = reading.document
    if not document.text.strip() and not document.title:
        print(f"note: {document.id}: found no words in it, so there are no statements", file=sys.stderr)
    elif document.language not in {"en", None}:
        print(
            f"note: {document.id}: its language is {document.language!r}, the model reads English; "
            "expect gaps and errors",
            file=sys.stderr,
        )


def _progress(sources: tuple[str, ...]) -> AbstractContextManager[Callable[[], None]]:
    """A progress line on stderr, where that is a terminal and there is more than one file.

    Not where the articles themselves go to the terminal: they are progress enough.
    """
    from pathlib import Path

    if not sys.stderr.isatty() or sys.stdout.isatty() or (len(sources) == 1 and not Path(sources[0]).is_dir()):
        return nullcontext(lambda: None)
    from onrecord.cli.progress import progress

    return progress()
