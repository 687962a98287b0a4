"""The codebook's loader: a user's own file is read, a broken one is refused with file, line and key."""

import hashlib
from pathlib import Path

import pytest

from detente.codebook import load
from detente.schema import CodebookError

SMALL = """\
name = "small"
version = "0.1"
licence = "CC0-1.0"

[sources.us]
title = "A small codebook"
authors = "Us"
year = 2025
used_for = "everything"

[quads."verbal conflict"]
number = 3
meaning = "Words against."
polecat = "VERBAL CONFLICT"

[quads."material conflict"]
number = 4
meaning = "Deeds against."
polecat = "MATERIAL CONFLICT"

[events.ASSAULT]
meaning = "Force."
quad = "material conflict"
intensity = -9.5
intensity_source = ["190"]
requires_recipient = false
cameo = "190"

[events.ASSAULT.modes.beat]
meaning = "Blows."
intensity = -9
intensity_source = []
cameo = "190"

[events.REJECT]
meaning = "No."
quad = "verbal conflict"
intensity = -4.0
intensity_source = []
requires_recipient = false
cameo = "120"

[contexts]
legal = { meaning = "Law." }

[sectors]
GOV = { meaning = "Government." }

[statuses]
reported = { precedence = 2, meaning = "Told." }
denied = { precedence = 1, meaning = "Told as false." }

[statement_acts]
say = { tone = 0.0, meaning = "Says." }

[commitment_acts]
vow = { meaning = "Vows." }

[units]
persons = { meaning = "People." }

[quantities]
killed = { units = ["persons"], meaning = "Dead." }

[cameo]
"010" = { name = "Make statement", type = "", note = "no event" }
"120" = { name = "Reject", type = "REJECT" }
"190" = { name = "Fight", type = "ASSAULT", mode = "beat", contexts = ["legal"], goldstein = -9.5 }
"""

BROKEN = {
    "unknown key at the top": (
        'licence = "CC0-1.0"',
        'colour = "red"\nlicence = "CC0-1.0"',
        "colour: unknown key",
    ),
    "unknown key": ('polecat = "VERBAL', 'colour = "red"\npolecat = "VERBAL', "colour: unknown key"),
    "unknown key in a line": ("tone = 0.0", "tune = 1, tone = 0.0", "statement_acts.say.tune: unknown key"),
    "text for a number": ("intensity = -9\n", 'intensity = "-9"\n', "beat.intensity: must be a number"),
    "flag for a number": ("intensity = -9\n", "intensity = true\n", "beat.intensity: must be a number"),
    "not a number": ("intensity = -9\n", "intensity = nan\n", "beat.intensity: must be a number"),
    "number for a flag": ("recipient = false", "recipient = 0", "requires_recipient: must be true or false"),
    "empty text": ('meaning = "No."', 'meaning = " "', "REJECT.meaning: must be a text"),
    "number for a code": ('cameo = "120"', "cameo = 120", "REJECT.cameo: must be a text in quotes"),
    "number in a list": ('source = ["190"]', "source = [190]", "intensity_source: must be a list of texts"),
    "text for a list": ('units = ["persons"]', 'units = "persons"', "killed.units: must be a list"),
    "text for a table": ('legal = { meaning = "Law." }', 'legal = "Law."', "contexts.legal: must be a table"),
    "precedence 0": ("precedence = 2", "precedence = 0", "must be a whole number above 0"),
    "intensity too low": ("intensity = -9\n", "intensity = -10.5\n", "-10.5 is outside -10..10"),
    "tone too high": ("tone = 0.0", "tone = 1.5", "1.5 is outside -1..1"),
    "goldstein too low": ("goldstein = -9.5", "goldstein = -11", "-11 is outside -10..10"),
    "unknown quad": (
        'quad = "verbal conflict"',
        'quad = "war"',
        "events.REJECT.quad: no quad 'war'; known: verbal",
    ),
    "quad number twice": ("number = 4", "number = 3", "3 is taken by verbal conflict"),
    "precedence twice": ("precedence = 1", "precedence = 2", "2 is taken by reported"),
    "unknown type": ('type = "REJECT"', 'type = "REFUSE"', "cameo.120.type: no event type 'REFUSE'"),
    "unknown mode": ('mode = "beat"', 'mode = "bite"', "no mode of ASSAULT 'bite'; known: beat"),
    "unknown context": ('contexts = ["legal"]', 'contexts = ["law"]', "no context 'law'; known: legal"),
    "unknown unit": ('units = ["persons"]', 'units = ["sheep"]', "no unit 'sheep'; known: persons"),
    "no unit": ('units = ["persons"]', "units = []", "a quantity needs a unit"),
    "no reason": ('type = "", note = "no event"', 'type = ""', "needs a note that says why"),
    "code of letters": ('"010"', '"01x"', "a code has two to four digits"),
    "unknown export": ('cameo = "120"', 'cameo = "12"', "REJECT.cameo: no code '12' in cameo"),
    "export of another type": ('cameo = "120"', 'cameo = "190"', "REJECT.cameo: 190 reads back as ASSAULT"),
    "export as no event": ('cameo = "120"', 'cameo = "010"', "REJECT.cameo: 010 reads back as no event"),
    "source without value": ('source = ["190"]', 'source = ["120"]', "'120' has no goldstein value"),
}


