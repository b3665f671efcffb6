"""Names that depend on content alone, so that the same input has the same ones on any machine and in any order."""

from __future__ import annotations

import json
import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onrecord.records import Json

KEY = 32
"""Hexadecimal digits of a key."""
TOKENS, TOKEN = 10_000, 64
"""Words of a statement that are searched, and characters of a word."""
PARTED = "\ufb01"
"""A letter between texts that are searched as one; no query can have it, as `fold` makes it an f and an i."""
LABELS = frozenset({"id", "key", "sha256", "copies", "language"})
"""What says where an article was found, or follows from the rest: no part of what makes a version."""
TO_ESCAPE = re.compile("[\ud800-\udfff]")
UNSTORABLE = re.compile("[\0\ud800-\udfff]")
WORD = re.compile(r"[^\W_]+")


def canonical(value: Any) -> str:  # noqa: ANN401, whatever is JSON
    """The one JSON text of *value*; half a surrogate pair is escaped, so it has bytes in UTF-8.

    >>> canonical({"b": 1, "a": "é"})
    '{"a":"é","b":1}'
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return TO_ESCAPE.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def digest(text: str) -> str:
    """SHA-256 as hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def key(*parts: Any) -> str:  # noqa: ANN401
    """A key of *parts*."""
    return digest(canonical(parts))[:KEY]


def version_key(document: Json) -> str:
    """The key of one version of an article: all that it says of itself, and nothing of where it was found."""
    return key("version", document["key"], {name: value for name, value in document.items() if name not in LABELS})


def statement_key(version: str, statement: Json, repetition: int = 0) -> str:
    """The key of a statement: the version and the places of its words, so that a newer model's judgement keeps it.

    *repetition* counts statements before it in the same reading that have the same places.
    """
    places = [(statement.get(role) or {}).get("spans") for role in ("source", "cue", "content")]
    return key("statement", version, statement["part"], places, repetition)


def speaker_key(name: str, article: str | None) -> str:
    """The key of a speaker: its name across articles; for one without a name, where *article* is given, in it alone."""
    return key("speaker", article, fold(name))


def fold(text: str) -> str:
    """*text* for comparing: no capitals, no accents, single spaces between words.

    >>> fold("José  MARTÍ-Lee")
    'jose marti lee'
    """
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join(WORD.findall("".join(sign for sign in plain if not unicodedata.category(sign).startswith("M"))))


def search_words(*texts: str | None) -> str:
    """The words under which a statement is found, on both stores; no phrase reaches from one text into another."""
    words: list[str] = []
    for text in filter(None, texts):
        words += [*([PARTED] if words else []), *(word[:TOKEN] for word in fold(text).split())]
    return " ".join(words[:TOKENS])


def storable(text: str | None) -> str | None:
    """*text* as both stores can hold it in a column; the exact text is in the entry."""
    return UNSTORABLE.sub("\ufffd", text) if text else text
