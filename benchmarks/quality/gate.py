"""The quality gate: reads the PolNeAR dev articles, scores them, and fails below the floors of `baseline.json`.

    python benchmarks/quality/gate.py [--shared DIR] [--model FOLDER] [--fp32 FOLDER] [--out FILE] [--update [--lower]]

Exit code 0: nothing below its floor, or skipped because the gold data is not here.
1: a figure is below its floor. 2: nothing could be measured, for the reason it prints.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Json = dict[str, Any]
    Figures = dict[str, float | None]

HERE = Path(__file__).resolve().parent
BASELINE = HERE / "baseline.json"
SHARED = HERE.parents[2] / "shared"


class GateError(Exception):
    """Nothing can be measured; its text is one sentence for people."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What a figure is held to: at least `limit`, or at most where `ceiling`."""

    limit: float
    ceiling: bool = False

    def holds(self, measured: float | None) -> bool:
        """Whether *measured* is within the bound; a figure that could not be had is not."""
        if measured is None:
            return False
        return measured <= self.limit if self.ceiling else measured >= self.limit

    def to_json(self) -> Any:
        """The bound as `baseline.json` has it."""
        return {"at most": self.limit} if self.ceiling else self.limit

    @classmethod
    def from_json(cls, value: Any) -> Bound:
        """Read back what `to_json` gave."""
        return cls(value["at most"], ceiling=True) if isinstance(value, dict) else cls(value)


def main(arguments: list[str] | None = None) -> int:
    """Measure, compare, print; the exit code."""
    options = parse_arguments(arguments)
    polnear = options.shared / "polnear" / "dev"
    if not polnear.is_dir():
        print(f"The quality gate was skipped: the PolNeAR dev articles are not at {polnear}.")
        return 0
    try:
        return run(options, polnear)
    except GateError as error:
        print(f"The quality gate could not measure: {error}", file=sys.stderr)
        return 2


def parse_arguments(arguments: list[str] | None) -> argparse.Namespace:
    """The command line; `--lower` means nothing without `--update`."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", type=Path, default=SHARED, metavar="DIR", help="where the gold data is (default: %(default)s)"
    )
    parser.add_argument(
        "--model", type=Path, metavar="FOLDER", help="read with the model in FOLDER, not the packaged one"
    )
    parser.add_argument(
        "--fp32", type=Path, metavar="FOLDER", help="also read with the fp32 weights in FOLDER, and compare"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write all that score.py gives to FILE")
    parser.add_argument("--update", action="store_true", help="make better figures the new floors")
    parser.add_argument("--lower", action="store_true", help="with --update: worse figures, or another corpus, too")
    options = parser.parse_args(arguments)
    if options.lower and not options.update:
        parser.error("--lower goes with --update")
    return options


def run(options: argparse.Namespace, polnear: Path) -> int:
    """The gate itself, once the gold data is known to be there."""
    baseline = json.loads(BASELINE.read_text(encoding="utf-8"))
    corpus = corpus_hash(polnear)
    if corpus != baseline["corpus"] and not options.lower:
        raise GateError(
            f"{polnear} has SHA-256 {corpus[:12]}…, and the floors were measured on {baseline['corpus'][:12]}…; "
            "was the data changed? With --update --lower the floors start afresh on it."
        )
    scores = score(options.shared, options.model)
    figures = figures_of(scores)
    floors = {name: Bound.from_json(value) for name, value in baseline["floors"].items()}
    held = floors
    if options.fp32:
        scores["fp32"] = {"attributions": score_attributions(options.shared, options.fp32)}
        figures |= parity(scores)
        held = floors | {name: Bound.from_json(value) for name, value in baseline["parity"].items()}
    if options.out:
        options.out.write_text(json.dumps(scores, indent=1) + "\n", encoding="utf-8")
    if options.update:
        floors = updated(floors, figures, lower=options.lower)
        held |= floors
        baseline |= {"corpus": corpus, "floors": {name: bound.to_json() for name, bound in floors.items()}}
        BASELINE.write_text(json.dumps(baseline, indent=1) + "\n", encoding="utf-8")
    print(table(figures, held))
    return 0 if all(bound.holds(figures.get(name)) for name, bound in held.items()) else 1


def corpus_hash(polnear: Path) -> str:
    """SHA-256 over the split's texts and attributions, names included, in the order of their paths."""
    digest = hashlib.sha256()
    for path in sorted([*polnear.glob("text/*.txt"), *polnear.glob("attributions/*.ann")]):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(polnear).as_posix()}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def score(shared: Path, model: Path | None) -> Json:
    """What score.py gives for the dev articles and the seed article, read with *model* (None: the packaged one)."""
    seed = shared / "seed" / "article.txt"
    gold = shared / "seed" / "gold" / "article.json"
    for needed in (seed, gold, shared / "ledger" / "dev", shared / "score" / "score.py"):
        if not needed.exists():
            raise GateError(f"{needed} is missing.")
    *lines, seed_line = read_all([*articles(shared), seed], model, facts(shared))
    return {
        "attributions": run_scorer(shared, "attributions", shared / "polnear" / "dev", lines),
        "ledger": run_scorer(shared, "ledger", shared / "ledger" / "dev", lines),
        "seed": score_seed(scorer(shared), json.loads(gold.read_text(encoding="utf-8")), json.loads(seed_line)),
    }


