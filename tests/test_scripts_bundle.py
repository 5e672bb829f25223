"""The bundle for machines without a network installs by itself, and notices when it was damaged on the way."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.commands import PROJECT


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bundle")
    done = subprocess.run(
        [PROJECT / "scripts" / "bundle", folder / "cetu.tar", ""], capture_output=True, text=True, check=False
    )
    if done.returncode and "pip" in done.stderr.lower() and "No matching distribution" in done.stderr:
        pytest.skip("the package index does not answer")
    assert done.returncode == 0, done.stderr
    subprocess.run(["tar", "-xf", folder / "cetu.tar", "-C", folder], check=True)
    return folder / "cetu-bundle"


def test_it_installs_without_a_network_and_answers(bundle: Path, tmp_path: Path) -> None:
    # An index that nobody serves: whatever is not in the bundle cannot come.
    offline = {**os.environ, "PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_CONFIG_FILE": os.devnull}
    subprocess.run([bundle / "install", tmp_path / "cetu"], check=True, env=offline)
    cetu = tmp_path / "cetu" / "bin" / "cetu"
    library = ["--library", tmp_path / "library"]
    text = tmp_path / "通知.txt"
    text.write_text("关于云川市晨露计划的通知\n各县科协：\n2030年，晨露计划培训农技员120名。\n", encoding="utf-8")
    subprocess.run([cetu, *library, "add", text], check=True, cwd=tmp_path)
    answer = subprocess.run(
        [cetu, *library, "ask", "2030年晨露计划培训农技员多少名"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert "120名" in answer.stdout


def test_a_damaged_bundle_is_refused(bundle: Path, tmp_path: Path) -> None:
    wheel = next((bundle / "wheels").glob("click-*.whl"))
    data = wheel.read_bytes()
    try:
        wheel.write_bytes(data[:-1] + b"?")
        done = subprocess.run([bundle / "install", tmp_path / "cetu"], capture_output=True, text=True, check=False)
    finally:
        wheel.write_bytes(data)
    assert done.returncode == 3 and "damaged" in done.stderr
    assert not (tmp_path / "cetu").exists()
