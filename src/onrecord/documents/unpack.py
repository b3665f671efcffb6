"""Bytes that come packed or without end, taken in only as far as an article could reach."""

from __future__ import annotations

import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

from onrecord.errors import PackingError, TooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from _typeshed import WriteableBuffer

MOST = 32 * 1024 * 1024
"""Bytes of one article, or of one line that holds an article; ours, some 5,000 pages of print."""
RATIO = 200
"""Times its size to which a file may unpack; ours. Text reaches 10, logs 50, a bomb of zeros 1,030."""
UNSUSPECTED = 4 * 1024 * 1024
"""Bytes up to which the ratio does not matter; ours."""
CHUNK = 256 * 1024
GZIP = b"\x1f\x8b\x08"


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether what gave *unpacked* bytes from *packed* ones has grown beyond what text does."""
    return unpacked > UNSUSPECTED and unpacked > packed * RATIO


def read_whole(stream: BinaryIO, name: str) -> bytes:
    """All that is left of *stream*.

    Raises:
        TooLargeError: that is more than one article can be.
    """
    content = stream.read(MOST + 1)
    if len(content) > MOST:
        raise TooLargeError(name, MOST)
    return content


def read_lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """The lines of *stream* with their ends; None for one that is longer than an article can be."""
    while line := stream.readline(MOST):
        if len(line) < MOST or line.endswith(b"\n"):
            yield line
            continue
        del line
        while (rest := stream.readline(CHUNK)) and not rest.endswith(b"\n"):
            pass
        yield None


class Gunzip(io.RawIOBase):
    """What a gzip file of any number of members unpacks to, read as a stream.

    Args:
        packed: the file.
        name: what errors call it.

    Raises:
        PackingError: while reading, where it is cut short or damaged, or unpacks to
            beyond measure. All that came before has been handed out.
    """

    def __init__(self, packed: BinaryIO, name: str) -> None:
        super().__init__()
        self._packed, self._name = packed, name
        self._waiting = b""
        self._inflate = zlib.decompressobj(wbits=31)
        self._taken = self._given = 0
        self._fault: str | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill *buffer* as far as one piece of the file goes; 0 at the end."""
        view = memoryview(buffer).cast("B")
        while True:
            if self._inflate.eof:
                # Zeros after the last member are padding, as on tapes.
                self._waiting = self._inflate.unused_data.lstrip(b"\0") or self._more().lstrip(b"\0")
                if not self._waiting:
                    return 0
                self._inflate = zlib.decompressobj(wbits=31)
            if self._fault:
                raise PackingError(self._name, self._taken, self._fault)
            waiting = self._waiting or self._more()
            piece, self._fault = inflate(self._inflate, waiting, len(view))
            self._waiting = self._inflate.unconsumed_tail
            self._given += len(piece)
            if is_bomb(self._taken - len(self._waiting), self._given):
                raise PackingError(self._name, self._taken, f"unpacks to more than {RATIO} times its size")
            if piece:
                view[: len(piece)] = piece
                return len(piece)
            if not waiting and not self._inflate.eof and not self._fault:
                raise PackingError(self._name, self._taken, "the file ends in the middle of its packed data")

    def _more(self) -> bytes:
        piece = self._packed.read(CHUNK)
        self._taken += len(piece)
        return piece


def inflate(unpacker: zlib._Decompress, packed: bytes, most: int) -> tuple[bytes, str | None]:
    """At most some *most* bytes of what *packed* gives, and what is wrong with it, if anything.

    zlib alone keeps back what it had unpacked before it met the damage.
    """
    before = unpacker.copy()
    try:
        return unpacker.decompress(packed, most), None
    except zlib.error as error:
        fault = _in_words(error)
    pieces = []
    for place in range(len(packed)):
        try:
            pieces.append(before.decompress(packed[place : place + 1]))
        except zlib.error:
            break
    return b"".join(pieces)[:most], fault


def _in_words(error: zlib.error) -> str:
    text = str(error)
    if "incorrect data check" in text or "incorrect length check" in text:
        return "its checksum is wrong"
    if "incorrect header check" in text:
        return "found other bytes between its packed parts"
    return "its packed data are damaged"
