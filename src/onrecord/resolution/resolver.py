"""Attributions of one article into statements: speaker, when, to, via, kind; the stance as it was read."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field, fields, replace
from itertools import islice, takewhile
from operator import attrgetter
from typing import TYPE_CHECKING

from onrecord.records import Attribution, Span, Speaker, Statement
from onrecord.resolution.addressee import Channel, find_asked, find_asker, find_channel, heard_by_all
from onrecord.resolution.kind import find_narration, kind_of_content
from onrecord.resolution.lexicon import PRONOUNS, words
from onrecord.resolution.prose import Prose, words_of
from onrecord.resolution.speakers import Speakers, interviews
from onrecord.resolution.time import day_of, moments

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from onrecord.records import Document
    from onrecord.resolution.cast import Entity
    from onrecord.resolution.time import Moment

HEADLINE_BREAK = "\n\n"
REACH = 150
"""Characters between a cue and the words that date it, at most."""
WEEK_REACH = 70
"""The same for a week."""
WIDE_REACH = 30
"""The same for a month or a year, which more often dates what is spoken of."""
SENTENCE = 1000
"""Characters on each side of a cue that are looked at, at most."""
REACHING = 200
WEEK_DAYS = 7
CARRIED = 15
"""Paragraphs through which a speaker's day and medium hold until others are told."""
TURN = 2
"""Paragraphs from one's words to the other's within which two are taken to talk to each other."""
OCCASION = 3
"""Paragraphs from one speaker to the next within which a debate or a hearing goes on."""
LEAD = 4
"""Paragraphs in which a headline's statement is told again with its day."""
APART = re.compile(r"\b(?:since|until|before|after|because|who|when|which|though|although)\b")
CLAUSE = re.compile(r"[;:]\s|,\s+(?:but|and|so|while|yet|where|though|who|which)\s")
NO_DAY = re.compile(
    r"\s*(?:primary|primaries|election|elections|caucus|caucuses|deadline|race|vote|bill|recession|contest|report\b)"
)


@dataclass(slots=True)
class _Scene:
    """What was last told of one speaker: the day, and the medium and addressee, each with its paragraph."""

    moment: Moment | None = None
    dated: int = 0
    channel: Channel = field(default_factory=Channel)
    heard: int = 0


@dataclass(slots=True)
class _Row:
    """One attribution and what was found out about it, offsets in the joint text."""

    attribution: Attribution
    speakers: list[Entity]
    moment: Moment | None
    channel: Channel


def resolve(document: Document, attributions: Sequence[Attribution]) -> tuple[list[Statement], list[Speaker]]:
    """Statements and speakers of *document*; *attributions* in the order of the text, outer before inner.

    Pure: the same document and attributions give the same answer, whatever else is
    read. Headline and text are looked at together, so that a surname in the one is
    the full name in the other.
    """
    titled = any(one.part == "title" for one in attributions)
    lead = f"{document.title}{HEADLINE_BREAK}" if titled and document.title else ""
    scene = _Article(lead + document.text, document, len(lead), attributions)
    rows = [scene.row(attribution) for attribution in scene.attributions]
    scene.look_ahead(rows)
    rows = _own_words(rows, scene.text)
    rows = _with_narration(rows, scene, len(lead))
    return _records(rows, document, len(lead))


