"""Who was in touch with whom, how and at which level; and what only looks like it."""

from datetime import UTC, date, datetime

import pytest
from building import make_report

from detente.codebook import load
from detente.crisis import find_incidents
from detente.crisis.contacts import find_contacts, in_touch, last_contacts, met
from detente.crisis.known import known
from detente.schema import Actor, Event, Grounds, Place, When

RUSSIA = Actor(name="Russia", entity="Q159", country="RUS")
UKRAINE = Actor(name="Ukraine", entity="Q212", country="UKR")
EMIRATES = Actor(name="United Arab Emirates", entity="Q878", country="ARE")
BOOK = load()
KYIV = Place(name="Kyiv", country="UKR", precision="city")


def holder(name, side, role):
    return Actor(name=name, entity=f"x:{name}", country=side, sector="GOV", role=role)


PUTIN = holder("Vladimir Putin", "RUS", "president of Russia")
ENVOY = holder("Steve Witkoff", "USA", "special envoy")
TRUMP = holder("Donald Trump", "USA", "president of United States")
LAVROV = holder("Sergey Lavrov", "RUS", "foreign minister of Russia")
RUBIO = holder("Marco Rubio", "USA", "secretary of state of United States")


def event(report, trigger, kind, by=(), to=(), *, mode=None, place=None, **more):
    start = report.text.index(trigger)
    return Event(
        trigger=report.span(start, start + len(trigger)),
        type=kind,
        mode=mode,
        by=by,
        to=to,
        place=place,
        when=more.pop(
            "when", When(earliest=report.known_at.date(), latest=report.known_at.date(), basis="publication")
        ),
        intensity=BOOK.intensity(kind, mode),
        grounds=Grounds(
            evidence=(report.span(0, len(report.text)),),
            known_at=report.known_at,
            reading_id="hand",
            probability=0.9,
        ),
        **more,
    )


def contacts(text, *rows, day=2):
    """The contacts of a report of one sentence; each row is (trigger, type, by, to) and what else it has."""
    report = make_report(text, day=day)
    events = [event(report, *row[:4], **(row[4] if len(row) > 4 else {})) for row in rows]
    incidents = find_incidents(events, reports=[report])
    seen = known(events, [report], incidents={}, voices={}, as_of=datetime(2025, 9, 1, tzinfo=UTC))
    return find_contacts(seen.resolved(incidents, ()), incidents)


BOTH = (RUSSIA, UKRAINE)
FOUND = [
    ("Putin and Trump talked.", ("talked", "CONSULT", (PUTIN, TRUMP), (PUTIN, TRUMP)), None, "leaders"),
    ("Trump called Putin by telephone.", ("called", "CONSULT", (TRUMP,), (PUTIN,)), "phone", "leaders"),
    ("Trump called Putin.", ("called", "CONSULT", (TRUMP,), (PUTIN,), {"mode": "phone"}), "phone", "leaders"),
    ("Witkoff met Putin.", ("met", "CONSULT", (ENVOY,), (PUTIN,), {"mode": "visit"}), "visit", "envoys"),
    ("Rubio and Lavrov spoke.", ("spoke", "CONSULT", (RUBIO,), (LAVROV,)), None, "ministers"),
    ("Russia and Ukraine swap 146 prisoners.", ("swap", "RETREAT", BOTH, BOTH), "exchange", None),
    ("They exchange the bodies of soldiers.", ("exchange", "COOPERATE", BOTH, BOTH), "exchange", None),
    ("Russia and Ukraine sign a deal on grain.", ("sign", "AGREE", BOTH, BOTH), "treaty", None),
    (
        "Trump sent a letter to Putin urging talks.",
        ("urging", "REQUEST", (TRUMP,), (PUTIN,)),
        "letter",
        "leaders",
    ),
]


@pytest.mark.parametrize(("text", "row", "channel", "level"), FOUND)
def test_a_contact_has_its_channel_and_its_level(text, row, channel, level):
    (found,) = contacts(text, row)
    assert (found.channel, found.level) == (channel, level)
    assert len(in_touch(found)) == 2


MISSED = [
    ("Putin signed a deal with Trump into law.", ("signed", "AGREE", (PUTIN,), (TRUMP,))),
    ("Russia agreed to send grain to Ukraine.", ("agreed", "AGREE", (RUSSIA,), (UKRAINE,))),
    ("The markets exchange shares.", ("exchange", "COOPERATE", BOTH, BOTH)),
    ("He is ready to continue negotiations.", ("negotiations", "CONSULT", (UKRAINE,), (RUSSIA,))),
    ("It was a day before the scheduled call.", ("call", "CONSULT", (TRUMP,), (PUTIN,))),
    ("Sanctions must go as part of the peace talks.", ("talks", "CONSULT", BOTH, BOTH)),
    ("They met long ago.", ("met", "CONSULT", (TRUMP,), (PUTIN,), {"background": True})),
    ("They will meet.", ("meet", "CONSULT", (TRUMP,), (PUTIN,), {"status": "planned"})),
    ("Putin talked.", ("talked", "CONSULT", (PUTIN,), (RUSSIA,))),
]


@pytest.mark.parametrize(("text", "row"), MISSED)
def test_what_is_no_contact(text, row):
    assert contacts(text, row) == ()


