"""What follows where something is so (未按时报到的，视为放弃): asked for as 怎么办, 会怎么样, 罚多少."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.patterns import lazy
from search.answers.clauses import unnumbered
from search.answers.draft import Draft, Item, Span, source_name
from search.answers.facts import Facts, Line
from search.answers.knowledge import Knowledge
from search.answers.matching import size, word_score
from search.answers.over import heading_over
from search.questions.fold import fold
from search.questions.question import Question, Word

_ASKED = lazy(
    r"(?:该|应该?|要|将|会|可能|可以|能)*(?:怎么办|咋办|如何办|"
    r"(?:被|受到?)?(?:怎么|如何|怎样|咋)(?:处理|处罚|处置|处分|罚|惩罚|惩处|追究|问责|认定|赔偿|补救)|怎么样|怎样|如何$|"
    r"(?:有|受到?|承担|负|产生|面临)(?:什么|啥|哪些|怎样的|何种)(?:样的)?(?:后果|处罚|处分|责任|惩罚|法律责任|影响)|"
    r"(?:被)?(?:罚款?|处罚|罚金)(?:多少|几)(?:钱|元|万元?|倍)?|算什么|视为什么)(?:呢|啊)?$"
)
_FINED = lazy(r"罚")
_FINE = lazy(r"罚款|罚金|倍|加收")
# Where the condition of a sentence ends and what follows begins.
_TURN = lazy(r"(?:的|者|时|后|之一)，")
_FOLLOWS = lazy(
    r"^[^。；]{0,60}?(?:视为|视同|不予|取消|责令|罚款|处[以罚分]|处[一二三四五六七八九十\d]|予以|给予|依法|依照|承担|补足|应当?|须|"
    r"追[究回缴]|退[回还]|注销|不得|撤销|恢复|重新|可以?|按照?|由|不再|停止|终止|作废|自行|补[办缴交]|清退|收回|免|通报|从[重轻])"
)
_DENIED = lazy(r"没有?|不(?=[去来])")
_CONTRARY = (
    ("高于", "低于"),
    ("超过", "不足"),
    ("超过", "不超过"),
    ("多于", "少于"),
    ("大于", "小于"),
    ("以上", "以下"),
    ("增加", "减少"),
    ("提前", "逾期"),
    ("延期", "提前"),
    ("合格", "不合格"),
    ("合法", "违法"),
)
_NEGATED = lazy(r"[不未没无]$|没有$|并非$")
_SPLIT = lazy(r"[；。\n]")
_FRAMES = lazy(r"^(?:如果|要是|假如|若|万一|一旦|对于?|发现)|(?:的话|的人|的)$")
_MET = 0.62
_LEAST = 0.75
_SHORTEST = 4


def consequence(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the sentence that says what follows where what the question describes is so; None where none does.

    Every word of the question stands in the condition (or in heading and title above it), and is denied there just as
    the question denies it: what befalls 未备案 says nothing about 备案.
    """
    hit = _ASKED.search(question.plain)
    case = _plainly(_FRAMES.sub("", question.plain[: hit.start()].strip("，, "))) if hit else ""
    if hit is None or len(fold(case)) < _SHORTEST:
        return None
    words = tuple(_words(question, case))
    if not words:
        return None
    is_fine = bool(_FINED.search(hit[0]) and re.search("多少|几", hit[0]))
    found = [
        (score, -i, -line.start, facts, line)
        for i, facts in enumerate(knowledge.about(question))
        for at, line in enumerate(facts.lines)
        if (score := _score(facts, at, words, case, is_fine=is_fine)) >= _LEAST
    ]
    best = max(found, key=lambda item: item[:3], default=None)
    if best is None:
        return None
    *_, facts, line = best
    span = Span(facts.meta.id, line.start, line.end)
    said = unnumbered(line.text.strip()).rstrip("；;，。")
    text = f"{said}。（{source_name(facts, line.start)}）"
    return Draft(text, case, (span,), (Item(said, "", "", "", span),), "mentions", is_partial=True, is_met=True)


def is_asked(question: Question) -> bool:
    """Return whether a question asks what follows from something, and for no number of it (会怎样, 怎么处理)."""
    return bool(_ASKED.search(question.plain)) and not question.is_number


def _words(question: Question, case: str) -> Iterator[Word]:
    """Yield the words of what a question describes, without what asks (兴建水利工程 of 兴建水利工程罚)."""
    at = 0
    for word in question.words:
        text = _plainly(word.text)
        start = case.find(text, at)
        if start < 0:
            text = next((text[:end] for end in range(len(text) - 1, 1, -1) if case.endswith(text[:end])), "")
        else:
            at = start + len(text)
        if len(fold(text)) > 1:
            yield word if text == word.text else replace(word, text=text, names=(text,))


def _score(facts: Facts, at: int, words: Sequence[Word], case: str, *, is_fine: bool) -> float:
    line = facts.lines[at]
    if line.kind == "heading" or "，" not in line.text:
        return 0.0
    above = fold(facts.document.title) + "|" + heading_over(facts, at) + "|" + _before(facts, at)
    best = 0.0
    for condition, follows in conditions(line):
        if is_fine and not _FINE.search(follows):
            continue
        condition = _plainly(condition)
        own = fold(condition)
        own_scores = [word_score(word, own) for word in words]
        scores = [max(here, 0.85 * word_score(word, above)) for here, word in zip(own_scores, words, strict=True)]
        # What is so must be said in the condition itself, only of what it is may stand above it.
        if min(scores) < _MET or max(own_scores) < _MET or own_scores[-1] < _MET:
            continue
        if _is_denied_otherwise(words, case, condition) or _is_opposed(case, condition):
            continue
        total = sum(size(word) for word in words)
        best = max(best, sum(size(word) * score for word, score in zip(words, scores, strict=True)) / total)
    return best


def conditions(line: Line) -> Iterator[tuple[str, str]]:
    """Yield what a sentence says to be so with what follows: of a row parted by ； each part has its own."""
    for piece in _SPLIT.split(unnumbered(line.text)):
        turns = list(_TURN.finditer(piece))
        for turn in turns:
            follows = piece[turn.end() :]
            if _FOLLOWS.match(follows):
                yield piece[: turn.end()], line.text[line.text.find(follows) :]
                break


def _before(facts: Facts, at: int) -> str:
    """Return, folded, the sentence before one in the same paragraph."""
    line, before = facts.lines[at], facts.lines[at - 1] if at else None
    return "" if before is None or "\n" in facts.document.text[before.start : line.start] else before.folded


def _is_opposed(case: str, condition: str) -> bool:
    """Return whether a condition has the contrary of what a question says (低于 for 高于)."""
    pairs = ((one, other) for pair in _CONTRARY for one, other in (pair, pair[::-1]))
    return any(one in case and other in condition and one not in condition for one, other in pairs)


def _plainly(text: str) -> str:
    """Return a text with what denies in one form: 没到岗 is 未到岗."""
    return _DENIED.sub("未", text)


def _is_denied_otherwise(words: Sequence[Word], case: str, condition: str) -> bool:
    """Return whether a word is denied in the condition and not in the question, or the other way round."""
    for word in words:
        asked, said = case.find(word.text), condition.find(word.text)
        if asked >= 0 and said >= 0:
            mine, own = _NEGATED.search(case[:asked]), _NEGATED.search(condition[:said])
            if bool(mine) != bool(own):
                return True
    return False
