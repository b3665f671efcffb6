"""Every source to one name, and where that cannot be told, the words as they stand."""

from __future__ import annotations

import pytest

CASES = {
    "surname": ("{1S:Mara Lind} {1C:said} {1X:so}. {2S:Lind} {2C:said} {2X:more}.", "Mara Lind"),
    "title": ("{1S:Mara Lind} {1C:said} {1X:so}. {2S:Ms. Lind} {2C:said} {2X:more}.", "Mara Lind"),
    "middle initial": ("{1S:Mara K. Lind} {1C:said} {1X:so}. {2S:Mara Lind} {2C:said} {2X:more}.", "Mara K Lind"),
    "generation": ("{1S:Robert Orr Jr.} {1C:said} {1X:so}. {2S:Orr} {2C:said} {2X:more}. Jr left.", "Robert Orr"),
    "nickname": ("{1S:Kenneth Orr} {1C:said} {1X:so}. {2S:Ken Orr} {2C:said} {2X:more}.", "Kenneth Orr"),
    "she": ("{1S:Mary Lind} {1C:said} {1X:so}. {2S:She} {2C:said} {2X:more}.", "Mary Lind"),
    "he, of two": (
        "{1S:Mary Lind} {1C:told} Robert Orr {1X:to leave}. {2S:He} {2C:said} {2X:it was too late}.",
        "Robert Orr",
    ),
    "role told in apposition": (
        "{1S:Mara Lind, the harbourmaster,} {1C:said} {1X:so}. {2S:The harbourmaster} {2C:said} {2X:more}.",
        "Mara Lind",
    ),
    "role told before the name": (
        "{1S:Fisheries Minister Mara Lind} {1C:said} {1X:so}. {2S:the minister} {2C:said} {2X:more}.",
        "Mara Lind",
    ),
    "role told between commas": (
        "{1S:His chief of staff, Mara Lind,} {1C:said} {1X:so}. {2S:Lind} {2C:said} {2X:more}.",
        "Mara Lind",
    ),
    "acronym": (
        "{1S:The Associated Press} {1C:reported} {1X:so}. {2S:the AP} {2C:said} {2X:more}.",
        "The Associated Press",
    ),
    "a body by its head": (
        "{1S:The Tolm Port Authority} {1C:said} {1X:so}. {2S:the authority} {2C:said} {2X:more}.",
        "Tolm Port Authority",
    ),
    "an outlet by its kind": (
        "{1S:The Daily North} {1C:reported} {1X:so}. {2S:The newspaper} {2C:said} {2X:more}.",
        "The Daily North",
    ),
    "an unnamed one again": (
        "{1S:a senior official at the ministry} {1C:said} {1X:so}. {2S:the official} {2C:said} {2X:more}.",
        "senior official at the ministry",
    ),
    "possessive": ("{1S:Mara Lind} {1C:said} {1X:so}. {2S:Lind's} {2C:claim} {2X:that it rained}.", "Mara Lind"),
    "whose campaign": (
        "{1S:Mary Lind} {1C:said} {1X:so}. {2S:Her campaign} {2C:said} {2X:more}.",
        "Mary Lind's campaign",
    ),
    "relative": ("They met Mara Lind, {2S:who} {2C:said} {2X:more}.", "Mara Lind"),
    "adverb first": ("{1S:Mara Lind} {1C:said} {1X:so}. {2S:Previously, Lind} {2C:said} {2X:more}.", "Mara Lind"),
    "several": ("{2S:Mara Lind and Robert Orr, two neighbours,} {2C:said} {2X:more}.", "Mara Lind; Robert Orr"),
    "named only later": (
        "{1S:a British daily} {1C:reported} {1X:that Bob Orr left}. {2S:The Guardian} {2C:said} {2X:Orr took files}.",
        "The Guardian",
    ),
}


@pytest.mark.parametrize(("marked", "name"), CASES.values(), ids=CASES)
def test_a_source_is_resolved_to_the_fullest_name(read, marked, name):
    _, statements, _ = read(marked)

    assert statements[-1].speaker == name


