"""The outlook and scenarios as users of the command line meet them."""

import json
import re
from xml.etree import ElementTree

import pytest
from test_cli import one_line_error, run
from test_outlook_scenarios import SCENARIOS
from test_outlook_store import rows

from detente.charts import Dispute, draw_bargain, draw_reliability, draw_weeks

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
    heads = ["by", "to", "acts", "probability", "base rate", "its 90 % interval", "how many", "method"]
    assert re.split(r"\s{2,}", lines[1].strip()) == heads
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
    assert "lower is better" in done.stdout
    misses = done.stdout.split("Worst misses\n")[1].splitlines()
    assert 1 <= len(misses) <= 5
    for line in misses:
        likely = int(re.search(r"(\d+) in 100, it", line)[1])
        assert likely <= 50 if line.endswith("it came") else likely >= 50, line
    ElementTree.parse(folder / "chart.svg")
    told = run(folder, "why", misses[0].split()[0])
    assert told.stdout.startswith("forecast ") and "base rate" in told.stdout


def test_scores_of_what_is_asked_alone(folder):
    for kind in ((), ("--type", "ASSAULT")):
        assert run(folder, "outlook", *ASKED, *kind, "--as-of", "2024-05-15").returncode == 0
    plain = ("outlook", "--dataset", "mine", "--score")
    all_of_it = json.loads(run(folder, *plain, "--format", "json", "--to", "both.svg").stdout)
    ElementTree.parse(folder / "both.svg")
    asked = ("--about", "RUS>UKR", "--horizon-days", "7", "--type", "ASSAULT", "--format", "json")
    fewer = json.loads(run(folder, *plain, *asked).stdout)
    assert 0 < fewer["resolved"] < all_of_it["resolved"]
    assert {row["horizon_days"] for row in fewer["rows"]} == {7}
    for others in (("--about", "UKR>USA"), ("--horizon-days", "300"), ("--type", "PROTEST")):
        done = run(folder, *plain, *others)
        assert done.returncode == 0 and "no stored forecast on this is resolved yet" in done.stdout
    nothing = run(folder, *plain, "--about", "UKR>USA", "--to", "none.svg")
    assert "none.svg is not written" in nothing.stderr and not (folder / "none.svg").exists()


def test_ranked_acts_tell_how_they_were_learnt(folder):
    asked = ("outlook", "--about", "RUS", "--dataset", "mine", "--horizon-days", "7", "--next")
    lines = run(folder, *asked, "--as-of", "2024-06-30").stdout.splitlines()
    assert lines[0].startswith("next acts of RUS within 7 days, as of 2024-06-30 (")
    assert lines[1].startswith("  learnt from ") and "past windows" in lines[1]
    short = run(folder, *asked, "--as-of", "2024-01-20").stdout.splitlines()
    assert short[0].endswith("(base rate)") and short[1].startswith("  note        too little history: ")
    (told,) = json.loads(run(folder, *asked, "--format", "json").stdout)
    assert told["question"]["asks"] == "next" and told["acts"][0]["by"] == "RUS"


def test_too_little_history_is_told_beside_the_table(folder):
    asked = ("outlook", "--dataset", "mine", "--as-of", "2024-03-14")
    lines = run(folder, *asked).stdout.splitlines()
    assert "method base rate: too little history, 74 days watched; the base rate is the answer" in lines
    done = run(folder, *asked, "--about", "RUS>UKR", "--type", "ASSAULT")
    assert "in 100, too little history: the base rate.\n" in done.stdout
    for absent in ("moved by", "methods", "method base rate:", "about as usual"):
        assert absent not in done.stdout
    assert "2 forecasts stored" in run(folder, *asked, "--about", "UKR>RUS", "--type", "ACCUSE").stdout


def test_a_backtest_needs_no_stored_forecast(folder):
    done = run(folder, "outlook", *ASKED, "--type", "ASSAULT", "--backtest", "--folds", "5")
    assert done.returncode == 0, done.stderr
    assert "ASSAULT, 7 days ahead: " in done.stdout
    assert "combined *" in done.stdout and "1 dyad," in done.stdout
    asked = (*ASKED, "--type", "ASSAULT", "--backtest", "--folds", "5", "--format", "json")
    (told,) = json.loads(run(folder, "outlook", *asked).stdout)
    assert told["heading"] in done.stdout
    assert [row["method"] for row in told["rows"]][-2:] == ["combined *", "combined (isotonic)"]


def test_an_outlook_as_json(folder):
    done = run(folder, "outlook", *ASKED, "--type", "ASSAULT", "--as-of", "2024-06-30", "--format", "json")
    told = json.loads(done.stdout)
    assert {one["question"]["asks"] for one in told} == {"type", "count"}
    assert all((one["probability"] is None) == (one["question"]["asks"] == "count") for one in told)


def test_errors_of_the_outlook_are_one_line(folder):
    late = run(folder, "outlook", *ASKED, "--as-of", "2099-01-01")
    assert one_line_error(late, "detente: --as-of 2099-01-01 lies in the future")
    assert one_line_error(
        run(folder, "outlook", "--about", "A>B", "--dataset", "mine"), "no act by or upon 'A'"
    )
    assert one_line_error(run(folder, "outlook"), "--dataset: mine")
    assert one_line_error(
        run(folder, "outlook", "--dataset", "mine", "--commitment", "abc"), "no commitments"
    )
    for about in ("RUS>RUS", "RUS,RUS"):
        done = run(folder, "outlook", "--dataset", "mine", "--about", about)
        assert one_line_error(done, f"detente: '{about}' names one side twice")
    for name, meant in (("Russia", "RUS"), ("united states", "USA")):
        done = run(folder, "outlook", "--dataset", "mine", "--about", f"{name}>UKR")
        assert one_line_error(done, f"did you mean {meant}?")


@pytest.mark.parametrize(
    "options",
    [
        ("--score", "--commitment", "abc"),
        ("--score", "--backtest"),
        ("--next", "--format", "json", "--to", "x.svg"),
        ("--backtest", "--to", "x.svg"),
        ("--to", "x.svg"),
        ("--folds", "5"),
        ("--commitment", "abc", "--about", "RUS>UKR"),
    ],
    ids=" ".join,
)
def test_options_that_do_not_go_together_are_refused(folder, options):
    done = run(folder, "outlook", "--dataset", "mine", *options)
    assert done.returncode == 2 and "Error: --" in done.stderr
    assert not done.stdout and not (folder / "x.svg").exists()


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
    dispute = Dispute(
        players=[(evil, 4.0, 0.5), ("B", 10.0, 0.1)],
        title=evil,
        unit=evil,
        scale=(0.0, 10.0),
        forecast=(5.0, (4.0, 6.0), (1.0, 9.0)),
        marks=[(evil, 7.0)],
    )
    drawn = (
        lambda: draw_reliability([(0.1, 0.2, 30), (0.8, 0.7, 12)], title=evil),
        lambda: draw_bargain([dispute, dispute]),
        lambda: draw_weeks({evil: [((1.0, 0.0, 2.0), (2.0, 1.0, 4.0))]}, title=evil, label=evil),
    )
    for draw in drawn:
        text = draw()
        assert text == draw()
        assert "<script" not in text
        told = "".join(ElementTree.fromstring(text).itertext())
        assert "alert(1)" in told and "$x_1$" in told
