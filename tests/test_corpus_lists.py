"""Lists of words and names: read from tables and SKOS, one row an entry, and what each row states."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from corpus.documents import Document
from corpus.errors import ReadError
from corpus.ingest import document_from_file
from corpus.readers.registry import source_file
from kg.extract import extract
from kg.facts import EntityType
from search.glossary import define
from search.library import Library
from tests.commands import cetu
from tests.search_library import make

CSV = """名词,别名,类型,释义
茶师包片,包片,,茶师分片负责茶园技术指导
云川市茶业协会,市茶协、云川茶协,机构,
四联四促,,,"联农户、联茶企、联高校、联市场，促种植、促加工、促流通、促品牌"
"""
TURTLE = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dct: <http://purl.org/dc/terms/> .
<urn:x:s> a skos:ConceptScheme ; dct:title "云川茶业词表（2031年）"@zh .
<urn:x:1> a skos:Concept ; skos:prefLabel "茶旅驿站"@zh, "tea stop"@en ; skos:altLabel "驿站"@zh ;
  skos:definition "供游客歇脚品茶的站点。"@zh .
"""


def read(name: str, content: str | bytes) -> Document:
    data = content if isinstance(content, bytes) else content.encode("utf-8")
    return document_from_file(source_file(name, data))


def workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["名词", "释义", "别名"])
    sheet.append(["茶园碳汇", "茶园吸收\n二氧化碳的能力", None])
    book.create_sheet("说明").append(["此表由协会整理"])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_table_states_names_types_aliases_definitions_and_members() -> None:
    document = read("名词.csv", CSV)
    found = extract(document)
    assert [(e.name, e.type, e.aliases) for e in found.entities] == [
        ("茶师包片", EntityType.CONCEPT, ("包片",)),
        ("云川市茶业协会", EntityType.ORGANIZATION, ("市茶协", "云川茶协")),
        ("四联四促", EntityType.SLOGAN, ()),
    ]
    assert (found.glossary[0].term, found.glossary[0].definition) == ("茶师包片", "茶师分片负责茶园技术指导")
    assert len(found.glossary[1].components) == 8
    assert {document.quote(m.start, m.end) for m in found.mentions} == {
        "茶师包片", "包片", "云川市茶业协会", "市茶协", "云川茶协", "四联四促"
    }  # fmt: skip
    assert document.quote(found.glossary[0].start, found.glossary[0].end).startswith("茶师包片\t别名：包片")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("名录.txt", "规范名称\t简称\n云川市科学技术协会\t市科协\n"),
        ("名录.tsv", "简称\t名称\n市科协\t云川市科学技术协会\n"),
    ],
)
def test_a_text_with_the_head_of_a_list_is_one(name: str, text: str) -> None:
    (entity,) = extract(read(name, text)).entities
    assert (entity.name, entity.aliases) == ("云川市科学技术协会", ("市科协",))


def test_a_workbook_and_a_scheme_are_lists() -> None:
    document = read("词表.xlsx", workbook())
    (entry,) = extract(document).glossary
    assert (entry.term, entry.definition) == ("茶园碳汇", "茶园吸收二氧化碳的能力")
    scheme = read("词表.ttl", TURTLE)
    (entry,) = extract(scheme).glossary
    assert (entry.term, entry.aliases, scheme.date) == ("茶旅驿站", ("tea stop", "驿站"), "2031")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("坏.csv", b"a,b\n1,2\n"),
        ("坏.ttl", b"@prefix x: <"),
        ("空.ttl", b"<urn:a> <urn:b> <urn:c> ."),
        ("坏.xlsx", workbook()[:300] + b"xl/workbook.xml"),
        ("空.csv", "名词,释义\n".encode()),
    ],
)
def test_what_is_no_list_is_refused_in_a_sentence(name: str, data: bytes) -> None:
    with pytest.raises(ReadError) as caught:
        read(name, data)
    assert caught.value.hint


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return make(tmp_path_factory.mktemp("lists"), texts={"名词.csv": CSV})


def test_a_list_answers_with_its_row_as_evidence(library: Library) -> None:
    (entry,) = define(library, "包片").matches
    assert entry.citation.quote.startswith("茶师包片\t别名：包片") and entry.title == "名词"


@pytest.mark.parametrize(("form", "suffix"), [("skos", "ttl"), ("xlsx", "xlsx")])
def test_an_export_comes_back_as_a_list(library: Library, tmp_path: Path, form: str, suffix: str) -> None:
    file = tmp_path / f"词表.{suffix}"
    assert cetu("export", "--format", form, "-o", file, library=library.folder).returncode == 0
    found = extract(read(file.name, file.read_bytes()))
    terms = {entry.term: entry for entry in found.glossary}
    assert set(terms) == {"茶师包片", "四联四促"} and len(terms["四联四促"].components) == 8
    assert "云川市茶业协会" in {entity.name for entity in found.entities} or form == "skos"
