"""The list of documents of the administration: pages, search, order, and changes to several documents at once."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from search import ingest
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, patient, served
from web.app import create_app
from web.pages import administration

NAMES = [f"晨露计划通知{number:02}" for number in range(1, 8)]


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of seven short notices, the longest the first."""
    folder = tmp_path_factory.mktemp("administration")
    for number, name in enumerate(NAMES):
        text = f"关于{name}的通知\n" + f"各县科协：\n云川市培训农技员{number + 3}名。\n" * (9 - number)
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    paths = [folder / f"{name}.txt" for name in NAMES]
    ingest.add(folder / "library", paths, environment=os.environ)
    return folder / "library"


@pytest.fixture
def folder(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(administration, "PAGE", 3)
    return shutil.copytree(filled, tmp_path / "library")


@pytest.fixture
def client(folder: Path) -> FlaskClient:
    return create_app(folder).test_client()


def listed(page: str) -> list[str]:
    """Return the files of the table, in order."""
    return re.findall(r'<td class="small" lang="zh-CN" data-name="文件">([^<]+)\.txt</td>', page)


def ids(client: FlaskClient) -> dict[str, str]:
    """Return the id of each file."""
    found = client.get("/api/v1/documents").json or {}
    return {NAMES[[name in item["title"] for name in NAMES].index(True)]: item["id"] for item in found["documents"]}


def labels(client: FlaskClient) -> dict[str, str]:
    page = client.get("/admin?format=csv").text
    return {row.split(",")[2].removesuffix(".txt"): row.split(",")[5] for row in page.strip().splitlines()[1:]}


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", [7, 6, 5]),
        ("?offset=3", [4, 3, 2]),
        ("?offset=6", [1]),
        ("?sort=change", [1, 2, 3]),
        ("?sort=file&offset=3", [4, 5, 6]),
        ("?sort=-characters", [1, 2, 3]),
        ("?q=通知05", [5]),
        ("?q=通知05&label=公开", [5]),
        ("?q=通知05&label=内部", []),
        ("?offset=999", [1]),
    ],
)
def test_the_list_comes_in_pages_and_can_be_searched_and_sorted(
    client: FlaskClient, arguments: str, expected: list[int]
) -> None:
    page = client.get("/admin" + arguments)
    assert page.status_code == 200
    assert listed(page.text) == [NAMES[number - 1] for number in expected]
    assert "共 7 份" in page.text


def test_pages_lead_on_with_the_filters_and_everything_found_can_be_taken_away(client: FlaskClient) -> None:
    page = client.get("/admin?q=通知&sort=title").text
    following = re.search(r'rel="next" href="([^"]+)"', page)
    assert following
    assert listed(client.get(following[1].replace("&amp;", "&")).text) == NAMES[3:6]
    assert client.get("/admin?q=通知0&format=csv").text.count("\n") == 8
    assert client.get("/admin?sort=weight").status_code == 400


def test_chosen_documents_get_a_label_in_one_go(client: FlaskClient) -> None:
    known = ids(client)
    chosen = [known[NAMES[1]], known[NAMES[4]]]
    form = {"document": chosen, "deed": "label", "label": "内部", "back": "/admin?q=a"}
    answer = client.post("/admin/documents/chosen", data=form)
    assert (answer.status_code, answer.location) == (303, "/admin?q=a")
    assert labels(client) == {name: "内部" if name in (NAMES[1], NAMES[4]) else "公开" for name in NAMES}
    assert listed(client.get("/admin?label=内部&sort=file").text) == [NAMES[1], NAMES[4]]


def test_the_page_can_be_chosen_whole_without_script(client: FlaskClient) -> None:
    page = client.get("/admin?sort=file&offset=3").text
    shown = re.findall(r'name="shown" value="([^"]+)"', page)
    assert shown == [ids(client)[name] for name in NAMES[3:6]]
    client.post("/admin/documents/chosen", data={"all": "1", "shown": shown, "deed": "label", "label": "内部"})
    assert [name for name, label in sorted(labels(client).items()) if label == "内部"] == NAMES[3:6]


