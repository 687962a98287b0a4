"""Bytes to text, in every encoding that reports come in."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reports.decode import byte_order, clean, clean_line, decode, legacy_encoding
from detente.reports.options import UnreadableError

MIXED = "The spokesman Dmitry Peskov (Дмитрий Песков) told reporters in Moscow that Russia would answer."
RUSSIAN = "Министр заявил в понедельник, что переговоры в Женеве будут продолжены на следующей неделе."
CHINESE = "外交部发言人表示，双方将于下周继续在日内瓦举行会谈。"
WESTERN = "The café owner said “naïve” — and the résumé of Müller’s deputy agreed."


@pytest.mark.parametrize("text", [MIXED, RUSSIAN, WESTERN, CHINESE, "plain", "a 🕊️ flew", "שלום עולם", ""])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_as_it_is(text, encoding):
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_shows_itself_by_its_zeros(encoding):
    assert decode(MIXED.encode(encoding)) == MIXED


@pytest.mark.parametrize(
    "mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8, codecs.BOM_UTF32_LE]
)
def test_a_mark_alone_is_an_empty_text(mark):
    assert decode(mark) == ""


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (WESTERN, "cp1252"),
        ("Le président a été reçu à l'Élysée.", "latin-1"),
        (MIXED, "cp1251"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN * 5, "koi8-r"),
        (CHINESE, "gb18030"),
        ("日本の首相は木曜日に記者団に対し、協議を続けると述べた。", "shift_jis"),
        ("Ο υπουργός δήλωσε ότι οι συνομιλίες θα συνεχιστούν.", "cp1253"),
    ],
)
def test_old_encodings_are_found(text, encoding):
    assert decode(text.encode(encoding)) == text


def test_a_late_accent_is_found_too():
    text = "The minister said that talks would go on. " * 5_000 + "Müller agreed."
    assert decode(text.encode("cp1252")).endswith("Müller agreed.")


def test_a_page_may_declare_what_its_bytes_do_not_show():
    assert decode("Žilina".encode("cp1250"), "windows-1250") == "Žilina"
    assert decode("café”".encode("cp1252"), "iso-8859-1") == "café”"


@pytest.mark.parametrize(
    "declared", ["utf-7", "unicode_escape", "rot13", "no-such-thing", "base64", "\0", "utf-8"]
)
def test_a_declaration_that_would_hide_text_is_not_believed(declared):
    assert decode("+ADw- \\u0041 é".encode("cp1252"), declared) == "+ADw- \\u0041 é"


def test_utf8_is_believed_before_a_declaration():
    assert decode("Київ".encode(), "windows-1252") == "Київ"


@pytest.mark.parametrize(
    "data",
    [b"\x00" * 50, bytes(range(256)) * 10, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", b"\x01\x02\x03text"],
)
def test_what_is_no_text_is_binary(data):
    with pytest.raises(UnreadableError, match="binary"):
        decode(data)


def test_a_stray_zero_is_dirt():
    assert decode(b"The minis\x00ter said so. " + b"More of it. " * 200).startswith("The minister said so.")


def test_lines_end_alike_and_controls_go():
    assert clean("a\r\nb\rc\u2028d\x0be\x85f\x0cg") == "a\nb\nc\nd\ne\nf\ng"
    assert clean("\ufeff  a\x00\x07\x1b[31mb\x7f\x9f \n") == "a[31mb"


def test_what_has_no_utf8_form_is_replaced():
    assert clean("a\ud800b") == "a\ufffdb"


def test_a_line_is_one_line():
    assert clean_line(" a \n\n b\tc ") == "a b c"


def test_text_of_other_directions_is_kept():
    assert clean("السلام \u200fعليكم\u200e") == "السلام \u200fعليكم\u200e"


def test_the_order_of_bytes():
    assert byte_order(b"\xff\xfe\x00\x00a") == ("utf-32-le", 4)
    assert byte_order(b"\xff\xfea\x00") == ("utf-16-le", 2)
    assert byte_order(b"plain") is None
    assert byte_order(b"") is None


def test_a_character_that_is_cut_is_no_sign_of_an_old_encoding():
    assert legacy_encoding("Київ каже так".encode()[:-1]) is None
    assert legacy_encoding(b"caf\xe9 au lait, said the minister") == "cp1252"


@given(st.binary(max_size=300))
def test_any_bytes_are_text_or_refused(data):
    try:
        text = decode(data)
    except UnreadableError as refusal:
        assert refusal.reason == "binary"
    else:
        assert text == clean(text)
        text.encode("utf-8")


@given(st.text(max_size=200))
def test_cleaning_is_done_after_once(text):
    assert clean(clean(text)) == clean(text)
