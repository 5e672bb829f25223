"""Reads the members of a numeric formulation or a set off its definition, in order, and what number it promises."""

from __future__ import annotations

import re

from corpus.numerals import COUNTS, numeral_value

_COUNTED = re.compile(r"([一二三四五六七八九十两双]+)([^一二三四五六七八九十两双“”、+]{0,3})")
# Words whose numeral counts nothing.
_UNCOUNTED = re.compile(
    r"(?<=[两二三四五六七八九十])个一(?![百千万])|一流|一体化?|合一|第[一二三四五]|[五六七八]一(?!批)|十[一二三四五六]五|统一|唯一|一带一路|一张网|一盘棋|一网统管|一网通办|一件事|一站式"
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
_TAIL = re.compile(r"(?:构成|组成|的融合|的统称|的总称|的简称|的集合|有机统一|深度融合|并举|一体推进|协同发力)$")
_CLOSING_COUNT = re.compile(r"([两二三四五六七八九十]|\d+)个?(?:[^、，“”]{2,5})$")
_OWN_LABEL = re.compile(r"^[一二三四五六七八九十两][^、，“”]{1,4}?(?:指|即|是)(?=.{2})")
_ALSO = re.compile(r"[及和与、]")
# What a set of one counted thing is made of is joined by more than the mark of a list: 水、电、气网并入路网.
_JOINED = re.compile(r"、|和|与|及|融入|并入|纳入|接入")
_COUNTED_VERBS = "升降减增提扩缩"
_AS_CENTRE = re.compile(r"^以?([^，、]{2,12})为[^，、为]{2,8}$")
_SHARED_VERB = re.compile(r"(?:联动|协同|统筹|推动|推进)$")
_MEANS = re.compile(r"^(?:依托|通过|以|按照|围绕|在)(?=.{4})")
_MANNER = re.compile(r"的[^的、，]{0,6}(?:模式|机制|格局|体系|方式)$")
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

    A numeral that stands twice counts both halves or the pairs: 四送四到 has eight members, or four with both in each. One
    that is said once for several names counts each of them: 甲联盟及乙三库 has three of each.
    """
    promised = promised_count(term)
    numerals = [_value(found[1]) for found in _COUNTED.finditer(term)]
    is_paired = len(numerals) > 1 and len(set(numerals)) == 1
    is_shared = bool(promised) and number == (promised or 0) * len(_ALSO.split(term)) and len(numerals) == 1
    return promised is None or number == promised or is_shared or (is_paired and number == numerals[0])


def _value(numeral: str) -> int:
    if "十" in numeral:
        return numeral_value(numeral.replace("双", "两"))
    return sum(COUNTS[char] for char in numeral)


def members(term: str, definition: str) -> tuple[str, ...]:
    """Return the members that a definition lists, in its order; empty where it lists none.

    >>> members("“三型”组织", "开放型、枢纽型、平台型科协组织；")
    ('开放型', '枢纽型', '平台型')
    """
    body = definition.strip().rstrip("。；;")
    count = promised_count(term)
    if numbered := _numbered(body):
        return numbered
    if count and (counted := _of_counted(term, body, count)):
        return counted
    readings = [reading for reading in _readings(body) if 2 <= len(reading) <= _MOST and _is_plausible(reading)]
    if readings and "；" in body and _ALSO.search(term) and len(_SUBLIST.findall(body)) > 1:
        return readings[0]
    if count:
        exact = [reading for reading in readings if len(reading) == count]
        exact = exact or [reading for reading in readings if len(reading) > 2 and fits_promise(term, len(reading))]
        if exact:
            best = _parallel(min(exact, key=lambda reading: max(map(len, reading))))
            return _without_frame(term, _completed(term, body, best))
    if announced := _announced(body):
        return announced
    if readings and ((count and len(readings[0]) > 2) or _is_list(body)):
        return _parallel(readings[0])
    found = _MULTIPLIERS.search(body[:16])
    if found and len(set(re.findall(r"[百千万]", term))) > 1:
        return tuple(re.findall(r"[百千万亿][^百千万亿]", found[0]))
    return ()


def _of_counted(term: str, body: str, count: int) -> tuple[str, ...]:
    """Return the members that the counted character itself marks: 四良 in 良田良种良机良法, 三网 in 水、电网并入路网.

    Only a set of one counted character (五网合一, 双高计划) is read so, and only where the number fits.
    """
    counted = [found[2] for found in _COUNTED.finditer(_UNCOUNTED.sub("", term)) if found[2]]
    if len(counted) != 1 or counted[0][0] in "个大项":
        return ()
    mark = re.escape(counted[0][0])
    if row := re.search(rf"(?:{mark}[^{mark}，。；、]){{{count}}}(?![^{mark}]?{mark})", body):
        return tuple(row[0][i : i + 2] for i in range(0, 2 * count, 2))
    first = _LEAD.sub("", re.split("[，。；]", body)[0])
    pieces = [piece for piece in _JOINED.split(re.sub("^[将把使让]", "", first)) if piece]
    if len(pieces) == count and pieces[-1].endswith(counted[0][0]) and any(len(piece) == 1 for piece in pieces):
        return tuple(piece if piece.endswith(counted[0][0]) else piece + counted[0][0] for piece in pieces)
    pair = re.search(
        rf"(?<![一-鿿]{mark})({mark}[^，。；、和与及]{{1,8}})[和与及]({mark}[^，。；、和与及]{{1,8}})$", body
    )
    return (pair[1], pair[2]) if pair and count == 2 else ()


def _completed(term: str, body: str, reading: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list in which a verb said once for several is said for each: 亡人数、伤人数减少, where the term counts 减."""
    ends = {item[-2:] for item in reading if len(item) > 3 and set(item[-2:]) & set(term) & set(_COUNTED_VERBS)}
    done = list(reading)
    for clause in re.split("[，；。]", body):
        inside = [i for i, item in enumerate(reading) if item in clause]
        if len(inside) > 1 and (end := reading[inside[-1]][-2:]) in ends:
            rest = [i for i in inside if not set(reading[i]) & set(end)]
            for i in rest:
                done[i] = reading[i] + end
    return tuple(done)


def _without_frame(term: str, reading: tuple[str, ...]) -> tuple[str, ...]:
    """Return a list without the frame of its sentence: 以社区为平台 is 社区, the verb of 五社联动 belongs to all."""
    verb = _SHARED_VERB.search(term)
    has_centre = any(item[0] == "以" and "为" in item for item in reading)
    bare: list[str] = []
    for i, item in enumerate(reading):
        if has_centre:
            item = found[1] if (found := _AS_CENTRE.match(item)) else item.removeprefix("以")
        item = item.removeprefix(verb[0]) if verb and len(item) > 3 else item
        bare.append(_MANNER.sub("", item) if i == len(reading) - 1 and len(reading) > 2 else item)
    lengths = {len(item) for item in bare[1:]}
    noun = bare[0].rpartition("的")[2]
    if len(bare) > 2 and {len(noun)} == lengths:
        bare[0] = noun
    return tuple(bare)


def _numbered(body: str) -> tuple[str, ...]:
    """Return what each figure of a term like “135”工作布局 stands for: the set named behind its list, else the list."""
    parts = [part for figure, text in _NUMBERED.findall(body) for part in _of_figure(figure, text.strip("，"))]
    return tuple(parts) if len(parts) > 1 and all(len(part) <= _LONGEST for part in parts) else ()


def _of_figure(figure: str, text: str) -> tuple[str, ...]:
    """Return what one figure stands for: as many items as it says, else the whole of its first clause."""
    number = int(figure) if figure.isdigit() else 0
    clauses = text.split("，")
    if len(clauses) > 1 and _MEANS.match(clauses[0]):
        clauses = clauses[1:]
    first = _TAIL.sub("", clauses[0])
    row = re.findall(r"“([^”]+)”", text)
    if number > 1 and len(row) == number:
        return tuple(row)
    named = _SET_NAME.search(first)
    if named and named.start() > 3 and "”“" not in first:
        return (_clean(named[0]),)
    bare = re.sub(r"^(?:建设|实施|办好|推进|打造|建立|设立)", "", first)
    listed = items(bare)
    if number == 1 or (number > 1 and len(listed) not in (1, number)):
        return (_clean(first if number == 1 and "、" in first else bare),)
    return listed or (first,)


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
        readings.append(tuple(item for part in re.split("[，；]", whole) for item in re.split(_AND, part) if item))
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
    item = _TAIL.sub("", re.sub(r"^(?:以及|及(?!时))", "", item.strip()).strip())
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
