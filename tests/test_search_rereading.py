"""Of documents that fit alike, the one with a longer piece of the question comes first, then the one from the place."""

from __future__ import annotations

from pathlib import Path

import pytest

from search.engine import search
from search.library import Library
from search.results import Hit
from tests.search_library import make

TEXTS = {
    "甲.txt": "关于惠企的通知\n各单位：\n企业租用厂房免收三个月租金，小微企业优先，由国有公司办理。\n",
    "乙.txt": "关于惠企的通知\n各单位：\n小微企业租用国有厂房免收三个月租金，由公司办理企业优先。\n",
    "丙.txt": "关于惠企的通知\n各单位：\n小微企业优先，租用厂房由国有公司办理，企业免收三个月租金。\n",
    "云川.txt": "云川市发布新政\n农户今年起可申领农机购置补贴，到窗口办理。\n",
    "临江.txt": "临江市发布新政\n农户今年起可申领农机购置补贴，到柜台办理。\n云川市的窗口也办。\n",
    "春耕.txt": "关于春耕的通知\n各乡镇：\n全市春耕开始，云川市气象局每日播报。\n云川市人民政府\n2024年3月1日\n",
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("rereading"), texts=TEXTS)


def _hits(library: Library, line: str, **options: object) -> list[Hit]:
    return list(search(library, line, explain=True, **options).hits)  # type: ignore[arg-type]


def test_a_longer_piece_of_the_question_comes_first(library: Library) -> None:
    hits = _hits(library, "小微企业租用国有厂房免收几个月租金？")
    assert hits[0].file == "乙.txt"
    runs = {hit.file: dict(hit.explanation).get("连文", 0) for hit in hits}
    assert runs["乙.txt"] > 0
    assert runs["甲.txt"] == 0


def test_a_document_that_opens_with_the_place_comes_first(library: Library) -> None:
    hits = _hits(library, "云川市农户怎样申领农机购置补贴？")
    assert hits[0].file == "云川.txt"
    assert dict(hits[0].explanation)["地名"] > 0
    assert all("地名" not in dict(hit.explanation) for hit in hits if hit.file == "临江.txt")


def test_pages_follow_one_another(library: Library) -> None:
    line = "小微企业租用国有厂房免收几个月租金？"
    whole = [hit.passage for hit in _hits(library, line, limit=8)]
    assert [hit.passage for start in range(len(whole)) for hit in _hits(library, line, limit=1, offset=start)] == whole


def test_within_one_document_nothing_changes_places(tmp_path: Path) -> None:
    library = make(
        tmp_path, texts={"乙.txt": TEXTS["乙.txt"] + "企业租用厂房免收三个月租金的，由小微企业国有公司办理。\n"}
    )
    hits = _hits(library, "小微企业租用国有厂房免收几个月租金？")
    assert len(hits) > 1
    assert all("连文" not in dict(hit.explanation) for hit in hits)
