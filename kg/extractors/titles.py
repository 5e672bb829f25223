"""Finds what stands in book-title marks: documents, works, and documents called by their kind alone (《纲要》)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from kg.extractors.atoms import Atom
from kg.extractors.heads import head_of, heads
from kg.facts import EntityType
from kg.reading import Proposal


def read(piece: Atom, named: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield what a titled group names; `named` are the documents named before it."""
    yield from _titled(piece) if _core(piece.text) not in _ANAPHORS else _called(piece, named)


_ANAPHORS = frozenset(["纲要", "建议", "规划", "意见", "方案", "条例", "办法", "规定", "通知", "决定", "计划"])


def _core(title: str) -> str:
    """Return a title without marks, brackets and 草案: 纲要 of 《纲要（草案）》."""
    return re.sub(r"[（(].*[）)]|草案", "", title[1:-1])


def _called(piece: Atom, titled: Sequence[Proposal]) -> Iterator[Proposal]:
    """Yield a document called by its kind alone as the last one named in full: 《纲要》."""
    for other in reversed(titled):
        if _core(other.name).endswith(_core(piece.text)):
            yield replace(other, start=piece.start, end=piece.end, aliases=(piece.text[1:-1],))
            return


# Ends of documents, most of which are no heads of names in running text.
_ENDS = re.compile(
    "(?:书|法|案|报告|通知|公报|讲话|决议|决定|共识|宣言|倡议|声明|公约|规程|指南|指引|规定|规则|规范|标准|准则|守则|导则|章程|制度"
    "|意见|办法|细则|条例|协议|协定|合同|纪要|备忘录|批复|复函|公告|通告|命令|目录|名录|清单|大纲|要点|纲要|解释|预案|议程)$"
)
_BRACKETED = re.compile(r"[（(][^（）()]*[）)]$")


def _titled(piece: Atom) -> Iterator[Proposal]:
    inner = piece.text[1:-1]
    if len(inner) < 3:
        return
    title = _BRACKETED.sub("", inner)
    head = head_of(title)
    is_document = (
        "关于" in title or _ENDS.search(title) is not None or (head and heads()[head] is not EntityType.PLATFORM)
    )
    kind = EntityType.POLICY if is_document else EntityType.PLATFORM
    yield Proposal(piece.start, piece.end, kind, "titled", name=piece.text, weight=0.9)
