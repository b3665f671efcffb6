"""What stands otherwise in an article than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from onrecord.records import Json

LABELS = frozenset({"id", "within", "speaker_id", "speaker_ids"})
"""Numbers within one reading; they say nothing by themselves."""


def differences(before: Sequence[Json], after: Sequence[Json]) -> Iterator[Json]:
    """Each statement that is new, gone or changed, as `queries.article_statements` gives them.

    >>> list(differences([{"key": "k", "stance": "asserts"}], [{"key": "k", "stance": "denies"}]))
    [{'key': 'k', 'change': 'changed', 'fields': {'stance': ['asserts', 'denies']}}]
    """
    old, new = ({row["key"]: row for row in rows} for rows in (before, after))
    for key, row in new.items():
        if key not in old:
            yield {"key": key, "change": "new", "fields": {}, "statement": row}
            continue
        fields = {
            name: [old[key].get(name), value]
            for name, value in row.items()
            if name not in LABELS and old[key].get(name) != value
        }
        if fields:
            yield {"key": key, "change": "changed", "fields": fields}
    for key, row in old.items():
        if key not in new:
            yield {"key": key, "change": "gone", "fields": {}, "statement": row}
