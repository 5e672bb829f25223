"""Commands that keep a library whole: verify, backup, restore, migrate."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict
from pathlib import Path

import click

from scripts.commands.shared import print_json


@click.command()
@click.option("--repair", "is_repair", is_flag=True, help="由记录重建能重建的部分")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def verify(folder: Path, is_repair: bool, as_json: bool) -> int:
    """核对记录、原件、图谱与索引是否一致，说明哪里不对。"""
    from scripts import printing
    from search import verifying

    run = verifying.repair if is_repair else verifying.verify
    found = run(folder, environment=os.environ)
    if as_json:
        print_json(found.to_dict())
    else:
        printing.verification(found)
    return 1 if found.errors else 0


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def backup(folder: Path, path: Path, as_json: bool) -> None:
    """把不能重建的一切写成一个文件；读者与写者照常工作。"""
    from search import backup as backups

    made = backups.backup(folder, path)
    if as_json:
        print_json(made.to_dict())
    else:
        click.echo(f"已备份到 {path}：{made.documents} 份文献，{made.decisions} 条决定，{made.bytes / 1e6:.1f} MB")


@click.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def restore(folder: Path, path: Path, as_json: bool) -> None:
    """由备份恢复到 --library 指明的新文件夹，重建图谱与索引。"""
    from search import backup as backups

    made = backups.restore(path, folder, environment=os.environ)
    if as_json:
        print_json(made.to_dict())
    else:
        click.echo(f"已恢复到 {folder}：{made.documents} 份文献，{made.decisions} 条决定（备份于 {made.made_at}）")


@click.command()
@click.option(
    "--to",
    "words",
    multiple=True,
    metavar="PART=ADDRESS",
    help="record、files、graph 或 index = 网址；embedded 迁回本机",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_obj
def migrate(folder: Path, words: tuple[str, ...], as_json: bool) -> None:
    """把记录、文件、图谱或索引迁到别的引擎，或迁回；核对无误才切换，中断后再运行即可。"""
    from search import migration

    moved = migration.migrate(folder, migration.targets(words), environment=os.environ, on_progress=_show_files)
    if as_json:
        print_json([asdict(one) for one in moved])
        return
    for one in moved:
        click.echo(f"已迁 {one.part}：{one.source} → {one.target}（{_COUNTED[one.part].format(one.count)}，已核对）")
    click.echo("重启正在运行的网页服务，让它用新的地方" if moved else "已在那里，没有要迁的")


_COUNTED = {"record": "到第 {} 号变更", "files": "{} 个文件", "graph": "{} 条三元组", "index": "{} 个段落"}


def _show_files(_part: str, done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r文件 {done}/{total}", err=True, nl=done == total)
