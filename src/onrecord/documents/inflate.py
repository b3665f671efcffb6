"""Compressed bytes made whole, never more of them than was asked for."""

from __future__ import annotations

import zlib

GZIP = b"\x1f\x8b"
WINDOWS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
"""The codings of HTTP that are undone here, and zlib's name for each."""


class Inflater:
    """Undoes one coding chunk by chunk; gives at most *most* bytes and then says that it is *full*.

    Several gzip members after one another are one stream, as gzip has it; what
    follows the last one and is none is left aside.

    Raises:
        zlib.error: the bytes are not in that coding.
    """

    def __init__(self, coding: str, most: int) -> None:
        self._window, self._left = WINDOWS[coding], most
        self._stream = zlib.decompressobj(self._window)
        self._started = False
        self.full = False

    @property
    def whole(self) -> bool:
        """Whether the stream came to its end, check sum and all."""
        return self._stream.eof

    def feed(self, chunk: bytes) -> bytes:
        """What *chunk* holds, as far as there is room for it."""
        given: list[bytes] = []
        while chunk and not self.full:
            if self._stream.eof:
                if not chunk.startswith(GZIP):
                    break
                self._stream = zlib.decompressobj(self._window)
            try:
                part = self._stream.decompress(chunk, self._left + 1)
            except zlib.error:
                if self._started or self._window != WINDOWS["deflate"]:
                    raise
                # Some servers send deflate without its zlib header.
                self._stream = zlib.decompressobj(-15)
                part = self._stream.decompress(chunk, self._left + 1)
            self._started = True
            chunk = self._stream.unused_data
            if len(part) > self._left:
                part, self.full = part[: self._left], True
            self._left -= len(part)
            given.append(part)
        return b"".join(given)


def gunzip(raw: bytes, most: int) -> tuple[bytes, bool]:
    """The first *most* bytes that gzip-compressed *raw* holds, and whether that is all; damage ends them early."""
    inflater = Inflater("gzip", most)
    found: list[bytes] = []
    try:
        for start in range(0, len(raw), 1 << 16):
            found.append(inflater.feed(raw[start : start + (1 << 16)]))
            if inflater.full:
                break
    except zlib.error:
        return b"".join(found), False
    return b"".join(found), inflater.whole and not inflater.full
