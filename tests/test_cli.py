"""The command line as its users meet it: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("user")
    assert run(folder, "read", str(EXAMPLES)).returncode == 0
    return folder


def run(folder, *arguments, stdin="", **environment):
    return subprocess.run(
        [sys.executable, "-m", "detente", *arguments],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def one_line_error(done, words, status=1):
    assert done.returncode == status
    assert words in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return True


def test_help_names_every_command(tmp_path):
    done = run(tmp_path, "--help")
    assert done.returncode == 0
    names = "read info rejections show why crisis brief outlook "
    names += "scenario export actors places codebook judge judgements verify compact"
    for command in names.split():
        assert f"  {command} " in done.stdout


def test_help_imports_nothing_heavy():
    code = "import sys; sys.argv = ['detente', '--help']\nimport detente.cli\n"
    code += "heavy = ('polars', 'duckdb', 'trafilatura', 'rich', 'numpy')\n"
    code += "print([name for name in heavy if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_read_sums_up(tmp_path):
    done = run(tmp_path, "read", str(EXAMPLES))
    assert done.returncode == 0
    assert done.stderr == ""
    lines = [line.split(None, 1)[0] for line in done.stdout.splitlines()]
    assert lines == ["read", "new", "already", "rejected"]
    assert "18 reports:" in done.stdout


def test_a_rejection_shows_in_the_status_and_the_rest_goes_on(tmp_path):
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 truncated")
    done = run(tmp_path, "read", "bad.pdf", "missing.txt", str(EXAMPLES))
    assert done.returncode == 3
    assert "18 reports:" in done.stdout
    listed = run(tmp_path, "rejections")
    assert "bad.pdf" in listed.stdout
    assert "missing.txt" in listed.stdout


def test_standard_input(tmp_path):
    done = run(tmp_path, "read", "-", "--published", "2025-06-03", stdin="Russia attacked Kyiv.")
    assert done.returncode == 0
    assert "1 reports: 1 events" in done.stdout


@pytest.mark.parametrize("table", ["events", "statements", "commitments", "figures", "reports"])
def test_show_and_export(folder, table):
    shown = run(folder, "show", table, "--limit", "2")
    assert shown.returncode == 0
    assert f"the last 2 of" in shown.stdout  # noqa: F541
    exported = run(folder, "export", table)
    rows = [json.loads(line) for line in exported.stdout.splitlines()]
    assert len(rows) > 2
    done = run(folder, "export", table, "--format", "csv", "--to", f"{table}.csv")
    assert done.returncode == 0
    assert (folder / f"{table}.csv").read_text().splitlines()[0] == ",".join(rows[0])


def test_why_takes_the_beginning_of_an_id(folder):
    row = json.loads(run(folder, "export", "events").stdout.splitlines()[0])
    done = run(folder, "why", row["event_id"][:12])
    assert done.returncode == 0
    assert row["event_id"] in done.stdout


def test_brief_to_the_terminal_and_to_a_file(folder):
    week = ("brief", "--about", "RUS,UKR", "--as-of", "2025-06-06")
    shown = run(folder, *week)
    assert shown.stdout.startswith("# Brief: Russia and Ukraine")
    assert run(folder, *week, "--to", "brief.md").returncode == 0
    assert (folder / "brief.md").read_text() == shown.stdout
    assert run(folder, *week, "--format", "html", "--to", "brief.html").returncode == 0
    assert (folder / "brief.html").read_text().startswith("<!DOCTYPE html>")
    assert json.loads(run(folder, *week, "--format", "json").stdout)["title"] == "Brief: Russia and Ukraine"


def test_the_stores_folder_may_come_from_the_environment(folder, tmp_path):
    done = run(tmp_path, "info", DETENTE_STORE=str(folder / "detente-store"))
    assert done.returncode == 0
    assert "18" in done.stdout


def test_places(tmp_path):
    done = run(tmp_path, "places", "Budapest")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].split()[:2] == ["Budapest", "HUN"]
    assert "nothing" in run(tmp_path, "places", "Budapest", "--country", "JPN").stdout


def test_actors(tmp_path):
    done = run(tmp_path, "actors", "the Kremlin")
    assert done.returncode == 0
    assert done.stdout.splitlines()[1].split()[:3] == ["RUS", "state", "Russia"]
    (tmp_path / "own.toml").write_text("[states.RUS]\nnonsense = 1\n")
    assert one_line_error(run(tmp_path, "actors", "x", "--registry", "own.toml"), "own.toml")


def test_codebook(tmp_path):
    done = run(tmp_path, "codebook")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("ASSAULT ")]
    assert "[cameo]" in done.stdout  # square brackets are text
    one = run(tmp_path, "codebook", "assault").stdout
    assert one.startswith("ASSAULT: ") and "drone" in one and "1712" in one
    assert one_line_error(run(tmp_path, "codebook", "SCOLD"), "known: AGREE, CONSULT")


def test_codebook_checks_a_file(tmp_path):
    own = tmp_path / "own.toml"
    own.write_text('[groups."group:mine"]\nname = "Mine Own Front"\ncountry = "MLI"\n')
    done = run(tmp_path, "codebook", "--check", "own.toml")
    assert done.returncode == 0
    assert done.stdout.startswith("own.toml: a registry without fault: 1 groups; ")
    own.write_text(own.read_text() + "colour = 1\nshade = 2\n")
    done = run(tmp_path, "codebook", "--check", "own.toml")
    assert done.returncode == 1
    assert [line.split(":")[0] for line in done.stdout.splitlines()] == [
        "own.toml, line 4", "own.toml, line 5", "own.toml"
    ]  # fmt: skip
    assert one_line_error(run(tmp_path, "codebook", "--check", "none.toml"), "cannot be read")
    assert run(tmp_path, "codebook", "AID", "--check", "own.toml").returncode == 2


def test_verify_and_compact(tmp_path):
    run(tmp_path, "read", str(EXAMPLES))
    assert run(tmp_path, "compact").returncode == 0
    assert run(tmp_path, "verify").stdout == "the store is sound\n"
    segment = next((tmp_path / "detente-store" / "reports").glob("*.parquet"))
    data = bytearray(segment.read_bytes())
    data[len(data) // 2] ^= 1
    segment.write_bytes(data)
    assert one_line_error(run(tmp_path, "verify"), segment.name)


def test_errors_are_one_line(folder, tmp_path):
    assert one_line_error(run(tmp_path, "info"), "there is no store at detente-store")
    assert one_line_error(run(folder, "why", "zzz"), "begins with 'zzz'")
    assert one_line_error(run(folder, "show", "events", "--about", "A>B>C"), "--about")
    assert one_line_error(run(folder, "read", "x.txt", "--published", "someday"), "someday")
    assert one_line_error(run(folder, "read", "x.txt", "--map", "body"), "body")
    assert one_line_error(run(folder, "export", "events", "--to", "no/such/file"), "cannot write")
    (tmp_path / "file").write_text("")
    assert one_line_error(run(tmp_path, "read", str(EXAMPLES), "--store", "file"), "is a file, not a folder")


def test_wrong_usage_ends_with_two(folder):
    assert run(folder, "show", "rumours").returncode == 2
    assert run(folder, "read").returncode == 2


def test_a_reader_that_goes_away_is_no_error(folder):
    done = subprocess.run(
        f"{sys.executable} -m detente export events | head -1",
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
