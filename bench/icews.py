"""Icews: how well the ranker foresees who is next, on public benchmarks of temporal graphs.

    scripts/bench icews --data FOLDER [--eval valid|test] [--seed 0] [--share 1.0] [--no-names]

FOLDER holds train.txt, valid.txt and, for `test`, test.txt, each plain or as .gz: lines of subject, relation,
object and time step, tab-separated, more columns are passed over; entity2id.txt (name, number); stat.txt
(number of entities, of relations). Time steps are divided by what they have in common: one is a day.

With `valid` the ranker learns from train and is asked about valid; with `test` it learns from train and valid
and is asked about test. Single step: when a day is asked about, all days before it are known. Every fact is
asked about twice, for its object and for its subject; all entities are candidates; other true answers of the
same day are left out of the ranking; ties share the mean of their ranks. An answer is *seen* when the triple
was a fact on an earlier day.

Names of entities tell who belongs together ("Police (India)"); with --no-names they are not looked at.
"""

import argparse
import gzip
import math
import resource
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from detente.outlook.ranking.facts import Facts, both_ways, queries
from detente.outlook.ranking.learning import Ranker, fit
from detente.outlook.ranking.ranks import filtered_ranks, standing
from detente.schema import InputError

SPLITS = {"valid": ("train", "valid"), "test": ("train", "valid", "test")}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Results:
    """ranks, seen: (answers,) the rank of each, and whether its triple was seen before."""

    ranks: np.ndarray
    seen: np.ndarray


def text_of(folder: Path, name: str) -> str:
    """The text of a file, plain or gzipped. Raises: InputError for neither."""
    plain, packed = folder / name, folder / f"{name}.gz"
    if plain.exists():
        return plain.read_text(encoding="utf-8")
    if packed.exists():
        return gzip.decompress(packed.read_bytes()).decode("utf-8")
    raise InputError(f"no {name} or {name}.gz in {folder}")


def rows_of(folder: Path, split: str) -> np.ndarray:
    """(facts, 4) subject, relation, object, step. Raises: InputError that names the line."""
    rows = []
    for number, line in enumerate(text_of(folder, f"{split}.txt").splitlines(), start=1):
        try:
            subject, relation, entity, step = (int(part) for part in line.split()[:4])
        except ValueError as error:
            raise InputError(f"{split}.txt, line {number}: not four numbers: {line!r}") from error
        rows.append((subject, relation, entity, step))
    return np.array(rows, dtype=np.int64)


def read(folder: Path, splits: tuple[str, ...], *, named: bool = True) -> tuple[Facts, int]:
    """The facts of some splits, and the first day of the last of them."""
    parts = [rows_of(folder, split) for split in splits]
    counts = [int(part) for part in text_of(folder, "stat.txt").split()[:2]]
    pairs = [line.rsplit("\t", 1) for line in text_of(folder, "entity2id.txt").splitlines()]
    names = [name for name, _ in sorted(pairs, key=lambda pair: int(pair[1]))]
    rows = np.concatenate(parts)
    step = math.gcd(*np.unique(rows[:, 3]).tolist()) or 1
    rows[:, 3] //= step
    facts = both_ways(rows, entities=counts[0], relations=counts[1], names=names if named else None)
    return facts, int(parts[-1][:, 3].min()) // step


def ask_all(ranker: Ranker, first: int, share: float, seed: int) -> Results:
    """Go through the days from `first` on: rank the answers of each, then learn it."""
    facts, ranks, seen = ranker.memory.facts, [], []
    chance = np.random.default_rng(seed)
    for day in facts.days()[facts.days() >= first].tolist():
        asked = queries(facts, day)
        if share < 1.0:
            asked = asked.only(np.flatnonzero(chance.random(len(asked)) < share))
        for batch in ranker.memory.batches(asked):
            ranks.append(filtered_ranks(ranker.score(batch, day), batch))
            ends = (batch.subject[batch.place], batch.relation[batch.place], batch.answer)
            keys = ranker.memory.keys(*ends)["triple"]
            seen.append(ranker.memory.tallies["triple"].find(keys, day).faded[:, -1] > 0)
        ranker.learn(day)
    return Results(ranks=np.concatenate(ranks), seen=np.concatenate(seen))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--eval", choices=tuple(SPLITS), default="valid")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--share", type=float, default=1.0, help="ask only so much of the queries")
    parser.add_argument("--no-names", action="store_true")
    given = parser.parse_args()
    begun = time.monotonic()
    try:
        facts, first = read(given.data, SPLITS[given.eval], named=not given.no_names)
    except InputError as error:
        parser.error(str(error))
    size = f"{len(facts) // 2:,} facts, {facts.entities:,} entities, {facts.relations // 2} relations"
    print(size, flush=True)
    ranker = fit(facts, before=first, seed=given.seed)
    fitted = time.monotonic() - begun
    results = ask_all(ranker, first, given.share, given.seed)
    print(f"{'':8} answers    MRR   Hits@1   @3    @10")
    for name, kept in (("all", results.ranks > 0), ("seen", results.seen), ("unseen", ~results.seen)):
        one = standing(results.ranks[kept])
        figures = " ".join(f"{100 * part:6.2f}" for part in (one.mrr, one.hits_1, one.hits_3, one.hits_10))
        print(f"{name:8} {one.answers:7} {figures}")
    seconds, busy = time.monotonic() - begun, time.process_time()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{seconds:.0f} s by the clock ({fitted:.0f} s to learn), {busy:.0f} s of one core, {peak:.0f} MB")


if __name__ == "__main__":
    main()
