"""What differs between two documents, as a person sees it on a terminal."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from search.comparison import Comparison, SectionChange
    from search.results import Piece


def show(comparison: Comparison) -> None:
    """Print slogans, figures, then the sections whose wording differs."""
    click.echo(f"前：{comparison.before.title}\n后：{comparison.after.title}")
    if comparison.is_same:
        click.secho("两份文献没有不同", bold=True)
        return
    for kind, name in (("new", "新提法"), ("gone", "不再出现的提法")):
        words = [slogan.text for slogan in comparison.slogans if slogan.kind == kind]
        if words:
            click.echo(f"{name}：" + "、".join(f"“{word}”" for word in words))
    _figures(comparison)
    for section in comparison.sections:
        if section.kind != "same":
            _section(section)


def _figures(comparison: Comparison) -> None:
    """Print the figures by what became of them, with their years, aims and results told apart."""
    from search.reports.page import CHANGES, figure_cells, ordered_figures

    for kind, rows in groupby(ordered_figures(comparison), key=lambda figure: figure.kind):
        figures = list(rows)
        click.secho(f"数字{CHANGES[kind]} {len(figures)} 处", bold=True)
        for figure in figures:
            _, label, status, before, after, change = figure_cells(figure)
            values = " → ".join(value for value in (before, after) if value)
            click.echo(
                f"  {label}" + (f"（{status}）" if status else "") + f" {values}" + (f"（{change}）" if change else "")
            )


def _section(section: SectionChange) -> None:
    from search.reports.page import CHANGES, heading

    click.secho(heading(section), bold=True)
    for change in section.changes:
        click.echo(f"  {CHANGES[change.kind]}：" + marked(change.pieces))


def marked(pieces: Iterable[Piece]) -> str:
    """Return a text with what is gone as [-gone-] and what is new as {+new+}."""
    return "".join(map(_piece, pieces))


def _piece(piece: Piece) -> str:
    if piece.kind == "same":
        return piece.text
    return (
        click.style(f"[-{piece.text}-]", fg="red")
        if piece.kind == "gone"
        else click.style(f"{{+{piece.text}+}}", fg="green")
    )
