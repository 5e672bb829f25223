"""Who a sentence says received an award: all that it names before the verb, or between the verb of giving and the award."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.patterns import lazy

# 甲、乙和丙共同获得……: the receivers stand before the verb, in its clause.
_RECEIVED = lazy(
    r"(?:荣获|获得(?!感)|获评|获授|获颁|斩获|摘得|捧得|夺得|被评为|被授予|被命名为|入选|当选|获(?![得益利悉]))(?:了)?"
)
# 授予甲、乙“百花奖”称号; 评选甲、乙为……: they stand between verb and award.
_GIVEN = lazy(
    r"(?:授予|颁给|评选|命名|评出|推选|认定)(?P<who>[^，。；：]{2,120}?)(?:等\d*[余多]?[个家名位项]?[一-鿿]{0,4})?(?:为|获)?[“《]?$"
)
_CHOSEN = lazy(
    r"(?:评选|评出|推选|选树)(?:了|出)?(?:\d+[名位个])?[“《]?(?:首届|第[一二三四五六七八九十百\d]+届)?[“《]?$|(?:开展|组织|完成)[^，。；：]{0,8}$"
)
# 评选百花奖10名，甲、乙等获奖: they stand in the clause after the award.
_AFTER = lazy(
    r"[”》]?(?:评选|\d+[名位个人])?[^，。；：]{0,4}，(?P<who>[^，。；：]{2,80}?)(?:等\s?\d*\s?[余多]?[名人位个]?)?(?:同志)?(?:获奖|当选|入选|获评|上榜)(?=[，。；]|$)"
)
_STOPS = "，。；：！？"
# What stands between the last receiver and the verb.
_BETWEEN = lazy(
    r"(?:等(?:\d+|[两二三四五六七八九十]+)?[余多]?[个家名位项支件]?(?:单位|集体|个人|同志|作品|团队|项目|企业|学会|人)?|共同|联合|双双|分别|先后|成功|"
    r"均|都|再次|再|又|也|还|首次|同时|同志|连续[一-鿿\d]{1,3}[年次届])+$"
)
# A clause that begins with time or manner names its receivers after it.
_LEAD = lazy(
    r"^.*(?:其中|今年|去年|年内|全年|当年|20\d\d年度?|截至[一-鿿\d]{2,8}|指导|动员|推荐|支持|帮助|选送|组织|我[市省县区])"
)
_JOINS = lazy(r"、|以及|(?<=[一-鿿”》])(?:和|与|及)(?=[一-鿿“《])")
# What counts or points and names nobody: 首位获得……的.
_NO_NAME = lazy(r"(?:.*[首第唯][一二三四五六七八九十\d]{0,3}[位个次批家名]?|[其该此他她它].*|.*(?:成为|作为|是))$")
_SHORTEST, _LONGEST = 2, 24


def named_in(text: str, awards: Iterable[tuple[int, int]]) -> Iterator[str]:
    """Yield the receivers that a sentence names of an award, in order of the text.

    Args:
        text: The sentence.
        awards: Where it names the award, as half-open offsets.
    """
    for start, end in awards:
        if _CHOSEN.search(text[:start]) and (hit := _AFTER.match(text, end)):
            yield from _names(hit["who"])
            continue
        if text[:start].rstrip("“《").endswith(("、", "和", "与", "及")):
            continue  # 评选百花奖、金穗奖: what stands between the verb and the second is the first, and no receiver
        left = max(text.rfind(mark, 0, start) for mark in _STOPS) + 1
        clause = text[left:start].rstrip("“《首届第一二三四五六七八九十0123456789度年的")
        if hit := _GIVEN.search(clause):
            yield from _names(hit["who"])
            continue
        verbs = list(_RECEIVED.finditer(clause))
        if verbs and len(clause) - verbs[-1].end() <= _LONGEST:
            yield from _names(_before(text, left, left + verbs[-1].start()))


def _before(text: str, left: int, end: int) -> str:
    """Return what stands before the verb; where its clause begins with it, the clause before (甲、乙，双双获得……)."""
    own = _BETWEEN.sub("", text[left:end])
    if own or left < 2:
        return own
    earlier = max(text.rfind(mark, 0, left - 1) for mark in _STOPS) + 1
    return _BETWEEN.sub("", text[earlier : left - 1])


def _names(stretch: str) -> Iterator[str]:
    bare = _LEAD.sub("", _BETWEEN.sub("", stretch))
    for part in _JOINS.split(bare):
        name = re.sub("[“”《》]", "", part).strip(" 的")
        if _SHORTEST <= len(name) <= _LONGEST and not _NO_NAME.match(name):
            yield name
