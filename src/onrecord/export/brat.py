"""A reading as brat standoff and back: the text as it is, and a file of text-bound annotations, events and attributes.

Each statement is an event on its cue with arguments Source and Content; one without a
cue is an event on its content. Only the article's text is annotated: brat knows no headline apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from onrecord.errors import RecordError, SpanError
from onrecord.records import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from onrecord.records import Json, Reading

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


def to_standoff(reading: Reading, numbers: Mapping[str, int] | None = None) -> str:
    """The `.ann` file beside the text.

    Args:
        numbers: the number of each statement's event, by which it is known when the
            file comes back; 1, 2, … where not given.
    """
    text = reading.document.text
    lines: list[str] = []
    statements = [statement for statement in reading.statements if statement.part == "text"]
    numbers = numbers or {statement.id: number for number, statement in enumerate(statements, 1)}
    bounds = 0

    def bound(kind: str, span: Span) -> str:
        nonlocal bounds
        bounds += 1
        # brat has no line break inside an annotation: a fragment a line, as its own editor writes it
        fragments = [piece for start, end in span.fragments for piece in _lines(text, start, end)]
        ranges = ";".join(f"{start} {end}" for start, end in fragments)
        lines.append(f"T{bounds}\t{kind} {ranges}\t{' '.join(text[start:end] for start, end in fragments)}")
        return f"T{bounds}"

    for statement in statements:
        number = numbers[statement.id]
        arguments = []
        if statement.source:
            arguments.append(f"Source:{bound('Source', statement.source)}")
        if statement.content and statement.cue:
            arguments.append(f"Content:{bound('Content', statement.content)}")
        if statement.within and statement.within in numbers:
            arguments.append(f"Within:E{numbers[statement.within]}")
        trigger = bound("Statement", statement.at)
        lines.append(f"E{number}\t{' '.join([f'Statement:{trigger}', *arguments])}")
        lines.append(f"A{2 * number}\tStance E{number} {statement.stance}")
        lines.append(f"A{2 * number + 1}\tKind E{number} {statement.kind}")
        if statement.speaker:
            lines.append(f"#{number}\tAnnotatorNotes E{number}\t{' '.join(statement.speaker.split())}")
    return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Event:
    """A statement as a standoff file has it; spans are ranges of the text."""

    trigger: Span
    source: Span | None
    content: Span | None
    stance: str | None
    speaker: str | None


def parse_standoff(lines: Iterable[str], name: str) -> dict[int, Event]:
    """The statements of a standoff file by the number of their event; annotations of other kinds are passed over.

    Raises:
        RecordError: a line is no standoff, or names what is not there.
    """
    bounds: dict[str, Span] = {}
    events: dict[str, tuple[int, dict[str, str]]] = {}
    facts: dict[tuple[str, str], str] = {}
    for number, line in enumerate(lines, 1):
        mark, _, rest = line.rstrip("\n").partition("\t")
        try:
            if mark.startswith("T"):
                bounds[mark] = _read_span(rest.partition("\t")[0].partition(" ")[2])
            elif mark.startswith("E"):
                events[mark] = number, dict(_argument(each) for each in rest.split())
            elif mark.startswith("A"):
                kind, event, value = rest.split(" ")
                facts[event, kind] = value
            elif mark.startswith("#"):
                kind, _, note = rest.partition("\t")
                facts[kind.split(" ")[1], "Note"] = note.strip()
        except (ValueError, IndexError, SpanError):
            raise RecordError(name, number, repr(line.strip()[:60]), "a line of brat standoff") from None
    found = {}
    for event, (number, arguments) in events.items():
        if "Statement" not in arguments:
            continue
        try:
            found[int(event[1:])] = Event(
                bounds[arguments["Statement"]],
                bounds[arguments["Source"]] if "Source" in arguments else None,
                bounds[arguments["Content"]] if "Content" in arguments else None,
                facts.get((event, "Stance")),
                facts.get((event, "Note")) or None,
            )
        except (KeyError, ValueError):
            raise RecordError(name, number, f"{event} with what is not in the file", "its text-bound parts") from None
    return found


def changes(before: Event | None, after: Event | None) -> Json:
    """What a person has changed in a statement between two standoff files, as `Ledger.correct` takes it.

    A statement that is gone was rejected. One that is new, an argument that was taken
    away and a cue that was moved are named under `left_out`: no correction says them.
    """
    if after is None:
        return {"rejected": True}
    if before is None:
        return {"left_out": ["a new statement"]}
    told: Json = {}
    left_out = [
        f"its {role} was taken away"
        for role in ("source", "content", "stance", "speaker")
        if getattr(before, role) is not None and getattr(after, role) is None
    ]
    for role in ("source", "content", "stance", "speaker"):
        value = getattr(after, role)
        if value is not None and value != getattr(before, role):
            told[role] = value
    if after.trigger != before.trigger:
        if before.content is None and before.source is None and after.content is None:
            told["content"] = after.trigger
        else:
            left_out.append("its cue was moved")
    return {**told, **({"left_out": left_out} if left_out else {})}


def _argument(text: str) -> tuple[str, str]:
    role, _, target = text.partition(":")
    return role, target


def _read_span(ranges: str) -> Span:
    pairs = [pair.split(" ") for pair in ranges.split(";")]
    return Span(tuple((int(start), int(end)) for start, end in pairs))


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
