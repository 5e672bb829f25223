"""Two questions in one: 大会什么时候开，在哪里开."""

from __future__ import annotations

import re

# What makes a piece a question.
_ASKS = re.compile(r"谁|什么|啥|哪|多少|几|怎|何|吗|呢|(?:数量|地点|时间|名单|含义)$")
_BREAKS = re.compile(
    r"[？?；;]\s*(?=.)|[，,]\s*(?:另外|还有|以及|顺便|同时|并且|再问)?|(?:另外|还有|以及)(?=[^，]{2,}(?:谁|什么|哪|多少|几))"
)
_MOST = 3


def parts(text: str) -> tuple[str, ...]:
    """Return the questions that a text asks; one where it does not clearly ask more."""
    pieces = [piece.strip(" ，,？?。") for piece in _BREAKS.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not 2 <= len(pieces) <= _MOST or not all(_ASKS.search(piece) for piece in pieces):
        return (text,)
    return tuple(pieces)
