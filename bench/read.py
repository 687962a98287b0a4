"""How fast the reader is beside its bare encoder, in one run, and whether its cost grows with the text alone.

    scripts/bench read --data FOLDER [--sentences 50000]

FOLDER holds current_events/YYYY.jsonl.gz (bench/README.md says where it comes from). Printed, on one core:
seconds to load; sentences a second from report text to records; the same for the encoder alone on the same
sentences, without its heads; their ratio; the cost of a sentence among all against the first thousand (1.0 is
linear); peak memory. The machine's own speed cancels out of the ratios.
"""

import argparse
import gzip
import hashlib
import json
import resource
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from detente.monitor import Reader
from detente.reading import Encoder, load_encoder, split_words
from detente.reading.encoder import BATCH, thresholds
from detente.reading.features import batches
from detente.schema import Publisher, Report
from detente.sentences import split

CHUNK = 32  # reports that a worker gets at once
FIRST = 1_000
ROUNDS = 3  # of encoder and reader in turn: the median is printed


def read_reports(data: Path, sentences: int) -> Iterator[tuple[Report, int]]:
    """Bullets as reports, each with its number of sentences, until so many are reached."""
    left = sentences
    for path in sorted((data / "current_events").glob("*.jsonl.gz"), reverse=True):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            for line in file:
                bullet = json.loads(line)
                moment = datetime.fromisoformat(bullet["date"]).replace(tzinfo=UTC)
                report = Report(
                    publisher=Publisher(id="current-events", name="Current events"),
                    text=bullet["text"],
                    language="en",
                    published_at=moment,
                    retrieved_at=moment,
                    raw_sha256=hashlib.sha256(bullet["text"].encode()).hexdigest(),
                    extraction="bench",
                )
                count = len(split(report))
                if left <= 0:
                    return
                left -= count
                yield report, count


def encode(encoder: Encoder, reports: Sequence[Report]) -> float:
    """Processor seconds of the encoder alone: from pieces to word vectors, in batches of one length."""
    texts = [sentence.span.text for report in reports for sentence in split(report)]
    stretches = [[text[start:end] for start, end in split_words(text)] for text in texts]
    pieces = [encoder.pieces.read(words) for words in stretches if words and encoder.fits(words)]
    least = thresholds(anchors=False, predicates=False)
    began = time.process_time()
    for chosen in batches(pieces, BATCH):
        encoder.ask([pieces[index] for index in chosen], least, ("vectors",))
    return time.process_time() - began


def read(reader: Reader, reports: Sequence[Report]) -> float:
    """Processor seconds from report text to records."""
    began = time.process_time()
    for start in range(0, len(reports), CHUNK):
        reader.read_whole([(report, b"") for report in reports[start : start + CHUNK]])
    return time.process_time() - began


def main() -> None:
    """Load, read a thousand, read all, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sentences", type=int, default=50_000)
    options = parser.parse_args()
    began = time.perf_counter()
    reader, encoder = Reader(), load_encoder()
    print(f"loaded in {time.perf_counter() - began:.2f} s")
    found = list(read_reports(options.data, options.sentences))
    counts = np.cumsum([count for _, count in found])
    reports = [report for report, _ in found]
    few = reports[: int(np.searchsorted(counts, FIRST)) + 1]
    sentences = int(counts[len(few) - 1])
    read(reader, few)
    rounds = [(encode(encoder, few), read(reader, few)) for _ in range(ROUNDS)]
    bare, whole = (float(np.median([one[place] for one in rounds])) for place in (0, 1))
    print(f"reader: {sentences / whole:.0f} sentences/s of one core")
    print(f"encoder alone: {sentences / bare:.0f} sentences/s of one core")
    print(f"ratio: {bare / whole:.2f}")
    all_of_them = read(reader, reports)
    growth = (all_of_them / int(counts[-1])) / (whole / sentences)
    print(f"{int(counts[-1])} sentences: {int(counts[-1]) / all_of_them:.0f} a second, growth {growth:.2f}")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
