"""`newsgen`: finds the command, runs it, and turns errors into messages and exit codes."""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

import click

from newsgen import __version__
from newsgen.cli.examples import lay_out
from newsgen.cli.pipes import bear_with_readers

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from newsgen.errors import NewsgenError

COMMANDS = {
    "init": "Make a new archive: folders, settings, a workflow for GitHub Pages, one sample.",
    "load": "Turn seeds into records: all that is new, or the files named.",
    "build": "Load what is new, render what changed, publish the site as a whole.",
    "serve": "Show the site on this machine, and each change as soon as it is saved.",
    "review": "Go through what was inferred, least sure first; accept or correct it.",
    "topics": "List topics; rename, merge and split them in all records.",
    "people": "The same for people; also: places, organizations, sources, authors.",
    "places": "The same for places.",
    "organizations": "The same for organizations.",
    "sources": "The same for sources.",
    "authors": "The same for authors.",
    "new": "Make a record to write by hand.",
    "correct": "Add a dated correction to an article.",
    "withdraw": "Withdraw an article: its address stays and shows a notice.",
    "export": "Write all articles into one file: csv, sqlite, jsonl or ninjs.",
    "check": "Find what would embarrass: broken links, leaks, guesses, two spellings; mend some.",
    "completion": "Print what a shell needs to complete commands: bash, zsh or fish.",
}
"""Every command with its one line of help, so that --help imports none of them."""

_COLLECT = 1_000_000
"""New objects after which cycles among them are looked for. Python's 700 cost an edit 7 % of its time: nearly all that a
build reads stays, and is looked through again and again; one look at the plan of 10,000 articles takes 0.05 s."""


class Commands(click.Group):
    """Imports a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of a day's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(f"newsgen.cli.{cmd_name}").command
        return lay_out(command)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the names of commands without importing them."""
        from click.shell_completion import CompletionItem

        names = [
            CompletionItem(name, help=line) for name, line in COMMANDS.items() if name.startswith(incomplete)
        ]
        return names + super(click.Group, self).shell_complete(ctx, incomplete)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that the arguments name, or say which one was meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, 1)
            hint = f' Did you mean "{near[0]}"?' if near else f" There are: {', '.join(COMMANDS)}."
            ctx.fail(f'No command is called "{args[0]}".{hint}')
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; what a user must know goes to stderr, and its exit code to the system."""
        try:
            return super().invoke(ctx)
        except _told() as error:
            _fail(error)
        except OSError as error:
            from newsgen.errors import OutputError, Problem

            place = str(error.filename or "")
            _fail(OutputError(Problem(place, 0, 0, error.strerror or str(error))))
        except (
            EOFError,
            ImportError,
            TypeError,
            ValueError,
        ) as error:  # click takes the first for a reader's Ctrl-D
            from newsgen.cli.broken_code import broken_code

            if told := broken_code(error):
                _fail(told)
            raise

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _told() -> type[NewsgenError]:
    """The errors that a user is told of; imported when there is one, for they bring msgspec, and --help needs neither."""
    from newsgen.errors import NewsgenError

    return NewsgenError


def _fail(error: NewsgenError) -> NoReturn:
    from newsgen.cli.output import tell_problems

    tell_problems(error.problems, "error")
    sys.exit(error.exit_code)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Start with: newsgen init my-archive",
)
@click.version_option(__version__, "-V", "--version", message="newsgen %(version)s")
def cli() -> None:
    """Turn a pile of news texts into a permanent, browsable, citable archive."""


def main() -> None:
    """Run the command line and exit.

    Exit codes: 0 done, 1 content problem, 2 usage or settings, 3 refused, 74 input/output (EX_IOERR of
    sysexits.h), 75 another build is running (EX_TEMPFAIL), 130 interrupted.
    """
    gc.set_threshold(_COLLECT)
    bear_with_readers()
    try:
        cli(prog_name="newsgen", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted; the site is as it was", err=True)
        sys.exit(130)
    finally:
        gc.freeze()  # or all that is left is looked through for cycles before the process ends: 40 ms of an edit
    _end()


def _end() -> None:
    """End the process without taking apart all that it holds, which takes 10 ms of an edit.

    Not where something may wait for the usual end: another thread, a profiler, output that cannot be written, of which
    Python tells then.
    """
    threads = sys.modules.get("threading")  # to import it takes longer than --version
    if (threads and threads.active_count() > 1) or sys.getprofile() or sys.gettrace():
        return
    atexit._run_exitfuncs()  # there is no other way to run them and nothing else
    with suppress(OSError, ValueError):
        for stream in filter(None, (sys.stdout, sys.stderr)):
            stream.flush()
        os._exit(0)
