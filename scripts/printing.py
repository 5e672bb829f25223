"""What a person sees on a terminal: answers first, the source beside each."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from search.configuration import Remark
    from search.ingest import AddReport, Step
    from search.novelties import Novelties
    from search.results import Answer, CheckResult, Citation, Definition, DefinitionResult, EntityView, SearchResult
    from search.verifying import Verification


@contextmanager
def progress(what: str) -> Iterator[Callable[[Step], None]]:
    """Yield a function that shows on standard error how far the work is, and only on a terminal."""
    if not sys.stderr.isatty():
        yield lambda step: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    counts = TextColumn("{task.fields[speed]:,.0f} 字/秒  失败 {task.fields[failed]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), counts, TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=None, speed=0.0, failed=0)

        def show(step: Step) -> None:
            speed = step.characters / max(bar.tasks[0].elapsed or 0.0, 0.001)
            name = step.name if len(step.name) <= _LONGEST_NAME else step.name[: _LONGEST_NAME - 1] + "…"
            bar.update(task, completed=step.done, total=step.total, speed=speed, failed=step.failed)
            bar.update(task, description=f"{what} {name}")

        yield show


def verification(found: Verification) -> None:
    """Print what is wrong with a library and what was mended, or that all is well."""
    for problem in found.repaired:
        click.secho(f"已修复 {problem.message}", fg="green")
    for problem in found.problems:
        mark, colour = ("错误", "red") if problem.severity == "error" else ("提醒", "yellow")
        click.secho(f"{mark} {problem.message}（{problem.where}）", fg=colour)
    counts = f"{found.documents} 份文献，{found.statements} 条三元组，{found.passages} 个段落"
    if not found.errors:
        click.echo(f"资料库一致：{counts}")
    elif any(problem.is_repairable for problem in found.errors):
        click.echo(f"有 {len(found.errors)} 处错误（{counts}）；运行 cetu verify --repair 修复能修复的")
    else:
        click.echo(f"有 {len(found.errors)} 处错误不能由记录修复（{counts}）")


def add_report(report: AddReport) -> None:
    """Print what came in, what was repaired, what failed."""
    from corpus.doubts import KINDS

    for item in report.added:
        verb = {"added": "收入", "replaced": "更新"}[item.status]
        kinds = "、".join(
            f"{KINDS.get(kind, kind)} {count}" for kind, count in list(item.repaired.items())[:_MOST_KINDS]
        )
        repaired = f"，修复 {item.repairs} 处：{kinds}" if item.repairs else ""
        click.echo(f"{verb} {item.id} {item.title}（{item.characters} 字{repaired}）")
        for doubt in item.doubts[:_MOST_DOUBTS]:
            click.secho(f"  存疑：{doubt}", fg="yellow")
        if len(item.doubts) > _MOST_DOUBTS:
            click.secho(f"  另有 {len(item.doubts) - _MOST_DOUBTS} 条存疑，加 --json 全部列出", dim=True)
    if report.unchanged:
        click.echo(f"没有变化的 {len(report.unchanged)} 份，跳过")
    _novelties(report.novelties)
    for failure in report.failed:
        click.echo(f"未收 {failure}", err=True)
    if report.documents:
        click.echo(f"库中现有文献 {report.documents} 份")


_LONGEST_NAME = 24
_MOST_DOUBTS = 5
_MOST_KINDS = 4
_NOVELTIES = {
    "terms": "新名词",
    "aliases": "新认出的别称",
    "definitions": "释义有变化",
    "slogans": "提法的数目与列项不符",
    "figures": "没有往年数值可比的指标",
    "merges": "是否同一事物，请您定（cetu decide）",
}
_MOST_SHOWN = 8


def _novelties(found: Novelties) -> None:
    """Print what documents brought and what a person should look at; long lists are cut, --json has them whole."""
    for key, title in _NOVELTIES.items():
        rows = getattr(found, key)
        if rows:
            click.secho(f"{title} {len(rows)} 条", bold=True)
        for row in rows[:_MOST_SHOWN]:
            click.echo(f"  {row.message if len(row.message) <= 120 else row.message[:119] + '…'}")
        if len(rows) > _MOST_SHOWN:
            click.secho(f"  还有 {len(rows) - _MOST_SHOWN} 条，加 --json 全部列出", dim=True)


def answer(value: Answer) -> None:
    """Print the interpretation, the sentence, the items with their sources."""
    if value.interpretation:
        click.secho(value.interpretation, dim=True)
    click.secho(value.answer, bold=True)
    if value.readings and value.status == "not_found":
        click.echo(f"也可理解为：{'；'.join(value.readings)}")
    for item in value.items:
        click.echo(f"· {item.name}" + (f"（{item.detail}）" if item.detail else ""))
        if item.citation:
            _citation(item.citation, indent="    ")
    if not any(item.citation for item in value.items):
        for citation in value.citations:
            _citation(citation, indent="  ")
    if value.alternatives:
        click.echo("相近的原文：")
        for citation in value.alternatives:
            _citation(citation, indent="  ")


def hits(result: SearchResult) -> None:
    """Print the passages of a search."""
    if result.notice:
        click.echo(result.notice)
    if result.did_you_mean:
        click.echo(f"您是不是要找：{result.did_you_mean}")
    if result.also:
        click.echo("也搜索了：" + "、".join(result.also))
    click.echo(f"共 {result.total} 条，用时 {result.took_ms:.0f} 毫秒")
    if not result.total:
        click.echo("没有找到。换一种说法，或去掉年份、类型等条件再查。")
    for number, hit in enumerate(result.hits, 1):
        click.echo(f"{number}. {_lit(hit.text, hit.highlights)}")
        click.secho(f"   {_place(hit.title, hit.part, hit.section)}", dim=True)
        for factor, score in hit.explanation:
            click.secho(f"   {factor} {score:.3f}", dim=True)


def definitions(result: DefinitionResult) -> None:
    """Print the glossary entries of a term."""
    if not result.matches:
        click.secho(f"库中文献没有“{result.term}”的名词解释", bold=True)
    for match in result.matches:
        click.secho(f"{match.term}：{match.definition}" + (f"（{match.year}年）" if match.year else ""), bold=True)
        if match.before:
            _since(match, next(other for other in result.matches if other.document == match.before))
        _citation(match.citation, indent="  ")
    if result.suggestions:
        click.echo("相近的词：" + "、".join(result.suggestions))


def _since(match: Definition, before: Definition) -> None:
    """Print how a definition differs from the one before it."""
    from scripts.differences import marked

    when = f"{before.year}年" if before.year and before.year != match.year else "此前"
    click.echo(f"  与{when}相比：{marked(match.changes)}" if match.changes else f"  与{when}相同")


def findings(result: CheckResult, text: str) -> None:
    """Print the findings of a draft in order of the text, each with its line."""
    names = {"error": "错误", "warning": "疑问", "hint": "提示"}
    for finding in result.findings:
        line = text.count("\n", 0, finding.start) + 1
        click.secho(f"第 {line} 行 {names[finding.severity]} {finding.type}：“{finding.span}”", bold=True)
        click.echo(f"  {finding.message}（规则 {finding.rule}）" if finding.rule else f"  {finding.message}")
        if finding.expected:
            click.echo(f"  应为：{finding.expected}")
        if finding.citation:
            _citation(finding.citation, indent="  ")
    counts = {name: sum(f.severity == key for f in result.findings) for key, name in names.items()}
    summary = "，".join(f"{name} {count} 处" for name, count in counts.items() if count) or "没有发现问题"
    click.echo(f"共 {result.length} 字：{summary}")
    if result.findings:
        click.secho(
            "原文无误的，用 cetu check --accept 原文 --why 理由 记下，以后不再提示；不要某条规则，设 check.rules_off",
            dim=True,
        )


def entity(view: EntityView) -> None:
    """Print one entity."""
    click.secho(f"{view.name}（{view.type}）", bold=True)
    if view.aliases:
        click.echo("又作：" + "、".join(view.aliases))
    for definition in view.definitions:
        click.echo(f"释义：{definition.definition}")
        _citation(definition.citation, indent="  ")
    for fact in view.facts:
        click.echo(f"{fact.predicate}：{fact.object}")
        if fact.citation:
            _citation(fact.citation, indent="  ")
    for indicator in view.indicators:
        click.echo(f"数据：{indicator}")
    for hit in view.passages:
        click.echo(f"原文：{hit.text}")


def info(values: dict[str, Any], indent: str = "") -> None:
    """Print counts, versions, sizes and settings."""
    for key, value in values.items():
        if isinstance(value, dict):
            click.echo(f"{indent}{key}：")
            info(value, indent + "  ")
        elif isinstance(value, list):
            click.echo(f"{indent}{key}：")
            for item in value:
                click.echo(f"{indent}  {item if not isinstance(item, dict) else '  '.join(map(str, item.values()))}")
        else:
            click.echo(f"{indent}{key}：{value}")


def remarks(found: Sequence[Remark]) -> None:
    """Print what is wrong with a configuration, and what does not work on this machine."""
    for remark in found:
        click.secho(f"{'错误' if remark.is_error else '提示'}：{remark.where}：{remark.what}", bold=remark.is_error)
        click.echo(f"      {remark.hint}")
    if not any(remark.is_error for remark in found):
        click.echo("设置可用。")


def _citation(citation: Citation, *, indent: str) -> None:
    click.echo(f"{indent}“{citation.quote}”")
    click.secho(f"{indent}—— {_place(citation.title, citation.part, citation.section)}", dim=True)


def _place(title: str, part: str, section: tuple[str, ...]) -> str:
    return " · ".join([title, *([part] if part and part != title else []), "→".join(section)]).rstrip(" ·")


def _lit(text: str, highlights: tuple[tuple[int, int], ...]) -> str:
    pieces, done = [], 0
    for start, end in highlights:
        pieces += [text[done:start], click.style(text[start:end], bold=True, underline=True)]
        done = end
    return "".join([*pieces, text[done:]])
