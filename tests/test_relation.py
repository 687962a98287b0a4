"""The relation of two given actors, from the events that a sentence tells."""

import numpy as np
import pytest

from detente.codebook import load
from detente.reading.drafts import Seen
from detente.reading.labels import load_labels
from detente.reading.relation import BY, TO, best_relation, convention, mix, of_events

LABELS = load_labels()
WORDS = ("Rebels", "killed", "soldiers", "and", "France", "condemned", "it")


def seen() -> Seen:
    """What a model that errs nowhere would see in WORDS."""
    tags = {task: np.zeros((len(WORDS), len(names))) for task, names in LABELS.tags.items()}
    for columns in tags.values():
        columns[:, 0] = 1.0
    roles = {word: np.zeros((len(WORDS), len(LABELS.roles))) for word in (1, 5)}
    columns = dict(LABELS.fields("events"))
    for word, type_, by, to in ((1, "ASSAULT", 0, 2), (5, "ACCUSE", 4, 0)):
        tags["type"][word] = 0.0
        tags["type"][word, LABELS.tags["type"].index(type_)] = 1.0
        tags["status"][word] = 0.0
        tags["status"][word, LABELS.tags["status"].index("reported")] = 1.0
        roles[word][by, columns["by"]] = roles[word][to, columns["to"]] = 1.0
    empty = np.zeros((len(WORDS), len(WORDS) + 1))
    return Seen(
        tags=tags,
        vector=np.zeros(1),
        lemma=None,
        arcs=empty,
        deprel=empty[:, 0],
        factuality=None,
        roles=roles,
        srl={},
    )


@pytest.mark.parametrize(("by", "to", "expected"), [(0, 2, "ASSAULT"), (4, 0, "ACCUSE")])
def test_the_event_that_the_two_play_a_part_in_counts(by: int, to: int, expected: str) -> None:
    marks = [BY if word == by else TO if word == to else 0 for word in range(len(WORDS))]
    chances = of_events(seen(), WORDS, marks, LABELS)
    assert chances.sum() == pytest.approx(1.0)
    assert LABELS.relations[int(chances.argmax())] == expected


def test_both_readings_count() -> None:
    sure, unsure = np.array([0.9, 0.05, 0.05]), np.array([0.3, 0.4, 0.3])
    assert mix(sure, unsure).argmax() == 0
    assert mix(unsure, sure).argmax() == 0
    assert mix(sure, unsure).sum() == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (("ASSAULT", None, "threatened", "strike"), "THREATEN"),
        (("AID", None, "promised", "arms"), "AGREE"),
        (("RETREAT", None, "planned", "withdraw"), "AGREE"),
        (("REQUEST", None, "planned", "ask"), "REQUEST"),
        (("SANCTION", "convict", "reported", "convicted"), "COERCE"),
        (("SANCTION", None, "reported", "sanctions"), "COERCE"),
        (("SANCTION", "expel", "reported", "expelled"), "SANCTION"),
        (("AGREE", None, "reported", "signed"), "SUPPORT"),
        (("CONSULT", None, "denied", "met"), "REJECT"),
        (("ASSAULT", None, "denied", "struck"), None),
    ],
)
def test_the_convention_of_the_field(event: tuple[str, str | None, str, str], expected: str | None) -> None:
    assert convention(*event) == expected


def test_every_relation_is_a_type_of_the_codebook() -> None:
    assert set(LABELS.relations) == {one.name for one in load().event_types}


def chances(**given):
    found = np.full(len(LABELS.relations), 1e-4)
    for type_, chance in given.items():
        found[LABELS.relations.index(type_)] = chance
    return found / found.sum()


@pytest.mark.parametrize(
    ("given", "type_", "quad"),
    [
        ({"AID": 0.6, "ASSAULT": 0.4}, "AID", "material cooperation"),
        ({"ASSAULT": 0.35, "AID": 0.33, "RETREAT": 0.32}, "AID", "material cooperation"),
        ({"AID": 0.36, "RETREAT": 0.34, "CONCEDE": 0.3}, "RETREAT", "material cooperation"),
        ({"CONCEDE": 0.7, "CONSULT": 0.3}, "CONCEDE", "material cooperation"),
    ],
)
def test_the_quad_is_decided_before_the_type(given, type_, quad):
    found = best_relation(chances(**given), LABELS.relations, load())
    assert (found.type, found.quad) == (type_, quad)
    assert found.probability == pytest.approx(given[type_], abs=0.01)
