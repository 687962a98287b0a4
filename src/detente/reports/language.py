"""The language of a text, as ISO 639-1 code."""

import re
from functools import cache
from typing import Protocol

_GRAMMAR = frozenset((
    "the", "of", "and", "to", "that", "is", "was", "were", "are", "with", "for", "from", "by", "on",
    "at", "as", "has", "have", "had", "it", "its", "his", "he", "she", "they", "their", "this",
    "these", "those", "which", "who", "will", "would", "after", "before", "not", "been", "be", "but",
    "an", "said", "says", "over", "into", "during", "against", "between", "about", "than", "there",
    "when", "also", "more",
))  # fmt: skip
"""Words of English grammar: a third of any prose. Some are other languages' too: Danish "at", "for"."""

_ENGLISH_ALONE = frozenset((
    "the", "and", "that", "were", "with", "from", "which", "who", "his", "their", "after", "would",
    "this", "these", "those", "said", "says", "been", "they", "are", "but", "before", "during",
    "against", "between", "about", "there", "when",
))  # fmt: skip

_SAMPLE_CHARACTERS = 2_000  # more does not change the answer, and costs
_FEW_LETTERS = 20  # "No deal." is a sentence of no language in particular
_ENGLISH_SHARE = 0.15
_SURE = 0.8
_VERY_SURE = 0.95  # to say another language than the publisher does
_ENGLISH_PRIOR = 10.0
"""What readers give to detente is English far more often than Luganda; a headline full of names looks like
the language of the names."""

_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
_LATIN_LETTERS = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ]")

_CODES = {
    "english": "en", "eng": "en", "russian": "ru", "rus": "ru", "ukrainian": "uk", "ukr": "uk",
    "french": "fr", "fra": "fr", "fre": "fr", "german": "de", "deu": "de", "ger": "de",
    "spanish": "es", "spa": "es", "arabic": "ar", "ara": "ar", "chinese": "zh", "zho": "zh",
    "chi": "zh", "portuguese": "pt", "por": "pt", "italian": "it", "ita": "it", "polish": "pl",
    "pol": "pl", "turkish": "tr", "tur": "tr", "persian": "fa", "farsi": "fa", "fas": "fa",
    "per": "fa", "hebrew": "he", "heb": "he", "hindi": "hi", "hin": "hi", "japanese": "ja",
    "jpn": "ja", "korean": "ko", "kor": "ko", "urdu": "ur", "urd": "ur",
}  # fmt: skip


_KIN = tuple(map(frozenset, (("id", "ms", "jv"), ("hr", "bs", "sr", "sl"), ("no", "da", "sv"), ("cs", "sk"))))
"""Languages so close that a sentence has its probability split among them: what it is not is English."""


class _Identifier(Protocol):
    labels: list[str]

    def set_languages(self, langs: list[str]) -> None: ...

    def rank(self, instance: str) -> list[tuple[str, float]]: ...


def language_code(name: str | None) -> str | None:
    """Bring "en-US", "eng" or "English" to "en"; None for what is no known name of a language."""
    first = re.split(r"[-_\s,;]", (name or "").strip().lower(), maxsplit=1)[0]
    return first if re.fullmatch(r"[a-z]{2}", first) else _CODES.get(first)


def find_language(text: str, declared: str | None, hint: str | None) -> str | None:
    """Tell the language of a text, or None when there is too little of it to tell.

    declared: what metadata says, believed unless the text plainly says otherwise.
    hint: a weaker word, such as a page's template; believed when nothing else helps.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    stated = language_code(declared)
    if sum(map(str.isalpha, sample)) < _FEW_LETTERS:
        return stated
    words = _LATIN_WORD.findall(sample.lower())
    grammar = [word for word in words if word in _GRAMMAR]
    has_english = not _ENGLISH_ALONE.isdisjoint(grammar)
    if has_english and len(grammar) >= _ENGLISH_SHARE * len(words) and _is_latin(sample):
        return "en"
    found, probability = _identify(sample)
    if found == stated or not _is_latin(sample):
        return found
    if probability >= (_SURE if stated is None else _VERY_SURE):
        return found
    return stated or ("en" if found == "en" or has_english else language_code(hint))


def _is_latin(sample: str) -> bool:
    return len(_LATIN_LETTERS.findall(sample)) * 2 > sum(map(str.isalpha, sample))


def _identify(sample: str) -> tuple[str, float]:
    """Name the likeliest language and its probability, given that English is the likeliest to be read."""
    scores = {
        label: value * (_ENGLISH_PRIOR if label == "en" else 1.0)
        for label, value in _identifier().rank(sample)
    }
    best = max(scores, key=lambda label: scores[label])
    kin = next((group for group in _KIN if best in group), frozenset((best,)))
    return best, sum(scores[label] for label in kin) / sum(scores.values())


@cache
def _identifier() -> _Identifier:
    """Load the model once a process (130 MB, most of a second), and only when a text is not plainly English.

    Left out are what has no two-letter code: mostly creoles such as Nigerian Pidgin, which the model sees in
    any English sentence about Nigeria.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    identifier: _Identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages([label for label in identifier.labels if len(label) == 2])
    return identifier
