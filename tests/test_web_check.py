"""The draft check in the hands of who may decide: what is right is said once, with a reason, and reported no more."""

from __future__ import annotations

import html
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, patient, served
from web.app import create_app

DRAFT = "今年要深入实施千村科普惠农工程，建设科普惠农驿站。\n"
FOUND = re.compile(r'id="n(\d+)" data-finding')


@pytest.fixture
def own(tmp_path: Path, sample_library: Path) -> Path:
    shutil.copytree(sample_library, tmp_path / "library")
    return tmp_path / "library"


@pytest.fixture
def client(own: Path) -> FlaskClient:
    return create_app(own).test_client()


def spans(page: str) -> list[str]:
    return [html.unescape(span) for span in re.findall(r'<a href="#f\d+" lang="zh-CN">([^<]*)</a>', page)]


def test_what_is_held_to_be_right_is_reported_no_more(client: FlaskClient) -> None:
    before = spans(client.post("/check", data={"text": DRAFT}).text)
    assert before
    data = {"text": DRAFT, "number": "1", "why-1": "今年改了提法"}
    page = client.post("/check/right", data=data).text
    assert "已认定无误" in page
    assert before[0] not in spans(page)
    assert before[0] not in spans(client.post("/check", data={"text": DRAFT}).text)
    assert before[0] in client.get("/admin/decisions").text
    assert "今年改了提法" in client.get("/admin/decisions").text


@pytest.mark.parametrize(
    "fields", [{"number": "1"}, {"number": "99", "why-99": "对"}, {"number": "x", "why-x": "对"}, {}]
)
def test_without_a_reason_or_a_finding_nothing_is_decided(client: FlaskClient, fields: dict[str, str]) -> None:
    assert client.post("/check/right", data={"text": DRAFT} | fields).status_code == 400
    assert spans(client.post("/check", data={"text": DRAFT}).text)


def test_a_reader_is_not_offered_to_decide(client: FlaskClient) -> None:
    far = {"REMOTE_ADDR": "192.0.2.7"}
    page = client.post("/check", data={"text": DRAFT}, environ_overrides=far).text
    assert spans(page)
    assert 'id="right"' not in page
    data = {"text": DRAFT, "number": "1", "why-1": "对"}
    assert client.post("/check/right", data=data, environ_overrides=far).status_code == 403


playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")


@pytest.fixture
def page(own: Path) -> Iterator[Any]:
    with served(own) as address, playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        opened = patient(browser.new_page(base_url=address))
        yield opened
        browser.close()


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")
def test_a_finding_is_taken_over_into_a_corrected_copy_and_another_held_to_be_right(page: Any) -> None:
    page.goto("/check")
    page.fill("textarea[name=text]", DRAFT)
    page.click(".check-form .button")
    first = page.locator("[data-finding]").first
    expected = first.get_attribute("data-expected")
    assert expected
    first.locator(".finding-tools button").first.click()
    with page.expect_download() as download:
        page.locator(".draft-tools button").nth(1).click()
    copy = Path(download.value.path()).read_text("utf-8")
    assert expected in copy
    assert copy != DRAFT
    first.locator("summary", has_text="这是对的").click()
    first.locator("input[name^=why]").fill("新的提法")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/check/right")
    assert "已认定无误" in page.inner_text("main")
