"""The append-only log: a Merkle tree over entries, with proofs, after RFC 9162.

Hashes are SHA-256. A leaf is hashed with a zero byte before it, a node with a one
(RFC 9162, section 2.1.1), so that no node can be given out as a leaf.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

EMPTY = sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """The hash of an entry."""
    return sha256(b"\0" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of two subtrees side by side."""
    return sha256(b"\1" + left + right).digest()


@dataclass(slots=True)
class Frontier:
    """What is needed of a tree to add to it: the whole subtrees, the largest first.

    >>> frontier = Frontier()
    >>> for content in (b"a", b"b", b"c"):
    ...     frontier.add(leaf_hash(content))
    >>> frontier.size, len(frontier.hashes)
    (3, 2)
    """

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def add(self, leaf: bytes) -> None:
        """Put *leaf* at the end."""
        self.hashes.append(leaf)
        size = self.size
        while size & 1:
            right = self.hashes.pop()
            self.hashes.append(node_hash(self.hashes.pop(), right))
            size >>= 1
        self.size += 1

    @property
    def root(self) -> bytes:
        """The head of the tree."""
        if not self.hashes:
            return EMPTY
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = node_hash(left, found)
        return found

    def to_text(self) -> str:
        """The subtrees as hexadecimal digits."""
        return "".join(each.hex() for each in self.hashes)

    @classmethod
    def from_text(cls, size: int, text: str) -> Frontier:
        """Read back what `to_text` gave."""
        content = bytes.fromhex(text)
        return cls(size, [content[at : at + 32] for at in range(0, len(content), 32)])


def root_hash(leaves: Sequence[bytes]) -> bytes:
    """The head of the tree over *leaves*."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.add(leaf)
    return frontier.root


def inclusion_path(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """The hashes that lead from leaf *index* to the head (RFC 9162, 2.1.3.1)."""
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_path(leaves[:split], index), root_hash(leaves[split:])]
    return [*inclusion_path(leaves[split:], index - split), root_hash(leaves[:split])]


def consistency_path(leaves: Sequence[bytes], old: int) -> list[bytes]:
    """The hashes that show that the tree over *leaves* only added to that of its first *old* (RFC 9162, 2.1.4.1)."""
    return _subproof(leaves, old, whole=True) if 0 < old < len(leaves) else []


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether *path* shows *leaf* to stand at *index* in the tree of *size* with head *root* (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistent(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether *path* shows that the tree of *size* only added to the one of *old* entries (RFC 9162, 2.1.4.2)."""
    if old == size:
        return not path and old_root == root
    if old == 0:
        return not path and old_root == EMPTY
    if not 0 < old < size or not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    at, last = old - 1, size - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            before, after = node_hash(step, before), node_hash(step, after)
            while at and not at & 1:
                at, last = at >> 1, last >> 1
        else:
            after = node_hash(after, step)
        at, last = at >> 1, last >> 1
    return last == 0 and before == old_root and after == root


def _subproof(leaves: Sequence[bytes], old: int, *, whole: bool) -> list[bytes]:
    if old == len(leaves):
        return [] if whole else [root_hash(leaves)]
    split = _split(len(leaves))
    if old <= split:
        return [*_subproof(leaves[:split], old, whole=whole), root_hash(leaves[split:])]
    return [*_subproof(leaves[split:], old - split, whole=False), root_hash(leaves[:split])]


def _split(size: int) -> int:
    """The largest power of two below *size*."""
    return 1 << (size - 1).bit_length() - 1
