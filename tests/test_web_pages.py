"""The pages as the server sends them."""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import zipfile
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import get_template_attribute
from flask.testing import FlaskClient

from corpus.readers import registry
from search import ingest
from search.catalogue import IndicatorRow
from search.library import Library
from search.results import Citation
from search.series import Point, Series
from tests.site import pages, uploaded
from web import uploads
from web.addresses import entity_place
from web.app import create_app


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


@pytest.fixture
def own(tmp_path: Path, sample_library: Path) -> FlaskClient:
    """A library of one's own that a test may change."""
    shutil.copytree(sample_library, tmp_path / "library")
    return create_app(tmp_path / "library").test_client()


def test_every_page_is_whole_and_says_so_in_chinese(client: FlaskClient, sample_library: Path) -> None:
    for name, address in pages(sample_library).items():
        response = client.get(address)
        assert response.status_code == (404 if name == "nowhere" else 200), (name, response.text[-500:])
        assert 'lang="zh-CN"' in response.text, name
        assert len(re.findall(r"<h1[ >]", response.text)) == 1, name
        assert "<title>" in response.text, name


def test_a_much_named_entity_shows_what_the_newest_documents_say_and_leads_to_the_rest(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"/id/Organization/{quote('云川市科学技术协会')}"
    whole = client.get(address).text
    assert "?facts=all" not in whole
    monkeypatch.setattr("web.pages.entities.NEWEST", 1)
    short = client.get(address).text
    assert "以上出自最近 1 份文献，另有 7 份也有所说" in short
    assert short.count('class="fact-value"') < whole.count('class="fact-value"')
    assert client.get(address + "?facts=all").text.count('class="fact-value"') == whole.count('class="fact-value"')


def test_the_form_says_which_label_a_file_gets_and_how_many_doubts_there_are(own: FlaskClient) -> None:
    assert '<option value="">默认（公开）</option>' in own.get("/admin").text
    page = own.get("/admin/decisions").text
    count = int(re.search(r"共 (\d+) 对", page)[1])  # type: ignore[index]
    assert count == page.count("是同一个</button>") > 0


@pytest.mark.parametrize(
    ("iri", "place"),
    [
        ("http://cetu.localhost/id/Organization/市人民政府@云川市", "云川市"),
        ("http://cetu.localhost/id/Organization/市人民政府%40云川市", ""),
        ("http://cetu.localhost/id/Organization/云川市人民政府", ""),
        ("http://cetu.localhost/id/Place/中心广场@a1b2c3d4.E7", ""),
        ("", ""),
    ],
)
def test_an_entity_of_a_common_name_is_told_by_its_place(client: FlaskClient, iri: str, place: str) -> None:
    assert entity_place(iri) == place
    with client.application.test_request_context("/"):
        link = get_template_attribute("macros/marks.html", "entity_link")("市人民政府", iri, "Organization")
        own = get_template_attribute("macros/marks.html", "entity_link")("云川市人民政府", iri, "Organization")
    assert ('<span class="entity-place">云川市</span>' in link) == bool(place)
    assert "entity-place" not in own


def test_figures_of_one_year_from_several_documents_say_from_which(client: FlaskClient) -> None:
    def row(year: int, title: str) -> IndicatorRow:
        place = Citation("a1", title, "", (), 0, 5, "新建3家。")
        return IndicatorRow("服务站", "服务站", "", "3", "家", "exact", year, "achieved", "", place, 2, 3)

    def shown(*rows: IndicatorRow) -> str:
        line = Series("服务站", "服务站", "", "", tuple(Point(row.year, achieved=row) for row in rows))
        with client.application.test_request_context("/"):
            return str(get_template_attribute("macros/charts.html", "dumbbell")(line, None))

    assert "白榆市工作报告" in shown(row(2031, "云川市工作报告"), row(2031, "白榆市工作报告"))
    assert "series-source" not in shown(row(2031, "云川市工作报告"), row(2032, "白榆市工作报告"))


def test_no_page_has_script_or_style_of_its_own(client: FlaskClient, sample_library: Path) -> None:
    for name, address in pages(sample_library).items():
        response = client.get(address)
        assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", response.text), name
        for script in re.findall(r"<script([^>]*)>", response.text):
            assert "src=" in script or 'type="application/json"' in script, name
        policy = response.headers["Content-Security-Policy"]
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy


def test_every_link_within_the_site_leads_somewhere(client: FlaskClient, sample_library: Path) -> None:
    seen: set[str] = set()
    for address in pages(sample_library).values():
        for link in re.findall(r'(?:href|src|action)="(/[^"#]*)', client.get(address).text):
            seen.add(link.replace("&amp;", "&"))
    skipped = ("/preferences", "/exports/", "/api/", "/sparql", "/admin/")
    fitting = sorted(link for link in seen if not link.startswith(skipped) and "format=" not in link)
    # A place of evidence within a document, an entity, a picture round one: made by the same line of the same template.
    alike: dict[tuple[str, ...], list[str]] = {}
    for link in fitting:
        alike.setdefault(_make(link), []).append(link)
    for links in alike.values():
        for link in links[:: -(-len(links) // OF_A_MAKE)]:
            assert client.get(link, follow_redirects=True).status_code == 200 or link == "/nowhere", link
    # That a name or a place is there is asked without its page.
    library = Library.open(sample_library, {})
    for link in fitting:
        if place := re.fullmatch(r"/documents/(\w+)\?start=(\d+)&end=(\d+)", link):
            assert 0 <= int(place[2]) < int(place[3]) <= len(library.document(place[1]).text), link


OF_A_MAKE = 6


def _make(link: str) -> tuple[str, ...]:
    """Return what links that one line of a template makes have in common: the kind of page and its arguments."""
    path, _, arguments = link.partition("?")
    steps = path.split("/")[1:]
    entity = steps[1:2] if steps[0] == "id" else []
    return (steps[0], *entity, *sorted(re.findall(r"(?:^|&)(\w+)=", arguments)))


def test_the_box_asks_what_is_a_question_and_searches_what_is_not(client: FlaskClient) -> None:
    for line, target in (
        ("三进两送是什么意思", "/ask"),
        ("今年新建了多少个驿站？", "/ask"),
        ("谁作了工作报告", "/ask"),
        ("科普惠农", "/search"),
        ("3家", "/search"),
    ):
        assert client.get("/go", query_string={"q": line}).headers["Location"].startswith(target), line


def test_an_answer_shows_each_sentence_it_stands_on(client: FlaskClient, sample_library: Path) -> None:
    answer = client.get("/api/v1/ask", query_string={"q": "三进两送是什么意思？"}).json
    page = client.get("/ask", query_string={"q": "三进两送是什么意思？"}).text
    assert answer is not None and answer["status"] == "answered"
    text = Library.open(sample_library, os.environ).document(answer["citations"][0]["document"]).text
    for citation in answer["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"] or len(answer["citations"]) > 1
        assert f"start={citation['start']}&amp;end={citation['end']}#lit" in page


def test_what_the_documents_do_not_say_is_said_so(client: FlaskClient) -> None:
    page = client.get("/ask", query_string={"q": "火星基地由谁建设？"}).text
    assert "answer-not_found" in page
    assert 'id="e1"' not in page


def test_filters_stand_as_chips_that_lead_to_the_search_without_them(client: FlaskClient) -> None:
    page = client.get("/search", query_string={"q": "科普惠农", "kind": "report", "year": "2024"}).text
    chips = re.findall(r'class="chip" href="([^"]*)"', page)
    assert sorted(chips) == [f"/search?q={quote('科普惠农')}&amp;{rest}" for rest in ("kind=report", "year=2024")]


def test_the_reader_lights_the_place_that_is_asked_for(client: FlaskClient, sample_library: Path) -> None:
    library = Library.open(sample_library, os.environ)
    document = library.document(library.documents[0].id)
    sentence = next(s for s in document.sentences if s.kind == "sentence" and s.end - s.start > 30)
    page = client.get(f"/documents/{document.id}?start={sentence.start}&end={sentence.end}").text
    assert page.count('<mark id="lit">') == 1
    marked = "".join(re.sub(r"<[^>]+>", "", piece) for piece in re.findall(r"<mark[^>]*>(.*?)</mark>", page))
    assert marked == document.quote(sentence.start, sentence.end)


@pytest.mark.parametrize("place", ["start=-1", "start=5&end=2", "start=0&end=99999999", "start=x", "start=１"])
def test_a_place_outside_the_document_is_a_clear_page(client: FlaskClient, sample_library: Path, place: str) -> None:
    document = Library.open(sample_library, os.environ).documents[0].id
    response = client.get(f"/documents/{document}?{place}")
    assert response.status_code == 400
    assert "Traceback" not in response.text


def test_text_of_a_document_never_runs(own: FlaskClient) -> None:
    text = "关于开展<script>alert(1)</script>工作的通知\n\n各单位：\n\n    要实施“<img src=x onerror=alert(2)>”行动，新建3家。\n"
    report = uploaded(own, {"file": (io.BytesIO(text.encode()), "恶意.txt")})
    assert "<script>alert" not in report
    found = own.get("/api/v1/documents").json
    assert found is not None
    document = next(item["id"] for item in found["documents"] if item["file"] == "恶意.txt")
    for address in (f"/documents/{document}", "/documents", f"/search?q={quote('实施行动')}", "/admin", "/"):
        page = own.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_an_upload_says_of_each_file_what_came_of_it(own: FlaskClient) -> None:
    good = "云川市科协关于举办青年论坛的通知\n\n各学会：\n\n    定于2024年5月举办青年论坛。\n"
    files = [
        (io.BytesIO(good.encode("gb18030")), "../../通知.txt"),
        (io.BytesIO(b""), "空.txt"),
        (io.BytesIO(b"\x00\x01\x02" * 99), "程序.exe"),
    ]
    page = uploaded(own, {"file": files})
    assert "收入 1 份" in page
    assert "失败 2 份" in page
    assert "空.txt" in page
    assert "青年论坛" in page
    assert "青年论坛" in own.get("/documents").text


def test_the_forms_name_what_can_be_read(client: FlaskClient) -> None:
    for address in ("/admin", "/check"):
        for suffix in registry.SUFFIXES:
            assert re.search(rf"[、；（]{suffix}\b", client.get(address).text), (address, suffix)
    assert 'accept=".txt,.md,' in client.get("/check").text


def test_a_document_is_taken_out_by_a_form_and_the_pages_follow(own: FlaskClient) -> None:
    before = own.get("/api/v1/documents").json
    assert before is not None
    document = before["documents"][0]["id"]
    assert own.post(f"/admin/documents/{document}/remove").status_code == 303
    after = own.get("/api/v1/documents").json
    assert after is not None
    assert after["total"] == before["total"] - 1
    assert own.get(f"/documents/{document}").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://elsewhere.example"},
        {"Host": "elsewhere.example"},
        {"X-Forwarded-For": "10.0.0.7"},
    ],
)
def test_a_change_from_elsewhere_is_refused(client: FlaskClient, headers: dict[str, str]) -> None:
    response = client.post("/admin/documents", data={"file": (io.BytesIO("通知".encode()), "a.txt")}, headers=headers)
    assert response.status_code == 403


def test_a_reader_on_another_machine_sees_no_forms_to_change(client: FlaskClient) -> None:
    page = client.get("/admin", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).text
    assert "data-upload" not in page
    assert client.post("/admin/documents", environ_overrides={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403


def test_an_empty_library_says_how_to_fill_it(tmp_path: Path) -> None:
    client = create_app(tmp_path / "nothing").test_client()
    assert "添加文件" in client.get("/").text
    assert client.get("/search?q=科普").status_code == 503
    page = uploaded(client, {"file": (io.BytesIO("关于工作的通知\n\n各单位：\n".encode()), "一.txt")})
    assert "收入 1 份" in page
    assert client.get("/documents").status_code == 200


@pytest.mark.parametrize(
    "address",
    [
        "/documents",
        "/glossary",
        "/indicators",
        "/entities",
        f"/search?q={quote('科普')}",
        f"/graph?entity={quote('市科协')}",
    ],
)
def test_lists_can_be_taken_away(client: FlaskClient, address: str) -> None:
    joint = "&" if "?" in address else "?"
    as_csv = client.get(f"{address}{joint}format=csv")
    assert as_csv.data.startswith(b"\xef\xbb\xbf")
    assert as_csv.data.count(b"\r\n") > 2
    assert "attachment" in as_csv.headers["Content-Disposition"]
    assert client.get(f"{address}{joint}format=xlsx").data.startswith(b"PK")


def test_theme_and_language_are_kept_and_lead_back_only_within_the_site(client: FlaskClient) -> None:
    kept = client.get("/preferences?theme=dark&next=/glossary")
    assert kept.headers["Location"] == "/glossary"
    assert 'data-theme="dark"' in client.get("/").text
    client.delete_cookie("cetu_theme")
    for address in ("https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "javascript:alert(1)"):
        assert client.get("/preferences", query_string={"theme": "light", "next": address}).headers["Location"] == "/"
    client.delete_cookie("cetu_theme")


@pytest.mark.parametrize(
    "address",
    [
        "/documents/none",
        "/id/Program/没有这回事的工程项目",
        "/id/Program/%00",
        "/search?q=a&offset=-1",
        "/search?q=a&kind=poem",
        f"/search?q={'长' * 501}",
        "/graph?entity=没有这回事的工程项目",
        "/exports/tiff",
        "/indicators?year=二〇二四",
    ],
)
def test_a_bad_address_gets_one_clear_page(client: FlaskClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code in (400, 404)
    assert "<h1>" in response.text
    assert "Traceback" not in response.text


def test_requests_see_a_change_made_by_another_program(tmp_path: Path, sample_library: Path) -> None:
    shutil.copytree(sample_library, tmp_path / "library")
    client = create_app(tmp_path / "library").test_client()
    assert "青年论坛" not in client.get("/documents").text
    file = tmp_path / "新.txt"
    file.write_text(
        "云川市科协关于举办青年论坛的通知\n\n各学会：\n\n    定于2024年5月举办青年论坛。\n", encoding="utf-8"
    )
    ingest.add(tmp_path / "library", [file], environment=os.environ)
    assert "青年论坛" in client.get("/documents").text


def test_a_page_is_small(client: FlaskClient, sample_library: Path) -> None:
    document = Library.open(sample_library, os.environ).documents[0].id
    page = client.get(f"/documents/{document}", headers={"Accept-Encoding": "gzip"})
    assert page.headers["Content-Encoding"] == "gzip"
    links = re.findall(r'(?:href|src)="(/static/[^"]+)"', client.get(f"/documents/{document}").text)
    rest = sum(len(client.get(link, headers={"Accept-Encoding": "gzip"}).data) for link in set(links))
    assert len(page.data) + rest < 150_000


def test_two_documents_stand_side_by_side_and_every_wording_leads_to_its_place(
    client: FlaskClient, sample_library: Path
) -> None:
    text = client.get(pages(sample_library)["compare"]).text
    links = re.findall(
        r'<a class="wording" href="/documents/(\w+)\?start=(\d+)&amp;end=(\d+)#lit">(.*?)</a>', text, re.S
    )
    assert len({document for document, *_ in links}) == 2
    opened = Library.open(sample_library, {})
    for document, start, end, shown in links:
        assert opened.document(document).quote(int(start), int(end)) == html.unescape(re.sub("<[^>]+>", "", shown))
    only_gone = client.get(pages(sample_library)["compare"] + "&kind=gone").text
    assert "change-gone" in only_gone
    assert "change-new" not in only_gone


def test_a_comparison_is_taken_away_as_a_table(client: FlaskClient, sample_library: Path) -> None:
    rows = client.get(pages(sample_library)["compare"] + "&format=csv").data.decode("utf-8-sig").splitlines()
    assert rows[0] == "变化,章节,前,后"
    assert any(row.startswith("改动,") and "上级专项资金,420万元,510万元" in row for row in rows)


def test_a_document_is_not_compared_with_itself(client: FlaskClient, sample_library: Path) -> None:
    document = Library.open(sample_library, {}).documents[0].id
    response = client.get(f"/compare?before={document}&after={document}")
    assert response.status_code == 400
    assert "两边是同一份文献" in response.text


def test_a_follow_up_leans_on_the_questions_before_it(client: FlaskClient, sample_library: Path) -> None:
    text = client.get(pages(sample_library)["follow-up"]).text
    assert "2023年上级专项资金为" in text
    kept = re.findall(r'name="context" value="([^"]*)"', text)
    assert kept == ["2022年上级专项资金是多少？", "2023年呢？"]
    assert "2023年上级专项资金为" not in client.get(f"/ask?q={quote('2023年呢？')}").text


def test_the_glossary_lists_what_is_explained_in_different_ways(own: FlaskClient) -> None:
    def notes(first: str, second: str) -> str:
        return f"云川市科协工作报告\n\n各位委员：\n\n名词解释\n\n1. 云帆计划：{first}\n2. 星桥工程：{second}\n"

    same = "帮助中学生走进实验室的科普工程。"
    for name, first in (
        ("甲.txt", "每年选派30名专家驻村服务的计划。"),
        ("乙.txt", "为青年科技人才提供三年资助的计划。"),
    ):
        uploaded(own, {"file": (io.BytesIO(notes(first, same).encode()), name)})
    everything = own.get("/glossary").text
    assert "云帆计划" in everything
    assert "星桥工程" in everything
    different = own.get("/glossary?view=differences").text
    assert "驻村服务的计划" in different
    assert "三年资助的计划" in different
    assert "星桥工程" not in different


@pytest.mark.parametrize(
    "name",
    [
        "../../../etc/passwd",
        "C:\\Windows\\系统.txt",
        "\u202etxt.exe",
        "名" * 400 + ".txt",
        "<b>粗</b>.txt",
        "con\r\nSet-Cookie: a=b.txt",
    ],
    ids=["up", "drive", "direction", "long", "markup", "header"],
)
def test_a_hostile_name_stays_a_name(name: str) -> None:
    kept = uploads.safe_name(name)
    assert len(kept.encode()) < 255
    assert not re.search(r"[/\\\x00-\x1f<>\u202e]", kept)


def test_files_made_to_harm_are_told_apart_from_the_good_one_beside_them(own: FlaskClient) -> None:
    def word(body: bytes) -> io.BytesIO:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", body)
        return io.BytesIO(out.getvalue())

    entities = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    good = "云川市科协关于举办沙龙的通知\n\n各学会：\n\n    定于2024年6月举办沙龙。\n"
    files = [
        (word(b"<a>" + b" " * 400_000_000 + b"</a>"), "涨大.docx"),
        (word(entities), "外引.docx"),
        (io.BytesIO(b"PK\x03\x04" + b"\xff" * 500), "破损.docx"),
        (io.BytesIO(good.encode()), "好的.txt"),
    ]
    page = uploaded(own, {"file": files})
    assert "收入 1 份" in page
    assert "失败 3 份" in page
    assert "root:" not in page
    assert "举办沙龙" in own.get("/documents").text


def test_the_first_page_of_a_large_library_does_not_wait_until_it_is_counted(
    sample_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web import overview

    monkeypatch.setattr(overview, "_AT_ONCE", 0)
    opened = create_app(sample_library).test_client()
    first = opened.get("/").text
    assert "正在清点" in first
    assert "全部 8 份文献" in first
    opened.get("/entities"), opened.get("/glossary")
    counted = opened.get("/").text
    assert "正在清点" not in counted
    assert "实体名录，共" in counted


def test_long_lists_of_documents_come_in_pages(
    client: FlaskClient, sample_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.pages import documents

    monkeypatch.setattr(documents, "PAGE", 3)
    titles = [meta.title for meta in Library.open(sample_library, {}).documents]
    shown = [
        re.findall(r'class="docs-title" lang="zh-CN"><a href="([^"]*)"', client.get(f"/documents?offset={n}").text)
        for n in (0, 3, 6)
    ]
    assert [len(page) for page in shown] == [3, 3, len(titles) - 6]
    assert len({link for page in shown for link in page}) == len(titles)
    assert 'rel="next"' in client.get("/documents").text


def test_a_long_glossary_comes_in_pages_and_its_letters_lead_to_theirs(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.pages import glossary

    whole = re.findall(r"<dt>.*?</dt>", client.get("/glossary").text)
    monkeypatch.setattr(glossary, "PAGE", 5)
    shown = [re.findall(r"<dt>.*?</dt>", client.get(f"/glossary?offset={n}").text) for n in range(0, len(whole), 5)]
    assert [entry for page in shown for entry in page] == whole
    assert max(map(len, shown)) == 5
    for link, letter in re.findall(r'<a href="([^"#]*)#l-\w+">([A-Z#])</a>', client.get("/glossary").text):
        page = client.get(html.unescape(link) or "/glossary").text
        assert f'id="l-{"other" if letter == "#" else letter}"' in page
