"""Weak signals that help to choose which sentences a reader is asked to label. They are never labels.

A sentence gets a signal where a verb pattern of the CAMEO dictionary or a modality word occurs in it, wherever it
stands. That is wrong often; it only has to be right more often than chance, so that rare kinds of act come up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

STATUS_CUES = {
    "denied": r"den(?:y|ies|ied|ying)|denials?|rejects? (?:claims|allegations)|did not|has not|have not|never",
    "planned": r"plans? to|planned|plans for|will|set to|scheduled|due to|expected to|intends? to|prepar(?:es|ing) to",
    "threatened": r"threat(?:s|en|ens|ened|ening)?|vow(?:s|ed)? to|warn(?:s|ed|ing)?|retaliat\w+|ultimatums?",
    "promised": r"promis(?:e|es|ed|ing)|pledg(?:e|es|ed|ing)|commit(?:s|ted)? to|assur(?:es|ed)|guarantee[sd]?",
    "demanded": r"demand(?:s|ed|ing)?|urg(?:e|es|ed|ing)|call(?:s|ed|ing)? (?:for|on)|appeal(?:s|ed)?|order(?:s|ed)?",
    "possible": r"may|might|could|would|possib\w+|fear(?:s|ed)?|consider(?:s|ed|ing)?|suspected|alleged(?:ly)?|if",
    "background": r"after|since|following|earlier|previous(?:ly)?|had been|last (?:year|month|week)|former",
    "nested": r"(?:say|said|says|told|tells) .*\b(?:claim|claims|claimed|told|denied|said|announced|warned|threatened)",
    "ultimatum": r"ultimatums?|deadline|unless|or else|within \d+ (?:hours|days)|otherwise face",
    "opinion": r"should|must|strained|tensions?|significant|unprecedented|unlikely|likely|escalat\w+|crucial|amid",
}
QUIET_SECTIONS = frozenset(
    "disasters and accidents|disasters|business and economy|business and economics|health and environment|health|"
    "health and medicine|arts and culture|art and culture|sport|sports|science and technology|science|technology|"
    "weather|environment|entertainment|deaths|accidents and disasters|culture|economy".split("|")
)
QUIET_WORDS = re.compile(
    r"\b(?:champion(?:s|ship)?|league|cup|olympics?|medal|tournament|match|grand prix|wins? the|defeats?|goal|season|"
    r"film|album|novel|author|actor|actress|singer|composer|award|prize|oscar|born|dies|died|funeral|"
    r"earthquake|magnitude|hurricane|typhoon|cyclone|flood(?:s|ing)?|tornado|storm|eruption|wildfires?|landslide|"
    r"crash(?:es|ed)?|derail\w*|sinks?|capsiz\w+|collision|stocks?|shares|market|economy|gdp|inflation|"
    r"percent|profit|merger|acquire[sd]?|bankruptcy|scientists?|researchers?|spacecraft|nasa|satellite|launch(?:es|ed)?|"
    r"comet|species|fossil|vaccine|virus|outbreak|cases|celebrat\w+|anniversary|record)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Words that must follow a verb form for its code to count. An empty `words` is the verb's default code."""

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
    head = line.split("#")[0]
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
            for form in forms:
                patterns.setdefault(form, []).append(Pattern(words=frozenset(), code=own[1] if own else default))
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


def status_signals(text: str) -> frozenset[str]:
    """The names in `STATUS_CUES` whose words occur in the sentence."""
    return frozenset(
        name for name, cue in STATUS_CUES.items() if re.search(rf"\b(?:{cue})\b", text, re.IGNORECASE)
    )


def is_quiet(category: str | None, text: str) -> bool:
    """Whether a bullet is likely to be about sport, science, disaster, death, culture or economy."""
    if category is not None:
        return category.lower() in QUIET_SECTIONS
    return QUIET_WORDS.search(text) is not None
