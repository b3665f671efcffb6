"""How a content is reported: direct, mixed or indirect; and what the outlet says in its own voice on a claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise
from typing import TYPE_CHECKING

from onrecord.records import Span
from onrecord.resolution.lexicon import STOP

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
SINGLE = re.compile(r"(?<!\w)‘[^‘\n]*?\S’(?!\w)")
"""British single quotation marks, whose closing one is an apostrophe too."""
LONGEST_HEADLINE = 200
PARAGRAPH = 4000
"""Characters on each side of a content in which quotation marks are paired, at most."""
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
    low = max(prose.paragraph(content.start)[0], content.start - PARAGRAPH)
    high = min(prose.paragraph(content.end - 1)[1], content.end + PARAGRAPH)
    quoted = [match.span() for match in QUOTATION.finditer(text, low, high)]
    if not _headline(prose, content):
        quoted += [match.span() for match in SINGLE.finditer(text, low, high)]
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
    if _headline(prose, content):
        return False  # a headline's `Lind: …` is its own short way of reporting
    if DIALOGUE.search(before):
        return True
    spoken = content.start >= cue.end and before.rstrip().endswith(":")
    # `I have never owned a horse, says the man`: the sentence begins with the words, and its cue follows.
    spoken = spoken or (content.fragments[0][1] <= cue.start and prose.sentence(content.start)[0] == content.start)
    return bool((spoken or TURN.search(before)) and FIRST_PERSON.search(words))


def _headline(prose: Prose, content: Span) -> bool:
    """Whether *content* stands in a first paragraph short enough for a headline."""
    low, high = prose.paragraph(content.start)
    return low == prose.paragraph_starts[0] and len(prose.paragraph_starts) > 1 and high - low < LONGEST_HEADLINE


CLAIM_NOUN = (
    r"(?:accusations?|allegations?|claims?|charges?|reports?|rumou?rs?|assertions?|insinuations?|smears?|narratives?|"
    r"stor(?:y|ies)|tales?|denials?|assurances?|protestations?|versions?|accounts?|theor(?:y|ies)|explanations?|excuses?|"
    r"announcements?|propaganda)"
)
POINTED = re.compile(
    rf"\b(?:such|these|those|this|that|the|its|his|her|their|all|any|no|whose|[A-Z][\w-]+['’]s)\s+"
    rf"(?:[\w-]+\s+){{0,3}}?{CLAIM_NOUN}\b",
    re.IGNORECASE,
)
"""Words that point to a claim on record."""
SIDES = re.compile(
    r"\b(?:without\s+(?:\w+ing\s+)?(?:any\s+|a\s+(?:shred|scrap|grain)\s+of\s+|the\s+slightest\s+)?(?:\w+\s+)?"
    r"(?:evidence|proof|foundation|basis|merit)|"
    r"not\s+a\s+(?:shred|scrap|grain)\s+of\s+(?:evidence|proof|truth)|"
    r"baseless(?:ly)?|unfounded|groundless|fabricat(?:ed|ions?)|debunked|discredited|bogus|spurious|trumped-up|"
    r"preposterous|laughable|ludicrous|absurd|worthless|shameless(?:ly)?|transparent(?:ly)?\s+false|so-called|"
    r"hoax|smear|fairy\s+tales?|falsehoods?|fictions?|inventions?|frame-up|charade|whitewash|cover-up|pack\s+of\s+lies|"
    r"(?:an?\s+)?(?:outright\s+|plain\s+|brazen\s+|blatant\s+)lies?|nonsense|propaganda|slanders?|"
    r"(?:is|are|was|were|proved|turned\s+out(?:\s+to\s+be)?|plainly|simply|demonstrably|patently|clearly|entirely|wholly)\s+"
    r"(?:\w+ly\s+)?(?:false|wrong|true|correct|right|invented|misleading|hollow|guilty|innocent|to\s+blame|untrue)|"
    r"not\s+telling\s+the\s+truth|(?:do|does|did)\s+not\s+(?:add\s+up|hold\s+(?:up|water)|stand\s+up|withstand\s+scrutiny)|"
    r"flies?\s+in\s+the\s+face\s+of|in\s+(?:actual\s+)?(?:fact|truth|reality)|"
    r"(?:the|in)\s+(?:plain\s+|simple\s+)?(?:truth|fact|reality)\s+is|as\s+(?:is\s+well\s+known|every(?:one|body)\s+knows)|"
    r"(?:everyone|everybody|anyone|nobody)\s+(?:who\s+[^,.]{3,60}\s+)?(?:knows|believes|doubts)|of\s+course|perfectly\s+well|"
    r"(?:hardly|scarcely)\s+(?:credible|believable|convincing)|beyond\s+(?:any\s+|all\s+)?doubt|undeniabl[ey]|"
    r"undoubtedly|obviously|indisputabl[ey]|flimsy|threadbare|rings?\s+hollow|insults?\s+the\s+intelligence|"
    r"speaks?\s+for\s+(?:itself|themselves)|leaves?\s+(?:no|little)\s+(?:room\s+for\s+)?doubt|never\s+happened|"
    r"cannot\s+be\s+true|once\s+again\s+been\s+caught|overwhelming\s+evidence|(?:is|are)\s+indeed|"
    r"exists?\s+only\s+in|contrary\s+to\s+what)\b",
    re.IGNORECASE,
)
"""Words with which an outlet says what it thinks of a claim."""
NEUTRAL = re.compile(
    r"\b(?:if|whether|may|might|could|would|alleged|allegedly|reportedly|according\s+to|investigat\w+|court|trial|"
    r"has\s+been\s+asked|no\s+evidence\s+has|yet\s+to)\b|\?",
    re.IGNORECASE,
)
EMPHATIC = re.compile(r"\b(?:do|does|did)\s+(?!not\b|so\b|it\b|that\b|this\b|what\b)[a-z]{3,}\b(?!\s+(?:not|so)\b)")
"""`The relics do heal`."""
CONTENT_WORD = re.compile(r"[^\W\d_]{4,}")
RESTATED = 0.6
"""Share of a sentence's words that stand in what is disputed, from which on it says the same in the outlet's voice."""
RESTATED_WORDS = 3
REACHING = 200
"""Contents before a sentence's end among which those that reach into it are looked for."""


