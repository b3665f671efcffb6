"""Web archives into documents: each HTML response of a WARC or WACZ an article, or the reason why it is none."""

from __future__ import annotations

import shutil
import struct
import zipfile
import zlib
from io import BufferedReader, RawIOBase
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from onrecord.documents.credit import find_credit
from onrecord.documents.html import read_page
from onrecord.documents.http import parse_response
from onrecord.documents.inputs import Input, Options, attempt, skip_none
from onrecord.documents.text import decode, make_document
from onrecord.documents.unpack import RATIO, is_bomb
from onrecord.documents.warc import Damage, Record, digest_agrees, read_records
from onrecord.errors import DocumentError, NotAnArticleError
from onrecord.records import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from _typeshed import WriteableBuffer

    from onrecord.records import Document

PAGES = ("text/html", "application/xhtml+xml")
ARCHIVES = (".warc", ".warc.gz")
ZIP = b"PK\x03\x04"
LOCAL_HEADER = struct.Struct("<4s22xHH")
"""Of a file in a zip: its sign, and how long its name and its extra field are."""
OK = 200
OWN = {"warcinfo", "request", "metadata"}
"""Types of records that a crawler writes for itself."""
WEB = ("http://", "https://")


def read_archive(
    file: BinaryIO, source: str, options: Options, *, skip: Callable[[Place], bool] = skip_none
) -> Iterator[Input]:
    """Every page of the WARC or WACZ in the seekable *file*, and every stretch of it that is damaged.

    What a crawler writes for itself (warcinfo, request, metadata) is passed over.

    Args:
        source: what receipts call it.
        skip: which places are not to be read.
    """
    file.seek(0)
    head = file.read(len(ZIP))
    if head != ZIP:
        yield from _read_warc(file, Place(source), 0, options, skip)
        return
    try:
        inside = zipfile.ZipFile(file)
        archives = [one for one in inside.infolist() if one.filename.lower().endswith(ARCHIVES)]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        # Its table of contents is gone, but archives lie in a WACZ unpacked: their records are found all the same.
        yield Input(Place(source), None, "failed", "its table of contents is damaged; its records were looked for")
        yield from _read_warc(file, Place(source), 0, options, skip)
        return
    if not archives:
        yield Input(Place(source), None, "not an article", "found a zip file without a WARC in it")
    for entry in archives:
        place = Place(source, entry=entry.filename)
        try:
            if entry.compress_type == zipfile.ZIP_STORED:
                stream, start = _stored(file, entry)
                yield from _read_warc(stream, place, start, options, skip)
                continue
            with TemporaryFile() as unpacked:
                fault = _unpack(inside, entry, unpacked)
                yield from _read_warc(unpacked, place, 0, options, skip, said=fault is not None)
            if fault:
                raise fault
        except _EntryError as error:
            if not skip(place):
                yield Input(place, None, "failed", str(error))


def _read_warc(
    file: BinaryIO, of: Place, start: int, options: Options, skip: Callable[[Place], bool], *, said: bool = False
) -> Iterator[Input]:
    """The pages of the archive in *file*, which begins at byte *start* of the input at *of*.

    Where it holds none, that is said, unless something is *said* of it already.
    """
    given, records = said, 0
    for item in read_records(file):
        place = Place(
            of.input, of.entry, offset=start + item.offset, end=start + item.end, unpacked=item.unpacked or None
        )
        if isinstance(item, Damage):
            given = True
            if not skip(place):
                yield Input(place, None, "failed", item.reason)
            continue
        records += 1
        make = _reader(item, options)
        if make is None:
            continue
        given = True
        if not skip(place):
            cut = item.fields.get("warc-truncated")
            partly = f"the crawler kept only a part of it ({cut})" if cut else None
            yield _revisit(place, item) if item.type == "revisit" else attempt(place, make, partly=partly)
    if not given and not skip(of):
        yield Input(of, None, "not an article", f"found {records} records in it, expected a page among them")


def _reader(record: Record, options: Options) -> Callable[[], Document] | None:
    """What makes a document of *record*; None for what a crawler writes for itself."""
    kind = record.fields.get("content-type", "").partition(";")[0].strip().lower()
    url = record.url or ""
    if record.type in OWN or url.lower().startswith("dns:"):
        return None
    if record.type == "revisit" or (record.type == "response" and url.lower().startswith(WEB)):
        return lambda: _response(record, options)
    if record.type == "resource" and kind in PAGES:
        return lambda: _page(record, record.block, record.fields.get("content-type"), options)
    if record.type in {"resource", "conversion"} and kind == "text/plain":
        return lambda: _text(record, options)
    return lambda: _refuse(f"found a record of type {record.type} with {kind or 'nothing'} from {url or 'nowhere'}")


