"""The points that stand one below another under a heading (基本原则) or a lead (采取以下方式：), as a question asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from weakref import WeakKeyDictionary

from corpus.labels import number
from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.over import block, heads, is_heading
from search.questions.fold import fold
from search.questions.question import Question, Word

# What rules, plans and notices set out point by point.
_NOUNS = (
    "原则|任务|措施|步骤|程序|流程|环节|条件|要求|材料|方式|模式|目标|情形|职责|责任|保障|举措|途径|渠道|范围|对象|标准|"
    "重点|方面|阶段|工作|职能|权利|义务|事项|行为|意见|建议|做法|经验|问题|资料|机制|制度|政策|服务|类型|形式|方法|办法|"
    "指标|功能|奖励|支持|补贴"
)
_ASKED_AFTER = lazy(
    r"(?:哪些|哪几[个项类种条点]?|什么样的?|什么|啥|几[个项类种条点]|[哪什]?么?[一二两三四五六七八九十\d]+[个项大类种条点]?)"
    rf"([一-鿿]{{0,4}}?(?:{_NOUNS}))$"
)
_ASKED_BEFORE = lazy(
    rf"((?:[一-鿿]{{2}})?(?:{_NOUNS}))(?:都|各|分别|一共|主要|具体)*"
    r"(?:有|是|包括|分为|分|包含|为)?(?:哪.{0,2}|什么|啥|几.{0,1}|多少.{0,1})?$"
)
# Any noun may stand in the lead of points (支付下列费用：).
_ASKED_ANY = lazy(r"(?:哪些|哪几[个项类种条点]|什么样的)([一-鿿]{2,4})$")
# How to go about something is told in steps.
_HOW = lazy(r"(?:怎么|如何|怎样|咋)(?:样)?(?:申请|办理|申领|申报|领取|办|报名|分工|安排)")
# Marks of points with their number: （一）, 一、, 1., 一是.
_MARKS = (
    lazy(r"^\s*[（(]([一二三四五六七八九十]{1,3})[）)]"),
    lazy(r"^\s*([一二三四五六七八九十]{1,3})、"),
    lazy(r"^\s*[（(]([0-9]{1,2})[）)]"),
    lazy(r"^\s*([0-9]{1,2})\s*[.．、](?!\d)"),
    lazy(r"^\s*第([一二三四五六七八九十])(?:步|，|、)"),
    lazy(r"^\s*([一二三四五六七八九十])(?:是|要)(?=[^否])"),
)
_OWN_LIST = lazy("^(?:主要|重点|基本|具体|工作|总体)+")
# 驿站需要什么条件: the points are those of 驿站; 纲要 and 供应 end in no such verb.
_NEED = "(?:应当|应该|需要|必须|(?<![纲纪摘概主重需必首])要|(?<=[一-鿿]{2})(?<![急供必刚内])需)"
_NEEDED = lazy(rf"(?:{_NEED}|[应须])?(?:具备|满足|符合|履行)的?$|{_NEED}(?:有|提供|准备|提交)?的?$")
_ARTICLE = lazy(r"^\s*第[一二三四五六七八九十百零\d]+[条章]")
_LEADING = lazy(r"(?:以下|下列|如下).{0,12}$|[：:]$")
# How many points there are by the lead itself.
_SAID_COUNT = lazy(
    r"(?<!第)(\d{1,2}|[两三四五六七八九十]{1,2})(?:个|项|大|条|点|件|种|类)?(?:方面|重点|任务|工作|要求|措施|原则|条件)"
)
# So many lines may stand between a lead and its last point.
_REACH = 80
_LONGEST = 90
_OPENING = 30
# What announces points stands in so many characters at the end of a sentence.
_TAIL = 20
# So many sentences of what stands under a heading are told.
_MOST = 3
_MET = 0.8


@dataclass(frozen=True, slots=True)
class Points:
    """Points with what stands over them: the heading or lead, and all that says what they are the points of."""

    title: str
    around: str
    start: int
    end: int
    names: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


def points(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the points that stand under what a question names; None where no heading or lead clearly does."""
    noun = asked_noun(question)
    hit = None if noun else _ASKED_ANY.search(question.plain)
    led = noun is None and hit is not None
    noun = hit[1] if hit else noun
    if noun is None and not _HOW.search(question.plain):
        return None
    found = [
        (score, -i, facts, some)
        for i, facts in enumerate(knowledge.about(question))
        for some in (announced(facts) if led else _all(facts))
        if (score := _fits(question, facts, some, noun))
    ]
    best = max(found, key=lambda item: item[:2], default=None)
    if best is None or (not _topic(question, noun) and len({id(facts) for *_, facts, _ in found}) > 1):
        return None
    return told(best[2], best[3], question)


