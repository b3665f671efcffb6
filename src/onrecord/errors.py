"""Everything that can go wrong, as one tree.

OnRecordError
├── SpanError            a span's fragments are empty, out of order or overlapping
├── OffsetError          a span points outside its text
├── DocumentError        an input cannot be made into a document
│   ├── MissingError     there is no such file or folder
│   ├── NotTextError     the bytes are not text in any encoding known here
│   └── RecordError      one line of a JSONL file is not an article
├── UsageError           a request that cannot be meant
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


class RecordError(DocumentError):
    """One line of a JSONL file is not an article."""

    def __init__(self, name: str, line: int, found: str, expected: str) -> None:
        super().__init__(name, line, found, expected)
        self.name, self.line, self.found, self.expected = name, line, found, expected

    def __str__(self) -> str:
        return f"{self.name}, line {self.line}: found {self.found}, expected {self.expected}"


class UsageError(OnRecordError):
    """A request that cannot be meant."""


class ArtifactError(OnRecordError):
    """The model's files are missing or not the ones that were shipped."""
