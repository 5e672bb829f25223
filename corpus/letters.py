"""What a 公文 says of itself by GB/T 9704-2012: number, issuer, recipients, date of signature."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.characters import CJK
from corpus.dates import is_date_line, iso_date
from corpus.fronts import Front
from corpus.paragraphs import Paragraph
from corpus.people import person
from corpus.tables import pairs

_BODY_NAME = re.compile(rf"[{CJK}（）()“”·、 ]{{3,60}}")
_BODY_END = re.compile(
    r"(?:会|局|委|厅|部|室|府|院|心|公司|处|署|办|协|联|校|学|集团|银行|队|站|馆|所|社|联盟|[省市县区州旗盟])$"
)
_RECIPIENTS = re.compile(r"[^。；]{2,400}[:：]")
_NOT_RECIPIENTS = re.compile(r"各位|同志们|如下|通知|附件|尊敬")
_MEETING = re.compile(r"，(?P<event>[^，。]{6,40}?(?:会议|大会|全会|座谈会))(?:在[^，。]{2,20})?(?:召开|举行)")
_PEOPLES_CONGRESS = re.compile(
    rf"(?P<place>[{CJK}]{{2,12}}?(?:省|自治区|市|县|区|州|盟|旗|镇|乡))第?[{CJK}\d]{{1,4}}届人民代表大会"
)
_HOST = re.compile(
    rf"(?P<body>[{CJK}]{{2,20}}?(?:协|会|院|局|委|公司))(?:第?[{CJK}\d]{{1,4}}[届次]).*(?:会议|大会|全会)$"
)
_MANDATE = re.compile(rf"我?代表(?P<body>国务院|[{CJK}]{{2,10}}(?:省|自治区|市|县|区|州)人民政府)")
_TITLED = re.compile(
    rf"(?P<bodies>[{CJK}、 ]{{2,80}}?)关于.*(?:决定|通知|意见|通报|公告|通告|命令|批复|函|请示|报告|方案|措施)$"
)
_TITLED_BODY = re.compile(
    rf"[{CJK}]{{0,24}}(?:国务院|人民政府|办公厅|办公室|委员会|[省市县区州党]委|党中央|中共中央|局|厅|[科协学商工联]会|科协|学院|大学|公司)"
)
# 代理市长, 代市长: who holds a post for the time being speaks for the same body.
_ACTING = re.compile("(?:代理|代)$")
_GENERIC_PLACE = frozenset(("", "省", "市", "县", "区", "州", "盟", "自治区", "自治州"))


def signature(lines: Sequence[Paragraph]) -> tuple[str, str, int, int]:
    """Return (issuer, ISO date, first line, line after the date) of the signature of a letter.

    The first date alone on its line under the name of a body; what the letter sends follows it. Several bodies that
    sign together are joined by 、. Without a signature both lines are the number of lines.
    """
    for i in range(1, len(lines)):
        text = lines[i].text
        if is_date_line(text) and text[0] not in "（(" and _is_body_name(lines[i - 1]):
            first = i - 1
            while first and _is_body_name(lines[first - 1]) and _BODY_END.search(lines[first - 1].text):
                first -= 1
            names = [name for line in lines[first:i] if not person(line.text) for name in line.text.split()]
            return "、".join(names), iso_date(text), first, i + 1
    return "", "", len(lines), len(lines)


def _is_body_name(line: Paragraph) -> bool:
    return line.kind not in ("table_row", "heading") and _BODY_NAME.fullmatch(line.text) is not None


def recipients(body: Sequence[Paragraph]) -> tuple[str, ...]:
    """Return the bodies to which a letter goes: the first line of its body, if it ends with a colon."""
    for line in body[:2]:
        if _RECIPIENTS.fullmatch(line.text) and not _NOT_RECIPIENTS.search(line.text):
            return tuple(name for name in _enumerated(line.text[:-1]) if name)
    return ()


def _enumerated(text: str) -> list[str]:
    """Cut at 、 and ， outside brackets."""
    names, depth, begin = [], 0, 0
    for i, character in enumerate(text):
        depth += (character in "（(《") - (character in "）)》")
        if depth == 0 and character in "、，,":
            names.append(text[begin:i].strip())
            begin = i + 1
    return [*names, text[begin:].strip()]


def government(title: str, front: Front, first_lines: str) -> str:
    """Return the government whose head reads a 政府工作报告: by post, by congress, by the words of the report."""
    named = issuer_by_post(front.post)
    if "政府工作报告" not in title and not named:
        return ""
    if named:
        return named
    if congress := _PEOPLES_CONGRESS.search(front.event):
        return congress["place"] + "人民政府"
    mandate = _MANDATE.search(first_lines)
    return mandate["body"] if mandate else ""


def titled(title: str) -> str:
    """Return the bodies that a title opens with: 云川市人民政府 of 云川市人民政府关于表彰先进的决定."""
    match = _TITLED.match(title)
    bodies = re.split("[、 ]+", match["bodies"]) if match else []
    return "、".join(bodies) if bodies and all(map(_TITLED_BODY.fullmatch, bodies)) else ""


def host(event: str) -> str:
    """Return the body whose assembly a meeting is: 云川市科协 of 云川市科协第七届委员会第四次全体会议.

    A congress hears the reports of others.
    """
    match = _HOST.match(event)
    return match["body"] if match and not match["body"].endswith("人民代表大会") else ""


def issuer_by_post(post: str) -> str:
    """Return the body for which a post speaks: 云川市市长 for 云川市人民政府; a bare 市长 for none."""
    for ending, body in pairs("heads_of_government").items():
        if post.endswith(ending):
            if body in post:
                place = post[: post.index(body)]
                return "" if place in _GENERIC_PLACE and body != "国务院" else place + body
            place = _ACTING.sub("", post.removesuffix(ending))
            if ending == "自治区主席" and place:
                place += "自治区"
            return body if body == "国务院" else "" if place in _GENERIC_PLACE else place + body
    return ""


def meeting(lines: Sequence[Paragraph]) -> str:
    """Return the full name of the meeting that a notice says was held."""
    for line in lines:
        if match := _MEETING.search(line.text):
            return match["event"]
    return ""
