"""The command line by its contract: what a user types, what comes out, and how it fails."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.commands import CETU, cetu, cetu_json

NOTICE = """云川市科学技术协会文件

云科协〔2023〕5号

关于举办第三届云川科普节的通知

各区科协：

定于2023年9月16日举办第三届云川科普节。
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return tmp_path / "library"


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "通知.txt"
    file.write_text(NOTICE, encoding="utf-8")
    return file


class TestAdd:
    def test_the_same_file_twice_does_nothing_the_second_time(self, library: Path, notice: Path) -> None:
        assert cetu("add", notice, library=library).returncode == 0
        before = cetu_json("info", "--json", library=library)
        second = cetu("add", notice, library=library)
        assert "没有变化的 1 份" in second.stdout
        assert cetu_json("info", "--json", library=library)["变更号"] == before["变更号"]

    def test_a_changed_file_replaces_its_document(self, library: Path, notice: Path) -> None:
        cetu("add", notice, library=library)
        notice.write_text(NOTICE.replace("9月16日", "9月23日"), encoding="utf-8")
        assert "更新" in cetu("add", notice, library=library).stdout
        assert cetu_json("info", "--json", library=library)["文献"] == 1
        assert cetu_json("search", "9月23日", "--json", library=library)["total"] == 1
        assert cetu_json("search", '"9月16日"', "--json", library=library)["total"] == 0

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
    def test_encodings_of_an_office_are_read(self, library: Path, notice: Path, encoding: str) -> None:
        notice.write_bytes(NOTICE.encode(encoding))
        assert cetu("add", notice, library=library).returncode == 0
        assert "科普节" in cetu("search", "科普节", library=library).stdout

    def test_bad_files_are_named_and_the_others_still_done(self, library: Path, notice: Path, tmp_path: Path) -> None:
        folder = tmp_path / "混杂"
        folder.mkdir()
        shutil.copy(notice, folder)
        (folder / "空.txt").write_bytes(b"")
        (folder / "程序.exe").write_bytes(b"MZ\x90\x00" + bytes(range(256)) * 20)
        (folder / "坏.docx").write_bytes(b"PK\x03\x04" + b"\x00" * 200)
        done = cetu("add", folder, library=library)
        assert done.returncode == 1
        for name in ("空.txt", "程序.exe", "坏.docx"):
            assert sum(name in line for line in done.stderr.splitlines()) == 1, done.stderr
        assert cetu_json("info", "--json", library=library)["文献"] == 1

    def test_the_report_says_of_each_file_what_was_repaired_and_what_is_doubtful(
        self, library: Path, tmp_path: Path
    ) -> None:
        file = tmp_path / "总结.txt"
        file.write_text("全年培训农民 3 万人次，建成驿站\ufffd家，各项工作取得新的进展。\n", encoding="utf-8")
        printed = cetu("add", file, library=library).stdout
        assert "修复 2 处：数字旁的空格 2" in printed
        assert "  存疑：有 1 处字符无法辨认" in printed
        cetu("remove", "总结.txt", library=library)
        (added,) = cetu_json("add", "--json", file, library=library)["added"]
        assert added["repaired"] == {"number_space": 2}
        assert len(added["doubts"]) == 1

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
    def test_a_terminal_shows_files_done_speed_and_failures(self, library: Path, notice: Path, tmp_path: Path) -> None:
        import pty

        empty = tmp_path / "空.txt"
        empty.write_bytes(b"")
        screen, terminal = pty.openpty()
        environment = {**os.environ, "TERM": "xterm", "COLUMNS": "120"}
        command = [CETU, "--library", library, "add", notice, empty]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=terminal, env=environment)
        os.close(terminal)
        pieces = []
        # A terminal gives a few kilobytes at a time, and an error when the last writer has left.
        with suppress(OSError):
            while piece := os.read(screen, 4096):
                pieces.append(piece)
        os.close(screen)
        process.wait()
        shown = b"".join(pieces).decode()
        assert "读入 通知.txt" in shown
        assert "1/1" in shown
        assert re.search(r"\d 字/秒\s+失败 1", re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", shown))

    def test_strict_takes_nothing_when_one_fails(self, library: Path, notice: Path, tmp_path: Path) -> None:
        empty = tmp_path / "空.txt"
        empty.write_bytes(b"")
        assert cetu("add", "--strict", notice, empty, library=library).returncode == 2
        assert cetu("info", library=library).returncode == 2

    def test_a_missing_file_is_one_clear_line(self, library: Path, tmp_path: Path) -> None:
        done = cetu("add", tmp_path / "没有.txt", library=library)
        assert done.returncode == 1
        assert "没有这个文件" in done.stderr

    def test_a_folder_without_files_is_the_callers_mistake(self, library: Path, tmp_path: Path) -> None:
        (tmp_path / "空文件夹").mkdir()
        done = cetu("add", tmp_path / "空文件夹", library=library)
        assert (done.returncode, done.stderr.count("\n")) == (2, 1)

    def test_two_workers_give_the_same_graph_as_one(self, sample_library: Path, library: Path) -> None:
        from tests.commands import SAMPLE

        cetu("add", "--workers", "2", SAMPLE, library=library)
        one, two = (cetu("export", "--format", "nquads", library=folder).stdout for folder in (sample_library, library))
        assert one == two


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["ask"], "没有给出问题"),
        (["ask", "  "], "没有给出问题"),
        (["search", ""], "没有给出检索词"),
        (["entity", "没有这个东西"], "没有这个东西"),
        (["remove", "没有这份"], "没有这份文献"),
        (["export", "--format", "cuneiform"], "turtle"),
        (["sparql", "SELECT WHERE {"], "SPARQL"),
        (["sparql", "DELETE WHERE { ?s ?p ?o }"], "SPARQL"),
        (["sparql", "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"], "SERVICE"),
        (["check"], "没有给出草稿"),
        (["check", "没有.txt"], "没有这个文件"),
        (["ask", "--year"], "--year"),
        (["fly"], "fly"),
    ],
)
def test_a_callers_mistake_is_one_line_that_says_what(
    sample_library: Path, arguments: list[str], expected: str
) -> None:
    done = cetu(*arguments, library=sample_library)
    assert done.returncode == 2
    assert expected in done.stderr
    assert done.stderr.count("\n") == 1
    assert "Traceback" not in done.stderr


