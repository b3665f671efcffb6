"""The served INT8 files back to a torch state, to train on from them where no checkpoint is left.

    python training/reopen.py WEIGHTS_FOLDER START.pt

A configuration with `start = "START.pt"` begins there. What the model has and the
files have not (a wider layer) keeps its first values, columns added at the end are 0.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import onnx
import torch
from onnx import numpy_helper

from model import transition_mask


def reopen(weights: Path) -> dict[str, torch.Tensor]:
    """Every parameter in *weights*' two files by its name in `Model`."""
    state: dict[str, torch.Tensor] = {}
    for part in ("encoder", "arguments"):
        graph = onnx.load(weights / f"{part}.onnx").graph
        values = {one.name: numpy_helper.to_array(one) for one in graph.initializer}
        for name in values:
            if re.match(r"[a-z]", name) and not re.search(r"_(scale|zero_point)$|::|_Transposed", name):
                state[f"{part}.{name.removesuffix('_quantized')}"] = torch.tensor(_full(values, name))
        for node in graph.node:
            if node.op_type in {"MatMul", "MatMulInteger"} and len(node.input) > 1 and node.input[1] in values:
                path = re.sub(r"/(Gemm_)?MatMul(_quant)?$", "", node.name)
                # `/judge/judge.0` is the first layer of `judge`.
                path = re.sub(r"^/(\w+)/\1\.", r"/\1.", path)
                state[f"{part}{path.replace('/', '.')}.weight"] = torch.tensor(_full(values, node.input[1]).T.copy())
    table = torch.tensor(json.loads((weights / "model.json").read_text())["transitions"])
    state["arguments.transitions"] = torch.where(transition_mask() < 0, 0.0, table)
    return state


def begin(model: torch.nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load *state* into *model*, narrower matrices into the first columns of wider ones."""
    own = model.state_dict()
    for name, value in state.items():
        if name not in own:
            raise SystemExit(f"{name} is no parameter of the model")
        if own[name].shape == value.shape:
            own[name] = value.to(own[name].dtype)
        else:
            wider = torch.zeros_like(own[name])
            wider[:, : value.shape[1]] = value
            own[name] = wider
    missing = [name for name in own if name not in state and not name.endswith("position_ids")]
    print(f"began from {len(state)} parameters; left as made: {missing}")
    model.load_state_dict(own)


def _full(values: dict, name: str):
    value = values[name]
    stem = name.removesuffix("_quantized")
    if stem == name:
        return value
    return (value.astype("float32") - values[f"{stem}_zero_point"]) * values[f"{stem}_scale"]


if __name__ == "__main__":
    torch.save(reopen(Path(sys.argv[1])), sys.argv[2])
