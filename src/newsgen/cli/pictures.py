"""The part of `newsgen load` that downloads pictures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from newsgen.cli.output import (
    count_noun,
    find_output_format,
    print_json,
    print_kinds,
    print_report_line,
    progress_bar,
)

if TYPE_CHECKING:
    from newsgen.pipeline.project import Project

_MOST_HOSTS = 5
"""Most hosts that a line names."""
_HOST = re.compile(r"(?:[\w-]++\.)*+[\w-]+(?::\d{1,5})?|\[[0-9a-fA-F:]+\](?::\d{1,5})?")


def check_hosts(_context: click.Context, _option: click.Parameter, hosts: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse a host that is none, such as a file that was meant to be loaded."""
    for host in hosts:
        if host and (not re.fullmatch(_HOST, host) or Path(host).exists()):
            what = "is a file or a folder" if Path(host).exists() else "is not the name of a host"
            expected = "write --fetch-pictures after the paths, or --fetch-pictures=example.com"
            raise click.BadParameter(f"{host!r} {what}; {expected}")
    return hosts


def fetch_and_report(project: Project, hosts: tuple[str, ...], *, dry_run: bool) -> None:
    """Download pictures of the archive's own host and of those named; print how many came, and which hosts have others."""
    from newsgen.pipeline.fetch import fetch_pictures

    with progress_bar("fetching pictures") as progress:
        report = fetch_pictures(project, filter(None, hosts), dry_run=dry_run, progress=progress)
    if find_output_format() == "json":
        print_json(report)
    print_kinds(report.failed, "warning")
    verb = "would fetch" if dry_run else "fetched"
    failed = f", {len(report.failed):,} cannot be had" if report.failed else ""
    print_report_line(f"{verb} {count_noun(len(report.fetched), 'picture')}{failed}")
    if report.others:
        named = ", ".join(f"{host} ({count:,})" for host, count in list(report.others.items())[:_MOST_HOSTS])
        more = f" and {len(report.others) - _MOST_HOSTS:,} more" if len(report.others) > _MOST_HOSTS else ""
        line = f"not fetched from {named}{more}: name a host from which you may copy, --fetch-pictures=HOST"
        print_report_line(line)
