from __future__ import annotations

from itertools import pairwise

import pytest

from corpus.clauses import clause_at
from corpus.documents import Document, OfficialMarks
from corpus.ingest import document_from_file, document_from_text
from corpus.readers.registry import source_file

NOTICE = """
云川市科学技术协会文件

云科协〔2031〕7号

关于印发林致远同志在市科协二届三次 全体会议上的讲话和市科协二届三次 全体会议工作报告的通知

各县（区）科协，市级各学会（协会、研究会），各有关单位：

2031年2月8日，云川市科协第二届委员会第三次全体会议召开，市委副书记林致远同志作了讲话。现印发给你们，请认真贯彻执行。

云川市科学技术协会

2031年2月12日

在市科协二届三次全体会议上的讲话

（2031年2月8日）

林致远

各位委员、同志们：

过去一年，全市科协工作可圈可点。一是贡献力显著提升。把握重点、统筹推进。二是凝聚力逐步增强。建好科技工作者之家。

一、提高站位，把牢政治方向。要深入学习。一要在“学懂”上下功夫。组织专题学习。二要在“做实”上下功夫。推动成果转化。

二、突出重点，服务发展大局

要聚焦产业，推动学会进园区。

谢谢大家！

真抓实干谱新篇 砥砺前行勇攀登 为建设科技强市贡献力量

——市科协二届三次全体会议工作报告

（2031年2月8日）

苏明远

各位委员，同志们：

现在，我代表市科协常委会作工作报告，请予审议。

过去一年的主要工作

2030年，全市科协工作取得新进展，圆满完成各项任务。

一、强基固本，服务基层会员取得新成绩

持续开展走访慰问活动，凝聚力不断增强。一是**政治引领有力有效。**举办报告会12场。二是**举荐人才更加精准。**推荐3人获奖。

二、主动作为，服务创新发展取得新成效

三是科技帮扶成果丰硕。培育示范户50家。

今年工作的主要任务

总体要求是：全面贯彻落实会议精神。

一、凝聚智慧力量

要做好联系服务工作。

名词解释

1. **“三进两送”**：进企业、进园区、进乡村，送技术、送服务；

2. “承接职能”：学会有序承接政府转移的职能。
"""


@pytest.fixture(scope="module")
def notice() -> Document:
    return document_from_text(NOTICE)


def outline(document: Document) -> list[tuple[int, str, str]]:
    return [(section.level, section.label, section.title) for section in document.sections]


def quotes(document: Document, kind: str) -> list[str]:
    return [document.quote(s.start, s.end) for s in document.sentences if s.kind == kind]


def test_a_letter_says_number_issuer_recipients_and_date(notice: Document) -> None:
    assert notice.title == "关于印发林致远同志在市科协二届三次全体会议上的讲话和市科协二届三次全体会议工作报告的通知"
    assert (notice.doc_number, notice.issuer, notice.date) == ("云科协〔2031〕7号", "云川市科学技术协会", "2031-02-12")
    assert notice.recipients == ("各县（区）科协", "市级各学会（协会、研究会）", "各有关单位")


def test_parts_have_their_own_speaker_date_and_meeting(notice: Document) -> None:
    meeting = "云川市科协第二届委员会第三次全体会议"
    found = [(part.kind, part.speaker, part.date, part.event) for part in notice.parts]
    assert found == [
        ("notice", "", "2031-02-12", meeting),
        ("speech", "林致远", "2031-02-08", meeting),
        ("report", "苏明远", "2031-02-08", meeting),
        ("glossary", "", "", ""),
    ]
    assert notice.parts[2].title == "真抓实干谱新篇 砥砺前行勇攀登 为建设科技强市贡献力量"
    assert notice.parts[2].subtitle == "市科协二届三次全体会议工作报告"


