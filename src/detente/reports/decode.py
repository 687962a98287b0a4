"""Bytes to clean text: encodings found, line ends and control characters set right."""

import codecs
import re

from detente.reports.options import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE_BYTES = 65_536  # thirty pages: statistics gain nothing from more
_DIRT_BYTES = 2  # of a text of any length
_FEW_NULS = 0.001  # a stray NUL in a text is dirt, more of them are a binary format
_FEW_CONTROLS = 0.02  # printed text has no control characters; terminal logs with colours stay below this

_FEW_CONTROLS_OF_UTF16 = 0.1  # the lower halves of some letters of other scripts look like them

_HIGH_RUN = re.compile(rb"[\x80-\xff]{3,}")
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_DIRT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_SURROGATES = re.compile("[\ud800-\udfff]")

_DECLARABLE = frozenset((
    "ascii", "big5", "big5hkscs", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256",
    "cp1257", "cp1258", "cp866", "cp874", "cp932", "cp949", "euc_jp", "euc_kr", "gb18030", "gb2312",
    "gbk", "iso2022_jp", "iso8859-1", "iso8859-2", "iso8859-3", "iso8859-4", "iso8859-5", "iso8859-6",
    "iso8859-7", "iso8859-8", "iso8859-9", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15",
    "iso8859-16", "koi8-r", "koi8-u", "mac-cyrillic", "mac-roman", "shift_jis", "tis-620", "utf-8",
    "utf-16", "utf-16-be", "utf-16-le",
))  # fmt: skip
"""Encodings that a page may declare (Source: WHATWG Encoding Standard, section 4.2). Python knows others,
such as unicode_escape and utf-7, in which a hostile page could hide text."""


def byte_order(data: bytes) -> tuple[str, int] | None:
    """Find the encoding that a byte order mark names, and the mark's length; UTF-16 also without a mark."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding, len(mark)
    head = data[:_SAMPLE_BYTES]
    for encoding, high, low in (("utf-16-le", head[1::2], head[::2]), ("utf-16-be", head[::2], head[1::2])):
        zeros = high.count(0)
        mostly_latin = zeros >= len(high) * 0.4 and zeros > head.count(0) * 0.9
        if high and mostly_latin and len(_CONTROLS.findall(low)) <= len(low) * _FEW_CONTROLS_OF_UTF16:
            return encoding, 0
    return None


def decode(data: bytes, declared: str | None = None) -> str:
    """Turn bytes of any encoding into clean text.

    A byte order mark decides; then UTF-8, which other encodings hardly ever look like; then what the
    document declares; then what the bytes look like.

    Raises: UnreadableError when this is no text.
    """
    marked = byte_order(data)
    if marked:
        encoding, length = marked
        return clean(data[length:].decode(encoding, "replace"))
    refuse_binary(data)
    try:
        return clean(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        encoding = _declared_encoding(declared) or _likely_encoding(data, error.start)
    return clean(data.decode(encoding, "replace"))


def legacy_encoding(data: bytes) -> str | None:
    """Guess the encoding of bytes that are not UTF-8; None when they are."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        # a character that is cut at the end is no sign of another encoding
        return None if error.start > len(data) - 4 and len(data) > 4 else _likely_encoding(data, error.start)
    return None


def refuse_binary(data: bytes) -> None:
    """Raises: UnreadableError for bytes that are no text in an encoding without a byte order."""
    if data.count(0) > max(_DIRT_BYTES, len(data) * _FEW_NULS):
        raise UnreadableError("binary", f"{data.count(0):,} of {len(data):,} bytes are zero")
    head = data[:_SAMPLE_BYTES]
    controls = len(_CONTROLS.findall(head))
    if controls > max(_DIRT_BYTES, len(head) * _FEW_CONTROLS):
        raise UnreadableError(
            "binary", f"{controls:,} of the first {len(head):,} bytes are control characters"
        )


def _declared_encoding(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except (LookupError, ValueError):
        return None
    if name not in _DECLARABLE or name.startswith("utf"):
        return None  # it says UTF-8 and is not: worth no more than a page that says nothing
    return "cp1252" if name in {"iso8859-1", "ascii"} else name


def _likely_encoding(data: bytes, first_bad: int) -> str:
    """Guess an encoding that is not UTF-8 from the bytes around the first that show it.

    Western text has single letters with accents among plain ones, other scripts have whole words of high
    bytes: only there is statistics better than Windows-1252, in which nearly all old Western text is.
    """
    start = max(0, first_bad - _SAMPLE_BYTES // 4)
    sample = data[start : start + _SAMPLE_BYTES]
    runs = _HIGH_RUN.findall(sample)
    high = len(_HIGH.findall(sample))
    if not runs or sum(map(len, runs)) * 2 < high:
        return "cp1252"
    from charset_normalizer import from_bytes

    # a few foreign names in English text are drowned by it: let them speak alone
    best = from_bytes(b" ".join(runs) if high * 3 < len(sample) else sample).best()
    return best.encoding if best else "cp1252"


def clean(text: str) -> str:
    """Make text whole: lines end in "\\n", control characters go, lone surrogates become U+FFFD; strip it."""
    if text.isascii() and text.isprintable():  # most lines of most tables
        return text.strip()
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _DIRT.sub("", text)).strip()


def clean_line(text: str) -> str:
    """Make text whole and one line."""
    return " ".join(clean(text).split())
