"""Weak signals that help to choose which sentences a reader is asked to label. They are never labels.

A sentence gets a signal where a verb pattern of the CAMEO dictionary or a modality word occurs in it,
wherever it stands. That is wrong often; it only has to be right more often than chance, so that rare kinds of
act come up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

STATUS_CUES = {
    "denied": r"den(?:y|ies|ied|ying)|denials?|rejects? (?:claims|allegations)|did not|has not|have not|"
    r"never",
    "planned": r"plans? to|planned|plans for|will|set to|scheduled|due to|expected to|intends? to|"
    r"prepar(?:es|ing) to",
    "threatened": r"threat(?:s|en|ens|ened|ening)?|vow(?:s|ed)? to|warn(?:s|ed|ing)?|retaliat\w+|ultimatums?",
    "promised": r"promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|commit(?:s|ted)? to|assur(?:es|ed)|"
    r"guarantee[sd]?",
    "demanded": r"demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on)|appeal(?:s|ed)?|"
    r"order(?:s|ed)?",
    "possible": r"may|might|could|would|possib\w+|fear(?:s|ed)?|consider(?:s|ed|ing)?|suspected|"
    r"alleged(?:ly)?|if",
    "background": r"after|since|following|earlier|previous(?:ly)?|had been|last (?:year|month|week)|former",
    "nested": r"(?:say|said|says|told|tells) .*\b(?:claim|claims|claimed|told|denied|said|announced|warned|"
    r"threatened)",
    "ultimatum": r"ultimatums?|deadline|unless|or else|within \d+ (?:hours|days)|otherwise face",
    "opinion": r"should|must|strained|tensions?|significant|unprecedented|unlikely|likely|escalat\w+|crucial|"
    r"amid",
}
# Kinds of act that the 2015 verb dictionary knows nothing of.
MODE_CUES = {
    "cyber": r"hack(?:s|ed|ers?|ing)|cyber\w*|ransomware",
    "censor": r"censor\w*|block(?:s|ed) access|bans? (?:the )?(?:book|film|newspaper|website|broadcast\w*)",
    "misinformation": r"disinformation|propaganda|fake news|deepfake",
    "withhold": r"cuts? off|power supply|blockade\w*",
    "drone": r"drones?|unmanned",
    "aerial": r"air ?strikes?|airstrikes?|warplanes?|jets? (?:bomb|strike)",
    "crowd-control": r"tear gas|water cannons?|rubber bullets|pepper spray",
    "primitive": r"stab(?:s|bed|bing)|knife|knives|arson|machete|stoned|petrol bombs?",
    "vandalize": r"vandal\w*|defac\w+|toppl\w+ (?:a )?statue",
    "resign": r"resign\w*|step(?:s|ped)? down",
    "convict": r"convict\w*|sentenc\w+|found guilty",
    "weapons": r"missile test|test-?fir\w+|launch(?:es|ed) .*missiles?|warships?|aircraft carrier",
    "militia": r"militia\w*|mercenar\w+",
    "strike": r"general strike|walk ?outs?|union",
    "third-party": r"talks in|mediat\w+|host(?:s|ed|ing)? talks",
    "multilateral": r"summit|security council|general assembly|nato|opec",
}
QUIET_SECTION = re.compile(
    r"sports?|health(?: and (?:environment|medicine))?|arts? and culture|science(?: and technology)?|"
    r"technology|"
    r"disasters(?: and accidents)?|accidents and disasters|business and econom(?:y|ics)|economy|weather|"
    r"environment|"
    r"entertainment|deaths|culture"
)
QUIET_WORDS = re.compile(
    r"\b(?:champion(?:s|ship)?|league|cup|olympics?|medal|tournament|match|grand prix|wins? the|"
    r"defeats?|goal|"
    r"season|film|album|novel|author|actor|actress|singer|composer|award|prize|oscar|born|dies|died|funeral|"
    r"earthquake|magnitude|hurricane|typhoon|cyclone|flood(?:s|ing)?|tornado|storm|eruption|wildfires?|"
    r"landslide|crash(?:es|ed)?|derail\w*|sinks?|capsiz\w+|collision|stocks?|shares|market|economy|gdp|"
    r"inflation|percent|profit|merger|acquire[sd]?|bankruptcy|scientists?|researchers?|spacecraft|nasa|"
    r"satellite|"
    r"launch(?:es|ed)?|comet|species|fossil|vaccine|virus|outbreak|cases|celebrat\w+|anniversary|record)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Words that must stand in the sentence for a verb's code to count. No words: the verb's default code."""

    words: frozenset[str]
    code: str