def test_whose_missile_hits_a_meeting_does_not_attend_it():
    text = "A Russian missile struck a theatre hosting a meeting of engineers."
    report = make_report(text, day=2)
    striker = Actor(mention=report.span(2, 9), name="Russia", entity="Q159", country="RUS")
    rows = (
        ("struck", "ASSAULT", (striker,), (UKRAINE,)),
        ("meeting", "CONSULT", (striker,), (UKRAINE,)),
    )
    assert contacts(text, *rows) == ()


def test_commanders_who_are_named_by_a_noun_alone_are_nobodys_side():
    text = "Putin met with military commanders in charge."
    report = make_report(text, day=2)
    start = text.index("military")
    guess = Actor(
        mention=report.span(start, start + 19), name="military commanders", country="UKR", sector="MIL"
    )
    assert contacts(text, ("met", "CONSULT", (PUTIN,), (guess,))) == ()
    text = "Putin visits occupied land and met with military commanders."
    report = make_report(text, day=2)
    start = text.index("military")
    guess = Actor(
        mention=report.span(start, start + 19), name="military commanders", country="UKR", sector="MIL"
    )
    visit = ("visits", "CONSULT", (PUTIN,), (), {"mode": "visit", "place": KYIV})
    assert contacts(text, visit, ("met", "CONSULT", (PUTIN,), (guess,))) == ()


def test_a_visit_that_names_no_host_is_to_whom_it_was_made_or_to_the_country():
    visit = ("visits", "CONSULT", (TRUMP,), (), {"mode": "visit", "place": KYIV})
    (found,) = contacts("Trump visits Kyiv.", visit)
    assert (in_touch(found), found.channel) == ({"USA", "UKR"}, "visit")
    assert found.probability == pytest.approx(0.72 * 0.9)
    travels = ("travels", "CONSULT", (PUTIN,), (), {"mode": "visit", "place": KYIV})
    meet = ("meet", "CONSULT", (PUTIN,), (TRUMP,), {"status": "planned"})
    (found,) = contacts("Putin travels to Kyiv to meet Trump.", travels, meet)
    assert (in_touch(found), found.level) == ({"RUS", "USA"}, "leaders")
    assert (
        contacts("Putin visits Russian-occupied Kyiv.", ("visits", "CONSULT", (PUTIN,), (), travels[4])) == ()
    )


def test_whom_one_visits_counts_before_where():
    alaska = Actor(name="Alaska", country="USA")
    there = ("travels", "CONSULT", (PUTIN,), (alaska,), {"mode": "visit"})
    meet = ("meet", "CONSULT", (PUTIN,), (TRUMP,), {"status": "planned"})
    (found,) = contacts("Putin travels to Alaska to meet Trump.", there, meet)
    assert ([one.name for one in found.to], found.level) == (["Donald Trump"], "leaders")


def test_who_mediates_is_told_and_is_no_party():
    text = "Russia and Ukraine conduct a prisoner exchange mediated by the United Arab Emirates."
    exchange = ("exchange", "COOPERATE", (EMIRATES, RUSSIA), (RUSSIA, UKRAINE))
    mediated = ("mediated", "CONSULT", (EMIRATES,), BOTH, {"mode": "third-party"})
    (found,) = contacts(text, exchange, mediated)
    assert (found.channel, [one.name for one in found.through]) == ("exchange", ["United Arab Emirates"])
    assert {("RUS", "UKR"), ("UKR", "RUS"), ("ARE", "UKR"), ("RUS", "ARE")} <= set(met(found))
    (alone,) = contacts("The Emirates mediated between them.", ("mediated", "CONSULT", (EMIRATES,), BOTH))
    assert (alone.channel, in_touch(alone)) == ("mediated", {"ARE", "RUS", "UKR"})


def test_a_contact_without_a_day_has_the_one_that_its_sentence_names():
    text = "Trump and Putin agreed on Saturday to free two men, after hours of talks."
    saturday = When(earliest=date(2025, 5, 31), latest=date(2025, 5, 31), basis="relative")
    talks = ("talks", "CONSULT", (TRUMP,), (PUTIN,))
    agreed = ("agreed", "AGREE", (TRUMP,), (PUTIN,), {"when": saturday})
    (found,) = contacts(text, talks, agreed)
    assert found.when == saturday
    (alone,) = contacts(text, talks)
    assert alone.when.basis == "publication"


def test_one_meeting_told_twice_in_a_sentence_is_one_contact():
    text = "They end their talks early after a meeting."
    rows = [(word, "CONSULT", (TRUMP,), (PUTIN,)) for word in ("talks", "meeting")]
    (found,) = contacts(text, *rows)
    assert len(found.records) == 2
    two = contacts(text, rows[0], ("meeting", "CONSULT", (TRUMP,), (UKRAINE,)))
    assert [in_touch(one) for one in two] in (
        [{"RUS", "USA"}, {"UKR", "USA"}],
        [{"UKR", "USA"}, {"RUS", "USA"}],
    )


def test_a_party_that_no_registry_knows_counts_by_its_name():
    text = "Chikondi Nyirongo met Onalenna Seretse, and he met her."
    report = make_report(text, day=2)
    one, other, he, her = (
        Actor(mention=report.span(text.index(words), text.index(words) + len(words)), name=words)
        for words in ("Chikondi Nyirongo", "Onalenna Seretse", "he ", "her")
    )
    (found,) = contacts(text, ("met", "CONSULT", (one,), (other,)))
    assert in_touch(found) == {"name:chikondi nyirongo", "name:onalenna seretse"}
    assert last_contacts([found])["name:chikondi nyirongo", "name:onalenna seretse"] == found
    assert contacts(text, ("met", "CONSULT", (he,), (her,))) == ()
