"""What a user names, as a stream of inputs: files of any kind, folders, patterns, addresses, standard input."""

from __future__ import annotations

import glob
import shutil
import sys
import zlib
from dataclasses import dataclass
from io import BufferedReader, BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO, Literal, cast, get_args
from urllib.parse import urlsplit

from onrecord.documents.credit import find_credit
from onrecord.documents.inputs import Input, Options, attempt, failed, skip_none
from onrecord.documents.jsonl import parse_lines
from onrecord.documents.tables import parse_table
from onrecord.documents.text import decode, make_document
from onrecord.documents.unpack import GZIP, Gunzip, inflate, read_lines, read_whole
from onrecord.errors import DocumentError
from onrecord.records import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import RawIOBase
    from typing import Self

    from onrecord.documents.fetch import Fetcher
    from onrecord.records import Document

Kind = Literal["text", "html", "jsonl", "csv", "warc", "feed"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SUFFIXES: dict[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html",
    ".jsonl": "jsonl", ".ndjson": "jsonl",
    ".csv": "csv", ".tsv": "csv",
    ".warc": "warc", ".wet": "warc", ".wacz": "warc",
    ".rss": "feed", ".atom": "feed", ".xml": "feed",
}  # fmt: skip
"""What a file is by its name; each may also end in `.gz`."""
PACKED = ".gz"
STANDARD_INPUT = "-"
WEB = ("http://", "https://")
BLANK = b"\xef\xbb\xbf \t\r\n"
HEAD = 2048
"""Bytes that a file's kind is told from where its name does not say it."""
PAGE_SIGNS = (b"<!doctype html", b"<html", b"<head", b"<body")
BUFFER = 64 * 1024
HOPELESS = 1000
"""Bad lines on end after which a file is given up; ours. Something else is wrong than its lines."""
MISSING = "no such file or folder"


@dataclass(slots=True)
class Meter:
    """How far a run is: bytes of all named files, None where that cannot be known, and of those read."""

    total: int | None = 0
    before: int = 0
    file: BinaryIO | None = None

    @property
    def done(self) -> int:
        """Bytes read so far."""
        inside = self.file.tell() if self.file and not self.file.closed else 0
        return self.before + inside


def find_files(sources: Iterable[str | Path]) -> list[str | Path | Input]:
    """What *sources* name: files as paths, addresses and `-` as they stand, what cannot be read as an input.

    A folder gives the files in it and in the folders below, in the order of their
    paths; hidden ones are passed over. A pattern (`*`, `?`, `[…]`, `**`) that names
    no file itself gives the files that it fits.
    """
    found: list[str | Path | Input] = []
    for source in sources:
        path = Path(source)
        if str(source) == STANDARD_INPUT or str(source).lower().startswith(WEB):
            found.append(str(source))
        elif path.is_dir():
            found += _inside(path)
        elif path.exists():
            # A file, or a pipe or /dev/stdin: read as a file.
            found.append(path)
        elif matches := _matching(str(source)):
            for match in matches:
                found += _inside(match) if match.is_dir() else [match]
        else:
            pattern = glob.has_magic(str(source))
            found.append(Input(Place(str(source)), None, "failed", "no file fits it" if pattern else MISSING))
    return found


def read_inputs(
    files: Iterable[str | Path | Input],
    options: Options | None = None,
    *,
    kind: Kind | None = None,
    skip: Callable[[Place], bool] = skip_none,
    meter: Meter | None = None,
    fetcher: Callable[[], Fetcher] | None = None,
) -> Iterator[Input]:
    """Each of *files* as inputs, in order; one that cannot be read costs only itself.

    Args:
        kind: what they are, whatever their names say.
        skip: which places were read before and are passed over.
        meter: is kept up to date.
        fetcher: opens the way to the network, where an address asks for it.
    """
    options, meter, files = options or Options(), meter or Meter(), list(files)
    sizes = [file.stat().st_size if isinstance(file, Path) and file.is_file() else 0 for file in files]
    meter.total = None if any(isinstance(file, str) for file in files) else sum(sizes)
    with _Web(fetcher) as web:
        run = _Run(options, kind, skip, meter, web)
        for file, size in zip(files, sizes, strict=True):
            if isinstance(file, Input):
                if not skip(file.place):
                    yield file
                continue
            place = Place(str(file) if file != STANDARD_INPUT else "stdin")
            try:
                yield from _read(file, place, run)
            except OSError as error:
                yield Input(place, None, "failed", f"cannot be read ({error.strerror or type(error).__name__})")
            except DocumentError as error:
                yield failed(place, error)
            meter.before, meter.file = meter.before + size, None


def _inside(folder: Path) -> list[str | Path | Input]:
    found: list[str | Path | Input] = []
    for file in sorted(folder.rglob("*")):
        if any(part.startswith(".") for part in file.relative_to(folder).parts) or not file.is_file():
            continue
        if _kind_by_name(file.name):
            found.append(file)
        else:
            reason = f"its name ends in {file.suffix!r}, which says no kind of article known here"
            found.append(
                Input(Place(str(file)), None, "not an article", reason if file.suffix else "its name says no kind")
            )
    if not any(isinstance(one, Path) for one in found):
        found.append(
            Input(Place(str(folder)), None, "failed", f"found no article in it, expected {', '.join(SUFFIXES)}")
        )
    return found


def _matching(pattern: str) -> list[Path]:
    if not glob.has_magic(pattern):
        return []
    return [Path(one) for one in sorted(glob.glob(pattern, recursive=True))]  # noqa: PTH207, also for absolute patterns


def _kind_by_name(name: str) -> Kind | None:
    return SUFFIXES.get(Path(name.lower().removesuffix(PACKED)).suffix)


def _kind_by_content(head: bytes) -> Kind:
    """What *head* begins; text where it is nothing else."""
    from onrecord.documents.feeds import looks_like_feed

    start = head.lstrip(BLANK)[:HEAD].lower()
    if head.startswith((b"WARC/", b"PK\x03\x04")):
        return "warc"
    if looks_like_feed(head):
        return "feed"
    if start.startswith(b"{"):
        return "jsonl"
    return "html" if start.startswith((b"<!--", b"<?xml", *PAGE_SIGNS)) else "text"


class _Web:
    """The way to the network, opened when the first address asks for it."""

    def __init__(self, fetcher: Callable[[], Fetcher] | None) -> None:
        self._make = fetcher
        self._open: Fetcher | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._open:
            self._open.close()

    def __call__(self) -> Fetcher:
        if self._open is None:
            if self._make is None:
                from onrecord.documents.fetch import Fetcher

                self._make = Fetcher
            self._open = self._make()
        return self._open


@dataclass(frozen=True, slots=True)
class _Run:
    """What holds for all that is read."""

    options: Options
    kind: Kind | None
    skip: Callable[[Place], bool]
    meter: Meter
    web: _Web


def _read(source: str | Path, place: Place, run: _Run) -> Iterator[Input]:
    if source == STANDARD_INPUT:
        yield from _read_stream(cast("BufferedReader", sys.stdin.buffer), place, run.kind, run)
    elif isinstance(source, str):
        yield from _read_address(source, place, run)
    else:
        with source.open("rb", buffering=BUFFER) as stream:
            run.meter.file = stream
            yield from _read_stream(cast("BufferedReader", stream), place, run.kind or _kind_by_name(place.input), run)


def _read_address(url: str, place: Place, run: _Run) -> Iterator[Input]:
    from onrecord.documents.web import page_at, read_entries

    if run.skip(place):
        return
    fetched = run.web().get(url)
    kind = run.kind or _kind_by_name(urlsplit(fetched.url).path)
    if kind is None or kind in {"html", "feed", "text"}:
        kind = kind if run.kind else _kind_by_content(fetched.content[:HEAD])
    if kind == "feed":
        yield from read_entries(fetched.content, place.input, run.web, run.options, url=fetched.url, skip=run.skip)
    elif kind in {"jsonl", "csv", "warc"}:
        yield from _read_stream(BufferedReader(cast("RawIOBase", BytesIO(fetched.content)), BUFFER), place, kind, run)
    else:
        yield attempt(place, lambda: page_at(fetched, url, run.options))


def _read_stream(stream: BufferedReader, place: Place, kind: Kind | None, run: _Run) -> Iterator[Input]:
    """The inputs in *stream*, unpacked where it is packed."""
    head = stream.peek(HEAD)
    packed = head.startswith(GZIP)
    if kind is None:
        kind = _kind_by_content(inflate(zlib.decompressobj(wbits=31), head, HEAD)[0] if packed else head)
    if kind == "warc":
        yield from _read_archive(stream, place, run)
        return
    name = Path(place.input).name
    inner = BufferedReader(Gunzip(cast("BinaryIO", stream), name), BUFFER) if packed else stream
    if kind in {"jsonl", "csv"}:
        yield from _read_rows(cast("BinaryIO", inner), kind, place, run)
    elif kind == "feed":
        from onrecord.documents.web import read_entries

        content = read_whole(cast("BinaryIO", inner), name)
        yield from read_entries(content, place.input, run.web, run.options, skip=run.skip)
    elif not run.skip(place):
        content = read_whole(cast("BinaryIO", inner), name)
        yield attempt(place, lambda: _single(content, kind, name, run.options))


def _read_rows(stream: BinaryIO, kind: Kind, place: Place, run: _Run) -> Iterator[Input]:
    seen = False

    def skip_and_note(row: Place) -> bool:
        nonlocal seen
        seen = True
        return run.skip(row)

    parse = parse_lines if kind == "jsonl" else parse_table
    bad = 0
    for item in parse(read_lines(stream), Path(place.input).name, run.options, source=place.input, skip=skip_and_note):
        yield item
        bad = bad + 1 if item.status == "failed" else 0
        if bad == HOPELESS:
            if not run.skip(place):
                reason = (
                    f"{HOPELESS:,} lines on end gave no article, up to line {item.place.line}; the rest was not read"
                )
                yield Input(place, None, "failed", reason)
            return
    if not seen and not run.skip(place):
        yield Input(place, None, "not an article", "found no article in it, expected one a line")


def _read_archive(stream: BufferedReader, place: Place, run: _Run) -> Iterator[Input]:
    from onrecord.documents.archive import read_archive

    if stream.seekable():
        yield from read_archive(cast("BinaryIO", stream), place.input, run.options, skip=run.skip)
        return
    # One has to go back in an archive, which a pipe cannot.
    with TemporaryFile() as kept:
        shutil.copyfileobj(stream, kept)
        yield from read_archive(kept, place.input, run.options, skip=run.skip)


def _single(content: bytes, kind: Kind, name: str, options: Options) -> Document:
    """A file that holds one article."""
    if kind == "html":
        from onrecord.documents.html import read_page

        return read_page(content, name=name, outlet=options.outlet, published=options.published)
    text = decode(content, name)
    return make_document(
        text, id=name, raw=content, outlet=options.outlet, published=options.published, credit=find_credit(text)
    )
