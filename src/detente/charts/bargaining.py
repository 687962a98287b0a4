"""Disputes on their scales: who stands where and with how much weight, and where each may end."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.charts.canvas import BLUE, GREY, INK, ORANGE, paper, stacked, to_svg

if TYPE_CHECKING:
    from matplotlib.axes import Axes

_ROW = 0.32  # inches a player takes
_WIDTH, _REST = 7.2, 2.2

Ends = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute:
    """One issue as it is drawn.

    players: name, position, weight. forecast: value, the band that holds half, that of nine tenths. marks:
    other values on the scale, such as the outcome, by name.
    """

    title: str
    unit: str
    scale: Ends
    players: Sequence[tuple[str, float, float]]
    forecast: tuple[float, Ends, Ends]
    marks: Sequence[tuple[str, float]] = ()

    @property
    def height(self) -> float:
        """In inches."""
        return _REST + _ROW * (len(self.players) + len(self.marks))


def draw_bargain(disputes: Sequence[Dispute]) -> str:
    """One drawing of all disputes, of which there is at least one, below each other."""
    with paper():
        figure, sheets = stacked([dispute.height for dispute in disputes], width=_WIDTH)
        for axes, dispute in zip(sheets, disputes, strict=True):
            _draw(axes, dispute)
        return to_svg(figure)


def _draw(axes: "Axes", dispute: Dispute) -> None:
    value, half, nine_tenths = dispute.forecast
    axes.axvspan(*nine_tenths, color=BLUE, alpha=0.12, linewidth=0)
    axes.axvspan(*half, color=BLUE, alpha=0.2, linewidth=0)
    axes.axvline(value, color=BLUE, linewidth=2)
    for row, (_, at) in enumerate(dispute.marks):
        axes.scatter([at], [row], marker="D", s=40, color=ORANGE, zorder=3)
        axes.annotate(f"{at:g}", (at, row), textcoords="offset points", xytext=(7, -4), fontsize=8)
    axes.scatter([value], [len(dispute.marks)], marker="|", s=200, color=BLUE, zorder=3)
    rows = [*(name for name, _ in dispute.marks), f"compromise {value:.2f}"]
    rows += _players(axes, dispute, first=len(rows))
    axes.set_yticks(range(len(rows)), rows)
    margin = 0.03 * (dispute.scale[1] - dispute.scale[0])
    axes.set(xlim=(dispute.scale[0] - margin, dispute.scale[1] + margin), ylim=(-0.7, len(rows) - 0.3))
    label = f"{dispute.unit} (bands: half, nine tenths; size of a dot: salience × capability)"
    axes.set(title=dispute.title, xlabel=label)


def _players(axes: "Axes", dispute: Dispute, *, first: int) -> list[str]:
    """Draw the players from row `first` on, and name them in that order."""
    ordered = sorted(dispute.players, key=lambda player: (player[1], player[0]), reverse=True)
    heaviest = max((weight for _, _, weight in ordered), default=0.0) or 1.0
    for row, (_, position, weight) in enumerate(ordered, start=first):
        axes.plot(dispute.scale, (row, row), color=GREY, linewidth=0.4, zorder=1)
        axes.scatter([position], [row], s=20 + 180 * weight / heaviest, color=INK, zorder=3)
    return [name for name, _, _ in ordered]
