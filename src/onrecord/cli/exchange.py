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

    from onrecord.ledger.store import Ledger
    from onrecord.records import Json, Reading

As = Literal["jsonl", "articles", "csv", "parquet", "webannotation", "schemaorg", "brat", "prov"]


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
        webannotation, schemaorg, prov: an article a line. parquet: a file, brat: a folder, see --output.
    output
        The file for parquet, or the folder for brat, which is made.
    raw
        In CSV, leave cells as they are that a spreadsheet would run as a formula.
    """
    from onrecord.errors import UsageError

    if form == "jsonl" and articles:
        raise UsageError("found names of articles, expected none: jsonl is the whole ledger; --as articles takes names")
    if (form in {"brat", "parquet"}) != (output is not None):
        raise UsageError("brat and parquet, and only these, are written to --output; all else is printed")
    with looking(ledger) as connection:
        if form == "jsonl":
            from onrecord.ledger.exchange import export_lines

            _print(export_lines(connection))
        elif form == "csv":
            from onrecord.ledger.queries import article_statements

            rows = (row for key in _keys(connection, articles) for row in article_statements(connection, key))
            show(rows, STATEMENT, Shown(ledger, "csv", raw))
        elif output is not None and form == "parquet":
            from onrecord.export.parquet import write_parquet
            from onrecord.ledger.queries import article_statements

            keys = _keys(connection, articles)
            count = write_parquet((row for key in keys for row in article_statements(connection, key)), output)
            print(f"{count} statements", file=sys.stderr)
        elif output is not None:
            _write_brat(connection, articles, output)
        else:
            render = _renderer(form)
            _print(json.dumps(render(reading), ensure_ascii=False) for reading in _readings(connection, articles))


def import_(
    source: str,
    /,
    *,
    form: Annotated[Literal["claimreview"] | None, Parameter(name="--as")] = None,
    by: str | None = None,
    why: str | None = None,
    ledger: Place = "onrecord.db",
) -> int:
    """File what another ledger's export holds, articles as `onrecord read` prints them, fact checks, or corrections.

    Parameters
    ----------
    source
        A file of JSON Lines, or - for standard input; or the folder that `onrecord export --as brat` made, in which
        people have moved, changed or taken away annotations.
    form
        claimreview: the source is JSON of schema.org ClaimReview or Google's Fact Check Tools. The claims go on record
        as statements of those who made them, never as true or false.
    by
        Who made the corrections.
    why
        The reason, one sentence.
    """
    if form == "claimreview":
        return _import_reviews(source, ledger)
    if source != "-" and Path(source).is_dir():
        return _import_brat(Path(source), by or "", why or "", ledger)
    from onrecord.errors import MissingError
    from onrecord.ledger.exchange import import_lines
    from onrecord.ledger.store import Ledger
    from onrecord.records import Receipt

    new = failed = 0
    name = "stdin" if source == "-" else Path(source).name
    try:
        stream = sys.stdin if source == "-" else Path(source).open(encoding="utf-8", newline="\n")  # noqa: SIM115
    except OSError as error:
        raise MissingError(source, f"cannot be read ({error.strerror})") from None
    with stream, Ledger.open(ledger, create=True) as opened:
        for done in import_lines(opened, stream, name):
            if isinstance(done, Receipt):
                failed += 1
                print(f"error: {done.message}", file=sys.stderr)
            else:
                new += done if isinstance(done, int) else done.entries
    print(f"{new} new entries", file=sys.stderr)
    return int(failed > 0)


def _import_reviews(source: str, place: str) -> int:
    from onrecord import filing
    from onrecord.errors import MissingError
    from onrecord.ledger.store import Ledger
    from onrecord.records import Receipt

    try:
        content = sys.stdin.buffer.read() if source == "-" else Path(source).read_bytes()
    except OSError as error:
        raise MissingError(source, f"cannot be read ({error.strerror})") from None
    new = known = failed = 0
    with Ledger.open(place, create=True) as opened:
        for done in filing.add_reviews(opened, content, "stdin" if source == "-" else Path(source).name):
            if isinstance(done, Receipt):
                failed += 1
                print(f"error: {done.message}", file=sys.stderr)
            elif done.filed.outcome in {"added", "new version"}:
                new += 1
            else:
                known += 1
    print(f"{new} new reviews, {known} not new, {failed} failed", file=sys.stderr)
    return int(failed > 0)


def _import_brat(folder: Path, by: str, why: str, place: str) -> int:
    from onrecord.errors import OnRecordError, UsageError
    from onrecord.ledger.store import Ledger

    if not by.strip() or not why.strip():
        raise UsageError("found no name or no reason for the corrections, expected --by NAME and --why REASON")
    new = failed = 0
    with Ledger.open(place) as opened:
        for file in sorted(folder.glob("*.ann")):
            try:
                new += _correct_from(file, opened, by, why)
            except (OnRecordError, OSError, UnicodeDecodeError) as error:
                failed += 1
                print(f"error: {file.name}: {error}", file=sys.stderr)
    print(f"{new} new corrections", file=sys.stderr)
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


def _write_brat(connection: sa.Connection, names: tuple[str, ...], folder: Path) -> None:
    from onrecord.export.brat import CONFIGURATION, to_standoff
    from onrecord.ledger.queries import statement_numbers
    from onrecord.records import STANCES

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "annotation.conf").write_text(CONFIGURATION.format(stances="|".join(STANCES)), encoding="utf-8")
    for reading in _readings(connection, names):
        key = reading.document.key
        numbers = statement_numbers(connection, key)
        text = reading.document.text.encode("utf-8", "surrogatepass")
        (folder / f"{key}.txt").write_bytes(text)
        (folder / f"{key}.ann").write_bytes(to_standoff(reading, numbers).encode("utf-8", "surrogatepass"))


def _correct_from(file: Path, opened: Ledger, by: str, why: str) -> int:
    """File what a person has changed in one standoff file; how many entries that gave."""
    from onrecord.export.brat import changes, parse_standoff, to_standoff
    from onrecord.ledger import queries

    with opened.read() as connection:
        article = queries.find_article(connection, file.stem)
        here = to_standoff(queries.article_reading(connection, article), queries.statement_numbers(connection, article))
    before = parse_standoff(here.splitlines(), file.name)
    content = file.read_bytes().decode("utf-8", "surrogatepass")
    after = parse_standoff(content.split("\n"), file.name)
    new = 0
    for number in sorted({*before, *after}):
        told = changes(before.get(number), after.get(number))
        for what in told.pop("left_out", []):
            print(f"note: {file.name}, E{number}: {what}; that is no correction, it was left out", file=sys.stderr)
        if told:
            with opened.read() as connection:
                statement = queries.statement_at(connection, number, article)
            new += opened.correct(statement, told, by=by, why=why) is not None
    return new
