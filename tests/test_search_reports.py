"""Findings and comparisons as files: SARIF, HTML, Word."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from search.alignment import Piece
from search.comparison import Comparison, FigureChange, SectionChange, SloganChange, Version, WordingChange
from search.reports.page import comparison_page, findings_page
from search.reports.sarif import sarif
from search.reports.word import annotated, compared, listed
from search.results import CheckResult, Citation, Finding
from tests.commands import SAMPLE, cetu, cetu_json

TEXT = "第一行。\n弘扬<茶人>精神𠮷，培训2.9万人次。"
START = TEXT.index("2.9")
CITATION = Citation("d1", "云川市茶业协会报告", "report", ("一、回顾",), 0, 9, "培训2.4万人次。")
RESULT = CheckResult(
    (Finding(START, START + 5, "2.9万人次"[:5], "figure", "error", "文中为2.4万人次", "2.4万人次", CITATION),),
    len(TEXT),
)
COMPARISON = Comparison(
    Version("a", "前<一>", 2022),
    Version("b", "后", 2023),
    (
        SectionChange(
            "changed",
            ("一、茶园",),
            ("一、茶园",),
            (
                WordingChange(
                    "changed",
                    "新建16个",
                    "新建20个",
                    (Piece("same", "新建"), Piece("gone", "16"), Piece("new", "20")),
                    0,
                    0,
                ),
            ),
            3,
        ),
    ),
    (FigureChange("changed", "标准茶园", "achieved", "16个", "20个", 2021, 2022, 25.0, 2, 2),),
    (SloganChange("new", "四联四促", 9),),
)


def test_sarif_counts_lines_and_columns_in_code_points() -> None:
    run = sarif(RESULT, TEXT, uri="稿.txt", version="1")["runs"][0]
    region = run["results"][0]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"]) == (2, TEXT.split("\n")[1].index("2.9") + 1)
    assert region["charOffset"] == START
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["results"][0]["level"] == "error"
    replaced = run["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replaced["insertedContent"]["text"] == "2.4万人次"
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {"figure"}


def test_a_page_marks_the_words_and_escapes_the_draft() -> None:
    page = findings_page(RESULT, TEXT, title="稿")
    assert f'<mark class="error">{RESULT.findings[0].span}' in page
    assert "&lt;茶人&gt;" in page and "<茶人>" not in page
    assert "培训2.4万人次" in page


def test_word_comments_stand_at_the_words_of_their_finding() -> None:
    word = docx.Document(BytesIO(annotated(RESULT, TEXT)))
    assert [paragraph.text for paragraph in word.paragraphs] == TEXT.split("\n")
    comments = list(word.comments)
    assert len(comments) == 1 and "2.4万人次" in comments[0].text
    body = word.paragraphs[1]._p.xml
    inside = body[body.index("commentRangeStart") : body.index("commentRangeEnd")]
    assert RESULT.findings[0].span in inside and "精神" not in inside


def test_a_draft_with_control_characters_still_becomes_a_word_file() -> None:
    word = docx.Document(BytesIO(annotated(CheckResult((), 3), "甲\x0b乙")))
    assert word.paragraphs[0].text == "甲 乙"


def test_a_comparison_as_page_and_word_file() -> None:
    page = comparison_page(COMPARISON)
    assert "新建<del>16</del><ins>20</ins>" in page and "+25.0%" in page and "前&lt;一&gt;" in page
    word = docx.Document(BytesIO(compared(COMPARISON)))
    assert [cell.text for cell in word.tables[0].rows[1].cells] == [
        "修改",
        "标准茶园",
        "完成",
        "2021年 16个",
        "2022年 20个",
        "+25.0%",
    ]
    struck = [run.text for paragraph in word.paragraphs for run in paragraph.runs if run.font.strike]
    assert struck == ["16"]


def test_a_list_as_word_file() -> None:
    assert [p.text for p in docx.Document(BytesIO(listed("名词解释", ["1. 甲：乙；"]))).paragraphs] == [
        "名词解释",
        "1. 甲：乙；",
    ]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports") / "library"
    reports = sorted(SAMPLE.glob("202[23]-七届*"))
    assert cetu("add", *reports, library=folder).returncode == 0
    return folder


def test_check_writes_every_format_and_its_exit_code_tells_of_errors(library: Path, tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text("2022年，成功举办第二届云川国际功能陶瓷大会，签约项目33个。", encoding="utf-8")
    done = cetu("check", draft, "--format", "sarif", library=library)
    assert done.returncode == 1
    assert json.loads(done.stdout)["runs"][0]["results"][0]["ruleId"] == "edition"
    assert cetu("check", draft, "--format", "html", "-o", tmp_path / "稿.html", library=library).returncode == 1
    assert "<mark" in (tmp_path / "稿.html").read_text(encoding="utf-8")
    assert cetu("check", draft, "--format", "docx", "-o", tmp_path / "稿.docx", library=library).returncode == 1
    assert len(list(docx.Document(str(tmp_path / "稿.docx")).comments)) == 1
    refused = cetu("check", draft, "--format", "docx", library=library)
    assert refused.returncode == 2 and "-o" in refused.stderr
    draft.write_text("今天天气很好。", encoding="utf-8")
    assert cetu("check", draft, library=library).returncode == 0


def test_compare_names_two_documents_and_writes_every_format(library: Path, tmp_path: Path) -> None:
    pair = ("2022-七届二次全会文件.txt", "2023-七届三次全会文件.md")
    shown = cetu("compare", *pair, library=library)
    assert shown.returncode == 0 and "新提法" in shown.stdout and "[-" in shown.stdout
    assert {section["kind"] for section in cetu_json("compare", *pair, "--json", library=library)["sections"]} >= {
        "changed"
    }
    assert "<ins>" in cetu("compare", *pair, "--format", "html", library=library).stdout
    target = tmp_path / "比较.docx"
    assert cetu("compare", *pair, "--format", "docx", "-o", target, library=library).returncode == 0
    assert docx.Document(str(target)).tables
    assert "没有不同" in cetu("compare", pair[0], pair[0], library=library).stdout
    assert cetu("compare", pair[0], "没有的文件", library=library).returncode == 2
