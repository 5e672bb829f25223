"""The draft check: each rule finds its slip and leaves the right wording alone."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

import pytest

from corpus.ingest import document_from_path, document_from_text
from kg.extract import extract
from search.drafts.checking import check_against
from search.drafts.knowledge import Knowledge, Source
from search.drafts.names import is_description
from search.drafts.wording import are_opposed, names_another_place
from search.results import Finding

PROJECT = Path(__file__).resolve().parent.parent
DRAFTS = json.loads((PROJECT / "tests" / "data" / "sample_drafts.json").read_text(encoding="utf-8"))

REPORT = """云川市茶业协会文件

云茶协〔2023〕2号

关于印发工作报告的通知

各会员单位：

2023年3月2日，云川市茶业协会召开三届二次理事会，市委常委、宣传部部长柳成荫同志作了讲话，协会党组书记、会长石见山同志作了工作报告。现印发给你们。

云川市茶业协会

2023年3月9日

云川市茶业协会三届二次理事会工作报告

（2023年3月2日）

石见山

各位理事：

一、2022年工作回顾

2022年，成功举办第三届云川国际茶叶博览会，签约项目18个，总投资32亿元，到会客商460人。实施“百名茶师进百村计划”，培训茶农2.4万人次，新建标准茶园16个。印发《云川市茶业振兴实施方案》。弘扬“重品质、讲诚信、敢创新”的茶人精神。落实“四联四促”要求，全市茶农户均增收3200元。

二、2023年工作安排

2023年，举办第四届云川国际茶叶博览会，新建标准茶园20个。落实“放心茶”品牌计划，年内组织抽检农户茶样60批次。“茶博士”更名为“制茶能手”。

名词解释

1. “四联四促”：联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌；

