"""Copies among generated articles whose truth is known: how many are found, how many are wrong, how long it takes.

    python benchmarks/scale/copies.py [--articles N] [--seed N] [--news DIR]

Words are drawn from an invented vocabulary with the frequencies of English (Zipf),
so that no two independent articles share a long passage but what is put there: the
same quotation, an outlet's footer, an outlet's standing paragraph on the background.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from onrecord.documents.copies import CopyIndex
from onrecord.documents.text import make_document

ONSETS, CODAS = ("b", "d", "f", "g", "k", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr"), ("", "n", "r", "l", "s")
SYLLABLES = [onset + vowel + coda for onset in ONSETS for vowel in "aeiou" for coda in CODAS]
VOCABULARY = 12_000
OUTLETS = 40
SHARES = {
    "copy": 0.1, "near copy": 0.1, "partial copy": 0.1, "shortened": 0.05, "insert": 0.05, "version": 0.1,
    "quotes": 0.2,
}  # fmt: skip
"""Of all articles; the rest are independent and share only footers and standing paragraphs."""
EXPECTED = {
    "copy": {"copy"}, "near copy": {"copy"}, "partial copy": {"partial copy", "copy"},
    "shortened": {"partial copy", "copy"}, "insert": {"partial copy"}, "version": {"newer version"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """A generated article: what kind it is, and of which family (what it was made from)."""

    number: int
    kind: str
    family: int
    paragraphs: tuple[str, ...]
    url: str

    @property
    def text(self) -> str:
        return "\n\n".join(self.paragraphs)


class Writer:
    """Writes invented articles."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)
        words = set()
        while len(words) < VOCABULARY:
            words.add("".join(self.draw.choice(SYLLABLES) for _ in range(self.draw.choice((1, 2, 2, 3, 3)))))
        self.words = sorted(words)
        self.draw.shuffle(self.words)
        self.weights = [1 / (rank + 2.7) for rank in range(VOCABULARY)]
        self.footers = [self.sentences(2) for _ in range(OUTLETS)]
        self.background = [self.sentences(2) for _ in range(OUTLETS)]

    def sentences(self, count: int) -> str:
        found = []
        for _ in range(count):
            words = self.draw.choices(self.words, self.weights, k=self.draw.randint(10, 26))
            found.append(" ".join(words).capitalize() + ".")
        return " ".join(found)

    def paragraphs(self, count: int | None = None) -> list[str]:
        return [self.sentences(self.draw.randint(1, 3)) for _ in range(count or self.draw.randint(7, 16))]

    def dress(self, paragraphs: list[str]) -> tuple[str, ...]:
        """With an outlet's footer, and now and then its standing paragraph."""
        outlet = self.draw.randrange(OUTLETS)
        background = [self.background[outlet]] if self.draw.random() < 0.3 else []
        return (*paragraphs, *background, self.footers[outlet])

    def edit(self, paragraphs: list[str], share: float) -> list[str]:
        """With *share* of the words changed, one by one."""

        def change(word: str) -> str:
            return self.draw.choice(self.words) if self.draw.random() < share else word

        return [" ".join(map(change, paragraph.split())) for paragraph in paragraphs]


