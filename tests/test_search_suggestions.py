from __future__ import annotations

from pathlib import Path

import pytest

from search.library import Library
from search.ranking import ranker_of
from search.spelling import Sound, spelled
from search.suggestions import _suggester, did_you_mean, suggest
from tests.search_library import make


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("suggestions"))


@pytest.mark.parametrize("prefix", ["科普惠农兴", "kphnxc", "kepuhuinongx", "惠农兴村", "“科普惠农兴", "ＫＰＨＮＸ"])
def test_a_name_is_completed(library: Library, prefix: str) -> None:
    assert any("科普惠农兴村计划" in item.text for item in suggest(library, prefix))


@pytest.mark.parametrize("prefix", ["", " ", "\x00", "？", "zzzzqqq", "没有这个词"])
def test_nothing_fits_nothing(library: Library, prefix: str) -> None:
    assert suggest(library, prefix) == ()


def test_the_limit_holds(library: Library) -> None:
    assert len(suggest(library, "科", limit=2)) <= 2
    assert suggest(library, "科", limit=0) == ()


def test_a_suggestion_leads_to_its_entity(library: Library) -> None:
    found = suggest(library, "科普惠农兴村计划")[0]
    assert found.type
    assert found.iri.startswith("http")


@pytest.mark.parametrize(
    "typed", ["科普会农兴村计划", "科普惠农星村计划", "科普惠农村兴计划", "kepuhuinongxingcunjihua"]
)
def test_slips_and_homophones_are_put_right(library: Library, typed: str) -> None:
    assert "科普惠农兴村计划" in did_you_mean(library, ranker_of(library), typed)


@pytest.mark.parametrize("typed", ["科普惠农", "服务站", "3家", "廉政风险"])
def test_what_the_library_says_is_left_alone(library: Library, typed: str) -> None:
    assert did_you_mean(library, ranker_of(library), typed) == ""


def test_a_name_within_many_names_comes_before_one_that_stands_alone(tmp_path: Path) -> None:
    texts = {
        "甲.txt": "云川市科普惠农行动实施方案\n云川市科学技术协会印发了《云川市科普惠农行动实施方案》。\n云川市科普研学基地揭牌。\n",
        "乙.txt": "关于科普惠农的通知\n云川市科学技术协会开展科普惠农行动，建设科普惠农服务站3家。\n",
    }
    suggester = _suggester(make(tmp_path, texts=texts))
    assert suggester.weights["科普惠农行动"] > suggester.weights["云川市科普研学基地"] > 0
    found = [item.text for item in suggest(make(tmp_path / "again", texts=texts), "科普")]
    assert found[0].startswith("科普惠农")


def test_no_posting_of_the_index_is_read_while_somebody_types(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    suggest(library, "c")
    asked: list[str] = []
    monkeypatch.setattr(type(library.index), "postings", lambda index, term: asked.append(term))
    assert suggest(library, "科普")
    assert asked == []


@pytest.mark.parametrize(
    ("name", "syllables", "initials"),
    [
        ("科普惠农", "kepuhuinong", "kphn"),
        ("重庆银行", "chongqingyinhang", "cqyh"),
        ("旅客", "lvke", "lk"),
        ("ＳＴＥＭ教育·3期", "stemjiaoyu3qi", "stemjy3q"),
        ("“两进”", "liangjin", "lj"),
        ("", "", ""),
    ],
)
def test_names_are_spelled_as_they_are_typed(name: str, syllables: str, initials: str) -> None:
    assert spelled(name) == Sound(syllables, initials)
