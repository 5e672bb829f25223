"""The pages in a real browser: accessibility, keyboard, network, widths."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from search import ingest
from search.library import Library
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, pages, patient, served

playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]

AXE = Path(__file__).parent / "assets" / "axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="module")
def site(sample_library: Path) -> Iterator[str]:
    with served(sample_library) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        yield opened
        opened.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = patient(browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN"))
    yield context.new_page()
    context.close()


WIDTHS = (1600, 1000, 768, 360)
# Every column of a page in panes stands under the one before on a phone.
# Rows that are read from top to bottom on a phone, and what of them lies beside the screen there.
CUT = """[...document.querySelectorAll('table.stack')].map(table => table.parentElement.scrollWidth - table.parentElement.clientWidth)
    .concat([...document.querySelectorAll('.sections')].map(nav => document.documentElement.lang == 'zh-CN' ? nav.scrollWidth - nav.clientWidth - 1 : 0))"""
COLUMNS = """[...document.querySelectorAll('.panes, .panes-three, .panes-left')]
    .flatMap(panes => [...panes.children]).filter(part => part.offsetHeight).map(part => part.offsetWidth)"""


def test_every_page_is_accessible(browser: Any, site: str, sample_library: Path) -> None:
    context = patient(
        browser.new_context(color_scheme="light", bypass_csp=True, viewport={"width": 1280, "height": 900})
    )
    page = context.new_page()
    faults = []
    for name, address in pages(sample_library).items():
        page.emulate_media(color_scheme="light")
        page.goto(site + address)
        page.add_script_tag(path=str(AXE))
        # A theme changes colours only: what stands on the page is looked over once.
        for theme, only in (("light", {"type": "tag", "values": STANDARDS}), ("dark", ["color-contrast"])):
            page.emulate_media(color_scheme=theme)
            found = page.evaluate("(only) => axe.run(document, {runOnly: only, resultTypes: ['violations']})", only)
            faults += [(name, theme, fault["id"], fault["nodes"][0]["html"][:200]) for fault in found["violations"]]
    context.close()
    assert faults == []


@dataclass
class Walk:
    """What was seen on one walk over every page."""

    asked: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    wide: list[tuple[str, int]] = field(default_factory=list)
    squeezed: list[str] = field(default_factory=list)
    cut: list[tuple[str, int]] = field(default_factory=list)


@pytest.fixture(scope="module")
def walk(browser: Any, site: str, sample_library: Path) -> Walk:
    """Every page opened once, and made narrower step by step."""
    context = patient(browser.new_context())
    page = context.new_page()
    seen = Walk()
    page.on("request", lambda request: seen.asked.append(request.url))
    page.on("console", lambda line: seen.complaints.append(line.text) if line.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    for name, address in pages(sample_library).items():
        page.set_viewport_size({"width": WIDTHS[0], "height": 800})
        page.goto(site + address, wait_until="networkidle")
        if name == "nowhere":
            seen.complaints = [line for line in seen.complaints if "404" not in line]
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 800})
            if page.evaluate("document.documentElement.scrollWidth") > width:
                seen.wide.append((name, width))
        if any(column < 300 for column in page.evaluate(COLUMNS)):
            seen.squeezed.append(name)
        seen.cut += [(name, beyond) for beyond in page.evaluate(CUT) if beyond > 1]
    context.close()
    # What the software renderer says of its own speed is no complaint about a page.
    seen.complaints = [line for line in seen.complaints if "GL Driver Message" not in line]
    return seen


def test_no_request_leaves_the_machine_and_nothing_breaks_the_policy(walk: Walk, site: str) -> None:
    own = urlsplit(site).netloc
    assert walk.asked
    assert [url for url in walk.asked if urlsplit(url).netloc != own and not url.startswith(("data:", "blob:"))] == []
    assert walk.complaints == []


def test_no_page_is_wider_than_the_window(walk: Walk) -> None:
    assert walk.wide == []


def test_on_a_phone_the_text_takes_the_width(walk: Walk) -> None:
    assert walk.squeezed == []


def test_on_a_phone_nothing_of_a_row_and_no_section_lies_beside_the_screen(walk: Walk) -> None:
    assert walk.cut == []


def test_the_box_is_reached_and_worked_by_keyboard(page: Any, site: str) -> None:
    page.goto(site + "/documents")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "bar-q"
    page.keyboard.type("科普惠农")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    page.keyboard.press("/")
    page.keyboard.press("Control+A")
    page.keyboard.type("三进两送是什么意思？")
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask?q=*")
    assert "三进两送" in page.inner_text(".answer")


def test_the_first_stop_of_the_tab_key_leads_past_the_bar(page: Any, site: str) -> None:
    page.goto(site + "/glossary")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_an_evidence_card_opens_the_reader_at_the_lit_sentence(page: Any, site: str) -> None:
    page.goto(f"{site}/ask?q={quote('三进两送是什么意思？')}")
    quoted = page.locator(".card blockquote").first.inner_text()
    page.locator(".card-open").first.click()
    page.wait_for_selector("#lit")
    shown = "".join(page.locator("mark").all_inner_texts())
    assert "".join(quoted.split()) == "".join(shown.split())
    box = page.locator("#lit").bounding_box()
    assert box is not None and 0 < box["y"] < 900


def test_the_theme_changes_at_once_and_stays(page: Any, site: str) -> None:
    page.emulate_media(color_scheme="light")
    page.goto(site + "/")
    paper = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    switch = page.locator("[data-theme-switch]").first
    switch.click()
    switch.click()
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != paper
    page.goto(site + "/glossary")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"


def test_marks_are_switched_off_by_type_and_stay_off(page: Any, site: str, sample_library: Path) -> None:
    document = Library.open(sample_library, {}).documents[0].id
    page.goto(f"{site}/documents/{document}")
    mark = page.locator("p a.m.t-Organization").first
    colour = "element => getComputedStyle(element).textDecorationColor"
    assert mark.evaluate(colour) != "rgba(0, 0, 0, 0)"
    page.locator("#mark-Organization").uncheck()
    assert mark.evaluate(colour) == "rgba(0, 0, 0, 0)"
    page.reload()
    assert page.locator("p a.m.t-Organization").first.evaluate(colour) == "rgba(0, 0, 0, 0)"


def test_a_defined_term_shows_its_definition_on_focus(page: Any, site: str, sample_library: Path) -> None:
    for meta in Library.open(sample_library, {}).documents:
        page.goto(f"{site}/documents/{meta.id}")
        if page.locator("a[data-term]").count():
            break
    page.locator("a[data-term]").first.focus()
    card = page.wait_for_selector(".term-card")
    assert len(card.inner_text()) > 10
    page.keyboard.press("Escape")
    assert page.locator(".term-card").count() == 0


def test_pages_read_and_search_without_script(browser: Any, site: str, sample_library: Path) -> None:
    context = patient(browser.new_context(java_script_enabled=False))
    page = context.new_page()
    page.goto(site + "/")
    page.fill("#q", "科普惠农")
    page.click(".opening .box-go")
    assert page.locator(".hit").count() > 3
    page.locator(".hit-path a").first.click()
    assert page.locator("#lit").count() == 1
    page.goto(f"{site}/graph?entity={quote('市科协')}")
    assert page.locator("[data-graph-table] tbody tr").count() > 2
    context.close()


def test_a_file_gets_the_label_that_is_chosen_when_it_is_uploaded(page: Any, tmp_path: Path) -> None:
    paper = tmp_path / "通知.txt"
    paper.write_text("关于晨露计划的通知\n各县科协：\n晨露计划培训农技员7名。\n", encoding="utf-8")
    ingest.add(tmp_path / "library", [paper], environment={})
    with served(tmp_path / "library") as address:
        page.goto(address + "/admin", wait_until="networkidle")
        upload = page.locator("form.upload")
        text = "关于晚霞计划的通知\n各县科协：\n晚霞计划培训农技员9名。\n".encode()
        upload.locator("input[type=file]").set_input_files(
            [{"name": "晚霞.txt", "mimeType": "text/plain", "buffer": text}]
        )
        upload.locator("select[name=label]").select_option("内部")
        upload.locator("button").press("Enter")
        page.locator(".report a").wait_for()
        page.goto("about:blank")
    labels = {meta.source_name: meta.label for meta in Library.open(tmp_path / "library", {}).documents}
    assert labels == {"通知.txt": "公开", "晚霞.txt": "内部"}


def wait_until(page: Any, condition: str) -> None:
    """Wait for a condition, asked from here: the page's own policy forbids the evaluation inside it that waiting needs."""
    deadline = time.monotonic() + 60
    while not page.evaluate(condition):
        assert time.monotonic() < deadline, condition
        page.wait_for_timeout(100)


