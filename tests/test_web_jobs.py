"""Jobs: what is asked for is kept, done in the background, told in full, and taken up again after the server has died."""

from __future__ import annotations

import io
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import urllib3
from flask.testing import FlaskClient

from corpus.accounts import Accounts
from search import ingest
from search.jobs.job import Job
from search.jobs.queue import Queue, now
from search.jobs.runner import Runner
from search.library import Library
from tests.site import ended
from tests.test_web_server import serving
from web.app import create_app

PASSWORD = "清风徐来水波不兴之夜"
OWN = {"Origin": "http://localhost"}


def paper(number: int, *, paragraphs: int = 1) -> bytes:
    line = f"第{number}批晨露计划培训农技员{number + 7}名，新建科普服务站{number + 3}家。\n"
    return (f"关于做好第{number}批晨露计划的通知\n各县科协：\n" + line * paragraphs).encode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "旧.txt").write_bytes(paper(0))
    ingest.add(tmp_path / "library", [tmp_path / "旧.txt"], environment={})
    return tmp_path / "library"


def client_of(folder: Path, name: str = "") -> FlaskClient:
    client = create_app(folder).test_client()
    if name:
        assert client.post("/sign-in", data={"name": name, "password": PASSWORD}, headers=OWN).status_code == 303
    return client


def people(folder: Path) -> None:
    accounts = Accounts(folder)
    accounts.add("苏明", PASSWORD, role="administrator")
    for name in ("何平", "林晚"):
        accounts.add(name, PASSWORD, role="editor", groups=["人事组"])
    accounts.add("方禾", PASSWORD, role="reader")
    accounts.close()


def files(*papers: tuple[str, bytes]) -> dict[str, Any]:
    return {"file": [(io.BytesIO(data), name) for name, data in papers]}


def asked(**values: Any) -> Job:
    return Job(id="", who="苏明", address="", made_at=now(), **values)


def test_a_script_is_told_at_once_where_the_job_is_and_it_tells_everything(folder: Path) -> None:
    client = client_of(folder)
    sent = files(("一.txt", paper(1)), ("../坏.exe", b"\x00\x01" * 99), ("旧.txt", paper(0)))
    answer = client.post("/admin/documents", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 202 and answer.json
    job = ended(client, answer.json["job"])
    assert (job["state"], job["counts"]) == ("done", {"added": 1, "unchanged": 1, "failed": 1})
    assert [(row["kind"], row["name"]) for row in job["rows"]] == [
        ("added", "一.txt"),
        ("unchanged", "旧.txt"),
        ("failed", "坏.exe"),
    ]
    page = client.get(answer.json["address"]).text
    assert "收入 1 份，未变 1 份，失败 1 份" in page and job["rows"][2]["hint"] in page
    assert str(folder) not in json.dumps(job, ensure_ascii=False)
    assert client.get(f"/documents/{job['rows'][0]['document']}").status_code == 200
    assert "1 份失败" in client.get("/admin/jobs").text


def test_the_interface_for_programs_need_not_wait(folder: Path) -> None:
    client = client_of(folder)
    answer = client.post("/api/v1/documents", data=files(("一.txt", paper(1))), headers={"Prefer": "respond-async"})
    assert answer.status_code == 202 and answer.json
    assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json['id']}"
    assert ended(client, answer.json["id"])["counts"] == {"added": 1}
    listed = client.get("/api/v1/jobs").json
    assert listed and (listed["total"], listed["jobs"][0]["id"]) == (1, answer.json["id"])


