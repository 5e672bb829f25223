"""What researchers see on a terminal: chains, neighbours, the middle of the network, wording, the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from search.network import Network
    from search.results import Citation
    from search.studies.chains import Chain
    from search.studies.changes import Changes
    from search.studies.ledger import Entry
    from search.studies.structure import Structure
    from search.studies.wordings import Usage

EDGE_HEADS = ("实体", "类型", "关系", "另一实体", "另一类型", "依据", "IRI", "另一 IRI")


def edge_rows(network: Network) -> Iterator[tuple[object, ...]]:
    """Yield the links of a network as the rows of a table under `EDGE_HEADS`."""
    nodes = {node.iri: node for node in network.nodes}
    for edge in network.edges:
        a, b = nodes[edge.source], nodes[edge.target]
        yield a.name, a.type, edge.predicate, b.name, b.type, edge.weight, a.iri, b.iri


def neighbours(network: Network) -> None:
    """Print the links of a network, one a line."""
    from search.predicates import said

    nodes = {node.iri: node for node in network.nodes}
    if not network.edges:
        click.echo("没有与它相连的实体。")
    for edge in network.edges:
        a, b = nodes[edge.source], nodes[edge.target]
        if edge.is_derived:
            click.secho(f"{a.name}与{b.name}同在 {edge.weight} 节", dim=True)
        else:
            click.echo(said(edge.predicate, a.name, b.name, is_body=b.type == "Organization") + f"（{edge.weight} 处）")


def chain(found: Chain) -> None:
    """Print how two entities hang together, each step with its sentence."""
    click.secho(found.text, bold=True)
    for step in found.steps:
        _cited(step.citation, f"· {step.sentence}（{step.support} 处）")
    for citation in found.beside[:5]:
        _cited(citation, "· 同节提到")


def centre(found: Structure, limit: int) -> None:
    """Print the most joined entities."""
    for entity in found.entities[:limit]:
        group = f"，群组 {entity.group}" if entity.group else ""
        click.echo(f"{entity.name}（{entity.type}）：相邻 {entity.neighbours}，居间度 {entity.between}{group}")


def groups(found: Structure, limit: int) -> None:
    """Print the groups of the network."""
    for group in found.groups[:limit]:
        click.secho(f"{group.number}. {group.name}（{len(group.members)} 个）", bold=True)
        click.echo("   " + "、".join(group.members[:12]) + ("……" if len(group.members) > 12 else ""))


def changes(found: Changes, limit: int) -> None:
    """Print what came, went, grew and shrank between two sides: entities of each kind, then statements."""
    from search.studies.changes import KINDS

    if not found.entities and not found.statements:
        click.echo("没有变化。")
    for kind, label in KINDS.items():
        named = [entity for entity in found.entities if entity.kind == kind]
        stated = [statement for statement in found.statements if statement.kind == kind]
        if not named and not stated:
            continue
        click.secho(f"{label}：{len(named)} 个实体" + (f"，{len(stated)} 条陈述" if stated else ""), bold=True)
        for entity in named[:limit]:
            click.echo(f"  {entity.name}（{entity.type}）：{entity.before} → {entity.after} 处")
        for statement in stated[:limit]:
            click.echo(f"  · {statement.sentence}（{statement.support} 处）")


def usage(found: Usage) -> None:
    """Print a wording over the years."""
    _cited(found.first, "最早")
    _cited(found.last, "最近")
    for year in found.years:
        forms = "、".join(f"{form} {times} 次" for form, times in year.variants)
        click.echo(
            f"{f'{year.year}年' if year.year else '未注明年份'}：{year.passages} 段" + (f"（{forms}）" if forms else "")
        )


def ledger(entries: Sequence[Entry]) -> None:
    """Print the targets with what became of them."""
    from search.studies.ledger import STATES

    if not entries:
        click.echo("没有符合的目标。")
    for entry in entries:
        reached = f"，报告 {entry.result.value}{entry.result.unit}" if entry.result else ""
        note = f"（{entry.note}）" if entry.note else f"（{entry.difference}）" if entry.difference else ""
        click.secho(
            f"{entry.year or '年份不明'} {entry.label}：目标 {entry.target.value}{entry.target.unit}{reached}"
            f"——{STATES[entry.state]}{note}",
            bold=True,
        )
        _cited(entry.target.citation, "  目标")
        if entry.result:
            _cited(entry.result.citation, "  结果")


def _cited(citation: Citation, lead: str) -> None:
    click.echo(f"{lead}　——《{citation.title}》：{' '.join(citation.quote.split())}")
