"""Commands that keep a library whole: verify, backup, restore."""

from __future__ import annotations

import os
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
