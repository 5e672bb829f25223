"""Operators see counts, times and ids of requests; never what readers wrote."""

from __future__ import annotations

import json
import logging
import re
import subprocess
import sys
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from tests.commands import PROJECT
from web.app import create_app
from web.observing import LOG


@pytest.fixture
def client(tmp_path: Path) -> FlaskClient:
    return create_app(tmp_path / "library").test_client()


def metric(text: str, name: str) -> float:
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    assert found, text
    return float(found[1])


def test_requests_are_counted_by_kind_and_in_the_histogram(client: FlaskClient) -> None:
    for _ in range(3):
        client.get("/nowhere")
    answer = client.get("/metrics")
    assert answer.content_type.startswith("text/plain; version=0.0.4")
    assert metric(answer.text, 'cetu_requests_total{endpoint="unknown",method="GET",status="404"}') == 3
    assert metric(answer.text, 'cetu_request_seconds_bucket{le="+Inf"}') == 3
    assert metric(answer.text, "cetu_request_seconds_count") == 3
    assert metric(answer.text, "cetu_library_up") == 0


def test_a_method_of_the_callers_own_is_no_label(client: FlaskClient) -> None:
    client.open("/", method='X"Y')
    assert 'X"Y' not in client.get("/metrics").text
    assert 'method="other"' in client.get("/metrics").text


def test_log_lines_hold_ids_and_no_text(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, logger=LOG.name):
        LOG.propagate = True
        answer = client.get("/search?q=晨露计划%0a%0dforged")
        client.get("/documents/0123456789abcdef")
        client.get("/id/Program/晨露计划")
    lines = [json.loads(message) for message in caplog.messages if message.startswith("{")]
    assert [line["endpoint"] for line in lines][:1] and len(lines) == 3
    assert lines[0]["request"] == answer.headers["X-Request-Id"]
    assert lines[1]["document"] == "0123456789abcdef"
    text = "\n".join(caplog.messages)
    assert "晨露" not in text and "\\u6668" not in text and "forged" not in text


def test_whoever_waits_for_a_thread_writes_no_line_that_is_not_json() -> None:
    code = (
        "import logging, web.observing as o; o.log_to_stderr(); "
        "logging.getLogger('waitress.queue').warning('Task queue depth is 3'); o.LOG.info('{}')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert done.stderr == "{}\n"
