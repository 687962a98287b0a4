"""Report -> Sentences, with exact character offsets.

Two steps, both linear in the text. Lines are joined into blocks: a blank line always ends a block, a single
newline only where the line was ended on purpose (heading, bullet, title), so that hard-wrapped paragraphs
stay whole. Each block is then cut after its full stops, where what stands before and after them allows it.

Guaranteed for every text: spans are in order and do not overlap, every visible character is in exactly one
sentence, and no sentence is made of spaces alone (zero-width characters count as spaces).
"""

import re
from collections.abc import Iterator

from detente.schema import Report, Sentence

# No sentence of real prose is longer; longer stretches are tables, code or noise. The limit keeps whatever
# reads sentences from being handed a megabyte at once.
MAX_CHARS = 2_000
# Lines of at most so many characters may be hard-wrapped; longer ones are whole paragraphs.
MAX_WRAPPED = 120
# A wrapped line is full when it and the next line's first word reach this part of the block's widest line.
FULL_LINE = 0.85

_SPACE = r"\s\u200b-\u200d\u2060\ufeff\u00ad"
_VISIBLE = re.compile(rf"[^{_SPACE}]")
_BULLET = re.compile(
    r"[-–—*+•◦▪‣●○■□►▶→✓✔>#|]+(?=\s|$)|[•◦▪‣●■►▶]|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)](?=\s)"
)
_STOP = re.compile(
    rf"(?P<mark>[.!?…؟۔।。！？]+)(?P<close>[\"'”’»)\]*_]*(?: ?\[\d{{1,3}}\])*)(?P<gap>[{_SPACE}]?)"
)
_WORD_BEFORE = re.compile(r"[^\s\"“‘«(\[—–/]+$")
_NEXT_WORD = re.compile(rf"[{_SPACE}\"'“”‘’«»(\[*_¿¡—–-]*([^\s\"'“”‘’«»)(\[\]*_—–-]*)")
_SPEAKER_FOLLOWS = re.compile(
    r"[\s\"'”’»*_]*(?:[A-Z][\w.’'-]*\s+){1,4}"
    r"(?:said|says|asked|asks|told|added|adds|wrote|writes|replied|shouted|cried)\b"
)
# Words that open a sentence when they are capitalised in the middle of a line.
_OPENER = re.compile(
    r"""(?:a|after|all|although|an|and|another|as|at|because|before|both|but|by|despite|during|each|earlier|every
    |few|following|for|from|he|her|here|his|how|however|i|if|in|instead|it|its|last|later|many|meanwhile|more|most
    |neither|no|nobody|nor|not|nothing|now|of|on|once|one|only|or|other|our|she|since|so|some|still|such|than|that
    |the|their|then|there|these|they|this|those|though|thus|to|today|two|under|until|we|what|when|where|which
    |while|who|why|with|yesterday|yet|you),?""",
    re.VERBOSE | re.IGNORECASE,
)
# Stand before a name: the stop after them never ends a sentence (of _PLACE_TITLE: only before an opener).
_TITLE = re.compile(
    r"""(?:adm|amb|brig|capt|cdr|cmdr|col|cpl|cpt|det|drs?|ens|fr|gen|gov|hon|insp|lieut|lt|maj|messrs|mlle|mme|mrs?
    |ms|mx|pres|prof|pte|pvt|reps?|rev|sens?|sgt|supt)""",
    re.VERBOSE | re.IGNORECASE,
)
_PLACE_TITLE = re.compile(r"st|ste|ft|mt|sec", re.IGNORECASE)
# Stand before a number: the stop after them ends no sentence when a digit follows.
_COUNTER = re.compile(
    r"""(?:app|arts?|ca|ch|cl|eq|figs?|nos?|pp?|para|sec|vols?
    |jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)""",
    re.VERBOSE | re.IGNORECASE,
)
# Never end a sentence.
_LINK = re.compile(r"al|approx|cf|e\.g|eg|i\.e|ie|incl|v|viz|vs", re.IGNORECASE)
# Often stand before a name, seldom at the end: "U.S", "Inc", initials. End a sentence only before an opener.
_SUFFIX = re.compile(
    r"(?:\w\.)+\w|[^\W\d_]|ph\.d|bros|co|corp|dept|est|etc|inc|intl|jr|llc|ltd|sr|univ", re.IGNORECASE
)
_CLOCK = re.compile(r"(?:\d{1,2}(?:[:.]\d\d)?)?[ap]\.m", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    rf"""[{_SPACE}]*(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)
    |[a-z]{{1,3}}t\b|utc|\w+[ ]time\b)""",
    re.VERBOSE | re.IGNORECASE,
)
_ENUMERATOR = re.compile(r"[\s(\[*_\"“]*(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,4})")