class _Article:
    """The joint text with what is known so far of each speaker."""

    def __init__(self, text: str, document: Document, lead: int, attributions: Iterable[Attribution]) -> None:
        self.text = text
        self.prose = Prose(text)
        self.attributions = [_moved(one, lead) if one.part == "text" else one for one in attributions]
        self._speakers = Speakers(self.prose, document.outlet)
        self._contents = sorted(
            fragment
            for one in self.attributions
            if one.within is None and one.content
            for fragment in one.content.fragments
        )
        self._by_id = {one.id: one for one in self.attributions}
        self._moments = [
            moment for moment in moments(text, day_of(document.published)) if not NO_DAY.match(text, moment.end)
        ]
        self._resolved: dict[str, list[Entity]] = {}
        self._scenes: dict[int, _Scene] = {}
        self._occasion = _Scene()
        self._turns: list[tuple[int, Entity, Attribution]] = []

    def row(self, attribution: Attribution) -> _Row:
        """One attribution with all that is told of it."""
        parent = self._resolved.get(attribution.within, []) if attribution.within else None
        speakers = self._speakers.resolve(attribution, parent)
        self._resolved[attribution.id] = speakers
        low, high = self.prose.sentence(attribution.at.start)
        # A sentence without an end, as in a text without full stops, is looked at near the cue only.
        sentence = max(low, attribution.at.start - SENTENCE), min(high, attribution.at.end + SENTENCE)
        kind = kind_of_content(self.prose, attribution.at, attribution.content, nested=attribution.within is not None)
        row = _Row(
            replace(attribution, kind=kind),
            speakers,
            self._when(attribution, sentence),
            self._channel(attribution, sentence),
        )
        if attribution.within is None and speakers:
            self._carry(row, speakers[0])
            number = self.prose.paragraph_number(attribution.at.start)
            if row.channel.to is None:
                row.channel = self._with_partner(row.channel, attribution, speakers[0], number)
            if row.channel.via is None and speakers[0].kind == "group":
                row.channel = Channel(row.channel.to, self._poll(attribution, number))
            self._turns.append((number, speakers[0], attribution))
        return row

    def _poll(self, attribution: Attribution, number: int) -> tuple[int, int] | None:
        """The poll through which voters have spoken: the last one named, a few paragraphs before at the most."""
        for before, other, _ in reversed(self._turns):
            if number - before > OCCASION:
                return None
            if other.kind == "document" and other.words & {"poll", "polls", "polling", "survey", "surveys"}:
                return max((mention for mention in other.mentions if mention[0] <= attribution.at.start), default=None)
        return None

    def _with_partner(self, channel: Channel, attribution: Attribution, speaker: Entity, number: int) -> Channel:
        """*channel* and with whom *speaker* is talking: who has just asked, or where one interviews, the other one."""
        for before, other, turn in reversed(self._turns):
            if number - before > TURN:
                return channel
            if other is speaker:
                continue
            if turn.source is None or other.kind not in {"person", "outlet"} or not other.known:
                return channel
            interview = any(interviews(one) and self._asked(one) for one in (other, speaker))
            if interview or (turn.stance == "asks" and number - before <= 1):
                named = [
                    (start, end)
                    for start, end in other.mentions
                    if start <= attribution.at.start and self.text[start:end].lower() not in PRONOUNS
                ]
                via = channel.via
                if via is None and interview and id(other) in self._scenes:
                    via = self._scenes[id(other)].channel.via
                return Channel(max(named, default=turn.source.fragments[0]), via)
            return channel
        return channel

    def _asked(self, person: Entity) -> bool:
        """Whether *person* has asked something in this article; a show's host need not."""
        return person.press or any(one is person and turn.stance == "asks" for _, one, turn in self._turns)

    def look_ahead(self, rows: list[_Row]) -> None:
        """What opens an article is told again below: its day and medium are those of the speaker's next statement."""
        opening = [row for row in rows if row.speakers and not row.attribution.within]
        for row in opening:
            number = self.prose.paragraph_number(row.attribution.at.start)
            if number >= LEAD:
                break
            for other in opening:
                ahead = self.prose.paragraph_number(other.attribution.at.start) - number
                if other.speakers != row.speakers or not 0 < ahead <= LEAD:
                    continue
                if row.moment is None and number <= 1 and other.moment and _short(other.moment):
                    row.moment = other.moment
                if row.channel.via is None and other.channel.via is not None:
                    row.channel = Channel(row.channel.to or other.channel.to, other.channel.via)

    def _when(self, attribution: Attribution, sentence: tuple[int, int]) -> Moment | None:
        cue = attribution.at
        own = attribution.content.fragments if attribution.content else ()
        outer = self._by_id.get(attribution.within or "")
        around = outer.content.fragments if outer and outer.content else ()
        first = min(cue.start, attribution.source.start) if attribution.source else cue.start
        options = []
        low = bisect_left(self._moments, sentence[0], key=attrgetter("start"))
        for moment in takewhile(lambda one: one.start < sentence[1], islice(self._moments, low, None)):
            if _inside(moment.start, own):
                continue
            if attribution.within is None:
                if _inside(moment.start, self._contents_near(moment.start, moment.end)):
                    continue
            elif not _inside(moment.start, around) or abs(moment.start - cue.end) > WIDE_REACH + 10:
                continue
            gap = max(0, moment.start - cue.end) if moment.start >= cue.start else max(0, first - moment.end)
            if gap > _reach(moment):
                continue
            if moment.start >= cue.end and _short(moment) and APART.search(self.text, cue.end, moment.start):
                continue
            if moment.end < first and CLAUSE.search(self.text, moment.end, first):
                continue
            options.append((abs(moment.start - cue.start), moment.start, moment))
        return min(options)[2] if options else None

    def _contents_near(self, low: int, high: int) -> list[tuple[int, int]]:
        """The fragments of contents at the top that reach into *low* to *high*."""
        after = bisect_left(self._contents, (high, 0))
        # Contents at the top stand side by side, so that only the last few before can reach this far.
        return [one for one in self._contents[max(0, after - REACHING) : after] if low < one[1]]

    def _channel(self, attribution: Attribution, sentence: tuple[int, int]) -> Channel:
        cue = (attribution.at.start, attribution.at.end)
        taken = [fragment for span in (attribution.source, attribution.content) if span for fragment in span.fragments]
        outer = self._by_id.get(attribution.within or "")
        if outer is None:
            taken += self._contents_near(*sentence)
        elif outer.content:
            sentence = max(sentence[0], outer.content.start), min(sentence[1], outer.content.end)
        found = find_channel(self.text, sentence, cue, taken)
        if found.to is None:
            asked = find_asked(self.text, sentence, cue, silent=attribution.source is None)
            found = replace(found, to=asked or find_asker(self.text, sentence, cue))
        return found

    def _carry(self, row: _Row, speaker: Entity) -> None:
        """Fill in the day and the medium that still hold for *speaker*, or note new ones."""
        known = self._scenes.setdefault(id(speaker), _Scene())
        number = self.prose.paragraph_number(row.attribution.at.start)
        if row.moment is not None:
            if _short(row.moment):
                known.moment, known.dated = row.moment, number
        elif known.moment and number - known.dated <= CARRIED and row.attribution.stance != "believes":
            row.moment, known.dated = known.moment, number
        if row.channel.via is not None:
            known.channel, known.heard = row.channel, number
            if heard_by_all(self.text[slice(*row.channel.via)]):
                self._occasion = _Scene(row.moment, number, row.channel, number)
        elif known.channel.via and number - known.heard <= CARRIED:
            row.channel, known.heard = Channel(row.channel.to or known.channel.to, known.channel.via), number
        elif self._occasion.channel.via and number - self._occasion.heard <= OCCASION and not row.channel.to:
            row.channel = Channel(None, self._occasion.channel.via)
            self._occasion.heard = number
            if row.moment is None:
                row.moment = self._occasion.moment