2. 茶师包片：茶师分片负责茶园技术指导，简称“包片”。
"""

# rule, a draft with a slip, the words it is found at, the right wording; then a draft that is right or about other things
EXAMPLES = [
    (
        "official_name",
        "2022年，协会举办第三届云川国际茶业博览会，签约项目18个。",
        "云川国际茶业博览会",
        "云川国际茶叶博览会",
        "2022年，协会参加第九届屏河国际花卉博览会，签约项目3个。",
    ),
    (
        "official_name",
        "实施“百名茶师帮百村计划”，培训茶农2.4万人次。",
        "百名茶师帮百村计划",
        "百名茶师进百村计划",
        "实施“百名花匠进百村计划”，培训花农1.1万人次。",
    ),
    (
        "official_name",
        "继续实施“百名茶师进百村行动”和“放心茶”品牌工程。",
        "“放心茶”品牌工程",
        "“放心茶”品牌计划",
        "继续实施“放心茶”品牌计划，评选“放心茶”经营户。",
    ),
    (
        "superseded",
        "2024年，开展“茶博士”评选，评出10名。",
        "茶博士",
        "制茶能手",
        "2020年，开展“茶博士”评选，评出10名。",
    ),
    (
        "figure",
        "2023年，落实“放心茶”品牌计划，年内组织抽检农户茶样90批次。",
        "90批次",
        "60批次",
        "2024年，落实“放心茶”品牌计划，年内组织抽检农户茶样90批次。",
    ),
    (
        "figure",
        "2022年，协会培训茶农2.9万人次，新建标准茶园16个。",
        "2.9万人次",
        "2.4万人次",
        "2024年，协会培训茶农2.9万人次，新建标准茶园26个。",
    ),
    (
        "edition",
        "2022年，协会举办第五届云川国际茶叶博览会。",
        "第五届云川国际茶叶博览会",
        "第三届云川国际茶叶博览会",
        "2024年，协会将举办第五届云川国际茶叶博览会。",
    ),
    (
        "title",
        "协会党组副书记、会长石见山同志出席活动。",
        "党组副书记",
        "党组书记",
        "协会会长石见山同志出席活动。",
    ),
    (
        "title",
        "市委常委、组织部部长柳成荫同志到会。",
        "组织部部长",
        "宣传部部长",
        "市委常委、宣传部部长柳成荫同志到会。",
    ),
    (
        "person_post",
        "2023年3月2日，云川市茶业协会召开三届二次理事会，石见山同志作了讲话。",
        "石见山同志作了讲话",
        "石见山同志作了工作报告",
        "2023年3月2日，云川市茶业协会召开三届二次理事会，柳成荫同志作了讲话。",
    ),
    (
        "slogan_missing_item",
        "落实“四联四促”，即联农户、联茶企、联市场，促种植、促加工、促流通、促品牌。",
        "联市场",
        "联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌",
        "落实“四联四促”，即联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌。",
    ),
    (
        "slogan_order",
        "大力弘扬“讲诚信、重品质、敢创新”的茶人精神。",
        "讲诚信、重品质、敢创新",
        "重品质、讲诚信、敢创新",
        "大力弘扬“重品质、讲诚信、敢创新”的茶人精神。",
    ),
    (
        "slogan_typo",
        "大力弘扬“重品质、讲诚信、敢创心”的茶人精神。",
        "敢创心",
        "重品质、讲诚信、敢创新",
        "大力弘扬“勤劳、勇敢、敢创新”的花农精神。",
    ),
    (
        "slogan_typo",
        "树牢“四个意识”，即政治意识、大局意识、核心意识、看起意识。",
        "看起意识",
        "看齐意识",
        "树牢政治意识、大局意识。",
    ),
    (
        "quotation_marks",
        "落实“四联四促要求，全市茶农户均增收。",
        "“四联四促",
        "“四联四促”",
        "落实“四联四促”要求，全市茶农户均增收。",
    ),
    (
        "slogan_typo",
        "落实“四联四促”要求（联农户、联茶企、联医院、联市场，促种植、促加工、促流通、促品牌）。",
        "联医院",
        "联高校",
        "落实“四联四促”要求（联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌）。",
    ),
    (
        "slogan_typo",
        "大力弘扬“重品质、讲诚信、敢新创”的茶人精神。",
        "重品质、讲诚信、敢新创",
        "重品质、讲诚信、敢创新",
        "大力弘扬“重品质、讲诚信、敢创新”的茶人精神。",
    ),
    (
        "title",
        "市委常委、统战部部长柳成荫同志到会。",
        "统战部部长",
        "宣传部部长",
        "市委常委、宣传部长柳成荫同志到会，柳成荫部长讲话。",
    ),
    (
        "numbering",
        "贯彻云茶协〔2023〕第2号文件精神。",
        "云茶协〔2023〕第2号",
        "云茶协〔2023〕2号",
        "贯彻云茶协〔2023〕2号文件精神。",
    ),
    ("quotation_marks", "开展“四联四促“活动。", "“四联四促“", "“四联四促”", "开展“四联四促”和“放心茶”活动。"),
    ("quotation_marks", "开展”四联四促”活动。", "”四联四促”", "“四联四促”", "他说：“开展‘四联四促’活动。”"),
    (
        "quotation_marks",
        "开展“学习“四联四促”要求”活动。",
        "“四联四促”",
        "‘四联四促’",
        "开展“学习‘四联四促’要求”活动。",
    ),
    ("quotation_marks", '开展“四联四促"活动。', '“四联四促"', "“四联四促”", "开展“四联四促”活动。"),
    ("quotation_marks", '落实"四联四促"要求。', '"四联四促"', "“四联四促”", 'The "tea" festival.'),
    ("quotation_marks", "各县（市、区茶业局要抓好落实。", "（市、区", "（市、区）", "各县（市、区）茶业局要抓好落实。"),
    (
        "quotation_marks",
        "茶园管理办法试行）已经印发。",
        "试行）",
        "（试行）",
        "茶园管理办法（试行)已经印发。a）品质；b）品牌。",
    ),
    (
        "quotation_marks",
        "重点抓三处（一处在东区。\n各县抓好落实。",
        "（一处在东区",
        "（一处在东区）",
        "重点抓三处（一处在东区，\n两处在西区）。",
    ),
    ("numbering", "一、任务\n1、抓品质。\n2.抓品牌。", "1、", "1.", "一、任务\n1.抓品质。\n2.抓品牌。"),
    ("numbering", "一.总体要求\n提高品质。", "一.", "一、", "1.5万人参加，3.2万亩受益。"),
    (
        "numbering",
        "第一、抓品质。第二，抓品牌。",
        "第一、",
        "第一，",
        "位居全省第一、全国第三。第一、二轮督察反馈问题已经整改。第一，抓品质。",
    ),
    (
        "numbering",
        "一、任务\n1.抓品质。\n（一）种好茶。\n2.抓品牌。",
        "（一）",
        "（1）",
        "一、任务\n（一）抓品质。\n1.种好茶。\n2.制好茶。\n（二）抓品牌。",
    ),
    # 二二 is no number: what stands under it is looked over all the same.
    (
        "numbering",
        "一、任务\n（一）抓品质。\n（二二）抓品种。\n（二）抓品牌。\n（四）抓销路。",
        "四",
        "三",
        "一、任务\n（一）抓品质。\n（二二）抓品种。\n（二）抓品牌。\n（三）抓销路。",
    ),
    (
        "book_title_marks",
        "协会印发“云川市茶业振兴实施方案”，明确任务。",
        "“云川市茶业振兴实施方案”",
        "《云川市茶业振兴实施方案》",
        "协会印发《云川市茶业振兴实施方案》，明确任务。",
    ),
    (
        "book_title_marks",
        "实施《百名茶师进百村计划》，培训茶农2.4万人次。",
        "《百名茶师进百村计划》",
        "“百名茶师进百村计划”",
        "协会印发《百名茶师进百村计划实施方案》，培训茶农2.4万人次。",
    ),
    (
        "abbreviation",
        "各县推行包片成效明显。下一步，规范茶师分片负责茶园技术指导（以下简称“包片”）的办法。",
        "包片",
        "（以下简称“包片”）",
        "规范茶师分片负责茶园技术指导（以下简称“包片”）的办法，推行包片。",
    ),
    (
        "numbering",
        "根据云茶协[2023]2号文件，制定本办法。",
        "云茶协[2023]2号",
        "云茶协〔2023〕2号",
        "根据云茶协〔2023〕2号文件，制定本办法。",
    ),
    (
        "numbering",
        "今年做好几件事。一是抓品质。二是抓品牌。四是抓人才。",
        "四是",
        "三是",
        "今年做好几件事。一是抓品质。二是抓品牌。三是抓人才。",
    ),
    (
        "contradiction",
        "2025年，全市新建标准茶园12个。群众满意，2025年全市新建标准茶园15个。",
        "15个",
        "12个",
        "2025年，全市新建标准茶园12个。2026年，全市新建标准茶园15个。",
    ),
    (
        "contradiction",
        "2025年，全市新建标准茶园12个，其中东区5个、西区9个。",
        "12个",
        "14个",
        "2025年，全市新建标准茶园14个，其中东区5个、西区9个。",
    ),
    (
        "contradiction",
        "建成国有茶园3个、民营茶园4个，共8个。",
        "8个",
        "7个",
        "建成国有茶园3个、民营茶园4个，共7个。全市财政支出比上年增加3亿元，其中茶园支出9亿元。",
    ),
    (
        "contradiction",
        "规模以上茶企由12家增加到15家，增加4家。",
        "4家",
        "3家",
        "规模以上茶企由12家增加到15家，增加3家。",
    ),
    (
        "contradiction",
        "今年抓好四项重点工作：一是抓品质。二是抓品牌。三是抓人才。",
        "四项",
        "三项",
        "今年抓好三项重点工作：一是抓品质。二是抓品牌。三是抓人才。",
    ),
    (
        "numbering",
        "一、总体要求\n提高品质。\n二、重点任务\n打响品牌。\n四、保障措施\n加强领导。",
        "四",
        "三",
        "一、总体要求\n提高品质。\n二、重点任务\n打响品牌。\n三、保障措施\n加强领导。",
    ),
    (
        "numbering",
        "根据云茶协〔23〕2号文件，制定本办法。",
        "云茶协〔23〕2号",
        "云茶协〔2023〕2号",
        "根据云茶协〔2023〕2号文件，制定本办法。",
    ),
]


@cache
def tea() -> Knowledge:
    document = document_from_text(REPORT)
    return Knowledge([Source(document, extract(document))])


@cache
def sample() -> Knowledge:
    documents = [document_from_path(path) for path in sorted((PROJECT / "corpus" / "sample").glob("20*"))]
    return Knowledge([Source(document, extract(document)) for document in documents])


def found(known: Knowledge, text: str) -> tuple[Finding, ...]:
    return check_against(known, text).findings


@pytest.mark.parametrize(("kind", "slip", "span", "right", "clean"), EXAMPLES, ids=lambda value: value[:14])
def test_a_slip_is_found_with_its_right_wording(kind: str, slip: str, span: str, right: str, clean: str) -> None:
    start = slip.rindex(span) if kind == "contradiction" else slip.index(span)
    hits = [f for f in found(tea(), slip) if f.type == kind and f.start < start + len(span) and start < f.end]
    assert hits, found(tea(), slip)
    assert right in hits[0].expected or hits[0].expected in right
    assert slip[hits[0].start : hits[0].end] == hits[0].span


@pytest.mark.parametrize(("kind", "slip", "span", "right", "clean"), EXAMPLES, ids=lambda value: value[:14])
def test_the_right_wording_raises_no_alarm(kind: str, slip: str, span: str, right: str, clean: str) -> None:
    assert found(tea(), clean) == ()


@pytest.mark.parametrize("draft", [d for d in DRAFTS if not d["findings"]], ids=lambda draft: draft["id"])
def test_clean_drafts_on_the_sample_raise_no_alarm(draft: dict[str, str]) -> None:
    assert found(sample(), draft["text"]) == ()


def test_planted_errors_on_the_sample_are_found_without_an_alarm_beside_them() -> None:
    planted = hit = alarms = 0
    for draft in DRAFTS:
        findings = found(sample(), draft["text"])
        wanted = [(w["start"], w["end"]) for w in draft["findings"]]
        planted += len(wanted)
        hit += sum(any(f.start < end and start < f.end for f in findings) for start, end in wanted)
        alarms += sum(not any(f.start < end and start < f.end for start, end in wanted) for f in findings)
    assert alarms == 0
    assert hit / planted >= 0.94


def test_a_document_of_the_library_raises_no_alarm_against_itself() -> None:
    assert found(tea(), tea().sources[0].document.text) == ()


def test_figures_of_another_city_are_no_contradiction() -> None:
    assert found(tea(), "2022年，屏河市培训茶农8.8万人次，新建标准茶园3个。屏河市茶业协会\n2023年1月3日") == ()


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("云川市第七届人民代表大会", "屏河市第七届人民代表大会", True),
        ("关于制定湖南省规划的建议", "关于制定云南省规划的建议", True),
        ("云川市国际茶叶博览会", "云川市国际茶业博览会", False),
    ],
)
def test_names_of_another_place_are_other_names(one: str, other: str, differ: bool) -> None:
    assert names_another_place(one, other) is differ


LATER = """云川市人民政府工作报告
（{year}年1月20日）
云川市市长 王明
各位代表：
一、{year}年工作安排
实施山地茶园扩优提质工程，改造低产茶园，加快茶叶优质均衡发展。举办中屏茶业合作论坛部长级会议，深化茶业合作。
"""


def test_what_only_later_papers_call_a_thing_says_nothing_of_a_draft() -> None:
    document = document_from_text(LATER.format(year=2026))
    known = Knowledge([Source(document, extract(document))])
    draft = LATER.format(year=2027).replace("提质工程", "提质行动")
    (finding,) = found(known, draft)
    assert (finding.span, finding.expected) == ("山地茶园扩优提质行动", "山地茶园扩优提质工程")
    assert found(known, LATER.format(year=2025).replace("提质工程", "提质行动")) == ()


@pytest.mark.parametrize(
    ("name", "is_general"), [("阶段性用工政策", True), ("云川国际茶叶博览会", False), ("茶园认领制度", True)]
)
def test_a_description_is_no_name(name: str, is_general: bool) -> None:
    assert is_description(name) is is_general


@pytest.mark.parametrize(
    ("one", "other", "never"), [("非", "阿", True), ("东", "西", True), ("村", "镇", False), ("茶", "花", False)]
)
def test_some_words_are_never_taken_for_one_another(one: str, other: str, never: bool) -> None:
    assert are_opposed(one, other) is never


def test_offsets_count_the_characters_of_the_users_text() -> None:
    text = "  **2022年**，协会 培训茶农 2.9 万人次，新建标准茶园 16 个。\n"
    (finding,) = found(tea(), text)
    assert text[finding.start : finding.end] == finding.span == "2.9 万人次"


@pytest.mark.parametrize("text", ["", "  \n", "“", "》", "第届", "一是", "（以下简称“”）", "a" * 5000])
def test_odd_drafts_are_read_without_a_fault(text: str) -> None:
    found(tea(), text)


def test_a_finding_cites_the_sentence_it_stands_on() -> None:
    (finding,) = found(tea(), "2022年，协会培训茶农2.9万人次，新建标准茶园16个。")
    citation = finding.citation
    assert citation is not None
    assert citation.quote == tea().sources[0].document.quote(citation.start, citation.end)
    assert "2.4万人次" in citation.quote
