"""Which code and data of this package made a result."""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

# The same on every system, however a checkout ends their lines.
_TEXTS = (".py", ".toml", ".json", ".tsv", ".txt")


@cache
def code_digest(*parts: str) -> str:
    """SHA-256 over files and folders of the package, file by file. parts: their names in it."""
    digest = hashlib.sha256()
    root = resources.files("detente")
    for part in parts:
        for file in _files(root.joinpath(part)):
            content = file.read_bytes()
            if file.name.endswith(_TEXTS):
                content = content.replace(b"\r\n", b"\n")
            digest.update(file.name.encode() + b"\0" + content)
    return digest.hexdigest()


def _files(place: Traversable) -> Iterator[Traversable]:
    """A file, or the files of a folder and its folders by name; what Python compiled is left out."""
    if place.is_file():
        yield place
    elif place.name != "__pycache__":
        for inner in sorted(place.iterdir(), key=lambda file: file.name):
            yield from _files(inner)