def asked_noun(question: Question) -> str | None:
    """Return the word for what is to be listed (基本原则), where it is one that documents put over points."""
    for pattern in (_ASKED_AFTER, _ASKED_BEFORE):
        if hit := pattern.search(question.plain):
            return hit[1].rpartition("的")[2]
    return None


def _is_denied(text: str) -> bool:
    return bool(re.search(r"不(?!断|少|仅|同)|未|禁止|严禁|除外", text))


def _topic(question: Question, noun: str | None) -> list[Word]:
    """Return the words that say what the points are of."""
    return [word for word in question.words if len(fold(word.text)) > 1 and (not noun or word.text not in noun)]


def _fits(question: Question, facts: Facts, some: Points, noun: str | None) -> float:
    title, around = fold(some.title), fold(some.around + facts.document.title)
    own = noun[-2:] if noun else ""
    if _is_denied(question.plain) != _is_denied(some.title):
        return 0.0  # what is not paid for is another list
    own_noun = re.search(rf"的([一-鿿]{{0,2}}{noun})" if noun else "$^", question.plain)
    if own_noun and fold(own_noun[1]) not in title and not _all_end_in(some.names, own):
        return 0.0  # 总要求 are no 总体要求
    if noun and not (fold(noun) in title or fold(own) in title[-6:] or _all_end_in(some.names, own)):
        return 0.0
    if noun and any(_OWN_LIST.sub("", name) == noun[-2:] for name in some.names):
        return 0.0  # of 发展目标 and 重点任务 the second is the list of 任务, not both together
    said = _SAID_COUNT.search(some.title)
    if question.number not in (None, len(some.names)) or (said and _count(said[1]) != len(some.names)):
        return 0.0  # 9个方面 of which four were found are not four
    score = 0.0
    for word in _topic(question, noun):
        text = _NEEDED.sub("", word.text.removesuffix(noun or "").removesuffix(own))
        if len(text) < 2:
            continue
        asked = word if text == word.text else Word(text, (), word.weight, (text,))
        met = max(word_score(asked, title), 0.95 * word_score(asked, around))
        if met < _MET * 0.9:
            return 0.0
        score += met
    return 1.0 + score + 0.5 * bool(noun and fold(noun) in title) + 0.2 * (not _ARTICLE.match(some.title))


def _count(text: str) -> int:
    return number(text) or 0


def _all_end_in(names: Sequence[str], noun: str) -> bool:
    return bool(names) and all(name.endswith(noun) for name in names)


_POINTS: WeakKeyDictionary[Facts, tuple[Points, ...]] = WeakKeyDictionary()
_HEADINGS: WeakKeyDictionary[Facts, tuple[tuple[int, Points], ...]] = WeakKeyDictionary()


def _all(facts: Facts) -> tuple[Points, ...]:
    """Return all points of a document; read once."""
    if facts not in _POINTS:
        _POINTS[facts] = (*_headed(facts), *_opening(facts), *_led(facts))
    return _POINTS[facts]


def _headings(facts: Facts) -> tuple[tuple[int, Points], ...]:
    """Return the lines that head others, each with its place, as points without members; read once."""
    if facts not in _HEADINGS:
        _HEADINGS[facts] = tuple(
            (at, Points(_name(line.text), "".join(line.headings), line.start, line.end, (), ()))
            for at, line in ((at, facts.lines[at]) for at in heads(facts))
        )
    return _HEADINGS[facts]


def _headed(facts: Facts) -> Iterator[Points]:
    """Yield sections that other sections stand under."""
    sections = facts.document.sections
    below: dict[int, list[int]] = {}
    for section in sections:
        if section.parent is not None:
            below.setdefault(section.parent, []).append(section.index)
    for index, inner in below.items():
        if len(inner) < 2 or not sections[index].title.strip():
            continue
        own = sections[index]
        titles = tuple(_name(sections[i].title) for i in inner)
        above = "".join(facts.document.section_path(index))
        spans = tuple((sections[i].start, sections[i].heading_end) for i in inner)
        yield Points(_name(own.title), above, own.start, own.heading_end, titles, spans)


