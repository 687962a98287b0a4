"""Markdown to the text that a reader sees: marks of headings, emphasis and links go, words and lines stay."""

import html
import re

METHOD = "markdown 1"

_FENCES = ("```", "~~~")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)")
_QUOTE = re.compile(r"(?:[ \t]*>[ \t]?)+")
_BULLET = re.compile(r"([ \t]*)[*+-][ \t]+")
_DEFINITION = re.compile(r" {0,3}\[[^\]]+\]:[ \t]*\S")
_TABLE_RULE = re.compile(r"[ \t|:-]*-[ \t|:-]*")

# what stands between two marks is kept short, so that a line of nothing but marks takes no quadratic time
_IMAGE = re.compile(r"!\[[^\[\]]{0,500}\](?:\([^()]{0,2000}\)|\[[^\[\]]{0,200}\])")
_LINK = re.compile(
    r"\[([^\[\]]{1,1000})\](?:\([^()]{0,2000}(?:\([^()]{0,200}\)[^()]{0,200})?\)|\[[^\[\]]{0,200}\])"
)
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^\s<>]{1,2000})>")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9]{0,20}(?:\s[^<>]{0,500})?/?>")
_CODE = re.compile(r"(`{1,3})([^`]{1,1000})\1")
_STARS = re.compile(r"(?<![\w*\\])\*(?=[^\s*])(?P<words>[^*]{0,1000}[^\s*])\*(?![\w*])")
_LINES = re.compile(r"(?<![\w\\])_(?=[^\s_])(?P<words>[^_]{0,1000}[^\s_])_(?!\w)")
_STRONG = re.compile(r"(\*\*\*|\*\*|___|__)(?=\S)(?P<words>[^*_]{0,1000}?\S)\1")
_STRUCK = re.compile(r"~~(?=\S)(?P<words>[^~]{1,1000})~~")
_MARKS = (_STARS, _LINES, _STRONG, _STARS, _LINES, _STRUCK)  # either kind of emphasis may hold the other
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


def plain_text(text: str) -> tuple[str | None, str]:
    """Take the marks off: (the first heading of the first level or None, the text).

    A heading stays a line of the text, a bullet a line that begins with "- ". Links keep their words and
    lose their targets, images go, code stays as it is.
    """
    title: str | None = None
    lines: list[str] = []
    in_code = False
    for line in _without_comments(text).split("\n"):
        if line.lstrip().startswith(_FENCES):
            in_code = not in_code
        elif in_code:
            lines.append(line)
        else:
            heading = _HEADING.match(line)
            lines.append(_line(heading[2].rstrip(" \t#") if heading else line))
            if heading and len(heading[1]) == 1 and title is None:
                title = lines[-1] or None
    return title, re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _line(line: str) -> str:
    line = _QUOTE.sub("", line, count=1) if _QUOTE.match(line) else line
    bare = line.replace(" ", "").replace("\t", "")
    if bare and (len(bare) > 1 and bare.strip(bare[0]) == "" and bare[0] in "=-*_"):
        return ""
    if _DEFINITION.match(line) or ("|" in line and _TABLE_RULE.fullmatch(line)):
        return ""
    if bare.startswith("|"):
        line = line.strip().strip("|").strip()
    return _inline(_BULLET.sub(r"\1- ", line, count=1) if _BULLET.match(line) else line).rstrip()


def _inline(line: str) -> str:
    line = _IMAGE.sub("", line)
    line = _LINK.sub(r"\1", _LINK.sub(r"\1", line))  # twice: a link around an image, or in brackets
    line = _TAG.sub("", _ADDRESS.sub(r"\1", line))
    line = _CODE.sub(r"\2", line)
    for mark in _MARKS:
        line = mark.sub(r"\g<words>", line)
    return html.unescape(_ESCAPE.sub(r"\1", line))


def _without_comments(text: str) -> str:
    """Drop what stands between comment marks; a comment that is never closed is text."""
    first, *pieces = text.split("<!--")
    kept = [first]
    for piece in pieces:
        comment, closed, after = piece.partition("-->")
        kept.append(after if closed else "<!--" + comment)
    return "".join(kept)
