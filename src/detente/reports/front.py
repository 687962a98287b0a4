"""Front matter: the block of keys and values between two lines of dashes that opens a Markdown file.

Read is what front matter of reports is made of: `key: value`, quoted values, lists, one level of nested keys,
and values that go on in indented lines. All values stay text. That is less than YAML, on purpose: YAML would
turn the language "no" into false and a day into midnight of an unsaid zone, and costs a dependency.
"""

import json
import re
from collections.abc import Iterator, Mapping

_BLOCK = re.compile(r"---[ \t]*\n(?:(.*?)\n)??(?:---|\.\.\.)[ \t]*(?:\n|$)", re.DOTALL)
_KEY = re.compile(r"([A-Za-z_\"'][\w \"'.-]{0,60}?)[ \t]{0,9}:(?:[ \t]+(\S.*)?)?$")
_ITEM = re.compile(r"[ \t]*-[ \t]+(\S.*)$")
_LISTED = re.compile(r"\s*(?:\"[^\"]*\"|'[^']*')\s*|[^,]+")
_FOLDED = re.compile(r"[|>][+-]?\d?$")


def front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """Split front matter off: its keys and values, and the text after it.

    Text that begins with a rule but has no keys after it has no front matter.
    """
    block = _BLOCK.match(text)
    fields = _fields(block[1] or "") if block else {}
    return (fields, text[block.end() :]) if block and fields else ({}, text)


def _fields(block: str) -> dict[str, object]:
    fields: dict[str, object] = {}
    for key, value, more in _entries(block):
        items = [found[1] for found in map(_ITEM.match, more) if found]
        nested = {
            inner: _plain(said) for inner, said, _ in _entries("\n".join(line.strip() for line in more))
        }
        if value and not _FOLDED.match(value):
            fields.setdefault(key, _scalar(" ".join((value, *(line.strip() for line in more)))))
        elif items and not value:
            fields.setdefault(key, [_plain(item) for item in items])
        elif nested and not value:
            fields.setdefault(key, nested)
        else:
            fields.setdefault(key, " ".join(line.strip() for line in more))
    return fields


def _entries(block: str) -> Iterator[tuple[str, str, list[str]]]:
    """Find each key with what follows on its line and the lines that belong to it."""
    key, value, more = "", "", list[str]()
    for line in block.split("\n"):
        found = _KEY.match(line)
        if found:
            if key:
                yield key, value, more
            key, value, more = found[1].strip("\"'"), (found[2] or "").strip(), []
        elif line.strip() and not line.startswith("#"):
            more.append(line)
    if key:
        yield key, value, more


def _scalar(value: str) -> object:
    """Read a value; one in brackets is a list."""
    if value.startswith("[") and value.endswith("]"):
        return [_plain(item.strip()) for item in _LISTED.findall(value[1:-1]) if item.strip()]
    return _plain(value)


def _plain(value: str) -> str:
    """Take the quotation marks or the comment off a value."""
    quoted = re.match(r"'((?:[^']|'')*)'|(\"(?:[^\"\\]|\\.)*\")", value)
    if quoted and quoted[1] is not None:
        return quoted[1].replace("''", "'")
    if quoted:
        try:
            return str(json.loads(quoted[2]))
        except json.JSONDecodeError:
            return quoted[2][1:-1]
    return re.split(r"[ \t]#", value, maxsplit=1)[0].strip()
