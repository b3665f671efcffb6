"""The model at work: token windows in, scores out. ONNX Runtime, one thread, one window a call.

One window a call, and the cues of one region of it, unpadded, because dynamic INT8
takes its scale from all that is in a call: so scores depend on nothing but the
window itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from onrecord.extraction.windows import distance_buckets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from onrecord.extraction.artifact import Artifact
    from onrecord.extraction.windows import Tokens

    Floats = NDArray[np.float32]

CLS, SEP = 101, 102
MOST_CUES = 16
"""Cues in one call; attention over a long region takes memory for each."""


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
        self, scores: WindowScores, cues: Sequence[tuple[int, int]], bounds: tuple[int, int], *, nested: bool
    ) -> list[CueScores]:
        """Score the tokens in *bounds* as parts of the attribution of each of *cues*, all counted in the window.

        Cues of one region go through in one call, `MOST_CUES` at a time.
        """
        width = scores.states.shape[1] // 3
        low, high = bounds
        found: list[CueScores] = []
        for first in range(0, len(cues), MOST_CUES):
            some = cues[first : first + MOST_CUES]
            starts, ends = [cue[0] for cue in some], [cue[1] - 1 for cue in some]
            states = scores.states[starts, width : 2 * width] + scores.states[ends, 2 * width :]  # (n, width)
            labels, valid, stances = self._arguments.run(
                None,
                {
                    "states": np.broadcast_to(scores.states[None, low:high, :width], (len(some), high - low, width)),
                    "cue": states,
                    "buckets": np.stack([distance_buckets(low, high, cue) for cue in some]),
                    "nested": np.full(len(some), int(nested), dtype=np.int64),
                },
            )
            found += [CueScores(*row) for row in zip(labels, map(float, valid), stances, strict=True)]
        return found


def _session(content: bytes) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # ONNX Runtime's fused residual and norm is slower than the two apart: 39 ms a window against 36.
    return onnxruntime.InferenceSession(
        content, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )
