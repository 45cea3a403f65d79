"""Network addresses as limits count them. Pure."""

from ipaddress import IPv6Address, IPv6Network, ip_address


def network_of(told: str) -> str:
    """The address, of IPv6 the first half of it: whoever has one address there has 2^64 of them."""
    try:
        found = ip_address(told)
    except ValueError:
        return told
    if not isinstance(found, IPv6Address):
        return told
    return str(found.ipv4_mapped or IPv6Network((int(found), 64), strict=False))
