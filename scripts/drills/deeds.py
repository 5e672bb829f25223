"""What writers do in the drills, each in a process of its own that may die, and how a library is judged afterwards."""

from __future__ import annotations

import io
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from corpus.errors import CetuError
from corpus.record import Record

TITLE = "关于做好云川市青禾共富工程的通知"
TEXT = f"{TITLE}\n云科协发〔2031〕9号\n各县（市、区）科协：\n到2031年底，青禾共富工程建成站点37个，由市科协负责。\n云川市科学技术协会\n2031年5月6日\n"
FIRST = "关于云川市晨露计划的通知\n云科协发〔2030〕3号\n各县（市、区）科协：\n2030年，晨露计划培训农技员120名，由市科协组织实施。\n云川市科学技术协会\n2030年3月4日\n"
WORDING = "晨露计划"
ENTITY = "云川市晨露计划"


def add(library: Path, files: Path) -> None:
    """Add the new document by the command."""
    _cetu(library, "add", str(files / "new.txt"))


def first(library: Path, files: Path) -> None:
    """Add a document to a folder that holds nothing yet."""
    _cetu(library, "add", str(files / "new.txt"))


def decide(library: Path, _files: Path) -> None:
    """Record a decision by the command."""
    _cetu(library, "decide", "reject", ENTITY, "--why", "演练", "--who", "演练")


def rebuild(library: Path, _files: Path) -> None:
    """Read everything again."""
    _cetu(library, "rebuild")


def upload(library: Path, _files: Path) -> None:
    """Send the new document through the web application, and follow the job until its end."""
    from web.app import create_app

    client = create_app(library).test_client()
    data = {"file": (io.BytesIO(TEXT.encode()), "new.txt")}
    answer = client.post("/admin/documents", data=data, headers={"Accept": "application/json"})
    if answer.status_code != 202 or not answer.json:
        raise SystemExit(2 if answer.status_code < 500 or answer.status_code == 503 else 3)
    job: dict[str, Any] = {"state": "waiting"}
    while job["state"] in ("waiting", "running"):
        time.sleep(0.02)
        job = client.get(f"/api/v1/jobs/{answer.json['job']}").json or job
    if job["state"] == "failed":
        raise SystemExit(3 if job["error"]["code"] == "internal" else 2)
    if TITLE not in client.get(answer.json["address"]).text:
        raise SystemExit(3)


DEEDS: dict[str, Callable[[Path, Path], None]] = {
    "add": add,
    "first": first,
    "decide": decide,
    "rebuild": rebuild,
    "upload": upload,
}


def judge(library: Path, deed: str, *, is_acknowledged: bool) -> list[str]:
    """Return what is wrong with a library after a writer ended somehow; nothing where all is as promised."""
    from search import verifying

    wrong = list(_half(library))
    if not (library / "library.db").exists():
        return [*wrong, "确认过的库不在"] if is_acknowledged else wrong
    try:
        before = verifying.verify(library, environment={})
        wrong += [f"不能修复：{p.message}" for p in before.errors if not p.is_repairable]
    except CetuError as error:
        if deed != "first" or is_acknowledged:
            return [*wrong, f"打不开：{error}"]
        # Nothing had been acknowledged: the next writer makes the library.
    wrong += _next_writer(library)
    after = verifying.verify(library, environment={})
    wrong += [f"修复之后仍不一致：{p.message}" for p in after.errors]
    wrong += [*_half(library), *_kept(library, deed, is_acknowledged)]
    drafts = [path.name for path in library.glob("blobs/**/*.draft")]
    return wrong + [f"留下了草稿：{name}" for name in drafts]


def _next_writer(library: Path) -> list[str]:
    """Let the writer that comes next catch up."""
    from search import ingest, verifying

    try:
        with ingest.writing(library, create=True):
            pass
        verifying.repair(library, environment={})
    except CetuError as error:
        return [f"下一次写入失败：{error}"]
    return []


def _half(library: Path) -> list[str]:
    """Return what readers see that is not whole: every document of the state, its text, and what search finds of it."""
    from search import engine
    from search.library import Library

    if not (library / "state.json").exists():
        return []
    try:
        found = Library.open(library, {})
        known = {meta.id for meta in found.documents}
        for name in known:
            if not found.document(name).sentences:
                return [f"半份文献：{name}"]
            found.extraction(name)
            found.original(name)
        for words in ("青禾共富工程", "晨露计划"):
            hits = engine.search(found, words).hits
            if strange := {hit.document for hit in hits} - known:
                return [f"检索到目录中没有的文献：{strange}"]
    except Exception as error:  # whatever a reader meets is a finding of the drill
        return [f"读者遇到：{type(error).__name__} {error}"]
    return []


def _kept(library: Path, deed: str, is_acknowledged: bool) -> list[str]:
    record = Record(library)
    try:
        titles = {meta.title for meta in record.documents()}
        decisions = len(record.decisions())
    finally:
        record.close()
    wrong = [] if deed == "first" or any(WORDING in title for title in titles) else ["先前的文献丢了"]
    if is_acknowledged and deed in ("add", "first", "upload") and TITLE not in titles:
        wrong.append("确认过的文献丢了")
    if is_acknowledged and deed == "decide" and decisions != 1:
        wrong.append("确认过的决定丢了")
    return wrong


def _cetu(library: Path, *arguments: str) -> None:
    from scripts.cli import main

    sys.argv = ["cetu"]
    # What the command says belongs to the drill's own log only where it fails.
    sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    main(["--library", str(library), *arguments])
