"""The built-in sample holds what its README says is planted, and the whole works on it."""

from __future__ import annotations

import io
import json
import re
import zipfile
from functools import cache
from pathlib import Path

import pytest

from corpus.documents import Document
from corpus.ingest import document_from_path
from scripts.sample_docx import SOURCES, docx_bytes
from tests.commands import PROJECT, SAMPLE, cetu, cetu_json

DATA = PROJECT / "tests" / "data"
FILES = sorted(SAMPLE.glob("20*"))
QUESTIONS = json.loads((DATA / "sample_questions.json").read_text(encoding="utf-8"))
DRAFTS = json.loads((DATA / "sample_drafts.json").read_text(encoding="utf-8"))
GOLD = sorted((DATA / "sample_gold").glob("*.json"))


@cache
def document(name: str) -> Document:
    return document_from_path(next(path for path in FILES if path.name.startswith(name)))


def bare(text: str) -> str:
    return re.sub(r"[\s*“”《》]", "", text)


@cache
def all_text() -> str:
    return bare("".join(document(path.name).text for path in FILES))


def test_the_sample_has_at_least_eight_documents_of_fitting_length() -> None:
    assert len(FILES) >= 8
    lengths = {path.name: len(document(path.name).text) for path in FILES}
    assert not {name: length for name, length in lengths.items() if not 1500 <= length <= 6000}


def test_the_readme_names_every_file() -> None:
    readme = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert [path.name for path in FILES if f"`{path.name}`" not in readme] == []


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("2022-七届", ["notice", "speech", "report", "glossary"]),
        ("2022-科普惠农驿站", ["regulation"]),
        ("2023-七届", ["notice", "speech", "report", "glossary"]),
        ("2023-科普惠农行动", ["plan", "glossary"]),
        ("2024-七届", ["report", "glossary"]),
        ("2024-部署", ["notice", "speech"]),
    ],
)
def test_the_parts_of_a_document_are_found(name: str, kinds: list[str]) -> None:
    assert [part.kind for part in document(name).parts] == kinds


@pytest.mark.parametrize(
    ("name", "kind", "repaired"),
    [
        ("2022-七届", "line_join", "组织学会进企业、进园区、进乡村"),
        ("2022-七届", "page_number", "督查通报形成常态。\n"),
        ("2022-七届", "markdown", "一是思想根基更加牢固。"),
        ("2022-七届", "english_and", "市工业和信息化局"),
        ("2022-七届", "width", "云川科普云APP"),
        ("2022-七届", "number_space", "2021年，我市"),
        ("2022-科普惠农驿站", "width", "2019年印发"),
        ("2024-部署", "line_join", "引得来、留得住、发展好"),
        ("2024-部署", "english_and", "国家和地区"),
    ],
)
def test_planted_layout_troubles_are_repaired(name: str, kind: str, repaired: str) -> None:
    assert repaired in document(name).text
    assert kind in {repair.kind for repair in document(name).repairs}


@pytest.mark.parametrize("slip", ["包村连户", "梁若汐", "科普惠农绎站"])
def test_planted_slips_of_the_pen_stay_as_they_are(slip: str) -> None:
    assert slip in all_text()


@pytest.mark.parametrize("source", sorted(SOURCES.glob("20*.md")), ids=lambda path: path.stem)
def test_word_files_are_what_their_sources_make(source: Path) -> None:
    text = source.read_text(encoding="utf-8")
    made = docx_bytes(text, text.splitlines()[0].removeprefix("# "))
    assert made == docx_bytes(text, text.splitlines()[0].removeprefix("# "))
    with zipfile.ZipFile(io.BytesIO(made)) as new, zipfile.ZipFile(SAMPLE / f"{source.stem}.docx") as old:
        assert new.read("word/document.xml") == old.read("word/document.xml")


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_annotations_quote_the_sample(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    quotes = [item["evidence"] for item in (*gold["relations"], *gold["indicators"])]
    quotes += [name for entity in gold["entities"] for name in (entity["name"], *entity["aliases"])]
    assert [quote for quote in quotes if bare(quote) not in all_text()] == []
    ids = {entity["id"] for entity in gold["entities"]}
    assert {relation["s"] for relation in gold["relations"]} <= ids


def test_questions_and_drafts_of_the_sample_are_well_formed() -> None:
    assert len(QUESTIONS) >= 40
    assert len({question["id"] for question in QUESTIONS}) == len(QUESTIONS)
    assert [q["id"] for q in QUESTIONS for quote in q["evidence"] if bare(quote) not in all_text()] == []
    assert sum(question["answer_type"] == "none" for question in QUESTIONS) >= 5
    assert sum(bool(draft["findings"]) for draft in DRAFTS) >= 10
    for draft in DRAFTS:
        for finding in draft["findings"]:
            assert draft["text"][finding["start"] : finding["end"]] == finding["span"]


def test_a_changed_formulation_is_defined_by_year(sample_library: Path) -> None:
    found = cetu_json("define", "三进两送", "--json", library=sample_library)
    members = {match["year"]: match["components"] for match in found["matches"]}
    assert "进园区" in members[2022]
    assert "进校园" in members[2024]
    assert "进园区" not in members[2024]


def test_a_term_that_is_used_but_defined_nowhere_has_no_definition(sample_library: Path) -> None:
    assert cetu_json("define", "四主两新", "--json", library=sample_library)["matches"] == []


def test_a_search_for_the_theme_finds_passages_of_every_year(sample_library: Path) -> None:
    found = cetu_json("search", "科普惠农", "--json", "--limit", "40", library=sample_library)
    assert {hit["file"][:4] for hit in found["hits"]} == {"2022", "2023", "2024"}


def test_the_export_has_one_annotation_for_each_document(sample_library: Path) -> None:
    exported = cetu_json("export", "--format", "annotations", library=sample_library)
    assert len(exported) == len(FILES)
    assert all(item["entities"] and "relations" in item and "indicators" in item for item in exported)


def test_a_second_reading_changes_nothing(tmp_path: Path) -> None:
    library = tmp_path / "library"
    assert cetu("add", FILES[0], library=library).returncode == 0
    report = cetu_json("add", FILES[0], "--json", library=library)
    assert report["added"] == []
    assert len(report["unchanged"]) == 1