def find_narration(text: str, prose: Prose, told: list[tuple[Span, str, list[Entity]]]) -> list[Span]:
    """Sentences in the outlet's own voice that take a side on a claim of the article.

    Such a sentence judges the claim (`without any evidence`) while it points to it
    (`such accusations`) or speaks of it in its words, or puts it forward as a fact,
    outside of quotation marks and of anybody's content. Where a source is only said to
    make the claim, the judgement beside it is still the outlet's own.

    Args:
        told: content, stance and speakers of each statement at the top.

    Source: our own rules; no paper behind them.
    """
    disputed: set[str] = set()
    first = len(text)
    for content, stance, speakers in told:
        if stance in DISPUTING:
            disputed |= _stems(content.quote(text))
            disputed |= {word for one in speakers for word in _stems(one.name)}
            first = min(first, content.start)
    found: list[Span] = []
    fragments = sorted(((start, end), number) for number, row in enumerate(told) for start, end in row[0].fragments)
    starts = [*prose.sentence_starts, len(text)]
    for low, high in pairwise(starts):
        sentence = text[low:high]
        if (
            high <= first
            or any(mark in sentence for mark in ('"', "“", "''"))
            or not sentence.strip().endswith((".", "!"))
        ):
            continue
        after = bisect_left(fragments, ((high, 0), 0))
        near = fragments[max(0, after - REACHING) : after]
        inside = [told[number] for number in dict.fromkeys(number for (_, end), number in near if low < end)]
        if not _own(sentence, low, inside, text) or not _takes_side(sentence, disputed):
            continue
        end = low + len(sentence.rstrip())
        begin = low + len(sentence) - len(sentence.lstrip())
        if found and "\n" not in text[found[-1].end : begin] and not text[found[-1].end : begin].strip():
            found[-1] = Span(((found[-1].start, end),))
        else:
            found.append(Span(((begin, end),)))
    return found


DISPUTING = frozenset({"denies", "alleges", "does-not-confirm", "no-answer", "asks", "confirms"})


def _own(sentence: str, low: int, inside: list[tuple[Span, str, list[Entity]]], text: str) -> bool:
    """Whether what is judged in *sentence* is judged by nobody but the outlet: outside of every told content."""
    judged = SIDES.search(sentence)
    for content, stance, speakers in inside:
        if _only_charged(content, stance, speakers, text) or (
            speakers and all(one.name.lower() in ANYBODY for one in speakers)
        ):
            continue
        if judged is None or any(start <= low + judged.start() < end for start, end in content.fragments):
            return False
    return True


ANYBODY = frozenset({"anyone", "anybody", "everyone", "everybody", "nobody", "no one", "one"})


def _takes_side(sentence: str, disputed: set[str]) -> bool:
    words = _stems(sentence)
    shared = words & disputed
    judged = SIDES.search(sentence)
    if judged and (POINTED.search(sentence) or shared):
        return True
    if NEUTRAL.search(sentence):
        return False
    if EMPHATIC.search(sentence) and shared:
        return True
    return len(shared) >= RESTATED_WORDS and len(shared) >= RESTATED * len(words)


def _stems(text: str) -> set[str]:
    """The longer words of *text*, cut so that `sold` and `selling` may differ but `claim` and `claims` do not."""
    return {word.lower()[:6].rstrip("s") for word in CONTENT_WORD.findall(text) if word.lower() not in STOP}


def _only_charged(content: Span, stance: str, speakers: list[Entity], text: str) -> bool:
    """Whether a statement is no more than someone's charge pointed to: `have come out with such accusations`."""
    words = content.quote(text)
    return stance == "alleges" and POINTED.match(words) is not None and all(one.kind != "person" for one in speakers)
