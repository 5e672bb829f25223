"""Finds places: administrative divisions by a gazetteer, short names where they are safe, and words for the home place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import daachorse

from corpus.documents import Document
from kg.extractors.atoms import Atom
from kg.extractors.tables import rows
from kg.facts import EntityType
from kg.reading import Proposal

_HOME_WORDS = {
    "province": ("我省", "全省"),
    "prefecture": ("我市", "全市"),
    "municipality": ("我市", "全市"),
    "county": ("我县", "全县", "我区", "全区", "我市", "全市"),
    "region": ("我区", "全区"),
}
# A short name that is an everyday word outside its province: 各位来宾.
_WORDS = frozenset(["来宾"])
# Short names that are everyday words at home, too: 惠民政策, 和平发展; and one that begins a company's name.
_NEVER_SHORT = frozenset(["惠民", "和平"])
_NOT_BEFORE = {"阿里": ("云", "巴巴")}
_LEVELS = ("province", "region", "prefecture", "county")
_LETTER_CUES = frozenset("在来驻赴入离留返援")
_LANDFORMS = frozenset(["港", "湾", "岛", "洋", "半岛", "群岛", "江", "河", "湖", "山", "海峡", "盆地", "平原", "草原"])
_LEVELLED = re.compile(r"(?<![省市县区])[一-鿿]{2}(?:省|市|县|区)(?![级委长域情区内外直])")
_OTHER = re.compile("[我全各本该跨外市省县区]")
_NO_PLACE = re.compile(
    r"城市|都市|社区|园区|地区|新区|校区|景区|片区|小区|特区|城区|山区|灾区|专区|示范|合作|经济|开发|高新|创新|保护|功能|工业|农业|科技"
)
_MUNICIPALITIES = frozenset(["北京市", "天津市", "上海市", "重庆市"])


@dataclass(frozen=True, slots=True)
class Division:
    """A row of the gazetteer; `short` is empty where the name has no usable short form."""

    code: str
    name: str
    short: str
    level: str
    parent: str
    letter: str


@cache
def divisions() -> tuple[Division, ...]:
    """Return the administrative divisions, then the regions and countries with level "region"."""
    named = tuple(Division(*row) for row in rows("divisions"))
    return named + tuple(Division("", name, short, "region", "", "") for name, short, *_ in rows("regions"))


@cache
def _forms() -> tuple[tuple[str, Division], ...]:
    forms: dict[str, Division] = {}
    # 西安 is the city and not a district of another one, 海南 the province: the higher level has the short name.
    for division in sorted(divisions(), key=lambda d: _LEVELS.index(d.level)):
        for form in (division.name, division.short):
            if len(form) > 1:
                forms.setdefault(form, division)
    return tuple(forms.items())


@cache
def _automaton() -> daachorse.CharwiseDoubleArrayAhoCorasick:
    return daachorse.CharwiseDoubleArrayAhoCorasick(
        [form for form, _ in _forms()], daachorse.MATCH_KIND_LEFTMOST_LONGEST
    )


@cache
def _by_form() -> dict[str, Division]:
    return dict(_forms())


@cache
def _by_code() -> dict[str, Division]:
    return {division.code: division for division in divisions() if division.code}


def home(document: Document) -> Division | None:
    """Return the division whose papers these are: that of the issuer."""
    return place_of(document.issuer)


def place_of(issuer: str) -> Division | None:
    """Return the longest division that the name of a body starts with, also one that the gazetteer does not know."""
    issuer = issuer.removeprefix("中共")
    for length in range(min(len(issuer), 12), 1, -1):
        found = _by_form().get(issuer[:length])
        if found and found.code:
            return found
    return _unlisted(issuer)


def _unlisted(issuer: str) -> Division | None:
    """Return a place that an issuer's name starts with although the gazetteer does not know it."""
    found = re.match(r"([一-鿿]{2,3}?)(省|市|县|区|州)(?=[一-鿿]{2})", issuer)
    if found is None or found[1] in ("全国", "中国", "国家"):
        return None
    level = {"省": "province", "市": "prefecture"}.get(found[2], "county")
    return Division("-", found[0], found[1], level, "", "")


def spans(text: str) -> Iterator[tuple[int, int, Division, str]]:
    """Yield every form of the gazetteer in a text: start, end, division, form; safe or not."""
    for start, end, number in _automaton().find(text):
        form, division = _forms()[number]
        if form != "会同":  # 会同有关部门: the verb, a hundred times to one county
            yield start, end, division, form


def is_place(text: str) -> bool:
    """Say whether a text is a name or short name of the gazetteer."""
    return text in _by_form()


