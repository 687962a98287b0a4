"""How a brief words what stands against what: answers, denials, admissions, copies, days and counts."""

import dataclasses
from datetime import date

import pytest
from briefs import material, section, written
from building import find, make_records, make_report
from tellings import brief_of, on, told, who

from detente.brief.citing import Desk
from detente.brief.claims import _together
from detente.schema import Commitment, Place, When

FILLER = "Trains to the west ran hours late that night, and nobody who lives there slept until the morning."
RAID = told("Ukraine raided Russia at dawn.", "raided", by="Ukraine", to="Russia", day=2)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        (
            "Russia struck Ukraine in retaliation for the outrage.",
            "Post calls it an answer; which act it means is inferred: two days before, on the word of Post, "
            "Ukraine attacked Russia on 2 June.",
        ),
        (
            "Russia struck Ukraine at noon.",
            "It may be an answer: two days before, on the word of Post, Ukraine attacked Russia on 2 June. "
            "No text on record says so.",
        ),
        (
            "Russia struck Ukraine over the outrage.",
            "It may be an answer: two days before, on the word of Post, Ukraine attacked Russia on 2 June.",
        ),
    ],
)
def test_that_no_text_says_so_is_said_only_where_none_does(text, ending):
    assert section(brief_of(RAID, told(text, "struck", day=4)), "What happened")[-1] == ending


def test_an_act_that_is_named_by_a_noun_is_said_to_be_taken_for_another():
    text = "Ukraine stormed a bridge at Bryansk in Russia with drones and boats."
    raid = told(text, "stormed", by="Ukraine", to="Russia", day=2)
    text = "Russia struck Ukraine in retaliation for the bombing of Bryansk."
    report, strike = told(text, "struck", day=4)
    _, noun = told(text, "bombing", by=None, to=None, report=report, when=When(), background=True)
    rows = [
        (one, dataclasses.replace(event, place=Place(mention=find(one, "Bryansk"), name="Bryansk")))
        for one, event in (raid, (report, noun))
    ]
    assert section(brief_of(rows[0], (report, strike), rows[1]), "What happened")[-1] == (
        "Post ties it to something earlier, taken to be this: on the word of Post, Ukraine attacked Russia "
        "in Bryansk on 2 June."
    )


def test_whoever_did_a_thing_tells_it_by_its_own_account():
    text = "Ukraine said its Russia raid began at dawn."
    raid = told(text, "raid", by="Ukraine", to="Russia", speaker="Ukraine", day=2)
    line = section(brief_of(raid, told("Russia struck Ukraine at noon.", "struck", day=4)), "What happened")[
        -1
    ]
    assert "two days before, by its own account, Ukraine attacked Russia on 2 June" in line


def test_a_voice_that_nobody_knows_keeps_its_spelling_and_speaks_of_the_act():
    stopped = "Apti Alaudinov said the Ukraine advance against Russia has stopped."
    going = "Ukraine said its advance against Russia goes on."
    rows = [
        told(stopped, "advance", by="Ukraine", to="Russia", speaker="Apti Alaudinov"),
        told(going, "advance", by="Ukraine", to="Russia", speaker="Ukraine", publisher="mail.example"),
    ]
    desk = Desk.of(material([row[1] for row in rows], [row[0] for row in rows]))
    words = _together(desk, ("UKR", "name:apti alaudinov"), [row[1] for row in rows])
    assert words == "Ukraine and Apti Alaudinov each speak of an attack by Ukraine"
    assert _together(desk, ("UKR", "name:apti alaudinov"), ()) == (
        "Ukraine and Apti Alaudinov say much the same, each on their own"
    )


DENIAL = told("Russia denied that it had struck Ukraine.", "struck", speaker="Russia", status="denied", day=2)
CHARGE = told("Ukraine said Russia struck it with missiles.", "struck", speaker="Ukraine")
CONFESSION = told(
    "Russia admitted that it had struck Ukraine with missiles.",
    "struck",
    speaker="Russia",
    day=5,
    when=on(date(2025, 6, 1)),
    publisher="mail.example",
)


