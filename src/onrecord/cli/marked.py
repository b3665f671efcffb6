"""A reading for people: the article with its sources, cues and contents marked, and a table of statements.

Colour is never the only sign: a number after each cue leads to the table, and
where there is no colour, brackets mark what colour would.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from onrecord.records import Part, Reading, Span, Statement

STYLES = {"source": "bold cyan", "cue": "bold yellow", "content": "green"}
NESTED = "underline"
BRACKETS = {"source": ("{", "}"), "cue": ("<", ">"), "content": ("[", "]")}
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LEAST_SURE = 0.5
"""Below this confidence a statement is shown dim, as one to look at again."""


def print_marked(reading: Reading, console: Console | None = None) -> None:
    """Print *reading* to *console*, standard output where none is given."""
    console = console or Console(highlight=False)
    document = reading.document
    facts = [document.outlet, document.published, f"language {document.language}" if document.language else None]
    console.rule(" · ".join(filter(None, [document.id, *facts])), style="dim", characters="─")
    plain = console.no_color or console.color_system is None
    parts: list[Part] = ["title", "text"] if document.title else ["text"]
    for part in parts:
        console.print(mark(reading, part, brackets=plain), soft_wrap=False)
        console.print()
    console.print(_legend(plain=plain))
    console.print(_table(reading) if reading.statements else Text("No statement found.", style="dim"))
    if reading.speakers:
        console.print()
        console.print(_speakers(reading))


def mark(reading: Reading, part: Part, *, brackets: bool) -> Text:
    """The text of *part* with every span styled, or in *brackets*, and cues numbered."""
    text = reading.document.part(part)
    inserts: dict[int, list[tuple[int, str]]] = {}
    styles: list[tuple[str, int, int]] = []
    for statement in reading.statements:
        if statement.part != part:
            continue
        for role, span in (("content", statement.content), ("source", statement.source), ("cue", statement.cue)):
            for start, end in span.fragments if span else ():
                styles.append((f"{STYLES[role]} {NESTED}" if statement.within else STYLES[role], start, end))
                if brackets:
                    # At one place, closing marks come before opening ones, and short spans stay inside long ones.
                    inserts.setdefault(start, []).append((1_000_000_000 - (end - start), BRACKETS[role][0]))
                    inserts.setdefault(end, []).append((end - start - 1_000_000_000, BRACKETS[role][1]))
        number = statement.id.removeprefix("s").translate(SUPERSCRIPT)
        inserts.setdefault(statement.at.end, []).append((0, number))
    marked = Text()
    before = 0
    places, added = sorted(inserts), [0]  # added[i]: signs put in at the first i places
    for place in places:
        signs = "".join(sign for _, sign in sorted(inserts[place]))
        marked.append(text[before:place] + signs)
        added.append(added[-1] + len(signs))
        before = place
    marked.append(text[before:])
    for style, start, end in styles:
        shift = added[bisect_right(places, start)], added[bisect_left(places, end)]
        marked.stylize(style, start + shift[0], end + shift[1])
    return marked


def _legend(*, plain: bool) -> Text:
    legend = Text()
    for role, style in STYLES.items():
        opening, closing = BRACKETS[role] if plain else ("", "")
        legend.append(f"{opening}{role}{closing}", style=style)
        legend.append("  ")
    legend.append("nested" if plain else "underlined", style="" if plain else NESTED)
    legend.append(": inside another's content; ¹ number in the table; (not told who)", style="dim")
    return legend


def _table(reading: Reading) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column("#", no_wrap=True)
    table.add_column("speaker", style=STYLES["source"], ratio=3, min_width=9, overflow="fold")
    table.add_column("cue", style=STYLES["cue"], ratio=2, min_width=9, overflow="fold")
    table.add_column("content", style=STYLES["content"], ratio=6, min_width=16, overflow="fold")
    table.add_column("stance", min_width=8, overflow="fold")
    table.add_column("when, to, via", ratio=3, min_width=12, overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    depth: dict[str, int] = {}
    for statement in reading.statements:
        depth[statement.id] = depth.get(statement.within, 0) + 1 if statement.within else 0
        table.add_row(
            "  " * max(depth[statement.id] - 1, 0)
            + ("↳ " if statement.within else "")
            + statement.id.removeprefix("s"),
            _speaker(reading, statement),
            _quote(reading, statement, statement.cue),
            _quote(reading, statement, statement.content),
            statement.stance if statement.kind == "indirect" else f"{statement.stance}, {statement.kind}",
            _circumstances(reading, statement),
            f"{statement.confidence:.2f}",
            style="dim" if statement.confidence < LEAST_SURE else "",
        )
    return table


def _speaker(reading: Reading, statement: Statement) -> Text:
    """The name; in parentheses where the reader is not told who it is."""
    if statement.kind == "narration":
        return Text("the outlet itself")
    if statement.speaker is None:
        return _quote(reading, statement, statement.source)
    return Text(statement.speaker if statement.named else f"({statement.speaker})")


def _circumstances(reading: Reading, statement: Statement) -> Text:
    told = [statement.when.replace("/", "–") if statement.when else ""]
    for sign, span in (("→", statement.to), ("via", statement.via)):
        words = reading.quote(span, statement.part)
        told.append(f"{sign} {' '.join(words.split())}" if words else "")
    return Text("\n".join(filter(None, told)))


def _speakers(reading: Reading) -> Table:
    """Who speaks, in the order of the first statement: type, role, body, and how often."""
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column("speaker", style=STYLES["source"], ratio=4, min_width=12, overflow="fold")
    table.add_column("type", min_width=6, overflow="fold")
    table.add_column("role", ratio=4, min_width=10, overflow="fold")
    table.add_column("of", ratio=3, min_width=8, overflow="fold")
    table.add_column("on record", justify="right", no_wrap=True)
    counts = Counter(identity for statement in reading.statements for identity in statement.speaker_ids)
    for speaker in reading.speakers:
        table.add_row(
            Text(speaker.name if speaker.named else f"({speaker.name})"),
            speaker.source_type,
            Text(speaker.role or ""),
            Text(speaker.affiliation or ""),
            str(counts[speaker.id]),
        )
    return table


def _quote(reading: Reading, statement: Statement, span: Span | None) -> Text:
    words = reading.quote(span, statement.part)
    return Text("—", style="dim") if words is None else Text(" ".join(words.split()))
