"""Two questions in one: 大会什么时候开，在哪里开."""

from __future__ import annotations

from corpus.patterns import lazy

# What makes a piece a question.
_ASKS = lazy(r"谁|什么|啥|哪|多少|几|怎|何|吗|呢|(?:数量|地点|时间|名单|含义)$")
_BREAKS = lazy(
    r"[？?；;]\s*(?=.)|[，,]\s*(?:另外|还有|以及|顺便|同时|并且|再问)?|(?:另外|还有|以及)(?=[^，]{2,}(?:谁|什么|哪|多少|几))"
)
_MOST = 3


# 甲和乙分别是什么: each is asked for.
_EACH = lazy(
    r"^(?P<first>[^，,？?]{2,20}?)(?:和|与|跟|以及|、)(?P<second>[^，,？?]{2,20}?)(?:分别|各自)(?P<asked>(?:是|指|代表)的?(?:什么|啥|谁).{0,4})$"
)


def parts(text: str) -> tuple[str, ...]:
    """Return the questions that a text asks; one where it does not clearly ask more."""
    if each := _EACH.match(text.strip(" ，,？?。")):
        return (each["first"] + each["asked"], each["second"] + each["asked"])
    pieces = [piece.strip(" ，,？?。") for piece in _BREAKS.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not 2 <= len(pieces) <= _MOST or not all(_ASKS.search(piece) for piece in pieces):
        return (text,)
    return tuple(pieces)
