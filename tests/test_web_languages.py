"""Both languages of the interface are whole: every text is in the catalogue, none stands in a template outside it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import web
from web.app import create_app
from web.error_extraction import extract
from web.error_texts import translated

ROOT = Path(web.__file__).parent
FOLDER = ROOT / "translations" / "en" / "LC_MESSAGES"
CHINESE = re.compile(r"[一-鿿]")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
# What is no text of the interface: the seal, and words of the record that templates compare with.
NO_TEXT = {'aria-hidden="true">策</span>', '"公开"', '"文献目录"'}


@pytest.fixture(scope="module")
def english() -> Catalog:
    return read_po((FOLDER / "messages.po").open("rb"))


def _asked_for() -> set[str]:
    keywords = {"_": None, "_l": None, "gettext": None}
    options = {"templates/**.html": {"trimmed": "true"}}
    found = extract_from_dir(ROOT, METHODS, options, keywords=keywords)
    return {message for _file, _line, message, *_ in found if isinstance(message, str)}


def test_every_text_of_the_interface_has_its_english(english: Catalog) -> None:
    kept = {message.id: message for message in english if message.id}
    assert _asked_for() == set(kept)
    for message in kept.values():
        assert message.string, message.id
        assert not message.fuzzy, message.id
        assert not CHINESE.search(str(message.string).replace("今年呢", "")), message.id
        assert list(message.check(english)) == [], message.id


def test_the_compiled_catalogue_is_the_written_one(english: Catalog) -> None:
    compiled = read_mo(io.BytesIO((FOLDER / "messages.mo").read_bytes()))
    assert {m.id: m.string for m in compiled if m.id} == {m.id: m.string for m in english if m.id}


def _errors_that_may_be_met() -> set[str]:
    methods, options = parse_mapping_cfg((ROOT / "translations" / "errors.cfg").open())  # type: ignore[no-untyped-call]
    return {
        str(message)
        for _file, _line, message, *_ in extract_from_dir(ROOT.parent, methods, options, directory_filter=_is_core)
    }


def _is_core(folder: str) -> bool:
    return Path(folder).relative_to(ROOT.parent).parts[0] in ("corpus", "kg", "search", "web")


def test_every_error_that_may_be_met_has_its_english() -> None:
    kept = {m.id: m for m in read_po((FOLDER / "errors.po").open("rb")) if m.id}
    assert _errors_that_may_be_met() == set(kept)
    compiled = read_mo(io.BytesIO((FOLDER / "errors.mo").read_bytes()))
    assert {m.id: m.string for m in compiled if m.id} == {name: m.string for name, m in kept.items()}
    for name, message in kept.items():
        assert message.string and not message.fuzzy, name
        assert set(re.findall(r"%\(\w\)s", str(name))) == set(re.findall(r"%\(\w\)s", str(message.string))), name


def test_errors_are_found_where_they_are_raised_with_a_place_for_each_value() -> None:
    source = 'raise InputError(f"“{name}”占 {share}%", where=place, hint="换一个" if name else f"可用：{known}")'
    found = [text for _line, _, text, _comments in extract(io.BytesIO(source.encode()), (), (), {})]
    assert found == ["“%(a)s”占 %(b)s%%", "换一个", "可用：%(a)s"]


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("没有可检索的词", "There is no word to search for"),
        ("压缩包里有 12 个文件，超过上限 5", "The archive holds 12 files, more than the limit of 5"),
        ("没有“青禾”这个检索字段", "There is no search field “青禾”"),
        ("没有“第一行\n第二行”这种角色", "There is no role “第一行\n第二行”"),
        ("没有“{0} %(a)s”这个类型", "There is no type “{0} %(a)s”"),
        ("一句没有人写过的话", "一句没有人写过的话"),
    ],
)
def test_an_error_of_the_core_is_told_in_english_with_its_values(chinese: str, english: str) -> None:
    assert translated(chinese, "en") == english
    assert translated(chinese, "zh") == chinese


@pytest.mark.parametrize(
    "address", ["/search?q=年:后年", "/documents/ffffffffffffffff", "/documents?year=x", "/admin/jobs/x"]
)
def test_error_pages_speak_english(sample_library: Path, address: str) -> None:
    page = create_app(sample_library).test_client().get(f"{address}{'&' if '?' in address else '?'}lang=en").text
    main = re.sub(r"<[^>]*>|“[^”]*”", "", page[page.index("<main") : page.index("</main>")])
    assert set(CHINESE.findall(main)) <= set("年后策"), main


def test_programs_get_errors_in_the_language_that_they_ask_for(sample_library: Path) -> None:
    client = create_app(sample_library).test_client()
    told = {code: client.get(f"/api/v1/search?q=%20&lang={code}").json["error"]["message"] for code in ("zh", "en")}  # type: ignore[index]
    assert told == {"zh": "没有给出检索词", "en": "The search text was not given"}


def test_who_looks_for_an_unknown_entity_is_told_in_words_of_the_page_what_to_do(sample_library: Path) -> None:
    client = create_app(sample_library).test_client()

    def hint(name: str) -> str:
        response = client.get(f"/api/v1/entities/{quote(name)}?lang=en")
        assert response.status_code == 404
        return str(response.json["error"]["hint"])  # type: ignore[index]

    assert hint("鲲鹏xyz") == "Check the name, or search for it"
    assert hint("市科鲲鹏计量处").startswith("Similar names: ")


@pytest.mark.parametrize("file", sorted([*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/js/*.js")]), ids=str)
def test_no_text_stands_outside_the_catalogue(file: Path) -> None:
    text = re.sub(
        r"\{#.*?#\}|^\s*//.*$", "", file.read_text("utf-8"), flags=re.S | re.M if file.suffix == ".js" else re.S
    )
    text = re.sub(r"""_\(\s*("[^"]*"|'[^']*')""", "", text)
    for known in NO_TEXT:
        text = text.replace(known, "")
    assert CHINESE.findall(text) == []


def test_pages_speak_english_when_asked_and_documents_stay_chinese(sample_library: Path) -> None:
    client = create_app(sample_library).test_client()
    text = client.get(f"/search?q={quote('科普惠农')}&lang=en").text
    assert '<html lang="en"' in text
    assert ">Documents<" in text
    assert "科普惠农" in text
    bar = text[text.index("<header") : text.index("</header>")]
    assert set(CHINESE.findall(bar)) <= set("策中文科普惠农")
