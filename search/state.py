"""The pointer to the state that readers see: one small file, replaced atomically after every change.

Readers need neither the database nor a lock: the pointer names the documents and where their parts lie.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.blobs import write_durably
from corpus.documents import DocumentMeta
from corpus.errors import LibraryError

STATE_FILE = "state.json"


@dataclass(frozen=True, slots=True)
class State:
    """What the projections hold: everything up to change number `change`.

    Attributes:
        views: The names of the views that belong to this state (`search.views`).
    """

    change: int
    documents: tuple[DocumentMeta, ...]
    views: tuple[str, ...] = ()

    def save(self, folder: Path) -> None:
        """Put this state in the place of the one in a library folder, durably and at once."""
        data: dict[str, Any] = {"change": self.change, "documents": [meta.to_dict() for meta in self.documents]}
        if self.views:
            data["views"] = list(self.views)
        write_durably(folder / STATE_FILE, json.dumps(data, ensure_ascii=False).encode())

    @classmethod
    def load(cls, folder: Path) -> State:
        """Return the state of a library folder.

        Raises:
            LibraryError: There is no library in the folder, or its pointer is damaged.
        """
        try:
            data = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
            metas = tuple(DocumentMeta(**meta) for meta in data["documents"])
            return cls(data["change"], metas, tuple(data.get("views", ())))
        except FileNotFoundError:
            from corpus.databases import has_record

            hint = "运行 cetu rebuild" if has_record(folder) else "先运行 cetu add 文件"
            raise LibraryError("这里没有可读的资料库", where=str(folder), hint=hint) from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise LibraryError("资料库的状态文件读不出来", where=str(folder), hint="运行 cetu rebuild") from error
