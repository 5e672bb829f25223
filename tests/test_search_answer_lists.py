"""Lists in sentences: where they are found, also where their marks stand far from the beginning."""

from __future__ import annotations

import pytest

from search.answers.lists import enumerations, may_list, mottoes


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("云川市举办银杏讲堂，普及科学知识。", []),
        ("开展“银杏讲堂”“松林书屋”活动。", [("银杏讲堂", "松林书屋")]),
        ("印发《银杏办法》《松林细则》。", [("《银杏办法》", "《松林细则》")]),
        ("一年来稳步推进各项工作，重点在讲堂、书屋、展馆。", [("讲堂", "书屋", "展馆")]),
        ("“" + "银杏" * 19 + "”讲堂、松林书屋。", [("银杏" * 19 + "讲堂", "松林书屋")]),
        ("设立讲堂、书屋；开展展览、比赛。", [("讲堂", "书屋"), ("展览", "比赛")]),
    ],
)
def test_lists_are_found_wherever_their_marks_stand(text: str, members: list[tuple[str, ...]]) -> None:
    assert [found.members for found in enumerations(text)] == members
    assert [found.members for found in enumerations("今" * 80 + "。" + text)] == members


@pytest.mark.parametrize(
    ("text", "has_list"),
    [
        ("采取讲座、展览等方式", True),
        ("开展“银杏计划”“社区课堂”活动", True),
        ("印发《书屋办法》《站点规则》", True),
        ("落实“走村、走校”的做法", True),
        ("新建科普站3家，培训农民", False),
        ("实施“银杏计划”", False),
    ],
)
def test_a_sentence_is_passed_over_only_where_it_has_no_list(text: str, has_list: bool) -> None:
    assert may_list(text) is has_list
    assert bool(enumerations(text) or list(mottoes(text))) is has_list
