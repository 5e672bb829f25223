from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import InputError
from search import ingest
from search.engine import search
from search.library import Library
from search.meaning import Meanings, quantised, units
from search.models import Model
from search.wordpiece import WordPiece
from tests import onnx_model

needs_runtime = pytest.mark.skipif(find_spec("onnxruntime") is None, reason="onnxruntime is not installed")
BACKENDS = [
    "whoosh",
    pytest.param("tantivy", marks=pytest.mark.skipif(find_spec("tantivy") is None, reason="tantivy is not installed")),
]
ALIKE = ["航模飞机滑翔", "稻谷麦田耕作", "会议审议表决"]
TEXT = "通报\n各单位：\n滑翔飞机比赛于五月举行。\n麦田耕作进展顺利。\n会议表决了章程。\n"
VOCABULARY = {piece: i for i, piece in enumerate([*onnx_model.SPECIAL, "科", "普", "ste", "##m", "a"])}


def library(folder: Path, **environment: str) -> Library:
    (folder / "sources").mkdir(exist_ok=True)
    (folder / "sources" / "通报.txt").write_text(TEXT, encoding="utf-8")
    ingest.add(folder / "library", [folder / "sources"], environment=environment)
    return Library.open(folder / "library", environment)


@needs_runtime
@pytest.mark.parametrize("backend", BACKENDS)
def test_a_configured_model_says_what_is_near(tmp_path: Path, backend: str) -> None:
    model = onnx_model.write(tmp_path / "model", ALIKE)
    found = library(tmp_path, CETU_SEARCH__MODEL=str(model), CETU_SEARCH__INDEX=backend)
    assert search(found, "航模", mode="meaning").hits[0].text == "滑翔飞机比赛于五月举行。"
    assert search(found, "稻谷", mode="meaning").hits[0].text == "麦田耕作进展顺利。"
    assert found.index.columns.vectors.shape[1] == 48


@needs_runtime
def test_another_model_means_another_index_and_the_words_serve_again_without_one(tmp_path: Path) -> None:
    first = onnx_model.write(tmp_path / "first", ALIKE)
    second = onnx_model.write(tmp_path / "second", ALIKE, dimensions=200)
    widths = []
    for model in (str(first), str(second), ""):
        found = library(tmp_path, CETU_SEARCH__MODEL=model)
        assert search(found, "航模比赛").hits[0].text == "滑翔飞机比赛于五月举行。"
        widths.append(found.index.columns.vectors.shape[1])
    assert widths == [48, 200, 128]


@needs_runtime
@pytest.mark.parametrize("backend", BACKENDS)
def test_an_index_of_another_model_is_read_for_its_words_until_it_is_written_anew(tmp_path: Path, backend: str) -> None:
    library(tmp_path, CETU_SEARCH__INDEX=backend)
    model = str(onnx_model.write(tmp_path / "model", ALIKE))
    environment = {"CETU_SEARCH__MODEL": model, "CETU_SEARCH__INDEX": backend}
    commit = tmp_path / "library" / "index" / "change.json"
    before = commit.read_bytes()
    for mode in ("hybrid", "meaning"):
        found = search(Library.open(tmp_path / "library", environment), "飞机比赛", mode=mode)  # type: ignore[arg-type]
        assert found.hits[0].text == "滑翔飞机比赛于五月举行。"
        assert "只按字词检索" in found.notice
    assert commit.read_bytes() == before
    ingest.rebuild(tmp_path / "library", environment=environment)
    found = search(Library.open(tmp_path / "library", environment), "航模", mode="meaning")
    assert found.hits[0].text == "滑翔飞机比赛于五月举行。"
    assert found.notice == ""


@needs_runtime
def test_texts_together_are_as_texts_alone(tmp_path: Path) -> None:
    model = Model(onnx_model.write(tmp_path / "model", ALIKE))
    texts = ["航模", "稻谷麦田耕作会议审议", "", "表决"]
    together, known = model.encode(texts)
    assert known.tolist() == [True, True, False, True]
    for text, vector in zip(texts, together, strict=True):
        assert np.allclose(model.encode([text])[0][0], vector, atol=1e-6)
    assert np.allclose(np.linalg.norm(together[known], axis=1), 1, atol=1e-5)


@needs_runtime
def test_a_prompt_for_queries_is_put_before_them(tmp_path: Path) -> None:
    folder = onnx_model.write(tmp_path / "model", ALIKE)
    plain = Model(folder).query("航模", {})
    prompts = {"prompts": {"query": "会议审议："}}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(prompts), encoding="utf-8")
    prompted = Model(folder)
    assert plain is not None
    assert not np.allclose(prompted.query("航模", {}), plain)
    assert np.allclose(prompted.encode(["航模"])[0][0], plain, atol=1e-6)


@needs_runtime
@pytest.mark.parametrize(
    ("piece", "content", "message"),
    [
        ("onnx/model.onnx", None, "没有 model.onnx"),
        ("onnx/model.onnx", b"damaged", "模型读不出来"),
        ("vocab.txt", None, "没有可用的词表"),
        ("vocab.txt", "科\n普\n".encode(), "缺少"),
        ("1_Pooling/config.json", b"{", "说明读不出来"),
    ],
)
def test_what_a_folder_lacks_is_said(tmp_path: Path, piece: str, content: bytes | None, message: str) -> None:
    folder = onnx_model.write(tmp_path / "model", ALIKE)
    (folder / piece).unlink()
    if content is not None:
        (folder / piece).write_bytes(content)
    with pytest.raises(InputError, match=message) as caught:
        Model(folder)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_an_absent_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个模型文件夹"):
        library(tmp_path, CETU_SEARCH__MODEL=str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("科普", ["科", "普"]),
        ("STEM科普", ["ste", "##m", "科", "普"]),
        ("á 龘", ["a", "[UNK]"]),
        ("", []),
        ("stx", ["[UNK]"]),
    ],
)
def test_words_are_cut_into_pieces(text: str, pieces: list[str]) -> None:
    expected = [VOCABULARY[piece] for piece in ["[CLS]", *pieces, "[SEP]"]]
    assert WordPiece(VOCABULARY, lower=True).ids(text, 16) == expected


def test_long_texts_are_cut_and_short_ones_filled_up() -> None:
    ids, mask = WordPiece(VOCABULARY, lower=True).batch(["科" * 50, "普"], 8)
    assert ids.shape == (2, 8)
    assert mask.sum(axis=1).tolist() == [8, 3]


def test_in_a_large_index_of_wide_vectors_the_nearest_are_found() -> None:
    chosen = np.random.default_rng(3)
    plain = chosen.standard_normal((25_000, 40)) @ chosen.standard_normal((40, 256))
    vectors = quantised(units(plain.astype(np.float32)))
    meanings, sought = Meanings(vectors), units(plain[[777]].astype(np.float32))[0]
    near = meanings.similarity(sought, np.zeros(0, np.int64))
    exact = vectors.astype(np.float32) @ sought / 254
    best = np.argsort(-exact)[:10]
    assert np.argsort(-near)[:10].tolist() == best.tolist()
    assert np.allclose(near[best], exact[best], atol=1e-3)
