"""What a figure loses since it is only of some of what a question asks for, or of the rate of it."""

from __future__ import annotations

from corpus.patterns import lazy
from search.answers.facts import Figure
from search.questions import tables
from search.questions.question import Question

# 成立党支部的学会 counts only some of 学会, and of those nothing that was 新增.
_SOME_OF = lazy(r"^(?:成立|建立|设立|开展|获得|完成|实现|参加|出台|通过|达到)([一-鿿]{2,}?)的[一-鿿]")
_SOME = 0.1

# 来了多少人 asks for all of them, and not for the experts among them.
_PEOPLE_ASKED = lazy(
    r"(?:来|到|参加|出席|参会|到会)[了过]?(?:的有)?(?:多少|几)(?:个|名|位)?人(?![才口员])|(?:多少|几个?)人(?:来|到|参加|出席|参会)"
)

# 有进出口实绩的企业数量 counts 企业: what only tells which ones they are is not what is counted.
_HEAD = lazy(r"(?:数量|总[量数额]|增长|增速|占比|比例|比重|规模|数|率|[（(].*)+$")
_OTHER_HEAD, _PAIR = 0.3, 2
_OF_RATE = 0.3
_RATE_ASKED = lazy("率|比|百分|多高|程度")


def lost(figure: Figure, question: Question) -> float:
    """Return what a figure loses since it is of some of what is asked for, or of the rate of it."""
    taken = _SOME * (_is_some_of(figure, question) + _is_of_some_people(figure, question))
    taken += _OTHER_HEAD * _is_of_another_head(figure, question)
    if figure.label.endswith("率") and not _RATE_ASKED.search(question.plain):
        taken += _OF_RATE  # 签约项目 asks for projects, not for the rate at which they begin
    return taken


def _is_some_of(figure: Figure, question: Question) -> bool:
    """Return whether a figure counts only those that did something of which the question says nothing."""
    hit = _SOME_OF.match(figure.label)
    return hit is not None and not any(hit[1][i : i + 2] in question.plain for i in range(len(hit[1]) - 1))


def _is_of_some_people(figure: Figure, question: Question) -> bool:
    """Return whether a figure counts people of one kind (专家) where all who came are asked for."""
    if not _PEOPLE_ASKED.search(question.plain):
        return False
    people = (kind.word for kind in tables.kinds().values() if "Person" in kind.types and len(kind.word) > 1)
    return any(figure.label.endswith(word) and word not in question.plain for word in people)


def _is_of_another_head(figure: Figure, question: Question) -> bool:
    """Return whether what a figure counts, the noun behind its last 的, is nothing that the question speaks of."""
    before, _, head = figure.label.rpartition("的")
    core = _HEAD.sub("", head)
    if not before or len(core) < _PAIR:
        return False
    asked = "|".join((question.plain, *(form for word in question.words for form in (*word.names, *word.forms))))
    return not any(core[i : i + 2] in asked for i in range(len(core) - 1))
