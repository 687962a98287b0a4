"""Counts in how many bullets of `current_events` each word stands: codebook/words/frequencies.txt.

    scripts/bench word_frequencies --data FOLDER

Prints the table's rows. To share a word says the more the fewer reports have it. Years before those of the
golden incidents are counted, so that these hang on no words of their own.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from detente.crisis.lexicon import is_content, stem

YEARS = range(2002, 2017)
LEAST = 20  # reports: of fewer, chance decides
_WORD = re.compile(r"\w+")


def read_texts(data: Path) -> Iterator[str]:
    """The bullets of the years that are counted."""
    for year in YEARS:
        with gzip.open(data / "current_events" / f"{year}.jsonl.gz", "rt", encoding="utf-8") as lines:
            yield from (json.loads(line)["text"] for line in lines)


def main() -> None:
    parser = argparse.ArgumentParser(description="Counts the reports that have a word.")
    parser.add_argument("--data", type=Path, required=True, help="folder that holds current_events")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    reports = 0
    for text in read_texts(options.data):
        words = _WORD.findall(text.casefold())
        counts.update({stem(word) for word in words if is_content(word)})
        reports += 1
    print(f"* {reports}")
    for word in sorted(counts):
        if counts[word] >= LEAST:
            print(f"{word} {counts[word]}")


if __name__ == "__main__":
    main()
