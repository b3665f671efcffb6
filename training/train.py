"""From PolNeAR to the served files: `python training/train.py CONFIG.toml [--weights FOLDER]`.

Each epoch ends in a checkpoint; the same command goes on from the last one. Weights,
the configuration, the hash of the data and the commit are kept side by side in
`runs/NAME`. Then `export.py` and `calibrate.py` do their part.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import time
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

from calibrate import calibrate
from data import UNLABELLED, Example, WindowExample, data_hash, kept_out, read_articles, read_invented, windows
from export import copy_settings, export
from model import Model, load_tokenizer
from onrecord.extraction.windows import distance_buckets, region
from reopen import begin

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("config", type=Path)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--out", type=Path, help="checkpoints; training/runs/NAME by default")
    parser.add_argument("--weights", type=Path, help="where the served files go; OUT/weights by default")
    arguments = parser.parse_args()
    config = tomllib.loads(arguments.config.read_text())
    out = arguments.out or ROOT / "training" / "runs" / arguments.config.stem
    if not (arguments.shared / "polnear").is_dir():
        raise SystemExit(
            f"no training data: {arguments.shared / 'polnear'} is not there; name its folder with --shared"
        )
    out.mkdir(parents=True, exist_ok=True)
    train(config, arguments.shared, out)
    weights = arguments.weights or out / "weights"
    export(out, weights)
    calibrate(weights, arguments.shared)
    copy_settings(weights, out / "fp32")


def train(config: dict, shared: Path, out: Path) -> None:
    """Train to the last epoch of *config*, from the last checkpoint in *out* where there is one."""
    articles = read_articles(shared, "train")
    held = set(kept_out(list(articles), config["kept_out"]))
    tokenizer = load_tokenizer()
    own = Path(__file__).resolve().parent
    data = [
        [windows(reading, tokenizer, config["window"]) for reading in readings]
        for name, readings in sorted(articles.items())
        if name not in held
    ]
    data += config["invented"] * [[windows(article, tokenizer, config["window"])] for article in read_invented(own)]
    steps_an_epoch = -(-sum(len(readings[0]) for readings in data) // config["batch"])
    seed_everything(config["seed"])
    model = Model(**config["model"])
    optimizer = make_optimizer(model, config)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: rate(step, steps_an_epoch, config))
    (out / "run.json").write_text(
        json.dumps(
            {"config": config, "data": data_hash(shared, own), "commit": commit(), "kept_out": sorted(held)}, indent=1
        )
    )
    if config.get("start"):
        begin(model, torch.load(config["start"], weights_only=True))
    first = restore(out, model, optimizer, schedule)
    for epoch in range(first, sum(config["cycles"])):
        seed_everything(config["seed"] + epoch)
        order = [window for readings in data for window in random.choice(readings)]
        random.shuffle(order)
        model.train()
        cycle = int(np.searchsorted(np.cumsum(config["cycles"]), epoch, side="right"))
        for step, batch in enumerate(batches(order, config["batch"])):
            began = time.time()
            losses = loss_of(model, batch, config)
            loss = sum(value * weight_of(config["loss"][name], cycle) for name, value in losses.items())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), config["clip"])
            optimizer.step()
            schedule.step()
            if step % 10 == 0:
                shown = " ".join(f"{name} {value.item():.4f}" for name, value in losses.items())
                print(f"epoch {epoch} step {step}/{steps_an_epoch} {shown} {time.time() - began:.1f}s", flush=True)
        torch.save(
            {
                "epoch": epoch + 1,
                "model": model.state_dict(),
                "optimizer": optimizer.state_dict(),
                "schedule": schedule.state_dict(),
            },
            out / "checkpoint.tmp",
        )
        (out / "checkpoint.tmp").replace(out / "checkpoint.pt")
        if epoch + 1 in np.cumsum(config["cycles"]):
            torch.save({"model": model.state_dict()}, out / f"cycle-{cycle}.pt")
    torch.save({"model": model.state_dict()}, out / "model.pt")


def weight_of(weight: float | list[float], cycle: int) -> float:
    """What a loss counts in *cycle*: one number for all, or one a cycle."""
    return weight[cycle] if isinstance(weight, list) else weight


def batches(order: list[WindowExample], size: int) -> list[list[WindowExample]]:
    """Batches of *size* windows of like length, so that little is padding; in random order."""
    near = []
    for start in range(0, len(order), 8 * size):
        near += sorted(order[start : start + 8 * size], key=lambda window: len(window.ids))
    cut = [near[start : start + size] for start in range(0, len(near), size)]
    random.shuffle(cut)
    return cut


def loss_of(model: Model, batch: list[WindowExample], config: dict) -> dict[str, torch.Tensor]:
    """The losses of one batch of windows, by name."""
    ids, features, mask = padded(batch)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        cue_scores, states = model.encoder(ids, features, mask)  # (b, n + 2, 6), (b, n + 2, 3 * width)
    cue_scores, states = cue_scores[:, 1:-1].float(), states[:, 1:-1]
    targets = {"cue": "cues", "nested_cue": "nested_cues"}
    losses = {}
    for index, (name, field) in enumerate(targets.items()):
        gold = pad([getattr(window, field) for window in batch], UNLABELLED)
        scores = cue_scores[..., 3 * index : 3 * index + 3].flatten(0, 1)
        summed = functional.cross_entropy(scores, gold.flatten(), ignore_index=UNLABELLED, reduction="sum")
        losses[name] = summed / (gold != UNLABELLED).sum().clamp(min=200)
    losses.update(argument_losses(model, batch, cue_scores.detach(), states, config))
    return losses


def argument_losses(
    model: Model, batch: list[WindowExample], cue_scores: torch.Tensor, states: torch.Tensor, config: dict
) -> dict[str, torch.Tensor]:
    """What the argument head learns: labels given a cue, whether the cue is one, and the stance."""
    rows = [
        (index, example.cue, example.region, example.nested, example.labels, example.stance)
        for index, window in enumerate(batch)
        for example in (narrowed(one, config["narrowed"]) for one in window.examples)
    ]
    real = len(rows)
    for index, window in enumerate(batch):
        rows += [
            (index, cue, bounds, nested, None, UNLABELLED)
            for cue, bounds, nested in false_cues(window, cue_scores[index].numpy(), config["negatives"])
        ]
    length = states.shape[1]
    region_states, first, last = (part.flatten(0, 1) for part in states.chunk(3, dim=-1))  # each (b * n, width)
    at = pad([index * length + np.arange(*bounds) for index, _, bounds, *_ in rows], 0)  # (m, r)
    mask = pad([np.ones(high - low, dtype=np.float32) for _, _, (low, high), *_ in rows], 0)  # (m, r)
    begins = torch.tensor([index * length + cue[0] for index, cue, *_ in rows])
    ends = torch.tensor([index * length + cue[1] - 1 for index, cue, *_ in rows])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        scores, valid, stances = model.arguments(
            region_states[at],
            first[begins] + last[ends],
            pad([distance_buckets(*bounds, cue) for _, cue, bounds, *_ in rows], 0),
            torch.tensor([int(row[3]) for row in rows]),
            mask,
        )
    labels = pad([row[4] for row in rows[:real]], 0)
    size = labels.shape[1]
    likelihood = model.arguments.likelihood(scores[:real, :size], labels, mask[:real, :size])
    weight = torch.tensor([config["nested_weight"] if row[3] else 1.0 for row in rows[:real]])
    truth = torch.zeros(len(rows))
    truth[:real] = 1.0
    gold = torch.tensor([row[5] for row in rows])
    stance = functional.cross_entropy(
        stances.float(), gold, ignore_index=UNLABELLED, reduction="sum", label_smoothing=config["smoothing"]
    )
    return {
        "arguments": -(likelihood * weight).sum() / weight.sum(),
        "judge": functional.binary_cross_entropy_with_logits(valid.float(), truth),
        "stance": stance / (gold != UNLABELLED).sum().clamp(min=1),
    }


def narrowed(example: Example, share: float) -> Example:
    """The example as if it stood inside a content, for *share* of those at the top: a region just around it.

    Nested statements are few; a clause inside a content reads like one at the top.
    """
    if example.nested or random.random() > share:
        return example
    low, high = example.region
    marked = [low + int(place) for place in np.flatnonzero(example.labels)]
    first = max(low, min([example.cue[0], *marked]) - random.choice((0, 0, 0, 1, 2, 4, 8)))
    last = min(high, max([example.cue[1], *(place + 1 for place in marked)]) + random.choice((0, 0, 0, 1, 2, 4, 8)))
    return replace(example, region=(first, last), labels=example.labels[first - low : last - low], nested=True)


def false_cues(
    window: WindowExample, scores: np.ndarray, most: int
) -> list[tuple[tuple[int, int], tuple[int, int], bool]]:
    """Cues that the tagger would offer and no reader marked, the surest first: cue, region, nested."""
    found = []
    length = len(window.ids)
    exponents = np.exp(scores[:length].reshape(length, 2, 3))
    begin = (exponents / exponents.sum(-1, keepdims=True))[..., 1]  # (n, 2)
    for nested, gold in ((False, window.cues), (True, window.nested_cues)):
        for start in np.flatnonzero((begin[:, int(nested)] > 0.1) & (gold == 0)).tolist():
            number = window.searched[start]
            if nested and number:
                inside = np.flatnonzero(window.searched == number)
                bounds = int(inside[0]), int(inside[-1]) + 1
            elif nested:
                continue
            else:
                bounds = region(window.paragraphs, start)
            found.append((float(begin[start, int(nested)]), (start, start + 1), bounds, nested))
    return [row[1:] for row in sorted(found, key=lambda row: -row[0])[:most]]


def padded(batch: list[WindowExample]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Ids (b, n + 2) between `[CLS]` and `[SEP]`, features (b, n + 2, 3), mask (b, n + 2)."""
    ids = pad([np.concatenate([[101], window.ids, [102]]) for window in batch], 0)
    features = pad([np.pad(window.features, ((1, 1), (0, 0))) for window in batch], 0)
    mask = pad([np.ones(len(window.ids) + 2, dtype=np.int64) for window in batch], 0)
    return ids, features, mask


