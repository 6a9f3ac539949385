"""Ask about decisions of a review on a terminal: one key for one question, a line for a screen of them."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence

import click

from newsgen.cli.output import print_problems
from newsgen.cli.review_text import (
    format_decision,
    format_decision_screen,
    format_inferred_field,
    format_record_changes,
    format_remaining,
    make_bold,
)
from newsgen.desk.inferred_fields import InferredField, count_remaining
from newsgen.desk.review import Answer, Decision, Outcome, Reviewer, group_decisions, list_answers
from newsgen.errors import NewsgenError, count_noun, escape_control_characters

_LABELS = {"o": "[o]rganization", "p": "[p]erson", "l": "p[l]ace", "t": "[t]opic"}
_COMMON = "[s]kip [u]ndo [b]ack [q]uit [?] "
_HELP = {
    "y": "right: it is confirmed in all of its articles",
    "n": "wrong: the name goes from all records, and is not inferred again; two people; a date that nobody knows",
    "o p l t": "it is an organization, a person, a place, a topic",
    "1-9": "takes another date that fits",
    "e": "asks for another value; the line is filled in already",
    "s": "leaves it for later",
    "u": "takes back the last answer, also one of an earlier run; repeated, the one before",
    "b": "goes back to what was left for later",
    "q": "ends; all answers are in the files already, so Ctrl-C loses nothing",
}
_SCREEN_HELP = {
    "Enter": "all that are shown are right",
    "3 7": "3 and 7 are asked about one by one, and the others are right",
    "s u b q": "leave all for later, undo, back, quit",
}


class TerminalReview:
    """A walk through the decisions of an archive; each answer is written immediately."""

    def __init__(self, reviewer: Reviewer, field: str) -> None:
        """Begin with all decisions about a field; '' for every field."""
        self.reviewer, self.field = reviewer, field
        self.answered = 0
        self.dated = False
        self._later: list[tuple[str, ...]] = []
        """Keys of decisions that were left for later, a screen at a time."""
        self._alone: list[str] = []
        """Keys of decisions that were picked from a screen."""
        self._decisions = reviewer.list_decisions(field)

    def run(self) -> None:
        """Ask until all decisions are taken or left for later, or the user quits."""
        while True:
            later = {key for keys in self._later for key in keys}
            left = [one for one in self._decisions if one.key not in later]
            alone = [one for one in left if one.key in self._alone]
            groups = group_decisions(left)
            group = (alone[0],) if alone else groups[0] if groups else ()
            if not group:
                return
            click.echo(f"\n[{count_noun(len(groups), 'question')} left]", nl=False)
            again: bool | None = True
            while again:
                try:
                    again = self._ask(group[0]) if len(group) == 1 else self._ask_screen(group)
                except NewsgenError as error:
                    print_problems(error.problems, "error")
                    self._decisions = self.reviewer.list_decisions(self.field)
                    again = {one.key for one in group} <= {one.key for one in self._decisions}
            if again is None:
                return

    def _ask(self, one: Decision) -> bool | None:
        """Ask about one decision; return True to ask again, None to quit."""
        quoted = list(self.reviewer.quote(one.findings))
        click.echo()
        for line in format_decision(one, quoted, with_context=one.kind == "date"):
            click.echo(line)
        click.echo(_list_keys(one), nl=False)
        key = click.getchar()
        click.echo(key if key.isprintable() else "")
        key = key.lower()
        if key in "sbuq?" and key:
            return self._steer(key, (one,), _HELP, quoted)
        answer = self._make_answer(one, key) if key else None
        return True if answer is None else self._apply([answer])

    def _ask_screen(self, group: Sequence[Decision]) -> bool | None:
        """Ask about a screen of decisions; return as above."""
        quoted = list(self.reviewer.quote([one.findings[0] for one in group]))
        click.echo()
        for line in format_decision_screen(group, quoted):
            click.echo(line)
        question = "Enter: all are right; numbers of those that are not; ?"
        text = click.prompt(question, default="", show_default=False, prompt_suffix=" ").strip()
        if text.lower() in ("s", "b", "u", "q", "?"):
            return self._steer(text.lower(), group, _SCREEN_HELP, [])
        numbers = {int(number) for number in re.findall(r"\d+", text, re.ASCII)}
        if re.sub(r"[\d\s,;]", "", text) or any(not 0 < number <= len(group) for number in numbers):
            click.echo(f"write numbers from 1 to {len(group)}, or one of s u b q ?")
            return True
        self._alone += [group[number - 1].key for number in sorted(numbers)]
        right = [one for number, one in enumerate(group, 1) if number not in numbers]
        return self._apply([Answer(one.key, "yes") for one in right]) if right else False

    def _make_answer(self, one: Decision, key: str) -> Answer | None:
        """Make the answer that a key gives; None if it gives none."""
        if key != "e":
            return list_answers(one).get(key)
        values = {}
        for field, value in self.reviewer.list_lines(one).items():
            text = prompt_prefilled(f"  {field}: ", value)
            if text.strip() != value:
                values[field] = text
        return Answer(one.key, "set", values=values) if values or one.kind == "text" else None

    def _steer(
        self, key: str, group: Sequence[Decision], helps: dict[str, str], quoted: Sequence[InferredField]
    ) -> bool | None:
        """Do what a key asks for that answers nothing; return as above."""
        if key == "q":
            return None
        if key == "?":
            for name, text in helps.items():
                click.echo(f"  {name:>8}  {text}")
            for finding in quoted:
                click.echo(f"  {make_bold(escape_control_characters(finding.article))}")
                for line in format_inferred_field(finding, with_context=True):
                    click.echo(line)
            for path in group[0].articles[1:10] if len(group) == 1 else ():
                click.echo(f"  {escape_control_characters(path)}")
            return True
        if key == "s":
            self._later.append(tuple(one.key for one in group))
            self._alone = [one for one in self._alone if one != group[0].key]
        elif key == "b":
            if not self._later:
                click.echo("nothing was left for later; u takes an answer back")
                return True
            back = self._later.pop()
            self._alone = [*self._alone, *back] if len(back) == 1 else self._alone
        else:
            undone = self.reviewer.undo()
            click.echo(f"undone: {undone.what} ({count_noun(len(undone.edits), 'file')})")
            self._decisions = self.reviewer.list_decisions(self.field)
        return False

    def _apply(self, answers: list[Answer]) -> bool:
        outcome = self.reviewer.apply(answers)
        self._print_outcome(outcome)
        if outcome.outdated:
            self._decisions = self.reviewer.list_decisions(self.field)
        else:
            given = {answer.key for answer in answers}
            self._decisions = [one for one in self._decisions if one.key not in given]
        left = {one.key for one in self._decisions}
        self.answered += sum(answer.key not in left for answer in answers)
        self._alone = [key for key in self._alone if key in left]
        return False

    def _print_outcome(self, outcome: Outcome) -> None:
        for done in outcome.amendments if len(outcome.amendments) == 1 else ():
            for line in format_record_changes(done):
                click.echo(f"  {line}")
        if len(outcome.amendments) != 1 and (outcome.articles or not outcome.problems):
            number = count_noun(len(outcome.articles), "record")
            click.echo(f"  written: {number if outcome.articles else 'names.toml'}")
        self.dated = self.dated or any(done.dated for done in outcome.amendments)
        print_problems(outcome.problems, "error")


def ask_about_decisions(reviewer: Reviewer, field: str) -> None:
    """Ask about all decisions on a terminal, and print a sum. Ctrl-C and Ctrl-D end with exit code 130."""
    interview = TerminalReview(reviewer, field)
    interrupted = False
    try:
        interview.run()
    except (click.Abort, EOFError, KeyboardInterrupt):
        interrupted = True
        click.echo()
    undo = "; newsgen undo takes the last one back" if interview.answered else ""
    click.echo(f"\nanswered: {count_noun(interview.answered, 'decision')}{undo}")
    left = count_remaining(reviewer.records.values())
    for line in format_remaining(left, dated=interview.dated, changed=bool(interview.answered)):
        click.echo(line)
    if interrupted:
        sys.exit(130)


def _list_keys(one: Decision) -> str:
    """Return the keys that answer a decision, as shown after it."""
    if one.kind == "name":
        moves = " ".join(label for key, label in _LABELS.items() if key in list_answers(one))
        return f"[y]es [n]o for good {moves} [e]dit {_COMMON}"
    if one.kind == "spelling":
        return f"[y]es, one person [n]o, {len(one.others) + 1} people [e]dit {_COMMON}"
    if one.kind == "date":
        number = len(one.others[:9])
        others = "" if not number else "[1] the other " if number == 1 else f"[1-{number}] another "
        return f"[y]es {others}[n]o date [e]dit {_COMMON}"
    return f"[y]es, all of it [e]dit {_COMMON}"


def prompt_prefilled(label: str, text: str) -> str:
    """Ask for a line that is filled in already; Enter keeps it."""
    try:
        import readline
    except ImportError:  # Windows
        return str(click.prompt(label.rstrip(": "), default=text))
    readline.set_startup_hook(lambda: readline.insert_text(text))
    try:
        return input(label)
    finally:
        readline.set_startup_hook()
