"""What a drawing takes over from the one before changes nothing, whichever records come or go between."""

from dataclasses import replace
from datetime import timedelta

import pytest
from crises import CODEBOOK, evening, load_crisis
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.crisis.commitments import keep_ledger
from detente.crisis.ledger import list_promises
from detente.crisis.recall import Recall

CRISES = {name: load_crisis(name) for name in ("examples.toml", "ceasefire.toml")}
DAYS = st.lists(st.integers(0, 400), min_size=2, max_size=6)


@pytest.mark.parametrize("name", CRISES)
@settings(max_examples=25, deadline=None)
@given(days=DAYS, seed=st.randoms(use_true_random=False))
def test_the_ledger_is_what_it_is_from_nothing(name, days, seed):
    crisis, recall = CRISES[name], Recall()
    first = min(report.published_at for report in crisis.reports if report.published_at).date()
    for days_on in days:
        gone = {report.id for report in crisis.reports if seed.random() < 0.2}
        some = replace(crisis, records=tuple(r for r in crisis.records if r.grounds.source_id not in gone))
        seen = some.known(evening(first + timedelta(days=days_on)))
        assert list_promises(seen, CODEBOOK, recall) == list_promises(seen, CODEBOOK)
        assert keep_ledger(seen, CODEBOOK, recall=recall) == keep_ledger(seen, CODEBOOK)
        recall.turn()
