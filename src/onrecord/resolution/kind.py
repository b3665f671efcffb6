"""How a content is reported: direct, mixed or indirect; and what the outlet says in its own voice on a claim."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.records import Span

if TYPE_CHECKING:
    from onrecord.records import Kind
    from onrecord.resolution.cast import Entity
    from onrecord.resolution.prose import Prose

FIRST_PERSON = re.compile(r"\b(?:I|I['’]\w+|[Ww]e|[Ww]e['’]\w+|[Mm]y|[Oo]ur|us|me|mine|ours)\b")
DIALOGUE = re.compile(r"(?:^|\n)\s*[–—-]\s*$")
TURN = re.compile(r"(?:^|\n)\s*(?:[A-Z][\w.’' -]{0,40}|Q|A):\s*$")


QUOTATION = re.compile(
    r"“[^”\n]*(?:”|(?=\n|$))|\"[^\"\n]*(?:\"|(?=\n|$))|''[^\n]*?(?:''|(?=\n|$))|«[^»\n]*(?:»|(?=\n|$))|„[^“”\n]*[“”]"
)
"""Quotation marks of every style that a paragraph may have; an unclosed one reaches to its end."""
OPENERS = ("“", '"', "''", "«", "„", "‘")


def kind_of_content(prose: Prose, cue: Span, content: Span | None, *, nested: bool) -> Kind:
    """Whether quotation marks hold all of *content* (`direct`), part of it (`mixed`) or none (`indirect`).

    A nested statement inside someone's quotation is quoted itself only by marks of its
    own. Words without marks are `direct` too where they stand verbatim: after a colon
    in the first person, in a dialogue with dashes, in the turns of an interview.
    """
    if content is None:
        return "indirect"
    text = prose.text
    if nested:
        words = content.quote(text).strip(" ,")
        if words.startswith(OPENERS):
            return "direct"
        return (
            "mixed"
            if any(mark in words for mark in ("“", '"', "''")) and not words.endswith(("”", '"', "''"))
            else "indirect"
        )
    low, high = prose.paragraph(content.start)[0], prose.paragraph(content.end - 1)[1]
    quoted = [match.span() for match in QUOTATION.finditer(text, low, high)]
    letters = [place for start, end in content.fragments for place in range(start, end) if text[place].isalnum()]
    inside = sum(any(start <= place < end for start, end in quoted) for place in letters)
    if inside:
        return "direct" if inside == len(letters) else "mixed"
    return "direct" if _verbatim(prose, cue, content) else "indirect"


def _verbatim(prose: Prose, cue: Span, content: Span) -> bool:
    text = prose.text
    before = text[max(0, content.start - 60) : content.start]
    words = content.quote(text)
    if words.startswith(":"):
        before, words = before + ":", words[1:]
    if prose.paragraph_number(content.start) == 0 and len(prose.paragraph_starts) > 1:
        return False  # a headline's `Lind: …` is its own short way of reporting
    if DIALOGUE.search(before):
        return True
    spoken = content.start >= cue.end and before.rstrip().endswith(":")
    return bool((spoken or TURN.search(before)) and FIRST_PERSON.search(words))


CLAIM_NOUN = (
    r"(?:accusations?|allegations?|claims?|charges?|reports?|rumou?rs?|assertions?|insinuations?|smears?|narratives?|"
    r"stor(?:y|ies)|denials?|statements?|theor(?:y|ies)|account|version|explanations?|excuses?|promises?)"
)
POINTED = re.compile(
    rf"\b(?:such|these|those|this|that|the|its|his|her|their|all|any|no)\s+(?:[\w-]+\s+){{0,3}}?{CLAIM_NOUN}\b",
    re.IGNORECASE,
)
SIDES = re.compile(
    r"\b(?:without\s+(?:any\s+|a\s+shred\s+of\s+|the\s+slightest\s+|offering\s+(?:any\s+)?|providing\s+(?:any\s+)?|citing\s+(?:any\s+)?|producing\s+(?:any\s+)?)?(?:credible\s+|solid\s+|hard\s+|convincing\s+)?(?:evidence|proof|foundation|basis|merit)|"
    r"(?:no|little|scant|not\s+a\s+shred\s+of)\s+(?:credible\s+|solid\s+|hard\s+|real\s+)?(?:evidence|proof|truth|basis|foundation)|"
    r"baseless(?:ly)?|unfounded|groundless|fabricated|debunked|discredited|untrue|bogus|spurious|trumped-up|preposterous|laughable|ludicrous|absurd|"
    r"(?:is|are|was|were|proved|proven|turned\s+out(?:\s+to\s+be)?|plainly|simply|demonstrably|patently|clearly|entirely|wholly)\s+(?:\w+ly\s+)?(?:false|wrong|true|correct|accurate|right|a\s+lie|lies|nonsense|fiction|invented|misleading|hollow)|"
    r"(?:do|does|did)\s+not\s+(?:add\s+up|hold\s+(?:up|water)|stand\s+up|withstand\s+scrutiny|square\s+with|bear\s+(?:out|scrutiny))|"
    r"flies?\s+in\s+the\s+face\s+of|contradict(?:s|ed)?\s+by|in\s+(?:fact|truth|reality)|the\s+(?:truth|fact|reality)\s+is|"
    r"so-called|long\s+on\s+\w+|(?:hardly|scarcely)\s+(?:credible|believable|convincing)|beyond\s+(?:any\s+)?doubt|undeniabl[ey]|"
    r"flimsy|threadbare|thin|hollow|rings?\s+hollow|speak(?:s)?\s+for\s+(?:itself|themselves)|leave(?:s)?\s+(?:no|little)\s+(?:room\s+for\s+)?doubt|"
    r"has\s+never\s+(?:existed|happened)|never\s+happened|cannot\s+be\s+true|(?:is|are)\s+hard\s+to\s+believe|no\s+credible)\b",
    re.IGNORECASE,
)


def find_narration(text: str, prose: Prose, told: list[tuple[Span, str, list[Entity]]]) -> list[Span]:
    """Sentences in the outlet's own voice that take a side on a claim of the article.

    Such a sentence points to the claim (`such accusations`) and judges it (`without any
    evidence`), outside of quotation marks and of anybody's content. Where a source is
    only said to make the claim, the judgement beside it is still the outlet's own.

    Args:
        told: content, stance and speakers of each statement at the top.

    Source: our own rules; no paper behind them.
    """
    found: list[Span] = []
    starts = [*prose.sentence_starts, len(text)]
    for low, high in pairwise(starts):
        sentence = text[low:high]
        pointed = POINTED.search(sentence)
        judged = SIDES.search(sentence)
        if not pointed or not judged or '"' in sentence or "“" in sentence or "''" in sentence:
            continue
        inside = [
            (content, stance, speakers)
            for content, stance, speakers in told
            if any(start < high and low < end for start, end in content.fragments)
        ]
        if any(not _only_charged(content, stance, speakers, text) for content, stance, speakers in inside):
            continue
        end = low + len(sentence.rstrip())
        if (
            found
            and found[-1].end < low
            and not text[found[-1].end : low].strip()
            and "\n" not in text[found[-1].end : low]
        ):
            found[-1] = Span(((found[-1].start, end),))
        else:
            found.append(Span(((low + len(sentence) - len(sentence.lstrip()), end),)))
    return found


def _only_charged(content: Span, stance: str, speakers: list[Entity], text: str) -> bool:
    """Whether a statement is no more than someone's charge pointed to: `have come out with such accusations`."""
    words = content.quote(text)
    return stance == "alleges" and POINTED.match(words) is not None and all(one.kind != "person" for one in speakers)
