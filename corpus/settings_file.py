"""Changing cetu.toml as a person would: one line each, everything else left as it stands."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path

from corpus.blobs import write_durably
from corpus.errors import InputError
from corpus.settings import FILE, SettingValue, load_settings

_TABLE = re.compile(r"\s*\[\s*([\w-]+)\s*\]\s*(?:#.*)?")


def change_settings(folder: Path, values: Mapping[str, SettingValue]) -> None:
    """Write settings into a library's cetu.toml, durably and at once; other lines and comments stay.

    Raises:
        InputError: The file cannot be read, a value is unfit, or the file is written in a way that one line cannot change.
    """
    file = folder / FILE
    load_settings(file, {})
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    for name, value in values.items():
        text = with_value(text, name, value)
    draft = file.with_name(f".{FILE}.draft")
    try:
        draft.write_text(text, encoding="utf-8")
        found = load_settings(draft, {})
        if any(found[name] != value for name, value in values.items()):
            raise InputError("设置改不进去", where=str(file), hint="手工改：" + "、".join(sorted(values)))
    finally:
        draft.unlink(missing_ok=True)
    write_durably(file, text.encode())


def with_value(text: str, name: str, value: SettingValue) -> str:
    """Return the text of a cetu.toml with a setting in it."""
    table, key = name.split(".", 1)
    line = f"{key} = {json.dumps(value, ensure_ascii=False)}"
    lines = text.splitlines()
    at = next((i for i, one in enumerate(lines) if (m := _TABLE.fullmatch(one)) and m[1] == table), None)
    if at is None:
        return "\n".join([*lines, *([""] if lines else []), f"[{table}]", line]) + "\n"
    end = next((i for i in range(at + 1, len(lines)) if lines[i].lstrip().startswith("[")), len(lines))
    own = re.compile(rf"\s*{re.escape(key)}\s*=")
    for i in range(at + 1, end):
        if own.match(lines[i]):
            return "\n".join([*lines[:i], line, *lines[i + 1 :]]) + "\n"
    return "\n".join([*lines[: at + 1], line, *lines[at + 1 :]]) + "\n"
