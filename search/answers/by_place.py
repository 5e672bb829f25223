"""One question about several places: 甲省和乙省……, 各省……: asked of each by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.patterns import lazy
from search.answers.scope import ENDINGS
from search.questions.plain import plain as to_plain

if TYPE_CHECKING:
    from search.answers.knowledge import Knowledge

# Of so many places each is asked.
_MOST = 40
# What is asked of several together: no answer of one of them alone is one.
_TOGETHER = lazy(
    r"相比|对比|比较|比(?!例|重|率|上年|去年|较)|更[高低多少大小长快]|最[高低多少大小长快]|哪个(?:省|市|地|县)|哪[些几一]?个?(?:省|市|县|地方|城市)|谁|"
    r"关系|区别|差[多别异距]|不同|相同|共同|之间|合作|还是|一共|总共|合计|共有|加起来"
)
_EACH = lazy(
    r"(?:各个?|每个?|所有|全部)(?P<level>省(?:级|份|区市|、?自治区、?直辖市)?|地?市(?:州)?|县区?|区县|区)(?:的|在)?(?!级|里|内)"
)
_LEVELS = {"省": "province", "市": "prefecture", "地": "prefecture", "县": "county", "区": "county"}
_JOINT = r"(?:以及|[和与跟及、])"


def asked_of_each(knowledge: Knowledge, text: str) -> tuple[tuple[str, str], ...]:
    """Return each place that a question asks about with the question about it alone; nothing where it is of one or none."""
    plain = to_plain(text)
    if _TOGETHER.search(plain):
        return ()
    if hit := _EACH.search(plain):
        places = list(_of_level(knowledge, _LEVELS[hit["level"][0]]))
        rest = plain[: hit.start()] + "◇" + plain[hit.end() :]
    elif run := _run(knowledge, plain):
        places, start, end = run
        rest = plain[:start] + "◇" + plain[end:]
    else:
        return ()
    rest = re.sub(r"分别|各自|各(?=是|有|为|增|达|占)", "", rest)
    return tuple((place, rest.replace("◇", place)) for place in places[:_MOST]) if len(places) > 1 else ()


def _of_level(knowledge: Knowledge, level: str) -> Iterator[str]:
    """Yield the places of a level that the library has papers of, by their full names."""
    from kg.extractors.places import place_of

    seen = set()
    for name in knowledge.place_names():
        home = place_of(f"{name}人民政府")  # also one that the gazetteer does not know
        if home is not None and home.name == name and home.level == level and name not in seen:
            seen.add(name)
            yield name


def _run(knowledge: Knowledge, plain: str) -> tuple[list[str], int, int] | None:
    """Return the places that stand joined in a question (甲省、乙省和丙省), with where they stand."""
    known = knowledge.places_in(plain)
    names = "|".join(map(re.escape, known))
    if not names:
        return None
    ending = "|".join(sorted(filter(None, ENDINGS), key=len, reverse=True))
    hit = re.search(rf"(?:(?:{names})(?:{ending})?{_JOINT})+(?:{names})(?:{ending})?", plain)
    if hit is None:
        return None
    found = re.findall(rf"(?:{names})(?:{ending})?", hit[0])
    documents = [known[next(name for name in known if place.startswith(name))] for place in found]
    # 广东省和广州市 with the same papers are no two places to ask.
    return (found, hit.start(), hit.end()) if len(set(documents)) == len(found) else None
