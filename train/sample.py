"""Choose real news sentences for hand labelling and lay them out in batches.

    python train/sample.py --data DIR --out DIR --seed 1 [--beyond CORPUS --letter m]

Three strata are drawn: `uniform` (at random), `quiet` (bullets that are probably about sport, science,
disasters, deaths, culture or the economy) and `enriched` (weak signals for rare kinds of act, see
signals.py). Every order is that of a hash of the seed and the source id, so the same folder and seed give the
same files. With `--beyond` a second sample is drawn for training alone: nothing that the corpus holds, and
nothing tied to its dev and test sentences by story, article, day or wording.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from syntok import segmenter  # type: ignore[import-untyped]
from syntok.tokenizer import Tokenizer  # type: ignore[import-untyped]

from signals import MODE_CUES, STATUS_CUES, act_signals, is_quiet, read_signals, word_signals
from sources import (
    Article,
    Bullet,
    detokenise,
    digest,
    load_texts,
    read_articles,
    read_bullets,
    read_rows,
    story_keys,
)
from split import source_stories

BATCH_SIZE = 170
DOUBLE_FILES = 2
DOUBLE_SIZE = 150
YEAR_QUOTA = {"uniform": 48, "quiet": 27, "enriched": 41}  # 25 years: 2,900 sentences of current_events
ARTICLE_QUOTA = {"uniform": 250, "enriched": 250}
YEAR_QUOTA_BEYOND = {"uniform": 45, "quiet": 15, "enriched": 100}  # 4,000: statuses and types run short
ARTICLE_QUOTA_BEYOND = {"uniform": 400, "enriched": 400}
PER_STORY = 2
POOL_PER_YEAR = 1400  # bullets of a year that are looked at; a year holds 330 to 7,800
OVERLAP_WORDS = 9
WORDS = (5, 80)
ABBREVIATION = re.compile(
    r"\w|Adm|Aug|Bros|Capt|Cmdr|Col?|Corp|Dec|Dr|Feb|Gen|Gov|Hon|Inc|Jan|[JS]r|Lt|Ltd|Maj|Mrs?|Ms|Mt|No|Nov|Oct|"
    r"Prof|Rep|Rev|Sen|Sept|Sgt|St|vs"
)
WORD_AND_STOP = re.compile(r"([\w\u2019']+)[.!?][\"\u201d)]* [\"\u201c(]?(?=[A-Z][a-z]+ )")
OUTLET = re.compile(r"(?<=[.!?\"\u201d])\s*(?:\([^()]*(?:\([^()]*\))?[^()]*\)\W*)+$|\s*\([^()]*\)\s*,?\s*$")
BEGINNING = re.compile(r"[\"\u201c'\u2018(]?[A-Z\u00c0-\u00de0-9$\u00a3\u20ac]")
END = re.compile(r"[.!?][\"'\u201d\u2019)]*$")
MARKUP = re.compile(
    r"[\[\]{}<>|]|https?:|www\.|\(UTC\)|\(\s*\)|[\"'] ?[\"'] ?\w+ ?\w+[\"'] ?\"|\"\"|"  # remains of a page
    r"\s[,;.](?:\s|$)|\.,|\. ?\(|[,)]$"  # a word that was lost, an outlet that was not stripped
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One sentence that may be chosen. `stories` are what it may share with others; `signals` are weak."""

    source: str
    date: str
    text: str
    stories: tuple[str, ...]
    quiet: bool
    signals: frozenset[str]
    stratum: str = ""


def rank(seed: int, key: str) -> str:
    """A pseudo-random sort key that depends on seed and key alone."""
    return hashlib.sha256(f"{seed}:{key}".encode()).hexdigest()


def split_bullet(bullet: Bullet) -> Iterator[tuple[int, int]]:
    """[start, end) of each sentence of a bullet, an outlet in brackets at its end left out."""
    tokenizer = Tokenizer(replace_not_contraction=False)
    trailing = OUTLET.search(bullet.text)
    limit = trailing.start() if trailing and not bullet.text.rstrip().endswith(".") else len(bullet.text)
    for sentence in segmenter.split(iter(tokenizer.split(bullet.text[:limit]))):
        if sentence:
            last = sentence[-1]
            yield sentence[0].offset, last.offset + len(last.value)


def is_readable(text: str, last: bool) -> bool:
    """Whether a piece of text is one whole sentence worth a reader's time."""
    words = text.split()
    whole = END.search(text) is not None or (last and len(words) >= 8)
    single = all(ABBREVIATION.fullmatch(match[1]) for match in WORD_AND_STOP.finditer(text))
    fits = WORDS[0] <= len(words) <= WORDS[1]
    return whole and single and fits and BEGINNING.match(text) is not None and MARKUP.search(text) is None


