"""What must never be found as a fact: acts only foreseen or denied, and a list of what is not so."""

from collections.abc import Callable, Iterable

from findings.answer import Act, Answer, Happening
from findings.gold import Gold, Mark
from findings.incidents_told import Told
from findings.tally import Tally

Fault = tuple[str, Mark | None]
# The promise, threat or demand itself is done: "Kinshasa promised to send a patrol" tells of a promise.
_SPOKEN = frozenset({"AGREE", "THREATEN", "REQUEST"})
_HARM = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN", "PROTEST"})
_CRISIS = frozenset({"MWI", "TZA"})


def no_fact_tallies(gold: Gold, answer: Answer) -> tuple[Tally, ...]:
    """Of acts only planned, threatened, demanded or weighed, and of denials: not shown as done; and as what
    they are.
    """
    facts, status = (
        Tally(name="foreseen acts that are not shown as done"),
        Tally(name="foreseen acts: right status"),
    )
    for row in gold.expected["not_facts"]:
        mark = gold.mark(row["report"], row["quote"])
        done = [act for act in _facts(answer, [mark]) if act.type not in _SPOKEN]
        facts.count(not done, f"{row['status']}: {_told(done)}", mark)
        seen = {act.status for act in answer.acts if act.mark.meets(mark)}
        wanted = {row["status"], *row.get("also", ())}
        status.count(
            bool(seen & wanted), f"{row['status']}: read as {', '.join(sorted(seen)) or 'nothing'}", mark
        )
    asserted, seen_denied = (
        Tally(name="denials that are not shown as done"),
        Tally(name="denials: read as denied"),
    )
    for row in gold.expected["incidents"]:
        for mark in gold.marks(row.get("denied_in", ())):
            done = _facts(answer, [mark])
            asserted.count(not done, f"denied: {_told(done)}", mark)
            denied = any(act.mark.meets(mark) and act.status == "denied" for act in answer.acts)
            seen_denied.count(denied, f"{row['id']}: no act read as denied", mark)
    return facts, asserted, status, seen_denied


def forbidden_tally(gold: Gold, answer: Answer, told: Told) -> Tally:
    """Of the list of what must not be found, how much is not found."""
    tally = Tally(name="things that must not be found, not found")
    names = [row["what"].split(",")[0].split(";")[0] for row in gold.expected["must_not"]]
    if any(name not in CHECKS for name in names):  # those of the second crisis are for a reader's eye
        return tally
    for name, row in zip(names, gold.expected["must_not"], strict=True):
        faults = CHECKS[name](gold, answer, told)
        for what, mark in faults[1:]:
            tally.misses.append((f"{row['what']}: {what}", mark))
        tally.count(
            not faults, f"{row['what']}: {faults[0][0] if faults else ''}", faults[0][1] if faults else None
        )
    return tally


def _facts(answer: Answer, marks: Iterable[Mark]) -> list[Act]:
    """Acts shown as done whose words stand within those marked."""
    places = tuple(marks)
    return [
        act
        for act in answer.acts
        if act.status == "reported"
        and act.incident is not None
        and any(act.mark.meets(mark) for mark in places)
    ]


def _told(acts: Iterable[Act]) -> str:
    return ", ".join(f"{act.type} by {'+'.join(sorted(act.by)) or '?'}" for act in acts)


def _as_done(
    gold: Gold, answer: Answer, *quotes: tuple[str, str], but: str = "", attributed: bool = True
) -> list[Fault]:
    """Acts shown as done within quotes. but: the state of a claim on them that excuses it.

    attributed: whether those count that somebody is named for.
    """
    faults: list[Fault] = []
    for act in _facts(answer, [gold.mark(*quote) for quote in quotes]):
        excused = act.type in _SPOKEN or (act.attributed and not attributed)
        states = {claim.state for claim in answer.claims[gold.last_day] if act.mark in claim.asserted}
        if not excused and but not in states:
            faults.append((f"{_told([act])}, claim {'+'.join(sorted(states)) or 'none'}", act.mark))
    return faults


