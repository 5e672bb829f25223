"""What a person sees of decisions on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

import click

if TYPE_CHECKING:
    from kg.resolution import Doubt
    from search.curation import Decided, ListedDecision


def decided(done: Decided) -> None:
    """Print a decision, its number, and what it changes."""
    click.echo(f"第 {done.number} 号决定：{done.description}" if done.number else f"试行：{done.description}")
    for effect in done.effects:
        after = f" → {_short(effect.after)}" if effect.after and effect.after != effect.before else ""
        click.echo(f"  {_short(effect.before)}{after}：{effect.what}（{len(effect.documents)} 份文献）")
    if not done.effects:
        click.echo("  眼下不改变图谱，今后照此办理")


def listed(found: Sequence[ListedDecision]) -> None:
    """Print decisions, newest first."""
    for one in found:
        state = "（已撤销）" if one.is_undone else f"（不再适用：{one.problem}）" if one.problem else ""
        click.echo(
            f"{one.number}  {one.made_at[:16]}  {one.who}  {one.description}{state}"
            + (f"  {one.why}" if one.why else "")
        )
    if not found:
        click.echo("还没有决定")


def doubts(found: Sequence[Doubt]) -> None:
    """Print pairs of entities that may be one."""
    for doubt in found:
        click.echo(f"{_short(doubt.left)} ？ {_short(doubt.right)}（{doubt.form}）")
    click.echo(f"共 {len(found)} 对。是同一个：cetu decide confirm 甲 乙；不是：cetu decide not-same 甲 乙")


def _short(iri: str) -> str:
    """Return type and name of an IRI."""
    return "/".join(unquote(iri).rsplit("/", 2)[-2:])