def small(tmp_path: Path, text: str = SMALL) -> Path:
    path = tmp_path / "small.toml"
    path.write_bytes(text.encode())
    return path


def test_a_user_may_bring_another_codebook(tmp_path):
    codebook = load(small(tmp_path))
    assert (codebook.name, [kind.name for kind in codebook.event_types]) == ("small", ["ASSAULT", "REJECT"])
    assert [status.name for status in codebook.statuses] == ["denied", "reported"]
    assert codebook.intensity("ASSAULT", "beat") == -9.0
    assert codebook.sha256 == hashlib.sha256(SMALL.encode()).hexdigest()


@pytest.mark.parametrize(("old", "new", "problem"), BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_codebook_is_refused_with_file_line_and_key(tmp_path, old, new, problem):
    path = small(tmp_path, SMALL.replace(old, new, 1))
    with pytest.raises(CodebookError) as caught:
        load(path)
    message = str(caught.value)
    line = SMALL[: SMALL.index(old)].count("\n") + 1
    assert message.startswith(f"{path}, line {line}: "), message
    assert problem in message
    assert "\n" not in message


def test_what_is_missing_is_named_with_the_line_of_its_table(tmp_path):
    path = small(tmp_path, SMALL.replace('meaning = "Force."\n', ""))
    line = SMALL[: SMALL.index("[events.ASSAULT]")].count("\n") + 1
    with pytest.raises(CodebookError, match=rf"small.toml, line {line}: events.ASSAULT: meaning is missing"):
        load(path)
    path = small(tmp_path, SMALL[: SMALL.index("[cameo]")])
    with pytest.raises(CodebookError, match=r"small.toml: cameo: missing or empty"):
        load(path)
    path = small(tmp_path, SMALL.replace('name = "small"\n', ""))
    with pytest.raises(CodebookError, match=r"small.toml: the file: name is missing"):
        load(path)


def test_lines_are_counted_right_in_a_file_from_windows(tmp_path):
    broken = SMALL.replace('quad = "verbal conflict"', 'quad = "war"')
    line = broken[: broken.index('"war"')].count("\n") + 1
    path = small(tmp_path, broken.replace("\n", "\r\n"))
    with pytest.raises(CodebookError, match=rf"line {line}: events.REJECT.quad"):
        load(path)


def test_files_that_are_no_codebook_at_all_are_refused(tmp_path):
    with pytest.raises(CodebookError, match=r"none.toml: cannot be read: No such file"):
        load(tmp_path / "none.toml")
    with pytest.raises(CodebookError, match=r"cannot be read"):
        load(tmp_path)
    path = small(tmp_path, SMALL.replace('name = "small"', "name = small"))
    with pytest.raises(CodebookError, match=r"small.toml: not TOML: .*line 1"):
        load(path)
    path.write_bytes(b'name = "\xff"')
    with pytest.raises(CodebookError, match=r"small.toml: not UTF-8 at byte 8"):
        load(path)
