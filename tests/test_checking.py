"""A user's own registry or codebook file is checked whole: every fault, each with its line."""

from importlib.resources import files

import pytest

from detente.codebook import load
from detente.codebook.checking import check
from detente.schema import CodebookError

PACKAGED = files("detente.codebook").joinpath("plover.toml").read_text("utf-8")

OWN = """\
[groups."group:my-front"]
name = "My Front"
country = "MLX"
colour = "red"
shade = "blue"
names = ["Hamas", 3, "Fine"]

[foes.x]
name = "y"

[offices."MLI.chief"]
country = "MLI"
holders = [
  { person = "person:nobody" },
  { persn = "person:nobody" },
]

[states.RUS]
nonsense = 1

[groups."group:fine"]
name = "A Fine Front"
country = "MLI"
"""


def checked(tmp_path, text):
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    return check(path)


def test_every_fault_of_a_registry_file_is_found(tmp_path):
    found = checked(tmp_path, OWN)
    assert found.kind == "registry"
    expected = [
        (1, "no country 'MLX'"),
        (1, "'hamas' names group:hamas too"),
        (4, "colour: unknown key"),
        (5, "shade: unknown key"),
        (6, "names: holds something that is neither"),
        (8, "foes.x: no section 'foes'"),
        (11, "title is missing"),
        (11, "no person 'person:nobody'"),
        (13, "holders: person is missing"),
        (19, "nonsense: unknown key"),
    ]
    assert [fault.line for fault in found.faults] == [line for line, _ in expected]
    for fault, (_, words) in zip(found.faults, expected, strict=True):
        assert words in fault.text


def test_a_file_without_fault_is_counted(tmp_path):
    found = checked(tmp_path, OWN[OWN.index('[groups."group:fine"]') :])
    assert (found.faults, found.hidden, found.counted) == ((), False, (("groups", 1),))
    assert len(found.sha256) == 64


def test_detentes_own_codebook_has_no_fault(tmp_path):
    found = checked(tmp_path, PACKAGED)
    assert (found.kind, found.faults, found.sha256) == ("codebook", (), load().sha256)


def test_every_fault_of_a_codebook_file_is_found(tmp_path):
    text = PACKAGED
    for old, new in (
        ('quad = "material conflict"', 'quad = "materiel conflict"'),
        ('meaning = "Strikes people with hands', 'meanin = "Strikes people with hands'),
        ('intensity_source = ["181", "184"]', 'intensity_source = ["181", "1849"]'),
        ("intensity = -9.5\n", "intensity = -19.5\n"),
    ):
        assert old in text
        text = text.replace(old, new, 1)
    found = checked(tmp_path, text)
    assert not found.hidden
    lines = text.split("\n")
    words = [fault.text.rpartition(": ")[2] for fault in found.faults]
    assert sum("materiel" in fault.text for fault in found.faults) == 1
    assert {"meaning is missing", "unknown key", "'1849' has no goldstein value in cameo"} <= set(words)
    assert "-19.5 is outside -10..10" in words and len(found.faults) == 5
    for fault in found.faults:
        key = fault.text.split(": ")[0].rpartition(".")[2]
        assert key in lines[fault.line - 1]


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"[groups]\n[groups", 2, "not TOML"),
        (b"name = 'x'\n\xff", 2, "not UTF-8"),
        (b"", None, "holds no table"),
        (b"groups = 3\n", 1, "must be a table"),
        (b"[groups]\nx = 3\n", 2, "must be a table"),
    ],
)
def test_what_is_no_such_file_is_told(tmp_path, content, line, words):
    path = tmp_path / "own.toml"
    path.write_bytes(content)
    (fault,) = check(path).faults
    assert fault.line == line and words in fault.text


def test_more_may_be_hidden_behind_what_cannot_be_read(tmp_path):
    assert checked(tmp_path, '[affixes.pro]\nat = "sideways"\nmeaning = "for"\ntakes_country = 1\n').hidden


def test_a_file_that_is_not_there_is_an_error(tmp_path):
    with pytest.raises(CodebookError, match="cannot be read"):
        check(tmp_path / "none.toml")
