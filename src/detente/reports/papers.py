"""The lines of a PDF to paragraphs: a sentence that was broken to fit the paper is one again."""

import re
from collections import Counter

_FULL = 0.75  # a line shorter than this part of the widest ones ended because the paragraph did
_WORD = re.compile(r"[^\W\d_]+")
_PAGE_NUMBER = re.compile(r"[-–—\s]*(?:page\s+)?\d{1,4}(?:\s*(?:/|of)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_BULLET = re.compile(r"(?:[•▪‣●◦–—*-]|\(?\d{1,2}[.)]|\([a-z]\))\s")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_BROKEN_WORD = re.compile(r"([^\W\d_]+)[-‐\xad]$")
_MADE_TITLE = re.compile(
    r"untitled|^(?:microsoft|powerpoint|slide|document\d*\b)|\.(?:docx?|pdf|indd|pages|odt|rtf|qxp)\b",
    re.IGNORECASE,
)


def paragraphs(text: str) -> str:
    """Join the lines of pages, which form feeds separate; a paragraph is a line of the result."""
    lines = [line for page in text.split("\f") for line in (*_lines(page), "")]
    widths = sorted(len(line) for line in lines if line)
    if not widths:
        return ""
    full = _FULL * widths[len(widths) * 9 // 10]
    words = Counter(word.lower() for line in lines for word in _WORD.findall(line))
    pieces: list[str] = []
    previous, gap = "", False
    for line in lines:
        if not line:
            gap = True
            continue
        if previous and _goes_on(previous, line, gap, full):
            pieces[-1:] = _seam(pieces[-1], line, words)
        else:
            pieces.extend(("\n", line))
        previous, gap = line, False
    return "".join(pieces).lstrip()


def made_title(title: str | None) -> bool:
    """Tell whether a PDF's title was made up by the program that wrote it: a file name, "Untitled"."""
    return not title or " " not in title.strip() or _MADE_TITLE.search(title.strip()) is not None


def _lines(page: str) -> list[str]:
    """Tidy the lines of a page; a number alone at its head or foot counts pages and says nothing."""
    lines = [" ".join(line.split()) for line in page.strip().split("\n")]
    for end in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[end]):
            lines.pop(end)
    return lines


def _goes_on(previous: str, line: str, gap: bool, full: float) -> bool:
    """Tell whether a line goes on with the paragraph of the line before it."""
    if _BULLET.match(line):
        return False
    if line[0].islower() and not _ENDS.search(previous):
        return True
    return not gap and len(previous) >= full


def _seam(before: str, after: str, words: Counter[str]) -> tuple[str, str]:
    """Make two lines fit each other. Of a word that is broken by a hyphen the document itself tells whether
    the hyphen belongs to it: "nuclear-capable" is made of two words that stand alone elsewhere.
    """
    broken = _BROKEN_WORD.search(before)
    rest = _WORD.match(after)
    if not broken or not rest:
        return before, " " + after
    if not after[0].islower():
        return before, after
    halves = (broken[1].lower(), rest[0].lower())
    if "".join(halves) not in words and all(words[half] > 1 for half in halves):
        return before[: broken.end(1)] + "-", after
    return before[: broken.end(1)], after
