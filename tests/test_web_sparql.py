"""The query page: a plain form without script, an editor with it, and results to take away in every format."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from kg.iris import ONTOLOGY
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, patient, served
from tests.test_web_browser import wait_until
from web.app import create_app

ALIASES = (
    "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nSELECT ?entity ?alias WHERE { ?entity skos:altLabel ?alias }"
)
GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o } LIMIT 5"


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


@pytest.mark.parametrize(
    ("query", "forms"), [(ALIASES, ["json", "xml", "csv", "tsv"]), (GRAPH, ["turtle", "ntriples", "rdfxml", "jsonld"])]
)
def test_a_result_is_taken_away_in_every_format_of_its_kind(client: FlaskClient, query: str, forms: list[str]) -> None:
    page = client.get("/query", query_string={"query": query}).text
    links = [html.unescape(link) for link in re.findall(r'href="(/sparql\?[^"]*)"', page)]
    assert [link.rsplit("format=", 1)[1] for link in links] == forms
    types = {client.get(link).headers["Content-Type"] for link in links}
    assert len(types) == len(forms)
    assert all(client.get(link).status_code == 200 for link in links)


def test_a_fault_in_a_query_is_said_and_the_query_stays(client: FlaskClient) -> None:
    page = client.get("/query", query_string={"query": "SELEC ?x WHERE { ?x ?y <b> }"}).text
    assert 'role="alert"' in page
    assert "SELEC ?x WHERE { ?x ?y &lt;b&gt; }" in page


def test_the_editor_is_given_the_vocabulary_of_the_library(client: FlaskClient) -> None:
    found = re.search(r'id="sparql-words">(.*?)</script>', client.get("/query").text, re.S)
    assert found is not None
    words = json.loads(found[1])
    assert ONTOLOGY + "runBy" in words["properties"]
    assert ONTOLOGY + "Program" in words["classes"]


playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")


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


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")
class TestInABrowser:
    def test_a_query_is_written_completed_and_run_by_keyboard(self, browser: Any, site: str) -> None:
        page = patient(browser.new_page())
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site}/query?query={quote(ALIASES)}", wait_until="networkidle")
        wait_until(page, "Boolean(window.cetuEditor)")
        page.evaluate("window.cetuEditor.focus()")
        page.keyboard.press("Control+End")
        page.keyboard.type("\nLIMIT 3")
        page.keyboard.press("Control+Enter")
        page.wait_for_url("**LIMIT**")
        assert page.locator(".rows tbody tr").count() == 3
        page.evaluate("window.cetuEditor.setValue('SELECT * WHERE { ?a <http://cetu.localhost/ontology#run')")
        page.evaluate("window.cetuEditor.focus()")
        page.keyboard.press("Control+End")
        page.keyboard.press("Control+Space")
        page.wait_for_selector(".CodeMirror-hints")
        assert "runBy" in page.inner_text(".CodeMirror-hints")
        assert all(url.startswith((site, "data:", "blob:")) for url in asked)
        page.close()

    def test_a_fault_is_marked_while_typing_and_the_tab_key_leaves_the_box(self, browser: Any, site: str) -> None:
        page = patient(browser.new_page())
        page.goto(site + "/query", wait_until="networkidle")
        wait_until(page, "Boolean(window.cetuEditor)")
        page.evaluate("window.cetuEditor.setValue('SELECT ?a WHERE { ?a ?b }')")
        wait_until(page, "document.querySelectorAll('.parseErrorIcon').length > 0")
        page.evaluate("window.cetuEditor.focus()")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent.trim()") == page.inner_text(".sparql-form .button")
        page.close()

    def test_without_script_the_form_works(self, browser: Any, site: str) -> None:
        context = patient(browser.new_context(java_script_enabled=False))
        page = context.new_page()
        page.goto(site + "/query")
        page.fill("textarea[name=query]", ALIASES + " LIMIT 2")
        page.click(".sparql-form .button")
        assert page.locator(".rows tbody tr").count() == 2
        context.close()