def test_a_description_takes_the_name_that_follows_it(read):
    _, statements, _ = read(CASES["named only later"][0])

    assert [statement.speaker for statement in statements] == ["The Guardian", "The Guardian"]


def test_one_named_later_keeps_the_role_told_first(read):
    """`Iran's ambassador … Amir-Saeid Iravani also said`: the description becomes role and body."""
    _, statements, speakers = read(
        "{1S:Norland's ambassador to the UN} {1C:called} {1X:it absurd}. {2S:Odd-Arne Vessem} {2C:also said} {2X:more}."
    )

    assert [statement.speaker for statement in statements] == ["Odd-Arne Vessem"] * 2
    assert (speakers["Odd-Arne Vessem"].role, speakers["Odd-Arne Vessem"].affiliation) == (
        "ambassador to the UN",
        "Norland",
    )


UNTOLD = {
    "a piece of a noun phrase": "{1S:the} {1C:recent} {1X:reports of it}.",
    "he, and nobody named": "It rained. {1S:He} {1C:said} {1X:so}.",
    "he, and only a woman named": "Mary Lind left. {1S:He} {1C:said} {1X:so}.",
    "it, and nothing told": "{1S:It} {1C:said} {1X:so}.",
}


@pytest.mark.parametrize("marked", UNTOLD.values(), ids=UNTOLD)
def test_where_it_cannot_be_told_nobody_is_named(read, marked):
    _, (statement,), _ = read(marked)

    assert statement.speaker is None
    assert not statement.named


TYPES = {
    "Mara Lind, 45,": ("person", True),
    "a spokesman for the ministry": ("person", False),
    "the fisheries ministry": ("organisation", True),
    "The White House": ("organisation", True),
    "Tehran": ("organisation", True),
    "critics": ("group", False),
    "More than 60 percent of voters": ("group", False),
    "senior officials": ("group", False),
    "a recent poll of voters": ("document", False),
    "the indictment": ("document", True),
    "a Marsh University poll": ("document", True),
    "CNN": ("outlet", True),
    "The Harbour Post": ("outlet", True),
    "several newspapers": ("outlet", False),
}


@pytest.mark.parametrize(("source", "expected"), TYPES.items(), ids=TYPES)
def test_a_source_has_a_type_and_is_named_or_not(read, source, expected):
    _, (statement,), _ = read(f"On the quay {{1S:{source}}} {{1C:said}} {{1X:so}}.")

    assert (statement.source_type, statement.named) == expected


ROLES = {
    "Mara Lind, the deputy spokesperson of the State Department": ("deputy spokesperson", "State Department"),
    "the head of the Harbour Inspection Agency (HIA) Mara Lind": ("head", "Harbour Inspection Agency"),
    "United Nations spokesman Robert Lind": ("spokesman", "United Nations"),
    "Mara Lind, a spokeswoman for the port authority,": ("spokeswoman", "port authority"),
    "Mara Lind": (None, None),
}


@pytest.mark.parametrize(("source", "expected"), ROLES.items(), ids=ROLES)
def test_a_role_and_the_body_it_is_held_in_are_linked_and_not_merged(read, source, expected):
    _, _, speakers = read(f"{{1S:{source}}} {{1C:said}} {{1X:so}}.")
    (speaker,) = speakers.values()

    assert (speaker.role, speaker.affiliation) == expected
    assert speaker.name.endswith("Lind")


def test_mentions_point_at_the_words_that_name_the_speaker(read):
    document, _, speakers = read(CASES["title"][0])

    assert [document.text[start:end] for start, end in speakers["Mara Lind"].mentions] == ["Mara Lind", "Ms. Lind"]


def test_the_headlines_surname_is_the_texts_full_name(read):
    _, statements, _ = read("{1S:Lind} {1C:says} {1X:bridge is safe}\n\n{2S:Mara Lind} {2C:said} {2X:so}.")

    assert statements[0].speaker == "Mara Lind"
