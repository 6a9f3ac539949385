"""`newsgen`: finds the command, runs it, and turns errors into messages and exit codes."""

from __future__ import annotations

import gc
import importlib
import io
import os
import re
import sys
from typing import TYPE_CHECKING, Any, NoReturn, TextIO

import click

from newsgen import __version__

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from newsgen.errors import NewsgenError

COMMANDS = {
    "init": ("init", "Make a new archive: folders, settings, a workflow for GitHub Pages, one sample."),
    "load": ("load", "Turn seeds into records: all that is new, or the files named."),
    "build": ("build", "Load what is new, render what changed, publish the site as a whole."),
    "serve": ("serve", "Show the site on this machine, and each change as soon as it is saved."),
    "review": ("review", "Go through what was inferred, least sure first; accept or correct it."),
    "topics": ("names:topics", "List topics; rename, join, split, move and remove them in all records."),
    "people": ("names:people", "The same for people; also: places, organizations, sources, authors."),
    "places": ("names:places", "The same for places."),
    "organizations": ("names:organizations", "The same for organizations."),
    "sources": ("names:sources", "The same for sources."),
    "authors": ("names:authors", "The same for authors."),
    "undo": (
        "names:undo_last_command",
        "Take back the last change of names, answer of a review or correction.",
    ),
    "new": ("articles:new", "Make a record to write by hand."),
    "correct": ("articles:correct", "Add a dated correction to an article."),
    "withdraw": ("articles:withdraw", "Withdraw an article: its address stays and shows a notice."),
    "forget": ("forget", "Forget published addresses, so that no warning says that they are gone."),
    "export": ("export", "Write all articles for other programs: csv, jsonl, markdown, bagit and more."),
    "import": (
        "export:import_command",
        "Take the changes that were made in a spreadsheet to a file of export csv.",
    ),
    "check": ("check", "Find mistakes that readers would see: broken links, leaks, spellings; fix some."),
    "theme": ("theme", "Print a file of the default theme, or copy it into templates/ to change it."),
    "completion": ("main:completion", "Print what a shell needs to complete commands: bash, zsh or fish."),
}
"""Every command: its module in this room (with `:NAME` if it is not called `command`) and its one line of help.

So `--help` imports no command.
"""

_COLLECT = 1_000_000
"""New objects between two garbage collections. Nearly all objects of a build exist until it ends: with Python's default of
700 the same objects would be examined again and again."""


class Commands(click.Group):
    """A group that imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(f"newsgen.cli.{module}"), name or "command")
        return split_epilog_examples(command)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the names of commands without importing them."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=line)
            for name, (_, line) in COMMANDS.items()
            if name.startswith(incomplete)
        ]
        return names + super(click.Group, self).shell_complete(ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name, or suggest the nearest one."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f' Did you mean "{near[0]}"?' if near else f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f'No command is called "{args[0]}".{hint}')
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; errors that a user can act on go to stderr, and their exit code to the system."""
        try:
            return super().invoke(ctx)
        except _user_errors() as error:
            _fail(error)
        except OSError as error:
            from newsgen.errors import make_error_from_system_error

            _fail(make_error_from_system_error(error))
        except (EOFError, ImportError, TypeError, ValueError) as error:
            # Python raises these for broken byte code, too; click takes EOFError for Ctrl-D.
            if problem := explain_broken_bytecode(error):
                _fail(problem)
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _user_errors() -> type[NewsgenError]:
    """Import the errors that users see only when there is one: they bring msgspec, which --help does not need."""
    from newsgen.errors import NewsgenError

    return NewsgenError


def _fail(error: NewsgenError) -> NoReturn:
    from newsgen.cli.output import print_problems_by_kind

    print_problems_by_kind(error.problems, "error")
    sys.exit(error.exit_code)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: newsgen init my-archive",
)
@click.version_option(__version__, "-V", "--version", message="newsgen %(version)s")
def cli() -> None:
    """Turn a pile of news texts into a permanent, browsable, citable archive."""


