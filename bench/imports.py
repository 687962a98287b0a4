"""Bulk import: rows like GDELT's, made up, imported; rows a second, peak memory, growth.

    scripts/bench imports [--rows 1000000]

Printed: seconds, rows a second and peak memory of importing a tenth of the rows and all of them, each in a
process of its own, and the ratio of the cost of a row (1.0 is linear). The machine's own speed cancels out of
the ratio; seconds are those of the machine that printed them, CPU seconds less so where it has other work.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COUNTRIES = ("RUS", "UKR", "USA", "CHN", "IRN", "ISR", "FRA", "DEU", "GBR", "TUR", "SYR", "IND", "PAK", "POL")
FIPS = ("RS", "UP", "US", "CH", "IR", "IS", "FR", "GM", "UK", "TU", "SY", "IN", "PK", "PL")
CODES = (
    "010",
    "020",
    "036",
    "040",
    "042",
    "043",
    "051",
    "057",
    "0841",
    "111",
    "112",
    "1311",
    "141",
    "173",
    "190",
)
TYPES = ("", "GOV", "MIL", "REB", "OPP", "MED")


def row(number: int, chance: random.Random) -> str:
    """One row of GDELT 2.0, 61 columns, about as long as real ones."""
    day = f"{2015 + number % 10}{1 + number % 12:02}{1 + number % 28:02}"
    by, to, at = (chance.randrange(len(COUNTRIES)) for _ in range(3))
    code, kind = chance.choice(CODES), chance.choice(TYPES)
    actors = [
        [f"{COUNTRIES[who]}{kind}", f"ACTOR {who} {kind}", COUNTRIES[who], "", "", "", "", kind, "", ""]
        for who in (by, to)
    ]
    town = chance.randrange(20_000)
    place = [
        "4",
        f"Town {town}, Province {town % 300}, Country {at}",
        FIPS[at],
        f"{FIPS[at]}12",
        "1",
        "49.9",
        "36.2",
    ]
    places = [*place, str(town)] * 3
    counts = ["1", code, code[:3], code[:2], "4", "-5.0", "3", "1", "3", "-2.5"]
    head = [str(number), day, day[:6], day[:4], f"{day[:4]}.5"]
    url = f"https://news{town % 977}.example/world/{day}/a-story-about-something-{number}.html"
    return "\t".join([*head, *actors[0], *actors[1], *counts, *places, f"{day}120000", url])


def write_rows(target: Path, count: int) -> None:
    """Write a file of `count` rows; the same count gives the same file."""
    chance = random.Random(7)
    with target.open("w", encoding="utf-8") as file:
        file.writelines(row(number, chance) + "\n" for number in range(count))


def measure(folder: Path, count: int) -> float:
    """Import `count` rows and print what it took; CPU seconds a row."""
    source = folder / f"{count}.export.CSV"
    write_rows(source, count)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "detente", "import", "gdelt", source.name, "--store", f"store-{count}"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(path.stat().st_size for path in (folder / f"store-{count}").rglob("*") if path.is_file())
    print(
        f"import {count:>10,} rows  {seconds:7.1f} s  {count / seconds:8.0f} /s  CPU {cpu:6.1f} s  "
        f"{count / cpu:8.0f} /s  peak {after.ru_maxrss / 1024:6.0f} MB  store {size / 1e6:6.1f} MB"
    )
    return cpu / count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name:
        tenth, whole = (measure(Path(name), count) for count in (rows // 10, rows))
    print(f"CPU cost of a row, all to a tenth: {whole / tenth:.2f}")


if __name__ == "__main__":
    main()
