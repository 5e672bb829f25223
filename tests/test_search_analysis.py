from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import fold, fold_with_offsets, phrase_terms, term_spans, terms, weighted_terms


@pytest.mark.parametrize("variant", ["3家", "三家", "3 家", "３家", "３ 家"])
def test_numbers_with_units_are_one_term(variant: str) -> None:
    assert "3家" in terms(f"新建服务站{variant}。")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("培训1.5万人次", "15000人"),
        ("共1,200人", "1200人"),
        ("第十九大", "19大"),
        ("二〇一八年", "2018年"),
        ("建成二百二十八个", "228个"),
        ("占4.70%", "4.7%"),
    ],
)
def test_amounts_are_written_one_way(text: str, term: str) -> None:
    assert term in terms(text)


@pytest.mark.parametrize("inner", ["科普惠农", "惠农兴村", "兴村计划", "科普惠农兴村计划"])
def test_a_name_is_found_by_every_piece_of_it(inner: str) -> None:
    held = set(terms("实施科普惠农兴村计划项目"))
    assert set(phrase_terms(inner)) <= held


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("“三型”组织", "三型组织"),
        ("《科学素质纲要》", "科学素质纲要"),
        ("ＳＴＥＭ教育", "stem教育"),
        ("阿卜·杜拉", "阿卜杜拉"),
        ("**重点**工作", "重点工作"),
        ("科學普及惠農", "科学普及惠农"),
        ("疫情結束後，暫停於此", "疫情结束后，暂停于此"),
    ],
)
def test_marks_width_and_case_make_no_difference(left: str, right: str) -> None:
    assert terms(left) == terms(right)


@pytest.mark.parametrize(
    ("text", "wanted"), [("科普e站", "普e"), ("WER选拔赛", "wer"), ("5G网络", "5g"), ("C++语言", "c++")]
)
def test_latin_runs_are_terms(text: str, wanted: str) -> None:
    found = terms(text)
    assert wanted in found or wanted[1:] in "".join(found)


def test_a_single_character_stands_for_the_terms_that_it_begins() -> None:
    assert phrase_terms("奖") == ("奖",)
    assert any(term.startswith("奖") for term in terms("省级大奖"))


def test_what_has_no_letters_has_no_terms() -> None:
    assert terms("，。！？——……") == []
    assert phrase_terms(" \t") == ()


def test_fields_add_up_by_weight() -> None:
    weights, length = weighted_terms([("科普 科普", 1.0), ("科普", 0.5)])
    assert weights["科普"] == 2.5
    assert length == 5.0


@given(st.text(max_size=80))
def test_offsets_lead_back_to_the_text(text: str) -> None:
    folded, offsets = fold_with_offsets(text)
    assert folded == fold(text)
    assert len(offsets) == len(folded) + 1
    assert all(fold(text[offsets[i] : offsets[i] + 1]) == folded[i] for i in range(len(folded)))


@given(st.text(max_size=80))
def test_spans_lie_within_the_text(text: str) -> None:
    folded = fold(text)
    assert all(0 <= start < end <= len(folded) for _, start, end in term_spans(folded))
