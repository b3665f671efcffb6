"""A reading as JSON: on one line, or indented for people."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Reading


def to_line(reading: Reading) -> str:
    """One line of JSON Lines, without its line break."""
    return json.dumps(reading.to_json(), ensure_ascii=False)


def to_indented(reading: Reading) -> str:
    """The same, indented by two."""
    return json.dumps(reading.to_json(), ensure_ascii=False, indent=2)
