"""Commands that answer: ask, search, define, entity."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from scripts.commands.shared import (
    answer_lines,
    answer_requests,
    asked_before,
    joined,
    open_library,
    print_json,
    uncollected,
)


@click.command()
@click.argument("question", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"question": …, "context": […]}，逐行答')
@click.option("--context", multiple=True, metavar="QUESTION", help="此前问过的问题，可多次给出，先问的在前")
@click.pass_obj
def ask(folder: Path, question: tuple[str, ...], as_json: bool, batch: bool, context: tuple[str, ...]) -> None:
    """回答问题，附出处；文中没有就说没有。"""
    if batch:
        from search import answering

        library = open_library(folder)
        return answer_requests(
            "question", lambda request: answering.ask(library, request["question"], asked_before(request)).to_dict()
        )
    with uncollected():
        from search import answering

        answer = answering.ask(open_library(folder), joined(question, "问题"), context)
    if as_json:
        return print_json(answer.to_dict())
    from scripts import printing

    return printing.answer(answer)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--clear", is_flag=True, help="看过之后清空")
@click.pass_obj
def unanswered(folder: Path, as_json: bool, clear: bool) -> None:
    """列出没有答上的问题（先把 search.log_unanswered 设为 true）。"""
    from search import unanswered as log

    library = open_library(folder)
    found = log.read(folder)
    if as_json:
        print_json([entry.to_dict() for entry in found])
    elif not found:
        is_on = bool(library.settings[log.SETTING])
        click.echo(
            "没有记下的问题。" if is_on else f"没有记下的问题；记录未开启（在 cetu.toml 中设 {log.SETTING} = true）。"
        )
    else:
        for entry in found:
            click.echo(f"{entry.times}\t{entry.question}\t{entry.answer}")
    if clear:
        log.clear(folder)


@click.command()
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
@click.option("--entity", help="只要提到这个实体的段落")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "oldest"]),
    default="relevance",
    help="按相关、由新到旧、由旧到新",
)
@click.option("--expand/--no-expand", default=True, help="是否连同别名、同义说法一起检索", show_default=True)
@click.option("--explain", is_flag=True, help="说明每条的得分")
@click.pass_obj
def search(folder: Path, /, query: tuple[str, ...], as_json: bool, batch: bool, **options: Any) -> None:
    """检索段落。"""
    from search import engine

    library = open_library(folder)
    chosen = {("type" if key == "entity_type" else key): value for key, value in options.items()}
    chosen["mode"] = chosen["mode"] or library.settings.text("search.mode")
    if batch:
        return answer_lines("query", lambda text: engine.search(library, text, **chosen).to_dict())
    result = engine.search(library, joined(query, "检索词"), **chosen)
    if as_json:
        return print_json(result.to_dict())
    from scripts import printing

    return printing.hits(result)


@click.command()
@click.argument("term", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.option("--batch", is_flag=True, help='逐行读 {"term": …}，逐行答')
@click.pass_obj
def define(folder: Path, term: tuple[str, ...], as_json: bool, batch: bool) -> None:
    """查名词解释，列出各文献、各年度的说法。"""
    from search import glossary

    library = open_library(folder)
    if batch:
        return answer_lines("term", lambda text: glossary.define(library, text).to_dict())
    result = glossary.define(library, joined(term, "词"))
    if as_json:
        return print_json(result.to_dict())
    from scripts import printing

    return printing.definitions(result)


@click.command()
@click.argument("name", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def entity(folder: Path, name: tuple[str, ...], as_json: bool) -> None:
    """一个实体的类型、名称、事实与段落。"""
    from search import entities

    view = entities.view(open_library(folder), joined(name, "名称"))
    if as_json:
        return print_json(view.to_dict())
    from scripts import printing

    return printing.entity(view)
