"""In whose name a part speaks: the body behind a report, to which elided subjects belong."""

from __future__ import annotations

from corpus.documents import Sentence
from kg.extractors.statements import Scene
from kg.extractors.tables import column
from kg.facts import Entity, EntityType


def own_body(scene: Scene, sentence: Sentence) -> Entity | None:
    """Return the body that speaks for its own work in the part of a sentence, or None.

    A government's report speaks for a whole province, so that what its sentences leave out is not the government.
    """
    part = scene.parts.get(sentence.part)
    if part is None or part.kind not in ("report", "speech", "plan", "notice"):
        return None
    issuer = scene.document.issuer
    entity = scene.reading.by_name.get(issuer)
    if entity is None or entity.type != EntityType.ORGANIZATION:
        return None
    return entity if any(name.endswith(column("own_bodies")) for name in (entity.name, *entity.aliases)) else None
