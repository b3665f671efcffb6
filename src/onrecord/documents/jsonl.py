"""JSON Lines into documents: one article a line, a bad line costs that line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from onrecord.documents.fields import EXPECTED, to_document
from onrecord.documents.inputs import Input, Options, attempt, skip_none
from onrecord.documents.unpack import MOST
from onrecord.errors import RecordError
from onrecord.records import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from onrecord.records import Document


def parse_lines(
    lines: Iterable[bytes | None],
    name: str,
    options: Options,
    *,
    source: str | None = None,
    skip: Callable[[Place], bool] = skip_none,
) -> Iterator[Input]:
    """Each line of *lines* as an input; blank lines are passed over, None is a line too long to be an article.

    Args:
        name: what documents without an id of their own are called after.
        source: what receipts call it; *name* where not given.
        skip: which places are not to be read.
    """
    for number, line in enumerate(lines, 1):
        if line is not None and not line.strip(b" \t\r\n\xef\xbb\xbf"):
            continue
        place = Place(source or name, line=number)
        if not skip(place):
            yield attempt(place, lambda line=line, number=number: _parse(line, name, number, options))  # type: ignore[misc]


def _parse(line: bytes | None, name: str, number: int, options: Options) -> Document:
    def refuse(found: str) -> RecordError:
        return RecordError(name, number, found, EXPECTED)

    if line is None:
        raise refuse(f"a line of more than {MOST // 1024**2} MB")
    try:
        value: Any = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise refuse(f"a byte that is no UTF-8 at {error.start}") from None
    except (ValueError, RecursionError):
        raise refuse("no JSON") from None
    if not isinstance(value, dict):
        raise refuse(f"a JSON {type(value).__name__}")
    return to_document(value, name, number, line.rstrip(b"\r\n"), options)