def find(document: Document, pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield the places of a document."""
    here = home(document)
    yield from _named(document, pieces, here)
    if here is not None:
        yield from _home_words(document, pieces, here)
        if here.code == "-":
            yield from _unlisted_places(document, pieces, here)
    yield from _tagged(pieces)


def _named(document: Document, pieces: Sequence[Atom], here: Division | None) -> Iterator[Proposal]:
    by_start = {piece.start: piece for piece in pieces if piece.kind == "word"}
    ends = {piece.end for piece in pieces}
    previous: tuple[int, Division] | None = None
    text = document.text
    for start, end, division, form in spans(text):
        is_full = form == division.name
        if form in _WORDS and (here is None or here.code[:2] != division.code[:2]):
            continue
        if form[1:] == "城市" and start not in by_start and start + 1 in by_start:  # 顺应城市发展
            continue
        if form in _NEVER_SHORT or text.startswith(_NOT_BEFORE.get(form, ("\0",)), end):
            continue
        if not (_is_apart(text, start, end) and division.level != "county"):
            is_listed = _stands_in_row(text, start, end, previous) and start in by_start and end in ends
            if not (is_listed and _is_near(division, here)) and not _is_safe(
                is_full, division, here, by_start.get(start), end, previous, start
            ):
                continue
            if not is_full and end not in ends and start not in by_start:
                continue
        previous = (end, division)
        name = division.name if here is not None and division.code == here.code else form
        aliases = tuple(other for other in (division.name, division.short) if other and other != name and other in text)
        yield Proposal(start, end, EntityType.PLACE, "places", name=name, aliases=aliases, weight=0.8)


def _is_apart(text: str, start: int, end: int) -> bool:
    """Say whether a form stands between marks, so that no other word can hold it: “深圳—香港—广州”."""
    return text[start - 1 : start] in _MARKS and text[end : end + 1] in _MARKS


_MARKS = frozenset("“”—－–·")


def _is_safe(
    is_full: bool,
    division: Division,
    here: Division | None,
    word: Atom | None,
    end: int,
    previous: tuple[int, Division] | None,
    start: int,
) -> bool:
    """Say whether a form names the place: full names and large places do, short county names need a witness."""
    if division.level == "region":
        return len(division.name) > 3 or (word is not None and word.end <= end)
    if is_full and len(division.name) > 2:
        return True
    if word is None:
        return False
    if division.level in ("province", "prefecture"):
        return word.end <= end or word.tag in ("ns", "nt", "nr")
    if previous is not None and previous[0] == start and _above(division, previous[1]):
        return True
    return _is_near(division, here) and word.end == end and (word.tag in ("ns", "nr", "nz") or end - start > 2)


def _is_near(division: Division, here: Division | None) -> bool:
    return here is not None and here.code[:2] == division.code[:2]


def _stands_in_row(text: str, start: int, end: int, previous: tuple[int, Division] | None) -> bool:
    """Say whether a form has another place beside it in a row, which makes it one whatever else the word means."""
    if previous is not None and previous[0] == start - 1 and text[start - 1] == "、":
        return True
    after = text[end + 1 : end + 4] if text[end : end + 1] == "、" else ""
    return any(after[:length] in _by_form() for length in (2, 3))


def _above(division: Division, other: Division) -> bool:
    parent = _by_code().get(division.parent)
    return other.code != "" and (division.parent == other.code or (parent is not None and parent.parent == other.code))


def _unlisted_places(document: Document, pieces: Sequence[Atom], here: Division) -> Iterator[Proposal]:
    """Yield the home place and the neighbours that recur with a level word, where the gazetteer knows none of them."""
    starts = {piece.start for piece in pieces}
    counts = Counter(found[0] for found in _LEVELLED.finditer(document.text) if found.start() in starts)
    for found in re.finditer(f"{re.escape(here.short)}(?:{here.name[-1]})?", document.text):
        yield Proposal(*found.span(), EntityType.PLACE, "places", name=here.name, aliases=(here.short,), weight=0.8)
    for found in _LEVELLED.finditer(document.text):
        is_name = (
            (counts[found[0]] > 1 or _goes_there(document.text, found))
            and found[0] != here.name
            and not (_NO_PLACE.search(found[0]) or _OTHER.search(found[0][:-1]))
        )
        if is_name and found.start() in starts:
            yield Proposal(*found.span(), EntityType.PLACE, "places", weight=0.6)


def _goes_there(text: str, found: re.Match[str]) -> bool:
    """Say whether a place named once stands where only a place can: 在青岭县, a cell of a table."""
    return text[found.start() - 1 : found.start()] in ("在", "赴", "到", "向", "驻") or text[found.end() :][:1] == "\t"


def _home_words(document: Document, pieces: Sequence[Atom], here: Division) -> Iterator[Proposal]:
    level = "municipality" if here.name in _MUNICIPALITIES else here.level
    level = "region" if "自治区" in here.name else level
    words = _HOME_WORDS[level]
    aliases = (here.short,) if here.short and here.short in document.text else ()
    for i, piece in enumerate(pieces):
        is_letter = piece.text == here.letter and i > 0 and pieces[i - 1].text[-1:] in _LETTER_CUES
        if piece.text in words or is_letter:
            yield Proposal(
                piece.start,
                piece.end,
                EntityType.PLACE,
                "places",
                name=here.name,
                aliases=(*aliases, piece.text),
                weight=0.8,
            )


def _tagged(pieces: Sequence[Atom]) -> Iterator[Proposal]:
    """Yield bays, islands, harbours and the like that the tagger knows and the gazetteer does not."""
    for i, piece in enumerate(pieces):
        after = pieces[i + 1] if i + 1 < len(pieces) else None
        is_known = piece.tag == "ns" or (piece.tag == "nr" and piece.text in _by_form())
        if is_known and len(piece.text) == 2 and after is not None and after.text in _LANDFORMS:
            yield Proposal(piece.start, after.end, EntityType.PLACE, "places", weight=0.5)
        elif (
            is_known
            and len(piece.text) > 2
            and piece.text[-1] in "港湾岛洋海峡洲屿山湖河江淀池泉"
            and piece.text not in _by_form()
        ):
            yield Proposal(piece.start, piece.end, EntityType.PLACE, "places", weight=0.4)
        elif piece.text == "我国":
            yield Proposal(piece.start, piece.end, EntityType.PLACE, "places", name="我国", weight=0.5)
