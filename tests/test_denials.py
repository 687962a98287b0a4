"""Which incident a denial answers: what its own report tells first, another report's only by who denies."""

from datetime import UTC, datetime

import pytest
from building import make_report

from detente.crisis.claims import find_claims
from detente.crisis.denials import denied_incidents
from detente.crisis.known import known
from detente.schema import Actor, Event, Grounds, Statement, When

RUSSIA = Actor(name="Russia", entity="Q159", country="RUS")
UKRAINE = Actor(name="Ukraine", entity="Q212", country="UKR")
NOW = datetime(2025, 7, 1, tzinfo=UTC)


class Record:
    """Reports with events and statements marked by their words; a told event is an incident of its name."""

    def __init__(self):
        self.reports, self.records, self.incidents = [], [], {}

    def report(self, text, *, day=1, publisher="one.example"):
        self.reports.append(make_report(text, publisher=publisher, day=day))

    def span(self, words):
        at = self.reports[-1].text.index(words)
        return self.reports[-1].span(at, at + len(words))

    def grounds(self):
        report = self.reports[-1]
        return Grounds(
            evidence=(report.span(0, len(report.text)),),
            known_at=report.known_at,
            reading_id="hand",
            probability=0.9,
        )

    def add(self, kind, word, by=(), to=(), *, speaker=None, denied=False, act=None):
        """Mark an event; `act` of the statement that it is said in, if any."""
        said_in = None
        if act is not None:
            said_in = self.state(act, speaker, word).id
        event = Event(
            trigger=self.span(word),
            type=kind,
            by=by,
            to=to,
            when=When(),
            status="denied" if denied else "reported",
            speaker=speaker,
            said_in=said_in,
            intensity=-9.0,
            grounds=self.grounds(),
        )
        self.records.append(event)
        self.incidents[event.id] = f"denied {word}" if denied else word
        return event

    def state(self, act, speaker, content, cue=None):
        said = Statement(
            act=act,
            cue=None if cue is None else self.span(cue),
            speaker=speaker,
            content=(self.span(content),),
            when=When(),
            grounds=self.grounds(),
        )
        self.records.append(said)
        return said

    def known(self):
        return known(self.records, self.reports, incidents=self.incidents, voices={}, as_of=NOW)

    def answered(self, record):
        return denied_incidents(self.known()).get(record.id)


@pytest.fixture
def record():
    return Record()


def test_a_capture_that_is_denied_as_a_seizure_is_that_of_the_sentence_before_not_of_another_report(record):
    record.report("Russian troops seized the old plant in the north.")
    record.add("ASSAULT", "seized", (RUSSIA,), (UKRAINE,))
    record.report("Moscow says it captured the Brod plant. Ukraine denies that its plant was overrun.", day=2)
    record.add("COERCE", "captured", (RUSSIA,), speaker=RUSSIA)
    denial = record.add("ASSAULT", "overrun", (RUSSIA,), (UKRAINE,), speaker=UKRAINE, denied=True, act="deny")
    assert record.answered(denial) == "captured"


def test_of_several_acts_of_a_report_a_denial_means_that_of_the_same_doer_and_word(record):
    record.report(
        "A bomb killed two. Kyiv blames Russia for killing a mayor. Moscow denies the killing there."
    )
    record.add("ASSAULT", "killed", (), (UKRAINE,))
    record.add("ASSAULT", "killing a mayor", (RUSSIA,), (UKRAINE,), speaker=UKRAINE)
    denial = record.add("ASSAULT", "killing there", (RUSSIA,), speaker=RUSSIA, denied=True, act="deny")
    assert record.answered(denial) == "killing a mayor"


def test_what_the_same_side_tells_is_not_what_it_denies(record):
    record.report("Moscow says its navy fired at a boat and did not fire at the port.")
    record.add("ASSAULT", "fired", (RUSSIA,), speaker=RUSSIA)
    denial = record.add("ASSAULT", "fire at the port", (RUSSIA,), speaker=RUSSIA, denied=True, act="say")
    assert record.answered(denial) is None


@pytest.mark.parametrize(
    "words", ["will not shell", "has no plans to shell", "does not intend ever to shell"]
)
def test_what_somebody_will_not_do_denies_nothing_that_was_done(record, words):
    record.report(f"Ukraine says Russia shelled Brod. Moscow {words} the town of Brod.")
    record.add("ASSAULT", "shelled", (RUSSIA,), speaker=UKRAINE)
    denial = record.add("ASSAULT", "shell the town", (RUSSIA,), speaker=RUSSIA, denied=True, act="say")
    assert record.answered(denial) is None
    assert not any(denial.id in claim.denied for claim in find_claims(record.known()))


def test_an_acquittal_that_nobody_is_quoted_with_denies_no_sentence(record):
    record.report("A court sentenced the mayor of Brod and acquitted the mayor of Lesno.")
    record.add("SANCTION", "sentenced", (UKRAINE,))
    denial = record.add("SANCTION", "acquitted", (UKRAINE,), denied=True)
    assert record.answered(denial) is None
    record.report("The mayor of Lesno was cleared by the court of Brod.", day=2, publisher="two.example")
    elsewhere = record.add("SANCTION", "cleared", (UKRAINE,), denied=True)
    assert record.answered(elsewhere) is None


@pytest.mark.parametrize(
    ("speaker", "act", "found"),
    [(RUSSIA, "say", True), (UKRAINE, "deny", True), (UKRAINE, "say", False), (None, None, False)],
)
def test_another_report_is_answered_by_who_denies_it_or_speaks_of_itself(record, speaker, act, found):
    record.report("Russia shelled the town of Brod at night.")
    record.add("ASSAULT", "shelled", (RUSSIA,), (UKRAINE,))
    record.report("Russia did not hit the town, it was said.", day=2, publisher="two.example")
    denial = record.add("ASSAULT", "hit", (RUSSIA,), (UKRAINE,), speaker=speaker, denied=True, act=act)
    assert (record.answered(denial) == "shelled") is found


def test_these_claims_are_those_of_the_sentence_before(record):
    record.report(
        "The governor says Ukraine fired rockets. Its army used gas, he says. Kyiv denies these claims."
    )
    record.add("ASSAULT", "fired", (UKRAINE,), (RUSSIA,), speaker=RUSSIA)
    record.add("ASSAULT", "used gas", (UKRAINE,), (RUSSIA,), speaker=RUSSIA)
    denial = record.state("deny", UKRAINE, "these claims", cue="denies")
    assert record.answered(denial) == "used gas"


@pytest.mark.parametrize(("sector", "found"), [("CVL", "captured"), ("MIL", None)])
def test_who_denies_that_children_were_taken_denies_no_capture_of_soldiers(record, sector, found):
    taken = (Actor(name="those taken", country="UKR", sector=sector),)
    record.report("Russia captured them, Kyiv said. Russia denied that children were kidnapped.")
    record.add("COERCE", "captured", (RUSSIA,), taken, speaker=UKRAINE)
    children = (Actor(name="children", country="UKR", sector="CVL"),)
    denied = record.add("ASSAULT", "kidnapped", (), children, speaker=RUSSIA, denied=True, act="deny")
    assert denied_incidents(record.known()).get(denied.id) == found
