"""Slips of every type planted into right texts, to measure the draft check on texts that nobody wrote for it.

Each planter knows nothing of the rules: it changes what a document says in the way that a drafter gets it wrong, and
tells where. A passage that holds nothing of a kind gives no slip of it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from corpus.documents import Document
from kg.extractors.periods import Periods
from kg.facts import EntityType, Extraction

# Words that drafters take for one another; each may stand for its neighbour.
_MIXED = (
    ("技术", "科技"),
    ("科学", "科技"),
    ("帮扶", "扶持"),
    ("行动", "活动"),
    ("计划", "工程"),
    ("大会", "年会"),
    ("提升", "提高"),
    ("创新", "创意"),
    ("专家", "教授"),
    ("振兴", "发展"),
    ("服务", "便民"),
    ("联", "连"),
    ("惠", "利"),
    ("村", "镇"),
)
_HOMOPHONES = dict(
    zip("企园村技服到有队律识实新强点想重心进联化", "器圆屯计复道又对率织施欣抢店响种新近连画", strict=True)
)
_ORDER = "一二三四五六七八九十"
_EDITION = re.compile(r"第([一二三四五六七八九]|\d{1,2})届")
_QUOTED = re.compile(r"“([^“”《》\n，。；]{3,20})”")
_TITLED = re.compile(r"《([^《》\n]{4,30})》")
_BRACKETED = re.compile(r"(?<![\d。；])（([^（）\n]{2,20})）")
_NUMBER = re.compile(r"([一-鿿]{2,6})〔((?:19|20)\d\d)〕(\d{1,4})号")
_POST = re.compile(r"(?<!副)(书记|主席|会长|主任|局长|市长|部长|理事长)(?=[一-鿿]{2,3}(?:同志|作|出席|指出|强调)|、)")
_DEED = re.compile(r"([一-鿿]{2,4})同志(?:出席会议并|代表\w{2,6})?(讲话|作了?讲话|作了?工作报告)")
_STEPS = re.compile(r"一是([^一二三四\n]{4,60}?[。；])二是([^一二三四\n]{4,60}?[。；])")
_EXPLAINED = re.compile(r"([^，。；\n“”]{4,24})[（(]以下简称“([^”]{2,8})”[）)]")


@dataclass(frozen=True, slots=True)
class Slip:
    """A draft with one slip of a type at `[start, end)`, and the wording that is right."""

    kind: str
    text: str
    start: int
    end: int
    expected: str


Plant = Callable[["Ground", random.Random], Iterator[Slip]]


@dataclass(frozen=True)
class Ground:
    """What slips are planted into: a document with what was extracted from it."""

    document: Document
    extraction: Extraction

    def passage(self, offset: int) -> tuple[str, int]:
        """Return the sentence at an offset with the start of its year's paragraph, and where it starts."""
        sentence = self.document.sentence_at(offset)
        if sentence is None or sentence.kind not in ("sentence", "glossary"):
            return "", 0
        return self.document.quote(sentence.start, sentence.end), sentence.start

    def dated(self, text: str, offset: int) -> str:
        """Return a sentence with the year that it speaks of in front, unless it names one."""
        sentence = self.document.sentence_at(offset)
        if sentence is None or re.search(r"(?:19|20)\d\d年", text):
            return text
        year = self.periods.at(sentence, offset, offset + 1).year
        return f"{year}年，{text}" if year else text

    @cached_property
    def periods(self) -> Periods:
        """Return which year each place of the document speaks of."""
        return Periods(self.document)

    def lists(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield the names with at least three members that the glossary lists with 、 or ，."""
        for entry in self.extraction.glossary:
            members = tuple(re.split("[、，]", entry.definition.rstrip("；。")))
            if 3 <= len(members) <= 10 and all(2 <= len(member) <= 14 for member in members):
                yield entry.term.strip("“”").replace("“", "").replace("”", ""), members


def planted(ground: Ground, seed: int = 7) -> Iterator[Slip]:
    """Yield slips of every kind that a document gives an opportunity for; the same for the same seed."""
    for kind, plant in PLANTS.items():
        for slip in plant(ground, random.Random(f"{kind}{seed}")):
            assert slip.kind == kind and slip.text[slip.start : slip.end]
            yield slip


def _listing(kind: str, name: str, items: tuple[str, ...], wrong: tuple[str, ...], span: str = "") -> Slip:
    text = f"要落实“{name}”要求，即{'、'.join(wrong)}。各单位要认真抓好。"
    marked = span or "、".join(wrong)
    start = text.index(marked, text.index("，即"))
    return Slip(kind, text, start, start + len(marked), "、".join(items))


def _missing(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for name, items in ground.lists():
        gone = chance.randrange(len(items))
        yield _listing("slogan_missing_item", name, items, items[:gone] + items[gone + 1 :])


def _extra(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for name, items in ground.lists():
        place = chance.randrange(1, len(items) + 1)
        strange = items[0][0] + "档案馆" if len(items[0]) < 6 else items[0][:2] + "档案到馆舍"
        yield _listing("slogan_extra_item", name, items, (*items[:place], strange, *items[place:]))


def _order(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for name, items in ground.lists():
        i = chance.randrange(len(items) - 1)
        yield _listing("slogan_order", name, items, (*items[:i], items[i + 1], items[i], *items[i + 2 :]))


def _typo(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for name, items in ground.lists():
        spots = [(i, j) for i, item in enumerate(items) for j, char in enumerate(item) if char in _HOMOPHONES]
        if spots:
            i, j = chance.choice(spots)
            wrong = items[i][:j] + _HOMOPHONES[items[i][j]] + items[i][j + 1 :]
            slip = _listing("slogan_typo", name, items, (*items[:i], wrong, *items[i + 1 :]), wrong)
            yield Slip("slogan_typo", slip.text, slip.start, slip.end, items[i])


def _in_sentence(ground: Ground, kind: str, start: int, end: int, wrong: str) -> Slip | None:
    text, first = ground.passage(start)
    if not text or end > first + len(text):
        return None
    draft = ground.dated(text[: start - first] + wrong + text[end - first :], start)
    at = len(draft) - len(text[end - first :]) - len(wrong)
    return Slip(kind, draft, at, at + len(wrong), ground.document.quote(start, end))


def _names(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    """Yield names of programs, events and awards with one word taken for another, once each."""
    wanted = {EntityType.PROGRAM, EntityType.EVENT, EntityType.AWARD, EntityType.PLATFORM}
    types = {entity.id: entity.type for entity in ground.extraction.entities}
    seen: set[str] = set()
    for mention in ground.extraction.mentions:
        name = ground.document.quote(mention.start, mention.end)
        if types[mention.entity] not in wanted or len(name) < 8 or name in seen:
            continue
        seen.add(name)
        spots = [(a, b) for a, b in (*_MIXED, *((b, a) for a, b in _MIXED)) if name.find(a) > 0 and b not in name]
        if spots:
            a, b = chance.choice(spots)
            wrong = name.replace(a, b, 1)
            if wrong not in ground.document.text:
                slip = _in_sentence(ground, "official_name", mention.start, mention.end, wrong)
                if slip:
                    yield slip


def _replaced(
    ground: Ground, kind: str, pattern: re.Pattern[str], change: Callable[[re.Match[str]], str]
) -> Iterator[Slip]:
    for match in pattern.finditer(ground.document.text):
        slip = _in_sentence(ground, kind, match.start(), match.end(), change(match))
        if slip:
            yield slip


def _title(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    yield from _replaced(ground, "title", _POST, lambda match: f"副{match[1]}")


def _deed(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    def swapped(match: re.Match[str]) -> str:
        return match[0].replace("讲话", "作工作报告") if "讲话" in match[2] else match[0].replace("工作报告", "讲话")

    for sentence in ground.document.sentences:
        text = ground.document.quote(sentence.start, sentence.end)
        found = list(_DEED.finditer(text))
        if len(found) == 2 and re.search(r"\d+月\d+日", text):
            first, second = found
            wrong = swapped(first)
            draft = (
                text[: first.start()]
                + wrong
                + text[first.end() : second.start()]
                + swapped(second)
                + text[second.end() :]
            )
            yield Slip("person_post", draft, first.start(), first.start() + len(wrong), first[0])


def _figure(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for indicator in ground.extraction.indicators:
        wrong = re.sub(
            r"\d+", lambda m: str(int(m[0]) + chance.choice((3, 7, 11)) + int(m[0]) // 3), indicator.value, count=1
        )
        value = ground.document.quote(indicator.value_start, indicator.value_end)
        if value.startswith(indicator.value) and indicator.value.isdigit():
            slip = _in_sentence(
                ground, "figure", indicator.value_start, indicator.value_end, value.replace(indicator.value, wrong, 1)
            )
            if slip:
                yield slip


def _abbreviation(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for match in _EXPLAINED.finditer(ground.document.text):
        text, _ = ground.passage(match.start())
        if text and match[2] not in match[1]:
            draft = f"要精心组织{match[2]}各项活动。{text}"
            yield Slip("abbreviation", draft, 5, 5 + len(match[2]), match[2])


def _edition(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    def next_one(match: re.Match[str]) -> str:
        one = match[1]
        return f"第{int(one) + 2}届" if one.isdigit() else f"第{_ORDER[_ORDER.index(one) + 1]}届"

    yield from _replaced(ground, "edition", _EDITION, next_one)


def _quotes(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    def opened(match: re.Match[str]) -> str:
        return f"“{match[1]}" if chance.random() < 0.5 else f"{match[1]}”"

    yield from _replaced(ground, "quotation_marks", _QUOTED, opened)


def _brackets(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    def opened(match: re.Match[str]) -> str:
        return f"（{match[1]}" if chance.random() < 0.5 else f"{match[1]}）"

    yield from _replaced(ground, "quotation_marks", _BRACKETED, opened)


def _pairs(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    yield from _quotes(ground, chance)
    yield from _brackets(ground, chance)


def _titles(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    yield from _replaced(ground, "book_title_marks", _TITLED, lambda match: f"“{match[1]}”")


def _numbering(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    for match in _NUMBER.finditer(ground.document.text):
        wrong = chance.choice((f"{match[1]}[{match[2]}]{match[3]}号", f"{match[1]}〔{match[2]}〕第{match[3]}号"))
        draft = f"根据《通知》（{wrong}）要求，现将有关事项通知如下。"
        yield Slip("numbering", draft, draft.index(wrong), draft.index(wrong) + len(wrong), match[0])
    for match in _STEPS.finditer(ground.document.text):
        draft = f"一是{match[1]}三是{match[2]}"
        yield Slip("numbering", draft, draft.index("三是"), draft.index("三是") + 2, "二是")


def _contradiction(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    """Yield drafts that give a new figure twice, the second time another; the library knows neither."""
    for indicator in ground.extraction.indicators:
        year, label = ground.document.year, indicator.label
        if year and indicator.value.isdigit() and 4 <= len(label) <= 12 and indicator.status == "achieved":
            first, second = int(indicator.value) + 5, int(indicator.value) + 9
            unit = indicator.unit
            head = f"{year + 3}年，{label}{first}{unit}。工作取得新成效。"
            draft = f"{head}{year + 3}年，{label}{second}{unit}，群众满意。"
            start = len(head) + len(f"{year + 3}年，{label}")
            yield Slip("contradiction", draft, start, start + len(f"{second}{unit}"), f"{first}{unit}")


def _superseded(ground: Ground, chance: random.Random) -> Iterator[Slip]:
    """Yield drafts that go on with a name that the document says was given up."""
    for match in re.finditer(r"“([^“”]{3,20})”(?:已)?(?:更名|改称|改名|调整)为“([^“”]{3,20})”", ground.document.text):
        year = (ground.document.year or 2020) + 1
        draft = f"{year}年，继续实施“{match[1]}”，扩大覆盖面。"
        yield Slip("superseded", draft, draft.index(match[1]), draft.index(match[1]) + len(match[1]), match[2])


PLANTS: dict[str, Plant] = {
    "slogan_missing_item": _missing,
    "slogan_extra_item": _extra,
    "slogan_order": _order,
    "slogan_typo": _typo,
    "official_name": _names,
    "title": _title,
    "person_post": _deed,
    "figure": _figure,
    "abbreviation": _abbreviation,
    "edition": _edition,
    "quotation_marks": _pairs,
    "book_title_marks": _titles,
    "numbering": _numbering,
    "contradiction": _contradiction,
    "superseded": _superseded,
}
