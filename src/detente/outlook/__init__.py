"""The outlook: history -> forecasts and scenarios, with their scores.

`intake` makes a `History`; `forecasting` answers a Question from it; `backtest` asks every forecaster again
through the past and `scores` says how good they were. `scenario_file` reads what-if files, which `answers`
(act and answer) and `bargaining` work out. Nothing here reads a clock, a store or a file other than a
scenario.

The way of a forecast: `panel` counts acts by dyad and day, `fading` turns them into rates, `looks` at past
windows teach the forecasters: `members` (climatology, persistence, decayed rate, a regression on what both
sides did) and `boosting` (trees on top of the regression). `rolling` asks them at past days, `combining`
learns from there how much each is worth, and `shelf` keeps what was fitted.
"""

from detente.outlook.answers import Answers, answers
from detente.outlook.asking import came
from detente.outlook.backtest import DEFAULT, METHODS, Backtest, backtest, backtests
from detente.outlook.bargaining import Issue, Player, Point, compromise, point, sensitivity, weighted_median
from detente.outlook.explanations import Explanation, challenge, nash
from detente.outlook.forecasting import forecast, forecasts, rivals
from detente.outlook.history import History, end_of
from detente.outlook.intake import Act, Columns, Watch, from_acts, from_columns
from detente.outlook.scenario_file import (
    ActScenario,
    BargainScenario,
    fault_at,
    parse_scenario,
    read_scenario,
)

__all__ = [
    "DEFAULT",
    "METHODS",
    "Act",
    "ActScenario",
    "Answers",
    "Backtest",
    "BargainScenario",
    "Columns",
    "Explanation",
    "History",
    "Issue",
    "Player",
    "Point",
    "Watch",
    "answers",
    "backtest",
    "backtests",
    "came",
    "challenge",
    "compromise",
    "end_of",
    "fault_at",
    "forecast",
    "forecasts",
    "from_acts",
    "from_columns",
    "nash",
    "parse_scenario",
    "point",
    "read_scenario",
    "rivals",
    "sensitivity",
    "weighted_median",
]
