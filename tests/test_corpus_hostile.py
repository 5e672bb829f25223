"""Files made to harm: entities that reach out or swell, archives that burst, nesting without end, runs of one sign."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ReadError
from corpus.readers.limits import DEFAULT
from corpus.readers.registry import read, source_file
from scripts.fuzzing.targets import TARGETS, strike
from tests.written import docx, element, ofd, zipped

SECRET = "青禾密语"
LAUGHS = '<!ENTITY a "0123456789">' + "".join(
    f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in itertools.pairwise("abcdefghij")
)
# What the last entity comes to is a gigabyte: far more than this much memory, which is more than any parser needs.
LIMITS = replace(DEFAULT, memory_mb=1024)
SKOS = (
    '<?xml version="1.0"?>{}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:skos="http://www.w3.org/2004/02/skos/core#"><skos:Concept rdf:about="urn:x">'
    "<skos:prefLabel>三进{}</skos:prefLabel></skos:Concept></rdf:RDF>"
)


def workbook() -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (["术语", "释义"], ["三进", "进村"]):
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


FILES = {
    "x.ofd": (ofd, "Doc_0/Pages/Page_0/Content.xml"),
    "y.ofd": (ofd, "OFD.xml"),
    "x.docx": (docx, "word/document.xml"),
    "y.docx": (docx, "docProps/core.xml"),
    "x.xlsx": (workbook, "xl/worksheets/sheet1.xml"),
    "y.xlsx": (workbook, "docProps/core.xml"),
}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_entity(name: str, declared: str, *, encoding: str = "utf-8") -> bytes:
    """Return a file of which one part declares entities and names `j` in the place of its first text."""
    make, place = FILES[name]
    parts = parts_of(make())
    body = re.sub(r"^<\?xml.*?\?>\s*", "", parts[place].decode("utf-8"))
    body = re.sub(r">[^<>\s][^<>]*<", ">&j;<", body, count=1)
    assert "&j;" in body
    parts[place] = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [{declared}]>{body}'.encode(encoding)
    return zipped(parts)


def outcome(name: str, data: bytes) -> str:
    """Return the text of a file and its metadata, or the sentence that refuses it for what it holds."""
    try:
        source = read(source_file(name, data), limits=LIMITS)
    except ReadError as refused:
        assert not re.search("崩溃|内存超过|读取超过", str(refused)), refused
        return str(refused)
    return source.text + str(source.metadata)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", FILES)
def test_no_entity_brings_another_file_in(tmp_path: Path, name: str, encoding: str) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(SECRET, encoding=encoding)
    declared = f'<!ENTITY j SYSTEM "{secret.as_uri()}">'
    assert SECRET not in outcome(name, with_entity(name, declared, encoding=encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("name", FILES)
def test_entities_that_hold_entities_do_not_swell(name: str, encoding: str) -> None:
    assert len(outcome(name, with_entity(name, LAUGHS, encoding=encoding))) < 2000


@pytest.mark.parametrize(
    "declared",
    [LAUGHS, f'<!ENTITY j "{"甲" * 50_000}">', "<!ENTITY j '<b>&k;</b>'>", '<!ENTITY % k "x"><!ENTITY j "y">'],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_list_with_entities_for_more_than_names_is_refused(declared: str, encoding: str) -> None:
    data = SKOS.format(f"<!DOCTYPE x [{declared}]>", "&j;" * 1000).encode(encoding)
    assert re.search("恶意|RDF|不支持", outcome("x.rdf", data))


def test_a_list_may_name_its_namespaces_by_entities() -> None:
    data = SKOS.format('<!DOCTYPE rdf:RDF [<!ENTITY j "http://example.org/云川#">]>', "&j;").encode()
    assert "三进http://example.org/云川#" in outcome("x.rdf", data)


@pytest.mark.parametrize("name", ["x.ofd", "x.docx", "x.xlsx", "包.zip"])
def test_an_archive_that_bursts_is_refused_before_it_is_unpacked(name: str) -> None:
    parts = parts_of(FILES[name][0]()) if name in FILES else {}
    data = zipped({**parts, "附/大.xml": b"0" * 30_000_000})
    if name in FILES:
        assert "过大" in outcome(name, data)
    else:
        from corpus.readers.archives import members

        with pytest.raises(ReadError, match="过大"):
            list(members(name, data))


TURTLE = "<urn:a> <urn:b> {} ."


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("深.ttl", TURTLE.format("[ <urn:c> " * 20_000 + "1" + "]" * 20_000).encode()),
        ("深.ttl", TURTLE.format("(" * 20_000 + ")" * 20_000).encode()),
        ("深.jsonld", ('{"@id":"urn:a","urn:b":' + "[" * 100_000 + "1" + "]" * 100_000 + "}").encode()),
        ("深.md", (">" * 100_000 + " 云川市举办第九届灯会。\n" + "  " * 50_000 + "- 灯会").encode()),
    ],
)
def test_nesting_without_end_ends(name: str, data: bytes) -> None:
    assert outcome(name, data)


def test_deep_tables_and_drawings_end() -> None:
    parts = parts_of(docx())
    body = parts["word/document.xml"].decode()
    at = body.index("<w:body>") + len("<w:body>")
    table, end = "<w:tbl><w:tr><w:tc>" * 3000, "</w:tc></w:tr></w:tbl>" * 3000
    assert outcome("深.docx", zipped({**parts, "word/document.xml": f"{body[:at]}{table}{end}{body[at:]}".encode()}))
    parts = parts_of(ofd())
    blocks = "<ofd:PageBlock>" * 3000 + "</ofd:PageBlock>" * 3000
    parts["Doc_0/Pages/Page_0/Content.xml"] = element("Page", f"<ofd:Layer>{blocks}</ofd:Layer>")
    assert outcome("深.ofd", zipped(parts))


@pytest.mark.parametrize(
    ("target", "before", "unit", "after"),
    [
        ("readers", "", "[", ""),
        ("readers", "", "![a](", ""),
        ("readers", "", "-", "x"),
        ("readers", "# a", " ", "x"),
        ("readers", "# ", "#", "x"),
        ("readers", "---\n甲: a", " ", "x\n---\n"),
        ("cleaning", "(", "甲", "x"),
        ("cleaning", "云川市", " ", "x"),
    ],
)
def test_a_long_run_of_one_sign_costs_no_more_than_its_length(target: str, before: str, unit: str, after: str) -> None:
    """Where each place were tried against each other, 150,000 of them would take minutes of the processor."""
    assert strike(TARGETS[target], (before + unit * (150_000 // len(unit)) + after).encode()) == ""
