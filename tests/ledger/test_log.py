"""The Merkle tree against the reference vectors, and its proofs against every wrong claim."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ledger.log import (
    Frontier,
    consistency_path,
    consistent,
    includes,
    inclusion_path,
    leaf_hash,
    root_hash,
)

CONTENTS = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Inputs and heads of the reference implementation of Certificate Transparency (RFC 6962 and 9162)."""


def leaves_of(size):
    return [leaf_hash(str(number).encode()) for number in range(size)]


@pytest.mark.parametrize("size", range(1, 9))
def test_the_head_is_that_of_the_reference_implementation(size):
    leaves = [leaf_hash(bytes.fromhex(content)) for content in CONTENTS[:size]]

    assert root_hash(leaves).hex() == ROOTS[size - 1]


@given(st.integers(1, 70), st.data())
def test_an_inclusion_path_proves_its_leaf_at_its_place_and_no_other(size, data):
    leaves, index = leaves_of(size), data.draw(st.integers(0, size - 1))
    path, root = inclusion_path(leaves, index), root_hash(leaves)

    assert includes(leaves[index], index, size, path, root)
    assert not includes(leaf_hash(b"other"), index, size, path, root)
    assert not includes(leaves[index], index + 1, size, path, root)
    assert not includes(leaves[index], index, size, [*path, root], root)
    assert not includes(leaves[index], index, size, path, leaf_hash(b""))


@given(st.integers(0, 70), st.integers(0, 70))
def test_a_consistency_path_proves_that_a_log_only_grew(old, more):
    leaves = leaves_of(old + more)
    path, old_root, root = consistency_path(leaves, old), root_hash(leaves[:old]), root_hash(leaves)

    assert consistent(old, old_root, old + more, root, path)
    if old:
        forged = root_hash([*leaves[: old - 1], leaf_hash(b"other")])
        assert not consistent(old, forged, old + more, root, path)


@given(st.integers(0, 70))
def test_a_frontier_is_read_back_and_goes_on_as_before(size):
    frontier = Frontier()
    for leaf in leaves_of(size):
        frontier.add(leaf)
    again = Frontier.from_text(size, frontier.to_text())
    again.add(leaf_hash(b"next"))

    assert again.root == root_hash([*leaves_of(size), leaf_hash(b"next")])