def _reach(moment: Moment) -> int:
    if moment.first == moment.last:
        return REACH
    return WEEK_REACH if (moment.last - moment.first).days < WEEK_DAYS else WIDE_REACH


OWN_ACTS = ("does-not-confirm", "no-answer", "denies", "confirms")
MOST = 0.6
"""Share of the outer content that the inner statement covers at least, where both are one act."""


def _own_words(rows: list[_Row], text: str) -> list[_Row]:
    """Statements without those inside that are no link of a chain: whose links are others, or the speaker before.

    Source: `ledger/GUIDELINES.md`, on nested statements.
    """
    by_id = {row.attribution.id: row for row in rows}
    merged: dict[str, str] = {}
    for row in rows:
        outer = by_id.get(row.attribution.within or "")
        if outer is None:
            continue
        if _same_act(row, outer):
            outer.attribution = replace(outer.attribution, stance=row.attribution.stance)
        elif not _present_attitude(row.attribution, text):
            continue
        merged[row.attribution.id] = outer.attribution.id
    kept = [row for row in rows if row.attribution.id not in merged]
    for row in kept:
        while row.attribution.within in merged:
            row.attribution = replace(row.attribution, within=merged[row.attribution.within])
    return _renumbered(kept)


def _same_act(row: _Row, outer: _Row) -> bool:
    """Whether a speaker says what he himself does: `he said he does not confirm the reports` is one statement."""
    inner, whole = row.attribution, outer.attribution.content
    if inner.stance not in OWN_ACTS or outer.attribution.stance not in {"asserts", inner.stance}:
        return False
    if whole is None or inner.content is None or not row.speakers:
        return False
    if row.speakers != outer.speakers and not _speaks_for(outer.speakers, row.speakers):
        return False
    spans = [span for span in (inner.source, inner.cue, inner.content) if span]
    extent = max(span.end for span in spans) - min(span.start for span in spans)
    return extent >= MOST * (whole.end - whole.start)


def _present_attitude(inner: Attribution, text: str) -> bool:
    """`I think`, `we want`: what the outer speaker has in mind in speaking, not said at another time."""
    if inner.stance not in {"believes", "wants"} or inner.source is None or inner.cue is None:
        return False
    cue = {word.lower for word in words_of(text, inner.cue.start, inner.cue.end)}
    past = any(word.endswith("ed") or word in PAST for word in cue)
    return inner.source.quote(text).lower() in {"i", "we", "my", "our"} and not past


PAST = words("thought felt knew had was were did said told made swore vow hoped")


def _speaks_for(speakers: list[Entity], bodies: list[Entity]) -> bool:
    """Whether a spokesman tells what his body does: `the spokesman said the ministry could not confirm it`."""
    return (
        len(speakers) == len(bodies) == 1
        and bodies[0].kind == "organisation"
        and "spokes" in f"{speakers[0].role or ''} {speakers[0].name}".lower()
    )


