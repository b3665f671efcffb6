"""What goes from stage to stage: documents, spans, attributions, and the reading of one article.

The JSON that `to_json` gives is the ledger format that `docs/reference/format.md`
describes; `from_json` reads it back.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, fields
from typing import Any, Literal

from onrecord.errors import OffsetError, SpanError

STANCES = (
    "asserts", "denies", "confirms", "does-not-confirm", "no-answer", "alleges",
    "asks", "wants", "believes", "judges", "retracts",
)  # fmt: skip
"""What a source can do with a content. The order is that of the model's scores."""

Part = Literal["text", "title"]
Kind = Literal["direct", "mixed", "indirect", "narration"]
SourceType = Literal["person", "organisation", "group", "document", "outlet"]
Json = dict[str, Any]

Status = Literal["read", "partly read", "copy", "not an article", "failed"]
STATUSES: tuple[Status, ...] = ("read", "partly read", "copy", "not an article", "failed")
"""What can become of an input."""

Relation = Literal["copy", "partial copy", "newer version", "older version"]

PLAIN_FACTS = (
    "url", "outlet", "title", "published", "published_from", "modified", "section", "credit", "language",
)  # fmt: skip
"""The fields of a document that are a string or null."""

GAP = " … "
"""What stands between the fragments of a split span when it is quoted."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text, whole or split.

    Offsets count code points: start included, end not (brat standoff, as in
    PolNeAR, Newell et al. 2018).

    Raises:
        SpanError: the fragments are empty, out of order or overlapping.

    >>> Span(((0, 5), (16, 20))).quote("It is, he said, over.")
    'It is … over'
    """

    fragments: tuple[tuple[int, int], ...]

    def __post_init__(self) -> None:
        bounds = [bound for fragment in self.fragments for bound in fragment]
        if not bounds or bounds[0] < 0 or bounds != sorted(set(bounds)):
            raise SpanError(f"fragments must be non-empty, ascending and apart, got {self.fragments}")

    @property
    def start(self) -> int:
        """Where the first fragment begins."""
        return self.fragments[0][0]

    @property
    def end(self) -> int:
        """Where the last fragment ends."""
        return self.fragments[-1][1]

    def quote(self, text: str) -> str:
        """The words that the span points at, fragments joined with an ellipsis.

        Raises:
            OffsetError: the span ends beyond *text*.
        """
        if self.end > len(text):
            raise OffsetError(self.end, len(text))
        return GAP.join(text[start:end] for start, end in self.fragments)

    def to_json(self, text: str) -> Json:
        """The span's ranges and the words of *text* under them."""
        return {"spans": [list(fragment) for fragment in self.fragments], "text": self.quote(text)}

    @classmethod
    def from_json(cls, value: Json) -> Span:
        """Read back what `to_json` gave; the words are not needed for it."""
        return cls(tuple((start, end) for start, end in value["spans"]))


@dataclass(frozen=True, slots=True)
class Copy:
    """That one document repeats another: which, how, and which passages.

    `of` is the other's key, `id` and `sha256` name it too. Each of `shared` is
    (start, end, start there, end there) in code points of both texts.
    `containment` is the share of this document's own words, outside quotations,
    that stand in the other, `contained` the reverse.
    """

    kind: Relation
    of: str
    id: str
    sha256: str
    containment: float
    contained: float
    shared: tuple[tuple[int, int, int, int], ...] = ()

    def to_json(self) -> Json:
        """The relation as the ledger format has it."""
        return {
            "kind": self.kind,
            "of": self.of,
            "id": self.id,
            "sha256": self.sha256,
            "containment": round(self.containment, 3),
            "contained": round(self.contained, 3),
            "shared": [list(passage) for passage in self.shared],
        }

    @classmethod
    def from_json(cls, value: Json) -> Copy:
        """Read back what `to_json` gave."""
        names = ("kind", "of", "id", "sha256", "containment", "contained")
        return cls(**{name: value[name] for name in names}, shared=tuple(map(tuple, value["shared"])))


