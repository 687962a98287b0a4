"""The brief: every sentence leads back, fact and claim stay apart, and what cannot be said is said."""

import dataclasses
import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from briefs import evening, material, section, undated, walk, written
from building import find, make_records, make_report
from crises import load_crisis

from detente.brief import Expectation, Outlook, Query, Score, Sentence, compose, render, run
from detente.schema import Actor, Event, Grounds, InputError, Rejection, When

TEXT = "Russia struck Kyiv. Officials spoke."
NEW_YEAR = datetime(2026, 1, 1, 12, tzinfo=UTC)
LONG = "Russia struck Kyiv with drones and hit an apartment block and a school in the Obolon district."
ABSENCES = re.compile(
    r"^(?:No |Nothing |Neither )|no (?:text|record|report) |nothing on record|tells? of no(?:thing)? "
)
CRISES = {
    "ceasefire.toml": ("2026-03-06", "2026-03-15", "2026-04-10", "2026-05-20"),
    "examples.toml": ("2025-06-03", "2025-06-07", "2025-08-17", "2025-09-12", "2025-10-24"),
}
ABOUTS = {
    "ceasefire.toml": ((), ("XMV",), ("XMV", "x:front"), ("XMV", "XOR")),
    "examples.toml": ((), ("RUS",), ("RUS", "UKR"), ("RUS", "UKR", "USA"), ("POL", "RUS")),
}


def crisis_briefs():
    return [(name, day, about) for name, days in CRISES.items() for day in days for about in ABOUTS[name]]


@pytest.mark.parametrize(("name", "day", "about"), crisis_briefs())
def test_every_sentence_leads_to_stored_offsets_or_to_a_query(name, day, about):
    crisis = load_crisis(name)
    given = material(crisis.records, crisis.reports, as_of=day, about=about)
    brief = compose(given)
    cites, _ = walk(brief, given)
    assert cites > 0 or not (given.news() or given.recent.standings)
    for sentence in brief.sentences():
        if ABSENCES.search(re.sub("“.*?”", "", sentence.text)):
            assert any(isinstance(mark, Query) and mark.found == 0 for mark in sentence.marks), sentence


@pytest.mark.parametrize(("name", "day", "about"), crisis_briefs()[::3])
def test_two_briefs_of_the_same_records_are_the_same(name, day, about):
    crisis = load_crisis(name)
    first = compose(material(crisis.records, crisis.reports, as_of=day, about=about))
    again = compose(material(crisis.records[::-1], crisis.reports[::-1], as_of=day, about=about))
    assert render(first, "md") == render(again, "md")
    assert render(first, "json") == render(again, "json")


def test_every_mark_has_a_note_and_every_note_a_mark():
    crisis = load_crisis("examples.toml")
    brief = written(material(crisis.records, crisis.reports, as_of="2025-06-07", about=("RUS", "UKR")))
    body, notes = render(brief, "md").split("## Notes")
    cited = {int(n) for marks in re.findall(r" \[([\d, ]+)\]", body) for n in marks.split(", ")}
    assert cited == {int(n) for n in re.findall(r"^(\d+)\. ", notes, re.MULTILINE)}
    assert cited == {note.number for note in brief.notes}
    assert len(cited) > 10


def test_json_leads_to_offsets():
    crisis = load_crisis("examples.toml")
    given = material(crisis.records, crisis.reports, as_of="2025-06-07", about=("RUS", "UKR"))
    content = json.loads(render(compose(given), "json"))
    texts = {report.id: report.text for report in crisis.reports}
    quoted = [note for note in content["notes"] if "start" in note]
    assert len(quoted) > 5
    assert all(texts[note["report_id"]][note["start"] : note["end"]] == note["text"] for note in quoted)
    numbers = {note["number"] for note in content["notes"]}
    for part in content["sections"]:
        for paragraph in part["paragraphs"]:
            assert all({mark["note"] for mark in one["marks"]} <= numbers for one in paragraph["sentences"])


def test_a_sentence_needs_a_mark():
    with pytest.raises(InputError, match="mark"):
        Sentence(text="Russia struck Kyiv.", marks=())


def test_there_is_no_other_format():
    with pytest.raises(InputError, match="md, html, json"):
        render(written(material()), "pdf")


@pytest.mark.parametrize("status", ["denied", "planned", "promised", "demanded", "threatened", "possible"])
def test_what_has_not_happened_is_never_under_what_happened(status):
    report = make_report(TEXT)
    event = dataclasses.replace(make_records(report)[0], status=status)
    brief = written(material([event], [report]))
    assert section(brief, "What happened") == []
    assert "struck" not in " ".join(section(brief, "Judgement"))