def score_attributions(shared: Path, model: Path) -> Json:
    """What score.py gives for the dev articles' top-level statements alone."""
    return run_scorer(shared, "attributions", shared / "polnear" / "dev", read_all(articles(shared), model, {}))


def articles(shared: Path) -> list[Path]:
    """The dev articles, in the order of their names."""
    return sorted((shared / "polnear" / "dev" / "text").glob("*.txt"))


def facts(shared: Path) -> dict[str, dict[str, str | None]]:
    """Outlet and day of publication of each article with a gold ledger, by its file's name without ending.

    They are given to the reader as a user would give them: `when` counts from the day.
    """
    known = {}
    for path in sorted((shared / "ledger" / "dev").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        known[gold["document"]] = {word: gold[word] for word in ("outlet", "published")}
    seed = json.loads((shared / "seed" / "gold" / "article.json").read_text(encoding="utf-8"))
    known["article"] = {word: seed[word] for word in ("outlet", "published")}
    return known


def read_all(paths: list[Path], model: Path | None, known: dict[str, dict[str, str | None]]) -> list[str]:
    """Each article's reading as one line of JSON, in order, on every core.

    Raises:
        GateError: onrecord is not installed, or an article or the model cannot be read.
    """
    try:
        with ProcessPoolExecutor(os.cpu_count()) as pool:
            return list(pool.map(read_one, paths, [model] * len(paths), [known.get(path.stem, {}) for path in paths]))
    except ImportError as error:
        raise GateError(f"{error}; is onrecord installed in {sys.prefix}?") from error


def read_one(path: Path, model: Path | None, known: dict[str, str | None]) -> str:
    """One article's reading as one line of JSON; runs in a worker."""
    from onrecord.errors import OnRecordError

    try:
        return json.dumps(reader(model)(path, **known).to_json())
    except OnRecordError as error:
        raise GateError(str(error)) from error


@functools.cache
def reader(model: Path | None) -> Callable[[Path], Any]:
    """How this worker reads an article: with the public function, or with one Reader on *model*."""
    if model is None:
        from onrecord import read

        return read
    from onrecord.pipeline import Reader
    from onrecord.records import Receipt

    chosen = Reader(model=model)

    def read_with_it(path: Path, **known: str | None) -> Any:
        (reading,) = chosen.read([path], **known)
        if isinstance(reading, Receipt):
            raise GateError(reading.message)
        return reading

    return read_with_it


def run_scorer(shared: Path, task: str, gold: Path, lines: list[str]) -> Json:
    """The figures of `score.py TASK` for the readings *lines*."""
    with tempfile.TemporaryDirectory() as folder:
        predicted = Path(folder) / "predicted.jsonl"
        predicted.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
        command = [sys.executable, str(shared / "score" / "score.py"), task, str(gold), str(predicted)]
        done = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise GateError(f"score.py {task} ended with exit code {done.returncode}.")
    figures: Json = json.loads(done.stdout)
    return figures


def scorer(shared: Path) -> ModuleType:
    """score.py as a module, for its matching rule."""
    path = shared / "score" / "score.py"
    spec = importlib.util.spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise GateError(f"{path} is missing.")
    module = importlib.util.module_from_spec(spec)
    # The folder is not ours: leave no __pycache__ in it.
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    return module


def score_seed(rules: ModuleType, gold: Json, predicted: Json) -> Json:
    """How many of the seed article's statements are matched, and how many contents have another's source.

    A content is matched by content alone: Jaccard of its characters at least 0.5,
    best first, one to one. It has another's source where the statement read
    names a source and shares no character with the gold one's.
    """
    golden, found = spoken(gold), spoken(predicted)
    ours = [{role: rules.chars(rules.spans_of(statement, role)) for role in rules.ROLES} for statement in golden]
    theirs = [{role: rules.chars(rules.spans_of(statement, role)) for role in rules.ROLES} for statement in found]
    pairs = match_contents(rules.jaccard, ours, theirs)
    others = [
        {"gold": golden[i]["id"], "predicted": found[j]["id"]}
        for i, j in pairs
        if theirs[j]["source"] and rules.jaccard(ours[i]["source"], theirs[j]["source"]) == 0
    ]
    matched = rules.match(ours, theirs)
    called = {speaker["name"] for speaker in predicted["speakers"] if speaker["named"]}
    known = gold["speakers"]
    right = sum(golden[i]["stance"] == found[j]["stance"] for i, j in matched)
    return {
        "stance right": round(100 * right / max(len(matched), 1), 1),
        "named speakers": sum(any(rules.same_name(name, one) for one in called) for name in known),
        "narrations": sum(
            bool(rules.chars(one["content"]["spans"]) & rules.chars(other["content"]["spans"]))
            for one in gold["statements"]
            for other in predicted["statements"]
            if one.get("kind") == other["kind"] == "narration"
        ),
        "matched": len(matched),
        "gold": len(golden),
        "predicted": len(found),
        "contents matched": len(pairs),
        "another's source": others,
    }


def spoken(article: Json) -> list[Json]:
    """The statements that score.py compares: in the text, and not the outlet's own narration."""
    return [s for s in article["statements"] if s.get("kind") != "narration" and s.get("part", "text") == "text"]


def match_contents(
    jaccard: Callable[[set[int], set[int]], float], golden: list[dict[str, set[int]]], found: list[dict[str, set[int]]]
) -> list[tuple[int, int]]:
    """One-to-one pairs (gold index, found index) by content alone, best first; source and cue only break ties."""
    options = []
    for i, gold in enumerate(golden):
        for j, one in enumerate(found):
            overlap = {role: jaccard(gold[role], one[role]) for role in ("content", "source", "cue")}
            if gold["content"] and overlap["content"] >= 0.5:
                options.append((overlap["content"], overlap["source"], overlap["cue"], i, j))
    pairs: dict[int, int] = {}
    for _, _, _, i, j in sorted(options, reverse=True):
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return sorted(pairs.items())


def figures_of(scores: Json) -> Figures:
    """The figures that have floors, out of all that was scored; None where score.py gave none."""
    attributions, ledger, seed = scores["attributions"], scores["ledger"], scores["seed"]
    return {
        **{f"{role} F1": attributions[role]["F1"] for role in ("relation", "content", "source", "cue")},
        "calibration error": attributions.get("calibration error"),
        "statements F1": ledger["statements"]["F1"],
        "nested F1": ledger["nested"]["F1"],
        **resolved(ledger),
        "seed matched": seed["matched"],
        "seed another's source": len(seed["another's source"]),
        "seed stance right": seed["stance right"],
        "seed named speakers": seed["named speakers"],
        "seed narrations": seed["narrations"],
    }


def resolved(ledger: Json) -> Figures:
    """What resolution is held to: stance, speakers, when, to, via and kind, end to end, in percent but for the F1."""
    accuracy = ledger["accuracy on matched statements, %"]
    names = (
        "stance", "speaker, named", "source_type", "named", "when, where told", "when, null where null",
        "to, where told", "via, where told", "kind",
    )  # fmt: skip
    return {
        **{name: accuracy[name][0] for name in names},
        "stance macro F1": ledger["stance end to end, macro F1"],
    }


def parity(scores: Json) -> Figures:
    """The fp32 weights' relation F1, and how far the measured weights' is from it, either way."""
    reference = scores["fp32"]["attributions"]["relation"]["F1"]
    return {
        "fp32 relation F1": reference,
        "fp32 difference": round(abs(reference - scores["attributions"]["relation"]["F1"]), 1),
    }


def updated(floors: dict[str, Bound], figures: Figures, *, lower: bool) -> dict[str, Bound]:
    """The measured figures as bounds; where one is worse the old bound stays, unless *lower*."""
    after = {}
    for name, bound in floors.items():
        measured = figures.get(name)
        if measured is None or not (lower or bound.holds(measured)):
            print(f"{name}: the floor stays at {bound.limit:g}; measured {show(measured)}.", file=sys.stderr)
            after[name] = bound
        else:
            after[name] = Bound(measured, bound.ceiling)
    return after


def table(figures: Figures, bounds: dict[str, Bound]) -> str:
    """Figure, measured, floor, verdict: one line each."""
    rows = [("figure", "measured", "floor", "")]
    for name, measured in figures.items():
        bound = bounds.get(name)
        limit = f"{'at most' if bound.ceiling else 'at least'} {bound.limit:g}" if bound else "–"
        verdict = ("ok" if bound.holds(measured) else "BELOW") if bound else ""
        rows.append((name, show(measured), limit, verdict))
    first, second, third = (max(len(row[column]) for row in rows) for column in range(3))
    return "\n".join(f"{a:<{first}}  {b:>{second}}  {c:<{third}}  {d}".rstrip() for a, b, c, d in rows)


def show(measured: float | None) -> str:
    """A figure as the table has it."""
    return "none" if measured is None else f"{measured:g}"


if __name__ == "__main__":
    sys.exit(main())
