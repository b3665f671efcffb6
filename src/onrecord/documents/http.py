"""An HTTP response as an archive keeps it: status, headers, and the body without what it was packed in for the way."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

import brotli

from onrecord.documents.unpack import MOST
from onrecord.errors import PackingError, TooLargeError

STATUS = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})[^\r\n]*\r?\n")
HEADERS_END = re.compile(rb"\r?\n\r?\n")
CHUNK_SIZE = re.compile(rb"[ \t]*([0-9A-Fa-f]{1,15})[ \t]*(?:;[^\r\n]*)?\r?\n")


@dataclass(frozen=True, slots=True)
class Response:
    """What a server answered; `stored` is the body as it lay in the archive."""

    status: int
    headers: dict[str, str]
    stored: bytes

    @property
    def kind(self) -> str:
        """The media type in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def dechunked(self) -> bytes:
        """The body put together from its chunks. Many archives hold it so already, and yet say that it is chunked."""
        if "chunked" not in self.headers.get("transfer-encoding", "").lower():
            return self.stored
        return _dechunk(self.stored) or self.stored

    def body(self, name: str) -> bytes:
        """The page itself, unpacked where it is packed.

        Raises:
            PackingError: it is packed and damaged, or in a way not known here.
            TooLargeError: it is more than an article can be.
        """
        body = self.dechunked
        for encoding in reversed(self.headers.get("content-encoding", "").lower().split(",")):
            match encoding.strip():
                case "" | "identity":
                    pass
                case "gzip" | "x-gzip":
                    # Some archives unpack the body and leave the header as it was.
                    body = _inflate(body, 31, name) if body.startswith(b"\x1f\x8b") else body
                case "deflate":
                    body = _inflate(body, 15 if body[:1] == b"\x78" else -15, name)
                case "br":
                    body = _unbrotli(body, name)
                case other:
                    raise PackingError(name, 0, f"its body is packed with {other!r}, which is not known here")
        if len(body) > MOST:
            raise TooLargeError(name, MOST)
        return body


def parse_response(block: bytes) -> Response | None:
    """The response in *block*, None where it is none."""
    status = STATUS.match(block)
    end = HEADERS_END.search(block, status.end() - 2) if status else None
    if not status or not end:
        return None
    headers: dict[str, str] = {}
    for line in block[status.end() : end.start()].splitlines():
        name, _, value = line.decode("latin-1").partition(":")
        headers.setdefault(name.strip().lower(), value.strip())
    return Response(int(status[1]), headers, block[end.end() :])


def _dechunk(stored: bytes) -> bytes | None:
    pieces: list[bytes] = []
    at = 0
    while size := CHUNK_SIZE.match(stored, at):
        length, start = int(size[1], 16), size.end()
        if not length:
            return b"".join(pieces)
        if start + length > len(stored):
            return None
        pieces.append(stored[start : start + length])
        at = start + length
        at += 2 if stored[at : at + 2] == b"\r\n" else 1
    return None


def _inflate(body: bytes, wbits: int, name: str) -> bytes:
    unpacker = zlib.decompressobj(wbits=wbits)
    try:
        unpacked = unpacker.decompress(body, MOST + 1)
    except zlib.error:
        raise PackingError(name, 0, "its body is packed and damaged") from None
    if len(unpacked) <= MOST and not unpacker.eof:
        raise PackingError(name, len(body), "its body ends in the middle of its packed data")
    return unpacked


def _unbrotli(body: bytes, name: str) -> bytes:
    unpacker = brotli.Decompressor()
    try:
        unpacked = bytearray(unpacker.process(body, output_buffer_limit=MOST + 1))
        while len(unpacked) <= MOST and not unpacker.is_finished() and not unpacker.can_accept_more_data():
            unpacked += unpacker.process(b"", output_buffer_limit=MOST + 1)
    except brotli.error:
        raise PackingError(name, 0, "its body is packed and damaged") from None
    if len(unpacked) <= MOST and not unpacker.is_finished():
        raise PackingError(name, len(body), "its body ends in the middle of its packed data")
    return bytes(unpacked)
