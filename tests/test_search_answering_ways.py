"""Ways to ask that take more than a pattern: mottoes, endings, short names, slips, totals, lists with a noun."""

from __future__ import annotations

import pytest

from search import answering, ingest
from search.answers.facts import Statement
from search.answers.posts import full_post
from search.library import Library
from search.questions.names import Names
from search.questions.parse import content

_TEXT = """青溪县科协工作报告
（2031年2月6日在青溪县科协八届二次全委会议上）
邵望川

各位委员，同志们：

2030年主要工作

一、人才工作
弘扬“敢闯敢试、善作善成、久久为功”的创业精神，建立月度调度、季度通报、年终考核等工作机制。搭建人才高地，“春苗”行动吸引返乡青年。持续打造青溪工匠奖、青年创新奖等评选表彰品牌。
推荐罗远舟入围省科技英才候选人，动员指导季安然申报获得省科技进步二等奖。推荐罗远舟、孟庭芳获首届省山乡创新奖。
青禾合唱团、茶乡鼓乐队和云上舞社共同获得百花群众文艺奖。
二、大会承办
青溪茶产业大会成功举办。国际茶叶学会秘书长保罗·维兰德、省农科院简鹤鸣等2位专家参加大会，签订合作协议26个，总投资31亿元。
三、自身建设
12家县级学会实现制度标准化、活动常态化，新成立县级学会3家，县乡两级学会总数达48家。发挥县政协科协界别作用，上报提案9篇。
组建县级茶叶专家库，入库专家62人。确保连通指数、可用指数、活跃指数稳定在95%以上。推动研学旅行业、文创产品业、乡村民宿业等主要业态发展。
主题科普宣传活动有声有色，举办青溪科普节、全国科普日等主题科普宣传活动。“银龄”科普宣讲团深入村组。
推荐罗远舟入围省百名工匠；举办诗歌朗诵会、职工运动会、棋艺赛等6大主题活动。重点在人才公寓、子女入学、就医绿色通道等方面给予支持、创造条件。
“走基层”培训组织3批次90余人。县科协被评为市级“优秀服务集体”。

2031年工作打算
全年计划指导5家学会成立党支部，新建科普站8个，举办培训20场次。地区生产总值增长5.5%。

名词解释
1. 学会“两有”：制度标准化，活动常态化；
2. “三进”：进学校、进企业、进乡村；
3. “三大行动”：青少年科学素质行动、农民科学素质行动、社区居民科学素质行动；
4. “科普开门”：县科协2029年启动的行动，开通“科普之门”栏目，向居民发送科普知识。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("ways")
    file = folder / "工作报告.txt"
    file.write_text(_TEXT, encoding="utf-8")
    ingest.add(folder / "library", [file], environment={})
    return Library.open(folder / "library", {})


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("弘扬什么样的创业精神", ("敢闯敢试、善作善成、久久为功",)),
        ("要建立什么机制", ("月度调度、季度通报、年终考核",)),
        ("哪三个指数要稳定在95%以上", ("连通指数、可用指数、活跃指数，共三项",)),
        ("业态有哪些", ("研学旅行业、文创产品业、乡村民宿业",)),
        ("三大行动分别面向哪些人群", ("青少年科学素质行动", "社区居民科学素质行动")),
        ("“三进”是进哪些地方", ("进学校、进企业、进乡村",)),
        ("三大行动名单", ("农民科学素质行动",)),
        ("哪个行动开通了科普之门", ("见于“科普开门”",)),
        ("科普开们是什么", ("科普之门",)),
        ("名词解释有几条", ("共4条", "三进")),
        ("评选表彰品牌有哪些奖项", ("青溪工匠奖", "青年创新奖")),
        ("罗远舟得了什么奖", ("山乡创新奖",)),
        ("茶产业大会 专家", ("保罗·维兰德等2位专家",)),
        ("维兰德是什么职务", ("秘书长",)),
        ("有多少家学会实现了两有", ("12家",)),
        ("一共有多少家学会", ("48家",)),
        ("合作协议总投资额", ("31亿元",)),
        ("政协提案 篇数", ("9篇",)),
        ("入库专家数", ("62人",)),
        ("主题科普宣传活动有哪些", ("全国科普日",)),
        ("科普宣讲团有哪些", ("“银龄”科普宣讲团",)),
        ("面向农民的科学素质行动", ("农民科学素质行动",)),
        ("奖项有哪些", ("青溪工匠奖",)),
        ("六大主题活动有哪些", ("诗歌朗诵会", "棋艺赛", "职工运动会")),
        ("给予哪些方面的支持", ("人才公寓、子女入学、就医绿色通道",)),
        ("走基层培训几批次", ("3批次",)),
        ("百花群众文艺奖谁得了", ("青禾合唱团、茶乡鼓乐队、云上舞社获得",)),
        ("百花群众文艺奖获奖的有哪些", ("茶乡鼓乐队",)),
        ("今年有哪些目标", ("2031年的数字目标有4项", "科普站8个", "20场次")),
        ("科普方面的目标有哪些", ("科普站8个",)),
        ("ke pu kai men shi shen me", ("科普之门",)),
        ("谁做的报告", ("邵望川",)),
        ("工作报告是什么时候作的", ("2031年2月6日",)),
        ("科 普 开 门 是什么", ("科普之门",)),
        ("今年GDP增长目标", ("5.5%",)),
        ("县乡两级学会增加到多少家", ("48家",)),
        ("人才方面有什么行动", ("“春苗”行动",)),
    ],
)
def test_a_question_in_other_words_finds_what_is_said(library: Library, question: str, said: tuple[str, ...]) -> None:
    found = answering.ask(library, question)
    assert found.status == "answered", found.answer
    assert [piece for piece in said if piece not in found.answer] == [], found.answer
    assert found.citations


@pytest.mark.parametrize(
    "question",
    [
        "罗远舟是院士吗",
        "孟庭芳的单位",
        "季安然是谁",
        "机制的副主席有哪些",
        "罗远舟获得了省科技进步二等奖吗得了几等奖",
        "谁出席了科普节",
        "邵望川是省长吗",
        "三进有多少学校",
        "茶产业大会2031年在哪举办",
        "茶产业大会花了多少钱",
        "三进一退是什么",
        "罗远舟的生日",
        "春苗行动是谁写的",
        "青年创新奖获奖名单",
        "棋艺赛谁得了第一名",
        "棋艺赛谁去了",
        "三进学校有几所",
        "三大行动学校有几所",
    ],
)
def test_what_stands_beside_is_not_taken_for_an_answer(library: Library, question: str) -> None:
    assert answering.ask(library, question).status == "not_found"


@pytest.mark.parametrize("question", ["三大行动有什么比赛", "茶产业大会 院士"])
def test_a_no_does_not_deny_what_the_documents_name(library: Library, question: str) -> None:
    found = answering.ask(library, question)
    assert not found.answer.startswith("库中文献没有提到")


def test_words_that_only_a_question_joins_are_two() -> None:
    words = content("社区和企业", (), Names.in_memory([]), {"社区", "企业"}.__contains__)
    assert [word.text for word in words] == ["社区", "企业"]


def test_a_no_names_what_was_asked_about(library: Library) -> None:
    assert "“火星基地”" in answering.ask(library, "火星基地谁建的").answer


def test_a_post_that_says_whose_it_is_stands_alone() -> None:
    acting = Statement("d", "holdsPost", "p", "顾清源", "", "白榆市代理市长", 0, 9, organization="市人民政府")
    head = Statement("d", "holdsPost", "p", "顾清源", "", "局长", 0, 9, organization="市水务局")
    assert [full_post(acting), full_post(head)] == ["白榆市代理市长", "市水务局局长"]
