"""Inputs made of given ones: cut, doubled, spliced and strewn with what breaks programs; the same seed gives the same ones."""

from __future__ import annotations

import random
from collections.abc import Sequence

# What texts break on: characters without width or of two code units, other digits and brackets, the words of the genre
# where none is expected, and the signs of the query language.
_STREWN = (
    "",
    "\x00\u200b\ufeff\u202e\u3000\xa0\t\r\n\x0b\x0c\u2028\ufffe\U00020bb7\U0010ffff\ud800",
    "０１２３４５６７８９①⑩㈠壹贰拾佰仟〇零两半%％‰℃²∞½",
    "（()）《〈<>〉》“”\"'‘’【】〔〕[]{}「」、，。；：？！…—-·・/\\|*+?^$",
    "第章节条款项一二三四五六七八九十百千万亿年月日号届次个家人名元",
    "的了和与及其在于由被把将为是不有无各等",
)
_WORDS = (
    "“三进”", "2031年5月6日", "第一章 总则", "名词解释", "附件：", "同比增长", "不少于", "万人次", "-0.0", "1e999", "9" * 400,
    "云科发〔2031〕1号", "比上年", "其中", "超过", "翻一番", "年:", "类型:项目", "机构:", "文件:", '"', "-", "(" * 60, "。" * 60, "\n" * 60,
    "一、\n（一）\n1.\n（1）\n", "| 甲 | 乙 |\n|---|---|\n", "是什么意思？", "哪些", "有多少",
)  # fmt: skip


def text(dice: random.Random, seeds: Sequence[str], *, longest: int) -> str:
    """Return a text made of given ones, at most so many code points long."""
    made = _piece(dice, dice.choice(seeds), longest)
    for _ in range(dice.choice((0, 1, 1, 2, 4, 8, 16))):
        made = _changed(dice, made, seeds)[:longest]
    return made


def data(dice: random.Random, seeds: Sequence[bytes]) -> bytes:
    """Return bytes made of given ones: bits turned, pieces cut out, doubled or taken from another."""
    made = bytearray(dice.choice(seeds))
    for _ in range(dice.choice((1, 1, 2, 4, 16))):
        at = dice.randrange(len(made) + 1)
        length = dice.choice((1, 2, 4, 16, 256))
        deed = dice.randrange(5)
        if deed == 0:
            del made[at : at + length]
        elif deed == 1:
            made[at:at] = dice.randbytes(length)
        elif deed == 2:
            made[at:at] = made[at : at + length]
        elif deed == 3 and at < len(made):
            made[at] ^= 1 << dice.randrange(8)
        elif deed == 4:
            other = dice.choice(seeds)
            cut = dice.randrange(len(other) + 1)
            made[at : at + length] = other[cut : cut + length]
    return bytes(made)


def _piece(dice: random.Random, seed: str, longest: int) -> str:
    start = dice.randrange(max(1, len(seed)))
    return seed[start : start + dice.randint(0, longest)]


def _changed(dice: random.Random, given: str, seeds: Sequence[str]) -> str:
    at = dice.randrange(len(given) + 1)
    end = min(len(given), at + dice.choice((0, 1, 2, 5, 40)))
    deed = dice.randrange(5)
    if deed == 0:
        return given[:at] + given[end:]
    if deed == 1:
        return given[:end] + given[at:]
    if deed == 2:
        letters = dice.choice(_STREWN[1:])
        return given[:at] + "".join(dice.choices(letters, k=dice.choice((1, 1, 2, 8)))) + given[at:]
    if deed == 3:
        return given[:at] + dice.choice(_WORDS) + given[end:]
    return given[:at] + _piece(dice, dice.choice(seeds), 40) + given[end:]
