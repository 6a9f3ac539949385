"""The examples under a command's help: one a line, as they are typed."""

from __future__ import annotations

import re

import click

_HEAD = re.compile(r"Examples?: ")
_UNWRAPPED = "\b\n"
"""Keeps click from running the lines of a paragraph together."""


def lay_out(command: click.Command) -> click.Command:
    """Give each example in a command's epilog ('Examples: newsgen a   newsgen b') a line of its own.

    A command below this one that has no examples gets those of this one that call it.
    """
    lines = _HEAD.sub("", command.epilog or "", count=1).split("   ")
    if isinstance(command, click.Group):
        for name, below in command.commands.items():
            own = [line for line in lines if f" {name} " in line]
            below.epilog = below.epilog or "Examples: " + "   ".join(own)
            lay_out(below)
    if command.epilog and not command.epilog.startswith(_UNWRAPPED):
        head = "Examples" if len(lines) > 1 else "Example"
        command.epilog = f"{_UNWRAPPED}{head}:\n" + "\n".join(f"  {line}" for line in lines)
    return command
