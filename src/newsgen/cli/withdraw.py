"""newsgen withdraw."""

from __future__ import annotations

from pathlib import Path

import click

from newsgen.cli.notice import ARTICLE, dated, give_notice


@click.command(
    "withdraw",
    help=f"Withdraw an article: its address stays and shows a notice, its text goes.\n\n{ARTICLE} REASON is told to "
    "readers, with the date.\n\nThe record keeps its text. To take it back, delete the line `status: withdrawn`.",
    epilog='Example: newsgen withdraw ferry-returns "The report rested on a forged letter."',
)
@click.argument("article")
@click.argument("reason")
@dated
def command(
    article: str, reason: str, config: Path | None, date: str | None, dry_run: bool, quiet: bool
) -> None:
    """Withdraw an article."""
    from newsgen.desk.corrections import withdrawal

    give_notice(withdrawal, "withdrawn", config, article, reason, date, dry_run=dry_run, quiet=quiet)
