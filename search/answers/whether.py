"""Whether something is done (铁路建成了吗): the sentence that says of it what the question asks."""

from __future__ import annotations

from dataclasses import replace

from corpus.patterns import lazy
from search.answers.draft import Draft, Item, Span, no, source_name
from search.answers.knowledge import Knowledge
from search.answers.matching import word_score
from search.answers.support import telling
from search.answers.times import speaks_of
from search.questions.fold import fold
from search.questions.question import Question

_ASKED = lazy(
    r"^(?P<what>[^，]{2,30}?)(?:已经?|都|是否|有没有|是不是)*(?P<deed>建成|开工|完工|竣工|投产|投用|投运|通车|开通|启用|启动|成立|挂牌|揭牌|上线|"
    r"落地|获批|施行|印发|出台|发布|验收|开馆|开园|运营|运行|复工|入选|废止|取消|合并|搬迁|达产|并网|贯通|封顶)了?(?:吗|没有?|么)$"
)
_CLAUSE = lazy(r"[，。；！？]")
_MET = 0.8


def whether(knowledge: Knowledge, question: Question) -> Draft | None:
    """Return the sentence that says whether something is done, or a no; None where a question asks for something else."""
    hit = _ASKED.search(question.plain)
    if hit is None:
        return None
    deed = hit["deed"]
    words = [
        word if word.text in hit["what"] else replace(word, text=bare, names=(bare,))
        for word in telling(question)
        if len(bare := word.text.partition(deed)[0]) > 1
    ]
    for facts in knowledge.about(question) if words else ():
        for line in facts.lines:
            if line.kind == "heading" or deed not in line.text or not speaks_of(facts, line, question.years):
                continue
            clauses = [fold(clause) for clause in _CLAUSE.split(line.text) if deed in clause]
            if any(all(word_score(word, clause) >= _MET for word in words) for clause in clauses):
                span = Span(facts.meta.id, line.start, line.end)
                said = line.text.strip()
                text = f"文中写道：{said.rstrip('。；')}。（{source_name(facts, line.start)}）"
                return Draft(text, hit["what"], (span,), (Item(said, "", "", "", span),), "mentions", is_partial=True)
    return no(f"文中没有说明“{hit['what']}”是否{deed}。", hit["what"])
