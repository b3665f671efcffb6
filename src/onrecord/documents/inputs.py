"""What comes out of reading: one `Input` for each article, record, line or page, whether it gave a document or not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from onrecord.errors import DocumentError, NotAnArticleError, RecordError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from onrecord.records import Document, Place, Status


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller says of all inputs.

    `outlet` and `published` stand in where an input does not give its own;
    `fields` names, for a word of ours, the field that has it in JSON Lines and CSV.
    """

    outlet: str | None = None
    published: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Input:
    """One input: its place, its document where it gave one, else the reason why not."""

    place: Place
    document: Document | None
    status: Status = "read"
    reason: str | None = None


def skip_none(_place: Place) -> bool:
    """Whether a place is to be passed over: none is."""
    return False


def attempt(place: Place, make: Callable[[], Document], *, partly: str | None = None) -> Input:
    """The input at *place*, its document made by *make*; whatever goes wrong there costs only this input.

    Args:
        partly: why the document is not whole, where it is known not to be.
    """
    try:
        document = make()
    except NotAnArticleError as error:
        return Input(place, None, "not an article", error.reason)
    except DocumentError as error:
        return failed(place, error)
    except Exception as error:  # noqa: BLE001, a fault in reading one page of thousands must not end the run
        return Input(place, None, "failed", f"reading it went wrong ({type(error).__name__}: {error})")
    return Input(place, document, "partly read" if partly else "read", partly)


def failed(place: Place, error: DocumentError) -> Input:
    """The input at *place*, lost to *error*; what the place says already is not said twice."""
    if isinstance(error, RecordError):
        return Input(place, None, "failed", error.reason)
    names = {place.input, place.input.rsplit("/", 1)[-1], place.entry, str(error.args[0]) if error.args else None}
    reason = str(error)
    for name in names:
        if name and reason.startswith(f"{name}: "):
            reason = reason.removeprefix(f"{name}: ")
            break
    return Input(place, None, "failed", reason)
