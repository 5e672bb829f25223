"""Decisions at work on a library: tried, recorded, replayed by a rebuild, undone, listed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.errors import InputError, NotFoundError
from search import curation, entities, ingest
from search.library import Library
from tests.commands import cetu, cetu_json

AUTHOR = ("林知远", "口径统一")
FAIR = "云川国际功能陶瓷大会"


@pytest.fixture
def folder(tmp_path: Path, sample_library: Path) -> Path:
    shutil.copytree(sample_library, tmp_path / "library")
    return tmp_path / "library"


def decide(folder: Path, kind: str, *, is_trial: bool = False, **payload: object) -> curation.Decided:
    return curation.decide(folder, kind, payload, author=AUTHOR, environment={}, is_trial=is_trial)


def name_of(folder: Path, name: str) -> str:
    return entities.view(Library.open(folder, {}), name).name


def test_a_trial_says_what_would_change_and_changes_nothing(folder: Path) -> None:
    tried = decide(folder, "rename", entity="云瓷大会", name="云川瓷会", is_trial=True)
    assert tried.number == 0
    assert any("云川瓷会" in effect.what for effect in tried.effects)
    assert name_of(folder, "云瓷大会") == FAIR
    assert curation.listed(folder) == ()


def test_a_decision_holds_through_a_rebuild_until_it_is_undone(folder: Path) -> None:
    made = decide(folder, "rename", entity="云瓷大会", name="云川瓷会")
    assert name_of(folder, "云瓷大会") == "云川瓷会"
    ingest.rebuild(folder, environment={})
    assert name_of(folder, "云瓷大会") == "云川瓷会"
    undone = decide(folder, "undo", number=made.number)
    assert name_of(folder, "云瓷大会") == FAIR
    newest, oldest = curation.listed(folder)
    assert (newest.number, newest.kind, oldest.number) == (undone.number, "undo", made.number)
    assert oldest.is_undone
    assert (oldest.who, oldest.why) == AUTHOR


def test_a_document_is_named_by_its_file(folder: Path) -> None:
    split = decide(
        folder, "split", entity="科普惠农驿站", documents=["2022-科普惠农驿站管理办法.txt"], name="驿站（旧）"
    )
    assert [effect.documents for effect in split.effects]
    assert name_of(folder, "驿站（旧）") == "驿站（旧）"


def test_a_pair_that_was_decided_about_is_doubted_no_more(folder: Path) -> None:
    doubt = curation.doubts(folder)[0]
    decide(folder, "not_same", entities=[doubt.left, doubt.right])
    assert doubt not in curation.doubts(folder)


def test_a_decision_about_what_is_gone_is_listed_with_the_reason(folder: Path) -> None:
    decide(folder, "retype", entity="青岭县山地茶园提质增效项目", type="Concept")
    for meta in Library.open(folder, {}).documents:
        if "山地茶园" in Library.open(folder, {}).document(meta.id).text:
            ingest.remove(folder, [meta.id], environment={})
    (listed,) = curation.listed(folder)
    assert listed.problem


@pytest.mark.parametrize(
    ("kind", "payload", "error"),
    [
        ("merge", {"entities": ["没有这个", "云瓷大会"]}, NotFoundError),
        ("merge", {"entities": ["云瓷大会", FAIR]}, InputError),
        ("rename", {"entity": "云瓷大会"}, InputError),
        ("bless", {"entity": "云瓷大会"}, InputError),
        ("undo", {"number": 999}, NotFoundError),
        ("pin", {"entity": "三进两送", "document": "没有.txt"}, NotFoundError),
    ],
)
def test_an_unfit_decision_is_refused_and_not_recorded(
    folder: Path, kind: str, payload: dict[str, object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        decide(folder, kind, **payload)
    assert curation.listed(folder) == ()


def test_the_command_records_undoes_and_lists(folder: Path) -> None:
    made = cetu_json("decide", "alias", "云瓷大会", "瓷会", "--who", "林知远", "--json", library=folder)
    assert made["number"] > 0
    assert cetu_json("entity", "瓷会", "--json", library=folder)["name"] == FAIR
    assert cetu("decide", "undo", str(made["number"]), library=folder).returncode == 0
    listed = cetu_json("decide", "list", "--json", library=folder)
    assert [one["kind"] for one in listed] == ["undo", "alias"]
    assert "林知远" in cetu("decide", "list", library=folder).stdout
    assert cetu("decide", "doubts", library=folder).returncode == 0
    refused = cetu("decide", "merge", "云瓷大会", library=folder)
    assert refused.returncode == 2
    assert len(refused.stderr.splitlines()) == 1