def ngrams(text: str) -> frozenset[str]:
    """Sequences of nine words, lower case; the whole text where it is shorter."""
    words = re.findall(r"\w+", text.lower())
    count = max(1, len(words) - OVERLAP_WORDS + 1)
    return frozenset(" ".join(words[start : start + OVERLAP_WORDS]) for start in range(count))


def held_out(data: Path) -> frozenset[str]:
    """Nine-word sequences of every text that the corpus must not touch."""
    texts = [row["text"] for row in read_rows(data / "plover" / "relations_dev.jsonl.gz")]
    texts += [row["text"] for row in read_rows(data / "geo" / "geovirus.jsonl.gz")]
    for name in ("tdg_dev", "tdg_test"):
        for row in read_rows(data / "wikinews" / f"{name}.jsonl.gz"):
            texts += [detokenise(tokens)[0] for tokens in row["sentences"][1:]]
    return frozenset().union(*(ngrams(text) for text in texts))


def bullet_candidates(bullets: Iterable[Bullet], data: Path) -> Iterator[Candidate]:
    """The readable sentences of bullets, with their signals."""
    patterns, codes = read_signals(data)
    for bullet in bullets:
        spans = list(split_bullet(bullet))
        for start, end in spans:
            text = bullet.text[start:end]
            if is_readable(text, last=end == spans[-1][1]):
                yield Candidate(
                    source=f"ce:{bullet.date}:{bullet.place}:{start}-{end}",
                    date=bullet.date,
                    text=text,
                    stories=story_keys(bullet),
                    quiet=is_quiet(bullet.category, bullet.text),
                    signals=act_signals(text, patterns, codes) | word_signals(text),
                )


def article_candidates(articles: Iterable[Article], data: Path) -> Iterator[Candidate]:
    """The readable sentences of articles, datelines left out."""
    patterns, codes = read_signals(data)
    for article in articles:
        for index, tokens in enumerate(article.sentences[1:], start=1):
            text = detokenise(tokens)[0]
            if is_readable(text, last=False):
                yield Candidate(
                    source=f"wn:{article.doc_id}:{index}",
                    date=article.date or "",
                    text=text,
                    stories=(f"wn:{article.doc_id}",),
                    quiet=False,
                    signals=act_signals(text, patterns, codes) | word_signals(text),
                )


