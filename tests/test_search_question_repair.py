"""Slips of typing: pinyin and homophones are read as what the library has, and what may be right stays as it was typed."""

from __future__ import annotations

import pytest

from search.questions import pinyin, tables
from search.questions.repair import Vocabulary, repair

NAMES = ("雨荷", "阿荷", "银杏书屋", "松林讲堂", "茶叶博览会", "石见山", "云川茶校")
TEXTS = ("云川市在雨荷茶圃种植白茶，建设白茶园。",)


def read(text: str, names: tuple[str, ...] = NAMES, texts: tuple[str, ...] = TEXTS) -> str:
    return repair(text, Vocabulary("\n".join(names), texts), tables.words())[0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yuhe在哪里", "雨荷在哪里"),
        ("在云川的yuhe", "在云川的雨荷"),
        ("yinxingshuwu和songlinjiangtang", "银杏书屋和松林讲堂"),
        ("baicha在哪里", "白茶在哪里"),
        # A whole name or wording, whatever stands between its syllables.
        ("yin xing shu wu在哪里", "银杏书屋在哪里"),
        ("yu he", "雨荷"),
        ("bai cha", "白茶"),
        # Three letters are too few.
        ("ahe在哪里", "ahe在哪里"),
        ("a he", "a he"),
        # What the library does not have stays, and so does what sounds only like it.
        ("lucha在哪里", "lucha在哪里"),
        ("yinxinshuwu在哪里", "yinxinshuwu在哪里"),
        ("yuh在哪里", "yuh在哪里"),
    ],
)
def test_pinyin_is_read_as_what_the_library_has(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("yuhe zai nali", "雨荷在哪里"),
        ("yin xing shu wu shi shen me", "银杏书屋是什么"),
        ("yuhe de baicha", "雨荷的白茶"),
        ("shijianshan shi shui", "石见山是谁"),
        ("shijianshan zuo le baogao", "石见山作了报告"),
        # What is left in letters keeps the words apart.
        ("yuhe shi abc", "雨荷 是 abc"),
        ("abc yuhe", "abc 雨荷"),
        ("abc def", "abc def"),
        # Nothing but words of one syllable is no question that could be read.
        ("shi shei", "shi shei"),
        ("shui zuo de ji", "shui zuo de ji"),
        # Several words are read as one only where they are a whole name: 白茶 is none.
        ("bai cha zai nali", "bai cha 在 哪里"),
        ("baicha zai nali", "白茶在哪里"),
        ("yin xing zai nali", "yin xing 在 哪里"),
        # 荷 alone is a wording of the library, and too short in letters.
        ("he zai nali", "和在哪里"),
        # Nor is a word of asking meant by one syllable.
        ("yuhe shuo shenme", "雨荷 shuo 什么"),
        ("在云川 yuhe zai nali 有", "在云川 雨荷在哪里 有"),
    ],
)
def test_a_question_typed_in_words_of_pinyin_is_read_word_by_word(typed: str, meant: str) -> None:
    assert read(typed) == meant


def test_a_name_of_ten_syllables_may_be_spelt_apart_within_a_question() -> None:
    name = "云川春茶制作技艺讲堂"
    assert read("yun chuan chun cha zhi zuo ji yi jiang tang zai nali", (name,)) == f"{name}在哪里"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("zai yuhe茶", "在雨荷茶"), ("yuhe zai茶", "玉河在茶"), ("老yuhe zai", "老雨荷在"), ("老zai yuhe", "老在玉河")],
)
def test_only_words_at_the_ends_of_a_run_stand_beside_what_is_around_it(typed: str, meant: str) -> None:
    assert read(typed, (), ("雨荷茶。", "老雨荷。", "玉河、玉河、玉河。")) == meant


def test_it_is_said_what_was_read_as_what() -> None:
    vocabulary = Vocabulary("\n".join(NAMES), TEXTS)
    _, first = repair("yin xing shu wu shi shei", vocabulary, tables.words())
    assert [(one.before, one.after) for one in first] == [
        ("yin xing shu wu", "银杏书屋"),
        ("shi", "是"),
        ("shei", "谁"),
    ]
    _, second = repair("雨荷和松林讲糖", vocabulary, tables.words())
    assert [(one.before, one.after) for one in second] == [("松林讲糖", "松林讲堂")]
    assert repair("雨荷在哪里", vocabulary, tables.words()) == ("雨荷在哪里", ())


