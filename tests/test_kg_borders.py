"""Where names start and end in invented text, and which pictures, kinds and states are no names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from corpus.documents import Document
from corpus.ingest import document_from_text
from kg.extract import extract
from kg.extractors.tables import rows


def _names(text: str, issuer: str = "云川市人民政府") -> dict[str, str]:
    document = Document("d" * 16, "政府工作报告", text, "报告.txt", "text/plain", issuer=issuer, date="2024-02-01")
    return {name: e.type.value for e in extract(document).entities for name in (e.name, *e.aliases)}


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("实施好新一轮茶园焕新攻坚行动。", "茶园焕新攻坚行动", "Program"),
        ("打造现代茶旅融合发展高地。", "现代茶旅融合发展高地", "Platform"),
        ("开展24处茶厂回收利用试点。", "茶厂回收利用试点", "Program"),
        ("女排首夺全国排球甲级联赛冠军。", "全国排球甲级联赛", "Event"),
        ("重点领域茶叶质量专项整治成效明显，深化重点领域茶叶质量专项整治。", "重点领域茶叶质量专项整治", "Program"),
        ("国际山地茶叶学会总部落户云川。", "国际山地茶叶学会", "Organization"),
        ("培育壮大先进制造业集群。", "先进制造业集群", "Platform"),
        ("成功获批国家茶叶现代服务业扩大开放综合试点。", "国家茶叶现代服务业扩大开放综合试点", "Program"),
        ("办好茶博会、西洽会。", "西洽会", "Event"),
        ("加快建设海洋强市、健康云川。", "海洋强市", "Slogan"),
        ("加快建设海洋强市、健康云川。", "健康云川", "Slogan"),
        ("推进“三基地一枢纽”建设。", "三基地一枢纽", "Slogan"),
        ("推广“协会+茶企+农户”模式。", "协会+茶企+农户", "Slogan"),
        ("上线“茶事通”“云岭码”等平台。", "茶事通", "Platform"),
        ("举办“山海茶会”“云岭杯”等赛事。", "云岭杯", "Event"),
        ("根据《中共云川市委关于加快茶业发展的建议》开展工作。", "《中共云川市委关于加快茶业发展的建议》", "Policy"),
        ("实施“双核引领、多点支撑”战略。", "双核引领、多点支撑", "Slogan"),
        ("举办开茶节、采茶大赛、茶山对话等系列活动。", "茶山对话", "Event"),
        ("实行领导干部联系茶企制度。", "领导干部联系茶企制度", "Policy"),
        ("西安、大连、遵义三地联动。", "大连", "Place"),
        ("西安、大连、遵义三地联动。", "西安", "Place"),
        ("荣获国家科技进步奖和首届“国家茶业工程师团队”。", "国家茶业工程师团队", "Award"),
        ("发挥云川茶企出海联盟作用。", "云川茶企出海联盟", "Organization"),
        ("落实茶园保护和茶叶安全责任制。", "茶园保护和茶叶安全责任制", "Policy"),
        ("攻关量子科技、茶树与菌草育种、人工智能等领域。", "茶树与菌草育种", "Concept"),
        ("实施“云川鲜茶”品牌提升行动。", "“云川鲜茶”品牌提升行动", "Program"),
        ("获批建设“一带一路”联合实验室。", "“一带一路”联合实验室", "Platform"),
        ("加快西安都市圈建设。", "西安都市圈", "Place"),
        ("治理白洋淀水质。", "白洋淀", "Place"),
        ("在第12届世界运动会上夺金。", "世界运动会", "Event"),
        ("落实国务院和云川市委要求。", "云川市委", "Organization"),
        ("云岭农商行挂牌运营。", "云岭农商行", "Organization"),
        ("采茶戏“守山夫妻哨”荣获奖项。", "守山夫妻哨", "Slogan"),
        ("新开通云川茶马国际货运航线3条。", "云川茶马国际货运航线", "Platform"),
        ("推进农村集体经营性建设用地入市改革。", "农村集体经营性建设用地入市改革", "Program"),
        ("加强茶叶中试验证平台建设。", "茶叶中试验证平台", "Platform"),
        ("创建长株潭茶业创新示范区。", "长株潭茶业创新示范区", "Platform"),
        ("聚焦主责主业加大省属国有企业改革力度。", "省属国有企业改革", "Program"),
        ("深化扩权强县改革。", "扩权强县改革", "Program"),
        ("圆满完成“八五”普法。", "“八五”普法", "Program"),
        ("支持中西部地区发展茶业。", "中西部地区", "Place"),
        ("加快两岸茶业融合发展示范区建设。", "两岸茶业融合发展示范区", "Platform"),
        ("实施县（区）农技协服务能力提升计划。", "县（区）农技协服务能力提升计划", "Program"),
        ("参加第二届省农技协青年会员茶艺与茶具决赛。", "省农技协青年会员茶艺与茶具决赛", "Event"),
        ("三地获评全国法治茶乡建设示范市（县）。", "全国法治茶乡建设示范市", "Award"),
        ("培育“深圳—香港—云岭”茶叶创新集群。", "香港", "Place"),
        ("开展“两学一做”主题教育活动。", "“两学一做”主题教育", "Program"),
        ("组建南岭大学。", "南岭大学", "Organization"),
        ("青岛、大连两大茶叶基地投产。", "茶叶基地", "Platform"),
        ("开工闽赣茶叶联运工程。", "闽赣茶叶联运工程", "Program"),
        ("茶园乡村建设品质提升行动完成投资3亿元。", "茶园乡村建设品质提升行动", "Program"),
        ("支持茶企组建云岭茶叶创新联合体。", "云岭茶叶创新联合体", "Platform"),
        ("鼓励企业共建云岭茶叶验证平台。", "云岭茶叶验证平台", "Platform"),
        ("加快建设临江至云岭铁路。", "临江至云岭铁路", "Platform"),
        ("举办茶学与茶业创新论坛。", "茶学与茶业创新论坛", "Event"),
        ("创建美丽茶乡先行区和国家茶业试验区。", "国家茶业试验区", "Platform"),
        ("出台茶园改革行动方案。", "茶园改革行动方案", "Policy"),
        ("坚持“早采摘、快加工”工作方针。", "早采摘、快加工", "Slogan"),
        ("实施“云茶”新时代文明实践提质工程。", "“云茶”新时代文明实践提质工程", "Program"),
        ("推进“云茶”、“尖刀”技术攻关工程。", "“尖刀”技术攻关工程", "Program"),
        ("实施茶园品质提升战略。", "茶园品质提升战略", "Policy"),
        ("办好云岭元宵文化节。", "云岭元宵文化节", "Event"),
        ("本届茶农，陆怀谷被授予省五一劳动奖章。", "陆怀谷", "Person"),
    ],
)
def test_a_name_has_its_borders_and_type(text: str, name: str, kind: str) -> None:
    assert _names(text).get(name) == kind


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("新增高速公路里程120公里。", "高速公路"),
        ("改造县级寄宿制学校12所。", "县级寄宿制学校"),
        ("请列席会议的同志提出意见。", "列席会议"),
        ("请政协委员和列席同志提出意见。", "和列席"),
        ("实现县县通高铁。", "县县通高铁"),
        ("建设云川大学城。", "云川大学"),
        ("推进云川试点，扎实推进。", "云川试点"),
        ("从“手工采茶”到“机器采茶”。", "手工采茶"),
        ("从“手工采茶”到“机器采茶”。", "机器采茶"),
        ("坚决防止“茶园撂荒”。", "茶园撂荒"),
        ("交出一份“茶业答卷”。", "茶业答卷"),
        ("让群众少跑腿，少说“你等等看”。", "你等等看"),
        ("推动教育部门主管高校。", "教育部"),
        ("矿山、渔船、校园周边、渡口码头等领域安全监管。", "校园周边"),
        ("严厉打击非法倾倒垃圾。", "严厉打击非法"),
        ("毛主席说“节约是大家都要注意的。”", "节约是大家都要注意的。"),
        ("荣获48枚金牌。", "48枚金牌"),
        ("落实国务院和云川市委要求。", "国务院和云川市委"),
        ("欢迎各位来宾参加。", "来宾"),
        ("因地制宜建设智算中心，发展壮大产业集群。", "发展壮大产业集群"),
        ("与国内高水平大学合作。", "国内高水平大学"),
        ("赴庐山、厦门大学培训。", "厦门大学培训"),
        ("支持特别行政区政府依法施政。", "区政府"),
        ("各省、直辖市人民政府要落实。", "市人民政府"),
        ("打击制假售假、非法传销、盗版侵权等违法犯罪活动。", "非法传销"),
        ("举办山地棒垒球、山地排球、龙舟等赛事活动。", "山地棒垒球"),
        ("自觉接受同级人民代表大会监督。", "同级人民代表大会"),
        ("持续查处云岭茶业公司等问题案件。", "查处云岭茶业公司"),
        ("按照国库管理规定办理退库手续。", "国库管理规定办理退库"),
        ("强力整治违规吃喝问题。", "强力整治"),
        ("健全清理拖欠企业账款长效机制。", "企业账款长效机制"),
        ("加快云川国家中心城市建设。", "云川国家中心"),
        ("推进全市综治中心规范化建设。", "全市综治中心"),
        ("向省人大常委会报告专项工作7项。", "向省人大常委会报告专项"),
        ("推进“117茶园”司法出清。", "“117茶园”司法"),
        ("上一年起步，稳中向好的“五年”。", "五年"),
        ("青岛、大连两大茶叶基地投产。", "大连两大茶叶基地"),
        ("支持企业建立研发机构。", "企业建立研发机构"),
        ("青岛和大连高新区列入名单。", "青岛和大连高新区"),
        ("构建茶园基础设施一体化规划、建设、管护机制。", "茶园基础设施一体化规划"),
        ("健全茶园生育支持政策体系。", "茶园生育支持政策"),
        ("开展“云茶乐购”等促消费活动。", "“云茶乐购”等促消费活动"),
        ("更新改造茶乡地下管网120公里。", "更新改造茶乡地下管网"),
        ("突出重点茶区改革。", "突出重点茶区改革"),
        ("落实党中央和云川市委部署。", "党中央和云川市委"),
        ("全市政府债务下降。", "市政府"),
        ("顺应城市发展。", "应城市"),
    ],
)
def test_kinds_states_and_pictures_are_no_names(text: str, wrong: str) -> None:
    assert wrong not in _names(text)


def test_a_short_name_that_is_an_everyday_word_is_no_place_even_at_home() -> None:
    names = _names("抓改革、防风险、惠民生，惠民县茶业增收。", issuer="山东省人民政府")
    assert "惠民县" in names
    assert "惠民" not in _names("抓改革、防风险、惠民生。", issuer="山东省人民政府")


def test_a_document_called_by_its_kind_is_the_one_named_in_full() -> None:
    names = _names("编制《云川市茶业发展第十五个五年规划纲要（草案）》。《纲要草案》提请审查。")
    assert "《纲要草案》" not in names
    assert names["纲要草案"] == "Policy"


@pytest.mark.parametrize(
    ("issuer", "more", "expected"),
    [
        ("云川市人民政府", "", False),
        ("云川市人民政府", "茶山生态修复取得进展。", True),
        ("云川市科学技术协会", "", True),
    ],
)
def test_a_heading_of_a_government_is_a_topic_only_where_it_recurs(issuer: str, more: str, expected: bool) -> None:
    text = f"{issuer}工作报告\n（2024年2月1日）\n一、工作有新成效\n一是茶山生态修复持续加力。植树8万株。\n二是数字茶园不断完善。{more}\n"
    document = replace(document_from_text(text), issuer=issuer)
    assert ("茶山生态修复" in {e.name for e in extract(document).entities}) is expected


@pytest.mark.parametrize(
    "table", ["cues", "heads", "terms", "kinds", "metaphors", "quoted_heads", "quoted_rows", "whole_words"]
)
def test_a_table_says_each_word_once(table: str) -> None:
    words = [word for word, *_ in rows(table)]
    assert len(words) == len(set(words)), sorted({word for word in words if words.count(word) > 1})


def test_a_county_is_known_by_the_places_beside_it() -> None:
    assert _names("支持名山、雅安发展茶业。", "四川省人民政府").get("名山") == "Place"
    assert "名山" not in _names("这里的名山很多。", "四川省人民政府")
