"""Acts of one side towards another, day by day: the record under the tests of levels and arrows."""

from datetime import UTC, date, datetime, timedelta

from building import make_report

from detente.codebook import load
from detente.crisis.assessment import assess
from detente.crisis.known import known
from detente.crisis.levels import gather_dyads, measure_days
from detente.schema import Actor, Event, Grounds, When

RUSSIA = Actor(name="Russia", entity="Q159", country="RUS")
UKRAINE = Actor(name="Ukraine", entity="Q212", country="UKR")
FIRST = date(2025, 6, 2)  # a Monday
DYAD = [("RUS", "UKR")]


class Record:
    """Reports day by day, with the acts that they tell of."""

    def __init__(self):
        self.reports, self.events, self.incidents, self.voices = [], [], {}, {}

    def quiet(self, day, paper="a.example"):
        """A report that tells of nothing."""
        moment = datetime.combine(FIRST + timedelta(days=day), datetime.min.time(), tzinfo=UTC)
        text = f"Report {len(self.reports)} of day {day}."
        report = make_report(text, publisher=paper, published_at=moment + timedelta(hours=12))
        self.reports.append(report)
        return report

    def act(self, day, kind="ASSAULT", *, paper="a.example", voice=None, incident=None, back=False, **more):
        """A report that tells of an act of Russia towards Ukraine; `back`: of Ukraine towards Russia."""
        report = self.quiet(day, paper)
        when = FIRST + timedelta(days=more.pop("on", day))
        event = Event(
            trigger=report.span(0, 6),
            type=kind,
            by=(UKRAINE if back else RUSSIA,),
            to=more.pop("to", (RUSSIA if back else UKRAINE,)),
            when=When(earliest=when, latest=when, basis="stated"),
            intensity=load().intensity(kind),
            grounds=Grounds(
                evidence=(report.span(0, len(report.text)),),
                known_at=report.known_at,
                reading_id="hand",
                probability=0.9,
            ),
            **more,
        )
        self.events.append(event)
        self.incidents[event.id] = incident or event.id
        self.voices[report.id] = voice or paper
        return event

    def known(self, day=400):
        as_of = datetime.combine(FIRST + timedelta(days=day), datetime.max.time(), tzinfo=UTC)
        return known(self.events, self.reports, incidents=self.incidents, voices=self.voices, as_of=as_of)

    def days(self, day=400, **more):
        """The daily levels, by the number of the day."""
        (series,) = gather_dyads(self.known(day), dyads=DYAD, **more)
        return {(level.first_day - FIRST).days: level for level in measure_days(series)}

    def assess(self, day, **more):
        return assess(self.known(day), about=("UKR", "RUS"), **more)
