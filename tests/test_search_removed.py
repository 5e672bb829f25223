"""What is gone from a library has no say in what is found: results are those of a library that never had it."""

from __future__ import annotations

from pathlib import Path

import pytest

from search import ingest
from search.engine import search
from search.library import Library
from tests.search_library import TEXTS, make

GONE = {
    f"要点{number}.txt": f"云川市科协{2030 + number}年科普惠农工作要点\n（{2030 + number}年1月5日）\n各县区科协：\n"
    f"新建科普惠农服务站{number + 3}家，举办农民培训。\n云川市科学技术协会\n{2030 + number}年1月5日\n"
    for number in range(3)
}


@pytest.mark.parametrize("index", ["whoosh", "tantivy"])
def test_removed_documents_move_no_score(tmp_path: Path, index: str) -> None:
    never = make(tmp_path / "never", index=index)
    make(tmp_path / "once", index=index, texts=TEXTS | GONE)
    environment = {"CETU_SEARCH__INDEX": index}
    ingest.remove(tmp_path / "once" / "library", list(GONE), environment=environment)
    once = Library.open(tmp_path / "once" / "library", environment)
    for query in ("科普惠农服务站", "农民培训 科普", "最新的科普工作", "科技赛事获奖"):
        found, wanted = (
            [(hit.document, hit.start, hit.score) for hit in search(library, query).hits] for library in (once, never)
        )
        assert wanted and found == wanted, query
