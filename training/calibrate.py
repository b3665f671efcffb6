"""Fit confidences and choose thresholds on the kept-out slice of train, with the files as they are served.

    python training/calibrate.py WEIGHTS_FOLDER [SHARED_FOLDER]

A candidate's confidence is a logistic model of what the network says of it,
fitted to whether it matches the reader's by the scorer's relation rule. The
threshold is the one with the best relation F1, every article judged by a model
fitted on the others (five folds).
"""

from __future__ import annotations

import importlib.util
import json
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from data import Article, Relation, covered, hull_of, kept_out, read_articles, read_invented
from export import NAMES
from onrecord.extraction import artifact
from onrecord.extraction.artifact import write_manifest
from onrecord.extraction.confidence import probability
from onrecord.extraction.extractor import Candidate, Extractor, Found, select, select_nested
from onrecord.extraction.tagger import Tagger
from onrecord.extraction.windows import Tokens, pack, tokenize
from onrecord.records import STANCES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

FOLDS = 5
LEAST = {"top": 0.08, "nested": 0.08}
"""Probability of beginning a cue below which a token is not looked at: speed against recall."""
ROUNDS = 3

Chars = dict[str, set[int]]


@dataclass(slots=True)
class Group:
    """Candidates that compete with one another, and the gold relations they can match."""

    article: int
    candidates: list[Candidate]
    chars: list[Chars]
    gold: list[Chars]
    tokens: Tokens
    text: str
    weight: float = 1.0


def calibrate(weights: Path, shared: Path) -> dict[str, float]:
    """Fit and choose for the model in *weights*, write its settings; the figures on the kept-out slice."""
    score = load_score(shared)
    groups = collect(weights, shared, score)
    settings = json.loads((weights / "model.json").read_text())
    figures: dict[str, float] = {}
    for level, chooser in (("top", select), ("nested", select_nested)):
        weight, threshold, best = fit(groups[level], chooser, score)
        settings["calibration"][level] = weight.tolist()
        settings["threshold"][level] = threshold
        settings["least"][level] = LEAST[level]
        figures[level] = best
        print(f"{level}: F1 {100 * best:.1f} at {threshold:.2f}, {len(groups[level])} groups")
    settings["threshold"]["nested"], figures["nested in all"] = nested_threshold(weights, settings, shared, score)
    print(f"nested, parents as found: F1 {100 * figures['nested in all']:.1f} at {settings['threshold']['nested']:.2f}")
    settings["stance_bias"] = stance_bias(shared)
    settings["training"]["kept_out_f1"] = {level: round(100 * value, 1) for level, value in figures.items()}
    (weights / "model.json").write_text(json.dumps(settings, indent=1) + "\n")
    write_manifest(weights, NAMES)
    return figures


