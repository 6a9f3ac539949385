"""Download pictures politely: one request at a time to a host, a pause between two, and what robots.txt says.

No request goes to a private address unless its host was named: a redirect must not reach into the user's network.
"""

from __future__ import annotations

import http.client
import ipaddress
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPMessage
from typing import IO, Any
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

import newsgen
from newsgen.media.formats import inspect_and_strip_picture
from newsgen.media.parsed import PictureError

AGENT = f"newsgen/{newsgen.__version__}"
LARGEST_FILE = 40_000_000
"""Most bytes of a picture."""

_HOSTS = 4
"""Number of hosts that are requested at a time."""
_TRIES = 3
_TIMEOUT = 30.0
"""Seconds to wait for an answer."""
_SILENT = 3
"""Pictures in a row without an answer after which a host is left alone."""
_LONGEST_WAIT = 60.0
"""Most seconds that a host may ask to wait."""
_TRANSIENT = {408, 429, 500, 502, 503, 504}


class DownloadError(Exception):
    """A picture cannot be had; the message says why."""


class _TransientError(DownloadError):
    """The next try may succeed; `after` is the number of seconds that the host asks to wait."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        self.after = after
        super().__init__(message)


class _PrivateAddressError(OSError):
    """A redirect leads into a private network."""


def download_pictures(
    urls: Iterable[str],
    hosts: Iterable[str],
    save: Callable[[str, bytes], None],
    *,
    pause: float = 1.0,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, str]:
    """Download pictures and hand each to `save`, from any thread; what is no picture by its bytes is refused.

    Args:
        urls: where they are.
        hosts: names of hosts that may have a private address.
        save: called with the URL and the bytes of each picture.
        pause: seconds between two requests to one host.
        progress: called with the number of pictures done and of all.

    Returns:
        By URL, why a picture could not be had.
    """
    by_host: dict[str, list[str]] = {}
    for url in urls:
        by_host.setdefault(urlsplit(url).hostname or "", []).append(url)
    total, failed, lock = sum(map(len, by_host.values())), dict[str, str](), threading.Lock()
    done = 0

    def note(url: str, why: str) -> None:
        nonlocal done
        with lock:
            done += 1
            if why:
                failed[url] = why
            if progress:
                progress(done, total)

    client = _Client(frozenset(hosts), pause)
    with ThreadPoolExecutor(_HOSTS) as pool:
        runs = [pool.submit(client.download_from_host, found, save, note) for found in by_host.values()]
        try:
            for run in runs:
                run.result()
        finally:
            client.stop.set()
    return failed


class _Client:
    """Sends requests, and waits between them."""

    def __init__(self, named: frozenset[str], pause: float) -> None:
        self.pause = pause
        self.stop = threading.Event()
        """Set when the user interrupts the run."""
        proxies = {urlsplit(proxy).hostname or "" for proxy in urllib.request.getproxies().values()}
        allowed = named | proxies
        self.opener = urllib.request.OpenerDirector()
        for handler in (
            urllib.request.ProxyHandler(),
            _Http(allowed),
            _Https(allowed),
            _Redirects(allowed),
            urllib.request.HTTPDefaultErrorHandler(),
            urllib.request.HTTPErrorProcessor(),
        ):
            self.opener.add_handler(handler)

    def download_from_host(
        self, urls: list[str], save: Callable[[str, bytes], None], note: Callable[[str, str], None]
    ) -> None:
        """Download the pictures of one host, one after the other."""
        robots: dict[str, RobotFileParser | str] = {}
        silent, pause = 0, 0.0
        for url in urls:
            parts = urlsplit(url)
            site = f"{parts.scheme}://{parts.netloc}"
            if site not in robots:
                robots[site] = self._read_robots(site)
            rules = robots[site]
            why = rules if isinstance(rules, str) else ""
            if silent >= _SILENT:
                why = f"was not asked for, because {parts.netloc} does not answer"
            elif not isinstance(rules, str) and not rules.can_fetch(AGENT, url):
                why = f"is forbidden by {site}/robots.txt"
            if not why:
                self.stop.wait(pause)
                if self.stop.is_set():
                    return
                delay = 0 if isinstance(rules, str) else float(rules.crawl_delay(AGENT) or 0)
                pause = max(self.pause, min(delay, _LONGEST_WAIT))
                try:
                    data = self._read_patiently(url)
                    inspect_and_strip_picture(data)
                    save(url, data)
                    silent = 0
                except PictureError as error:
                    why, silent = f"is of no use: the file {error}", 0
                except DownloadError as error:
                    why = str(error)
                    silent = silent + 1 if isinstance(error, _TransientError) else 0
            note(url, why)

    def _read_robots(self, site: str) -> RobotFileParser | str:
        """Read robots.txt; return why nothing may be fetched if the host does not answer. Source: RFC 9309 §2.3.1."""
        rules = RobotFileParser()
        try:
            text = self._read_patiently(f"{site}/robots.txt").decode("utf-8", "replace")
        except _TransientError as error:
            return f"was not asked for, because {site}/robots.txt {error}"
        except DownloadError:
            text = ""
        rules.parse(text.splitlines())
        return rules

    def _read_patiently(self, url: str) -> bytes:
        """Read a URL; wait and try again if that may help."""
        for attempt in range(1, _TRIES + 1):
            try:
                return self._read(url)
            except _TransientError as error:
                if attempt == _TRIES or self.stop.is_set():
                    raise
                self.stop.wait(min(max(error.after, self.pause * 2**attempt), _LONGEST_WAIT))
        raise AssertionError("the last try returns or raises")

    def _read(self, url: str) -> bytes:
        try:
            request = urllib.request.Request(
                url, headers={"User-Agent": AGENT, "Accept": "image/*, */*;q=0.1"}
            )
            with self.opener.open(request, timeout=_TIMEOUT) as answer:
                length = str(answer.headers.get("Content-Length", ""))
                data = bytes(answer.read(LARGEST_FILE + 1))
        except urllib.error.HTTPError as error:
            error.close()
            if error.code in _TRANSIENT:
                after = str(error.headers.get("Retry-After", ""))
                wait = float(after) if after.isdecimal() and len(after) < 9 else 0.0
                raise _TransientError(f"answers with {error.code}", wait) from error
            gone = error.code in (404, 410)
            what = f"is gone ({error.code})" if gone else f"answers with {error.code}"
            raise DownloadError(what) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, _PrivateAddressError):
                raise DownloadError(f"{reason}") from error
            raise _TransientError(f"does not answer: {reason}") from error
        except ValueError as error:
            raise DownloadError(f"has no address that can be asked: {error}") from error
        if len(data) > LARGEST_FILE:
            raise DownloadError(f"has more than {LARGEST_FILE // 1_000_000} MB")
        if length.isdecimal() and len(data) < int(length):
            raise _TransientError(f"breaks off after {len(data):,} bytes")
        return data


class _Connection(http.client.HTTPConnection):
    """A connection that is closed before the first request if it leads to a private address."""

    allowed: frozenset[str] = frozenset()
    """Hosts that may have one."""

    def connect(self) -> None:
        super().connect()
        host = self.host.strip("[]").lower()
        if _is_private(self.sock.getpeername()[0]) and host not in self.allowed:
            self.close()
            raise _PrivateAddressError(f"is on {host}, which is in a private network")


class _SecureConnection(http.client.HTTPSConnection, _Connection):
    """The same over TLS: HTTPSConnection.connect first calls that of _Connection."""


class _Http(urllib.request.HTTPHandler):
    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed = allowed
        super().__init__()

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_make_connection(_Connection, self.allowed), req)


class _Https(urllib.request.HTTPSHandler):
    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed, self.tls = allowed, ssl.create_default_context()
        super().__init__(context=self.tls)

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_make_connection(_SecureConnection, self.allowed), req, context=self.tls)


def _make_connection(kind: type[_Connection], allowed: frozenset[str]) -> Any:
    """Return a function that opens connections of a kind, as `do_open` wants it."""

    def make(*args: Any, **options: Any) -> _Connection:
        connection = kind(*args, **options)
        connection.allowed = allowed
        return connection

    return make


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows redirects to the Web alone; a proxy, too, is not asked for an address of a private network."""

    def __init__(self, allowed: frozenset[str]) -> None:
        self.allowed = allowed

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        parts = urlsplit(newurl)
        host = parts.hostname or ""
        if parts.scheme not in ("http", "https") or (_is_private(host) and host not in self.allowed):
            fp.close()
            raise _PrivateAddressError(f"redirects to {parts.scheme}://{host}, which is not on the Web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_private(host: str) -> bool:
    """True for an address of a network that is not the Internet; False for a name."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host == "localhost"
    return not (getattr(address, "ipv4_mapped", None) or address).is_global
