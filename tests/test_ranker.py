"""The ranker: no look-ahead, honest ranks, one seed one answer, and acts with what they rest on."""

import importlib.util
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest

from detente.outlook.history import end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.ranking.acts import next_acts
from detente.outlook.ranking.backoff import Told, mixing_weights
from detente.outlook.ranking.facts import Queries, belonging, both_ways, queries
from detente.outlook.ranking.learning import fit
from detente.outlook.ranking.memory import Memory
from detente.outlook.ranking.ranks import filtered_ranks, standing
from detente.outlook.ranking.rules import Past, Rules
from detente.outlook.ranking.signals import SHARES, signals
from detente.outlook.ranking.tallies import DAYS, EVER, NEVER, Tally
from detente.outlook.ranking.windows import starts
from detente.schema import ForecastError, InputError, Question, RankedAct

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


FIRST = date(2024, 1, 1)
SIDES = [f"S{number:02}" for number in range(12)]
KINDS = ("CONSULT", "ASSAULT", "AID")


def acts_of(days=150):
    """Each side has two partners; every tenth day S00 assaults S01."""
    chance = np.random.default_rng(11)
    made = []
    for day in range(days):
        when = FIRST + timedelta(days=day)
        for number, by in enumerate(SIDES):
            if chance.random() < 0.25:
                to = SIDES[(number + int(chance.integers(1, 3))) % len(SIDES)]
                kind = KINDS[int(chance.random() < 0.1) * 2]
                made.append(Act(day=when, by=by, to=to, type=kind, id=f"a{len(made):05}"))
        if day % 10 == 4:
            made.append(Act(day=when, by="S00", to="S01", type="ASSAULT", id=f"a{len(made):05}"))
    return made


ACTS = acts_of()
WATCH = Watch(first_day=FIRST, last_day=FIRST + timedelta(days=149))
HISTORY = from_acts(ACTS, watch=WATCH)
NOW = end_of(FIRST + timedelta(days=119))
QUESTION = Question(asks="next", by="S00", horizon_days=14)


@pytest.fixture(scope="module")
def ranking():
    return next_acts(HISTORY, question=QUESTION, as_of=NOW)


def test_acts_are_ranked_by_their_probability(ranking):
    chances = [act.probability for act in ranking.acts]
    assert chances == sorted(chances, reverse=True) and len(chances) == 10
    assert ranking.method == "ranker 1"
    assert {act.by for act in ranking.acts} == {"S00"}
    first = {(act.type, act.to) for act in ranking.acts[:3]}
    assert first == {("ASSAULT", "S01"), ("CONSULT", "S01"), ("CONSULT", "S02")}
    assert ranking.acts[0].probability > 0.6


def test_an_act_says_what_it_rests_on(ranking):
    assault = next(act for act in ranking.acts if act.type == "ASSAULT")
    alike = [act for act in ACTS if (act.type, act.by, act.to) == ("ASSAULT", "S00", "S01")]
    assert assault.precedents == tuple(act.id for act in alike if act.day <= NOW.date())[-3:]
    assert [step.rule for step in assault.steps] == ["base rate", "seen", "moved by"]
    assert "on 12 days, last on 2024-04-24" in assault.steps[1].detail
    assert 0.7 < assault.base_rate < 1.0
    assert set(assault.precedents) <= set(ranking.inputs)
    assert ranking.steps[0].rule == "learnt from" and "past windows" in ranking.steps[0].detail


def test_a_planted_future_changes_no_ranking(ranking):
    day = NOW.date() + timedelta(days=1)
    storm = [Act(day=day, by="S00", to=to, type="AID", id=f"z{to}") for to in (*SIDES[1:], "A new side")]
    told_later = Act(day=NOW.date(), by="S00", to="S09", type="AID", known_at=end_of(day), id="late")
    planted = from_acts([*ACTS, *storm, told_later], watch=WATCH)
    assert next_acts(planted, question=QUESTION, as_of=NOW) == ranking
    past = from_acts([act for act in ACTS if act.day <= NOW.date()])
    assert next_acts(past, question=QUESTION, as_of=NOW) == ranking


def test_a_dyad_a_target_and_anybody_can_be_asked_about():
    dyad = next_acts(HISTORY, question=replace(QUESTION, to="S01"), as_of=NOW)
    assert {(act.by, act.to) for act in dyad.acts} == {("S00", "S01")}
    assert {act.type for act in dyad.acts} == {"ASSAULT", "CONSULT", "AID"}
    struck = replace(QUESTION, by=None, to="S01", of="ASSAULT")
    target = next_acts(HISTORY, question=struck, as_of=NOW, most=3)
    assert (target.acts[0].by, target.acts[0].to, target.acts[0].type) == ("S00", "S01", "ASSAULT")
    assert {act.type for act in target.acts} == {"ASSAULT"}
    anybody = next_acts(HISTORY, question=replace(QUESTION, by=None, of="verbal cooperation"), as_of=NOW)
    assert {act.type for act in anybody.acts} == {"CONSULT"}
    assert len({act.by for act in anybody.acts}) > 3


def test_windows_are_over_and_were_watched():
    watched = np.ones(100, dtype=bool)
    assert starts(watched, 20).tolist() == [30, 40, 50, 60, 70, 80]
    watched[-10:] = False
    assert starts(watched, 20).tolist() == [30, 40, 50, 60, 70]
    watched[45:62] = False
    assert starts(watched, 20).tolist() == [30, 60, 70]
    assert not len(starts(np.zeros(100, dtype=bool), 20))


def test_too_short_a_past_gives_base_rates_and_says_so():
    short = next_acts(HISTORY, question=QUESTION, as_of=end_of(FIRST + timedelta(days=30)))
    assert short.method == "base rate 1"
    assert short.steps[0].rule == "too little history" and "31 days" in short.steps[0].detail
    assert all(act.probability == pytest.approx(act.base_rate) for act in short.acts)
    assert short.acts[0].probability >= short.acts[-1].probability


@pytest.mark.parametrize(
    ("question", "said"),
    [
        (replace(QUESTION, by="Atlantis"), "no actor 'Atlantis'"),
        (replace(QUESTION, of="ASSALT"), "no 'ASSALT'"),
        (replace(QUESTION, asks="quad", of="ASSAULT"), "'quad'"),
    ],
)
def test_what_cannot_be_ranked_is_refused(question, said):
    with pytest.raises(ForecastError, match=said):
        next_acts(HISTORY, question=question, as_of=NOW)


def test_a_probability_has_its_bounds():
    with pytest.raises(ForecastError, match=r"1\.2"):
        RankedAct(by="A", type="AID", to="B", probability=1.2, base_rate=0.1)


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
