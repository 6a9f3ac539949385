"""Every command shows how it is used, and what it shows is right."""

from __future__ import annotations

import shlex
from collections.abc import Iterator

import click
import pytest

from newsgen.cli.main import COMMANDS, cli, split_epilog_examples


def everything() -> Iterator[tuple[str, ...]]:
    """Every command and what is below it, as words."""
    context = click.Context(cli, info_name="newsgen")
    for name in COMMANDS:
        command = cli.get_command(context, name)
        yield (name,)
        if isinstance(command, click.Group):
            yield from ((name, below) for below in command.commands)


def found(words: tuple[str, ...]) -> tuple[click.Command, click.Context]:
    context = click.Context(cli, info_name="newsgen")
    command: click.Command = cli
    for word in words:
        assert isinstance(command, click.Group)
        below = command.get_command(context, word)
        assert below is not None
        command, context = below, click.Context(below, info_name=word, parent=context)
    return command, context


@pytest.mark.parametrize("words", list(everything()), ids=" ".join)
def test_help_ends_with_examples_each_on_a_line_and_each_understood(words: tuple[str, ...]) -> None:
    """Options and arguments that an example names are those that its command has."""
    command, context = found(words)
    lines = command.get_help(context).splitlines()
    start = next(at for at, line in enumerate(lines) if line.strip() in ("Example:", "Examples:"))
    assert lines[start + 1 :]
    for line in lines[start + 1 :]:
        example = shlex.split(line.partition(" && ")[0].partition(" > ")[0])
        assert example[: len(words) + 1] == ["newsgen", *words], line
        rest = example[len(words) + 1 :]
        if isinstance(command, click.Group) and rest and rest[0] in command.commands:
            continue  # it is an example of that one, too
        left = command.make_parser(context).parse_args(list(rest))[1]
        assert left == [], line


def test_it_can_be_done_twice() -> None:
    """A command that is asked for again is the same one."""
    command = click.Command("x", epilog="Examples: newsgen x   newsgen x --y")
    once = split_epilog_examples(command).epilog
    assert once == "\b\nExamples:\n  newsgen x\n  newsgen x --y"
    assert split_epilog_examples(command).epilog == once
    one = split_epilog_examples(click.Command("x", epilog="Example: newsgen x")).epilog
    assert one == "\b\nExample:\n  newsgen x"
    assert split_epilog_examples(click.Command("x")).epilog is None
