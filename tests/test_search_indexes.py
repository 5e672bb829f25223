from __future__ import annotations

import secrets
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from corpus.errors import InputError, LibraryError
from search import indexes
from search.indexes.port import SearchIndex
from search.passages import Passage

PASSAGE = Passage(
    id="a-0-9",
    document="a",
    start=0,
    end=9,
    text="新建科普服务站3家。",
    kind="sentence",
    part="报告",
    part_kind="report",
    section=("一、过去一年",),
    title="工作报告",
    file="a.txt",
    issuer="云川市科协",
    date="2023-02-10",
    label="公开",
    group="a-0-1",
)


def passages(document: str, *texts: str) -> list[Passage]:
    return [
        replace(PASSAGE, id=f"{document}-{i}", document=document, text=text, group=f"{document}-{i // 2}")
        for i, text in enumerate(texts)
    ]


@pytest.fixture(
    params=[
        *(name for name in indexes.BACKENDS if name == "whoosh" or find_spec(name)),
        pytest.param("opensearch", marks=pytest.mark.service),
    ]
)
def backend(request: pytest.FixtureRequest) -> str:
    if request.param == "opensearch":
        # An alias of its own for every test; one shard, so that the cluster is quick.
        return f"{request.getfixturevalue('opensearch')}/{secrets.token_hex(4)}?replicas=0"
    return str(request.param)


