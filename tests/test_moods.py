"""What grammar alone tells of an act: that it is asked about, still to come, came to nothing, or is none."""

from datetime import UTC, datetime

import pytest

from detente.monitor.reader import read_text
from detente.schema import Commitment, Event

TOLD = datetime(2026, 5, 7, 12, tzinfo=UTC)


def read(text):
    return read_text(text, retrieved_at=TOLD, published_at=TOLD)


def events(text):
    return [one for one in read(text) if isinstance(one, Event)]


def status_of(text, trigger):
    return next(one.status for one in events(text) if one.trigger.text == trigger)


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Did Russia apologise to Georgia?", "apologise"),
        ("Is it true that the Americans offered troops to Peru?", "offered"),
        ("Had there been shooting at the border?", "shooting"),
        ("The president asked: Did Russia attack us?", "attack"),
        ("And has Peru agreed to talks?", "agreed"),
    ],
)
def test_what_is_asked_is_no_fact(text, trigger):
    assert status_of(text, trigger) == "possible"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("Who attacked Kyiv?", "attacked"),
        ("Russia attacked Kyiv, didn't it?", "attacked"),
        ("Has Turkey's mediation come to nothing?", "mediation"),
    ],
)
def test_what_a_question_takes_for_granted_stands(text, trigger):
    assert status_of(text, trigger) == "reported"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("It came a day before Volodymyr Zelensky was due in Washington to ask for missiles.", "ask"),
        ("Peru's minister is set to meet the rebels in Lima.", "meet"),
    ],
)
def test_what_is_due_is_no_fact(text, trigger):
    assert status_of(text, trigger) == "planned"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The world has a responsibility to provide humanitarian assistance to Sudan.", "assistance"),
        ("Peru has the right to expel the ambassador of Ecuador, it said.", "expel"),
    ],
)
def test_what_should_be_done_is_no_fact(text, trigger):
    assert status_of(text, trigger) in ("possible", "demanded")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("American officials believe that attacking Iran is the only way out.", "possible"),
        ("Attacking Iran would be a mistake, the minister said.", "possible"),
        ("Attacking Iran was a mistake, the minister said.", "reported"),
    ],
)
def test_what_is_weighed_is_no_fact(text, status):
    acts = [one for one in events(text) if one.trigger.text.lower() == "attacking"]
    assert [one.status for one in acts] == [status]


def test_what_is_threatened_is_not_of_the_day_of_the_threat():
    records = read("Iran threatened to disrupt oil supplies to six European nations earlier this week.")
    bound = next(one for one in records if isinstance(one, Commitment))
    ahead = [one for one in records if isinstance(one, Event) and one.status == "threatened"]
    assert bound.due is None
    assert all(one.when.earliest is None for one in ahead)


def test_a_state_strikes_with_arms():
    text = "Britain has urged Israel not to strike. A military attack would have enormous downsides, it said."
    assert {one.type for one in events(text) if one.trigger.text == "strike"} == {"ASSAULT"}


def test_what_will_not_be_done_is_not_done():
    assert status_of("Ecuador will not apologise to Peru, its president said.", "apologise") == "denied"


@pytest.mark.parametrize(
    "text",
    [
        "Tomorrow's meeting of the foreign ministers of Peru and Ecuador will not happen.",
        "A similar meeting in Manaus fell through at the last moment.",
    ],
)
def test_what_came_to_nothing_did_not_take_place(text):
    assert status_of(text, "meeting") == "denied"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The patrol had shot at no one, the army said.", "shot"),
        ("Mali expelled no diplomats this year.", "expelled"),
        ("Ethiopia signed no agreement with Eritrea.", "signed"),
        ("Peru shut the crossing because, it said, Ecuador did not pull back its boats.", "pull"),
        ("Reports that Russian soldiers fought in Mali were brushed aside by its leader.", "fought"),
    ],
)
def test_what_was_not_done_is_denied(text, trigger):
    assert status_of(text, trigger) == "denied"


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("The militia killed no fewer than 30 villagers in Kaduna.", "killed"),
        ("Rebels attacked the base for no reason.", "attacked"),
        ("The guards did not only beat him but also shot his brother.", "shot"),
    ],
)
def test_not_every_no_denies(text, trigger):
    assert status_of(text, trigger) == "reported"


def test_fire_that_is_held_is_no_attack():
    assert {one.type for one in events("Both armies hold their fire for ten days from midnight.")} == {
        "RETREAT"
    }


@pytest.mark.parametrize(
    "text", ["DETENTIONS", "The body of a fisherman was recovered on Tuesday by Ecuador's coastguard."]
)
def test_words_that_are_no_act(text):
    assert events(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "The ultimatum was issued in Quito on Friday morning by Bermeo.",
        "It will be their first session since the clash of April 4, and both sides agreed to meet.",
    ],
)
def test_when_it_was_said_and_since_when_are_no_terms(text):
    found = [one for one in read(text) if isinstance(one, Commitment)]
    assert found
    assert all(one.due is None for one in found)


QUARREL = "Peru and Ecuador are at odds over a creek. "


