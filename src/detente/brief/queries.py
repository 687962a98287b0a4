"""The questions that a brief's marks name: what an absence or a number rests on, to be asked again.

Each takes a material and its parameters as text, and gives the ids of what it finds.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType

from detente.brief.document import Query
from detente.brief.material import Material
from detente.codebook import load
from detente.crisis import gather_acts, in_touch, sides, upon
from detente.crisis.about import parties_of
from detente.crisis.cues import answering_cues
from detente.schema import Event, Incident, InputError, Report

SETTLED = ("kept", "broken", "superseded")
_Ask = Callable[[Material, Mapping[str, str]], Iterable[str]]


def ask(material: Material, name: str, **parameters: object) -> Query:
    """Ask a question by name, and keep it with the number of what it found."""
    given = tuple(sorted((key, _text(value)) for key, value in parameters.items()))
    return Query(name=name, parameters=given, found=len(run(Query(name=name, parameters=given), material)))


def run(query: Query, material: Material) -> tuple[str, ...]:
    """Ask again what a mark names: the ids of what is found, sorted.

    Raises: InputError for a question that there is none of.
    """
    if query.name not in _QUESTIONS:
        raise InputError(f"there is no question {query.name!r}; there are {', '.join(_QUESTIONS)}")
    return tuple(sorted(_QUESTIONS[query.name](material, dict(query.parameters))))


def _text(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _reports(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """since, until: moments, both inclusive. day: a day in UTC. dated: "no" for those without a date."""
    for report in material.picture.seen.reports.values():
        if _known_between(report.known_at, given) and _fits_report(report, given):
            yield report.id


def _fits_report(report: Report, given: Mapping[str, str]) -> bool:
    dated = report.published_at is not None
    return given.get("dated", "") in ("", "yes" if dated else "no")


def _known_between(known_at: datetime, given: Mapping[str, str]) -> bool:
    since, until = given.get("since"), given.get("until")
    if "day" in given and known_at.date().isoformat() != given["day"]:
        return False
    return (since is None or known_at >= _moment(since)) and (until is None or known_at <= _moment(until))


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _incidents(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Those that first became known from `since` to `until`, as news.

    actor, date: "unknown" for those without one.
    """
    for one in filter(material.is_told, material.picture.incidents):
        first = min(material.picture.records[name].grounds.known_at for name in one.records)
        if _known_between(first, given) and _fits_incident(one, given):
            yield one.id


def _fits_incident(one: Incident, given: Mapping[str, str]) -> bool:
    if given.get("actor") == "unknown" and one.by:
        return False
    return given.get("date") != "unknown" or (one.when.earliest is None and one.when.latest is None)