def test_the_outline_has_numbered_inline_and_unnumbered_headings(notice: Document) -> None:
    assert outline(notice) == [
        (2, "一是", "贡献力显著提升"),
        (2, "二是", "凝聚力逐步增强"),
        (1, "一、", "提高站位，把牢政治方向"),
        (2, "一要", "在“学懂”上下功夫"),
        (2, "二要", "在“做实”上下功夫"),
        (1, "二、", "突出重点，服务发展大局"),
        (1, "", "过去一年的主要工作"),
        (2, "一、", "强基固本，服务基层会员取得新成绩"),
        (3, "一是", "政治引领有力有效"),
        (3, "二是", "举荐人才更加精准"),
        (2, "二、", "主动作为，服务创新发展取得新成效"),
        (3, "三是", "科技帮扶成果丰硕"),
        (1, "", "今年工作的主要任务"),
        (2, "一、", "凝聚智慧力量"),
    ]


def test_a_sentence_knows_its_innermost_section(notice: Document) -> None:
    sentence = notice.sentence_at(notice.text.index("推荐3人获奖"))
    assert sentence is not None
    assert notice.section_path(sentence.section) == (
        "过去一年的主要工作",
        "一、强基固本，服务基层会员取得新成绩",
        "二是举荐人才更加精准",
    )


def test_sentences_have_kinds(notice: Document) -> None:
    assert quotes(notice, "glossary") == [
        "1. “三进两送”：进企业、进园区、进乡村，送技术、送服务；",
        "2. “承接职能”：学会有序承接政府转移的职能。",
    ]
    assert "各位委员、同志们：" in quotes(notice, "address")
    assert "（2031年2月8日）" in quotes(notice, "date")
    assert "二是举荐人才更加精准。" in quotes(notice, "heading")
    assert notice.title in quotes(notice, "title")


def test_sentences_and_parts_cover_the_text(notice: Document) -> None:
    covered = "".join(notice.quote(s.start, s.end) for s in notice.sentences)
    assert covered.replace("\n", "") == notice.text.replace("\n", "")
    assert [s.index for s in notice.sentences] == list(range(len(notice.sentences)))
    assert all(left.end <= right.start for left, right in zip(notice.sentences, notice.sentences[1:], strict=False))


@pytest.mark.parametrize(
    ("body", "entries"),
    [
        ("1.“三进”：\n指进企业、进园区、进乡村。\n2.“两化”：\n规范化、实体化。", 2),
        ("［1］三进：\n进企业、进园区、进乡村。\n［2］“两化”：规范化、实体化。", 2),
        ("三进：进企业、进园区、进乡村。\n两化：规范化、实体化。", 2),
        ("（1）三进：进企业。\n其中包括园区。\n（2）两化：规范化、实体化。", 2),
    ],
)
def test_glossary_entries_are_found_in_every_layout(body: str, entries: int) -> None:
    text = f"工作报告\n各位代表：\n一年来，各项工作取得新进展。\n附件2\n名词解释\n{body}"
    document = document_from_text(text)
    assert document.parts[-1].kind == "glossary"
    assert len(quotes(document, "glossary")) == entries


def test_a_government_report_belongs_to_the_government_of_its_speaker() -> None:
    text = (
        "政府工作报告\n——2031年1月26日在云川省第二届\n人民代表大会第五次会议上\n省长　李小明\n各位代表：\n"
        "现在，我向大会报告工作。"
    )
    document = document_from_text(text)
    part = document.parts[0]
    assert (part.kind, part.speaker, part.post, part.date) == ("report", "李小明", "省长", "2031-01-26")
    assert part.event == "云川省第二届人民代表大会第五次会议"
    assert document.issuer == "云川省人民政府"


def test_a_title_is_read_again_with_its_byline_on_one_line() -> None:
    text = (
        "2031年云川市政府工作报告\n政府工作报告 ——2031年3月5日在云川市第十届人民代表大会第五次会议上云川市市长 李小明\n"
        "各位代表：\n现在，我向大会报告工作。"
    )
    document = document_from_text(text)
    part = document.parts[0]
    assert (part.speaker, part.post, part.date) == ("李小明", "云川市市长", "2031-03-05")
    assert part.event == "云川市第十届人民代表大会第五次会议"
    assert document.issuer == "云川市人民政府"


