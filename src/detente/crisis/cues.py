"""Words that tie an act to its answer: "in response to", "retaliated for", "after", "prompted"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.schema import Event, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A tying expression at `start`..`end` of a text. answer_first: the answer stands before it.

    probability: that the text means an answer and not only an order in time: the authors' judgement.
    """

    words: str
    start: int
    end: int
    answer_first: bool
    probability: float


_KEPT = 131_072  # texts whose cues are kept at hand: the sentences of a long record
_ANSWER = r"(?:response|reply|answer|reaction|retaliation|reprisal|revenge|retribution)"
_CAUSAL = 0.9  # the words say that one is the answer to the other
_TEMPORAL = 0.5  # the words give an order, and news often does so because the two belong together
_ALSO_PLACES = ("over",)  # "over the killings", but "over the Baltic" as well
_KINDS = (
    (rf"\b(?:in|a|as|its|their|his|her)\s+(?:\w+\s+){{0,2}}{_ANSWER}\s+(?:to|for|over)\b", True, _CAUSAL),
    (rf"\b{_ANSWER}\s+(?:to|for)\b", True, _CAUSAL),
    (
        r"\b(?:retaliat|aveng|respond|react|repl|answer)\w*\s+(?:[^.;]{0,40}?\s)?(?:for|to|over)\b",
        True,
        _CAUSAL,
    ),
    (r"\bbecause\s+of\b|\bover\s+(?=the\b)|\bin\s+protest\s+(?:at|against|over)\b", True, _CAUSAL),
    (r"\b(?:prompted|triggered|provoked|led\s+to|drew|sparked)\b", False, _CAUSAL),
    (r"\b(?:(?:hours|days|a\s+day|weeks|shortly|soon)\s+)?after\b|\bfollowing\b", True, _TEMPORAL),
)
_PATTERNS = tuple((re.compile(pattern, re.IGNORECASE), first, chance) for pattern, first, chance in _KINDS)


@lru_cache(maxsize=_KEPT)
def find_cues(text: str) -> tuple[Cue, ...]:
    """Every tying expression of a text; where two overlap, the one listed first."""
    return tuple(_cues(text))


def _cues(text: str) -> Iterator[Cue]:
    taken: list[tuple[int, int]] = []
    for pattern, answer_first, probability in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < other_end and other_start < end for other_start, other_end in taken):
                continue
            taken.append((start, end))
            yield Cue(
                words=match.group(),
                start=start,
                end=end,
                answer_first=answer_first,
                probability=probability,
            )


def is_causal(cue: Cue) -> bool:
    """Whether words say that one is the answer to the other, and not only that it came later."""
    return cue.probability == _CAUSAL


def is_called_answer(event: Event) -> bool:
    """Whether the sentence of an event says beyond doubt that this answers something."""
    return any(cue.words.casefold().strip() not in _ALSO_PLACES for cue in answering_cues(event))


def answering_cues(event: Event) -> tuple[Cue, ...]:
    """The words of cause in the sentence of an event that may make it an answer: those after it, or those
    that lead the sentence.
    """
    evidence = event.grounds.evidence[0]
    if not isinstance(evidence, Span):
        return ()
    at = 0 if event.trigger is None else event.trigger.start - evidence.start
    cues = find_cues(evidence.text)
    return tuple(cue for cue in cues if is_causal(cue) and _answers(cue, at))


def _answers(cue: Cue, at: int) -> bool:
    """Whether what is named at a place of the text is on the answer's side of a cue."""
    if cue.answer_first:
        return at < cue.end or cue.start == 0
    return at >= cue.end


def calls_itself_answer(text: str) -> bool:
    """Whether a text says of something that it answers something else."""
    return any(is_causal(cue) for cue in find_cues(text))
