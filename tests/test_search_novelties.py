"""The report at the end of an add: what is new, what changed, what a person should look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import ingest
from search.novelties import Novelties
from tests.commands import cetu

_FIRST = """云川市科学技术协会2025年工作要点
2025年1月5日

一、提升能力
全市建设市级科普基地10家。发挥“三型”组织作用，推行链长制。云川市新型职业农民协会（以下简称“市农协”）成立。
名词解释
1.“三型”组织：学习型、服务型、创新型组织。
2.链长制：由一名市领导负责一条产业链的制度。
3.云岭码：本市统一的电子凭证。
"""
_SECOND = """云川市科学技术协会2026年工作要点
2026年1月5日

一、提升能力
建设市级科普基地12家，新建流动书屋5座。发挥“三型”组织作用，推行链长制。
名词解释
1.“三型”组织：学习型、服务型组织。
2.链长制：由链长和链主企业共同推动一条产业链的制度。
3.云岭码：是指本市统一的电子凭证；
4.茶园哨：设在茶园的气象服务点。
"""


def _add(folder: Path, name: str, text: str) -> Novelties:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return ingest.add(folder / "library", [path], environment={}).novelties


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> tuple[Novelties, Novelties, Novelties]:
    """Return the reports of a first document, of the next year's, and of the next year's in another version."""
    folder = tmp_path_factory.mktemp("novelties")
    first, second = _add(folder, "2025.txt", _FIRST), _add(folder, "2026.txt", _SECOND)
    return first, second, _add(folder, "2026.txt", _SECOND.replace("设在茶园的", "设在茶园和果园的"))


def test_the_first_document_brings_only_new_names(reports: tuple[Novelties, ...]) -> None:
    assert [row.name for row in reports[0].terms] == ["“三型”组织", "链长制", "云岭码"]
    assert "“市农协”即“云川市新型职业农民协会”" in [row.message for row in reports[0].aliases]
    assert not [row.message for row in reports[0].aliases if "全市" in row.message or "我市" in row.message]
    assert not reports[0].definitions + reports[0].figures + reports[0].slogans


def test_the_next_document_is_told_apart_from_the_one_before(reports: tuple[Novelties, ...]) -> None:
    assert [row.name for row in reports[1].terms] == ["茶园哨"]
    assert [row.name for row in reports[1].definitions] == ["“三型”组织", "链长制"]
    assert "由一名市领导负责" in reports[1].definitions[1].message
    assert [row.message for row in reports[1].slogans] == ["“三型”组织应有 3 项，释义列出 2 项：学习型、服务型组织"]
    assert [row.message for row in reports[1].figures] == ["流动书屋（新建）：5座"]


def test_a_new_version_is_compared_with_the_one_it_replaces(reports: tuple[Novelties, ...]) -> None:
    assert "茶园哨" in [row.name for row in reports[2].definitions]
    assert reports[2].terms == ()


def test_one_name_of_two_types_is_put_to_the_user(tmp_path: Path) -> None:
    _add(
        tmp_path,
        "a.txt",
        "云川市工作要点\n2025年1月5日\n\n一、工作\n实施“春苗”行动计划，推进“田间课堂”建设。\n名词解释\n1.田间课堂：讲授农技的方法。\n",
    )
    found = _add(
        tmp_path,
        "b.txt",
        "云川市工作总结\n2026年1月5日\n\n一、工作\n启用田间课堂平台。\n名词解释\n1.田间课堂：该活动每月举办一次，由市科协主办。\n",
    )
    assert [row.message for row in found.merges] == ["“田间课堂”有时是概念领域，有时是项目计划"]


def test_the_command_prints_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(_FIRST, encoding="utf-8")
    done = cetu("add", tmp_path / "a.txt", library=tmp_path / "lib")
    assert done.returncode == 0
    assert "新名词 3 条" in done.stdout
    assert "  链长制：由一名市领导负责一条产业链的制度。" in done.stdout.splitlines()
