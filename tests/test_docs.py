"""The documents say what is there: their commands run, their tables and links hold."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from corpus.ingest import document_from_text
from corpus.settings import SETTINGS
from kg.facts import EntityType, Predicate
from kg.terms import vocabulary
from scripts.cli import COMMANDS
from scripts.document_ontology import markdown
from scripts.execute_notebook import NOTEBOOK, executed, shown

PROJECT = Path(__file__).resolve().parent.parent
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").rglob("*.md"), PROJECT / "corpus" / "sample" / "README.md"])
RUNNABLE = re.compile(r"<!-- run -->\n```bash\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
REPAIR_ROW = re.compile(r"^\| `(\w+)` \| (.+) \| (.+) \|$", re.MULTILINE)


def page(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def run_blocks(name: str, folder: Path) -> list[str]:
    """Run the marked blocks of a page in a folder with the sample in it; return what each printed."""
    shutil.copytree(PROJECT / "corpus" / "sample", folder / "corpus" / "sample")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CETU_")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    outputs = []
    for block in RUNNABLE.findall(page(name)):
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, f"{name}: {block}\n{done.stderr}"
        outputs.append(done.stdout)
    return outputs


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_commands_of_the_readme_run_and_show_what_it_promises(name: str, tmp_path: Path) -> None:
    first, second, *_ = run_blocks(name, tmp_path)
    for program in ("千村科普惠农行动", "农技专家包村联户计划"):
        assert program in first
    assert "34" in second
    assert "进校园" in second and "进园区" in second
    assert "没有" in second


def test_the_query_of_the_data_model_finds_targets_beside_results(tmp_path: Path) -> None:
    (output,) = run_blocks("docs/data-model.md", tmp_path)
    for row in ("2023,achieved,12", "2023,target,18"):
        assert row in output


def test_the_recovery_drill_gives_the_same_answer(tmp_path: Path) -> None:
    (output,) = run_blocks("docs/operation.md", tmp_path)
    assert "资料库一致" in output
    assert output.endswith("same answer\n")


def test_the_notebook_shows_what_it_does() -> None:
    # Where what is extracted has changed: python scripts/execute_notebook.py, and look at the difference.
    assert shown(executed(NOTEBOOK)) == shown(nbformat.read(NOTEBOOK, as_version=4))


def test_the_studies_run_as_shown(tmp_path: Path) -> None:
    (output,) = run_blocks("docs/studies.md", tmp_path)
    assert "产学融合" in output and "——未完成（" in output
    assert (tmp_path / "台账.xlsx").stat().st_size


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    missing = [link for link in LINK.findall(path.read_text(encoding="utf-8")) if not (path.parent / link).exists()]
    assert not missing


@pytest.mark.parametrize(
    ("kind", "before", "after"), REPAIR_ROW.findall(page("docs/cleaning.md")), ids=lambda value: str(value)[:12]
)
def test_the_repairs_are_done_as_the_page_shows(kind: str, before: str, after: str) -> None:
    source = before.replace("\\*", "*").replace("⏎", "\n\n")
    document = document_from_text(source + "\n")
    assert document.text.strip() == after
    assert kind in {repair.kind for repair in document.repairs}


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_is_described(setting: object) -> None:
    row = f"| `{setting.name}` | `{setting.default}` |"  # type: ignore[attr-defined]
    assert row in page("docs/settings.md")


def test_the_data_model_names_every_type_and_relation() -> None:
    text = page("docs/data-model.md")
    assert [name for name in (*EntityType, *Predicate) if f"`{name}`" not in text] == []


def test_the_readme_names_the_commands_that_exist() -> None:
    named = set(re.findall(r"cetu (?:--library \S+ )?([a-z]+)", page("README.md") + page("README.zh-CN.md")))
    assert named - {"policy"} <= set(COMMANDS)


def test_the_page_on_the_vocabulary_is_the_vocabulary() -> None:
    assert page("docs/ontology.md") == markdown(vocabulary())


def test_no_page_names_a_place_of_one_machine() -> None:
    found = [path.name for path in PAGES if re.search(r"/(?:home|root|work|tmp)/", path.read_text(encoding="utf-8"))]
    assert not found


def test_the_page_on_extractors_names_every_finder_and_relation() -> None:
    text = page("docs/extractors.md")
    finders = set(re.findall(r"(?m)^    (\w+)\.find,$", (PROJECT / "kg" / "extract.py").read_text("utf-8")))
    finders |= set(
        re.findall(r"(?m)^    (\w+)\.find,$", (PROJECT / "kg" / "extractors" / "relations.py").read_text("utf-8"))
    )
    assert not {name for name in finders if f"`{name}`" not in text}
    assert not {predicate.value for predicate in Predicate if predicate.value not in text} - {"defines", "mentions"}