def test_who_denied_a_thing_and_then_admitted_it_is_told():
    lines = section(brief_of(CHARGE, DENIAL, CONFESSION), "What happened")
    assert lines[1] == (
        "Russia had denied it and has since admitted it: "
        "“Russia admitted that it had struck Ukraine with missiles.”"
    )
    assert not any("had denied it" in line for line in section(brief_of(CHARGE, DENIAL), "What happened"))


def test_a_denial_that_may_be_of_something_else_is_told_as_such():
    report, event = DENIAL
    weak = dataclasses.replace(event, grounds=dataclasses.replace(event.grounds, probability=0.3))
    assert "Russia denies it: “Russia denied that it had struck Ukraine.”" in section(
        brief_of(CHARGE, DENIAL), "What happened"
    )
    told = section(brief_of(CHARGE, (report, weak)), "What happened")
    assert "Russia denies something that may be this: “Russia denied that it had struck Ukraine.”" in told


def test_an_admission_that_is_quoted_already_is_told_with_what_was_said_before():
    later = section(brief_of(CHARGE, DENIAL, CONFESSION, days=4), "What happened")
    assert "“Russia admitted" in later[0]
    assert later[1] == "Before that Russia had denied it: “Russia denied that it had struck Ukraine.”"


def test_what_is_disputed_above_is_pointed_to():
    assert section(brief_of(CHARGE, DENIAL), "Said and denied") == [
        "What is disputed stands under What happened."
    ]
    assert section(brief_of(CHARGE), "Said and denied")[0].startswith("Nothing in the week's reports")


@pytest.mark.parametrize(
    ("speaker", "when", "words"),
    [
        ("Oman", on(date(2025, 6, 30)), "On the word of Oman it will not take place, by Post's report: "),
        ("Oman", on(date(2025, 6, 1)), "On the word of Oman it did not happen, by Post's report: "),
        ("Russia", on(date(2025, 6, 30)), "Russia rejects it, by Post's report: "),
        ("Russia", on(date(2025, 6, 1)), "Russia denies this, by Post's report: "),
    ],
)
def test_only_a_party_denies(speaker, when, words):
    text = f"There is no meeting of Russia and Ukraine, {speaker} said."
    row = told(text, "meeting", "CONSULT", speaker=speaker, status="denied", when=when, day=3)
    assert section(brief_of(row), "Said and denied")[-1] == f"{words}“{text}”"


def test_a_refusal_that_is_quoted_above_is_told_once():
    text = "Russia called off its meeting with Ukraine, Oman said."
    report, refusal = told(text, "called", "REJECT", speaker="Oman", day=3)
    _, meeting = told(text, "meeting", "CONSULT", speaker="Oman", status="denied", report=report)
    lines = section(brief_of((report, refusal), (report, meeting)), "Said and denied")
    assert [line for line in lines if "called off" in line] == []


def copied(*publishers, days=(1, 1, 1)):
    """One text in several papers, each with the act it tells of and a pledge."""
    text = f"Russia struck Ukraine with missiles before dawn. {FILLER} Russia vowed to strike again."
    rows = []
    for publisher, day in zip(publishers, days, strict=False):
        report, event = told(text, "struck", publisher=publisher, day=day)
        vow = Commitment(
            act="vow",
            cue=find(report, "vowed"),
            by=(who(report, "Russia"),),
            action=find(report, "strike again"),
            grounds=dataclasses.replace(
                event.grounds, evidence=(find(report, "Russia vowed to strike again."),)
            ),
        )
        rows += [(report, event), (report, vow)]
    return rows


@pytest.mark.parametrize("names", [("aaa", "mmm", "zzz"), ("zzz", "mmm", "aaa"), ("mmm", "zzz", "aaa")])
def test_an_original_is_cited_and_not_its_copy(names):
    papers = [f"{name}.example" for name in names]
    rows = copied(*papers)
    given = material([row[1] for row in rows], [row[0] for row in rows], about=("RUS", "UKR"))
    brief = written(given)
    original = given.picture.seen.reports[given.picture.copies[0].of].publisher.name
    assert section(brief, "What happened")[0].startswith(f"{original} reports: ")
    assert f"reported by {original}" in section(brief, "Commitments")[0]
    assert "share one text" in section(brief, "Sources")[1]
    assert "carry" not in section(brief, "Sources")[1]


