"""The one way to the network: guarded, bounded, polite.

httpx2 makes the requests over httpcore2, whose network backend is a public
interface: the name is resolved here, each address is checked, the connection is made
to the checked address itself, and the peer of the socket is checked again. Between
check and connection there is no second look-up that a rebinding DNS server could
answer otherwise, certificates are still checked against the name, and each redirect
passes the same way. requests and urllib3 resolve below what they let one replace,
and httpx itself stands still. Proxies of the environment are not used, since they
would connect where nobody checks.

hishel keeps answers on disk as RFC 9111 has it and asks again with `If-None-Match`
and `If-Modified-Since`; protego reads robots.txt. Content is unpacked here, so that
the limit on its size holds while it is unpacked, not afterwards.
"""

from __future__ import annotations

import socket
import threading
import time
import zlib
from collections import deque
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import metadata
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import httpcore2
import httpx2
from protego import Protego

from onrecord.documents.addresses import why_private
from onrecord.documents.inflate import WINDOWS, Inflater
from onrecord.errors import FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path
    from ssl import SSLContext
    from types import TracebackType
    from typing import Self

AGENT = "onrecord"
"""The name that robots.txt may call us by."""
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,application/feed+json;q=0.9,*/*;q=0.5"
REDIRECTS = 10
ROBOTS_BYTES = 512_000
"""Bytes of a robots.txt that are read, as RFC 9309 has it."""
LONGEST_DELAY_S = 30.0
"""Seconds between two requests that a robots.txt can ask for."""
PATIENCE_S = 30.0
"""Seconds that a `Retry-After` is waited for; one that asks for more is reported."""
DRIP_S, DRIP_READS, DRIP_BYTES = 3.0, 3, 100
"""A server that in so many seconds sends so many times something, but in all less than so many bytes, is dripping."""
PREAMBLE = 256_000
"""Bytes that may come before an answer begins, its headers and all interim answers together."""
CRUMBS, CRUMB_BYTES = 20_000, 64
"""Pieces from which an answer is looked at for their size, and the mean that they have at least."""
RETRIED = frozenset({429, 503})


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: its address after redirects, and its content, unpacked."""

    url: str
    status: int
    headers: dict[str, str]
    content: bytes
    fetched: str
    from_cache: bool

    @property
    def content_type(self) -> str | None:
        """What the server calls the content, charset included."""
        return self.headers.get("content-type")


def resolve(host: str, port: int) -> list[str]:
    """The addresses that the system knows for *host*, in the order that they are to be tried in.

    Raises:
        OSError: there are none.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class Fetcher:
    """Fetches pages, feeds and archives, one after the other; a context manager.

    Args:
        allow_private: also ask addresses that are not public.
        max_bytes: the most that an answer may hold, unpacked.
        timeout_s: the most that one request may take, from connecting to the last byte.
        cache: a folder for answers; without one nothing is kept.
        pace_s: the least time between two requests to one host.
        agent: what to call ourselves instead of our own name and version.
        resolver: stands in for the system's look-up of names.

    Raises:
        FetchError: *cache* cannot be used.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        max_bytes: int = 50_000_000,
        timeout_s: float = 20.0,
        cache: Path | None = None,
        pace_s: float = 1.0,
        agent: str | None = None,
        resolver: Callable[[str, int], list[str]] = resolve,
    ) -> None:
        self._most = max_bytes
        self._robots: dict[str, Protego | None] = {}
        guard = _Guard(_Watch(timeout_s), resolver, allow_private=allow_private)
        self._transport = _Transport(guard, pace_s)
        transport: httpx2.BaseTransport = self._transport
        if cache is not None:
            transport = _cached(transport, cache, max_bytes, private=allow_private)
        version = metadata.version("onrecord")
        self._client = httpx2.Client(
            transport=transport,
            trust_env=False,
            follow_redirects=False,
            timeout=timeout_s,
            headers={
                "User-Agent": agent or f"{AGENT}/{version} (reads news articles; obeys robots.txt for {AGENT!r})",
                "Accept": ACCEPT,
                "Accept-Encoding": "gzip, deflate",
                "Accept-Language": "en",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close all connections and the cache."""
        self._client.close()

    def get(self, url: str) -> Fetched:
        """What stands at *url*, redirects followed, robots.txt obeyed.

        Raises:
            FetchError: it was refused, not found, too large, too slow or unreachable; the text says which.
        """
        self._client.cookies.clear()
        return self._follow(url, self._most, robots=True)

    def _follow(self, url: str, most: int, *, robots: bool) -> Fetched:
        target = url
        for _ in range(REDIRECTS + 1):
            _check(url, target)
            if robots:
                self._ask_robots(url, target)
            answer = self._request(url, target, most)
            if isinstance(answer, Fetched):
                return answer
            target = answer
        raise FetchError(url, f"redirects more than {REDIRECTS} times")

    def _request(self, url: str, target: str, most: int) -> Fetched | str:
        """The answer of *target*, or where it redirects to; an answer that asks for patience is asked for once more."""
        where = _where(url, target)
        for last in (False, True):
            with _sentences(url, where):
                request = self._client.build_request("GET", target)
                response = self._client.send(request, stream=True)
                try:
                    wait = _retry_after(response)
                    if response.status_code in RETRIED and wait is not None:
                        self._transport.hold(request.url.host, wait)
                    if response.status_code in RETRIED and wait is not None and wait <= PATIENCE_S and not last:
                        continue
                    return _answer(url, where, response, wait, most)
                finally:
                    response.close()
        raise AssertionError  # the second round returns or raises

    def _ask_robots(self, url: str, target: str) -> None:
        parts = urlsplit(target)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._read_robots(url, _where(url, target), origin)
        rules = self._robots[origin]
        if rules is None:
            return
        if not rules.can_fetch(target, AGENT):
            raise FetchError(url, f"{_where(url, target)}its site's robots.txt does not let {AGENT} read")
        if delay := rules.crawl_delay(AGENT):
            self._transport.slow(parts.hostname or "", min(float(delay), LONGEST_DELAY_S))

    def _read_robots(self, url: str, where: str, origin: str) -> Protego | None:
        """The rules of a site; None where it has none. A site that cannot say is left alone (RFC 9309, 2.3.1)."""
        try:
            found = self._follow(f"{origin}/robots.txt", ROBOTS_BYTES, robots=False)
        except _StatusError as error:
            if error.status in range(400, 500) and error.status not in RETRIED:
                return None
            raise FetchError(url, f"{where}has a robots.txt that {error.reason}, so it is left alone") from None
        except FetchError as error:
            raise FetchError(url, where + error.reason) from None
        return Protego.parse(found.content[:ROBOTS_BYTES].decode("utf-8", "replace"))


class _StatusError(FetchError):
    """The server answered with an error."""

    def __init__(self, url: str, reason: str, status: int) -> None:
        super().__init__(url, reason)
        self.args = (url, reason, status)
        self.status = status


class _StoppedError(Exception):
    """What was going on is stopped by one of the guards; its text ends a sentence."""


class _Watch:
    """The time that one request has, and what comes in meanwhile."""

    def __init__(self, timeout_s: float) -> None:
        self.timeout_s = timeout_s
        self.begin()

    def begin(self) -> None:
        """A new request starts now."""
        self._deadline = time.monotonic() + self.timeout_s
        self._reads: deque[tuple[float, int]] = deque()
        self._preamble = 0
        self.answered = False

    def left(self) -> float:
        """Seconds that the request still has."""
        seconds = self._deadline - time.monotonic()
        if seconds <= 0:
            raise _StoppedError(f"takes longer than {self.timeout_s:g} s")
        return seconds

    def saw(self, size: int) -> None:
        """*size* bytes came in; stop where they drip."""
        now = time.monotonic()
        self._preamble += 0 if self.answered else size
        if self._preamble > PREAMBLE:
            raise _StoppedError(f"sends more than {PREAMBLE:,} bytes before its answer begins")
        self._reads.append((now, size))
        while now - self._reads[0][0] > DRIP_S:
            self._reads.popleft()
        if (
            size
            and len(self._reads) >= DRIP_READS
            and now - self._reads[0][0] > DRIP_S / 2
            and sum(read for _, read in self._reads) < DRIP_BYTES
        ):
            raise _StoppedError(f"drips: fewer than {DRIP_BYTES} bytes in {DRIP_S:g} s")


class _Stream(httpcore2.NetworkStream):
    """A connection under the eyes of a watch."""

    def __init__(self, stream: httpcore2.NetworkStream, watch: _Watch) -> None:
        self._stream, self._watch = stream, watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        content = self._stream.read(max_bytes, min(timeout or self._watch.timeout_s, self._watch.left()))
        self._watch.saw(len(content))
        return content

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, min(timeout or self._watch.timeout_s, self._watch.left()))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        left = min(timeout or self._watch.timeout_s, self._watch.left())
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, left), self._watch)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401, the interface's own type
        return self._stream.get_extra_info(info)


class _Guard(httpcore2.NetworkBackend):
    """Connects to public addresses only: looks a name up, checks what it finds, and connects to just that."""

    def __init__(self, watch: _Watch, resolver: Callable[[str, int], list[str]], *, allow_private: bool) -> None:
        self.watch, self._resolver, self._allow_private = watch, resolver, allow_private
        self._backend = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        refused: str | None = None
        failure: Exception | None = None
        for address in self._look_up(host, port):
            if not self._allow_private and (kind := why_private(address)):
                refused = f"is at {address}, {kind}; only public addresses are fetched from"
                continue
            left = min(timeout or self.watch.timeout_s, self.watch.left())
            try:
                stream = self._backend.connect_tcp(address, port, left, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
                continue
            peer = stream.get_extra_info("server_addr")[0]
            if not self._allow_private and (kind := why_private(peer)):
                stream.close()
                raise _StoppedError(f"is at {peer}, {kind}; only public addresses are fetched from")
            return _Stream(stream, self.watch)
        if failure:
            raise failure
        raise _StoppedError(refused or "has no address")

    def _look_up(self, host: str, port: int) -> list[str]:
        """The addresses of *host*; a look-up cannot be interrupted, so it has a thread that is not waited for."""
        found: list[str] = []
        failure: list[Exception] = []

        def look_up() -> None:
            try:
                found.extend(self._resolver(host, port))
            except (OSError, UnicodeError) as error:
                failure.append(error)

        thread = threading.Thread(target=look_up, daemon=True)
        thread.start()
        thread.join(self.watch.left())
        if thread.is_alive():
            raise _StoppedError(f"takes longer than {self.watch.timeout_s:g} s to look its name up")
        if failure:
            raise _StoppedError(f"has a name that is not known ({host})")
        return found


class _Transport(httpx2.BaseTransport):
    """httpcore2's connections for httpx2, each request at its host's pace."""

    def __init__(self, guard: _Guard, pace_s: float) -> None:
        self._watch, self._pace_s = guard.watch, pace_s
        self._pool = httpcore2.ConnectionPool(
            ssl_context=httpx2.create_ssl_context(trust_env=False), max_connections=8, keepalive_expiry=10,
            network_backend=guard,
        )  # fmt: skip
        self._earliest: dict[str, float] = {}
        self._delays: dict[str, float] = {}

    def slow(self, host: str, delay_s: float) -> None:
        """Leave at least *delay_s* between requests to *host*."""
        self._delays[host] = delay_s

    def hold(self, host: str, wait_s: float) -> None:
        """Ask *host* nothing for *wait_s*."""
        self._earliest[host] = time.monotonic() + wait_s

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        host = request.url.host
        wait = self._earliest.get(host, 0.0) - time.monotonic()
        if wait > PATIENCE_S:
            raise _StoppedError(f"is on a host that asked to be left alone for {wait:.0f} s more")
        time.sleep(max(0.0, wait))
        self._watch.begin()
        response = self._pool.handle_request(
            httpcore2.Request(
                method=request.method,
                url=httpcore2.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                extensions=request.extensions,
            )
        )
        self._watch.answered = True
        self._earliest[host] = time.monotonic() + max(self._pace_s, self._delays.get(host, 0.0))
        return httpx2.Response(
            status_code=response.status,
            headers=response.headers,
            stream=_Body(response),
            extensions=response.extensions,
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx2.SyncByteStream):
    def __init__(self, response: httpcore2.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        return self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


@contextmanager
def _sentences(url: str, where: str) -> Iterator[None]:
    """Whatever goes wrong inside comes out as a `FetchError` of one sentence."""
    try:
        yield
    except _StoppedError as error:
        reason = str(error)
    except (httpcore2.TimeoutException, httpx2.TimeoutException):
        reason = "does not answer in time"
    except (httpcore2.ConnectError, httpx2.ConnectError) as error:
        reason = f"cannot be connected to ({error})"
    except zlib.error:
        reason = "sends bytes that are not in the coding that it names"
    except (httpx2.InvalidURL, httpcore2.UnsupportedProtocol, UnicodeError):
        reason = "is no address that can be asked"
    except (httpcore2.ProtocolError, httpcore2.NetworkError, httpx2.HTTPError) as error:
        reason = f"breaks the connection off ({error})"
    else:
        return
    raise FetchError(url, where + reason)


def _where(url: str, target: str) -> str:
    """What a sentence about *url* begins with where the trouble is with *target*."""
    return "" if target == url else f"redirects to {target}, which "


def _check(url: str, target: str) -> None:
    where = _where(url, target)
    try:
        parts = urlsplit(target)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise FetchError(url, f"{where}is no address that can be asked") from None
    if parts.scheme not in {"http", "https"}:
        raise FetchError(url, f"{where}is of the scheme {parts.scheme!r}, expected http or https")
    if not host:
        raise FetchError(url, f"{where}names no host")
    if parts.username is not None or parts.password is not None:
        raise FetchError(url, f"{where}carries a user name; expected an address without one")


def _answer(url: str, where: str, response: httpx2.Response, wait: float | None, most: int) -> Fetched | str:
    status = response.status_code
    if response.has_redirect_location:
        try:
            return urljoin(str(response.url), response.headers["location"]).partition("#")[0]
        except ValueError:
            raise _StoppedError(f"redirects to {response.headers['location']!r}, which is no address") from None
    if status in RETRIED and wait is not None:
        raise _StatusError(url, f"{where}answers {status} and asks to come back in {wait:.0f} s", status)
    if not response.is_success:
        raise _StatusError(url, f"{where}answers {status} {response.reason_phrase}".rstrip(), status)
    cache: Any = response.extensions.get("caching")
    return Fetched(
        url=str(response.url),
        status=status,
        headers={name.lower(): value for name, value in response.headers.items()},
        content=_content(response, most),
        fetched=datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        from_cache=bool(cache and cache["from_cache"]),
    )


def _content(response: httpx2.Response, most: int) -> bytes:
    """An answer's content, unpacked as it comes in, so that none of it is ever larger than *most*."""
    codings = [coding.strip().lower() for coding in response.headers.get("content-encoding", "").split(",")]
    codings = [coding for coding in codings if coding not in {"", "identity"}]
    if len(codings) > 1 or (codings and codings[0] not in WINDOWS):
        raise _StoppedError(f"sends the coding {', '.join(codings)!r}, expected gzip, deflate or none")
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise _StoppedError(f"announces {int(length):,} bytes, expected at most {most:,}")
    inflater = Inflater(codings[0], most) if codings else None
    parts: list[bytes] = []
    size = 0
    for count, chunk in enumerate(response.iter_raw(), 1):
        if count >= CRUMBS and size < count * CRUMB_BYTES:
            raise _StoppedError(f"sends its content in crumbs of fewer than {CRUMB_BYTES} bytes")
        part = inflater.feed(chunk) if inflater else chunk
        size += len(part)
        if size > most or (inflater and inflater.full):
            raise _StoppedError(f"sends more than {most:,} bytes{' once unpacked' if inflater else ''}")
        parts.append(part)
    if inflater and size and not inflater.whole:
        raise _StoppedError(f"sends {codings[0]} content that ends early")
    return b"".join(parts)


def _retry_after(response: httpx2.Response) -> float | None:
    """Seconds that the server asks to wait."""
    value = response.headers.get("retry-after", "").strip()
    if value.isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _cached(transport: httpx2.BaseTransport, folder: Path, most: int, *, private: bool) -> httpx2.BaseTransport:
    """*transport* with answers kept in *folder*; those of private addresses apart, so that they stay with who may."""
    import hishel
    from hishel.httpx2 import CacheTransport

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FetchError(str(folder), f"cannot be used to keep answers ({error.strerror})") from None
    storage = hishel.SqliteStorage(
        database_path=folder / ("private.sqlite" if private else "public.sqlite"), max_stream_size=most
    )
    return CacheTransport(transport, storage, rfc=hishel.CacheOptions(shared=False))
