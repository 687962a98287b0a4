"""The corpus of hand-labelled sentences: check, keep stand-off, split, rebuild, compare and count it.

python train/corpus.py check ANNOTATED... [--batch BATCH...]
python train/corpus.py standoff ANNOTATED... --out CORPUS [--manifest MANIFEST]
python train/corpus.py split CORPUS --data DIR
python train/corpus.py rebuild CORPUS --data DIR [--out ANNOTATED]
python train/corpus.py agreement ANNOTATED ANNOTATED
python train/corpus.py stats CORPUS
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from agreement import compare, table
from check import check_item, read_labels
from sources import load_texts, read_rows
from split import assign, group, near_duplicates, source_stories
from standoff import from_standoff_rows, is_own, to_standoff
from stats import describe, summary


def read_items(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """The items of JSON-lines files. Raises SystemExit, naming the line, if one is not a JSON object."""
    items = []
    for path in paths:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not line.strip():
                continue
            try:
                item = json.loads(line)
            except json.JSONDecodeError as error:
                raise SystemExit(f"{path.name}:{number}: not JSON: {error}") from error
            if not isinstance(item, dict):
                raise SystemExit(f"{path.name}:{number}: not an object")
            items.append(item)
    return items


def write_items(path: Path, items: Iterable[Mapping[str, Any]]) -> None:
    """Items as JSON lines."""
    lines = (json.dumps(item, ensure_ascii=False) + "\n" for item in items)
    path.write_text("".join(lines), encoding="utf-8")


def find_faults(items: Sequence[dict[str, Any]]) -> list[str]:
    """Every fault of annotated items, each with the item's id in front."""
    labels = read_labels()
    faults = [f"{item.get('id')}: {fault}" for item in items for fault in check_item(item, labels)]
    counts = Counter(str(item.get("id")) for item in items)
    return faults + [f"{id_}: annotated more than once" for id_, count in counts.items() if count > 1]


def compare_with_batch(items: Sequence[dict[str, Any]], batch: Sequence[dict[str, Any]]) -> list[str]:
    """Items that only the batch or only the annotation holds, and those whose given fields were changed."""
    given = {item["id"]: item for item in batch}
    done = {str(item.get("id")): item for item in items}
    left = [id_ for id_ in given if id_ not in done]
    faults = [f"batch: {len(left)} items are not annotated, the first is {left[0]}"] if left else []
    faults += [f"{id_}: is not in the batch" for id_ in done if id_ not in given]
    for id_ in sorted(given.keys() & done.keys()):
        changed = (key for key in ("source", "date", "text") if done[id_].get(key) != given[id_][key])
        faults += [f"{id_}: {key} differs from the batch" for key in changed]
    return faults


def report(faults: Sequence[str]) -> int:
    """Print the faults; the exit status that goes with them."""
    for fault in faults:
        print(fault)
    items = {fault.partition(":")[0] for fault in faults}
    print(f"{len(faults)} faults in {len(items)} items" if faults else "no faults")
    return 1 if faults else 0


def run_check(options: argparse.Namespace) -> int:
    """Print the faults, and the size of what is sound."""
    items = read_items(options.files)
    faults = find_faults(items)
    if options.batch:
        faults += compare_with_batch(items, read_items(options.batch))
    faulty = {fault.partition(":")[0] for fault in faults}
    print("sound:", summary([item for item in items if str(item.get("id")) not in faulty]))
    return report(faults)


def run_standoff(options: argparse.Namespace) -> int:
    """Write the stand-off corpus, if the annotation has no faults."""
    items = read_items(options.files)
    faults = find_faults(items)
    if not faults:
        strata = (
            {row["id"]: row["stratum"] for row in read_rows(options.manifest)} if options.manifest else {}
        )
        write_items(options.out, (to_standoff(item, strata.get(item["id"])) for item in items))
    return report(faults)


def run_split(options: argparse.Namespace) -> int:
    """Set the side of every row of a corpus, in its place."""
    rows = read_items([options.corpus])
    texts = load_texts(options.data, {row["source"] for row in rows if not is_own(row)})
    items, faults = from_standoff_rows(rows, texts)
    if not faults:
        known = {item["id"]: item["text"] for item in items}
        groups = group(source_stories(options.data, rows), list(near_duplicates(rows, known)))
        placed, faults = assign(rows, groups)
        if not faults:
            write_items(options.corpus, placed)
            print(f"{len(groups)} groups, the largest of {max(map(len, groups), default=0)} sentences")
            print(dict(Counter(row["split"] for row in placed)))
    return report(faults)


def run_rebuild(options: argparse.Namespace) -> int:
    """Write the corpus with its text, each sentence held against its SHA-256."""
    rows = read_items([options.corpus])
    texts = load_texts(options.data, {row["source"] for row in rows if not is_own(row)})
    items, faults = from_standoff_rows(rows, texts)
    if options.out:
        write_items(options.out, items)
    print(f"{len(items)} of {len(rows)} sentences rebuilt")
    return report(faults)


def run_agreement(options: argparse.Namespace) -> int:
    """Print how far two annotations of the same sentences agree."""
    first, second = (
        {item["id"]: item for item in read_items([path])} for path in (options.first, options.second)
    )
    shared = sorted(first.keys() & second.keys())
    faults = find_faults([first[id_] for id_ in shared]) + find_faults([second[id_] for id_ in shared])
    faults += [
        f"{id_}: the texts differ" for id_ in shared if first[id_].get("text") != second[id_].get("text")
    ]
    if not faults:
        print(f"{len(shared)} sentences in both, {len(first)} and {len(second)} in each")
        print(table(compare([(to_standoff(first[id_]), to_standoff(second[id_])) for id_ in shared])))
    return report(faults)


def run_stats(options: argparse.Namespace) -> int:
    """Print what a corpus holds."""
    print(describe(read_items(options.files)))
    return 0


def build_parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    commands = parser.add_subparsers(required=True)
    check = commands.add_parser("check", help="list the faults of annotated files")
    check.add_argument("files", type=Path, nargs="+")
    check.add_argument("--batch", type=Path, nargs="*", help="the batch files that were to be annotated")
    check.set_defaults(run=run_check)
    standoff = commands.add_parser("standoff", help="keep labels and offsets, leave others' text out")
    standoff.add_argument("files", type=Path, nargs="+")
    standoff.add_argument("--out", type=Path, required=True)
    standoff.add_argument("--manifest", type=Path, help="the sample's manifest, for the strata")
    standoff.set_defaults(run=run_standoff)
    split = commands.add_parser("split", help="set train, dev or test on each row, in the file itself")
    rebuild = commands.add_parser("rebuild", help="put the text back from a data folder")
    rebuild.add_argument("--out", type=Path, help="where to write; without it the corpus is only verified")
    for command, run in ((split, run_split), (rebuild, run_rebuild)):
        command.add_argument("corpus", type=Path)
        command.add_argument("--data", type=Path, required=True, help="the data folder")
        command.set_defaults(run=run)
    agreement = commands.add_parser("agreement", help="compare two annotations of the same sentences")
    agreement.add_argument("first", type=Path)
    agreement.add_argument("second", type=Path)
    agreement.set_defaults(run=run_agreement)
    stats = commands.add_parser("stats", help="count what a corpus or annotated file holds")
    stats.add_argument("files", type=Path, nargs="+")
    stats.set_defaults(run=run_stats)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit status."""
    options = build_parser().parse_args(arguments)
    status: int = options.run(options)
    return status


if __name__ == "__main__":
    sys.exit(main())
