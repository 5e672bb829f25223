"""Which intents of a question are tried, and in which order."""

from __future__ import annotations

from corpus.patterns import lazy
from search.answers.inventory import DEEDS
from search.questions import tables
from search.questions.question import Question

# What a question without any sign of its kind may want: a figure first where it names a year, a unit or a deed.
# 谁, 哪些人, 名单: people or bodies are asked for.
_WHO = lazy("谁|哪些人|哪[几些]?位|哪些同志|名单|人员")
# 是哪三项 asks for the three, for no figure.
_WHICH = lazy("哪[两二三四五六七八九十]")
_LISTED = lazy(r"有?哪些[一-鿿]{2,}(?:规模|指标|目标|任务)$(?<!哪些指标)(?<!哪些目标)(?<!哪些任务)")
_WORK = lazy(
    "[获得拿]奖的? ?(?:项目|作品|成果|课题) ?(?:名|叫|是(?:什么|啥|哪))|[凭靠因](?:什么|啥|哪个)(?:项目|作品|成果|课题)"
)
_PURPOSE = lazy("是(?:专门)?[搞干做](?:啥|什么)的$")


def tried(question: Question) -> tuple[str, ...]:
    """Return the intents to try: 县区有哪些 asks for all things of a kind, 县区有几个 for their figure first."""
    intents = (*question.intents, *_also(question))
    types = frozenset(kind for link in question.links for kind in link.types)
    if _WHO.search(question.plain) and "Award" in types and "Person" not in types and intents[:1] != ("award",):
        intents = ("award", *intents)  # 先进单位是谁, 最美科技工作者名单
    if question.units and intents[:1] == ("number",):
        intents = tuple(name for name in intents if name != "definition")
    if _LISTED.search(question.plain) and len(intents) > 1:
        intents = tuple(name for name in intents if name != "number")  # 哪些产业迈入万亿级规模 asks for no figure
    if question.number is not None and _WHICH.search(question.plain):
        intents = tuple(name for name in intents if name != "number")
    if _WORK.search(question.plain):
        intents = ("named",)  # the award that a work received is not the work
    if _PURPOSE.search(question.plain) and types and "Person" not in types:
        intents = ("definition", *intents)  # what a person does is a post, what a thing does its definition
    said = [word for word in question.words if word.text not in tables.kinds() and word.text not in DEEDS]
    is_plain = intents[:1] in ((), ("comprises",), ("reverse",), ("number",), ("related",)) and "facet" not in intents
    is_plain = is_plain or (bool(question.words) and any(word.text in DEEDS for word in question.words))
    if said or not question.kinds or question.links or not is_plain:
        return intents
    return (*intents, "inventory") if question.is_number else ("inventory", *intents)


def _also(question: Question) -> tuple[str, ...]:
    """Return what else a question may mean: 科普宣传活动有哪些 lists what belongs to a theme, which has no members."""
    is_theme = any(
        link.types <= {"Concept", "Term"} or link.text.endswith(tuple(tables.kinds())) for link in question.links
    )
    is_theme = is_theme or any(len(word.names) > 1 for word in question.words if not word.is_name)
    if question.intents[:1] != ("comprises",):
        return ()
    # 先进集体有哪些 lists whom an award was given to.
    is_award = bool(question.links) and all("Award" in link.types for link in question.links)
    return (*(("award",) if is_award else ()), *(("related",) if is_theme else ()))
