"""How an article stands: the rows of the view that follow from its entries, and from nothing else.

The store writes them, `fsck` works them out again and compares.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from onrecord.ledger.keys import canonical, fold, search_words, speaker_key, storable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from onrecord.ledger.entries import Entry
    from onrecord.records import Json

Row = dict[str, Any]

DAY = len("2024-09-10")
INDEXED = 500
"""Code points of a label, address or name that the view keeps; PostgreSQL indexes no long values."""


@dataclass(slots=True)
class View:
    """The rows of one article, by table; `folded` has the comparable name of each speaker."""

    articles: list[Row] = field(default_factory=list)
    statements: list[Row] = field(default_factory=list)
    voices: list[Row] = field(default_factory=list)
    appearances: list[Row] = field(default_factory=list)
    folded: dict[str, str] = field(default_factory=dict)

    def rows(self, table: str) -> list[Row]:
        """The rows of *table*."""
        found: list[Row] = getattr(self, table)
        return found


@dataclass(frozen=True, slots=True)
class Standing:
    """One statement as it stands: the entry it was filed by, its JSON, and what people have said of it.

    `own` is the name of each speaker that a split gave it.
    """

    entry: Entry
    value: Json
    status: str
    speakers: tuple[str, ...]
    own: Mapping[str, str] = field(default_factory=dict)

    def name_of(self, speaker: str) -> str:
        """The name of one of its speakers that no reading names."""
        return self.own.get(speaker) or self.value.get("speaker") or ""

    @property
    def start(self) -> tuple[bool, int]:
        """Where it stands in the article, headline first."""
        words = self.value["cue"] or self.value["content"]
        return self.value["part"] != "title", words["spans"][0][0]


def current_version(entries: Sequence[Entry]) -> Entry:
    """The document entry of the version that now stands: the latest by its own dates, else the last filed."""
    documents = [entry for entry in entries if entry.kind == "document"]

    def age(entry: Entry) -> tuple[str, int]:
        document = entry.data.get("document", {})
        return document.get("modified") or document.get("published") or "", entry.seq

    return max(documents, key=age)


def replay(entries: Sequence[Entry], aliases: Mapping[str, tuple[str, str]] | None = None) -> View:
    """The view of one article.

    Args:
        entries: all entries of the article, in the order of the log.
        aliases: for a speaker that was merged into another, the other's key and comparable name.
    """
    if not any(entry.kind == "document" for entry in entries):
        return View()
    current = current_version(entries)
    if any(entry.kind == "redaction" or entry.payload is None for entry in entries):
        # In a mirror, lines of a redacted article come empty before the one that says so.
        return View([_article_row(entries, current, {}, "redacted", 0)])
    document = current.data["document"]
    withdrawn = any(entry.kind == "withdrawal" for entry in entries)
    standing = stand(entries, current)
    view = View()
    outlet = _indexed(document["outlet"])
    published = (document["published"] or "")[:DAY]
    known = _known_speakers(entries, current)
    keys = {each.entry.subject for each in standing}
    for position, each in enumerate(standing):
        value = each.value
        said = (value.get("when") or published)[:DAY]
        status = "withdrawn" if withdrawn and each.status != "rejected" else each.status
        within = each.entry.data["within"]
        view.statements.append(
            {
                "seq": each.entry.seq,
                "key": each.entry.subject,
                "article": current.article,
                "position": position,
                "within": within if within in keys else None,
                "stance": value["stance"],
                "kind": value["kind"],
                "source_type": value.get("source_type"),
                "outlet": outlet,
                "said": said,
                "status": status,
                "data": None if each.status == "current" else canonical(value),
                "words": search_words(
                    value.get("speaker"), *((value[role] or {}).get("text") for role in ("source", "cue", "content"))
                ),
            }
        )
        if each.status == "rejected":
            continue
        for speaker in dict.fromkeys(_alias(speaker, aliases) for speaker in each.speakers):
            view.voices.append({"seq": each.entry.seq, "speaker": speaker, "said": said, "article": current.article})
        for speaker in each.speakers:
            known.setdefault(speaker, {"name": each.name_of(speaker), "named": value.get("named", False)})
    spoken = {row["speaker"] for row in view.voices}
    seen: set[str] = set()
    for speaker, facts in known.items():
        one = _alias(speaker, aliases)
        if one in seen or not (facts.get("current") or one in spoken):
            continue
        seen.add(one)
        folded = aliases[speaker][1] if aliases and speaker in aliases else fold(facts["name"])
        view.folded[one] = folded[:INDEXED]
        view.appearances.append(
            {
                "article": current.article,
                "speaker": one,
                "name": storable(facts["name"]),
                "named": int(facts["named"]),
                "source_type": facts.get("source_type"),
                "role": storable(facts.get("role")),
                "affiliation": storable(facts.get("affiliation")),
                "published": published,
            }
        )
    shown = sum(row["status"] != "rejected" for row in view.statements)
    view.articles.append(_article_row(entries, current, document, "withdrawn" if withdrawn else "current", shown))
    return view


def stand(entries: Sequence[Entry], current: Entry) -> list[Standing]:
    """The statements of the version *current* as they stand, in the order of the text.

    They are those of its latest reading, as people have corrected them. What a person
    has judged stands whatever a newer model reads; what the model reads in the same
    place then gives way.
    """
    filed = {
        entry.digest: entry
        for entry in entries
        if entry.kind == "statement" and entry.data["version"] == current.subject
    }
    readings = [entry for entry in entries if entry.kind == "reading" and entry.data["version"] == current.subject]
    judgements: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind in {"correction", "split"}:
            judgements.setdefault(entry.subject, []).append(entry)
    latest = [filed[each] for each in readings[-1].data["statements"]] if readings else []
    read = {entry.subject for entry in latest}
    kept = {
        entry.subject: entry for entry in filed.values() if entry.subject in judgements and entry.subject not in read
    }
    yielding = [
        entry
        for entry in latest
        if entry.subject in judgements or not any(_same_place(entry, other) for other in kept.values())
    ]
    standing = [_judged(entry, judgements.get(entry.subject, [])) for entry in [*yielding, *kept.values()]]
    return sorted(standing, key=lambda each: each.start) if kept else standing


def standing_of(entries: Sequence[Entry], filed: Entry) -> tuple[Standing, dict[str, Row]]:
    """How the statement that *filed* put on record stands in its own version, and that version's speakers by key.

    Args:
        entries: all entries of its article.
    """
    version = filed.data["version"]
    judgements = [
        entry for entry in entries if entry.subject == filed.subject and entry.kind in {"correction", "split"}
    ]
    document = next(entry for entry in entries if entry.kind == "document" and entry.subject == version)
    return _judged(filed, judgements), _known_speakers(entries, document)


def _judged(entry: Entry, judgements: Sequence[Entry]) -> Standing:
    """The statement of *entry* after *judgements*, the latest on each field; a split is one on who speaks."""
    value, speakers = dict(entry.data["statement"]), tuple(entry.data["speakers"])
    own: Json = {}
    merged: Json = {}
    for judgement in judgements:
        merged.update(judgement.data["changes"] if judgement.kind == "correction" else {"speaker": judgement.data})
    rejected = merged.pop("rejected", False)
    if "speaker" in merged:
        who = merged.pop("speaker")
        value.update(speaker_id=None, speaker_ids=[])
        if isinstance(who, str):
            value.update(speaker=who, named=True)
            speakers = (speaker_key(who, None),)
        else:
            value.update(speaker=who["speaker"], named=who["named"])
            speakers, own = tuple(who["speakers"]), who["names"]
    value.update(merged)
    status = "rejected" if rejected else "corrected" if judgements else "current"
    return Standing(entry, value, status, speakers, own)


def _same_place(entry: Entry, other: Entry) -> bool:
    one, two = entry.data["statement"], other.data["statement"]
    if one["part"] != two["part"]:
        return False
    return any(
        start < end_there and start_there < end
        for start, end in (one["cue"] or one["content"])["spans"]
        for start_there, end_there in (two["cue"] or two["content"])["spans"]
    )


def _known_speakers(entries: Sequence[Entry], current: Entry) -> dict[str, Row]:
    """All speakers that readings of *current* name, by key; those of the latest first and marked `current`."""
    readings = [entry for entry in entries if entry.kind == "reading" and entry.data["version"] == current.subject]
    known: dict[str, Row] = {}
    for age, entry in enumerate(reversed(readings)):
        for speaker in entry.data["speakers"]:
            known.setdefault(speaker["key"], {**speaker, "current": age == 0})
    return known


def _article_row(entries: Sequence[Entry], current: Entry, document: Json, status: str, statements: int) -> Row:
    return {
        "key": current.article,
        "entry": current.seq,
        "version": current.subject,
        "id": _indexed(document.get("id")),
        "url": _indexed(document.get("url")),
        "outlet": _indexed(document.get("outlet")),
        "title": storable(document.get("title")),
        "published": document.get("published"),
        "language": document.get("language"),
        "status": status,
        "versions": sum(entry.kind == "document" for entry in entries),
        "statements": statements,
        "filed": entries[0].at,
        "changed": entries[-1].at,
    }


def _alias(speaker: str, aliases: Mapping[str, tuple[str, str]] | None) -> str:
    return aliases[speaker][0] if aliases and speaker in aliases else speaker


def _indexed(text: str | None) -> str | None:
    found = storable(text)
    return found[:INDEXED] if found else found
