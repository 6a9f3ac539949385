"""newsgen places."""

from newsgen.cli.names import command_for

command = command_for("places")
