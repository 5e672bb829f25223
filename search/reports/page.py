"""Pages that stand alone: a draft with its findings marked, and two versions side by side."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from search.comparison import Comparison, SectionChange, WordingChange
from search.drafts.kinds import KINDS
from search.figure_changes import FigureChange
from search.reports.sarif import message_of
from search.results import CheckResult, Finding, Piece

_STYLE = """
body{font:16px/1.8 "Noto Sans CJK SC","Microsoft YaHei",sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}
pre{white-space:pre-wrap;font:inherit} mark{background:#fff3bf;border-bottom:2px solid #b36b00} mark.error{background:#ffe3e3;border-color:#c92a2a}
mark a{color:inherit;font-size:.75em;vertical-align:super} del{background:#ffe3e3;color:#8a1c1c} ins{background:#d3f9d8;color:#1b5e20;text-decoration:none}
table{border-collapse:collapse;width:100%} td,th{border:1px solid #bbb;padding:.3em .6em;text-align:left} blockquote{color:#555;margin:.3em 1em}
"""
SEVERITIES = {"error": "错误", "warning": "疑问", "hint": "提示"}
CHANGES = {"changed": "修改", "new": "新增", "gone": "删去", "moved": "移动", "same": "未变"}


def findings_page(result: CheckResult, text: str, *, title: str) -> str:
    """Return a page with the draft, its findings marked and numbered, and the list of them."""
    marked = "".join(_marked(result, text))
    listed = "".join(_listed(number, finding) for number, finding in enumerate(result.findings, 1))
    summary = f"共 {result.length} 字，{len(result.findings)} 处" if result.findings else "没有发现问题"
    return _page(f"校核：{title}", f"<p>{summary}</p><pre>{marked}</pre><ol>{listed}</ol>")


def _marked(result: CheckResult, text: str) -> Iterator[str]:
    position = 0
    for number, finding in enumerate(result.findings, 1):
        if finding.start >= position:
            yield escape(text[position : finding.start])
            words = escape(text[finding.start : finding.end])
            yield f'<mark class="{finding.severity}">{words}<a href="#f{number}">{number}</a></mark>'
            position = finding.end
    yield escape(text[position:])


def _listed(number: int, finding: Finding) -> str:
    head = f"{SEVERITIES[finding.severity]} · {KINDS.get(finding.type, finding.type)}：“{finding.span}”"
    return f'<li id="f{number}"><strong>{escape(head)}</strong><br>{escape(message_of(finding))}</li>'


def comparison_page(comparison: Comparison) -> str:
    """Return a page with the sections that differ, the figures and the slogans."""
    before, after = escape(comparison.before.title), escape(comparison.after.title)
    body = [f"<p>前：{before}<br>后：{after}</p>", "<h2>提法</h2>", *_slogans(comparison)]
    body += ["<h2>数字</h2>", _figures(comparison), "<h2>文字</h2>"]
    body += [_section(section) for section in comparison.sections if section.kind != "same"]
    return _page("比较", "".join(body))


def _slogans(comparison: Comparison) -> Iterator[str]:
    for kind in ("new", "gone"):
        words = "、".join(f"“{escape(slogan.text)}”" for slogan in comparison.slogans if slogan.kind == kind)
        yield f"<p>{CHANGES[kind]}：{words or '无'}</p>"


def _figures(comparison: Comparison) -> str:
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in figure_cells(figure)) + "</tr>"
        for figure in ordered_figures(comparison)
    )
    heads = "".join(f"<th>{escape(head)}</th>" for head in FIGURE_HEADS)
    return f"<table><tr>{heads}</tr>{rows}</table>"


FIGURE_HEADS = ("变化", "指标", "性质", "前", "后", "增减")


def ordered_figures(comparison: Comparison) -> tuple[FigureChange, ...]:
    """Return the figures that changed, then the new ones, then those gone, each kind in the order of the text."""
    kinds = ("changed", "new", "gone")
    return tuple(sorted(comparison.figures, key=lambda figure: kinds.index(figure.kind)))


def figure_cells(figure: FigureChange) -> tuple[str, ...]:
    """Return what is shown of a figure: what became of it, its name, aim or result, before, after, by how much."""
    status = {"target": "目标", "achieved": "完成"}.get(figure.status, "")
    before = _of_year(figure.before, figure.before_year)
    return (CHANGES[figure.kind], figure.label, status, before, _of_year(figure.after, figure.after_year), by(figure))


def _of_year(value: str, year: int | None) -> str:
    return f"{year}年 {value}" if value and year else value


def by(figure: FigureChange) -> str:
    """Return by how much a figure changed: in percent, a share in percentage points; empty where that says nothing."""
    if figure.points is not None:
        return f"{figure.points:+.4g}个百分点"
    return "" if figure.percent is None else f"{figure.percent:+.1f}%"


def heading(section: SectionChange) -> str:
    """Return what became of a section, with its heading on either side."""
    before, after = "→".join(section.before), "→".join(section.after)
    shown = after if before == after or not before else before if not after else f"{before} ⇒ {after}"
    return f"{CHANGES[section.kind]}：{shown or '（无标题）'}"


def _section(section: SectionChange) -> str:
    lines = "".join(f"<li>{CHANGES[c.kind]}：{_wording(c)}</li>" for c in section.changes)
    return f"<h3>{escape(heading(section))}</h3><ul>{lines}</ul>"


def _wording(change: WordingChange) -> str:
    return "".join(map(_piece, change.pieces))


def _piece(piece: Piece) -> str:
    tag = {"gone": "del", "new": "ins"}.get(piece.kind)
    return f"<{tag}>{escape(piece.text)}</{tag}>" if tag else escape(piece.text)


def _page(title: str, body: str) -> str:
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{_STYLE}</style>'
    return f'<!DOCTYPE html><html lang="zh-CN"><head>{head}</head><body><h1>{escape(title)}</h1>{body}</body></html>\n'
