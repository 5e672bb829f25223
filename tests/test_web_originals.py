"""The page of the original beside the text: the evidence is lit on it, with or without script."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from corpus.doubts import KINDS
from search import ingest
from search.library import Library
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, patient, served, uploaded
from tests.written import WHOLE, ofd, pdf
from web.app import create_app
from web.vocabulary import REPAIRS

PLACE = "推广新品种"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("pypdfium2")
    folder = tmp_path_factory.mktemp("originals")
    (folder / "方案.ofd").write_bytes(ofd())
    (folder / "plan.pdf").write_bytes(pdf(2))
    (folder / "方案.txt").write_text(WHOLE + "\n科普惠农。培训 3 \ufffd次。", encoding="utf-8")
    report = ingest.add(folder / "library", sorted(folder.glob("*.*")), environment=os.environ)
    assert not report.failed
    return folder / "library"


@pytest.fixture(scope="module")
def client(library: Path) -> FlaskClient:
    return create_app(library).test_client()


def address(library: Path, name: str, place: str = "") -> str:
    opened = Library.open(library, {})
    meta = opened.find(name)
    if not place:
        return f"/documents/{meta.id}"
    start = opened.document(meta.id).text.index(place)
    return f"/documents/{meta.id}?start={start}&end={start + len(place)}"


def test_evidence_leads_to_its_place_on_the_page_of_the_original(client: FlaskClient, library: Path) -> None:
    page = client.get(address(library, "方案.ofd", PLACE)).text
    (picture,) = re.findall(r'<img src="([^"]+)"', page)
    assert client.get(picture).content_type == "image/svg+xml"
    ((x, y, width, height),) = re.findall(r'<rect x="([^"]+)" y="([^"]+)" width="([^"]+)" height="([^"]+)"', page)
    line = 3 + WHOLE[: WHOLE.index(PLACE)].count("\n")  # the lines of `ofd` stand 8 mm apart, longer ones over several
    assert (20 + 8 * (line - 2)) / 297 < float(y) < float(y) + float(height) < (20 + 8 * (line + 3)) / 297
    assert 0 < float(x) < float(x) + float(width) < 1


def test_pages_are_turned_and_put_away(client: FlaskClient, library: Path) -> None:
    plain = client.get(address(library, "plan.pdf")).text
    assert "<img" not in plain
    assert "看原件第 2 页" in plain
    second = client.get(address(library, "plan.pdf") + "?page=2").text
    assert "/pages/2.png" in second
    assert re.search(r'href="[^"]*page=1#original"', second)
    assert "<img" not in client.get(address(library, "方案.ofd", PLACE) + "&page=0").text
    assert "<img" not in client.get(address(library, "plan.pdf") + "?page=3").text


def test_pictures_are_of_the_format_and_of_pages_that_are_there(client: FlaskClient, library: Path) -> None:
    pdf, text = address(library, "plan.pdf"), address(library, "方案.txt")
    found = client.get(f"{pdf}/pages/1.png")
    assert found.content_type == "image/png"
    assert found.data.startswith(b"\x89PNG")
    for missing in (f"{pdf}/pages/3.png", f"{pdf}/pages/1.svg", f"{text}/pages/1.png", "/documents/none/pages/1.png"):
        assert client.get(missing).status_code == 404, missing


def test_a_text_file_has_no_pages_to_show(client: FlaskClient, library: Path) -> None:
    page = client.get(address(library, "方案.txt", PLACE)).text
    assert "原件页面" not in page
    assert "page=" not in page


def test_doubts_and_repairs_of_a_document_are_listed_and_marked(client: FlaskClient, library: Path) -> None:
    page = client.get(address(library, "方案.txt")).text
    assert "有 1 处字符无法辨认" in page
    assert '<span class="doubt" title="无法辨认的字符">\ufffd</span>' in page
    assert re.search(r"数字旁的空格 \d", page)
    (place,) = re.findall(r'<a href="[^"]*(start=\d+&amp;end=\d+)#lit" rel="nofollow">1</a>', page)
    lit = client.get(address(library, "方案.txt") + "?" + place.replace("&amp;", "&")).text
    assert re.search(r'<mark id="lit"><span class="doubt"', lit)
    assert "Characters that cannot be read" in client.get(address(library, "方案.txt") + "?lang=en").text


def test_the_marks_of_a_paper_and_the_clause_of_a_place_are_shown(tmp_path: Path) -> None:
    paper = (
        "云川市科协文件\n云科协〔2031〕16号　　签发人：许明远\n关于报送办法的请示\n云川市人民政府：\n妥否，请批示。\n附件：管理办法\n"
        "云川市科协\n2031年5月6日\n抄送：市财政局。\n附件\n管理办法\n第一条　制定本办法。\n第二条　有下列条件：\n（一）有场所；\n（二）有人员。\n"
    )
    client = create_app(tmp_path / "library").test_client()
    uploaded(client, {"file": (io.BytesIO(paper.encode()), "请示.txt")})
    page = client.get(address(tmp_path / "library", "请示.txt", "有人员")).text
    for name, value in (("签发人", "许明远"), ("主送", "云川市人民政府"), ("附件", "管理办法"), ("抄送", "市财政局")):
        assert f'<dt>{name}</dt><dd lang="zh-CN">{value}</dd>' in page
    assert "第二条第（二）项" in page


def test_the_report_of_an_upload_says_what_is_doubtful(tmp_path: Path) -> None:
    files = {"file": (io.BytesIO("全市 科协 工作报告\n培训农民\ufffd万人。".encode()), "报告.txt")}
    page = uploaded(create_app(tmp_path / "library").test_client(), files)
    assert "存疑" in page
    assert "有 1 处字符无法辨认" in page


def test_the_kinds_of_repairs_are_called_the_same_everywhere(client: FlaskClient) -> None:
    with client.application.test_request_context():
        assert {kind: str(label) for kind, label in REPAIRS.items()} == KINDS


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")
@pytest.mark.parametrize("has_script", [True, False])
def test_the_lit_place_lies_on_the_picture(library: Path, has_script: bool) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with served(library) as site, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        context = patient(browser.new_context(viewport={"width": 1500, "height": 1000}, java_script_enabled=has_script))
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda line: complaints.append(line.text))
        page.goto(site + address(library, "方案.ofd", PLACE), wait_until="networkidle")
        picture, place = page.locator(".page-picture img").bounding_box(), page.locator("rect").bounding_box()
        browser.close()
    assert complaints == []
    assert picture["height"] > 1.3 * picture["width"] > 400
    assert picture["x"] < place["x"] < place["x"] + place["width"] < picture["x"] + picture["width"]
    assert 0.1 < (place["y"] - picture["y"]) / picture["height"] < 0.4
