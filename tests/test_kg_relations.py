"""Relations of invented texts: stated ones by their cues, topical ones by heading, and what must not be concluded."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Document, Part, Section, Sentence
from corpus.ingest import document_from_text
from kg.extract import extract
from kg.extractors import relations
from kg.facts import Entity, EntityType, GlossaryEntry, Mention, Predicate, Relation
from kg.reading import Reading

TYPES = {
    "云川市科学技术协会": EntityType.ORGANIZATION,
    "市科协": EntityType.ORGANIZATION,
    "省科协": EntityType.ORGANIZATION,
    "青禾大学": EntityType.ORGANIZATION,
    "云川大学": EntityType.ORGANIZATION,
    "市农业农村局": EntityType.ORGANIZATION,
    "临江县科协": EntityType.ORGANIZATION,
    "云川": EntityType.PLACE,
    "临江县": EntityType.PLACE,
    "北岭": EntityType.PLACE,
    "周明远": EntityType.PERSON,
    "林知秋": EntityType.PERSON,
    "云川科技大会": EntityType.EVENT,
    "科普宣传月": EntityType.EVENT,
    "省科协创新大赛": EntityType.EVENT,
    "“院士进山村”行动": EntityType.PROGRAM,
    "农民科技培训": EntityType.PROGRAM,
    "科普惠民计划": EntityType.PROGRAM,
    "青苗计划": EntityType.PROGRAM,
    "县域高中提升行动": EntityType.PROGRAM,
    "服务业企业培育行动": EntityType.PROGRAM,
    "免费午餐政策": EntityType.POLICY,
    "云川青年科技奖": EntityType.AWARD,
    "科普先进集体": EntityType.AWARD,
    "院士候选人": EntityType.AWARD,
    "《云川市科普条例》": EntityType.POLICY,
    "临江科技驿站": EntityType.PLATFORM,
    "科普大屏": EntityType.PLATFORM,
    "云川大学北岭校区": EntityType.PLATFORM,
    "科普惠民": EntityType.CONCEPT,
    "科普信息化": EntityType.CONCEPT,
    "科普阵地": EntityType.CONCEPT,
    "科技向善": EntityType.SLOGAN,
}
ALIASES = {"云川市科学技术协会": ("市科协",), "临江县": ("临江",)}


def reading(
    body: str,
    heading: str = "工作情况",
    *,
    kind: str = "report",
    entry: str = "",
    post: str = "",
    speaker: str = "",
    issuer: str = "云川市科学技术协会",
) -> Reading:
    """Return the reading of a report with one section; every known name in the text is a mention."""
    text = f"{heading}\n{body}"
    start = len(heading) + 1
    sentences = [Sentence(0, 0, len(heading), 0, 0, "heading")]
    for piece in (part + "。" for part in body.split("。") if part):
        sentences.append(Sentence(len(sentences), start, start + len(piece), 0, 0))
        start += len(piece)
    document = Document(
        id="d1",
        title="工作报告",
        text=text,
        source_name="r.txt",
        media_type="text/plain",
        issuer=issuer,
        date="2024-02-08",
        parts=(Part(0, kind, "工作报告", 0, len(text), speaker=speaker, post=post, date="2024-02-08"),),  # type: ignore[arg-type]
        sections=(Section(0, 0, 1, "", heading, 0, len(heading), len(text)),),
        sentences=tuple(sentences),
    )
    entities = tuple(
        Entity(name, kind_of, name, ALIASES.get(name, ())) for name, kind_of in TYPES.items() if name != "市科协"
    )
    spans = {
        (at, at + len(surface), entity.id)
        for entity in entities
        for surface in (entity.name, *entity.aliases)
        for at in range(len(text))
        if text.startswith(surface, at)
    }
    mentions = tuple(
        Mention(s, e, i, "test") for s, e, i in sorted(spans, key=lambda span: (span[0], -span[1], span[2]))
    )
    glossary = (GlossaryEntry(entry, body, len(heading) + 1, len(text), entity=entry),) if entry else ()
    return Reading(document, entities, mentions, glossary)


def find(body: str, heading: str = "工作情况", **more: str) -> tuple[Relation, ...]:
    return relations.find(reading(body, heading, **more))


def told(body: str, predicate: str, heading: str = "工作情况", **more: str) -> set[tuple[str, str]]:
    return {(row.subject, row.object) for row in find(body, heading, **more) if row.predicate == predicate}


@pytest.mark.parametrize(
    ("body", "predicate", "subject", "target"),
    [
        ("青禾大学、市农业农村局联合实施了科普惠民计划。", "runBy", "科普惠民计划", "青禾大学"),
        ("青禾大学、市农业农村局联合实施了科普惠民计划。", "runBy", "科普惠民计划", "市农业农村局"),
        ("联合青禾大学成功承办云川科技大会。", "runBy", "云川科技大会", "青禾大学"),
        ("组队参加省科协创新大赛。", "runBy", "省科协创新大赛", "省科协"),
        ("按照《云川市科普条例》要求，深入实施科普惠民计划。", "basedOn", "科普惠民计划", "《云川市科普条例》"),
        ("深入实施青苗计划，引导广大青年科技人才成长。", "targets", "青苗计划", "广大青年科技人才"),
        ("开展农民科技培训。", "targets", "农民科技培训", "农民"),
        ("组织企业参加云川科技大会。", "targets", "云川科技大会", "企业"),
        ("临江科技驿站投入使用。", "locatedIn", "临江科技驿站", "临江县"),
        ("临江县科协换届。", "locatedIn", "临江县科协", "临江县"),
        ("云川大学北岭校区开工。", "locatedIn", "云川大学北岭校区", "北岭"),
        ("云川大学北岭校区建成。", "hasComponent", "云川大学", "云川大学北岭校区"),
        ("举办第12届科普宣传月。", "edition", "科普宣传月", "第12届"),
        ("举办首届云川科技大会。", "edition", "云川科技大会", "首届"),
        ("2024年1月9日，云川科技大会召开。", "heldOn", "云川科技大会", "2024-01-09"),
        ("在北岭举办云川科技大会。", "heldAt", "云川科技大会", "北岭"),
        ("市科协主席周明远主持会议。", "holdsPost", "周明远", "主席"),
        ("周明远副市长作出批示。", "holdsPost", "周明远", "副市长"),
        ("在第五次会议上市科协主席 周明远作报告。", "holdsPost", "周明远", "主席"),
        ("林知秋获云川青年科技奖。", "received", "林知秋", "云川青年科技奖"),
        ("周明远、林知秋荣获云川青年科技奖。", "received", "周明远", "云川青年科技奖"),
        ("市农业农村局等3家单位荣获科普先进集体。", "received", "市农业农村局", "科普先进集体"),
        ("林知秋申报并成功获得云川青年科技奖。", "received", "林知秋", "云川青年科技奖"),
        ("实施县域高中提升行动。", "targets", "县域高中提升行动", "县域高中"),
        ("实施服务业企业培育行动。", "targets", "服务业企业培育行动", "服务业企业"),
        ("林知秋入围院士候选人。", "nominatedFor", "林知秋", "院士候选人"),
        ("推进科普信息化建设，新增科普大屏20块。", "relatesTo", "科普大屏", "科普信息化"),
        ("深入实施青苗计划，着力提升科普惠民水平。", "relatesTo", "青苗计划", "科普惠民"),
        ("围绕“科技向善”主题，举办云川科技大会。", "relatesTo", "云川科技大会", "科技向善"),
        ("科普惠民计划稳步推进。", "relatesTo", "科普惠民计划", "科普惠民"),
        ("《云川市科普条例》，明确经费保障、人员培训等内容。", "hasComponent", "《云川市科普条例》", "经费保障"),
    ],
)
def test_a_cue_makes_a_statement(body: str, predicate: str, subject: str, target: str) -> None:
    assert (subject, target) in told(body, predicate)


def test_items_belong_to_the_theme_of_their_heading() -> None:
    rows = told("新增科普大屏20块。实施青苗计划。", "relatesTo", "加快建设科普阵地")
    assert rows == {("科普大屏", "科普阵地"), ("青苗计划", "科普阵地")}


def test_an_elided_subject_is_the_body_that_reports() -> None:
    rows = [row for row in find("成功举办云川科技大会。") if row.predicate == "runBy"]
    assert [(row.object, row.implicit) for row in rows] == [("云川市科学技术协会", True)]


@pytest.mark.parametrize(
    ("body", "predicate", "absent"),
    [
        ("支持企业举办云川科技大会。", "runBy", ("云川科技大会", "云川市科学技术协会")),
        ("云川大学成立。", "locatedIn", ("云川大学", "云川")),
        ("获评科普先进集体3家。", "received", ("云川市科学技术协会", "科普先进集体")),
        ("周明远同志作报告。", "holdsPost", ("周明远", "同志")),
        ("临江青年合唱团获云川青年科技奖。", "received", ("临江县", "云川青年科技奖")),
        ("落实免费午餐政策，实施青苗计划。", "basedOn", ("青苗计划", "免费午餐政策")),
    ],
)
def test_what_a_text_does_not_say_is_not_concluded(body: str, predicate: str, absent: tuple[str, str]) -> None:
    assert absent not in told(body, predicate)


@pytest.mark.parametrize(("issuer", "expected"), [("云川市科学技术协会", True), ("云川市人民政府", False)])
def test_the_measures_that_a_government_lists_do_not_carry_one_another_on(issuer: str, expected: bool) -> None:
    rows = told("实施青苗计划，提升职工待遇。", "targets", issuer=issuer)
    assert (("青苗计划", "职工") in rows) is expected


def test_the_government_of_the_issuers_place_is_not_said_to_lie_there() -> None:
    from corpus.ingest import document_from_text
    from kg.extract import extract

    text = "云川市人民政府工作报告\n云川市人民政府印发通知，镇远县政府落实，云川市茶叶创新中心挂牌。云川市、镇远县茶叶增产，镇远县获评。"
    extraction = extract(replace(document_from_text(text), issuer="云川市人民政府"))
    names = {entity.id: entity.name for entity in extraction.entities}
    sited = {(names[r.subject], names[r.object]) for r in extraction.relations if r.predicate == "locatedIn"}
    assert sited == {("云川市茶叶创新中心", "云川市"), ("镇远县政府", "镇远县")}


def test_in_a_speech_a_call_is_not_the_speakers_own_work() -> None:
    assert told("举办云川科技大会。", "runBy", kind="speech") == set()


def test_the_speaker_of_a_report_spoke_it_and_holds_a_post() -> None:
    rows = find("周明远\n各位代表。", speaker="周明远", post="云川市科学技术协会主席")
    assert {(row.predicate.value, row.object) for row in rows if row.subject == "周明远"} == {
        ("spoke", "工作报告"),
        ("holdsPost", "云川市科学技术协会主席"),
    }


@pytest.mark.parametrize(
    "text",
    [
        "市科协党组成员、副主席慕晓晴出席。",
        "副组长由市科协党组成员、副主席慕晓晴和市科协副主席柏承志担任。",
    ],
)
def test_a_member_of_a_party_group_holds_posts_in_its_body(text: str) -> None:
    document = document_from_text(f"云川市科学技术协会通知\n\n{text}\n")
    extraction = extract(document)
    names = {entity.id: entity.name for entity in extraction.entities}
    posts = {
        (names[row.subject], row.object, names.get(row.organization or ""))
        for row in extraction.relations
        if row.predicate == Predicate.HOLDS_POST
    }
    assert ("慕晓晴", "党组成员、副主席", "市科协") in posts


def test_a_post_has_its_body() -> None:
    (row,) = [row for row in find("省科协主席林知秋讲话。") if row.predicate == "holdsPost"]
    assert (row.object, row.organization) == ("主席", "省科协")


def test_a_defined_term_is_what_its_definition_speaks_of() -> None:
    body = "市科协2019年启动该计划，向市民发送科普信息。"
    rows = {(row.predicate.value, row.object) for row in find(body, "名词解释", kind="glossary", entry="青苗计划")}
    assert {("runBy", "云川市科学技术协会"), ("startedIn", "2019"), ("targets", "市民")} <= rows


def test_every_statement_has_its_evidence() -> None:
    made = reading("青禾大学实施科普惠民计划，引导广大农民参加。举办首届云川科技大会。", "今年工作安排")
    for row in relations.find(made):
        assert made.document.quote(row.start, row.end)


def test_nothing_is_said_twice_nor_of_itself() -> None:
    rows = find("实施青苗计划。青禾大学实施青苗计划。青禾大学实施青苗计划。")
    keys = [(row.subject, row.predicate, row.object) for row in rows]
    assert len(keys) == len(set(keys))
    assert all(row.subject != row.object for row in rows)
