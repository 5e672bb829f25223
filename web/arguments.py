"""Reading what a request asks for: each argument checked once, refused in one sentence."""

from __future__ import annotations

from flask import request

from corpus.errors import InputError

MAX_QUERY = 500


def text(name: str, default: str = "", *, limit: int = MAX_QUERY) -> str:
    """Return a text argument without surrounding space.

    Raises:
        InputError: It is longer than the limit or holds a NUL.
    """
    value = request.args.get(name, default).strip()
    if len(value) > limit:
        raise InputError(f"内容超过 {limit} 字", where=name, hint="缩短后再试")
    if "\x00" in value:
        raise InputError("内容里有不可用的字符", where=name, hint="去掉后再试")
    return value


def texts(name: str, *, most: int) -> tuple[str, ...]:
    """Return the last of the texts that an argument is given with, in order.

    Raises:
        InputError: One of them is too long or holds a NUL.
    """
    given = tuple(value.strip() for value in request.args.getlist(name))[-most:]
    if any(len(value) > MAX_QUERY or "\x00" in value for value in given):
        raise InputError(f"内容超过 {MAX_QUERY} 字或含不可用的字符", where=name, hint="改正后再试")
    return tuple(value for value in given if value)


def needed_text(name: str, what: str) -> str:
    """Return a text argument that must be there.

    Raises:
        InputError: It is missing or empty.
    """
    value = text(name)
    if not value:
        raise InputError(f"没有给出{what}", where=name, hint=f"写成 ?{name}=…")
    return value


def number(name: str, default: int, *, least: int = 0, most: int = 1_000_000) -> int:
    """Return a whole-number argument.

    Raises:
        InputError: It is no whole number, or out of range.
    """
    value = optional_number(name, least=least, most=most)
    return default if value is None else value


def optional_number(name: str, *, least: int = 0, most: int = 1_000_000_000) -> int | None:
    """Return a whole-number argument, or None where it is not given.

    Raises:
        InputError: It is no whole number, or out of range.
    """
    given = request.args.get(name, "").strip()
    if not given:
        return None
    if not given.isascii() or not given.lstrip("-").isdigit() or len(given) > 12:
        raise InputError(f"“{given[:40]}”不是整数", where=name, hint="写成阿拉伯数字")
    value = int(given)
    if not least <= value <= most:
        raise InputError(f"{value} 不在 {least} 到 {most} 之间", where=name, hint="换一个数")
    return value


def choice(name: str, choices: tuple[str, ...], default: str = "") -> str:
    """Return an argument that must be one of some words.

    Raises:
        InputError: It is another word.
    """
    value = request.args.get(name, "").strip()
    if not value:
        return default
    if value not in choices:
        raise InputError(f"“{value[:40]}”不可用", where=name, hint="可用：" + "、".join(choices))
    return value
