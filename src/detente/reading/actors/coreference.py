"""Pronouns and descriptions that go back to somebody named before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from detente.reading.actors.found import Found
from detente.reading.actors.memory import Memory, Place, Referent
from detente.reading.actors.sheet import Sheet, word_key

_NEAR = 0.35  # of two scores: then the other is an alternative
_UNDECIDED = 0.2  # of two scores: then it stays open
_LEAST = -1.0  # a score below leaves the pronoun open
_FAR, _FAR_DESCRIBED = 3, 15  # sentences
_OFTEN = 0.3  # what each place of a referent gains for a description
_PER_SENTENCE, _PER_CHARACTER = 0.7, 0.002
_SUBJECT, _AGAIN = 0.7, 0.1  # what a subject gains; what each further place gains, up to five
_NAMELESS = 0.6  # what somebody loses who has no name
_ASIDE = 0.8  # what a mere place or adjective loses
_BODIES = ("state", "organisation", "group", "thing", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Want:
    """What a pronoun asks for. gender: m, f or None. number: one or many. own: it is a possessive."""

    kinds: tuple[str, ...]
    gender: str | None = None
    many: bool = False
    own: bool = False
    self_: bool = False


_HE = Want(kinds=("person",), gender="m")
_SHE = Want(kinds=("person",), gender="f")
_IT = Want(kinds=_BODIES)
_THEY = Want(kinds=("people", "collective", "organisation", "group", "thing"), many=True)
PRONOUNS: Mapping[str, Want] = MappingProxyType(
    {
        **dict.fromkeys(("he", "him"), _HE),
        **dict.fromkeys(("she",), _SHE),
        **dict.fromkeys(("it",), _IT),
        **dict.fromkeys(("they", "them"), _THEY),
        "his": replace(_HE, own=True),
        "her": replace(_SHE, own=True),
        "hers": replace(_SHE, own=True),
        "its": replace(_IT, own=True),
        "their": replace(_THEY, own=True),
        "theirs": replace(_THEY, own=True),
        "himself": replace(_HE, self_=True),
        "herself": replace(_SHE, self_=True),
        "itself": replace(_IT, self_=True),
        "themselves": replace(_THEY, self_=True),
    }
)
SPEAKERS = frozenset(("i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"))
RELATIVES = frozenset(("who", "which", "that", "whose", "whom"))
_QUOTES = frozenset('"\u201c\u201d')
_SAYING_WORDS = """
say says said saying tell tells told add adds added ask asked announce announced warn warned write wrote
insist insisted argue argued note noted explain explained declare declared state stated claim claimed
reply replied continue continued recall recalled tweet tweeted post posted vow vowed
"""
_SAYING = frozenset(_SAYING_WORDS.split())
STATES = frozenset(("country", "nation", "state", "kingdom", "republic"))
_GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bloc": ("IGO:",),
        "alliance": ("IGO:", "group:", "collective:", "party:"),
        "union": (),  # by name or sector
        "organisation": ("IGO:", "group:", "ngo:", "party:", "agency:"),
        "organization": ("IGO:", "group:", "ngo:", "party:", "agency:"),
        "agency": ("agency:", "IGO:", "ngo:"),
        "company": ("company:",),
        "firm": ("company:",),
        "airline": ("company:",),
        "bank": ("company:", "agency:", "IGO:"),
        "party": ("party:",),
        "movement": ("group:", "party:", "ngo:"),
        "militia": ("group:",),
        "faction": ("group:", "party:"),
        "network": ("group:", "company:"),
        "group": ("group:", "ngo:", "party:", "IGO:"),
        "militant group": ("group:",),
        "rebel group": ("group:",),
        "terrorist group": ("group:",),
        "armed group": ("group:",),
        "rights group": ("ngo:",),
        "monitoring group": ("ngo:",),
    }
)


def pronoun(sheet: Sheet, word: int, memory: Memory, apart: str | None = None) -> Found:
    """Whom a pronoun goes back to, or an open one. apart: a country that it is not of."""
    lower = sheet.lower[word]
    text = sheet.page.words[word]
    want = PRONOUNS[lower]
    kind = "person" if want.kinds == ("person",) else ""
    nothing = Found(name=text, kind=kind, plural=want.many, gender=want.gender)
    if lower == "it" and sheet.page.deprel(word) == "expl":
        return nothing.told("pronoun", "it stands for nobody")
    ranked = sorted(_candidates(sheet, word, want, memory), key=lambda one: -one[0])
    ranked = [one for one in ranked if apart is None or one[2].found.country != apart]
    if not ranked or ranked[0][0] < _LEAST:
        return nothing.told("pronoun", f"{text}: nobody before fits")
    score, place, referent = ranked[0]
    others = [one for one in ranked[1:] if score - one[0] < _NEAR]
    if others and score - others[0][0] < _UNDECIDED:
        ids = tuple(one[2].found.entity or one[2].found.name for one in (ranked[0], *others))
        return replace(nothing, alternatives=ids).told("pronoun", f"{text}: {' or '.join(ids)}")
    found = referent.found
    if place.pronoun:
        place = next((one for one in reversed(referent.places) if not one.pronoun), place)
    if want.gender:
        referent.found = replace(found, gender=found.gender or want.gender)
    ids = tuple(other[2].found.entity or other[2].found.name for other in others)
    return replace(
        found,
        rule="pronoun",
        alternatives=tuple(dict.fromkeys(id for id in ids if id != found.entity)),
        probability=None,
    ).told("pronoun", f"{text}: {place.span.text}", place.span)


def _candidates(
    sheet: Sheet, word: int, want: Want, memory: Memory
) -> Iterable[tuple[float, Place, Referent]]:
    char, sentence = sheet.char(word), sheet.page.sentence.index
    head = place_of_head(sheet, word)
    subject = sheet.page.deprel(word) == "nsubj"
    for place, referent in memory.recall(char, lambda found: fits(found, want)):
        away = sentence - place.sentence
        beside = not away and place.head == head and not (subject and place.subject)
        if away > _FAR or (beside and not want.own and not want.self_):
            continue  # "Putin met him": not Putin; a verb that has two subjects has one of them twice
        score = -_PER_SENTENCE * away - (_PER_CHARACTER * (char - place.span.end) if not away else 0.0)
        score += _SUBJECT * place.subject + _AGAIN * min(referent.times, 5) - _ASIDE * place.aside
        if want.gender == "f" and referent.found.gender is None:
            score -= 0.6
        if want.many and referent.found.kind in ("group", "organisation", "thing"):
            score -= 0.8
        score -= _NAMELESS * (not referent.named)
        yield score, place, referent


def fits(found: Found, want: Want) -> bool:
    """Whether somebody is of the kind, number and gender that a pronoun asks for."""
    if found.kind not in want.kinds or (found.plural and not want.many):
        return False
    return want.gender is None or found.gender in (None, want.gender)


def place_of_head(sheet: Sheet, word: int) -> int:
    """Where the word that another hangs on begins, in characters of the report; -1 for the root."""
    head = int(sheet.page.heads[word]) - 1
    return sheet.char(head) if head >= 0 else -1


def speaker(sheet: Sheet, word: int) -> int | None:
    """The subject of the verb of saying whose quotation a word stands in, if the page tells."""
    quoted = _quoted(sheet)
    if not quoted[word]:
        return None
    best: tuple[int, int] | None = None
    for at, lower in enumerate(sheet.lower):
        if quoted[at] or not sheet.page.deprel(at).startswith("nsubj"):
            continue
        verb = int(sheet.page.heads[at]) - 1
        if verb >= 0 and not quoted[verb] and sheet.lower[verb] in _SAYING and lower not in SPEAKERS:
            best = min(best or (len(quoted), at), (abs(at - word), at))
    return best[1] if best else None


def _quoted(sheet: Sheet) -> list[bool]:
    """Of each word whether it stands inside of quotation marks that the page opens and closes."""
    inside, out = False, []
    for word in sheet.page.words:
        mark = word in _QUOTES
        if mark:
            inside = not inside
        out.append(inside and not mark)
    return out


def relative(sheet: Sheet, word: int) -> int | None:
    """The word that a relative pronoun goes back to."""
    at = word
    for _ in range(6):
        head = int(sheet.page.heads[at]) - 1
        if head < 0:
            return None
        if sheet.page.deprel(at).startswith("acl"):
            return head if head < word else None
        at = head
    return None


def description(
    sheet: Sheet, noun: str, start: int, memory: Memory, is_title: Callable[[Found], bool]
) -> tuple[Found, Place] | None:
    """Whom "the country", "the group" or "the president" goes back to; noun: the singular."""
    char, sentence = sheet.char(start), sheet.page.sentence.index
    if noun in STATES:
        fit: Callable[[Found], bool] = _is_state
    elif noun in _GROUPS:
        kinds = _GROUPS[noun]
        fit = lambda found: found.entry is not None and found.entry.id.startswith(kinds)  # noqa: E731
        if noun == "union":  # not "the union" of UNHCR, nor of ECOWAS
            fit = lambda found: "Union" in found.name.split(" ") or found.sector == "LAB"  # noqa: E731
    else:
        fit = is_title
    ranked = [
        (
            _PER_SENTENCE * min(sentence - place.sentence, _FAR) - _OFTEN * len(referent.places),
            place,
            referent,
        )
        for place, referent in memory.recall(char, fit)
        if sentence - place.sentence <= _FAR_DESCRIBED
    ]
    if not ranked:
        return None
    _, place, referent = min(ranked, key=lambda one: one[0])
    found = replace(referent.found, rule="description", probability=None)
    return found.told("description", f"{noun}: {place.span.text}", place.span), place


def again(sheet: Sheet, start: int, end: int, memory: Memory) -> Found | None:
    """Whom "the church" or "the editors" goes back to: somebody whose name or noun has the same last word."""
    word = word_key(sheet.page.words[end - 1])
    for place, referent in memory.recall(sheet.char(start), lambda found: not found.gender or True):
        if word in referent.words and sheet.page.sentence.index - place.sentence <= _FAR_DESCRIBED:
            found = replace(referent.found, rule="again", probability=None)
            return found.told("again", f"{sheet.text(start, end)}: {place.span.text}", place.span)
    return None


def _is_state(found: Found) -> bool:
    return found.kind == "state"
