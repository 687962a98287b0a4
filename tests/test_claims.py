"""Claims: voices, denials, retractions, admissions; each rule on the smallest record that shows it."""

from datetime import UTC, datetime, timedelta

import pytest
from building import make_report

from detente.crisis.claims import find_claims
from detente.crisis.known import known
from detente.schema import Actor, Event, Figure, Grounds, InputError, Place, Statement, When

RUSSIA = Actor(name="Russia", entity="Q159", country="RUS")
UKRAINE = Actor(name="Ukraine", entity="Q212", country="UKR")
POLAND = Actor(name="Poland", entity="Q36", country="POL")
NOW = datetime(2025, 7, 1, tzinfo=UTC)


class Desk:
    """Reports of one mention each, an hour apart."""

    def __init__(self):
        self.reports, self.records, self.incidents, self.voices = [], [], {}, {}

    def report(self, publisher, voice=None):
        hour = len(self.reports)
        moment = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(hours=hour)
        text = f"Russia struck Kyiv in report {hour} and that was denied."
        report = make_report(text, publisher=publisher, published_at=moment)
        self.reports.append(report)
        self.voices[report.id] = voice or publisher
        return report

    def grounds(self, report, probability=0.8):
        sentence = report.span(0, len(report.text))
        return Grounds(
            evidence=(sentence,), known_at=report.known_at, reading_id="hand", probability=probability
        )

    def tell(self, publisher, speaker=None, *, incident="strike", status="reported", act="say", **more):
        report = self.report(publisher, more.pop("voice", None))
        said_in = None
        if speaker is not None:
            statement = Statement(
                act=act,
                speaker=speaker,
                content=(report.span(0, 18),),
                via=more.pop("via", None),
                when=When(),
                grounds=self.grounds(report),
            )
            self.records.append(statement)
            said_in = statement.id
        event = Event(
            trigger=report.span(7, 13),
            type="ASSAULT",
            by=more.pop("by", (RUSSIA,)),
            to=(UKRAINE,),
            when=When(),
            status=status,
            speaker=speaker,
            said_in=said_in,
            intensity=-9.75,
            grounds=self.grounds(report),
            **more,
        )
        self.records.append(event)
        if incident:
            self.incidents[event.id] = incident
        return event

    def count(self, event, low, high, speaker=None):
        report = self.report("count.example")
        figure = Figure(
            quantity="killed",
            mention=report.span(0, 6),
            low=low,
            high=high,
            event=event.id,
            speaker=speaker,
            grounds=self.grounds(report),
        )
        self.records.append(figure)
        return figure

    def claims(self, as_of=NOW):
        return find_claims(
            known(self.records, self.reports, incidents=self.incidents, voices=self.voices, as_of=as_of)
        )

    def claim(self):
        claims = self.claims()
        assert len(claims) == 1, claims
        return claims[0]


@pytest.fixture
def desk():
    return Desk()


def test_nothing_gives_nothing(desk):
    assert desk.claims() == ()


def test_a_hundred_papers_that_quote_one_side_are_one_voice(desk):
    told = [desk.tell(f"paper{number}.example", UKRAINE) for number in range(100)]
    claim = desk.claim()
    assert (claim.state, claim.voices) == ("single-voice", ("UKR",))
    assert claim.asserted == (told[0].id,)
    assert len(claim.repeated) == 99


def test_a_thousand_copies_are_one_voice(desk):
    for number in range(1000):
        desk.tell(f"paper{number}.example", voice="agency.example")
    assert desk.claim().state == "single-voice"


def test_two_publishers_in_their_own_words_are_two_voices(desk):
    desk.tell("one.example")
    desk.tell("two.example")
    claim = desk.claim()
    assert (claim.state, claim.voices) == ("corroborated", ("one.example", "two.example"))
    assert claim.probability == pytest.approx(0.64)


def test_a_paper_that_names_its_source_is_that_source(desk):
    desk.tell("one.example", UKRAINE)
    own = desk.tell("one.example")
    claim = desk.claim()
    assert (claim.state, claim.repeated) == ("single-voice", (own.id,))


