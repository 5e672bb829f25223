"""The command line: parses arguments, calls one function, prints the result. Contract: exit codes 0, 1, 2, 3."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from corpus.errors import CetuError

DEFAULT_LIBRARY = "./library"


# Where each command stands; a cold `cetu ask` imports nothing of the others.
COMMANDS = {
    "add": "filling",
    "remove": "filling",
    "label": "filling",
    "rebuild": "filling",
    "ask": "asking",
    "search": "asking",
    "define": "asking",
    "entity": "asking",
    "unanswered": "asking",
    "check": "checking",
    "decide": "deciding",
    "compare": "checking",
    "glossary": "checking",
    "network": "studying",
    "wording": "studying",
    "ledger": "studying",
    "export": "publishing",
    "sparql": "publishing",
    "info": "running",
    "serve": "running",
    "mcp": "speaking",
    "user": "people",
    "verify": "upkeep",
    "backup": "upkeep",
    "restore": "upkeep",
    "migrate": "upkeep",
}


class CetuGroup(click.Group):
    """A command group that imports a command when it is called, and turns every error into one line and an exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command by its name, or None where there is none of that name."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"scripts.commands.{COMMANDS[cmd_name]}"), cmd_name)
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; where the reader of its output goes away (`cetu ask … | head`), end quietly."""
        try:
            code = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # click would end with 1, but nothing is wrong. What is still to be written goes nowhere.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            sys.exit(0)
        return code

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run the command and leave with the exit code of the contract."""
        try:
            code = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as error:
            _complain(_mistake(error), "用 --help 查看用法")
            sys.exit(2)
        except CetuError as error:
            _complain(str(error))
            sys.exit(error.exit_code)
        except (click.Abort, KeyboardInterrupt):
            sys.exit(130)
        except Exception as error:
            if os.environ.get("CETU_TRACEBACK"):
                raise
            _complain(f"程序出错：{type(error).__name__}: {error}", "设 CETU_TRACEBACK=1 再运行一次，把输出发给维护者")
            sys.exit(3)
        sys.exit(code if isinstance(code, int) else 0)


def _mistake(error: click.ClickException) -> str:
    """Return what is wrong with a call, in Chinese; click says it in English."""
    if isinstance(error, click.NoSuchOption):
        near = f"，最接近的是 {error.possibilities[0]}" if error.possibilities else ""
        return f"没有 {error.option_name} 这个选项{near}"
    if isinstance(error, click.MissingParameter):
        missing = error.param
        if isinstance(missing, click.Option):
            return f"缺少选项 {missing.opts[-1]}"
        return f"缺少参数 {(missing.name or '').upper()}" if missing else "缺少参数"
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"{error.param.opts[-1]} 的值不对：{error.message}"
    if isinstance(error, click.UsageError) and error.message.startswith("No such command"):
        wanted = error.message.split("'")[1] if "'" in error.message else ""
        from difflib import get_close_matches

        nearest = get_close_matches(wanted, COMMANDS, n=1)
        return f"没有“{wanted}”这个命令" + (f"，最接近的是 {nearest[0]}" if nearest else "")
    return f"命令写得不对：{error.format_message()}"


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


def documented_commands() -> Iterator[str]:
    """Return the names of all commands, for the tests of the documents."""
    yield from sorted(COMMANDS)


if __name__ == "__main__":
    main()
