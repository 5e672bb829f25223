"""What somebody may not see is absent everywhere: every route answers as if the hidden document were not there."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from corpus.accounts import Accounts
from search import ingest, labelling
from search.library import Library
from search.verifying import repair, verify
from tests.commands import SAMPLE
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
OWN = {"Origin": "http://localhost"}
GROUP = "人事组"
SECRET = "夜航灯塔计划"
PAPER = f"""关于在全市科协系统实施“{SECRET}”的通知
云科协〔2024〕88号
各县（区）科协：
市科协主席陆怀谷同志主持召开会议，决定由市科协和石渡县科协实施{SECRET}，2024年投入经费 777 万元，培训青年科技工作者 4321 人次。
一、总体要求
{SECRET}与“三进两送”一并推进。新建科普惠农驿站 99 个，比上年增加 12 个。
二、组织领导
成立领导小组，组长由市科协主席陆怀谷担任，办公室主任由霍星野担任。
云川市科学技术协会
2024年6月3日
附件：名词解释
1.“{SECRET}”：由市科协于2024年组织的青年科技工作者夜间值守行动；
2.“三进两送”：进企业、进港口、进灯塔，送技术、送灯油。
"""
ENTITY = f"http://cetu.localhost/id/Program/{quote(SECRET)}"
WORDS = (SECRET, "三进两送", "市科协")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two documents of the sample: every route has something to tell, and what a route costs grows with all there is."""
    folder = tmp_path_factory.mktemp("labels") / "library"
    papers = [path for path in sorted(SAMPLE.iterdir()) if path.name.startswith(("2023-三进两送", "2023-七届三次"))]
    assert len(ingest.add(folder, papers, environment=os.environ).added) == 2
    people = Accounts(folder)
    people.add("苏明", PASSWORD, role="administrator")
    people.add("何平", PASSWORD, role="editor")
    people.add("林晚", PASSWORD, role="editor", groups=[GROUP])
    return folder


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("papers") / "灯塔.txt"
    file.write_text(PAPER, encoding="utf-8")
    return file


def signed_in(folder: Path, name: str) -> FlaskClient:
    client = create_app(folder).test_client()
    form = {"name": name, "password": PASSWORD}
    assert client.post("/sign-in", data=form, headers=OWN).status_code == 303
    return client


