"""What-if files at fault: the file, the line and what would be right; and disputes over several issues."""

from xml.etree import ElementTree

import pytest
from archived import NOW
from test_outlook_scenarios import EMISSIONS, SCENARIOS, STRIKE

from detente.monitor import import_paths
from detente.monitor.scenario import work_out
from detente.outlook import parse_scenario
from detente.schema import ForecastError
from detente.store import Store

TWO = """model = "bargaining"
name = "Two"

[issues.delay]
unit = "years"
low = 0
high = 10
[issues.delay.players]
A = { position = 1, salience = 0.5, capability = 1 }
B = { position = 9, salience = 0.9, capability = 2 }

[issues.tariff]
unit = "per cent"
low = 0
high = 20
[issues.tariff.players]
B = { position = 19, salience = 0.9, capability = 2 }
A = { position = 1, salience = 0.5, capability = 1 }
"""
MORE = "C = { position = 8, salience = 0.5, capability = 1 }\n"


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (TWO, "[issues.", "[isues.", r"my.toml, line 4: isues: unknown key; did you mean issues\?"),
        (TWO, "model =", "modle =", r"my.toml, line 1: modle: unknown key; did you mean model\?"),
        (STRIKE, "model =", "modle =", r"my.toml, line 1: modle: unknown key; did you mean model\?"),
        (TWO, 'model = "bargaining"', "", "my.toml: model is missing; known: answer, bargaining"),
        (TWO, "[issues.delay]", "[record]\n[issues.delay]", "line 4: record: mean_error is missing"),
        (EMISSIONS, "[issues", "[act", "line 4: act: unknown key"),
    ],
)
def test_a_wrong_root_is_refused_with_its_line(text, old, new, said):
    with pytest.raises(ForecastError, match=said):
        parse_scenario(text.replace(old, new).encode(), "my.toml")


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    rows = [f"2024-{1 + day // 28:02}-{1 + day % 28:02},RUS,ASSAULT,UKR\n" for day in range(84)]
    (folder / "acts.csv").write_text("date,by,type,to\n" + "".join(rows))
    store = Store(folder / "record", create=True)
    import_paths("table", [str(folder / "acts.csv")], store, now=lambda: NOW, dataset="mine")
    return store


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('to = "UKR"', 'to = "Narnia"', "line 6: act.to: .*'Narnia' is on record; .*sides are RUS, UKR"),
        ('by = "RUS"', 'by = "Narnia"', "line 5: act.by: no act by or upon 'Narnia'"),
    ],
)
def test_a_side_that_is_not_on_record_is_refused_with_its_line(store, tmp_path, old, new, said):
    file = tmp_path / "my.toml"
    file.write_text(STRIKE.replace(old, new), "utf-8")
    with pytest.raises(ForecastError, match=f"my.toml, {said}"):
        work_out(file, store, dataset="mine")


def test_what_the_record_cannot_answer_names_the_file(store, tmp_path):
    file = tmp_path / "my.toml"
    file.write_text(STRIKE, "utf-8")
    with pytest.raises(ForecastError, match=r"my\.toml, line 4: act: .*days watched are too few"):
        work_out(file, store, dataset="mine", unobserved="2024-01-01..2024-03-20")


def made(tmp_path, text):
    (tmp_path / "two.toml").write_text(text, "utf-8")
    return work_out(tmp_path / "two.toml")


def models(found):
    return {name: {row[0]: row[1:] for row in table.iter_rows()} for name, table in found.tables[::2]}


def test_all_issues_are_drawn(tmp_path):
    found = made(tmp_path, TWO)
    told = "".join(ElementTree.fromstring(found.chart).itertext())
    assert "Two: delay" in told and "Two: tariff" in told and "per cent" in told
    alone = "".join(ElementTree.fromstring(work_out(SCENARIOS / "emissions.toml").chart).itertext())
    assert alone.count("compromise") == 1 and told.count("compromise") == 2


def test_the_order_of_players_does_not_matter(tmp_path):
    first, _, rest = TWO.rpartition("[issues.tariff.players]\n")
    turned = first + "[issues.tariff.players]\n" + "".join(reversed(rest.splitlines(keepends=True)))
    assert models(made(tmp_path, TWO)) == models(made(tmp_path, turned))
    assert models(made(tmp_path, TWO))["tariff"]["Nash bargaining"][1] == "explanation, not prediction"


def test_without_the_same_players_nash_bargaining_alone_is_not_defined(tmp_path):
    found = models(made(tmp_path, TWO + MORE))
    for issue in ("delay", "tariff"):
        assert found[issue]["Nash bargaining"] == (
            "not defined",
            "over several issues it needs the same players on each; C not on all",
        )
        assert float(found[issue]["compromise"][0]) > 0
        assert float(found[issue]["challenge"][0]) > 0