def test_who_printed_a_text_first_has_it_carried_by_others():
    rows = copied("zzz.example", "aaa.example", days=(1, 2))
    assert section(brief_of(*rows), "Sources")[1].endswith("Aaa carries a text of Zzz.")


def test_counts_of_one_side_and_day_name_the_paper():
    rows, figures = [], []
    for number, paper in enumerate(("post", "mail", "news")):
        text = f"Russia said its drone raids on the Ukraine port of Odesa killed {7 + number} sailors."
        report, event = told(text, "raids", speaker="Russia", publisher=f"{paper}.example", mode="aerial")
        rows.append((report, event))
        figure = make_records(make_report())[3]
        figures.append(
            (
                report,
                dataclasses.replace(
                    figure,
                    mention=find(report, str(7 + number)),
                    of=None,
                    event=event.id,
                    low=7.0 + number,
                    high=7.0 + number,
                    speaker=event.speaker,
                    grounds=event.grounds,
                ),
            )
        )
    lines = " ".join(section(brief_of(*rows, *figures), "What happened"))
    assert "7 by Russia, as Post has it (1 June)" in lines
    assert "8 by Russia, as Mail has it (1 June)" in lines


def test_a_happening_of_two_days_bears_both():
    one = told("Russia struck the Ukraine port with drones.", "struck", when=on(date(2025, 6, 1)), day=2)
    two = told(
        "Russia struck the Ukraine port with drones, again.",
        "struck",
        when=on(date(2025, 6, 2)),
        publisher="mail.example",
        day=2,
    )
    brief = brief_of(one, two)
    labels = [part.label for part in next(s for s in brief.sections if s.title == "What happened").paragraphs]
    assert labels == ["1 or 2 June"]
    assert "The reports disagree on the day: 1 June or 2 June." in section(brief, "What happened")


def test_what_is_due_late_bears_its_date_alone_and_comes_last():
    report = make_report("Russia struck Kyiv. Officials spoke.")
    near = make_records(report)[2]
    far = dataclasses.replace(near, act="plan", due=on(date(2026, 12, 31)), cue=find(report, "spoke"))
    far = dataclasses.replace(
        far, grounds=dataclasses.replace(far.grounds, evidence=(find(report, "Officials spoke."),))
    )
    undated = dataclasses.replace(near, act="vow", due=None, cue=find(report, "Officials"))
    undated = dataclasses.replace(
        undated, grounds=dataclasses.replace(undated.grounds, evidence=(find(report, "Kyiv. Officials"),))
    )
    brief = written(material([far, near, undated], [report]))
    part = next(one for one in brief.sections if one.title == "Commitments")
    assert [one.label for one in part.paragraphs] == ["23 days left", "Open", "Open"]
    assert (
        part.paragraphs[-1]
        .sentences[0]
        .text.endswith("falls due on 31 December 2026, and nothing on record settles it yet.")
    )


def test_the_last_contact_is_of_the_last_day_that_any_text_tells():
    told_by = {
        2: ("post.example", "Russia and Ukraine held talks in Istanbul on prisoners and grain."),
        3: ("mail.example", "Prisoners and grain: Russia and Ukraine held talks in Istanbul, it emerged."),
    }
    rows = [
        told(text, "talks", "CONSULT", day=day, publisher=paper, when=on(date(2025, 6, day), "publication"))
        for day, (paper, text) in told_by.items()
    ]
    raid = told("Russia struck Ukraine at noon.", "struck", day=18)
    line = section(brief_of(*rows, raid, as_of="2025-06-20"), "Contacts")[0]
    assert line.startswith("No contact between Russia and Ukraine is recorded since 3 June, ")
