"""Acts that are told only to be taken back."""

from types import SimpleNamespace

import pytest
from building import find, make_grounds, make_report

from detente.reading.corrections import (
    is_called_off,
    is_called_wrong,
    is_editors_note,
    is_put_off,
    is_taken_back,
    is_unreached,
)
from detente.schema import Actor, Statement, When


def taken_back(text, act, cue=None, speaker=None):
    report = make_report(text)
    saying = None
    if cue is not None:
        saying = Statement(
            act="say",
            cue=find(report, cue),
            speaker=Actor(mention=find(report, speaker), name=speaker) if speaker else None,
            content=(find(report, act),),
            when=When(),
            grounds=make_grounds(report),
        )
    return is_taken_back(saying) or is_called_wrong(report.span(0, len(text)), find(report, act))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("It is untrue that rebels burned the mill.", "burned"),
        ("We wrongly reported on Monday that rebels burned the mill.", "burned"),
        ("There is no truth in reports that rebels burned the mill.", "burned"),
        ("The report that rebels burned the mill is entirely false, police said.", "burned"),
        ("On Monday we wrote that rebels had burned the mill; that was wrong.", "burned"),
        ("The claim that rebels burned the mill is likewise a fabrication.", "burned"),
        ("Reports that rebels burned the mill are entirely devoid of any factual basis.", "burned"),
        ("Reports that rebels burned the mill have no basis in fact.", "burned"),
        ("At no time did rebels burn the mill.", "burn"),
    ],
)
def test_words_around_an_act_take_it_back(text, act):
    assert taken_back(text, act)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Rebels burned the mill, police said.", "burned"),
        ("Burning the mill was wrong, the bishop said.", "Burning"),
        ("Rebels burned the mill. The report of a flood is untrue.", "burned"),
        ("It is untrue that guards slept; rebels burned the mill.", "burned"),
        ("Rebels burned the mill, which lies in the valley.", "burned"),
        ("At no time was it safer there, and rebels burned the mill.", "burned"),
    ],
)
def test_other_words_do_not(text, act):
    assert not taken_back(text, act)


def test_who_says_so_and_how_takes_an_act_back():
    text = "An earlier version of this story said that rebels burned the mill."
    assert taken_back(text, "burned", "said", "An earlier version of this story")
    text = "The Valley Post retracts its report that rebels burned the mill."
    assert taken_back(text, "burned", "retracts", "The Valley Post")
    assert not taken_back(
        "The Valley Post said that rebels burned the mill.", "burned", "said", "The Valley Post"
    )


@pytest.mark.parametrize(
    "text",
    [
        " He had cancelled it, he said, but would hold it some other time.",
        " On Friday the hosts called it off.",
        " It was then called off.",
        ' " Both sides have shelved them.',
    ],
)
def test_a_meeting_is_called_off_by_the_next_sentence(text):
    assert is_called_off(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " He would not cancel it.",
        " She refused to call it off.",
        " The army cancelled its parade.",
        " It was cold. They cancelled it.",
        " Critics asked whether he might have cancelled it.",
    ],
)
def test_other_sentences_call_nothing_off(text):
    assert not is_called_off(text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("The two sides came no closer to a ceasefire.", "ceasefire"),
        ("They failed to reach a lasting peace agreement.", "agreement"),
        ("The army stopped short of a full invasion.", "invasion"),
        ("Talks ended without reaching any deal.", "deal"),
    ],
)
def test_what_nobody_came_to_is_not_reached(text, act):
    report = make_report(text)
    assert is_unreached(report.span(0, len(text)), find(report, act))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("They came closer to a ceasefire.", "ceasefire"),
        ("They failed to reach the village before the attack.", "attack"),
        ("The talks fell short; the army resumed its invasion.", "invasion"),
    ],
)
def test_what_came_about_is_not_taken_for_unreached(text, act):
    report = make_report(text)
    assert not is_unreached(report.span(0, len(text)), find(report, act))


@pytest.mark.parametrize(
    "text",
    [
        "*Updated with reaction from Oslo.*",
        "Adds quotes from the minister, background",
        "(Reporting by Ana Rey in Lima; Editing by Tom Hale)",
        "This story has been updated.",
    ],
)
def test_an_editors_note_tells_of_the_report_alone(text):
    assert is_editors_note(make_report(text).span(0, len(text)))


@pytest.mark.parametrize(
    "text",
    [
        "The minister updated parliament on the talks.",
        "Reporting from Lima, our correspondent saw troops fire on the crowd.",
        "The report was amended to drop the word genocide, which angered Oslo.",
        "The war adds to the burden.",
    ],
)
def test_a_sentence_on_an_update_is_no_note(text):
    assert not is_editors_note(make_report(text).span(0, len(text)))


def page(text, heads, relations):
    """A page by hand. heads: of each word the place of its head, from 1 on; 0 for the root."""
    words = text.split()
    nouns = {"talks", "summit", "call"}
    return SimpleNamespace(
        words=words,
        heads=heads,
        deprel=relations.__getitem__,
        upos=lambda word: "NOUN" if words[word] in nouns else "VERB",
    )


@pytest.mark.parametrize(
    ("text", "heads", "relations"),
    [
        ("the talks were postponed", [2, 4, 4, 0], ["det", "nsubj:pass", "aux:pass", "root"]),
        ("they cancelled the summit", [2, 0, 4, 2], ["nsubj", "root", "det", "obj"]),
        ("the call was put off", [2, 4, 4, 0, 4], ["det", "nsubj:pass", "aux:pass", "root", "compound:prt"]),
    ],
)
def test_a_meeting_is_what_is_put_off(text, heads, relations):
    word = next(at for at, one in enumerate(text.split()) if one in ("talks", "summit", "call"))
    assert is_put_off(page(text, heads, relations), word)


@pytest.mark.parametrize(
    ("text", "heads", "relations"),
    [
        ("the talks were held", [2, 4, 4, 0], ["det", "nsubj:pass", "aux:pass", "root"]),
        ("the talks were put first", [2, 4, 4, 0, 4], ["det", "nsubj:pass", "aux:pass", "root", "advmod"]),
        ("talks were not cancelled", [4, 4, 4, 0], ["nsubj:pass", "aux:pass", "advmod", "root"]),
    ],
)
def test_a_meeting_that_is_held_is_not_put_off(text, heads, relations):
    assert not is_put_off(page(text, heads, relations), text.split().index("talks"))
