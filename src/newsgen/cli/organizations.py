"""newsgen organizations."""

from newsgen.cli.names import command_for

command = command_for("organizations")
