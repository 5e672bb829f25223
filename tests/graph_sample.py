"""Two small invented documents with hand-made extractions, for the tests of the graph."""

from __future__ import annotations

from corpus.documents import Document, Part, Section, Sentence
from kg.facts import (
    Entity,
    EntityType,
    Extraction,
    GlossaryEntry,
    Indicator,
    Mention,
    Predicate,
    Relation,
)

T, P = EntityType, Predicate

FIRST = (
    "云川市科协2017年工作报告\n一、科普惠农\n云川市科学技术协会（市科协）主席林望作报告。"
    "百名专家进百村行动新建科普站10个。“双提升”：提升能力、提升素质。第三届云川科技节在云川会展中心举办。"
)
SECOND = "云川市科协2018年工作要点\n市科协主席林望讲话。百名专家进百村行动新建科普站12个。"


def document(text: str, document_id: str, *, issuer: str = "云川市科学技术协会", date: str = "2018-01-20") -> Document:
    """Return a document of one part: title, an optional heading that starts with 一、, and sentences."""
    lines, at, sentences, sections = text.split("\n"), 0, [], []
    for line in lines:
        for piece in _pieces(line):
            kind = "title" if at == 0 else "heading" if line.startswith("一、") else "sentence"
            if kind == "heading":
                sections.append(Section(0, 0, 1, "一、", line[2:], at, at + len(line), len(text)))
            sentences.append(
                Sentence(len(sentences), at, at + len(piece), 0, 0 if sections else None, kind)  # type: ignore[arg-type]
            )
            at += len(piece)
        at += 1
    part = Part(0, "report", lines[0], 0, len(text), speaker="林望", post="主席", date=date)
    return Document(
        document_id,
        lines[0],
        text,
        f"{document_id}.txt",
        "text/plain",
        issuer=issuer,
        date=date,
        parts=(part,),
        sections=tuple(sections),
        sentences=tuple(sentences),
    )


def _pieces(line: str) -> list[str]:
    return [piece + "。" for piece in line.split("。") if piece] if "。" in line else [line]


class Facts:
    """Collects the extraction of a document by naming things; spans are found in the text."""

    def __init__(self, source: Document) -> None:
        self.source = source
        self.entities: dict[str, Entity] = {}
        self.mentions: list[Mention] = []
        self.relations: list[Relation] = []
        self.indicators: list[Indicator] = []
        self.glossary: list[GlossaryEntry] = []

    def entity(self, kind: EntityType, name: str, *aliases: str) -> str:
        """Add an entity with a mention wherever one of its names stands, and return its local id."""
        local = f"E{len(self.entities) + 1}"
        self.entities[local] = Entity(local, kind, name, aliases)
        for form in (name, *aliases):
            start = self.source.text.find(form)
            if start >= 0:
                self.mentions.append(Mention(start, start + len(form), local, "gazetteer"))
        return local

    def relation(self, subject: str, predicate: Predicate, value: str, quote: str, **more: object) -> None:
        """Add a statement whose evidence is the first place of a quote."""
        start = self.source.text.index(quote)
        is_literal = value not in self.entities
        self.relations.append(
            Relation(subject, predicate, value, start, start + len(quote), "rules", is_literal, **more)  # type: ignore[arg-type]
        )

    def indicator(self, label: str, value: str, year: int, status: str, about: str) -> None:
        """Add a count in 个 whose evidence is label and number."""
        start = self.source.text.index(f"{label}{value}个")
        end = start + len(label) + len(value) + 1
        self.indicators.append(
            Indicator(
                label,
                self.entities[about].name,
                value,
                "个",
                "=",
                year,
                status,  # type: ignore[arg-type]
                start,
                end,
                start + len(label),
                end,
                "rules",
                subject_id=about,
            )
        )

    def extraction(self) -> Extraction:
        """Return everything collected."""
        return Extraction(
            self.source.id,
            "1",
            tuple(self.entities.values()),
            tuple(self.mentions),
            tuple(self.relations),
            tuple(self.indicators),
            tuple(self.glossary),
        )


def first() -> tuple[Document, Extraction]:
    """Return the report of 2017."""
    source = document(FIRST, "a1")
    facts = Facts(source)
    body = facts.entity(T.ORGANIZATION, "云川市科学技术协会", "市科协")
    person = facts.entity(T.PERSON, "林望")
    program = facts.entity(T.PROGRAM, "百名专家进百村行动")
    theme = facts.entity(T.CONCEPT, "科普惠农")
    slogan = facts.entity(T.SLOGAN, "双提升")
    event = facts.entity(T.EVENT, "第三届云川科技节", "云川科技节")
    place = facts.entity(T.PLACE, "云川会展中心")
    report = "云川市科学技术协会（市科协）主席林望作报告"
    facts.relation(person, P.HOLDS_POST, "主席", report, organization=body)
    facts.relation(program, P.RELATES_TO, theme, "百名专家进百村行动新建科普站10个", implicit=True)
    facts.relation(event, P.HELD_AT, place, "第三届云川科技节在云川会展中心举办")
    members = "“双提升”：提升能力、提升素质"
    for order, member in enumerate(("提升能力", "提升素质"), 1):
        facts.relation(slogan, P.HAS_COMPONENT, member, members, order=order)
    facts.indicator("新建科普站", "10", 2017, "achieved", program)
    start = FIRST.index(members)
    facts.glossary.append(
        GlossaryEntry(
            "双提升", "提升能力、提升素质", start, start + len(members), ("“双提升”",), ("提升能力", "提升素质"), slogan
        )
    )
    return source, facts.extraction()


def second() -> tuple[Document, Extraction]:
    """Return the plan for 2018, which names the association by its short name only."""
    source = document(SECOND, "b2", issuer="云川市科协", date="2018-03-01")
    facts = Facts(source)
    body = facts.entity(T.ORGANIZATION, "市科协")
    person = facts.entity(T.PERSON, "林望")
    program = facts.entity(T.PROGRAM, "“百名专家进百村”行动")
    facts.relation(person, P.HOLDS_POST, "主席", "市科协主席林望", organization=body)
    facts.indicator("新建科普站", "12", 2018, "target", program)
    return source, facts.extraction()
