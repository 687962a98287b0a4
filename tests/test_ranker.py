"""The ranker: no look-ahead, honest ranks, one seed one answer."""

import importlib.util
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from detente.outlook.ranking.backoff import Told, mixing_weights
from detente.outlook.ranking.facts import Queries, belonging, both_ways, queries
from detente.outlook.ranking.learning import fit
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.ranks import filtered_ranks, standing
from detente.outlook.ranking.rules import Past, Rules
from detente.outlook.ranking.signals import SHARES, signals
from detente.outlook.ranking.tallies import DAYS, EVER, NEVER, Tally
from detente.schema import ForecastError, InputError

ENTITIES, RELATIONS, DAYS_OF_WORLD = 40, 3, 70


def world(days=DAYS_OF_WORLD):
    """Rows of a small world: each has its partners, and who was struck strikes back the next day."""
    chance = np.random.default_rng(3)
    rows, struck = [], []
    for day in range(days):
        rows += [(object_, 2, subject, day) for subject, object_ in struck]
        struck = []
        for subject in range(ENTITIES):
            if chance.random() < 0.5:
                rows.append((subject, 0, (subject + int(chance.integers(1, 4))) % ENTITIES, day))
            if chance.random() < 0.2:
                struck.append((subject, int(chance.integers(0, ENTITIES))))
        rows += [(subject, 1, object_, day) for subject, object_ in struck]
    return np.array(rows)


ROWS = world()
LAST = DAYS_OF_WORLD - 1


def graph(rows=ROWS):
    return both_ways(rows, entities=ENTITIES, relations=RELATIONS)


def asked_of(*pairs):
    subject, relation = (np.array(part, dtype=np.int64) for part in zip(*pairs, strict=True))
    nobody = np.zeros(0, dtype=np.int64)
    return Queries(subject=subject, relation=relation, place=nobody, answer=nobody)


def learnt(rows=ROWS, seed=0):
    return fit(graph(rows), before=LAST, seed=seed, queries_learnt=400, rounds=15)


QUERIES = asked_of((0, 0), (1, 1), (2, 2), (3, 4))


@pytest.fixture(scope="module")
def scores():
    return learnt().score(QUERIES, LAST)


def test_facts_are_told_from_both_ends_and_once():
    facts = both_ways([(0, 1, 2, 5), (0, 1, 2, 5), (2, 0, 1, 3)], entities=3, relations=2)
    ends = (facts.subject.tolist(), facts.relation.tolist(), facts.object.tolist())
    told = set(zip(*ends, strict=True))
    assert len(facts) == 4 and facts.day.tolist() == [3, 3, 5, 5]
    assert told == {(0, 1, 2), (2, 3, 0), (2, 0, 1), (1, 2, 2)}
    asked = queries(facts, 5)
    assert asked.relation.tolist() == [1, 3] and asked.answer[asked.place == 1].tolist() == [0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [([(0, 2, 1, 0)], "relation 2"), ([(0, 0, 3, 0)], "object 3"), (np.zeros((0, 4)), "no facts")],
)
def test_impossible_facts_are_refused(rows, said):
    with pytest.raises(ForecastError, match=said):
        both_ways(rows, entities=3, relations=2)


def test_names_tell_home_and_kind():
    home, kind = belonging(["Police (India)", "Police_(Kenya)", "Citizen_(India)", "India", "Kenya"])
    assert home[0] == home[2] == home[3] and home[1] == home[4] != home[0]
    assert kind[0] == kind[1] and len(set(kind.tolist())) == 4


def test_counts_fade_by_their_half_life():
    tally = Tally(np.array([7, 9]))
    tally.add(np.array([7, 7]), 10)
    tally.add(np.array([7]), 13)
    found = tally.find(np.array([7, 9, 8]), 16)
    assert found.faded[0, EVER] == 3
    assert found.faded[0, DAYS] == pytest.approx(2 / 16 + 1 / 4)
    assert found.since.tolist() == [3, NEVER, NEVER] and found.first[0] == 6
    assert not found.faded[1:].any()
    assert found.gap().tolist() == [1.5, NEVER, NEVER]


def test_a_rule_is_as_sure_as_it_was_right():
    rules = Rules(2)
    for day in range(200):
        asked = replace(asked_of((0, 1)), place=np.array([0]), answer=np.array([1 if day % 4 else 2]))
        past = Past(
            query=np.array([0]),
            relation=np.array([0]),
            object=np.array([1]),
            since=np.array([1]),
            times=np.array([1.0], dtype=np.float32),
            month=np.ones(1, dtype=np.float32),
            season=np.ones(1, dtype=np.float32),
        )
        rules.learn(asked, past, 3)
    together, best = rules.concluded(asked, past, 3)
    assert best[0].tolist() == pytest.approx([0, 0.75, 0], abs=0.02)
    assert np.allclose(together, best)
    older = replace(past, since=np.array([200]))
    assert rules.confidence(asked, older)[0] < 0.2