def split(report: Report) -> tuple[Sentence, ...]:
    """Cut the text of `report` into sentences."""
    text = report.text
    spans = (span for start, end in _blocks(text) for span in _cut_block(text, start, end))
    return tuple(
        Sentence(index=index, span=report.span(start, end)) for index, (start, end) in enumerate(spans)
    )


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of lines that belong together, as (start, end)."""
    paragraph: list[tuple[int, int]] = []
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if _VISIBLE.search(line):
            paragraph.append((start, end))
        elif paragraph:
            yield from _join_lines(text, paragraph)
            paragraph = []
        start = end
    if paragraph:
        yield from _join_lines(text, paragraph)


def _join_lines(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Join the lines of one paragraph, except where a line was ended on purpose."""
    stripped = [text[start:end].strip() for start, end in lines]
    width = max(len(line) for line in stripped)
    block = lines[0][0]
    for number in range(1, len(lines)):
        if _ended_on_purpose(stripped[number - 1], stripped[number], width):
            yield block, lines[number - 1][1]
            block = lines[number][0]
    yield block, lines[-1][1]


def _ended_on_purpose(line: str, following: str, width: int) -> bool:
    """Whether a line break is more than a wrap: `width` is that of the paragraph's widest line."""
    first_word = following.split(maxsplit=1)[0]
    last_word = line.rsplit(maxsplit=1)[-1]
    full = width <= MAX_WRAPPED and len(line) + 1 + len(first_word) >= FULL_LINE * width
    stopped = line[-1] in '.!?:;”"'
    if _BULLET.match(following) and (stopped or not full or _BULLET.match(line)):
        return True
    if first_word[0].islower() and not stopped:
        return False
    if line[-1] in ",-–—" or _OPENER.fullmatch(last_word) or _TITLE.fullmatch(last_word.rstrip(".")):
        return False
    # A full line without a stop, and the next begins like a sentence: a title over its text.
    return not full or (not stopped and first_word[0].isupper() and _OPENER.fullmatch(first_word) is not None)


def _cut_block(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentences of one block, as (start, end) without surrounding spaces."""
    begin = start
    for stop in _STOP.finditer(text, start, end):
        at = _end_of_sentence(text, begin, end, stop)
        if at is not None:
            yield from _trim(text, begin, at)
            begin = at
    yield from _trim(text, begin, end)


def _trim(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The visible part of a stretch, in pieces of at most MAX_CHARS, cut at spaces where there are any."""
    while first := _VISIBLE.search(text, start, end):
        start = first.start()
        cut = end if end - start <= MAX_CHARS else _safe_cut(text, start)
        last = cut
        while not _VISIBLE.match(text, last - 1):
            last -= 1
        yield start, last
        start = cut


def _safe_cut(text: str, start: int) -> int:
    """Where to cut a stretch that is too long: after the last newline, else the last space, else anywhere."""
    limit = start + MAX_CHARS
    for mark in ("\n", " "):
        at = text.rfind(mark, start + MAX_CHARS // 2, limit)
        if at > 0:
            return at + 1
    return limit


def _end_of_sentence(text: str, begin: int, end: int, stop: re.Match[str]) -> int | None:
    """The offset after a stop where a sentence ends, or None when it goes on."""
    mark = stop["mark"]
    closed = stop.end("close")
    next_word = _NEXT_WORD.match(text, closed, min(end, closed + 80))
    word = next_word[1] if next_word else ""
    if mark[-1] in "。！？" or closed == end:
        return closed
    before = _WORD_BEFORE.search(text, max(begin, stop.start() - 40), stop.start())
    if not stop["gap"]:
        return _end_without_space(text, begin, stop, before[0] if before else "", word)
    if word[:1].islower():
        return None
    if mark == ".":
        abbreviated = before is not None and _is_abbreviation(text, begin, stop.start(), before[0], word)
        return None if abbreviated else closed
    # "Stop!" Putin said: the quotation's own mark ends nothing; nor does the whole of "[...]".
    speaker = stop["close"] and _SPEAKER_FOLLOWS.match(text, stop.end("mark"), min(end, closed + 80))
    omission = before is None and stop["close"][:1] in {"]", ")"}
    return None if speaker or omission else closed


def _end_without_space(text: str, begin: int, stop: re.Match[str], before: str, word: str) -> int | None:
    """A missing space: "war.The next" ends a sentence; "U.S.-led", "example.com" and "v2.0" do not."""
    ends_plainly = len(before) > 1 and before[-2:].isalpha() and before[-1].islower()
    if not ends_plainly or stop["mark"] not in {".", "!", "?"} or _TITLE.fullmatch(before):
        return None
    if not word[:1].isupper() or not (len(word) == 1 or word[1].islower() or word[1] in "'’"):
        return None
    quote = stop["close"][:1]
    if quote in {'"', "'"}:
        marks_before = text.count(quote, max(begin, stop.start() - MAX_CHARS), stop.start())
        if marks_before % 2 == 0:  # none is open, so this one opens the next sentence
            return stop.end("mark")
    return stop.end("close")


def _is_abbreviation(text: str, begin: int, at: int, before: str, word: str) -> bool:
    """Whether the stop at offset `at` belongs to the word `before` it, given the word that follows."""
    opens = not word or _OPENER.fullmatch(word) is not None
    if _CLOCK.fullmatch(before):
        return _AFTER_CLOCK.match(text, at + 1, at + 40) is not None
    if _TITLE.fullmatch(before) and before[0].isupper():
        return True
    if _COUNTER.fullmatch(before) and word[:1].isdigit():
        return True
    if _LINK.fullmatch(before) or _ENUMERATOR.fullmatch(text, begin, at):
        return True
    return not opens and (_SUFFIX.fullmatch(before) or _PLACE_TITLE.fullmatch(before)) is not None
