"""The model at work: token windows in, scores out. ONNX Runtime, one thread, one window a call.

One window and one cue a call, unpadded, because dynamic INT8 takes its scale from
all that is in a call: so scores depend on nothing but the window itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.extraction.windows import distance_buckets

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.extraction.artifact import Artifact
    from onrecord.extraction.windows import Tokens

    Floats = NDArray[np.float32]

CLS, SEP = 101, 102


@dataclass(frozen=True, slots=True)
class WindowScores:
    """One window of n tokens through the encoder.

    `cues` (n, 2, 3): at the top and nested, by outside, begin, inside,
    unnormalised. `states` (n, 3 * width): what the argument head reads of each.
    """

    cues: Floats
    states: Floats


@dataclass(frozen=True, slots=True)
class CueScores:
    """One cue through the argument head.

    `labels` (r, 5): outside, source begin and inside, content begin and inside.
    `valid`: the log-odds that it is a cue at all. `stances` (11,) as `STANCES`.
    """

    labels: Floats
    valid: float
    stances: Floats


class Tagger:
    """The loaded model. Holds no state between calls."""

    def __init__(self, artifact: Artifact) -> None:
        self.settings = artifact.settings
        self.sha256 = artifact.sha256
        self.tokenizer = Tokenizer.from_str(artifact.files["tokenizer.json"].decode())
        self._encoder = _session(artifact.files["encoder.onnx"])
        self._arguments = _session(artifact.files["arguments.onnx"])

    def encode(self, tokens: Tokens) -> WindowScores:
        """Read the *tokens* of one window."""
        ids = np.concatenate([[CLS], tokens.ids, [SEP]])[None]
        features = np.pad(tokens.features, ((1, 1), (0, 0)))[None]
        cues, states = self._encoder.run(None, {"ids": ids, "features": features})
        return WindowScores(cues[0, 1:-1].reshape(-1, 2, 3), states[0, 1:-1])

    def arguments(
        self, scores: WindowScores, cue: tuple[int, int], bounds: tuple[int, int], *, nested: bool
    ) -> CueScores:
        """Score the tokens in *bounds* as parts of the attribution whose cue is *cue*, both counted in the window."""
        width = scores.states.shape[1] // 3
        low, high = bounds
        state = scores.states[cue[0], width : 2 * width] + scores.states[cue[1] - 1, 2 * width :]
        labels, valid, stances = self._arguments.run(
            None,
            {
                "states": scores.states[None, low:high, :width],
                "cue": state[None],
                "buckets": distance_buckets(low, high, cue)[None],
                "nested": np.array([int(nested)], dtype=np.int64),
            },
        )
        return CueScores(labels[0], float(valid[0]), stances[0])


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # ONNX Runtime's fused residual and norm is slower than the two apart: 39 ms a window against 36.
    return onnxruntime.InferenceSession(
        content, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
