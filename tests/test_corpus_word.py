"""What Word draws by itself comes in as text: automatic numbers, footnotes."""

from __future__ import annotations

import io
import zipfile

from corpus.cleaning import clean
from corpus.ingest import document_from_file
from corpus.readers.registry import read, source_file
from tests.written import docx, zipped

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_file(body: str, **parts: str) -> bytes:
    """Return a .docx file with this body and further parts, named as in `word/`."""
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    entries["word/document.xml"] = f"<w:document {NAMESPACE}><w:body>{body}</w:body></w:document>".encode()
    for name, content in parts.items():
        entries[f"word/{name}.xml"] = content.encode()
        kind = f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{name}"
        link = f'<Relationship Id="rId-{name}" Type="{kind}" Target="{name}.xml"/></Relationships>'.encode()
        links = "word/_rels/document.xml.rels"
        if f'/{name}"'.encode() not in entries[links]:
            entries[links] = entries[links].replace(b"</Relationships>", link)
    return zipped(entries)


def paragraph(text: str, number: str = "", level: int = 0) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    return f"<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def numbering() -> str:
    levels = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."), ("decimal", "%1.%3.%4"))
    written = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (form, text) in enumerate(levels)
    )
    bullets = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="•"/></w:lvl>'
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    return (
        f'<w:numbering {NAMESPACE}><w:abstractNum w:abstractNumId="5">{written}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="6">{bullets}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="6"/></w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="5"/>{anew}</w:num></w:numbering>'
    )


def test_automatic_numbers_are_text_and_make_headings() -> None:
    body = "".join(
        (
            paragraph("关于科普工作的通知"),
            paragraph("总体要求", "1"),
            paragraph("工作目标", "1", 1),
            paragraph("建设驿站三十家。", "1", 2),
            paragraph("", "1", 2),
            paragraph("培训农民六万人。", "1", 2),
            paragraph("保障措施", "1"),
            paragraph("组织领导", "1", 1),
            paragraph("各地要加强领导，落实责任。"),
            paragraph("要点甲。", "2"),
            paragraph("附则", "3"),
            paragraph("不知编号", "99"),
        )
    )
    document = document_from_file(source_file("通知.docx", word_file(body, numbering=numbering())))
    assert document.text.split("\n") == [
        "关于科普工作的通知",
        "一、总体要求",
        "（一）工作目标",
        "1.建设驿站三十家。",
        "2.培训农民六万人。",
        "二、保障措施",
        "（一）组织领导",
        "各地要加强领导，落实责任。",
        "要点甲。",
        "一、附则",
        "不知编号",
    ]
    assert [section.label for section in document.sections][:3] == ["一、", "（一）", "1."]


def test_styles_that_number_by_themselves_count_too() -> None:
    style = (
        f'<w:styles {NAMESPACE}><w:style w:type="paragraph" w:styleId="Headline"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="Headline"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>'
        for text in ("总体要求", "保障措施")
    )
    source = read(source_file("通知.docx", word_file(body, numbering=numbering(), styles=style)))
    assert [(block.kind, block.text) for block in source.blocks] == [
        ("heading", "一、总体要求"),
        ("heading", "二、保障措施"),
    ]


def test_footnotes_stand_at_the_end_under_their_marks() -> None:
    reference = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = (
        f"<w:p><w:r><w:t>科普惠农行动</w:t></w:r>{reference.format(2)}<w:r><w:t>和科普驿站</w:t></w:r>{reference.format(3)}"
        "<w:r><w:t>取得进展。</w:t></w:r></w:p>"
    )
    notes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote>'
        for number, text in ((2, "科普惠农行动：2031年启动的行动。"), (3, "科普驿站：基层科普服务点。"))
    )
    footnotes = f"<w:footnotes {NAMESPACE}>{notes}</w:footnotes>"
    source = read(source_file("通知.docx", word_file(body, footnotes=footnotes)))
    assert [block.kind for block in source.blocks] == ["paragraph", "footnote", "footnote"]
    assert clean(source).text.split("\n") == [
        "科普惠农行动[1]和科普驿站[2]取得进展。",
        "[1]科普惠农行动：2031年启动的行动。",
        "[2]科普驿站：基层科普服务点。",
    ]
    document = document_from_file(source_file("通知.docx", word_file(body, footnotes=footnotes)))
    assert [part.kind for part in document.parts][-1] == "glossary"
