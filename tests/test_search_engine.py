from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from corpus.errors import InputError
from search import ingest
from search.engine import search
from search.library import Library
from tests.search_library import TEXTS, make


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("engine"))


def test_a_text_in_traditional_characters_is_found_and_lit(tmp_path: Path) -> None:
    traditional = {"公告.txt": "關於培訓的公告\n雲川市科學技術館將在節後舉辦農業技術培訓，農戶均可報名。\n"}
    library = make(tmp_path, texts=traditional)
    first = search(library, "节后农业技术培训").hits[0]
    assert "農業技術培訓" in first.text
    lit = [first.text[start:end] for start, end in first.highlights]
    assert any("技術" in piece for piece in lit)


QUERIES = [
    "科普惠农",
    "三家服务站",
    "反腐倡廉",
    "科",
    "3",
    '"科普节" 开放',
    "科普 -惠农",
    "科普 年:2024",
    "承职",
    "科普会农",
    "公民参观场馆要不要花钱",
]


def tops(library: Library, query: str, **options: object) -> list[str]:
    return [hit.text for hit in search(library, query, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "piece"),
    [
        ("科普惠农", "科普惠农"),
        ("三家服务站", "服务站3家"),
        ("3家", "服务站3家"),
        ("反腐倡廉", "廉政"),
        ("庄稼人学技术", "农"),
        ("不花钱参观", "免费开放"),
        ("小朋友发明比赛", "青少年科技创新大赛"),
        ("科普e站", "e站"),
        ("科普節", "科普节"),
    ],
)
def test_the_first_hit_says_it(library: Library, query: str, piece: str) -> None:
    assert piece in tops(library, query)[0]


@pytest.mark.skipif(find_spec("tantivy") is None, reason="tantivy is not installed")
def test_another_backend_finds_the_same_in_the_same_order(library: Library, tmp_path: Path) -> None:
    other = make(tmp_path, index="tantivy")
    for query in QUERIES:
        ours, theirs = (search(one, query, limit=50) for one in (library, other))
        assert [(hit.passage, hit.score) for hit in theirs.hits] == [(hit.passage, hit.score) for hit in ours.hits]
        assert (theirs.total, theirs.facets, theirs.did_you_mean) == (ours.total, ours.facets, ours.did_you_mean)


def test_hits_stand_in_their_documents(library: Library) -> None:
    for hit in search(library, "科普").hits:
        assert library.document(hit.document).text[hit.start : hit.end] == hit.text
        assert hit.file in TEXTS
        assert all(0 <= start < end <= len(hit.text) for start, end in hit.highlights)


def test_highlights_show_what_was_sought(library: Library) -> None:
    hit = search(library, "三家").hits[0]
    assert [hit.text[start:end] for start, end in hit.highlights] == ["3家"]


def test_pages_join_without_gap(library: Library) -> None:
    whole = [hit.passage for hit in search(library, "科普", limit=50).hits]
    paged = [
        hit.passage
        for offset in range(0, len(whole), 2)
        for hit in search(library, "科普", limit=2, offset=offset).hits
    ]
    assert paged == whole
    assert search(library, "科普", limit=1).total == len(whole)
    assert search(library, "科普", offset=1000).hits == ()


def test_filters_hold(library: Library) -> None:
    assert {hit.file for hit in search(library, "科普 年:2024").hits} == {"通知2024.txt"}
    assert {hit.file for hit in search(library, "科普", year=2023).hits} == {"报告2023.txt"}
    assert {hit.file for hit in search(library, "科普 文件:通知").hits} == {"通知2024.txt"}
    assert search(library, "科普 年:1999").total == 0
    assert all("惠农" not in hit.text for hit in search(library, "科普 -惠农", limit=50).hits)
    assert all("科普节" in hit.text for hit in search(library, '"科普节" 开放', limit=50).hits)


def test_a_document_that_was_replaced_is_gone_from_filters_and_facets(tmp_path: Path) -> None:
    library = make(tmp_path)
    changed = tmp_path / "sources" / "通知2024.txt"
    changed.write_text(TEXTS["通知2024.txt"].replace("滨江科技馆", "临江科技馆"), encoding="utf-8")
    ingest.add(library.folder, [changed], environment={})
    after = Library.open(library.folder, {})
    result = search(after, "科技馆 文件:通知2024")
    assert len(result.facets["document"]) == 1
    assert search(after, "科技馆 机构:云川市").total


def test_facets_count_what_was_found(library: Library) -> None:
    result = search(library, "科普", limit=50)
    for name in ("year", "document", "kind"):
        assert sum(result.facets[name].values()) == result.total


