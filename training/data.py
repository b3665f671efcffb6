"""PolNeAR and the nested labels, as windows of tokens with what is in them.

Source of the corpus: Newell, Margolin & Ruths (2018), "An Attribution Relations
Corpus for Political News". Layout of the folder: `../shared/polnear` and
`../shared/ledger`, as the project's tracker describes them.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from onrecord.extraction.windows import pack, region, tokenize
from onrecord.records import STANCES

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    from onrecord.extraction.windows import Tokens, Window

ROLES = ("source", "cue", "content")
UNLABELLED = -100
"""What torch's cross-entropy passes over."""

Ranges = list[tuple[int, int]]


@dataclass(slots=True)
class Relation:
    """One labelled attribution, offsets in code points."""

    source: Ranges
    cue: Ranges
    content: Ranges
    nested: bool = False
    parent: tuple[int, int] | None = None
    stance: int = UNLABELLED


@dataclass(slots=True)
class Article:
    """One text with one reader's relations, and the contents searched for nested ones.

    Where it is `partial`, cues without a label are unknown and not taken for none.
    """

    name: str
    text: str
    relations: list[Relation]
    searched: Ranges = field(default_factory=list)
    partial: bool = False


@dataclass(slots=True)
class Example:
    """One cue to find the arguments of, token offsets counted in its window.

    `labels` (high - low,): 0 outside, 1 2 source, 3 4 content, begin and inside.
    """

    cue: tuple[int, int]
    region: tuple[int, int]
    labels: NDArray[np.int64]
    nested: bool
    stance: int


@dataclass(slots=True)
class WindowExample:
    """One window: inputs (n,) and (n, 3), cue labels (n,) at the top and nested, the relations.

    `searched` (n,): 0, or the number of the content that a reader searched for
    nested statements. The nested head learns there, and outside all contents, where
    it learns what a cue is from the top level; other contents are unlabelled.
    """

    ids: NDArray[np.int64]
    features: NDArray[np.int64]
    cues: NDArray[np.int64]
    nested_cues: NDArray[np.int64]
    searched: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    examples: list[Example]


def read_articles(shared: Path, split: str) -> dict[str, list[Article]]:
    """Every article of PolNeAR's *split*, a list of one `Article` for each of its readers.

    The first reader's carries the nested statements and the stances.
    """
    articles: dict[str, list[Article]] = defaultdict(list)
    for path in sorted((shared / "polnear" / split / "attributions").glob("*.ann")):
        name = path.name[:-9]
        source = shared / "polnear" / split / "text" / f"{name}.txt"
        if source.exists():
            text = source.read_bytes().decode("utf-8")
            articles[name].append(Article(name, text, _read_relations(path)))
    if split == "train":
        _add_ledgers(articles, shared / "ledger")
    return dict(articles)