def test_one_voice_is_worded_as_that_voice():
    report = make_report(TEXT)
    event = make_records(report)[0]
    assert section(written(material([event], [report])), "What happened") == [
        "Post reports: “Russia struck Kyiv.”"
    ]
    officials = dataclasses.replace(
        event.to[0], mention=find(report, "Officials"), name="Officials", entity=None
    )
    told = dataclasses.replace(event, speaker=officials)
    lead = section(written(material([told], [report])), "What happened")[0]
    assert lead == "Post, citing Officials, reports: “Russia struck Kyiv.”"


def test_two_voices_make_a_fact_and_copies_do_not():
    one = make_report(LONG)
    more = "Nobody slept until the morning, said those who live there, and trains to the west ran hours late."
    other = make_report(f"{LONG} {more}", publisher="mail.example")
    events = [make_records(report)[0] for report in (one, other)]
    lead = section(written(material(events, [one, other])), "What happened")[0]
    assert lead.startswith("Russia attacked Ukraine with drones in Kyiv, as ")
    copies = [make_report(f"{TEXT} " * 12, publisher=f"paper{number}.example") for number in range(30)]
    events = [make_records(report)[0] for report in copies]
    given = material(events, copies)
    brief = written(given)
    assert section(brief, "What happened")[0].startswith("Paper")
    assert "reports: “Russia struck Kyiv.”" in section(brief, "What happened")[0]
    assert "with one voice" in section(brief, "Sources")[0]
    assert "29 of them are copies and add no voice" in section(brief, "Sources")[1]


def test_a_corrected_report_is_named_with_the_day_of_what_it_replaces():
    first = make_report(day=3)
    second = make_report("Russia struck Kyiv hard. Officials spoke.", day=5, replaces=first.id)
    other = make_report(publisher="mail.example", day=4)
    records = [record for report in (first, second, other) for record in make_records(report)]
    told = section(written(material(records, [first, second, other])), "Sources")
    assert told[-1] == (
        "One of them replaces an earlier version, which no longer counts: Post on 5 June, of 3 June."
    )
    assert len(section(written(material(make_records(other), [other])), "Sources")) == 1


def test_what_was_denied_is_told_with_its_denial():
    crisis = load_crisis("ceasefire.toml")
    text = " ".join(
        s.text for s in written(material(crisis.records, crisis.reports, as_of="2026-03-06")).sentences()
    )
    assert "denies it" in text
    assert "The army denied that it had shelled any village." in text


def test_figures_are_told_as_they_developed_with_who_said_which():
    first, later = make_report(LONG), make_report(f"{LONG} Nineteen died.", day=2, publisher="mail.example")
    events = [make_records(report)[0] for report in (first, later)]
    figures = [
        dataclasses.replace(make_records(first)[3], of=None, event=events[0].id),
        dataclasses.replace(make_records(later)[3], of=None, event=events[1].id, low=19.0, high=19.0),
    ]
    text = " ".join(section(written(material([*events, *figures], [first, later])), "What happened"))
    assert "The number killed is given as at least 12 by Post (1 June) and 19 by Mail (2 June)." in text


def test_days_that_contradict_each_other_are_told():
    reports = [make_report(LONG), make_report(f"{LONG} It was dark.", publisher="mail.example")]
    events = []
    for report, day in zip(reports, (1, 2), strict=True):
        when = When(earliest=date(2025, 6, day), latest=date(2025, 6, day), basis="stated")
        events.append(dataclasses.replace(make_records(report)[0], when=when))
    text = " ".join(section(written(material(events, reports)), "What happened"))
    assert "The reports disagree on the day: 1 June or 2 June." in text


def test_commitments_tell_their_days_and_what_shows_them():
    report = make_report(TEXT)
    commitment = make_records(report)[2]
    told = written(material([commitment], [report], as_of="2025-06-07"))
    assert section(told, "Commitments") == [
        "The term set by Russia for Ukraine, reported by Post, “struck”, falls due on 30 June, in 23 days, "
        "and nothing on record settles it yet."
    ]
    late = material([commitment], [report], as_of="2025-07-02", days=40)
    assert (
        "that day has passed and no record shows what became of it"
        in section(written(late), "Commitments")[0]
    )


