"""Reads definitions that stand in running text: 本条例所称专利代理，是指……; 前款所称…… and 本办法所称…… alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.documents import Document
from kg.extractors.members import members
from kg.facts import GlossaryEntry

# 税法第六条第三款所称 explains a word of another paper, 本办法所称 one of this paper: both are definitions.
_CALLED = re.compile(
    r"(?:^|[。；\n　\s])(?:[^。；，\n]{0,30}?)所称(?:的)?(?P<term>“[^”]{2,30}”|[^，。；：、“”（）]{2,20}?)[，,]?\s*"
    r"(?P<definition>(?:是指|指的是|指(?!导|定|标|挥|数|引|南))[^。\n]{4,}。?)"
)


def find(document: Document) -> Iterator[GlossaryEntry]:
    """Yield what the running text of a document defines outright, in order.

    Hit: 本办法所称链长，是指统筹一条产业链的负责人。 Miss: 所称支付，包括现金支付: an enumeration says not what a word means.
    """
    for sentence in document.sentences:
        if sentence.kind != "sentence":
            continue
        for found in _CALLED.finditer(document.text[sentence.start : sentence.end]):
            term, definition = found["term"].strip("“” "), re.sub(r"\s*\n\s*", "", found["definition"])
            start, end = sentence.start + found.start("term"), sentence.start + found.end()
            yield GlossaryEntry(term, definition, start, end, components=members(term, definition))
