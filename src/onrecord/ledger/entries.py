"""One line of the log: what was put on record, about what, when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from onrecord.ledger.keys import canonical, digest
from onrecord.ledger.log import leaf_hash

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import RowMapping

    from onrecord.records import Json

EntryKind = Literal[
    "document", "statement", "reading", "receipt", "correction", "split", "withdrawal", "redaction", "merge"
]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    `seq` counts from zero and is the place in the tree. `subject` is the key of what
    the entry is about: a version, a statement, an article, a speaker, an input.
    `payload` is canonical JSON, null where a redaction has removed it; `digest` stays.
    """

    seq: int
    at: str
    kind: EntryKind
    subject: str
    article: str | None
    digest: str
    payload: str | None

    @property
    def leaf(self) -> bytes:
        """The hash of the entry in the tree."""
        return leaf_hash(canonical([self.seq, self.at, self.kind, self.subject, self.article, self.digest]).encode())

    @property
    def data(self) -> Json:
        """The payload, read; empty where it was removed. Shared by all who ask: not to be changed."""
        return _read(self.payload) if self.payload is not None else {}

    @property
    def whole(self) -> bool:
        """Whether the payload is the one that was filed, or was removed."""
        return self.payload is None or self.digest == payload_digest(self.kind, self.payload)

    def to_row(self) -> dict[str, Any]:
        """The entry as a row."""
        return {**self.to_json(), "leaf": self.leaf.hex()}

    def to_json(self) -> Json:
        """The entry as exports and proofs have it."""
        return {name: getattr(self, name) for name in self.__slots__}

    @classmethod
    def from_json(cls, value: Mapping[str, Any] | RowMapping) -> Entry:
        """Read back what `to_json` or `to_row` gave."""
        return cls(**{name: value[name] for name in cls.__slots__})


def payload_digest(kind: str, payload: str) -> str:
    """The digest under which *payload* is filed."""
    return digest(f"{kind}\n{payload}")


@lru_cache(maxsize=512)
def _read(payload: str) -> Json:
    read: Json = json.loads(payload)
    return read
