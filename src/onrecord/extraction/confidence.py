"""How likely a candidate is right: a logistic model over what the network says of it.

Its weights are fitted on articles that the network never saw (training/calibrate.py).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.extraction.decode import Cue, Labelling
    from onrecord.extraction.tagger import CueScores

FEATURES = (
    "cue log-odds",
    "judge log-odds",
    "labels log-probability",
    "labels log-probability, root",
    "no source",
    "no content",
    "content fragments beyond one",
    "content tokens, log",
    "source tokens, log",
)


def features(cue: Cue, scores: CueScores, labelling: Labelling) -> NDArray[np.float64]:
    """One candidate as the logistic model sees it, (9,) in the order of `FEATURES`."""
    content = sum(end - start for start, end in labelling.content)
    source = sum(end - start for start, end in labelling.source)
    return np.array(
        [
            cue.log_odds,
            scores.valid,
            labelling.log_probability,
            -math.sqrt(max(-labelling.log_probability, 0.0)),
            not labelling.source,
            not labelling.content,
            max(len(labelling.content) - 1, 0),
            math.log1p(content),
            math.log1p(source),
        ],
        dtype=np.float64,
    )


def probability(values: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """The logistic model's answer; *weights* (10,) has the bias last."""
    odds = float(values @ weights[:-1] + weights[-1])
    return 1.0 / (1.0 + math.exp(-max(-50.0, min(50.0, odds))))
