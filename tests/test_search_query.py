from __future__ import annotations

import pytest

from corpus.errors import InputError
from kg.facts import EntityType
from search.query import Filters, parse


def test_plain_words_stay_as_they_are() -> None:
    query = parse("科普惠农 服务站")
    assert (query.text, query.phrases, query.excluded, query.filters) == ("科普惠农 服务站", (), (), Filters())


@pytest.mark.parametrize(
    ("line", "filters"),
    [
        ("科普 年:2018", Filters(years=(2018, 2018))),
        ("科普 年：2016-2018", Filters(years=(2016, 2018))),
        ("科普 类型:项目", Filters(type=EntityType.PROGRAM)),
        ("科普 type:event", Filters(type=EntityType.EVENT)),
        ("科普 实体:活动", Filters(type=EntityType.EVENT)),
        ("科普 涉及:科普节", Filters(entity="科普节")),
        ("科普 机构:市科协", Filters(issuer="市科协")),
        ('科普 文件:"工作 报告"', Filters(document="工作 报告")),
        ("科普 体裁:讲话", Filters(kind="speech")),
    ],
)
def test_fields_filter(line: str, filters: Filters) -> None:
    query = parse(line)
    assert query.filters == filters
    assert query.text == "科普"


def test_phrases_and_exclusions() -> None:
    query = parse('"青少年 创新" 大赛 -机器人')
    assert query.phrases == ("青少年 创新",)
    assert query.excluded == ("机器人",)
    assert query.text == "青少年 创新 大赛"


@pytest.mark.parametrize("line", ["2016-2020年", "专家-教授", "主题：创新发展", "http://a.cn/x 说明"])
def test_hyphens_and_colons_of_prose_are_prose(line: str) -> None:
    query = parse(line)
    assert not query.excluded
    assert query.filters == Filters()


def test_traditional_characters_become_simplified() -> None:
    assert parse("科學普及惠農").text == "科学普及惠农"


@pytest.mark.parametrize("line", ["", "   ", "，。！", '""', '"', "\x00\x01\u200b", "- -", "（）"])
def test_nothing_to_look_for_is_said(line: str) -> None:
    with pytest.raises(InputError, match="没有可检索的词"):
        parse(line)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("科普 年:去年", "不是年份"),
        ("科普 类型:桌子", "没有“桌子”这个类型"),
        ("科普 体裁:诗歌", "没有“诗歌”这个体裁"),
        ("科普 yaer:2018", "检索字段"),
    ],
)
def test_unfit_fields_are_refused_with_what_fits(line: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        parse(line)
    assert caught.value.hint


def test_a_filter_alone_is_a_query() -> None:
    assert parse("年:2018").filters.years == (2018, 2018)


@pytest.mark.parametrize("line", ['科普 "惠农', "科普”“惠农", "科普\x00惠农\x7f", "科" * 10_000])
def test_odd_lines_are_read(line: str) -> None:
    assert parse(line).text
