"""Studies of a library of invented reports: chains with evidence, structure, wording over the years, the ledger."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.errors import InputError, NotFoundError
from search.entities import find
from search.library import Library
from search.network import Node
from search.studies import chains, changes, ledger, structure, wordings
from tests.commands import cetu, cetu_json
from tests.search_library import make

_REPORT = """临江市科学技术协会{year}年工作报告
（{year}年2月10日）
林知远
各位委员、同志们：
一、过去一年的工作
{done}
二、今年的任务
{planned}
"""
TEXTS = {
    "2021.txt": _REPORT.format(
        year=2021,
        done="新建银杏书屋4家。市科协实施“银杏计划”。银杏计划面向农民。",
        planned="新建银杏书屋10家，培训农技人员2万人次，举办科普讲座60场次，新增科技志愿者300名，走访院士20名。坚持“三进两送”。",
    ),
    "2022.txt": _REPORT.format(
        year=2022,
        done="新建银杏书屋12家，培训农技人员1.5万人次，举办科普讲座60场次，科技志愿者总数达2100名。市科协实施“白鹭工程”。推进“三进两送”。",
        planned="新建银杏书屋15家。",
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("studies"), texts=TEXTS)


def _node(library: Library, name: str) -> Node:
    found = find(library, name)
    return Node(found.iri, found.text, found.type, 0)


class TestLedger:
    def test_every_target_has_what_became_of_it(self, library: Library) -> None:
        found = {
            (e.year, e.label.split("（")[0]): (ledger.STATES[e.state], e.difference) for e in ledger.ledger(library)
        }
        assert found[2021, "银杏书屋"] == ("完成", "+2")
        assert found[2021, "农技人员"] == ("未完成", "-5000")
        assert found[2021, "科普讲座"] == ("完成", "0")
        assert found[2021, "科技志愿者"] == ("口径变化", "")
        assert found[2021, "走访院士"] == ("未再提及", "")
        assert found[2022, "银杏书屋"] == ("尚无后续文献", "")

    def test_both_sentences_stand_beside_it(self, library: Library) -> None:
        (entry,) = ledger.ledger(library, "农技", state="missed")
        assert entry.result is not None
        for row, value in ((entry.target, "2万"), (entry.result, "1.5万")):
            assert value in row.citation.quote
            assert (
                library.document(row.citation.document).quote(row.citation.start, row.citation.end)
                == row.citation.quote
            )

    def test_a_target_without_a_year_or_said_twice_is_not_fulfilled(self, tmp_path: Path) -> None:
        twice = make(
            tmp_path,
            texts={
                "方案.txt": "银杏计划实施方案\n力争2021年新建银杏书屋30家。\n（2021年2月1日）\n力争2021年新建银杏书屋30家。\n每户走访6次。\n"
            },
        )
        assert not {entry.state for entry in ledger.ledger(twice)} & {"met", "missed", "dropped"}


class TestChanges:
    """What changed between two years or documents."""

    def test_what_came_went_and_shrank(self, library: Library) -> None:
        found = changes.changes(library, "2021", "2022年")
        kinds = {entity.name: (entity.kind, entity.before, entity.after) for entity in found.entities}
        assert kinds["白鹭工程"] == ("came", 0, 1)
        assert kinds["银杏计划"][0] == "went" and kinds["银杏计划"][2] == 0
        # In both, as often: no change.
        assert "三进两送" not in kinds
        assert [s.sentence for s in found.statements if s.kind == "came"] == ["白鹭工程由市科协实施"]
        back = changes.changes(library, "2022.txt", "2021.txt")
        assert {e.name for e in back.entities if e.kind == "came"} == {n for n, e in kinds.items() if e[0] == "went"}

    def test_what_is_named_twice_as_often_has_grown(self, tmp_path: Path) -> None:
        once = "市科协工作报告\n（2021年2月10日）\n实施银杏计划。\n"
        often = "市科协工作报告\n（2022年2月10日）\n实施银杏计划。银杏计划面向农民。银杏计划见效。做强银杏计划。\n"
        library = make(tmp_path, texts={"2021.txt": once, "2022.txt": often})
        (grown,) = [e for e in changes.changes(library, "2021", "2022").entities if e.name == "银杏计划"]
        assert (grown.kind, grown.before, grown.after) == ("more", 1, 4)

    def test_a_year_without_documents_names_those_that_have_some(self, library: Library) -> None:
        with pytest.raises(NotFoundError, match="2031") as caught:
            changes.changes(library, "2021", "2031")
        assert "2021、2022" in caught.value.hint

    def test_the_command_gives_a_table(self, library: Library) -> None:
        done = cetu("network", "--between", "2021", "2022", "--format", "csv", library=library.folder)
        rows = list(csv.DictReader(io.StringIO(done.stdout)))
        assert ("新出现", "白鹭工程", "Program") in {(row["变化"], row["内容"], row["类型"]) for row in rows}
        assert "白鹭工程" in cetu("network", "--between", "2021", "2022", library=library.folder).stdout
        both = cetu("network", "银杏计划", "--between", "2021", "2022", library=library.folder)
        assert (both.returncode, "去掉名称" in both.stderr) == (InputError.exit_code, True)


class TestChains:
    def test_each_step_is_a_statement_with_its_sentence(self, library: Library) -> None:
        chain = chains.chain(library, _node(library, "银杏计划"), _node(library, "白鹭工程"))
        assert [step.predicate for step in chain.steps] == ["runBy", "runBy"]
        assert "银杏计划" in chain.steps[0].citation.quote and "白鹭工程" in chain.steps[1].citation.quote
        assert chain.text.startswith("银杏计划由")

    def test_what_only_stands_side_by_side_is_said_to(self, library: Library) -> None:
        chain = chains.chain(library, _node(library, "三进两送"), _node(library, "银杏计划"), most_steps=1)
        assert not chain.steps and "没有" in chain.text


def test_the_middle_of_the_network_and_its_groups_are_named(library: Library) -> None:
    found = structure.structure(library)
    assert found.entities[0].neighbours >= found.entities[-1].neighbours
    assert {"银杏计划", "白鹭工程"} <= {entity.name for entity in found.entities}
    assert found.groups and all(group.name.startswith(group.members[0]) for group in found.groups)
    assert sum(len(group.members) for group in found.groups) <= len(found.entities)


def test_the_structure_does_not_depend_on_the_process(library: Library) -> None:
    code = (
        "import sys, json; from pathlib import Path; from search.library import Library; "
        "from search.studies.structure import structure; "
        "print(json.dumps(structure(Library.open(Path(sys.argv[1]), {})).to_dict()))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", code, library.folder],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(printed) == 1


class TestWording:
    def test_first_and_last_use_and_every_year(self, library: Library) -> None:
        found = wordings.usage(library, "三进两送")
        assert "坚持" in found.first.quote and "推进" in found.last.quote
        assert [year.year for year in found.years] == [2021, 2022]

    def test_what_nobody_wrote_is_not_found(self, library: Library) -> None:
        with pytest.raises(NotFoundError):
            wordings.usage(library, "四进三送")


class TestCommands:
    @pytest.mark.parametrize(
        ("command", "word"),
        [
            (["network"], "银杏计划"),
            (["network", "--groups"], "1. "),
            (["network", "银杏计划"], "由"),
            (["network", "银杏计划", "--to", "白鹭工程"], "白鹭工程由"),
            (["wording", "三进两送"], "2022年"),
            (["ledger", "--state", "未完成"], "未完成（-5000）"),
        ],
    )
    def test_people_read_text(self, library: Library, command: list[str], word: str) -> None:
        done = cetu(*command, library=library.folder)
        assert done.returncode == 0, done.stderr
        assert word in done.stdout

    def test_programs_read_json_and_tables(self, library: Library, tmp_path: Path) -> None:
        assert cetu_json("ledger", "银杏", "--json", library=library.folder)[0]["state"] == "met"
        rows = list(csv.DictReader(io.StringIO(cetu("ledger", "--format", "csv", library=library.folder).stdout)))
        assert {"目标", "完成", "状态", "目标原文"} <= rows[0].keys()
        file = tmp_path / "链.csv"
        cetu("network", "银杏计划", "--to", "白鹭工程", "-o", file, library=library.folder)
        assert file.read_bytes().startswith(b"\xef\xbb\xbf") and "白鹭工程" in file.read_text("utf-8")
        assert json.loads(cetu("wording", "三进两送", "--json", library=library.folder).stdout)["years"]

    def test_a_state_that_is_none_is_told(self, library: Library) -> None:
        done = cetu("ledger", "--state", "好", library=library.folder)
        assert done.returncode == 2 and "未完成" in done.stderr
