"""What an official paper says of itself, as the reader shows it beside the text (GB/T 9704-2012)."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext

from corpus.documents import Document


def official_facts(document: Document) -> Iterator[tuple[str, str]]:
    """Yield (name, value) of the marks that a paper bears, in the order of the page."""
    marks = document.marks
    printed = " ".join(value for value in (marks.printed_by, marks.printed_on) if value)
    for name, value in (
        (gettext("份号"), marks.copy_number),
        (gettext("密级"), marks.security),
        (gettext("紧急程度"), marks.urgency),
        (gettext("签发人"), "、".join(marks.signers)),
        (gettext("主送"), "、".join(document.recipients)),
        (gettext("附件"), "；".join(marks.annexes)),
        (gettext("抄送"), "、".join(marks.copied_to)),
        (gettext("印发"), printed),
    ):
        if value:
            yield name, value
