"""One invented text, written into files of every format as offices have them."""

from __future__ import annotations

import io
import zipfile
from html import escape

TITLE = "关于印发云川市科普惠农方案的通知"
PARAGRAPHS = (
    "为深入实施科普惠农行动，推动优质科普资源下沉乡村，经市政府同意，现将《云川市科普惠农方案》印发给你们，请结合实际认真贯彻落实，"
    "并于每年12月底前报送工作总结。",
    "一、总体要求",
    "坚持“四个面向”，以“1+3+N”体系为抓手，全年新建科普惠农驿站30家、覆盖Wi-Fi的科普e站12家，培训农民6万人次以上，投入经费1,200万元，"
    "推广新品种、新技术50项，示范带动农户增收12.5%，有关情况纳入年度考核内容。",
    "（一）建强阵地。面积不小于60平方米，配备专（兼）职人员2名，开放时间每周不少于5天、每天不少于6小时，有完整的活动记录可查。",
    "二、保障措施",
    "各县（区）要加强组织领导，落实工作责任，完善投入机制，确保各项任务落到实处、取得实效，形成可复制、可推广的经验做法。",
)
WHOLE = "\n".join((TITLE, *PARAGRAPHS))


def zipped(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def docx() -> bytes:
    from docx import Document as WordDocument

    document = WordDocument()
    document.add_heading(TITLE, 0)
    for paragraph in PARAGRAPHS:
        document.add_paragraph(paragraph)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def web_page() -> bytes:
    body = "".join(f"<p>　　{paragraph}</p>" for paragraph in PARAGRAPHS)
    head = f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2031-05-06">'
    navigation = '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/a">政务公开</a></li></ul></div>'
    article = f"<div id='zoomcon'>{body}</div><footer>版权所有</footer>"
    return f"<html><head>{head}</head><body>{navigation}{article}</body></html>".encode()


def ofd(*, width: int = 40, title: str = TITLE) -> bytes:
    lines = [escape(title)]
    for paragraph in PARAGRAPHS:
        indented = "　　" + paragraph
        lines += [indented[i : i + width] for i in range(0, len(indented), width)]
    texts = "".join(
        f'<ofd:TextObject ID="{i}" Boundary="{20 + 4 * (len(line) - len(line.lstrip("　")))} {20 + 8 * i} 170 5" Size="4">'
        f'<ofd:TextCode X="0" Y="4" DeltaX="g {len(line)} 4">{line.lstrip("　")}</ofd:TextCode></ofd:TextObject>'
        for i, line in enumerate(lines)
    )
    page = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    return zipped(
        {
            "OFD.xml": element("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
            "Doc_0/Document.xml": element("Document", f"<ofd:Pages>{page}</ofd:Pages>"),
            "Doc_0/Pages/Page_0/Content.xml": element("Page", f"<ofd:Layer>{texts}</ofd:Layer>"),
        }
    )


def element(name: str, content: str) -> bytes:
    return f'<ofd:{name} xmlns:ofd="http://www.ofdspec.org/2016">{content}</ofd:{name}>'.encode()


def scanned_ofd(picture: bytes) -> bytes:
    """An OFD file of one page that is a picture, as a scanner's software writes it."""
    page = '<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/>'
    area = "<ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    media = '<ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile>'
    image = '<ofd:ImageObject ID="9" CTM="210 0 0 297 0 0" Boundary="0 0 210 297" ResourceID="7"/>'
    resources = element("Res", f"{media}</ofd:MultiMedia></ofd:MultiMedias>")
    return zipped(
        {
            "OFD.xml": element("OFD", "<ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"),
            "Doc_0/Document.xml": element(
                "Document",
                f"{area}<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData><ofd:Pages>{page}</ofd:Pages>",
            ),
            "Doc_0/DocumentRes.xml": resources.replace(b"<ofd:Res ", b'<ofd:Res BaseLoc="Res" '),
            "Doc_0/Res/scan.png": picture,
            "Doc_0/Pages/Page_0/Content.xml": element(
                "Page", f"<ofd:Content><ofd:Layer>{image}</ofd:Layer></ofd:Content>"
            ),
        }
    )


def pdf(pages: int, box: str = "0 0 300 400") -> bytes:
    """A PDF file whose pages are one page again and again."""
    return (
        f"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
        f"2 0 obj<</Type/Pages/Kids[{' '.join(['3 0 R'] * pages)}]/Count {pages}>>endobj "
        f"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[{box}]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>endobj "
        "4 0 obj<</Length 61>>stream\nBT /F1 12 Tf 30 350 Td (Work plan of the association 2031) Tj ET\nendstream endobj "
        "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj trailer<</Root 1 0 R>>\n%%EOF"
    ).encode()
