"""The command line: parses arguments, calls one function, prints the result. Contract: exit codes 0, 1, 2, 3."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from corpus.errors import CetuError, InputError

if TYPE_CHECKING:
    from search.library import Library

DEFAULT_LIBRARY = "./library"


class CetuGroup(click.Group):
    """A command group that turns every error into one line and the exit code of the contract."""

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command and leave with the exit code of the contract."""
        try:
            code = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as error:
            _complain(error.format_message(), "用 --help 查看用法")
            sys.exit(2)
        except CetuError as error:
            _complain(str(error))
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(130)
        except BrokenPipeError:
            # The reader of our output went away (`cetu export | head`): nothing is wrong.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        except Exception as error:
            if os.environ.get("CETU_TRACEBACK"):
                raise
            _complain(f"程序出错：{type(error).__name__}: {error}", "设 CETU_TRACEBACK=1 再运行一次，把输出发给维护者")
            sys.exit(3)
        sys.exit(code if isinstance(code, int) else 0)


def _complain(message: str, hint: str = "") -> None:
    line = " ".join(message.split())
    click.echo(f"cetu：{line}（{hint}）" if hint else f"cetu：{line}", err=True)


@click.group(cls=CetuGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--library", "folder", metavar="DIR", help="资料库文件夹（默认 $CETU_LIBRARY，其次 ./library）")
@click.version_option(package_name="cetu", prog_name="cetu", message="%(prog)s %(version)s")
@click.pass_context
def main(context: click.Context, folder: str | None) -> None:
    """策图：政策文本的知识图谱与问答，句句有出处。"""
    context.obj = Path(folder or os.environ.get("CETU_LIBRARY") or DEFAULT_LIBRARY)


def _open(folder: Path) -> Library:
    from search.library import Library

    return Library.open(folder, os.environ)


def _print_json(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def _print_line(value: Any) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
    sys.stdout.flush()


def _batch(key: str, answer: Callable[[str], dict[str, Any]]) -> None:
    """Answer JSON lines from standard input one by one until end of file; a bad line goes on with an error object."""
    for line in sys.stdin:
        try:
            request = json.loads(line)
            if not isinstance(request, dict) or not isinstance(request.get(key), str):
                raise InputError("这一行不是所要的 JSON 对象", hint=f'每行写成 {{"{key}": "…"}}')
            _print_line(answer(request[key]))
        except json.JSONDecodeError as error:
            _print_line({"error": InputError(f"不是 JSON：{error}", hint=f'每行写成 {{"{key}": "…"}}').to_dict()})
        except CetuError as error:
            _print_line({"error": error.to_dict()})


def _words(parts: tuple[str, ...], what: str) -> str:
    text = " ".join(parts).strip()
    if not text:
        raise InputError(f"没有给出{what}", hint=f"在命令后写上{what}，或用 --batch 从标准输入读")
    return text


# -- filling the library


@main.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="并行的进程数")
@click.option("--strict", is_flag=True, help="有一个文件失败就什么都不收")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出报告")
@click.pass_obj
def add(folder: Path, paths: tuple[Path, ...], workers: int, strict: bool, as_json: bool) -> int:
    """读入文件和文件夹，更新图谱与索引；没有变化的跳过。"""
    from scripts import printing
    from search import ingest

    with printing.progress("读入") as step:
        report = ingest.add(folder, paths, environment=os.environ, workers=workers, strict=strict, on_progress=step)
    if as_json:
        _print_json(report.to_dict())
    else:
        printing.add_report(report)
    return 1 if report.failed else 0


@main.command()
@click.argument("documents", nargs=-1, required=True, metavar="DOC...")
@click.pass_obj
def remove(folder: Path, documents: tuple[str, ...]) -> None:
    """把文献从库中取出（编号、文件名或标题均可）。"""
    from search import ingest

    for meta in ingest.remove(folder, documents, environment=os.environ):
        click.echo(f"已取出 {meta.id} {meta.title}")


@main.command()
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="并行的进程数")
@click.pass_obj
def rebuild(folder: Path, workers: int) -> None:
    """由库中所存文献重建图谱与索引。"""
    from scripts import printing
    from search import ingest

    with printing.progress("重建") as step:
        count = ingest.rebuild(folder, environment=os.environ, workers=workers, on_progress=step)
    click.echo(f"已由 {count} 份文献重建图谱与索引")


# -- reading it


@main.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"question": …}，逐行答')
@click.pass_obj
def ask(folder: Path, question: tuple[str, ...], as_json: bool, batch: bool) -> None:
    """回答问题，附出处；文中没有就说没有。"""
    from search import answering

    library = _open(folder)
    if batch:
        return _batch("question", lambda text: answering.ask(library, text).to_dict())
    answer = answering.ask(library, _words(question, "问题"))
    if as_json:
        return _print_json(answer.to_dict())
    from scripts import printing

    return printing.answer(answer)


