"""A sentence-embedding model in a local folder: ONNX with a WordPiece vocabulary, laid out as sentence-transformers does.

The folder holds `model.onnx` or `onnx/model.onnx` and `vocab.txt` or `tokenizer.json`; what else of a
sentence-transformers folder is there is heeded: `1_Pooling/config.json`, `sentence_bert_config.json`,
`tokenizer_config.json`, `config_sentence_transformers.json` (the prompt for queries).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.errors import InputError, MissingExtraError
from search.encoders import MODEL_SETTING, Flags, Space, Vector
from search.meaning import units
from search.wordpiece import WordPiece

_BATCH = 32
_LONGEST = 512
_HASHED = 1 << 16
_OUTPUTS = ("sentence_embedding", "last_hidden_state", "token_embeddings")

Ids = npt.NDArray[np.int64]


class Model:
    """An ONNX model that turns texts into unit vectors. Runs on one thread each, offline, the same on every run."""

    is_centred = False

    def __init__(self, folder: Path) -> None:
        file = _first(folder, "model.onnx", "onnx/model.onnx")
        if file is None:
            hint = "放入 model.onnx，例如用 optimum-cli export onnx 从 sentence-transformers 模型导出"
            raise InputError("模型文件夹里没有 model.onnx", where=str(folder), hint=hint)
        self._session = _session(file)
        self._words = _word_piece(folder)
        self._inputs = [one.name for one in self._session.get_inputs()]
        names = [one.name for one in self._session.get_outputs()]
        self._output = next((name for name in _OUTPUTS if name in names), names[0])
        self._by_first = bool(_read(folder / "1_Pooling" / "config.json").get("pooling_mode_cls_token"))
        prompts = _read(folder / "config_sentence_transformers.json").get("prompts") or {}
        self._prompt = str(prompts.get("query") or "")
        longest = _read(folder / "sentence_bert_config.json").get("max_seq_length")
        self._longest = min(int(longest or _LONGEST), _LONGEST)
        try:
            dimensions = self._vectors(["策图"]).shape[1]
        except Exception as error:  # the runtime raises kinds of its own
            raise InputError(
                f"模型算不出向量：{error}", where=str(file), hint="检查模型的输入与词表是否相配"
            ) from error
        self.space = Space(_fingerprint(file), int(dimensions))

    def encode(self, texts: Sequence[str]) -> tuple[Vector, Flags]:
        """Return the unit vectors of texts, one a row; all are known but empty ones."""
        known = np.array([bool(text.strip()) for text in texts], np.bool_)
        found = np.zeros((len(texts), self.space.dimensions), np.float32)
        # Texts of like length together: a batch is as long as its longest.
        order = sorted(np.flatnonzero(known).tolist(), key=lambda place: len(texts[place]))
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            found[places] = self._vectors([texts[place] for place in places])
        return found, known

    def query(self, text: str, words: Mapping[str, float]) -> Vector | None:
        """Return the unit vector of what somebody looks for."""
        vectors, known = self.encode([self._prompt + text if text.strip() else ""])
        found: Vector = vectors[0]
        return found if known[0] else None

    def _vectors(self, texts: Sequence[str]) -> Vector:
        ids, mask = self._words.batch(texts, self._longest)
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        (output,) = self._session.run([self._output], {name: given[name] for name in self._inputs})
        return units(_pooled(np.asarray(output, np.float32), mask, by_first=self._by_first))


def _pooled(output: npt.NDArray[np.float32], mask: Ids, *, by_first: bool) -> Vector:
    """Return a vector a text: as given, that of the first token, or the mean of all tokens."""
    if output.ndim == 2:
        return output
    if by_first:
        first: Vector = output[:, 0]
        return first
    weights = mask[:, :, None].astype(np.float32)
    mean: Vector = (output * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
    return mean


def _session(file: Path) -> Any:
    try:
        import onnxruntime
    except ImportError as error:
        hint = "请运行：pip install 'cetu[model]'，或把 search.model 留空"
        raise MissingExtraError("没有安装 onnxruntime", where=MODEL_SETTING, hint=hint) from error
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
    except Exception as error:  # the runtime raises kinds of its own
        raise InputError(f"模型读不出来：{error}", where=str(file), hint="重新导出或重新复制模型") from error


def _word_piece(folder: Path) -> WordPiece:
    is_lower = bool(_read(folder / "tokenizer_config.json").get("do_lower_case", True))
    if (folder / "vocab.txt").exists():
        words = (folder / "vocab.txt").read_text(encoding="utf-8").split("\n")
        return WordPiece({word.rstrip("\r"): i for i, word in enumerate(words) if word}, lower=is_lower)
    described = _read(folder / "tokenizer.json").get("model") or {}
    if described.get("type") != "WordPiece":
        hint = (
            "可用以 WordPiece 切分的模型（如 bge-*-zh、text2vec、gte-*-zh），文件夹里要有 vocab.txt 或 tokenizer.json"
        )
        raise InputError("模型文件夹里没有可用的词表", where=str(folder), hint=hint)
    return WordPiece(dict(described["vocab"]), lower=is_lower)


def _first(folder: Path, *names: str) -> Path | None:
    return next((folder / name for name in names if (folder / name).is_file()), None)


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(f"模型的说明读不出来：{error}", where=str(file), hint="重新复制模型") from error
    return found if isinstance(found, dict) else {}


def _fingerprint(file: Path) -> str:
    """Return a name that changes with the model: vectors of two models are never compared."""
    size = file.stat().st_size
    with file.open("rb") as data:
        first = data.read(_HASHED)
        data.seek(max(size - _HASHED, 0))
        return f"model-{blake2b(first + data.read() + str(size).encode(), digest_size=8).hexdigest()}"


@cache
def model(folder: Path) -> Model:
    """Return the model in a folder, loaded once in a process.

    Raises:
        InputError: Something is missing in the folder or cannot be read.
        MissingExtraError: onnxruntime is not installed.
    """
    if not folder.is_dir():
        raise InputError("没有这个模型文件夹", where=f"{MODEL_SETTING} = {folder}", hint="写模型文件夹的路径，或留空")
    return Model(folder)