def read_codes(path: Path) -> dict[str, tuple[str, str]]:
    """CAMEO code to PLOVER type and mode (the mode empty where there is none)."""
    codes = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        match = re.match(r"(\d+):\s*([A-Z]+)\s*(?:,\s*([\w-]*))?", line)
        if match:
            codes[match[1]] = (match[2], match[3] or "")
    return codes


def verb_forms(line: str) -> set[str]:
    """The forms of one verb line: those given in braces, else the regular ones."""
    head = line.partition("#")[0]
    word = head.split()[0].lower()
    given = re.search(r"\{([^}]*)\}", head)
    if given:
        return {word, *(form.lower() for form in given[1].split())}
    stem = word[:-1] if word.endswith("e") else word
    return {word, word + "s", stem + "ed", stem + "ing"}


def read_patterns(path: Path) -> dict[str, tuple[Pattern, ...]]:
    """The patterns of each single-word verb form. Patterns with word classes (`&WEAPON`) are left out."""
    patterns: dict[str, list[Pattern]] = {}
    block: set[str] = set()
    default = ""
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        title = re.match(r"---\s+\S+\s+\[([\d-]+)", line)
        if title:
            block, default = set(), title[1].strip("-")
        elif re.match(r"[A-Z][A-Z_]*\b", line) and "_" not in line.split()[0]:
            forms = verb_forms(line)
            block |= forms
            own = re.search(r"\[(\d+)\]", line)
            code = own[1] if own else default
            for form in forms:
                patterns.setdefault(form, []).append(Pattern(words=frozenset(), code=code))
        elif (object_ := re.match(r"- \*\s+([^\[&%$+^]*?)\s*\[(\d+)\]", line)) is not None:
            words = frozenset(re.findall(r"[a-z]+", object_[1].lower()))
            for form in block if words else ():
                patterns[form].append(Pattern(words=words, code=object_[2]))
    return {form: tuple(found) for form, found in patterns.items()}


def read_signals(data: Path) -> tuple[dict[str, tuple[Pattern, ...]], dict[str, tuple[str, str]]]:
    """Verb patterns and code table of a data folder."""
    plover = data / "plover"
    return read_patterns(plover / "petrarch2" / "CAMEO.2.0.txt"), read_codes(plover / "cameo2plover.txt")


def act_signals(
    text: str, patterns: dict[str, tuple[Pattern, ...]], codes: dict[str, tuple[str, str]]
) -> frozenset[str]:
    """`TYPE` and `TYPE/mode` of the most specific pattern of each verb form in the sentence."""
    words = re.findall(r"[a-z]+", text.lower())
    present = frozenset(words)
    found: set[str] = set()
    for word in present:
        fitting = [pattern for pattern in patterns.get(word, ()) if pattern.words <= present]
        if not fitting:
            continue
        best = max(fitting, key=lambda pattern: (len(pattern.words), pattern.code))
        type_, mode = codes.get(best.code, ("", ""))
        if type_:
            found |= {type_, f"{type_}/{mode}"} if mode else {type_}
    return frozenset(found)


def word_signals(text: str) -> frozenset[str]:
    """The names in `STATUS_CUES` and `MODE_CUES` whose words occur in the sentence."""
    cues = STATUS_CUES | MODE_CUES
    return frozenset(name for name, cue in cues.items() if re.search(rf"\b(?:{cue})\b", text, re.IGNORECASE))


def is_quiet(category: str | None, text: str) -> bool:
    """Whether a bullet is likely to be about sport, science, disaster, death, culture or economy."""
    if category is not None:
        return QUIET_SECTION.fullmatch(category.lower()) is not None
    return QUIET_WORDS.search(text) is not None
