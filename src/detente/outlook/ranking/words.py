"""What moved the odds of an act, in words: one table of what is counted, one of what else speaks for it."""

import math
import re
from dataclasses import dataclass

from detente.outlook.ranking.tallies import DAYS, EVER, HALF_LIVES, MONTH, NEVER, SEASON, WEEK

_PERIODS = {
    DAYS: "in the last days",
    WEEK: "in the last week",
    MONTH: "in the last month",
    SEASON: "in the last months",
    EVER: "in all",
}
_OFTEN, _NOW_AND_THEN, _SELDOM = 0.25, 0.05, 0.002  # acts a day
_COUNTED = {
    "triple": "",
    "pair": "acts between {subject} and {other}",
    "subject relation": "such acts {ours}",
    "relation": "such acts by anybody",
    "subject": "acts by or upon {subject}",
    "relation object": "such acts {theirs}",
    "object": "acts by or upon {other}",
    "home relation object": "such acts {theirs} {ours} or others of its country",
    "home object": "acts between {other} and {subject} or others of its country",
    "subject relation home": "such acts {ours} {theirs} or others of its country",
    "subject home": "acts between {subject} and {other} or others of its country",
    "homes relation": "such acts {ours}'s country {theirs}'s country",
    "kinds relation": "such acts between sides of their kinds",
    "kind relation object": "such acts {theirs} {end} sides of {subject}'s kind",
    "subject relation kind": "such acts {ours} {other_end} sides of {other}'s kind",
}
_SIGNALS = {
    "rule": "patterns of earlier acts between the two point to it with {share}",
    "best_rule": "the surest pattern of earlier acts between the two came true in {share} of cases",
    "neighbours": "sides that are like {subject} {often} had such acts with {other}",
    "home": "others of {subject}'s country {often} had such acts with {other}",
    "like_these": "{other} is {much} like those with whom {subject} had such acts",
    "like_all": "{other} is {much} like those whom {subject} met",
    "near": "{other} is {much} like {subject} itself",
    "reached": "those whom {subject} met of late {often} met {other}",
    "any_neighbours": "sides that are like {subject} {often} met {other}",
    "any_home": "others of {subject}'s country {often} met {other}",
    "pattern": "such acts {often} came between sides of their kinds within one country",
    "rule, relative": "by patterns of earlier acts, {other} reaches {share} of the strongest candidate",
    "neighbours, relative": "by such acts of sides that are like {subject}, {other} reaches {share} of the "
    "strongest candidate",
    "like_all, relative": "by likeness to those whom {subject} met, {other} reaches {share} of the strongest "
    "candidate",
    "reached, relative": "by whom those met that {subject} met, {other} reaches {share} of the strongest "
    "candidate",
    "any_neighbours, relative": "by whom sides met that are like {subject}, {other} reaches {share} of the "
    "strongest candidate",
    "pattern, relative": "by what is usual within one country, {other} reaches {share} of the strongest "
    "candidate",
    "chance": "by counts of the past alone, {share} of such acts {ours} are {theirs}",
    "chance, relative": "by counts of the past alone, {other} reaches {share} of the strongest candidate",
    "rank": "by counts of the past alone, {other} is candidate number {place}",
    "same home": "that the two are {yes}of one country",
    "itself": "that the act is {yes}upon itself",
    "weekday": "the day of the week",
    "undergone": "that acts {ours} are asked about",
    "met": "{subject} had such acts with {sides}",
    "known": "{subject} met {sides} in all",
    "expected": "the pace of the last months points to {acts} between the two",
}
_NAMES = "|".join(sorted(_COUNTED, key=len, reverse=True))
_COUNT = re.compile(rf"(?P<what>{_NAMES})(?: of (?P<whole>{_NAMES}))? (?P<view>\d|since|first|gap)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Whose act is spoken of. undergone: the subject is who it is done to, the other side does it."""

    subject: str
    other: str
    undergone: bool = False

    def name(self, template: str) -> str:
        """A phrase of the tables with the sides put in."""
        end, other_end = ("upon", "by") if self.undergone else ("by", "upon")
        return template.format(
            subject=self.subject,
            other=self.other,
            end=end,
            other_end=other_end,
            ours=f"{end} {self.subject}",
            theirs=f"{other_end} {self.other}",
        )


def moved(feature: str, value: float, push: float, act: Act) -> str:
    """What a feature says of an act, and by which factor it moved the odds. push: of the log odds."""
    factor = math.exp(push)
    return f"{said(feature, value, act)} (x{factor:.{2 if factor < 1 else 1}f})"


def said(feature: str, value: float, act: Act) -> str:
    """What a feature says of an act. Raises: KeyError for a feature that has no words."""
    counted = _COUNT.fullmatch(feature)
    if counted is None:
        return act.name(_filled(_SIGNALS[feature], value))
    what, view = act.name(_COUNTED[counted["what"]]), counted["view"]
    if counted["whole"]:
        whole = act.name(_COUNTED[counted["whole"]])
        phrase = f"{what} made up {_share(value)} of {whole} {_PERIODS[int(view)]}"
    elif view.isdigit():
        phrase = f"{what} {_how_often(value, int(view), days=counted['what'] == 'triple')}"
    else:
        phrase = f"{what} {_when(value, view)}"
    return phrase.strip()


def _how_often(count: float, half_life: int, *, days: bool) -> str:
    """days: whether the count is of days, not of acts."""
    if half_life == EVER:
        if count < 1:
            return "never came before"
        return f"came on {_many(count, 'day')} in all" if days else f"came {_many(count, 'time')} in all"
    rate = count * math.log(2) / HALF_LIVES[half_life]
    if rate < _SELDOM:
        return f"did not come {_PERIODS[half_life]}"
    level = "often" if rate >= _OFTEN else "now and then" if rate >= _NOW_AND_THEN else "seldom"
    return f"came {level} {_PERIODS[half_life]}"


def _when(days: float, view: str) -> str:
    if days >= NEVER:
        return "did not come twice before" if view == "gap" else "never came before"
    if view == "gap":
        return "usually came every day" if days <= 1 else f"usually came every {_many(days, 'day')}"
    return f"{'last' if view == 'since' else view} came {_many(days, 'day')} ago"


def _filled(template: str, value: float) -> str:
    """A phrase of what is not counted, with its value put in; the sides are left for `Act.name`."""
    filled = {
        "share": _share(value),
        "often": "often" if value >= 1 else "seldom" if value >= 0.05 else "hardly ever",
        "much": "much" if value >= 0.6 else "somewhat" if value >= 0.2 else "hardly",
        "place": f"{value + 1:.0f}",
        "yes": "" if value else "not ",
        "sides": _many(value, "side"),
        "acts": _many(value, "such act"),
    }
    return re.sub(r"\{(\w+)\}", lambda field: filled.get(field[1], field[0]), template)


def _share(value: float) -> str:
    if 0 < value < 0.005:
        return "less than 1 %"
    return f"{100 * value:.0f} %"


def _many(count: float, noun: str) -> str:
    """ "1 day", "2.5 days", "166 days", "hardly any such acts"."""
    if 0 < count < 0.05:
        return f"hardly any {noun}s"
    shown = f"{count:.0f}" if count >= 10 or abs(count - round(count)) < 0.05 else f"{count:.1f}"
    return f"{shown} {noun}{'' if shown == '1' else 's'}"
