"""Questions that name whose paper they ask about: of two cities, of two years, and a range told once."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.library import Library


def _report(city: str, mayor: str, year: int, growth: str, planned: str, platform: str) -> str:
    return f"""{year}年{city}政府工作报告
——{year}年2月6日在{city}第八届人民代表大会第三次会议上
{city}市长 {mayor}

各位代表：

现在，我代表市人民政府，向大会报告工作。

一、{year - 1}年工作回顾

地区生产总值增长{growth}。建成{platform}，举办{city[:2]}茶艺论坛。

二、{year}年工作安排

主要目标：地区生产总值增长{planned}。推进{platform}提质。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("scope")
    texts = {
        "云川": _report("云川市", "林知远", 2031, "6%", "6.5%—7%", "云川茶叶科技创新平台"),
        "怀谷": _report("怀谷市", "陆明之", 2031, "4%", "5%左右", "怀谷菌草科技创新平台"),
        "云川旧": _report("云川市", "林知远", 2030, "5.2%", "5.8%", "云川茶树种质平台"),
    }
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    ingest.add(folder / "library", sorted(folder.glob("*.txt")), environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("怀谷市2031年GDP目标是多少", "5%左右", "7%"),
        ("云川2031年地区生产总值目标是多少", "6.5%—7%", "5%左右"),
        ("怀谷有哪些科技创新平台", "怀谷菌草科技创新平台", "云川"),
        ("云川市有哪些科技创新平台", "云川茶叶科技创新平台", "怀谷"),
        ("2030年云川市政府工作报告里提到哪些平台", "云川茶树种质平台", "云川茶叶科技创新平台"),
        ("怀谷市市长是谁", "陆明之", "林知远"),
    ],
)
def test_the_papers_that_a_question_names_answer_it(library: Library, question: str, said: str, unsaid: str) -> None:
    answer = answering.ask(library, question)
    assert said in answer.answer
    assert unsaid not in answer.answer


def test_a_range_is_told_once(library: Library) -> None:
    answer = answering.ask(library, "云川2031年地区生产总值目标是多少")
    assert [item.detail for item in answer.items] == ["2031年目标：6.5%—7%"]
    assert "不超过" not in answer.answer


def test_a_part_is_called_by_its_title_where_its_subtitle_says_only_when_and_where(library: Library) -> None:
    answer = answering.ask(library, "怀谷市2031年GDP目标是多少")
    assert "《2031年怀谷市政府工作报告》" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云川和怀谷2030年地区生产总值分别增长多少", ("云川：2030年", "6%", "怀谷：2030年", "4%")),
        (
            "各市2031年地区生产总值增长目标是多少",
            ("云川市：2031年地区生产总值增长目标", "怀谷市：2031年地区生产总值增长目标"),
        ),
        ("怀谷的市长是谁，地区生产总值增长目标是多少", ("陆明之", "5%")),
    ],
)
def test_each_place_that_is_asked_about_is_answered(library: Library, question: str, said: tuple[str, ...]) -> None:
    answer = answering.ask(library, question)
    assert answer.status == "answered"
    assert all(part in answer.answer for part in said)
    assert "林知远" not in answer.answer or "市长" not in question


def test_a_place_of_which_nothing_is_said_is_named(library: Library) -> None:
    answer = answering.ask(library, "云川和怀谷的茶树种质平台叫什么")
    assert "怀谷" not in answer.answer or "没有说到" in answer.answer or answer.status == "not_found"


def test_what_is_asked_of_two_together_is_not_asked_of_each(library: Library) -> None:
    answer = answering.ask(library, "云川和怀谷哪个市的地区生产总值增长更快")
    assert "云川：" not in answer.answer


def test_the_government_of_a_place_is_asked_about_in_its_papers(library: Library) -> None:
    answer = answering.ask(library, "怀谷市的政府工作报告是谁作的")
    assert "陆明之" in answer.answer
    assert "林知远" not in answer.answer
