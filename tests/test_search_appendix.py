"""The draft of a 名词解释 for a draft, and what the glossaries of a library leave open."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from search.appendix import appendix, gaps
from search.glossary import define
from search.library import Library
from search.reports.sheet import workbook
from tests.commands import cetu, cetu_json
from tests.search_library import make

OLD = """云川市茶业协会2022年工作报告
（2022年3月2日）
石见山
各位理事：
落实“四联四促”要求，推进茶师包片。推行“三亮”服务。
名词解释
1. “四联四促”：联农户、联茶企，促种植、促加工；
2. 茶师包片：茶师分片负责茶园技术指导；
3. 茶旅驿站：供游客歇脚品茶的站点。
"""
NEW = """云川市茶业协会2023年工作报告
（2023年3月2日）
石见山
各位理事：
落实“四联四促”要求。
名词解释
1. “四联四促”：联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌。
"""
DRAFT = "推进茶师包片，落实“四联四促”要求，再抓茶师包片，开展“五送”活动。\n名词解释\n1. 茶旅驿站：略。\n"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("appendix"), texts={"旧.txt": OLD, "新.txt": NEW})


def test_terms_stand_in_order_of_appearance_with_their_newest_definition(library: Library) -> None:
    found = appendix(library, DRAFT)
    assert [entry.start for entry in found.entries] == [DRAFT.index("茶师包片"), DRAFT.index("四联四促")]
    first, second = found.lines()
    assert first == "1. 茶师包片：茶师分片负责茶园技术指导；"
    assert "联高校" in second and second.endswith("促品牌。")


def test_definitions_of_several_years_show_what_became_of_the_wording(library: Library) -> None:
    newer, older = define(library, "四联四促").matches
    assert newer.before == older.document and older.before == "" and older.changes == ()
    assert "".join(piece.text for piece in newer.changes if piece.kind != "gone") == newer.definition.rstrip("；。")
    assert "".join(piece.text for piece in newer.changes if piece.kind != "new") == older.definition.rstrip("；。")
    assert "联高校" in "".join(piece.text for piece in newer.changes if piece.kind == "new")
    shown = cetu("define", "四联四促", library=library.folder).stdout
    assert "与2022年相比" in shown and "联高校" in shown[shown.index("{+") : shown.index("+}")]


def test_a_definition_that_stands_as_it_did_has_no_changes(tmp_path: Path) -> None:
    library = make(tmp_path, texts={"旧.txt": OLD, "次年.txt": OLD.replace("2022年", "2023年")})
    newer, older = define(library, "茶师包片").matches
    assert newer.before == older.document and newer.changes == ()
    assert "与2022年相同" in cetu("define", "茶师包片", library=library.folder).stdout


def test_a_term_that_no_glossary_explains_is_told(library: Library) -> None:
    assert appendix(library, DRAFT).undefined == ("五送",)
    assert appendix(library, "今天开会。").entries == ()


def test_a_library_tells_what_it_uses_unexplained_and_explains_unused(library: Library) -> None:
    found = gaps(library)
    assert [term for term, _ in found.undefined] == ["三亮"]
    assert [term for term, _ in found.unused] == ["茶旅驿站"]


def test_an_appendix_as_workbook(library: Library) -> None:
    sheet = load_workbook(BytesIO(workbook(appendix(library, DRAFT)))).active
    assert sheet is not None
    assert [row[1] for row in sheet.iter_rows(values_only=True)][:2] == ["名词", "茶师包片"]


def test_the_command_writes_text_word_and_excel(library: Library, tmp_path: Path) -> None:
    draft = tmp_path / "稿.txt"
    draft.write_text(DRAFT, encoding="utf-8")
    shown = cetu("glossary", draft, library=library.folder)
    assert shown.stdout.splitlines()[1].startswith("1. 茶师包片") and "五送" in shown.stderr
    assert (
        cetu("glossary", draft, "--format", "docx", "-o", tmp_path / "a.docx", library=library.folder).returncode == 0
    )
    assert docx.Document(str(tmp_path / "a.docx")).paragraphs[1].text.startswith("1. 茶师包片")
    assert cetu("glossary", draft, "--format", "xlsx", library=library.folder).returncode == 2
    assert cetu_json("glossary", "--json", library=library.folder)["unused"] == [
        ["茶旅驿站", "云川市茶业协会2022年工作报告"]
    ]


def test_a_term_like_a_formula_stays_text(library: Library) -> None:
    found = appendix(library, DRAFT)
    (first, *_) = found.entries
    own = replace(first.definition, term="=HYPERLINK(1)", definition="\x01=1+1")
    book = workbook(replace(found, entries=(replace(first, definition=own),)))
    cells = [cell for row in load_workbook(BytesIO(book)).active.iter_rows(min_row=2) for cell in row]
    assert {cell.value for cell in cells if "=" in str(cell.value)} == {"'=HYPERLINK(1)", "'=1+1"}
    assert "f" not in {cell.data_type for cell in cells}
