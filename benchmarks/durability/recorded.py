"""Articles of our own making, and an extraction that is recorded: what is measured is the ledger, not the model."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING

from onrecord.records import Reading, Span, Speaker, Statement

if TYPE_CHECKING:
    from pathlib import Path

    from onrecord.records import Document

FIRST = ("Ada", "Ben", "Cleo", "Dov", "Edda", "Finn", "Gesa", "Hal", "Ines", "Jon")
LAST = ("Lorn", "Ode", "Park", "Quist", "Rahm", "Sol", "Tane", "Ulm", "Voss", "Wynn")
VERBS = {
    "said": "asserts", "denied": "denies", "confirmed": "confirms", "asked": "asks", "wanted": "wants",
    "alleged": "alleges", "believed": "believes",
}  # fmt: skip
THINGS = ("the bridge", "the harbour", "the budget", "the school", "the ferry", "the vote", "the report", "the strike")
ENDS = ("was safe", "would close", "had been sold", "was delayed", "cost too much", "is not to be discussed")
SENTENCE = re.compile(rf"(\w+ \w+) ({'|'.join(VERBS)}) (that [^.]+)\.")


def write_articles(path: Path, articles: int, statements: int = 12, seed: int = 8) -> None:
    """Write *articles* lines of JSON to *path*, each with so many statements."""
    rng = random.Random(seed)
    with path.open("w", encoding="utf-8") as lines:
        for number in range(articles):
            sentences = [
                f"{rng.choice(FIRST)} {rng.choice(LAST)} {rng.choice([*VERBS])} that {rng.choice(THINGS)} "
                f"{rng.choice(ENDS)}. Nobody in the room of {rng.randrange(1000)} took note of it at the time."
                for _ in range(statements)
            ]
            day = f"{rng.randrange(2015, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
            article = {
                "id": f"a{number}",
                "text": "\n".join(sentences),
                "title": f"Notes of day {number}",
                "outlet": f"Outlet {rng.randrange(40)}",
                "published": day,
            }
            lines.write(json.dumps(article) + "\n")


class Recorded:
    """Reads by one pattern, in place of the model."""

    def read_document(self, document: Document) -> Reading:
        """A statement for each sentence of the pattern."""
        speakers: dict[str, Speaker] = {}
        statements = []
        for number, found in enumerate(SENTENCE.finditer(document.text), 1):
            source, cue, content = (Span((found.span(group),)) for group in (1, 2, 3))
            speaker = speakers.setdefault(found[1], Speaker(f"p{len(speakers) + 1}", found[1], "person", named=True))
            statements.append(
                Statement(
                    f"s{number}", cue, source, content, VERBS[found[2]], "indirect", 0.9,
                    speaker=speaker.name, speaker_ids=(speaker.id,), source_type="person", named=True,
                )
            )  # fmt: skip
        return Reading(document, tuple(statements), tuple(speakers.values()), {"model": "recorded"})
