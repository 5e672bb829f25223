"""What nobody should send, sent to a real server through a socket: a clear page, nothing lost, and the server goes on."""

from __future__ import annotations

import http.client
import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
import urllib3

from search import ingest
from search.library import Library
from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, patient, served
from tests.written import zipped

SCRIPT = "<script>window.ran=1</script><img src=x onerror='window.ran=1'>"
PROGRAM = "千村科普惠农行动"
PAPER = "关于做好晨露计划的通知\n各县科协：\n晨露计划培训农技员7名。\n".encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, sample_library: Path) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    shutil.copytree(sample_library, folder / "library")
    paper = folder / "坏.txt"
    paper.write_text(f"关于“{SCRIPT}”的通知\n名词解释\n1.“{SCRIPT}”：由{SCRIPT}组织；\n", encoding="utf-8")
    ingest.add(folder / "library", [paper], environment=os.environ)
    return folder / "library"


@pytest.fixture(scope="module")
def site(folder: Path) -> Iterator[str]:
    with served(folder) as address:
        yield address


def asked(site: str, method: str, path: str, **more: Any) -> urllib3.BaseHTTPResponse:
    headers = {"Origin": site, "Accept": "application/json"} | more.pop("headers", {})
    return urllib3.PoolManager().request(method, site + path, headers=headers, **more)


