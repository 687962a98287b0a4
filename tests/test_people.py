"""Who is who: what one report tells of somebody, for those that only name him."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest
from building import NOON, find, make_grounds, make_report

from detente.crisis import look
from detente.crisis.people import METHOD, PRONOUN, TOLD, fill_all, name_of
from detente.monitor.gathering import Gathering
from detente.schema import Actor, Event, Reading, When
from detente.store import Store

SAID = "{} met Ana. Nobody else came."


def meeting(
    who, country=None, *, day=1, name=None, probability=TOLD, publisher="post.example", of=(), **more
):
    """A report, and its one act: somebody meets. of: countries that it speaks of besides."""
    report = make_report(SAID.format(who), day=day, publisher=publisher)
    actor = Actor(
        mention=find(report, who),
        name=name or who,
        country=country,
        probability=None if country is None else probability,
        **more,
    )
    others = tuple(Actor(name=code, entity=code, country=code) for code in of)
    event = Event(
        trigger=find(report, "met"),
        type="CONSULT",
        by=(actor,),
        to=others,
        when=When(),
        intensity=1.0,
        grounds=make_grounds(report),
    )
    return report, event


def filled(*told):
    """Who acts in each, by name, country and sector, once all are known."""
    records = {record.id: record for record in fill_all(event for _, event in told)}
    return [(one.name, one.country, one.sector) for one in (records[event.id].by[0] for _, event in told)]


def test_a_person_of_whom_another_report_tells_gets_the_country_and_the_sector():
    told = meeting("Juma Okello", "UGA", sector="GOV")
    assert filled(told, meeting("Juma Okello", day=3)) == [("Juma Okello", "UGA", "GOV")] * 2
    assert filled(meeting("Juma Okello"), replaced(told, day=4))[0] == ("Juma Okello", "UGA", "GOV")


def replaced(told, *, day):
    """The same told on another day."""
    actor = told[1].by[0]
    return meeting(actor.text, actor.country, day=day, sector=actor.sector)


def test_the_step_names_the_report_that_tells_it_and_the_record_keeps_its_id():
    told, open_one = meeting("Juma Okello", "UGA"), meeting("Juma Okello", day=2)
    given = next(record for record in fill_all((told[1], open_one[1])) if record.id == open_one[1].id)
    step = given.by[0].steps[-1]
    assert step.rule == METHOD
    assert told[0].id in step.detail
    assert given.by[0].probability == TOLD


@pytest.mark.parametrize("text", ["Major Juma Okello", "Mr. Juma Okello", "President Juma Okello"])
def test_titles_are_no_part_of_a_name(text):
    assert filled(meeting("Juma Okello", "UGA"), meeting(text, day=2))[1][:2] == ("Juma Okello", "UGA")


def test_a_pronoun_has_what_its_name_has_and_is_less_sure():
    told = meeting("Juma Okello", "UGA"), meeting("She", day=2, name="Juma Okello")
    given = list(fill_all(event for _, event in told))[1].by[0]
    assert (given.country, given.probability) == ("UGA", PRONOUN)


def test_a_surname_is_filled_where_the_report_speaks_of_the_country():
    told = meeting("Juma Okello", "UGA", sector="GOV")
    assert filled(told, meeting("Okello", day=2, of=("UGA",)))[1] == ("Juma Okello", "UGA", "GOV")
    assert filled(told, meeting("Okello", day=2, of=("KEN",)))[1] == ("Okello", None, None)


def test_a_surname_of_two_is_nobodys():
    told = meeting("Juma Okello", "UGA"), meeting("Sarah Okello", "UGA", publisher="other.example")
    assert filled(*told, meeting("Okello", day=2, of=("UGA",)))[2] == ("Okello", None, None)


def test_what_reports_do_not_agree_on_stays_open():
    told = meeting("Juma Okello", "UGA"), meeting("Juma Okello", "KEN", publisher="other.example")
    assert filled(*told, meeting("Juma Okello", day=2))[2] == ("Juma Okello", None, None)


def test_what_was_told_long_ago_counts_no_more():
    report, event = meeting("Juma Okello")
    late = replace(event, grounds=replace(event.grounds, known_at=event.grounds.known_at + timedelta(91)))
    assert filled(meeting("Juma Okello", "UGA"), (report, late))[1][1] is None


def test_what_is_gathered_from_the_setting_yields_and_tells_nothing_by_one_report_alone():
    guessed = meeting("Juma Okello", "KEN", day=2, probability=0.93)
    assert filled(meeting("Juma Okello", "UGA"), guessed)[1][1] == "UGA"
    assert filled(guessed, meeting("Juma Okello", day=3))[1][1] is None
    again = meeting("Juma Okello", "KEN", day=4, probability=0.93)
    assert filled(guessed, again, meeting("Juma Okello", day=5))[2][1] == "KEN"
    assert filled(meeting("Juma Okello", "UGA"), meeting("Juma Okello", "KEN", day=2))[1][1] == "KEN"


@pytest.mark.parametrize(
    "text",
    ["Foreign Ministry", "Supreme Court", "they", "the two presidents", "Malawian fishermen", "OPEC", ""],
)
def test_what_is_no_persons_name(text):
    assert name_of(text) is None


def test_a_name_of_the_registry_is_left_alone():
    known = meeting("Juma Okello", day=2, entity="Q1")
    assert filled(meeting("Juma Okello", "UGA"), known)[1][1] is None


def test_a_store_that_grows_tells_the_same_as_one_that_is_read_whole(tmp_path):
    rng = random.Random(3)
    names = ("Juma Okello", "Sarah Okello", "Okello", "Ines Duarte", "Duarte")
    told = []
    for number in range(60):
        who, country = rng.choice(names), rng.choice((None, None, "UGA", "UGA", "UGA", "KEN"))
        told.append(
            meeting(
                who,
                country if " " in who else None,
                day=rng.randint(1, 28),
                publisher=f"p{number}.example",
                of=rng.choice(((), ("UGA",), ("KEN",))),
            )
        )
    store = Store(tmp_path / "record", create=True)
    growing = Gathering(store)
    while told:
        portion = [told.pop() for _ in range(min(len(told), rng.randint(1, 9)))]
        store.add([reading(*one) for one in portion], recorded_at=NOON)
        growing.update()
        fresh = Gathering(store)
        fresh.update()
        assert growing.known(None).events == fresh.known(None).events
        assert growing.incidents() == fresh.incidents()
        resumed = Gathering(store)
        resumed.resume(growing.state())
        assert resumed.known(None).events == fresh.known(None).events
    assert any(one.by[0].steps for one in growing.known(None).events)


def reading(report, event):
    return Reading(
        report=report, raw=report.text.encode(), reading_id="reader-1", sentences=2, records=(event,)
    )


def test_a_report_that_is_withdrawn_tells_nothing_any_more(tmp_path):
    told, open_one = meeting("Juma Okello", "UGA"), meeting("Juma Okello", day=2)
    store = Store(tmp_path / "record", create=True)
    store.add([reading(*told), reading(*open_one)], recorded_at=NOON)
    gathering = Gathering(store)
    gathering.update()
    assert {one.by[0].country for one in gathering.known(None).events} == {"UGA"}
    later = make_report("Nothing was so. It ends here.", day=3, replaces=told[0].id)
    store.add([replace(reading(*told), report=later, raw=later.text.encode(), records=())], recorded_at=NOON)
    gathering.update()
    assert [one.by[0].country for one in gathering.known(None).events] == [None]


def test_a_picture_of_records_at_hand_knows_who_is_who():
    told, open_one = meeting("Juma Okello", "UGA", of=("KEN",)), meeting("Juma Okello", day=2, of=("KEN",))
    picture = look((told[1], open_one[1]), (told[0], open_one[0]), as_of=NOON)
    acting = [actor.country for one in picture.incidents for actor in one.by if actor.name == "Juma Okello"]
    assert set(acting) == {"UGA"}
