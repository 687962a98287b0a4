"""Bulk import: rows like GDELT's or ICEWS's, made up, imported; rows a second, peak memory, growth.

    scripts/bench imports [--archive gdelt|icews] [--rows 1000000] [--folder FOLDER]

Printed: seconds, rows a second and peak memory of importing a tenth of the rows and all of them, each in a
process of its own, and the ratio of the cost of a row (1.0 is linear). The machine's own speed cancels out of
the ratio; seconds are those of the machine that printed them, CPU seconds less so where it has other work.

FOLDER holds the files for so long as they are needed, by default where the system keeps temporary ones: ten
million rows of ICEWS are 3 GB, and as much again in the store. They are deleted afterwards.
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
NAMES = (
    "Russia", "Ukraine", "United States", "China", "Iran", "Israel", "France", "Germany", "United Kingdom",
    "Turkey", "Syria", "India", "Pakistan", "Poland",
)  # fmt: skip
SECTORS = (
    "", "Government,Executive,Executive Office", "Government,Military", "Dissident,Rebel,Insurgents",
    "Parties,Ideological,(National) Major Party", "Social,General Population / Civilian / Social",
)  # fmt: skip
TITLES = ("", "Head of Government", "Military", "Insurgent", "Opposition Supporter", "Citizen")
TEXTS = ("Make statement", "Consult", "Express intent to cooperate", "Criticize or denounce", "Use force")
ICEWS_HEADER = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
    "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
REPEATED = 50  # each so manieth row of ICEWS comes twice, as some do there


def gdelt_row(number: int, chance: random.Random) -> str:
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


def icews_row(number: int, chance: random.Random) -> str:
    """One row of ICEWS, 20 columns, about as long as real ones."""
    by, to, at = (chance.randrange(len(NAMES)) for _ in range(3))
    town, code = chance.randrange(20_000), chance.choice(CODES)
    sides = []
    for who in (by, to):
        kind = chance.randrange(len(TITLES))
        name = f"{TITLES[kind]} ({NAMES[who]})" if TITLES[kind] else NAMES[who]
        sides.append([name, SECTORS[kind], NAMES[who]])
    day = f"{2015 + number % 10}-{1 + number % 12:02}-{1 + number % 28:02}"
    act = [f"{TEXTS[number % len(TEXTS)]} at length, by the code's whole name", code, "-5.0"]
    story = [str(30_000_000 + number // 3), str(1 + number % 6), f"Publisher {number % 701} of Country {at}"]
    place = [f"Town {town}", f"District {town % 900}", f"Province {town % 300}", NAMES[at], "49.9", "36.2"]
    return "\t".join([str(20_000_000 + number), day, *sides[0], *act, *sides[1], *story, *place])


def write_rows(target: Path, archive: str, count: int) -> None:
    """Write a file of `count` rows; the same count gives the same file."""
    chance = random.Random(7)
    with target.open("w", encoding="utf-8") as file:
        if archive == "gdelt":
            file.writelines(gdelt_row(number, chance) + "\n" for number in range(count))
            return
        file.write("\t".join(ICEWS_HEADER) + "\n")
        line = ""
        for number in range(count):
            line = line if number % REPEATED == 1 else icews_row(number, chance) + "\n"
            file.write(line)


def measure(folder: Path, archive: str, count: int) -> float:
    """Import `count` rows and print what it took; CPU seconds a row."""
    source = folder / (f"{count}.export.CSV" if archive == "gdelt" else f"events.{count}.tab")
    write_rows(source, archive, count)
    print(f"{archive} {count:>10,} rows  {source.stat().st_size / 1e6:.0f} MB of text", flush=True)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    command = [sys.executable, "-m", "detente", "import", archive, source.name, "--store", f"store-{count}"]
    subprocess.run(command, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    seconds = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    size = sum(path.stat().st_size for path in (folder / f"store-{count}").rglob("*") if path.is_file())
    print(
        f"import {count:>10,} rows  {seconds:7.1f} s  {count / seconds:8.0f} /s  CPU {cpu:6.1f} s  "
        f"{count / cpu:8.0f} /s  peak {after.ru_maxrss / 1024:6.0f} MB  store {size / 1e6:6.1f} MB",
        flush=True,
    )
    source.unlink()
    return cpu / count


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--archive", choices=("gdelt", "icews"), default="gdelt")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        counts = (given.rows // 10, given.rows)
        tenth, whole = (measure(Path(name), given.archive, count) for count in counts)
    print(f"CPU cost of a row, all to a tenth: {whole / tenth:.2f}")


if __name__ == "__main__":
    main()
