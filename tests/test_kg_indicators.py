"""Indicators of invented reports: what is counted, how much, for which year, aimed at or reached."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Document, Part, Section, Sentence
from corpus.ingest import document_from_text
from kg.extract import extract
from kg.extractors import indicators
from kg.extractors.quantities import quantities
from kg.facts import Entity, EntityType, Indicator, Mention
from kg.reading import Reading


def document(*sections: tuple[str, str], date: str = "2024-02-08", kind: str = "report") -> Document:
    """Return a report whose sections are (heading, sentences) pairs."""
    text, parts, heads, sentences = "", [], [], []
    for title, body in sections:
        index, start = len(heads), len(text)
        text += title + "\n"
        sentences.append((start, start + len(title), index, "heading"))
        for piece in [p + "。" for p in body.split("。") if p]:
            sentences.append((len(text), len(text) + len(piece), index, "sentence"))
            text += piece
        heads.append((index, title, start, start + len(title), len(text)))
        text += "\n"
    parts.append(Part(0, kind, "工作报告", 0, len(text), date=date))  # type: ignore[arg-type]
    return Document(
        id="d1",
        title="工作报告",
        text=text,
        source_name="r.txt",
        media_type="text/plain",
        date=date,
        parts=tuple(parts),
        sections=tuple(Section(i, 0, 1, "", title, start, end, last) for i, title, start, end, last in heads),
        sentences=tuple(
            Sentence(i, start, end, 0, section, kind)  # type: ignore[arg-type]
            for i, (start, end, section, kind) in enumerate(sentences)
        ),
    )


def find(body: str, heading: str = "过去一年的主要工作", *, date: str = "2024-02-08") -> tuple[Indicator, ...]:
    return indicators.find(Reading(document((heading, body), date=date)))


def told(body: str, heading: str = "过去一年的主要工作") -> list[tuple[str, str, str, str]]:
    return [(row.label, row.value, row.unit, row.comparator) for row in find(body, heading)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("新建科技小院12个。", [("科技小院（新建）", "12", "个", "=")]),
        ("新增3家海智驿站。", [("海智驿站（新增）", "3", "家", "=")]),
        (
            "培育科技驿站30家、首席技师20名。",
            [("科技驿站（培育）", "30", "家", "="), ("首席技师（培育）", "20", "名", "=")],
        ),
        ("15家企业入选云川百强。", [("入选云川百强的企业", "15", "家", "=")]),
        (
            "上报建议40篇，9篇获市领导批示。",
            [("建议（上报）", "40", "篇", "="), ("获市领导批示的建议", "9", "篇", "=")],
        ),
        (
            "全社会研发投入35亿元、增长4.2%。",
            [("全社会研发投入", "35", "亿元", "="), ("全社会研发投入增长", "4.2", "%", "=")],
        ),
        (
            "认定市级研学教育和实践基地各5个。",
            [("市级研学教育基地（认定）", "5", "个", "="), ("实践基地（认定）", "5", "个", "=")],
        ),
        (
            "稻谷、油料、茶叶产量分别达20万吨、4万吨、1万吨以上。",
            [("稻谷产量", "20", "万吨", ">="), ("油料产量", "4", "万吨", ">="), ("茶叶产量", "1", "万吨", ">=")],
        ),
        (
            "改造供热、燃气、排水管网8公里、6公里、3公里。",
            [
                ("供热管网（改造）", "8", "公里", "="),
                ("燃气管网（改造）", "6", "公里", "="),
                ("排水管网（改造）", "3", "公里", "="),
            ],
        ),
        (
            "城乡居民人均收入分别达5万元和3万元。",
            [("城镇居民人均收入", "5", "万元", "="), ("农村居民人均收入", "3", "万元", "=")],
        ),
        ("出口量居全省第2位。", [("出口量位次", "2", "位", "=")]),
        ("低保标准提高到842元/月。", [("低保标准", "842", "元/月", "=")]),
        ("95%以上的村集体收入超过8万元。", [("村集体收入", "95", "%", ">="), ("村集体收入", "8", "万元", ">")]),
        ("70%的县医院达到三级水平。", [("达到三级水平的县医院", "70", "%", "=")]),
        ("新引进总投资超10亿元项目15个以上。", [("总投资超10亿元项目（新引进）", "15", "个", ">=")]),
        ("高龄津贴惠及13万老年人。", [("高龄津贴惠及老年人", "13", "万人", "=")]),
        ("为4万多65岁以上老年人免费体检。", [("免费体检的65岁以上老年人", "4", "万人", ">")]),
        ("2.5万新就业形态人员纳入职业伤害保障。", [("纳入职业伤害保障的新就业形态人员", "2.5", "万人", "=")]),
        ("生产总值突破5000亿元大关。", [("生产总值", "5000", "亿元", ">")]),
        ("生产总值连续迈上3个千亿元台阶、达4.2万亿元。", [("生产总值", "4.2", "万亿元", "=")]),
        ("全市能耗强度下降4.8%。", [("能耗强度下降", "4.8", "%", "=")]),
        ("累计使用外资增长7%。", [("使用外资增长", "7", "%", "=")]),
        ("2家高新区位列全国百强。", [("位列全国百强的高新区", "2", "家", "=")]),
        ("技校由21所整合为17所。", [("技校（此前）", "21", "所", "="), ("技校", "17", "所", "=")]),
        ("先后16次赴社区走访。", [("赴社区走访次数", "16", "次", "=")]),
        ("12家学会承接35项转移职能。", [("承接转移职能的学会", "12", "家", "="), ("转移职能", "35", "项", "=")]),
        ("博士站数量翻一番。", [("博士站数量", "1", "番", "=")]),
        ("茶叶加工占比升至48%。", [("茶叶加工占比", "48", "%", "=")]),
        ("茶园装机占比达52%、规模翻一番。", [("茶园装机占比", "52", "%", "="), ("茶园装机规模", "1", "番", "=")]),
        (
            "对东洲、西洲进出口分别增长16%、40%。",
            [("东洲进出口增长", "16", "%", "="), ("西洲进出口增长", "40", "%", "=")],
        ),
        (
            "茶苑毛入园率、茶校毛入学率分别达到93%、64%。",
            [("茶苑毛入园率", "93", "%", "="), ("茶校毛入学率", "64", "%", "=")],
        ),
        (
            "9所茶校、4个专业群入选云川名录。",
            [("入选云川名录的茶校", "9", "所", "="), ("入选云川名录的专业群", "4", "个", "=")],
        ),
        (
            "改造老旧茶园2万个，惠及3万户。",
            [("老旧茶园（改造）", "2", "万个", "="), ("老旧茶园（惠及）", "3", "万户", "=")],
        ),
        ("五年改造老旧茶园8074个。", [("老旧茶园（改造）", "8074", "个", "=")]),
        ("茶叶产量继续保持500万斤以上。", [("茶叶产量", "500", "万斤", ">=")]),
        ("55项惠茶任务如期完成。", [("惠茶任务", "55", "项", "=")]),
        ("茶改落地率要达到90%。", [("茶改落地率", "90", "%", "=")]),
        ("3个1类新茶种获批。", [("新茶种", "3", "个", "=")]),
        ("有效应对9轮强降雨。", []),
    ],
)
def test_a_number_comes_with_what_it_counts(sentence: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert told(sentence) == expected


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("300场以上", ">="),
        ("不少于300场", ">="),
        ("300余场", ">"),
        ("超过300场", ">"),
        ("近300场", "~"),
        ("300场左右", "~"),
        ("不超过300场", "<="),
        ("达300场", "="),
    ],
)
def test_the_words_around_a_number_say_how_it_is_meant(words: str, comparator: str) -> None:
    assert [row[3] for row in told(f"举办科普讲座{words}。")] == [comparator]


def test_a_range_has_two_ends() -> None:
    rows = told("地区生产总值增长4.5%—5%。", "2024年工作安排")
    assert rows == [("地区生产总值增长", "4.5", "%", ">="), ("地区生产总值增长", "5", "%", "<=")]


@pytest.mark.parametrize(
    ("heading", "sentence", "year", "since", "status"),
    [
        ("过去一年的主要工作", "新建科技小院12个。", 2023, None, "achieved"),
        ("今年工作的主要任务", "新建科技小院12个。", 2024, None, "target"),
        ("2024年工作安排", "新建科技小院12个。", 2024, None, "target"),
        ("2023年和“十四五”时期工作回顾", "新建科技小院12个。", 2023, None, "achieved"),
        ("2023年和“十四五”时期工作回顾", "五年来，新建科技小院12个。", 2023, 2019, "achieved"),
        ("过去一年的主要工作", "2021年新建科技小院12个。", 2021, None, "achieved"),
        ("今年工作的主要任务", "到2026年，建成科技小院12个。", 2026, None, "target"),
        ("科普阵地", "去年新建科技小院12个。", 2023, None, "achieved"),
        ("科普阵地", "力争新建科技小院12个。", 2024, None, "target"),
    ],
)
def test_headings_openings_and_words_give_year_and_status(
    heading: str, sentence: str, year: int, since: int | None, status: str
) -> None:
    assert [(row.year, row.since, row.status) for row in find(sentence, heading)] == [(year, since, status)]


def test_an_opening_holds_for_the_sentences_after_it() -> None:
    rows = find("五年来，新建科技小院12个。培育科技驿站30家。", "2023年工作回顾")
    assert {(row.since, row.year) for row in rows} == {(2019, 2023)}


@pytest.mark.parametrize(
    "sentence",
    [
        "从4个方面部署工作。",
        "举办第29届科普周。",
        "提出3点意见。",
        "落实《2021—2025年纲要》。",
        "完善“1+5+3”体系。",
        "加强A级景区建设。",
        "改革开放40周年。",
        "建设10万吨级码头。",
        "用5个月完成调查。",
    ],
)
def test_numbers_that_measure_no_work_are_left_out(sentence: str) -> None:
    assert told(sentence) == []


@pytest.mark.parametrize("kind", ["regulation", "glossary"])
def test_rules_and_definitions_state_no_figures(kind: str) -> None:
    assert indicators.find(Reading(document(("第六条", "每月扣除1000元。"), kind=kind))) == ()


def test_a_figure_said_twice_counts_once() -> None:
    made = document(("过去一年的主要工作", "9篇建议获批示。"), ("二、过去一年建言工作", "上报建议40篇，9篇获批示。"))
    rows = indicators.find(Reading(made))
    assert sorted(row.value for row in rows) == ["40", "9"]


def test_common_words_get_the_event_of_their_heading() -> None:
    made = document(("过去一年举办云川科技大会", "签约项目20个，总投资30亿元。"))
    start = made.text.find("云川科技大会")
    event = Entity("E1", EntityType.EVENT, "云川科技大会")
    rows = indicators.find(Reading(made, (event,), (Mention(start, start + 6, "E1", "test"),)))
    assert [(row.label, row.subject_id) for row in rows][-1] == ("云川科技大会总投资", "E1")


@pytest.mark.parametrize(
    ("heading", "body", "names", "label"),
    [
        ("过去一年举办云川科技大会", "总投资30亿元。", ((EntityType.EVENT, "云川科技大会"),), "云川科技大会总投资"),
        ("过去一年的科普惠农", "总投资30亿元。", ((EntityType.CONCEPT, "科普惠农"),), "科普惠农总投资"),
        ("过去一年的云川市科协", "总投资30亿元。", ((EntityType.ORGANIZATION, "云川市科协"),), "总投资"),
        ("过去一年", "实施晨露工程，总投资30亿元。", ((EntityType.PROGRAM, "晨露工程"),), "晨露工程总投资"),
        ("过去一年", "实施“晨露工程”等，总投资30亿元。", ((EntityType.PROGRAM, "晨露工程"),), "总投资"),
        (
            "过去一年",
            "实施晨露工程、青禾工程，总投资30亿元。",
            ((EntityType.PROGRAM, "晨露工程"), (EntityType.PROGRAM, "青禾工程")),
            "总投资",
        ),
        # A short thing says enough of itself outside of its clause; so does what stands behind a semicolon, or far off.
        ("过去一年", "实施晨露工程，建成茶园30个。", ((EntityType.PROGRAM, "晨露工程"),), "茶园（建成）"),
        ("过去一年", "实施晨露工程；总投资30亿元。", ((EntityType.PROGRAM, "晨露工程"),), "总投资"),
        (
            "过去一年",
            f"实施晨露工程，{'各' * 57}，总投资30亿元。",
            ((EntityType.PROGRAM, "晨露工程"),),
            "晨露工程总投资",
        ),
        ("过去一年", f"实施晨露工程，{'各' * 58}，总投资30亿元。", ((EntityType.PROGRAM, "晨露工程"),), "总投资"),
        ("过去一年", "、各晨露工程，总投资30亿元。", ((EntityType.PROGRAM, "晨露工程"),), "总投资"),
        ("过去一年", "、各各晨露工程，总投资30亿元。", ((EntityType.PROGRAM, "晨露工程"),), "晨露工程总投资"),
        ("过去一年", "建成晨露工程站30个。", ((EntityType.PROGRAM, "晨露工程"),), "晨露工程站（建成）"),
        ("过去一年", "实施晨露工程培训2000人。", ((EntityType.PROGRAM, "晨露工程"),), "晨露工程培训"),
    ],
)
def test_common_words_are_said_of_one_name_before_them_or_of_the_heading(
    heading: str, body: str, names: tuple[tuple[EntityType, str], ...], label: str
) -> None:
    made = document((heading, body))
    entities = tuple(Entity(f"E{i}", kind, name) for i, (kind, name) in enumerate(names))
    mentions = tuple(
        Mention(made.text.find(e.name), made.text.find(e.name) + len(e.name), e.id, "test") for e in entities
    )
    assert [row.label for row in indicators.find(Reading(made, entities, mentions))] == [label]


@pytest.mark.parametrize(
    ("body", "count"),
    [
        ("新建科技小院12个。新建云川科技小院12个。", 1),
        ("新建科技小院12个。建成农家书屋12个。", 2),
        ("新建科技小院12个。五年来新建科技小院12个。", 2),
        # Alike from three of five pairs of characters on.
        ("入园率达9%。入院率达9%。", 2),
        ("上云率达9%。全市企业上云率达9%。", 1),
        ("新建科技小院12个。新建科技小院13个。", 2),
    ],
)
def test_figures_are_one_where_label_value_and_time_are(body: str, count: int) -> None:
    assert len(find(body)) == count


def test_an_article_is_known_by_the_label_of_its_section() -> None:
    made = document(("总则", "新建科技小院12个。"))
    assert indicators.find(Reading(made))
    section = replace(made.sections[0], label="第六条")
    assert indicators.find(Reading(replace(made, sections=(section,)))) == ()


def test_evidence_and_number_stand_in_the_text() -> None:
    made = document(("过去一年的主要工作", "持续发力，新建科技小院12个，获得好评。"))
    (row,) = indicators.find(Reading(made))
    assert made.quote(row.start, row.end) == "新建科技小院12个"
    assert made.quote(row.value_start, row.value_end) == "12个"


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("1,200万元", [("1200", "万元")]),
        ("8万人次", [("8", "万人次")]),
        ("0.5个百分点", [("0.5", "个百分点")]),
        ("增长两倍", [("2", "倍")]),
        ("之比达1：3", [("1", "：3")]),
        ("位居全省第三", [("3", "位")]),
        ("整车出口突破百万辆", [("100", "万辆")]),
        ("发运超千列", [("1000", "列")]),
        ("收入跨上百亿元台阶", [("100", "亿元")]),
        ("上云率近六成", [("6", "成")]),
        ("取得三成就", []),
        ("惠及近30万家庭", [("30", "万户")]),
        ("引进30万吨粮食，服务群众", [("30", "万吨")]),
        ("20万以上人口县", []),
    ],
)
def test_numbers_keep_scale_and_unit(text: str, values: list[tuple[str, str]]) -> None:
    assert [(q.value, q.unit) for q in quantities(text, 0, len(text))] == values


def test_a_long_sentence_is_read_in_a_linear_pass() -> None:
    body = "、".join(f"新建科技小院{n}个" for n in range(1, 2000))
    assert len(find(body + "。")) == 1999


@pytest.mark.parametrize(
    "sentence",
    ["茶叶出口额比“十三五”时期增长45%。", "茶叶出口额增速高于“十三五”时期3个百分点。", "茶叶出口额比去年增长45%。"],
)
def test_what_a_figure_is_compared_with_is_not_its_year(sentence: str) -> None:
    assert [row.year for row in find(sentence, "五年来的主要工作", date="2026-02-08")] == [2025]


def test_one_rate_of_two_joined_by_and_is_one_figure() -> None:
    assert told("茶园管护和茶旅服务业营业收入增长19%。") == [("茶园管护和茶旅服务业营业收入增长", "19", "%", "=")]


def test_the_goals_of_a_plan_are_not_counted() -> None:
    assert told("围绕绿色低碳，提出7项指标。共设置28项预期性指标。") == []


def test_numbers_in_full_width_digits_do_not_stop_the_reading() -> None:
    assert find("煤炭达到８万吨，茶叶和茶油（精制）分别达到2．48亿吨和1988万吨，实力增强。") is not None


def test_one_to_choose_counts_nothing() -> None:
    text = "家长登录平台选择1所幼儿园报名，今年新建2所幼儿园。"
    assert [quantity.value for quantity in quantities(text, 0, len(text))] == ["2"]


def test_an_annex_of_this_years_deeds_lays_out_targets() -> None:
    text = (
        "云川市政府工作报告\n——2031年1月26日在云川市第二届人民代表大会第五次会议上\n云川市市长 李小明\n各位代表：\n"
        "一、2030年工作回顾\n新建茶园3万亩。\n附件\n2031年市民生实事\n1.建成家庭茶舍700间。"
    )
    found = [(row.value, row.status, row.year) for row in extract(document_from_text(text)).indicators]
    assert found == [("3", "achieved", 2030), ("700", "target", 2031)]


def test_a_public_notice_says_what_is_so_as_it_comes_out() -> None:
    body = "一、房源\n本批次茶工公寓共66套。去年交付茶工公寓20套。\n云川市住房局\n2031年8月11日"
    told_now = extract(document_from_text(f"云川市住房局关于受理茶工公寓申请的公告\n{body}")).indicators
    assert [(row.value, row.year) for row in told_now] == [("66", 2031), ("20", 2030)]
    looked_back = extract(document_from_text(f"云川市住房事业统计公报\n{body}")).indicators
    assert [(row.value, row.year) for row in looked_back] == [("66", 2030), ("20", 2030)]


def test_what_somebody_is_honoured_for_is_no_plan() -> None:
    body = "各县科协：\n闻小棠同志现联系茶农服务站12个，推广茶园面积3万亩。\n\n云川市科协\n2024年5月6日\n"
    honoured = extract(document_from_text(f"云川市科协关于表彰茶叶科技先进个人的决定\n{body}")).indicators
    asked = extract(document_from_text(f"云川市科协关于做好茶叶科技工作的通知\n{body}")).indicators
    assert {(one.year, one.status) for one in honoured} == {(2024, "achieved")}
    assert {one.status for one in asked} == {"target"}
