"""The scripts in train/ are flat files; their tests import them from there."""

import gzip
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "train"))

BULLETS = [
    {
        "date": "2011-03-04",
        "category": "Law and crime",
        "story": ["Law and crime", "Trial of the harbour five"],
        "after_heading": 0,
        "text": "A court in Lisbon convicts five dockers of smuggling. "
        "The dockers deny the charge. (Harbour Post)",
    },
    {
        "date": "2011-03-04",
        "category": "Sport",
        "story": ["Sport"],
        "after_heading": None,
        "text": "In rowing, the crew of Coimbra wins the spring regatta by two lengths.",
    },
    {
        "date": "2012-08-09",
        "category": None,
        "story": ["Trial of the harbour five"],
        "after_heading": 0,
        "text": "The appeal of the convicted dockers is rejected by the high court.",
    },
]
SENTENCES = [
    ["March", "4", ",", "2011"],
    ["Dockers", "'", "families", "said", "``", "no", "''", "to", "the", "(", "late", ")", "offer", "."],
    ["The", "port", "authority", "threatened", "to", "lock", "out", "the", "union", "'s", "members", "."],
]


def write_gzipped(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for row in rows:
            out.write(json.dumps(row) + "\n")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder in small: three bullets, one article, nothing held out, a two-verb dictionary."""
    folder = tmp_path / "data"
    for year in ("2011", "2012"):
        rows = (bullet for bullet in BULLETS if str(bullet["date"]).startswith(year))
        write_gzipped(folder / "current_events" / f"{year}.jsonl.gz", rows)
    article = {"doc_id": "77", "title": "Port row", "dct": "March 4 , 2011", "sentences": SENTENCES}
    write_gzipped(folder / "wikinews" / "tdg_train.jsonl.gz", [article | {"overlaps_test": False}])
    for name in ("wikinews/tdg_dev", "wikinews/tdg_test", "geo/geovirus", "plover/relations_dev"):
        write_gzipped(folder / f"{name}.jsonl.gz", [])
    (folder / "plover" / "petrarch2").mkdir()
    (folder / "plover" / "petrarch2" / "CAMEO.2.0.txt").write_text(
        "---  REJECT   [120]  ---\nREJECT\n- * APPEAL [1233] # REJECT\n\n---  CONVICT   [173]  ---\nCONVICT\n"
    )
    (folder / "plover" / "cameo2plover.txt").write_text(
        "120: REJECT, , # reject\n1233: REJECT, change, # change\n173: COERCE, arrest, # arrest\n"
    )
    return folder
