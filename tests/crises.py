"""Golden crises: records written by hand in TOML, and the findings that they add up to."""

import hashlib
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path

from detente.codebook import load
from detente.crisis.known import known
from detente.schema import (
    Actor,
    Commitment,
    Event,
    Figure,
    Grounds,
    Publisher,
    Report,
    Statement,
    When,
)

FOLDER = Path(__file__).parent / "golden" / "findings"
CODEBOOK = load()


@dataclass(frozen=True, kw_only=True)
class Crisis:
    """A golden crisis. keys: the file's name of a record, by its id. expected: the file itself."""

    reports: tuple[Report, ...]
    records: tuple[object, ...]
    incidents: dict[str, str]
    voices: dict[str, str]
    keys: dict[str, str]
    expected: dict[str, object]

    def known(self, as_of):
        return known(self.records, self.reports, incidents=self.incidents, voices=self.voices, as_of=as_of)

    def names(self, ids):
        return sorted(self.keys[name] for name in ids)


def load_crisis(name, folder=FOLDER):
    """Make the reports and records of a golden file."""
    content = tomllib.loads((folder / name).read_text("utf-8"))
    maker = _Maker(content["actors"])
    for row in content["reports"]:
        maker.read(row)
    return Crisis(
        reports=tuple(maker.reports),
        records=tuple(maker.records.values()),
        incidents=maker.incidents,
        voices=maker.voices,
        keys={record.id: key for key, record in maker.records.items()},
        expected=content,
    )


class _Maker:
    def __init__(self, actors):
        self.actors = {name: Actor(**{"name": name, **fields}) for name, fields in actors.items()}
        self.reports, self.records, self.incidents, self.voices = [], {}, {}, {}

    def read(self, row):
        text = row["text"].strip()
        self.report = Report(
            publisher=Publisher(id=row["publisher"], name=row["publisher"].split(".")[0].title()),
            text=text,
            published_at=row["published"],
            retrieved_at=datetime(2026, 11, 1, tzinfo=UTC),
            raw_sha256=hashlib.sha256(text.encode()).hexdigest(),
            extraction="given",
        )
        self.reports.append(self.report)
        self.voices[self.report.id] = row.get("voice", row["publisher"])
        for kind in ("statements", "events", "commitments", "figures"):
            for fields in row.get(kind, ()):
                record = getattr(self, kind)(fields)
                assert fields["key"] not in self.records, fields["key"]
                self.records[fields["key"]] = record
                if "incident" in fields:
                    self.incidents[record.id] = fields["incident"]

    def span(self, words):
        if words is None:
            return None
        assert self.report.text.count(words) == 1, (words, self.report.text)
        start = self.report.text.index(words)
        return self.report.span(start, start + len(words))

    def grounds(self, words, fields):
        at = self.span(words).start
        start = self.report.text.rfind("\n", 0, at) + 1
        end = self.report.text.find("\n", at)
        sentence = self.report.span(start, len(self.report.text) if end < 0 else end)
        return Grounds(
            evidence=(sentence,),
            known_at=self.report.known_at,
            reading_id="hand",
            probability=fields.get("probability", 0.9),
        )

    def who(self, names):
        return tuple(self.actors[name] for name in names)

    def told(self, fields):
        said_in = fields.get("said_in")
        return {
            "speaker": self.actors[fields["speaker"]] if "speaker" in fields else None,
            "said_in": self.records[said_in].id if said_in else None,
        }

    def when(self, value):
        if value is None:
            day = self.report.known_at.date()
            return When(earliest=day, latest=day, basis="publication")
        first, last = value if isinstance(value, list) else (value, value)
        return When(earliest=first or None, latest=last or None, basis="stated")

    def events(self, fields):
        return Event(
            trigger=self.span(fields["trigger"]),
            type=fields["type"],
            mode=fields.get("mode"),
            by=self.who(fields.get("by", ())),
            to=self.who(fields.get("to", ())),
            when=self.when(fields.get("when")),
            status=fields.get("status", "reported"),
            background=fields.get("background", False),
            intensity=CODEBOOK.intensity(fields["type"], fields.get("mode")),
            grounds=self.grounds(fields["trigger"], fields),
            **self.told(fields),
        )

    def statements(self, fields):
        via = fields.get("via")
        return Statement(
            act=fields["act"],
            cue=self.span(fields["cue"]),
            speaker=self.actors[fields["speaker"]] if "speaker" in fields else None,
            content=tuple(self.span(words) for words in fields["content"]),
            via=self.records[via].id if via else None,
            when=When(),
            grounds=self.grounds(fields["cue"], fields),
        )

    def commitments(self, fields):
        return Commitment(
            act=fields["act"],
            cue=self.span(fields["cue"]),
            by=self.who(fields["by"]),
            to=self.who(fields.get("to", ())),
            action=self.span(fields.get("action")),
            condition=self.span(fields.get("condition")),
            otherwise=self.span(fields.get("otherwise")),
            due=self.when(fields["due"]) if "due" in fields else None,
            grounds=self.grounds(fields["cue"], fields),
            **self.told(fields),
        )

    def figures(self, fields):
        return Figure(
            quantity=fields["quantity"],
            mention=self.span(fields["mention"]),
            low=float(fields["low"]) if "low" in fields else None,
            high=float(fields["high"]) if "high" in fields else None,
            unit=fields.get("unit", "persons"),
            event=self.records[fields["event"]].id,
            grounds=self.grounds(fields["mention"], fields),
            **self.told(fields),
        )


def evening(day):
    """The last moment of a day: what an as-of day means."""
    assert isinstance(day, date)
    return datetime.combine(day, time(23, 59, 59), tzinfo=UTC)
