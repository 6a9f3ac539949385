"""The commands: the only rooms that print or exit."""


def main() -> None:
    """Run the command line."""