def _with_narration(rows: list[_Row], article: _Article, lead: int) -> list[_Row]:
    """Add the outlet's own sentences that take a side; a statement in such a sentence stands within it."""
    disputed = any(row.attribution.stance in {*OWN_ACTS, "alleges"} for row in rows)
    if not disputed:
        return rows
    told = [
        (row.attribution.content, row.attribution.stance, row.speakers)
        for row in rows
        if row.attribution.within is None and row.attribution.content
    ]
    voiced = [span for span in find_narration(article.text, article.prose, told) if span.start >= lead]
    if not voiced:
        return rows
    added = [
        _Row(Attribution(f"n{number}", None, None, span, "asserts", "narration", NARRATED), [], None, Channel())
        for number, span in enumerate(voiced, 1)
    ]
    spans = [(row.attribution.at.start, row.attribution.at.end, row.attribution.id) for row in added]
    for row in rows:
        at = row.attribution.at.start
        near = bisect_left(spans, (at, 1 << 62, "")) - 1
        if row.attribution.within is None and near >= 0 and at < spans[near][1]:
            row.attribution = replace(row.attribution, within=spans[near][2])
    rest = list(rows)
    for narration in added:
        place = next(
            (
                at
                for at, row in enumerate(rest)
                if row.attribution.part == "text" and row.attribution.at.start >= narration.attribution.at.start
            ),
            len(rest),
        )
        rest.insert(place, narration)
    return _renumbered(rest)


NARRATED = 0.5
"""Confidence of a narration, which rests on rules: how often they were right on the project's own examples."""


def _renumbered(rows: list[_Row]) -> list[_Row]:
    """Ids s1, s2, … in the order of *rows*."""
    names = {row.attribution.id: f"s{number}" for number, row in enumerate(rows, 1)}
    for row in rows:
        within = names[row.attribution.within] if row.attribution.within else None
        row.attribution = replace(row.attribution, id=names[row.attribution.id], within=within)
    return rows


def _short(moment: Moment) -> bool:
    return (moment.last - moment.first).days < WEEK_DAYS


def _inside(place: int, fragments: Iterable[tuple[int, int]]) -> bool:
    return any(start <= place < end for start, end in fragments)


def _moved(attribution: Attribution, distance: int) -> Attribution:
    if not distance:
        return attribution
    return replace(
        attribution,
        cue=_shift(attribution.cue, distance) if attribution.cue else None,
        source=_shift(attribution.source, distance) if attribution.source else None,
        content=_shift(attribution.content, distance) if attribution.content else None,
    )


def _shift(span: Span, distance: int) -> Span:
    return Span(tuple((start + distance, end + distance) for start, end in span.fragments))


def _records(rows: list[_Row], document: Document, lead: int) -> tuple[list[Statement], list[Speaker]]:
    """Rows as records, speakers numbered in the order of their first statement."""
    entities: list[Entity] = []
    numbered: set[int] = set()
    for row in rows:
        entities += [one for one in row.speakers if id(one) not in numbered]
        numbered.update(map(id, row.speakers))
    speakers = [
        Speaker(
            id=f"p{number}",
            name=one.name,
            source_type=one.kind,
            named=one.known,
            role=one.role,
            affiliation=one.affiliation,
            mentions=tuple(sorted((start - lead, end - lead) for start, end in one.mentions if start >= lead)),
        )
        for number, one in enumerate(entities, 1)
    ]
    identity = {id(one): speaker for one, speaker in zip(entities, speakers, strict=True)}
    return [_statement(row, document, lead, [identity[id(one)] for one in row.speakers]) for row in rows], speakers


def _statement(row: _Row, document: Document, lead: int, speakers: list[Speaker]) -> Statement:
    part = row.attribution.part
    offset = lead if part == "text" else 0
    length = len(document.part(part))

    def span(bounds: tuple[int, int] | None) -> Span | None:
        if bounds is None:
            return None
        start, end = bounds[0] - offset, bounds[1] - offset
        return Span(((start, end),)) if 0 <= start < end <= length else None

    original = _moved(row.attribution, -offset)
    moment = row.moment
    common = {name.name: getattr(original, name.name) for name in fields(Attribution)}
    common["kind"] = row.attribution.kind
    return Statement(
        **common,
        speaker="; ".join(one.name for one in speakers) or None,
        speaker_ids=tuple(one.id for one in speakers),
        source_type=speakers[0].source_type if speakers else None,
        named=any(one.named for one in speakers),
        when=moment.iso if moment else None,
        when_span=span((moment.start, moment.end)) if moment else None,
        to=span(row.channel.to),
        via=span(row.channel.via),
    )
