"""Whether a library's settings can work on this machine: everything that is wrong at once, each with what to do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib.util import find_spec
from pathlib import Path

from corpus.errors import CetuError
from corpus.settings import Settings, examine
from search.places import SETTINGS_FILE

# What reads or writes which files, by the module that an extra installs.
_EXTRAS = (
    ("pdfplumber", "readers", "读取 PDF"),
    ("rapidocr", "ocr", "识别扫描件"),
    ("openpyxl", "tables", "读写 Excel"),
    ("pyarrow", "parquet", "导出 Parquet"),
)
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_LEAST_FREE_MB = 500


@dataclass(frozen=True, slots=True)
class Remark:
    """Something about the configuration. It works all the same unless `is_error`."""

    is_error: bool
    where: str
    what: str
    hint: str

    def to_dict(self) -> dict[str, object]:
        """Return a JSON-ready form."""
        return asdict(self)


def check(folder: Path, environment: Mapping[str, str]) -> tuple[Remark, ...]:
    """Return what is wrong with the settings of a library, then what does not work without further installation.

    Nothing is written, and the library need not exist yet. Servers that the settings name are asked whether they answer.
    """
    settings, troubles = examine(folder / SETTINGS_FILE, environment)
    found = [_as_error(trouble) for trouble in troubles]
    for look in (_store, _index, _model, _rules):
        try:
            look(settings)
        except CetuError as error:
            found.append(_as_error(error))
    return (*found, *_place(folder), *_serving(folder, settings), *_missing())


def _as_error(error: CetuError) -> Remark:
    return Remark(True, error.where, error.what, error.hint)


def _store(settings: Settings) -> None:
    from kg import stores

    name = settings.text("kg.store")
    if stores.is_server(name):
        stores.ask_server(name)


def _index(settings: Settings) -> None:
    from search import indexes

    indexes.check_installed(settings.text("search.index"))


def _model(settings: Settings) -> None:
    from search.encoders import space_of

    space_of(settings)


def _rules(settings: Settings) -> None:
    from search.drafts import policy

    policy.levels_of(settings.text(policy.SETTING))
    policy.off_of(settings.text(policy.RULES_OFF))


def _place(folder: Path) -> Iterator[Remark]:
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    free = shutil.disk_usage(there).free / 1e6
    if free < _LEAST_FREE_MB:
        yield Remark(False, str(there), f"磁盘只剩 {free:.0f} MB", "腾出空间；文献的图谱和索引约为正文的二十倍")


def _serving(folder: Path, settings: Settings) -> Iterator[Remark]:
    host = settings.text("web.host")
    if host in _LOOPBACK or _has_accounts(folder):
        return
    yield Remark(
        False, "web.host", f"在 {host} 上服务，但还没有账号：能连到的人都能阅读", "用 cetu user add 名字 添加管理员"
    )


def _has_accounts(folder: Path) -> bool:
    from corpus.accounts import Accounts

    try:
        people = Accounts(folder)
    except CetuError:  # there is no library yet, or none that can be read: cetu verify says so
        return False
    try:
        return people.any()
    finally:
        people.close()


def _missing() -> Iterator[Remark]:
    for module, extra, purpose in _EXTRAS:
        if find_spec(module) is None:
            yield Remark(False, extra, f"{purpose}的部分没有安装", f"需要时运行 pip install 'cetu[{extra}]'")
    if not any(map(shutil.which, ("soffice", "libreoffice"))):
        hint = "需要时运行 sudo apt-get install libreoffice-writer-nogui"
        yield Remark(False, "LibreOffice", "没有安装：读不了 .doc、.wps、.rtf", hint)
