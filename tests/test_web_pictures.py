"""Pictures of every page for a person to look at, and those of the README; only where CETU_SCREENSHOTS names a folder.

    CETU_SCREENSHOTS=/tmp/pictures .venv/bin/python -m pytest tests/test_web_pictures.py

The README's lie in the folder itself and belong into docs/images; all pages, at three widths, in both themes and languages, lie
in `pages/`. CETU_SCREENSHOTS_OF narrows them to pages whose name has a word.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.site import CHROMIUM, CHROMIUM_ARGUMENTS, WITHOUT_GRAPHICS, ended, pages, patient, served, uploaded
from web.app import create_app

FOLDER = os.environ.get("CETU_SCREENSHOTS", "")
ONLY = os.environ.get("CETU_SCREENSHOTS_OF", "")
README = {
    "home": "/",
    "answer": f"/ask?q={quote('哪些项目与科普惠农有关？')}",
    "indicators": "/indicators?view=pairs",
}
WIDTHS = {360: 740, 1024: 768, 1600: 1000}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not FOLDER, reason="CETU_SCREENSHOTS names no folder for pictures"),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"there is no browser at {CHROMIUM}"),
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, sample_library: Path) -> Path:
    """The sample, with jobs that went well and badly and a backup."""
    folder = tmp_path_factory.mktemp("pictures") / "library"
    shutil.copytree(sample_library, folder)
    client = create_app(folder).test_client()
    good = "关于做好晨露计划的通知\n各县科协：\n晨露计划培训农技员7名。\n".encode()
    files = [(io.BytesIO(good), "晨露计划通知.txt"), (io.BytesIO(b"\x00\x01" * 99), "名册.exe")]
    uploaded(client, {"file": files})
    for address in ("/admin/backups", "/admin/jobs"):
        client.post(address, data={"kind": "verify"})
        ended(client, (client.get("/api/v1/jobs").json or {})["jobs"][0]["id"])
    return folder


@pytest.fixture(scope="module")
def site(library: Path) -> Iterator[str]:
    with served(library) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=[*CHROMIUM_ARGUMENTS, *WITHOUT_GRAPHICS])
        yield opened
        opened.close()


def test_pictures_for_the_readme(browser: Any, sample_library: Path) -> None:
    Path(FOLDER).mkdir(parents=True, exist_ok=True)
    context = patient(
        browser.new_context(viewport={"width": 1240, "height": 800}, color_scheme="light", locale="zh-CN")
    )
    page = context.new_page()
    with served(sample_library) as site:
        for name, address in README.items():
            page.goto(site + address, wait_until="networkidle")
            page.screenshot(path=Path(FOLDER) / f"{name}.png")
        context.close()


def test_pictures_of_every_page(browser: Any, site: str, library: Path, sample_library: Path) -> None:
    folder = Path(FOLDER) / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    client = create_app(library).test_client()
    jobs = (client.get("/api/v1/jobs").json or {})["jobs"]
    seen = pages(sample_library) | {f"job {job['kind']}": f"/admin/jobs/{job['id']}" for job in jobs}
    for language, theme in product(("zh", "en"), ("light", "dark")):
        context = patient(browser.new_context(color_scheme=theme))
        page = context.new_page()
        page.goto(f"{site}/preferences?lang={language}&next=/admin")
        for name, address in seen.items():
            if ONLY not in name:
                continue
            for width, height in WIDTHS.items():
                # Loaded anew: some of a page is arranged once, for the width that it meets.
                page.set_viewport_size({"width": width, "height": height})
                page.goto(site + address, wait_until="networkidle")
                page.screenshot(
                    path=folder / f"{name.replace(' ', '-')}-{width}-{theme}-{language}.png", full_page=True
                )
        context.close()
