"""An agency that wrote a story is its credit; one that it only cites is not."""
# ruff: noqa: E501, examples have lines as long as they like

from __future__ import annotations

import pytest

from onrecord.documents.credit import find_credit

LAST = "The hearing goes on."


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("TOLM (AP) — The bridge is shut.", "Associated Press"),
        ("TOLM, March 4 (Reuters) - The bridge is shut.", "Reuters"),
        ("TOLM, Freedonia (AFP) – The bridge is shut.", "Agence France-Presse"),
        ("Tolm (dpa) - The bridge is shut.", "dpa"),
        (f"The bridge is shut.\n\n{LAST}\n\nAgence France-Presse contributed to this report.", "Agence France-Presse"),
        (
            f"The bridge is shut.\n\n{LAST}\n\nAssociated Press writer Ann Lee contributed from Tolm.",
            "Associated Press",
        ),
        (f"The bridge is shut.\n\n{LAST}\n\n(Reporting by Reuters; editing by Bo Day)", "Reuters"),
        (f"The bridge is shut.\n\n{LAST}\n\nCopyright 2025 The Associated Press.", "Associated Press"),
        (f"The bridge is shut.\n\n{LAST}\n\nSource: Xinhua", "Xinhua"),
        (f"The bridge is shut.\n\n{LAST}\n\n– Reuters", "Reuters"),
        ("The mayor told Reuters that the bridge is shut.", None),
        ("The bridge (AP photo) is shut. It was in the AP – it said so.", None),
        (f"A spokesman for Reuters said so.\n\n{LAST}\n\nThe mayor spoke to the Associated Press on Monday.", None),
        ("", None),
    ],
)
def test_the_credit_stands_in_the_dateline_or_in_a_line_of_its_own_at_the_end(text, credit):
    assert find_credit(text) == credit


@pytest.mark.parametrize(
    ("author", "credit"),
    [
        ("Reuters", "Reuters"), ("The Associated Press", "Associated Press"), ("Ann Lee, Associated Press", "Associated Press"),
        ("Reuters Staff", "Reuters"), ("Ann Lee for AFP", "Agence France-Presse"), ("Ann Lee", None), ("Paul Reuters", None),
    ],
)  # fmt: skip
def test_a_byline_can_be_an_agencys(author, credit):
    assert find_credit("The bridge is shut.", [author]) == credit
