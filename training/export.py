"""A trained model to the files that are served: ONNX, INT8 beside fp32, with a check that they say the same.

    python training/export.py RUN_FOLDER WEIGHTS_FOLDER

INT8 is dynamic and per channel; WEIGHTS_FOLDER gets the INT8 files, RUN_FOLDER/fp32
the same in fp32, as the reference that the quality gate compares with.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from model import Model, load_tokenizer
from onrecord.extraction.artifact import write_manifest

NAMES = ["arguments.onnx", "encoder.onnx", "model.json", "tokenizer.json"]
UNCALIBRATED = {"least": 0.1, "threshold": 0.4, "calibration": [0.0] * 10}
HEADS = ("/cues/", "/project/", "/labels/", "/judge/")
PARITY = 1e-3
"""How far fp32 ONNX may be from torch, in units of a score."""


def export(run: Path, weights: Path) -> None:
    """Write *run*'s last model to *weights* as INT8 and to `run/fp32` as it is."""
    state = torch.load(run / ("model.pt" if (run / "model.pt").exists() else "checkpoint.pt"), weights_only=True)
    described = json.loads((run / "run.json").read_text())
    config = described["config"]
    model = Model(**config["model"], attention="eager")
    model.load_state_dict(state["model"])
    model.eval()
    full = run / "fp32"
    for folder in (full, weights):
        folder.mkdir(parents=True, exist_ok=True)
    _export_encoder(model, full / "encoder.onnx")
    _export_arguments(model, full / "arguments.onnx", config["model"]["width"])
    settings = {
        "window": config["window"],
        "transitions": model.arguments.constrained().tolist(),
        **{name: {"top": value, "nested": value} for name, value in UNCALIBRATED.items()},
        "training": {"config": config, "data": described["data"], "commit": described["commit"]},
    }
    tokenizer = load_tokenizer()
    for folder in (full, weights):
        (folder / "model.json").write_text(json.dumps(settings, indent=1) + "\n")
        (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    for name in ("encoder.onnx", "arguments.onnx"):
        # The heads are small and every score goes through them: they stay fp32.
        heads = [node.name for node in onnx.load(full / name).graph.node if node.name.startswith(HEADS)]
        quantize_dynamic(
            full / name, weights / name, per_channel=True, weight_type=QuantType.QInt8, nodes_to_exclude=heads
        )
    for folder in (full, weights):
        write_manifest(folder, NAMES)


def copy_settings(source: Path, target: Path) -> None:
    """Give *target* the calibrated settings of *source*."""
    shutil.copy(source / "model.json", target / "model.json")
    write_manifest(target, NAMES)


def _export_encoder(model: Model, path: Path) -> None:
    ids = torch.randint(1000, 20000, (1, 50))
    features = torch.randint(0, 3, (1, 50, 3))
    torch.onnx.export(
        model.encoder,
        (ids, features),
        str(path),
        input_names=["ids", "features"],
        output_names=["cues", "states"],
        dynamic_axes={name: {1: "n"} for name in ("ids", "features", "cues", "states")},
        opset_version=17,
        dynamo=False,
    )
    longer = torch.randint(1000, 20000, (1, 77)), torch.randint(0, 3, (1, 77, 3))
    with torch.no_grad():
        expected = model.encoder(*longer)
    _compare(path, dict(zip(("ids", "features"), longer, strict=True)), expected)


def _export_arguments(model: Model, path: Path, width: int) -> None:
    def inputs(count: int, length: int) -> tuple[torch.Tensor, ...]:
        buckets = torch.randint(0, 65, (count, length))
        buckets[:, 3] = 32
        nested = torch.arange(count) % 2
        return torch.randn(count, length, width), torch.randn(count, width), buckets, nested

    names = ["states", "cue", "buckets", "nested"]
    torch.onnx.export(
        model.arguments,
        inputs(2, 30),
        str(path),
        input_names=names,
        output_names=["labels", "valid", "stances"],
        dynamic_axes={
            **{name: {0: "n", 1: "r"} for name in ("states", "buckets", "labels")},
            **{name: {0: "n"} for name in ("cue", "nested", "valid", "stances")},
        },
        opset_version=17,
        dynamo=False,
    )
    longer = inputs(5, 47)
    with torch.no_grad():
        expected = model.arguments(*longer)
    _compare(path, dict(zip(names, longer, strict=True)), expected)


def _compare(path: Path, inputs: dict[str, torch.Tensor], expected: tuple[torch.Tensor, ...]) -> None:
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {name: value.numpy() for name, value in inputs.items()})
    for one, other in zip(found, expected, strict=True):
        far = float(np.abs(one - other.numpy()).max())
        if far > PARITY:
            raise SystemExit(f"{path}: ONNX is {far:.2g} away from torch, expected at most {PARITY}")


if __name__ == "__main__":
    export(Path(sys.argv[1]), Path(sys.argv[2]))