def _news(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Incidents that the period's reports tell as done."""
    return (one.id for one in material.news())


def _ruptures(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Days of the period from which a level stayed higher or lower."""
    return (one.id for one in material.recent.ruptures)


def _settled(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Commitments that a record of the period settles."""
    for one in material.standings:
        if one.state in SETTLED and material.picture.known_since(one.shown_by[:1], material.since):
            yield one.id


def _acts(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Incidents of `type` by the side `by` upon the side `to`, known before the moment `before`."""
    before = _moment(given["before"])
    for one in material.picture.happened.values():
        if one.type == given["type"] and given["by"] in sides(one.by) and given["to"] in upon(one):
            first = min(material.picture.records[name].grounds.known_at for name in one.records)
            if first < before:
                yield one.id


def _between(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Acts of one of the sides asked about towards another, on the days from `first` to `last`, as news."""
    first, last = date.fromisoformat(given["first"]), date.fromisoformat(given["last"])
    parties = {*material.picture.about, *material.picture.towards}
    for act in gather_acts(material.picture.seen, load()):
        if first <= act.day <= last and not act.retold and any(set(dyad) <= parties for dyad in act.dyads):
            yield act.incident


def _contacts(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Contacts between two sides, "RUS,UKR", on the day `after_day` or later."""
    between = set(given["between"].split(",")) if "between" in given else set()
    after = date.fromisoformat(given["after_day"]) if "after_day" in given else date.min
    for contact in material.picture.contacts:
        last = contact.when.latest or contact.when.earliest or date.min
        if between <= in_touch(contact) and last > after:
            yield contact.id


def _claims(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Claims of the period in a state."""
    return (one.id for one in material.recent.claims if given.get("state", one.state) == one.state)


def _commitments(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Commitments that run, or that were settled, lapsed or became known in the period."""
    return (one.id for one in material.standings)


def _lapsed(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Commitments that lapsed before the period, without any record of what became of them."""
    current = {one.id for one in material.standings}
    return (one.id for one in material.picture.standings if one.state == "lapsed" and one.id not in current)


def _settling(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Records that show what became of a commitment, or of all in a state."""
    for one in material.picture.standings:
        meant = given.get("commitment", one.commitment_id) == one.commitment_id
        if meant and given.get("state", one.state) == one.state:
            yield from one.shown_by


def _ties(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Chains from one incident to another that a text states, and mentions that may say so."""
    for one in material.picture.chains:
        if (one.act, one.answer) == (given["act"], given["answer"]) and one.basis == "stated":
            yield one.id
    mentions = (material.picture.records[name] for name in material.picture.happened[given["answer"]].records)
    for mention in mentions:
        if isinstance(mention, Event) and mention.status == "reported" and answering_cues(mention):
            yield mention.id


def _alerts(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    return () if material.picture.assessment is None else material.picture.assessment.alerts


def _assessments(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    return () if material.picture.assessment is None else (material.picture.assessment.id,)


def _published(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Reports of the days from `first` to `last` that count as observed, versions that were replaced too."""
    first, last = date.fromisoformat(given["first"]), date.fromisoformat(given["last"])
    for name, day in material.picture.seen.published_on().items():
        if first <= day <= last and day not in material.unobserved:
            yield name


def _naming(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Records that name a side, as actor, speaker or place."""
    for record in material.picture.records.values():
        if any(given["party"] in names for names in parties_of(record)):
            yield record.id


def _rejections(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    return (one.id for one in material.rejections)


def _copies(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Copies among the reports of the period."""
    return (one.id for one in material.picture.copies if one.report_id in material.reports)


def _corrections(material: Material, _: Mapping[str, str]) -> Iterable[str]:
    """Reports of the period that took the place of an earlier version."""
    replaced = material.picture.seen.replaced
    return (name for name, report in material.reports.items() if report.replaces in replaced)


def _inputs(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """Records on this store that the forecast of some words rests on."""
    expected = material.outlook.expectations if material.outlook else ()
    for one in expected:
        if one.words == given["of"]:
            yield from (name for name in one.inputs if name in material.picture.records)


def _scored(material: Material, given: Mapping[str, str]) -> Iterable[str]:
    """The resolved forecasts of a kind, numbered."""
    scores = material.outlook.scores if material.outlook else ()
    for one in scores:
        if one.words == given["of"]:
            yield from (f"{number:09d}" for number in range(one.forecasts))


_QUESTIONS: Mapping[str, _Ask] = MappingProxyType(
    {
        "reports": _reports,
        "incidents": _incidents,
        "news": _news,
        "ruptures": _ruptures,
        "settled": _settled,
        "acts": _acts,
        "between": _between,
        "contacts": _contacts,
        "claims": _claims,
        "commitments": _commitments,
        "lapsed": _lapsed,
        "settling": _settling,
        "ties": _ties,
        "alerts": _alerts,
        "assessments": _assessments,
        "published": _published,
        "naming": _naming,
        "rejections": _rejections,
        "copies": _copies,
        "corrections": _corrections,
        "inputs": _inputs,
        "scored": _scored,
    }
)
