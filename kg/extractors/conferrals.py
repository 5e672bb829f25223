"""Reads clauses that confer an honour on somebody: 授予陆怀谷等3人科学技术奖, 命名临江县为示范县."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.extractors.places import is_place
from kg.extractors.roster_rows import is_person
from kg.extractors.tables import any_of, column, rows
from kg.facts import EntityType
from kg.reading import Proposal

NAME = "conferrals"
Span = tuple[int, int]
_NUMBER = "(?:\\d+|[一二三四五六七八九十两百]{1,3})[余多]?"
_MEASURE = "[名位个家项件人所支户部篇]"
# 授予 with its receivers before the honour; 被授予 has them before the verb.
_GIVES = re.compile(r"(?<![被获])(?:授予|追授|颁予|分别授予)(?!权|了?学位)")
_NAMES = re.compile(
    r"(?<![被获])(?:命名|认定|评选|评定|追认|确定|批准|选树|表彰)(?P<who>[^，。；：\n为]{2,160}?)(?<!作)为(?P<what>[^，。；\n]{4,40})"
)
# 对甲、乙等5人予以表彰，授予丙称号: who gets it stands before the verb of praise.
_PRAISED = re.compile(
    r"对(?P<who>[^，。；：\n]{2,160}?)(?:予以|给予|进行|作出)(?:通报|公开)?(?:表彰|表扬|嘉奖|奖励)，(?:并|特)?(?:分别)?授予$"
)
_AS = re.compile("[一-鿿]{0,8}为")
# 表彰甲等5名丙: the honour stands behind the number.
_PRAISES = re.compile(r"(?<![被获予受行])(?:表彰|通报表扬)(?P<who>[^，。；：\n为]{2,160}?)(?=等\s*\d+\s*[名位个家项])")
_TITLED = re.compile(r"(?P<what>“[^”]{3,40}”|《[^》]{3,40}》)(?:的?(?:荣誉)?称号|奖|荣誉|奖章|荣誉证书)?$")
_TAIL = re.compile(r"(?:的?(?:荣誉)?称号|荣誉|荣誉证书)$")
_PRIZE = re.compile(
    r"(?:奖|奖章|勋章|金牌|银牌|铜牌|称号|单位|集体|个人|工作者|组织|模范|标兵|能手|工匠|英雄|楷模|红旗手|功臣|卫士|之星|示范[一-鿿]{1,4}|试点[一-鿿]{1,3}|百强|基地|企业)$"
)
_HONOURED = re.compile(
    r"[“\s]*(?:首批|第[一-鿿]批)?(?:全[国省市县区]|国家|中国|[省市县区]级|[一-鿿]{0,6}?[省市县区](?!$)|先进|优秀|最美|首批|年度?|杰出|十佳|模范)"
)
_GRADE = "(?:[特一二三]等奖|[金银铜]奖)"
_GRADES = re.compile(
    rf"(?:获得?|荣获|获评|喜获|授予|摘得)(?:了|全国)?(?P<prize>[^，。；、\n“”]{{2,24}}奖){_GRADE}(?P<more>(?:[、和及]{_GRADE})+)"
)
_RESULT = re.compile(r"[一-鿿]{0,4}(?:成果|项目)")


@dataclass(frozen=True, slots=True)
class Conferral:
    """A clause that confers: `[start, end)`, who gets it and what, in the order of the text."""

    start: int
    end: int
    receivers: Span
    honour: Span
    is_of_results: bool = False


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the honours that a text confers and the receivers that it names."""
    text = document.text
    for conferral in read(text):
        yield Proposal(*conferral.honour, EntityType.AWARD, NAME, weight=0.95)
        for start, end, kind in _receivers(text, conferral):
            yield Proposal(start, end, kind, NAME, text[start:end].strip("“”"), weight=0.95)
    yield from _grades(text)


def _grades(text: str) -> Iterator[Proposal]:
    """Yield the further grades of one prize: 获得甲奖一等奖、二等奖和三等奖 are three honours of 甲奖."""
    for found in _GRADES.finditer(text):
        for grade in re.finditer(_GRADE, text[found.start("more") : found.end()]):
            start = found.start("more") + grade.start()
            name = found["prize"] + grade[0]
            yield Proposal(start, start + len(grade[0]), EntityType.AWARD, NAME, name, weight=0.95)


