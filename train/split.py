"""Which side of the split a sentence stands on: train, dev or test, by story and day.

Sampled sentences hang together when they share a story, an article or a day, or when they are nearly the same
and at most three days apart; whatever hangs together, through any chain, stands on one side. Written
sentences hang together by scenario. A row that has a side already keeps it, and draws its companions there.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from sources import read_bullets, story_keys
from standoff import Row, is_own

SIDES = (("test", 0.1), ("dev", 0.2), ("train", 1.0))  # cumulative shares of the groups
NEAR_DAYS = 3
NEAR_SHARE = 0.5  # of the shorter sentence's content words


def source_stories(data: Path, rows: Sequence[Row]) -> dict[str, tuple[str, ...]]:
    """What each row is tied by: its stories and its day, its article and its day, or its scenario."""
    wanted = {row["source"].rpartition(":")[0] for row in rows if row["source"].startswith("ce:")}
    headings = {
        key: story_keys(bullet)
        for bullet in read_bullets(data)
        if (key := f"ce:{bullet.date}:{bullet.place}") in wanted
    }
    ties: dict[str, tuple[str, ...]] = {}
    for row in rows:
        source = row["source"]
        if is_own(row):
            ties[row["id"]] = ("scenario " + source.split(":")[1],)
        else:
            unit = source.rpartition(":")[0]
            stories = headings.get(unit, (unit,))
            ties[row["id"]] = (f"day {row['date']}", *(f"story {story}" for story in stories))
    return ties


def near_duplicates(rows: Sequence[Row], texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Pairs of sampled rows a few days apart that share most of their content words."""
    dated = sorted(
        (date.fromisoformat(row["date"]), row["id"], content_words(texts[row["id"]]))
        for row in rows
        if not is_own(row) and row["date"]
    )
    for index, (day, id_, words) in enumerate(dated):
        for other_day, other_id, other_words in dated[index + 1 :]:
            if (other_day - day).days > NEAR_DAYS:
                break
            shorter = min(len(words), len(other_words))
            if shorter and len(words & other_words) / shorter >= NEAR_SHARE:
                yield id_, other_id


def content_words(text: str) -> frozenset[str]:
    """The words of four letters and more, lower case."""
    return frozenset(re.findall(r"\w{4,}", text.lower()))


def group(ties: Mapping[str, Sequence[str]], pairs: Sequence[tuple[str, str]]) -> list[list[str]]:
    """Ids that hang together by a shared tie or as a pair, directly or through others, in a fixed order."""
    parent: dict[str, str] = {}

    def root(node: str) -> str:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for id_, names in ties.items():
        for name in names:
            parent[root(f"tie {name}")] = root(f"id {id_}")
    for one, other in pairs:
        parent[root(f"id {one}")] = root(f"id {other}")
    groups: dict[str, list[str]] = defaultdict(list)
    for id_ in sorted(ties):
        groups[root(f"id {id_}")].append(id_)
    return sorted(groups.values())


def choose_side(name: str) -> str:
    """The side that a hash of the name falls on."""
    point = int(hashlib.sha256(name.encode()).hexdigest()[:13], 16) / 16**13
    return next(side for side, share in SIDES if point < share)


def assign(rows: Sequence[Row], groups: Sequence[Sequence[str]]) -> tuple[list[Row], list[str]]:
    """The rows with their `split`, and in words each group that stands on two sides already."""
    by_id = {row["id"]: row for row in rows}
    sides: dict[str, str] = {}
    faults = []
    for members in groups:
        held = {by_id[id_]["split"] for id_ in members if "split" in by_id[id_]}
        if len(held) > 1:
            faults.append(f"{', '.join(members)} hang together and stand on {', '.join(sorted(held))}")
        side = min(held) if held else choose_side(min(by_id[id_]["source"] for id_ in members))
        sides.update(dict.fromkeys(members, side))
    return [row | {"split": sides[row["id"]]} for row in rows], faults
