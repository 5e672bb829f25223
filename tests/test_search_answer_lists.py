"""Lists in sentences: where they are found, also where their marks stand far from the beginning."""

from __future__ import annotations

import pytest

from search.answers.lists import enumerations


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
