"""Words and marks of a text with their exact offsets, and the shape of a word.

Follows the English Universal Dependencies treebanks: hyphens and slashes between letters split, clitics
("n't") stand alone, numbers, dates, initials and addresses stay whole. Training and
reading split alike, since both call this.

    >>> text = "The U.S. won't pay $1.5m to al-Ani's group."
    >>> [text[start:end] for start, end in split_words(text)]
    ['The', 'U.S.', 'wo', "n't", 'pay', '$', '1.5m', 'to', 'al', '-', 'Ani', "'s", 'group', '.']
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

Offsets = tuple[int, int]

APOSTROPHES = "'\u2019"
CLITICS = ("s", "re", "ve", "ll", "d", "m")
RUNS = ".-!?*=_~#"  # a run of one of these is one mark: "...", "--", "!!!"
_ABBREVIATIONS = """
adm apr aug ave bldg blvd bros capt cmdr co col corp cpl dec dept dr est etc feb fri gen gov govt hon inc
jan jr jul jun lt ltd maj mar messrs mon mr mrs ms mt no nov oct op pres prof rep reps rev sat sen sens
sep sept sgt sr st ste sun supt thu tue univ vol vs wed a.m p.m e.g i.e ph.d u.s u.k u.n d.c
"""
ABBREVIATIONS = frozenset(_ABBREVIATIONS.split())

REMEMBERED = 65_536  # stretches and words
REMEMBERED_LETTERS = 32  # longer ones seldom come again

SHAPES = ("", "lower", "title", "upper", "initial", "mixed", "number", "alphanumeric", "mark", "caseless")


def is_letter(char: str) -> bool:
    """Whether a character belongs inside of a word: a letter, a digit or a combining mark."""
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def split_words(text: str) -> list[Offsets]:
    """[start, end) of each word and mark, in order; blanks lie between them and nothing else."""
    words: list[Offsets] = []
    start = 0
    while start < len(text):
        if text[start].isspace():
            start += 1
            continue
        end = start
        while end < len(text) and not text[end].isspace():
            end += 1
        short = end - start <= REMEMBERED_LETTERS
        chunk = text[start:end]
        for left, right in remembered_chunk(chunk) if short else split_chunk(chunk):
            words.append((start + left, start + right))
        start = end
    return words


@lru_cache(maxsize=REMEMBERED)
def remembered_chunk(chunk: str) -> tuple[Offsets, ...]:
    """As `split_chunk`; most of a text is words that stood in it before."""
    return tuple(split_chunk(chunk))


def split_chunk(text: str) -> Iterator[Offsets]:
    """Words of a stretch without blanks: marks at its front, what lies between, marks at its end."""
    start, end = 0, len(text)
    if is_clitic(text):
        yield start, end
        return
    while start < end and not is_letter(text[start]):
        stop = end_of_run(text, start, end)
        yield start, stop
        start = stop
    core = end
    while core > start and not is_letter(text[core - 1]):
        core -= 1
    if core < end and text[core] == "." and keeps_stop(text[start:core]):
        core += 1
    yield from split_core(text, start, core)
    while core < end:
        stop = end_of_run(text, core, end)
        yield core, stop
        core = stop


def end_of_run(text: str, start: int, end: int) -> int:
    """Where the mark at `start` ends: one character, or a run of the same one."""
    stop = start + 1
    while text[start] in RUNS and stop < end and text[stop] == text[start]:
        stop += 1
    return stop


def is_clitic(chunk: str) -> bool:
    """Whether a stretch is nothing but "'s", "n't" or their like, as in text that was split before."""
    lower = chunk.lower()
    return (lower[:1] in APOSTROPHES and lower[1:] in CLITICS and len(lower) > 1) or (
        len(lower) == 3 and lower[0] == "n" and lower[1] in APOSTROPHES and lower[2] == "t"
    )


def keeps_stop(word: str) -> bool:
    """Whether the full stop after a word belongs to it: initials, dotted letters, known abbreviations."""
    last = word.rpartition("-")[2]
    dotted = len(last) > 1 and all(char == "." for char in last[1::2]) and last[::2].isalpha()
    initial = len(last) == 1 and last.isalpha() and last.isupper()
    return dotted or initial or last.lower() in ABBREVIATIONS


def split_core(text: str, start: int, end: int) -> Iterator[Offsets]:
    """Words of a stretch that begins and ends with a letter or digit (or a full stop that is kept)."""
    if is_address(text[start:end]):
        yield start, end
        return
    begin, at = start, start
    while at < end:
        if is_letter(text[at]) or joins(text, begin, at, end):
            at += 1
            continue
        if begin < at:
            yield from split_clitics(text, begin, at)
        stop = end_of_run(text, at, end)
        yield at, stop
        begin = at = stop
    if begin < end:
        yield from split_clitics(text, begin, end)


def is_address(word: str) -> bool:
    """Whether a stretch is a web or mail address."""
    lower = word.lower()
    name, at, host = lower.partition("@")
    return "://" in lower or lower.startswith("www.") or (bool(name and at) and "." in host)


def joins(text: str, begin: int, at: int, end: int) -> bool:
    """Whether a mark inside of a stretch holds its neighbours together. The word so far starts at `begin`."""
    mark, before = text[at], text[at - 1 : at] if at > begin else ""
    after = text[at + 1] if at + 1 < end else ""
    if not after:
        return mark == "." and bool(before)
    if not before or not is_letter(before) or not is_letter(after):
        return False
    digits = before.isdigit() and after.isdigit()
    if mark == ".":
        return not (before.islower() and after.isupper() and at - begin > 1)
    if mark in ",:/":
        return digits
    if mark in APOSTROPHES or mark == "_":
        return True
    if mark == "&":
        return before.isupper() and after.isupper()
    return mark == "-" and at - begin == 1 and before.isalpha() and after.isalpha()


def split_clitics(text: str, start: int, end: int) -> Iterator[Offsets]:
    """A word, with "'s", "n't" and their like, and the "not" of "cannot", apart."""
    word = text[start:end].lower()
    cut = len(word)
    if word == "cannot":
        cut = 3
    elif len(word) > 3 and word[-1] == "t" and word[-2] in APOSTROPHES and word[-3] == "n":
        cut = len(word) - 3
    else:
        mark = max(word.rfind(apostrophe) for apostrophe in APOSTROPHES)
        if mark > 0 and word[mark + 1 :] in CLITICS:
            cut = mark
    yield start, start + cut
    if cut < len(word):
        yield start + cut, end


def shape(word: str) -> int:
    """The index in SHAPES of a word's shape; 0 is kept for what is no word."""
    return remembered_shape(word) if len(word) <= REMEMBERED_LETTERS else find_shape(word)


def find_shape(word: str) -> int:
    """As `shape`, which remembers what it found."""
    letters = [char for char in word if char.isalpha()]
    if not letters:
        return SHAPES.index("number" if any(char.isdigit() for char in word) else "mark")
    if any(char.isdigit() for char in word):
        return SHAPES.index("alphanumeric")
    cased = [char for char in letters if char.isupper() or char.islower()]
    if not cased:
        return SHAPES.index("caseless")
    if all(char.islower() for char in cased):
        return SHAPES.index("lower")
    if all(char.isupper() for char in cased):
        return SHAPES.index("initial" if len(cased) == 1 else "upper")
    title = cased[0].isupper() and all(char.islower() for char in cased[1:])
    return SHAPES.index("title" if title else "mixed")


remembered_shape = lru_cache(maxsize=REMEMBERED)(find_shape)
