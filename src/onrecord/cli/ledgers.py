"""What the commands that look into a ledger share: their options, and rows as a table, JSON, JSON Lines or CSV."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import sqlalchemy as sa

    from onrecord.records import Json

Place = Annotated[str, Parameter(env_var="ONRECORD_LEDGER")]
Format = Literal["table", "json", "jsonl", "csv"]

STATEMENT = (
    "key", "article", "said", "speaker", "source_type", "named", "stance", "kind", "source", "cue", "content", "when",
    "to", "via", "outlet", "status", "confidence", "within_key",
)  # fmt: skip
SPEAKER = ("key", "name", "source_type", "named", "role", "affiliation", "statements", "articles")
ARTICLE = (
    "key", "id", "outlet", "title", "published", "url", "language", "status", "versions", "statements", "filed",
    "changed",
)  # fmt: skip
ENTRY = ("seq", "at", "kind", "subject", "article", "digest", "payload")
SHOWN = {
    STATEMENT: ("key", "said", "speaker", "stance", "content", "outlet", "status"),
    SPEAKER: ("name", "source_type", "role", "affiliation", "statements", "articles"),
    ARTICLE: ("key", "published", "outlet", "title", "id", "status", "statements"),
    ENTRY: ("seq", "at", "kind", "subject", "payload"),
}
"""Columns, and those of them that a table has room for."""
SHORT = 8
"""Digits of a key in a table; enough to name it by."""
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Shown:
    """Which ledger, and how its rows are printed."""

    ledger: Place = "onrecord.db"
    "A file, or a URL that begins with postgresql://."
    format: Annotated[Format | None, Parameter(name=["--format", "-f"])] = None
    "table (the default on a terminal), jsonl: a row a line (the default elsewhere), json, or csv."
    raw: Annotated[bool, Parameter(negative="")] = False
    "In CSV, leave cells as they are that a spreadsheet would run as a formula."


@dataclass(frozen=True, slots=True)
class Paged(Shown):
    """The same, page by page."""

    limit: int = 50
    "Rows of a page."
    after: str | None = None
    "Go on after the page that gave this cursor."


@contextmanager
def looking(place: str) -> Iterator[sa.Connection]:
    """A connection to the ledger at *place* for reading."""
    from onrecord.ledger.store import Ledger

    with Ledger.open(place) as ledger, ledger.read() as connection:
        yield connection


def show(rows: Iterable[Json], columns: tuple[str, ...], how: Shown, cursor: str | None = None) -> None:
    """Print *rows*; where there are more, say on stderr how to get them."""
    wanted = how.format or ("table" if sys.stdout.isatty() else "jsonl")
    if wanted == "json":
        print(json.dumps(list(rows), ensure_ascii=False, indent=2))
    elif wanted == "jsonl":
        for row in rows:
            print(json.dumps(row, ensure_ascii=False))
    elif wanted == "csv":
        lines = csv.writer(sys.stdout, lineterminator="\r\n")
        lines.writerow(columns)
        lines.writerows([_cell(row.get(name), raw=how.raw) for name in columns] for row in rows)
    else:
        _print_table(list(rows), SHOWN[columns])
    if cursor:
        print(f"note: there are more; --after {cursor}", file=sys.stderr)


def words(value: Any) -> str:  # noqa: ANN401, whatever is JSON
    """*value* as the text of a cell: of a span its words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return str(value["text"]) if "text" in value and "spans" in value else json.dumps(value, ensure_ascii=False)
    return str(value)


def _cell(value: Any, *, raw: bool) -> str:  # noqa: ANN401
    """A text that a spreadsheet would run gets an apostrophe before it (OWASP, CSV injection)."""
    text = words(value)
    return f"'{text}" if isinstance(value, str | dict) and text.startswith(FORMULA) and not raw else text


def _print_table(rows: Sequence[Json], columns: tuple[str, ...]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        print("nothing on record", file=sys.stderr)
        return
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    for name in columns:
        wide = {"content": 6, "title": 6, "payload": 6, "speaker": 3, "name": 3, "role": 3, "outlet": 2}.get(name)
        table.add_column(name, ratio=wide, overflow="fold", no_wrap=name in {"key", "subject", "said"})
    for row in rows:
        cells = [words(row.get(name))[: SHORT if name in {"key", "subject"} else None] for name in columns]
        table.add_row(*(Text(" ".join(cell.split())) for cell in cells))
    Console(highlight=False).print(table)
