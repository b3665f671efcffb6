"""Everything that can go wrong, as one tree.

OnRecordError
├── SpanError            a span's fragments are empty, out of order or overlapping
├── OffsetError          a span points outside its text
├── DocumentError        an input cannot be made into a document
│   ├── MissingError     there is no such file or folder
│   ├── NotTextError     the bytes are not text in any encoding known here
│   ├── NotAnArticleError  a page holds no article: a wall, an index, an empty body
│   ├── FetchError       a URL was not fetched: refused, failed or stopped
│   ├── FeedError        the bytes are no feed or sitemap that can be read
│   ├── TooLargeError    an input is larger than an article can be
│   ├── PackingError     packed bytes are damaged, cut short, or unpack to beyond measure
│   └── RecordError      one line of a JSONL or CSV file is not an article
├── UsageError           a request that cannot be meant
├── LedgerError          the ledger cannot be used as asked
│   ├── NoLedgerError    there is no ledger
│   ├── NewerLedgerError a newer onrecord wrote the ledger
│   └── AbsentError      what was asked for is not in the ledger
└── ArtifactError        the model's files are missing or not the ones that were shipped
"""

from __future__ import annotations


class OnRecordError(Exception):
    """Base of all errors that onrecord raises on purpose; its text is one sentence for people."""


class SpanError(OnRecordError):
    """A span's fragments are empty, out of order or overlapping."""


class OffsetError(OnRecordError):
    """A span points outside its text."""

    def __init__(self, end: int, length: int) -> None:
        super().__init__(end, length)
        self.end, self.length = end, length

    def __str__(self) -> str:
        return (
            f"span ends at {self.end}, but the text has {self.length} code points; "
            "was it normalised again after extraction?"
        )


class DocumentError(OnRecordError):
    """An input cannot be made into a document."""


class MissingError(DocumentError):
    """There is no such file or folder."""

    def __init__(self, path: str, reason: str = "no such file or folder") -> None:
        super().__init__(path, reason)
        self.path, self.reason = path, reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class NotTextError(DocumentError):
    """The bytes are not text in any encoding known here."""

    def __init__(self, name: str, found: str, offset: int) -> None:
        super().__init__(name, found, offset)
        self.name, self.found, self.offset = name, found, offset

    def __str__(self) -> str:
        return f"{self.name}: found {self.found} at byte {self.offset}, expected text in UTF-8, UTF-16 or Windows-1252"


class NotAnArticleError(DocumentError):
    """A page holds no article: a consent wall, a paywall, an index, an empty body, no HTML."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name, self.reason = name, reason

    def __str__(self) -> str:
        return f"{self.name}: not an article, {self.reason}"


class FetchError(DocumentError):
    """A URL was not fetched: refused before connecting, failed, or stopped on the way."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url, self.reason = url, reason

    def __str__(self) -> str:
        return f"{self.url}: {self.reason}"


class FeedError(DocumentError):
    """The bytes are no feed or sitemap that can be read."""

    def __init__(self, name: str, found: str) -> None:
        super().__init__(name, found)
        self.name, self.found = name, found

    def __str__(self) -> str:
        return f"{self.name}: found {self.found}, expected a feed (RSS, Atom, JSON Feed) or a sitemap"


class TooLargeError(DocumentError):
    """An input is larger than an article can be."""

    def __init__(self, name: str, most: int) -> None:
        super().__init__(name, most)
        self.name, self.most = name, most

    def __str__(self) -> str:
        return f"{self.name}: found more than {self.most // 1024**2} MB, expected one article"


class PackingError(DocumentError):
    """Packed bytes are damaged, cut short, or unpack to beyond measure; *offset* is about where, in the file."""

    def __init__(self, name: str, offset: int, found: str) -> None:
        super().__init__(name, offset, found)
        self.name, self.offset, self.found = name, offset, found

    def __str__(self) -> str:
        return f"{self.name}: {self.found}, noticed by byte {self.offset}; the rest of it was not read"


class RecordError(DocumentError):
    """One line of a JSONL or CSV file is not an article."""

    def __init__(self, name: str, line: int, found: str, expected: str) -> None:
        super().__init__(name, line, found, expected)
        self.name, self.line, self.found, self.expected = name, line, found, expected

    @property
    def reason(self) -> str:
        """What is wrong, without the place."""
        return f"found {self.found}, expected {self.expected}"

    def __str__(self) -> str:
        return f"{self.name}, line {self.line}: {self.reason}"


class UsageError(OnRecordError):
    """A request that cannot be meant."""


class ArtifactError(OnRecordError):
    """The model's files are missing or not the ones that were shipped."""


class LedgerError(OnRecordError):
    """The ledger cannot be used as asked."""


class NoLedgerError(LedgerError):
    """There is no ledger."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location

    def __str__(self) -> str:
        return f"{self.location}: found no ledger; `onrecord add` makes one"


class NewerLedgerError(LedgerError):
    """A newer onrecord wrote the ledger."""

    def __init__(self, location: str, found: str, known: str) -> None:
        super().__init__(location, found, known)
        self.location, self.found, self.known = location, found, known

    def __str__(self) -> str:
        return (
            f"{self.location}: found a ledger of schema {self.found!r}, this onrecord knows schemas up to "
            f"{self.known!r}; a newer onrecord wrote it"
        )


class AbsentError(LedgerError):
    """What was asked for is not in the ledger, or is there several times."""

    def __init__(self, what: str, asked: str, found: tuple[str, ...] = ()) -> None:
        super().__init__(what, asked, found)
        self.what, self.asked, self.found = what, asked, found

    def __str__(self) -> str:
        several = f"{len(self.found)} of that name ({', '.join(self.found)}), expected one" if self.found else "none"
        return f"{self.what} {self.asked!r}: found {several}"
