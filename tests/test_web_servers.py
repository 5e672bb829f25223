"""Several server processes behind a proxy: one sign-in counts at all, and so does guessing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import pytest
import urllib3

from corpus.accounts import Accounts
from search import ingest
from tests.site import served
from web.app import create_app
from web.server import serving

PASSWORD = "清风徐来水波不兴之夜"
PROXY = {"X-Forwarded-Host": "cetu.example", "X-Forwarded-Proto": "https", "Origin": "https://cetu.example"}


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[str]]:
    folder = tmp_path_factory.mktemp("servers")
    (folder / "a.txt").write_text("云川市科协2023年工作要点\n新建科普服务站3家。\n", encoding="utf-8")
    ingest.add(folder / "library", [folder / "a.txt"], environment={})
    (folder / "library" / "cetu.toml").write_text("[web]\nproxies = 1\n", encoding="utf-8")
    Accounts(folder / "library").add("苏明", PASSWORD, role="administrator")
    with ExitStack() as stack:
        yield [stack.enter_context(served(folder / "library")) for _ in range(2)]


def sign_in(server: str, password: str, address: str) -> urllib3.BaseHTTPResponse:
    form = urlencode({"name": "苏明", "password": password, "next": "/"})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"203.0.113.9, {address}"}
    return urllib3.request(
        "POST", f"{server}/sign-in", body=form, headers={**PROXY, **kind}, redirect=False, retries=False, timeout=90
    )


def test_a_session_of_one_server_is_one_of_all(servers: list[str]) -> None:
    given = sign_in(servers[0], PASSWORD, "192.0.2.1")
    assert given.status == 303
    cookie = given.headers["Set-Cookie"]
    assert "Secure" in cookie
    headers = {**PROXY, "X-Forwarded-For": "192.0.2.1", "Cookie": cookie.split(";")[0]}
    for server in servers:
        assert (
            urllib3.request(
                "GET", f"{server}/documents", headers=headers, redirect=False, retries=False, timeout=90
            ).status
            == 200
        )
    headers.pop("Cookie")
    assert (
        urllib3.request(
            "GET", f"{servers[1]}/documents", headers=headers, redirect=False, retries=False, timeout=90
        ).status
        == 303
    )


def test_guesses_count_together_and_by_the_address_that_the_proxy_names(servers: list[str]) -> None:
    for number in range(5):
        assert sign_in(servers[number % 2], "不是这个密码不是这个", "192.0.2.7").status != 429
    for server in servers:
        assert sign_in(server, PASSWORD, "192.0.2.7").status == 429
        assert sign_in(server, PASSWORD, "192.0.2.8").status == 303


def test_requests_count_together(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云川市科协2023年工作要点\n新建科普服务站3家。\n", encoding="utf-8")
    ingest.add(tmp_path / "library", [tmp_path / "a.txt"], environment={})
    (tmp_path / "library" / "cetu.toml").write_text("[web]\nproxies = 1\nrequests_per_minute = 12\n", encoding="utf-8")
    with ExitStack() as stack:
        both = [stack.enter_context(served(tmp_path / "library")) for _ in range(2)]

        def status(number: int, address: str) -> int:
            headers = {**PROXY, "X-Forwarded-For": address}
            url = f"{both[number % 2]}/no-such-page"
            return urllib3.request("GET", url, headers=headers, redirect=False, retries=False, timeout=90).status

        start = time.monotonic()
        let_through = [status(number, "192.0.2.20") != 429 for number in range(40)].count(True)
        came_since = (time.monotonic() - start) / 60 * 12
        assert 12 <= let_through <= 12 + came_since + 1
        assert status(0, "192.0.2.21") != 429


def test_a_proxy_that_nobody_declared_makes_nobody_local(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("云川市科协2023年工作要点\n新建科普服务站3家。\n", encoding="utf-8")
    ingest.add(tmp_path / "library", [tmp_path / "a.txt"], environment={})

    def may_write(address: str, **headers: str) -> bool:
        answer = urllib3.request(
            "POST", f"{address}/api/v1/documents", headers={"Origin": address, **headers}, timeout=90
        )
        assert answer.status in (400, 401, 403), answer.data  # 400: there is no file in it
        return answer.status == 400

    with served(tmp_path / "library") as address:
        assert may_write(address)
        assert not may_write(address, **{"X-Forwarded-For": "192.0.2.7"})


def test_a_server_ends_whenever_it_is_told(tmp_path: Path) -> None:
    app = create_app(tmp_path / "library")
    for _ in range(100):
        # Told at once, and while it answers: neither may find that what wakes it has been closed.
        with serving(app):
            pass
    with serving(app) as address:
        assert urllib3.request("GET", f"{address}/healthz", retries=False, timeout=90).status in (200, 503)
    with pytest.raises(urllib3.exceptions.HTTPError):
        urllib3.request("GET", f"{address}/healthz", retries=False, timeout=5)
