"""The running server keeps to the description that it gives of itself: schemathesis makes requests of it, with a token."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.accounts import Accounts
from tests.site import served

pytest.importorskip("schemathesis")

# Files are uploaded and exports written by tests of their own; made up by the thousand they only cost time.
LEFT_OUT = "/export$|/documents$"


def test_the_api_keeps_to_its_description(
    tmp_path: Path, sample_library: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "library"
    shutil.copytree(sample_library, folder)
    people = Accounts(folder)
    people.add("苏明", "清风徐来水波不兴之夜", role="administrator")
    token = people.make_token("苏明", "试验")
    monkeypatch.setenv("CETU_WEB__REQUESTS_PER_MINUTE", "0")
    with served(folder) as address:
        program = Path(sys.executable).with_name("schemathesis")
        options = ["--max-examples", "5", "--seed", "1", "--phases", "coverage,fuzzing", "--request-timeout", "60"]
        # Which names are there, and mean one thing, no schema can say: what fits it may be refused all the same.
        left_out = ["--exclude-path-regex", LEFT_OUT, "--exclude-checks", "positive_data_acceptance"]
        command = [program, "run", f"{address}/api/v1/openapi.json", "-H", f"Authorization: Bearer {token}"]
        done = subprocess.run(
            [*command, *options, *left_out], capture_output=True, text=True, cwd=tmp_path, timeout=900, check=False
        )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "14 selected" in done.stdout
