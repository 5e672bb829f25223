"""One text in every format comes back as it went in; hostile and damaged files are refused in a sentence."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import io
import itertools
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from corpus.cleaning import clean
from corpus.documents import SourceFile, SourceText
from corpus.errors import CetuError, ReadError
from corpus.files import source_files
from corpus.readers.archives import members
from corpus.readers.detection import detect
from corpus.readers.limits import Limits
from corpus.readers.originals import WIDTH, page_picture
from corpus.readers.registry import read, source_file
from scripts.benchmarks.readers import distance
from tests.written import PARAGRAPHS, TITLE, WHOLE, docx, ofd, pdf, scanned_ofd, web_page, zipped


def text_of(name: str, data: bytes) -> str:
    return clean(read(source_file(name, data))).text


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("方案.txt", WHOLE.encode),
        ("方案.txt", lambda: WHOLE.encode("gb18030")),
        ("方案.txt", lambda: WHOLE.encode("utf-16")),
        ("方案.txt", lambda: b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode()),
        ("方案.md", f"# {TITLE}\n\n{(chr(10) * 2).join(PARAGRAPHS)}".encode),
        ("方案.docx", docx),
        ("方案.html", web_page),
        ("方案.ofd", ofd),
        ("没有后缀", docx),
        ("其实是网页.doc", web_page),
    ],
)
def test_one_text_comes_back_from_every_format(name: str, make: Callable[[], bytes]) -> None:
    assert text_of(name, make()) == WHOLE


def test_traditional_text_in_big5_is_read() -> None:
    text = "關於推動科學普及工作的報告，請各單位認真貫徹執行，並於年底前報送總結。"
    assert text_of("報告.txt", text.encode("big5")) == text


@pytest.fixture(scope="module")
def office_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    (folder / "方案.docx").write_bytes(docx())
    for form in ("pdf", "doc", "rtf"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", form, "--outdir", str(folder)]
        command.append(str(folder / "方案.docx"))
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    return folder


@pytest.mark.parametrize("suffix", ["doc", "rtf", "pdf"])
def test_office_and_pdf_files_give_the_text_back(office_files: Path, suffix: str) -> None:
    assert text_of(f"方案.{suffix}", (office_files / f"方案.{suffix}").read_bytes()) == WHOLE


def test_an_archive_gives_each_text_back(office_files: Path, tmp_path: Path) -> None:
    files = {
        f"文件/方案.{form}": (office_files / f"方案.{form}").read_bytes() for form in ("pdf", "doc", "rtf", "docx")
    }
    files |= {"文件/方案.ofd": ofd(), "文件/方案.html": web_page(), "文件/方案.txt": WHOLE.encode("gb18030")}
    path = tmp_path / "全部.zip"
    path.write_bytes(zipped({"内.zip": zipped(files)}))
    found = [source for _, source in source_files([path])]
    assert len(found) == len(files)
    for source in found:
        assert isinstance(source, SourceFile), source
        assert clean(read(source)).text == WHOLE, source.name


def test_a_wps_file_is_read_by_content(office_files: Path) -> None:
    assert text_of("方案.wps", (office_files / "方案.doc").read_bytes()) == WHOLE


def test_a_scan_at_300_dpi_is_recognised_with_under_one_percent_of_errors(office_files: Path) -> None:
    pytest.importorskip("rapidocr")
    pdfium = pytest.importorskip("pypdfium2")
    picture = pdfium.PdfDocument((office_files / "方案.pdf").read_bytes())[0].render(scale=300 / 72).to_pil()
    buffer = io.BytesIO()
    picture.save(buffer, "PNG")
    source = read(source_file("扫描.png", buffer.getvalue()))
    assert all(block.region is not None and block.page == 1 for block in source.blocks)
    assert distance(clean(source).text, WHOLE) <= 0.01 * len(WHOLE)


def test_a_web_page_says_title_and_date_and_keeps_tables() -> None:
    page = (
        "<html><body><table><tr><td>发文字号</td><td>云科协〔2031〕7号</td>"
        "<td>成文日期</td><td>2031年5月6日</td></tr></table>"
        "<div class='TRS_Editor'><p>为推进科普惠农工作，现将有关事项通知如下，请各单位结合实际抓好落实，并及时报送进展情况。</p>"
        "<table><tr><th>指标</th><th>目标</th></tr><tr><td>驿站</td><td>30</td></tr></table>"
        "<p>附件请到网站下载，联系人为市科协普及部，欢迎来电咨询，工作日均有人接听，谢谢支持与配合。</p></div></body></html>"
    )
    source = read(source_file("通知.html", page.encode()))
    assert dict(source.metadata)["doc_number"] == "云科协〔2031〕7号"
    assert dict(source.metadata)["date"] == "2031年5月6日"
    assert [block.text for block in source.blocks if block.kind == "table_row"] == ["指标\t目标", "驿站\t30"]


def test_markdown_keeps_headings_lists_and_tables() -> None:
    text = "---\ntitle: 方案\n---\n# 方案\n\n## 一、要求\n\n- 建驿站\n- 做培训\n\n| 指标 | 值 |\n|---|---|\n| 驿站 | 30 |\n"
    source = read(source_file("方案.md", text.encode()))
    assert [(b.kind, b.text) for b in source.blocks if b.text] == [
        ("title", "方案"),
        ("heading", "一、要求"),
        ("list_item", "建驿站"),
        ("list_item", "做培训"),
        ("table_row", "指标\t值"),
        ("table_row", "驿站\t30"),
    ]
    assert ("title", "方案") in source.metadata


def bomb() -> bytes:
    return zipped({"word/document.xml": b"0" * 30_000_000})


def entities() -> bytes:
    return zipped({"word/document.xml": b'<!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'})


def encrypted() -> bytes:
    data = bytearray(zipped({"方案.txt": b"x"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("空.txt", b"", "空"),
        ("空白.docx", b"\x00" * 50, "空"),
        ("截断.docx", docx()[:3000], "损坏"),
        ("炸弹.docx", bomb(), "过大"),
        ("实体.docx", entities(), "恶意"),
        ("图片.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, "损坏|rapidocr"),
        ("坏.pdf", b"%PDF-1.7\n%%EOF", "损坏"),
        ("缺页.ofd", zipped({"OFD.xml": b"<OFD><DocBody/></OFD>"}), "正文"),
        ("坏.ofd", zipped({"OFD.xml": b"<OFD><DocBody>"}), "损坏"),
        ("程序.exe", b"MZ\x00\x01" + bytes(range(256)) * 8, "不支持"),
        ("乱码.txt", bytes(range(128, 256)) * 40, "编码"),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 2, "密码"),
    ],
)
def test_bad_files_are_refused_in_a_sentence(name: str, data: bytes, message: str) -> None:
    with pytest.raises(CetuError, match=message) as refused:
        text_of(name, data)
    assert refused.value.exit_code == 2


def test_a_damaged_word_file_that_comes_out_as_garbage_is_refused() -> None:
    if not shutil.which("soffice"):
        pytest.skip("LibreOffice is not installed")
    noise = b"".join(hashlib.sha256(bytes([i])).digest() for i in range(250))
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + noise
    with pytest.raises(ReadError, match="损坏"):
        text_of("乱.doc", data)


def test_a_soft_hyphen_that_is_printed_on_a_page_is_a_hyphen() -> None:
    years = (
        pdf(1)
        .replace(b"association 2031", b"board 2014\\2552031")
        .replace(b"/Helvetica>>", b"/Helvetica/Encoding/WinAnsiEncoding>>")
    )
    assert "2014-2031" in text_of("计划.pdf", years)


def test_long_files_are_read_to_the_limit_and_refused_beyond() -> None:
    assert read(source_file("百页.pdf", pdf(100))).blocks[-1].page == 100
    with pytest.raises(ReadError, match="有 10000 页，超过上限 3000"):
        read(source_file("万页.pdf", pdf(10_000)))


def test_pages_in_a_circle_and_pages_of_any_size_end() -> None:
    circle = pdf(1).replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")
    with pytest.raises(ReadError):
        read(source_file("循环.pdf", circle))
    huge = source_file("巨页.pdf", pdf(1, "0 0 1000000 1000000"))
    assert "Work plan" in read(huge).text
    assert page_picture(huge, 1).startswith(b"\x89PNG")


@pytest.mark.parametrize("place", ["word/document.xml", "word/styles.xml"])
def test_entities_in_any_part_of_a_word_file_are_not_expanded(place: str) -> None:
    laughs = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in itertools.pairwise("abcdefghij"))
    with zipfile.ZipFile(io.BytesIO(docx())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    declaration = f'<?xml version="1.0"?>{" " * 4000}<!DOCTYPE x [<!ENTITY a "0123456789">{laughs}]>'
    parts[place] = f"{declaration}<x>&j;</x>".encode()
    with pytest.raises(ReadError, match=r"恶意|损坏"):
        text_of("实体.docx", zipped(parts))


def test_archives_with_too_many_entries_are_not_even_listed(tmp_path: Path) -> None:
    path = tmp_path / "多.zip"
    path.write_bytes(b"PK\x03\x04" + b"PK\x01\x02" * 200_001)
    ((_, found),) = source_files([path])
    assert "太多" in str(found)


def test_deeply_nested_pages_end() -> None:
    page = (
        b"<html><body>" + b"<div>" * 5000 + "科普惠农工作取得新进展，群众满意度不断提升。".encode() + b"</div>" * 5000
    )
    with contextlib.suppress(ReadError):
        assert "科普惠农" in text_of("深.html", page + b"</body></html>")


def test_a_file_with_more_pages_than_allowed_is_refused() -> None:
    source = source_file("多页.ofd", ofd())
    with pytest.raises(ReadError, match="超过上限 0"):
        read(source, limits=Limits(pages=0))


def test_archives_give_each_document_and_one_error_for_each_damaged_one() -> None:
    inner = zipped({"总结.txt": "科普工作总结。".encode("gb18030")})
    data = zipped({"a/通知.txt": "科普惠农通知。".encode(), "b.zip": inner, "__MACOSX/x": b"x", ".DS_Store": b"x"})
    assert [name for name, _ in members("包.zip", data)] == ["包.zip/a/通知.txt", "包.zip/b.zip/总结.txt"]


def test_archives_in_archives_end(tmp_path: Path) -> None:
    data = zipped({"深.txt": "文字。".encode()})
    for _ in range(5):
        data = zipped({"内.zip": data})
    found = [content for _, content in members("包.zip", data)]
    assert len(found) == 1
    assert isinstance(found[0], ReadError)


def test_a_zip_on_disk_is_read_file_by_file(tmp_path: Path) -> None:
    path = tmp_path / "文件.zip"
    path.write_bytes(zipped({"通知.txt": "科普惠农通知。".encode(), "空.txt": b"", "照片.bin": b"\x00\x01" * 20}))
    found = dict(source_files([path]))
    assert sorted(key.removeprefix(str(path)) for key in found) == ["/照片.bin", "/空.txt", "/通知.txt"]
    assert sum(isinstance(value, ReadError) for value in found.values()) == 2


def test_an_archive_with_a_password_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "密.zip"
    path.write_bytes(encrypted())
    ((_, found),) = source_files([path])
    assert isinstance(found, ReadError)
    assert "密码" in str(found)


def test_a_zip_of_stored_word_files_is_no_word_file() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("方案.docx", docx())
    assert detect(buffer.getvalue()) == "zip"


def test_running_heads_and_page_numbers_go_and_a_paragraph_goes_on_over_the_page() -> None:
    from corpus.readers.page_layout import PageLine, page_blocks

    def page(number: int, lines: list[str]) -> list[PageLine]:
        texts = ["云川市科普惠农方案", *lines, f"— {number} —"]
        return [PageLine(text, 20, 20 + 10 * i, 20 + 5 * len(text), 25 + 10 * i) for i, text in enumerate(texts)]

    body = "全年新建科普惠农驿站三十家，培训农民六万人次以上，推广新技术"
    numbers = "零一二三四五六七八九十"
    pages = [page(number, [f"{body}{numbers[number]}{numbers[i]}" for i in range(4)]) for number in range(1, 5)]
    blocks = tuple(page_blocks(pages))
    assert [block.page for block in blocks] == [1, 2, 3, 4]
    text = clean(SourceText(blocks)).text
    assert text.count(body) == 16
    assert "方案" not in text
    assert "\n" not in text


def test_notes_at_the_foot_of_a_page_come_last_and_the_sentence_goes_on_over_them() -> None:
    from corpus.readers.page_layout import PageLine, page_text

    def lines(texts: list[str], top: float, height: float) -> list[PageLine]:
        return [
            PageLine(text, 20, top + 14 * i, 20 + 10 * len(text), top + 14 * i + height) for i, text in enumerate(texts)
        ]

    first = lines(
        ["全年新建科普惠农驿站①三十家，", "培训农民六万人次以上，示范户", "带动农户增收致富，并且推广新"], 20, 10
    )
    notes = lines(["①科普惠农驿站是基层科普服务点。", "②另有说明。"], 700, 7)
    second = lines(["技术②五十项，示范带动增收。"], 20, 10)
    text = clean(page_text([[*first, *notes], second])).text
    assert text.split("\n") == [
        "全年新建科普惠农驿站①三十家，培训农民六万人次以上，示范户带动农户增收致富，并且推广新技术②五十项，示范带动增收。",
        "①科普惠农驿站是基层科普服务点。",
        "②另有说明。",
    ]


def test_a_page_number_that_does_not_go_with_those_around_is_doubted() -> None:
    from corpus.readers.page_layout import PageLine, page_text

    def page(number: int) -> list[PageLine]:
        return [PageLine("科普惠农工作", 20, 20, 80, 25), PageLine(f"— {number} —", 50, 280, 60, 285)]

    assert page_text([page(number) for number in (3, 4, 5)]).doubts == ()
    assert page_text([page(number) for number in (1, 30, 3)]).doubts == (
        "第 2 页删去的页码“30”与前后页不相接，请对照原件",
    )


def test_lines_recognised_with_little_confidence_are_known_by_their_place_in_the_paragraph() -> None:
    from corpus.readers.page_layout import PageLine, page_text

    lines = [
        PageLine("全年新建科普惠农驿站三十家", 20, 20, 200, 30, confidence=0.99),
        PageLine("培训农民六万人次以上推广新", 20, 34, 200, 44, confidence=0.5),
    ]
    (block,) = page_text([lines]).blocks
    assert block.confidence == 0.5
    assert [(block.text[start:end], confidence) for start, end, confidence in block.doubtful] == [(lines[1].text, 0.5)]


def test_two_columns_are_read_one_after_the_other_and_a_title_across_both_comes_first() -> None:
    from corpus.readers.page_layout import PageLine, merged_lines, page_blocks

    left = [f"左栏第{number}行写科普惠农驿站的建设情况和成效" for number in "一二三四五六"]
    right = [f"右栏第{number}行写青年科技人才的举荐培养和服务" for number in "一二三四五六"]
    pieces = [PageLine("云川市科普工作简报第三十一期", 60, 10, 150, 16)]
    for i in range(6):
        pieces.append(PageLine(right[i], 110, 30 + 8 * i, 200, 35 + 8 * i))
        pieces.append(PageLine(left[i], 10, 30 + 8 * i, 100, 35 + 8 * i))
    text = clean(SourceText(tuple(page_blocks([merged_lines(pieces)])))).text.replace("\n", "")
    assert text == "云川市科普工作简报第三十一期" + "".join(left) + "".join(right)


def test_bodies_one_above_the_other_beside_a_high_word_stay_lines() -> None:
    from corpus.readers.page_layout import PageLine, merged_lines

    pieces = [
        PageLine("云川市发展改革委", 21, 20, 100, 32),
        PageLine("文件", 110, 24, 130, 44),
        PageLine("云川市税务局", 20, 34, 100, 46),
    ]
    assert [line.text for line in merged_lines(pieces)] == ["云川市发展改革委 文件", "云川市税务局"]


def test_pieces_of_one_line_whose_boxes_overlap_stay_one_line() -> None:
    from corpus.readers.page_layout import PageLine, merged_lines

    pieces = [PageLine("2", 20, 20, 26, 26), PageLine("、科普惠农驿站", 22, 20, 60, 26.5)]
    assert [line.text for line in merged_lines(pieces)] == ["2、科普惠农驿站"]


def test_a_form_with_two_short_columns_is_read_across() -> None:
    from corpus.readers.page_layout import PageLine, merged_lines

    pieces = []
    for i in range(6):
        pieces.append(PageLine(f"项目{i}", 10, 30 + 8 * i, 30, 35 + 8 * i))
        pieces.append(PageLine(f"数值{i}", 150, 30 + 8 * i, 170, 35 + 8 * i))
    assert [line.text for line in merged_lines(pieces)] == [f"项目{i} 数值{i}" for i in range(6)]


@pytest.fixture(scope="module")
def scan(office_files: Path) -> bytes:
    pytest.importorskip("rapidocr")
    pdfium = pytest.importorskip("pypdfium2")
    buffer = io.BytesIO()
    pdfium.PdfDocument((office_files / "方案.pdf").read_bytes())[0].render(scale=200 / 72).to_pil().save(buffer, "PNG")
    return buffer.getvalue()


@pytest.fixture(scope="module")
def recognised(scan: bytes) -> SourceText:
    """What recognition makes of the scan, once for all tests: it takes seconds."""
    return read(source_file("扫描.png", scan))


def test_a_scanned_ofd_page_is_recognised_and_its_places_are_shares_of_the_page(
    scan: bytes, recognised: SourceText
) -> None:
    source = read(source_file("扫描.ofd", scanned_ofd(scan)))
    assert distance(clean(source).text.replace(" ", ""), WHOLE) <= 0.01 * len(WHOLE)
    for block, other in zip(source.blocks, recognised.blocks, strict=True):
        assert block.region == pytest.approx(other.region, abs=0.01)


def test_a_place_in_the_text_of_a_scan_leads_to_its_place_on_the_page(scan: bytes, recognised: SourceText) -> None:
    from corpus.documents import Document
    from corpus.structure import structure

    document = structure(clean(recognised), recognised, source_file("扫描.png", scan))
    document = Document.from_dict(document.to_dict())
    start = document.text.index("保障措施")
    ((page, (left, top, right, bottom)),) = document.offsets.regions_of(start, start + 4)
    assert page == 1
    assert 0 < left < right < 1
    ((_, above),) = document.offsets.regions_of(0, 1)
    assert above[3] <= top < bottom < 1


@pytest.mark.parametrize("form", ["pdf", "png"])
def test_the_page_of_an_original_is_shown_as_a_picture(office_files: Path, scan: bytes, form: str) -> None:
    from PIL import Image

    data = {"pdf": (office_files / "方案.pdf").read_bytes(), "png": scan}[form]
    with Image.open(io.BytesIO(page_picture(source_file(f"方案.{form}", data), 1))) as picture:
        assert WIDTH - 2 <= picture.width <= WIDTH + 2
        assert picture.convert("L").getextrema()[0] < 100
    with pytest.raises(CetuError, match="没有第 2 页"):
        page_picture(source_file(f"方案.{form}", data), 2)


def test_the_page_of_an_ofd_file_is_drawn_with_its_letters_and_its_pictures() -> None:
    drawn = etree.fromstring(page_picture(source_file("方案.ofd", ofd()), 1))
    assert drawn.get("viewBox") == "0 0 210 297"
    texts = [element for element in drawn.iter() if element.tag.endswith("}text")]
    assert "".join(element.text for element in texts) == WHOLE.replace("\n", "")
    assert [len(element.get("x").split()) for element in texts] == [len(element.text) for element in texts]
    picture = b"\x89PNG\r\n\x1a\n picture"
    scanned = etree.fromstring(page_picture(source_file("扫描.ofd", scanned_ofd(picture)), 1))
    (image,) = [element for element in scanned.iter() if element.tag.endswith("}image")]
    assert base64.b64decode(image.get("href").partition(",")[2]) == picture
    with pytest.raises(CetuError, match="没有第 2 页"):
        page_picture(source_file("方案.ofd", ofd()), 2)


def test_nothing_in_an_ofd_file_becomes_markup_of_its_picture() -> None:
    hostile = ofd(title='<script>alert(1)</script>"')
    drawn = page_picture(source_file("方案.ofd", hostile), 1)
    assert not [element for element in etree.fromstring(drawn).iter() if "script" in element.tag]
    assert "&lt;script&gt;" in drawn.decode()