def test_an_upload_in_whose_middle_the_server_is_killed_is_finished_by_the_next(folder: Path, tmp_path: Path) -> None:
    papers = [(f"{number}.txt", paper(number, paragraphs=120)) for number in range(1, 13)]
    http = urllib3.PoolManager()
    with serving(folder) as (process, port):
        own = {"Origin": f"http://127.0.0.1:{port}", "Accept": "application/json"}
        fields = [("file", one) for one in papers]
        answer = http.request("POST", f"http://127.0.0.1:{port}/admin/documents", fields=fields, headers=own)
        assert answer.status == 202, answer.data
        address = f"/api/v1/jobs/{answer.json()['job']}"
        end = time.monotonic() + 120
        while (job := http.request("GET", f"http://127.0.0.1:{port}{address}").json())["done"] < 2:
            assert job["state"] in ("waiting", "running") and time.monotonic() < end, job
            time.sleep(0.02)
        process.kill()
        process.wait()
    assert Queue(folder).get(job["id"]).state == "running"
    with serving(folder) as (_process, port):
        while (job := http.request("GET", f"http://127.0.0.1:{port}{address}").json())["state"] != "done":
            assert job["state"] in ("waiting", "running") and time.monotonic() < end, job
            time.sleep(0.1)
        page = http.request("GET", f"http://127.0.0.1:{port}/admin/jobs/{job['id']}").data.decode()
    assert "服务中断过 1 次" in page and "收入 12 份，未变 0 份，失败 0 份" in page
    assert sorted(row["name"] for row in job["rows"]) == sorted(name for name, _data in papers)
    assert len(Library.open(folder, {}).documents) == 13
    Queue(folder).sweep()
    assert not list((folder / "jobs").glob("*/files/*"))


def test_a_job_that_takes_every_runner_with_it_is_given_up_and_can_be_asked_for_again(folder: Path) -> None:
    queue = Queue(folder)
    job = queue.add(asked(kind="upload", files=("一.txt",)), [("一.txt", paper(1))])
    for _ in range(3):
        # As the one leaves it who is killed while doing it.
        waiting = queue.get(job.id)
        queue.save(Job.from_dict(waiting.to_dict() | {"state": "running"}))
        Runner(queue, {})._take_up()
    given_up = queue.get(job.id)
    assert given_up.state == "failed" and given_up.error and "一再中断" in given_up.error["message"]
    client = client_of(folder)
    assert "一再中断" in client.get(f"/admin/jobs/{job.id}").text
    assert client.post(f"/admin/jobs/{job.id}/again").status_code == 303
    assert ended(client, job.id)["counts"] == {"added": 1}


def test_jobs_wait_for_another_writer_instead_of_failing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ingest, "_LOCK_TIMEOUT_S", 0.2)
    client = client_of(folder)
    with ingest.writing(folder):
        sent = files(("一.txt", paper(1)))
        job = client.post("/admin/documents", data=sent, headers={"Accept": "application/json"}).json
        assert job
        end = time.monotonic() + 30
        while "另一个程序" not in (found := client.get(f"/api/v1/jobs/{job['job']}").json or {})["now"]:
            assert found["state"] in ("waiting", "running") and time.monotonic() < end
            time.sleep(0.05)
    assert ended(client, job["job"])["state"] == "done"


def test_one_at_a_time_in_the_order_in_which_they_were_asked_for(folder: Path) -> None:
    queue, seen = Queue(folder), []
    for kind in ("verify", "rebuild", "verify"):
        queue.add(asked(kind=kind))
    Runner(queue, {}, on_end=lambda job: seen.append(job.kind)).run_all()
    assert seen == ["verify", "rebuild", "verify"]
    assert {job.state for job in queue.listed()} == {"done"}


@pytest.mark.parametrize("kind", ["verify", "repair", "rebuild"])
def test_an_administrator_has_the_library_looked_after(folder: Path, kind: str) -> None:
    people(folder)
    client = client_of(folder, "苏明")
    page = client.post("/admin/jobs", data={"kind": kind}, headers=OWN, follow_redirects=True)
    job = ended(client, page.request.path.rsplit("/", 1)[1])
    assert job["state"] == "done" and job["counts"]["documents"] == 1
    assert Accounts(folder).trail(limit=1)[0].what == kind
    for name in ("何平", "方禾"):
        assert client_of(folder, name).post("/admin/jobs", data={"kind": kind}, headers=OWN).status_code == 403


def test_repairing_tells_what_was_mended(folder: Path) -> None:
    shutil.rmtree(folder / "index")
    client = client_of(folder)
    page = client.post("/admin/jobs", data={"kind": "repair"}, follow_redirects=True)
    job = ended(client, page.request.path.rsplit("/", 1)[1])
    assert job["counts"]["repaired"] >= 1 and job["counts"]["errors"] == 0
    assert "已修复" in client.get(f"/admin/jobs/{job['id']}").text