@pytest.mark.parametrize(
    "text",
    [
        QUARREL + "Peru's army is on alert, and Ecuador fears the worst. The two presidents spoke on Sunday.",
        QUARREL + "Chile said officials from the two countries met in Santiago on Friday.",
        QUARREL + "In Chile, both governments met on Monday.",
    ],
)
def test_both_are_the_two_that_the_report_is_about(text):
    met = events(text)[-1]
    assert (met.type, {actor.country for actor in met.by}) == ("CONSULT", {"PER", "ECU"})


def test_two_of_many_are_not_the_two():
    voted = events(QUARREL + "Two countries voted against the resolution on Monday.")[-1]
    assert [actor.country for actor in voted.by] == [None]


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Peru's president spoke with his counterpart by telephone on Monday.", None),
        ("Peru's president spoke with his counterpart in Botswana.", "BWA"),
        (QUARREL + "Peru's president spoke with her counterpart on Monday.", "ECU"),
        ("Peru's president met Onalenna Seretse, his Botswanan counterpart, on Monday.", "BWA"),
        ("Peru's president met Onalenna Seretse, who leads Botswana's delegation, on Monday.", "BWA"),
    ],
)
def test_a_counterpart_is_of_another_country(text, country):
    assert events(text)[-1].to[0].country == country


def test_that_month_is_of_the_year_told_before():
    text = "In 1981 the two fought for a week over three posts. Brazil brokered a ceasefire that February."
    assert {one.when.earliest.year for one in events(text) if one.when.earliest} == {1981}
    assert all(one.when.earliest is None for one in events("Brazil brokered talks that February."))


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("The gunman was fired by the firm.", []),
        ("Rockets were fired at Kyiv by Russia.", ["ASSAULT"]),
        ("Protesters were fired upon by police in Kenya.", ["ASSAULT"]),
        ("The firing of the central bank's governor angered Peru.", []),
        ("The firing of missiles at Israel went on.", ["ASSAULT"]),
    ],
)
def test_who_is_fired_is_not_shot_at(text, types):
    assert [one.type for one in events(text)] == types


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The visit will be part of an August trip to China.", "planned"),
        ("The visit was part of an August trip to China.", "reported"),
    ],
)
def test_a_visit_that_will_be_is_still_to_come(text, status):
    assert {one.status for one in events(text) if one.trigger.text == "visit"} == {status}


@pytest.mark.parametrize(("with_what", "vows"), [("a gun", 0), ("sanctions", 1)])
def test_a_weapon_in_the_hand_is_no_vow(with_what, vows):
    text = f"The gunman threatened hostages with {with_what}."
    assert len([one for one in read(text) if isinstance(one, Commitment)]) == vows


@pytest.mark.parametrize(
    ("said", "status"),
    [("denied", "denied"), ("disclaimed", "denied"), ("rejected", "denied"), ("claimed", "reported")],
)
def test_who_disclaims_responsibility_did_not_do_it(said, status):
    assert status_of(f"The army {said} responsibility for the raid on Gao.", "raid") == status


def test_a_raid_that_is_denied_was_before_and_not_to_come():
    told = events("Mali denies responsibility for the raid of Monday.")
    assert [one.when.earliest.isoformat() for one in told if one.when.earliest] == ["2026-05-04"]


def test_a_strike_on_a_place_is_of_arms():
    assert [one.type for one in events("Kyiv denied the strike on Belgorod.")] == ["ASSAULT"]
    assert [one.type for one in events("Drivers began a strike on London Underground.")] == ["PROTEST"]


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("German police defuse a parcel bomb in Berlin.", "bomb", "denied"),
        ("The ceasefire has not been confirmed by either Iran or Israel.", "ceasefire", "possible"),
        ("The attack was confirmed by Kyiv.", "attack", "reported"),
    ],
)
def test_a_bomb_that_is_defused_and_a_truce_that_nobody_confirms_are_no_facts(text, trigger, status):
    told = next(one for one in events(text) if one.trigger.text == trigger)
    assert told.status == status
    assert told.by == ()


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Israel has fought since the October 7 attack by Hamas.", "2023-10-07"),
        ("They returned the flag from the September 11 attacks.", "2001-09-11"),
        ("Gunmen killed 12 in the January 6 attack on a village in Mali.", "2026-01-06"),
    ],
)
def test_some_days_go_by_their_date_alone(text, day):
    attack = next(one for one in events(text) if one.trigger.text.startswith("attack"))
    assert attack.when.earliest.isoformat() == day


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Ethiopia came close to attacking Eritrea last month.", "attacking", "possible"),
        ("Nobody believes that Armenia shelled the village.", "shelled", "possible"),
        ("The talks were meant to take place in Doha.", "talks", "planned"),
        ("The deal, if signed, would free 200 prisoners.", "deal", "possible"),
        ("The deal, once signed, freed 200 prisoners.", "deal", "reported"),
        ("Troops were ordered to shoot looters on sight.", "shoot", "demanded"),
        ("In the film, American soldiers invade Iran.", "invade", "possible"),
        ("Troops close to Seoul attacked a convoy.", "attacked", "reported"),
    ],
)
def test_words_around_an_act_leave_it_open(text, trigger, status):
    assert status_of(text, trigger) == status
