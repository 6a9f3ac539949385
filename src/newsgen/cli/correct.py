"""newsgen correct."""

from __future__ import annotations

from pathlib import Path

import click

from newsgen.cli.notice import ARTICLE, dated, give_notice


@click.command(
    "correct",
    help=f"Add a dated correction to an article.\n\n{ARTICLE} TEXT says what was wrong and what is right.\n\n"
    "It stands in the record's front matter; the article's page shows it above the text, the log of corrections and "
    "its feed list it. The text itself is yours to mend.",
    epilog='Example: newsgen correct ferry-returns "The ferry is blue, not green."',
)
@click.argument("article")
@click.argument("text")
@dated
def command(
    article: str, text: str, config: Path | None, date: str | None, dry_run: bool, quiet: bool
) -> None:
    """Add a dated correction to an article."""
    from newsgen.desk.corrections import correction

    give_notice(correction, "corrected", config, article, text, date, dry_run=dry_run, quiet=quiet)