@click.command(
    "completion",
    epilog="Examples: newsgen completion bash > ~/.local/share/bash-completion/completions/newsgen   "
    "newsgen completion zsh > ~/.zfunc/_newsgen   "
    "newsgen completion fish > ~/.config/fish/completions/newsgen.fish",
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print what a shell needs to complete newsgen's commands and options when Tab is pressed."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None, f"click knows {shell}"
    root = click.get_current_context().find_root().command
    click.echo(found(root, {}, "newsgen", "_NEWSGEN_COMPLETE").source())


def main() -> None:
    """Run the command line and exit.

    Exit codes: 0 done, 1 content problem, 2 usage or settings, 3 refused, 74 input/output (EX_IOERR of
    sysexits.h), 75 another build is running (EX_TEMPFAIL), 130 interrupted.
    """
    gc.set_threshold(_COLLECT)
    # git is asked what was pushed; it must not fetch by a program that the configuration in an archive's folder names.
    os.environ["GIT_ALLOW_PROTOCOL"] = "none"
    sys.stdout, sys.stderr = _ignore_broken_pipe(sys.stdout), _ignore_broken_pipe(sys.stderr)
    try:
        cli(prog_name="newsgen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; the site is as it was", err=True)
        sys.exit(130)
    finally:
        gc.freeze()  # so that Python's last collections do not look through the archive


_EXAMPLES = re.compile(r"Examples?: ")
_UNWRAPPED = "\b\n"
"""Keeps click from joining the lines of a paragraph."""


def split_epilog_examples(command: click.Command) -> click.Command:
    """Give each example in a command's epilog ('Examples: newsgen a   newsgen b') a line of its own.

    A subcommand without examples gets those of its group that call it.
    """
    lines = _EXAMPLES.sub("", command.epilog or "", count=1).split("   ")
    if isinstance(command, click.Group):
        for name, subcommand in command.commands.items():
            own = [line for line in lines if f" {name} " in line]
            subcommand.epilog = subcommand.epilog or "Examples: " + "   ".join(own)
            split_epilog_examples(subcommand)
    if command.epilog and not command.epilog.startswith(_UNWRAPPED):
        head = "Examples" if len(lines) > 1 else "Example"
        command.epilog = f"{_UNWRAPPED}{head}:\n" + "\n".join(f"  {line}" for line in lines)
    return command


class _PipeWriter(io.FileIO):
    """A file whose reader may close it (`newsgen topics | head -1`): later output is dropped and the work is still done."""

    def write(self, data: Any) -> int:
        """Write bytes, or drop them."""
        try:
            return super().write(data)
        except BrokenPipeError:
            return len(data)


def _ignore_broken_pipe(stream: TextIO) -> TextIO:
    """Wrap a stream so that a closed reader is no error; a terminal, or a stream without a descriptor, is returned as it is."""
    try:
        number = stream.fileno()
        if stream.isatty():
            return stream
    except (AttributeError, OSError, ValueError):
        return stream
    stream.flush()
    raw = _PipeWriter(number, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), stream.encoding, stream.errors)


_MARSHAL_ERRORS = ("marshal data", "bad marshal data", "EOF read where")
"""How Python's message about broken byte code begins; from a worker process only the message arrives."""


def explain_broken_bytecode(error: Exception) -> NewsgenError | None:
    """Return the error to show if `error` comes from byte code that a full disk or a crash cut short, else None.

    Python compiles the module again only if the broken file is deleted.
    """
    from newsgen.errors import OutputError, Problem

    path = ""
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_name == "_compile_bytecode":
            path = str(step.tb_frame.f_locals.get("bytecode_path") or "")
        step = step.tb_next
    if not path and not str(error).startswith(_MARSHAL_ERRORS):
        return None
    expected = "delete it; Python makes it again" if path else "delete the folders __pycache__ of newsgen"
    return OutputError(Problem(path, 0, 0, f"Python's compiled code is broken ({error})", expected))
