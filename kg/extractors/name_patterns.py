"""Where names of people stand: patterns around a surname and one or two characters."""

from __future__ import annotations

import re
from functools import cache

from kg.extractors.tables import any_of, column

_HAN = "[一-鿿]"
_ADDRESSES = frozenset(["同志", "先生", "女士"])


@cache
def surname() -> str:
    """Return the surnames as alternatives of a pattern, the longest first."""
    return any_of(column("surnames"))


@cache
def posts_of_people() -> str:
    """Return the posts and forms of address as alternatives of a pattern."""
    return any_of(column("posts"))


@cache
def comrade() -> re.Pattern[str]:
    """A name before 同志."""
    return re.compile(rf"((?:{surname()}){_HAN}{{1,2}}?)同志")


@cache
def between() -> re.Pattern[str]:
    """A name between a body and a post: 市委陆书记 is none, 市委陆怀谷书记 is."""
    return re.compile(rf"(?:[省市县区]委|政府|党组)((?:{surname()}){_HAN}{{1,2}})(?:{posts_of_people()})")


@cache
def honoured() -> re.Pattern[str]:
    """A name at the start of a clause, before what it receives: 陆怀谷被授予."""
    return re.compile(
        rf"(?:[，。；、：]|\n)((?:{surname()}){_HAN}{{1,2}}?)(?=被授予|被追授|荣获|荣膺|获颁|被评为|当选为)"
    )


@cache
def appointed() -> re.Pattern[str]:
    """A name before 任 and a post, alone or in a row: 甲任组长, 乙、丙任副组长."""
    post = "组长|团长|队长|主任|主席|会长|理事长|书记|委员|理事|秘书长|校长|院长|顾问"
    row = f"(?:、{_HAN}{{2,3}}){{0,4}}"
    return re.compile(
        rf"(?:^|[，。；、：\s]|局长|主席|主任|书记|[省市县区]长)((?:{surname()}){_HAN}{{1,2}}?)(?={row}(?:同志)?任{_HAN}{{0,10}}(?:{post}))"
    )


@cache
def contact() -> re.Pattern[str]:
    """The name in a line of contacts: 联系人：方予安."""
    return re.compile(
        rf"联系人[：:][^\n，。；]{{0,24}}?(?<![一-鿿])((?:{surname()}){_HAN}{{1,2}})(?=[\n，。；（(\s　]|$)"
    )


@cache
def roster() -> re.Pattern[str]:
    """A line of a name and a place of work."""
    return re.compile(rf"^((?:{surname()}){_HAN}{{1,2}})(?:（[男女]）)?[ \t　]+(?=\S{{4,}}$)", re.MULTILINE)


# 高级工程师裴某入选: what somebody is stands before the name.
_PROFESSIONS = "研究员|工程师|教授|院长|所长|站长|医师|主任|部长|馆长|会长|秘书长|团长"


@cache
def acts() -> re.Pattern[str]:
    """A name behind a mark or a profession, before what people do: 顾行一牵头的."""
    behind = "等(?:\\d+|[一-鿿]{0,3}(?:入选|获奖|当选|参会|参加))|获评|牵头的|担任|兼任|负责|团队|现场示范"
    return re.compile(rf"(?:^|[，。；、：由”]|{_PROFESSIONS})((?:{surname()}){_HAN}{{2}})(?={behind})")


@cache
def chosen() -> re.Pattern[str]:
    """A name behind a profession, before the verb of being chosen: 阳某海入选 alone may be a lake."""
    return re.compile(rf"(?:{_PROFESSIONS})((?:{surname()}){_HAN}{{2}})(?=入选|当选|荣获|被评为)")


@cache
def posted() -> re.Pattern[str]:
    """A name right behind a post, before what people do or the end of a piece: 局长万景行主持, 站长柯望舒、…"""
    posts = any_of(post for post in column("posts") if post not in _ADDRESSES)
    doing = "出席|参加|参会|到会|主持|讲话|致辞|发言|介绍|汇报|陪同|带队|宣读|传达|强调|指出|表示|讲课|授课|点评"
    return re.compile(
        rf"(?:{posts})((?:{surname()}){_HAN}{{2}})(?=同志|{doing}|担任|兼任|[作率受任为向和与]|[，。、；（）]|$)", re.M
    )


@cache
def after_title() -> re.Pattern[str]:
    """A name behind a title, before what people do: 教授阮青山率."""
    titles = "英雄”?|模范”?|楷模”?|工匠”?|院士|教授|设计师|工程师|省长|市长|县长|书记|主席"
    return re.compile(rf"(?:{titles})((?:{surname()}){_HAN}{{1,2}})(?=为|作|同志|等|率|主持|出席|受邀)")


@cache
def row() -> re.Pattern[str]:
    """The next name of a row: 、柯望舒、."""
    # The last of a row, behind 和, only before what people do: 甲、乙和丙分别获得.
    last = "分别|[均双共]?(?:荣?获|入选|当选|获评|被授予|被评为)"
    return re.compile(
        rf"(?:、((?:{surname()}){_HAN}{{1,2}}?)(?=[、，。和获等任]|入选|荣获|当选|同志|{last})"
        rf"|[和与及]((?:{surname()}){_HAN}{{1,2}}?)(?={last}))"
    )


@cache
def rewarded() -> re.Pattern[str]:
    """A row of names in front of a clause, before what they get: 甲、乙和丙分别获得, 甲、乙等3人荣获."""
    name = f"(?:{surname()}){_HAN}{{1,2}}"
    number = "(?:等?\\s*(?:\\d{1,3}|[两二三四五六七八九十])[名位人](?:同志)?|等同志|同志|等)?"
    gets = "(?:[均双共]|分别|双双|先后|共同)?(?:荣获|获得|获评|获(?!批|准|取|益|悉)|被授予|被评为|入选|当选)"
    return re.compile(
        rf"(?:^|[，。；：\n])({name}(?:、{name}){{0,9}}?(?:[、和与]{name}))(?={number}{gets})", re.MULTILINE
    )
