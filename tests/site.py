"""The web application as tests visit it: its pages, and a browser that is looked over."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient

from search.library import Library
from web.app import create_app
from web.server import serving

CHROMIUM = Path("/usr/bin/chromium")
CHROMIUM_ARGUMENTS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)
# Pictures are drawn by the processor: without a graphics card, or as if there were one, which costs much more.
WITHOUT_GRAPHICS = ("--disable-gpu",)
WITH_GRAPHICS = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")


def pages(library: Path) -> dict[str, str]:
    """Return the address of every kind of page of a library of the sample, by name."""
    documents = Library.open(library, {}).documents
    document = documents[0].id
    reports = [meta.id for meta in documents if "全体会议" in meta.title][:2]
    return {
        "home": "/",
        "search start": "/search",
        "search": f"/search?q={quote('科普惠农')}",
        "search filtered": f"/search?q={quote('科普惠农')}&kind=report&year=2024",
        "search nothing": f"/search?q={quote('量子引力')}&kind=letter",
        "ask start": "/ask",
        "answer": f"/ask?q={quote('三进两送是什么意思？')}",
        "answer with items": f"/ask?q={quote('哪些项目与科普惠农有关？')}",
        "answer not found": f"/ask?q={quote('火星基地由谁建设？')}",
        "documents": "/documents",
        "reader": f"/documents/{document}",
        "reader lit": f"/documents/{document}?start=1200&end=1260",
        "glossary": "/glossary",
        "glossary undefined": "/glossary?view=undefined",
        "glossary unused": "/glossary?view=unused",
        "indicators": "/indicators",
        "ledger": "/indicators/ledger",
        "ledger missed": "/indicators/ledger?state=missed",
        "entities": "/entities",
        "entities of a type": "/entities?type=Program",
        "entity": f"/id/Organization/{quote('云川市科学技术协会')}",
        "graph start": "/graph",
        "graph": f"/graph?entity={quote('市科协')}",
        "graph filtered": f"/graph?entity={quote('市科协')}&type=Program&depth=2",
        "graph path": f"/graph?entity={quote('院士专家工作站')}&to={quote('科技工作者之家')}",
        "graph whole": "/graph/whole",
        "compare start": "/compare",
        "compare": f"/compare?before={reports[0]}&after={reports[1]}",
        "wording start": "/wording",
        "wording": f"/wording?q={quote('三进两送')}",
        "wording unused": f"/wording?q={quote('量子引力')}",
        "follow-up": f"/ask?q={quote('2023年呢？')}&context={quote('2022年上级专项资金是多少？')}",
        "check": "/check",
        "sparql": "/query",
        "sparql with rows": f"/query?query={quote('SELECT ?s ?o WHERE { ?s ?p ?o } LIMIT 20')}",
        "exports": "/exports",
        "administration": "/admin",
        "decisions": "/admin/decisions",
        "users": "/admin/users",
        "tokens": "/admin/tokens",
        "trail": "/admin/trail",
        "health": "/admin/health",
        "jobs": "/admin/jobs",
        "backups": "/admin/backups",
        "nowhere": "/nowhere",
    }


@contextmanager
def served(library: Path) -> Iterator[str]:
    """Serve a library on a free port of this machine; gives the address without a slash at the end."""
    with serving(create_app(library)) as address:
        yield address


def patient(opened: Any) -> Any:
    """Return a page or context of a browser that waits longer than half a minute: other tests keep the processor busy."""
    opened.set_default_timeout(120_000)
    return opened


def ended(client: FlaskClient, job: str) -> dict[str, Any]:
    """Return a job as programs get it, once it has ended."""
    end = time.monotonic() + 120
    while True:
        found = client.get(f"/api/v1/jobs/{job}").json
        assert found and time.monotonic() < end, found
        if found["state"] in ("done", "failed"):
            return dict(found)
        time.sleep(0.05)


def uploaded(client: FlaskClient, data: dict[str, Any], **headers: str) -> str:
    """Send files by the form, and return the page of the job once it has ended."""
    page = client.post(
        "/admin/documents", data=data, content_type="multipart/form-data", headers=headers, follow_redirects=True
    )
    assert page.status_code == 200, page.text
    ended(client, page.request.path.rsplit("/", 1)[1])
    return client.get(page.request.path).text