class TestSearchIndex:
    """The contract that every backend passes."""

    def write(self, backend: str, path: Path, change: int, **documents: list[Passage]) -> None:
        writer = indexes.open_writer(backend, path)
        for name, items in documents.items():
            writer.replace(name, items)
        writer.commit(change)
        writer.close()

    def held(self, index: SearchIndex, term: str) -> list[str]:
        return sorted(index.passage(int(row)).id for row in index.postings(term).rows)

    def test_holds_what_was_written(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 3, a=passages("a", "科普服务站", "农业专家"), b=passages("b", "科普大赛"))
        index = indexes.open_reader(backend, tmp_path)
        assert (index.change, index.count(), len(index.columns)) == (3, 3, 3)
        assert self.held(index, "科普") == ["a-0", "b-0"]
        assert self.held(index, "没有") == []
        assert index.terms("科") == ["科普"] or "科普" in index.terms("科")

    def test_postings_are_ascending_and_weighted(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普科普", "科普", "其他"))
        postings = indexes.open_reader(backend, tmp_path).postings("科普")
        assert (np.diff(postings.rows) > 0).all()
        assert postings.weights.tolist() == [2.0, 1.0]

    def test_vectors_are_read_when_they_are_wanted(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站", "农业专家"))
        index = indexes.open_reader(backend, tmp_path)
        assert len(index.postings("科普")) == 1
        assert "vectors" not in vars(index.columns)
        assert index.columns.vectors.shape[0] == 2
        assert index.columns.vectors.any(axis=1).all()

    def test_frequent_terms_are_whole(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", *("科普工作" for _ in range(700))))
        assert len(indexes.open_reader(backend, tmp_path).postings("科普")) == 700

    def test_replaces_and_drops(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站"), b=passages("b", "科普大赛"))
        writer = indexes.open_writer(backend, tmp_path)
        writer.replace("a", passages("a", "农业专家"))
        writer.drop("b")
        writer.drop("absent")
        writer.commit(2)
        writer.close()
        index = indexes.open_reader(backend, tmp_path)
        assert (index.count(), self.held(index, "科普"), self.held(index, "农业")) == (1, [], ["a-0"])
        assert int(index.columns.alive.sum()) == 1

    def test_a_document_may_be_replaced_twice_before_commit(self, backend: str, tmp_path: Path) -> None:
        writer = indexes.open_writer(backend, tmp_path)
        writer.replace("a", passages("a", "科普服务站"))
        writer.replace("a", passages("a", "农业专家"))
        writer.commit(1)
        writer.close()
        assert indexes.open_reader(backend, tmp_path).count() == 1

    def test_clears(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站"))
        writer = indexes.open_writer(backend, tmp_path)
        writer.clear()
        writer.replace("b", passages("b", "农业专家"))
        writer.commit(2)
        writer.close()
        index = indexes.open_reader(backend, tmp_path)
        assert (index.count(), index.columns.documents) == (1, ("b",))

    def test_readers_keep_their_state(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站"))
        before = indexes.open_reader(backend, tmp_path)
        self.write(backend, tmp_path, 2, b=passages("b", "科普大赛"))
        assert self.held(before, "科普") == ["a-0"]
        assert self.held(indexes.open_reader(backend, tmp_path), "科普") == ["a-0", "b-0"]

    def test_what_is_not_committed_is_lost(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站"))
        writer = indexes.open_writer(backend, tmp_path)
        writer.replace("b", passages("b", "科普大赛"))
        writer.close()
        assert indexes.open_reader(backend, tmp_path).count() == 1

    def test_many_small_commits_stay_one_index(self, backend: str, tmp_path: Path) -> None:
        for change in range(1, 16):
            self.write(backend, tmp_path, change, **{f"d{change}": passages(f"d{change}", "科普服务站", "农业专家")})
        index = indexes.open_reader(backend, tmp_path)
        assert index.count() == 30
        assert len(self.held(index, "科普")) == 15
        assert len(index.columns.documents) == 15

    def test_one_document_replaced_often_leaves_nothing_behind(self, backend: str, tmp_path: Path) -> None:
        kept = passages("kept", *("科普工作" for _ in range(40)))
        self.write(backend, tmp_path, 1, kept=kept)
        for change in range(2, 14):
            self.write(backend, tmp_path, change, a=passages("a", *(f"农业专家{change}人" for _ in range(30))))
        index = indexes.open_reader(backend, tmp_path)
        assert (index.count(), len(self.held(index, "农业")), len(self.held(index, "13人"))) == (70, 30, 30)
        assert self.held(index, "12人") == []
        assert len(index.columns) < 70 + 12 * 30

    def test_a_folder_of_another_backend_is_taken_over(self, backend: str, tmp_path: Path) -> None:
        for other in indexes.BACKENDS:
            if other != backend and (other == "whoosh" or find_spec(other)):
                self.write(other, tmp_path, 1, b=passages("b", "科普大赛"))
                with pytest.raises(LibraryError, match="另一个版本"):
                    indexes.open_reader(backend, tmp_path)
        self.write(backend, tmp_path, 2, a=passages("a", "科普服务站"))
        assert self.held(indexes.open_reader(backend, tmp_path), "科普") == ["a-0"]

    def test_columns_tell_documents_and_groups_apart(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "甲乙", "丙丁", "戊己"), b=passages("b", "庚辛"))
        columns = indexes.open_reader(backend, tmp_path).columns
        assert [columns.documents[i] for i in columns.document] == ["a", "a", "a", "b"]
        assert columns.group.tolist() == [0, 0, 1, 2]
        assert set(columns.year.tolist()) == {2023}

    def test_an_empty_index_can_be_read(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1)
        index = indexes.open_reader(backend, tmp_path)
        assert (index.count(), len(index.columns), self.held(index, "科普")) == (0, 0, [])

    def test_an_absent_index_is_said(self, backend: str, tmp_path: Path) -> None:
        with pytest.raises(LibraryError, match="没有检索索引"):
            indexes.open_reader(backend, tmp_path / "none")

    def test_a_damaged_index_is_said_and_can_be_written_anew(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站"))
        for file in tmp_path.rglob("*"):
            if file.is_file() and file.name != "change.json":
                file.write_bytes(b"damaged")
        with pytest.raises(LibraryError, match="读不出来"):
            indexes.open_reader(backend, tmp_path).columns  # noqa: B018
        writer = indexes.open_writer(backend, tmp_path)
        writer.clear()
        writer.replace("a", passages("a", "科普服务站"))
        writer.commit(2)
        writer.close()
        assert indexes.open_reader(backend, tmp_path).count() == 1

    def test_an_index_of_another_version_is_said(self, backend: str, tmp_path: Path) -> None:
        self.write(backend, tmp_path, 1, a=passages("a", "科普服务站"))
        (tmp_path / "change.json").write_text('{"change": 1, "version": "older"}', encoding="utf-8")
        with pytest.raises(LibraryError, match="另一个版本"):
            indexes.open_reader(backend, tmp_path)


def test_an_unknown_backend_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有名为"):
        indexes.open_reader("solr", tmp_path)


def test_postings_that_went_to_disk_on_the_way_are_all_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a term with more rows than a block of Whoosh holds, over runs and segments."""
    found = []
    for name, bound in (("kept", 10**9), ("spilled", 700)):
        monkeypatch.setattr("search.indexes.whoosh_postings.POSTINGS_AT_ONCE", bound)
        writer = indexes.open_writer("whoosh", tmp_path / name)
        for change in (1, 2):
            document = f"d{change}"
            writer.replace(document, passages(document, *(f"农业专家{i % 7}人，第{i}场科普科普" for i in range(200))))
            writer.commit(change)
        writer.close()
        index = indexes.open_reader("whoosh", tmp_path / name)
        held = [index.postings(term) for term in ("农业", "科普", "3人", "19场")]
        found.append([(one.rows.tolist(), one.weights.tolist()) for one in held])
        assert [len(one) for one in held] == [400, 400, 58, 2]
        assert not list((tmp_path / name).glob("*.run"))
    assert found[0] == found[1]


def test_a_term_is_read_as_whoosh_reads_it(tmp_path: Path) -> None:
    """Terms of one row, of one block and of several, with equal and with different weights."""
    from search.indexes.whoosh_index import WhooshIndex
    from search.indexes.whoosh_postings import blocks, term_arrays

    writer = indexes.open_writer("whoosh", tmp_path)
    texts = (f"第{i}站{'科普' * (i % 3)}活动{'大会' * (i % 5 == 0)}" for i in range(700))
    writer.replace("a", passages("a", *texts))
    writer.commit(1)
    writer.close()
    index = WhooshIndex.open(tmp_path)
    (leaf, _), *_ = index._segments
    for term, count in (("699站", 1), ("大会", 140), ("科普", 466), ("活动", 700)):

        def matcher(term: str = term) -> Any:
            return leaf._terms.matcher("terms", term.encode(), index._format)

        rows, weights = term_arrays(matcher())
        read = [(row, weight) for ids, some in blocks(matcher()) for row, weight in zip(ids, some, strict=True)]
        assert list(zip(rows.tolist(), weights.tolist(), strict=True)) == read
        assert (len(read), rows.dtype, weights.dtype) == (count, np.int32, np.float32)


def test_vectors_of_one_segment_are_read_where_they_lie_and_outlive_the_index(tmp_path: Path) -> None:
    TestSearchIndex().write("whoosh", tmp_path, 1, a=passages("a", "科普服务站", "农业专家"))
    index = indexes.open_reader("whoosh", tmp_path)
    vectors = index.columns.vectors
    lent = vectors.base
    assert isinstance(lent.base if isinstance(lent, np.ndarray) else lent, memoryview)
    before = vectors.copy()
    index.close()
    (tmp_path / "gone").mkdir()
    for file in tmp_path.glob("*.seg"):
        file.rename(tmp_path / "gone" / file.name)
    assert before.any() and (vectors == before).all()


def test_segments_that_were_joined_hold_what_one_does(tmp_path: Path) -> None:
    """Rows that are gone stay behind; a term may have one row, fewer than a block of Whoosh, or more."""
    texts = {f"d{i}": [f"第{i}场科普{'活动' * (i % 3)}，第{i + k}站{k}人" for k in range(90)] for i in range(7)}
    found = []
    for name in ("many commits", "one"):
        writer = indexes.open_writer("whoosh", tmp_path / name)
        for change, (document, some) in enumerate(texts.items(), 1):
            if name != "one":
                writer.replace(document, passages(document, *some[:50]))
                writer.commit(2 * change)
            writer.replace(document, passages(document, *some))
            if name != "one":
                writer.commit(2 * change + 1)
                writer.tidy()
        writer.drop("d3")
        writer.commit(100)
        before = indexes.open_reader("whoosh", tmp_path / name)
        writer.tidy()
        writer.close()
        index = indexes.open_reader("whoosh", tmp_path / name)
        # Who opened it before goes on reading.
        assert index.count() == before.count() == len(before.postings("科普")) == 540
        ids = [index.passage(row).id if alive else "" for row, alive in enumerate(index.columns.alive.tolist())]
        terms = ["科普", "活动", "动活", "3场", "7站", "人$", "89人", "5人"]
        held = {term: index.postings(term) for term in terms}
        found.append(
            {
                term: sorted(zip((ids[row] for row in one.rows.tolist()), one.weights.tolist(), strict=True))
                for term, one in held.items()
            }
        )
        assert len(list((tmp_path / name).glob("*.seg"))) < 7
    assert found[0] == found[1]
    assert all(found[0][term] for term in ("科普", "活动", "7站", "89人", "5人"))