def test_an_editor_sees_the_own_jobs_only_and_no_document_hidden_since(folder: Path) -> None:
    people(folder)
    editor, other = client_of(folder, "何平"), client_of(folder, "林晚")
    sent = files(("名册.txt", paper(5))) | {"label": "人事组"}
    answer = editor.post("/admin/documents", data=sent, headers=OWN | {"Accept": "application/json"})
    assert answer.json
    job = ended(editor, answer.json["job"])
    title = job["rows"][0]["text"]
    assert title in editor.get(f"/admin/jobs/{job['id']}").text
    assert title in client_of(folder, "苏明").get(f"/admin/jobs/{job['id']}").text
    for address in (f"/admin/jobs/{job['id']}", f"/api/v1/jobs/{job['id']}"):
        assert other.get(address).status_code == 404
        assert client_of(folder, "方禾").get(address).status_code == 403
    assert other.post(f"/admin/jobs/{job['id']}/remove", headers=OWN).status_code == 404
    assert job["id"] not in other.get("/admin/jobs").text
    accounts = Accounts(folder)
    assert [(deed.who, deed.what, deed.subject) for deed in accounts.trail(limit=9) if deed.what == "add"] == [
        ("何平", "add", job["rows"][0]["document"])
    ]
    accounts.change("何平", groups=[])
    editor = client_of(folder, "何平")
    assert title not in editor.get(f"/admin/jobs/{job['id']}").text
    assert title not in editor.get(f"/api/v1/jobs/{job['id']}").get_data(as_text=True)


def test_a_job_can_be_taken_away_but_not_while_it_is_done(folder: Path) -> None:
    queue, client = Queue(folder), client_of(folder)
    job = queue.add(asked(kind="verify", state="running"))
    assert client.post(f"/admin/jobs/{job.id}/remove").status_code == 400
    queue.save(Job.from_dict(job.to_dict() | {"state": "done", "counts": None}))
    assert client.post(f"/admin/jobs/{job.id}/remove").status_code == 303
    assert client.get(f"/admin/jobs/{job.id}").status_code == 404


@pytest.mark.parametrize("name", ["..", "../library.db", "%2e%2e", "20310101T000000000000-zzzzzzzz", "x"])
def test_an_address_of_no_job_is_a_clear_page(folder: Path, name: str) -> None:
    for address in (f"/admin/jobs/{name}", f"/api/v1/jobs/{name}"):
        assert client_of(folder).get(address).status_code in (404, 308)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 12 MB; only root may mount one."""
    from tests.test_kg_store_failures import Disk

    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("mounting a small disk needs Linux and its administrator")
    disk = Disk(tmp_path / "disk")
    try:
        disk.mount("size=12m")
    except Exception as error:  # a container may not mount
        pytest.skip(f"no small disk: {error}")
    yield tmp_path / "disk"
    disk.pull()


def test_files_that_a_full_disk_does_not_take_are_refused_whole(small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "旧.txt").write_bytes(paper(0))
    folder = small_disk / "library"
    ingest.add(folder, [tmp_path / "旧.txt"], environment={})
    client = client_of(folder)
    sent = files(("一.txt", paper(1)), ("大.txt", b"x" * 20_000_000))
    answer = client.post("/admin/documents", data=sent, headers={"Accept": "application/json"})
    assert answer.status_code == 503 and answer.json
    assert answer.json["error"]["message"] == "磁盘已满" and answer.json["error"]["hint"]
    assert "磁盘已满" in client.post("/admin/documents", data=files(("大.txt", b"x" * 20_000_000))).text
    assert Queue(folder).listed() == () and not [*(folder / "jobs").glob(".*.draft")]
    assert client.get("/documents").status_code == 200


def test_a_disk_that_is_full_by_the_time_of_the_work_loses_nothing(small_disk: Path, tmp_path: Path) -> None:
    (tmp_path / "旧.txt").write_bytes(paper(0))
    folder = small_disk / "library"
    ingest.add(folder, [tmp_path / "旧.txt"], environment={})
    queue = Queue(folder)
    job = queue.add(asked(kind="upload", files=("一.txt",)), [("一.txt", paper(1))])
    filler = small_disk / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 4096):
            pass
    runner = Runner(queue, {})
    runner.run_all()
    failed = queue.get(job.id)
    assert failed.state == "failed" and failed.error and failed.error["message"] == "磁盘已满"
    filler.unlink()
    queue.again(job.id)
    runner.run_all()
    assert queue.get(job.id).counts == {"added": 1}
