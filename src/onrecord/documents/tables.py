"""CSV into documents: a header, then one article a row, which may go over several lines; a bad row costs that row."""

from __future__ import annotations

import codecs
import csv
from collections import deque
from typing import TYPE_CHECKING

from onrecord.documents.fields import to_document
from onrecord.documents.inputs import Input, Options, attempt, skip_none
from onrecord.documents.text import decode
from onrecord.documents.unpack import MOST
from onrecord.errors import RecordError
from onrecord.records import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.records import Document

DELIMITERS = (",", ";", "\t", "|")
LINES_MOST = 10_000
"""Lines that one row may go over; ours. Beyond it a quotation mark was not closed."""
EXPECTED = "a row as the header has it"


def parse_table(
    lines: Iterable[bytes | None],
    name: str,
    options: Options,
    *,
    source: str | None = None,
    skip: Callable[[Place], bool] = skip_none,
) -> Iterator[Input]:
    """Each row of the table in *lines* as an input, by the number of the line that it begins on.

    The header's line says what parts the columns: comma, semicolon, tab or bar. Where
    a row cannot be read, such as one whose quotation mark is not closed, only its
    first line is lost and the next line begins a row again.

    Args:
        name: what documents without an id of their own are called after.
        source: what receipts call it; *name* where not given.
        skip: which places are not to be read.
    """
    source = source or name
    rows = _Rows(lines)
    first = next(rows, None)
    if first is None:
        return
    number, raw, header = first
    columns = [column.strip() for column in header] if header else []
    text = options.fields.get("text", "text")
    if text not in columns:
        found = f"the columns {', '.join(columns[:20])}" if columns else "no header"
        expected = f"a column `{text}`; --map text=COLUMN says which column is the text"
        place = Place(source, line=number)
        if not skip(place):
            yield Input(place, None, "failed", RecordError(name, number, found, expected).reason)
        return
    for number, raw, row in rows:
        place = Place(source, line=number)
        if skip(place):
            continue
        yield attempt(place, lambda number=number, raw=raw, row=row: _parse(columns, row, raw, name, number, options))  # type: ignore[misc]


def _parse(columns: list[str], row: list[str] | None, raw: bytes, name: str, number: int, options: Options) -> Document:
    if row is None:
        raise RecordError(name, number, "a row that cannot be told apart, as by a quotation mark not closed", EXPECTED)
    if len(row) != len(columns):
        raise RecordError(name, number, f"{len(row)} columns", f"{len(columns)} as in the header")
    value: dict[str, object] = {
        column: decode(cell.encode("utf-8", "surrogateescape"), name) if cell else None
        for column, cell in zip(columns, row, strict=True)
    }
    authors = options.fields.get("authors", "authors")
    if isinstance(names := value.get(authors), str):
        value[authors] = [one.strip() for one in names.split(";")]
    return to_document(value, name, number, raw.rstrip(b"\r\n"), options)


class _Rows:
    """The rows of a table: line number, bytes, and cells or None where they cannot be told."""

    def __init__(self, lines: Iterable[bytes | None]) -> None:
        self._lines = iter(lines)
        self._number = 0
        self._back: deque[bytes | None] = deque()
        self._delimiter = ""

    def __iter__(self) -> Iterator[tuple[int, bytes, list[str] | None]]:
        return self

    def __next__(self) -> tuple[int, bytes, list[str] | None]:
        taken: list[bytes] = []
        line = self._take()
        while line is not None and not line.strip():
            line = self._take()
        number = self._number
        if line is None:
            return number, b"", None
        if not self._delimiter:
            line = line.removeprefix(codecs.BOM_UTF8)
            self._delimiter = max(DELIMITERS, key=line.decode("utf-8", "replace").count)
        taken.append(line)
        csv.field_size_limit(max(csv.field_size_limit(), MOST))
        try:
            row = next(csv.reader(self._decoded(taken), delimiter=self._delimiter, strict=True))
        except (csv.Error, StopIteration):
            # Only the first line is given up; the others may be rows of their own.
            self._back.extendleft(reversed(taken[1:]))
            self._number -= len(taken) - 1
            return number, taken[0], None
        return number, b"".join(taken), row

    def _take(self) -> bytes | None:
        line = self._back.popleft() if self._back else next(self._lines)
        self._number += 1
        return line

    def _decoded(self, taken: list[bytes]) -> Iterator[str]:
        """The lines of one row, as many as its quotation marks ask for."""
        yield taken[0].decode("utf-8", "surrogateescape")
        while len(taken) < LINES_MOST:
            try:
                line = self._take()
            except StopIteration:
                return
            if line is None:
                self._back.appendleft(line)
                self._number -= 1
                return
            taken.append(line)
            yield line.decode("utf-8", "surrogateescape")
