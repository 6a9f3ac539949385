"""newsgen completion."""

from __future__ import annotations

import click

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog="Examples: newsgen completion bash > ~/.local/share/bash-completion/completions/newsgen   "
    "newsgen completion zsh > ~/.zfunc/_newsgen   "
    "newsgen completion fish > ~/.config/fish/completions/newsgen.fish",
)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print what a shell needs to complete newsgen's commands and options when Tab is pressed."""
    from click.shell_completion import get_completion_class

    found = get_completion_class(shell)
    assert found is not None, f"click knows {shell}"
    click.echo(
        found(click.get_current_context().find_root().command, {}, "newsgen", "_NEWSGEN_COMPLETE").source()
    )