def test_a_regulation_has_chapters_and_articles_and_no_headings_among_its_items() -> None:
    text = (
        "云川市科普条例\n2028年5月1日 云川市第九届人民代表大会常务委员会第二次会议通过\n"
        "2030年9月30日 云川市第九届人民代表大会常务委员会第二十次会议修订\n第一章　总　则\n"
        "第一条　为了加强科普工作，制定本条例。\n第二条　科普工作包括：\n（一）宣传科学知识；\n（二）倡导科学方法。\n"
        "第二章 附则\n第三条 本条例自2031年1月1日起施行。"
    )
    document = document_from_text(text)
    assert outline(document) == [
        (1, "第一章", "总则"),
        (2, "第一条", ""),
        (2, "第二条", ""),
        (1, "第二章", "附则"),
        (2, "第三条", ""),
    ]
    assert (document.issuer, document.date) == ("云川市人民代表大会常务委员会", "2030-09-30")
    assert document.parts[0].kind == "regulation"


def test_what_a_letter_sends_is_a_part_of_its_own() -> None:
    text = (
        "云川市人民政府办公室关于印发\n云川市科普惠农方案的通知\n云政办发〔2031〕5号\n各县（区）人民政府：\n"
        "现将《云川市科普惠农方案》印发给你们，请认真贯彻执行。\n云川市人民政府办公室\n2031年5月6日\n（此件公开发布）\n"
        "云川市科普惠农方案\n为推进科普惠农，制定本方案。\n一、总体要求\n（一）指导思想。全面贯彻新发展理念，服务乡村振兴。"
    )
    document = document_from_text(text)
    assert [(part.kind, part.title) for part in document.parts] == [
        ("notice", "云川市人民政府办公室关于印发云川市科普惠农方案的通知"),
        ("plan", "云川市科普惠农方案"),
    ]


def test_sentences_alone_before_long_paragraphs_are_headings() -> None:
    long = "全社会研发经费投入持续增长，科技创新平台不断壮大，" * 4 + "创新生态日益完善。"
    lead = "这一年，我们勇毅前行，改革步伐加快。"
    text = f"政府工作报告\n各位代表：\n一、工作回顾\n{lead}\n{long}\n创新能级显著提升。\n{long}"
    found = outline(document_from_text(text))
    assert found == [(1, "一、", "工作回顾"), (2, "", "勇毅前行，改革步伐加快"), (3, "", "创新能级显著提升")]


def test_listeners_addressed_in_the_middle_end_only_what_stands_within_the_outermost_section() -> None:
    long = "把场馆、活动、专家、经费等力量更多安排到茶乡，鼓励学会牵头组建茶业服务队，开展更多下乡活动。"
    text = (
        "政府工作报告\n各位代表：\n一、2030年工作回顾\n（一）茶业提质。新建茶园3万亩。\n"
        f"各位代表！五年来，我们走过了不平凡的历程。\n——茶乡建设实现新跃升。{long}\n"
        f"——茶旅融合实现新跃升。{long}\n——茶农生活实现新跃升。{long}\n"
        "二、2031年工作安排\n（一）茶业增效。建设茶厂6家。\n各位代表！奋进正当其时。"
    )
    document = document_from_text(text)
    within = [
        document.sections[s.parent].title
        for s in document.sections
        if s.title.endswith("新跃升") and s.parent is not None
    ]
    assert within == ["2030年工作回顾"] * 3
    assert document.sections[-1].end == text.rindex("各位代表")


def test_short_first_sentences_of_neighbouring_paragraphs_are_headings() -> None:
    long = "把场馆、活动、专家、经费等力量更多安排到乡村，鼓励学会牵头组建科普服务队，开展更多下乡活动。"
    text = f"一、加快科技创新\n强化企业主体地位。{long}\n搭建更多创新平台。{long}\n二、其他\n结束。"
    assert outline(document_from_text(text))[1:3] == [(2, "", "强化企业主体地位"), (2, "", "搭建更多创新平台")]


