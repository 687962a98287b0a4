"""Acts that may come next: no look-ahead, base rates unless the ranker beat them, and what each rests on."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from detente.outlook.asking import ask, base_rate
from detente.outlook.history import end_of
from detente.outlook.intake import Act, Watch, from_acts
from detente.outlook.ranking.acts import next_acts
from detente.schema import ForecastError, Question, RankedAct

FIRST = date(2024, 1, 1)
SIDES = [f"S{number:02}" for number in range(8)]
DAYS = 190


def storms(days=DAYS + 30):
    """Each side consults two partners now and then; storms of assaults between neighbours come and go, and
    S00 has S01 in one at the end.
    """
    chance = np.random.default_rng(11)
    made, left = [], dict.fromkeys(SIDES, 0)
    for day in range(days):
        if day == DAYS - 8:
            left["S00"] = 30
        for number, by in enumerate(SIDES):
            if left[by] == 0 and chance.random() < 0.02:
                left[by] = 25
            acts = [("CONSULT", int(chance.integers(1, 3)))] if chance.random() < 0.05 else []
            if left[by]:
                left[by] -= 1
                acts += [("ASSAULT", 1)] if chance.random() < 0.6 else []
            made += [
                Act(
                    day=FIRST + timedelta(days=day),
                    by=by,
                    to=SIDES[(number + far) % len(SIDES)],
                    type=kind,
                    id=f"a{day:03}{number}{kind}",
                )
                for kind, far in acts
            ]
    return made


ACTS = storms()
WATCH = Watch(first_day=FIRST, last_day=FIRST + timedelta(days=DAYS + 29))
HISTORY = from_acts(ACTS, watch=WATCH)
NOW = end_of(FIRST + timedelta(days=DAYS - 1))
QUESTION = Question(asks="next", by="S00", horizon_days=7)


@pytest.fixture(scope="module")
def ranking():
    return next_acts(HISTORY, question=QUESTION, as_of=NOW)


def rules(steps):
    return [step.rule for step in steps]


def test_acts_are_ranked_by_their_probability(ranking):
    chances = [act.probability for act in ranking.acts]
    assert chances == sorted(chances, reverse=True) and len(chances) == 10
    assert ranking.method == "ranker 2"
    assert {act.by for act in ranking.acts} == {"S00"}
    first = ranking.acts[0]
    assert (first.type, first.to) == ("ASSAULT", "S01")
    assert first.probability > max(0.6, first.base_rate + 0.2)  # a storm goes on, which the past did not
    assert rules(ranking.steps) == ["learnt from", "tried", "probabilities"]
    assert "past windows of 7 days" in ranking.steps[0].detail
    learnt, usual = (
        float(part.split()[0]) for part in ranking.steps[1].detail.split("score ")[1].split(", ")[:2]
    )
    assert learnt < usual
    assert ranking.steps[2].detail.startswith("from the ranker")


def test_an_act_says_what_it_rests_on(ranking):
    assault = ranking.acts[0]
    alike = [act for act in ACTS if (act.type, act.by, act.to) == ("ASSAULT", "S00", "S01")]
    known = [act for act in alike if act.day <= NOW.date()]
    assert assault.precedents == tuple(act.id for act in known)[-3:]
    assert rules(assault.steps) == ["base rate", "seen", "moved by"]
    assert assault.steps[1].detail == f"on {len(known)} days, last on {known[-1].day}"
    assert " (x" in assault.steps[2].detail and "triple" not in assault.steps[2].detail
    assert set(assault.precedents) <= set(ranking.inputs)


def test_a_planted_future_changes_no_ranking(ranking):
    day = NOW.date() + timedelta(days=1)
    storm = [Act(day=day, by="S00", to=to, type="AID", id=f"z{to}") for to in (*SIDES[1:], "A new side")]
    told_later = Act(day=NOW.date(), by="S00", to="S05", type="AID", known_at=end_of(day), id="late")
    planted = from_acts([*ACTS, *storm, told_later], watch=WATCH)
    assert next_acts(planted, question=QUESTION, as_of=NOW) == ranking
    past = from_acts(
        [act for act in ACTS if act.day <= NOW.date()], watch=replace(WATCH, last_day=NOW.date())
    )
    assert next_acts(past, question=QUESTION, as_of=NOW) == ranking


def test_a_dyad_a_target_and_anybody_can_be_asked_about():
    dyad = next_acts(HISTORY, question=replace(QUESTION, to="S01"), as_of=NOW)
    assert {(act.by, act.to) for act in dyad.acts} == {("S00", "S01")}
    assert {act.type for act in dyad.acts} == {"ASSAULT", "CONSULT"}
    struck = replace(QUESTION, by=None, to="S01", of="ASSAULT")
    target = next_acts(HISTORY, question=struck, as_of=NOW, most=3)
    assert (target.acts[0].by, target.acts[0].to, target.acts[0].type) == ("S00", "S01", "ASSAULT")
    assert {act.type for act in target.acts} == {"ASSAULT"}
    anybody = next_acts(HISTORY, question=replace(QUESTION, by=None, of="verbal cooperation"), as_of=NOW)
    assert {act.type for act in anybody.acts} == {"CONSULT"}
    assert len({act.by for act in anybody.acts}) > 3


def independent(days=500):
    """Acts that know nothing of one another: there is nothing to learn but how often they come."""
    chance = np.random.default_rng(1)
    rates = (
        ("RUS", "ASSAULT", "UKR", 0.35),
        ("UKR", "ASSAULT", "RUS", 0.2),
        ("RUS", "THREATEN", "USA", 0.05),
    )
    acts = [
        Act(day=FIRST + timedelta(days=day), by=by, type=kind, to=to)
        for day in range(days)
        for by, kind, to, rate in rates
        if chance.random() < rate
    ]
    return from_acts(acts, watch=Watch(first_day=FIRST, last_day=FIRST + timedelta(days=days - 1)))


def test_where_there_is_nothing_to_learn_probabilities_are_base_rates():
    history, as_of = independent(), end_of(FIRST + timedelta(days=499))
    found = next_acts(history, question=replace(QUESTION, by="RUS"), as_of=as_of)
    assert found.method == "base rate 2"
    assert rules(found.steps) == ["learnt from", "tried", "probabilities"]
    assert found.steps[2].detail.startswith("from base rates")
    assert [(act.type, act.to) for act in found.acts] == [("ASSAULT", "UKR"), ("THREATEN", "USA")]
    for act, rate in zip(found.acts, (0.35, 0.05), strict=True):
        assert act.probability == act.base_rate == pytest.approx(1 - (1 - rate) ** 7, abs=0.1)
        assert rules(act.steps) == ["base rate", "seen"]


def test_base_rates_are_those_of_the_other_questions_and_no_part_is_likelier_than_its_whole(ranking):
    short = next_acts(HISTORY, question=QUESTION, as_of=end_of(FIRST + timedelta(days=80)))
    for found in (short, ranking):
        for act in found.acts:
            alone = Question(asks="type", by=act.by, to=act.to, of=act.type, horizon_days=7)
            (usual, _), steps = base_rate(ask(HISTORY, alone, found.as_of))
            assert act.base_rate == usual and act.steps[: len(steps)] == steps
            quad = HISTORY.quads[HISTORY.quad_of_type[HISTORY.types.index(act.type)]]
            whole = replace(alone, asks="quad", of=quad)
            assert act.base_rate <= base_rate(ask(HISTORY, whole, found.as_of))[0][0] + 1e-12


def test_too_short_a_past_gives_base_rates_and_says_so():
    short = next_acts(HISTORY, question=QUESTION, as_of=end_of(FIRST + timedelta(days=80)))
    assert short.method == "base rate 2"
    assert short.steps[0].rule == "too little history" and "81 days on record" in short.steps[0].detail
    assert "84" in short.steps[0].detail
    assert all(act.probability == act.base_rate for act in short.acts)
    assert short.acts[0].probability > short.acts[-1].probability


def test_a_day_is_one_and_never_is_never():
    one = from_acts([Act(day=FIRST, by="S00", to="S01", type="AID")], watch=WATCH)
    (act,) = next_acts(one, question=QUESTION, as_of=NOW).acts
    assert act.steps[1].detail == f"on 1 day, last on {FIRST}"


def test_a_long_silence_at_first_leaves_fewer_windows():
    late = [act for act in ACTS if act.day >= FIRST + timedelta(days=DAYS - 30)]
    found = next_acts(from_acts(late, watch=WATCH), question=QUESTION, as_of=NOW)
    assert found.method == "base rate 2" and rules(found.steps) == ["too little history"]


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
