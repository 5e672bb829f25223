from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.dates import is_date_line, iso_date
from corpus.labels import label_of
from corpus.people import person
from corpus.sentences import sentence_spans


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("工作有序推进。成效明显！", ["工作有序推进。", "成效明显！"]),
        ("一是抓学习；二是抓落实。", ["一是抓学习；二是抓落实。"]),
        ("大家说“干得好！”会场响起掌声。", ["大家说“干得好！”", "会场响起掌声。"]),
        ("在“学懂。”的基础上前进。", ["在“学懂。”的基础上前进。"]),
        ("比例达9.5%（其中县区8%。均为初步数）以上。", ["比例达9.5%（其中县区8%。均为初步数）以上。"]),
        ("没有结束的话", ["没有结束的话"]),
        ("等等……再看。", ["等等……", "再看。"]),
    ],
)
def test_sentences_end_where_they_end(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text, 0, len(text))] == expected


@given(st.text(alphabet="科普。！”“（）…， \n", max_size=60))
def test_sentences_cover_everything_but_white_space(text: str) -> None:
    spans = list(sentence_spans(text, 0, len(text)))
    assert "".join(text[start:end] for start, end in spans).split() == "".join(text).split() or all(
        text[start:end].strip() == text[start:end] for start, end in spans
    )
    inside = {i for start, end in spans for i in range(start, end)}
    assert all(text[i].isspace() for i in range(len(text)) if i not in inside)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2031年2月8日", "2031-02-08"),
        ("二〇三一年十二月三十一日", "2031-12-31"),
        ("二○三一年二月", "2031-02"),
        ("到2035年", "2035"),
        ("2031-03-05 09:00", "2031-03-05"),
        ("没有日期", ""),
    ],
)
def test_dates_are_read(text: str, expected: str) -> None:
    assert iso_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("（2031年2月8日）", True), ("2031年工作", False), ("二〇三一年五月六日", True)]
)
def test_a_date_line_holds_only_a_date(text: str, *, expected: bool) -> None:
    assert is_date_line(text) is expected


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("一、总体要求", "han", 1),
        ("（十二）加强领导", "han_bracket", 12),
        ("3.重点任务", "digit", 3),
        ("第一百零三条 附则", "article", 103),
        ("④其他", "circled", 4),
        ("二是抓落实", "point", 2),
    ],
)
def test_labels_are_read(text: str, style: str, number: int) -> None:
    label = label_of(text)
    assert label is not None
    assert (label.style.name, label.number) == (style, number)


@pytest.mark.parametrize("text", ["3.5万人次", "2031年", "一带一路", "十分重要", "科普惠农"])
def test_numbers_in_text_are_no_labels(text: str) -> None:
    assert label_of(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("李小明", ("", "李小明")),
        ("李 明", ("", "李明")),
        ("云川市市长　李小明", ("云川市市长", "李小明")),
        ("市科协党组书记、主席苏明远", ("市科协党组书记、主席", "苏明远")),
        ("报告人：苏明远", ("", "苏明远")),
        ("自治区主席 阿依·古丽", ("自治区主席", "阿依·古丽")),
        ("工作回顾", None),
        ("国务院", None),
        ("市教育局", None),
    ],
)
def test_speakers_are_told_from_other_short_lines(text: str, expected: tuple[str, str] | None) -> None:
    assert person(text) == expected


def test_what_is_too_long_for_a_sentence_is_cut() -> None:
    text = "科普驿站、" * 4000
    spans = list(sentence_spans(text, 0, len(text)))
    assert max(end - start for start, end in spans) <= 4000
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(text[end - 1] == "、" for _, end in spans)
