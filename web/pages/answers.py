"""Questions: an answer with the sentences it stands on, or an honest no."""

from __future__ import annotations

from flask import Blueprint, render_template

from search.results import Answer, Citation
from web.arguments import text, texts
from web.overview import overview
from web.shelf import library

blueprint = Blueprint("answers", __name__)

# Earlier questions that a follow-up may lean on.
CONTEXT = 5


@blueprint.get("/ask")
def show() -> str:
    """Show the answer to a question, or the box with questions to try."""
    question = text("q")
    if not question:
        return render_template("pages/ask_start.html", overview=overview(library()))
    context = texts("context", most=CONTEXT)
    answer = find_answer(question, context)
    evidence = evidence_of(answer)
    numbers = {(c.document, c.start, c.end): n for n, c in enumerate(evidence, 1)}
    return render_template(
        "pages/answer.html",
        answer=answer,
        evidence=evidence,
        numbers=numbers,
        words=lit_words_of(answer),
        asked=question,
        context=context,
        earlier=[(line, context[:place]) for place, line in enumerate(context)],
        next_context=(*context, question)[-CONTEXT:],
    )


def find_answer(question: str, context: tuple[str, ...] = ()) -> Answer:
    """Return the answer to a question; `context` are the questions asked before it, oldest first."""
    from search import answering

    return answering.ask(library(), question, context)


def evidence_of(answer: Answer) -> tuple[Citation, ...]:
    """Return all places that an answer stands on, in its own order, each once."""
    cited = [item.citation for item in answer.items if item.citation] + list(answer.citations)
    return tuple({(c.document, c.start, c.end): c for c in cited}.values())


def lit_words_of(answer: Answer) -> tuple[str, ...]:
    """Return the words to light in the evidence: the names of the items and their details."""
    words = [word for item in answer.items for word in (item.name, item.detail)]
    return tuple(dict.fromkeys(word for word in words if word))
