"""Words as mentions of happenings are compared: which say something, and how much; which forms are one; which
triggers name like acts.
"""

import math
import re
from collections.abc import Iterable
from functools import cache, lru_cache
from importlib.resources import files

from detente.codebook.entities import State
from detente.codebook.registry import load_registry

_WORD = re.compile(r"\w+")
_SHORTEST_STEM = 3
_MOST_STEMS = 65_536  # words whose stems are kept at hand
_NAME_WORDS = 2  # longer names of states are formal, and their words are not theirs alone
_FREQUENCIES = "words/frequencies.txt"
_RAREST = 8_000  # about one report in 3,000: of what is rarer the counts say nothing
_SUFFIXES = ("ings", "ing", "ies", "ed", "es", "s")


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


# Words that stand in reports of any happening.
_STOP_WORDS = _set(
    "a an the this that these those and or but nor if of in on at by for to from with without into",
    "onto over under up down out off about after before during since until between among against as",
    "is are was were be been being has have had having do does did will would shall should can",
    "could may might must not no its it he she they them his her their our we you who whom whose",
    "which what when where while than then there here also more most less least other another some",
    "any all both each such own only very just now new one two three four five six seven eight nine",
    "ten first second last several many much say says said saying tell tells told report reports",
    "reported reportedly according announce announces announced state states stated claim claims",
    "claimed official officials government president minister prime foreign spokesman spokesperson",
    "spokeswoman statement monday tuesday wednesday thursday friday saturday sunday january",
    "february march april june july august september october november december today yesterday",
    "tomorrow week month year day days hours early late later morning night dawn people country",
    "countries international national because amid despite following including around near",
)

# Triggers that texts use for one and the same act. What harms people stands first: see `_HARMS`.
_LIKE_ACTS = (
    _set(
        "strike strikes struck striking airstrike airstrikes attack attacks attacked attacking bomb bombs",
        "bombed bombing bombard bombarded bombardment shell shelled shelling hit hits raid raids",
        "raided fire fired fires firing launch launched launches launching missile missiles blow",
        "blew target targeted destroy destroyed pound pounded barrage salvo assault offensive",
        "explode exploded explosion blast blasts",
    ),
    _set("shoot shoots shot shooting gunned down downed downing brought fire fired opened"),
    _set(
        "kill kills killed killing killings assassinate assassinated assassination murder murdered",
        "slay slain die dies died death deaths dead",
    ),
    _set("wound wounds wounded injure injures injured injury injuries hurt"),
    _set(
        "seize seizes seized seizing seizure capture captures captured take takes took taken detain detained",
        "detains detention hold held impound impounded board boarded intercept intercepted",
    ),
    _set("arrest arrests arrested detain detained detains detention custody jail jailed"),
    _set("charge charges charged indict indicted indictment"),
    _set("convict convicts convicted conviction sentence sentenced sentences guilty"),
    _set("storm stormed storms storming overrun overran break broke"),
    _set(
        "meet meets met meeting talk talks summit visit visits visited visiting host hosts hosted",
        "negotiate negotiated negotiations arrive arrives arrived travel discuss discussed confer",
    ),
    _set("release releases released free frees freed handover hand handed exchange exchanged swap swapped"),
    _set("agree agrees agreed agreement deal sign signs signed accord reach reached pact truce ceasefire"),
    _set(
        "protest protests protested demonstrate demonstration rally rallied rallies march marched riot riots"
    ),
    _set("test tests tested testing detonate detonated"),
    _set("sanction sanctions sanctioned impose imposes imposed cap capped ban bans banned embargo blacklist"),
    _set("block blocks blocked blockade blockades stop stops stopped halt halts halted bar barred suspend"),
    _set("condemn condemns condemned denounce denounced criticise criticised criticize criticized"),
    _set("accuse accuses accused accusation accusations blame blames blamed allege alleged charge charges"),
    _set("reject rejects rejected refuse refuses refused dismiss dismisses dismissed deny denies denied"),
    _set("cancel cancels cancelled canceled call called scrap scrapped"),
    _set("withdraw withdraws withdrew withdrawn withdrawal pull pulled leave leaves left retreat retreated"),
    _set("deploy deploys deployed deployment send sends sent"),
    _set("approve approves approved vote votes voted endorse endorsed pass passed adopt adopted"),
    _set("resign resigns resigned resignation quit quits step stepped"),
    _set("appoint appoints appointed appointment name names named elect elects elected hire hired"),
    _set("buy buys bought purchase purchased acquire acquires acquired acquisition takeover"),
    _set("flee flees fled escape escapes escaped"),
    _set("fly flies flew flown flight overflew"),
    _set("win wins won beat beats defeat defeats defeated victory"),
)
_HARMS = frozenset((0, 1, 2, 3))  # one attack is told by what was done and by what it did to people


def is_content(word: str) -> bool:
    """Whether a lower-case word says something of a happening."""
    return word not in _STOP_WORDS and (len(word) > 2 or word.isdigit())


@lru_cache(maxsize=_MOST_STEMS)
def stem(word: str) -> str:
    """Cut a lower-case word's ending, so that its forms meet; short words stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            return _single(word[: -len(suffix)].rstrip("e"))
    return _single(word.rstrip("e")) if len(word) > _SHORTEST_STEM else word


def _single(cut: str) -> str:
    """A stem with its last consonant once: "cancel" and "cancelled" meet."""
    doubled = len(cut) > _SHORTEST_STEM and cut[-1] == cut[-2] and cut[-1].isalpha()
    return cut[:-1] if doubled else cut


def stems(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    return frozenset(stem(word) for word in _WORD.findall(text.casefold()) if is_content(word))


@lru_cache(maxsize=_MOST_STEMS)
def likeness(one: str, other: str) -> int:
    """Whether two stems of triggers name like acts: 1 if so, -1 if they name different ones, 0 if unknown."""
    if one == other:
        return 1
    first, second = _groups().get(one), _groups().get(other)
    if first is None or second is None:
        return 0
    if first & second:
        return 1
    return 0 if first & _HARMS and second & _HARMS else -1


def rarity(word: str) -> int:
    """How little a stem is used in news, in thousandths of a natural logarithm: what it says to share it."""
    return _rarities().get(word, _RAREST)


def total(words: Iterable[str]) -> int:
    """The rarities of all words together."""
    known = _rarities()
    return sum([known.get(word, _RAREST) for word in words])


@cache
def _rarities() -> dict[str, int]:
    """Rarities of the stems that many reports have; the file's first number is that of all reports."""
    lines = files("detente.codebook").joinpath(_FREQUENCIES).read_text(encoding="utf-8").splitlines()
    rows = [line.split() for line in lines if line and not line.startswith("#")]
    counts = {word: int(count) for word, count in rows}
    every = counts.pop("*")
    return {word: round(1_000 * math.log(every / count)) for word, count in counts.items()}


@cache
def _groups() -> dict[str, frozenset[int]]:
    """The groups of like acts that a stem is in."""
    found: dict[str, frozenset[int]] = {}
    for number, words in enumerate(_LIKE_ACTS):
        for word in words:
            found[stem(word)] = found.get(stem(word), frozenset()) | {number}
    return found


@cache
def country_stems() -> frozenset[str]:
    """Stems of the words in the names of states, their peoples and their capitals."""
    forms = (form.text for state in load_registry().of_kind(State) for form in state.forms)
    short = (words for words in map(_WORD.findall, forms) if len(words) <= _NAME_WORDS)
    return frozenset(stem(word.casefold()) for words in short for word in words)