def test_earlier_history_retold_repeats(desk):
    desk.tell("one.example")
    desk.tell("two.example", background=True)
    assert desk.claim().state == "single-voice"


def test_a_word_that_is_relayed_is_no_second_voice(desk):
    direct = desk.tell("one.example", RUSSIA)
    outer = desk.records[0]
    desk.tell("two.example", UKRAINE, via=outer.id)
    claim = desk.claim()
    assert claim.state == "single-voice"
    assert claim.asserted[0] == direct.id
    assert any("relay" in step.detail for step in claim.steps)


def test_a_denial_disputes(desk):
    desk.tell("one.example", UKRAINE)
    denied = desk.tell("two.example", RUSSIA, status="denied", incident=None, act="deny")
    claim = desk.claim()
    assert (claim.state, claim.denied) == ("disputed", (denied.id,))


def test_a_denial_alone_is_one_voice(desk):
    desk.tell("two.example", RUSSIA, status="denied", incident=None, act="deny")
    claim = desk.claim()
    assert (claim.state, claim.asserted, claim.voices) == ("single-voice", (), ())


def test_who_takes_it_back_withdraws(desk):
    desk.tell("one.example", UKRAINE)
    desk.tell("two.example", UKRAINE, status="denied")
    assert desk.claim().state == "withdrawn"


def test_a_denial_given_up_is_an_admission(desk):
    desk.tell("one.example", RUSSIA, status="denied")
    desk.tell("two.example", RUSSIA)
    claim = desk.claim()
    assert claim.state == "corroborated"
    assert any("admitted" in step.detail for step in claim.steps)


def test_confirming_ones_own_attack_is_an_admission_boasting_of_it_is_not(desk):
    desk.tell("one.example", RUSSIA, act="confirm")
    assert desk.claim().state == "corroborated"
    boasting = Desk()
    boasting.tell("one.example", RUSSIA, act="claim")
    assert boasting.claim().state == "single-voice"


def test_two_culprits_are_one_dispute_told_once(desk):
    first = desk.tell("one.example", UKRAINE)
    second = desk.tell("two.example", RUSSIA, by=(POLAND,))
    claim = desk.claim()
    assert (claim.asserted, claim.denied, claim.state) == ((first.id,), (second.id,), "disputed")
    third = desk.tell("three.example", POLAND, by=(RUSSIA,))
    claim = desk.claim()
    assert set(claim.asserted) == {first.id, third.id}, "the account of more origins stands first"
    assert claim.denied == (second.id,)


def test_what_sides_tell_of_their_own_acts_is_no_dispute(desk):
    desk.tell("one.example", RUSSIA)
    desk.tell("two.example", POLAND, by=(POLAND,))
    assert [claim.state for claim in desk.claims()] == ["single-voice", "single-voice"]


def test_two_acts_of_one_report_are_no_rival_accounts(desk):
    desk.tell("one.example")
    desk.tell("one.example", by=(POLAND,))
    assert [claim.state for claim in desk.claims()] == ["single-voice", "single-voice"]


def test_a_paper_is_no_side(desk):
    agency = Actor(name="Reuters", entity="company:reuters", country="GBR", sector="JRN")
    desk.tell("one.example", agency)
    assert desk.claim().voices == ("company:reuters",)
    own = Actor(name="Two", entity=None)
    desk.tell("two.example", own)  # "as Two reported": the paper's own word
    assert desk.claim().voices == ("company:reuters", "two.example")
    desk.tell("three.example", own)  # and quoted by another it is still that paper's
    assert desk.claim().voices == ("company:reuters", "two.example")


def say(desk, speaker, text, *, act="say", publisher="one.example"):
    """A statement alone, in its own words."""
    moment = datetime(2025, 6, 1, tzinfo=UTC) + timedelta(hours=len(desk.reports))
    report = make_report(f"Somebody said that {text}.", publisher=publisher, published_at=moment)
    desk.reports.append(report)
    start = len("Somebody said that ")
    statement = Statement(
        act=act,
        speaker=speaker,
        content=(report.span(start, start + len(text)),),
        when=When(),
        grounds=desk.grounds(report),
    )
    desk.records.append(statement)
    return statement


