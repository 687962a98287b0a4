"""The golden crises: what hand-written records must add up to, to the record."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from crises import FOLDER, evening, load_crisis
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.crisis.assessment import assess
from detente.crisis.chains import link_chains
from detente.crisis.claims import find_claims
from detente.crisis.commitments import keep_ledger
from detente.crisis.known import known
from detente.crisis.levels import find_ruptures, gather_dyads, measure_days, measure_weeks
from detente.schema import Actor, Event, Grounds, Row, When

CRISES = {path.stem: load_crisis(path.name) for path in sorted(FOLDER.glob("*.toml"))}


def cases(kind):
    """Each expectation of a kind, with its crisis."""
    return [
        pytest.param(crisis, case, id=f"{name}: {case['why']}")
        for name, crisis in CRISES.items()
        for case in crisis.expected.get(kind, ())
    ]


def last_evening(crisis):
    return evening(max(report.known_at for report in crisis.reports).date())


@pytest.mark.parametrize(("crisis", "case"), cases("standings"))
def test_the_ledger(crisis, case):
    standings = keep_ledger(crisis.known(evening(case["as_of"])))
    assert {crisis.keys[one.commitment_id]: one.state for one in standings} == case["states"]
    shown = {crisis.keys[one.commitment_id]: crisis.names(one.shown_by) for one in standings if one.shown_by}
    assert shown == case.get("shown_by", {})
    for one in standings:
        assert {one.commitment_id, *one.shown_by} <= set(one.records)


@pytest.mark.parametrize(("crisis", "case"), cases("claims"))
def test_the_claims(crisis, case):
    claims = find_claims(crisis.known(evening(case["as_of"])))
    matching = [claim for claim in claims if case["of"] in crisis.names(claim.records)]
    found = [claim for claim in matching if claim.state == case["state"]]
    assert found, [(claim.proposition, claim.state) for claim in matching]
    named = [
        {kind: crisis.names(getattr(claim, kind)) for kind in ("asserted", "denied", "repeated")}
        for claim in found
    ]
    assert {kind: case.get(kind, []) for kind in ("asserted", "denied", "repeated")} in named


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_the_chains_are_these_and_no_others(crisis):
    chains = link_chains(crisis.known(last_evening(crisis)))
    found = sorted((chain.act, chain.answer, chain.basis, chain.lag_days) for chain in chains)
    wanted = (
        (case["act"], case["answer"], case["basis"], case["lag_days"]) for case in crisis.expected["chains"]
    )
    assert found == sorted(wanted)


@pytest.mark.parametrize(("crisis", "case"), cases("assessments"))
def test_the_arrow_and_the_alerts(crisis, case):
    seen = crisis.known(evening(case["as_of"]))
    ruptures = [rupture for series in gather_dyads(seen) for rupture in find_ruptures(series)]
    found = assess(seen, about=case["about"], standings=keep_ledger(seen), ruptures=ruptures)
    assert (found.arrow, list(found.alerts)) == (case.get("arrow"), case["alerts"]), found.steps
    assert set(found.records) <= set(crisis.keys)


@pytest.mark.parametrize(("crisis", "case"), cases("weeks"))
def test_the_weeks(crisis, case):
    series = gather_dyads(crisis.known(last_evening(crisis)), dyads=[(case["by"], case["to"])])
    weeks = {level.first_day: level for level in measure_weeks(series[0])}
    level = weeks[case["week"]]
    assert level.value == pytest.approx(case["value"], abs=0.005)
    assert level.reports == case["reports"]
    assert crisis.names(level.records) == case["records"]


def test_every_record_of_a_finding_is_of_the_crisis():
    for crisis in CRISES.values():
        seen = crisis.known(last_evening(crisis))
        levels = (level for series in gather_dyads(seen) for level in measure_weeks(series))
        for finding in (*find_claims(seen), *keep_ledger(seen), *link_chains(seen), *levels):
            assert finding.records or (finding.kind == "level" and finding.reports == 0)
            assert set(finding.records) <= set(crisis.keys)
            assert 0.0 < finding.probability <= 1.0
            assert finding.steps or finding.kind == "standing"


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
@given(day=st.integers(0, 150), random=st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None)
def test_nothing_rests_on_what_came_later(crisis, day, random):
    """Findings as of a time are the same whether or not the record goes on, and in any order of it."""
    first = min(report.known_at for report in crisis.reports).date()
    as_of = evening(first + timedelta(days=day))
    early = replace(
        crisis,
        reports=tuple(shuffled(random, (one for one in crisis.reports if one.known_at <= as_of))),
        records=tuple(shuffled(random, (one for one in crisis.records if one.grounds.known_at <= as_of))),
    )
    assert everything(early.known(as_of)) == everything(crisis.known(as_of))


def test_records_of_an_archive_need_no_report():
    """A row has no text: what rests on words finds nothing, what rests on acts counts it."""
    actors = [Actor(name=name, entity=name, country=name) for name in ("RUS", "UKR")]
    day = date(2025, 6, 1)
    event = Event(
        type="ASSAULT",
        by=(actors[0],),
        to=(actors[1],),
        when=When(earliest=day, latest=day, basis="stated"),
        intensity=-9.75,
        grounds=Grounds(
            evidence=(Row(dataset="archive", row=1, sha256="0" * 64),),
            known_at=evening(day),
            reading_id="import",
            probability=1.0,
        ),
    )
    seen = known([event], [], incidents={event.id: "incident"}, voices={}, as_of=evening(day))
    claims, standings, chains, levels, ruptures, _ = everything(seen)
    assert [(claim.state, claim.voices) for claim in claims] == [("single-voice", ("archive",))]
    assert [level.records for level in levels] == [(event.id,), (event.id,)]
    assert (standings, chains, ruptures) == ((), (), [])


def shuffled(random, values):
    found = list(values)
    random.shuffle(found)
    return found


def everything(seen):
    series = gather_dyads(seen)
    standings = keep_ledger(seen)
    ruptures = [rupture for one in series for rupture in find_ruptures(one)]
    levels = [level for one in series for level in (*measure_days(one), *measure_weeks(one))]
    parties = sorted({name for one in series for name in (one.by, one.to)} | {"XMV", "x:front"})
    month = assess(seen, about=parties, standings=standings, ruptures=ruptures)
    return find_claims(seen), standings, link_chains(seen), levels, ruptures, month
