"""Who passed a regulation and when: `2024年5月31日 云川市第十六届人民代表大会常务委员会第十次会议通过`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.characters import CJK
from corpus.dates import DATE_TEXT, iso_date

_TERM = re.compile(rf"第[{CJK}\d]{{1,5}}届")
_ACT = re.compile(
    rf"[（(]?(?P<date>{DATE_TEXT})\s*(?P<rest>.*?)(?P<act>通过|修正|修订|批准|发布|公布|施行|实施|印发)"
    r"(?:[，,]?\s*自.{5,20}(?:施行|实施))?\s*[）)]?"
)
_ORDER = re.compile(rf"令?第[{CJK}\d]{{1,8}}?[次号]")
_BODY = re.compile(rf"[{CJK}、 ]{{2,60}}(?:会|局|委|厅|部|室|府|院|署|公司|总局)")


@dataclass(frozen=True, slots=True)
class Adoption:
    """One act in the life of a regulation. `is_first` if it brought the regulation into being."""

    date: str
    body: str
    is_first: bool


def adoption(text: str) -> Adoption | None:
    """Return what a line under a regulation's title says, or None; a line on entry into force has no date."""
    match = _ACT.fullmatch(text)
    if match is None:
        return None
    if match["act"] in ("施行", "实施"):
        return Adoption("", "", False)
    is_first = match["act"] in ("通过", "发布", "公布", "印发")
    return Adoption(iso_date(match["date"]), _body(match["rest"]), is_first)


def _body(text: str) -> str:
    """Return 云川市人民代表大会常务委员会 of 云川市第十六届人民代表大会常务委员会第十次会议."""
    whole = _TERM.sub("", text)
    order = _ORDER.search(whole)
    body = whole[: order.start()].strip() if order else whole.strip()
    return body if _BODY.fullmatch(body) else ""
