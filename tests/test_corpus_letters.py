"""What a letter says of itself, line by line: who signs, to whom it goes, whose head speaks."""

from __future__ import annotations

import pytest

from corpus import letters
from corpus.documents import BlockKind
from corpus.fronts import Front
from corpus.paragraphs import Paragraph


def paragraphs(text: str, kind: BlockKind = "line") -> list[Paragraph]:
    found, position = [], 0
    for line in text.split("\n"):
        found.append(Paragraph(len(found), position, position + len(line), line, kind))
        position += len(line) + 1
    return found


@pytest.mark.parametrize(
    ("text", "issuer", "date", "first", "after"),
    [
        ("特此通知。\n云川市科学技术协会\n2031年5月6日\n附件", "云川市科学技术协会", "2031-05-06", 1, 3),
        ("云川市科学技术协会\n2031年5月6日", "云川市科学技术协会", "2031-05-06", 0, 2),
        ("云川市科协\n云川市文联\n2031年5月6日", "云川市科协、云川市文联", "2031-05-06", 0, 3),
        ("云川市科协 云川市文联\n2031年5月6日", "云川市科协、云川市文联", "2031-05-06", 0, 2),
        # A date in brackets belongs to a title; over a sentence, or at the top, there is no signature.
        ("云川市科学技术协会\n（2031年5月6日）", "", "", 2, 2),
        ("灯会于当日闭幕。\n2031年5月6日", "", "", 2, 2),
        ("2031年5月6日\n云川市科学技术协会", "", "", 2, 2),
        ("", "", "", 1, 1),
    ],
)
def test_the_signature_is_bodies_over_a_date(text: str, issuer: str, date: str, first: int, after: int) -> None:
    assert letters.signature(paragraphs(text)) == (issuer, date, first, after)


@pytest.mark.parametrize("kind", ["table_row", "heading"])
def test_a_heading_or_row_over_a_date_signs_nothing(kind: BlockKind) -> None:
    lines = [*paragraphs("云川市科学技术协会", kind), *paragraphs("2031年5月6日")]
    assert letters.signature(lines) == ("", "", 2, 2)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("各县（区）科协，市直各单位：\n正文。", ("各县（区）科协", "市直各单位")),
        ("各县（市、区）科协、市文联:", ("各县（市、区）科协", "市文联")),
        ("关于举办灯会的函\n市文联：", ("市文联",)),
        ("一\n二\n市文联：", ()),
        ("各位代表：", ()),
        ("有关事项通知如下：", ()),
        ("市文联、、市作协：", ("市文联", "市作协")),
    ],
)
def test_a_letter_goes_to_the_bodies_of_its_first_line(text: str, names: tuple[str, ...]) -> None:
    assert letters.recipients(paragraphs(text)) == names


@pytest.mark.parametrize(
    ("post", "body"),
    [
        ("云川市市长", "云川市人民政府"),
        ("云川市代市长", "云川市人民政府"),
        ("云川市人民政府市长", "云川市人民政府"),
        ("市人民政府市长", ""),
        ("市长", ""),
        ("国务院总理", "国务院"),
        ("总理", "国务院"),
        ("江州自治区主席", "江州自治区人民政府"),
        ("自治区主席", ""),
        ("云川市科协主席", ""),
    ],
)
def test_who_heads_a_government_speaks_for_it(post: str, body: str) -> None:
    assert letters.issuer_by_post(post) == body


@pytest.mark.parametrize(
    ("title", "front", "opening", "body"),
    [
        ("政府工作报告", Front(post="云川市市长"), "", "云川市人民政府"),
        ("工作报告", Front(post="云川市市长"), "", "云川市人民政府"),
        ("政府工作报告", Front(event="云川市第九届人民代表大会第一次会议"), "", "云川市人民政府"),
        ("政府工作报告", Front(), "各位代表，我代表云川市人民政府报告今年的灯会。", "云川市人民政府"),
        ("政府工作报告", Front(), "各位代表，今年的灯会办得好。", ""),
        ("工作报告", Front(event="云川市第九届人民代表大会第一次会议"), "我代表云川市人民政府报告。", ""),
    ],
)
def test_a_report_on_government_is_of_the_government_it_names(
    title: str, front: Front, opening: str, body: str
) -> None:
    assert letters.government(title, front, opening) == body


@pytest.mark.parametrize(
    ("title", "bodies"),
    [
        ("云川市人民政府关于表彰先进的决定", "云川市人民政府"),
        ("云川市科协、云川市教育局关于举办灯会的通知", "云川市科协、云川市教育局"),
        ("云川市科协 灯会关于举办的通知", ""),
        ("关于举办灯会的通知", ""),
    ],
)
def test_a_title_opens_with_the_bodies_that_issue_it(title: str, bodies: str) -> None:
    assert letters.titled(title) == bodies


def test_an_assembly_is_of_its_body_and_a_notice_names_the_meeting() -> None:
    assert letters.host("云川市科协第七届委员会第四次全体会议") == "云川市科协"
    assert letters.host("云川市灯会开幕式") == ""
    said = paragraphs("灯会闭幕。\n5月6日，云川市科普工作座谈会在滨江召开，代表30人出席。")
    assert letters.meeting(said) == "云川市科普工作座谈会"
    assert letters.meeting(said[:1]) == ""