@dataclass(frozen=True, slots=True)
class Document:
    """One article as it was read.

    `text` is what was read, never rewritten: of a text file every character, of a
    page its article. All offsets count in it. `id` is a label; `key` is derived from what identifies the
    article (its URL, else its words), `sha256` from the raw bytes. `credit` names
    the agency that a wire story is credited to; `corrections` are the article's
    own notices of correction, word for word. `published` and `modified` keep the
    time and the zone where they are known. `copies` are the documents read before
    it in the same run that it repeats. `raw` is the raw bytes, where they are at hand;
    it is no part of the ledger format.
    """

    id: str
    text: str
    sha256: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    published_from: str | None = None
    language: str | None = None
    modified: str | None = None
    section: str | None = None
    credit: str | None = None
    corrections: tuple[str, ...] = ()
    copies: tuple[Copy, ...] = ()
    raw: bytes | None = field(default=None, compare=False, repr=False)

    @property
    def key(self) -> str:
        """32 hexadecimal digits, the same on any machine for the same article."""
        identity = f"url:{self.url}" if self.url else f"text:{self.title or ''}\n{self.text}"
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    def part(self, name: Part) -> str:
        """The text, or the title, that a statement's offsets count in."""
        return self.text if name == "text" else self.title or ""

    def to_json(self) -> Json:
        """The document as the ledger format has it."""
        return {
            "id": self.id,
            "url": self.url,
            "outlet": self.outlet,
            "title": self.title,
            "authors": list(self.authors),
            "published": self.published,
            "published_from": self.published_from,
            "modified": self.modified,
            "section": self.section,
            "credit": self.credit,
            "corrections": list(self.corrections),
            "language": self.language,
            "text": self.text,
            "key": self.key,
            "sha256": self.sha256,
            "copies": [copy.to_json() for copy in self.copies],
        }

    @classmethod
    def from_json(cls, value: Json) -> Document:
        """Read back what `to_json` gave; `key` is worked out again."""
        fields = {name: value.get(name) for name in PLAIN_FACTS}
        return cls(
            id=value["id"],
            text=value["text"],
            sha256=value["sha256"],
            authors=tuple(value.get("authors") or ()),
            copies=tuple(map(Copy.from_json, value.get("copies") or ())),
            corrections=tuple(value.get("corrections") or ()),
            **fields,
        )


