"""Signing in at an OpenID Connect provider: against a real small one on this machine."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("authlib")

import requests
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey

from corpus.accounts import Accounts
from corpus.errors import InputError
from tests.oidc_provider import CLIENT, SECRET, Provider, argument, provider_served
from web.app import create_app
from web.oidc import roles_of

PASSWORD = "清风徐来水波不兴之夜"


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with provider_served() as provider:
        yield provider


@pytest.fixture
def folder(tmp_path: Path, sample_library: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    shutil.copy(sample_library / "library.db", folder)
    Accounts(folder).add("苏明", PASSWORD, role="administrator")
    return folder


@pytest.fixture
def client(folder: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    provider.claims = {"sub": "u-1", "preferred_username": "林晚", "groups": ["staff", "人事组"]}
    provider.forged, provider.signs_with = {}, provider.key
    provider.codes.clear()
    monkeypatch.setenv("CETU_WEB__OIDC_ISSUER", provider.issuer)
    monkeypatch.setenv("CETU_WEB__OIDC_CLIENT", CLIENT)
    monkeypatch.setenv("CETU_WEB__OIDC_SECRET", SECRET)
    return create_app(folder).test_client()


def way_out(client: FlaskClient, there: str = "/account") -> str:
    """Return where the provider leads back to, after somebody signed in there."""
    out = client.get(f"/sign-in/provider?next={there}")
    assert out.status_code == 303
    found = requests.get(out.headers["Location"], allow_redirects=False, timeout=20)
    assert found.status_code == 302, found.text
    return found.headers["Location"].removeprefix("http://localhost")


def test_who_signs_in_at_the_provider_gets_an_account_and_goes_on(client: FlaskClient, folder: Path) -> None:
    assert "/sign-in/provider" in client.get("/sign-in").text
    back = client.get(way_out(client, "/account"))
    assert (back.status_code, back.headers["Location"]) == (303, "/account")
    assert "林晚" in client.get("/account").text
    assert Accounts(folder).get("林晚").role == "reader"
    assert [(deed.who, deed.what) for deed in Accounts(folder).trail(limit=1)] == [("林晚", "sign_in")]
    assert Accounts(folder).check("林晚", "") is None


def test_state_nonce_and_a_challenge_go_out_and_the_secret_does_not(client: FlaskClient) -> None:
    address = client.get("/sign-in/provider").headers["Location"]
    assert argument(address, "code_challenge_method") == "S256"
    assert min(len(argument(address, name)) for name in ("state", "nonce", "code_challenge")) >= 43
    cookie = client.get_cookie("cetu_way", path="/sign-in/provider")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax"
    assert cookie.value not in address and SECRET not in address


def test_an_answer_for_another_browser_opens_nothing(client: FlaskClient) -> None:
    theirs = way_out(client)
    victim = client.application.test_client()
    assert victim.get(theirs).status_code == 400
    victim.get("/sign-in/provider")
    assert victim.get(theirs).status_code == 400
    assert victim.get("/account").status_code == 303


def test_a_code_serves_once_and_needs_the_verifier(client: FlaskClient, provider: Provider) -> None:
    back = way_out(client)
    (code,) = provider.codes.values()
    code.code_challenge = "another-challenge-than-the-one-that-was-sent-out"
    refused = client.get(back)
    assert refused.status_code == 502 and "Traceback" not in refused.text
    provider.codes.clear()
    back = way_out(client)
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 400


@pytest.mark.parametrize(
    "forged",
    [{"nonce": "another"}, {"iss": "http://127.0.0.1:9"}, {"aud": ["another"]}, {"exp": 1}, {"azp": "another"}],
    ids=lambda value: str(*value),
)
def test_a_token_that_says_something_else_opens_nothing(
    client: FlaskClient, provider: Provider, forged: dict[str, Any]
) -> None:
    provider.forged = forged
    assert client.get(way_out(client)).status_code == 502
    assert client.get("/account").status_code == 303


def test_a_token_of_another_key_opens_nothing(client: FlaskClient, provider: Provider) -> None:
    provider.signs_with = RSAKey.generate_key(2048, parameters={"kid": "1"})
    assert client.get(way_out(client)).status_code == 502


def test_claims_give_role_and_labels_anew_at_each_sign_in(
    client: FlaskClient, folder: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CETU_WEB__OIDC_ROLES", "staff=editor chief=administrator")
    monkeypatch.setenv("CETU_WEB__OIDC_GROUP_CLAIM", "groups")
    client = create_app(folder).test_client()
    assert client.get(way_out(client)).status_code == 303
    found = Accounts(folder).get("林晚")
    assert (found.role, set(found.groups)) == ("editor", {"staff", "人事组"})
    provider.claims |= {"groups": "chief"}
    client.get(way_out(client))
    assert (Accounts(folder).get("林晚").role, Accounts(folder).get("林晚").groups) == ("administrator", ("chief",))
    provider.claims |= {"groups": []}
    assert client.get(way_out(client)).status_code == 400


def test_the_name_of_another_account_is_not_taken_over(client: FlaskClient, provider: Provider) -> None:
    provider.claims |= {"sub": "u-2", "preferred_username": "苏明"}
    assert client.get(way_out(client)).status_code == 400
    assert client.get("/account").status_code == 303


def test_a_new_name_at_the_provider_is_the_same_account(client: FlaskClient, folder: Path, provider: Provider) -> None:
    client.get(way_out(client))
    provider.claims |= {"preferred_username": "林晚晚"}
    client.get(way_out(client))
    assert [account.name for account in Accounts(folder).listed()] == ["林晚", "苏明"]


def test_without_the_setting_or_the_provider_there_is_a_clear_page(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = create_app(folder).test_client()
    assert client.get("/sign-in/provider").status_code == 404
    assert "/sign-in/provider" not in client.get("/sign-in").text
    monkeypatch.setenv("CETU_WEB__OIDC_ISSUER", "http://127.0.0.1:9")
    down = create_app(folder).test_client().get("/sign-in/provider")
    assert down.status_code == 502 and "身份服务" in down.text
    monkeypatch.setenv("CETU_WEB__OIDC_ISSUER", "http://idp.example.org")
    assert create_app(folder).test_client().get("/sign-in/provider").status_code == 400


@pytest.mark.parametrize(
    ("table", "held", "role"),
    [("*=reader", set(), "reader"), ("a=reader b=editor", {"a", "b"}, "editor"), ("a=reader", {"c"}, "")],
)
def test_the_highest_role_counts(table: str, held: set[str], role: str) -> None:
    assert roles_of(table, held) == role


def test_a_table_with_an_unknown_role_is_refused() -> None:
    with pytest.raises(InputError, match="角色"):
        roles_of("a=chief", {"a"})
