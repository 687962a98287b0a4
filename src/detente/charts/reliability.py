"""Reliability: how often it came where a forecast said so much."""

from collections.abc import Sequence

from detente.charts.canvas import BLUE, GREY, paper, sheets, to_svg

_SIZE = 4.6
_LEAST, _MOST = 20.0, 220.0  # areas of the smallest and the largest point


def draw_reliability(bins: Sequence[tuple[float, float, int]], *, title: str) -> str:
    """bins: of forecasts of about one probability: their mean, how often it came, how many there are."""
    with paper():
        figure, (axes,) = sheets(1, width=_SIZE, height=_SIZE)
        axes.plot([0, 1], [0, 1], color=GREY, linestyle="--", linewidth=1)
        axes.text(0.62, 0.58, "as often as said", color=GREY, rotation=45, rotation_mode="anchor")
        most = max((count for _, _, count in bins), default=1)
        areas = [_LEAST + (_MOST - _LEAST) * count / most for _, _, count in bins]
        said, came = [one for one, _, _ in bins], [one for _, one, _ in bins]
        axes.plot(said, came, color=BLUE, linewidth=1)
        axes.scatter(said, came, s=areas, color=BLUE, zorder=3)
        for place, (x, y, count) in enumerate(bins):
            above = 10 if place % 2 == 0 else -16
            axes.annotate(
                f"{count:,}", (x, y), textcoords="offset points", xytext=(0, above), ha="center", fontsize=8
            )
        axes.set(xlim=(-0.03, 1.03), ylim=(-0.03, 1.03), aspect="equal", title=title)
        axes.set(xlabel="probability that was said", ylabel="share in which it came")
        return to_svg(figure)
