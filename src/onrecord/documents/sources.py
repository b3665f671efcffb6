"""What a user names on the command line, as a stream of documents: files, folders, JSONL, standard input."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, cast

from onrecord.documents.jsonl import parse_lines
from onrecord.documents.text import decode, make_document
from onrecord.errors import DocumentError, MissingError, OnRecordError
from onrecord.records import Failure

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager
    from io import BufferedReader

    from onrecord.records import Document

STANDARD_INPUT = "-"
LINES = (".jsonl", ".ndjson")
TEXTS = (".txt", ".text", ".md")
BLANK = b"\xef\xbb\xbf \t\r\n"


def find_files(sources: Iterable[str | Path]) -> list[Path | Failure]:
    """The files that *sources* name: each folder's articles in the order of their paths, `-` as it stands."""
    found: list[Path | Failure] = []
    for source in sources:
        path = Path(source)
        if str(source) == STANDARD_INPUT or path.is_file():
            found.append(path)
        elif path.is_dir():
            inside = sorted(
                file for file in path.rglob("*") if file.suffix.lower() in (*TEXTS, *LINES) and file.is_file()
            )
            found += inside or [
                Failure(str(path), f"{path}: found no article in it, expected {', '.join(TEXTS + LINES)}")
            ]
        elif path.exists():
            # A pipe or /dev/stdin: read it as a file.
            found.append(path)
        else:
            found.append(Failure(str(path), str(MissingError(str(path)))))
    return found


def read_documents(
    files: Iterable[Path | Failure], *, outlet: str | None = None, published: str | None = None
) -> Iterator[Document | Failure]:
    """Each of *files* as documents, in order; one that cannot be read costs only itself.

    *outlet* and *published* are taken for every article that does not give its own.
    """
    for file in files:
        if isinstance(file, Failure):
            yield file
            continue
        name = "stdin" if str(file) == STANDARD_INPUT else file.name
        try:
            with _open(file) as stream:
                if file.suffix.lower() in LINES or (name == "stdin" and stream.peek(1).lstrip(BLANK).startswith(b"{")):
                    for item in parse_lines(stream, name, outlet=outlet, published=published):
                        yield Failure(str(file), str(item)) if isinstance(item, DocumentError) else item
                    continue
                content = stream.read()
            yield make_document(decode(content, name), id=name, raw=content, outlet=outlet, published=published)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            yield Failure(str(file), str(MissingError(str(file), f"cannot be read ({reason})")))
        except OnRecordError as error:
            yield Failure(str(file), str(error))


def _open(file: Path) -> AbstractContextManager[BufferedReader]:
    if str(file) == STANDARD_INPUT:
        return nullcontext(cast("BufferedReader", sys.stdin.buffer))
    return file.open("rb")
