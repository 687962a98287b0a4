"""Where a text speaks of time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from detente.reading.times.lexicon import listed
from detente.reading.times.nodes import At, Calendar, Found, Node, Piece, Turn
from detente.reading.times.rules import grammar
from detente.reading.times.syntax import Item

_BOUNDS = {
    "by": "by",
    "until": "until",
    "till": "until",
    "til": "until",
    "before": "before",
    "after": "after",
    "following": "after",
    "since": "since",
    "within": "within",
    "in": "in",
    "through": "until",
    "from": "from",
    "starting": "from",
    "beginning": "from",
    "for": "for",
    "over": "for",
}
_ADVERBS = frozenset(
    listed("at least about around the nearly some roughly almost just only approximately very as late")
)
_PHRASES: Mapping[tuple[str, ...], str] = {
    ("later", "than"): "by",
    ("prior", "to"): "before",
    ("ahead", "of"): "ahead",
    ("up", "to"): "until",
    ("up", "until"): "until",
    ("as", "of"): "from",
    ("than", "by"): "by",
    ("end", "by"): "by",
    ("on", "or", "before"): "by",
    ("at", "or", "before"): "by",
}
_DAY_PARTS_AFTER = frozenset(listed("at by the during one all until before after of since through that last"))


def find_times(text: str) -> tuple[Found, ...]:
    """The time expressions of a text, in order and without overlaps; never raises."""
    made = grammar()
    items = made.reduce(made.items(text))
    found = [
        Found(
            start=item.start,
            end=item.end,
            node=item.node,
            bound=_bound(items, place),
            parts=item.parts,
        )
        for place, item in enumerate(items)
        if item.node is not None and _stands(items, place, item.node)
    ]
    return tuple(_without_stray_years(text, found))


def _stands(items: Sequence[Item], place: int, node: Node) -> bool:
    """Whether an item is a time by itself: "the year" is one only as a part of others."""
    if items[place].char == grammar().nodes["Abbr"]:
        return False
    if items[place].text.startswith("the ") and len(items[place].text.split()) == 2 and _is_unit(node):
        return items[place].text == "the weekend"
    if isinstance(node, At) and node.of is None and node.part not in (None, "ON"):
        words = items[place].text.split()
        before = items[place - 1].text if place else ""
        return words[0] == "the" or before in _DAY_PARTS_AFTER or len(items) == 1
    return True


def _is_unit(node: Node) -> bool:
    return isinstance(node, Turn) and node.base == "near"


def _bound(items: Sequence[Item], place: int) -> str | None:
    """The limit that the words before an item set to it."""
    at = place - 1
    while at >= 0 and items[at].text in _ADVERBS and items[at].node is None:
        at -= 1
    if at < 0 or items[at].node is not None:
        return None
    words = tuple(item.text for item in items[max(0, at - 2) : at + 1])
    return _PHRASES.get(words) or _PHRASES.get(words[-2:]) or _BOUNDS.get(words[-1])


def _without_stray_years(text: str, found: Sequence[Found]) -> Iterator[Found]:
    """Years of three digits stand only where the text has counted backwards before."""
    backwards = False
    for one in found:
        node = one.node.of if isinstance(one.node, Piece) else one.node
        year = node.year if isinstance(node, Calendar) else None
        if year is not None and year < 0 and text[one.end - 1].isdecimal():
            if not backwards:
                continue
        elif year is not None and year < 0:
            backwards = True
        yield one
