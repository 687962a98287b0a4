"""The outlook of a store: what is counted, kept and resolved, and that no later report changes it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from building import make_records, make_report

from detente import Outlook
from detente.codebook import load
from detente.monitor import import_paths, write_brief
from detente.monitor.histories import Unobserved, gather_past
from detente.monitor.resolving import resolved
from detente.monitor.versions import as_believed
from detente.outlook.asking import window_of
from detente.outlook.forecasting import CHOSEN
from detente.outlook.ranking.stored import USUAL, as_forecasts
from detente.schema import Event, Forecast, ForecastError, InputError, Outcome, Question, Reading, When
from detente.store import Store

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2024, 1, 1)
CUT = datetime(2024, 6, 30, 23, 59, 59, 999999, tzinfo=UTC)
QUAD = "material conflict"


def rows(days):
    """Two sides that storm and rest, and a third that talks to both."""
    chance = np.random.default_rng(11)
    found, loud = [], 0.0
    for day in range(days):
        when = FIRST + timedelta(days=day)
        loud = 0.9 * loud + (chance.random() < 0.06) * 1.2
        for by, to in (("RUS", "UKR"), ("UKR", "RUS")):
            kinds = ("ASSAULT", "ACCUSE", "CONSULT", "AID")
            found += [f"{when},{by},{kinds[n % 4]},{to}" for n in range(chance.poisson(0.1 + loud))]
        if chance.random() < 0.3:
            found.append(f"{when},USA,CONSULT,{'RUS' if day % 2 else 'UKR'}")
    return found


def fill(folder, lines, name="acts.csv", store=None, dataset="mine"):
    (folder / name).write_text("\n".join(["date,by,type,to", *lines]) + "\n")
    store = store or Store(folder / "record", create=True)
    import_paths("table", [str(folder / name)], store, now=lambda: NOW, dataset=dataset)
    return store


def ask(store, **more):
    return Outlook(
        store, **{"about": "RUS>UKR", "dataset": "mine", "horizon_days": 7, "type": "ASSAULT", **more}
    )


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return fill(tmp_path_factory.mktemp("archive"), rows(240))


def test_a_fact_of_the_future_changes_no_forecast(archive, tmp_path):
    later = (CUT.date() + timedelta(days=1 + day) for day in range(25))
    storm = [f"{day},{by},ASSAULT,{to}" for day in later for by, to in (("RUS", "UKR"), ("UKR", "RUS"))] * 3
    planted = fill(tmp_path, [*rows(240), *storm])
    plain, told = (ask(store, as_of=CUT).forecasts for store in (archive, planted))
    # rows of another file have other ids, and ids stand in what a forecast rests on
    bare = [
        [[replace(one, inputs=(), precedents=(), steps=()) for one in group] for group in groups]
        for groups in (plain, told)
    ]
    assert bare[0] == bare[1]
    assert [step.rule for step in plain[0][0].steps] == [step.rule for step in told[0][0].steps]
    assert ask(planted).forecasts[0][0].probability != ask(archive).forecasts[0][0].probability


def halves():
    """The same acts, before the middle of June and from then on."""
    lines = rows(240)
    return [r for r in lines if r < "2024-06-19"], [r for r in lines if r >= "2024-06-19"]


def test_forecasts_are_stored_once_and_resolve_when_their_window_is_over(tmp_path):
    before, after = halves()
    store = fill(tmp_path, before)
    early = ask(store)
    assert early.keep(issued_at=NOW) == (14, 0)
    assert early.keep(issued_at=NOW + timedelta(days=1)) == (0, 0)
    assert not early.score().rows
    fill(tmp_path, after, "more.csv", store)
    again = ask(store)
    made = early.forecasts[0][0]
    first, last = window_of(made)
    acts = [r for r in (*before, *after) if str(first) <= r[:10] <= str(last) and "RUS,ASSAULT,UKR" in r]
    counted = {one.forecast_id: one for one in again.settled()}
    assert counted[early.forecasts[1][0].id].value == len(acts)
    assert counted[made.id].value == float(bool(acts))
    assert len(counted[made.id].records) == len(acts)
    assert again.keep(issued_at=NOW) == (14, 14)
    assert store.load(Forecast, [made.id]) == (replace(made, issued_at=NOW),)
    assert store.verify() == ()
    assert store.sql("SELECT count(*) AS n FROM outcomes", as_of=early.as_of).item() == 0
    score = again.score()
    assert score.resolved == 14 and score.ahead == 0  # all of it was asked in 2026
    assert {row.method for row in score.rows} >= {"the one to go by", "climatology", "combined"}


def test_ranked_acts_are_stored_and_resolve_like_other_forecasts(tmp_path):
    before, after = halves()
    store = fill(tmp_path, before)
    early = ask(store, type=None)
    assert early.next_acts(most=4)[0].method == "base rate 2"  # told apart below, as if the ranker had won
    rankings = [replace(one, method="ranker 2") for one in early.next_acts(most=4)]
    new, _ = early.keep_ranked(rankings, issued_at=NOW)
    assert new == 8
    fill(tmp_path, after, "more.csv", store)
    again = ask(store, type=None)
    assert again.keep_ranked((), issued_at=NOW) == (0, 8)
    found = again.score()
    assert {row.method for row in found.rows} == {"ranker", USUAL} and found.ranked
    first, last = window_of(as_forecasts(rankings[0])[0])
    best = rankings[0].acts[0]
    came = any(
        str(first) <= row[:10] <= str(last) and row[11:] == f"{best.by},{best.type},{best.to}"
        for row in after
    )
    (row,) = [one for one in resolved(store, dataset="mine") if one.forecast.question.of == best.type][:1]
    assert row.value == float(came)


def test_an_outcome_that_late_rows_change_is_a_new_row(tmp_path):
    store = Store(tmp_path / "record", create=True)
    question = Question(asks="quad", by="A", to="B", of=QUAD, horizon_days=7)
    made = Forecast(question=question, issued_at=NOW, as_of=NOW, probability=0.4, method="rate 1")
    first = Outcome(forecast_id=made.id, resolved_at=NOW + timedelta(days=8), value=0.0)
    second = Outcome(forecast_id=made.id, resolved_at=NOW + timedelta(days=9), value=1.0, records=("x",))
    back = replace(first, resolved_at=NOW + timedelta(days=10))
    assert store.add_outlook([made], [first], recorded_at=NOW) == (1, 1)
    assert store.add_outlook([made], [second], recorded_at=NOW + timedelta(hours=1)) == (0, 1)
    assert store.sql("SELECT value FROM outcomes").item() == 1.0
    assert store.sql("SELECT value FROM outcomes", as_of=NOW + timedelta(days=8)).item() == 0.0
    assert store.sql("SELECT value FROM outcomes", recorded_by=NOW).item() == 0.0
    assert store.add_outlook([], [back], recorded_at=NOW + timedelta(hours=2)) == (0, 1)
    assert store.sql("SELECT value FROM outcomes").item() == 0.0
    assert store.compact().before == 4 and store.verify() == ()
    assert store.find(made.id[:10]) == made


def test_a_lost_forecast_is_damage(tmp_path):
    store = Store(tmp_path / "record", create=True)
    outcome = Outcome(forecast_id="0" * 64, resolved_at=NOW, value=1.0)
    store.add_outlook([], [outcome], recorded_at=NOW)
    assert [damage.reason for damage in store.verify()] == ["rows of 1 outcomes are missing"]


def test_a_window_in_which_nobody_looked_is_not_resolved(tmp_path):
    before, after = halves()
    store = fill(tmp_path, before)
    first, last = window_of(ask(store).forecasts[0][0])
    asked = ask(store, unobserved=f"{first}..{last}")
    asked.keep(issued_at=NOW)
    fill(tmp_path, after, "more.csv", store)
    assert ask(store, unobserved=f"{first}..{last}").settled() == ()
    assert len(ask(store).settled()) == 14


def read_store(folder, days, copies=1):
    """A strike a day, each told by so many publishers in the same words."""
    store = Store(folder, create=True)
    readings = []
    for day in days:
        for number in range(copies):
            text = (
                f"Russia struck Kyiv. Officials spoke on day {day} of the war about what had been hit there."
            )
            report = make_report(text, day=day, publisher=f"post{number}.example")
            event = next(one for one in make_records(report) if isinstance(one, Event))
            when = When(earliest=date(2025, 6, day), latest=date(2025, 6, day), basis="publication")
            readings.append(
                Reading(
                    report=report,
                    raw=text.encode(),
                    reading_id="reader-1",
                    sentences=2,
                    records=(replace(event, when=when),),
                )
            )
    store.add(readings, recorded_at=NOW)
    return store


def test_copies_count_once_and_days_without_reports_are_unknown(tmp_path):
    days = (1, 2, 3, 6, 9)
    past = gather_past(read_store(tmp_path / "one", days, copies=3))
    assert len(past.history) == len(days)
    assert past.history.weight.tolist() == [1.0] * len(days)
    assert [day.day for day in past.history.silent] == [4, 5, 7, 8]
    assert past.as_of.date() == date(2025, 6, 9)
    assert past.history.ids[0] in {row["event_id"] for row in Store(tmp_path / "one").events().to_dicts()}


def struck(folder, **changes):
    """One report of one strike, the event changed."""
    report = make_report("Russia struck Kyiv. Officials spoke.", day=3)
    event = next(one for one in make_records(report) if isinstance(one, Event))
    store = Store(folder, create=True)
    reading = Reading(
        report=report, raw=b"x", reading_id="reader-1", sentences=2, records=(replace(event, **changes),)
    )
    store.add([reading], recorded_at=NOW)
    return store


def test_an_assault_upon_nobody_named_is_one_upon_the_country_where_it_happened(tmp_path):
    history = gather_past(struck(tmp_path / "one", to=())).history
    assert (history.actors[history.by[0]], history.actors[history.to[0]]) == ("RUS", "UKR")
    with pytest.raises(ForecastError, match="no report tells of an act of one side upon another"):
        gather_past(struck(tmp_path / "two", to=(), type="CONSULT"))


def test_what_is_planned_retold_or_doubtful_is_not_counted(tmp_path):
    weak = make_report("Russia struck Kyiv. Officials spoke.", day=3)
    grounds = next(iter(make_records(weak, probability=0.4))).grounds
    for name, changes in (
        ("planned", {"status": "planned"}),
        ("retold", {"background": True}),
        ("doubtful", {"grounds": grounds}),
    ):
        with pytest.raises(ForecastError, match="no report tells of an act"):
            gather_past(struck(tmp_path / name, **changes))


def test_a_report_without_a_date_does_not_move_the_end_of_the_record(tmp_path):
    store = read_store(tmp_path / "one", (1, 2, 3))
    text = "Russia struck Kyiv. Nobody says when this was."
    report = make_report(text, published_at=None, retrieved_at=NOW)
    store.add(
        [Reading(report=report, raw=text.encode(), reading_id="reader-1", sentences=2, records=())],
        recorded_at=NOW,
    )
    past = gather_past(store)
    assert (past.as_of.date(), past.history.last_day) == (date(2025, 6, 3), date(2025, 6, 3))


def test_a_short_record_gives_the_base_rate_with_its_width(tmp_path):
    asked = Outlook(read_store(tmp_path / "one", range(1, 10)), about="RUS>UKR", horizon_days=7)
    made = next(group[0] for group in asked.forecasts if group[0].question.of == QUAD)
    assert made.method == "base rate 2" and made.probability == made.base_rate and CHOSEN in made.steps
    assert "90 % interval" in made.steps[0].detail
    assert "9 days watched; the base rate" in next(
        s.detail for s in made.steps if s.rule == "too little history"
    )


def test_read_and_imported_are_never_mixed(tmp_path):
    store = read_store(tmp_path / "one", (1, 2, 3))
    fill(tmp_path, ["2025-06-02,RUS,ASSAULT,UKR"], store=store)
    assert len(gather_past(store).history) == 3
    assert len(gather_past(store, dataset="mine").history) == 1
    for both in ("all", "read,mine"):
        with pytest.raises(InputError, match="would count twice"):
            gather_past(store, dataset=both)


def test_an_archive_without_direction_counts_both_ways(tmp_path):
    store = fill(tmp_path, ["2025-06-02,RUS;UKR,ASSAULT,", "2025-06-03,USA,AID,UKR"])
    history = gather_past(store, dataset="mine").history
    sides = {(history.actors[by], history.actors[to]) for by, to in zip(history.by, history.to, strict=True)}
    assert sides == {("RUS", "UKR"), ("UKR", "RUS"), ("USA", "UKR")}


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ({"about": "RUS>ATL"}, ForecastError, "no act by or upon 'ATL'.*busiest sides are"),
        ({"horizon_days": 0}, ForecastError, "1 to 366 days"),
        ({"horizon_days": 400}, ForecastError, "1 to 366 days"),
        ({"type": "SULK"}, ForecastError, "no event type 'SULK'"),
        ({"dataset": "theirs"}, InputError, "no dataset 'theirs'.*mine"),
        ({"dataset": None}, ForecastError, "no report is known.*--dataset: mine"),
        ({"unobserved": "32"}, InputError, "days of the month"),
        ({"as_of": datetime(2020, 1, 1, tzinfo=UTC)}, ForecastError, "is known of mine by then"),
    ],
)
def test_what_cannot_be_asked_is_refused(archive, more, error, said):
    with pytest.raises(error, match=said):
        ask(archive, **more)


def test_unobserved_days_are_dates_ranges_and_days_of_the_month():
    found = Unobserved.parse("7, 21,2024-03-01..2024-03-03,2024-03-02")
    assert found.month_days == (7, 21)
    assert found.days == (date(2024, 3, 1), date(2024, 3, 2), date(2024, 3, 3))
    assert Unobserved.parse(None) == Unobserved()
    with pytest.raises(InputError, match="ends before it begins"):
        Unobserved.parse("2024-03-03..2024-03-01")


def test_a_backtest_of_the_store_asks_all_methods(archive):
    (test,) = ask(archive, about=None).backtest(folds=4, most=2)
    assert len(test.dyads) == 2 and 2 <= len(test.starts) <= 8
    assert set(test.by("combined").probability.shape) == {2, len(test.starts)}


def test_one_side_alone_means_its_busiest_dyads(archive):
    assert ("RUS", "UKR") in ask(archive, about="RUS").dyads
    assert all("RUS" in dyad for dyad in ask(archive, about="RUS").dyads)
    assert ask(archive, about="RUS,UKR").dyads == (("RUS", "UKR"), ("UKR", "RUS"))
    assert ask(archive).frame["method"].n_unique() == 7


def test_the_brief_tells_the_forecasts_of_its_period(archive):
    ask(archive, as_of=CUT).keep(issued_at=NOW)
    told = write_brief(archive, about="RUS,UKR", as_of=CUT, dataset="mine", format="md")
    assert "## What may come next" in told
    assert " by Russia towards Ukraine within seven days: " in told
    others = write_brief(archive, about="USA,UKR", as_of=CUT, dataset="mine")
    assert "by Russia towards Ukraine within" not in others
    assert "What may come next" not in write_brief(archive, about="RUS,UKR", as_of=CUT - timedelta(days=9))


def told_strike(day, told_on, probability, publisher):
    """A report of one day that tells of a strike on another."""
    text = "Russia struck Kyiv. Officials spoke of what had been hit there."
    report = make_report(text, day=told_on, publisher=publisher)
    event = next(one for one in make_records(report) if isinstance(one, Event))
    when = When(earliest=date(2025, 6, day), latest=date(2025, 6, day), basis="stated")
    record = replace(event, when=when, grounds=replace(event.grounds, probability=probability))
    return Reading(report=report, raw=text.encode(), reading_id="reader-1", sentences=2, records=(record,))


def test_a_later_report_changes_no_act_of_an_earlier_moment(tmp_path):
    """A report of the 12th makes a strike likely of which the first one, of the 10th, was in doubt."""
    store = Store(tmp_path / "record", create=True)
    told = [
        told_strike(10, 10, 0.4, "one.example"),
        told_strike(4, 4, 0.9, "two.example"),
    ]
    store.add([*told, told_strike(10, 12, 0.9, "three.example")], recorded_at=NOW)
    past = gather_past(store)
    moments = [datetime(2025, 6, day, 23, 59, 59, 999999, tzinfo=UTC) for day in (5, 11)]
    versions = as_believed(store, past, moments, codebook=load())
    now = versions.standing()
    assert now.day.tolist() == past.history.day.tolist() and now.ids.tolist() == past.history.ids.tolist()
    for moment in moments:
        then, believed = gather_past(store, as_of=moment).history, versions.as_of(moment)
        assert believed.day.tolist() == then.day.tolist()
        assert believed.ids.tolist() == then.ids.tolist()
        days = [one.watched(one.first_day, one.last_day).tolist() for one in (believed, then)]
        assert days[0] == days[1]
    cut = past.history.as_of(moments[1])
    assert cut.day.tolist() != versions.as_of(moments[1]).day.tolist()  # what a plain cut would have leaked
