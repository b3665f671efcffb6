"""A reading as CSV: one row a statement, offsets as `start-end` pairs parted by semicolons."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Part, Reading, Span

COLUMNS = (
    "document", "statement", "within", "part", "kind", "stance", "confidence",
    "speaker", "speaker_id", "source_type", "named", "when", "to", "via",
    "source", "cue", "content",
    "source_spans", "cue_spans", "content_spans", "when_spans", "to_spans", "via_spans",
    "outlet", "published", "url", "key",
)  # fmt: skip

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def header() -> str:
    """The first line, with its line break."""
    return _row(COLUMNS)


def to_rows(reading: Reading) -> str:
    """A line for each statement of *reading*.

    A text that a spreadsheet would run as a formula gets an apostrophe before it
    (OWASP, CSV injection); its offsets stay those of the article.
    """
    document = reading.document
    rows = []
    for statement in reading.statements:
        words = (statement.source, statement.cue, statement.content)
        channel = (statement.to, statement.via)
        spans = (*words, statement.when_span, *channel)

        def quotes(spans: tuple[Span | None, ...], part: Part = statement.part) -> list[str]:
            return [_safe(reading.quote(span, part) or "") for span in spans]

        rows.append(
            _row(
                (
                    _safe(document.id), statement.id, statement.within or "", statement.part, statement.kind,
                    statement.stance, f"{statement.confidence:.3f}",
                    _safe(statement.speaker or ""), ";".join(statement.speaker_ids), statement.source_type or "",
                    "true" if statement.named else "false", statement.when or "", *quotes(channel),
                    *quotes(words), *map(_ranges, spans),
                    _safe(document.outlet or ""), document.published or "", _safe(document.url or ""), document.key,
                )
            )
        )  # fmt: skip
    return "".join(rows)


def _ranges(span: Span | None) -> str:
    return ";".join(f"{start}-{end}" for start, end in span.fragments) if span else ""


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


def _row(values: tuple[str, ...]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(values)
    return line.getvalue()
