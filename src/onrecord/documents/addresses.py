"""Which network addresses are the public internet's, and which may not be asked on a stranger's behalf."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

TRANSLATED = {
    "a NAT64 address": (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48")),
    "a 6to4 address": (ip_network("2002::/16"), ip_network("192.88.99.0/24")),
    "an IPv4-translated address": (ip_network("::ffff:0:0:0/96"),),
    "a Teredo address": (ip_network("2001::/32"),),
    "an IPv4-compatible address": (ip_network("::/96"),),
}
"""Addresses that stand for an IPv4 address, which may be any."""
METADATA = frozenset({"169.254.169.254", "169.254.170.2", "100.100.100.200", "fd00:ec2::254"})
"""Where clouds hand out credentials."""


def why_private(address: str) -> str | None:
    """What *address* is, if it is not a public one; None for a public one.

    >>> why_private("127.0.0.1"), why_private("::ffff:10.0.0.1"), why_private("93.184.215.14")
    ('a loopback address', 'a private address', None)
    """
    found = ip_address(address.partition("%")[0])
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return _kind(found)


def _kind(found: IPv4Address | IPv6Address) -> str | None:
    kinds = (
        ("a cloud's metadata address", str(found) in METADATA),
        ("a loopback address", found.is_loopback),
        ("the unspecified address", found.is_unspecified),
        ("a link-local address", found.is_link_local),
        ("a multicast address", found.is_multicast),
    )
    for kind, holds in kinds:
        if holds:
            return kind
    for kind, networks in TRANSLATED.items():
        if any(found.version == network.version and found in network for network in networks):
            return kind
    if isinstance(found, IPv6Address) and found.is_site_local:
        return "a private address"
    return None if found.is_global and not found.is_reserved else "a private address"
