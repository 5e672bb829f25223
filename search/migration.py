"""A library moved to other engines, or back: copied, held against the record, and only then switched in cetu.toml.

Until the switch nothing of the library has changed; a run that was cut off is simply run again. Files that arrived are not sent
twice, a database is filled in one transaction, graph and index are built beside the ones in use.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlalchemy as sa

from corpus import copies
from corpus.blobs import blobs_at
from corpus.databases import DATABASE, open_engine, record_address
from corpus.errors import InputError, LibraryError
from corpus.record import Record
from corpus.settings import ENVIRONMENT_PREFIX, FILE, Settings, load_settings
from corpus.settings_file import change_settings
from search import ledger
from search.places import GRAPH_FOLDER, INDEX_FOLDER
from search.projections import project
from search.verifying import look_at

# part → the setting that says where it lies
PARTS: Mapping[str, str] = {
    "record": "corpus.record",
    "files": "corpus.files",
    "graph": "kg.store",
    "index": "search.index",
}
EMBEDDED = "embedded"
_HINT = "写成 --to record=postgresql://… 等；" + "、".join(PARTS) + "；迁回本机写 embedded"

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Moved:
    """A part that was moved: from where to where, `embedded` for the library's folder, and how many things it holds."""

    part: str
    source: str
    target: str
    count: int


def targets(words: tuple[str, ...]) -> dict[str, str]:
    """Return the setting of each part that `part=address` names.

    Raises:
        InputError: A part is unknown or named twice, or the address is missing.
    """
    found: dict[str, str] = {}
    for word in words:
        part, _, address = word.partition("=")
        if part not in PARTS or not address or part in found:
            raise InputError("读不懂要迁到哪里", where=f"--to {word}", hint=_HINT)
        found[part] = str(Settings({})[PARTS[part]]) if address == EMBEDDED else address
    if not found:
        raise InputError("没有说要迁到哪里", where="--to", hint=_HINT)
    return found


def migrate(
    folder: Path,
    wanted: Mapping[str, str],
    *,
    environment: Mapping[str, str],
    on_progress: Progress = lambda part, done, total: None,
) -> tuple[Moved, ...]:
    """Move parts of a library, and return what was moved; a part that lies there already is passed over.

    Args:
        folder: The library folder.
        wanted: Setting values by part, as `targets` gives them.
        environment: Variables that override settings.
        on_progress: Called with part, things done, things to do.

    Raises:
        InputError: A variable overrides what is to be changed, or an address is unfit.
        LibraryError: An engine is down, refuses, holds something else, or what arrived differs. Nothing was switched then.
    """
    from search.ingest import writing

    settings = load_settings(folder / FILE, environment)
    changed = {part: value for part, value in wanted.items() if settings.text(PARTS[part]) != value}
    _refuse_overridden(changed, environment)
    was = {part: settings.text(PARTS[part]) for part in changed}
    moved: list[Moved] = []
    with writing(folder) as record:
        for part in (part for part in PARTS if part in changed):
            if part == "files":
                count = _move_files(folder, record, changed[part], on_progress)
            elif part == "record":
                count = _move_record(folder, record, changed[part])
            else:
                count = _move_projection(folder, record, settings, part, changed[part])
            change_settings(folder, {PARTS[part]: changed[part]})
            settings = load_settings(folder / FILE, environment)
            moved.append(Moved(part, _named(part, was[part]), _named(part, changed[part]), count))
    return tuple(moved)


def _named(part: str, value: str) -> str:
    return value if value and value != Settings({})[PARTS[part]] else EMBEDDED


def _refuse_overridden(changed: Mapping[str, str], environment: Mapping[str, str]) -> None:
    for part in changed:
        variable = ENVIRONMENT_PREFIX + PARTS[part].upper().replace(".", "__")
        if variable in environment:
            raise InputError(f"环境变量盖过 {FILE} 里的“{PARTS[part]}”", where=variable, hint="去掉这个变量再迁")


