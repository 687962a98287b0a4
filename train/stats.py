"""What a corpus holds, as Markdown tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from check import LAYERS, Item

LABEL = {"events": "type", "statements": "act", "commitments": "act", "figures": "quantity"}


def summary(items: Sequence[Item]) -> str:
    """The size of an annotation in one line."""
    quiet = sum(not item["events"] for item in items)
    empty = sum(not any(item[layer] for layer in LAYERS) for item in items)
    counts = ", ".join(f"{sum(len(item[layer]) for item in items)} {layer}" for layer in LAYERS)
    return f"{len(items)} sentences, {quiet} without an event, {empty} with nothing to mark: {counts}"


def count_table(title: str, counts: Counter[str], total: int) -> str:
    """One line a label with its count and share of the total."""
    lines = [f"| {title} | count | share |", "|---|---:|---:|"]
    lines += [f"| {label} | {count} | {count / total:.1%} |" for label, count in counts.most_common()]
    return "\n".join(lines)


def none_table(name: str, groups: Iterable[tuple[str, Sequence[Item]]]) -> str:
    """Sentences, those without an event and those with nothing to mark, by group."""
    lines = [
        f"| {name} | sentences | events | without an event | nothing to mark |",
        "|---|---:|---:|---:|---:|",
    ]
    for label, items in groups:
        events = sum(len(item["events"]) for item in items)
        quiet = sum(not item["events"] for item in items)
        empty = sum(not any(item[layer] for layer in LAYERS) for item in items)
        shares = (f"{count} ({count / len(items):.1%})" for count in (quiet, empty))
        lines.append(f"| {label} | {len(items)} | {events} | {' | '.join(shares)} |")
    return "\n".join(lines)


def kind(item: Item) -> str:
    """Where a sentence comes from."""
    source = str(item["source"]).partition(":")[0]
    return {"ce": "current_events", "wn": "wikinews"}.get(source, "written")


def by(items: Sequence[Item], key: str) -> list[tuple[str, list[Item]]]:
    """Items by a field, the first four characters of a date, or where they come from."""
    names = sorted({name_of(item, key) for item in items})
    return [(name, [item for item in items if name_of(item, key) == name]) for name in names]


def name_of(item: Item, key: str) -> str:
    """The group of an item: its year, its kind of source, or a field of it."""
    if key == "year":
        return "written" if kind(item) == "written" else str(item["date"])[:4]
    return kind(item) if key == "kind" else str(item.get(key, "none"))


def describe(items: Sequence[Item]) -> str:
    """All tables of a corpus, stand-off or with text."""
    if not items:
        return "no items"
    events = [event for item in items for event in item["events"]]
    parts = [none_table("all", [("all", items)])]
    parts += [none_table(key, by(items, key)) for key in ("kind", "stratum", "split", "year")]
    for layer in LAYERS:
        counts = Counter(str(record[LABEL[layer]]) for item in items for record in item[layer])
        parts.append(count_table(f"{layer}: {LABEL[layer]}", counts, max(1, counts.total())))
    for key in ("status", "background"):
        counts = Counter(str(event[key]) for event in events)
        parts.append(count_table(f"events: {key}", counts, max(1, len(events))))
    modes = Counter(f"{event['type']}/{event['mode']}" for event in events if event["mode"] is not None)
    pairs = Counter(f"{event['type']} {event['status']}" for event in events)
    parts.append(count_table("events: mode", modes, max(1, len(events))))
    parts.append(count_table("events: type and status", pairs, max(1, len(events))))
    return "\n\n".join(parts)