def test_the_last_contact_and_the_want_of_one():
    crisis = load_crisis("examples.toml")
    told = written(material(crisis.records, crisis.reports, as_of="2025-10-24", about=("RUS", "USA")))
    assert any("Vladimir Putin" in line or "Russia" in line for line in section(told, "Contacts"))
    none = written(material(make_records(make_report(TEXT))[:1], [make_report(TEXT)], about=("RUS", "UKR")))
    assert section(none, "Contacts") == ["No contact between Russia and Ukraine is on record."]


def act(text, trigger, kind="ASSAULT", *, by="Russia", to=None, publisher="post.example", **more):
    """A report of one sentence and the act that it tells of."""
    report = make_report(text, publisher=publisher)
    sides = {"Russia": ("Q159", "RUS"), "Ukraine": ("Q212", "UKR"), "America": ("Q30", "USA")}
    actors = {
        name: Actor(mention=find(report, name), name=name, entity=sides[name][0], country=sides[name][1])
        for name in (by, to)
        if name is not None
    }
    day = report.known_at.date()
    return report, Event(
        trigger=find(report, trigger),
        type=kind,
        by=(actors[by],),
        to=() if to is None else (actors[to],),
        when=more.pop("when", When(earliest=day, latest=day, basis="publication")),
        intensity=-9.75 if kind == "ASSAULT" else 2.5,
        grounds=Grounds(
            evidence=(report.span(0, len(text)),),
            known_at=report.known_at,
            reading_id="hand",
            probability=0.9,
        ),
        **more,
    )


@pytest.mark.parametrize(
    ("text", "background", "is_told"),
    [
        ("The contest went on despite the Russia invasion of Ukraine.", False, False),
        ("Russia began its invasion of Ukraine.", True, False),
        ("Russia began its invasion of Ukraine.", False, True),
    ],
)
def test_what_is_only_mentioned_is_no_news(text, background, is_told):
    report, event = act(text, "invasion", to="Ukraine", background=background)
    given = material([event], [report], about=("RUS", "UKR"))
    assert bool(section(written(given), "What happened")) is is_told
    assert ("adds one incident" in " ".join(section(written(given), "Judgement"))) is is_told


def test_a_paper_that_reports_is_named_as_no_side():
    report, event = act("Russia and Ukraine held talks in Minsk.", "talks", "CONSULT", to="Ukraine")
    other, said = act(
        "Ukraine said talks with Russia took place.",
        "talks",
        "CONSULT",
        to="Ukraine",
        publisher="mail.example",
    )
    said = dataclasses.replace(said, speaker=said.to[0])
    given = material([event, said], [report, other], about=("RUS", "UKR"))
    told = " ".join(sentence.text for sentence in written(given).sentences())
    assert "Post say much the same" not in told
    assert "and Post say" not in told


def test_a_commitment_that_lapsed_by_age_is_counted_and_no_longer_told_as_open():
    report = make_report(TEXT)
    commitment = dataclasses.replace(make_records(report)[2], due=None)
    early = section(written(material([commitment], [report], as_of="2025-06-07")), "Commitments")
    assert early[0].endswith("names no day and nothing on record settles it.")
    assert section(written(material([commitment], [report], as_of="2026-03-01")), "Commitments") == []
    other = make_report(f"{LONG} Officials spoke again.", publisher="mail.example", published_at=NEW_YEAR)
    fresh = dataclasses.replace(make_records(make_report(TEXT, published_at=NEW_YEAR))[2], due=None)
    both = material(
        [commitment, fresh], [report, other, make_report(TEXT, published_at=NEW_YEAR)], as_of="2026-01-05"
    )
    assert section(written(both), "Commitments")[-1] == (
        "One older commitment has lapsed without evidence: no record shows what became of it."
    )


def test_a_record_without_reports_says_so():
    given = material(about=("RUS", "UKR"))
    brief = written(given)
    assert section(brief, "Judgement") == ["The record holds no report up to 7 June 2025."]
    assert [part.title for part in brief.sections] == ["Judgement"]


def test_a_week_without_reports_names_the_last_that_has_some():
    report = make_report(TEXT)
    text = section(written(material(make_records(report), [report], as_of="2026-01-31")), "Judgement")
    assert text[1].startswith("The last day with a dated report is 1 June 2025; --as-of 2025-06-01 gives")


def test_undated_reports_are_said_to_be():
    report = undated(make_report(TEXT))
    brief = written(material(make_records(report), [report]))
    assert "One report bears no date: it counts as known from its retrieval." in section(
        brief, "What is not known"
    )
    assert any("No report on record bears a date" in text for text in section(brief, "Judgement"))