def test_a_folder_without_a_library_says_how_to_begin(tmp_path: Path) -> None:
    done = cetu("ask", "谁作了报告", library=tmp_path)
    assert (done.returncode, "cetu add" in done.stderr) == (2, True)


def test_a_foreign_database_is_not_touched(tmp_path: Path, notice: Path) -> None:
    (tmp_path / "library.db").write_bytes(b"something else" * 50)
    assert cetu("add", notice, library=tmp_path).returncode == 2
    assert (tmp_path / "library.db").read_bytes() == b"something else" * 50


def test_a_library_that_cannot_be_made_is_said(tmp_path: Path, notice: Path) -> None:
    done = cetu("add", notice, library=notice)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)


def test_an_unknown_setting_is_refused_with_the_nearest(sample_library: Path) -> None:
    done = cetu("info", library=sample_library, CETU_WEB__PROT="1")
    assert done.returncode == 2
    assert "web.port" in done.stderr


class TestBatch:
    def test_one_line_out_for_each_line_in_and_bad_lines_go_on(self, sample_library: Path) -> None:
        lines = ['{"question": "谁作了工作报告"}', "not json", '{"query": "科普"}', '{"question": "   "}']
        done = cetu("ask", "--batch", library=sample_library, stdin="\n".join(lines) + "\n")
        answers = [json.loads(line) for line in done.stdout.splitlines()]
        assert (done.returncode, len(answers)) == (0, 4)
        assert answers[0]["status"] in {"answered", "partial"}
        assert [set(answer) for answer in answers[1:3]] == [{"error"}, {"error"}]

    @pytest.mark.parametrize(("command", "key"), [("search", "query"), ("define", "term"), ("check", "text")])
    def test_the_other_commands_answer_line_by_line_too(self, sample_library: Path, command: str, key: str) -> None:
        done = cetu(command, "--batch", library=sample_library, stdin=json.dumps({key: "科普惠农"}) + "\n")
        assert "error" not in json.loads(done.stdout)

    def test_queries_of_every_odd_kind_are_answered(self, sample_library: Path) -> None:
        refused = ["", "   ", "？！，。", "\x00\x1f", "颜色:红 科普", "年:去年", "类型:桌子 科普", "-科普"]
        answered = [
            "科" * 10_000,
            '"科普',
            "科普”惠农“",
            "科普\x00惠农",
            "科普 年:1801",
            "年:",
            "(科普 OR",
            "*?~^[]科普",
        ]
        lines = [json.dumps({"query": query}) for query in refused + answered]
        done = cetu("search", "--batch", library=sample_library, stdin="\n".join(lines) + "\n")
        results = [json.loads(line) for line in done.stdout.splitlines()]
        assert (done.returncode, len(results)) == (0, len(lines))
        for query, result in zip(refused, results, strict=False):
            assert set(result) == {"error"}, query
            assert result["error"]["message"] and result["error"]["hint"], query
        for query, result in zip(answered, results[len(refused) :], strict=True):
            assert result["query"] == query
        assert results[len(refused) + 4]["total"] == 0
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(("command", "key"), [("ask", "question"), ("search", "query"), ("define", "term")])
def test_half_of_a_pair_in_a_line_breaks_nothing(sample_library: Path, command: str, key: str) -> None:
    lines = [json.dumps({key: text}) for text in ("市科协\ud800是什么", "三进两送")]
    done = cetu(command, "--batch", library=sample_library, stdin="\n".join(lines) + "\n")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = map(json.loads, done.stdout.splitlines())
    assert "error" in first or first[key] == "市科协\ud800是什么"
    assert second[key] == "三进两送"