@pytest.mark.parametrize(
    ("typed", "said", "meant"),
    [
        ("yuhe是什么", "YuHe是一套系统。", "yuhe是什么"),
        ("yu he是什么", "Yu He是一套系统。", "yu he是什么"),
        ("在yu he shi中", "yu he是一套系统。", "在yu he shi中"),
    ],
)
def test_latin_words_of_the_library_are_no_pinyin(typed: str, said: str, meant: str) -> None:
    assert read(typed, texts=(said,)) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("茶zhuang在哪里", "茶庄在哪里"),
        ("老茶zhuang在哪里", "老茶庄在哪里"),
        ("zhuang主是谁", "庄主是谁"),
        ("zhuang在哪里", "zhuang在哪里"),
        ("云zhuang在哪里", "云zhuang在哪里"),
    ],
)
def test_one_syllable_is_read_only_where_the_library_has_it_beside_its_neighbour(typed: str, meant: str) -> None:
    assert read(typed, texts=("云川的茶庄。", "庄主。")) == meant


@pytest.mark.parametrize(
    ("typed", "texts", "meant"),
    [
        # The more frequent of two that sound alike, where nothing else tells.
        ("yuhe", ("雨荷。", "玉河、玉河。"), "玉河"),
        # What the library has beside the neighbours wins, the more of them the better: three characters at most.
        ("老yuhe", ("老雨荷。", "玉河、玉河。"), "老雨荷"),
        ("yuhe茶", ("雨荷茶。", "玉河、玉河。"), "雨荷茶"),
        ("山上yuhe", ("山上雨荷。", "上玉河、上玉河。"), "山上雨荷"),
        ("yuhe茶圃", ("雨荷茶圃。", "玉河茶、玉河茶。"), "雨荷茶圃"),
        ("在云山上yuhe", ("云山上雨荷。", "在山上玉河、山上玉河。"), "在云山上雨荷"),
        ("yuhe茶圃中的", ("雨荷茶圃中。", "玉河茶圃、玉河茶圃。"), "雨荷茶圃中的"),
        ("云山上yuhe", ("云山上雨荷。", "山上玉河、山上玉河。"), "云山上雨荷"),
        ("云山上yuhe茶", ("云山上雨荷。", "玉河茶、上玉河茶、玉河茶。"), "云山上雨荷茶"),
        ("种yuhe茶圃", ("种雨荷。", "玉河茶、玉河茶圃、玉河茶。"), "种玉河茶圃"),
        ("到云山上yuhe", ("到云山上雨荷。", "云山上玉河、云山上玉河。"), "到云山上玉河"),
        ("yuhe茶圃中的", ("雨荷茶圃中的。", "玉河茶圃中、玉河茶圃中。"), "玉河茶圃中的"),
    ],
)
def test_of_two_that_sound_alike_the_neighbours_tell(typed: str, texts: tuple[str, ...], meant: str) -> None:
    assert read(typed, (), texts) == meant


