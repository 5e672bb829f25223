"""Chinese numerals: what 三, 两, 十二, 一百零三, 二〇一八 and 二百二十八万 are worth, and small numbers written in them."""

from __future__ import annotations

from functools import cache

_ONES = "零一二三四五六七八九"
DIGITS = {character: value for value, character in enumerate(_ONES)} | {"〇": 0, "两": 2}
"""The value of each single digit."""
COUNTS = DIGITS | {"十": 10, "双": 2, "俩": 2}
"""The value of each character that counts by itself: 三 in 三项, 十 in 十件, 双 in 双随机."""
POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
"""The value of each power of ten."""


@cache
def numeral_value(numeral: str) -> int:
    """Return the value of a Chinese numeral: 二百二十八 is 228, 二〇一八 2018, 十 10; of no characters at all 0.

    Raises:
        KeyError: One of the characters is no numeral.
    """
    if all(char in DIGITS for char in numeral):
        return int("".join(str(DIGITS[char]) for char in numeral) or 0)
    total = section = digit = 0
    for char in numeral:
        if char in DIGITS:
            digit = DIGITS[char]
        elif POWERS[char] < 10_000:
            section += (digit or 1) * POWERS[char]
            digit = 0
        else:
            total = (total + section + digit) * POWERS[char] if char == "亿" else total + (section + digit) * 10_000
            section = digit = 0
    return total + section + digit


def han(number: int) -> str:
    """Return 1 to 99 as Chinese numerals: 12 as 十二; other numbers as digits."""
    if not 0 < number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else _ONES[tens] + "十"
    return head + (_ONES[ones] if ones else "")
