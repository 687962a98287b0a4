"""Words as they are compared: which say something, which forms are one, which triggers name like acts."""

import re
from functools import cache

from detente.codebook.entities import State
from detente.codebook.registry import load_registry

_WORD = re.compile(r"\w+")
_NAME_WORDS = 2  # longer names of states are formal, and their words are not theirs alone
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

# Words that stand in many reports of crises: to share them says less than to share others.
_COMMON_WORDS = _set(
    "act action affairs agree agreement aid air alleged allow answer approve area armed army arrest",
    "arrive arrived attack authorities attempt ban base begin billion bomb border break bring build",
    "call cancel case carry cause charge citizens city civil civilians claims coast command",
    "commander confirm conflict control court crisis damage dead deadly deal death decision defence",
    "defense demand denied deny deploy destroy die dozens effort election end enemy event expect",
    "expel face fight fighters fire forces free general give group head held help high hit hold",
    "home hospital host hundreds hurt incident increase injured injure issue join kill known large",
    "launch law lead leader leave left let line local long made major make man march member men",
    "military militants million ministry missile mission month move nation near negotiate northern",
    "eastern southern western north south east west nuclear officer open operation opposition order",
    "part party peace people plan police political port power president press prison protest public",
    "put reach region reject release remain response result return right rule second secretary",
    "security seek send service set shot side sign site soldiers source statement station stop",
    "strike support take talks target television territory test thing thousands threat threaten",
    "time troops use violence visit vote vow warn war weapons week work world wound year years",
    "killing meeting summit sanctions ceasefire hostages released",
)

# Triggers that texts use for one and the same act.
_LIKE_ACTS = (
    _set(
        "strike strikes struck striking airstrike airstrikes attack attacks attacked bomb bombs",
        "bombed bombing bombard bombarded bombardment shell shelled shelling hit hits raid raids",
        "raided fire fired fires firing launch launched launches launching missile missiles blow",
        "blew target targeted destroy destroyed pound pounded barrage salvo assault offensive",
    ),
    _set("shoot shoots shot down downed downing brought"),
    _set(
        "kill kills killed killing killings assassinate assassinated assassination murder murdered slay slain"
    ),
    _set(
        "seize seizes seized seizure capture captures captured take took taken detain detained",
        "detains detention hold held impound impounded board boarded intercept intercepted",
    ),
    _set("arrest arrests arrested detain detained detains detention custody jail jailed"),
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
    _set("condemn condemns condemned denounce denounced criticise criticised criticize criticized"),
    _set("accuse accuses accused accusation accusations blame blames blamed allege alleged charge charges"),
    _set("cancel cancels cancelled canceled call called scrap scrapped"),
    _set("withdraw withdraws withdrew withdrawn pull pulled leave left"),
    _set("deploy deploys deployed deployment send sends sent"),
    _set("approve approves approved vote votes voted endorse endorsed pass passed adopt adopted"),
)


def is_content(word: str) -> bool:
    """Whether a lower-case word says something of a happening."""
    return word not in _STOP_WORDS and (len(word) > 2 or word.isdigit())


def stem(word: str) -> str:
    """Cut a lower-case word's ending, so that its forms meet; short words stay."""
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)].rstrip("e")
    return word.rstrip("e") if len(word) > 3 else word


def stems(text: str) -> frozenset[str]:
    """Stems of the content words of a text."""
    return frozenset(stem(word) for word in _WORD.findall(text.casefold()) if is_content(word))


def likeness(one: str, other: str) -> int:
    """Whether two stems of triggers name like acts: 1 if so, -1 if they name different ones, 0 if unknown."""
    if one == other:
        return 1
    first, second = _groups().get(one), _groups().get(other)
    if first is None or second is None:
        return 0
    return 1 if first & second else -1


def is_rare(word: str) -> bool:
    """Whether a stem is none of those that stand in reports of any crisis."""
    return word not in _common()


@cache
def _common() -> frozenset[str]:
    return frozenset(stem(word) for word in _COMMON_WORDS)


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