def _ferry(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    quotes = (("14", "the Tanzanian navy had seized"), ("14", "had reported seized"), ("14", "never stopped"))
    return _as_done(gold, answer, *quotes, but="withdrawn")


def _paratroopers(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    return _as_done(gold, answer, ("19", "paratroopers were dropped over Livingstonia"), but="disputed")


def _only_denied(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    return _as_done(
        gold,
        answer,
        ("04", "Malawian forces have been moved to the north"),
        ("04", "one soldier has left barracks"),
        ("11", "reservists have been called up"),
        ("11", "the airport at Songea has been shut"),
        ("11", "There has been no call-up"),
    )


def _mines(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    return _as_done(gold, answer, ("15", "Malawi had mined the approaches"), attributed=False)


def _never_came(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    return _as_done(
        gold,
        answer,
        ("04", "submit the question of the boundary"),
        ("04", "The application will be lodged"),
        ("05", "an exercise with live ammunition"),
        ("11", "was to be held off Kyela"),
        ("11", "Any armed vessel that enters them will be sunk"),
        ("12", "We will hit back"),
        ("18", "The army chiefs of the two countries are to meet"),
        ("18", "the presidents in Kasane"),
        ("18", "go to the International Court of Justice"),
        ("18", "avenge its soldiers"),
        ("19", "shake hands on this very bridge"),
        ("20", "The presidents are to meet"),
        ("20", "files its case at The Hague"),
    )


def _football(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    """Harm between the two of which the match's report tells, or harm where the crisis is asked about."""
    return [
        (f"{one.type} by {'+'.join(sorted(one.by))}", None)
        for one in answer.happenings
        if "06" in one.reports and one.type in _HARM and (one.shown or one.by | one.to >= _CRISIS)
    ]


def _markets(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    quotes = (("08", "was attacked by sellers"), ("08", "a strike in Chile"), ("08", "walked out in April"))
    shown = {one.id for one in answer.happenings if one.shown}
    marks = [gold.mark(*quote) for quote in quotes]
    return [(_told([act]), act.mark) for act in _facts(answer, marks) if act.incident in shown]


def _other_lake(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    return [
        (f"{one.type} by {'+'.join(sorted(one.by)) or '?'}", None)
        for one in answer.happenings
        if "17" in one.reports and (one.shown or (one.by | one.to) & _CRISIS)
    ]


def _one_shooting(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    apart = _incidents(told, "shooting")
    return [(f"told as {len(apart)} incidents", None)] if len(apart) > 1 else []


def _boats(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    return _merged(told, "shooting", "detention", "canoe")


def _strikes(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    mark = gold.mark("18", "More than 20 people")
    put = [one for one in answer.numbers if one.mark.meets(mark) and one.incident is not None]
    return [*_merged(told, "liuli", "chilumba"), *(("the count of all dead put to one", mark) for _ in put)]


def _crossing(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    closures = {
        act.incident
        for _, act in told.mentions["closure"]
        if act is not None and act.type in ("SANCTION", "COERCE")
    }
    twice: list[Fault] = [(f"{len(closures)} closures", None)] if len(closures) > 1 else []
    return [*_merged(told, "closure", "reopening"), *twice]


def _things(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    quotes = (
        ("07", "140 lorries"),
        ("08", "74,000 tonnes"),
        ("08", "41,000 bales"),
        ("09", "Eleven shells"),
        ("15", "11 degrees"),
        ("19", "thirty-one lorries"),
    )
    marks = [gold.mark(*quote) for quote in quotes]
    people = [one for one in answer.numbers if one.unit == "persons"]
    return [
        (f"{one.quantity} {one.low}..{one.high} persons", mark)
        for one in people
        for mark in marks
        if one.mark.meets(mark)
    ]


def _parties(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    """Acts of the news, not of its history, that name a bystander as a side."""
    faults: list[Fault] = []
    for act in answer.acts:
        if act.status != "reported" or act.incident is None or act.background:
            continue
        named = (act.by | act.to) & {"GBR", "DEU", "MOZ"}
        fights = (act.by | act.to) & {"BWA"} if act.type in _HARM else set()
        if named or fights:
            faults.append((f"{act.type} by {sorted(act.by)} to {sorted(act.to)}", act.mark))
    return faults


def _reprints(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    reprints = {"shireherald.example", "copperbelttimes.example"}
    told_by = [one.voices for one in answer.happenings]
    voices = frozenset().union(*told_by, *(one.voices for one in answer.claims[gold.last_day]))
    twice = [("13 is shown beside 14", None)] if {"13", "14"} <= answer.known else []
    return [*((f"{name} counts as a voice", None) for name in sorted(voices & reprints)), *twice]


def _truce(gold: Gold, answer: Answer, told: Told) -> list[Fault]:
    quotes = ("agreed late on Saturday to hold their fire", "hold their fire on and around the lake")
    marks = [gold.mark("18", quote) for quote in quotes]
    return [
        ("the truce is broken", mark)
        for line in answer.ledger[gold.last_day]
        if line.state == "broken"
        for mark in marks
        if any(own.meets(mark) for own in line.marks)
    ]


def _incidents(told: Told, name: str) -> set[str]:
    return {act.incident for _, act in told.mentions[name] if act is not None and act.incident is not None}


def _merged(told: Told, *names: str) -> list[Fault]:
    pairs = [(one, two) for place, one in enumerate(names) for two in names[place + 1 :]]
    return [
        (f"{one} and {two} are one", None)
        for one, two in pairs
        if _incidents(told, one) & _incidents(told, two)
    ]


# By how each thing begins in the expectations.
CHECKS: dict[str, Callable[[Gold, Answer, Told], list[Fault]]] = {
    "Tanzania seized a ferry": _ferry,
    "paratroopers landed at Livingstonia": _paratroopers,
    "Malawi moved troops to the north": _only_denied,
    "Malawi laid mines": _mines,
    "Tanzania sank a Malawian vessel": _never_came,
    "any violence": _football,
    "an attack on maize": _markets,
    "six dead": _other_lake,
    "the shooting of 5 May told as two or more incidents (Monday": _one_shooting,
    "the shooting (Kaporo)": _boats,
    "liuli and chilumba merged": _strikes,
    "closure and reopening merged": _crossing,
    "31 lorries": _things,
    "Botswana as a party to the fighting": _parties,
    "the reprints (02": _reprints,
    "the truce broken by Tanzania": _truce,
}


def noise(gold: Gold, answer: Answer) -> list[Happening]:
    """Acts of harm made of a report that speaks of a contest in words of war."""
    contest = {gold.expected["contest"]}
    return [one for one in answer.happenings if one.type in _HARM and one.reports <= contest]