def test_the_network_grows_from_a_node_that_is_chosen(page: Any, site: str) -> None:
    page.goto(f"{site}/graph?entity={quote('市科协')}", wait_until="networkidle")
    wait_until(page, "Boolean(window.cetuGraph) && window.cetuGraph.nodes().length > 2")
    # In a wide frame the picture is wide: names lie beside one another instead of on one another.
    box = page.evaluate("(({w, h}) => [w, h])(window.cetuGraph.nodes().boundingBox({includeLabels: false}))")
    assert box[0] > 1.2 * box[1]
    before = page.evaluate("window.cetuGraph.nodes().length")
    # void: what `emit` returns is the whole picture, which would be carried over here for half a minute.
    page.evaluate("void window.cetuGraph.nodes('[whole = \"云川市\"]').emit('tap')")
    wait_until(page, f"window.cetuGraph.nodes().length > {before}")


def test_a_finding_is_skipped_for_this_time_and_taken_up_again(page: Any, site: str) -> None:
    page.goto(site + "/check")
    page.fill("textarea", "要深入推进“三进两送”，进企业、进乡村，送技术、送政策。")
    page.click(".check-form button[type=submit]")
    finding = page.locator(".finding").first
    buttons = finding.locator(".finding-tools button")
    buttons.nth(1).wait_for()
    assert buttons.all_inner_texts() == ["采用", "这次略过"]
    # What is decided for good stands after what is done most often.
    assert finding.locator(".finding-tools + details.right").count() == 1
    buttons.nth(1).click()
    assert page.locator(".finding.done").count() == page.locator(".found.aside").count() == 1
    assert buttons.nth(1).inner_text() == "仍要查"
    buttons.nth(1).click()
    assert page.locator(".finding.done").count() == 0
    buttons.nth(1).click()
    with page.expect_navigation():
        page.locator(".check-form button[type=submit]").click()
    buttons.nth(1).wait_for()
    assert page.locator(".finding.done").count() == 0, "the next check finds it again"


