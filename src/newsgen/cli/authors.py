"""newsgen authors."""

from newsgen.cli.names import command_for

command = command_for("authors")
