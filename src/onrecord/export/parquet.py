"""Statements as Parquet, for pandas, DuckDB and their like: a row a statement, spans as lists of ranges."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

from onrecord.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from onrecord.records import Json

WORDS = (
    "key", "article", "id", "within_key", "part", "kind", "stance", "speaker", "source_type", "when", "said", "outlet",
    "status",
)  # fmt: skip
SPANS = ("source", "cue", "content", "when_span", "to", "via")
GROUP = 10_000
"""Rows held at once, and in a row group."""


def write_parquet(rows: Iterable[Json], path: Path) -> int:
    """Write *rows*, statements as `ledger.queries` gives them, to *path*; how many there were.

    Half a surrogate pair has no place in Parquet and becomes U+FFFD; ranges stay those of the article.

    Raises:
        UsageError: the package that it takes is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UsageError("Parquet needs a further package: pip install 'onrecord[parquet]'") from None
    span = pa.struct([("text", pa.string()), ("spans", pa.list_(pa.list_(pa.int64())))])
    schema = pa.schema(
        [
            *((name, pa.string()) for name in WORDS),
            ("speaker_ids", pa.list_(pa.string())),
            ("named", pa.bool_()),
            ("confidence", pa.float64()),
            *((name, span) for name in SPANS),
        ]
    )
    given, count = iter(rows), 0
    with parquet.ParquetWriter(path, schema) as writer:
        while group := list(islice(given, GROUP)):
            plain = [{name: _plain(row.get(name)) for name in schema.names} for row in group]
            writer.write_table(pa.Table.from_pylist(plain, schema=schema))
            count += len(group)
    return count


def _plain(value: Any) -> Any:  # noqa: ANN401, whatever is JSON
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    return value