ALIKE = "the depot at Brovary was emptied before the fire"


def test_two_sides_in_one_wording_are_one_claim(desk):
    first = say(desk, UKRAINE, ALIKE)
    second = say(desk, POLAND, "the depot at Brovary was empty before that fire", publisher="two.example")
    claim = desk.claim()
    assert (set(claim.asserted), claim.state) == ({first.id, second.id}, "corroborated")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "a record 35,326 new cases of the fever in one day",
            "a record 23,281 new cases of the fever in one day",
        ),
        ("there were 35,326 new cases of the fever", "there were 23,281 new cases of the fever"),
        ("three new cases of the swine fever", "three new cases of the swine fever"),
        ("its first case of the new fever was found", "its first case of the new fever was found"),
        (
            "the country will impose sanctions on Russian banks",
            "the country will impose sanctions on Russian banks",
        ),
        ("he has tested positive for the fever", "he has tested positive for the fever"),
        ("the army remains in control of Kharkiv", "the army remains in control of Sumy"),
        (
            "the drills are part of a hybrid war",
            "an officer takes part in the drills of a coalition of thirty-four states",
        ),
    ],
)
def test_like_words_about_other_things_are_no_claim_of_two(desk, one, other):
    say(desk, UKRAINE, one)
    say(desk, POLAND, other, publisher="two.example")
    assert desk.claims() == ()


def test_a_denial_answers_what_its_report_tells_of_nobody(desk):
    told = desk.tell("one.example", by=())
    report = desk.reports[0]
    denied = Event(
        trigger=report.span(42, 48),
        type="ASSAULT",
        by=(RUSSIA,),
        when=When(),
        status="denied",
        speaker=RUSSIA,
        intensity=-9.75,
        grounds=desk.grounds(report),
    )
    desk.records.append(denied)
    claim = desk.claim()
    assert (claim.state, claim.asserted, claim.denied) == ("disputed", (told.id,), (denied.id,))
    desk.records.remove(denied)
    elsewhere = make_report("The navy never fired a round.", publisher="two.example", day=2)
    desk.reports.append(elsewhere)
    away = Event(
        trigger=elsewhere.span(15, 20),
        type="ASSAULT",
        by=(RUSSIA,),
        when=When(),
        status="denied",
        speaker=RUSSIA,
        intensity=-9.75,
        grounds=desk.grounds(elsewhere),
    )
    desk.records.append(away)
    assert "disputed" not in {claim.state for claim in desk.claims()}


def test_a_denial_of_another_matter_on_the_day_disputes_nothing(desk):
    day = When(
        earliest=datetime(2025, 6, 1, tzinfo=UTC).date(),
        latest=datetime(2025, 6, 1, tzinfo=UTC).date(),
        basis="stated",
    )
    told = desk.tell("one.example")
    assert told.when.basis == "unknown"
    report = make_report("Moscow said it had not requested games.", publisher="two.example", day=1)
    desk.reports.append(report)
    desk.records.append(
        Event(
            trigger=report.span(23, 32),
            type="ASSAULT",
            by=(RUSSIA,),
            when=day,
            status="denied",
            speaker=RUSSIA,
            intensity=-9.75,
            grounds=desk.grounds(report),
        )
    )
    assert sorted(claim.state for claim in desk.claims()) == ["single-voice", "single-voice"]


def test_what_is_planned_or_threatened_is_no_claim(desk):
    for status in ("planned", "threatened", "possible", "promised", "demanded"):
        desk.tell("one.example", status=status)
    assert desk.claims() == ()


