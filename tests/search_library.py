"""A small library of invented texts for the tests of search, written through the real pipeline."""

from __future__ import annotations

from pathlib import Path

from search import ingest
from search.library import Library

TEXTS = {
    "报告2023.txt": """云川市科学技术协会工作报告
（2023年2月10日）
林知远
各位委员、同志们：
一、过去一年的工作
一是做实科普惠农。新建科普惠农服务站3家，培育科普惠农兴村计划项目5个。组织农业专家送技术下乡20场次，农民培训4万人次。
二是办好科技赛事。举办第八届青少年科技创新大赛，36件作品获省级奖项。
三是加强作风建设。健全内部监督制度，梳理廉政风险点12个。
二、今年的任务
推动三十个学会承接政府职能，启用“云川科普e站”。
名词解释
1.“承职”：学会有序承担政府委托事项；
2.“两进”：进社区、进校园。
""",
    "通知2024.txt": """关于举办2024年云川市科普节的通知
云科协〔2024〕9号
各县区科协：
定于2024年5月20日在滨江科技馆举办云川市科普节，场馆免费开放，预计接待观众2万人次。
科普节期间邀请海外学者作视频报告，并慰问困难科技工作者。
请各单位于5月10日前报送参展名单。
云川市科学技术协会
2024年4月1日
""",
}


def make(folder: Path, *, index: str = "whoosh", texts: dict[str, str] = TEXTS) -> Library:
    """Return a library of the texts, with an index backend."""
    sources = folder / "sources"
    sources.mkdir(parents=True)
    for name, text in texts.items():
        (sources / name).write_text(text, encoding="utf-8")
    environment = {"CETU_SEARCH__INDEX": index}
    ingest.add(folder / "library", [sources], environment=environment)
    return Library.open(folder / "library", environment)