class Chooser:
    """Takes candidates one by one under the limits on stories and repeated text."""

    def __init__(self, forbidden: frozenset[str]) -> None:
        self.forbidden = set(forbidden)
        self.per_story: Counter[str] = Counter()
        self.signal_counts: Counter[str] = Counter()
        self.chosen: dict[str, Candidate] = {}

    def take(self, candidate: Candidate, stratum: str) -> bool:
        """Choose a candidate if no limit forbids it; tells whether it was chosen."""
        grams = ngrams(candidate.text)
        full = any(self.per_story[story] >= PER_STORY for story in candidate.stories)
        if full or candidate.source in self.chosen or grams & self.forbidden:
            return False
        self.per_story.update(candidate.stories)
        self.forbidden |= grams
        self.chosen[candidate.source] = replace(candidate, stratum=stratum)
        return True

    def take_first(self, candidates: Iterable[Candidate], stratum: str, quota: int) -> None:
        """Choose in the order given until the quota is full."""
        left = quota
        for candidate in candidates:
            if left == 0:
                return
            left -= self.take(candidate, stratum)

    def take_balanced(self, candidates: Iterable[Candidate], quota: int) -> None:
        """Choose each time from the signal that has been served least, types and statuses before modes."""
        queues: dict[str, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            for signal in candidate.signals:
                queues[signal].append(candidate)
        for queue in queues.values():
            queue.reverse()
        left = quota
        while left and queues:
            signal = min(queues, key=lambda name: (self.signal_counts[name] / weight(name), name))
            candidate = queues[signal].pop()
            if not queues[signal]:
                del queues[signal]
            if self.take(candidate, "enriched"):
                self.signal_counts[signal] += 1
                left -= 1


def weight(signal: str) -> int:
    """How often a signal is served: a status 6, a type 3, a mode 1."""
    if signal in STATUS_CUES:
        return 6
    return 1 if "/" in signal or signal in MODE_CUES else 3


def tied_to(data: Path, corpus: Path) -> tuple[frozenset[str], frozenset[str]]:
    """Stories and days of a corpus' dev and test sentences, and the nine-word sequences of all of it."""
    rows = [row for row in read_rows(corpus) if not row["source"].startswith("own:")]
    ties = source_stories(data, rows)
    held = {name for row in rows if row["split"] != "train" for name in ties[row["id"]]}
    texts = load_texts(data, {row["source"] for row in rows})
    return frozenset(held), frozenset().union(*(ngrams(text) for text in texts.values()))


def is_free(candidate: Candidate, ties: frozenset[str]) -> bool:
    """Whether a candidate shares neither its day nor a story with what is held out."""
    names = (f"day {candidate.date}", *(f"story {story}" for story in candidate.stories), *candidate.stories)
    return ties.isdisjoint(names)


def choose(data: Path, seed: int, beyond: Path | None = None) -> list[Candidate]:
    """The sample, in an order that mixes strata, years and sources."""
    ties, texts = tied_to(data, beyond) if beyond else (frozenset(), frozenset())
    year_quota, article_quota = YEAR_QUOTA, ARTICLE_QUOTA
    if beyond:
        year_quota, article_quota = YEAR_QUOTA_BEYOND, ARTICLE_QUOTA_BEYOND
    chooser = Chooser(held_out(data) | texts)
    years: dict[str, list[Bullet]] = defaultdict(list)
    for bullet in read_bullets(data):
        years[bullet.date[:4]].append(bullet)
    for _, bullets in sorted(years.items()):
        bullets.sort(key=lambda bullet: rank(seed, f"{bullet.date}:{bullet.place}"))
        pool = [item for item in bullet_candidates(bullets[:POOL_PER_YEAR], data) if is_free(item, ties)]
        pool.sort(key=lambda candidate: rank(seed, candidate.source))
        chooser.take_first(pool, "uniform", year_quota["uniform"])
        chooser.take_first((item for item in pool if item.quiet), "quiet", year_quota["quiet"])
        chooser.take_balanced(pool, year_quota["enriched"])
    pool = [item for item in article_candidates(read_articles(data), data) if is_free(item, ties)]
    pool.sort(key=lambda candidate: rank(seed, candidate.source))
    chooser.take_first(pool, "uniform", article_quota["uniform"])
    chooser.take_balanced(pool, article_quota["enriched"])
    return sorted(chooser.chosen.values(), key=lambda item: rank(seed, f"order:{item.source}"))


def write_rows(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Rows as JSON lines."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


def write_batches(items: list[Candidate], out: Path, seed: int, letter: str = "n") -> None:
    """Batches `b01.jsonl` and on, `d1.jsonl` and on for a second reader, and a manifest they do not see."""
    out.mkdir(parents=True, exist_ok=True)
    rows = [
        {"id": f"{letter}{number:04d}", "source": item.source, "date": item.date, "text": item.text}
        for number, item in enumerate(items, start=1)
    ]
    batches = [rows[start : start + BATCH_SIZE] for start in range(0, len(rows), BATCH_SIZE)]
    for number, batch in enumerate(batches, start=1):
        write_rows(out / f"b{number:02d}.jsonl", batch)
    share = DOUBLE_FILES * DOUBLE_SIZE // len(batches)
    twice = [row for batch in batches for row in sorted(batch, key=lambda row: rank(seed, row["id"]))[:share]]
    twice.sort(key=lambda row: rank(seed, f"double:{row['id']}"))
    for number in range(DOUBLE_FILES):
        write_rows(out / f"d{number + 1}.jsonl", twice[number * DOUBLE_SIZE : (number + 1) * DOUBLE_SIZE])
    manifest = (
        {"id": row["id"], "source": item.source, "stratum": item.stratum, "sha256": digest(item.text)}
        for row, item in zip(rows, items, strict=True)
    )
    write_rows(out / "manifest.jsonl", manifest)


def main() -> None:
    """Sample, write, and print how the sample is made up."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True, help="the data folder")
    parser.add_argument("--out", type=Path, required=True, help="where the batches go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--letter", default="n", help="what the ids begin with")
    parser.add_argument("--beyond", type=Path, help="a corpus with its split that is to be added to")
    options = parser.parse_args()
    items = choose(options.data, options.seed, options.beyond)
    write_batches(items, options.out, options.seed, options.letter)
    print(f"{len(items)} sentences: {dict(Counter(item.stratum for item in items))}")
    print(f"probably quiet, whatever the stratum: {sum(item.quiet for item in items)}")
    print(f"by year: {dict(sorted(Counter(item.date[:4] for item in items).items()))}")


if __name__ == "__main__":
    main()
