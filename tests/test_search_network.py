"""The entities round an entity and all that is said of one: counted by hand, and without reading what is not shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.documents import Document
from search import entities, ingest
from search.library import Library
from search.network import DERIVED, neighbourhood

BODY = "云川市科学技术协会"
POLICY = "《白榆市科学普及条例》"
# Three sections name the body; one policy stands beside it in all of them, the other in one.
NOTICE = f"""# 关于做好科普工作的通知

## 一、总体要求

{BODY}宣传《白榆市科学普及条例》。{BODY}宣传《云川市全民阅读规划》。

## 二、主要任务

{BODY}与各区一同学习《白榆市科学普及条例》。

## 三、有关要求

{BODY}与各县一同宣传《白榆市科学普及条例》。
"""


def library_of(folder: Path, texts: dict[str, str]) -> Library:
    source = folder / "texts"
    source.mkdir()
    for name, text in texts.items():
        (source / name).write_text(text, encoding="utf-8")
    report = ingest.add(folder / "library", [source], environment={})
    assert not report.failed
    return Library.open(folder / "library", {})


@pytest.fixture(scope="module")
def notice(tmp_path_factory: pytest.TempPathFactory) -> Library:
    return library_of(tmp_path_factory.mktemp("network"), {"通知.md": NOTICE})


def test_shared_sections_are_counted_once_each_however_often_a_name_stands_in_them(notice: Library) -> None:
    found = neighbourhood(notice, entities.find(notice, BODY).iri)
    names = {node.iri: node.name for node in found.nodes}
    shared = {names[edge.target]: edge.weight for edge in found.edges if edge.predicate == DERIVED}
    # One section is chance.
    assert shared == {POLICY: 3}
    assert {node.name: node.type for node in found.nodes} == {BODY: "Organization", POLICY: "Policy"}


def test_what_very_many_sections_name_is_counted_over_the_passages_alike(
    notice: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.network._COUNTED_IN_GRAPH", 2)
    found = neighbourhood(notice, entities.find(notice, BODY).iri)
    names = {node.iri: node.name for node in found.nodes}
    assert {names[edge.target]: edge.weight for edge in found.edges if edge.predicate == DERIVED} == {POLICY: 3}
    assert {node.name: node.type for node in found.nodes} == {BODY: "Organization", POLICY: "Policy"}


def test_passages_that_state_something_come_first_and_mere_names_last(tmp_path: Path) -> None:
    text = f"""关于开展科普活动的通知

各区科协：
{BODY}的同志参加了座谈。
{BODY}主办的第三届白榆市创新大赛闭幕。

{BODY}
2031年5月6日
"""
    library = library_of(tmp_path, {"通知.txt": text})
    passages = [hit.text.strip() for hit in entities.view(library, BODY).passages]
    assert passages == [f"{BODY}主办的第三届白榆市创新大赛闭幕。", f"{BODY}的同志参加了座谈。", BODY]


def test_of_the_newest_documents_only_facts_are_given_where_no_more_are_asked_for(tmp_path: Path) -> None:
    texts = {
        f"通知{year}.txt": f"关于举办{name}的通知\n\n{BODY}主办的第三届{name}闭幕。\n\n{BODY}\n{year}年5月6日\n"
        for year, name in ((2029, "白榆市创新大赛"), (2030, "青禾市创新大赛"), (2031, "云川市创新大赛"))
    }
    library = library_of(tmp_path, texts)
    iri = entities.find(library, BODY).iri
    assert entities.telling(library, iri) == 3
    told = [{fact.citation.document for fact in entities.view(library, BODY, newest=n).facts} for n in (2, None)]
    assert [len(documents) for documents in told] == [2, 3]
    newest = max(library.documents, key=lambda meta: meta.date).id
    assert newest in told[0]


def test_an_entity_named_in_many_documents_opens_no_more_of_them_than_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = "".join(f"{BODY}第{i}次组织科普活动。" for i in range(1, 31))
    texts = {f"通知{i:02}.txt": f"关于开展第{i}批科普活动的通知\n\n{sentences}\n" for i in range(1, 13)}
    library = library_of(tmp_path, texts)
    iri = entities.find(library, BODY).iri
    opened: list[str] = []
    read = Library.document

    def noted(self: Library, document_id: str) -> Document:
        opened.append(document_id)
        return read(self, document_id)

    monkeypatch.setattr(Library, "document", noted)
    view = entities.view(library, iri)
    assert len(view.passages) == 50
    telling = {fact.citation.document for fact in view.facts}
    assert len(set(opened) - telling) <= 2, "30 passages stand in each document"