def test_entities_are_counted_and_filter(library: Library) -> None:
    result = search(library, "科普", limit=50)
    name, count = next(iter(result.facets["entity"].items()))
    assert count == sum(name in [entity.name for entity in hit.entities] for hit in result.hits)
    for line, options in ((f"科普 实体:{name}", {}), ("科普", {"entity": name})):
        found = search(library, line, limit=50, **options)  # type: ignore[arg-type]
        assert 0 < found.total <= count
        assert all(name in [entity.name for entity in hit.entities] for hit in found.hits)
    assert search(library, "科普 实体:没有这个名称").total == 0
    assert search(library, "科普 实体:项目").total == search(library, "科普 类型:项目").total


def test_a_passage_with_many_entities_counts_for_each(tmp_path: Path) -> None:
    names = [f"{letter}山县科学技术协会" for letter in "东南西北中大小高长青白黑"]
    library = make(tmp_path, texts={"一.txt": f"通报\n各单位：\n{'、'.join(names)}参加了评比。\n"})
    hit = search(library, "评比").hits[0]
    assert len(hit.entities) > 8
    assert len(search(library, "评比").facets["entity"]) == len(hit.entities)
    assert search(library, "评比", entity=hit.entities[-1].name).total == 1


def test_hits_are_sorted_by_date(library: Library) -> None:
    def years(sort: str) -> list[str]:
        return [hit.file for hit in search(library, "科普", limit=50, sort=sort).hits]  # type: ignore[arg-type]

    assert years("newest") == sorted(years("newest"), reverse=True) != sorted(years("newest"))
    assert years("oldest") == sorted(years("oldest"))
    assert sorted(years("oldest")) == sorted(years("relevance"))
    pages = [hit.passage for n in range(9) for hit in search(library, "科普", limit=1, offset=n, sort="newest").hits]
    assert pages == [hit.passage for hit in search(library, "科普", limit=9, sort="newest").hits]


def test_who_asks_for_what_is_new_gets_it_first(library: Library) -> None:
    assert ("新近", 0.0) not in search(library, "最新科普", explain=True).hits[0].explanation
    newer = [hit for hit in search(library, "最新科普", explain=True).hits if hit.file == "通知2024.txt"]
    assert all(dict(hit.explanation)["新近"] > 0 for hit in newer)


def test_expansion_is_shown_and_can_be_switched_off(library: Library) -> None:
    assert search(library, "老百姓").also
    assert search(library, "老百姓", expand=False).also == ()


def test_a_defined_term_and_its_meaning_find_each_other(library: Library) -> None:
    assert any("承担政府委托" in text for text in tops(library, "承职"))


def test_explanation_names_the_factors(library: Library) -> None:
    hit = search(library, "科普惠农", explain=True).hits[0]
    assert {name for name, _ in hit.explanation} >= {"词", "词义"}
    assert search(library, "科普惠农").hits[0].explanation == ()


@pytest.mark.parametrize("mode", ["hybrid", "words", "meaning"])
def test_every_mode_finds(library: Library, mode: str) -> None:
    assert tops(library, "科普惠农", mode=mode)


def test_the_same_wording_comes_once(tmp_path: Path) -> None:
    repeated = {
        "一.txt": "通知\n各单位：\n请认真做好科普统计工作。\n",
        "二.txt": "通知二\n各单位：\n请认真做好“科普”统计工作。\n",
    }
    library = make(tmp_path, texts=repeated)
    assert sum("科普" in text for text in tops(library, "科普统计", limit=50)) == 1


@pytest.mark.parametrize("line", ["科普统计", "科普统计 年:2021-2023", "科普统计 -简报"])
def test_a_facet_counts_what_its_filter_shows(tmp_path: Path, line: str) -> None:
    """Also where a wording stands in several years, and in documents that are far worse than the best."""
    repeated = {
        f"{year}.txt": f"云川市{body}关于科普统计工作的通知\n各单位：\n请认真做好科普统计工作。\n科普统计按{year}年的口径。\n"
        f"{body}要派人。\n云川市{body}\n{year}年3月1日\n"
        for year, body in ((2021, "科学技术协会"), (2022, "统计局"), (2023, "科学技术协会"))
    } | {
        "简报.txt": "简报\n统计员到会，科普员也到会，其余人员一律在各自单位收看现场的视频直播，会后另行组织讨论。\n2021年3月2日\n"
    }
    library = make(tmp_path, texts=repeated)
    facets = search(library, line, limit=50).facets
    assert len(facets["year"]) == 3
    for facet, option in (
        ("year", "year"),
        ("document", "document"),
        ("kind", "kind"),
        ("type", "type"),
        ("entity", "entity"),
    ):
        for value, count in facets[facet].items():
            chosen: dict[str, object] = {option: int(value) if facet == "year" else value}
            assert search(library, line, limit=50, **chosen).total == count, (facet, value)  # type: ignore[arg-type]
    for value, count in facets["issuer"].items():
        assert search(library, f"{line} 机构:{value}", limit=50).total == count, value
        assert search(library, line, limit=50, issuer=value).total == count, value


