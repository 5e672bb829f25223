"""What a question in a process of its own does not pay for: modules that it has no use of."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_ASK = """
import sys
from search import answering
from search.library import Library
from pathlib import Path
answer = answering.ask(Library.open(Path(sys.argv[1]), {}), sys.argv[2])
print(answer.status, *(name for name in sys.argv[3:] if name in sys.modules))
"""


def test_a_question_that_facts_answer_loads_neither_the_tokenizer_nor_what_reads_files(sample_library: Path) -> None:
    heavy = ["rjieba", "numpy", "rdflib", "sqlalchemy", "whoosh", "flask", "corpus.fronts", "corpus.cleaning"]
    command = [sys.executable, "-c", _ASK, str(sample_library), "哪些项目与科普惠农有关", *heavy]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "answered\n"


_COUNT = """
import re._compiler as compiler
compiled, compile = [], compiler.compile
compiler.compile = lambda pattern, flags=0: compiled.append(pattern) or compile(pattern, flags)
"""


def test_a_question_compiles_few_of_the_patterns_that_it_is_tried_with(sample_library: Path) -> None:
    code = f"{_COUNT}{_ASK}print(len(compiled))"
    command = [sys.executable, "-c", code, str(sample_library), "哪些项目与科普惠农有关"]
    status, count = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert status == "answered"
    assert int(count) < 160  # of more than 300


def test_a_question_that_searches_the_index_loads_nothing_of_a_page_of_hits(sample_library: Path) -> None:
    large = "import search.answers.knowledge as known; known._WHOLE_CHARACTERS = 0\n"
    heavy = [
        "whoosh",
        "rjieba",
        "jieba",
        "search.facets",
        "search.engine",
        "kg.facts",
        "kg.resolution",
        "numpy.ma",
        "corpus.doubts",
    ]
    command = [sys.executable, "-c", large + _ASK, str(sample_library), "火星移民计划由谁负责", *heavy]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "not_found whoosh\n"
