"""Sentences on a match: something may be said there, but its shots, raids and captures hurt nobody.

A match is told by its own words, many in few sentences; one or two of them stand in any report ("the goal",
"a stadium"). What is told there of the dead, of weapons and police, or of governments is meant as it says.
"""

import re

from detente.schema import Record, Report, Span, Statement

_AROUND = 500  # characters before and behind a sentence: a paragraph or two
_LEAST = 4  # different words of sport around a sentence on a match
_LEAST_OWN = 2  # of them such as have no other meaning
_OWN_WORDS = """
basketball batsman batting bowler centre-back cricket dugout equaliser equalizer football footballer
free-kick goalkeeper goalless half-time halftime handball hat-trick hockey innings kick-off kickoff linesman
midfield midfielder offside playoff puck quarter-final quarterback quarterfinal referee rugby scoreline scrum
semi-final semifinal shoot-out stoppage tennis tie-break touchdown tournament umpire under-19 under-20
under-21 under-23 volleyball wicket winger
"""
_OTHER_WORDS = """
athlete ball boxer champion championship coach cup defender derby fans final fixture forward goal header
league medal olympic opener penalty pitch player relegation scored scorer season spectator squad stadium
standings striker substitute supporter team title trophy win
"""
_OWN, _OTHER = frozenset(_OWN_WORDS.split()), frozenset(_OTHER_WORDS.split())
_WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z0-9]+)*")
_THERE = r"(?:people|persons|civilians?|fans|supporters|spectators|players)"
_GRAVE = re.compile(
    rf"\b(?:{_THERE} (?:were |was )?(?:killed|injured|hurt)|kill(?:s|ed|ing) (?:at least |about |some )?\d+|"
    r"dead|deaths?|died|dies|wounded|casualt\w+|arrest\w*|police|riot\w*|tear gas|gunm[ae]n|gunfire|"
    r"bomb(?:s|ings?)?|explosi\w+|blast|drones?|missiles?|troops|soldiers?|army|militants?|terror\w*|"
    r"insurgents?|rebels?|government|minist\w+|president|parliament|embassy|sanction\w*|boycott\w*|court|"
    r"prosecut\w+|violence|surgery|suspen[ds]\w*|bann?(?:s|ed)?|expel\w*)\b",
    re.IGNORECASE,
)


def without_play(report: Report, sentence: Span, records: tuple[Record, ...]) -> tuple[Record, ...]:
    """A sentence's records; of one on a match what is said in it alone."""
    said = tuple(record for record in records if isinstance(record, Statement))
    return said if said != records and is_of_match(report, sentence) else records


def is_of_match(report: Report, sentence: Span) -> bool:
    """Whether a sentence of a report tells of a match, and of nothing graver."""
    around = report.text[max(0, sentence.start - _AROUND) : sentence.end + _AROUND]
    words = {word.lower() for word in _WORD.findall(around)}
    words |= {word.removesuffix("s") for word in words}
    own = len(words & _OWN)
    return own >= _LEAST_OWN and own + len(words & _OTHER) >= _LEAST and not _GRAVE.search(sentence.text)