def _refuse(found: str) -> Document:
    raise NotAnArticleError("", f"{found}, expected a page")


def _response(record: Record, options: Options) -> Document:
    name = record.url or ""
    response = parse_response(record.block)
    if response is None:
        raise _DamagedError("found no HTTP response in the record")
    if response.status != OK:
        raise NotAnArticleError(name, f"the server answered {response.status}")
    if response.kind and response.kind not in PAGES:
        raise NotAnArticleError(name, f"found {response.kind}, expected a page of HTML")
    body = response.body(name)
    told = record.fields.get("warc-payload-digest")
    if not record.proven and not digest_agrees(told, response.stored, response.dechunked, body):
        raise _DamagedError("its page has another digest than its header says")
    return _page(record, body, response.headers.get("content-type"), options)


def _page(record: Record, body: bytes, content_type: str | None, options: Options) -> Document:
    return read_page(
        body,
        name=record.url or "page",
        url=record.url,
        content_type=content_type,
        fetched=record.fields.get("warc-date"),
        outlet=options.outlet,
        published=options.published,
    )


def _text(record: Record, options: Options) -> Document:
    """A text that was taken from a page before, as in Common Crawl's WET files."""
    name = record.url or "text"
    text = decode(record.block, name)
    return make_document(
        text,
        id=name,
        raw=record.block,
        url=record.url,
        outlet=options.outlet,
        published=options.published,
        credit=find_credit(text),
    )


def _revisit(place: Place, record: Record) -> Input:
    """The page was fetched again and had not changed, so the archive holds no second copy of it."""
    earlier = " ".join(
        filter(None, (record.fields.get("warc-refers-to-target-uri", "").strip("<> "),
                      record.fields.get("warc-refers-to-date")))
    )  # fmt: skip
    return Input(place, None, "copy", f"fetched again and unchanged since {earlier or 'an earlier visit'}")


class _DamagedError(DocumentError):
    """What a record holds is not what was written into it."""


class _EntryError(Exception):
    """A file in a zip cannot be read."""


def _stored(file: BinaryIO, entry: zipfile.ZipInfo) -> tuple[BinaryIO, int]:
    """The archive that *entry* holds as it is, and where in *file* it begins."""
    file.seek(entry.header_offset)
    header = file.read(LOCAL_HEADER.size)
    if entry.flag_bits & 1:
        raise _EntryError("it is encrypted")
    if len(header) < LOCAL_HEADER.size or not header.startswith(ZIP):
        raise _EntryError(f"found no file at byte {entry.header_offset}, where the table of contents has it")
    _, name, extra = LOCAL_HEADER.unpack(header)
    start = entry.header_offset + LOCAL_HEADER.size + name + extra
    return BufferedReader(_Stretch(file, start, entry.file_size)), start


def _unpack(inside: zipfile.ZipFile, entry: zipfile.ZipInfo, to: BinaryIO) -> _EntryError | None:
    """Unpack *entry*; what comes back is wrong with its end, after which all that came before can be read."""
    if is_bomb(entry.compress_size, entry.file_size):
        raise _EntryError(f"it unpacks to more than {RATIO} times its size")
    try:
        with inside.open(entry) as packed:
            shutil.copyfileobj(packed, to)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        return _EntryError(f"it cannot be unpacked to its end ({error})")
    return None


class _Stretch(RawIOBase):
    """A stretch of a file as a file of its own."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        super().__init__()
        end = file.seek(0, 2)
        self._file, self._start, self._size, self._at = file, start, min(size, max(end - start, 0)), 0

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go to *offset*, counted from the stretch's beginning, from here, or from its end."""
        self._at = offset + (0, self._at, self._size)[whence]
        return self._at

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill *buffer* as far as the stretch goes."""
        view = memoryview(buffer).cast("B")
        self._file.seek(self._start + self._at)
        content = self._file.read(min(len(view), max(self._size - self._at, 0)))
        view[: len(content)] = content
        self._at += len(content)
        return len(content)
