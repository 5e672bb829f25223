"""`cetu info --check`: everything that is wrong with a configuration, at once."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from search import configuration
from search.configuration import Remark
from tests.commands import SAMPLE, cetu


def errors(folder: Path, **environment: str) -> dict[str, Remark]:
    return {one.where: one for one in configuration.check(folder, environment) if one.is_error}


def test_all_mistakes_are_said_at_once(tmp_path: Path) -> None:
    file = tmp_path / "cetu.toml"
    file.write_text('[search]\nindx = "whoosh"\nmode = "guess"\n[web]\nport = "many"\n', encoding="utf-8")
    found = errors(tmp_path, CETU_CHECK__SEVERITIES="figure=loud", CETU_WEB__THREADS="0")
    assert found[str(file)].what == "没有“search.indx”这项设置" and "search.index" in found[str(file)].hint
    assert "hybrid" in found[f"{file} 的 search.mode"].hint
    assert "类型不对" in found[f"{file} 的 web.port"].what
    assert "至少为 1" in found["环境变量 CETU_WEB__THREADS"].hint
    assert "loud" in found["check.severities：figure"].what
    assert len(found) == 5


def test_a_file_that_is_no_toml_does_not_hide_the_environment(tmp_path: Path) -> None:
    (tmp_path / "cetu.toml").write_text("[web\n", encoding="utf-8")
    found = errors(tmp_path, CETU_WEB__PORT="x")
    assert set(found) == {str(tmp_path / "cetu.toml"), "环境变量 CETU_WEB__PORT"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("CETU_KG__STORE", "http://127.0.0.1:9/none", "连不上"),
        ("CETU_SEARCH__MODEL", "/no/such/folder", ""),
    ],
)
def test_what_the_settings_name_is_tried(tmp_path: Path, name: str, value: str, said: str) -> None:
    ((_, remark),) = errors(tmp_path, **{name: value}).items()
    assert said in remark.what and remark.hint


def test_what_is_not_installed_is_an_error_only_where_it_is_chosen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A name that is None in sys.modules cannot be imported, nor found.
    for name in ("tantivy", "search.indexes.tantivy_index"):
        monkeypatch.setitem(sys.modules, name, None)
    monkeypatch.setattr("search.configuration._EXTRAS", (("no_such_module", "readers", "读取 PDF"),))
    assert "cetu[tantivy]" in errors(tmp_path, CETU_SEARCH__INDEX="tantivy")["search.index"].hint
    remarks = configuration.check(tmp_path, {})
    assert not any(remark.is_error for remark in remarks)
    assert any("cetu[readers]" in remark.hint for remark in remarks)


def test_an_open_address_without_accounts_is_pointed_out(tmp_path: Path) -> None:
    assert any(one.where == "web.host" for one in configuration.check(tmp_path, {"CETU_WEB__HOST": "0.0.0.0"}))
    assert not any(one.where == "web.host" for one in configuration.check(tmp_path, {}))


def test_the_command_says_so_and_changes_nothing(tmp_path: Path) -> None:
    library = tmp_path / "library"
    done = cetu("info", "--check", library=library)
    assert (done.returncode, "设置可用" in done.stdout, library.exists()) == (0, True, False)
    cetu("add", sorted(SAMPLE.glob("*.md"))[0], library=library)
    wrong = cetu("info", "--check", "--json", library=library, CETU_WEB__PORT="0")
    assert wrong.returncode == 1
    (remark,) = [one for one in json.loads(wrong.stdout) if one["is_error"]]
    assert remark["where"] == "环境变量 CETU_WEB__PORT" and remark["hint"]
