"""Which intents may answer a question that has no sign of one, and which may not although its words fit."""

from __future__ import annotations

from corpus.patterns import lazy
from search.answers.draft import Draft
from search.questions import tables
from search.questions.question import Question

UNSIGNED = ("definition", "related", "number")
# 哪家先做: a body is asked for, and nothing that has to do with the deed.
_WHICH_BODY = lazy("哪一?(?:家|个(?:单位|部门|机构|[省市县区]|县区|学校|企业|公司))")
# 是哪里, 第几个: one thing is asked for, and no list of what has to do with it.
_NO_LIST = lazy("哪[里儿]$|第几|多[大高宽深]$")
_GUESTS = lazy(
    "(?:哪些|哪几[位个名]|哪位|什么)[一-鿿]{0,4}(?:专家|嘉宾|院士|学者|来宾|领导)(?:来|都)?(?:参加|出席|参会|莅临)"
)
_OFFICE = lazy("哪一?个(?:部门|单位|机构|机关)")
_BODY = lazy("[部局委办厅院署处所站社校会]$|政府|公司|中心|银行|单位|部门|机关|机构|集团|大学|企业|组织")
_PARTED = lazy("分[为成]?(?:几|多少)")
_FORMULA = lazy("[一两二三四五六七八九十]+(?:大|个|项)?[一-鿿]")
# 如何认定: no number says how.
_HOW = lazy("怎么|如何|怎样|咋")
_UNSIGNED_HOW = ("digest", "definition", "related")
_UNSIGNED_FIGURE = ("number", "definition", "related")


def without_sign(question: Question) -> tuple[str, ...]:
    """Return the intents that may answer a question none of whose words tells what is asked, in the order to try them."""
    from search.answers import consequences, points  # opened on need, like the strategies

    found: tuple[str, ...] = _UNSIGNED_FIGURE if _is_figure(question) else UNSIGNED
    if _HOW.match(question.plain):
        found = _UNSIGNED_HOW
    if question.units:
        found = ("number", "related")  # what a thing is does not say how many
    left_out: set[str] = set()
    if consequences.is_asked(question):
        left_out.add("number")  # an amount says nothing of what follows
    if not question.intents and all(_FORMULA.match(word.text) for word in question.words):
        found = ("definition", "comprises")  # what stands beside 五大定位 says nothing of them
    is_of_one = _WHICH_BODY.search(question.plain) or _NO_LIST.search(question.plain)
    if (is_of_one and not question.intents) or points.asked_noun(question):
        left_out.add("related")  # 要准备什么材料: what has to do with it is none
    return tuple(name for name in found if name not in left_out)


def is_barred(question: Question, intent: str) -> bool:
    """Return whether a list of what has to do with a thing would be no answer."""
    if intent != "related":
        return False
    # 分几类, 是哪里: what has to do with a thing is none of its classes, nor its place.
    is_of_itself = _PARTED.search(question.plain) or _NO_LIST.search(question.plain)
    # Who has to do with a meeting did not come to it for that; nothing has to do with 启动.
    return bool(is_of_itself or _GUESTS.search(question.plain)) or _is_deed_alone(question)


def _is_deed_alone(question: Question) -> bool:
    """Return whether a question names nothing but a deed (在哪启动), and no kind of thing to which it may be done."""
    deeds = tables.of_class("verb")
    return not question.kinds and bool(question.words) and all(word.text in deeds for word in question.words)


def names_no_body(question: Question, intent: str, draft: Draft) -> bool:
    """Return whether a list of anything but bodies was found where one is asked for (由哪个部门主管)."""
    is_asked = draft.is_found and intent in ("comprises", "related", "number") and _OFFICE.search(question.plain)
    return bool(is_asked) and not any(_BODY.search(item.name) for item in draft.items)


def _is_figure(question: Question) -> bool:
    has_deed = any(word.text in tables.of_class("verb") for word in question.words)
    return bool(question.years or question.status or question.units or has_deed)
