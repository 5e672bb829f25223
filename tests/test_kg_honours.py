"""Who received what, read off whole invented decisions: clauses that confer, rows of people, lists of receivers."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.ingest import document_from_path
from kg.extract import extract

DECISION = """云川市人民政府关于2030年度科学技术奖励的决定
各县（区）人民政府，市各有关部门：
市政府批准，授予陆怀谷教授、林知远研究员云川市科学技术突出贡献奖，授予“茶园绿色防控技术研究”等12项成果云川市科技进步奖一等奖，\
授予云川农业大学、青禾茶业有限公司等5家单位云川市科技创新先进集体称号，授予周明远等10名同志“云川市优秀科技工作者”称号。
苏定禾、顾行一和林知秋分别获得云川青年科技奖一等奖、二等奖和三等奖。
认定云川职业学院等2家单位为云川市科普教育基地。
周明远、林知秋两人获云川青年科技奖提名奖。
确定临江、北岭等县作为试点地区。
附件1
云川市科普工作先进集体名单
（共2个）
临江县科学技术协会
市第一人民医院
附件2
2029年度云川市科普工作标兵名单
1．马千里　　云川农业大学教授
2．吴　越（女）　临江县科协副主席
云川市农技推广奖获奖名单
一等奖（2名）
张志清、李为民
二等奖（1名）
王小川
组成人员名单
何为先
"""
RECEIVED = [
    ("陆怀谷", "云川市科学技术突出贡献奖", 2030),
    ("林知远", "云川市科学技术突出贡献奖", 2030),
    ("茶园绿色防控技术研究", "云川市科技进步奖一等奖", 2030),
    ("云川农业大学", "云川市科技创新先进集体", 2030),
    ("青禾茶业有限公司", "云川市科技创新先进集体", 2030),
    ("周明远", "云川市优秀科技工作者", 2030),
    ("苏定禾", "云川青年科技奖一等奖", 2030),
    ("顾行一", "云川青年科技奖二等奖", 2030),
    ("林知秋", "云川青年科技奖三等奖", 2030),
    ("周明远", "云川青年科技奖提名奖", 2030),
    ("林知秋", "云川青年科技奖提名奖", 2030),
    ("云川职业学院", "云川市科普教育基地", 2030),
    ("临江县科学技术协会", "云川市科普工作先进集体", None),
    ("市第一人民医院", "云川市科普工作先进集体", None),
    ("马千里", "云川市科普工作标兵", 2029),
    ("吴越", "云川市科普工作标兵", 2029),
    ("张志清", "云川市农技推广奖一等奖", None),
    ("李为民", "云川市农技推广奖一等奖", None),
    ("王小川", "云川市农技推广奖二等奖", None),
]


@pytest.fixture(scope="module")
def received(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], tuple[int | None, str]]:
    """Return year and evidence by receiver and honour."""
    file = tmp_path_factory.mktemp("honours") / "决定.txt"
    file.write_text(DECISION, encoding="utf-8")
    document = document_from_path(file)
    extraction = extract(document)
    names = {entity.id: entity.name for entity in extraction.entities}
    return {
        (names[row.subject], names[row.object]): (row.year, document.text[row.start : row.end])
        for row in extraction.relations
        if row.predicate == "received"
    }


@pytest.mark.parametrize(("receiver", "honour", "year"), RECEIVED)
def test_everybody_named_receives_the_honour(
    received: dict[tuple[str, str], tuple[int | None, str]], receiver: str, honour: str, year: int | None
) -> None:
    assert (receiver, honour) in received
    found, evidence = received[receiver, honour]
    assert year in (None, found)
    assert receiver in evidence.replace(" ", "")


def test_nobody_else_receives_anything(received: dict[tuple[str, str], tuple[int | None, str]]) -> None:
    assert set(received) == {(receiver, honour) for receiver, honour, _ in RECEIVED}


def test_evidence_of_a_list_is_its_line(received: dict[tuple[str, str], tuple[int | None, str]]) -> None:
    assert received["马千里", "云川市科普工作标兵"][1].endswith("马千里 云川农业大学教授")


@pytest.mark.parametrize("heading", ["云川市科普工作先进个人推荐名单", "云川市科普工作先进个人拟表彰名单"])
def test_who_is_only_put_forward_has_received_nothing(tmp_path: Path, heading: str) -> None:
    file = tmp_path / "公示.txt"
    file.write_text(f"公示\n现将名单公示如下。\n{heading}\n马千里\n吴越川\n", encoding="utf-8")
    predicates = {row.predicate.value for row in extract(document_from_path(file)).relations}
    assert "nominatedFor" in predicates
    assert "received" not in predicates
