"""Run the preview on 127.0.0.1."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn

from newsgen.errors import OutputError, Problem
from newsgen.preview.app import make_app

TRIES = 20
"""Ports tried, from the one asked for upwards."""


def serve(folder: Path, port: int, started: Callable[[str], None]) -> None:
    """Serve the generation in `folder` until the process is interrupted.

    Args:
        folder: a built site.
        port: the port to try first; one that is taken makes place for the next.
        started: told the address once the server listens.

    Raises:
        OutputError: none of the ports is free.
    """
    listener = listen(port)
    bound = listener.getsockname()[1]
    config = uvicorn.Config(make_app(folder, bound), log_level="warning", lifespan="off", access_log=False)
    started(f"http://127.0.0.1:{bound}/")
    with suppress(KeyboardInterrupt):  # Ctrl-C is the way out, no failure
        uvicorn.Server(config).run(sockets=[listener])


def listen(port: int) -> socket.socket:
    """Bind the first free port from `port` upwards, on the loopback address alone; 0 takes any."""
    for candidate in range(port, min(port + TRIES, 65536)) if port else (0,):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(("127.0.0.1", candidate))
            listener.listen(128)
        except OSError:
            listener.close()
        else:
            return listener
    last = min(port + TRIES, 65536) - 1
    problem = Problem("", 0, 0, f"ports {port} to {last} are all taken", "name another with --port")
    raise OutputError(problem)
