"""A dispute on its scale: who stands where and with how much weight, and where it may end."""

from collections.abc import Sequence

from detente.charts.canvas import BLUE, GREY, INK, ORANGE, paper, sheets, to_svg

_ROW = 0.32  # inches a player takes
_WIDTH, _REST = 7.2, 2.2


def draw_bargain(
    players: Sequence[tuple[str, float, float]],
    *,
    title: str,
    unit: str,
    scale: tuple[float, float],
    forecast: tuple[float, tuple[float, float], tuple[float, float]],
    marks: Sequence[tuple[str, float]] = (),
) -> str:
    """players: name, position, weight. forecast: value, the band that holds half, that of nine tenths.

    marks: other values on the scale, such as the outcome, by name.
    """
    value, half, nine_tenths = forecast
    ordered = sorted(players, key=lambda player: (player[1], player[0]), reverse=True)
    heaviest = max((weight for _, _, weight in ordered), default=0.0) or 1.0
    with paper():
        figure, (axes,) = sheets(1, width=_WIDTH, height=_REST + _ROW * (len(ordered) + len(marks)))
        axes.axvspan(*nine_tenths, color=BLUE, alpha=0.12, linewidth=0)
        axes.axvspan(*half, color=BLUE, alpha=0.2, linewidth=0)
        axes.axvline(value, color=BLUE, linewidth=2)
        rows = [*(name for name, _ in marks), f"compromise {value:.2f}"]
        for row, (name, at) in enumerate(marks):
            axes.scatter([at], [row], marker="D", s=40, color=ORANGE, zorder=3)
            axes.annotate(f"{at:g}", (at, row), textcoords="offset points", xytext=(7, -4), fontsize=8)
            rows[row] = name
        axes.scatter([value], [len(marks)], marker="|", s=200, color=BLUE, zorder=3)
        for row, (name, position, weight) in enumerate(ordered, start=len(rows)):
            axes.plot(scale, (row, row), color=GREY, linewidth=0.4, zorder=1)
            axes.scatter([position], [row], s=20 + 180 * weight / heaviest, color=INK, zorder=3)
            rows.append(name)
        axes.set_yticks(range(len(rows)), rows)
        margin = 0.03 * (scale[1] - scale[0])
        axes.set(xlim=(scale[0] - margin, scale[1] + margin), ylim=(-0.7, len(rows) - 0.3))
        axes.set(
            title=title, xlabel=f"{unit} (bands: half, nine tenths; size of a dot: salience × capability)"
        )
        return to_svg(figure)
