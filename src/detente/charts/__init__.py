"""Charts: plain functions that take values and give an SVG as text, the same for the same values.

matplotlib is imported when the first one is drawn. Text stays text, nothing in a chart names a moment or a
machine, and what the colours say is also said by a label or a line's style.
"""

from detente.charts.bargaining import Dispute, draw_bargain
from detente.charts.reliability import draw_reliability
from detente.charts.weeks import draw_weeks

__all__ = ["Dispute", "draw_bargain", "draw_reliability", "draw_weeks"]