@pytest.mark.parametrize("text", ["。", "一、", "第一条", "附件", "名词解释", "各位代表：", "\n\n科普\n", "——"])
def test_tiny_texts_become_documents(text: str) -> None:
    document = document_from_text(text)
    assert document.parts[0].start == 0
    assert document.parts[-1].end == len(document.text)


def test_leads_end_with_their_paragraph_and_a_closing_remark_is_none() -> None:
    long = (
        "把场馆、活动、专家、经费等力量更多安排到乡村，鼓励学会牵头组建科普服务队，开展更多下乡活动，" * 2
        + "成效明显。"
    )
    remark = "创新是最大的动力。" + "我们要把创新摆在更加突出的位置，一年接着一年干，干出一片新天地，让城市更有活力。"
    text = f"一、工作回顾\n过去五年很不平凡。{long}\n——经济实力大幅提升。{long}\n——创新动能持续增强。{long}\n{remark}"
    document = document_from_text(text)
    assert outline(document) == [(1, "一、", "工作回顾"), (2, "", "经济实力大幅提升"), (2, "", "创新动能持续增强")]
    last = document.sentence_at(document.text.index("我们要把创新"))
    assert last is not None
    assert document.section_path(last.section) == ("一、工作回顾",)


OFFICIAL_PAPER = """000012
秘密★1年
特急
云川市科学技术协会文件
云科协〔2031〕16号　　　　签发人：许明远　沈　静
云川市科学技术协会
关于报送2031年工作要点的请示
市人民政府：
现将工作要点报上。
一、总体要求
（一）指导思想。坚持服务大局。
1.工作目标。新建驿站30家。
（1）驿站建设。按标准建设。
妥否，请批示。
附件：1.2031年工作要点
　　　2.重点任务
　　　　分解表
云川市科学技术协会
2031年3月5日
（联系人：周某，联系电话：12345678）
抄送：市委办公室，市人大常委会办公室，
市政协办公室。
云川市科学技术协会办公室　　　　2031年3月6日印发
附件1
2031年工作要点
一、总体思路
服务大局。
"""


def test_the_marks_of_an_official_paper_are_read_and_are_no_sentences() -> None:
    document = document_from_text(OFFICIAL_PAPER)
    assert document.title == "云川市科学技术协会关于报送2031年工作要点的请示"
    assert (document.doc_number, document.issuer) == ("云科协〔2031〕16号", "云川市科学技术协会")
    assert (document.recipients, document.date) == (("市人民政府",), "2031-03-05")
    assert document.marks == OfficialMarks(
        copy_number="000012",
        security="秘密★1年",
        urgency="特急",
        signers=("许明远", "沈静"),
        annexes=("2031年工作要点", "重点任务分解表"),
        copied_to=("市委办公室", "市人大常委会办公室", "市政协办公室"),
        printed_by="云川市科学技术协会办公室",
        printed_on="2031-03-06",
    )
    assert [(section.level, section.label) for section in document.sections if section.part == 0] == [
        (1, "一、"),
        (2, "（一）"),
        (3, "1."),
        (4, "（1）"),
    ]
    read = [document.text[s.start : s.end] for s in document.sentences if s.kind == "sentence"]
    assert not [text for text in read if "抄送" in text or "印发" in text or "分解表" in text or "签发" in text]
    assert [part.kind for part in document.parts] == ["letter", "plan"]
    assert Document.from_dict(document.to_dict()) == document


