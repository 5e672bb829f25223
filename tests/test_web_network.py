"""The network pages: filters, chains with their sentences, the whole network, files to take away; as sent and in a browser."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search.library import Library
from search.network import DERIVED, Edge, Network, Node
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITH_GRAPHICS, patient, served
from tests.test_web_browser import wait_until
from web.app import create_app
from web.networks import chosen

CENTRE = quote("市科协")
LINK = re.compile(r'<tr data-source="([^"]*)" data-target="([^"]*)" data-relation="([^"]*)"')


@pytest.fixture(scope="module")
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


def links(page: str) -> list[tuple[str, str, str]]:
    return [tuple(html.unescape(part) for part in row) for row in LINK.findall(page)]  # type: ignore[misc]


def kind_of(iri: str) -> str:
    return iri.split("/id/")[1].split("/", maxsplit=1)[0]


def test_only_the_types_that_are_ticked_stand_round_the_middle(client: FlaskClient) -> None:
    everything = links(client.get(f"/graph?entity={CENTRE}&limit=100").text)
    only = links(client.get(f"/graph?entity={CENTRE}&limit=100&type=Program").text)
    assert only
    assert len(only) < len(everything)
    middle = next(iri for iri in only[0][:2] if kind_of(iri) == "Organization")
    assert {kind_of(iri) for row in only for iri in row[:2] if iri != middle} == {"Program"}


def test_only_the_relations_that_are_ticked_are_shown_and_the_boxes_say_so(client: FlaskClient) -> None:
    page = client.get(f"/graph?entity={CENTRE}&relation=runBy").text
    assert {row[2] for row in links(page)} == {"runBy"}
    assert re.findall(r'name="relation" value="(\w+)" checked', page) == ["runBy"]
    # What could be shown instead can still be ticked.
    assert 'name="relation" value="locatedIn"' in page


def test_filters_do_not_let_what_they_leave_out_take_the_place_of_what_they_keep(client: FlaskClient) -> None:
    nearest = links(client.get(f"/graph?entity={CENTRE}&limit=5").text)
    programs = links(client.get(f"/graph?entity={CENTRE}&limit=5&type=Program").text)
    assert len(programs) == 5
    assert programs != nearest


@pytest.mark.parametrize("argument", ["type=Dragon", "relation=likes", "relation=%00"])
def test_an_unknown_filter_is_refused_in_one_sentence(client: FlaskClient, argument: str) -> None:
    assert client.get(f"/graph?entity={CENTRE}&{argument}").status_code == 400


def _network(*edges: tuple[str, str, str]) -> Network:
    names = dict.fromkeys(name for a, b, _p in edges for name in (a, b))
    kinds = {"a": "Organization", "p": "Program", "e": "Event"}
    nodes = tuple(Node(name, name, kinds[name[0]], i) for i, name in enumerate(names))
    return Network(nodes, tuple(Edge(a, b, p, 1) for a, b, p in edges))


def test_what_a_filter_cuts_off_from_the_middle_is_left_out() -> None:
    network = _network(("a1", "e1", "runBy"), ("e1", "p1", "relatesTo"), ("a1", "p2", DERIVED))
    kept = chosen(network, ("Program",), (), most=10)
    assert [node.iri for node in kept.nodes] == ["a1", "p2"]
    assert [edge.target for edge in chosen(network, (), ("runBy",), most=10).edges] == ["e1"]
    assert chosen(network, (), (), most=10) == network
    assert len(chosen(network, (), (), most=1).nodes) == 2
    assert chosen(Network((), ()), ("Program",), (), most=1) == Network((), ())


def test_a_chain_shows_the_sentence_of_every_step(client: FlaskClient, sample_library: Path) -> None:
    page = client.get(f"/graph?entity={quote('院士专家工作站')}&to={quote('科技工作者之家')}").text
    steps = re.findall(r'cite="/documents/(\w+)\?start=(\d+)&amp;end=(\d+)#lit">(.*?)</blockquote>', page, re.S)
    assert len(steps) == len(links(page)) == 3
    library = Library.open(sample_library, {})
    for document, start, end, shown in steps:
        assert library.document(document).quote(int(start), int(end)) == html.unescape(re.sub("<[^>]+>", "", shown))


def test_no_chain_is_said_so(client: FlaskClient) -> None:
    data = json.loads(client.get("/graph/whole.json").text)
    beside: dict[int, set[int]] = {}
    for a, b, _predicate, _weight in data["edges"]:
        beside.setdefault(a, set()).add(b)
        beside.setdefault(b, set()).add(a)
    near, new = {0}, {0}
    while new := {other for i in new for other in beside[i]} - near:
        near |= new
    apart = next(i for i in range(len(data["nodes"])) if i not in near)
    ends = [quote(data["nodes"][i][0], safe="") for i in (0, apart)]
    page = client.get(f"/graph?entity={ends[0]}&to={ends[1]}").text
    assert "联系起来" in page or "没有说明两者的关系" in page
    assert "data-graph-table" not in page


def test_a_piece_of_the_network_is_taken_away_as_graphml(client: FlaskClient) -> None:
    import networkx as nx

    answer = client.get(f"/graph?entity={CENTRE}&type=Program&format=graphml")
    graph = nx.parse_graphml(answer.text)
    rows = links(client.get(f"/graph?entity={CENTRE}&type=Program").text)
    assert {(a, b, data["relation"]) for a, b, data in graph.edges(data=True)} == set(rows)
    assert all(data["label"] and data["type"] for _iri, data in graph.nodes(data=True))
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_export_links_carry_the_filters(client: FlaskClient) -> None:
    page = client.get(f"/graph?entity={CENTRE}&type=Program&type=Event").text
    link = html.unescape(re.findall(r'href="([^"]*format=csv[^"]*)"', page)[0])
    rows = client.get(link).data.decode("utf-8-sig").splitlines()
    assert len(rows) - 1 == len(links(page))


def test_the_whole_network_holds_every_stated_relation_between_entities(
    client: FlaskClient, sample_library: Path
) -> None:
    from kg.network import network

    stated = {(a, b, p) for a, b, p in network(Library.open(sample_library, {}).graph).edges(keys=True) if a != b}
    data = json.loads(client.get("/graph/whole.json").text)
    names = [row[0] for row in data["nodes"]]
    assert {(names[a], names[b], p) for a, b, p, _w in data["edges"]} == stated
    degrees = [row[3] for row in data["nodes"]]
    assert degrees == sorted(degrees, reverse=True)
    page = client.get("/graph/whole").text
    first = quote(data["nodes"][0][0].split("/id/")[1].split("/")[1])
    assert page.index("graph-table") < page.index("tbody") < len(page)
    assert first in page or data["nodes"][0][1] in page


playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
in_a_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def site(sample_library: Path) -> Iterator[str]:
    with served(sample_library) as address:
        yield address


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    with playwright.sync_playwright() as started:
        yield started


def opened(driver: Any, *arguments: str) -> Any:
    return driver.chromium.launch(
        executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *(arguments or WITH_GRAPHICS)]
    )


@pytest.fixture(scope="module")
def page(driver: Any) -> Iterator[Any]:
    browser = opened(driver)
    yield patient(browser.new_page())
    browser.close()


class TestInABrowser:
    pytestmark = in_a_browser

    def test_a_filter_works_at_once_and_stands_in_the_address(self, page: Any, site: str) -> None:
        page.goto(f"{site}/graph?entity={CENTRE}", wait_until="networkidle")
        wait_until(page, "Boolean(window.cetuGraph)")
        before = page.locator("[data-graph-table] tbody tr:visible").count()
        page.locator('input[name="type"][value="Program"]').check()
        shown = page.evaluate("window.cetuGraph.nodes(':visible').map((node) => node.data('type'))")
        assert sorted(set(shown)) == ["Organization", "Program"]
        rows = page.locator("[data-graph-table] tbody tr:visible").count()
        assert 0 < rows < before
        assert "type=Program" in page.url
        # The address alone gives the same rows.
        page.reload(wait_until="networkidle")
        assert page.locator("[data-graph-table] tbody tr:visible").count() >= rows

    @pytest.mark.parametrize(("form", "starts"), [("svg", b"<svg"), ("png", b"\x89PNG")])
    @pytest.mark.parametrize("address", [f"/graph?entity={CENTRE}", "/graph/whole"])
    def test_the_picture_is_saved(self, page: Any, site: str, address: str, form: str, starts: bytes) -> None:
        page.goto(site + address, wait_until="networkidle")
        wait_until(page, "Boolean(window.cetuGraph || window.cetuWhole)")
        with page.expect_download() as download:
            page.locator(f'[data-do="{form}"]').click()
        data = Path(download.value.path()).read_bytes()
        assert data.startswith(starts)
        if form == "svg":
            assert data.count(b"<circle") > 20
            assert "云川市科学技术协会" in data.decode()

    def test_the_whole_network_is_drawn_and_searched(self, page: Any, site: str) -> None:
        page.goto(f"{site}/graph/whole", wait_until="networkidle")
        wait_until(page, "Boolean(window.cetuWhole)")
        data = json.loads(page.request.get(f"{site}/graph/whole.json").text())
        assert page.evaluate("window.cetuWhole.getGraph().order") == len(data["nodes"])
        # More than the two most joined are named.
        assert page.evaluate("window.cetuWhole.getNodeDisplayedLabels().size") > 2
        page.fill("[data-find] input", data["nodes"][0][1])
        page.keyboard.press("Enter")
        assert data["nodes"][0][1] in page.inner_text("[data-state]")
        page.locator("[data-state] a").click()
        page.wait_for_selector("[data-graph-table]", state="attached")

    def test_on_a_phone_the_names_that_are_shown_lie_beside_one_another(self, driver: Any, site: str) -> None:
        browser = opened(driver)
        narrow = patient(browser.new_page(viewport={"width": 360, "height": 740}))
        narrow.goto(f"{site}/graph?entity={CENTRE}", wait_until="networkidle")
        wait_until(narrow, "Boolean(window.cetuGraph)")
        named = narrow.evaluate(
            "window.cetuGraph.nodes().filter((node) => node.numericStyle('font-size') > 15.5)"
            ".map((node) => [node.position().x, node.position().y, [...node.data('name')].length, node.numericStyle('font-size')])"
        )
        browser.close()
        assert len(named) > 3
        for one, other in combinations(named, 2):
            size = one[3]
            is_apart = abs(one[1] - other[1]) >= 1.2 * size or abs(one[0] - other[0]) >= (one[2] + other[2]) * size / 2
            assert is_apart, (one, other)

    def test_without_webgl_the_page_says_so_and_keeps_its_table(self, driver: Any, site: str) -> None:
        browser = opened(driver, "--disable-3d-apis")
        plain = patient(browser.new_page())
        complaints: list[str] = []
        plain.on("pageerror", lambda error: complaints.append(str(error)))
        plain.goto(f"{site}/graph/whole", wait_until="networkidle")
        assert plain.locator("[data-no-webgl]").is_visible()
        assert not plain.locator("[data-whole]").is_visible()
        assert plain.locator(".graph-table tbody tr").count() > 20
        assert complaints == []
        browser.close()
