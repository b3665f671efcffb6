"""A reading as brat standoff: the text as it is, and a file of text-bound annotations, events and attributes.

Each statement is an event on its cue with arguments Source and Content; one without a
cue is an event on its content. Only the article's text is annotated: brat knows no headline apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.records import Reading, Span

CONFIGURATION = """\
[entities]
Source
Content

[relations]

[events]
Statement\tSource?:Source, Content?:Content, Within?:Statement

[attributes]
Stance\tArg:Statement, Value:{stances}
Kind\tArg:Statement, Value:direct|mixed|indirect|narration
"""


def to_standoff(reading: Reading) -> str:
    """The `.ann` file beside the text."""
    text = reading.document.text
    lines: list[str] = []
    statements = [statement for statement in reading.statements if statement.part == "text"]
    events = {statement.id: f"E{number}" for number, statement in enumerate(statements, 1)}
    bounds = 0

    def bound(kind: str, span: Span) -> str:
        nonlocal bounds
        bounds += 1
        # brat has no line break inside an annotation: a fragment a line, as its own editor writes it
        fragments = [piece for start, end in span.fragments for piece in _lines(text, start, end)]
        ranges = ";".join(f"{start} {end}" for start, end in fragments)
        lines.append(f"T{bounds}\t{kind} {ranges}\t{' '.join(text[start:end] for start, end in fragments)}")
        return f"T{bounds}"

    for number, statement in enumerate(statements, 1):
        event = events[statement.id]
        arguments = []
        if statement.source:
            arguments.append(f"Source:{bound('Source', statement.source)}")
        if statement.content and statement.cue:
            arguments.append(f"Content:{bound('Content', statement.content)}")
        if statement.within in events:
            arguments.append(f"Within:{events[statement.within]}")
        trigger = bound("Statement", statement.at)
        lines.append(f"{event}\t{' '.join([f'Statement:{trigger}', *arguments])}")
        lines.append(f"A{2 * number - 1}\tStance {event} {statement.stance}")
        lines.append(f"A{2 * number}\tKind {event} {statement.kind}")
        if statement.speaker:
            lines.append(f"#{number}\tAnnotatorNotes {event}\t{' '.join(statement.speaker.split())}")
    return "".join(f"{line}\n" for line in lines)


def _lines(text: str, start: int, end: int) -> list[tuple[int, int]]:
    pieces = []
    at = start
    for line in text[start:end].splitlines(keepends=True):
        words = line.rstrip()
        lead = len(words) - len(words.lstrip())
        if words.strip():
            pieces.append((at + lead, at + len(words)))
        at += len(line)
    return pieces or [(start, end)]