def read_invented(folder: Path) -> list[Article]:
    """The project's own example paragraphs, several to an article: `invented*.jsonl` in *folder*.

    Those with `statements` are labelled whole; of the others only the stance and the
    spans of the attribution given are known.
    """
    paragraphs: list[Article] = []
    for path in sorted(folder.glob("invented*.jsonl")):
        by_text: dict[str, Article] = {}
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            text = row["text"]
            article = by_text.setdefault(text, Article(path.stem, text, [], partial="statements" not in row))
            if "statements" in row:
                _add_whole(article, row["statements"])
            else:
                article.relations.append(_invented(row, _ranges(row.get("parent")) if row.get("nested") else []))
        paragraphs += by_text.values()
    joined: list[Article] = []
    for partial in (True, False):
        kind = [one for one in paragraphs if one.partial == partial]
        # Neighbours of one file are often of one stance: deal them out over the articles.
        count = -(-len(kind) // PARAGRAPHS)
        joined += [_join(f"invented-{int(partial)}-{n}", kind[n::count]) for n in range(count)]
    return joined


PARAGRAPHS = 12


def _add_whole(article: Article, statements: list[dict]) -> None:
    contents = {one["id"]: _ranges(one["content"]) for one in statements}
    for one in statements:
        article.relations.append(_invented(one, contents[one["within"]] if one["within"] else []))
    article.searched += [hull_of(content) for content in contents.values() if content]


def _invented(row: dict, parent: Ranges) -> Relation:
    return Relation(
        _ranges(row["source"]),
        _ranges(row["cue"]),
        _ranges(row["content"]),
        nested=bool(parent),
        parent=hull_of(parent) if parent else None,
        stance=STANCES.index(row["stance"]),
    )


def _join(name: str, paragraphs: list[Article]) -> Article:
    joined = Article(name, "", [], partial=paragraphs[0].partial)
    for one in paragraphs:
        shift = len(joined.text)
        joined.text += one.text + "\n\n"
        joined.searched += _shifted(one.searched, shift)
        joined.relations += [
            Relation(
                _shifted(relation.source, shift),
                _shifted(relation.cue, shift),
                _shifted(relation.content, shift),
                relation.nested,
                _shifted([relation.parent], shift)[0] if relation.parent else None,
                relation.stance,
            )
            for relation in one.relations
        ]
    return joined


def _shifted(ranges: Ranges, shift: int) -> Ranges:
    return [(start + shift, end + shift) for start, end in ranges]


def kept_out(names: list[str], size: int = 84) -> list[str]:
    """The slice of train on which thresholds are chosen: the first *size* by the hash of their names."""
    return sorted(sorted(names), key=lambda name: hashlib.sha256(name.encode()).hexdigest())[:size]


def windows(article: Article, tokenizer: Tokenizer, size: int) -> list[WindowExample]:
    """Lay one reader's article into windows of *size* word pieces."""
    tokens = tokenize(article.text, tokenizer)
    return [_window_example(article, tokens, window) for window in pack(tokens, article.text, size)]


def data_hash(shared: Path, own: Path) -> str:
    """SHA-256 over the files that training reads, in the order of their paths."""
    digest = hashlib.sha256()
    folders = (shared / "polnear" / "train", shared / "ledger" / "train")
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    files += [shared / "ledger" / name for name in ("stance-train.tsv", "nested-train.jsonl")]
    for path in sorted(files):
        digest.update(str(path.relative_to(shared)).encode() + b"\0" + path.read_bytes())
    for path in sorted(own.glob("invented*.jsonl")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _read_relations(path: Path) -> list[Relation]:
    spans: dict[str, Ranges] = {}
    relations: list[Relation] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if re.fullmatch(r"T\d+", parts[0]):
            offsets = parts[1].split(" ", 1)[1]
            spans[parts[0]] = [(int(a), int(b)) for a, b in (pair.split() for pair in offsets.split(";"))]
        elif re.fullmatch(r"E\d+", parts[0]):
            found: dict[str, Ranges] = {role: [] for role in ROLES}
            for argument in parts[1].split()[1:]:
                role, target = argument.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in found and target in spans:
                    found[role] += spans[target]
            relations.append(Relation(sorted(found["source"]), sorted(found["cue"]), sorted(found["content"])))
    return relations


def _add_ledgers(articles: dict[str, list[Article]], folder: Path) -> None:
    with (folder / "stance-train.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            if row["stance"] in STANCES:
                relation = articles[row["document"]][0].relations[int(row["relation"][1:]) - 1]
                relation.stance = STANCES.index(row["stance"])
    for line in (folder / "nested-train.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        article = articles[row["document"]][0]
        outer = article.relations[int(row["relation"][1:]) - 1]
        _add_nested(article, {row["relation"]: outer.content}, row["nested"])
    for path in sorted((folder / "train").glob("*.json")):
        ledger = json.loads(path.read_text(encoding="utf-8"))
        article = articles[ledger["document"]][0]
        statements = ledger["statements"]
        tops = {s["id"]: _ranges(s["content"]) for s in statements if not s["within"] and s.get("kind") != "narration"}
        for statement in statements:
            if statement["id"] in tops and statement["id"][0] == "E" and statement["stance"] in STANCES:
                article.relations[int(statement["id"][1:]) - 1].stance = STANCES.index(statement["stance"])
        inner = [s for s in statements if s["within"] and s.get("kind") != "narration"]
        _add_nested(article, {key: content for key, content in tops.items() if content}, inner)


def _add_nested(article: Article, contents: dict[str, Ranges], nested: list[dict]) -> None:
    """Add *nested*, each inside the content of the statement that it names, or of the only one in *contents*."""
    already = {(relation.cue[0], relation.parent) for relation in article.relations if relation.nested and relation.cue}
    article.searched += [hull_of(content) for content in contents.values() if content]
    outer = dict(contents)
    outer.update({statement["id"]: _ranges(statement["content"]) for statement in nested})
    only = next(iter(contents.values()), [])
    for statement in nested:
        cue = _ranges(statement["cue"])
        content = outer.get(statement["within"], []) if statement["within"] else only
        if not content or not cue or (cue[0], hull_of(content)) in already:
            continue
        article.relations.append(
            Relation(
                _ranges(statement["source"]),
                cue,
                _ranges(statement["content"]),
                nested=True,
                parent=hull_of(content),
                stance=STANCES.index(statement["stance"]) if statement["stance"] in STANCES else UNLABELLED,
            )
        )


def _ranges(value: dict | list | None) -> Ranges:
    spans = value["spans"] if isinstance(value, dict) else value or []
    return sorted((start, end) for start, end in spans)


def hull_of(content: Ranges) -> tuple[int, int]:
    """From where *content* begins to where it ends, gaps included."""
    return content[0][0], content[-1][1]


def covered(tokens: Tokens, window: Window, spans: Ranges) -> list[tuple[int, int]]:
    """Token ranges, counted in *window*, that *spans* of characters touch."""
    found = []
    for start, end in spans:
        low = max(int(np.searchsorted(tokens.ends, start, side="right")), window.start)
        high = min(int(np.searchsorted(tokens.starts, end, side="left")), window.end)
        if high > low:
            found.append((low - window.start, high - window.start))
    return found


def _window_example(article: Article, tokens: Tokens, window: Window) -> WindowExample:
    length = window.end - window.start
    cues = np.zeros(length, dtype=np.int64)
    nested_cues = np.zeros(length, dtype=np.int64)
    searched = np.zeros(length, dtype=np.int64)
    for relation in article.relations:
        for low, high in covered(tokens, window, [] if relation.nested else relation.content):
            nested_cues[low:high] = UNLABELLED
    for number, hull in enumerate(article.searched, 1):
        for low, high in covered(tokens, window, [hull]):
            nested_cues[low:high] = 0
            searched[low:high] = number
    if article.partial:
        cues[:] = nested_cues[:] = UNLABELLED
    examples = []
    for relation in article.relations:
        marked = covered(tokens, window, relation.cue)
        if not marked:
            continue
        cue = marked[0][0], marked[-1][1]
        for row in () if article.partial else (nested_cues,) if relation.nested else (cues, nested_cues):
            row[cue[0]] = 1
            row[cue[0] + 1 : cue[1]] = 2
        if relation.parent is not None:
            inside = covered(tokens, window, [relation.parent])
            bounds = (min([cue[0], *(low for low, _ in inside)]), max([cue[1], *(high for _, high in inside)]))
        else:
            low, high = region(tokens.paragraphs[window.start : window.end], cue[0])
            bounds = low, max(high, cue[1])
        labels = np.zeros(bounds[1] - bounds[0], dtype=np.int64)
        for role, first in (("source", 1), ("content", 3)):
            for low, high in covered(tokens, window, getattr(relation, role)):
                low, high = max(low, bounds[0]), min(high, bounds[1])
                if high > low:
                    labels[low - bounds[0]] = first
                    labels[low + 1 - bounds[0] : high - bounds[0]] = first + 1
        for place in range(len(labels)):
            # Where source and content cross in the corpus, a piece may be left without its first token.
            if labels[place] in {2, 4} and (not place or labels[place - 1] not in {labels[place], labels[place] - 1}):
                labels[place] -= 1
        examples.append(Example(cue, bounds, labels, relation.nested, relation.stance))
    part = slice(window.start, window.end)
    return WindowExample(
        tokens.ids[part], tokens.features[part], cues, nested_cues, searched, tokens.paragraphs[part], examples
    )
