"""A reading for people: the article with its sources, cues and contents marked, and a table of statements.

Colour is never the only sign: a number after each cue leads to the table, and
where there is no colour, brackets mark what colour would.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from onrecord.records import Attribution, Part, Reading, Span

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
        inserts.setdefault(statement.cue.end, []).append((0, number))
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
    legend.append(": inside another's content; ¹ number in the table", style="dim")
    return legend


def _table(reading: Reading) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim", expand=True)
    table.add_column("#", no_wrap=True)
    table.add_column("source", style=STYLES["source"], ratio=3, min_width=8, overflow="fold")
    table.add_column("cue", style=STYLES["cue"], ratio=2, min_width=12, overflow="fold")
    table.add_column("content", style=STYLES["content"], ratio=6, min_width=16, overflow="fold")
    table.add_column("stance", min_width=8, overflow="fold")
    table.add_column("sure", justify="right", no_wrap=True)
    depth: dict[str, int] = {}
    for statement in reading.statements:
        depth[statement.id] = depth.get(statement.within, 0) + 1 if statement.within else 0
        table.add_row(
            "  " * max(depth[statement.id] - 1, 0)
            + ("↳ " if statement.within else "")
            + statement.id.removeprefix("s"),
            _quote(reading, statement, statement.source),
            _quote(reading, statement, statement.cue),
            _quote(reading, statement, statement.content),
            statement.stance if statement.kind == "indirect" else f"{statement.stance}, {statement.kind}",
            f"{statement.confidence:.2f}",
            style="dim" if statement.confidence < LEAST_SURE else "",
        )
    return table


def _quote(reading: Reading, statement: Attribution, span: Span | None) -> Text:
    words = reading.quote(span, statement.part)
    return Text("—", style="dim") if words is None else Text(" ".join(words.split()))
