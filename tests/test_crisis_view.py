"""The picture of a crisis: composed in one go, narrowed to sides and periods, kept up with a store."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from building import NOON, find, make_grounds, make_reading, make_report
from crises import FOLDER, evening, load_crisis

import detente
from detente import monitor
from detente.crisis import (
    About,
    assess,
    find_claims,
    find_gaps,
    find_ruptures,
    gather_dyads,
    keep_ledger,
    last_contacts,
    link_chains,
    look,
    measure_days,
    measure_weeks,
)
from detente.crisis.series import observed_days
from detente.monitor.findings import explain_finding, find_finding
from detente.schema import Actor, Event, InputError, Reading, When
from detente.store import Store

CRISES = {path.stem: load_crisis(path.name) for path in sorted(FOLDER.glob("*.toml"))}
FRAMES = ("incidents", "claims", "commitments", "chains", "levels", "ruptures", "contacts")


def end(crisis):
    return evening(max(report.known_at for report in crisis.reports).date())


def readings(crisis, reading_id="hand"):
    """Each report of a golden crisis with its records, as a reader would hand them to the store."""
    for report in crisis.reports:
        records = [record for record in crisis.records if record.grounds.source_id == report.id]
        yield Reading(
            report=report,
            raw=report.text.encode(),
            reading_id=reading_id,
            sentences=1,
            records=tuple(records),
        )


def fill(folder, *given):
    store = Store(folder / "record", create=True)
    store.add(given, recorded_at=NOON)
    return store


def act(report, *, by, to, kind="ASSAULT", trigger="struck", day=None, intensity=-10.0, **more):
    """An event in a report, by and upon countries."""
    actors = [tuple(Actor(name=name, entity=name, country=name) for name in side) for side in (by, to)]
    told_on = report.known_at.date()
    when = When(earliest=day or told_on, latest=day or told_on, basis="stated" if day else "publication")
    return Event(
        trigger=find(report, trigger),
        type=kind,
        by=actors[0],
        to=actors[1],
        when=when,
        intensity=intensity,
        grounds=make_grounds(report),
        **more,
    )


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_the_picture_is_what_each_rule_finds(crisis):
    as_of = end(crisis)
    parties = crisis.expected["assessments"][0]["about"]
    picture = look(crisis.records, crisis.reports, as_of=as_of)
    seen = picture.seen
    series = gather_dyads(seen)
    assert picture.claims == find_claims(seen)
    assert picture.standings == keep_ledger(seen)
    assert picture.chains == link_chains(seen)
    assert picture.days == tuple(level for one in series for level in measure_days(one))
    assert picture.weeks == tuple(level for one in series for level in measure_weeks(one))
    assert {picture.incident_of(name).id for name in seen.incidents} == set(picture.happened)
    named = look(crisis.records, crisis.reports, as_of=as_of, about=About(names=tuple(parties)))
    ruptures = [rupture for one in series for rupture in find_ruptures(one)]
    expected = assess(seen, about=parties, standings=named.standings, ruptures=ruptures)
    assert named.assessment == expected
    assert named.assessment.about == tuple(sorted(parties))


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_about_narrows_what_is_shown_and_changes_nothing(crisis):
    whole = look(crisis.records, crisis.reports, as_of=end(crisis))
    codes = {actor.country for one in whole.incidents for actor in one.by if actor.country}
    for first in sorted(codes):
        for second in sorted(codes - {first}):
            about = About(names=(first, second))
            picture = look(crisis.records, crisis.reports, as_of=end(crisis), about=about)
            for kind in ("incidents", "claims", "standings", "chains", "days", "weeks", "contacts"):
                assert set(getattr(picture, kind)) <= set(getattr(whole, kind)), kind
            assert {(one.by, one.to) for one in picture.days} <= {(first, second), (second, first)}
            one_way = replace(about, names=(first,), towards=(second,))
            directed = look(crisis.records, crisis.reports, as_of=end(crisis), about=one_way)
            assert set(directed.incidents) <= set(picture.incidents)
            assert {(one.by, one.to) for one in directed.days} <= {(first, second)}


def test_an_open_side_is_filled_by_what_stands_beside():
    about = About(names=("RUS", "UKR"))
    assert about.takes({"RUS"}, (), {"UKR"})
    assert not about.takes({"RUS"}, {"POL"}, {"UKR"})
    assert not about.takes({"USA"}, (), {"RUS", "UKR"})
    directed = About(names=("RUS",), towards=("UKR",))
    assert directed.takes({"RUS"}, {"UKR"})
    assert directed.takes((), {"UKR"}, {"RUS"})
    assert not directed.takes({"UKR"}, {"RUS"})
    assert About(names=("RUS",)).takes({"POL"}, {"RUS"})
    assert About().takes((), ())


def test_recent_keeps_what_is_new_and_what_runs():
    crisis = CRISES["ceasefire"]
    whole = look(crisis.records, crisis.reports, as_of=end(crisis))
    moments = sorted({report.known_at for report in crisis.reports})
    since = moments[len(moments) // 2]
    recent = whole.recent(since)
    assert 0 < len(recent.incidents) < len(whole.incidents)
    for one in (*recent.incidents, *recent.claims, *recent.chains, *recent.contacts):
        assert whole.known_since(one.records, since)
    for one in set(whole.incidents) - set(recent.incidents):
        assert not whole.known_since(one.records, since)
    for one in recent.standings:
        assert one.state in ("open", "due soon") or whole.known_since(one.records, since)
    assert all(level.last_day >= since.date() for level in (*recent.days, *recent.weeks))
    assert whole.recent() is whole


def test_contacts_and_the_last_of_each_two_sides():
    crisis = CRISES["ceasefire"]
    picture = look(crisis.records, crisis.reports, as_of=end(crisis))
    assert picture.contacts
    talks = {name for one in picture.incidents if one.type == "CONSULT" for name in one.records}
    for contact in picture.contacts:
        assert set(contact.records) <= talks
    last = last_contacts(picture.contacts)
    for (one, other), contact in last.items():
        assert last[other, one] is contact
        later = [c for c in picture.contacts if c.when.earliest and c.when.earliest > contact.when.latest]
        for other_contact in later:
            ids = {actor.country for actor in (*other_contact.by, *other_contact.to)}
            assert not {one, other} <= ids


@pytest.mark.parametrize("crisis", CRISES.values(), ids=CRISES)
def test_a_store_that_grows_gives_what_one_that_is_full_gives(crisis, tmp_path):
    chance = random.Random(1)
    waiting = list(readings(crisis))
    chance.shuffle(waiting)
    store = Store(tmp_path / "record", create=True)
    growing = detente.Crisis(store)
    while waiting:
        portion = [waiting.pop() for _ in range(min(len(waiting), len(crisis.reports) // 3))]
        store.add(portion, recorded_at=NOON)
        assert growing.update() == tuple(sorted(one.report.id for one in portion))
        _ = growing.picture
    assert growing.update() == ()
    assert growing.picture == detente.Crisis(store).picture
    assert growing.picture == look(crisis.records, crisis.reports, as_of=growing.picture.as_of)
    early = sorted(report.known_at for report in crisis.reports)[len(crisis.reports) // 2]
    past = detente.Crisis(store, as_of=early).picture
    assert past == look(crisis.records, crisis.reports, as_of=early)


def test_a_later_version_takes_the_place_of_the_earlier(tmp_path):
    first = make_reading(day=1, url="https://post.example/2025/a")
    store = fill(tmp_path, first, make_reading(text="Russia struck Kyiv hard. It burns.", day=2))
    crisis = detente.Crisis(store)
    assert {name for one in crisis.picture.incidents for name in one.records} > {first.records[0].id}
    second = make_reading(text="Russia struck Kyiv. Nobody died.", day=3, url="https://post.example/2025/a")
    store.add([second], recorded_at=NOON)
    assert set(crisis.update()) == {first.report.id, second.report.id}
    assert first.records[0].id not in crisis.picture.records
    assert crisis.picture == detente.Crisis(store).picture
    seen = crisis.picture.seen
    assert (first.report.id in seen.reports, first.report.id in seen.replaced) == (False, True)
    assert first.report.known_at.date() in observed_days(seen, ())


def test_a_new_reading_takes_the_place_of_the_old(tmp_path):
    report = make_report()
    store = fill(tmp_path, make_reading(report))
    crisis = detente.Crisis(store)
    again = replace(make_reading(report, reading_id="reader-2"), records=())
    store.add([again], recorded_at=datetime(2025, 7, 2, tzinfo=UTC))
    assert crisis.update() == (report.id,)
    assert crisis.picture.records == {}
    assert crisis.picture.incidents == ()


def test_frames_have_ids_first_and_the_same_columns_when_empty(tmp_path):
    full = detente.Crisis(fill(tmp_path, *readings(CRISES["ceasefire"])))
    empty = detente.Crisis(Store(tmp_path / "empty", create=True))
    for name in FRAMES:
        rows, none = getattr(full, name), getattr(empty, name)
        assert none.is_empty()
        assert rows.schema == none.schema
        assert rows.columns[0].endswith("_id")
        assert rows[rows.columns[0]].is_unique().all()
    assert full.incidents.height == len(full.picture.incidents)
    assert set(full.claims["state"]) == {claim.state for claim in full.picture.claims}


def test_imported_events_count_only_when_they_are_asked_for(tmp_path):
    (tmp_path / "acts.csv").write_text("date,by,type,to\n2025-06-05,RUS,ASSAULT/drone,UKR\n")
    store = fill(tmp_path, make_reading())
    monitor.import_paths("table", [str(tmp_path / "acts.csv")], store, now=lambda: NOON, dataset="mine")
    sources = {
        dataset: {one.grounds.source_id for one in detente.Crisis(store, dataset=dataset).picture.seen.events}
        for dataset in (None, "mine", "read,mine", "all")
    }
    report = make_report().id
    assert sources == {
        None: {report},
        "mine": {"mine"},
        "read,mine": {report, "mine"},
        "all": {report, "mine"},
    }
    with pytest.raises(InputError, match="there is no dataset"):
        detente.Crisis(store, dataset="other")


def test_names_may_be_given_one_by_one_and_a_store_by_its_folder(tmp_path):
    store = fill(tmp_path, *readings(CRISES["examples"]))
    named = detente.Crisis(store, about="RUS,UKR").picture
    assert detente.Crisis(store, about=("RUS", "UKR")).picture == named
    assert detente.Crisis(tmp_path / "record", about=["rus", "ukr"]).picture == named
    assert detente.Crisis(str(tmp_path / "record"), about="RUS,UKR").picture == named
    for wrong in (5, ("RUS", 5), (), ("RUS,UKR",), {"RUS": "UKR"}):
        with pytest.raises(InputError, match="RUS,UKR"):
            detente.Crisis(store, about=wrong)
    with pytest.raises(InputError, match="a Store or the folder of one, not int"):
        detente.Crisis(5)


def test_the_head_says_up_to_when_judgements_count(tmp_path):
    store = fill(tmp_path, make_reading())
    assert next(monitor.overview(detente.Crisis(store).picture)).endswith("; all judgements so far")
    then = evening(date(2025, 6, 3))
    head = next(monitor.overview(detente.Crisis(store, as_of=then).picture))
    assert head.endswith("; judgements until 2025-06-03 23:59 UTC")


def test_a_side_that_no_record_names_is_said_to_be_none(tmp_path):
    picture, gaps = view(tmp_path, make_reading(), about="RUS,XXX")
    assert picture.unnamed() == ("XXX",)
    assert "No report names XXX." in gaps


def test_a_day_of_retrieval_is_the_day_of_no_act(tmp_path):
    reading = make_reading(published_at=None)
    event = replace(reading.records[0], when=When())
    picture, _ = view(tmp_path, replace(reading, records=(event, reading.records[2])))
    assert [claim.proposition for claim in picture.claims] == ["RUS ASSAULT UKR"]
    assert (picture.days, picture.weeks) == ((), ())
    assert detente.Crisis(tmp_path / "record").commitments["said_on"].to_list() == [None]


@pytest.mark.parametrize("about", ["A>B>C", "RUS,", ""])
def test_an_about_that_is_none_is_refused(about, tmp_path):
    with pytest.raises(InputError, match="--about"):
        detente.Crisis(Store(tmp_path / "record", create=True), about=about)


def test_every_finding_is_explained_down_to_its_sentences():
    crisis = CRISES["ceasefire"]
    parties = tuple(crisis.expected["assessments"][0]["about"])
    picture = look(crisis.records, crisis.reports, as_of=end(crisis), about=About(names=parties))
    found = (*picture.incidents, *picture.claims, *picture.standings, *picture.chains, *picture.contacts)
    found = (*found, *picture.weeks, *picture.ruptures, picture.assessment)
    assert len({one.kind for one in found}) >= 6
    for one in found:
        assert find_finding(picture, one.id[:16]) == one
        text = explain_finding(picture, one)
        assert text.startswith(f"{one.kind} {one.id}")
        assert f"Method {one.method}, probability {one.probability:.2f}" in text
        for step in one.steps:
            assert step.detail in text
        for name in one.records:
            assert name[:12] in text
            assert " ".join(picture.records[name].grounds.evidence[0].text.split())[:60] in text
    assert find_finding(picture, "0" * 64) is None


# ---- bad input ----


def view(folder, *given, about="RUS,UKR", **more):
    crisis = detente.Crisis(fill(folder, *given), about=about, **more)
    assert all(getattr(crisis, name) is not None for name in FRAMES)
    for one in (*crisis.picture.incidents, *crisis.picture.claims, *crisis.picture.days):
        assert explain_finding(crisis.picture, one)
    return crisis.picture, " ".join(find_gaps(crisis.picture))


def test_no_reports(tmp_path):
    picture, gaps = view(tmp_path)
    assert gaps.startswith("The record is empty")
    assert (picture.incidents, picture.assessment) == ((), None)
    store = Store(tmp_path / "record")
    assert list(monitor.overview(detente.Crisis(store).picture)) == ["Everybody: the record is empty"]
    early = detente.Crisis(store, as_of=evening(date(2020, 1, 1))).picture
    assert find_gaps(early) == ("Nothing was known by then: there is no report, and so no finding.",)


def test_one_report(tmp_path):
    picture, gaps = view(tmp_path, make_reading())
    assert "There is one report" in gaps
    assert [one.type for one in picture.incidents] == ["ASSAULT"]
    assert "there is no arrow" in gaps


def test_a_report_without_records(tmp_path):
    _, gaps = view(tmp_path, replace(make_reading(), records=()))
    assert "No report tells of an act" in gaps
    assert "Nothing on record passes among RUS, UKR" in gaps


def test_no_dates(tmp_path):
    picture, gaps = view(
        tmp_path, *(make_reading(text=f"Russia struck Kyiv. {n}.", published_at=None) for n in "ab")
    )
    assert "No published date is known for 2 of 2 reports" in gaps
    assert picture.as_of.date() == NOON.date()


def test_all_by_one_publisher(tmp_path):
    days = [make_reading(text=f"Russia struck Kyiv. It was day {day}.", day=day) for day in range(1, 6)]
    picture, gaps = view(tmp_path, *days)
    assert "All 5 reports are by one publisher" in gaps
    assert "corroborated" not in {claim.state for claim in picture.claims}


def test_a_thousand_copies_are_one_voice(tmp_path):
    text = "Russia struck Kyiv. " + " ".join(f"word{number}" for number in range(40))
    given = [make_reading(text=text, publisher=f"p{number}.example") for number in range(1_000)]
    picture, _ = view(tmp_path, *given)
    assert len(picture.copies) == 999
    assert [len(one.voices) for one in picture.incidents] == [1]
    assert {claim.state for claim in picture.claims} == {"single-voice"}
    assert {level.reports for level in picture.weeks} == {1}


def test_contradictory_dates(tmp_path):
    given = []
    for number, day in enumerate((date(2025, 5, 1), date(2025, 5, 30))):
        report = make_report(
            text="Russia struck Kyiv. It burns.", publisher=f"p{number}.example", day=number + 1
        )
        events = (act(report, by=("RUS",), to=("UKR",), day=day),)
        given.append(replace(make_reading(report), records=events))
    picture, gaps = view(tmp_path, *given)
    days = {one.when.earliest for one in picture.incidents}
    assert days == {date(2025, 5, 1), date(2025, 5, 30)} or "days apart" in gaps


def test_an_actor_that_is_everybody(tmp_path):
    members = tuple(f"Q{number}" for number in range(200))
    world = Actor(name="the world", entity="common:world", members=(*members, "RUS", "UKR"))
    given = []
    for number in range(40):
        report = make_report(text=f"Russia struck Kyiv. It was night {number}.", day=1 + number % 28)
        event = replace(act(report, by=("RUS",), to=("UKR",)), by=(world,), to=(world,))
        given.append(replace(make_reading(report), records=(event,)))
    picture, _ = view(tmp_path, *given)
    assert picture.incidents
    assert picture.days == ()
    assert picture.assessment.arrow is None or picture.assessment.arrow == "unchanged"


# ---- the command line ----


def run(folder, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "detente", *arguments], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_command_prints_ids_that_why_explains(tmp_path):
    fill(tmp_path, *readings(CRISES["ceasefire"]))
    (tmp_path / "record").rename(tmp_path / "detente-store")
    parties = ",".join(CRISES["ceasefire"].expected["assessments"][0]["about"])
    done = run(tmp_path, "crisis", "--about", parties, "--limit", "0")
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    headings = ("Incidents", "Claims", "Commitments", "Chains", "Contacts", "Levels")
    assert all(f"\n{heading}" in done.stdout for heading in headings)
    section = done.stdout.split("\nCommitments\n")[1]
    explained = run(tmp_path, "why", section.split()[0], "--about", parties)
    assert explained.returncode == 0, explained.stderr
    assert explained.stdout.startswith("standing ")
    nothing = run(tmp_path, "why", "0" * 20)
    assert nothing.returncode == 1
    assert len(nothing.stderr.strip().splitlines()) == 1
