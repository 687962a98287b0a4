"""The outlook and scenarios as users of the command line meet them."""

import json
from xml.etree import ElementTree

import pytest
from test_cli import one_line_error, run
from test_outlook_scenarios import SCENARIOS
from test_outlook_store import rows

from detente.charts import draw_bargain, draw_reliability, draw_weeks

ASKED = ("--about", "RUS>UKR", "--dataset", "mine", "--horizon-days", "7")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("outlook")
    (folder / "acts.csv").write_text("\n".join(["date,by,type,to", *rows(240)]) + "\n")
    assert run(folder, "import", "table", "acts.csv", "--dataset", "mine").returncode == 0
    return folder


def test_an_outlook_in_a_table_and_in_words(folder):
    done = run(folder, "outlook", *ASKED, "--as-of", "2024-06-30")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].startswith("as of 2024-06-30, from ")
    assert lines[1].split() == ["by", "to", "acts", "probability", "base", "rate", "how", "many", "method"]
    assert "RUS → UKR, material conflict, 2024-07-01 to 2024-07-07: " in done.stdout
    for part in ("how many", "base rate", "moved by", "precedent", "methods", "tried"):
        assert done.stdout.count(f"\n  {part}") >= 4
    precedent = next(line for line in lines if line.startswith("  precedent"))
    named = precedent.rsplit(": ", 1)[1].split(", ")[0]
    assert run(folder, "why", named).stdout.startswith(f"event {named}")


def test_scores_so_far_with_a_chart(folder):
    for month in ("04", "05", "06"):
        assert run(folder, "outlook", *ASKED, "--as-of", f"2024-{month}-15").returncode == 0
    done = run(folder, "outlook", *ASKED, "--score", "--to", "chart.svg")
    assert done.returncode == 0, done.stderr
    assert "in hindsight" in done.stdout and "0 issued ahead" in done.stdout
    assert "the one to go by" in done.stdout and "climatology" in done.stdout
    misses = done.stdout.split("Worst misses\n")[1].splitlines()
    assert 1 <= len(misses) <= 5
    assert all("it came" in line or "it did not come" in line for line in misses)
    ElementTree.parse(folder / "chart.svg")
    told = run(folder, "why", misses[0].split()[0])
    assert told.stdout.startswith("forecast ") and "base rate" in told.stdout


def test_a_backtest_needs_no_stored_forecast(folder):
    done = run(folder, "outlook", *ASKED, "--type", "ASSAULT", "--backtest", "--folds", "5")
    assert done.returncode == 0, done.stderr
    assert "ASSAULT, 7 days ahead: " in done.stdout
    assert "combined *" in done.stdout


def test_an_outlook_as_json(folder):
    done = run(folder, "outlook", *ASKED, "--type", "ASSAULT", "--as-of", "2024-06-30", "--format", "json")
    told = json.loads(done.stdout)
    assert {one["question"]["asks"] for one in told} == {"type", "count"}
    assert all((one["probability"] is None) == (one["question"]["asks"] == "count") for one in told)


def test_errors_of_the_outlook_are_one_line(folder):
    assert one_line_error(run(folder, "outlook", *ASKED, "--as-of", "2099-01-01"), "lies in the future")
    assert one_line_error(
        run(folder, "outlook", "--about", "A>B", "--dataset", "mine"), "no act by or upon 'A'"
    )
    assert one_line_error(run(folder, "outlook"), "--dataset: mine")
    assert one_line_error(run(folder, "outlook", *ASKED, "--commitment", "abc"), "no commitments")
    assert run(folder, "outlook", *ASKED, "--score", "--commitment", "abc").returncode == 2


def test_the_dispute_of_1984_is_worked_out(tmp_path):
    file = str(SCENARIOS / "emissions.toml")
    done = run(tmp_path, "scenario", file, "--to", "one.svg")
    assert done.returncode == 0, done.stderr
    for figure in ("7.390 years", "6.12 and 8.66", "4.30 and 10.00", "7.000", "7.324", "8.833"):
        assert figure in done.stdout
    run(tmp_path, "scenario", file, "--to", "two.svg")
    first, second = (tmp_path / name for name in ("one.svg", "two.svg"))
    assert first.read_bytes() == second.read_bytes()
    assert "the outcome" in first.read_text() and "2026" not in first.read_text()
    run(tmp_path, "scenario", file, "--to", "page.html")
    page = (tmp_path / "page.html").read_text()
    assert page.count("<svg") == 1 and "http-equiv" not in page and "<script" not in page
    told = json.loads(run(tmp_path, "scenario", file, "--format", "json").stdout)
    assert told["tables"][1]["rows"][0] == {
        "player": "DE",
        "number": "salience",
        "off by": "0.1",
        "lowered": "7.472",
        "raised": "7.312",
    }


def test_what_follows_a_strike(folder):
    done = run(folder, "scenario", str(SCENARIOS / "strike.toml"), "--dataset", "mine", "--to", "weeks.svg")
    assert done.returncode == 0, done.stderr
    assert "3 × ASSAULT by RUS upon UKR" in done.stdout and "the weeks after it" in done.stdout
    ElementTree.parse(folder / "weeks.svg")


def test_faulty_scenarios_name_file_and_line(tmp_path):
    text = (SCENARIOS / "emissions.toml").read_text("utf-8")
    (tmp_path / "wrong.toml").write_text(text.replace("salience = 0.4", "salience = 1.4"), "utf-8")
    assert one_line_error(run(tmp_path, "scenario", "wrong.toml"), "wrong.toml, line 12: ")
    assert one_line_error(run(tmp_path, "scenario", "none.toml"), "none.toml")
    assert run(tmp_path, "scenario", "wrong.toml", "--to", "chart.png").returncode == 2
    assert one_line_error(run(tmp_path, "scenario", str(SCENARIOS / "strike.toml")), "--store")


def test_charts_take_any_words_and_are_the_same_each_time():
    evil = '<script>alert(1)</script> $x_1$ & "quoted"'
    drawn = (
        lambda: draw_reliability([(0.1, 0.2, 30), (0.8, 0.7, 12)], title=evil),
        lambda: draw_bargain(
            [(evil, 4.0, 0.5), ("B", 10.0, 0.1)],
            title=evil,
            unit=evil,
            scale=(0.0, 10.0),
            forecast=(5.0, (4.0, 6.0), (1.0, 9.0)),
            marks=[(evil, 7.0)],
        ),
        lambda: draw_weeks({evil: [((1.0, 0.0, 2.0), (2.0, 1.0, 4.0))]}, title=evil, label=evil),
    )
    for draw in drawn:
        text = draw()
        assert text == draw()
        assert "<script" not in text
        told = "".join(ElementTree.fromstring(text).itertext())
        assert "alert(1)" in told and "$x_1$" in told
