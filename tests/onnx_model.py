"""A small sentence-embedding model written byte by byte: one vector a character, looked up and given back."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
_FLOAT, _INT64 = 1, 7


def _varint(value: int) -> bytes:
    parts = bytearray()
    while value > 127:
        parts.append(value & 127 | 128)
        value >>= 7
    return bytes([*parts, value])


def _field(number: int, value: int | bytes | str) -> bytes:
    """Return one field of a protocol buffer."""
    if isinstance(value, int):
        return _varint(number << 3) + _varint(value)
    data = value.encode() if isinstance(value, str) else value
    return _varint(number << 3 | 2) + _varint(len(data)) + data


def _tensor(name: str, kind: int, dimensions: int) -> bytes:
    """Return the description of an input or output whose leading sizes are free."""
    free = [_field(1, _field(2, label)) for label in ("batch", "length")]
    shape = b"".join([*free, *([_field(1, _field(1, dimensions))] if dimensions else [])])
    return _field(1, name) + _field(2, _field(1, _field(1, kind) + _field(2, shape)))


def model_bytes(vectors: np.ndarray) -> bytes:
    """Return an ONNX model whose last_hidden_state is the vector of each of its input_ids."""
    table = b"".join(_field(1, size) for size in vectors.shape) + _field(2, _FLOAT)
    table += _field(8, "vectors") + _field(9, vectors.astype("<f4").tobytes())
    look_up = _field(1, "vectors") + _field(1, "input_ids") + _field(2, "last_hidden_state") + _field(4, "Gather")
    inputs = b"".join(_field(11, _tensor(name, _INT64, 0)) for name in ("input_ids", "attention_mask"))
    output = _field(12, _tensor("last_hidden_state", _FLOAT, vectors.shape[1]))
    graph = _field(1, look_up) + _field(2, "small") + _field(5, table) + inputs + output
    return _field(1, 8) + _field(7, graph) + _field(8, _field(2, 13))


def write(folder: Path, alike: list[str], *, dimensions: int = 48) -> Path:
    """Write a model in which the characters of each text of `alike` have nearly one direction; return its folder."""
    chosen = np.random.default_rng(5)
    characters = sorted({char for text in alike for char in text})
    directions = dict(zip(alike, chosen.standard_normal((len(alike), dimensions)), strict=True))
    rows = [np.zeros(dimensions) for _ in SPECIAL]
    for char in characters:
        kin = next(text for text in alike if char in text)
        rows.append(directions[kin] + 0.1 * chosen.standard_normal(dimensions))
    (folder / "onnx").mkdir(parents=True)
    (folder / "1_Pooling").mkdir()
    (folder / "onnx" / "model.onnx").write_bytes(model_bytes(np.stack(rows)))
    (folder / "vocab.txt").write_text("\n".join([*SPECIAL, *characters]) + "\n", encoding="utf-8")
    (folder / "1_Pooling" / "config.json").write_text(json.dumps({"pooling_mode_mean_tokens": True}), encoding="utf-8")
    return folder
