"""Reads the members of a numeric formulation or a set off its definition, in order, and what number it promises."""

from __future__ import annotations

import re

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九十")} | {"两": 2, "双": 2}
_COUNTED = re.compile(r"([一二三四五六七八九十两双]+)([^一二三四五六七八九十两双“”、+]{0,3})")
# Words whose numeral counts nothing.
_UNCOUNTED = re.compile(
    r"一流|一体化?|合一|第[一二三四五]|统一|唯一|一带一路|一张网|一盘棋|一网统管|一网通办|一件事|一站式"
)
_NO_COUNT = re.compile(r"[百千万亿]|\d{4}年|五年|三年")
_LEAD = re.compile(r"^(?:主要)?(?:是指|指的是|指|即|是|包括|分为|包含|为|涵盖|含)[:：]?")
_ANNOUNCED = re.compile(r"(?:包括|分为|包含|涵盖|分别是|分别为|即)[:：]?([^。；]+)")
_MADE_OF = re.compile(r"由([^。；，]+?)(?:构成|组成)")
_SHORT_FOR = re.compile(r"^(?:是|指)?((?:[^、，。；]+、)+[^，。；、]+?)(?:首字母|的)?(?:缩写|简称|统称|总称|合称)")
_SUBLIST = re.compile(r"(?:^|[。；，])[^。；，]{2,12}?(?:即|包括|分为)[:：]?([^。；]+)")
_QUOTED_ROW = re.compile(r"(?:“[^”]{1,30}”[、和与及，]?){2,}")
_MULTIPLIERS = re.compile(r"(?:[百千万亿][^百千万亿，、。]){3,}")
_NUMBERED = re.compile(
    r"(?:第[一二三]个)?“(\d|N|M|X)”(?:是指|指的是|指|即|代表|是)([^；。]+?)(?=[，；。](?:第[一二三]个)?“[\dNMX]”|[；。]|$)"
)
_SET_NAME = re.compile(
    r"(?:“[^”、]{1,8}”[^、，；。“”]{0,6}|[一二三四五六七八九十两](?:大|项|个|篇|张|件|类|支|条|种)[^、，；。“”]{2,8})$"
)
_AND_SO_ON = re.compile(r"(?<=[^高中初平对同均优])等(?![级待])[^、，]{0,10}$")
_TAIL = re.compile(r"(?:构成|组成|的融合|的统称|的总称|的简称|有机统一|深度融合)$")
_CLOSING_COUNT = re.compile(r"([两二三四五六七八九十]|\d+)个?(?:[^、，“”]{2,5})$")
_OWN_LABEL = re.compile(r"^[一二三四五六七八九十两][^、，“”]{1,4}?(?:指|即|是)(?=.{2})")
_ALSO = re.compile(r"[及和与、]")
_AND = r"(?<=.{2})(?:以及|及|和|与)(?=.{2})"
_DEED = re.compile("旨在|由(?=.{4})|通过(?=.{4})|为了")
_LONGEST = 30
_MOST = 24


def promised_count(term: str) -> int | None:
    """Return how many members a formulation promises: 四服务一加强 5, “三型”组织 3, 四大行动 4; None where it says none."""
    quoted = re.search(r"“([^”]+)”", term)
    core = quoted[1] if quoted else term
    if _NO_COUNT.search(core) or re.search(r"\d", core):
        return None
    total = sum(_value(found[1]) for found in _COUNTED.finditer(_UNCOUNTED.sub("", core)))
    return total if 1 < total <= 40 else None


def fits_promise(term: str, number: int) -> bool:
    """Return whether a number of members fits a formulation; true where it promises none.

    A numeral that stands twice counts both halves or the pairs: 四送四到 has eight members, or four with both in each.
    """
    promised = promised_count(term)
    numerals = [_value(found[1]) for found in _COUNTED.finditer(term)]
    is_paired = len(numerals) > 1 and len(set(numerals)) == 1
    return promised is None or number == promised or (is_paired and number == numerals[0])


def _value(numeral: str) -> int:
    if len(numeral) > 1 and "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return (_DIGITS.get(tens, 1) if tens else 1) * 10 + (_DIGITS.get(ones, 0) if ones else 0)
    return sum(_DIGITS[char] for char in numeral)


def members(term: str, definition: str) -> tuple[str, ...]:
    """Return the members that a definition lists, in its order; empty where it lists none.

    >>> members("“三型”组织", "开放型、枢纽型、平台型科协组织；")
    ('开放型', '枢纽型', '平台型')
    """
    body = definition.strip().rstrip("。；;")
    count = promised_count(term)
    if numbered := _numbered(body):
        return numbered
    readings = [reading for reading in _readings(body) if 2 <= len(reading) <= _MOST and _is_plausible(reading)]
    if readings and "；" in body and _ALSO.search(term) and len(_SUBLIST.findall(body)) > 1:
        return readings[0]
    if count:
        exact = [reading for reading in readings if len(reading) == count]
        exact = exact or [reading for reading in readings if len(reading) > 2 and fits_promise(term, len(reading))]
        if exact:
            return _parallel(min(exact, key=lambda reading: max(map(len, reading))))
    if announced := _announced(body):
        return announced
    if readings and ((count and len(readings[0]) > 2) or _is_list(body)):
        return _parallel(readings[0])
    found = _MULTIPLIERS.search(body[:16])
    if found and re.search(r"[百千万]", term):
        return tuple(re.findall(r"[百千万亿][^百千万亿]", found[0]))
    return ()