def _move_files(folder: Path, record: Record, address: str, on_progress: Progress) -> int:
    """Copy the files that documents refer to and look at each where it arrived."""
    target = blobs_at(address, folder)
    names = sorted({name for meta in record.documents() for name in meta.blobs})
    for done, name in enumerate(names, 1):
        if not target.is_whole(name):
            record.blobs.get(name)  # what is damaged here is said before it is sent
            target.put_packed(name, record.blobs.packed(name))
            if not target.is_whole(name):
                hint = "检查那里的空间与权限，再运行一次；资料库没有变"
                raise LibraryError("一个数据文件写过去后读不回来", where=f"{address} {name[:16]}", hint=hint)
        on_progress("files", done, len(names))
    return len(names)


def _move_record(folder: Path, record: Record, address: str) -> int:
    """Copy the database and hold the copy against it."""
    source = open_engine(folder, record_address(folder))
    copies.mark(source, secrets.token_hex(16))
    draft = folder / f".{DATABASE}.draft"
    draft.unlink(missing_ok=True)
    target = open_engine(folder, address or f"sqlite:///{draft}")
    try:
        if not copies.is_empty(target):
            _refuse_other(source, target)
        copies.copy_database(source, target)
        if differing := copies.differences(source, target):
            hint = "停下网页服务，再运行一次；资料库没有变"
            raise LibraryError("迁移期间记录有变化：" + "、".join(differing), where=str(folder), hint=hint)
    finally:
        source.dispose()
        target.dispose()
    if not address:
        _put_in_place(folder, draft)
    return record.change


def _refuse_other(source: sa.Engine, target: sa.Engine) -> None:
    """Refuse a database that holds anything but an earlier copy of this library."""
    where = target.url.render_as_string(hide_password=True).replace("+psycopg", "")
    here, there = copies.identity(source), copies.identity(target)
    if here is None or there is None or there[0] != here[0]:
        raise LibraryError("那里的数据库不是空的", where=where, hint="用 createdb 建一个空的数据库")
    if there[1] > here[1]:
        hint = "先在两处之间选定一处：cetu info 查看，或换一个空的数据库"
        raise LibraryError(f"那里的记录更新：第 {there[1]} 号变更，这里是第 {here[1]} 号", where=where, hint=hint)


def _put_in_place(folder: Path, draft: Path) -> None:
    """Put a new library.db in the place of one that was left behind, which is kept under another name."""
    old = folder / DATABASE
    if old.exists():
        for number in range(1, 1000):
            kept = folder / f"library-{number}.old.db"
            if not kept.exists():
                break
        # The last changes of an old file may still stand beside it.
        engine = open_engine(folder)
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        engine.dispose()
        old.replace(kept)
    for suffix in ("-wal", "-shm"):
        (folder / f"{DATABASE}{suffix}").unlink(missing_ok=True)
    draft.replace(old)


def _move_projection(folder: Path, record: Record, settings: Settings, part: str, value: str) -> int:
    """Build graph or index beside the one in use, hold it against the record, and put it in its place."""
    other = {"kg.store": "oxigraph", "search.index": "whoosh"} | {PARTS[part]: value}
    chosen = Settings({**settings.values, **other})
    place = GRAPH_FOLDER if part == "graph" else INDEX_FOLDER
    with TemporaryDirectory(prefix=".cetu-migrate-", dir=folder) as name:
        staging = Path(name)
        project(staging, record, chosen, anew=True)
        found = look_at(staging, record, chosen)
        if found.errors:
            hint = "看那里的日志，再运行一次；资料库没有变"
            raise LibraryError(f"迁过去的与记录不符：{found.errors[0].message}", where=value, hint=hint)
        if (folder / place).exists():
            (folder / place).rename(staging / f"{place}.former")
        shutil.move(staging / place, folder / place)
        if part == "graph":
            # Which documents the graph holds: the other file speaks of the former one.
            (folder / ledger.LEDGER_FILE).unlink(missing_ok=True)
    return found.statements if part == "graph" else found.passages