def addresses(client: FlaskClient, hidden: str, shown: str) -> Iterator[str]:
    """Yield addresses of every route that reads: each with words of the hidden document and of all others."""
    arguments = ["q", "term", "entity", "prefix", "query"]
    for rule in sorted(client.application.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        for path in _filled(rule, hidden, shown):
            yield path
            # What stands in the address is asked for by it alone.
            words = WORDS if path == str(rule) else ()
            form = "&format=csv" if path == "/api/v1/export" else ""
            yield from (f"{path}?{'&'.join(f'{name}={quote(word)}' for name in arguments)}{form}" for word in words)
    yield from (f"/sparql?query={quote(query)}" for query in QUERIES)
    yield from (f"/{page}?document={hidden}&q={quote('市科协')}" for page in ("search", "indicators", "api/v1/search"))
    yield from (f"/{page}?format=csv" for page in ("documents", "glossary", "indicators", "entities"))
    yield f"/compare?before={hidden}&after={shown}"
    yield f"/exports/annotations?document={hidden}"
    yield f"/api/v1/graph?entity={quote('市科协')}&to={quote(SECRET)}"
    yield f"/reconcile/preview?id={quote(ENTITY)}"
    yield f"/reconcile?queries={quote(json.dumps({'q0': {'query': SECRET}, 'q1': {'query': '市科协'}}))}"
    yield f"/reconcile?extend={quote(json.dumps({'ids': [ENTITY], 'properties': [{'id': 'cetu:definition'}]}))}"


QUERIES = (
    "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }",
    f'SELECT ?s WHERE {{ ?s ?p ?o FILTER(CONTAINS(STR(?o), "{SECRET}")) }}',
    "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g",
)


def _filled(rule: Rule, hidden: str, shown: str) -> list[str]:
    """Return the addresses of a rule, its places filled with what is hidden and with what is not."""
    fillings: dict[str, tuple[str, ...]] = {
        "<document>": (hidden, shown),
        "<int:number>": ("1",),
        "<job>": ("20310506T093000000000-0123abcd",),
        "<file>": ("cetu-2031-05-06-093000.cetu",),
        "<form>": ("turtle", "trig", "graphml", "csv", "xlsx", "skos", "annotations", "png"),
        "<kind>": ("Program", "Organization", "Person"),
        "<path:name>": (quote(SECRET), quote("三进两送"), quote("云川市科学技术协会"), quote("霍星野")),
    }
    found = [str(rule)]
    for place, values in fillings.items():
        found = [path.replace(place, value) for path in found for value in (values if place in path else ("",))]
    assert not any("<" in path for path in found), f"{rule}: say in this test what stands in its address"
    return found


def answers(client: FlaskClient, hidden: str, shown: str) -> dict[str, tuple[int, bytes]]:
    found = {}
    for address in addresses(client, hidden, shown):
        response = client.get(address)
        found[address] = response.status_code, _lasting(response.data, address)
        response.close()
    for address, form in (("/check", {"text": f"推进{SECRET}，投入 776 万元。"}), ("/sparql", {"query": QUERIES[0]})):
        response = client.post(address, data=form, headers=OWN)
        found[f"POST {address}"] = response.status_code, _lasting(response.data, address)
    payload = {"entity": SECRET, "alias": "灯塔"}
    for address, body in (
        ("/api/v1/check", {"text": f"推进“三进两送”和{SECRET}。"}),
        ("/api/v1/decisions", {"kind": "alias", "payload": payload, "why": "", "dry_run": True}),
    ):
        response = client.post(address, json=body, headers=OWN)
        found[f"POST {address}"] = response.status_code, _lasting(response.data, address)
    return found


def _lasting(body: bytes, address: str) -> bytes:
    """Return what does not change from one request to the next: without times, counts of requests and dates of archives."""
    if address.startswith(("/metrics", "/exports/xlsx", "/exports/csv", "/api/v1/export")):
        return b"" if SECRET.encode() not in body else body
    return re.sub(rb'"took_ms": ?[0-9.]+|[0-9.,]+ ?(ms|\xe6\xaf\xab\xe7\xa7\x92)', b"", body)


@pytest.fixture(scope="module")
def hidden(folder: Path, paper: Path) -> str:
    from corpus.files import source_files

    (found,) = source_files([paper])
    return found[1].sha256[:16]  # type: ignore[union-attr]


def test_every_route_answers_as_if_a_hidden_document_were_not_there(folder: Path, paper: Path, hidden: str) -> None:
    shown = Library.open(folder, {}).documents[0].id
    before = answers(signed_in(folder, "何平"), hidden, shown)
    report = ingest.add(folder, [paper], environment=os.environ, label=GROUP)
    assert [file.id for file in report.added] == [hidden]
    after = answers(signed_in(folder, "何平"), hidden, shown)
    told = [address for address in before if before[address] != after[address]]
    assert not told
    member = answers(signed_in(folder, "林晚"), hidden, shown)
    differing = {address.partition("?")[0] for address in member if member[address] != after[address]}
    expected = {
        "/", "/search", "/ask", "/documents", f"/documents/{hidden}", f"/documents/{hidden}/text", "/entities", "/glossary",
        f"/documents/{hidden}/original", "/indicators", "/graph", "/exports", "/exports/turtle", "/exports/graphml",
        "/exports/skos", "/exports/annotations", f"/id/Program/{quote(SECRET)}", "/wording", "/admin", "/sparql",
        "/api/v1/search", "/api/v1/ask", "/api/v1/define", "/api/v1/suggest", "/api/v1/documents", "/api/v1/entities",
        "/api/v1/indicators", "/api/v1/graph", f"/api/v1/documents/{hidden}", f"/api/v1/entities/{quote(SECRET)}",
        "/reconcile", "/reconcile/suggest/entity", "/compare", "POST /sparql", "POST /api/v1/decisions",
    }  # fmt: skip
    assert expected <= differing
    assert not verify(folder, environment={}).errors


def test_a_label_hides_and_shows_at_once(folder: Path, paper: Path, hidden: str) -> None:
    ingest.add(folder, [paper], environment=os.environ, label=GROUP)
    reader, member = signed_in(folder, "何平"), signed_in(folder, "林晚")
    address = f"/api/v1/search?q={quote(SECRET)}"

    def found(client: FlaskClient) -> bool:
        return SECRET in client.get(address).get_data(as_text=True).split('"facets"')[0].split('"hits"')[1]

    assert (found(reader), found(member)) == (False, True)
    labelling.relabel(folder, hidden, "内部", environment=os.environ)
    assert (found(reader), found(member)) == (True, True)
    labelling.relabel(folder, hidden, "党组", environment=os.environ)
    assert (found(reader), found(member), found(signed_in(folder, "苏明"))) == (False, False, True)
    Accounts(folder).change("林晚", groups=["党组"])
    assert found(signed_in(folder, "林晚"))
    Accounts(folder).change("林晚", groups=[GROUP])
    labelling.relabel(folder, hidden, GROUP, environment=os.environ)


def test_replacing_and_rebuilding_keep_a_label(folder: Path, paper: Path, hidden: str) -> None:
    ingest.add(folder, [paper], environment=os.environ, label=GROUP)
    try:
        paper.write_text(PAPER + "\n联系人：霍星野\n", encoding="utf-8")
        report = ingest.add(folder, [paper], environment=os.environ)
        (replaced,) = report.added
        assert Library.open(folder, {}).meta(replaced.id).label == GROUP
        ingest.rebuild(folder, environment=os.environ)
        assert Library.open(folder, {}).document(replaced.id).label == GROUP
    finally:
        paper.write_text(PAPER, encoding="utf-8")
        ingest.add(folder, [paper], environment=os.environ, label=GROUP)


def test_who_may_not_see_a_document_can_neither_take_it_out_nor_label_it(
    folder: Path, paper: Path, hidden: str
) -> None:
    ingest.add(folder, [paper], environment=os.environ, label=GROUP)
    editor = signed_in(folder, "何平")
    assert editor.post(f"/admin/documents/{hidden}/remove", headers=OWN).status_code == 404
    assert editor.post(f"/admin/documents/{hidden}/label", data={"label": "公开"}, headers=OWN).status_code == 404
    shown = Library.open(folder, {}).documents[0].id
    response = editor.post(f"/admin/documents/{shown}/label", data={"label": GROUP}, headers=OWN)
    assert response.status_code == 400
    assert GROUP not in response.text.replace(f"{GROUP}", "", 1) or hidden not in response.text
    with paper.open("rb") as stream:
        response = editor.post("/api/v1/documents", data={"file": (stream, "x.txt"), "label": "公开"}, headers=OWN)
    assert response.get_json()["unchanged"] == ["x.txt"]
    assert Library.open(folder, {}).meta(hidden).label == GROUP


def test_guests_see_what_is_public_only(
    folder: Path, paper: Path, hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingest.add(folder, [paper], environment=os.environ, label="内部")
    monkeypatch.setenv("CETU_WEB__OPEN_READING", "true")
    guest = create_app(folder).test_client()
    assert guest.get(f"/documents/{hidden}").status_code == 404
    assert guest.get("/healthz").get_json()["documents"] == 2
    assert signed_in(folder, "何平").get(f"/documents/{hidden}").status_code == 200
    labelling.relabel(folder, hidden, GROUP, environment=os.environ)


def test_a_decision_on_hidden_things_is_not_told(folder: Path, paper: Path, hidden: str) -> None:
    ingest.add(folder, [paper], environment=os.environ, label=GROUP)
    member, other = signed_in(folder, "林晚"), signed_in(folder, "何平")
    body = {"kind": "alias", "payload": {"entity": SECRET, "alias": "守灯人"}, "why": "通称"}
    number = member.post("/api/v1/decisions", json=body, headers=OWN).get_json()["number"]
    assert "守灯人" in member.get("/admin/decisions").text
    assert "守灯人" not in other.get("/admin/decisions").text
    undo = {"kind": "undo", "payload": {"number": number}, "why": ""}
    assert other.post("/api/v1/decisions", json=undo, headers=OWN).status_code == 404
    assert member.post("/api/v1/decisions", json=undo, headers=OWN).status_code == 201


def test_a_view_that_is_lost_or_damaged_is_found_and_mended(folder: Path, paper: Path) -> None:
    ingest.add(folder, [paper], environment=os.environ, label=GROUP)
    views = sorted((folder / "views").iterdir())
    assert views
    shutil.rmtree(views[0])
    assert any(problem.where.startswith("views/") for problem in verify(folder, environment={}).problems)
    assert not repair(folder, environment={}).errors
    shutil.rmtree(views[0])
    assert signed_in(folder, "何平").get("/").status_code == 200


def test_a_library_of_public_documents_has_no_views(sample_library: Path) -> None:
    assert not (sample_library / "views").exists()
