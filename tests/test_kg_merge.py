"""Entities across documents: what becomes one, what stays apart, and that order does not matter."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest

from kg import merge
from kg.clusters import Cluster, canonical_name, cluster
from kg.entries import document_home, entries_of
from kg.facts import Entity, EntityType, Extraction, Predicate, Relation
from kg.merge import resolve, resolve_entries
from kg.names import home_of, local_level, name_key, series_key
from kg.resolution import Resolution

T = EntityType


@dataclass(frozen=True)
class Meta:
    id: str
    title: str = ""
    issuer: str = ""


def made(document: str, *names: tuple[EntityType, str, tuple[str, ...]], issuer: str = "") -> tuple[Meta, Extraction]:
    entities = tuple(Entity(f"E{i}", kind, name, aliases) for i, (kind, name, aliases) in enumerate(names, 1))
    return Meta(document, issuer=issuer), Extraction(document, "1", entities)


def same(resolution: Resolution, left: tuple[str, str], right: tuple[str, str]) -> bool:
    return resolution.iri(*left) == resolution.iri(*right)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("“四个意识”", "四个意识"),
        ("《云川市科普条例》", "云川市科普条例"),
        ("ＳＴＥＭ教育", "stem教育"),
        ("卡罗 M·克罗司", "卡罗M・克罗司"),
        ("第三十届科普周", "第30届科普周"),
        ("第十届科普周", "第10届科普周"),
        ("科普 e 站", "科普e站"),
        ("双创（示范）基地", "双创(示范)基地"),
    ],
)
def test_typing_variants_have_one_key(left: str, right: str) -> None:
    assert name_key(left) == name_key(right)


@pytest.mark.parametrize(
    ("left", "right"), [("第30届科普周", "第31届科普周"), ("一带一路", "一带二路"), ("农技推广", "农技及推广")]
)
def test_wording_keeps_its_own_key(left: str, right: str) -> None:
    assert name_key(left) != name_key(right)


@pytest.mark.parametrize(
    ("name", "series"),
    [
        ("第三届云川科技节", "云川科技节"),
        ("2017年云川科技节", "云川科技节"),
        ("首届云川科技节", "云川科技节"),
        ("2017年活动", "2017年活动"),
    ],
)
def test_an_edition_belongs_to_its_series(name: str, series: str) -> None:
    assert series_key(name) == series


@pytest.mark.parametrize(
    ("name", "level"),
    [("市科协", "市"), ("省委", "省"), ("我市", "我市"), ("市场监管局", ""), ("云川市科协", "")],
)
def test_local_names_are_known_by_their_start(name: str, level: str) -> None:
    assert local_level(name) == level


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("云川市科学技术协会", "云川市"),
        ("中共云川市委", "云川市"),
        ("青原县人民政府", "青原县"),
        ("市科协", ""),
        ("国务院", ""),
        ("城市学会", ""),
    ],
)
def test_the_home_is_the_place_in_front(text: str, home: str) -> None:
    assert home_of(text) == home


def test_one_name_and_type_is_one_entity() -> None:
    found = resolve([made("a", (T.PROGRAM, "“助企”行动", ())), made("b", (T.PROGRAM, "助企行动", ()))])
    assert len(found.entities) == 1
    assert found.entities[0].iri == "http://cetu.localhost/id/Program/助企行动"
    assert found.entities[0].documents == ("a", "b")
    assert [(r.kind, r.form, r.documents) for r in found.entities[0].reasons] == [("name", "助企行动", 2)]


def test_one_name_of_two_types_is_a_doubt() -> None:
    found = resolve([made("a", (T.PROGRAM, "科普惠农", ())), made("b", (T.CONCEPT, "科普惠农", ()))])
    assert len(found.entities) == 2
    assert [doubt.kind for doubt in found.doubts] == ["other_type"]


def test_an_alias_joins_the_entity_of_that_name() -> None:
    found = resolve(
        [made("a", (T.POLICY, "云川市全民科学素质纲要", ("素质纲要",))), made("b", (T.POLICY, "素质纲要", ()))]
    )
    assert same(found, ("a", "E1"), ("b", "E1"))
    assert found.entities[0].name == "云川市全民科学素质纲要"
    assert found.entities[0].reasons[0].kind == "alias"


def test_an_alias_of_two_entities_joins_neither() -> None:
    found = resolve(
        [
            made("a", (T.PROGRAM, "云川科普惠农兴村计划", ("惠农计划",))),
            made("b", (T.PROGRAM, "青原科普惠农富民计划", ("惠农计划",))),
            made("c", (T.PROGRAM, "惠农计划", ())),
        ]
    )
    assert len(found.entities) == 3
    assert {doubt.kind for doubt in found.doubts} == {"ambiguous_alias"}


def test_an_alias_of_one_character_joins_nothing_and_one_of_two_does() -> None:
    for alias, is_one in (("青", False), ("青禾", True)):
        found = resolve([made("a", (T.PROGRAM, alias, ())), made("b", (T.PROGRAM, "青禾共富工程", (alias,)))])
        assert same(found, ("a", "E1"), ("b", "E1")) is is_one, alias


@pytest.mark.parametrize(
    ("kind", "names", "expected"),
    [
        ("Organization", ("云川科协", "云川市科学技术协会"), "云川市科学技术协会"),
        ("Organization", ("市科学技术协会", "云川科协"), "云川科协"),
        ("Concept", ("科普惠农", "科普惠农工作"), "科普惠农"),
        ("Slogan", ("“三进”", "三进"), "“三进”"),
        ("Person", ("李明", "李明同志"), "李明"),
        ("Event", ("第三届云川灯会", "云川灯会"), "云川灯会"),
        ("Program", ("第三届云川灯会", "云川灯会"), "第三届云川灯会"),
        ("Program", ("云川乙计划", "云川丁计划"), "云川丁计划"),
        ("Program", ("云川计划",), "云川计划"),
    ],
)
def test_what_has_an_official_name_goes_by_the_longest_and_wordings_by_the_plainest(
    kind: str, names: tuple[str, ...], expected: str
) -> None:
    (entry,) = entries_of(*made("a", (T(kind), names[0], ())))
    assert canonical_name(kind, [replace(entry, name=name) for name in names]) == expected


def test_the_clusters_say_why_they_are_one_and_in_how_many_documents() -> None:
    items = [made(name, (T.PROGRAM, "青禾共富工程", ("青禾",))) for name in "abc"]
    clusters, doubts = cluster(
        entry for item in (*items, made("d", (T.PROGRAM, "青禾", ()))) for entry in entries_of(*item)
    )
    assert (len(clusters), doubts) == (1, [])
    assert clusters[0].reasons == [("name", "青禾共富工程", 3), ("alias", "青禾", 3)]
    assert len(clusters[0].keys) == 2
    alone, _ = cluster(entries_of(*made("d", (T.PROGRAM, "青禾", ()))))
    assert alone[0].reasons == []


def test_two_programmes_that_one_document_has_side_by_side_are_a_doubt_only() -> None:
    both = made("a", (T.PROGRAM, "青禾共富工程", ("青禾",)), (T.PROGRAM, "青禾", ()))
    clusters, doubts = cluster(entries_of(*both))
    assert (len(clusters), [doubt.kind for doubt in doubts]) == (2, ["told_apart"])


def test_short_names_stay_in_their_city() -> None:
    found = resolve(
        [
            made("a", (T.ORGANIZATION, "云川市科学技术协会", ("市科协",)), issuer="云川市科学技术协会"),
            made("b", (T.ORGANIZATION, "市科协", ()), issuer="云川市科协"),
            made("c", (T.ORGANIZATION, "市科协", ()), issuer="青原市科协"),
            made("d", (T.ORGANIZATION, "市科协", ())),
        ]
    )
    assert same(found, ("a", "E1"), ("b", "E1"))
    iris = {found.iri(document, "E1") for document in "abcd"}
    assert len(iris) == 3
    assert "http://cetu.localhost/id/Organization/市科协@青原市" in iris


def test_a_document_without_issuer_is_at_home_where_its_bodies_are() -> None:
    meta, extraction = made("a", (T.ORGANIZATION, "云川市科学技术协会", ("市科协",)))
    assert document_home(meta, extraction) == "云川市"


def test_what_documents_tell_apart_is_not_joined_by_one_slip() -> None:
    apart = [made(name, (T.ORGANIZATION, "创新学院", ()), (T.ORGANIZATION, "创业学院", ())) for name in "abc"]
    slip = made("d", (T.ORGANIZATION, "创新学院", ("创业学院",)))
    found = resolve([*apart, slip])
    assert not same(found, ("a", "E1"), ("a", "E2"))
    assert [doubt.kind for doubt in found.doubts] == ["told_apart"]


def test_editions_are_never_joined_by_an_alias() -> None:
    found = resolve(
        [
            made("a", (T.POLICY, "2017年工作要点", ("工作要点",))),
            made("b", (T.POLICY, "2018年工作要点", ("工作要点",))),
            made("c", (T.POLICY, "工作要点", ())),
        ]
    )
    assert len({found.iri(document, "E1") for document in "abc"}) == 3


def held(document: str, person: str, body: str) -> tuple[Meta, Extraction]:
    entities = (Entity("E1", T.PERSON, person), Entity("E2", T.ORGANIZATION, body))
    post = Relation("E1", Predicate.HOLDS_POST, "主席", 0, 1, "rules", is_literal=True, organization="E2")
    return Meta(document), Extraction(document, "1", entities, (), (post,))


def test_namesakes_with_posts_in_two_cities_stay_apart() -> None:
    found = resolve([held("a", "林望", "云川市科协"), held("b", "林望", "青原市科协"), held("c", "林望", "云川市文联")])
    assert same(found, ("a", "E1"), ("c", "E1"))
    assert found.iri("b", "E1") == "http://cetu.localhost/id/Person/林望@青原市"


def test_a_person_with_posts_in_city_and_province_is_one() -> None:
    found = resolve([held("a", "林望", "云川市科协"), held("b", "林望", "南江省科协")])
    assert same(found, ("a", "E1"), ("b", "E1"))


def test_a_surname_with_a_post_is_somebody_of_that_place() -> None:
    found = resolve(
        [
            made("a", (T.PERSON, "王书记", ()), issuer="云川市科协"),
            made("b", (T.PERSON, "王书记", ()), issuer="青原市科协"),
        ]
    )
    assert not same(found, ("a", "E1"), ("b", "E1"))


def test_what_would_share_an_iri_has_its_document_in_it() -> None:
    entries = [entries_of(*made(document, (T.PERSON, "林望", ())))[0] for document in "ab"]
    clusters = [Cluster("Person", [entry], "林望", "") for entry in entries]
    assert merge._distinct(clusters, ["i/林望", "i/林望"]) == ["i/林望@a.E1", "i/林望@b.E1"]
    assert merge._distinct(clusters, ["i/林望", "i/林望@云川市"]) == ["i/林望", "i/林望@云川市"]


def test_neither_order_nor_history_matters() -> None:
    names = ["科普惠农", "惠农计划", "云川市科协", "市科协", "科普惠农兴村计划", "第三届科普节日", "科普节日活动"]
    kinds = [T.PROGRAM, T.ORGANIZATION, T.EVENT]
    chance = random.Random(7)
    items = [
        made(
            f"d{i}",
            *((chance.choice(kinds), name, tuple(chance.sample(names, 2))) for name in chance.sample(names, 3)),
            issuer=chance.choice(["云川市科协", "青原市科协", ""]),
        )
        for i in range(40)
    ]
    entries = [entry for meta, extraction in items for entry in entries_of(meta, extraction)]
    expected = resolve_entries(entries)
    for _ in range(5):
        chance.shuffle(entries)
        assert resolve_entries(entries) == expected
