"""newsgen forget."""

from __future__ import annotations

from pathlib import Path

import click

from newsgen.cli.options import add_options, open_project_from_options
from newsgen.cli.output import print_json, print_next_step, print_report
from newsgen.errors import count_noun
from newsgen.pipeline.published_addresses import forget_addresses


@click.command(
    "forget", epilog='Examples: newsgen forget 2023/11/22/slug.html   newsgen forget "2023/*" --dry-run'
)
@click.argument("addresses", nargs=-1, required=True, metavar="ADDRESS...")
@add_options("config")
@click.option("--dry-run", is_flag=True, help="Show which addresses would be forgotten; write nothing.")
@add_options("format", "quiet")
def command(addresses: tuple[str, ...], config: Path | None, dry_run: bool) -> None:
    """Forget published addresses: no warning says any more that they have no page.

    ADDRESS is a path inside the site, a URL of the site, or a pattern: "2023/*" is every address that begins with 2023/.
    """
    found = forget_addresses(open_project_from_options(config), addresses, dry_run=dry_run)
    print_json({"addresses": found, "dry_run": dry_run})
    print_report(*(found if dry_run else ()))
    verb = "would forget" if dry_run else "forgot"
    print_report(f"{verb} {count_noun(len(found), 'address', 'addresses')}")
    print_next_step(dry_run=dry_run)