def pad(rows: list[np.ndarray], value: int) -> torch.Tensor:
    """Stack arrays of unequal first length, filled up with *value*."""
    return torch.nn.utils.rnn.pad_sequence(
        [torch.from_numpy(row) for row in rows], batch_first=True, padding_value=value
    )


def make_optimizer(model: Model, config: dict) -> torch.optim.AdamW:
    """AdamW: the encoder's own weights at one rate, everything new at another."""
    old = [parameter for name, parameter in model.named_parameters() if name.startswith("encoder.bert.")]
    new = [parameter for name, parameter in model.named_parameters() if not name.startswith("encoder.bert.")]
    groups = [{"params": old, "lr": config["encoder_rate"]}, {"params": new, "lr": config["head_rate"]}]
    return torch.optim.AdamW(groups, weight_decay=config["weight_decay"])


def rate(step: int, steps_an_epoch: int, config: dict) -> float:
    """The share of the peak rate at *step*: in each cycle up over `warm_up` of it, then linear to 0."""
    for index, epochs in enumerate(config["cycles"]):
        total = epochs * steps_an_epoch
        if step < total:
            peak = config["restart"] if index else 1.0
            rise = max(1, int(total * config["warm_up"]))
            return peak * (step / rise if step < rise else (total - step) / (total - rise))
        step -= total
    return 0.0


def restore(out: Path, model: Model, optimizer: torch.optim.AdamW, schedule: torch.optim.lr_scheduler.LambdaLR) -> int:
    """Load the checkpoint in *out*; the epoch to go on with, 0 where there is none."""
    if not (out / "checkpoint.pt").exists():
        return 0
    state = torch.load(out / "checkpoint.pt", weights_only=True)
    model.load_state_dict(state["model"])
    optimizer.load_state_dict(state["optimizer"])
    schedule.load_state_dict(state["schedule"])
    return state["epoch"]


def seed_everything(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)


def commit() -> str:
    answer = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return answer.stdout.strip()


if __name__ == "__main__":
    main()
