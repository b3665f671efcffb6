"""Receipts and output kept in step, so that a run that was stopped, even killed, can be gone on with.

An article's output is written before its receipt, and the receipt says how long the
output was then. What a kill leaves behind a last receipt, output without one or half
a line, is cut off when the run is resumed, and its article read again: nothing is
lost, nothing there twice.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.errors import OnRecordError, UsageError
from onrecord.records import Document, Receipt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO


@dataclass(slots=True)
class Earlier:
    """What an earlier run left: how often each thing became of an input, and which inputs those were."""

    counts: dict[str, int] = field(default_factory=dict)
    identities: set[tuple[object, ...]] = field(default_factory=set)
    written: int = 0


class ReceiptLog:
    """The receipts of a run, and its output, as files.

    Args:
        receipts: JSON Lines, a receipt a line; none where None.
        output: the readings; None where they go elsewhere.
        resume: go on where these files end, instead of writing them anew.

    Raises:
        UsageError: there are receipts and *resume* was not asked for, or they do not fit the output.
    """

    def __init__(self, receipts: Path | None, output: Path | None, *, resume: bool) -> None:
        self.earlier = Earlier()
        if resume and not (receipts and output):
            raise UsageError("found --resume alone, expected --receipts and --output with it, which say how far it was")
        if receipts and receipts.exists() and receipts.stat().st_size:
            if not resume:
                raise UsageError(
                    f"found receipts in {receipts} already; --resume goes on from there, another name starts anew"
                )
            if output:
                self.earlier = _take_up(receipts, output)
        self._output = _open(output, self.earlier.written) if output else None
        self._receipts = _open(receipts, receipts.stat().st_size if receipts.exists() else 0) if receipts else None

    def write(self, text: str, receipt: Receipt | None = None) -> None:
        """Append *text* to the output and then *receipt* to the receipts.

        Raises:
            OnRecordError: the disk is full, or gone.
        """
        if self._output and text:
            _append(self._output, text)
        if self._receipts and receipt:
            line = {**receipt.to_json(), "written": self._output.tell() if self._output else None}
            _append(self._receipts, json.dumps(line, ensure_ascii=False) + "\n")

    def close(self) -> None:
        """Close both files."""
        for file in (self._output, self._receipts):
            if file:
                file.close()


def read_documents(output: Path) -> Iterator[Document]:
    """The documents of readings that were written as JSON Lines.

    Raises:
        UsageError: *output* is not of that format.
    """
    with output.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield Document.from_json(json.loads(line)["document"])
            except (ValueError, KeyError, TypeError):
                raise UsageError(
                    f"found no article in line {number} of {output}, expected what a run with the same --format wrote"
                ) from None


def _take_up(receipts: Path, output: Path) -> Earlier:
    """What *receipts* tell, both files cut back to where they agree."""
    earlier, end = Earlier(), 0
    written = output.stat().st_size if output.exists() else 0
    with receipts.open("rb") as lines:
        for number, line in enumerate(lines, 1):
            if not line.endswith(b"\n"):
                break
            try:
                value = json.loads(line)
                receipt, position = Receipt.from_json(value), value["written"]
            except (ValueError, KeyError, TypeError):
                raise UsageError(
                    f"found no receipt in line {number} of {receipts}, expected those of an earlier run"
                ) from None
            if position is None:
                raise UsageError(
                    f"the receipts in {receipts} were written without --output, so there is nothing to go on with"
                )
            if position > written:
                # The machine went down before all of the output reached the disk.
                break
            end += len(line)
            earlier.written = position
            earlier.identities.add(receipt.place.identity)
            earlier.counts[receipt.status] = earlier.counts.get(receipt.status, 0) + 1
    os.truncate(receipts, end)
    return earlier


def _open(path: Path, written: int) -> BinaryIO:
    """The file at *path*, cut back to what is *written*, to be appended to."""
    try:
        file = path.open("r+b" if path.exists() else "w+b")
        if file.seekable():
            file.truncate(written)
            file.seek(written)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})") from None
    return file


def _append(file: BinaryIO, text: str) -> None:
    try:
        file.write(text.encode("utf-8", "backslashreplace"))
        file.flush()
    except OSError as error:
        raise OnRecordError(f"{file.name} cannot be written ({error.strerror})") from None