def _opening(facts: Facts) -> Iterator[Points]:
    """Yield headings whose paragraphs each open with a short sentence: 坚持因地制宜。各地……"""
    lines, text = facts.lines, facts.document.text
    for at in heads(facts):
        line = lines[at]
        inner = [i for i in block(facts, at) if lines[i].kind == "sentence"]
        opens = [i for i in inner if "\n" in text[lines[i].start - 3 : lines[i].start]]
        short = [i for i in opens if len(lines[i].text) <= _OPENING and i + 1 in inner and i + 1 not in opens]
        if len(short) > 1 and short == opens and not any(is_heading(lines[i]) for i in short):
            spans = tuple((lines[i].start, lines[i].end) for i in short)
            names = tuple(_name(lines[i].text) for i in short)
            yield Points(_name(line.text), "".join(line.headings), line.start, line.end, names, spans)


def _led(facts: Facts) -> Iterator[Points]:
    """Yield sentences that announce points, with the lines that follow and count from one."""
    lines = facts.lines
    for i, line in enumerate(lines):
        text = line.text.strip()
        is_head = i in heads(facts)
        if not (is_head or _LEADING.search(text[-_TAIL:].rstrip("。"))) or i + 1 >= len(lines):
            continue
        found = list(_counted(lines, i + 1))
        if len(found) > 1:
            names = tuple(_name(other.text) for other in found)
            around = "".join(line.headings) + (lines[i - 1].text if i and lines[i - 1].point == line.point else "")
            spans = tuple((other.start, other.end) for other in found)
            title = _name(text) if is_head else text.rstrip("：:。")
            yield Points(title, around + text, line.start, line.end, names, spans)


def announced(facts: Facts) -> Iterator[Points]:
    """Yield only the points that a sentence announces (支付下列费用：)."""
    starts = {line.start for line in facts.lines if _LEADING.search(line.text.strip()[-_TAIL:].rstrip("。"))}
    return (some for some in _led(facts) if some.start in starts)


def _counted(lines: Sequence[Line], first: int) -> Iterator[Line]:
    """Yield the lines from one on that a mark of one kind numbers 1, 2, 3; what stands between belongs to them."""
    mark = next((mark for mark in _MARKS if (hit := mark.match(lines[first].text)) and number(hit[1]) == 1), None)
    if mark is None:
        return
    expected = 1
    for line in lines[first : first + _REACH]:
        if line.part != lines[first].part or (_ARTICLE.match(line.text) and "条" not in mark.pattern):
            return
        hit = mark.match(line.text)
        if hit is None:
            continue
        if number(hit[1]) != expected:
            return
        yield line
        expected += 1


def _name(text: str) -> str:
    """Return a point without its number, up to its first full stop."""
    bare = text.strip()
    for mark in _MARKS:
        bare = mark.sub("", bare)
    first = re.split(r"[。；;]", bare, maxsplit=1)[0].strip().rstrip("：:")
    return first if len(first) <= _LONGEST else re.split(r"[，：:]", first, maxsplit=1)[0]


def told(facts: Facts, some: Points, question: Question) -> Draft:
    """Return points as a numbered list under what stands over them."""
    document = facts.meta.id
    items = tuple(
        Item(name, "", "", some.title, Span(document, start, end))
        for name, (start, end) in zip(some.names, some.spans, strict=True)
    )
    told = "；".join(f"{i}. {item.name}" for i, item in enumerate(items, 1))
    title = _ARTICLE.sub("", some.title).strip()
    text = f"{title}，共{len(items)}项：{told}。（{source_name(facts, some.start)}）"
    spans = (Span(document, some.start, some.end), *(item.span for item in items if item.span))
    return Draft(text, question.topic, spans, items, "sections_in", is_met=True)


def under_heading(knowledge: Knowledge, question: Question, *, is_exact: bool = False) -> Draft | None:
    """Return what stands under the heading that a question names (工作目标), of a year where it names one.

    With `is_exact` the heading has nothing else beside the word that is asked for.
    """
    noun = asked_noun(question)
    for facts in knowledge.about(question) if noun else ():
        for at, own in _headings(facts):
            if is_exact and fold(own.title) != fold(noun or ""):
                continue
            if len(own.title) > _OPENING or not _fits(question, facts, own, noun):
                continue
            lines = [facts.lines[i] for i in block(facts, at) if facts.lines[i].kind == "sentence"]
            if question.years:
                lines = [other for other in lines if any(str(year) in other.text for year in question.years)]
            if lines:
                return _paragraph(facts, own, lines[:_MOST])
    return None


def _paragraph(facts: Facts, own: Points, lines: Sequence[Line]) -> Draft:
    spans = tuple(Span(facts.meta.id, line.start, line.end) for line in lines)
    items = tuple(Item(line.text.strip(), "", "", own.title, span) for line, span in zip(lines, spans, strict=True))
    text = f"{own.title}：{''.join(item.name for item in items)}（{source_name(facts, own.start)}）"
    return Draft(text, own.title, spans, items, "sections_in", is_partial=True, is_met=True)