def test_ties_share_the_mean_of_their_ranks_and_other_answers_are_left_out():
    asked = replace(asked_of((0, 0)), place=np.array([0, 0]), answer=np.array([1, 3]))
    scores = np.array([[0.5, 0.5, 0.5, 0.9, 0.1]])
    assert filtered_ranks(scores, asked).tolist() == [2.0, 1.0]
    assert filtered_ranks(np.zeros((1, 5)), asked).tolist() == [2.5, 2.5]
    found = standing(np.array([1.0, 2.0, 4.0, 20.0]))
    assert (found.mrr, found.hits_1, found.hits_3, found.hits_10) == (0.45, 0.25, 0.5, 0.75)
    assert np.isnan(standing(np.zeros(0)).mrr)


def test_mixing_weights_go_to_the_signal_that_was_right():
    shares = np.zeros((300, SHARES))
    shares[:, 0], shares[:, 1] = 0.9, 0.1
    weights = mixing_weights([Told(shares=shares, classes=np.full(300, 2))])
    assert weights[2, 0] > 0.9 and np.allclose(weights.sum(axis=1), 1.0)
    assert np.allclose(weights[0], 1 / SHARES)


def test_every_entity_has_a_score_and_shares_sum_to_one(scores):
    assert scores.shape == (len(QUERIES), ENTITIES) and np.isfinite(scores).all()
    memory = Memory(graph())
    for day in range(30):
        memory.learn(day)
    memory.refresh(30)
    shares = signals(memory, QUERIES, 30).shares()
    sums = np.stack([share.sum(axis=1) for share in shares])
    assert len(shares) == SHARES and (np.isclose(sums, 1.0, atol=1e-3) | (sums == 0)).all()
    assert np.isclose(sums[0], 1.0, atol=1e-3).all()


def test_a_planted_future_changes_no_score(scores):
    storm = [(0, 0, entity, LAST) for entity in range(ENTITIES)]
    after = [(entity, 1, 1, LAST + 1) for entity in range(ENTITIES)]
    planted = learnt(np.concatenate([ROWS, np.array(storm + after)]))
    assert np.array_equal(planted.score(QUERIES, LAST), scores)


def test_the_past_does_change_the_scores(scores):
    earlier = np.array([(0, 0, 20, LAST - back) for back in (1, 2, 3)])
    changed = learnt(np.concatenate([ROWS, earlier])).score(QUERIES, LAST)
    assert (changed[0] > changed[0, 20]).sum() < (scores[0] > scores[0, 20]).sum()


def test_one_seed_gives_one_answer(scores):
    assert np.array_equal(learnt().score(QUERIES, LAST), scores)


def test_portions_do_not_change_a_score():
    ranker = learnt()
    whole = ranker.score(QUERIES, LAST)
    alone = [ranker.score(QUERIES.only(np.array([place])), LAST) for place in range(len(QUERIES))]
    assert np.allclose(whole, np.concatenate(alone), atol=1e-6)


def test_who_was_struck_strikes_back():
    ranker = learnt()
    yesterday = ROWS[(ROWS[:, 3] == LAST - 1) & (ROWS[:, 1] == 1)]
    asked = queries(graph(), LAST)
    asked = asked.only(np.flatnonzero(asked.relation == 2))
    found = standing(filtered_ranks(ranker.score(asked, LAST), asked))
    assert found.answers == len(yesterday)
    assert found.hits_1 > 0.7


def test_too_few_days_are_refused():
    with pytest.raises(ForecastError, match="10 days"):
        fit(graph(), before=10)


def bench():
    path = Path(__file__).parents[1] / "bench" / "icews.py"
    spec = importlib.util.spec_from_file_location("icews", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_bench_reads_its_format_and_says_what_is_missing(tmp_path):
    icews = bench()
    for split, rows in (("train", ROWS[ROWS[:, 3] < 60]), ("valid", ROWS[ROWS[:, 3] >= 60])):
        text = "".join(f"{s}\t{r}\t{o}\t{24 * day}\t-1\n" for s, r, o, day in rows.tolist())
        (tmp_path / f"{split}.txt").write_text(text)
    (tmp_path / "stat.txt").write_text(f"{ENTITIES} {RELATIONS} 0\n")
    (tmp_path / "entity2id.txt").write_text("".join(f"E{n}\t{n}\n" for n in range(ENTITIES)))
    facts, first = icews.read(tmp_path, icews.SPLITS["valid"])
    assert first == 60 and len(facts) == 2 * len(np.unique(ROWS, axis=0))
    with pytest.raises(InputError, match=r"no test\.txt"):
        icews.read(tmp_path, icews.SPLITS["test"])
    (tmp_path / "test.txt").write_text("0\t1\tx\t3\n")
    with pytest.raises(InputError, match=r"test\.txt, line 1"):
        icews.read(tmp_path, icews.SPLITS["test"])
