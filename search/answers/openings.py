"""What a question leaves open: its words before and after what it asks for (由谁负担, 设在哪里, 互助会怎么收费)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.labels import number
from corpus.patterns import lazy
from search.questions import tables

_ASKING = lazy(
    r"(?P<by>由|被)?(?P<asks>谁|什么(?!时|意思|关系|样)|啥(?!时|意思)|哪里|哪儿|"
    r"哪(?!年|天|月|日|一?届)(?:些|一|几|[一二两三四五六七八九十\d]+)?(?:个(?!月)|家|种|类|项|位|名|条|所|点|方面|大|支|座|款)?|"
    r"几(?:种|类|大|项(?=[一-鿿]))|(?P<amount>多长时间|多久|多少|百分之几|几(?!种|类|大|项)))(?P<rest>.*)$"
)
_AMOUNT_VERB = lazy(r"(?:是|有|为|达到?|提高到|增加到|增长到|下降到|降到|降至|升至|增至|[要会能将了过着])+$")
_HOW = lazy(r"^(?P<what>[^，。]{2,20}?)(?:怎么|如何|怎样|咋)(?:样)?(?P<verb>[一-鿿]{2})的?$")
# 新品牌是什么 may be answered by 甲、乙成为新品牌.
_WHAT = lazy(r"^(?P<what>.*?的)(?P<called>[一-鿿]{3,10}?)(?:都|分别)?(?:是|有|叫)(?:什么|哪些|谁|啥|哪[几两三].?)$")
# What may stand between the subject of a question and its verb, or after it, and says nothing.
_AUXILIARIES = lazy(r"(?:都|各|分别|一共|主要|具体|到底|应当?|需要|必须|可以|[要会能将拟已了过着])+$")
# These bring in nothing by themselves.
_NO_VERBS = ("的", "有", "是", "叫", "为", "和", "与", "在", "年", "方面", "活动", "项目")
# 哪两个村镇入选……: whatever stands before a deed is asked for.
_DEED = lazy(
    r"([一-鿿]{2,4}?)(?=入选|获批|获评|荣获|入围|上榜|跻身|迈入|跨入|当选|被[评列授命确认]|参与|承担|承办|牵头|通过|率先|试点)"
)
_COUNT = lazy(r"[一二两三四五六七八九十]+|\d+")
# A verb of two characters is matched whole; what a question says right before it makes the match surer.
SHORTEST = 2
SHORTEST_AMOUNT = 4


@dataclass(frozen=True, slots=True)
class Gap:
    """A question as the words before and after what it asks for."""

    before: str
    noun: str = ""
    verb: str = ""
    after: str = ""
    is_amount: bool = False
    is_way: bool = False
    called: str = ""
    count: int = 0


def gap(plain: str) -> Gap | None:
    """Return what a question leaves open; None where it asks for nothing that a sentence could fill in."""
    return _asked(plain) or _way(plain) or _called(plain)


def _asked(plain: str) -> Gap | None:
    hit = _ASKING.search(plain)
    if hit is None:
        return None
    before = _AUXILIARIES.sub("", plain[: hit.start()].strip())
    if hit["amount"]:
        before = _AMOUNT_VERB.sub("", before)
        return Gap(before, "", is_amount=True) if len(before) >= SHORTEST_AMOUNT else None
    rest = hit["rest"].strip()
    noun = max((word for word in _nouns() if rest.startswith(word)), key=len, default="")
    deed = _DEED.match(rest) if not noun else None
    noun = deed[1] if deed else noun
    after = rest.removeprefix(noun) if noun else rest
    count = number(counted[0]) if (counted := _COUNT.search(hit["asks"])) else 0
    if hit["by"] or (len(after) > 1 and (hit["asks"] == "谁" or noun or not before)):
        after = _AUXILIARIES.sub("", after).removesuffix("的").removesuffix("了")
        after = re.sub(r"^(?:来|在|都|要|会|能|可以|应当?|共同|联合)+", "", after)
        verb = after[:SHORTEST]
        return Gap(before, noun, verb, after[len(verb) :], count=count) if len(verb) == SHORTEST else None
    before = before.removesuffix("在").removesuffix("于") if hit["asks"].startswith("哪") and not rest else before
    before = before.removesuffix("为") if len(before) > SHORTEST_AMOUNT else before  # 更名为什么
    if len(before) < SHORTEST or len(rest) > 8 or before.endswith(_NO_VERBS):
        return None
    return Gap(before, rest, count=count)


def _way(plain: str) -> Gap | None:
    """Return 互助会怎么收费 as its subject and its verb."""
    hit = _HOW.match(plain)
    return Gap(_AUXILIARIES.sub("", hit["what"]), "", hit["verb"], is_way=True) if hit else None


def _called(plain: str) -> Gap | None:
    hit = _WHAT.match(plain)
    return Gap(hit["what"], called=hit["called"]) if hit else None


def _nouns() -> tuple[str, ...]:
    return (*tables.kinds(), "部门", "方面", "国家", "群体", "主体")
