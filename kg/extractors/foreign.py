"""Finds foreign names, whose parts a dot joins: 安德烈·科尔文教授, where a post or a word for a person stands beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from kg.extractors.tables import any_of, column
from kg.facts import EntityType
from kg.reading import Proposal

_LONGEST_PART = 7
_DOTS = "·•・"
_DOT = re.compile(f"[{_DOTS}]")
_MIDDLE_INITIAL = re.compile(r"([一-鿿]{2,4} ?[A-Z][·.][一-鿿]{2,6})")
# The characters that foreign sounds are written with; a name ends before the first other one.
_SOUNDS = frozenset(
    "阿埃艾爱安昂奥巴拜班邦保鲍贝本比彼毕宾波伯博勃布查达大戴丹道德登邓迪蒂狄丁东杜顿多厄恩尔法凡菲费芬冯弗夫福富"
    "盖甘冈高戈格葛古瓜哈海汉豪赫黑亨胡华怀霍基吉季加贾杰金卡凯坎康考柯科克肯孔库夸奎拉莱赖兰朗劳勒雷蕾黎里理利莉丽"
    "列林琳龙隆卢鲁路露吕伦罗洛马玛麦迈曼毛梅门蒙孟米密明缪莫默姆慕穆娜纳乃南内能尼妮涅宁纽农努诺欧帕潘庞佩彭皮"
    "平珀普齐奇恰强乔切琼丘屈让热日荣茹瑞若萨塞赛桑瑟森沙莎山珊舍申盛什圣施石史舒司斯丝思苏索塔泰坦汤特滕提廷"
    "图土吐托瓦万旺威韦维魏温文沃乌吾伍武西希锡夏肖歇谢辛兴休许旭逊雅亚延扬杨耶叶伊依易因殷英尤于裕约泽曾扎詹哲珍"
    "芝佐朱茱兹宗祖买提江木孜别克依不都烈翰治廉卫得历捷白斐何卜罕侯赛仁喀嘉曾洪缇蒂瑶妲娅婷姬"
)
_NO_PERSON = re.compile("公司|集团|奖|大学|学院|号|中心|基金|实验室|品牌|酒店|医院|地区|州|省|市")
_WORDS_FOR_PEOPLE = ("专家", "学者", "外宾", "客商", "艺术家", "科学家", "选手", "得主", "获得者", "教练", "工程师")


@cache
def _post() -> re.Pattern[str]:
    return re.compile(any_of((*column("posts"), *_WORDS_FOR_PEOPLE)))


def find(text: str, starts: set[int]) -> Iterator[Proposal]:
    """Yield the foreign names of a text; `starts` are the offsets at which words start."""
    for found in _MIDDLE_INITIAL.finditer(text):
        latin = re.search("[A-Z]", found[1])
        limit = found.start(1) + (latin.start() if latin else 0)
        start = max((at for at in starts if found.start(1) <= at < limit), default=found.start(1))
        yield Proposal(start, found.end(1), EntityType.PERSON, "people", weight=0.7)
    done = 0
    for dot in _DOT.finditer(text):
        if dot.start() < done:
            continue
        start, end = _start(text, dot.start()), _end(text, dot.start())
        if dot.start() - start >= 1 and end - dot.end() >= 2 and _is_person(text, start, end):
            done = end
            yield Proposal(start, end, EntityType.PERSON, "people", weight=0.6)


def _start(text: str, dot: int) -> int:
    """Return where the first part starts: as far back as sounds go, behind a post that runs on into it."""
    start = dot
    while start > 0 and dot - start < _LONGEST_PART and text[start - 1] in _SOUNDS:
        start -= 1
    ahead = [post.end() for post in _post().finditer(text, max(start - 4, 0), dot) if post.end() < dot]
    return max([start, *ahead])


def _end(text: str, dot: int) -> int:
    """Return where the last part ends: before a post, or before the first character that writes no foreign sound."""
    end = dot
    while end < len(text) and text[end] in _DOTS:
        begin = end = end + 1
        while end < len(text) and end - begin < _LONGEST_PART and text[end] in _SOUNDS and not _post().match(text, end):
            end += 1
        if end == begin:
            return begin - 1
    return end


def _is_person(text: str, start: int, end: int) -> bool:
    """Say whether what is written with a dot is a person: a post or a word for people stands beside it, no quotes around."""
    if "“" in text[max(start - 12, 0) : start] and "”" in text[end : end + 12]:
        return False
    if _NO_PERSON.match(text, end):
        return False
    return _post().search(text[max(start - 8, 0) : start]) is not None or _post().match(text, end) is not None
