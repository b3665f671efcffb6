"""The ledger out and in: exports that others read, imports, and a backup."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from onrecord.cli.ledgers import STATEMENT, Place, Shown, looking, show

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import sqlalchemy as sa

    from onrecord.records import Json, Reading

As = Literal["jsonl", "articles", "csv", "webannotation", "schemaorg", "brat", "prov"]


def export(
    *articles: str,
    form: Annotated[As, Parameter(name="--as")] = "jsonl",
    output: Annotated[Path | None, Parameter(name=["--output", "-o"])] = None,
    raw: Annotated[bool, Parameter(negative="")] = False,
    ledger: Place = "onrecord.db",
) -> None:
    """Print the ledger, or some of its articles, in a form that others read.

    Parameters
    ----------
    articles
        Keys, labels or URLs of articles; all where none is given. The form jsonl is always the whole ledger.
    form
        jsonl: the whole log with all history, which `onrecord import` takes into another ledger to the same bytes.
        articles: an article a line as it stands, as `onrecord read` prints it. csv: a row a statement.
        webannotation, schemaorg, prov: an article a line. brat: a folder, see --output.
    output
        The folder for brat, which is made.
    raw
        In CSV, leave cells as they are that a spreadsheet would run as a formula.
    """
    from onrecord.errors import UsageError

    if form == "jsonl" and articles:
        raise UsageError("found names of articles, expected none: jsonl is the whole ledger; --as articles takes names")
    if (form == "brat") != (output is not None):
        raise UsageError("found --output without --as brat, or the reverse; brat is a folder, all else is printed")
    with looking(ledger) as connection:
        if form == "jsonl":
            from onrecord.ledger.exchange import export_lines

            _print(export_lines(connection))
        elif form == "csv":
            from onrecord.ledger.queries import article_statements

            rows = [row for key in _keys(connection, articles) for row in article_statements(connection, key)]
            show(rows, STATEMENT, Shown(ledger, "csv", raw))
        elif output is not None:
            _write_brat(_readings(connection, articles), output)
        else:
            render = _renderer(form)
            _print(json.dumps(render(reading), ensure_ascii=False) for reading in _readings(connection, articles))


def import_(source: str, /, *, ledger: Place = "onrecord.db") -> int:
    """File what another ledger's export holds, or articles as `onrecord read --format jsonl` prints them.

    Parameters
    ----------
    source
        The file, or - for standard input.
    """
    from onrecord.errors import MissingError
    from onrecord.ledger.exchange import import_lines
    from onrecord.ledger.store import Ledger
    from onrecord.records import Failure

    new = failed = 0
    name = "stdin" if source == "-" else Path(source).name
    try:
        stream = sys.stdin if source == "-" else Path(source).open(encoding="utf-8", newline="\n")  # noqa: SIM115
    except OSError as error:
        raise MissingError(source, f"cannot be read ({error.strerror})") from None
    with stream, Ledger.open(ledger, create=True) as opened:
        for done in import_lines(opened, stream, name):
            if isinstance(done, Failure):
                failed += 1
                print(f"error: {done.message}", file=sys.stderr)
            else:
                new += done if isinstance(done, int) else done.entries
    print(f"{new} new entries", file=sys.stderr)
    return int(failed > 0)


def backup(path: Path, *, ledger: Place = "onrecord.db") -> None:
    """Copy the ledger as it stands to a new SQLite file, while others go on writing. The copy is a ledger itself.

    Parameters
    ----------
    path
        The file to be made.
    """
    from onrecord.ledger.exchange import backup as copy
    from onrecord.ledger.store import Ledger

    with Ledger.open(ledger) as opened:
        copy(opened, path)
    print(f"copied to {path}", file=sys.stderr)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        sys.stdout.write(line + "\n")


def _keys(connection: sa.Connection, names: tuple[str, ...]) -> list[str]:
    from onrecord.ledger.queries import article_keys, find_article

    return [find_article(connection, name) for name in names] if names else article_keys(connection)


def _readings(connection: sa.Connection, names: tuple[str, ...]) -> Iterator[Reading]:
    """The articles as they stand; of all, those whose words were redacted are left out, and counted."""
    from onrecord.errors import AbsentError
    from onrecord.ledger.queries import article_reading

    for key in _keys(connection, names):
        try:
            yield article_reading(connection, key)
        except AbsentError as error:
            print(f"note: {error}", file=sys.stderr)


def _renderer(form: As) -> Callable[[Reading], Json]:
    if form == "webannotation":
        from onrecord.export.webannotation import to_annotations

        return to_annotations
    if form == "schemaorg":
        from onrecord.export.schemaorg import to_jsonld

        return to_jsonld
    if form == "prov":
        from onrecord.export.prov import to_provenance

        return to_provenance
    return lambda reading: reading.to_json()


def _write_brat(readings: Iterable[Reading], folder: Path) -> None:
    from onrecord.export.brat import CONFIGURATION, to_standoff
    from onrecord.records import STANCES

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(CONFIGURATION.format(stances="|".join(STANCES)), encoding="utf-8")
    for reading in readings:
        name = reading.document.key
        text = reading.document.text.encode("utf-8", "surrogatepass")
        (folder / f"{name}.txt").write_bytes(text)
        (folder / f"{name}.ann").write_bytes(to_standoff(reading).encode("utf-8", "surrogatepass"))
