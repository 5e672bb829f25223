"""The libraries that are asked with what nobody meant: that of the sample, and a copy that has people and a hidden document."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parents[2]
SAMPLE = PROJECT / "corpus" / "sample"
SECRET = "夜航灯塔"
_GROUP = "人事组"
_PASSWORD = "清风徐来水波不兴之夜"
# Much of it is what others ask about, too: names of bodies, a term with another explanation.
_PAPER = f"""关于在云川市实施“{SECRET}计划”的通知
市科协主席陆怀谷主持召开会议，决定由云川市科学技术协会实施{SECRET}计划，2031年投入经费777万元，培训青年科技工作者4321人次。
附件：名词解释
1.“{SECRET}计划”：由市科协于2031年组织的青年科技工作者夜间值守行动；
2.“三进两送”：进{SECRET}、进港口，送技术、送灯油。
"""


class Folder:
    """Where the library of the sample lies that some targets ask; made at the first need, gone with the process."""

    @staticmethod
    @cache
    def _kept() -> TemporaryDirectory[str]:
        from search import ingest

        folder = TemporaryDirectory(prefix="cetu-fuzz-")
        ingest.add(Path(folder.name) / "library", [SAMPLE], environment={})
        return folder

    @classmethod
    def library(cls) -> Path:
        """Return the library folder."""
        given = os.environ.get("CETU_FUZZ_LIBRARY")
        return Path(given) if given else Path(cls._kept().name) / "library"


@dataclass(frozen=True, slots=True)
class Peopled:
    """A library with accounts: a token by role, and the document that only administrators may see."""

    library: Path
    tokens: dict[str, str]
    hidden: str


@cache
def peopled() -> Peopled:
    """Return the library of the sample with a document behind a label, and three people; made once a process."""
    from corpus.accounts import Accounts
    from search import ingest, labelling

    home = Path(_home().name)
    shutil.copytree(Folder.library(), home / "library")
    (home / f"{SECRET}.txt").write_text(_PAPER, encoding="utf-8")
    (added,) = ingest.add(home / "library", [home / f"{SECRET}.txt"], environment={}).added
    labelling.relabel(home / "library", added.id, _GROUP, environment={})
    people, tokens = Accounts(home / "library"), {}
    for role in ("administrator", "editor", "reader"):
        people.add(role, _PASSWORD, role=role)
        tokens[role] = people.make_token(role, "试验")
    return Peopled(home / "library", tokens, added.id)


@cache
def _home() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="cetu-fuzz-")
