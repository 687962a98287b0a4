"""What a drawing takes over from the one before changes nothing, whichever records come or go between."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from crises import CODEBOOK, evening, load_crisis
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.crisis.acts import gather_acts
from detente.crisis.chains import link_chains
from detente.crisis.claims import find_claims
from detente.crisis.commitments import keep_ledger
from detente.crisis.denials import denied_incidents
from detente.crisis.ledger import list_promises
from detente.crisis.levels import find_ruptures, gather_dyads, measure_days, measure_weeks
from detente.crisis.pelt import Cuts
from detente.crisis.recall import Recall

CRISES = {name: load_crisis(name) for name in ("examples.toml", "ceasefire.toml")}
DAYS = st.lists(st.integers(0, 400), min_size=2, max_size=6)


def drawn(test):
    """Run a test on each golden crisis as of some days, one after the other, with one recall."""

    @pytest.mark.parametrize("name", CRISES)
    @settings(max_examples=25, deadline=None)
    @given(days=DAYS, seed=st.randoms(use_true_random=False))
    def run(name, days, seed):
        crisis, recall = CRISES[name], Recall()
        first = min(report.published_at for report in crisis.reports if report.published_at).date()
        for days_on in days:
            test(crisis, seed, evening(first + timedelta(days=days_on)), recall)
            recall.turn()

    return run


@drawn
def test_the_ledger_is_what_it_is_from_nothing(crisis, seed, moment, recall):
    seen = without_some(crisis, seed, 0.2).known(moment)
    assert list_promises(seen, CODEBOOK, recall) == list_promises(seen, CODEBOOK)
    assert keep_ledger(seen, CODEBOOK, recall=recall) == keep_ledger(seen, CODEBOOK)


@drawn
def test_what_the_events_add_up_to_is_what_it_is_from_nothing(crisis, seed, moment, recall):
    seen = changed(crisis, seed).known(moment)
    denials = denied_incidents(seen, recall)
    assert denials == denied_incidents(seen)
    acts = gather_acts(seen, CODEBOOK, denials=denials, recall=recall)
    assert acts == gather_acts(seen, CODEBOOK)
    claims = find_claims(seen, CODEBOOK, denials=denials, recall=recall)
    assert claims == find_claims(seen, CODEBOOK)
    assert link_chains(seen, CODEBOOK, acts=acts, recall=recall) == link_chains(seen, CODEBOOK)
    for series in gather_dyads(seen, codebook=CODEBOOK, acts=acts):
        assert measure_days(series, CODEBOOK, recall) == measure_days(series, CODEBOOK)
        assert measure_weeks(series, CODEBOOK, recall) == measure_weeks(series, CODEBOOK)
        assert find_ruptures(series, recall) == find_ruptures(series)


def without_some(crisis, seed, share):
    """A crisis without the records of a share of its reports."""
    gone = {report.id for report in crisis.reports if seed.random() < share}
    records = tuple(record for record in crisis.records if record.grounds.source_id not in gone)
    return replace(crisis, records=records)


def changed(crisis, seed):
    """A crisis without some reports, with a report or two in another's voice, and two incidents as one."""
    crisis = without_some(crisis, seed, 0.1)
    voices, incidents = list(crisis.voices.values()), sorted(set(crisis.incidents.values()))
    one, other = seed.choice(incidents), seed.choice(incidents)
    return replace(
        crisis,
        voices={
            name: seed.choice(voices) if seed.random() < 0.05 else voice
            for name, voice in crisis.voices.items()
        },
        incidents={name: one if was == other else was for name, was in crisis.incidents.items()},
    )


@given(steps=st.lists(st.lists(st.sampled_from([0.0, 0.1, 2.0, -3.0]), max_size=40), min_size=1, max_size=5))
def test_cuts_are_what_they_are_from_nothing(steps):
    cuts, values = Cuts(), np.zeros(0)
    for step in steps:
        values = np.concatenate([values[: max(0, len(values) - 3)], step])
        assert cuts.follow(values, 4.0) == Cuts().follow(values, 4.0)
