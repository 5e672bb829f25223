"""Answers to several questions as one: to the parts of a question, to one question about several places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from search.results import Answer


def parts(question: str, found: Sequence[Answer]) -> Answer:
    """Return the answers to the parts of a question as one, numbered in its order."""
    return _joined(question, found, [f"（{i}）" for i in range(1, len(found) + 1)], lost="")


def by_place(question: str, found: Sequence[tuple[str, Answer]]) -> Answer:
    """Return what was found about each place as one answer, which names the places of which nothing was."""
    told = [(place, answer) for place, answer in found if answer.status != "not_found"]
    lost = "、".join(place for place, answer in found if answer.status == "not_found")
    whole = _joined(question, [answer for _, answer in told], [f"{place}：" for place, _ in told], lost=lost)
    return replace(whole, readings=())


def _joined(question: str, found: Sequence[Answer], heads: Sequence[str], *, lost: str) -> Answer:
    is_whole = not lost and all(answer.status == "answered" for answer in found)
    cited = {(c.document, c.start, c.end): c for answer in found for c in answer.citations}
    text = "".join(f"{head}{answer.answer}" for head, answer in zip(heads, found, strict=True))
    return Answer(
        question=question,
        interpretation="；".join(dict.fromkeys(answer.interpretation for answer in found)),
        status="answered" if is_whole else "partial",
        answer=text + (f"{lost}：库中文献没有说到。" if lost else ""),
        items=tuple(item for answer in found for item in answer.items),
        citations=tuple(cited.values()),
        sparql="\n".join(dict.fromkeys(answer.sparql for answer in found if answer.sparql)),
        alternatives=tuple(passage for answer in found for passage in answer.alternatives),
    )