def test_quotes_are_the_text_at_their_offsets(sample_library: Path) -> None:
    from search.library import Library

    library = Library.open(sample_library, {})
    answer = cetu_json("ask", "哪些项目与科普惠农有关", "--json", library=sample_library)
    assert answer["citations"]
    for citation in answer["citations"]:
        text = library.document(citation["document"]).text
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_removing_a_document_takes_its_facts_away(library: Path, notice: Path) -> None:
    cetu("add", notice, library=library)
    assert cetu("remove", "通知.txt", library=library).returncode == 0
    assert cetu_json("info", "--json", library=library)["三元组"] == 0
    assert cetu_json("search", "科普节", "--json", library=library)["total"] == 0


def test_a_rebuild_gives_the_same_graph(sample_library: Path, library: Path) -> None:
    shutil.copytree(sample_library, library)
    assert cetu("rebuild", library=library).returncode == 0
    before, after = (cetu("export", "--format", "nquads", library=f).stdout for f in (sample_library, library))
    assert before == after


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("adx", "a"), "没有“adx”这个命令，最接近的是 add"),
        (("add",), "缺少参数 PATHS"),
        (("export",), "缺少选项 --format"),
        (("search", "--limt", "3", "词"), "没有 --limt 这个选项，最接近的是 --limit"),
        (("ask", "？"), "没有可答的问题"),
        (("ask", "哪些项目与"), "问题没有说完"),
    ],
)
def test_a_mistake_in_the_call_is_told_in_chinese(
    sample_library: Path, arguments: tuple[str, ...], message: str
) -> None:
    done = cetu(*arguments, library=sample_library)
    assert done.returncode == 2
    (line,) = done.stderr.splitlines()
    assert message in line


class TestClosedPipe:
    @pytest.mark.parametrize(
        "command", [["ask", "云川科普节是第几届"], ["search", "科普节"], ["export", "--format", "ntriples"]]
    )
    def test_a_reader_that_goes_away_ends_the_command_quietly(
        self, library: Path, notice: Path, command: list[str]
    ) -> None:
        cetu("add", notice, library=library)
        running = subprocess.Popen(
            [CETU, "--library", library, *command], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert running.stdout is not None and running.stderr is not None
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(timeout=60) == 0


def test_accounts_are_made_listed_changed_and_taken_away(library: Path, notice: Path) -> None:
    cetu("add", notice, library=library)
    assert "还没有账号" in cetu("user", "list", library=library).stdout
    first = cetu("user", "add", "苏明", "--password-stdin", library=library, stdin="清风徐来水波不兴之夜\n")
    assert (first.returncode, first.stdout) == (0, "已添加 苏明（administrator）\n")
    cetu("user", "add", "林晚", "--password-stdin", library=library, stdin="明月松间照清泉石上流\n")
    cetu("user", "set", "林晚", "--role", "editor", library=library)
    assert [(a["name"], a["role"]) for a in cetu_json("user", "list", "--json", library=library)] == [
        ("林晚", "editor"),
        ("苏明", "administrator"),
    ]
    assert cetu("user", "token", "林晚", "--title", "报表", library=library).stdout.startswith("cetu_")
    assert "报表" in cetu("user", "token", "林晚", "--list", library=library).stdout
    refused = cetu("user", "remove", "苏明", library=library)
    assert (refused.returncode, refused.stderr.count("\n")) == (2, 1)
    assert cetu("user", "remove", "林晚", library=library).returncode == 0
    assert [deed["what"] for deed in cetu_json("user", "log", "--json", library=library)][:2] == ["account", "token"]


def test_garbage_is_left_alone_only_while_one_question_is_answered() -> None:
    import gc

    from scripts.commands.shared import uncollected

    with pytest.raises(ValueError, match="broken off"), uncollected():
        assert not gc.isenabled()
        raise ValueError("broken off")
    assert gc.isenabled()
    assert gc.get_freeze_count() > 0
    gc.unfreeze()
