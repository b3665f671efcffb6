"""Bytes become text with every character kept, or one sentence says why not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.text import decode, language_of, make_document
from onrecord.errors import NotTextError, UsageError

NEWS = "The minister said “no” on Monday – and left the café.\r\n\tNothing more was said, he added.\n"


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8-sig", b""), ("utf-16", b""), ("utf-16-le", b""), ("utf-16-be", b""), ("cp1252", b"")],
)
def test_every_character_of_the_decoded_file_is_kept(encoding, mark):
    """Carriage returns, tabs and typographic quotation marks among them."""
    assert decode(mark + NEWS.encode(encoding), "a.txt") == NEWS


@given(st.text(alphabet=st.characters(min_codepoint=32, exclude_categories=["Cs"]), min_size=1))
def test_any_utf8_text_comes_back_as_it_went_in(text):
    if not text.startswith("\ufeff"):
        assert decode(text.encode(), "a.txt") == text


@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_it_crash(content):
    """Either a text or the error that names the place."""
    with suppress(NotTextError):
        assert isinstance(decode(content, "a"), str)


def test_bytes_without_a_windows_character_are_kept_as_controls():
    assert decode(b"caf\xe9 \x81 said", "a.txt") == "café \x81 said"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a NUL byte at byte 8"),
        (b"%PDF-1.7\x01\x02\x03\x04\x05\x06\x0e\x0f\x10\x11\x12", "the control character 1 at byte 8"),
        (b"\xff\xfea\0b", "bytes that are no UTF-16-LE at byte 4"),
    ],
    ids=["png", "controls", "half a UTF-16 unit"],
)
def test_what_is_no_text_is_refused_with_its_place(content, said):
    with pytest.raises(NotTextError, match=said):
        decode(content, "picture.png")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The minister said on Monday that he would resign if the vote in the upper house failed again.", "en"),
        ("THE MINISTER SAID ON MONDAY THAT HE WOULD RESIGN IF THE VOTE IN THE UPPER HOUSE FAILED AGAIN.", "en"),
        ("Le ministre a déclaré lundi que le gouvernement ne confirmerait pas ces informations de presse.", "fr"),
        ("Der Sprecher sagte am Montag, die Regierung könne die Berichte über das Abkommen nicht bestätigen.", "de"),
        ("Представитель министерства заявил, что не может подтвердить сообщения о поставках ракет.", "ru"),
        ("外交部发言人星期一表示，对有关报道不予证实，也不予否认。", "und"),
        ("Trump wins.", None),
        ("", None),
        ("1234 – 5678", None),
    ],
)
def test_the_language_is_told_only_where_it_can_be(text, language):
    assert language_of(text) == language


def test_a_publication_date_that_is_none_is_refused():
    with pytest.raises(UsageError, match="found '10/09/2024' as publication date"):
        make_document("a", id="a", published="10/09/2024")


def test_the_bytes_that_an_article_was_read_from_stay_with_it():
    """So that a ledger can show every statement in what was fetched; they are no part of the JSON."""
    raw = "Wie sagt man „nein“?".encode("cp1252", "replace")
    document = make_document(decode(raw, "a"), id="a", raw=raw)

    assert document.raw == raw
    assert "raw" not in document.to_json()
    assert make_document("No.", id="a").raw is None
