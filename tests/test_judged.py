"""Findings as people judged them: one happening or two, confirmed, rejected, and known again later."""

import random
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from building import NOON
from crises import FOLDER, evening, load_crisis
from hypothesis import given, settings
from hypothesis import strategies as st
from test_incidents import KESH, PORT, PORT_AGAIN, tell

from detente.crisis import IncidentIndex, find_incidents, find_sources, gather_links, look
from detente.crisis.copies import CopyIndex
from detente.crisis.links import Link, settle
from detente.schema import Judgement
from detente.schema.judgement import in_force

PORT_THIRD = tell(
    "Norland's guns shelled the grain harbour of Port Elm, the ministry said.",
    "shelled", by="Norland", place="Port Elm", day=3, on=1,
)  # fmt: skip
REPRINT = tell(
    "Norland shelled the grain harbour of Port Elm in Sudavia.",
    "shelled", by="Norland", to="Sudavia", place="Port Elm", publisher="mirror.example",
)  # fmt: skip
TOLD = (PORT, PORT_AGAIN, KESH, PORT_THIRD, REPRINT)
CRISES = {path.stem: load_crisis(path.name) for path in sorted(FOLDER.glob("*.toml"))}


def judgement(verdict, on, *, of="incident", records=None, after=0, **more):
    return Judgement(
        verdict=verdict,
        on=tuple(on),
        of=of,
        records=tuple(sorted(on if records is None else records)),
        by="Ana",
        because="she looked",
        judged_at=NOON + timedelta(minutes=after),
        **more,
    )


def ids(*told):
    return [event.id for _, event in told]


def index_of(told, judgements=(), *, link_first=False, portions=1):
    index = IncidentIndex()
    links = gather_links(in_force(judgements))
    if link_first:
        index.link(links)
    copies, reports = CopyIndex(), {}
    for start in range(0, len(told), portions):
        part = told[start : start + portions]
        reports |= {report.id: report for report, _ in part}
        copies.add(report for report, _ in part)
        sources = find_sources([report for report, _ in part], copies, reports)
        index.add([event for _, event in part], sources=sources)
    index.link(links)
    return index


def groups(index, told=TOLD):
    numbers = {event.id: number for number, (_, event) in enumerate(told)}
    return sorted(sorted(numbers[name] for name in incident.records) for incident in index.incidents())


# One happening or two


def test_without_judgements_the_index_says_what_the_words_say():
    assert groups(index_of(TOLD)) == [[0, 1, 3, 4], [2]]


def test_merged_events_are_one_incident():
    index = index_of(TOLD, [judgement("merge", ids(PORT, KESH))])
    assert groups(index) == [[0, 1, 2, 3, 4]]
    (incident,) = index.incidents()
    assert any("by a person's judgement" in step.detail for step in incident.steps)


def test_split_events_leave_and_the_rest_stays():
    whole = ids(PORT, PORT_AGAIN, PORT_THIRD, REPRINT)
    split = judgement("split", ["incident", *ids(PORT_AGAIN)], records=whole)
    assert groups(index_of(TOLD, [split])) == [[0, 3, 4], [1], [2]]


def test_one_of_two_reports_in_the_same_words_can_leave():
    split = judgement("split", ids(PORT, REPRINT), records=ids(PORT, PORT_AGAIN, PORT_THIRD, REPRINT))
    found = groups(index_of(TOLD, [split]))
    assert [0, 1, 3] in found
    assert [4] in found


def test_the_later_word_wins_and_the_rest_of_the_earlier_one_holds():
    merge = judgement("merge", ids(PORT, PORT_AGAIN, KESH))
    split = judgement("split", ids(PORT, KESH), records=ids(PORT, KESH), after=1)
    assert groups(index_of(TOLD, [merge, split])) == [[0, 1, 3, 4], [2]]
    again = replace(merge, judged_at=merge.judged_at + timedelta(hours=1))
    assert groups(index_of(TOLD, [merge, split, again])) == [[0, 1, 2, 3, 4]]


