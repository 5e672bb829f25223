"""Run every score of the evaluation beside the project and print one table.

python scripts/evaluate.py [--shared DIR] [--errors DIR] [--only extraction,questions,...] [--detail]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
REPORTS = ("seed", "guangdong", "hainan")
SECTIONS = ("extraction", "glossary", "questions", "retrieval", "policy", "drafts", "alarms")
Row = tuple[str, str, str]


class Evaluation:
    """The scorer and the product's command, run on libraries of their own in a temporary folder."""

    def __init__(self, shared: Path, folder: Path, errors: Path | None, *, detail: bool = False) -> None:
        self.shared, self.folder, self.errors, self.detail = shared, folder, errors, detail
        self.gold = shared / "eval" / "gold"

    def cetu(self, *arguments: str | Path, library: Path | None = None) -> str:
        """Run the product and return what it printed."""
        command = [*self._cetu(library or self.folder / "seed"), *map(str, arguments)]
        return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout

    def score(self, mode: str, gold: str, *arguments: str | Path) -> dict[str, Any]:
        """Return the scorer's object for one mode."""
        command = [sys.executable, str(self.shared / "eval" / "score.py"), mode, "--gold", str(self.gold / gold)]
        if self.errors:
            self.errors.mkdir(parents=True, exist_ok=True)
            command += ["--errors", str(self.errors / f"{mode}-{Path(gold).stem}.json")]
        command += map(str, arguments)
        done = subprocess.run(command, check=False, capture_output=True, text=True, encoding="utf-8")
        if done.returncode:
            raise SystemExit(f"evaluate: {mode} {gold}: {done.stderr.strip()[-500:]}")
        value: dict[str, Any] = json.loads(done.stdout)
        return value

    def batch(self, mode: str, gold: str, command: str, *arguments: str) -> dict[str, Any]:
        """Return the scorer's object for a mode in which the product answers line by line."""
        run = " ".join([*self._cetu(self.folder / "seed"), command, "--batch"])
        return self.score(mode, gold, "--batch", "--cmd", run, *arguments)

    def _cetu(self, library: Path) -> list[str]:
        return [str(Path(sys.executable).with_name("cetu")), "--library", str(library)]

    def extraction(self) -> Iterator[Row]:
        """Yield the scores of entities, relations, indicators and glossary for each annotated report."""
        for name in REPORTS:
            library = self.folder / name
            source = self.shared / "data" / "seed.txt" if name == "seed" else self.gold / f"{name}.txt"
            self.cetu("add", source, library=library)
            self.cetu("export", "--format", "annotations", "-o", library / "pred.json", library=library)
            score = self.score("extraction", f"{name}.json", "--pred", library / "pred.json")
            for key in ("entities_typed", "entities_untyped", "relations", "indicators_full"):
                value = score[key]
                yield name, key, f"P {value['precision']:.3f}  R {value['recall']:.3f}  F1 {value['f1']:.3f}"
            glossary = score["glossary"]
            yield name, "glossary", _glossary(glossary)
            if self.detail:
                yield from _detail(name, score)

    def glossary(self) -> Iterator[Row]:
        """Yield the scores of the glossaries of real reports, where their texts are at hand."""
        entries = _lines(self.gold / "glossary.jsonl")
        texts = _policy_texts(self.shared, {entry["doc"] for entry in entries})
        if not texts:
            return
        library, sources = self.folder / "glossaries", self.folder / "reports"
        sources.mkdir()
        for name, text in texts.items():
            (sources / f"{name}.txt").write_text(text, encoding="utf-8")
        self.cetu("add", sources, library=library)
        self.cetu("export", "--format", "annotations", "-o", library / "pred.json", library=library)
        yield (
            "reports",
            "glossary",
            _glossary(self.score("glossary", "glossary.jsonl", "--pred", library / "pred.json")),
        )

    def questions(self) -> Iterator[Row]:
        """Yield the share of questions answered rightly."""
        score = self.batch("questions", "questions.json", "ask", "--paraphrases")
        for key in ("right", "invented_answers", "evidence_right", "set_precision"):
            yield "questions", key, str(score[key])
        for kind, value in score["per_kind"].items():
            yield "questions", f"  {kind}", value

    def retrieval(self) -> Iterator[Row]:
        """Yield ranking quality by kind of query."""
        for kind, value in self.batch("retrieval", "retrieval.json", "search --limit 10").items():
            yield "retrieval", kind, f"nDCG@10 {value['ndcg10']:.3f}  MRR@10 {value['mrr10']:.3f}"

    def policy(self) -> Iterator[Row]:
        """Yield how often the document of a government-policy question comes first among 599, and its mean place."""
        folder, sources = self.shared / "data" / "ncp", self.folder / "policy"
        sources.mkdir()
        library = self.folder / "policy-library"
        # Of files with one text a library keeps one.
        same = {row["docid"]: row["text"] for row in _lines(folder / "docs.jsonl")}
        for name, text in same.items():
            (sources / f"{name}.txt").write_text(text, encoding="utf-8")
        self.cetu("add", sources, "--workers", "2", library=library)
        questions = _lines(folder / "queries_dev.jsonl")
        places = []
        for question, found in zip(questions, self._found(library, questions), strict=True):
            texts = list(dict.fromkeys(same[Path(hit["file"]).stem] for hit in found["hits"]))[:10]
            wanted = same[question["docid"]]
            places.append(texts.index(wanted) + 1 if wanted in texts else 0)
        first, reciprocal = places.count(1), sum(1 / place for place in places if place)
        yield "policy", "questions", f"R@1 {first / len(places):.3f}  MRR@10 {reciprocal / len(places):.3f}"

    def _found(self, library: Path, questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Return the search results of questions, asked in one process; several hits may stand in one document."""
        lines = "".join(json.dumps({"query": row["question"]}, ensure_ascii=False) + "\n" for row in questions)
        command = [*self._cetu(library), "search", "--limit", "60", "--batch"]
        done = subprocess.run(command, input=lines, check=True, capture_output=True, text=True, encoding="utf-8")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def drafts(self) -> Iterator[Row]:
        """Yield the quality of the draft check."""
        for key, value in self.batch("drafts", "drafts.json", "check").items():
            yield "drafts", key, str(value)

    def alarms(self) -> Iterator[Row]:
        """Yield how often the draft check raises an alarm on clean reports."""
        from scripts.alarms import table

        yield from table(self.shared, self.errors)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]


def _detail(name: str, score: dict[str, Any]) -> Iterator[Row]:
    """Yield precision and recall of each type of entity and each relation, with the number that the annotator has."""
    for kinds in (score["per_type"], score["per_relation"]):
        for kind, value in kinds.items():
            yield name, f"  {kind}", f"P {value['precision']:.2f}  R {value['recall']:.2f}  of {value['gold']}"


def _glossary(score: dict[str, Any]) -> str:
    terms, definitions, components = score["terms"]["f1"], score["definitions_right"], score["components_exact"]
    return f"terms {terms}  definitions {definitions}  components {components}"


def _policy_texts(shared: Path, wanted: set[str]) -> dict[str, str]:
    import gzip

    with gzip.open(shared / "data" / "policy.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return {row["id"]: row["text"] for row in rows if row["id"] in wanted}


def main() -> None:
    """Run the chosen scores."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=PROJECT.parent / "shared", help="the evaluation's folder")
    parser.add_argument("--errors", type=Path, help="write what was missed and what was wrong into this folder")
    parser.add_argument("--detail", action="store_true", help="also each type of entity and each relation")
    parser.add_argument("--only", default=",".join(SECTIONS), help="comma-separated: " + " ".join(SECTIONS))
    options = parser.parse_args()
    if not (options.shared / "eval" / "score.py").exists():
        raise SystemExit(f"evaluate: no evaluation in {options.shared}; name its folder with --shared")
    with tempfile.TemporaryDirectory() as folder:
        evaluation = Evaluation(options.shared, Path(folder), options.errors, detail=options.detail)
        chosen = options.only.split(",")
        if "extraction" not in chosen:
            evaluation.cetu("add", options.shared / "data" / "seed.txt")
        for section in SECTIONS:
            if section in chosen:
                for place, key, value in getattr(evaluation, section)():
                    print(f"{place:<11}{key:<24}{value}", flush=True)


if __name__ == "__main__":
    main()