@pytest.mark.parametrize(
    ("text", "title", "number", "issuer", "date"),
    [
        (
            "云川市人民政府公告\n2031年第4号\n现将有关事项公告如下：\n一、实行管制。\n特此公告。\n云川市人民政府\n2031年9月1日",
            "云川市人民政府公告",
            "2031年第4号",
            "云川市人民政府",
            "2031-09-01",
        ),
        (
            "云川市人民政府专题会议纪要\n〔2031〕8号\n云川市人民政府办公室　　2031年4月3日\n关于科技馆建设的会议纪要\n"
            "4月1日下午，市长召开会议，研究科技馆建设工作。",
            "关于科技馆建设的会议纪要",
            "〔2031〕8号",
            "云川市人民政府",
            "2031-04-03",
        ),
        (
            "云川市科协专题会议纪要\n〔2031〕9号\n4月1日下午，市科协召开会议，研究科技馆建设工作。",
            "云川市科协专题会议纪要",
            "〔2031〕9号",
            "",
            "",
        ),
        (
            "云川市科技局\n\n云科函〔2031〕21号\n\n关于加快审批的函\n\n云川区人民政府：\n请贵区函告我局。\n云川市科技局\n2031年7月12日",
            "关于加快审批的函",
            "云科函〔2031〕21号",
            "云川市科技局",
            "2031-07-12",
        ),
    ],
    ids=["announcement", "minutes", "minutes without a title of their own", "letter"],
)
def test_the_formats_of_the_standard_say_what_they_are(
    text: str, title: str, number: str, issuer: str, date: str
) -> None:
    document = document_from_text(text)
    assert (document.title, document.doc_number, document.issuer, document.date) == (title, number, issuer, date)
    read = [document.quote(s.start, s.end) for s in document.sentences if s.kind == "address"]
    assert not [line for line in read if "如下" in line]


REGULATION = """云川市科普驿站管理办法
第一章　总则
第一条　为了加强科普工作，制定本办法。
第二条　本办法所称科普驿站，是指基层科普服务点。
科普驿站应当符合下列条件：
（一）有固定场所；
（二）有下列人员之一：
1.专职人员；
2.志愿者。
前款所列条件由市科协核定。
第三条　本办法自2031年5月1日起施行。
"""


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("加强科普", "第一条"),
        ("服务点", "第二条第一款"),
        ("下列条件", "第二条第二款"),
        ("固定场所", "第二条第二款第（一）项"),
        ("志愿者", "第二条第二款第（二）项第2目"),
        ("前款", "第二条第三款"),
        ("5月1日", "第三条"),
        ("总则", ""),
    ],
)
def test_places_in_a_regulation_are_cited_by_article_paragraph_and_item(words: str, place: str) -> None:
    document = document_from_text(REGULATION)
    assert clause_at(document, document.text.index(words)) == place


@pytest.mark.parametrize(
    ("title", "issuer"),
    [
        ("云川市人民政府关于表彰科普先进的决定", "云川市人民政府"),
        ("云川市科技局、云川市教育局关于举办科技节的通知", "云川市科技局、云川市教育局"),
        ("中共云川市委 云川市人民政府关于振兴茶业的意见", "中共云川市委、云川市人民政府"),
        ("关于举办科技节的通知", ""),
        ("茶农关于茶价的意见", ""),
    ],
)
def test_a_paper_without_signature_is_of_the_body_in_its_title(title: str, issuer: str) -> None:
    assert document_from_text(f"{title}\n\n各有关单位：\n现将有关事项说明如下。\n").issuer == issuer


def test_who_acts_for_a_mayor_speaks_for_the_same_government() -> None:
    text = "政府工作报告\n——2031年1月26日在云川市第二届人民代表大会第五次会议上\n云川市代理市长 李小明\n各位代表：\n现在，我报告工作。"
    assert document_from_text(text).issuer == "云川市人民政府"


@pytest.mark.parametrize("heading", ["# 办好灯会。一是抓好培训。二是抓好宣传。", "## 一、一是抓好培训。"])
def test_a_heading_holds_no_other_heading(heading: str) -> None:
    source = source_file("灯会.md", f"{heading}\n\n全市各级学会组织专家进村入户，开展培训。\n".encode())
    document = document_from_file(source)
    spans = [(sentence.start, sentence.end) for sentence in document.sentences]
    assert all(end <= start for (_, end), (start, _) in pairwise(spans))
    assert document.sentences[0].kind == "heading"
