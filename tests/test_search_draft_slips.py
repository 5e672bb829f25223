"""The draft check measured on slips planted into texts: those of the sample, and of the shared seed where it is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.ingest import document_from_path, document_from_text
from kg.extract import extract
from search.drafts.checking import check_against
from search.drafts.knowledge import Knowledge, Source
from search.results import Finding
from tests.shared import SHARED, needs_shared_data
from tests.slips import PLANTS, Ground, planted

PROJECT = Path(__file__).resolve().parent.parent
SAMPLE = sorted((PROJECT / "corpus" / "sample").glob("20*"))
# Every n-th slip of a kind is tried: enough for a rate, and seconds instead of a minute.
_STEP = 5


def sources(paths: Sequence[Path]) -> list[Source]:
    documents = [document_from_path(path) for path in paths]
    return [Source(document, extract(document)) for document in documents]


def measured(known: Knowledge) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return how many slips of each kind were tried, found, and found as what they are."""
    tried: Counter[str] = Counter()
    found: Counter[str] = Counter()
    typed: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for source in known.sources:
        for slip in planted(Ground(source.document, source.extraction)):
            met[slip.kind] += 1
            if met[slip.kind] % _STEP != 1 and met[slip.kind] > 3:
                continue
            tried[slip.kind] += 1
            findings = check_against(known, slip.text).findings
            hits = [finding for finding in findings if finding.start < slip.end and slip.start < finding.end]
            assert_taken_over(known, slip.text, findings)
            found[slip.kind] += bool(hits)
            typed[slip.kind] += any(finding.type == slip.kind for finding in hits)
    return tried, found, typed


def assert_taken_over(known: Knowledge, text: str, findings: Sequence[Finding]) -> None:
    """Assert that each right wording can take its place: nothing is found there again, and no words stand twice."""
    for finding in findings:
        right = finding.expected
        if not right:
            continue
        mended = text[: finding.start] + right + text[finding.end :]
        end = finding.start + len(right)
        left = [f for f in check_against(known, mended).findings if f.start < end and finding.start < f.end]
        assert not left, (mended, left)
        for size in range(3, len(right)):
            assert not mended.startswith(right[-size:], end), mended
            assert not mended.endswith(right[:size], 0, finding.start), mended


def assert_good(known: Knowledge) -> None:
    tried, found, typed = measured(known)
    assert found.total() / tried.total() >= 0.88, found
    assert typed.total() / found.total() >= 0.95, typed
    assert all(found[kind] / tried[kind] >= 0.6 for kind in tried), (tried, found)


def test_slips_planted_into_the_sample_are_found_as_what_they_are() -> None:
    known = Knowledge(sources(SAMPLE))
    assert_good(known)
    for source in known.sources:
        assert check_against(known, source.document.text).findings == ()


def test_a_planter_stands_for_every_type_of_the_contract() -> None:
    contract = (
        "slogan_missing_item slogan_extra_item slogan_order slogan_typo official_name title person_post figure "
        "abbreviation edition quotation_marks book_title_marks numbering contradiction superseded"
    )
    assert set(PLANTS) == set(contract.split())


@needs_shared_data
@pytest.mark.shared_data
def test_slips_planted_into_the_seed_are_found_as_what_they_are() -> None:
    assert_good(Knowledge(sources([SHARED / "data" / "seed.txt"])))


FIVE = """云川市茶业协会2023年工作报告
（2023年3月2日）
石见山
各位理事：
落实“五联一体”要求。
名词解释
1. “五联一体”：即联机关、联学会、联企业、联学校、联乡村，一体推进；
2. “三库一网”：三库指茶师库、茶种库、茶商库，一网指云川茶讯网。
"""


@pytest.mark.parametrize(
    ("slip", "mended"),
    [
        (
            "落实“五联一体”，即联机关、联学会、联学校、联乡村，一体推进。",
            "即联机关、联学会、联企业、联学校、联乡村，一体推进。",
        ),
        (
            "落实“五联一体”，即联学会、联机关、联企业、联学校、联乡村，一体推进工作。",
            "即联机关、联学会、联企业、联学校、联乡村，一体推进工作。",
        ),
        ("用好“三库一网”，把茶师库、茶种库和云川茶讯网联通起来。", "把茶师库、茶种库、茶商库、云川茶讯网联通起来。"),
    ],
)
def test_a_right_enumeration_takes_nothing_over_that_stands_around_it(slip: str, mended: str) -> None:
    document = document_from_text(FIVE)
    known = Knowledge([Source(document, extract(document))])
    (finding,) = check_against(known, slip).findings
    assert (slip[: finding.start] + finding.expected + slip[finding.end :]).endswith(mended)
    assert_taken_over(known, slip, [finding])
