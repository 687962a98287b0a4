"""Reports of one sentence with the act that it tells of, for briefs that need no reader."""

from briefs import material, written
from building import find, make_report

from detente.codebook import load
from detente.schema import Actor, Event, Grounds, When

SIDES = {"Russia": ("Q159", "RUS"), "Ukraine": ("Q212", "UKR"), "Oman": ("Q842", "OMN")}


def who(report, name):
    entity, country = SIDES.get(name, (None, None))
    return Actor(mention=find(report, name), name=name, entity=entity, country=country)


def told(text, trigger, kind="ASSAULT", *, by="Russia", to="Ukraine", speaker=None, report=None, **more):
    """A report of one sentence, or of more, and the act that its first sentence tells of."""
    day, publisher = more.pop("day", 1), more.pop("publisher", "post.example")
    report = report or make_report(text, day=day, publisher=publisher)
    sentence = find(report, text.split(". ")[0])
    return report, Event(
        trigger=find(report, trigger),
        type=kind,
        by=() if by is None else (who(report, by),),
        to=() if to is None else (who(report, to),),
        speaker=None if speaker is None else who(report, speaker),
        when=more.pop("when", on(report.known_at.date())),
        intensity=load().intensity(kind),
        grounds=Grounds(evidence=(sentence,), known_at=report.known_at, reading_id="hand", probability=0.9),
        **more,
    )


def on(day, basis="stated"):
    return When(earliest=day, latest=day, basis=basis)


def brief_of(*rows, about=("RUS", "UKR"), **more):
    return written(material([row[1] for row in rows], [row[0] for row in rows], about=about, **more))
