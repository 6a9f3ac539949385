"""newsgen on a terminal of its own: a pseudo-terminal, whose keys are pressed when they are waited for."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
import termios
import time
from pathlib import Path
from types import TracebackType

SECONDS = 60
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A running command, what it has printed, and its keyboard."""

    def __init__(self, root: Path, *arguments: str, **environment: str) -> None:
        self.own, other = pty.openpty()
        self.seen = 0
        self.printed = ""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "newsgen", *arguments],
            cwd=root,
            stdin=other,
            stdout=other,
            stderr=other,
            env={**os.environ, "TERM": "xterm", **environment},
            start_new_session=True,
        )
        os.close(other)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self.own)

    def _read(self, until: float) -> bool:
        """Take what has been printed; False at the end."""
        assert time.monotonic() < until, f"nothing more came after:\n{self.printed}"
        if select.select([self.own], [], [], 0.05)[0]:
            try:
                more = os.read(self.own, 65536)
            except OSError:  # Linux: the other side is closed
                return False
            self.printed += more.decode()
            return bool(more)
        return True

    def until(self, text: str) -> str:
        """Read on until a text is printed; return all up to it since the last call, without styles."""
        end = time.monotonic() + SECONDS
        while (at := self.printed.find(text, self.seen)) < 0:
            assert self._read(end), f"{text!r} never came:\n{self.printed}"
        start, self.seen = self.seen, at + len(text)
        return _STYLE.sub("", self.printed[start : self.seen]).replace("\r\n", "\n")

    def press(self, key: str) -> None:
        """Press a key once single keys are listened to."""
        end = time.monotonic() + SECONDS
        while termios.tcgetattr(self.own)[3] & termios.ICANON:
            assert self._read(end), self.printed
        os.write(self.own, key.encode())

    def type(self, line: str) -> None:
        """Type a line."""
        os.write(self.own, f"{line}\n".encode())

    def end(self) -> tuple[int, str]:
        """Read to the end; return the exit code and what was printed since the last call."""
        until = time.monotonic() + SECONDS
        while self._read(until):
            pass
        rest, self.seen = self.printed[self.seen :], len(self.printed)
        return self.process.wait(SECONDS), _STYLE.sub("", rest).replace("\r\n", "\n")
