"""Fetching a picture from an address that a stranger wrote, without letting it reach into our own network.

The name is resolved once, every address it has must be public, and the connection goes to the address that was
checked, so that a second answer of the name server changes nothing. Each redirect is checked the same way.
"""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from miquan.media import kinds
from miquan.media.refusals import Refused
from miquan.media.rules import MAX_BYTES

LIMIT = MAX_BYTES["image"]
REDIRECTS = 3
CONNECT_SECONDS = 5.0
TOTAL_SECONDS = 20.0
_PORTS = {"http": 80, "https": 443}
_REDIRECTING = frozenset({301, 302, 303, 307, 308})
_CHUNK = 64 * 1024
# What stays as it is in a path and a query; the rest is escaped.
_PATH = "/%:@!$&'()*+,;=~-._"
_QUERY = _PATH + "?[]"
# Not public although the standard library's tables may say so, depending on its version.
_NOT_PUBLIC = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
        "::/96", "::ffff:0:0:0/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fec0::/10",
    )
)  # fmt: skip

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class NotFetched(ValueError):
    """The picture was not fetched; `reason` is one of address, private, redirects, status, big, slow, network, picture."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason = reason


def fetch(url: str) -> bytes:
    """The bytes of the picture at `url`, within TOTAL_SECONDS whatever sends us on. Raises NotFetched."""
    until = time.monotonic() + TOTAL_SECONDS
    for _hop in range(REDIRECTS + 1):
        data, url = _hop_to(url, until)
        if data is not None:
            return _checked(data)
    raise NotFetched("redirects")


def is_public(address: Address) -> bool:
    """Whether an IP address belongs to the open internet; an IPv4 address inside IPv6 is judged as itself."""
    if isinstance(address, ipaddress.IPv6Address) and address.ipv4_mapped is not None:
        address = address.ipv4_mapped
    if any(address.version == network.version and address in network for network in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _hop_to(url: str, until: float) -> tuple[bytes | None, str]:
    """Ask one server. Returns the body, or None and the address it sends us on to."""
    parts, host = _parsed(url)
    port = _PORTS[parts.scheme]
    address = _checked_address(host, port)
    left = until - time.monotonic()
    if left <= 0:
        raise NotFetched("slow")
    try:
        with closing(_connect(address, port)) as raw, _deadline(raw, left) as ran_out:
            return _timed(raw, parts, host, url, ran_out)
    except OSError as error:
        raise NotFetched("slow" if isinstance(error, TimeoutError) else "network", type(error).__name__) from None


def _timed(
    raw: socket.socket, parts: SplitResult, host: str, url: str, ran_out: threading.Event
) -> tuple[bytes | None, str]:
    """The answer, unless the time runs out before all of it is there."""
    try:
        with closing(_secured(raw, host) if parts.scheme == "https" else raw) as connected:
            found = _asked(connected, parts, host, url)
    except (OSError, http.client.HTTPException) as error:
        slow = ran_out.is_set() or isinstance(error, TimeoutError)
        raise NotFetched("slow" if slow else "network", type(error).__name__) from None
    if ran_out.is_set():
        raise NotFetched("slow")
    return found


def _parsed(url: str) -> tuple[SplitResult, str]:
    """The parts of an address we are willing to ask, and its host in ASCII."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").encode("idna").decode("ascii")
        port = parts.port
    except ValueError:
        raise NotFetched("address") from None
    if parts.scheme not in _PORTS or not host or parts.username is not None or not url.isprintable():
        raise NotFetched("address")
    if port not in (None, _PORTS[parts.scheme]):
        raise NotFetched("address", "port")
    return parts, host


def _checked_address(host: str, port: int) -> str:
    """Resolve a name once. One address that is not public condemns the name."""
    try:
        addresses = [ipaddress.ip_address(found.partition("%")[0]) for found in _resolve(host, port)]
    except (OSError, ValueError, UnicodeError):
        raise NotFetched("network", "no such name") from None
    if not addresses:
        raise NotFetched("network", "no such name")
    if not all(is_public(address) for address in addresses):
        raise NotFetched("private")
    return str(addresses[0])


def _resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(info[4][0]) for info in found))


def _connect(address: str, port: int) -> socket.socket:
    return socket.create_connection((address, port), timeout=CONNECT_SECONDS)


def _secured(raw: socket.socket, host: str) -> socket.socket:
    """TLS with the certificate checked against the name, not against the address we connected to."""
    return ssl.create_default_context().wrap_socket(raw, server_hostname=host)


@contextmanager
def _deadline(raw: socket.socket, seconds: float) -> Iterator[threading.Event]:
    """Ends the connection after a while, however busily the other side keeps it going."""
    ran_out = threading.Event()
    # A handle of its own: the first one may be closed, and its number taken, when the time is up.
    same = raw.dup()

    def end() -> None:
        ran_out.set()
        with suppress(OSError):
            same.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield ran_out
    finally:
        timer.cancel()
        timer.join()
        same.close()


def _asked(connected: socket.socket, parts: SplitResult, host: str, url: str) -> tuple[bytes | None, str]:
    connection = http.client.HTTPConnection(host)
    connection.sock = connected
    path = quote(parts.path or "/", safe=_PATH) + (f"?{quote(parts.query, safe=_QUERY)}" if parts.query else "")
    connection.request(
        "GET", path, headers={"Accept": "image/*", "Accept-Encoding": "identity", "User-Agent": "Miquan"}
    )
    answer = connection.getresponse()
    if answer.status in _REDIRECTING:
        return None, urljoin(url, answer.getheader("Location") or "")
    if answer.status != http.client.OK or answer.getheader("Content-Encoding", "identity") != "identity":
        raise NotFetched("status", str(answer.status))
    return _body(answer), url


def _body(answer: http.client.HTTPResponse) -> bytes:
    """The body, never more of it than the limit, whatever length it promises."""
    promised = answer.getheader("Content-Length") or ""
    if promised.isdecimal() and (len(promised) > 12 or int(promised) > LIMIT):
        raise NotFetched("big")
    body = bytearray()
    while chunk := answer.read(_CHUNK):
        body += chunk
        if len(body) > LIMIT:
            raise NotFetched("big")
    if promised.isdecimal() and len(body) < int(promised):
        raise NotFetched("network", "cut short")
    return bytes(body)


def _checked(data: bytes) -> bytes:
    """Only what begins as a picture we take, whatever the server called it."""
    try:
        form = kinds.sniff(io.BytesIO(data))
    except Refused:
        raise NotFetched("picture") from None
    if form.kind != "image":
        raise NotFetched("picture")
    return data
