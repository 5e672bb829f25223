"""Requests that are sent to the application, and what must hold for each answer, whoever asks."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from scripts.fuzzing.calls import HIDDEN
from scripts.fuzzing.folders import SECRET, Folder, peopled

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

_CHANGES = ("/api/v1/decisions", "/api/v1/documents", "/api/v1/jobs")


@cache
def _client(library: Path) -> FlaskClient:
    from web.app import create_app

    return create_app(library).test_client()


def request(data: bytes) -> None:
    """Send a request to the API; whatever it is, the answer is JSON without a fault of ours."""
    call: dict[str, Any] = json.loads(data)
    _answer(_client(Folder.library()), call, {})


def signed_request(data: bytes) -> None:
    """Send a request where there are accounts: a token opens what its role may do, and nothing that a label hides."""
    call: dict[str, Any] = json.loads(data)
    found, who = peopled(), call["by"]
    call["path"] = call["path"].replace(HIDDEN, found.hidden)
    answer = _answer(_client(found.library), call, _authorization(call, found.tokens))
    if who not in found.tokens:
        assert answer.status_code == 401, f"{answer.status_code} for {call['path']} without an account"
    if who == "reader" and call["path"] in _CHANGES and call["method"] == "POST":
        assert answer.status_code >= 400, f"{answer.status_code}: a reader changes {call['path']}"
    if who != "administrator":  # no input holds the words
        assert SECRET not in answer.text, f"{call['path']} tells {who} what a label hides"


def _authorization(call: dict[str, Any], tokens: dict[str, str]) -> dict[str, str]:
    if call["by"] == "nobody":
        return {}
    # What a header can hold of a made-up token: one line of Latin letters.
    made_up = "".join(character for character in call["token"] if " " <= character <= "\xff" and character != "\x7f")
    return {"Authorization": f"Bearer {tokens.get(call['by'], made_up)}"}


def _answer(client: FlaskClient, call: dict[str, Any], headers: dict[str, str]) -> TestResponse:
    # Half of a surrogate pair comes as its bytes, as any program may send it.
    asked = urlencode(call["arguments"], doseq=True, errors="surrogatepass")
    answer = client.open(
        call["path"], method=call["method"], query_string=asked, data=call["body"].encode("utf-8", "replace"),
        content_type=call["type"], headers=headers,
    )  # fmt: skip
    assert answer.status_code < 500 or answer.status_code == 503, f"{answer.status_code} for {call['path']}"
    assert "Traceback" not in answer.text, "a traceback leaves the server"
    if answer.status_code >= 400 and answer.data and call["path"].startswith("/api/"):
        assert set(answer.get_json()["error"]) == {"code", "message", "where", "hint"}
    return answer
