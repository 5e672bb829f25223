"""The page that lays two documents side by side: in pages, by titles, and worked out once."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from search import comparison as comparing
from search.library import Library
from tests.site import pages
from web.app import create_app
from web.pages import comparison


@pytest.fixture
def client(sample_library: Path) -> FlaskClient:
    return create_app(sample_library).test_client()


@pytest.fixture
def address(sample_library: Path) -> str:
    return pages(sample_library)["compare"]


def wordings(page: str) -> list[str]:
    """Return the rows of the table of wordings."""
    return re.findall(r'<tr class="change-.*?</tr>', page, re.DOTALL)


def test_many_changes_come_in_pages(client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = wordings(client.get(address).text)
    monkeypatch.setattr(comparison, "PAGE", 50)
    first = client.get(address).text
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = client.get(following[1].replace("&amp;", "&")).text
    # A section of which only the heading differs counts as a change, too.
    both = wordings(first) + wordings(second)
    assert len(both) > 90
    assert both == whole[: len(both)]
    assert 'id="h-figures"' in first
    assert 'id="h-figures"' not in second
    assert client.get(address + "&format=csv").text.count("\n") > len(whole)


def test_pages_and_kinds_of_one_comparison_are_worked_out_once(
    client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(address)
    monkeypatch.setattr(comparing, "compare", None)
    for more in ("", "&kind=new", "&offset=50", "&format=csv"):
        assert client.get(address + more).status_code == 200


def test_in_a_large_library_documents_are_named_instead_of_listed(
    client: FlaskClient, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "<option" in client.get("/compare").text
    monkeypatch.setattr(comparison, "MOST_LISTED", 2)
    for page in (client.get("/compare").text, client.get(address).text):
        assert "<option" not in page
        assert re.search(r'name="before"[^>]* value="[^"]+"', page)
    title = re.search(r'name="before"[^>]* value="([^"]+)"', client.get(address).text)
    assert title
    after = address.rsplit("=", 1)[1]
    answer = client.get(f"/compare?before={quote(title[1])}&after={after}&kind=new")
    assert answer.status_code == 302
    assert answer.location.startswith("/compare?")
    assert wordings(client.get(answer.location).text) == wordings(client.get(address + "&kind=new").text)


def test_both_documents_are_named_in_full_above_the_differences(
    client: FlaskClient, address: str, sample_library: Path
) -> None:
    head = client.get(address).text.split('<header class="head">')[1].split("</header>")[0]
    titles = {meta.id: meta.title for meta in Library.open(sample_library, {}).documents}
    for document in re.findall(r"=(\w+)", address):
        assert titles[document] in head