def test_whoever_judges_an_incident_holds_its_events_together():
    held = ids(PORT, KESH)
    assert groups(index_of(TOLD, [judgement("confirm", ["i"], records=held)])) == [[0, 1, 2, 3, 4]]
    assert groups(index_of(TOLD, [judgement("note", ["i"], records=held)])) == [[0, 1, 3, 4], [2]]


def test_settling_leaves_what_could_go_with_either_side_to_the_texts():
    names = {name: name for name in "abcd"}
    links = (Link(together=("a",), apart=("b",)), Link(together=("a", "b", "c", "d")))
    bonds = settle(links, names)
    assert bonds.groups == (("c", "d"),)
    assert bonds.apart == {("a", "b")}


JUDGED = st.lists(
    st.tuples(
        st.sampled_from(["merge", "split"]),
        st.lists(st.integers(0, 4), min_size=2, max_size=4, unique=True),
    ),
    max_size=4,
)


@given(JUDGED, st.randoms(use_true_random=False), st.booleans(), st.integers(1, 5))
@settings(max_examples=60, deadline=None)
def test_order_and_portions_do_not_matter(judged, chance, link_first, portions):
    every = ids(*TOLD)
    judgements = [
        judgement(verdict, [every[number] for number in numbers], after=after)
        for after, (verdict, numbers) in enumerate(judged)
    ]
    told = list(TOLD)
    chance.shuffle(told)
    index = index_of(told, judgements, link_first=link_first, portions=portions)
    assert groups(index) == groups(index_of(TOLD, judgements))
    index.link(gather_links(()))
    assert index.incidents() == index_of(TOLD).incidents()


@given(JUDGED)
@settings(max_examples=60, deadline=None)
def test_the_last_word_always_holds(judged):
    if not judged:
        return
    every = ids(*TOLD)
    judgements = [
        judgement(verdict, [every[number] for number in numbers], after=after)
        for after, (verdict, numbers) in enumerate(judged)
    ]
    verdict, numbers = judged[-1]
    where = {
        number: place for place, group in enumerate(groups(index_of(TOLD, judgements))) for number in group
    }
    if verdict == "merge":
        assert len({where[number] for number in numbers}) == 1
    else:
        assert all(where[numbers[0]] != where[number] for number in numbers[1:])


# Findings


def draw(crisis, *judgements, as_of=None):
    moment = as_of or evening(max(report.known_at for report in crisis.reports).date())
    made = [replace(one, judged_at=moment - timedelta(hours=1)) for one in judgements]
    return look(crisis.records, crisis.reports, as_of=moment, judgements=made)


def of(finding, verdict="reject", **more):
    said = getattr(finding, "proposition", None) if finding.kind == "claim" else None
    said = finding.state if finding.kind == "standing" else said
    return judgement(verdict, [finding.id], of=finding.kind, records=finding.records, said=said, **more)


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
@pytest.mark.parametrize("kind", ["incidents", "claims", "standings", "chains"])
def test_a_rejected_finding_is_gone_and_a_confirmed_one_certain(crisis, kind):
    plain = draw(crisis)
    finding = random.Random(3).choice(getattr(plain, kind))
    rejected = draw(crisis, of(finding))
    assert finding.id not in {one.id for one in getattr(rejected, kind)}
    (kept,) = [one for one in rejected.rejected if one.kind == finding.kind and one.id == finding.id]
    assert "rejected by Ana" in kept.steps[-1].detail
    sure = {one.id: one for one in getattr(draw(crisis, of(finding, "confirm")), kind)}[finding.id]
    assert sure.probability == 1.0
    assert "confirmed by Ana" in sure.steps[-1].detail
    noted = {one.id: one for one in getattr(draw(crisis, of(finding, "note")), kind)}[finding.id]
    assert noted.probability == finding.probability
    assert "noted by Ana" in noted.steps[-1].detail


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_nothing_rests_on_a_rejected_incident(crisis):
    plain = draw(crisis)
    for incident in plain.incidents:
        picture = draw(crisis, of(incident))
        assert incident.id not in picture.happened
        findings = (*picture.incidents, *picture.claims, *picture.chains, *picture.days, *picture.weeks)
        told = set(incident.records)
        assert all(told.isdisjoint(finding.records) for finding in findings)


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_a_judgement_counts_from_its_moment_on(crisis):
    last = evening(max(report.known_at for report in crisis.reports).date())
    finding = draw(crisis).incidents[0]
    late = replace(of(finding), judged_at=last + timedelta(seconds=1))
    picture = look(crisis.records, crisis.reports, as_of=last, judgements=[late])
    assert picture == draw(crisis)