def collect(weights: Path, shared: Path, score: ModuleType) -> dict[str, list[Group]]:
    """Every candidate of the kept-out articles, at the top and inside the contents that were searched."""
    extractor, tagger = opened(weights, {"least": LEAST})
    articles = read_articles(shared, "train")
    groups: dict[str, list[Group]] = {"top": [], "nested": []}
    empty = empty_weight(articles, shared)
    for index, name in enumerate(kept_out(list(articles), len(articles) // 10)):
        article = articles[name][0]
        tokens = tokenize(article.text, tagger.tokenizer)
        gold = [gold_chars(one, article, score) for one in article.relations if not one.nested]
        top = Group(index, [], [], gold, tokens, article.text)
        for window in pack(tokens, article.text, int(tagger.settings["window"])):
            inside = tokens.part(window)
            scores = tagger.encode(inside)
            found = extractor.top_candidates(inside, scores)
            offset = window.start
            top.candidates += [moved(one, offset) for one in found]
            top.chars += [chars_of(one, inside, article.text, score) for one in found]
            for start, end in article.searched:
                for low, high in covered(tokens, window, [(start, end)]):
                    parent = Candidate((low, low), (), ((low, high),), 0, np.zeros(0), 1.0)
                    options = extractor.nested_candidates(parent, scores)
                    inner = [one for one in article.relations if one.nested and start <= one.cue[0][0] < end]
                    groups["nested"].append(
                        Group(
                            index,
                            options,
                            [chars_of(one, inside, article.text, score) for one in options],
                            [gold_chars(one, article, score) for one in inner],
                            inside,
                            article.text,
                            1.0 if inner else empty,
                        )
                    )
        groups["top"].append(top)
    return groups


def opened(weights: Path, changes: dict) -> tuple[Extractor, Tagger]:
    """The model in *weights* with some of its settings changed."""
    artefact = artifact.load(weights)
    tagger = Tagger(replace(artefact, settings={**artefact.settings, **changes}))
    return Extractor(tagger), tagger


def nested_threshold(weights: Path, settings: dict, shared: Path, score: ModuleType) -> tuple[float, float]:
    """The threshold for nested statements with the best F1 when their parents are those that were found, and that F1.

    Only some contents were searched by a reader. What is found in a parent that
    matches none of the gold ones is wrong; it counts by the share of contents that
    were searched, so that both are seen at one rate.
    """
    wide = {"threshold": {**settings["threshold"], "nested": LEAST["nested"]}}
    extractor, tagger = opened(weights, {**settings, **wide})
    articles = read_articles(shared, "train")
    held = [articles[name][0] for name in kept_out(list(articles), len(articles) // 10)]
    tops = sum(not one.nested for article in held for one in article.relations)
    rate = sum(len(set(article.searched)) for article in held) / tops
    empty = empty_weight(articles, shared)
    rows: list[tuple[float, bool, float]] = []
    for article in held:
        rows += nested_rows(article, extractor, tagger, (rate * empty, empty), score)
    gold = sum(one.nested for article in held for one in article.relations)
    best = (0.0, 0.2)
    for threshold in np.arange(LEAST["nested"], 0.6, 0.02):
        chosen = [row for row in rows if row[0] >= threshold]
        hits, counted = sum(right for _, right, _ in chosen), sum(weight for _, _, weight in chosen)
        best = max(best, (2 * hits / max(counted + gold, 1), round(float(threshold), 2)))
    return best[1], best[0]


def nested_rows(
    article: Article, extractor: Extractor, tagger: Tagger, weights: tuple[float, float], score: ModuleType
) -> list[tuple[float, bool, float]]:
    """Each nested statement found in *article*: its confidence, whether it is right, and what it counts.

    It counts the first of *weights* in a parent that matches none, the second in one
    without nested statements, and else 1.
    """
    tokens = tokenize(article.text, tagger.tokenizer)
    found = []
    for window in pack(tokens, article.text, int(tagger.settings["window"])):
        inside = tokens.part(window)
        found += [(one, inside) for one in extractor.read_window(inside, tagger.encode(inside))]
    top = [one for one in article.relations if not one.nested]
    parents = [chars_of(one.candidate, inside, article.text, score) for one, inside in found]
    matched = {b: top[a] for a, b in score.match([gold_chars(one, article, score) for one in top], parents)}
    rows = []
    for place, (one, inside) in enumerate(found):
        content = matched[place].content if place in matched else []
        hull = hull_of(content) if content else None
        if place in matched and hull not in article.searched:
            continue
        inner = list(below(one))
        chars = [chars_of(candidate, inside, article.text, score) for candidate in inner]
        gold = [
            gold_chars(other, article, score)
            for other in article.relations
            if hull and other.nested and hull[0] <= other.cue[0][0] < hull[1]
        ]
        right = {b for _, b in score.match(gold, chars)}
        counts = weights[0] if hull is None else 1.0 if gold else weights[1]
        rows += [(candidate.confidence, index in right, counts) for index, candidate in enumerate(inner)]
    return rows


def below(found: Found) -> Iterator[Candidate]:
    """Every candidate nested in *found*, at any depth."""
    for inner in found.nested:
        yield inner.candidate
        yield from below(inner)


def empty_weight(articles: dict[str, list[Article]], shared: Path) -> float:
    """What a searched content without nested statements counts, against 1 for one with some.

    Most contents to search were picked for words of saying, so those that hold
    something are too many among them. The articles of `ledger/train` were labelled
    whole, and show how many there are.
    """
    whole = {path.stem for path in (shared / "ledger" / "train").glob("*.json")}
    odds = {}
    for labelled_whole in (True, False):
        filled = empty = 0
        for name, readings in articles.items():
            if (name in whole) != labelled_whole:
                continue
            nested = [one.cue[0][0] for one in readings[0].relations if one.nested]
            for start, end in set(readings[0].searched):
                holds = any(start <= place < end for place in nested)
                filled, empty = filled + holds, empty + (not holds)
        odds[labelled_whole] = empty / max(filled, 1)
    return odds[True] / odds[False]


def stance_bias(shared: Path) -> list[float]:
    """(11,) what to add to the stance scores: rare stances are many in training and few in an article.

    The logarithm of a stance's share in the articles of `ledger/train`, labelled whole,
    over its share in all that was trained on (label shift: Saerens et al. 2002).
    """
    whole = {path.stem for path in (shared / "ledger" / "train").glob("*.json")}
    natural, trained = np.ones(len(STANCES)), np.ones(len(STANCES))
    articles = [readings[0] for readings in read_articles(shared, "train").values()]
    for article in [*articles, *read_invented(Path(__file__).resolve().parent)]:
        for relation in article.relations:
            if relation.stance >= 0:
                trained[relation.stance] += 1
                natural[relation.stance] += article.name in whole
    return [round(float(value), 3) for value in np.log(natural / natural.sum()) - np.log(trained / trained.sum())]


def fit(groups: list[Group], chooser, score: ModuleType) -> tuple[np.ndarray, float, float]:
    """Weights (10,), the best threshold, and its F1, for the candidates in *groups*."""
    folds = [{index for index in {group.article for group in groups} if index % FOLDS == fold} for fold in range(FOLDS)]
    confidences: dict[int, np.ndarray] = {}
    for held in folds:
        weight = fit_weights([group for group in groups if group.article not in held], chooser, score)
        for place, group in enumerate(groups):
            if group.article in held:
                confidences[place] = np.array([probability(one.features, weight) for one in group.candidates])
    best = (0.0, 0.4)
    for threshold in np.arange(0.2, 0.7, 0.02):
        hits = predicted = gold = 0
        for place, group in enumerate(groups):
            chosen = choose(group, confidences[place], chooser, float(threshold), score)
            hits += len(score.match(group.gold, [chars for _, chars in chosen]))
            predicted, gold = predicted + len(chosen) * group.weight, gold + len(group.gold)
        best = max(best, (2 * hits / max(predicted + gold, 1), round(float(threshold), 2)))
    return fit_weights(groups, chooser, score), best[1], best[0]


def fit_weights(groups: list[Group], chooser, score: ModuleType) -> np.ndarray:
    """The logistic weights (10,): fitted to all candidates, then again to those that survive the choice."""
    rows = [
        (one.features, right, group.weight)
        for group in groups
        for one, right in zip(group.candidates, single(group, score), strict=True)
    ]
    weight = regress(rows)
    for _ in range(ROUNDS):
        rows = []
        for group in groups:
            confidence = np.array([probability(one.features, weight) for one in group.candidates])
            chosen = choose(group, confidence, chooser, 0.1, score)
            right = {pair[1] for pair in score.match(group.gold, [chars for _, chars in chosen])}
            rows += [(one.features, place in right, group.weight) for place, (one, _) in enumerate(chosen)]
        weight = regress(rows)
    return weight


def regress(rows: list[tuple[np.ndarray, bool, float]]) -> np.ndarray:
    """Logistic regression on standardised features, its weights put back into the features' own units."""
    values = np.stack([row[0] for row in rows])
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(
        scaler.transform(values), [row[1] for row in rows], sample_weight=[row[2] for row in rows]
    )
    weight = model.coef_[0] / scaler.scale_
    return np.append(weight, model.intercept_[0] - weight @ scaler.mean_)


def choose(
    group: Group, confidence: np.ndarray, chooser, threshold: float, score: ModuleType
) -> list[tuple[Candidate, Chars]]:
    """What the chooser keeps of *group*, with its characters; it may have cut a content short."""
    sure = [replace(one, confidence=float(value)) for one, value in zip(group.candidates, confidence, strict=True)]
    known = {one.cue: (one.content, chars) for one, chars in zip(sure, group.chars, strict=True)}
    chosen = []
    for one in chooser(sure, threshold):
        content, chars = known[one.cue]
        chosen.append((one, chars if one.content == content else chars_of(one, group.tokens, group.text, score)))
    return chosen


def single(group: Group, score: ModuleType) -> list[bool]:
    """For each candidate alone, whether it matches any gold relation."""
    return [bool(score.match(group.gold, [chars])) for chars in group.chars]


def moved(one: Candidate, offset: int) -> Candidate:
    """The candidate with its tokens counted in the document instead of the window."""
    return replace(
        one,
        cue=(one.cue[0] + offset, one.cue[1] + offset),
        source=tuple((a + offset, b + offset) for a, b in one.source),
        content=tuple((a + offset, b + offset) for a, b in one.content),
    )


def chars_of(one: Candidate, tokens: Tokens, text: str, score: ModuleType) -> Chars:
    """The characters of each role, white space apart."""
    roles = {"cue": (one.cue,), "source": one.source, "content": one.content}
    return {
        role: score.chars([(int(tokens.starts[a]), int(tokens.ends[b - 1])) for a, b in ranges], text)
        for role, ranges in roles.items()
    }


def gold_chars(one: Relation, article: Article, score: ModuleType) -> Chars:
    """The same of a gold relation."""
    return {role: score.chars(getattr(one, role), article.text) for role in ("source", "cue", "content")}


def load_score(shared: Path) -> ModuleType:
    """The project's scorer as a module, so that the rule is the same to the letter."""
    spec = importlib.util.spec_from_file_location("score", shared / "score" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer: {shared / 'score' / 'score.py'} is not there")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    calibrate(
        Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).resolve().parents[2] / "shared"
    )