def test_the_whole_name_of_a_body_is_no_piece_of_anothers(tmp_path: Path) -> None:
    texts = {
        f"{body}.txt": f"{body}关于茶园统计工作的通知\n各单位：\n请认真做好茶园统计工作。\n联系人：{body}。\n{body}\n2022年3月1日\n"
        for body in ("云川市统计局", "云川市统计局青溪分局", "云川市科学技术协会")
    }
    library = make(tmp_path, texts=texts)
    counts = search(library, "统计工作").facets["issuer"]
    assert set(counts) == {"云川市统计局", "云川市统计局青溪分局", "云川市科学技术协会"}
    for value, count in counts.items():
        found = search(library, "统计工作", issuer=value)
        assert found.total == count and {hit.file for hit in found.hits} == {f"{value}.txt"}
    assert len({hit.file for hit in search(library, "统计工作", issuer="统计局").hits}) == 2


def test_a_name_of_several_things_is_counted_as_its_filter_shows(tmp_path: Path) -> None:
    """A wording that names a thing of the same name in another document counts once."""
    line = "要用好“茶师傅”，帮茶农卖茶。\n"
    texts = {
        "讲话.txt": f"讲话\n各位委员：\n{line}“茶师傅”是茶乡的宝贝。\n",
        "报告.txt": f"报告\n各位委员：\n{line}名词解释\n1.“茶师傅”：长期种茶、由县茶业协会认定的乡土人才；\n",
    }
    library = make(tmp_path, texts=texts)
    result = search(library, "茶师傅", limit=50)
    named = {entity.iri for hit in result.hits for entity in hit.entities if entity.name == "茶师傅"}
    assert len(named) == 2 and len(result.hits) > 2
    assert result.facets["entity"]["茶师傅"] == search(library, "茶师傅", limit=50, entity="茶师傅").total


def test_of_passages_alike_the_best_is_shown(tmp_path: Path) -> None:
    repeated = {
        "一.txt": "关于春季植树的通知\n各单位：\n请按时报送名单。\n植树地点另行通知。\n",
        "二.txt": "关于科普驿站的通知\n各单位：\n请按时报送名单。\n科普驿站要填写科普驿站登记表。\n",
    }
    library = make(tmp_path, texts=repeated)
    hits = [hit for hit in search(library, "科普驿站报送名单", limit=50).hits if "报送名单" in hit.text]
    assert [hit.file for hit in hits] == ["二.txt"]


@pytest.mark.parametrize("query", ["", "  ", "？？？", "\x00", "类型:桌子"])
def test_bad_queries_are_answered_in_one_line(library: Library, query: str) -> None:
    with pytest.raises(InputError) as caught:
        search(library, query)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "query",
    [
        "科普" * 5000,
        '"科普',
        "科普\x00\x1f惠农",
        "（科普",
        "a" * 3000,
        "的",
        "𠮷野家",
        "-科普 惠农",
        "()[]{}*?~^"[0:4] + "科普",
    ],
)
def test_odd_queries_are_answered(library: Library, query: str) -> None:
    assert search(library, query).took_ms >= 0


def test_what_is_not_read_of_a_line_is_said(library: Library) -> None:
    assert search(library, "科普" * 1000).notice == ""
    assert "最后 500 字" in search(library, "科普" * 1250).notice


def test_a_phrase_is_whole_among_thousands_that_have_its_pairs(tmp_path: Path) -> None:
    lines = [f"会员日活动由活动月与会员日承办第{n}场。" for n in range(1100)]
    library = make(tmp_path, texts={"一.txt": "简报\n各单位：\n" + "\n".join([*lines, "会员日活动月开幕。"]) + "\n"})
    result = search(library, '"会员日活动月"', limit=50)
    assert [hit.text for hit in result.hits] == ["会员日活动月开幕。"]
    assert result.total == 1


@pytest.mark.parametrize(
    "options", [{"limit": 0}, {"limit": 5000}, {"offset": -1}, {"mode": "magic"}, {"sort": "best"}]
)
def test_options_out_of_range_are_refused(library: Library, options: dict[str, object]) -> None:
    with pytest.raises(InputError):
        search(library, "科普", **options)  # type: ignore[arg-type]


def test_an_empty_library_has_no_hits(tmp_path: Path) -> None:
    library = make(tmp_path, texts={"一.txt": "通知\n"})
    assert search(library, "科普惠农").hits == ()


def test_a_slip_is_offered_put_right(library: Library) -> None:
    assert search(library, "科普会农").did_you_mean
    assert search(library, "科普惠农").did_you_mean == ""