def test_documents_are_taken_out_together_only_after_a_page_that_names_them(client: FlaskClient) -> None:
    known = ids(client)
    form: dict[str, Any] = {"document": [known[NAMES[0]], known[NAMES[6]]], "deed": "remove", "back": "/admin?offset=6"}
    asked = client.post("/admin/documents/chosen", data=form)
    assert asked.status_code == 200
    assert "取出 2 份文献？" in asked.text
    assert [name for name in NAMES if name in asked.text] == [NAMES[0], NAMES[6]]
    assert len(ids(client)) == 7
    answer = client.post("/admin/documents/chosen", data=form | {"sure": "1"})
    assert (answer.status_code, answer.location) == (303, "/admin?offset=6")
    assert sorted(ids(client)) == NAMES[1:6]
    # The page of before is no more: the last one stands in its place.
    assert listed(client.get("/admin?offset=6").text) == [NAMES[2], NAMES[1]]


def test_what_another_editor_has_taken_out_stops_nobody(client: FlaskClient) -> None:
    known = ids(client)
    gone, left = known[NAMES[2]], known[NAMES[3]]
    client.post(f"/admin/documents/{gone}/remove")
    form = {"document": [gone, left], "deed": "label", "label": "内部"}
    assert client.post("/admin/documents/chosen", data=form).status_code == 303
    assert labels(client)[NAMES[3]] == "内部"
    form = {"document": [gone, left], "deed": "remove", "sure": "1"}
    assert client.post("/admin/documents/chosen", data=form).status_code == 303
    assert sorted(ids(client)) == [NAMES[0], NAMES[1], *NAMES[4:]]
    assert client.post("/admin/documents/chosen", data=form).status_code == 303


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"deed": "label", "label": "内部"}, 400),
        ({"deed": "remove", "document": ["x"] * 201, "sure": "1"}, 400),
        ({"deed": "label", "document": ["x"], "label": "a\nb"}, 400),
    ],
)
def test_a_change_without_documents_or_of_too_many_is_refused(
    client: FlaskClient, form: dict[str, Any], status: int
) -> None:
    assert client.post("/admin/documents/chosen", data=form).status_code == status
    assert len(ids(client)) == 7


def test_a_change_leads_back_to_this_site_alone_and_only_by_who_may_change(client: FlaskClient) -> None:
    document = ids(client)[NAMES[0]]
    form = {"document": document, "deed": "label", "label": "内部", "back": "//elsewhere.example/"}
    assert client.post("/admin/documents/chosen", data=form).location == "/"
    far = {"REMOTE_ADDR": "192.0.2.7"}
    assert client.post("/admin/documents/chosen", data=form, environ_overrides=far).status_code == 403
    assert 'name="document"' not in client.get("/admin", environ_overrides=far).text


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")
@pytest.mark.parametrize("is_scripted", [True, False])
def test_in_a_browser_several_are_taken_out(folder: Path, is_scripted: bool) -> None:
    for page, site in opened(folder, is_scripted=is_scripted):
        page.goto(f"{site}/admin?sort=file&offset=3")
        boxes = page.locator("input[name=document]")
        if is_scripted:
            page.get_by_label("选中这一页的 3 份").check()
            assert [boxes.nth(number).is_checked() for number in range(3)] == [True] * 3
            boxes.nth(1).uncheck()
            assert not page.get_by_label("选中这一页的 3 份").is_checked()
        else:
            boxes.nth(0).check()
            boxes.nth(2).check()
        page.get_by_role("button", name="取出选中的…").click()
        assert page.locator("h1").inner_text() == "取出 2 份文献？"
        page.get_by_role("button", name="确定取出").press("Enter")
        page.get_by_role("heading", name="库中文献").wait_for()
        assert listed(page.content()) == [NAMES[4], NAMES[6]]


def opened(folder: Path, *, is_scripted: bool) -> Iterator[tuple[Any, str]]:
    """Give a page of a browser and the address of the library."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver, served(folder) as site:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        page = patient(browser.new_context(java_script_enabled=is_scripted, locale="zh-CN")).new_page()
        yield page, site
        browser.close()