@dataclass(frozen=True, slots=True)
class Attribution:
    """Someone's words as an article has them: source, cue, content.

    `id` is unique in its article (`s1`, `s2`, … in reading order); `within` is the
    id of the attribution whose content holds this one. `confidence` is the
    probability that a careful reader would have marked the same statement.

    Raises:
        SpanError: there is neither a cue nor a content.
    """

    id: str
    cue: Span | None
    source: Span | None
    content: Span | None
    stance: str
    kind: Kind
    confidence: float
    within: str | None = None
    part: Part = "text"

    def __post_init__(self) -> None:
        if self.cue is None and self.content is None:
            raise SpanError(f"statement {self.id} has neither cue nor content")

    @property
    def at(self) -> Span:
        """Where it stands: its cue, or in the outlet's own voice its content."""
        found = self.cue or self.content
        assert found is not None  # noqa: S101, __post_init__ holds it
        return found

    def to_json(self, document: Document) -> Json:
        """The attribution as a statement of the ledger format, quoting *document*."""
        text = document.part(self.part)
        return {
            "id": self.id,
            "within": self.within,
            "kind": self.kind,
            "source": self.source.to_json(text) if self.source else None,
            "cue": self.cue.to_json(text) if self.cue else None,
            "content": self.content.to_json(text) if self.content else None,
            "stance": self.stance,
            "part": self.part,
            "confidence": self.confidence,
        }

    @classmethod
    def from_json(cls, value: Json) -> Attribution:
        """Read back what `to_json` gave."""
        return cls(
            id=value["id"],
            cue=Span.from_json(value["cue"]) if value["cue"] else None,
            source=Span.from_json(value["source"]) if value["source"] else None,
            content=Span.from_json(value["content"]) if value["content"] else None,
            stance=value["stance"],
            kind=value["kind"],
            confidence=value["confidence"],
            within=value["within"],
            part=value["part"],
        )


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who speaks in an article: a person, a body, a group, a document or an outlet.

    `name` is the fullest that the article gives; for one without a name, a short
    description. `mentions` are ranges of the text. `affiliation` is the body that a
    person speaks for or belongs to.
    """

    id: str
    name: str
    source_type: SourceType
    named: bool
    role: str | None = None
    affiliation: str | None = None
    mentions: tuple[tuple[int, int], ...] = ()

    def to_json(self) -> Json:
        """The speaker as the ledger format has it."""
        return {
            "id": self.id,
            "name": self.name,
            "source_type": self.source_type,
            "named": self.named,
            "role": self.role,
            "affiliation": self.affiliation,
            "mentions": [list(mention) for mention in self.mentions],
        }

    @classmethod
    def from_json(cls, value: Json) -> Speaker:
        """Read back what `to_json` gave."""
        return cls(
            id=value["id"],
            name=value["name"],
            source_type=value["source_type"],
            named=value["named"],
            role=value.get("role"),
            affiliation=value.get("affiliation"),
            mentions=tuple((start, end) for start, end in value.get("mentions") or ()),
        )


@dataclass(frozen=True, slots=True)
class Statement(Attribution):
    """An attribution that can be filed: who it is, when, to whom and through what.

    `speaker` is the name, several joined with `; `, None where nobody is told;
    `speaker_ids` join it to the reading's speakers. `when` is an ISO day or an
    interval of days, `when_span` the words that say so. `to` and `via` are the
    addressee and the medium or outlet, where the article names them.
    """

    speaker: str | None = None
    speaker_ids: tuple[str, ...] = ()
    source_type: SourceType | None = None
    named: bool = False
    when: str | None = None
    when_span: Span | None = None
    to: Span | None = None
    via: Span | None = None

    def to_json(self, document: Document) -> Json:
        """The statement as the ledger format has it, quoting *document*."""
        text = document.part(self.part)

        def quoted(span: Span | None) -> Json | None:
            return span.to_json(text) if span else None

        return {
            **Attribution.to_json(self, document),
            "speaker": self.speaker,
            "speaker_id": self.speaker_ids[0] if self.speaker_ids else None,
            "speaker_ids": list(self.speaker_ids),
            "source_type": self.source_type,
            "named": self.named,
            "when": self.when,
            "when_span": quoted(self.when_span),
            "to": quoted(self.to),
            "via": quoted(self.via),
        }

    @classmethod
    def from_json(cls, value: Json) -> Statement:
        """Read back what `to_json` gave."""
        plain = Attribution.from_json(value)

        def span(name: str) -> Span | None:
            return Span.from_json(value[name]) if value.get(name) else None

        return cls(
            **{name.name: getattr(plain, name.name) for name in fields(Attribution)},
            speaker=value.get("speaker"),
            speaker_ids=tuple(value.get("speaker_ids") or ()),
            source_type=value.get("source_type"),
            named=bool(value.get("named")),
            when=value.get("when"),
            when_span=span("when_span"),
            to=span("to"),
            via=span("via"),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of one article: the document, its speakers and statements, and by which model.

    `receipt` says where it stood among what was read; it is no part of the reading,
    and null where the text was handed in.
    """

    document: Document
    statements: tuple[Statement, ...]
    speakers: tuple[Speaker, ...] = ()
    provenance: dict[str, str] = field(default_factory=dict)
    receipt: Receipt | None = field(default=None, compare=False)

    def quote(self, span: Span | None, part: Part = "text") -> str | None:
        """The words under *span*, None where there is none."""
        return span.quote(self.document.part(part)) if span else None

    def to_json(self) -> Json:
        """The whole reading as the ledger format has it."""
        return {
            "document": self.document.to_json(),
            "speakers": [speaker.to_json() for speaker in self.speakers],
            "statements": [statement.to_json(self.document) for statement in self.statements],
            "provenance": dict(self.provenance),
        }

    @classmethod
    def from_json(cls, value: Json) -> Reading:
        """Read back what `to_json` gave."""
        return cls(
            Document.from_json(value["document"]),
            tuple(Statement.from_json(statement) for statement in value["statements"]),
            tuple(Speaker.from_json(speaker) for speaker in value.get("speakers") or ()),
            dict(value.get("provenance") or {}),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where an input stands: the file or address that was named, and the place inside it.

    `entry` is a file within a WACZ or a page that a feed names; `line` counts from
    one; `offset` and `end` are bytes of the file as it lies on disk; `unpacked` is
    the byte within what the gzip member at `offset` unpacks to, where it holds
    several records.

    >>> str(Place("news.warc.gz", offset=512, end=900))
    'news.warc.gz, byte 512'
    """

    input: str
    entry: str | None = None
    line: int | None = None
    offset: int | None = None
    end: int | None = None
    unpacked: int | None = None

    @property
    def identity(self) -> tuple[str, str | None, int | None, int | None, int | None]:
        """What tells this input from every other of a run, and is the same when the run is resumed."""
        return self.input, self.entry, self.line, self.offset, self.unpacked

    def __str__(self) -> str:
        inside = f", {self.entry}" if self.entry else ""
        line = "" if self.line is None else f", line {self.line}"
        offset = "" if self.offset is None else f", byte {self.offset}"
        unpacked = f" (byte {self.unpacked} of what it unpacks to)" if self.unpacked else ""
        return f"{self.input}{inside}{line}{offset}{unpacked}"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one input: there is one for every article, record, line or page, read or not.

    `reason` is one sentence for people, and null only where all was read. `id`,
    `key`, `sha256` and `url` are the document's, where there is one; `copies` are
    the documents read before in the same run that it repeats.
    """

    place: Place
    status: Status
    reason: str | None = None
    id: str | None = None
    key: str | None = None
    sha256: str | None = None
    url: str | None = None
    statements: int | None = None
    copies: tuple[Copy, ...] = ()

    @property
    def message(self) -> str:
        """The place and the reason as one sentence."""
        return f"{self.place}: {self.reason or self.status}"

    def to_json(self) -> Json:
        """The receipt as `docs/reference/format.md` has it."""
        place = self.place
        return {
            "input": place.input,
            "entry": place.entry,
            "line": place.line,
            "offset": place.offset,
            "end": place.end,
            "unpacked": place.unpacked,
            "status": self.status,
            "reason": self.reason,
            "id": self.id,
            "key": self.key,
            "sha256": self.sha256,
            "url": self.url,
            "statements": self.statements,
            "copies": [copy.to_json() for copy in self.copies],
        }

    @classmethod
    def from_json(cls, value: Json) -> Receipt:
        """Read back what `to_json` gave."""
        place = {name: value[name] for name in ("input", "entry", "line", "offset", "end", "unpacked")}
        names = ("status", "reason", "id", "key", "sha256", "url", "statements")
        copies = tuple(map(Copy.from_json, value["copies"]))
        return cls(Place(**place), copies=copies, **{name: value[name] for name in names})
