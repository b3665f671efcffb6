"""Gzip bombs of a gigabyte, each read with a good article after it: seconds of CPU, peak memory, what was said.

    python benchmarks/scale/bombs.py

Each runs in a process of its own, without the model.
"""

from __future__ import annotations

import gzip
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

GIGABYTE = 1 << 30
CHILD = """
import resource, sys, time
from onrecord.documents.sources import find_files, read_inputs
before = time.process_time()
items = list(read_inputs(find_files(sys.argv[1:])))
for item in items[-3:]:
    print(f"    {item.status}: {item.place}: {item.reason or len(item.document.text)}"[:200])
seconds, peak = time.process_time() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
print(f"  {len(items)} receipts, {seconds:.2f} s, peak {peak:.0f} MB")
sys.exit(items[-1].status != "read" or seconds > 5 or peak > 600)
"""


def packed(head: bytes, filler: bytes, tail: bytes = b"") -> bytes:
    """*head*, a gigabyte of *filler*, *tail*, as one gzip member."""
    packer = zlib.compressobj(9, wbits=31)
    piece = filler * ((1 << 20) // len(filler))
    pieces = [packer.compress(head), *(packer.compress(piece) for _ in range(GIGABYTE >> 20)), packer.compress(tail)]
    return b"".join([*pieces, packer.flush()])


def record(length: int, headers: str = "", url: str = "https://news.example/a") -> bytes:
    """The beginning of a response record whose body is said to have *length* bytes."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{headers}\r\n"
    lines = (
        "WARC/1.0", "WARC-Type: response", "WARC-Record-ID: <urn:uuid:0>", "WARC-Date: 2025-03-01T08:00:00Z",
        f"WARC-Target-URI: {url}", "Content-Type: application/http", f"Content-Length: {length + len(head)}", "", head,
    )  # fmt: skip
    return "\r\n".join(lines).encode()


def bombs() -> dict[str, bytes]:
    """Files by their names."""
    said = (
        "<p>The mayor of Tolm said on Monday that the old bridge was safe, and that it would stay open all winter.</p>"
    )
    page = f"<!doctype html><html><title>Bridge</title><body><article>{said * 9}</article></body></html>".encode()
    good = gzip.compress(record(len(page), url="https://news.example/good") + page + b"\r\n\r\n")
    zeros = packed(b"", b"\0")
    encoded = record(len(zeros), "Content-Encoding: gzip\r\n") + zeros + b"\r\n\r\n"
    return {
        "zeros.txt.gz": zeros,
        "text.txt.gz": packed(b"", b"He said no. "),
        "one-line.jsonl.gz": packed(b'{"text": "', b"a", b'"}\n'),
        "blank-lines.jsonl.gz": packed(b"", b"\n"),
        "small-lines.jsonl.gz": packed(b"", b"{}\n"),
        "quote.csv.gz": packed(b'text,title\n"', b"a\n"),
        "page.html.gz": packed(b"<html><body>", b"<p>a"),
        "body.warc.gz": packed(record(GIGABYTE), b"\0", b"\r\n\r\n") + good,
        "length.warc.gz": gzip.compress(record(10**17) + b"short") + good,
        "encoded.warc.gz": gzip.compress(encoded) + good,
        "plain-length.warc": record(10**17) + b"short\r\n\r\n" + gzip.decompress(good),
    }


def main() -> int:
    """Run each and print; 1 if one took over 5 s or 600 MB, or kept the file after it from being read."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        after = Path(folder) / "after.txt"
        after.write_text("The mayor said that all was well.", encoding="utf-8")
        for name, content in bombs().items():
            path = Path(folder) / name
            path.write_bytes(content)
            print(f"{name}, {len(content) / 1e6:.2f} MB", flush=True)
            failed += subprocess.run([sys.executable, "-c", CHILD, str(path), str(after)], check=False).returncode
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