def _numbered(body: str) -> tuple[str, ...]:
    """Return what each figure of a term like “135”工作布局 stands for: the set named behind its list, else the list."""
    parts: list[str] = []
    for _, text in _NUMBERED.findall(body):
        text = _TAIL.sub("", text.strip("，"))
        named = _SET_NAME.search(text)
        if named and named.start() > 3 and "”“" not in text:
            parts.append(_clean(named[0]))
        elif row := re.findall(r"“([^”]+)”", text):
            parts.extend(row)
        else:
            listed = items(re.sub(r"^(?:建设|实施|办好|推进|打造|建立|设立)", "", text))
            parts.extend(listed or (text,))
    return tuple(parts) if len(parts) > 1 and all(len(part) <= _LONGEST for part in parts) else ()


def _announced(body: str) -> tuple[str, ...]:
    """Return the list behind 包括： or 由……构成, or before 的统称; a number behind it must fit."""
    if (made := _MADE_OF.search(body)) is not None:
        row = re.findall(r"“([^”]+)”", made[1]) or items(made[1])
        if len(row) > 1:
            return tuple(row)
    if (short := _SHORT_FOR.match(body)) is not None:
        return items(short[1])
    found = _ANNOUNCED.search(body)
    if found is None:
        return ()
    text = found[1]
    clause = text.split("，")[0]
    closing = _CLOSING_COUNT.search(clause)
    if closing is not None:
        listed = items(clause[: closing.start()])
        number = int(closing[1]) if closing[1].isdigit() else _value(closing[1])
        return listed if len(listed) == number else ()
    is_announced = re.search(r"包括[:：]|分别[是为]|(?:^|。)(?:主要)?包括", body) is not None
    listed = items(clause)
    return _parallel(listed) if is_announced and len(listed) > 1 and _is_plausible(listed) else ()


def _is_plausible(reading: tuple[str, ...]) -> bool:
    return all(
        1 < len(item) <= _LONGEST and item.count("“") == item.count("”") and not _DEED.match(item) for item in reading
    )


def _is_list(body: str) -> bool:
    """Say whether a definition is nothing but a list."""
    text = _LEAD.sub("", body)
    return not re.search(r"[。；，]", text) and "、" in text and "的" not in text


def _readings(body: str) -> list[tuple[str, ...]]:
    readings: list[tuple[str, ...]] = []
    sublists = _SUBLIST.findall(body)
    if len(sublists) > 1 and "；" in body:
        readings.append(tuple(item for part in sublists for item in items(part)))
    row = _QUOTED_ROW.search(body)
    if row:
        readings.append(tuple(re.findall(r"“([^”]+)”", row[0])))
    whole = _LEAD.sub("", body)
    if "。" not in whole:
        for marks in ("、，；", "、", "；", "，"):
            readings.extend((items(whole, marks), items(whole, marks, whole_last=True)))
        readings.append(tuple(item for part in re.split("[、，；]", whole) for item in re.split(_AND, part) if item))
    readings.extend(items(_LEAD.sub("", clause)) for clause in re.split("[，；。]", whole) if clause[:1] != "由")
    for found in _ANNOUNCED.finditer(body):
        readings.append(items(found[1], "、，") if "，" not in found[1] else items(found[1].split("，")[0]))
        readings.append(items(found[1], "，、"))
    if (named := re.search(r"([^，。；“”]+)“", body)) and "、" in named[1]:
        readings.append(_even(items(named[1])))
    return readings


def _even(row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a row with its first item cut to the length of the others: 推进医疗、医保、医药."""
    return (row[0][-len(row[1]) :], *row[1:]) if len(row) > 2 and len({len(item) for item in row[1:]}) == 1 else row


def items(text: str, marks: str = "、", *, whole_last: bool = False) -> tuple[str, ...]:
    """Return the items of a list; 和, 与, 及 and 以及 split the last one unless it is wanted whole."""
    text = _TAIL.sub("", text.strip("。；，、：: "))
    text = _AND_SO_ON.sub("", text) if len(re.split(f"[{marks}]", text)) > 1 else text
    parts = [part for part in re.split(f"[{marks}]", text) if part.strip()]
    if not parts:
        return ()
    if not whole_last:
        parts[-1:] = re.split(_AND, parts[-1], maxsplit=1)
    return tuple(_clean(part) for part in parts if _clean(part))


def _clean(item: str) -> str:
    item = _TAIL.sub("", item.strip().removeprefix("以及").removeprefix("及").strip())
    item = _OWN_LABEL.sub("", item)
    return item[1:-1] if len(item) > 2 and item[0] == "“" and item.find("”") == len(item) - 1 else item


def _parallel(reading: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list whose last item is cut where the others end: 开放型、枢纽型、平台型科协组织."""
    if len(reading) < 3:
        return reading
    ending = reading[0][-1]
    if all(item.endswith(ending) for item in reading[:-1]) and not reading[-1].endswith(ending):
        at = reading[-1].find(ending)
        if at > 0 and at + 1 <= max(len(item) for item in reading[:-1]) + 1:
            return (*reading[:-1], reading[-1][: at + 1])
    return reading
