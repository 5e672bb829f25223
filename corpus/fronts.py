"""The front of a part: title, subtitle, speaker, post, date, event, as the lines above the first sentence give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.adoptions import Adoption, adoption
from corpus.characters import CJK, ends_sentence
from corpus.dates import DATE_TEXT, is_date_line, iso_date
from corpus.genres import INNER_DASHES, QUALIFIER, genre
from corpus.official_marks import is_mark, without_signers
from corpus.paragraphs import Paragraph
from corpus.people import person

_LETTERHEAD = re.compile(r"(?P<body>.{2,40}?)\s*(?:文件|令)$")
DOC_NUMBER = re.compile(
    rf"[（(]?(?P<number>[{CJK}]{{0,16}}\s*[〔\[［【（(〈]\s*(?:19|20)\d{{2}}\s*[〕\]］】）)〉]\s*第?\s*\d{{1,4}}\s*号|"
    rf"(?:(?:19|20)\d{{2}}\s*年\s*)?[{CJK}]{{0,20}}(?:令|公告|通告)?\s*第\s*[\d{CJK}]{{1,6}}\s*号)[）)]?"
)
_FIELD = re.compile(
    r"(?:签发人|密级|份号|保密期限|紧急程度|文号|发文字号|发布日期|成文日期|索引号|来源|发文机关)[:：]?.*|"
    r"新华社.{2,12}电|[（(].*(?:通过|发布|修订|修正|施行|公布|删减|发布).*[）)]"
)
# 云川市人民政府专题会议纪要 above the number; its title is below.
_MINUTES = re.compile(rf"(?P<body>[{CJK}]{{2,30}}?)(?:常务|专题|办公|党组|工作)*会议纪要")
_ISSUED = re.compile(rf"(?P<body>[{CJK}]{{3,40}}?)\s*(?P<date>{DATE_TEXT})")
_KEYWORDS = re.compile(rf"[{CJK}]{{2,8}}(?:\s[{CJK}△]{{1,8}}){{2,}}")
_DASHES = re.compile(r"[—―–－-]{1,4}\s*")
_MEETING = re.compile(
    rf"[（(—―–－-]*\s*(?P<date>{DATE_TEXT})?(?:至?\d{{1,2}}日)?\s*在(?P<event>.{{4,60}}?)"
    rf"(?:上(?P<post>[{CJK}]{{2,20}}(?=\s))?)?(?:的.{{2,12}})?[）)]?(?:\s(?P<person>.{{2,40}}))?"
)
_EVENT = re.compile(r"在(?P<event>.+?)上(?:的.{2,12})?$")
_EVENT_OF_REPORT = re.compile(r"^(?P<event>.*?(?:会议|大会|全会|论坛|座谈会))(?:工作)?(?:报告|讲话)$")
_ABOUT = re.compile(r"关于.*的[^的]{1,6}$")
_SIGNED = re.compile(rf"[{CJK}、 ]{{3,60}}(?:会|局|委|厅|部|室|府|院|中心|公司|处|署|办)")
_MAX_FRONT = 14
_MAX_LENGTH = 120
_MAX_TITLE_LINES = 4


@dataclass(frozen=True, slots=True)
class Front:
    """What stands above the first sentence of a part.

    Attributes:
        letterhead: The body whose paper it is: 云川市科学技术协会文件.
        adopter: The body that passed a regulation.
        signed: The body named under the title.
        length: Over how many lines the front runs.
    """

    title: str = ""
    subtitle: str = ""
    speaker: str = ""
    post: str = ""
    date: str = ""
    event: str = ""
    doc_number: str = ""
    letterhead: str = ""
    adopter: str = ""
    signed: str = ""
    title_start: int = 0
    title_end: int = 0
    length: int = 0


def is_front_line(paragraph: Paragraph) -> bool:
    """Tell whether a line may stand above the first sentence: short, and no mark of a sentence at its end."""
    text = paragraph.text
    return len(text) <= _MAX_LENGTH and not ends_sentence(text) and paragraph.kind != "table_row" and "。" not in text


def read_front(lines: Sequence[Paragraph]) -> Front:
    """Return what the lines at the start of a part say, up to the first line that belongs to no front.

    A line is read once, by the first rule that fits; the first line that no rule knows is the title.
    """
    reading = _Reading()
    length = 0
    for i, line in enumerate(lines[:_MAX_FRONT]):
        if not is_front_line(line) or not reading.take(line, lines[i + 1 : _MAX_FRONT]):
            break
        length = i + 1
    return reading.front(length)


class _Reading:
    """Collects the facts of a front line by line."""

    def __init__(self) -> None:
        self._titles: list[Paragraph] = []
        self._subtitle = ""
        self._facts: dict[str, str] = {}
        self._title_ends = 0

    def take(self, line: Paragraph, following: Sequence[Paragraph]) -> bool:
        """Read one line and tell whether it belongs to the front; `following` are the lines under it."""
        if self._take_date(line.text) or self._take_letterhead(line.text):
            return True
        if self._titles:
            return self._take_under_title(line)
        if following and _SIGNED.fullmatch(line.text) and _stands_on_letterhead(following[0].text):
            self._facts.setdefault("letterhead", line.text.replace(" ", ""))
            return True
        if self._take_minutes(line.text, following):
            return True
        if _KEYWORDS.fullmatch(line.text) and any("关于" in after.text or genre(after.text) for after in following):
            return True
        self._title_ends = line.index + _title_length([line, *following]) - 1
        self._titles.append(line)
        return True

    def _take_minutes(self, text: str, following: Sequence[Paragraph]) -> bool:
        """Read the mark of minutes above their number, and the line under it with the office and the date."""
        if (mark := _MINUTES.fullmatch(text)) and following and DOC_NUMBER.fullmatch(following[0].text):
            titled = any("纪要" in after.text for after in following[1:4] if is_front_line(after))
            if titled:
                self._facts.setdefault("letterhead", mark["body"])
            return titled
        issued = _ISSUED.fullmatch(text) if "letterhead" in self._facts else None
        if issued:
            self._facts.setdefault("date", iso_date(issued["date"]))
        return issued is not None

    def _take_letterhead(self, text: str) -> bool:
        if not self._titles and is_mark(text):
            return True
        if number := DOC_NUMBER.fullmatch(without_signers(text)):
            self._facts.setdefault("doc_number", re.sub(r"\s+", "", number["number"]))
            return True
        letterhead = _LETTERHEAD.fullmatch(text)
        if letterhead and not self._titles:
            self._facts.setdefault("letterhead", letterhead["body"])
            return True
        return _FIELD.fullmatch(text) is not None

    def _take_date(self, text: str) -> bool:
        if is_date_line(text):
            self._facts.setdefault("date", iso_date(text))
            return True
        act = adoption(text) if self._titles else None
        if act:
            self._take_adoption(act)
        return act is not None

    def _take_under_title(self, line: Paragraph) -> bool:
        text = line.text
        inner = INNER_DASHES.search(text)
        if inner and genre(text[: inner.start()].strip()):
            # The title again, with its byline: 工作报告 ——2031年2月1日在…上市长 李小明.
            text = text[inner.start() :].strip()
        meeting = _MEETING.fullmatch(text)
        if meeting and (meeting["date"] or _DASHES.match(text)):
            self._take_meeting(text, meeting)
        elif _DASHES.match(text):
            self._subtitle = self._subtitle or _DASHES.sub("", text, count=1)
        elif self._titles[-1].index + 1 == line.index and (line.index <= self._title_ends or _is_remark(text)):
            self._titles.append(line)
        elif found := person(text):
            self._take_person(found)
        elif _SIGNED.fullmatch(text):
            self._facts.setdefault("signed", text.replace(" ", "、"))
        else:
            return _is_remark(text) or text == self._titles[0].text
        return True

    def _take_meeting(self, text: str, meeting: re.Match[str]) -> None:
        self._subtitle = self._subtitle or _DASHES.sub("", text, count=1).strip("（）()")
        self._facts.setdefault("event", meeting["event"])
        if meeting["date"]:
            self._facts.setdefault("date", iso_date(meeting["date"]))
        speaker = " ".join(filter(None, (meeting["post"], meeting["person"])))
        if meeting["person"] and (found := person(speaker)):
            self._take_person(found)

    def _take_adoption(self, act: Adoption) -> None:
        """A regulation dates from its last change, and belongs to the body that passed it first."""
        self._facts["date"] = max(self._facts.get("date", ""), act.date)
        if act.is_first and act.body:
            self._facts.setdefault("adopter", act.body)

    def _take_person(self, found: tuple[str, str]) -> None:
        if "speaker" not in self._facts:
            self._facts["post"], self._facts["speaker"] = found

    def front(self, length: int) -> Front:
        """Return the facts found."""
        title = "".join(line.text for line in self._titles)
        if dashes := INNER_DASHES.search(title):
            title, inner = title[: dashes.start()], title[dashes.end() :]
            self._subtitle = self._subtitle or inner
        self._facts.setdefault("date", iso_date(self._subtitle))
        self._facts.setdefault("event", _event((self._subtitle, title)))
        span = (self._titles[0].start, self._titles[-1].end) if self._titles else (0, 0)
        return Front(title, self._subtitle, title_start=span[0], title_end=span[1], length=length, **self._facts)


def _stands_on_letterhead(follower: str) -> bool:
    """Tell whether a body's name is letterhead by what stands under it: more letterhead, or the number."""
    return DOC_NUMBER.fullmatch(without_signers(follower)) is not None or _LETTERHEAD.fullmatch(follower) is not None


def _title_length(lines: Sequence[Paragraph]) -> int:
    """Return over how many lines a title runs: to `关于…的通知`, to a subtitle, to the first genre word, else one."""
    whole, length = "", 0
    for i, line in enumerate(lines[:_MAX_TITLE_LINES]):
        if i and _DASHES.match(line.text):
            return i
        if i and (is_date_line(line.text) or DOC_NUMBER.fullmatch(line.text) or person(line.text)):
            break
        whole += line.text
        if genre(whole):
            length = length or i + 1
            if "关于" not in whole or _ABOUT.search(whole):
                return i + 1
    return length or 1


def _is_remark(text: str) -> bool:
    """（试行）, （2021—2025年） belong to the title."""
    return len(text) < 20 and QUALIFIER.fullmatch(text) is not None


def _event(texts: Iterable[str]) -> str:
    for text in texts:
        for pattern in (_EVENT, _EVENT_OF_REPORT):
            if match := pattern.search(text):
                return match["event"]
    return ""