@pytest.mark.parametrize(
    ("typed", "names", "texts", "meant"),
    [
        ("yuhe茶的", ("雨荷茶",), ("玉河茶、玉河茶。",), "雨荷茶的"),
        ("在yuhe茶的", ("雨荷茶",), ("玉河茶、玉河茶。",), "在雨荷茶的"),
        ("在老yuhe的", ("老雨荷",), ("老玉河、老玉河。",), "在老雨荷的"),
        ("老yuhe", ("老雨荷",), ("老玉河、老玉河。",), "老雨荷"),
        ("老yuhe茶", ("老雨荷", "雨荷茶"), ("老玉河茶、玉河茶、老玉河。",), "老雨荷茶"),
        # A name that does not stand with its neighbours wins nothing.
        ("yuhe", ("雨荷",), ("玉河、玉河。",), "玉河"),
        ("yuhe茶", ("雨荷",), ("玉河茶。",), "玉河茶"),
    ],
)
def test_of_two_that_stand_alike_with_their_neighbours_a_name_wins(
    typed: str, names: tuple[str, ...], texts: tuple[str, ...], meant: str
) -> None:
    assert read(typed, names, texts) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("松林讲糖", "松林讲堂"),
        ("松淋讲堂", "松林讲堂"),
        ("淞林讲堂", "松林讲堂"),
        ("云川松林讲糖在哪里", "云川松林讲堂在哪里"),
        ("松林讲糖和银杏书污", "松林讲堂和银杏书屋"),
        ("茶叶博缆会", "茶叶博览会"),
        ("石贱山", "石见山"),
        # The first character of three may be the slip only where the three are a whole name.
        ("时见山", "石见山"),
        ("败茶园", "败茶园"),
        ("白查园", "白茶园"),
        # Four may begin with it wherever they stand.
        ("与荷茶圃", "与荷茶圃"),
        ("语荷茶圃", "雨荷茶圃"),
        # Two characters may be a whole name, and no piece of a text.
        ("阿禾", "阿荷"),
        ("阿禾在哪里", "阿荷在哪里"),
        ("我要找阿禾", "我要找阿荷"),
        ("白查", "白查"),
        ("茶谱", "茶谱"),
        # Two wrong of two, of three or of four are no slip.
        ("啊禾", "啊禾"),
        ("石贱杉", "石贱杉"),
        ("淞淋讲堂", "淞淋讲堂"),
        # Sounds that many do not tell apart are one in four characters, and not in three.
        ("松灵讲堂", "松林讲堂"),
        ("石见三", "石见三"),
        # A gap or another sign parts what stands at its sides.
        ("松林 讲糖", "松林 讲糖"),
        ("松林a讲糖", "松林a讲糖"),
    ],
)
def test_a_homophone_is_read_as_what_the_library_has(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "name", "is_meant"),
    [
        ("运船茶叶讲堂", "云川茶叶讲堂", True),
        ("运船茶叶堂", "云川茶叶堂", False),
        ("运船查叶讲堂", "云川茶叶讲堂", False),
        ("运船查叶讲习学堂", "云川茶叶讲习学堂", False),
    ],
)
def test_one_of_three_characters_may_be_wrong(typed: str, name: str, is_meant: bool) -> None:
    assert (read(typed, (name,), ()) == name) is is_meant


@pytest.mark.parametrize(
    ("typed", "names", "texts", "meant"),
    [
        # 云山 and 山上 are known as they stand: neither 山 nor 云 is a slip in them, though 云山上 is no wording.
        ("云山善在哪里", ("云杉善",), ("云山。",), "云山善在哪里"),
        ("云山善在哪里", ("云杉善",), ("云山在。",), "云山善在哪里"),
        ("白云山", ("韵山",), ("白云。",), "白云山"),
        ("看云山上", ("云珊",), ("山上。",), "看云山上"),
        ("游云山寨", ("游云珊寨",), ("山寨。",), "游云山寨"),
        ("云山善在哪里", ("云杉善",), ("白云。",), "云杉善在哪里"),
        ("白云山", ("韵山",), ("白山。",), "白韵山"),
        # What stands one further makes it no better.
        ("看云山上下", ("云珊",), ("上下。",), "看云珊上下"),
        ("下上云山", ("云珊",), ("下上。",), "下上云珊"),
    ],
)
def test_a_character_that_makes_a_known_word_with_its_neighbour_is_no_slip(
    typed: str, names: tuple[str, ...], texts: tuple[str, ...], meant: str
) -> None:
    assert read(typed, names, texts) == meant


@pytest.mark.parametrize(
    ("typed", "names", "texts", "meant"),
    [
        # A verb of asking or a joining word is what it is.
        ("茶校指山人", ("茶校之山",), (), "茶校指山人"),
        ("茶校由山人", ("茶校油山",), (), "茶校由山人"),
        ("茶校志山人", ("茶校之山",), (), "茶校之山人"),
        # 德 after a name is no 的.
        ("茶农德白茶", (), ("茶农的白茶。",), "茶农德白茶"),
        ("茶农得茶", (), ("茶农的茶。",), "茶农得茶"),
        # 为 joins two words, and begins none; within a whole name of three it may.
        ("为山白茶", ("围山白茶",), (), "为山白茶"),
        ("维山白茶", ("围山白茶",), (), "围山白茶"),
        ("为山茶", ("围山茶",), (), "围山茶"),
        ("维川白茶讲堂", ("为川白茶讲堂",), (), "为川白茶讲堂"),
        ("为船白茶讲堂", ("围川白茶讲堂",), (), "围川白茶讲堂"),
        ("为川白茶讲糖", ("为川白茶讲堂",), (), "为川白茶讲堂"),
        ("山为白茶", ("山围白茶",), (), "山围白茶"),
    ],
)
def test_words_that_join_others_are_no_slips(
    typed: str, names: tuple[str, ...], texts: tuple[str, ...], meant: str
) -> None:
    assert read(typed, names, texts) == meant


