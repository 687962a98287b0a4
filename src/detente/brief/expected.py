"""What may come next, as the forecasts that were handed in have it, with their scores so far."""

from collections.abc import Iterator

from detente.brief.citing import Desk
from detente.brief.document import Paragraph, Section, Sentence
from detente.brief.material import Expectation, Outlook
from detente.brief.queries import ask
from detente.brief.words import count


def expected(desk: Desk) -> Section | None:
    """The outlook, where one was handed in. Nothing in it has happened."""
    outlook = desk.material.outlook
    if outlook is None or not outlook.expectations:
        return None
    paragraphs = [Paragraph(sentences=(_expectation(desk, one),)) for one in outlook.expectations]
    scored = tuple(_scores(desk, outlook))
    paragraphs += [Paragraph(sentences=scored)] if scored else []
    return Section(title="What may come next", paragraphs=tuple(paragraphs))


def _expectation(desk: Desk, one: Expectation) -> Sentence:
    within = f"within {count(one.horizon_days, 'day')}"
    if one.probability is not None:
        text = f"{one.words} {within}: {_chances(one.probability)}"
        if one.base_rate is not None:
            text += f"; in times past it was {_chances(one.base_rate)}"
    else:
        low, high = (f"{bound:,g}" if bound is not None else "no number" for bound in (one.low, one.high))
        text = f"{one.words} {within}: {low} to {high}, in 80 of 100 cases"
    records = desk.known(one.inputs)
    return (
        desk.say(text, records) if records else desk.say(text, (), ask(desk.material, "inputs", of=one.words))
    )


def _chances(probability: float) -> str:
    """A probability as a person would say it; never certain either way."""
    hundredths = min(99, max(1, round(100 * probability)))
    bound = "less than " if probability < 0.005 else "more than " if probability > 0.995 else ""
    return f"{bound}{hundredths} in 100"


def _scores(desk: Desk, outlook: Outlook) -> Iterator[Sentence]:
    for one in outlook.scores:
        better = "better" if one.score < one.base_score else "no better"
        text = (
            f"So far {count(one.forecasts, 'forecast')} of {one.words} scored {one.score:.3f} (0 is right, 1 "
            f"wrong): {better} than past frequency alone, {one.base_score:.3f}"
        )
        yield desk.say(text, (), ask(desk.material, "scored", of=one.words))