def test_one_report_and_one_publisher_are_said_to_be():
    report = make_report(TEXT)
    assert "All of this rests on a single report, by Post, which no other confirms." in section(
        written(material(make_records(report), [report])), "What is not known"
    )
    reports = [
        make_report(f"{TEXT} Then {number} more words came in.", day=2 + number % 5) for number in range(20)
    ]
    records = [record for report in reports for record in make_records(report)]
    text = section(written(material(records, reports)), "What is not known")[0]
    assert text == "All 20 reports are by one publisher, Post: nothing here is confirmed by another."


def test_days_nobody_looked_are_unobserved_and_not_quiet():
    report = make_report(TEXT, day=3)
    given = material(make_records(report), [report], as_of="2025-06-07")
    text = " ".join(section(written(given), "What is not known"))
    assert "Nothing on record was published on 1 to 2 June and 4 to 7 June: these days are unobserved" in text


def test_what_could_not_be_read_is_counted():
    report = make_report(TEXT)
    rejected = Rejection(input_id="x.pdf", stage="reports", reason="no text", detail=None)
    given = material(make_records(report), [report], rejections=(rejected,))
    assert "One input of the store could not be read: no text (1)." in section(
        written(given), "What is not known"
    )


def test_the_outlook_is_told_where_it_is_handed_in():
    report = make_report(TEXT)
    records = make_records(report)
    expectations = (
        Expectation(
            words="an attack by Russia on Ukraine",
            horizon_days=30,
            probability=0.93,
            base_rate=0.8,
            inputs=(records[0].id,),
        ),
        Expectation(words="attacks by Russia on Ukraine", horizon_days=1, low=2.0, high=9.0),
    )
    outlook = Outlook(
        expectations=expectations, scores=(Score(words="attacks", forecasts=40, score=0.08, base_score=0.11),)
    )
    given = material(records, [report], outlook=outlook)
    assert section(written(given), "What may come next") == [
        "An attack by Russia on Ukraine within 30 days: 93 in 100; in times past it was 80 in 100.",
        "Attacks by Russia on Ukraine within one day: 2 to 9, in 80 of 100 cases.",
        "So far 40 forecasts of attacks scored 0.080 (0 is right, 1 wrong): better than past frequency "
        "alone, 0.110.",
    ]
    assert "What may come next" not in render(compose(material(records, [report])), "md")


def test_nothing_known_later_is_told():
    crisis = load_crisis("examples.toml")
    text = render(written(material(crisis.records, crisis.reports, as_of="2025-06-07")), "md")
    for later in ("Budapest", "Alaska", "Tomahawk", "2025-08", "2025-10"):
        assert later not in text


def test_a_brief_is_one_to_three_pages():
    crisis = load_crisis("examples.toml")
    for day in CRISES["examples.toml"]:
        text = render(written(material(crisis.records, crisis.reports, as_of=day, days=120)), "md")
        assert 100 < len(text.split("## Notes")[0].split()) < 1700


def test_no_text_of_a_report_becomes_markup():
    report = make_report(
        "Russia struck Kyiv <img src=x> *now* [a](http://x).",
        title="# [click](http://x) <b>*a*</b>",
        url="javascript:alert(1)",
    )
    text = render(written(material(make_records(report), [report])), "md")
    assert "<img" not in text.replace("\\<img", "")
    assert "](http" not in text.replace("\\](http", "")
    assert "<javascript:" not in text


def test_a_question_must_be_one_that_can_be_asked():
    with pytest.raises(InputError, match="no question"):
        run(Query(name="weather"), material())


def test_a_brief_needs_a_period():
    report = make_report(TEXT)
    given = material(make_records(report), [report])
    with pytest.raises(InputError, match="period"):
        dataclasses.replace(given, picture=dataclasses.replace(given.picture, since=None))


def test_the_period_before_is_compared():
    old, new = (
        make_report(TEXT),
        make_report(f"{TEXT} Again.", published_at=datetime(2025, 6, 12, tzinfo=UTC)),
    )
    given = material([make_records(old)[0], make_records(new)[0]], [old, new], as_of=evening("2025-06-14"))
    text = " ".join(section(written(given), "Judgement"))
    assert "The week adds one incident to the record, after one in the week before." in text
    assert given.first_day == date(2025, 6, 8)
    assert given.as_of - given.since == timedelta(days=7)
