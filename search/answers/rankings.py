"""Which place something holds in a ranking (居全国第四位, 稳居首位)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import size, word_score
from search.answers.support import telling
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question, Word

_REGION = r"(?:全国|全省|全市|全区|全县|全球|世界|亚洲|[东中西]部(?:地区|城市)?|北方|南方|长三角|同类|[一-鿿]{0,4}(?:省份|城市))"
_ASKED = lazy(
    rf"(?:排名?|位?居|位列|列|在|处于|位于|是|占)*(?P<region>{_REGION})?(?:的|中|里|内)?"
    r"(?:排名?|位?居|位列|列|处于)*(?:在|是|为)?(?:第几(?:位|名)?|老几|什么位次|多少[位名]|(?:排名|位次|名次)(?:是|为)?(?:多少|怎么样|如何|第几(?:位|名)?)?)$"
)
# 第几届, 第几批 are no places in a ranking.
_OTHER = lazy(r"第几(?:届|次|批|期|条|章|个|节|页|部分|阶段|步|轮|季)")
_HELD = lazy(
    r"(?P<adverb>(?:均|都|也|稳|位|继续|连续[一-鿿\d]+年|首次|仍|分别|再次|保持|跃|前进至?|进至|升至?|上升至?|提升至?|跃升至?|进入|居|列|排名?|名列|位列|位居|占|达到?|成为|为|获|荣获)*)"
    rf"(?P<region>{_REGION})?(?:各[省市县区]{{1,3}})?(?:的|中|排名)*(?P<rank>第[一二三四五六七八九十百\d]+(?:位|名)?(?![届次批期条章节年季轮阶产个步])|首位|榜首|前列|前[一二三四五六七八九十\d]+(?:位|名)?(?![年个届次批月天])|[一二三四五六七八九十]强)"
)
_VERBAL = lazy(r"居|列|排|位|升|进|占|稳|跃|名|保持|前|成为|为|均")
_STOPS = lazy(r"[。；！？\n]")
# A clause of these words has no subject of its own: it is about what the clause before names.
_BARE = lazy(
    r"^(?:[均都也稳位居列排名再首仍又更继续连续保持跃升]|分别|[一-鿿\d]{0,3}年|成功|双双|双|总量|增速|规模|数量|质量|位次|排名|水平)*$"
)
_MET = 0.75
_LEAST = 0.8


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in a ranking, with the clauses that say what holds it."""

    region: str
    rank: str
    about: str


def place_held(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the place in a ranking that a sentence gives to what the question names; None where none does.

    Whatever is said to hold the place stands in its own clause, or right before a clause without a subject: what a
    neighbour in the sentence holds is another place.
    """
    plain = question.plain
    hit = None if _OTHER.search(plain) else _ASKED.search(plain)
    if hit is None or not re.search(r"第几|老几|位次|名次|排名|多少[位名]", hit[0]):
        return None
    words = tuple(_words(question, plain[: hit.start()]))
    if not words:
        return None
    found = [
        (score, facts.meta.date, -line.start, facts, line, held)
        for facts in knowledge.about(question)
        for line in facts.lines
        if line.kind != "heading" and speaks_of(facts, line, question.years)
        for held in _places(line)
        if _is_within(hit["region"], held.region) and (score := _score(words, facts, line, held)) >= _LEAST
    ]
    best = max(found, key=lambda item: item[:3], default=None)
    if best is None:
        return None
    *_, facts, line, held = best
    span = Span(facts.meta.id, line.start, line.end)
    told = f"{held.about}{held.region}{held.rank}"
    text = f"{told}。（{source_name(facts, line.start)}）"
    is_vague = held.rank == "前列" or held.rank.startswith("前") or held.rank.endswith("强")
    item = Item(held.region + held.rank, "", "", told, span)
    return Draft(text, question.topic, (span,), (item,), "mentions", is_partial=is_vague)


def _words(question: Question, before: str) -> Iterator[Word]:
    """Yield the words that say what holds the place: without the region, which the place itself has."""
    for word in telling(question):
        at = before.find(word.text)
        text = (
            word.text
            if at >= 0
            else next((word.text[:n] for n in range(len(word.text), 1, -1) if before.endswith(word.text[:n])), "")
        )
        text = re.sub(rf"(?:在|的)?{_REGION}?(?:排名?|位?居|位列|列)?$", "", text)
        if len(fold(text)) > 1:
            yield word if text == word.text else replace(word, text=text, names=(text,))


def _is_within(asked: str | None, held: str) -> bool:
    """Return whether a place counts within the region asked for; 居首位 alone says of none, and may be meant."""
    return not asked or not held or fold(asked) == fold(held)


def _places(line: Line) -> Iterator[_Place]:
    for piece in _STOPS.split(line.text):
        end = 0
        for hit in _HELD.finditer(piece):
            if not hit["region"] and not _VERBAL.search(hit["adverb"]):
                continue
            begin = max(piece.rfind("，", 0, hit.start()), piece.rfind("、", 0, hit.start())) + 1
            own = piece[begin : hit.start()]
            if begin and _BARE.match(own):
                # 甲三千家、乙九万家，均居全国第一: all that is said since the last place.
                begin = max(
                    end, piece.rfind("，", 0, max(begin - 1, 0)) + 1 if "均" not in hit["adverb"] + own else end
                )
            else:
                begin = max(begin, end)
            about = piece[begin : hit.start() + len(hit["adverb"])].lstrip("，、")
            yield _Place(hit["region"] or "", hit["rank"], about)
            end = hit.end()


def _score(words: Sequence[Word], facts: Facts, line: Line, held: _Place) -> float:
    own = fold(held.about)
    over = fold("".join(line.headings[-1:]) + facts.document.title)
    scores = [
        max(word_score(word, own), 0.85 * word_score(word, over) if word is not words[-1] else 0.0) for word in words
    ]
    if min(scores) < _MET:
        return 0.0
    return sum(size(word) * score for word, score in zip(words, scores, strict=True)) / sum(
        size(word) for word in words
    )
