"""Members of formulations that no glossary explains, short names and definitions that running text introduces."""

from __future__ import annotations

import pytest

from corpus.ingest import document_from_text
from kg.extract import extract
from kg.facts import Extraction, Predicate

_FRONT = "云川市农业农村局工作总结\n2026年1月5日\n\n一、健全工作机制\n"


def _read(text: str) -> Extraction:

    return extract(document_from_text(_FRONT + text))


def _members(text: str, name: str) -> list[str]:
    found = _read(text)
    names = {entity.id: entity.name for entity in found.entities}
    rows = [r for r in found.relations if r.predicate is Predicate.HAS_COMPONENT and name in names[r.subject]]
    return [names.get(r.object, r.object) for r in sorted(rows, key=lambda r: r.order or 0)]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("建设学习型、服务型、创新型“三型”机关。", "三型", ["学习型", "服务型", "创新型"]),
        ("发挥种粮大户、返乡青年、乡土工匠“三支力量”作用。", "三支力量", ["种粮大户", "返乡青年", "乡土工匠"]),
        ("写好购物、医疗、教育“三篇消费文章”。", "三篇消费文章", ["购物", "医疗", "教育"]),
        ("鼓励“入库”“入园”“入链”发展。", "入库", ["入库", "入园", "入链"]),
        ("推进村庄“三化”，即绿化、美化、亮化。", "三化", ["绿化", "美化", "亮化"]),
        ("推行“三张清单”：任务清单、责任清单、问题清单。", "三张清单", ["任务清单", "责任清单", "问题清单"]),
        ("第二个“3”是指茶叶、菌草、药材等“三新”产业。", "三新", ["茶叶", "菌草", "药材"]),
        ("深入推进良田良种良机良法集成。", "良田", ["良田", "良种", "良机", "良法"]),
        ("村道、茶道、水渠实现“三个覆盖”。", "三个覆盖", ["村道", "茶道", "水渠"]),
        ("坚持速度与效益、城市与乡村、当前与长远“三个并重”。", "三个并重", ["速度与效益", "城市与乡村", "当前与长远"]),
        ("沿着“以茶叶、菌草、药材为方向”的主线发展。", "茶叶", ["茶叶", "菌草", "药材"]),
        (
            "针对“茶农多、茶园少，茶厂大、茶市小，运费高、茶价低”三大矛盾。",
            "茶农",
            ["茶农多、茶园少", "茶厂大、茶市小", "运费高、茶价低"],
        ),
        (
            "处理好“三个关系”。一是快与慢的关系，既要快也要稳。二是点与面的关系。三是近与远的关系。",
            "三个关系",
            ["快与慢的关系", "点与面的关系", "近与远的关系"],
        ),
        (
            "坚持“三个服务”。一要在服务企业上尽到责任。二要在服务农户上有作为。三要在服务学校上作贡献。",
            "三个服务",
            ["服务企业", "服务农户", "服务学校"],
        ),
    ],
)
def test_the_text_around_a_formulation_gives_its_members(text: str, name: str, expected: list[str]) -> None:
    assert _members(text, name) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("建设学习型、服务型“三型”机关。", "三型"),
        ("处理好“三个关系”。一是快与慢的关系。二是点与面的关系。", "三个关系"),
        ("落实“1+3+N”救援体系。", "1+3+N"),
        ("形成方便快捷、公平公正、公开透明的“三清单”茶市管理机制。", "三清单"),
        ("落实链长制、河长制、田长制和“三个清单”制度。", "三个清单"),
        ("落实“三个清单”制度。抓好三个方面：一是抓好育种；二是抓好灌溉；三是抓好销售。", "三个清单"),
        (
            "弘扬“三茶精神”，全市上下团结一心、真抓实干，奋力推动茶园提质、茶厂升级、茶市繁荣，茶农收入再上新台阶，"
            "茶旅融合再添新亮点，茶乡面貌再换新颜，各项事业取得新进步。工作中，我们一是抓育种。二是抓灌溉。三是抓销售。",
            "三茶精神",
        ),
        ("增强“四个意识”、坚定“四个自信”、做到“两个维护”。", "两个维护"),
        ("坚定拥护“两个确立”、坚决做到“两个维护”。", "两个维护"),
    ],
)
def test_what_does_not_fit_the_count_is_not_taken_for_members(text: str, name: str) -> None:
    assert _members(text, name) == []


def test_a_short_name_in_brackets_is_an_alias_from_there_on() -> None:
    found = _read("云川市新型职业农民协会（以下简称“市农协”）成立。全年，市农协办班5期。")
    body = next(entity for entity in found.entities if entity.name == "云川市新型职业农民协会")
    assert "市农协" in body.aliases
    assert sum(mention.entity == body.id for mention in found.mentions) == 3


def test_running_text_defines_what_it_calls_a_word() -> None:
    found = _read("本办法所称链长，是指统筹一条产业链的负责人。前款所称支付，包括现金支付。")
    assert [(e.term, e.definition) for e in found.glossary] == [("链长", "是指统筹一条产业链的负责人。")]


def _statements(text: str) -> set[tuple[str, str, str]]:
    found = _read(text)
    names = {entity.id: entity.name for entity in found.entities}
    return {(names[r.subject], r.predicate.value, names.get(r.object, r.object)) for r in found.relations}


def test_a_later_phase_is_a_part_of_what_it_goes_on_with() -> None:
    rows = _statements("云岭茶叶实验室运行。云岭茶叶实验室二期开工。")
    assert ("云岭茶叶实验室", "hasComponent", "云岭茶叶实验室二期") in rows


def test_what_is_furthered_as_a_row_is_no_theme_of_the_undertaking() -> None:
    rows = _statements("实施茶园焕新行动，推动新能源、生物医药等产业发展。")
    assert not [row for row in rows if row[1] == "relatesTo"]