@pytest.mark.parametrize(
    ("typed", "said", "meant"),
    [
        ("茶艺竟赛", "茶艺活动和竞赛。", "茶艺竞赛"),
        ("茶艺大塞", "茶艺活动和大赛。", "茶艺大赛"),
        ("陪育茶农", "茶农培育。", "培育茶农"),
        # Words of asking that the library does not have either are none of its wordings; nor is what sounds like none.
        ("茶艺竟赛", "茶艺活动。", "茶艺竟赛"),
        ("茶艺金赛", "茶艺活动和竞赛。", "茶艺金赛"),
    ],
)
def test_a_word_for_a_kind_or_a_deed_is_put_right_at_two_characters(typed: str, said: str, meant: str) -> None:
    assert read(typed, (), (said,)) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "雨荷茶圃在哪里",
        "白茶园的白茶",
        # 计划 is a word of questions: nothing of it is changed, nor anything that would need it.
        "银星计划是什么",
        "2029年",
        "的",
        "",
    ],
)
def test_what_is_right_or_a_word_of_asking_stays(typed: str) -> None:
    assert read(typed, (*NAMES, "银杏季花", "银杏计划")) == typed


def test_words_of_asking_are_never_changed_though_one_of_a_single_character_may_be_a_slip() -> None:
    assert read("茶校目标", ("茶校木标",), ()) == "茶校目标"
    assert read("茶校目标", ("茶校木标",), ()) != read("茶校牧标", ("茶校木标",), ())
    assert read("茶校和山", ("茶校荷山",), ()) == "茶校和山"
    assert read("茶校次山", ("茶校词山",), ()) == "茶校词山"


def test_the_more_frequent_of_two_homophones_is_meant() -> None:
    assert read("松林讲塘", (), ("松林讲堂。", "松林讲糖、松林讲糖。")) == "松林讲糖"
    assert read("松林讲塘", (), ("松林讲堂、松林讲堂。", "松林讲糖。")) == "松林讲堂"


def test_the_longest_that_fits_is_meant() -> None:
    assert read("云川茶叶讲糖", ("云川茶叶讲堂", "茶叶讲膛"), ("茶叶讲膛、茶叶讲膛",)) == "云川茶叶讲堂"
    assert read("云川茶叶制作讲糖", ("云川茶叶制作讲堂",), ("作讲膛、作讲膛",)) == "云川茶叶制作讲堂"


def test_signs_of_private_fonts_are_no_sounds() -> None:
    signs = pinyin.encode("雨荷")
    assert read("yuhe", (), (f"{signs}、{signs}、雨荷",)) == "雨荷"
    signs = f"松林讲{pinyin.encode('堂')}"
    assert read("松林讲糖", (), (f"{signs}、{signs}、松林讲堂",)) == "松林讲堂"


def test_sounds_that_are_ready_are_used_for_names_and_texts_are_heard_too() -> None:
    names = "\n".join(NAMES)
    asked: list[int] = []

    def ready() -> str:
        asked.append(1)
        return pinyin.sounds(names)

    vocabulary = Vocabulary(names, TEXTS, sounds=ready)
    for typed, meant in (("松林讲糖", "松林讲堂"), ("语荷茶圃", "雨荷茶圃"), ("baicha", "白茶")):
        assert repair(typed, vocabulary, tables.words())[0] == meant
    assert asked == [1]


@pytest.mark.parametrize("typed", ["云川茶校副校长是谁", "药学会副会长有哪些", "药学会常务副会长是谁"])
def test_a_deputy_is_no_slip(typed: str) -> None:
    assert read(typed, texts=("药学会服务茶农，茶校复校。", "学会复会。")) == typed