def test_a_higher_count_half_a_day_later_has_grown(desk):
    event = desk.tell("one.example")
    desk.count(event, 12, None, UKRAINE)
    for _ in range(12):
        desk.report("quiet.example")
    desk.count(event, 19, 19, POLAND)
    assert {claim.state for claim in desk.claims() if "killed" in claim.proposition} == {"corroborated"}
    desk.count(event, 3, 3, RUSSIA)
    disputed = [claim for claim in desk.claims() if claim.state == "disputed"]
    assert disputed[0].proposition.startswith("killed 19")


def test_an_exact_count_is_outgrown_not_disputed(desk):
    event = desk.tell("one.example")
    desk.count(event, 12, 12, UKRAINE)
    for _ in range(12):
        desk.report("quiet.example")
    desk.count(event, 19, 19, POLAND)
    counted = next(claim for claim in desk.claims() if "killed" in claim.proposition)
    assert (counted.state, counted.voices) == ("single-voice", ("POL",))


def test_a_moment_without_zone_is_refused():
    with pytest.raises(InputError):
        known((), (), incidents={}, voices={}, as_of=NOW.replace(tzinfo=None))


def test_a_replaced_report_no_longer_speaks(desk):
    desk.tell("one.example", UKRAINE)
    old = desk.reports[0]
    new = make_report(
        "Corrected.", publisher="one.example", published_at=old.known_at + timedelta(days=1), replaces=old.id
    )
    desk.reports.append(new)
    assert desk.claims() == ()
    assert len(desk.claims(as_of=old.known_at)) == 1


def test_a_denial_that_may_mean_several_strikes_disputes_none(desk):
    desk.tell("one.example", incident="first")
    desk.tell("two.example", incident="second")
    desk.tell("three.example", RUSSIA, status="denied", incident=None, act="deny")
    assert [claim.state for claim in desk.claims()] == ["single-voice"] * 3


def test_a_denial_means_the_strike_at_its_place(desk):
    port, mill = Place(name="Port"), Place(name="Mill")
    desk.tell("one.example", incident="first", place=port)
    desk.tell("two.example", incident="second", place=mill)
    denied = desk.tell("three.example", RUSSIA, status="denied", incident=None, act="deny", place=port)
    assert [(claim.state, claim.denied) for claim in desk.claims()] == [
        ("disputed", (denied.id,)),
        ("single-voice", ()),
    ]


def test_what_a_paper_takes_back_is_withdrawn_with_the_word_it_had_quoted(desk):
    told = desk.tell("one.example", UKRAINE)
    taken_back = desk.tell("one.example", status="denied", incident=None)
    claim = desk.claim()
    assert (claim.state, claim.asserted, claim.denied) == ("withdrawn", (told.id,), (taken_back.id,))
    assert claim.voices == ()
    desk.tell("two.example", UKRAINE)
    assert desk.claim().state == "disputed"


def test_an_earlier_version_of_a_report_is_that_report(desk):
    itself = Actor(name="An earlier version of this article")
    desk.tell("one.example")
    desk.tell("one.example", itself, status="denied", incident=None)
    assert desk.claim().state == "withdrawn"


@pytest.mark.parametrize(
    ("actor", "named"),
    [
        (Actor(name="Poland", entity="Q36", country="POL", sector="BUS"), "POL:BUS"),
        (Actor(name="Poland", entity="Q36", country="POL", sector="GOV"), "POL"),
        (Actor(name="Wagner Group", entity="Q3307006", country="RUS", sector="REB"), "Wagner Group"),
    ],
)
def test_a_proposition_names_sides_by_codes_and_names(desk, actor, named):
    desk.tell("one.example", by=(actor,))
    assert desk.claim().proposition.split(" ASSAULT ")[0] == named


def test_who_denies_a_part_in_an_attack_does_not_tell_of_it(desk):
    told = desk.tell("one.example", UKRAINE)
    denied = desk.tell("two.example", RUSSIA, act="deny")
    claim = desk.claim()
    assert (claim.state, claim.asserted, claim.denied) == ("disputed", (told.id,), (denied.id,))
    witness = desk.tell("three.example", POLAND, act="deny")
    assert witness.id in desk.claim().asserted
