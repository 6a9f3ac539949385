"""newsgen review on a terminal: one finding after the other, one key an answer."""

from __future__ import annotations

import sys
from typing import Literal

import click

from newsgen.cli.output import counted, tell_problems
from newsgen.cli.review_text import amendment_lines, closing_lines, finding_lines, spelling_lines, strong
from newsgen.desk.edit import SETTABLE, Answer, read_answer
from newsgen.desk.review import Amendment, Finding, Reviewer, remaining
from newsgen.errors import NewsgenError

Step = Literal["next", "again", "quit"] | Amendment
"""What becomes of a key: go on, ask again, end, or what was written."""


def go_through(reviewer: Reviewer, found: list[Finding]) -> None:
    """Ask about each finding; every answer is written at once, so that a pass may end at any time.

    Ctrl-C and Ctrl-D end it, with exit code 130.
    """
    done: list[Amendment] = []
    interrupted = False
    try:
        _ask_all(reviewer, found, done)
    except (click.Abort, EOFError, KeyboardInterrupt):
        interrupted = True
        click.echo()
    for line in spelling_lines(reviewer.spellings()):
        click.echo(line)
    dated = any(one.dated for one in done)
    click.echo(f"\nanswered: {counted(len(done), 'field')}")
    for line in closing_lines(remaining(reviewer.records.values()), dated=dated, changed=bool(done)):
        click.echo(line)
    if interrupted:
        sys.exit(130)


def _ask_all(reviewer: Reviewer, found: list[Finding], done: list[Amendment]) -> None:
    for number, finding in enumerate(reviewer.quoted(found), 1):
        click.echo(f"\n[{number}/{len(found)}] {strong(finding.article)}\n  {finding.title}")
        for line in finding_lines(finding, beside=True):
            click.echo(line)
        step = _ask(reviewer, finding)
        if step == "quit":
            return
        if isinstance(step, Amendment):
            done.append(step)


def _ask(reviewer: Reviewer, finding: Finding) -> Step:
    """Ask until a key has done something; what goes wrong is said, and asked again."""
    while True:
        click.echo(_keys(finding), nl=False)
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        try:
            step = _obey(reviewer, finding, key.lower())
        except NewsgenError as error:
            tell_problems(error.problems, "error")
            continue
        if isinstance(step, Amendment):
            for line in amendment_lines(step):
                click.echo(f"  {line}")
        if step != "again":
            return step


def _keys(finding: Finding) -> str:
    number = len(finding.alternatives[:9]) if finding.field in SETTABLE else 0
    take = f"  1-{number} take another" if number > 1 else "  1 take the other" if number else ""
    put = "  s set" if finding.field in SETTABLE else ""
    return f"a accept{put}{take}  n next  q quit: "


def _obey(reviewer: Reviewer, finding: Finding, key: str) -> Step:
    if key == "a":
        return reviewer.answer(finding.article, (finding.field,), {})
    if key == "n":
        return "next"
    if key == "q":
        return "quit"
    if finding.field in SETTABLE:
        if key == "s":
            return _set(reviewer, finding)
        if key in "123456789" and int(key) <= len(finding.alternatives):
            answer = read_answer(finding.field, finding.alternatives[int(key) - 1])
            return reviewer.answer(finding.article, (), {finding.field: answer})
    return "again"


def _set(reviewer: Reviewer, finding: Finding) -> Step:
    """Ask for a value; an empty one leaves the field as it is."""
    text = click.prompt(f"  {finding.field}", default="", show_default=False)
    if not text.strip():
        return "again"
    answer: Answer = read_answer(finding.field, text)
    return reviewer.answer(finding.article, (), {finding.field: answer})
