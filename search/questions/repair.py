"""Slips read as what was meant: pinyin, homophones. Only strings that the library has are put in their place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property, lru_cache

from corpus.patterns import lazy
from search.questions import tables
from search.questions.pinyin import blur, encode, readings, sounds
from search.questions.question import Correction

_LATIN_RUNS = lazy(r"[a-z]+(?: [a-z]+)*")
_HAN = lazy(r"[一-鿿]+")
# Shorter homophones are chance: only a whole name may be put right at two characters.
_SHORTEST_SLIP = 3
_LONGEST_SLIP = 8
_SHORTEST_PINYIN = 4
# No name is spelt out with more words between spaces.
_MOST_SYLLABLES = 10
# Words of one syllable that questions are made of, for a run that is pinyin anyway.
_SINGLE = {
    "shi": "是", "shui": "谁", "shei": "谁", "na": "哪", "ji": "几", "de": "的", "you": "有", "zai": "在", "he": "和",
    "yu": "与", "le": "了", "zuo": "作",
}  # fmt: skip
_SURE = frozenset("指由")  # verbs of asking: 甲指哪些人 is no slip for 甲之……
# 副 belongs to the post: 学会副会长 is no slip for 学会服.
_DEPUTY = lazy("(?:常务)?副(?=主席|书记|主任|[一-鿿]{1,3}长)")
# Characters that join a name to what stands before it.
_JOINING = frozenset("为是在由以与和被把给对从向到于按")
# So many wordings are kept with whether the library has them: to find that it has not, all of them are gone through.
_KEPT = 20_000
# Never a slip, and too frequent to be looked up.
_PARTICLES = frozenset("的了呢吗吧呀啊么是有在和与跟及给把被对几哪谁何啥")


class Vocabulary:
    """The wording of a library: its names, and its texts where the library is small.

    Args:
        names: Names, one a line, which win over text.
        texts: Running text.
        sounds: Gives `pinyin.sounds` of the names, where somebody has it ready; asked for only where a slip is looked for.
    """

    def __init__(self, names: str, texts: Iterable[str] = (), sounds: Callable[[], str] | None = None) -> None:
        self.names = f"\n{names}\n"
        self.text = self.names + "\n".join(texts)
        self._sounds_of_names = sounds
        self.has = lru_cache(_KEPT)(self._has)
        """Whether the library has a wording."""
        self._is_heard = lru_cache(_KEPT)(self._sounds_so)

    def _has(self, text: str) -> bool:
        # Most of what it does not have holds a pair that it does not have either, and pairs come again and again.
        pairs = (text[i : i + 2] for i in range(len(text) - 1)) if len(text) > 2 else ()
        return all(map(self.has, pairs)) and text in self.text

    @cached_property
    def lower(self) -> str:
        """Return the wording in lower case."""
        return self.text.lower()

    @cached_property
    def _sounds(self) -> str:
        if self._sounds_of_names is None:
            return sounds(self.text)
        return f"\n{self._sounds_of_names()}\n{sounds(self.text[len(self.names) :])}"

    def _sounds_so(self, key: str) -> bool:
        # What does not sound in part does not as a whole; the stretches of a question share their parts.
        parts = (key[:-1], key[1:]) if len(key) > 2 else ()
        return all(map(self._is_heard, parts)) and key in self._sounds

    def sounding(self, encoded: str, *, loosely: bool = False) -> dict[str, int]:
        """Return the wordings that sound so, with how often the library has them."""
        key, space = blur(encoded), self._sounds
        found: dict[str, int] = {}
        at = space.find(key) if self._is_heard(key) else -1
        while at >= 0:
            text = self.text[at : at + len(key)]
            found[text] = found.get(text, 0) + 1
            at = space.find(key, at + 1)
        return found if loosely else {text: count for text, count in found.items() if encode(text) == encoded}

    def is_name(self, text: str) -> bool:
        """Return whether a text is one whole name."""
        return self.has(text) and f"\n{text}\n" in self.names


def repair(plain: str, vocabulary: Vocabulary, known: Iterable[str]) -> tuple[str, tuple[Correction, ...]]:
    """Return the question with pinyin and homophones put right, and what was changed.

    Args:
        plain: The question in plain form.
        vocabulary: What may be put in.
        known: Words of questions, which are no slips.
    """
    plain, from_pinyin = _pinyin(plain, vocabulary)
    plain, from_sounds = _homophones(plain, vocabulary, tuple(known))
    return plain, (*from_pinyin, *from_sounds)


def _pinyin(plain: str, vocabulary: Vocabulary) -> tuple[str, tuple[Correction, ...]]:
    done: list[Correction] = []
    at = 0
    while (hit := _LATIN_RUNS.search(plain, at)) is not None:
        at = hit.end()
        # Syllables or words apart (ke pu zhan) are first read as one.
        whole = hit[0].replace(" ", "")
        best = "" if len(whole) < _SHORTEST_PINYIN else _read(plain, hit, whole, vocabulary)
        if best:
            plain = plain[: hit.start()] + best + plain[hit.end() :]
            at = hit.start() + len(best)
            done.append(Correction(hit[0], best))
        elif " " in hit[0]:
            plain, more = _word_by_word(plain, hit, vocabulary)
            done += more
    return plain, tuple(done)


def _read(plain: str, hit: re.Match[str], whole: str, vocabulary: Vocabulary) -> str:
    if hit[0] in vocabulary.lower:
        return ""
    return _best_reading(plain[: hit.start()], whole, plain[hit.end() :], vocabulary)


def _word_by_word(plain: str, run: re.Match[str], vocabulary: Vocabulary) -> tuple[str, list[Correction]]:
    """Return the question with the words of a run read, the most words at once (ke pu zhan shi shen me), and what changed."""
    words, done = run[0].split(" "), []
    out, i = "", 0
    while i < len(words):
        before, after = plain[: run.start()] + out, plain[run.end() :]
        stop, text = _longest_reading(words, i, before, after, vocabulary)
        if text:
            done.append(Correction(" ".join(words[i:stop]), text))
        is_joined = bool(text) and bool(done[:-1]) and out.endswith(done[-2].after)
        out += text if is_joined else f"{' ' if out else ''}{text or words[i]}"
        i = stop
    if done:
        out, single = _with_single(out)
        done += single
    return plain[: run.start()] + out + plain[run.end() :], done


def _longest_reading(
    words: Sequence[str], first: int, before: str, after: str, vocabulary: Vocabulary
) -> tuple[int, str]:
    """Return where the longest stretch of words ends that reads as a name or a word of asking, and what it reads as.

    One word alone may be any wording of the library.
    """
    for stop in range(min(len(words), first + _MOST_SYLLABLES), first, -1):
        letters = "".join(words[first:stop])
        if len(letters) < _SHORTEST_PINYIN or " ".join(words[first:stop]) in vocabulary.lower:
            continue
        if all(word in _SINGLE for word in words[first:stop]):
            continue  # 做得 of shui zuo de baogao is no word
        if asking := next((known for sounds in readings(letters) if (known := _asking_by_sound().get(sounds))), ""):
            return stop, asking
        text = _best_reading(before, letters, after if stop == len(words) else "", vocabulary)
        if text and (stop == first + 1 or vocabulary.is_name(text)):
            return stop, text
    return first + 1, ""


@cache
def _asking_words() -> frozenset[str]:
    """Return the words of questions of two characters: verbs, words for kinds, words of asking."""
    words = (*tables.of_class("verb"), *tables.kinds(), *tables.words())
    return frozenset(word for word in words if len(word) == len("比赛"))


@cache
def _asking_by_sound() -> dict[str, str]:
    """Return the words of asking and of kinds of two characters or more, by how they sound."""
    words = (*tables.words(), *tables.kinds())
    return {encode(word): word for word in reversed(words) if len(word) > 1 and _HAN.fullmatch(word)}


def _with_single(text: str) -> tuple[str, list[Correction]]:
    """Return a run that was read in part with its words of one syllable (shi, de) read too."""
    done = [Correction(word, _SINGLE[word]) for word in text.split(" ") if word in _SINGLE]
    words = [_SINGLE.get(word, word) for word in text.split(" ")]
    return ("".join(words) if done and not any(word.isascii() for word in words) else " ".join(words)), done


def _best_reading(before: str, letters: str, after: str, vocabulary: Vocabulary) -> str:
    scored: list[tuple[int, int, str]] = []
    for encoded in readings(letters):
        for text, count in vocabulary.sounding(encoded).items():
            fit = _fit(before, text, after, vocabulary)
            # One syllable alone may be anything; its neighbours must know it.
            if _HAN.fullmatch(text) and (len(encoded) > 1 or fit):
                scored.append((fit, count, text))
    return max(scored)[2] if scored else ""


def _fit(before: str, text: str, after: str, vocabulary: Vocabulary) -> int:
    """Return how well a text stands with its neighbours: characters of context that the library has beside it."""
    left = next((n for n in (3, 2, 1) if n <= len(before) and vocabulary.has(before[-n:] + text)), 0)
    right = next((n for n in (3, 2, 1) if n <= len(after) and vocabulary.has(text + after[:n])), 0)
    is_named = before[-1:] + text in vocabulary.names or text + after[:1] in vocabulary.names
    return left + right + (is_named and bool(left or right))


def _homophones(plain: str, vocabulary: Vocabulary, known: tuple[str, ...]) -> tuple[str, tuple[Correction, ...]]:
    done: list[Correction] = []
    masked = _DEPUTY.sub(lambda hit: "·" * len(hit[0]), plain)
    for word in known:
        masked = masked.replace(word, "·" * len(word)) if len(word) > 1 or word in _PARTICLES else masked
    at = 0
    while at < len(masked) - 1:
        pair = masked[at : at + 2]
        if not _HAN.fullmatch(pair) or vocabulary.has(pair):
            at += 1
            continue
        found = _slip(masked, at, vocabulary)
        if found is None:
            at += 1
            continue
        start, end, text = found
        done.append(Correction(plain[start:end], text))
        plain = plain[:start] + text + plain[end:]
        masked = masked[:start] + text + masked[end:]
        at = end
    return plain, tuple(done)


def _slip(masked: str, at: int, vocabulary: Vocabulary) -> tuple[int, int, str] | None:
    """Return the longest stretch around an unknown pair that sounds like something in the library, and what it is."""
    for size in range(_LONGEST_SLIP, 1, -1):
        for start in range(max(0, at + 2 - size), min(at, len(masked) - size) + 1):
            stretch = masked[start : start + size]
            if not _HAN.fullmatch(stretch):
                continue
            text = _meant(stretch, vocabulary)
            if text and not _is_supported(masked, start, text, vocabulary):
                return start, start + size, text
    return None


def _is_supported(masked: str, start: int, text: str, vocabulary: Vocabulary) -> bool:
    """Return whether a character that would be changed makes a known pair with its neighbour as it stands."""
    changed = [start + i for i, char in enumerate(text) if masked[start + i] != char]
    pairs = [masked[i : i + 2] for at in changed for i in (at - 1, at) if 0 <= i < len(masked) - 1]
    return any(_HAN.fullmatch(pair) and vocabulary.has(pair) for pair in pairs)


def _meant(stretch: str, vocabulary: Vocabulary) -> str:
    for loosely in (False, True):
        texts = vocabulary.sounding(encode(stretch), loosely=loosely)
        fits = [(count, text) for text, count in texts.items() if _is_slip(stretch, text, vocabulary)]
        if fits:
            return max(fits)[1]
        if len(stretch) <= _SHORTEST_SLIP:
            break
    return ""


def _is_slip(stretch: str, text: str, vocabulary: Vocabulary) -> bool:
    if not _HAN.fullmatch(text):
        return False
    changed = sum(a != b for a, b in zip(stretch, text, strict=True))
    if any(a in _SURE and a != b for a, b in zip(stretch, text, strict=True)):
        return False
    if all(b in _PARTICLES for a, b in zip(stretch, text, strict=True) if a != b):
        return False  # 得 after a name is the verb, no slip for 的
    if len(stretch) > _SHORTEST_SLIP and stretch[0] != text[0] and changed == 1 and stretch[0] in _JOINING:
        return False  # 为中国 is no slip for 围中国: the first character joins two words
    if len(stretch) < _SHORTEST_SLIP:
        return changed == 1 and (vocabulary.is_name(text) or text in _asking_words())
    return changed <= max(1, len(stretch) // 3) and (
        stretch[0] == text[0] or len(stretch) >= 4 or vocabulary.is_name(text)
    )
