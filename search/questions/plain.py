"""Questions in plain form: simplified, half width, lower case, without quotation marks and politeness."""

from __future__ import annotations

import re
import unicodedata

from corpus.patterns import lazy
from search.characters import simplified
from search.questions import tables

_QUOTED = lazy(r"[“\"「『《‘']([^”\"」』》’']{2,40})[”\"」』》’']")
_QUOTES = str.maketrans("", "", "“”\"‘’'「」『』《》〈〉＂*")
_ASKING = lazy("什么|谁|哪|几|多少|怎|啥|何时|何地|如何")
# 双 一 流: three or more characters each by itself are one word.
_SPELT_OUT = lazy(r"(?<![^\s])[一-鿿](?: [一-鿿](?![^\s])){2,}")
# 粮食产了多少, 产了多少粮食: 粮食产量.
_YIELDED = lazy(
    r"(?P<of>[一-鿿]{2})生?产了(?=多少)|(?<![一-鿿])生?产了多少(?P<what>[一-鿿]{2,6})$|(?<=年)生?产了多少(?P<that>[一-鿿]{2,6})$"
)
_ENDS = "?？!！。.，,;；~～…、 "


def quoted(text: str) -> tuple[str, ...]:
    """Return what a question puts in quotation marks."""
    return tuple(_QUOTED.findall(text))


def plain(text: str) -> str:
    """Return a question in plain form. Single spaces stay: in a telegraphic question they part the words."""
    text = unicodedata.normalize("NFKC", simplified(text)).translate(_QUOTES).lower()
    text = re.sub(r"\s+", " ", text).strip(_ENDS)
    # Spaces between a Latin word or number and Chinese are typing; between letters they spell a word out.
    text = re.sub(r"\b([a-z]) (?=[a-z]\b)", r"\1", text)
    text = re.sub(r"(?<=[0-9])\s+(?=[年月日号%])", "", text)
    text = _SPELT_OUT.sub(lambda hit: hit[0].replace(" ", ""), text)
    text = _YIELDED.sub(lambda hit: f"{hit['of']}产量" if hit["of"] else f"{hit['what'] or hit['that']}产量多少", text)
    text = re.sub("俩(?=[一-鿿])", "两", text)
    for word in tables.of_class("polite"):
        text = text.replace(word, "") if len(word) > 1 else text.removeprefix(word)
    return _without_tail(text.strip(_ENDS))


def _without_tail(text: str) -> str:
    """Return a question without the particle it ends in; 吗 after another word of asking (谁…吗) only softens it."""
    bare = re.sub("(?<=..)[呀啊嘛哦哇哈呐]+$", "", text)
    if bare.endswith("吗") and _ASKING.search(bare):
        bare = bare.removesuffix("吗")
    return bare.strip(_ENDS)
