"""The pages for studies of a library, and what the benchmark measures of pages."""

from __future__ import annotations

import csv
import io
import os
import re
import time
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from scripts.benchmarks.web import addresses, measure, page_weight
from search import ingest
from search.library import Library
from search.studies import wordings
from search.studies.ledger import ledger
from web.app import create_app
from web.charts import columns

WORDING = "三进两送"


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


def test_a_wording_shows_its_first_and_last_use_with_their_sentences(client: FlaskClient, sample_library: Path) -> None:
    usage = wordings.usage(Library.open(sample_library, os.environ), WORDING)
    page = client.get(f"/wording?q={quote(WORDING)}").text
    for citation in (usage.first, usage.last):
        assert f"/documents/{citation.document}?start={citation.start}&amp;end={citation.end}#lit" in page
    for year in usage.years:
        if year.year:
            assert f">{year.year}</text>" in page
        for form, times in year.variants:
            assert f'{form} <span class="soft">{times}</span>' in page


def test_every_mention_of_a_wording_is_counted_in_the_year_of_its_document(sample_library: Path) -> None:
    library = Library.open(sample_library, os.environ)
    usage = wordings.usage(library, WORDING)
    counted: dict[int | None, int] = {}
    for meta in library.documents:
        named = {e.id for e in library.extraction(meta.id).entities if WORDING in (e.name, *e.aliases)}
        mentions = [m for m in library.extraction(meta.id).mentions if m.entity in named]
        counted[meta.year] = counted.get(meta.year, 0) + len(mentions)
    told = {year.year: sum(times for _, times in year.variants) for year in usage.years}
    assert told == {year: count for year, count in counted.items() if count}


def test_the_passages_of_a_year_lead_to_a_search_that_shows_them(client: FlaskClient) -> None:
    page = client.get(f"/wording?q={quote(WORDING)}").text
    links = re.findall(r'<td class="number"><a href="([^"]+)">(\d+)</a>', page)
    assert links
    for link, count in links:
        found = client.get(link.replace("&amp;", "&")).text
        # Alike passages of different years count once in a search of all years.
        assert found.count('class="hit"') >= int(count), link


def test_a_wording_that_is_not_used_is_said_so(client: FlaskClient) -> None:
    response = client.get(f"/wording?q={quote('量子引力')}")
    assert response.status_code == 200
    assert "没有用过“量子引力”这个说法" in response.text
    assert 'class="card"' not in response.text


def test_the_use_of_a_wording_is_taken_away_as_a_table(client: FlaskClient) -> None:
    lines = client.get(f"/wording?q={quote(WORDING)}&format=csv").data.decode("utf-8-sig").splitlines()
    assert lines[0] == ",".join(wordings.HEADS)
    assert len(lines) > 2
    assert client.get(f"/wording?q={quote(WORDING)}&format=xlsx").data[:2] == b"PK"


def test_columns_keep_the_place_of_a_few_years_without_any_and_leave_a_gap_for_more() -> None:
    picture = columns([(2021, 4), (2024, 1)])
    assert picture is not None
    assert [(column.year, column.count) for column in picture.columns] == [
        ("2021", 4),
        ("2022", 0),
        ("2023", 0),
        ("2024", 1),
    ]
    assert picture.columns[0].height == 4 * picture.columns[3].height
    far = columns([(1021, 1), (2020, 2), (2024, 1)])
    assert far is not None and [column.year for column in far.columns] == [
        "1021",
        "2020",
        "2021",
        "2022",
        "2023",
        "2024",
    ]
    assert len(far.gaps) == 1 and far.columns[0].x < far.gaps[0] < far.columns[1].x
    assert columns([]) is None


def test_every_page_that_the_benchmark_visits_is_there(client: FlaskClient, sample_library: Path) -> None:
    for name, address in addresses(Library.open(sample_library, os.environ)).items():
        times, sizes, refused = measure(client, address, 2, time.perf_counter)
        assert (len(times), refused) == (2, 0), name
        assert min(sizes) > 0, name


def test_a_reading_page_with_all_it_needs_is_light(client: FlaskClient, sample_library: Path) -> None:
    longest = max(Library.open(sample_library, os.environ).documents, key=lambda meta: meta.characters)
    assert page_weight(client, f"/documents/{longest.id}") < 150_000


def test_the_examples_of_the_sparql_page_are_titled_in_chinese(client: FlaskClient) -> None:
    titles = re.findall(r'<li><a href="/query\?query=[^"]+" lang="zh-CN">([^<]+)</a>', client.get("/query").text)
    assert len(titles) > 5
    assert [title for title in titles if re.search(r"[A-Za-z]{3,} [a-z]{2,}", title)] == []
    assert [title for title in titles if "?" in title] == [], "needs values that nobody has given"


def test_the_ledger_shows_every_target_with_both_sentences(client: FlaskClient, sample_library: Path) -> None:
    entries = ledger(Library.open(sample_library, os.environ))
    page = client.get("/indicators/ledger").text
    assert entries
    for entry in entries[:30]:
        assert entry.label in page
        for row in (entry.target, entry.result):
            if row is not None:
                place = row.citation
                assert f"/documents/{place.document}?start={place.start}&amp;end={place.end}#lit" in page


def test_the_ledger_is_filtered_by_what_became_of_a_target(client: FlaskClient, sample_library: Path) -> None:
    entries = ledger(Library.open(sample_library, os.environ))
    for state, count in Counter(entry.state for entry in entries).items():
        page = client.get(f"/indicators/ledger?state={state}").text
        assert set(re.findall(r'class="status status-(\w+)">[^<]+</span>(?! <span class="count")', page)) == {state}
        rows = client.get(f"/indicators/ledger?state={state}&format=csv").data.decode("utf-8-sig")
        assert sum(1 for _row in csv.reader(io.StringIO(rows))) == count + 1
    assert client.get("/indicators/ledger?state=perhaps").status_code == 400


def test_what_the_glossaries_leave_open_is_listed_with_a_sentence(tmp_path: Path) -> None:
    files = {
        "报告.txt": "云川市科协工作报告\n\n各位委员：\n\n    要落实“四看三比”，抓好“两送一访”工作，办好年会。\n\n名词解释\n\n"
        "1. 四看三比：看进度、看质量、看作风、看实效，比干劲、比服务、比成绩。\n2. 五帮一带：帮思想、帮技术、帮资金、帮项目、帮市场，带动就业。\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    ingest.add(tmp_path / "library", [tmp_path / name for name in files], environment=os.environ)
    own = create_app(tmp_path / "library").test_client()
    undefined = own.get("/glossary?view=undefined").text
    assert "<dt>两送一访</dt>" in undefined
    assert "抓好“<mark>两送一访</mark>”工作" in undefined
    assert "<dt>四看三比</dt>" not in undefined
    unused = own.get("/glossary?view=unused").text
    assert "五帮一带" in unused
    assert "四看三比" not in unused
    assert "两送一访" in own.get("/glossary?view=undefined&format=csv").data.decode("utf-8-sig")
