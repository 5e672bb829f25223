"""How passages and queries become vectors: one port, the words that ship with the program or a model of the user's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from corpus.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# Written as text, so that commands that need no vectors start without numpy.
Vector: TypeAlias = "npt.NDArray[np.float32]"
Flags: TypeAlias = "npt.NDArray[np.bool_]"

MODEL_SETTING = "search.model"


@dataclass(frozen=True, slots=True)
class Space:
    """The space that vectors are of: those of one name can be compared. An index says in which its passages are."""

    name: str
    dimensions: int


WORDS = Space("words-1", 128)
"""The space of the word vectors in `search/vectors`."""


class Encoder(Protocol):
    """Turns texts into unit vectors. `is_centred` where unrelated texts have a cosine of about 0."""

    space: Space
    is_centred: bool

    def encode(self, texts: Sequence[str]) -> tuple[Vector, Flags]:
        """Return the vectors of passages, one a row, and which of them are known: the others are zeros."""

    def query(self, text: str, words: Mapping[str, float]) -> Vector | None:
        """Return the vector of what somebody looks for, as typed and as weighted words; None where nothing is known."""


def encoder_of(settings: Settings) -> Encoder:
    """Return the encoder that the settings choose, loaded once in a process.

    Raises:
        InputError: The model's folder lacks something, or is of a kind that cannot be read.
        MissingExtraError: What runs models is not installed.
    """
    folder = settings.text(MODEL_SETTING)
    if folder:
        from search.models import model

        return model(Path(folder))
    from search.meaning import word_vectors

    return word_vectors()


def space_of(settings: Settings) -> Space:
    """Return the space of the chosen encoder, without loading the word vectors."""
    return encoder_of(settings).space if settings.text(MODEL_SETTING) else WORDS
