"""Bytes into text: which encoding it is, and what language, without changing a character."""

from __future__ import annotations

import codecs
import unicodedata
from datetime import date
from hashlib import sha256
from typing import Any

from resiliparse.parse.encoding import detect_encoding
from resiliparse.parse.lang import detect_fast

from onrecord.errors import NotTextError, UsageError
from onrecord.records import Document

MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
LANGUAGE_SAMPLE = 4000
"""Characters that the language is told from."""
OTHER_SCRIPTS = frozenset(
    f"{family}{number}" for family in ("cp", "windows-") for number in (1251, 1253, 1255, 1256, 874, 932, 936, 949, 950)
) | {
    "koi8-r",
    "koi8-u",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "gbk",
    "gb18030",
    "big5",
    "iso-8859-5",
    "iso-8859-7",
    "iso-8859-8",
}
"""Single- and multi-byte encodings of scripts that Windows-1252 does not have."""
DAY = len("2024-09-10")
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f\v\x1b")
LANGUAGE_LEAST = 60
"""Letters below which no language is told."""


def decode(content: bytes, name: str) -> str:
    """The text in *content*: UTF-8, UTF-16 (with a mark or without), else a single-byte encoding.

    A byte order mark says how to read the bytes and is no character of the text.
    Bytes that are no UTF-8 are Windows-1252 unless they look like a script that
    it does not have.

    Raises:
        NotTextError: *content* holds what no text holds; *name* says where.
    """
    for mark, encoding in MARKS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], encoding, name, len(mark))
    sample = content[:4096]
    if b"\0" in sample:
        for encoding, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
            if zeros.count(0) > len(zeros) * 0.3:
                return _strict(content, encoding, name, 0)
        raise NotTextError(name, "a NUL byte", content.index(0))
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _single_byte(content)
    _refuse_controls(text, name)
    return text


def language_of(text: str) -> str | None:
    """The language of *text* as ISO 639-1, `und` for a script that is not Latin and not told, None if too short."""
    sample = text[:LANGUAGE_SAMPLE]
    letters = [character for character in sample if character.isalpha()]
    if not letters:
        return None
    latin = sum("LATIN" in unicodedata.name(character, "") for character in letters)
    if latin < len(letters) / 2:
        found, _ = detect_fast(sample.lower())
        return "und" if found in {"unknown", "en"} else str(found)
    if len(letters) < LANGUAGE_LEAST:
        return None
    found, _ = detect_fast(sample.lower())  # in capitals it takes English for Chinese
    return None if found == "unknown" else str(found)


def make_document(
    text: str,
    *,
    id: str,  # noqa: A002, the ledger format's own word
    raw: bytes | None = None,
    url: str | None = None,
    outlet: str | None = None,
    title: str | None = None,
    authors: tuple[str, ...] = (),
    published: str | None = None,
    published_from: str = "given",
    **facts: Any,  # noqa: ANN401, each field has its own type
) -> Document:
    """A document of *text* with what is known about it.

    Args:
        raw: the bytes that *text* was decoded from; its UTF-8 where not given.
        published: an ISO date, or date and time.
        published_from: what told the date.
        facts: further fields of `Document`, such as `modified` or `section`.

    Raises:
        UsageError: *published* is no ISO date.
    """
    if published is not None:
        check_date(published)
    content = text.encode("utf-8", "surrogatepass") if raw is None else raw
    return Document(
        id=id,
        text=text,
        sha256=sha256(content).hexdigest(),
        url=url,
        outlet=outlet,
        title=title,
        authors=authors,
        published=published,
        published_from=published_from if published else None,
        language=language_of(f"{title}\n{text}" if title else text),
        raw=raw,
        **facts,
    )


def check_date(value: str) -> None:
    """Raise `UsageError` unless *value* begins with an ISO day, as in `2024-09-10` or `2024-09-10T08:30Z`."""
    try:
        date.fromisoformat(value[:DAY])
        told = value[DAY : DAY + 1] in {"", "T", " "}
    except ValueError:
        told = False
    if not told:
        raise UsageError(f"found {value!r} as publication date, expected a day such as 2024-09-10")


def _strict(content: bytes, encoding: str, name: str, skipped: int) -> str:
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(name, f"bytes that are no {encoding.upper()}", skipped + error.start) from None
    _refuse_controls(text, name)
    return text


def _single_byte(content: bytes) -> str:
    found = detect_encoding(content) or "cp1252"
    if found.lower() not in OTHER_SCRIPTS:
        found = "cp1252"
    try:
        return content.decode(found)
    except (UnicodeDecodeError, LookupError):
        # Five bytes have no character in Windows-1252; browsers read them as C1 controls.
        return content.decode("cp1252", "surrogateescape").translate(
            {0xDC00 + byte: byte for byte in range(0x80, 0x100)}
        )


def _refuse_controls(text: str, name: str) -> None:
    sample = text[:4096]
    controls = [index for index, character in enumerate(sample) if character in CONTROLS]
    if "\0" in sample or len(controls) > max(8, len(sample) / 50):
        offset = len(text[: controls[0]].encode("utf-8", "surrogatepass"))
        raise NotTextError(name, f"the control character {ord(text[controls[0]])}", offset)
