"""Names as they are compared: what is layout or typing in a name is taken out, what is wording stays."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files

from corpus.numerals import numeral_value

# Marks that name the same thing with and without: quotation, book titles, dots between foreign names, space, stars.
_DROPPED = str.maketrans("", "", " \t\n\r\u3000*\"'“”‘’「」『』《》〈〉＂·・•‧―—–-_|、，,。")
_COUNTED = re.compile(r"第([〇零一二三四五六七八九十百两]+)(?=[届次期批轮])")
_EDITION = re.compile(r"^(?:首届|第\d+届|(?:19|20)\d\d年度?)(?=.{4})")


@cache
def name_key(name: str) -> str:
    """Return the form by which names are compared: NFKC, lower case, without quotation marks, spaces and dots.

    Chinese ordinals become digits (第三十届 is 第30届).
    """
    text = unicodedata.normalize("NFKC", name).lower().translate(_DROPPED)
    return _COUNTED.sub(lambda found: f"第{numeral_value(found[1])}", text)


@cache
def series_key(name: str) -> str:
    """Return the key of a name without the edition in front: 第30届科普宣传周 is one of 科普宣传周."""
    return _EDITION.sub("", name_key(name))


def has_edition(name: str) -> bool:
    """Return whether a name begins with its edition: 第30届科普宣传周, 首届云川科技节."""
    return series_key(name) != name_key(name)


def numbers(name: str) -> tuple[str, ...]:
    """Return the numbers that tell one edition, year or session from another, in order of the name."""
    return tuple(re.findall(r"\d+", name_key(name)))


@cache
def local_level(name: str) -> str:
    """Return the level word (市, 省, 县, 本 ...) of a name that means another body in another place, else empty."""
    key = name_key(name)
    for start, is_local in _local_starts():
        if key.startswith(start):
            return start if is_local else ""
    return ""


def home_of(text: str) -> str:
    """Return the administrative place in front of a text (云川市科学技术协会 lies in 云川市), or empty."""
    found = _PLACE.match(name_key(text).removeprefix("中共"))
    return found[1] if found and not local_level(text) and not found[1].endswith(_common_nouns()) else ""


# A place name has two to six characters before its level word; 自治州, 自治县 first, since they contain shorter ones.
_PLACE = re.compile(r"((?:[一-鿿]{2,8}?(?:自治[区州县旗]|地区|新区))|(?:[一-鿿]{1,5}?[省市县区州盟旗]))")


@cache
def _local_starts() -> tuple[tuple[str, bool], ...]:
    rows = [(start, use == "local") for start, use in _table() if use != "common"]
    # The longest row decides, so an exception (市场) wins over the level word that it starts with.
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row[0])))


@cache
def _common_nouns() -> tuple[str, ...]:
    return tuple(start for start, use in _table() if use == "common")


def _table() -> list[tuple[str, str]]:
    text = (files("kg") / "lexicon" / "local_names.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return [(row[0], row[1]) for row in rows[1:]]
