"""The paper that charts are drawn on: sizes, colours, and the way from a figure to an SVG."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import StringIO
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# Told apart by those who see no red or green. Source: Okabe and Ito (2008), Color Universal Design.
INK, BLUE, ORANGE, GREY = "#222222", "#0072b2", "#d55e00", "#8a8a8a"
_STYLE: dict[Any, Any] = {
    "svg.hashsalt": "detente",  # ids of clips and markers, or else random
    "svg.fonttype": "none",
    "font.family": "sans-serif",
    "font.size": 10.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": INK,
    "text.color": INK,
    "axes.labelcolor": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    # What a report or a file says is no formula.
    "text.parse_math": False,
}


@contextmanager
def paper() -> Iterator[None]:
    """Draw in detente's style, whatever the user's own settings are."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(_STYLE)
        yield


def sheets(columns: int, *, width: float, height: float) -> "tuple[Figure, list[Axes]]":
    """A figure with so many axes beside each other. width, height: in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, [figure.add_subplot(1, columns, number + 1) for number in range(columns)]


def stacked(heights: Sequence[float], *, width: float) -> "tuple[Figure, list[Axes]]":
    """A figure with axes below each other. heights, width: in inches."""
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, sum(heights)), layout="constrained")
    grid = figure.add_gridspec(len(heights), 1, height_ratios=list(heights))
    return figure, [figure.add_subplot(grid[row, 0]) for row in range(len(heights))]


def to_svg(figure: "Figure") -> str:
    """The figure as an SVG element with its XML header, in one and the same bytes for one drawing."""
    text = StringIO()
    figure.savefig(text, format="svg", metadata={"Date": None, "Creator": None})
    return text.getvalue()
