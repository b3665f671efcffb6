"""Copies, partial copies and versions are found, with the passages that they share; independent articles are not."""

from __future__ import annotations

import pytest
from archives import paragraphs
from hypothesis import given
from hypothesis import strategies as st

from onrecord.documents.copies import STANDING, WINDOW, CopyIndex
from onrecord.documents.text import make_document

WIRE = [
    "A ferry with eleven hands on board ran aground off Lindal before dawn, and divers found a hole below its stern.",
    "Its owner blamed a buoy that had drifted in Sunday's gale, although the coastguard had logged no such report.",
    "Two sailors were treated for cold in the clinic at Ost; neither was badly hurt, according to a nurse on duty.",
    "An inquiry opens next week under a retired judge, whose last case ended with a rebuke for the port's own pilots.",
    "Insurers put the loss at nine million crowns, roughly what the town earns from visitors in a whole summer.",
    "Engineers from Brenwick will try to lift the hull on Thursday if the wind turns and both cranes can be moored.",
]
LOCAL = [
    "Shopkeepers along our own quay fear for the season, since most of their custom comes over on that very boat.",
    "Pupils from the island school stayed at home again, and lessons were held by telephone from a draughty gymnasium.",
]
QUOTE = (
    "“We were told nothing at all, we asked the company three times that night whether the channel had been swept, "
    "and each time a different voice told us to stop asking and to keep to the timetable, so we kept to it, and you "
    "have all seen with your own eyes where that has brought the boat, its crew and this town,” the captain said."
)


def document(*parts, name="b", **facts):
    return make_document("\n\n".join(parts), id=name, **facts)


def relate(first, second, **kwargs):
    """What the second of two documents repeats of the first."""
    index = CopyIndex(**kwargs)
    assert index.add(first) == ()
    return index.add(second)


def test_an_identical_article_is_a_copy_whole():
    (copy,) = relate(document(*WIRE, name="a"), document(*WIRE, name="b"))
    length = len("\n\n".join(WIRE)) - 1  # the last full stop is no word

    assert (copy.kind, copy.id, copy.containment, copy.contained) == ("copy", "a", 1, 1)
    assert copy.shared == ((0, length, 0, length),)


def test_a_copy_with_another_dateline_and_some_words_changed_is_a_copy():
    edited = [part.replace("before dawn", "at four").replace("roughly", "about") for part in WIRE]
    (copy,) = relate(document(*WIRE), document(f"LINDAL (AP) — {edited[0]}", *edited[1:]))

    assert copy.kind == "copy"
    assert 0.8 < copy.containment < 1


@pytest.mark.parametrize(
    "parts", [[*WIRE, *LOCAL], [LOCAL[0], *WIRE[:4], LOCAL[1]], WIRE[2:5]], ids=["added", "between", "shortened"]
)
def test_a_wire_story_with_local_paragraphs_or_cut_is_a_partial_copy(parts):
    (copy,) = relate(document(*WIRE), document(*parts))

    assert copy.kind == ("copy" if len(parts) == 8 and copy.containment >= 0.8 else "partial copy")


def test_the_passages_are_those_that_the_two_share():
    """In both texts they are the same words, and the local paragraphs are in none."""
    one, other = document(*WIRE), document(LOCAL[0], *WIRE[:4], LOCAL[1])
    (copy,) = relate(one, other)

    assert copy.kind == "partial copy"
    for start, end, there, there_end in copy.shared:
        assert other.text[start:end] == one.text[there:there_end]
    ((start, end, _, _),) = copy.shared
    assert other.text[start:end] == "\n\n".join(WIRE[:4]).removesuffix(".")


def test_a_quotation_that_two_reporters_wrote_down_makes_neither_a_copy():
    one, other = document(WIRE[0], QUOTE, WIRE[1]), document(LOCAL[0], QUOTE, LOCAL[1])

    assert relate(one, other) == ()
    assert relate(document(WIRE[0], QUOTE.strip("“"), WIRE[1]), document(LOCAL[0], QUOTE.strip("“"), LOCAL[1])) != ()


def test_independent_articles_are_not_related():
    index = CopyIndex()

    assert [index.add(document(*paragraphs(seed, 3), name=str(seed))) for seed in range(30)] == [()] * 30


def test_a_footer_that_all_articles_have_makes_none_of_them_a_copy():
    """Once it was seen often enough to be taken for one."""
    index, footer = CopyIndex(), " ".join(LOCAL)
    found = [index.add(document(*paragraphs(seed, 2), footer, name=str(seed))) for seed in range(STANDING + 5)]

    assert found[STANDING + 1 :] == [()] * 4


def test_a_story_that_many_carry_is_no_footer():
    index = CopyIndex()
    found = [index.add(document(*WIRE, paragraphs(seed, 1)[0], name=str(seed))) for seed in range(12)]

    assert all(copies for copies in found[1:])


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({"published": "2025-03-01"}, {"published": "2025-03-01", "modified": "2025-03-02T08:00Z"}, "newer version"),
        ({"published": "2025-03-02"}, {"published": "2025-03-01"}, "older version"),
        ({"published": "2025-03-02T23:30-05:00"}, {"published": "2025-03-03T03:00Z"}, "older version"),
        ({}, {}, "newer version"),
        ({"published": "2025-03-02T08:00Z"}, {"published": "2025-03-02"}, "newer version"),
    ],
    ids=["modified", "published", "zones", "undated", "a day alone"],
)
def test_the_same_address_with_other_words_is_a_version(first, second, kind):
    """The newer one by its date; where that is not told, the one that was read later."""
    url = "https://news.example/ferry"
    (copy,) = relate(document(*WIRE, url=url, **first), document(*WIRE[1:], *LOCAL, url=url, **second))

    assert copy.kind == kind


def test_the_same_address_with_the_same_words_is_a_copy():
    url = "https://news.example/ferry"

    assert [copy.kind for copy in relate(document(*WIRE, url=url), document(*WIRE, url=url))] == ["copy"]


def test_only_the_latest_documents_are_remembered():
    index = CopyIndex(remembered=3)
    index.add(document(*WIRE, name="old"))
    for seed in range(3):
        index.add(document(*paragraphs(seed, 2), name=str(seed)))

    assert index.add(document(*WIRE, name="new")) == ()
    assert [copy.id for copy in index.add(document(*WIRE, name="newer"))] == ["new"]


@given(st.integers(0, 40), st.integers(0, 40), st.randoms(use_true_random=False))
def test_a_long_enough_passage_is_found_wherever_it_stands(before, after, draw):
    """Any 31 words that two texts share are met in the index, whatever stands around them."""
    words = [f"w{number}" for number in range(WINDOW + 7 + 40)]
    mine = (
        [f"a{draw.randrange(10**9)}" for _ in range(before)]
        + words
        + [f"b{draw.randrange(10**9)}" for _ in range(after)]
    )
    theirs = [f"c{draw.randrange(10**9)}" for _ in range(after)] + words
    (copy,) = relate(document(" ".join(theirs)), document(" ".join(mine)))

    assert document(" ".join(mine)).text[copy.shared[0][0] : copy.shared[0][1]] == " ".join(words)


@pytest.mark.parametrize("text", ["", "One.", "“All of it is a quotation.”", "İ" * 50, "said " * 400], ids=repr)
def test_odd_texts_are_taken(text):
    relations = relate(make_document(text, id="a"), make_document(text, id="b"))

    assert all(copy.kind == "copy" for copy in relations)
