"""Both languages of the interface are whole: every text is in the catalogue, none stands in a template outside it."""

from __future__ import annotations

import io
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

import web
from web.app import create_app

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
