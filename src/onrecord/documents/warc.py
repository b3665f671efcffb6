"""WARC files into records, with every damage told by its place (ISO 28500, WARC 1.0 and 1.1).

FastWARC and warcio pass over truncated members, wrong lengths and wrong digests
without a word, so lengths, checksums and digests are checked here. After damage
the next record is found again: in a packed file where a gzip member begins that
unpacks to a record, in a plain one where the next whole header stands.

Where a gzip member holds many records, a record without a digest is handed out before
the checksum at the member's end is seen; if that is wrong, the damage told covers all
of the member.
"""

from __future__ import annotations

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from onrecord.documents.unpack import CHUNK, GZIP, MOST, RATIO, inflate, is_bomb

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADER_MOST = 64 * 1024
"""Bytes of one record's header; ours. URLs of some kilobytes are seen, no more."""
SIGN = b"WARC/"
VERSION = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n(?=[A-Za-z-]+[ \t]*:)")
HEADER_END = re.compile(rb"\r?\n\r?\n")
BREAKS = re.compile(rb"[\r\n]*")
RECORD_END = re.compile(rb"\r\n\r\n|[\r\n]*(?:WARC/\d|\Z)")
"""What stands after a block; some writers leave out the line breaks, but not the next record."""
LINES_MOST = 100
"""Fields of one record's header; ours. Some twenty are seen."""
FALSE_MOST = 2000
"""Beginnings that turn out to be none after which a search is given up; ours. Chance gives one in 16 MB."""
DRAINED = 2 * 1024**3
"""Bytes to which a bomb is unpacked to find its end; ours, some two seconds."""
GIVEN_UP = "; what follows only looks like records, and was not searched to its end"
SKIP_ALL = 1 << 62
MANDATORY = ("warc-type", "warc-record-id", "warc-date", "content-length")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
REPEATABLE = {"warc-concurrent-to"}
DIGESTS = {"sha1", "sha256", "sha512", "md5"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record whose length, and digest where it has one, are right.

    `offset` and `end` are bytes of the file; `unpacked` is where it begins in what
    its gzip member unpacks to, None outside of one. Names in `fields` are in lower case.
    """

    offset: int
    end: int
    unpacked: int | None
    fields: dict[str, str]
    block: bytes
    proven: bool

    @property
    def type(self) -> str:
        """`response`, `revisit`, `warcinfo`, …, in lower case."""
        return self.fields["warc-type"].lower()

    @property
    def url(self) -> str | None:
        """The address that it was fetched from; some writers put it in angle brackets."""
        return self.fields.get("warc-target-uri", "").strip("<> ") or None


@dataclass(frozen=True, slots=True)
class Damage:
    """A stretch of the file that gave no record, and why."""

    offset: int
    end: int
    unpacked: int | None
    reason: str


def read_records(file: BinaryIO, *, most: int = MOST) -> Iterator[Record | Damage]:
    """Everything in the seekable *file*, in order; together the stretches cover all of it but line breaks.

    Args:
        most: bytes of a block above which a record is reported, not read.
    """
    size = file.seek(0, 2)
    start, packed = _first(file, size)
    if start:
        yield Damage(0, start, None, "found no WARC record in it" if start == size else "found bytes of no record")
    if packed:
        yield from _packed(file, start, size, most)
    elif start < size:
        for item in _frame(_Plain(file, start, size), most):
            yield _place(item, item.start, item.end, None)


def _first(file: BinaryIO, size: int) -> tuple[int, bool]:
    """Where the first record begins, and whether it is packed; the end of the file where there is none."""
    plain = _Plain(file, 0, size)
    head = plain.peek(HEADER_MOST)
    blank = BREAKS.match(head)
    if isinstance(_header(head[blank.end() if blank else 0 :]), _Header):
        return 0, False
    packed, _ = _next_member(file, 0, size)
    before = _Plain(file, 0, packed)
    _seek_header(before)
    return (packed, packed < size) if before.position == packed else (before.position, False)


# What stands in a run of bytes that needs no unpacking any more.


class _Window(Protocol):
    """A stream with a look ahead: `peek` takes nothing, `skip` gives back no byte."""

    position: int

    def peek(self, length: int) -> bytes: ...

    def skip(self, length: int) -> None: ...

    def rewind(self, position: int) -> None: ...


@dataclass(frozen=True, slots=True)
class _Framed:
    """A record, or with a *reason* a stretch that is none, by places in its window."""

    start: int
    end: int
    header: _Header | None
    block: bytes
    proven: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Header:
    fields: dict[str, str]
    size: int
    length: int


def _frame(window: _Window, most: int) -> Iterator[_Framed]:
    """The records of *window*; where something is wrong, what lies before the next header comes out as damage."""
    while True:
        head = window.peek(HEADER_MOST)
        if blank := _blank(head):
            window.skip(blank)
            continue
        if not head:
            return
        start = window.position
        header = _header(head)
        if isinstance(header, str):
            yield _lost(window, start, header)
        elif header.length > most:
            yield _too_long(window, header, most)
        else:
            yield _take(window, header)


def _take(window: _Window, header: _Header) -> _Framed:
    start, whole = window.position, header.size + header.length
    taken = window.peek(whole + 64)
    if len(taken) < whole:
        return _lost(
            window, start, f"its length is {header.length} bytes, but it ends after {len(taken) - header.size}"
        )
    block = taken[header.size : whole]
    fault, proven = _check_digest(header.fields.get("warc-block-digest"), block)
    if fault and RECORD_END.match(taken, whole):
        window.skip(whole + _blank(taken[whole:]))
        return _Framed(start, window.position, None, b"", proven=False, reason=f"its block {fault}")
    if not proven and not RECORD_END.match(taken, whole):
        return _lost(window, start, f"its length is {header.length} bytes, but no record ends there")
    window.skip(whole + _blank(taken[whole:]))
    return _Framed(start, window.position, header, block, proven=proven, reason=None)


def _too_long(window: _Window, header: _Header, most: int) -> _Framed:
    """Pass over a block that is larger than an article can be, by its length where that is right."""
    start, block = window.position, window.position + header.size
    window.skip(header.size + header.length)
    reason = f"its length is {header.length} bytes, more than the {most // 1024**2} MB that an article can have"
    if window.position == block + header.length and RECORD_END.match(window.peek(16)):
        return _Framed(start, window.position, None, b"", proven=False, reason=reason)
    # Nothing of what was passed over is lost where one can go back, as in a plain file.
    window.rewind(start)
    return _lost(window, start, reason)


def _lost(window: _Window, start: int, reason: str) -> _Framed:
    """Go on to the next header after *start*, which must be where *window* stands or before."""
    if window.position == start:
        window.skip(1)
    reason += _seek_header(window)
    return _Framed(start, window.position, None, b"", proven=False, reason=reason)


def _seek_header(window: _Window) -> str:
    """Skip to the next whole header, or to the end; what comes back is said where the search was given up."""
    tries = 0
    while piece := window.peek(CHUNK):
        last = len(piece) < CHUNK
        for match in VERSION.finditer(piece):
            if match.start() and match.start() + HEADER_MOST > len(piece) and not last:
                # Too near the end of the piece to be judged: look again from there.
                window.skip(match.start())
                break
            tries += 1
            if isinstance(_header(piece[match.start() : match.start() + HEADER_MOST]), _Header):
                window.skip(match.start())
                return ""
            if tries > FALSE_MOST:
                window.skip(SKIP_ALL)
                return GIVEN_UP
            if not match.start():
                window.skip(1)
                break
        else:
            window.skip(len(piece) if last else len(piece) - 64)
    return ""


def _header(head: bytes) -> _Header | str:
    """The header that *head* begins with, or what is wrong with it."""
    version = VERSION.match(head)
    if not version:
        return "found bytes of no record"
    end = HEADER_END.search(head, version.end() - 2)
    if not end:
        return "its header has no end"
    fields = _fields(head[version.end() : end.start()])
    if fields is None:
        return "its header is damaged"
    if missing := [field for field in MANDATORY if not fields.get(field)]:
        return f"its header says no {missing[0]}"
    length = fields.get("content-length", "")
    if not re.fullmatch(r"[0-9]{1,18}", length):
        return "its header says no length"
    return _Header(fields, end.end(), int(length))


def _fields(lines: bytes) -> dict[str, str] | None:
    """The fields of a header, names in lower case; None where a line is no field, or one stands there twice."""
    fields: dict[str, str] = {}
    name = ""
    split = lines.split(b"\n", LINES_MOST)
    for line in split:
        text = line.rstrip(b"\r").decode("utf-8", "replace")
        if text.startswith((" ", "\t")) and name:
            fields[name] += f" {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        name = name.strip().lower()
        broken = not colon or not name or CONTROL.search(text)
        if broken or (name in fields and name not in REPEATABLE):
            return None
        fields[name] = value.strip()
    return fields if len(split) <= LINES_MOST else None


def _check_digest(told: str | None, content: bytes) -> tuple[str | None, bool]:
    """What is wrong with *content* by the digest that was *told*, and whether it is proven right."""
    algorithm, colon, value = (told or "").partition(":")
    algorithm = algorithm.strip().lower().replace("-", "")
    if not colon or algorithm not in DIGESTS:
        return None, False
    digest = hashlib.new(algorithm, content, usedforsecurity=False).digest()
    forms = (base64.b32encode(digest), base64.b16encode(digest), base64.b64encode(digest))
    value = value.strip()
    if value in (forms[2].decode(), forms[2].decode().rstrip("=")) or value.upper().rstrip("=") in {
        form.decode().rstrip("=") for form in forms[:2]
    }:
        return None, True
    return f"has another {algorithm} digest than its header says", False


def digest_agrees(told: str | None, *contents: bytes) -> bool:
    """Whether one of *contents* has the digest that was *told*, or nothing that can be checked was told."""
    return any(_check_digest(told, content)[0] is None for content in contents)


def _blank(head: bytes) -> int:
    match = BREAKS.match(head)
    return match.end() if match else 0


def _place(item: _Framed, offset: int, end: int, unpacked: int | None) -> Record | Damage:
    if item.header is None:
        return Damage(offset, end, unpacked, item.reason or "")
    return Record(offset, end, unpacked, item.header.fields, item.block, item.proven)


class _Plain:
    """A stretch of a file as a window."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._size = file, size
        self.position = start
        self._buffer, self._base = b"", start

    def peek(self, length: int) -> bytes:
        at = self.position - self._base
        if at < 0 or len(self._buffer) - at < length:
            self._base = self.position
            self._file.seek(self._base)
            self._buffer = self._file.read(
                max(min(length, self._size - self._base), min(CHUNK, self._size - self._base))
            )
            at = 0
        return self._buffer[at : at + length]

    def skip(self, length: int) -> None:
        self.position = min(self.position + length, self._size)

    def rewind(self, position: int) -> None:
        self.position = position


# What is packed: members of gzip, one a record as a rule.


class _Members:
    """What a run of gzip members unpacks to, as a window.

    The run ends before the first member that begins a record of its own, so that a
    wrong length never reaches into the next one. With a `fault`, it ends there.
    """

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._size = file, size
        self.position = 0
        self.fault: str | None = None
        self._buffer = bytearray()
        self._starts = [(0, start)]
        self._raw = start  # the next byte to take from the file
        self._unpacker = zlib.decompressobj(wbits=31)
        self._waiting = b""
        self._given = 0
        self._finished = False
        self.after: int | None = None

    @property
    def raw(self) -> int:
        """The byte of the file up to which it is used."""
        return self._raw - len(self._waiting)

    @property
    def checked(self) -> int:
        """Up to where checksums have vouched for what was unpacked."""
        return self._starts[-1][0] if self.fault else self.position

    def member(self, position: int) -> tuple[int, int]:
        """Where in the file the member begins that holds *position*, and how far in it that is."""
        before, start = next(pair for pair in reversed(self._starts) if pair[0] <= position)
        return start, position - before

    def peek(self, length: int) -> bytes:
        while len(self._buffer) < length and not self._finished:
            self._fill()
        return bytes(self._buffer[:length])

    def skip(self, length: int) -> None:
        while length and (self._buffer or not self._finished):
            if not self._buffer:
                self._fill()
            step = min(length, len(self._buffer))
            del self._buffer[:step]
            self.position += step
            length -= step

    def ends(self) -> bool:
        """Whether nothing is left; a checksum that stands at the end has been looked at then."""
        return not self.peek(1)

    def rewind(self, position: int) -> None:
        """Packed data go one way; what was passed over stays so, and is reported."""

    def _fill(self) -> None:
        if self._unpacker.eof:
            end = self._raw - len(self._unpacker.unused_data)
            self._waiting, self._raw = b"", end
            if not _starts_with(self._file, end, self._size, record=False) or _starts_with(
                self._file, end, self._size, record=True
            ):
                self._finished = True
                return
            self._starts.append((self.position + len(self._buffer), end))
            self._unpacker, self._given = zlib.decompressobj(wbits=31), 0
        if not self._waiting:
            self._file.seek(self._raw)
            self._waiting = self._file.read(min(CHUNK // 4, self._size - self._raw))
            self._raw += len(self._waiting)
            if not self._waiting:
                self.fault = "it ends in the middle of its packed data"
                self._finished = True
                return
        piece, self.fault = inflate(self._unpacker, self._waiting, CHUNK)
        self._waiting = b"" if self._unpacker.eof else self._unpacker.unconsumed_tail
        self._buffer += piece
        self._given += len(piece)
        if not self.fault and is_bomb(self.raw - self._starts[-1][1], self._given):
            self.fault = f"it unpacks to more than {RATIO} times its size"
            self._drain()
        self._finished = self.fault is not None

    def _drain(self) -> None:
        """Find the end of a bomb by unpacking it, keeping nothing; `after` is where to go on.

        Searching its bytes for the next member would be quicker, but they are whoever's
        who served it, and may hold what looks like a record of someone else.
        """
        while not self._unpacker.eof and self._given < DRAINED:
            if not self._waiting:
                self._file.seek(self._raw)
                self._waiting = self._file.read(min(CHUNK // 4, self._size - self._raw))
                self._raw += len(self._waiting)
                if not self._waiting:
                    break
            piece, fault = inflate(self._unpacker, self._waiting, CHUNK * 4)
            self._given += len(piece)
            self._waiting = b"" if self._unpacker.eof else self._unpacker.unconsumed_tail
            if fault:
                return
        self.after = self._raw - len(self._unpacker.unused_data) if self._unpacker.eof else self._size
        if self.after == self._size and not self._unpacker.eof:
            self.fault = f"{self.fault}; its end was not looked for, and what follows not read"


def _packed(file: BinaryIO, start: int, size: int, most: int) -> Iterator[Record | Damage]:
    """The records of the gzip members from *start* on."""
    while start < size:
        begin, given_up = _next_member(file, start, size)
        if begin > start:
            yield Damage(start, begin, None, "found bytes of no record" + given_up)
            start = begin
            continue
        run = _Members(file, start, size)
        held: _Framed | None = None
        for item in _frame(run, most):
            # A record waits until what follows it is known: the checksum stands behind the last one.
            if held:
                yield _in_member(held, run)
            held = item
            if run.ends() and run.fault:
                break
        if run.fault:
            items, start = _end_of(run, held, file, size)
            yield from items
        else:
            if held:
                yield _in_member(held, run)
            start = run.raw


def _end_of(run: _Members, held: _Framed | None, file: BinaryIO, size: int) -> tuple[list[Record | Damage], int]:
    """What a run that ends with a fault comes to, *held* being its last record; and where to go on."""
    items: list[Record | Damage] = []
    offset, inside = run.member(run.position)
    if held and held.header and (held.proven or held.end <= run.checked):
        items.append(_in_member(held, run))
    elif held:
        # Whether its checksum is at fault or it was cut, it cannot be vouched for.
        offset, inside = run.member(held.start)
    after, given_up = run.after, ""
    if after is None:
        after, given_up = _next_member(file, run.member(run.position)[0] + 1, size)
    return [*items, Damage(offset, after, inside, f"{run.fault}{given_up}")], after


def _in_member(item: _Framed, run: _Members) -> Record | Damage:
    offset, unpacked = run.member(item.start)
    return _place(item, offset, run.raw, unpacked)


def _next_member(file: BinaryIO, start: int, size: int) -> tuple[int, str]:
    """Where at *start* or after it a gzip member begins that unpacks to a record; the file's end where none does.

    With it comes what is to be said where the search was given up.
    """
    tries = 0
    while start < size:
        file.seek(start)
        piece = file.read(CHUNK)
        at = piece.find(GZIP)
        while at >= 0:
            if _starts_with(file, start + at, size, record=True):
                return start + at, ""
            tries += 1
            if tries > FALSE_MOST:
                return size, GIVEN_UP
            at = piece.find(GZIP, at + 1)
        if start + len(piece) >= size:
            break
        start += len(piece) - len(GZIP) + 1
    return size, ""


def _starts_with(file: BinaryIO, start: int, size: int, *, record: bool) -> bool:
    """Whether a gzip member begins at *start*, and if *record*, one that unpacks to a record."""
    for length in (512, HEADER_MOST):
        file.seek(start)
        piece = file.read(min(length, size - start))
        if not piece.startswith(GZIP):
            return False
        if not record:
            return True
        try:
            head = zlib.decompressobj(wbits=31).decompress(piece, len(SIGN))
        except zlib.error:
            return False
        if len(head) == len(SIGN):
            return head == SIGN
    return False
