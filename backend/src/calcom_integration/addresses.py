"""Addresses that a setting may name: a mistyped or planted one must not make us call what is not Cal.com's, key and all."""

import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit


def is_callable(url: str) -> bool:
    """Whether `url` is http(s) with a host and nothing but a path after it, and no link-local address in any spelling:
    there clouds tell any process of the machine its credentials. Other private addresses stay: Cal.com may be a neighbour."""
    try:
        parts = urlsplit(url)
        host, has_more = (
            parts.hostname,
            bool(parts.username or parts.password or parts.query or parts.fragment),
        )
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or has_more:
        return False
    address = _literal(host)
    return address is None or not (address.is_link_local or address.is_multicast or address.is_unspecified)


def _literal(host: str) -> IPv4Address | IPv6Address | None:
    """The address that `host` spells, also as one number, in hex or in octal; None where it is a name."""
    with suppress(OSError):
        return IPv4Address(socket.inet_aton(host))
    with suppress(ValueError):
        address = ip_address(host)
        return getattr(address, "ipv4_mapped", None) or address
    return None
