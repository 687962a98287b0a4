"""Make the packaged registry's store, `src/detente/codebook/actors.json`, out of the TOML files in `actors/`.

    python train/registry.py

Run it after every change of those files; a test fails while the store is not theirs.
"""

from pathlib import Path

import detente.codebook
from detente.codebook.entity_files import SECTIONS
from detente.codebook.entity_store import SOURCES, STORE, digest, dump, file_name, packaged
from detente.codebook.table import read_tables


def main() -> None:
    """Read, check that each file can be read, and write."""
    contents = {section: packaged(section) for section in (SOURCES, *SECTIONS)}
    raw = {section: read_tables(content, file_name(section))[1] for section, content in contents.items()}
    text = dump(raw, digest(contents.values()))
    target = Path(detente.codebook.__file__).parent / STORE
    target.write_text(text, encoding="utf-8", newline="\n")
    print(f"{target.name}: {len(text.encode()):,} bytes")


if __name__ == "__main__":
    main()
