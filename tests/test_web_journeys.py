"""Whole ways through the site in a real browser, for each role, from signing in or uploading to taking something away.

The reader's way is walked by the keyboard alone; so is the upload.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.accounts import Accounts
from search.library import Library
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, patient, served
from tests.test_web_jobs import small_disk  # noqa: F401  # a fixture

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]

PASSWORD = "清风徐来水波不兴之夜"
PAPER = "关于做好晨露计划的通知\n各县科协：\n2031年，晨露计划培训农技员127名。\n云川市科学技术协会\n2031年5月6日\n"
# So many stops of the Tab key a page may have before what is wanted.
_MOST_STOPS = 150


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_library: Path) -> Path:
    folder = tmp_path_factory.mktemp("journeys") / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    for name, role in (("苏明", "administrator"), ("何平", "editor"), ("方禾", "reader")):
        people.add(name, PASSWORD, role=role)
    people.close()
    return folder


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = patient(
        browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN", accept_downloads=True)
    )
    yield context.new_page()
    context.close()


def tab_to(page: Any, selector: str) -> None:
    """Press Tab until an element has the focus, which it must show."""
    here = f"document.activeElement && document.activeElement.matches({selector!r})"
    for _ in range(_MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(here):
            outline = page.evaluate(
                "(() => { const style = getComputedStyle(document.activeElement);"
                " return style.outlineStyle !== 'none' || document.activeElement.closest('.box') !== null; })()"
            )
            assert outline, f"{selector}: the focus cannot be seen"
            return
    raise AssertionError(f"{selector} is not reached by the Tab key")


def sign_in_by_keyboard(page: Any, site: str, name: str, address: str = "/") -> None:
    page.goto(site + address)
    assert "/sign-in" in page.url
    tab_to(page, "main input[name=name]")
    page.keyboard.type(name)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(site + address)


def paper(name: str = "晨露.txt", text: str = PAPER) -> dict[str, Any]:
    return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}


def test_a_reader_asks_reads_checks_and_takes_away_by_the_keyboard_alone(page: Any, site: str) -> None:
    sign_in_by_keyboard(page, site, "方禾")
    page.keyboard.press("/")
    page.keyboard.type("三进两送是什么意思？")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?*")
    assert "进企业" in page.inner_text(".answer-text")
    tab_to(page, ".card-open")
    page.keyboard.press("Enter")
    page.wait_for_selector("#lit")
    tab_to(page, "a[data-term]")
    assert len(page.wait_for_selector(".term-card").inner_text()) > 10
    page.keyboard.press("Escape")
    page.goto(site + "/check")
    tab_to(page, "textarea")
    page.keyboard.type("要深入推进“三进两送”，进企业、进乡村，送技术、送政策。")
    tab_to(page, ".check-form button[type=submit]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".finding")
    tab_to(page, ".finding-tools button")
    page.keyboard.press("Enter")
    assert page.locator(".found.taken").count() == 1
    page.goto(site + "/glossary")
    tab_to(page, ".exports a[href*=csv]")
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert "三进两送" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_a_reader_is_led_to_nothing_that_is_refused(page: Any, site: str) -> None:
    sign_in_by_keyboard(page, site, "方禾", "/admin")
    # The form that looks for a document changes nothing.
    assert page.locator("main form[method=post], .places").count() == 0
    for address in ("/admin/jobs", "/admin/backups", "/admin/users", "/admin/decisions"):
        answer = page.goto(site + address)
        assert answer.status == 403 and page.locator("main a.button").count() == 1


def test_an_editor_uploads_by_the_keyboard_finds_decides_takes_out_and_exports(page: Any, site: str) -> None:
    sign_in_by_keyboard(page, site, "何平", "/admin")
    tab_to(page, ".upload input[type=file]")
    page.locator(".upload input[type=file]").set_input_files([paper(), paper("坏.exe", "\x00\x01\x02" * 50)])
    tab_to(page, ".upload button")
    page.keyboard.press("Enter")
    page.wait_for_selector(".report")
    assert "收入 1 份" in page.inner_text(".report") and "失败 1 份" in page.inner_text(".report")
    tab_to(page, ".report tbody a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    assert "晨露计划" in page.inner_text("article, .text, main")
    page.keyboard.press("/")
    page.keyboard.type("晨露计划")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    assert "127" in page.locator(".hit").first.inner_text()
    page.goto(site + "/admin/decisions")
    form = page.locator("form.inline").first
    form.locator("select[name=kind]").select_option("alias")
    form.locator("input[name=first]").fill("晨露计划")
    form.locator("input[name=second]").fill("晨露行动")
    form.locator("button").press("Enter")
    page.wait_for_selector("[role=status] button")
    assert "还没有记下" in page.inner_text("[role=status]")
    page.locator("[role=status] button").press("Enter")
    page.locator("td button", has_text="撤销").press("Enter")
    # Who does not see everything is told of decisions only that are at work.
    page.locator("main p", has_text="还没有。").wait_for()
    page.goto(site + "/documents")
    with page.expect_download() as download:
        page.locator(".exports a", has_text="Excel").press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.goto(site + "/admin")
    row = page.locator("tr", has_text="晨露.txt")
    row.locator("summary").press("Enter")
    row.locator("button.button-danger").press("Enter")
    page.locator("tr", has_text="晨露.txt").wait_for(state="detached")


def test_an_administrator_gives_rights_backs_up_checks_and_reads_the_trail(page: Any, site: str) -> None:
    sign_in_by_keyboard(page, site, "苏明", "/admin/users")
    new = page.locator("form.inline").last
    new.locator("input[name=name]").fill("杜若")
    new.locator("input[name=password]").fill(PASSWORD)
    new.locator("select[name=role]").select_option("reader")
    new.locator("button").press("Enter")
    row = page.locator("tr", has_text="杜若")
    row.locator("button", has_text="停用").press("Enter")
    page.locator("tr", has_text="杜若").locator("text=已停用").wait_for()
    page.locator(".places a", has_text="备份").press("Enter")
    page.locator("button", has_text="现在做一份").press("Enter")
    page.locator("a", has_text="cetu-").first.wait_for()
    page.goto(site + "/admin/backups")
    with page.expect_download() as download:
        page.locator("td a[download]").first.press("Enter")
    assert Path(download.value.path()).read_bytes().startswith(b"PK")
    page.locator("td form button", has_text="核对").first.press("Enter")
    page.wait_for_url("**/admin/backups")
    assert "完好" in page.inner_text("table")
    page.goto(site + "/admin/trail")
    told = page.inner_text("table")
    assert all(word in told for word in ("备份", "下载备份", "核对备份", "账号", "登录"))
    with page.expect_download() as download:
        page.locator(".exports a", has_text="CSV").press("Enter")
    assert "苏明" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_a_session_that_ends_in_the_middle_of_an_upload_loses_no_file(page: Any, site: str, folder: Path) -> None:
    sign_in_by_keyboard(page, site, "何平", "/admin")
    chosen = page.locator(".upload input[type=file]")
    chosen.set_input_files([paper("会话.txt", PAPER.replace("晨露", "晚霞"))])
    Accounts(folder).change("何平", password=PASSWORD)  # which ends every session
    page.locator(".upload button").press("Enter")
    alert = page.locator(".upload [role=alert]")
    alert.wait_for()
    assert "请先登录" in alert.inner_text()
    assert page.evaluate("document.querySelector('.upload input[type=file]').files[0].name") == "会话.txt"
    with page.context.expect_page() as opened:
        alert.locator("a").click()
    other = opened.value
    other.fill("main input[name=name]", "何平")
    other.fill("main input[name=password]", PASSWORD)
    other.keyboard.press("Enter")
    other.wait_for_url(f"{site}/")
    page.locator(".upload button").press("Enter")
    page.wait_for_selector(".report")
    assert "会话.txt" in {meta.source_name for meta in Library.open(folder, {}).documents}


def test_without_script_an_upload_leads_to_its_job_and_a_lost_session_to_a_clear_page(
    browser: Any, site: str, folder: Path
) -> None:
    context = patient(browser.new_context(java_script_enabled=False))
    page = context.new_page()
    sign_in_by_keyboard(page, site, "何平", "/admin")
    page.locator(".upload input[type=file]").set_input_files([paper("无脚本.txt", PAPER.replace("晨露", "春雨"))])
    page.locator(".upload button").press("Enter")
    page.wait_for_url("**/admin/jobs/*")
    while not page.locator(".report").count():
        page.locator("a", has_text="刷新").click()
    assert "收入 1 份" in page.inner_text(".report")
    page.goto(site + "/admin")
    page.locator(".upload input[type=file]").set_input_files([paper()])
    Accounts(folder).change("何平", password=PASSWORD)
    page.locator(".upload button").press("Enter")
    page.locator("h1", has_text="请先登录").wait_for()
    context.close()


def test_a_full_disk_is_told_in_the_form_and_the_files_stay_chosen(
    page: Any,
    small_disk: Path,  # noqa: F811
) -> None:
    from search import ingest

    (small_disk / "旧.txt").write_text(PAPER, encoding="utf-8")
    ingest.add(small_disk / "library", [small_disk / "旧.txt"], environment={})
    with served(small_disk / "library") as address:
        page.goto(address + "/admin")
        page.locator(".upload input[type=file]").set_input_files([paper("大.txt", "大" * 6_000_000)])
        page.locator(".upload button").press("Enter")
        alert = page.locator(".upload [role=alert]")
        alert.wait_for()
        assert "磁盘已满" in alert.inner_text() and "腾出空间" in alert.inner_text()
        assert page.evaluate("document.querySelector('.upload input[type=file]').files.length") == 1
        page.locator(".upload input[type=file]").set_input_files([paper("小.txt", PAPER.replace("晨露", "小满"))])
        page.locator(".upload button").press("Enter")
        page.wait_for_selector(".report")
        assert "收入 1 份" in page.inner_text(".report")