def read(text: str) -> Iterator[Conferral]:
    """Yield the clauses of a text that confer an honour, in order for each verb."""
    for verb in _GIVES.finditer(text):
        end = _clause_end(text, verb.end())
        if (at := _honour_at(text, verb.end(), end)) is None:
            at = verb.end()
        honour = _honour(text, at, end)
        counted = _COUNTED().search(text, verb.end(), at)
        praised = _PRAISED.search(text, max(verb.start() - 200, 0), verb.end())
        if honour is None and praised:
            honour = _honour(text, verb.end(), end)
        if honour is not None and praised and at == verb.end():
            yield _of_praised(text, praised, honour)
        elif honour is not None and at > verb.end():
            last = counted.start() if counted else at
            is_result = counted is not None and _RESULT.fullmatch(counted["group"] or "") is not None
            yield Conferral(verb.start(), end, (verb.end(), last), honour, is_result)
    for verb in _NAMES.finditer(text):
        honour = _honour(text, *verb.span("what"))
        if honour is not None and _HONOURED.match(text, *honour):
            counted = _COUNTED().search(text, *verb.span("who"))
            yield Conferral(*verb.span(), (verb.start("who"), counted.start() if counted else verb.end("who")), honour)
    yield from _praises(text)


def _of_praised(text: str, praised: re.Match[str], honour: Span) -> Conferral:
    counted = _COUNTED().search(text, *praised.span("who"))
    last = counted.start() if counted else praised.end("who")
    return Conferral(praised.start(), honour[1], (praised.start("who"), last), honour)


def _praises(text: str) -> Iterator[Conferral]:
    """Yield 表彰甲等5名丙, where the honour stands right behind the number."""
    for verb in _PRAISES.finditer(text):
        end = _clause_end(text, verb.end())
        counted = re.compile(rf"等\s*{_NUMBER}\s*{_MEASURE}").match(text, verb.end())
        if counted is None or _AS.match(text, counted.end()):
            continue
        honour = _honour(text, counted.end(), end)
        if honour is not None and _HONOURED.match(text, *honour):
            yield Conferral(verb.start(), end, verb.span("who"), honour)


def _clause_end(text: str, start: int) -> int:
    """Return where a clause ends; marks within quotation marks do not count."""
    depth = 0
    for i in range(start, min(start + 300, len(text))):
        depth += (text[i] in "“（") - (text[i] in "”）")
        if text[i] == "\n" or (depth <= 0 and text[i] in "，。；"):
            return i
    return min(start + 300, len(text))


def _honour_at(text: str, start: int, end: int) -> int | None:
    """Return where the honour begins behind its receivers, None where nothing tells."""
    if titled := _TITLED.search(text, start, end):
        return titled.start()
    if counted := max(_COUNTED().finditer(text, start, end), key=lambda found: found.end(), default=None):
        return counted.end()
    return max((found.end() for found in _BEFORE_HONOUR().finditer(text, start, end)), default=None)


def _honour(text: str, start: int, end: int) -> Span | None:
    tail = _TAIL.search(text, start, end)
    end = tail.start() if tail else end
    while start < end and text[start] in "的 为了":
        start += 1
    name = text[start:end].strip("“”《》")
    is_prize = _PRIZE.search(name) or tail is not None
    if not is_prize or not 3 <= len(name) <= 40 or any(mark in name for mark in "“”、："):
        return None
    return start, end


@cache
def _COUNTED() -> re.Pattern[str]:  # noqa: N802
    """A number of receivers with what they are: 等5家单位, 2名同志."""
    groups = any_of(word for word in column("honoured") if len(word) > 1)
    return re.compile(rf"(?:等|共|、)?\s*{_NUMBER}\s*{_MEASURE}(?P<group>[一-鿿]{{0,4}}?(?:{groups})|)(?![奖赛])")


@cache
def _BEFORE_HONOUR() -> re.Pattern[str]:  # noqa: N802
    """What ends the last receiver where no number does: somebody's title, 等同志, a body before 云川市 or 全国."""
    titles = any_of([*column("posts"), "同志", "等同志", "等人"])
    bodies = any_of(word for word, kind, *_ in rows("heads") if kind == EntityType.ORGANIZATION.value)
    level = "(?=全国|国家|全[省市县区]|[省市]级|(?:19|20)\\d\\d年|[一-鿿]{2,4}[省市县区州])"
    return re.compile(rf"(?:{titles}|(?:{bodies}){level})")


def _receivers(text: str, conferral: Conferral) -> Iterator[tuple[int, int, EntityType]]:
    """Yield the receivers of a clause that their form tells: a quoted result, somebody's name, a body."""
    start, end = conferral.receivers
    for found in re.finditer(r"“[^”]+”|[^、和与及“”]+", text[start:end]):
        at, item = start + found.start(), found[0].removesuffix("等").rstrip()
        bare = _TITLES().sub("", item)
        if item[0] == "“":
            if conferral.is_of_results:
                yield at, at + len(item), EntityType.PROGRAM
        elif is_person(bare) and not is_place(bare):
            yield at, at + len(bare), EntityType.PERSON
        elif _BODY().search(item) and len(item) > 3:
            yield at, at + len(item), EntityType.ORGANIZATION


@cache
def _TITLES() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{any_of(column('posts'))})+$")


@cache
def _BODY() -> re.Pattern[str]:  # noqa: N802
    return re.compile(rf"(?:{any_of(w for w, kind, *_ in rows('heads') if kind == EntityType.ORGANIZATION.value)})$")