@main.command()
@click.argument("query", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"query": …}，逐行答')
@click.option("--limit", type=click.IntRange(1, 1000), default=10, show_default=True)
@click.option("--offset", type=click.IntRange(0), default=0, show_default=True)
@click.option("--doc", "document", help="只在这份文献中")
@click.option("--kind", help="只要这种体裁：notice speech report glossary plan regulation …")
@click.option("--year", type=int, help="只要这一年的文献")
@click.option("--type", "entity_type", help="只要提到这类实体的段落：Program Event …")
@click.option(
    "--mode", type=click.Choice(["hybrid", "words", "meaning"]), default=None, help="词义并用、只用词、只用义"
)
@click.option("--explain", is_flag=True, help="说明每条的得分")
@click.pass_obj
def search(folder: Path, /, query: tuple[str, ...], as_json: bool, batch: bool, **options: Any) -> None:
    """检索段落。"""
    from search import engine

    library = _open(folder)
    chosen = {("type" if key == "entity_type" else key): value for key, value in options.items()}
    chosen["mode"] = chosen["mode"] or library.settings.text("search.mode")
    if batch:
        return _batch("query", lambda text: engine.search(library, text, **chosen).to_dict())
    result = engine.search(library, _words(query, "检索词"), **chosen)
    if as_json:
        return _print_json(result.to_dict())
    from scripts import printing

    return printing.hits(result)


@main.command()
@click.argument("term", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"term": …}，逐行答')
@click.pass_obj
def define(folder: Path, term: tuple[str, ...], as_json: bool, batch: bool) -> None:
    """查名词解释，列出各文献、各年度的说法。"""
    from search import glossary

    library = _open(folder)
    if batch:
        return _batch("term", lambda text: glossary.define(library, text).to_dict())
    result = glossary.define(library, _words(term, "词"))
    if as_json:
        return _print_json(result.to_dict())
    from scripts import printing

    return printing.definitions(result)


@main.command()
@click.argument("file", required=False)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"text": …}，逐行答')
@click.pass_obj
def check(folder: Path, file: str | None, as_json: bool, batch: bool) -> int | None:
    """对照资料库校核草稿（文件，或 - 表示标准输入）。"""
    from search import drafts

    library = _open(folder)
    if batch:
        _batch("text", lambda text: drafts.check(library, text).to_dict())
        return 0
    text = _draft_text(file)
    result = drafts.check(library, text)
    if as_json:
        _print_json(result.to_dict())
    else:
        from scripts import printing

        printing.findings(result, text)
    return 1 if any(finding.severity == "error" for finding in result.findings) else 0


def _draft_text(file: str | None) -> str:
    if file == "-":
        return sys.stdin.read()
    if file is None:
        raise InputError("没有给出草稿", hint="写上文件名，或用 - 从标准输入读")
    from corpus.files import source_files
    from corpus.ingest import document_from_file

    for _, source in source_files([Path(file)]):
        if isinstance(source, CetuError):
            raise source
        return document_from_file(source).text
    raise InputError("没有这个文件", where=file, hint="检查路径")


@main.command()
@click.argument("name", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def entity(folder: Path, name: tuple[str, ...], as_json: bool) -> None:
    """一个实体的类型、名称、事实与段落。"""
    from search import entities

    view = entities.view(_open(folder), _words(name, "名称"))
    if as_json:
        return _print_json(view.to_dict())
    from scripts import printing

    return printing.entity(view)


@main.command()
@click.option(
    "--format", "form", required=True, metavar="F", help="turtle ntriples nquads trig jsonld rdfxml annotations …"
)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="写入文件（默认标准输出）")
@click.option("--doc", "document", help="只要这份文献")
@click.pass_obj
def export(folder: Path, form: str, output: Path | None, document: str | None) -> None:
    """导出图谱、表格或标注。"""
    from search import export as exporting

    exporting.write(_open(folder), form, output or sys.stdout.buffer, document=document)


@main.command()
@click.argument("query")
@click.option(
    "--format", "form", type=click.Choice(["json", "csv", "tsv", "xml", "turtle"]), default="json", show_default=True
)
@click.pass_obj
def sparql(folder: Path, query: str, form: str) -> None:
    """只读的 SPARQL 1.1 查询（- 表示从标准输入读）。"""
    from kg.sparql import run

    library = _open(folder)
    text = sys.stdin.read() if query == "-" else query
    click.echo(run(library.graph, text, form=form, settings=library.settings), nl=False)


@main.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def info(folder: Path, as_json: bool) -> None:
    """数量、版本、大小与设置。"""
    values = _open(folder).info()
    if as_json:
        return _print_json(values)
    from scripts import printing

    return printing.info(values)


@main.command()
@click.option("--host", help="监听的地址（默认取设置 web.host）")
@click.option("--port", type=click.IntRange(1, 65535), help="监听的端口（默认取设置 web.port）")
@click.option("--open", "open_browser", is_flag=True, help="打开浏览器")
@click.pass_obj
def serve(folder: Path, host: str | None, port: int | None, open_browser: bool) -> None:
    """启动网页应用。"""
    from web.server import serve as run_server

    settings = _open(folder).settings
    run_server(
        folder,
        host=host or settings.text("web.host"),
        port=port or settings.number("web.port"),
        open_browser=open_browser,
    )


def documented_commands() -> Iterator[str]:
    """Return the names of all commands, for the tests of the documents."""
    yield from sorted(main.commands)


if __name__ == "__main__":
    main()
