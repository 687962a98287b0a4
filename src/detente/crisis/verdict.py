"""The state of a claim, from the voices behind it."""

from collections.abc import Sequence

from detente.crisis.telling import Telling, Weighed, weigh
from detente.schema import Claim, Step


def judge(proposition: str, tellings: Sequence[Telling], *, interested: frozenset[str], method: str) -> Claim:
    """Weigh tellings of one proposition, given in order of known_at. interested: sides that it tells against.

    probability: that the records which decide the state were read right, taken as independent of each other.
    """
    weighed = weigh(tellings)
    confessed = _confessed(weighed, interested)
    state = _state(weighed, confessed)
    return Claim(
        records=tuple(sorted({telling.record for telling in tellings})),
        method=method,
        probability=_probability(weighed, state, confessed),
        steps=_steps(weighed, confessed),
        proposition=proposition,
        state=state,
        asserted=tuple(telling.record for telling in weighed.asserted),
        denied=tuple(telling.record for telling in weighed.denied),
        repeated=tuple(telling.record for telling in weighed.repeated),
        voices=weighed.asserting,
    )


def _state(weighed: Weighed, confessed: frozenset[str]) -> str:
    if weighed.asserting and weighed.denying:
        return "disputed"
    if weighed.turned and not weighed.asserting:
        return "withdrawn"
    if len(weighed.firsthand) > 1 or confessed:
        return "corroborated"
    return "single-voice"


def _confessed(weighed: Weighed, interested: frozenset[str]) -> frozenset[str]:
    """Sides that admit what tells against them: by confirming it, or after having denied it."""
    confirmed = {telling.origin for telling in weighed.tellings if telling.confirms and telling.asserts}
    return frozenset((confirmed | set(weighed.admitted)) & interested & set(weighed.firsthand))


def _probability(weighed: Weighed, state: str, confessed: frozenset[str]) -> float:
    """That the deciding records were read right: the best of each origin or stand that the state needs."""
    asserting = [told for told in weighed.asserted if told.origin in weighed.asserting]
    if state == "disputed":
        return _best(asserting) * _best([told for told in weighed.denied if told.origin in weighed.denying])
    if state == "withdrawn":
        return _best(weighed.asserted) * _best(weighed.denied)
    if state == "corroborated" and not confessed:
        first, second = sorted((told.probability for told in asserting if not told.relayed), reverse=True)[:2]
        return first * second
    return _best(asserting or weighed.denied or weighed.repeated)


def _best(tellings: Sequence[Telling]) -> float:
    return max((telling.probability for telling in tellings), default=0.0)


def _steps(weighed: Weighed, confessed: frozenset[str]) -> tuple[Step, ...]:
    found = (
        ("asserted by", weighed.asserting),
        ("of these only as others relay them", tuple(sorted({*weighed.asserting} - {*weighed.firsthand}))),
        ("denied by", weighed.denying),
        ("taken back by", weighed.turned),
        ("admitted against their interest by", tuple(sorted(confessed))),
    )
    steps = [Step(rule="claims.voices", detail=f"{label} {', '.join(who)}") for label, who in found if who]
    if weighed.repeated:
        steps.append(
            Step(rule="claims.repetitions", detail=f"{len(weighed.repeated)} further tellings repeat these")
        )
    return tuple(steps)