def outcome(site: str, *files: tuple[str, bytes]) -> list[dict[str, Any]]:
    """Send files, and return what the job says of each once it has ended."""
    answer = asked(site, "POST", "/admin/documents", fields=[("file", file) for file in files])
    assert answer.status == 202, answer.data
    end = time.monotonic() + 120
    while (job := asked(site, "GET", f"/api/v1/jobs/{answer.json()['job']}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < end, job
        time.sleep(0.1)
    return list(job["rows"])


def documents(site: str) -> dict[str, str]:
    """Return the id of each document by its title."""
    return {item["title"]: item["id"] for item in asked(site, "GET", "/api/v1/documents").json()["documents"]}


def test_files_of_no_use_are_refused_one_by_one_and_the_good_one_comes_in(site: str) -> None:
    bomb = zipped({"大.txt": b"0" * 300_000_000})
    nested = zipped({"内.zip": zipped({"更内.zip": zipped({"文.txt": PAPER})})})
    rows = outcome(
        site,
        ("炸弹.zip", bomb),
        ("层层.zip", nested),
        ("名册.exe", b"MZ\x00\x01" * 99),
        ("假.docx", b"\x89PNG\r\n\x1a\n" + b"\x00\x01" * 99),
        ("空.txt", b""),
        ("好.txt", PAPER.replace("晨露".encode(), "晚霞".encode())),
    )
    failed = {row["name"].split("/")[0]: row for row in rows if row["kind"] == "failed"}
    assert set(failed) == {"炸弹.zip", "名册.exe", "假.docx", "空.txt"}
    assert all(row["text"] and "Traceback" not in row["text"] for row in failed.values())
    assert sorted(row["name"].rsplit("/", 1)[-1] for row in rows if row["kind"] == "added") == ["好.txt", "文.txt"]
    assert "关于做好晨露计划的通知" in documents(site)
    assert asked(site, "GET", "/healthz").status == 200


@pytest.mark.parametrize("name", ["../../../逃.txt", "逃\u202etxt.exe.txt", "逃" * 400 + ".txt", "a\x00b.txt", ".txt"])
def test_a_name_leads_nowhere_and_is_shortened(site: str, folder: Path, name: str) -> None:
    before = set(folder.parent.rglob("*逃*"))
    text = f"关于“{len(name)}号名单”的通知\n云川市举办第九届灯会。\n".encode()
    (row,) = outcome(site, (name, text))
    assert not {"/", "\\", "\u202e", "\x00"} & set(row["name"])
    assert len(row["name"].encode()) < 200
    assert set(folder.parent.rglob("*逃*")) == before
    assert row["kind"] == "added"
    assert Library.open(folder, {}).meta(row["document"]).source_name == row["name"]


@pytest.mark.parametrize("path", ["/admin/documents", "/api/v1/documents", "/check"])
def test_what_is_too_large_is_refused_before_it_is_sent(site: str, path: str) -> None:
    parts = urlsplit(site)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=60)
    connection.putrequest("POST", path)
    connection.putheader("Origin", site)
    connection.putheader("Content-Type", "multipart/form-data; boundary=x")
    connection.putheader("Content-Length", str(10**11))
    connection.endheaders(b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n')
    answer = connection.getresponse()
    body = answer.read().decode()
    connection.close()
    assert answer.status == 413, body
    assert "Traceback" not in body
    assert asked(site, "GET", "/healthz").status == 200


def test_two_editors_who_decide_at_once_both_get_an_answer_and_both_decisions_hold(site: str, folder: Path) -> None:
    names = [f"千村之行{number}" for number in range(4)]

    def decide(name: str) -> int:
        body = {"kind": "alias", "payload": {"entity": PROGRAM, "alias": name}}
        return int(asked(site, "POST", "/api/v1/decisions", json=body).status)

    with ThreadPoolExecutor(len(names)) as pool:
        statuses = list(pool.map(decide, names))
    # Who meets the other's writing is told so in a sentence, and may ask again.
    assert set(statuses) <= {200, 201, 503}, statuses
    for name, status in zip(names, statuses, strict=True):
        if status == 503:
            assert decide(name) in (200, 201)
    aliases = asked(site, "GET", f"/api/v1/entities/{quote(PROGRAM)}").json()["aliases"]
    assert set(names) <= set(aliases)


def test_the_same_pair_decided_both_ways_at_once_ends_in_one_decision_that_holds(site: str) -> None:
    page = asked(site, "GET", "/api/v1/decisions").json()
    before = len(page["decisions"])
    pair = ["云川科普云", "云瓷大会"]

    def decide(kind: str) -> int:
        return int(asked(site, "POST", "/api/v1/decisions", json={"kind": kind, "payload": {"entities": pair}}).status)

    with ThreadPoolExecutor(2) as pool:
        statuses = list(pool.map(decide, ("merge", "not_same")))
    assert set(statuses) <= {200, 201, 400, 409, 503}, statuses
    after = asked(site, "GET", "/api/v1/decisions").json()["decisions"]
    assert len(after) - before == sum(status in (200, 201) for status in statuses)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/documents/0000000000000000", 404),
        ("/documents/%00", 404),
        ("/documents/{id}?start=999999999&end=1", 400),
        ("/documents/{id}?start=-4", 400),
        ("/documents/{id}/pages/1.png", 404),
        ("/id/Person/" + quote("查无此人"), 404),
        ("/id/%E0%A4%A/x", 404),
        ("/admin/jobs/none", 404),
        ("/admin/backups/none.cetu", 404),
        ("/search?q=" + "长" * 600, 400),
        ("/graph?entity=%00", 400),
        ("/" + "x/" * 500, 404),
    ],
)
def test_a_broken_link_is_a_clear_page(site: str, path: str, status: int) -> None:
    (document, *_rest) = documents(site).values()
    answer = asked(site, "GET", path.format(id=document), headers={"Accept": "text/html"})
    page = answer.data.decode()
    assert answer.status == status, page[:2000]
    assert "<h1" in page
    assert "回到首页" in page
    assert "Traceback" not in page


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}")
def test_a_script_in_a_document_runs_on_no_page(site: str, folder: Path) -> None:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    document = next(meta.id for meta in Library.open(folder, {}).documents if meta.source_name == "坏.txt")
    asking = quote(SCRIPT)
    dialogs: list[str] = []
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        page = patient(browser.new_page())
        page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
        for path in (
            f"/documents/{document}",
            "/documents",
            "/glossary",
            "/admin",
            f"/search?q={asking}",
            f"/nowhere/{asking}",
        ):
            page.goto(site + path, wait_until="networkidle")
            assert page.evaluate("window.ran === undefined"), path
            assert page.locator("main img").count() == 0, path
        browser.close()
    assert dialogs == []
