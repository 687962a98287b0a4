"""Two worlds by week: what is expected with an act and without it."""

from collections.abc import Mapping, Sequence

from detente.charts.canvas import GREY, ORANGE, paper, sheets, to_svg

_WIDTH, _HEIGHT = 3.0, 3.2

Band = tuple[float, float, float]


def draw_weeks(panels: Mapping[str, Sequence[tuple[Band, Band]]], *, title: str, label: str) -> str:
    """panels: by name, for each week the world without and the world with: mean, low and high of 90 %.

    label: what the upright axis counts.
    """
    with paper():
        figure, sheet = sheets(max(1, len(panels)), width=_WIDTH * max(1, len(panels)), height=_HEIGHT)
        for axes, (name, weeks) in zip(sheet, panels.items(), strict=False):
            numbers = list(range(1, len(weeks) + 1))
            for world, colour, style, word in ((0, GREY, "--", "without"), (1, ORANGE, "-", "with the act")):
                bands = [week[world] for week in weeks]
                shift = 0.08 if world else -0.08
                places = [number + shift for number in numbers]
                axes.plot(
                    places, [one[0] for one in bands], color=colour, linestyle=style, marker="o", label=word
                )
                axes.vlines(
                    places, [one[1] for one in bands], [one[2] for one in bands], color=colour, linewidth=2
                )
            axes.set(title=name, xlabel="week", xlim=(0.5, len(weeks) + 0.5))
            axes.set_xticks(numbers)
            axes.set_ylim(bottom=0)
            axes.yaxis.grid(visible=True, color=GREY, alpha=0.2)
        if panels:
            sheet[0].set_ylabel(label)
            sheet[0].legend(frameon=False)
        figure.suptitle(title)
        return to_svg(figure)