def test_a_rejection_outlives_reports_of_the_same_voices_and_a_new_voice_ends_it():
    reports = {report.id: report for report, _ in (PORT, PORT_AGAIN)}
    (before,) = find_incidents(ids_of(PORT), reports=[PORT[0]])
    rejected = of(before)
    moment = NOON + timedelta(days=1)
    same = replace_publisher(PORT_AGAIN, PORT[0].publisher)
    picture = look([PORT[1], same[1]], [PORT[0], same[0]], as_of=moment, judgements=[rejected])
    assert (picture.incidents, len(picture.rejected[0].records)) == ((), 2)
    picture = look([PORT[1], PORT_AGAIN[1]], list(reports.values()), as_of=moment, judgements=[rejected])
    (incident,) = picture.incidents
    assert [step.detail for step in incident.steps][-1] == "shown again: told since by p2.example"


def test_the_judged_finding_is_the_one_that_holds_most_of_its_records():
    whole = ids(PORT, PORT_AGAIN, PORT_THIRD)
    confirmed = judgement("confirm", ["i"], records=whole)
    split = judgement("split", ids(PORT, PORT_THIRD), records=whole, after=1)
    reports = [report for report, _ in TOLD]
    events = [event for _, event in TOLD]
    picture = look(events, reports, as_of=NOON + timedelta(days=1), judgements=[confirmed, split])
    certain = [one for one in picture.incidents if one.probability == 1.0]
    assert [set(ids(PORT, PORT_AGAIN)) <= set(one.records) for one in certain] == [True]


def test_a_standing_that_says_something_else_later_is_judged_no_more():
    crisis = next(iter(CRISES.values()))
    states = [case["states"] for case in crisis.expected["standings"]]
    days = [case["as_of"] for case in crisis.expected["standings"]]
    changed = next(
        (day, later, key)
        for (first, day), (second, later) in pairwise(
            sorted(zip(states, days, strict=True), key=lambda p: p[1])
        )
        for key, state in first.items()
        if second.get(key, state) != state
    )
    day, later, key = changed
    before = draw(crisis, as_of=evening(day))
    (standing,) = [one for one in before.standings if crisis.keys[one.commitment_id] == key]
    assert key not in ledger(crisis, draw(crisis, of(standing), as_of=evening(day)))
    assert key in ledger(crisis, draw(crisis, of(standing), as_of=evening(later)))


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_a_commitment_whose_settled_state_is_rejected_stands_as_the_rest_of_the_record_has_it(crisis):
    plain = draw(crisis)
    settled = [one for one in plain.standings if one.shown_by]
    assert settled
    for standing in settled:
        picture = draw(crisis, of(standing))
        assert [one.commitment_id for one in picture.standings] == [
            one.commitment_id for one in plain.standings
        ]
        (now,) = [one for one in picture.standings if one.commitment_id == standing.commitment_id]
        assert (now.state, now.shown_by) != (standing.state, standing.shown_by)
        assert set(standing.shown_by).isdisjoint(now.shown_by)
        assert any(f"as {standing.state}: rejected by Ana" in step.detail for step in now.steps)
        assert standing.id in {one.id for one in picture.rejected}


def ledger(crisis, picture):
    return {crisis.keys[one.commitment_id] for one in picture.standings}


def ids_of(*told):
    return [event for _, event in told]


def replace_publisher(told, publisher):
    """The same report and event by another publisher."""
    report, event = told
    own = replace(report, publisher=publisher)

    def moved(span):
        return None if span is None else own.span(span.start, span.end)

    actors = [
        tuple(replace(one, mention=moved(one.mention)) for one in side) for side in (event.by, event.to)
    ]
    grounds = replace(event.grounds, evidence=(moved(event.grounds.evidence[0]),))
    changed = replace(event, trigger=moved(event.trigger), by=actors[0], to=actors[1], grounds=grounds)
    return own, changed
