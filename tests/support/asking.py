"""One request to a server on this machine, sent as it is written."""

from __future__ import annotations

import http.client

Address = tuple[str, int]
"""Host and port."""


def ask(
    address: Address, path: str, *, host: str | None = "127.0.0.1", method: str = "GET", **headers: str
) -> tuple[int, dict[str, str], str]:
    """Status, headers and body of an answer.

    Args:
        address: whom to ask.
        path: sent as it is.
        host: the Host header, with the port unless it names one (PORT stands for the right one); None sends none.
        method: any word.
        headers: others, '_' for '-'.
    """
    connection = http.client.HTTPConnection(*address, timeout=30)
    connection.putrequest(method, path, skip_host=True)
    if host is not None:
        full = host.replace("PORT", str(address[1])) if ":" in host else f"{host}:{address[1]}"
        connection.putheader("Host", full)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value.replace("PORT", str(address[1])))
    connection.endheaders()
    response = connection.getresponse()
    body = response.read().decode()
    found = {name.lower(): value for name, value in response.getheaders()}
    connection.close()
    return response.status, found, body
