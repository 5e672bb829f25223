"""The comparison of two versions or years of a document."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.documents import Document
from corpus.errors import NotFoundError
from corpus.ingest import document_from_text
from kg.extract import extract
from kg.facts import Extraction
from search import alignment
from search.alignment import paired, pieces
from search.comparison import Comparison, compare, compare_documents
from search.reports.page import figure_cells, ordered_figures
from tests.commands import cetu
from tests.search_library import make

BEFORE = """云川市茶业协会2022年工作报告

（2022年3月2日）

石见山

各位理事：

一、2021年工作回顾

一是茶园面积稳步扩大。新建标准茶园16个，培训茶农2.4万人次。举办第三届云川国际茶叶博览会，到会客商460人。

二是品牌影响不断提升。弘扬“重品质、讲诚信、敢创新”的茶人精神。协会与三所高校签订合作协议。

二、2022年工作安排

建设茶叶检测中心，年内投入使用。
"""
AFTER = """云川市茶业协会2023年工作报告

（2023年3月6日）

石见山

各位理事：

一、2022年工作回顾

一是茶园面积稳步扩大。新建标准茶园20个，培训茶农2.4万人次。举办第四届云川国际茶叶博览会，到会客商520人。

二是品牌影响不断提升。弘扬“重品质、讲诚信、敢创新”的茶人精神。落实“四联四促”要求，推动茶旅融合。

二、2023年工作安排

建设茶叶检测中心，六月投入使用。

三、安全生产

开展制茶企业安全检查，消除火灾隐患。
"""


def read(text: str) -> tuple[Document, Extraction]:
    document = document_from_text(text, name="报告.txt")
    return document, extract(document)


@cache
def years() -> Comparison:
    return compare_documents(read(BEFORE), read(AFTER))


def test_a_document_is_the_same_as_itself() -> None:
    assert compare_documents(read(BEFORE), read(BEFORE)).is_same
    assert not years().is_same


def test_sections_pair_by_heading_across_years_and_a_new_one_stays_alone() -> None:
    kinds = {section.after[-1]: section.kind for section in years().sections if section.after}
    assert kinds["三、安全生产"] == "new"
    review = next(s for s in years().sections if "品牌" in "".join(s.after[-1:]))
    assert "品牌" in review.before[-1]
    assert all(section.kind != "gone" for section in years().sections)


def test_changed_wording_is_shown_in_pieces_with_its_places() -> None:
    change = next(c for s in years().sections for c in s.changes if "检测中心" in c.after)
    assert change.kind == "changed"
    assert {piece.text for piece in change.pieces if piece.kind == "gone"} == {"年内"}
    assert read(BEFORE)[0].text[change.before_start :].startswith(change.before)
    assert read(AFTER)[0].text[change.after_start :].startswith(change.after)


def test_new_and_gone_sentences_are_told() -> None:
    changes = [c for section in years().sections for c in section.changes]
    assert any(c.kind == "gone" and "三所高校" in c.before for c in changes)
    assert any(c.kind == "new" and "茶旅融合" in c.after for c in changes)
    assert not any("茶人精神" in c.after for c in changes)


def test_a_sentence_in_another_section_has_moved() -> None:
    moved = BEFORE.replace("协会与三所高校签订合作协议。", "").replace(
        "年内投入使用。", "年内投入使用。协会与三所高校签订合作协议。"
    )
    changes = [c for s in compare_documents(read(BEFORE), read(moved)).sections for c in s.changes]
    assert [(c.kind, c.after) for c in changes] == [("moved", "协会与三所高校签订合作协议。")]


def test_figures_of_one_measure_are_set_side_by_side() -> None:
    figures = {(f.before, f.after): f for f in years().figures}
    assert figures["16个", "20个"].percent == 25.0
    assert ("460人", "520人") in figures
    assert not any(f.before == f.after for f in years().figures)
    assert not any("2.4万人次" in (f.before, f.after) for f in years().figures)


def test_shares_change_by_percentage_points_and_are_shown_so() -> None:
    one = "2021年，茶叶合格率达到9.6%，新建茶园16个。\n2021年12月30日"
    other = "2022年，茶叶合格率达到10.7%，新建茶园20个。\n2022年12月30日"
    shares = compare_documents(read(one), read(other)).figures
    (share,) = [figure for figure in shares if figure.before == "9.6%"]
    assert share.percent is None and share.points == pytest.approx(1.1)
    cells = [figure_cells(figure) for figure in shares]
    assert [row[-1] for row in cells] == ["+1.1个百分点", "+25.0%"]
    assert cells[0][2:5] == ("完成", "2021年 9.6%", "2022年 10.7%")


def test_figures_are_shown_by_what_became_of_them(tmp_path: Path) -> None:
    one = "2021年，新建茶厂3座。新建茶园16个，培训茶农2万人次。\n2021年12月30日"
    other = "2022年，举办茶会8场。新建茶园20个，培训茶农2万人次。\n2022年12月30日"
    kinds = [figure.kind for figure in ordered_figures(compare_documents(read(one), read(other)))]
    assert kinds == ["changed", "new", "gone"]
    library = make(tmp_path, texts={"前年报告.txt": BEFORE, "去年报告.txt": AFTER})
    shown = cetu("compare", "前年", "去年", library=library.folder).stdout
    assert "数字修改 2 处" in shown and "2022年 " in shown


def test_slogans_new_and_gone() -> None:
    assert [(s.kind, s.text) for s in years().slogans] == [("new", "四联四促")]
    back = compare_documents(read(AFTER), read(BEFORE))
    assert [(s.kind, s.text) for s in back.slogans] == [("gone", "四联四促")]


def test_documents_of_a_library_are_named_by_a_piece_of_their_title(tmp_path: Path) -> None:
    library = make(tmp_path, texts={"前.txt": BEFORE, "后.txt": AFTER})
    found = compare(library, "2022年工作报告", "2023年工作报告")
    assert (found.before.year, found.after.year) == (2022, 2023)
    assert found.to_dict()["after"]["title"] == "云川市茶业协会2023年工作报告"
    with pytest.raises(NotFoundError):
        compare(library, "2022年工作报告", "没有的文件")


@given(st.text("云川茶0123。，", max_size=40), st.text("云川茶0123。，", max_size=40))
def test_pieces_join_to_either_wording(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(p.text for p in found if p.kind != "new") == before
    assert "".join(p.text for p in found if p.kind != "gone") == after


def test_equal_texts_pair_before_similar_ones() -> None:
    assert paired(["新建茶园一处。", "新建茶园两处。"], ["新建茶园两处。", "新建茶园三处。"], 0.3) == {1: 0, 0: 1}


@given(
    st.lists(st.text(alphabet="云川市科协晨露计划农技员", max_size=12), max_size=60),
    st.lists(st.text(alphabet="云川市科协晨露计划农技员", max_size=12), max_size=60),
)
def test_few_and_many_texts_are_paired_alike(before: list[str], after: list[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(alignment, "_MANY", 0)
        many = alignment.paired(before, after, 0.5)
        patch.setattr(alignment, "_MANY", 10_000)
        assert alignment.paired(before, after, 0.5) == many
