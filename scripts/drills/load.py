"""Readers beside writers: what each reader asks, and what may not happen while the library changes under them."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import urllib3

TITLE = "关于做好云川市第{n}批晨星驿站建设的通知"
TEXT = (
    "{title}\n云科协发〔2031〕{n}号\n各县（市、区）科协：\n2031年，第{n}批晨星驿站建成{n}家，面向农民开展培训{m}场次，由市科协组织实施。\n"
    "云川市科学技术协会\n2031年5月6日\n"
)
_SHOWN = 60
# Two names that an editor merges and parts again while others read.
MERGED = ("云川市农业农村局", "云川市人力资源和社会保障局")
_WORDS = ("科普惠农", "晨星驿站", "院士 专家", "农民培训", "三进两送", "科技志愿", "年:2023 驿站", "企业科协")
_QUESTIONS = (
    "哪些项目与科普惠农有关",
    "三进两送是什么意思？",
    "2023年新建科普惠农驿站多少个？",
    "晨星驿站由谁实施？",
    "火星基地由谁建设？",
)
_NAMES = ("云川市科学技术协会", "千村科普惠农行动", "三进两送", *MERGED)


@dataclass(frozen=True, slots=True)
class Seen:
    """One answer: its kind, seconds, and what went wrong with it, if anything did."""

    kind: str
    seconds: float
    trouble: str = ""


@dataclass(slots=True)
class Ledger:
    """What all readers saw; safe to be filled by many threads.

    `facts` holds, for each state and probe, every value that an answer of that state gave: more than one means that an
    answer was mixed from two states.
    """

    answers: list[Seen] = field(default_factory=list)
    facts: dict[tuple[int, str], set[str]] = field(default_factory=lambda: defaultdict(set))
    documents: dict[int, frozenset[str]] = field(default_factory=dict)
    cited: list[tuple[int, str, frozenset[str]]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def mixed(self) -> Iterator[str]:
        """Yield what tells that an answer was of no single state."""
        for (change, probe), values in sorted(self.facts.items()):
            if len(values) > 1:
                yield f"状态 {change} 的“{probe}”有 {len(values)} 种回答：{'；'.join(_from_difference(values))}"
        for change, probe, documents in self.cited:
            known = self.documents.get(change)
            if known is not None and (strange := documents - known):
                yield f"状态 {change} 的“{probe}”引了这个状态里没有的文献 {'、'.join(sorted(strange))}"


def _from_difference(values: Iterable[str]) -> list[str]:
    """Return texts from a little before the place at which they begin to differ."""
    found = sorted(values)
    same = next((i for i, chars in enumerate(zip(*found, strict=False)) if len(set(chars)) > 1), len(found[0]))
    start = max(0, same - _SHOWN // 2)
    return [text[start : start + 2 * _SHOWN] for text in found]


class Reader(threading.Thread):
    """Somebody who looks at a page, reads for a while, and looks at the next, until told to stop."""

    def __init__(self, address: str, ledger: Ledger, stop: threading.Event, *, seed: int, pause_s: float) -> None:
        super().__init__(daemon=True)
        self._address, self._ledger, self._stopped, self._pause_s = address, ledger, stop, pause_s
        self._dice = random.Random(seed)
        self._pool = urllib3.PoolManager(maxsize=1, retries=False, timeout=60)
        self._documents: list[str] = []

    def run(self) -> None:
        """Read."""
        # Not all at once: people come one by one.
        self._stopped.wait(self._dice.uniform(0, self._pause_s))
        weighted = [look for look, weight in self._looks() for _ in range(weight)]
        while not self._stopped.is_set():
            look = self._dice.choice(weighted)
            try:
                look()
            except (KeyError, TypeError, ValueError) as error:  # an answer of another shape
                with self._ledger.lock:
                    self._ledger.answers.append(Seen("shape", 0.0, f"{look.__name__}：{error!r}"))
            self._stopped.wait(self._dice.uniform(0.5, 1.5) * self._pause_s)

    def _looks(self) -> Iterator[tuple[Callable[[], None], int]]:
        yield self._page("home", lambda: "/"), 1
        yield self._page("search", lambda: f"/search?q={quote(self._dice.choice(_WORDS))}"), 5
        yield self._page("ask", lambda: f"/ask?q={quote(self._dice.choice(_QUESTIONS))}"), 4
        yield self._page("document", self._document), 3
        yield self._page("glossary", lambda: "/glossary"), 1
        yield self._page("indicators", lambda: "/indicators"), 1
        yield self._page("suggestions", lambda: f"/api/v1/suggest?q={quote(self._dice.choice(_WORDS)[:2])}"), 3
        yield self._probe_documents, 2
        yield self._probe_search, 3
        yield self._probe_ask, 3
        yield self._probe_entity, 3

    def _page(self, kind: str, address: Callable[[], str]) -> Callable[[], None]:
        def look() -> None:
            self._get(kind, address())

        return look

    def _document(self) -> str:
        return f"/documents/{self._dice.choice(self._documents)}" if self._documents else "/documents"

    def _probe_documents(self) -> None:
        for change, body in self._get("documents", "/api/v1/documents?limit=1000", is_json=True):
            self._documents = [document["id"] for document in body["documents"]]
            with self._ledger.lock:
                self._ledger.documents[change] = frozenset(self._documents)
            self._fact(change, "documents", "、".join(sorted(self._documents)))

    def _probe_search(self) -> None:
        words = self._dice.choice(_WORDS)
        for change, body in self._get("search", f"/api/v1/search?q={quote(words)}", is_json=True):
            hits = [(hit["document"], hit["start"]) for hit in body["hits"]]
            self._fact(change, f"search {words}", f"{body['total']} {hits}")
            self._cite(change, f"search {words}", {document for document, _ in hits})

    def _probe_ask(self) -> None:
        question = self._dice.choice(_QUESTIONS)
        for change, body in self._get("ask", f"/api/v1/ask?q={quote(question)}", is_json=True):
            self._fact(change, f"ask {question}", f"{body['status']} {body['answer']}")
            self._cite(change, f"ask {question}", {item["citation"]["document"] for item in body["items"]})

    def _probe_entity(self) -> None:
        name = self._dice.choice(_NAMES)
        for change, body in self._get("entity", f"/api/v1/entities/{quote(name)}", is_json=True):
            self._fact(change, f"entity {name}", json.dumps(body, ensure_ascii=False, sort_keys=True)[:4000])

    def _get(self, kind: str, path: str, *, is_json: bool = False) -> list[tuple[int, Any]]:
        """Return (state, body) of an answer, in a list that is empty where there is none to be judged."""
        started, trouble, found = time.monotonic(), "", []
        try:
            answer = self._pool.request("GET", self._address + path)
            # A document may have been replaced since the reader saw its entry.
            if answer.status == 404 and kind == "document":
                pass
            elif answer.status != 200:
                trouble = f"{path} 答 {answer.status}：{answer.data[:200].decode('utf-8', 'replace')}"
            elif is_json:
                found = [(int(answer.headers["X-Cetu-Change"]), json.loads(answer.data))]
        except urllib3.exceptions.HTTPError as error:
            trouble = f"{path}：{error}"
        with self._ledger.lock:
            self._ledger.answers.append(Seen(kind, time.monotonic() - started, trouble))
        return found

    def _fact(self, change: int, probe: str, value: str) -> None:
        with self._ledger.lock:
            self._ledger.facts[change, probe].add(value)

    def _cite(self, change: int, probe: str, documents: set[str]) -> None:
        with self._ledger.lock:
            self._ledger.cited.append((change, probe, frozenset(documents)))