def generate(count: int, seed: int) -> list[Article]:
    """*count* articles, each after what it was made from."""
    writer = Writer(seed)
    draw = writer.draw
    kinds = [kind for kind, share in SHARES.items() for _ in range(int(count * share))]
    kinds += ["original"] * (count - len(kinds))
    draw.shuffle(kinds)
    bodies: list[tuple[int, list[str], str]] = []
    quotes = [f"“{writer.sentences(draw.randint(2, 4))}”" for _ in range(count // 25)]
    articles = []
    for number, kind in enumerate(kinds):
        url = f"https://outlet{draw.randrange(OUTLETS)}.example/{number}"
        if kind in {"original", "quotes"} or not bodies:
            body, family = writer.paragraphs(), number
            if kind == "quotes":
                for quote in draw.sample(quotes, 2):
                    body.insert(draw.randrange(1, len(body)), f"{quote} {writer.sentences(1)}")
            bodies.append((number, body, url))
        else:
            family, source, its_url = draw.choice(bodies[-2000:])
            match kind:
                case "copy":
                    body = [f"TOLM (AP) — {source[0]}", *source[1:]]
                case "near copy":
                    body = writer.edit(source, draw.uniform(0.005, 0.02))
                case "partial copy":
                    local = writer.paragraphs(2)
                    body = [*source, *local] if draw.random() < 0.5 else [local[0], *source, local[1]]
                case "shortened":
                    body = source[: len(source) // 2 + 1]
                case "insert":
                    own = writer.paragraphs(5)
                    half = max(len(source) // 2, 4)
                    body = [*own[:3], *source[:half], *own[3:]]
                case _:
                    body, url = [*writer.edit(source, 0.005), *writer.paragraphs(2)], its_url
        articles.append(Article(number, kind, family, writer.dress(body), url))
    return articles


def measure(articles: list[Article]) -> None:
    """Find the copies and print how well and how fast."""
    documents = [make_document(one.text, id=str(one.number), url=one.url) for one in articles]
    index, families = CopyIndex(), [one.family for one in articles]
    before = time.process_time()
    relations = [index.add(document) for document in documents]
    seconds = time.process_time() - before
    right = wrong = 0
    wrongly, found, kinds, total = Counter(), Counter(), Counter(), Counter(one.kind for one in articles)
    kept = spoilt = 0
    for article, document, some in zip(articles, documents, relations, strict=True):
        mates = [copy for copy in some if families[int(copy.id)] == article.family]
        right, wrong = right + len(mates), wrong + len(some) - len(mates)
        wrongly[article.kind] += len(some) > len(mates)
        found[article.kind] += bool(mates)
        kinds[article.kind] += bool(mates) and mates[0].kind in EXPECTED.get(article.kind, set())
        for copy in mates:
            for start, end, there, there_end in copy.shared:
                same = (
                    document.text[start:end].lower().split()
                    == documents[int(copy.id)].text[there:there_end].lower().split()
                )
                kept, spoilt = kept + same, spoilt + (not same)
    print(
        f"{len(articles):,} articles: {seconds:.1f} s of CPU, {seconds / len(articles) * 1000:.2f} ms each; "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB"
    )
    print(
        f"relations: {right:,} within a family, {wrong:,} between strangers; "
        f"precision {right / max(right + wrong, 1):.4f}"
    )
    print(f"passages: {kept:,} with the same words on both sides, {spoilt:,} not")
    print(f"\n{'kind':<14}{'articles':>9}{'found':>9}{'recall':>9}{'right kind':>12}{'wrongly':>9}")
    for kind, many in sorted(total.items()):
        told = kind in EXPECTED
        print(
            f"{kind:<14}{many:>9,}{found[kind]:>9,}"
            + (f"{found[kind] / many:>9.4f}{kinds[kind] / many:>12.4f}" if told else f"{'–':>9}{'–':>12}")
            + f"{wrongly[kind]:>9,}"
        )


def measure_news(folder: Path) -> None:
    """Real articles, whose truth is not known: every relation found, to be looked at."""
    index, count = CopyIndex(), 0
    for path in sorted(folder.glob("*.txt")):
        count += 1
        for copy in index.add(make_document(path.read_text(encoding="utf-8"), id=path.name)):
            print(f"  {copy.kind}: {path.name} of {copy.id}, {copy.containment:.2f} in it, {copy.contained:.2f} of it")
    print(f"{count} articles of {folder}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=10_000, metavar="N", help="(default: %(default)s)")
    parser.add_argument("--seed", type=int, default=7, metavar="N", help="(default: %(default)s)")
    parser.add_argument("--news", type=Path, metavar="DIR", help="also list what is found among the .txt files there")
    options = parser.parse_args()
    measure(generate(options.articles, options.seed))
    if options.news:
        measure_news(options.news)
    return 0


if __name__ == "__main__":
    sys.exit(main())