@pytest.mark.parametrize("width", [360, 800])
def test_in_one_column_hits_come_first_and_a_link_leads_to_what_narrows_them(page: Any, site: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{site}/search?q={quote('科普惠农')}")
    first = page.locator(".hit").first.bounding_box()
    assert first is not None and first["y"] < 400
    page.locator(".to-facets a").click()
    facet = page.locator(".facet").first.bounding_box()
    assert facet is not None and 0 < facet["y"] < 700
    page.set_viewport_size({"width": 1280, "height": 800})
    assert not page.locator(".to-facets").is_visible()


def test_a_button_in_a_table_is_not_broken_into_lines(page: Any, site: str) -> None:
    page.set_viewport_size({"width": 800, "height": 800})
    page.goto(site + "/admin/decisions")
    # As the list of decisions has it: one button behind texts of any length.
    page.evaluate(
        "document.querySelectorAll('main tbody tr').forEach(row => { row.cells[0].textContent = '晨露计划'.repeat(90);"
        " row.cells[2].className = ''; row.cells[2].querySelector('form:last-child').remove(); })"
    )
    heights = page.evaluate("[...document.querySelectorAll('td .button')].map(button => button.offsetHeight)")
    assert heights and max(heights) < 45


def test_the_count_beside_a_long_name_stays_on_one_line(page: Any, site: str) -> None:
    page.goto(site + "/entities")
    page.evaluate(
        "document.querySelectorAll('.entity-list .entity-name').forEach(name => name.textContent = '云川市人民代表大会常务委员会办公厅')"
    )
    page.evaluate("document.querySelectorAll('.entity-list .count').forEach(count => count.textContent = '2 730')")
    assert (
        page.evaluate("Math.max(...[...document.querySelectorAll('.entity-list .count')].map(c => c.offsetHeight))")
        < 30
    )


def test_no_figure_of_a_series_leaves_its_column(page: Any, site: str) -> None:
    page.goto(site + "/indicators")
    page.evaluate(
        "document.querySelectorAll('.series-table .figure-link span').forEach(figure => figure.textContent = '约 1133 微克/立方米')"
    )
    for width in (1600, 900):
        page.set_viewport_size({"width": width, "height": 900})
        beyond = page.evaluate(
            "[...document.querySelectorAll('.series-table td')].filter(cell => cell.scrollWidth > cell.clientWidth + 1).length"
        )
        assert beyond == 0, width
