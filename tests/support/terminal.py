"""newsgen on a terminal of its own: a pseudo-terminal, whose keys are pressed when they are waited for."""

from __future__ import annotations

import io
import os
import re
import sys
import termios
from pathlib import Path

import pexpect

from tests.support.waiting import eventually

SECONDS = 60
_STYLE = re.compile(r"\x1b\[[0-9;]*m")


class Terminal:
    """A running command, what it prints, and its keyboard."""

    def __init__(self, root: Path, *arguments: str, **environment: str) -> None:
        self.child = pexpect.spawn(
            sys.executable,
            ["-m", "newsgen", *arguments],
            cwd=str(root),
            env={**os.environ, "TERM": "xterm", **environment},
            encoding="utf-8",
            timeout=SECONDS,
        )
        self.child.delaybeforesend = None
        self.child.logfile_read = io.StringIO()

    def __enter__(self) -> Terminal:
        return self

    def __exit__(self, *error: object) -> None:
        self.child.close(force=True)

    @property
    def printed(self) -> str:
        """All that was read, with styles."""
        return self.child.logfile_read.getvalue()

    def until(self, text: str) -> str:
        """Read on until a text is printed; return all up to it since the last call, without styles."""
        self.child.expect_exact(text)
        return _plain(self.child.before + text)

    def press(self, key: str) -> None:
        """Press a key once single keys are listened to."""
        eventually(lambda: not termios.tcgetattr(self.child.child_fd)[3] & termios.ICANON, SECONDS)
        self.child.send(key)

    def type(self, line: str) -> None:
        """Type a line."""
        self.child.send(f"{line}\n")

    def end(self) -> tuple[int, str]:
        """Read to the end; return the exit code and what was printed since the last call."""
        self.child.expect_exact(pexpect.EOF)
        self.child.wait()
        code = self.child.exitstatus
        return (-self.child.signalstatus if code is None else code), _plain(self.child.before)


def _plain(printed: str) -> str:
    return _STYLE.sub("", printed).replace("\r\n", "\n")
